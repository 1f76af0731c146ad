"""Qilian: enterprises, institutes, patents and industries, linked and matched with evidence.

    import qilian
    kg = qilian.open("sqlite:///my.db")
    kg.ingest("patents.csv", "institutes.csv", "policies/")
    print(kg.match("lithium extraction from brine with a high magnesium content"))
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.errors import QilianError
from graph.knowledge_graph import KnowledgeGraph as _Questions
from graph.model import Visibility
from graph.stores import open_store

if TYPE_CHECKING:
    import networkx

    from graph.analysis import Broker
    from ingest.facts import DocumentFacts
    from ingest.report import Report
    from ingest.run import Progress
    from ingest.sources.concordances import Reading

__all__ = ["KnowledgeGraph", "QilianError", "brokers", "communities", "extract", "open", "sample"]
__version__ = "0.1.0"


class KnowledgeGraph(_Questions):
    """A store, the questions that can be asked of it, and reading into it."""

    def ingest(
        self, *inputs: Any, mapping: str | Path = "", source: str = "",
        visibility: Visibility | None = None, complete: bool = False, dry_run: bool = False,
        progress: Progress | None = None, processes: int = 1, where: Iterable[str] = (),
        rows: int = 0,
    ) -> Report:
        """Read files, folders and data frames; the report says what became of each.

        Tables go through ``mapping`` (a name, or a path to a YAML file; found by the columns when
        not given), text, HTML, PDF and DOCX through the language rules. ``source`` names the
        source that later readings replace; by default it is the file's name. ``complete`` removes
        what the source had before and lacks now; ``dry_run`` only reads, and keeps the first
        ``rows`` of each register in the report's ``first``. ``where`` takes only some rows of
        registers: ``["country=CN,HK", "status!=lapsed"]``, all of which must hold. Documents are
        read on ``processes`` processes, which pays from some fifty documents on.
        """
        from ingest.run import Options, ingest
        from ingest.sources.filters import parse_condition

        conditions = tuple(map(parse_condition, [where] if isinstance(where, str) else where))
        return ingest(self, inputs, Options(str(mapping), source, visibility, complete, dry_run,
                                            progress, processes, conditions, rows))

    def classify(self, table: str | Path, *, scheme: str = "", form: str = "",
                 tree: str | Path = "") -> Reading:
        """Keep a table from patent codes to industries, for `industries` to use from now on.

        See `ingest.sources.concordances.read_concordance`; what is wrong with the table's rows is
        in the answer's ``rejected``.
        """
        from graph.classified import keep_table
        from ingest.sources.concordances import read_concordance

        reading = read_concordance(table, scheme=scheme, form=form, tree=tree)
        keep_table(self.store, reading.concordance)
        return reading


def open(url: str = "sqlite:///qilian.db", *, level: int = 2, create: bool = True
         ) -> KnowledgeGraph:
    """Open a store: ``sqlite:///file``, a path, ``neo4j://…`` or ``bolt://…``.

    ``level`` is what the reader may see: 0 public sources, 1 internal too, 2 everything.
    """
    return KnowledgeGraph(open_store(url, create=create), level=level)


def extract(*paths: str | Path, report: Report | None = None) -> Iterator[DocumentFacts]:
    """What documents say, each fact with its exact words, without a store."""
    from ingest.report import Report
    from ingest.run import extract_facts

    return (facts for _, facts in extract_facts(map(Path, paths), report or Report()))


def brokers(network: networkx.Graph, *, limit: int = 10) -> list[Broker]:
    """Who stands between others in a network: see `graph.analysis.brokers`."""
    from graph.analysis import brokers

    return brokers(network, limit=limit)


def communities(network: networkx.Graph, *, seed: int = 0) -> list[list[str]]:
    """Groups that work mostly among themselves: see `graph.analysis.communities`."""
    from graph.analysis import communities

    return communities(network, seed=seed)


def sample() -> list[Path]:
    """The registers and the folder of articles of the fictional sample, to try things out with.

    Load them into a store of their own: ``qilian.open("sqlite:///try.db").ingest(*sample())``.
    """
    folder = Path(str(files("ingest") / "sample"))
    registers = [path for path in sorted(folder.glob("*.csv")) if path.stem != "participants"]
    return [*registers, folder / "policies"]
