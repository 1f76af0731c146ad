"""The index of a store's organisations as one reader sees them, kept between questions, and the
linking of strings by it."""

from __future__ import annotations

import shutil
import threading
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path

from graph.errors import InvalidRequest
from graph.identity.identifiers import contradict, identifier
from graph.identity.index import NameIndex, read
from graph.identity.index_build import build_index
from graph.identity.link import link
from graph.identity.parts import Link, LinkCandidate, Part
from graph.identity.reasons import EMPTY
from graph.identity.stated import identifiers_in
from graph.model import Entity
from graph.schema import ORGANISATIONS
from graph.store import Store, entity_pages
from graph.visibility import Eyes

_PAGE = 5000
_WORTH_KEEPING = 2000


class Linker:
    """Links strings to the organisations of a store that a reader of one level sees."""

    def __init__(self, store: Store, folder: Path, *, level: int = 2) -> None:
        self._store = store
        self._folder = folder
        self._eyes = Eyes(store, level=level)
        self._guard = threading.Lock()
        self._index: NameIndex | None = None

    def link(
        self, text: str, *, kinds: Collection[str] = (), region: str = "",
        identifiers: Collection[str] = (), limit: int = 5,
    ) -> Link:
        """Whom a string means, see `KnowledgeGraph.link`."""
        for kind in kinds:
            if kind not in ORGANISATIONS:
                raise InvalidRequest(
                    f"{kind!r} is no kind of organisation; choose from {', '.join(ORGANISATIONS)}")
        stated = [identifier(*item.split(":", 1)) for item in identifiers if ":" in item]
        stated += identifiers_in(text)
        if found := self._identified(stated, kinds):
            return Link(text, found, (found,), "")
        if not text.strip():
            unknown = f"Nobody in the store bears {', '.join(stated)}." if stated else EMPTY
            return Link(text, None, (), unknown)
        named = link(self.index(), text, kinds=kinds, region=region, limit=limit)
        return self._uncontradicted(named, stated) if stated else named

    def _uncontradicted(self, named: Link, stated: Collection[str]) -> Link:
        """The link unless the chosen one bears another identifier of a scheme that is stated."""
        there = self._store.entities([named.chosen.entity] if named.chosen else [])
        seen = next(iter(self._eyes.entities(there.values())), None)
        if seen is None or not contradict(stated, seen.identifiers):
            return named
        schemes = {one.partition(":")[0] for one in stated}
        other = [one for one in seen.identifiers if one.partition(":")[0] in schemes]
        return replace(named, chosen=None, reason=(
            f"By its name it would be {seen.name}, which bears {', '.join(other)} and not "
            f"{', '.join(stated)}; two identifiers of one scheme are two organisations."))

    def _identified(
        self, identifiers: Collection[str], kinds: Collection[str]
    ) -> LinkCandidate | None:
        """The organisation that bears the first known one of these identifiers."""
        bearers = self._store.entities_by_identifier(identifiers) if identifiers else {}
        entities = self._store.entities(set(bearers.values()))
        seen = {entity.id: entity for entity in self._eyes.entities(entities.values())}
        for one in identifiers:
            entity = seen.get(bearers.get(one, ""))
            if entity and one in entity.identifiers and entity.kind in (kinds or ORGANISATIONS):
                part = Part("identifier", 1.0, 0.0, f"The string states its identifier, {one}.")
                return LinkCandidate(entity.id, entity.name, entity.kind, one, 1.0, (part,))
        return None

    def index(self) -> NameIndex:
        """The index at the store's present generation; kept in the folder, built there at need."""
        with self._guard:
            generation = self._store.generation()
            if self._index is None:
                self._index = read(self._folder)
            if self._index is None or self._index.generation != generation:
                self._index = build_index(self._entities(), self._parents(), generation=generation)
                if len(self._index) >= _WORTH_KEEPING:
                    self._index.save(self._folder)
            return self._index

    def discard(self) -> None:
        """Remove what is kept: nothing forgotten stays in it."""
        with self._guard:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._index = None

    def _entities(self) -> Iterator[Entity]:
        for page in entity_pages(self._store, ORGANISATIONS, size=_PAGE):
            yield from self._eyes.entities(page)

    def _parents(self) -> dict[str, list[str]]:
        above: dict[str, list[str]] = defaultdict(list)
        for edge in self._eyes.edges(self._store.all_edges(["PART_OF"])):
            above[edge.start].append(edge.end)
        return above
