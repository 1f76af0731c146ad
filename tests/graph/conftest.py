"""Empty SQLite stores for the tests of this package."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.store import Store
from graph.stores import open_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """One empty store in a file."""
    opened = open_store(f"sqlite:///{tmp_path}/store.db")
    yield opened
    opened.close()
