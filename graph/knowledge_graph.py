"""`KnowledgeGraph`: one object whose methods are the questions; it only delegates."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Self, Unpack

from graph import archive, deciding
from graph import load as loading
from graph.asking import Asking
from graph.dates import first_day
from graph.figures import Comparison, Followed, compare, figures_of, follow
from graph.lookup import Fact, Found, Lookup, Neighbour, check_kinds
from graph.model import (
    Decision,
    DecisionKind,
    EdgeKey,
    Entity,
    Flag,
    Source,
    Unit,
    digest,
)
from graph.paths import cache_folder
from graph.project.effective import effective
from graph.review import Reviewed, reviewed
from graph.status import Status, status
from graph.store import Store

if TYPE_CHECKING:
    import networkx

    from graph.cases import Cases
    from graph.classified import Classified
    from graph.doubts import DoubtList, Queue
    from graph.embed import Embedded
    from graph.embedding import Embedder
    from graph.events.book import Events
    from graph.events.model import Event
    from graph.events.results import Plan
    from graph.forget import Forgotten
    from graph.identity.compare import Comparison as NameComparison
    from graph.identity.parts import Link
    from graph.linking import Linker
    from graph.matching.options import Options
    from graph.paper import Audience, Language, Paper
    from graph.paper_hiding import KnownNames
    from graph.saved import SavedQueries
    from graph.search import WorkIndex
    from graph.vectors import Vectors

Date = str | int | None


class KnowledgeGraph(Asking):
    """A store and the questions that can be asked of it.

    ``level`` is what the reader may see: 0 public sources only, 1 internal too, 2 everything.
    Get one by ``qilian.open(url)``; use it as a context manager, or call `close`.
    """

    def __init__(self, store: Store, *, level: int = 2, cache: Path | None = None) -> None:
        self.store = store
        self.level = level
        self._cache = cache or cache_folder()
        self._lookup = Lookup(store, level=level)
        self.eyes = self._lookup.eyes

    def __enter__(self) -> Self:
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
        for folder in self._cache.glob(f"*/{self.store.store_id()}-*"):
            shutil.rmtree(folder, ignore_errors=True)
        self.index.discard()
        self.vectors.discard()
        self._linker.discard()
        return done

    def decide(self, kind: DecisionKind, first: str, second: str, *, by: str, why: str = "",
               score: float | None = None) -> Decision:
        """Say that two entities (id, identifier or name) are the same, different, or unsure.

        ``score`` is how alike they seemed to the person (`alike`).
        """
        return deciding.decide(self, kind, first, second, by=by, why=why, score=score)

    def decide_fact(self, kind: DecisionKind, fact_id: str, document: str, *, by: str,
                    why: str = "", value: str = "") -> Decision:
        """Confirm, reject or correct one fact of a document; ``value`` is what is right.

        The same again by the same person changes nothing; of two decisions the later holds.
        """
        return deciding.decide_fact(self, kind, fact_id, document, by=by, why=why, value=value)

    def state(self, kind: str, words: str, document: str, *, by: str,
              why: str = "") -> Decision:
        """State a thing that a document names in these words and that the reading missed.

        The person is what its evidence names as having read it.
        """
        return deciding.state(self, kind, words, document, by=by, why=why)

    def undo(self, decision_id: str) -> Decision:
        """Take one decision back. `NotFound` for one about what this reader does not see."""
        return deciding.undo(self, decision_id)

    def doubts(self, *, kinds: Collection[str] = (), about: str = "",
               limit: int = 100) -> DoubtList:
        """Pairs that may be one and that nobody decided on, by what a decision would change.

        ``kinds`` of one side at least (people only when asked for), ``about`` one thing's pairs.
        """
        check_kinds(kinds)
        entity = self.entity(about).id if about else ""
        return self.queue.listed(kinds=kinds, about=entity, most=limit)

    def alike(self, first: str, second: str) -> NameComparison | None:
        """How alike two organisations are by name; None for other things."""
        return self.queue.alike(self.entity(first).id, self.entity(second).id)

    @cached_property
    def queue(self) -> Queue:
        """The review queue, kept for one state of the store."""
        from graph.doubts import Queue

        return Queue(self.store, self.eyes)

    def decisions(self) -> list[Decision]:
        """The decisions in force about what this reader sees, oldest first."""
        return self.eyes.decisions()

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

    def industries(self, reference: str, *, as_of: Date = None) -> Classified:
        """The technology fields and industries of a patent or organisation, on three bases that
        are kept apart: its patents' codes, its registers, its documents."""
        from graph.classified import industries

        return industries(self.store, self.entity(reference), level=self.level,
                          before=before(as_of))

    # --- linking ------------------------------------------------------------------------------

    def link(self, text: str, *, kinds: Collection[str] = (), region: str = "",
             identifiers: Collection[str] = (), limit: int = 5) -> Link:
        """The known organisation that a string means (an affiliation, an applicant), or none with
        the reason. ``region`` says where it is; an identifier given or in the string decides."""
        return self._linker.link(text, kinds=kinds, region=region, identifiers=identifiers,
                                 limit=limit)

    def link_many(self, texts: Iterable[str], *, kinds: Collection[str] = (), region: str = "",
                  limit: int = 5) -> Iterator[Link]:
        """`link` for many strings, one answer each, in their order; streamed."""
        return (self.link(text, kinds=kinds, region=region, limit=limit) for text in texts)

    @cached_property
    def _linker(self) -> Linker:
        from graph.linking import Linker

        return Linker(self.store, self._folder("names"), level=self.level)

    # --- matching -----------------------------------------------------------------------------

    @cached_property
    def index(self) -> WorkIndex:
        """The scorer over the store's works; brought up to date at each question."""
        from graph.search import WorkIndex

        return WorkIndex.open(self.store, self._folder("works"), level=self.level)

    @cached_property
    def vectors(self) -> Vectors:
        """The vectors of the store's works that were built last; see `embed`."""
        from graph.vectors import Vectors

        return Vectors(self.store, self._place("vectors"), level=self.level)

    def embed(self, model: str | Embedder = "minilm", *,
              progress: loading.Progress = lambda number: None) -> Embedded:
        """Build vectors of the store's works, or bring them up to date; questions then use them.

        ``model``: ``minilm``, ``multilingual``, ``static``, the folder of a model, a model of your
        own, or ``none``, which removes them. They are built for readers of all levels; each finds
        by them what it may see.
        """
        from graph.embed import Embedded, embed
        from graph.embedding import NONE, embedder

        made = embedder(model) if isinstance(model, str) else model
        if made is None:
            self.vectors.discard()
            return Embedded(NONE, 0, 0, 0, 0.0, 0)
        done = embed(self.store, self._place("vectors"), made, progress=progress)
        self.vectors.use(made)
        return done

    def _folder(self, what: str) -> Path:
        """Where an index of this store is kept, as this reader sees it."""
        place = self._place(what)
        return place.with_name(f"{place.name}-{self.level}")

    def _place(self, what: str) -> Path:
        """Where something of this store is kept for readers of all levels."""
        place = digest(self.store.info().url)  # a copied file keeps its id and goes its own way
        return self._cache / what / f"{self.store.store_id()}-{place}"

    def paper(self, need: str, *, audience: Audience = "internal", language: Language = "en",
              client: Collection[str] = (), **options: Unpack[Options]) -> Paper:
        """The answer to a need as a paper for a client: see `graph.paper.paper`."""
        from graph.paper import paper

        return paper(self, need, audience=audience, language=language, client=client, **options)

    @cached_property
    def known_names(self) -> KnownNames:
        """The names that this reader knows, to be taken out of what goes out."""
        from graph.paper_hiding import KnownNames

        return KnownNames(self.store, self.eyes)

    @cached_property
    def saved(self) -> SavedQueries:
        """Questions kept with their answers, to be asked again."""
        from graph.saved import SavedQueries

        return SavedQueries(self)

    @cached_property
    def cases(self) -> Cases:
        """Needs as cases: candidates with their marks, remembered."""
        from graph.cases import Cases

        return Cases(self)

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

    def pair_event(self, event: Event, *, time_limit: float = 10.0, seed: int = 1) -> Plan:
        """Who meets whom, when and where, from the evidence of the graph; nothing is kept, as
        ``events`` does."""
        from graph.events.from_graph import pair_event

        return pair_event(self, event, time_limit=time_limit, seed=seed)

    @cached_property
    def events(self) -> Events:
        """Matchmaking events, kept with their plans."""
        from graph.events.book import Events

        return Events(self)


def before(as_of: Date) -> int | None:
    """The day before which evidence counts, or None for all of it."""
    return None if as_of in (None, "") else first_day(str(as_of))
