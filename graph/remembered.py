"""Keys met on the way through a long source, in memory that does not grow with it."""

from __future__ import annotations

import sqlite3

_CACHE_KB = 16_000


class Remembered:
    """Which keys came by, each with the number and the content with which it came first.

    They lie in a temporary database that spills to disk beyond 16 MB (some 40 bytes a key). Keys
    are kept as 64-bit hashes: of a million keys, two fall together once in 40 million runs.
    """

    def __init__(self) -> None:
        self._db = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        for line in (
            "PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF",
            f"PRAGMA cache_size = -{_CACHE_KB}",
            "CREATE TABLE met (mark INTEGER PRIMARY KEY, number INTEGER, content INTEGER)",
            "BEGIN",
        ):
            self._db.execute(line)

    def first(self, key: str, number: int = 0, content: int = 0) -> tuple[int, int] | None:
        """The number and content with which the key came before, or None if it is new.

        Both must fit into 63 bits.
        """
        mark = hash(key)
        done = self._db.execute("INSERT OR IGNORE INTO met VALUES (?, ?, ?)",
                                (mark, number, content))
        if done.rowcount:
            return None
        found: tuple[int, int] = self._db.execute(
            "SELECT number, content FROM met WHERE mark = ?", (mark,)).fetchone()
        return found

    def __contains__(self, key: str) -> bool:
        return self._db.execute("SELECT 1 FROM met WHERE mark = ?", (hash(key),)).fetchone() \
            is not None

    def close(self) -> None:
        """Give the disk back."""
        self._db.close()
