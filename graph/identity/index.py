"""An index of organisations' names: which known names may a string contain.

A name lies under each of its telling words, or under its pairs of neighbouring words if all are
common ones, so that a string proposes some dozens of names out of hundreds of thousands without
comparing it with all. Words that the register does not know are read as abbreviations, as two
words glued together, or as one slip away from a known word. The index is a few arrays and one list
of texts; `save` and `read` keep it in a folder.
"""

from __future__ import annotations

import math
import zlib
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files
from itertools import pairwise, product
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from graph.identity.lookup import key_number
from graph.identity.places import PlaceNames
from graph.identity.words import Word, lexicon, word_class, words_of
from graph.kept import fetch, keep
from graph.model import digest

FORMAT = 3
BACKGROUND = 2000
"""Organisations that the background shares of words stand for: a small register counts less."""
_PROPOSED = 60
_LEAST_SHARE = 0.4
_MISSING_COSTS = 1.5
_EXPANSIONS = 25
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_PREFIX_QUALITY, _SLIP_QUALITY, _FORM_QUALITY = 0.85, 0.8, 0.95


@dataclass(frozen=True, slots=True)
class Slot:
    """A word of the string with the known words that it may be."""

    word: Word
    readings: tuple[tuple[int, float], ...]
    """(number of a known word, how surely)."""
    weight: float
    """How much the word tells: the logarithm of its rarity."""
    written: int
    """Its very spelling, as `written` numbers it."""


