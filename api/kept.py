"""Answers kept in memory for a while, so that a page's downloads need not be worked out again."""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict
from typing import Any

from graph.errors import NotFound


class Kept:
    """The latest things, under names that cannot be guessed; the oldest goes first.

    ``what`` they are is said of one that is gone.
    """

    def __init__(self, what: str, *, most: int) -> None:
        self._what = what
        self._most = most
        self._things: OrderedDict[str, Any] = OrderedDict()
        self._lock = threading.Lock()

    def keep(self, thing: Any) -> str:
        """Keep a thing; its name."""
        name = secrets.token_urlsafe(12)
        with self._lock:
            self._things[name] = thing
            while len(self._things) > self._most:
                self._things.popitem(last=False)
        return name

    def get(self, name: str) -> Any:
        """The thing with this name; `NotFound` when it is gone."""
        with self._lock:
            if name not in self._things:
                raise NotFound(f"this {self._what} is no longer kept; make it again")
            self._things.move_to_end(name)
            return self._things[name]
