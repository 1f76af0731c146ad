"""Where caches lie on this machine; everything in them can be made again."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def cache_folder() -> Path:
    """``QILIAN_CACHE``, or the user's cache folder as the platform has it."""
    if named := os.environ.get("QILIAN_CACHE"):
        return Path(named)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", str(Path.home()))) / "qilian"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "qilian"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "qilian"
