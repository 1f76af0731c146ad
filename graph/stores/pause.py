"""No garbage collection while a batch is written."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Python's search for unused cycles waits until the work inside is done; also a decorator.

    A batch makes some hundred thousand records and claims without cycles, in about a second. To
    search them, and all that the process holds, again and again took a third of that second.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()
