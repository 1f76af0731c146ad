"""What a mapping may name: what codes mean, what cuts a cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache

from graph.language.places import Place, by_code
from ingest.sources.kinds import tables_of_kinds
from ingest.sources.values import rules

Meaning = Callable[[str], str | None]
"""What a code means; None where it is no code of the table."""


def meaning(values: Mapping[str, str]) -> Meaning:
    """Looks codes up, case folded; a code of the table that ends with ``*`` may go on.

    Of several codes, one a line, the one that stands first in the table counts.
    """
    starts = sorted(
        ((code[:-1], words) for code, words in values.items() if code.endswith("*")),
        key=lambda row: -len(row[0]),
    )

    @lru_cache(maxsize=10_000)
    def of(code: str) -> str | None:
        code = code.casefold()
        if code in values:
            return values[code]
        if "\n" in code:
            lines = code.split("\n")
            return next((words for known, words in values.items() if known in lines), None)
        return next((words for start, words in starts if code.startswith(start)), None)

    return of


def _place(code: str) -> Place | None:
    plain = rules()["place_codes"].get(code, code)
    return by_code(plain) if re.fullmatch(r"[A-Z]{2}|\d{6}", plain) else None


@lru_cache(maxsize=10_000)
def _place_name(code: str) -> str | None:
    place = _place(code)
    return place.name if place else None


@lru_cache(maxsize=10_000)
def _region(code: str) -> str | None:
    place = _place(code)
    if place is None:
        return None
    around = [outer.name for outer in place.within if outer.level != "country"]
    return ", ".join([place.name, *around])


PLACES: dict[str, Meaning] = {"place": _place_name, "region": _region}
"""Codes of places, ISO 3166-1 (two letters) and GB/T 2260 (six figures), as the place's name or
with the places around it."""


@cache
def separators() -> dict[str, str]:
    """What a mapping may call a separator, to the pattern that cuts; see ``rules/values.yml``.

    A comma before a legal form ("Salt Lake Co., Ltd.") cuts nothing.
    """
    ends = [end for row in tables_of_kinds()["organisation"] if row["kind"] == "Enterprise"
            for end in row.get("ends", ()) if end.isascii()]
    forms = "|".join(
        re.escape(end).replace(r"\ ", "[ .&]*") for end in sorted(ends, key=len, reverse=True))
    comma = rf"[,，](?!\s*(?i:{forms})\.?\s*(?:[,，;；]|$))"
    return {";": "[;；]+", "|": "[|｜]+", ",": comma, **rules()["separators"]}
