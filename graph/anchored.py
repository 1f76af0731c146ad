"""What people marked or kept, found again: from record anchors to entities, as of decisions."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from graph.model import RecordAnchor
from graph.project.anchors import Anchors

if TYPE_CHECKING:
    from graph.knowledge_graph import KnowledgeGraph


def places(
    graph: KnowledgeGraph, anchors: Collection[RecordAnchor], *,
    among: Collection[str] | None = None,
) -> dict[RecordAnchor, str]:
    """The entity of each anchor's record; anchors that find none are left out, and those in
    documents that this reader may not see.

    With ``among`` only these entities are of interest: documents that name none of them are not
    read.
    """
    units = {anchor.unit for anchor in anchors} - graph.eyes.hidden_units
    found = graph.store.rows_of_units(sorted(units))
    if among is not None:
        units = {row.unit for row in found if row.entity in among}
    entity = {row.signature: row.entity for row in found if row.signature}
    wanted = [anchor for anchor in anchors if anchor.unit in units]
    signatures = Anchors(graph.store, (), (), {}).places(wanted)
    return {anchor: entity[signature] for anchor, signature in signatures.items()
            if signature in entity}
