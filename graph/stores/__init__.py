"""Opening a store by its URL."""

from __future__ import annotations

from graph.errors import StoreUnavailable
from graph.store import Store


def open_store(url: str, *, create: bool = True) -> Store:
    """Open ``sqlite:///file`` (or a plain path), ``neo4j://…`` or ``bolt://…``.

    ``create`` makes an empty store where there is none. Raises `StoreUnavailable` with what would
    be right.
    """
    scheme, separator, _ = url.partition("://")
    if not separator or (len(scheme) == 1 and scheme.isalpha()):
        url, scheme = f"sqlite:///{url}", "sqlite"
    if scheme == "sqlite":
        from graph.stores.sqlite_store.store import SqliteStore

        return SqliteStore(url, create=create)
    if scheme.split("+")[0] in ("neo4j", "bolt"):
        from graph.stores.neo4j_store.store import Neo4jStore

        return Neo4jStore(url, create=create)
    raise StoreUnavailable(
        f"{url}: a store is sqlite:///file.db, neo4j://host:7687 or bolt://host:7687, not {scheme}://"
    )
