"""The words of the reasons, from ``data/reasons.yml``: one table for both forms and languages."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any, Literal

import yaml

Language = Literal["en", "zh"]


@cache
def _all() -> dict[str, dict[str, Any]]:
    text = (files("graph.events") / "data" / "reasons.yml").read_text(encoding="utf-8")
    known: dict[str, dict[str, Any]] = yaml.safe_load(text)
    return known


def say(language: Language, group: str, name: str, **fields: object) -> str:
    """A reason in words: the entry ``name`` of a group (``told``, ``organiser``, …), filled in."""
    words: str = _all()[language][group][name]
    return words.format(**fields)


def sentences(language: Language, clauses: list[str]) -> str:
    """Clauses as sentences in a row."""
    words = _all()[language]
    joined: str = words["join"].join(clauses) + words["end"]
    return joined


def undated(language: Language) -> str:
    """What stands for a date that is not known."""
    word: str = _all()[language]["undated"]
    return word
