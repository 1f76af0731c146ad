"""The driver, its transactions and its errors; what is asked is in ``cypher/*.cypher``."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from typing import Any, LiteralString, TypeVar
from urllib.parse import unquote, urlsplit

import neo4j
from neo4j.exceptions import (
    AuthError,
    ConfigurationError,
    DriverError,
    Neo4jError,
    ServiceUnavailable,
)

from graph.errors import StoreUnavailable

T = TypeVar("T")
Row = list[Any]
RETRY_SECONDS = 30.0
CONNECT_SECONDS = 10.0
TRANSACTION_SECONDS = 600.0
_FETCH_ROWS = 2000


@cache
def cypher(name: str) -> LiteralString:
    """The query in ``cypher/NAME.cypher``.

    The driver takes only literal text, so that nobody builds queries from what users type; a file
    of this package is as good as a literal, and here alone that is said.
    """
    file = files("graph.stores.neo4j_store") / "cypher" / f"{name}.cypher"
    literal: LiteralString = file.read_text(encoding="utf-8")
    return literal


class Connection:
    """Runs the named queries: inside this thread's open transaction, else each in its own.

    User and password stand in the URL, or in QILIAN_NEO4J_USER and QILIAN_NEO4J_PASSWORD. Raises
    `StoreUnavailable` for all that goes wrong with server, address or log-in; faults that pass
    are retried for ``retry_seconds``.
    """

    def __init__(self, url: str, *, retry_seconds: float = RETRY_SECONDS) -> None:
        try:
            parts = urlsplit(url)
            host, port = parts.hostname or "127.0.0.1", parts.port or 7687
        except ValueError as err:
            raise StoreUnavailable(f"this is no Neo4j address: {err}") from err
        host = f"[{host}]" if ":" in host else host
        user = unquote(parts.username or "") or os.environ.get("QILIAN_NEO4J_USER", "neo4j")
        password = unquote(parts.password or "") or os.environ.get("QILIAN_NEO4J_PASSWORD", "")
        self.address = f"{parts.scheme}://{host}:{port}"
        self.database = parts.path.strip("/") or None
        self._user = user
        self._local = threading.local()
        try:
            self._driver = neo4j.GraphDatabase.driver(
                self.address,
                auth=(user, password) if password else None,
                telemetry_disabled=True,
                notifications_min_severity="OFF",
                connection_timeout=CONNECT_SECONDS,
                connection_acquisition_timeout=2 * CONNECT_SECONDS,
                max_transaction_retry_time=retry_seconds,
                user_agent="qilian",
            )
        except (ConfigurationError, ValueError) as err:
            raise StoreUnavailable(f"{self.address}: {err}") from err

    def check(self) -> str:
        """Meet the server without any retry; what it calls itself."""
        with self._translated(), self._session() as session:
            summary = session.run("RETURN 1").consume()
        return str(summary.server.agent or "Neo4j")

    def close(self) -> None:
        """Give all connections back."""
        self._driver.close()

    @property
    def writing(self) -> bool:
        """Has this thread a transaction open?"""
        return getattr(self._local, "transaction", None) is not None

    def rows(self, name: str, /, **parameters: object) -> list[Row]:
        """All rows of a query that reads."""
        if self.writing:
            return self._ask(name, parameters)
        with self._translated(), self._session() as session:
            return session.execute_read(lambda t: t.run(cypher(name), parameters).values())

    def stream(self, name: str, /, **parameters: object) -> Iterator[Row]:
        """The rows of a query that reads, as they come."""
        if self.writing:
            yield from self._ask(name, parameters)
            return
        with self._translated(), self._session(fetch_size=_FETCH_ROWS) as session:
            for record in session.run(cypher(name), parameters):
                yield record.values()

    def write(self, name: str, /, **parameters: object) -> None:
        """Run a query that only writes, in this thread's open transaction.

        The server may still be at it when this returns: the next query waits, and a fault shows
        there or at the commit. So the next rows are made while the server writes the last ones.
        """
        transaction: neo4j.ManagedTransaction = self._local.transaction
        transaction.run(cypher(name), parameters)

    def _ask(self, name: str, parameters: dict[str, object]) -> list[Row]:
        transaction: neo4j.ManagedTransaction = self._local.transaction
        return transaction.run(cypher(name), parameters).values()

    def at_once(self, name: str, /, **parameters: object) -> None:
        """Run a statement that cannot stand in a transaction: schema, or one in batches."""
        with self._translated(), self._session() as session:
            session.run(cypher(name), parameters).consume()

    def transact(self, work: Callable[[], T]) -> T:
        """Run ``work`` in one write transaction; again from its start after a passing fault."""

        @neo4j.unit_of_work(timeout=TRANSACTION_SECONDS)
        def run(transaction: neo4j.ManagedTransaction) -> T:
            self._local.transaction = transaction
            try:
                return work()
            finally:
                self._local.transaction = None

        with self._translated(), self._session() as session:
            return session.execute_write(run)

    def _session(self, **settings: Any) -> neo4j.Session:
        return self._driver.session(
            database=self.database,
            bookmark_manager=self._driver.execute_query_bookmark_manager,
            **settings,
        )

    @contextmanager
    def _translated(self) -> Iterator[None]:
        if self.writing:  # the transaction's own frame must see the fault to retry it
            yield
            return
        try:
            yield
        except AuthError as err:
            raise StoreUnavailable(
                f"{self.address} refuses user {self._user!r} with this password ({err.message}); "
                "give it in the URL, as in bolt://user:password@host:7687, or in "
                "QILIAN_NEO4J_PASSWORD"
            ) from err
        except ServiceUnavailable as err:
            raise StoreUnavailable(
                f"{self.address} cannot be reached: is Neo4j running there? ({err})"
            ) from err
        except Neo4jError as err:
            raise StoreUnavailable(f"{self.address}: {err.code}: {err.message}") from err
        except (DriverError, OSError) as err:
            raise StoreUnavailable(f"{self.address}: {err}") from err
