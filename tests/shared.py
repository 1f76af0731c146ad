"""Where tests find large or foreign data that is not part of the project."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

BESIDE = Path(__file__).resolve().parent.parent.parent / "shared"
FOLDER = Path(os.environ.get("QILIAN_SHARED", BESIDE))


def shared(path: str) -> Path:
    """A file of the shared data; without it the test is skipped, and says what it lacks."""
    found = FOLDER / path
    if not found.exists():
        pytest.skip(f"needs {path} of the shared data; set QILIAN_SHARED to its folder")
    return found
