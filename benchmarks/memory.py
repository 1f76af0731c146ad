"""The memory that a benchmark took."""

from __future__ import annotations

import sys


def peak_megabytes() -> float:
    """The most resident memory that this process had so far; 0 where the system does not tell."""
    try:
        import resource
    except ImportError:
        return 0.0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 if sys.platform != "darwin" else 1024**2)
