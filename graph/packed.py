"""Saved things as text that stores hold well: JSON, and compressed where it is long."""

from __future__ import annotations

import base64
import zlib
from typing import Any

import orjson

from graph import rows

_LONG = 100_000
"""Characters above which a text is compressed: a store writes a tenth of it in less time."""
_PREFIX = "zlib:"


def dumps(value: object) -> str:
    """JSON text of plain data, compressed where it is long.

    Raises `InvalidRequest` for a text that cannot be written as UTF-8.
    """
    text = rows.dumps(value)
    if len(text) <= _LONG:
        return text
    return _PREFIX + base64.b64encode(zlib.compress(text.encode(), 1)).decode("ascii")


def loads(text: str) -> Any:
    """The inverse of `dumps`; also of plain JSON."""
    if not text.startswith(_PREFIX):
        return orjson.loads(text)
    return orjson.loads(zlib.decompress(base64.b64decode(text[len(_PREFIX):])))
