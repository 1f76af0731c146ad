"""The whole projection as sorted text lines, to compare two stores, or before and after."""

from __future__ import annotations

from collections.abc import Iterator

from graph import rows
from graph.schema import KINDS
from graph.store import Store, entity_pages


def projection_lines(store: Store) -> Iterator[str]:
    """Entities, edges, works and who is who, one JSON line each, in a fixed order.

    No generation, load time or extractor time is in it: equal input gives equal bytes on every
    store, however it got there.
    """
    for page in entity_pages(store, sorted(KINDS)):
        for entity in page:
            yield rows.dumps(["entity", entity.id, entity.kind, entity.name,
                              rows.entity_data(entity)])
    for edge in store.all_edges():
        yield rows.dumps(["edge", *edge.key, edge.count, edge.first, edge.last, edge.confidence,
                          [[s.unit, s.source, s.level, s.date, s.confidence, s.role, s.share]
                           for s in edge.supports]])
    for work in sorted(store.works_since(-1), key=lambda w: w.record):
        yield rows.dumps(["work", *rows.work_params(work, 0)])
    members = [["record", row.id, row.key, row.entity] for row in store.all_record_rows()
               if row.live]
    for member in sorted(members):
        yield rows.dumps(member)
    for former, present in sorted(store.all_redirects().items()):
        yield rows.dumps(["redirect", former, present])
