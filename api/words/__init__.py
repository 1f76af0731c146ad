"""The words of the pages, one file a language, and what is the reader's language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

import yaml

NAMES = {"en": "English", "zh": "中文"}


class Words:
    """The words of one language: ``words("home.title", count=3)``.

    Raises ``KeyError`` for a key that the catalogue lacks, so that a page cannot show a key.
    """

    def __init__(self, language: str, entries: Mapping[str, str]) -> None:
        self.language = language
        self.entries = entries

    def __call__(self, key: str, **values: object) -> str:
        """The words of a key with the values filled in."""
        text = self.entries[key]
        return text.format_map(values) if values else text

    def known(self, section: str, name: str, default: str = "") -> str:
        """The word for a name of the schema, or the default where the catalogue has none."""
        return self.entries.get(f"{section}.{name}", default or name)


@cache
def words(language: str) -> Words:
    """The catalogue of ``en`` or ``zh``."""
    text = (files("api.words") / f"{language}.yml").read_text(encoding="utf-8")
    return Words(language, dict(_flat(yaml.safe_load(text), "")))


def _flat(tree: Mapping[str, object], prefix: str) -> Iterator[tuple[str, str]]:
    for key, value in tree.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", str(value)


def preferred(accept: str, *, default: str) -> str:
    """The best of our languages for an ``Accept-Language`` header."""
    best, best_weight = default, 0.0
    for part in accept.split(","):
        tag, _, quality = part.strip().partition(";q=")
        language = tag.split("-")[0].casefold()
        try:
            weight = float(quality) if quality else 1.0
        except ValueError:
            continue
        if language in NAMES and weight > best_weight:
            best, best_weight = language, weight
    return best
