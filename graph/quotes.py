"""Where words stand in a text."""

from __future__ import annotations

import re


def place_of(words: str, text: str, *, after: int = 0) -> tuple[int, int] | None:
    """Where words stand in a text, whatever spaces and tags are between them; None if nowhere.

    ``after`` is the offset from which they are looked for; of words that were cut by ``…``, what
    stands before the cut is found.
    """
    pattern = r"(?:\s|<[^>]*>|&nbsp;)+".join(map(re.escape, words.removesuffix("…").split()))
    found = re.compile(pattern).search(text, after) if pattern else None
    return found.span() if found else None


def place_in_page(words: str, text: str) -> tuple[int, int] | None:
    """As `place_of`, but of a web page only what stands in its body."""
    body = re.search(r"<body\b", text, re.IGNORECASE)
    return place_of(words, text, after=body.start() if body else 0)
