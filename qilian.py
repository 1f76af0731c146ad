"""Qilian: enterprises, institutes, patents and industries, linked and matched with evidence.

    import qilian
    kg = qilian.open("sqlite:///my.db")
    kg.ingest("patents.csv", "institutes.csv", "policies/")
    print(kg.match("lithium extraction from brine with a high magnesium content"))
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.errors import QilianError
from graph.knowledge_graph import KnowledgeGraph as _Questions
from graph.model import Visibility
from graph.stores import open_store

if TYPE_CHECKING:
    from ingest.facts import DocumentFacts
    from ingest.report import Report
    from ingest.run import Progress

__all__ = ["KnowledgeGraph", "QilianError", "extract", "open"]
__version__ = "0.1.0"


class KnowledgeGraph(_Questions):
    """A store, the questions that can be asked of it, and reading into it."""

    def ingest(
        self, *inputs: Any, mapping: str | Path = "", source: str = "",
        visibility: Visibility | None = None, complete: bool = False, dry_run: bool = False,
        progress: Progress | None = None,
    ) -> Report:
        """Read files, folders and data frames; the report says what became of each.

        Tables go through ``mapping`` (a name, or a path to a YAML file; found by the columns when
        not given), text and HTML through the language rules. ``source`` names the source that
        later readings replace; by default it is the file's name. ``complete`` removes what the
        source had before and lacks now; ``dry_run`` only reads.
        """
        from ingest.run import Options, ingest

        return ingest(self, inputs, Options(str(mapping), source, visibility, complete, dry_run,
                                            progress))


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

    return extract_facts(map(Path, paths), report or Report())
