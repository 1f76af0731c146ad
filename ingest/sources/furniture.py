"""Which lines of a page are furniture: the line rules of ``ingest/nlp/data/furniture.json``.

A line is furniture only when a rule matches the whole of it, so that an article which mentions a
copyright or a comment keeps its sentence.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from importlib.resources import files

from ingest.sources import dates


@lru_cache(maxsize=1)
def _rules() -> tuple[tuple[tuple[str, re.Pattern[str]], ...], re.Pattern[str], re.Pattern[str]]:
    raw = (files("ingest.nlp") / "data" / "furniture.json").read_text(encoding="utf-8")
    data = json.loads(raw)
    lines = tuple((r["name"], re.compile(r["pattern"], re.IGNORECASE)) for r in data["lines"])
    dated = re.compile(data["dated"], re.IGNORECASE)
    return lines, dated, re.compile("|".join(data["inline"]), re.IGNORECASE)


def rule_of(line: str) -> str:
    """The name of the rule by which a line (stripped) is furniture, or an empty text."""
    if not line or len(line) > 300:
        return ""
    lines, _, _ = _rules()
    if stated_date(line) or dates.only_date(line):
        return "date line"
    return next((name for name, pattern in lines if pattern.fullmatch(line)), "")


def stated_date(line: str) -> str | None:
    """The day that a line such as "Updated: Mar 18, 2019" states, as ISO text."""
    return labelled_date(line) or dates.only_date(line)


def labelled_date(line: str) -> str | None:
    """The day that a line states as that of publication; a date alone is not enough."""
    _, dated, _ = _rules()
    found = dated.fullmatch(line) if len(line) <= 300 else None
    return dates.only_date(found["date"]) if found else None


def inline_spans(line: str) -> list[tuple[int, int]]:
    """Credits inside a line that say nothing of its subject ("[Photo/…]")."""
    _, _, inline = _rules()
    return [found.span() for found in inline.finditer(line)]