@dataclass(frozen=True)
class NameIndex:
    """Names of organisations by their words. Make one by `build_index` or `read`."""

    arrays: dict[str, npt.NDArray[Any]]
    tokens: list[str]
    """Known words in alphabetical order."""
    names: list[str]
    entities: list[str]
    main_names: list[str]
    regions: list[str]
    places: PlaceNames
    generation: int = -1
    _readings: dict[tuple[str, str, bool], tuple[tuple[int, float], ...]] = field(
        default_factory=dict)

    def __len__(self) -> int:
        return len(self.entities)

    @cached_property
    def ids(self) -> dict[str, int]:
        """Number of each known word."""
        return {token: i for i, token in enumerate(self.tokens)}

    @cached_property
    def unknown(self) -> float:
        """The weight of a word that no name has."""
        return rarity(len(self.entities), 0, "")

    @cached_property
    def weights(self) -> list[float]:
        """The weight of each known word."""
        return [float(w) for w in self.arrays["weight"]]

    # --- reading a string ---------------------------------------------------------------------

    def slots(self, text: str) -> list[Slot]:
        """The words of a string, glued ones parted, each with what it may be."""
        found: list[Slot] = []
        for word in words_of(text):
            parts = self._parted(word, text) if word.text not in self.ids else None
            for part in parts or (word,):
                readings = self._read(part)
                found.append(Slot(part, readings, self._told(part, readings), written(part.raw)))
        return found

    def _told(self, word: Word, readings: tuple[tuple[int, float], ...]) -> float:
        """The weight of a word of the string; a legal form has none."""
        if word_class(word.text) == "company":
            return 0.0
        known = bool(readings) and readings[0][1] == 1.0
        return self.weights[readings[0][0]] if known else self.unknown

    def _parted(self, word: Word, text: str) -> tuple[Word, ...] | None:
        """Two known words written as one ("ofTechnology"); None if it is not that."""
        written = text[word.start : word.end]
        if len(written) != len(word.raw) or len(written) < 6 or word.dotted:
            return None
        cuts = [i for i in range(1, len(written))
                if written[i].isupper() and written[i - 1].islower()]
        for cut in cuts or range(4, len(written) - 3):
            halves = [w for part in (written[:cut], written[cut:]) for w in words_of(part)]
            known = [half for half in halves if half.text in self.ids]
            if cuts and any(len(half.raw) > 3 for half in known) or len(known) == 2 and all(
                    len(half.raw) > 3 for half in halves):
                return tuple(half._replace(start=word.start, end=word.end, segment=word.segment)
                             for half in halves)
        return None

    def _read(self, word: Word) -> tuple[tuple[int, float], ...]:
        key = (word.text, word.raw, word.dotted)
        if (known := self._readings.get(key)) is None:
            known = self._readings[key] = tuple(self._readings_of(word))
            if len(self._readings) > 300_000:
                self._readings.clear()
        return known

    def _readings_of(self, word: Word) -> Iterator[tuple[int, float]]:
        at = self.ids.get(word.text)
        if at is not None:
            yield at, 1.0
        for form in lexicon().also.get(word.raw, ()):
            if form in self.ids:
                yield self.ids[form], _FORM_QUALITY
        if word.text != word.raw or any(c.isdigit() for c in word.raw):
            return
        if at is not None and not (word.dotted and len(word.raw) < 7):
            return
        expanded = self._beginning_with(word.raw) if len(word.raw) > 2 else []
        if word.dotted or not word.upper:
            for other in expanded:
                yield other, _PREFIX_QUALITY
        if at is None and len(word.raw) > 4 and not word.dotted:
            for other in sorted(self._one_slip_from(word.raw) - set(expanded)):
                yield other, _SLIP_QUALITY

    def _beginning_with(self, start: str) -> list[int]:
        """Known words that a shortened word may stand for, the most used ones."""
        low = bisect_left(self.tokens, start)
        high = bisect_left(self.tokens, start + "\uffff")
        weights = self.weights
        inside = [i for i in range(low, high)
                  if self.tokens[i] != start and " " not in self.tokens[i]]
        return sorted(inside, key=lambda i: (weights[i], i))[:_EXPANSIONS]

    def _one_slip_from(self, word: str) -> set[int]:
        """Known words that differ by one letter more, less, other or exchanged."""
        halves = [(word[:i], word[i:]) for i in range(len(word) + 1)]
        forms = {a + b[1:] for a, b in halves if b}
        forms.update(a + b[1] + b[0] + b[2:] for a, b in halves if len(b) > 1)
        forms.update(a + c + b[1:] for a, b in halves if b for c in _LETTERS)
        forms.update(a + c + b for a, b in halves for c in _LETTERS)
        return {self.ids[form] for form in forms if form in self.ids}

    # --- proposing ----------------------------------------------------------------------------

    def found(self, slots: list[Slot]) -> dict[int, list[tuple[int, int, float]]]:
        """Where each known word may stand: (first slot, slots, how surely); two words in a row
        also as the one word that they make together ("Jiao Tong")."""
        places: dict[int, list[tuple[int, int, float]]] = {}
        for i, slot in enumerate(slots):
            for token, quality in slot.readings:
                places.setdefault(token, []).append((i, 1, quality))
            if i + 1 < len(slots) and slot.word.segment == slots[i + 1].word.segment:
                after = slots[i + 1]
                glued = self.ids.get(slot.word.raw + after.word.raw)
                if glued is not None:
                    places.setdefault(glued, []).append((i, 2, _FORM_QUALITY))
                for one, other in product(slot.readings, after.readings):
                    pair = self.ids.get(f"{self.tokens[one[0]]} {self.tokens[other[0]]}")
                    if pair is not None:
                        places.setdefault(pair, []).append((i, 2, one[1] * other[1]))
        return places

    def propose(self, found: Mapping[int, list[tuple[int, int, float]]]) -> list[int]:
        """Numbers of the names that the found words make likely, at most a few dozen."""
        starts, posted = self.arrays["post_start"], self.arrays["post_name"]
        lists, weights = [], []
        for token, at in found.items():
            names = posted[starts[token] : starts[token + 1]]
            if len(names):
                lists.append(names)
                weights.append(np.full(
                    len(names), self.weights[token] * max(q for _, _, q in at), np.float32))
        if not lists:
            return []
        names = np.concatenate(lists)
        order = np.argsort(names, kind="stable")
        names = names[order]
        first = np.flatnonzero(np.concatenate(([True], names[1:] != names[:-1])))
        total = np.add.reduceat(np.concatenate(weights)[order], first)
        names = names[first]
        posted_in_all = self.arrays["name_posted"][names]
        likely = np.flatnonzero(total >= _LEAST_SHARE * posted_in_all)
        score = total[likely] - _MISSING_COSTS * (posted_in_all[likely] - total[likely])
        if len(likely) > _PROPOSED:
            cut = np.partition(score, -_PROPOSED)[-_PROPOSED]
            likely = likely[score >= cut][: 2 * _PROPOSED]
        return [int(n) for n in names[likely]]

    def names_under(self, key: str) -> list[int]:
        """Numbers of the names under a key of `graph.identity.lookup`."""
        number, keys = np.uint64(key_number(key)), self.arrays["key"]
        low, high = np.searchsorted(keys, number), np.searchsorted(keys, number, "right")
        return [int(name) for name in self.arrays["key_name"][low:high]]

    def words_of_name(self, name: int) -> list[int]:
        """The known words that a name consists of, in order."""
        return self._row("name_start", "name_token", name)

    def raws_of_name(self, name: int) -> list[int]:
        """Numbers (`written`) of a name's words as it is written."""
        return self._row("name_start", "name_raw", name)

    def own_places(self, organisation: int) -> frozenset[str]:
        """The words for the town and the province where an organisation is."""
        return self.places.words_of(
            int(self.arrays[level][organisation]) for level in ("town", "area"))

    def parents(self, organisation: int) -> list[int]:
        """Numbers of the organisations that this one is part of."""
        return self._row("parent_start", "parent", organisation)

    def _row(self, starts: str, items: str, at: int) -> list[int]:
        start = self.arrays[starts]
        row: list[int] = self.arrays[items][start[at] : start[at + 1]].tolist()
        return row

    # --- keeping ------------------------------------------------------------------------------

    def save(self, folder: Path) -> None:
        """Keep the index in a folder, all of it or nothing."""
        keep(folder, self.arrays, {
            "format": FORMAT, "tables": tables(), "generation": self.generation,
            "tokens": self.tokens,
            "names": self.names, "entities": self.entities,
            "main_names": self.main_names, "regions": self.regions, "places": self.places.texts(),
        })


