"""Connections to one SQLite file: a reader each thread, one writer at a time over all processes."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from pathlib import Path

from filelock import FileLock, Timeout

from graph.errors import StoreUnavailable

LOCK_SECONDS = 60.0
_CHECKPOINT_PAGES = 16_000


@cache
def sql(name: str) -> str:
    """The statement in ``sql/NAME.sql``."""
    return (files("graph.stores.sqlite_store") / "sql" / f"{name}.sql").read_text(encoding="utf-8")


class Connections:
    """A connection for each thread; writing takes a lock file that all processes respect.

    Checkpoints run only while the lock is held, never by a reader: SQLite before 3.51.3 can lose
    a page when a checkpoint and a write of two connections meet.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()
        self._all: list[sqlite3.Connection] = []
        self._guard = threading.Lock()
        self._lock = FileLock(f"{path}.lock", timeout=LOCK_SECONDS)

    @property
    def here(self) -> sqlite3.Connection:
        """This thread's connection."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._connect()
            self._local.connection = connection
        return connection

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self._path, timeout=LOCK_SECONDS, isolation_level=None, check_same_thread=False
        )
        with self._guard:
            self._all.append(connection)
        for pragma in ("synchronous=NORMAL", "wal_autocheckpoint=0", "cache_size=-64000",
                       "mmap_size=268435456", "temp_store=MEMORY"):
            connection.execute(f"PRAGMA {pragma}")
        return connection

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the write lock of the file; `StoreUnavailable` when another keeps it too long."""
        try:
            with self._lock:
                yield
        except Timeout as err:
            raise StoreUnavailable(
                f"{self._path}: another process has been writing for {LOCK_SECONDS:.0f} s; "
                f"try again when it has ended"
            ) from err

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One write transaction: committed whole, or rolled back when anything is raised."""
        with self.locked():
            connection = self.here
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
            wal = Path(f"{self._path}-wal")
            if wal.exists() and wal.stat().st_size > _CHECKPOINT_PAGES * 4096:
                connection.execute("PRAGMA wal_checkpoint(PASSIVE)")

    def abandon(self) -> None:
        """Close without the lock, which leaves a file beside: what was opened is no store."""
        for connection in self._all:
            connection.close()

    def close(self) -> None:
        """Close every thread's connection; the last one folds the log into the file."""
        with self._guard:
            connections, self._all = self._all, []
        if connections:
            with self.locked():
                for connection in connections:
                    connection.close()
        self._local = threading.local()
