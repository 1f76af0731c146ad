"""`KnowledgeGraph`: one object whose methods are the questions; it only delegates."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Self

from graph import archive
from graph import load as loading
from graph.dates import first_day
from graph.errors import InvalidRequest
from graph.figures import Comparison, Followed, compare, figures_of, follow
from graph.lookup import Fact, Found, Lookup, Neighbour
from graph.model import (
    Decision,
    DecisionKind,
    EdgeKey,
    Entity,
    FactAnchor,
    Flag,
    RecordAnchor,
    Source,
    Unit,
    digest,
    folded,
)
from graph.paths import cache_folder
from graph.project.effective import effective
from graph.quotes import place_in_page
from graph.review import Reviewed, reviewed, same_fact
from graph.schema import KINDS, ORGANISATIONS
from graph.status import Status, status
from graph.store import Store

if TYPE_CHECKING:
    import networkx

    from graph.events import Hall, Participant, Plan
    from graph.forget import Forgotten
    from graph.matching.results import MatchResult, ProblemList, WhyNot
    from graph.search import WorkIndex

Date = str | int | None


class KnowledgeGraph:
    """A store and the questions that can be asked of it.

    ``level`` is what the reader may see: 0 public sources only, 1 internal too, 2 everything.
    Get one by ``qilian.open(url)``; use it as a context manager, or call `close`.
    """

    def __init__(self, store: Store, *, level: int = 2, cache: Path | None = None) -> None:
        self.store = store
        self.level = level
        self._cache = cache or cache_folder()
        self._lookup = Lookup(store, level=level)

    def __enter__(self) -> KnowledgeGraph:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Release the store."""
        self.store.close()

    def seen_by(self, level: int) -> Self:
        """The same graph as a reader of another level sees it."""
        return type(self)(self.store, level=level, cache=self._cache)

    # --- input --------------------------------------------------------------------------------

    def load(self, source: Source, units: Iterable[Unit], *,
             complete: bool | Callable[[], bool] = False,
             progress: loading.Progress | None = None) -> loading.LoadReport:
        """Load units that a reader made; people use ``ingest``. See `graph.load.load`."""
        from graph.forget import Gate

        gate = Gate(self.store)
        return loading.load(self.store, source, map(gate, units), complete=complete,
                         progress=progress)

    def retract(self, source: str) -> int:
        """Remove a source and what nothing else supports; how many units it had."""
        return loading.retract(self.store, source)

    def forget(self, *names: str, anyway: bool = False) -> Forgotten:
        """Remove a person everywhere in the store, for good. See `graph.forget.forget`."""
        from graph.forget import forget

        done = forget(self.store, names, anyway=anyway)
        for folder in (self._cache / "works").glob(f"{self.store.store_id()}-*"):
            shutil.rmtree(folder, ignore_errors=True)
        self.index.discard()
        return done

    def decide(self, kind: DecisionKind, first: str, second: str, *, by: str,
               why: str = "") -> Decision:
        """Say that two entities (id, identifier or name) are the same, different, or unsure."""
        if kind not in ("same", "different", "unsure"):
            raise InvalidRequest(f"{kind!r}: two things are same, different or unsure")
        anchors = [self._anchor(reference) for reference in (first, second)]
        if anchors[0] == anchors[1]:
            raise InvalidRequest(f"{first!r} and {second!r} are one thing already")
        kinds = {anchor.kind for anchor in anchors}
        if kind == "same" and len(kinds) > 1 and not kinds <= set(ORGANISATIONS):
            raise InvalidRequest(f"a thing cannot be both {' and '.join(sorted(kinds))}")
        return self._decided(Decision(_decision_id(), kind, _person(by), _now(), why,
                                      tuple(anchors)))

    def decide_fact(self, kind: DecisionKind, fact_id: str, document: str, *, by: str,
                    why: str = "", value: str = "") -> Decision:
        """Confirm, reject or correct one fact of a document; ``value`` is what is right.

        The same again by the same person changes nothing; of two decisions the later holds.
        """
        if kind not in ("confirm", "reject", "correct"):
            raise InvalidRequest(f"{kind!r}: a fact is confirmed, rejected or corrected")
        if kind == "correct" and not value:
            raise InvalidRequest("say the value that is right")
        for item in self.review(document):
            if item.fact.id == fact_id:
                last, person = item.decision, _person(by)
                if last and (last.kind, last.by, last.value) == (kind, person, value):
                    return last
                return self._decided(Decision(_decision_id(), kind, person, _now(), why, (),
                                              item.anchor, value))
        raise InvalidRequest(f"{document} states no fact {fact_id}")

    def state(self, kind: str, words: str, document: str, *, by: str,
              why: str = "") -> Decision:
        """State a thing that a document names in these words and that the reading missed.

        The person is what its evidence names as having read it.
        """
        if kind not in KINDS:
            raise InvalidRequest(f"{kind!r} is no kind; choose from {', '.join(KINDS)}")
        name = " ".join(words.split())
        if not folded(name) or place_in_page(name, self.document(document).text) is None:
            raise InvalidRequest(f"{document} does not have the words {name!r}")
        anchor = FactAnchor(document, name, "name", name, quote=name, kind=kind)
        for item in self.review(document):
            if item.decision and item.state not in ("rejected", "fallen") and same_fact(
                    item.anchor, anchor):
                return item.decision
        return self._decided(Decision(_decision_id(), "state", _person(by), _now(), why, (),
                                      anchor))

    def _decided(self, decision: Decision) -> Decision:
        loading.decide(self.store, decision)
        return decision

    def _anchor(self, reference: str) -> RecordAnchor:
        entity = self.entity(reference)
        for row in sorted(self.store.rows_of_entities([entity.id]), key=lambda r: r.order):
            for record in self.store.units([row.unit])[row.unit].records:
                if record.key == row.key:
                    return RecordAnchor(row.unit, row.key, record.kind, record.name)
        raise InvalidRequest(
            f"{entity.name} is named by a correction alone; decide on it once a document names it"
        )

    def undo(self, decision_id: str) -> Decision:
        """Take one decision back."""
        return loading.undo(self.store, decision_id)

    def decisions(self) -> list[Decision]:
        """All decisions in force, oldest first."""
        return self.store.decisions()

    def rebuild(self, *, progress: loading.Progress | None = None) -> int:
        """Derive everything again from the input."""
        return loading.rebuild(self.store, progress=progress)

    def backup(self, path: str | Path) -> int:
        """Write the store's input to one file; how many units."""
        return archive.backup(self.store, Path(path))

    def restore(self, path: str | Path) -> int:
        """Fill this empty store from a backup; how many units."""
        return archive.restore(self.store, Path(path))

    def copy_to(self, target: KnowledgeGraph) -> int:
        """Fill another, empty store with this one's input; how many units."""
        return archive.copy(self.store, target.store)

    # --- looking up ---------------------------------------------------------------------------

    def status(self) -> Status:
        """Counts, date ranges, newest documents, institutes without works, a snapshot to cite."""
        return status(self.store, level=self.level)

    def find(self, text: str, *, kinds: Collection[str] = (), limit: int = 10) -> list[Found]:
        """Entities by name, in either script."""
        return self._lookup.find(text, kinds=kinds, limit=limit)

    def entity(self, reference: str, *, kinds: Collection[str] = ()) -> Entity:
        """One entity by id, identifier or exact name."""
        return self._lookup.entity(reference, kinds=kinds)

    def neighbours(self, reference: str, *, kinds: Collection[str] = (), as_of: Date = None,
                   limit: int = 200) -> list[Neighbour]:
        """What an entity is linked with, and by what."""
        return self._lookup.neighbours(self.entity(reference).id, kinds=kinds,
                                       before=before(as_of), limit=limit)

    def facts(self, about: str | EdgeKey, *, as_of: Date = None, limit: int = 100) -> list[Fact]:
        """The facts about an entity, or behind an edge (by its key), each with its source."""
        if isinstance(about, tuple):
            return self._lookup.facts_of_edge(about, before=before(as_of), limit=limit)
        return self._lookup.facts_of_entity(self.entity(about).id, before=before(as_of),
                                            limit=limit)

    def figures(self, about: str, *, measure: str = "", as_of: Date = None) -> list[Fact]:
        """The figures that documents state of an area, organisation or programme."""
        return self._figures(about, measure, as_of)[0]

    def _figures(self, about: str, measure: str, as_of: Date) -> tuple[list[Fact], list[Fact]]:
        return figures_of(self.store, self._lookup, self.entity(about), measure=measure,
                          before=before(as_of))

    def compare(self, about: str, *, measure: str = "", as_of: Date = None) -> list[Comparison]:
        """Where two or more documents state the same figure: do they agree?"""
        return compare(*self._figures(about, measure, as_of))

    def follow(self, about: str, *, measure: str = "", as_of: Date = None) -> list[Followed]:
        """Which targets were set, what was observed since, and what is missing."""
        return follow(self.figures(about, measure=measure, as_of=as_of))

    def document(self, key: str) -> Unit:
        """A document or row with its text or cells."""
        return self._lookup.document(key)

    def document_facts(self, key: str) -> list[Fact]:
        """All facts that one document or row states."""
        self._lookup.document(key)
        return self._lookup.facts_of_units([key])

    def document_flags(self, key: str) -> tuple[Flag, ...]:
        """The defects of a document's text, but for those that somebody rejected."""
        unit = self._lookup.document(key)
        return effective(unit, self.store.decisions_on([key])).valid_flags

    def review(self, key: str) -> list[Reviewed]:
        """All facts of one document or row, the rejected too, with what people decided of them."""
        return reviewed(self.store, self._lookup.document(key))

    # --- matching -----------------------------------------------------------------------------

    @cached_property
    def index(self) -> WorkIndex:
        """The scorer over the store's works; brought up to date at each question."""
        from graph.search import WorkIndex

        return WorkIndex.open(self.store, self._index_folder(self.level), level=self.level)

    def _index_folder(self, level: int) -> Path:
        place = digest(self.store.info().url)  # a copied file keeps its id and goes its own way
        return self._cache / "works" / f"{self.store.store_id()}-{place}-{level}"

    def match(
        self, need: str, *, kinds: Collection[str] = ("Institute", "Enterprise"),
        regions: Collection[str] = (), as_of: Date = None, exclude: Collection[str] = (),
        title: str = "", min_works: int = 1, limit: int = 10,
    ) -> MatchResult:
        """Which organisations can solve a need, on what evidence.

        ``need`` is free text, or the id or exact name of a Problem, Industry or Enterprise.
        """
        from graph.matching import match

        return match(self, need, kinds=kinds, regions=regions, as_of=as_of, exclude=exclude,
                     title=title, min_works=min_works, limit=limit)

    def problems(self, industry: str, *, as_of: Date = None, solvers: int = 3) -> ProblemList:
        """An industry's common problems, who states them, and who could solve each."""
        from graph.matching import problems

        return problems(self, industry, as_of=as_of, solvers=solvers)

    def partners(self, enterprise: str, *, as_of: Date = None, limit: int = 10) -> MatchResult:
        """Organisations that fit an enterprise's needs and field, past partners marked."""
        from graph.matching import partners

        return partners(self, enterprise, as_of=as_of, limit=limit)

    def why_not(
        self, need: str, organisation: str, *,
        kinds: Collection[str] = ("Institute", "Enterprise"), regions: Collection[str] = (),
        as_of: Date = None, exclude: Collection[str] = (), title: str = "", min_works: int = 1,
    ) -> WhyNot:
        """The rank of an organisation for a need, asked as for `match`, and what it lacks."""
        from graph.matching import why_not

        return why_not(self, need, organisation, kinds=kinds, regions=regions, as_of=as_of,
                       exclude=exclude, title=title, min_works=min_works)

    # --- network, events, exports -------------------------------------------------------------

    def network(
        self, *, nodes: Collection[str] = ("Institute", "Enterprise"),
        ties: Collection[str] = (), weight: Literal["full", "fractional"] = "full",
        date: Date = None, since: Date = None, until: Date = None,
    ) -> networkx.Graph:
        """Who works with whom: a networkx graph, every edge listing its documents."""
        from graph.analysis import network

        return network(self.store, nodes=nodes, ties=ties, weight=weight, since=since,
                       until=until, before=before(date), level=self.level)

    def export(self, path: str | Path, *, form: str = "") -> list[Path]:
        """Write the graph as GraphML, GEXF, CSV or neo4j-admin CSV; the files written."""
        from graph.export import export

        return export(self.store, Path(path), form=form, level=self.level)

    def pair_event(self, participants: Sequence[Participant], hall: Hall, *,
                   time_limit: float = 10.0) -> Plan:
        """Who meets whom, when and where, from the evidence of the graph."""
        from graph.events import pair_event

        return pair_event(self, participants, hall, time_limit=time_limit)


def before(as_of: Date) -> int | None:
    """The day before which evidence counts, or None for all of it."""
    return None if as_of in (None, "") else first_day(str(as_of))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _decision_id() -> str:
    return uuid.uuid4().hex[:12]


def _person(by: str) -> str:
    if not by.strip():
        raise InvalidRequest("a decision needs the person who takes it")
    return by.strip()
