"""Legal forms that tell two companies of one name apart: AG and GmbH, shares and limited."""

from __future__ import annotations

import re
from functools import cache

from graph.data_files import data_lines
from graph.identity.parsed import ParsedName

_WORDS = re.compile(r"[^\W_]+")
_MOST_WORDS = 4


@cache
def _national() -> dict[str, str]:
    """Each spelling, letters together, to the form that it is."""
    found: dict[str, str] = {}
    for line in data_lines("graph.identity", "data/national_forms.txt"):
        first, *others = line.split("|")
        found.update(dict.fromkeys((first, *others), first))
    return found


def told_form(name: ParsedName) -> str:
    """The legal form where the name says one that can differ from another's; empty for none.

    In Chinese ``share`` or ``limited``; else the form of one country (``ag``, ``gmbh``, ``kk``), at
    the end of the name or before it. "Co., Ltd." and "Inc." translate every form and tell nothing.
    """
    if name.script == "han":
        return name.form if name.form in ("share", "limited") else ""
    words = _WORDS.findall(name.text.casefold())
    for size in range(min(_MOST_WORDS, len(words) - 1), 0, -1):
        for part in (words[-size:], words[:size]):
            if found := _national().get("".join(part)):
                return found
    return ""


def forms_differ(first: ParsedName, second: ParsedName) -> bool:
    """Do both names say their form, in one script, and not the same one?"""
    one, two = told_form(first), told_form(second)
    return bool(one and two) and one != two and first.script == second.script