def read(folder: Path) -> NameIndex | None:
    """The index kept in a folder; None when it is absent, foreign, outdated or damaged."""
    kept = fetch(folder, FORMAT)
    if kept is None:
        return None
    arrays, texts = kept
    if texts.get("tables") != tables():
        return None
    return NameIndex(arrays, texts["tokens"], texts["names"], texts["entities"],
                     texts["main_names"], texts["regions"], PlaceNames.of_texts(texts["places"]),
                     texts["generation"])


@cache
def tables() -> str:
    """What the tables of words are: an index made with others is made anew."""
    folder = files("graph.identity")
    names = ("data/name_words.tsv", "data/place_names.tsv", "data/place_adjectives.tsv",
             "data/meanings.tsv", "data/traditional.txt", "legal_forms.txt")
    return digest(*((folder / name).read_text(encoding="utf-8") for name in names))


def pairs_of(words: Sequence[str]) -> list[str]:
    """Neighbouring words, two as one text."""
    return [f"{one} {other}" for one, other in pairwise(words)]


def rarity(organisations: int, bearers: int, word: str) -> float:
    """The weight of a word that so many of the organisations bear: the logarithm of its rarity,
    with the background share of common words, so that a small register knows them as common."""
    share = lexicon().shares.get(word, 0.5 / BACKGROUND)
    return math.log((organisations + BACKGROUND) / (bearers + BACKGROUND * share))


def written(raw: str) -> int:
    """A number for a word as it is written, so that spellings compare without their texts."""
    return zlib.crc32(raw.encode()) & 0x7FFFFFFF
