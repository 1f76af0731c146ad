"""What is in a store: counts, ranges of dates, and what is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.display import Printed
from graph.load import unfinished
from graph.schema import OWNING
from graph.store import Store, StoreInfo, entity_pages


@dataclass(frozen=True, slots=True)
class Status(Printed):
    """What a store holds; ``snapshot`` is an id to cite."""

    info: StoreInfo
    counts: Mapping[str, int]
    sources: Sequence[tuple[str, int, str | None, str | None]]
    """(source, units, earliest date, latest date)."""
    idle_institutes: int
    """Institutes without a work: nothing can be said of what they can do."""
    newest: Mapping[str, str]
    """Source to the date of its newest document."""
    unfinished: str = ""
    """Why answers lack something: a rebuild or restore that is not finished."""

    @property
    def snapshot(self) -> str:
        """Names the store and its state; equal snapshots give equal answers."""
        return f"{self.info.id[:8]}-{self.info.generation}"

    def __str__(self) -> str:
        lines = [f"{self.info.url} ({self.info.engine}), snapshot {self.snapshot}"]
        lines += [f"{units:>9,}  {key} ({low or 'undated'} to {high or 'undated'})"
                  for key, units, low, high in self.sources]
        lines.append(", ".join(f"{number:,} {what}" for what, number in self.counts.items()))
        lines.append(f"institutes without a work: {self.idle_institutes:,}")
        lines += [self.unfinished] if self.unfinished else []
        return "\n".join(lines)


def status(store: Store, *, level: int = 2) -> Status:
    """Counted now; cheap enough for every page but not for every request.

    A reader of a lower level is not told of the sources above it; the counts are of all.
    """
    counts = store.counts()
    hidden = {source.key for source in store.sources() if source.level > level}
    sources = [row for row in store.source_counts() if row[0] not in hidden]
    newest = {key: high for key, _, _, high in sources if high}
    return Status(store.info(), counts, sources, _idle(store), newest,
                  unfinished(store))


def _idle(store: Store) -> int:
    """Institutes that own no work."""
    idle = 0
    for page in entity_pages(store, ["Institute"], size=500):
        ids = [entity.id for entity in page]
        owning = {edge.start for edge in store.edges_at(ids, kinds=OWNING, direction="out")}
        idle += len(ids) - len(owning)
    return idle
