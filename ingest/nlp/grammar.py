"""The words that state relations, read from a language's ``relations.json``.

Classes of verbs and nouns, the frames that say which relation a word of a class states between
which types, and the marks (small words) that give the roles. What a field of the data does stands
at the attribute that holds it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Generic, TypeVar

from ingest.nlp.lexicon import data

Types = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """What a verb of a class states between its subject and its object."""

    type: str
    subject: Types
    object: Types
    future: str = ""
    """The relation where the verb stands for something to come."""
    via: Types = ()
    """Marks besides none that may stand before the object."""
    every: bool = False
    """All fitting things of the clause, not only the first coordination."""
    nearest: bool = False
    """Said of the nearest fitting thing, works (a plan, a base) before bodies."""
    reverse: bool = False
    shared: bool = False
    """Whoever does it "with" the subject does it too."""
    direct: bool = False
    """No preposition may stand between the verb and its object."""
    own: bool = False
    """Only the likeliest subject does it."""
    place: str = ""
    """``any`` or ``passive``: the object is the area where its subject is, in that voice."""
    third: str = ""
    """The mark of a third party, ``third_type`` what holds between it and the object."""
    third_type: str = ""
    third_types: Types = ()
    third_optional: bool = False


@dataclass(frozen=True, slots=True)
class NounFrame:
    """What a noun states: "the ITEM is a NOUN of the WHOLE"."""

    type: str
    item: Types
    whole: Types
    reverse: bool = False
    every: bool = False
    context: bool = False
    """The words before may give the whole that the noun does not name."""
    compound: bool = False
    """The whole may stand right before the noun ("pump maker")."""


@dataclass(frozen=True, slots=True)
class Genitive:
    """What "OWNER's THING" and "THING of OWNER" state."""

    type: str
    owner: Types
    thing: Types
    reverse: bool = False


@dataclass(frozen=True, slots=True)
class Word:
    """A form of a verb: its classes, and whether it can be a past participle or a bare stem."""

    classes: frozenset[str]
    past: bool
    bare: bool
    nominal: bool = False
    nounlike: bool = False
    """Also a noun: read as a verb only where the words before it say so."""


T = TypeVar("T")
_WORD = re.compile(r"[^\W_][\w-]*")


class Phrases(Generic[T]):
    """Words and phrases with what each means, found by their first word."""

    def __init__(self, meanings: dict[str, T]) -> None:
        self.meanings = meanings
        self._by_word: dict[str, list[str]] = {}
        for form in sorted(meanings, key=len, reverse=True):
            self._by_word.setdefault(form.partition(" ")[0], []).append(form)

    def within(self, text: str, start: int, end: int) -> Iterator[tuple[int, int, T]]:
        """Each phrase between two offsets with its meaning: the longest at each place."""
        at = start
        for word in _WORD.finditer(text, start, end):
            if word.start() < at:
                continue
            for form in self._by_word.get(word.group().casefold(), ()):
                stop = word.start() + len(form)
                behind = text[stop : stop + 1]
                whole = stop <= end and not behind.isalnum() and behind != "-"
                if whole and text[word.start() : stop].casefold() == form:
                    yield word.start(), stop, self.meanings[form]
                    at = stop
                    break


@dataclass(frozen=True, slots=True)
class Grammar:
    """One language's relation words, ready to match."""

    verbs: Phrases[Word]
    frames: dict[str, tuple[Frame, ...]]
    nouns: Phrases[frozenset[str]]
    noun_frames: dict[str, tuple[NounFrame, ...]]
    genitives: tuple[Genitive, ...]
    pronouns: re.Pattern[str]
    marks: dict[str, re.Pattern[str]]


_LEADING = ("in", "on", "to", "for", "at", "with", "from", "of", "into", "under", "about")
"""A verb that ends in one of these takes its object through it and is hardly ever passive."""


@lru_cache(maxsize=4)
def grammar(name: str = "relations.json") -> Grammar:
    """The grammar of a data file; ``KeyError`` when a field or mark is missing."""
    raw = data(name)
    return Grammar(
        Phrases(_forms(raw)),
        _by_class(raw["frames"], "verbs", _frame),
        Phrases(_nouns(raw["nouns"])),
        _by_class(raw["noun_frames"], "nouns", _noun_frame),
        tuple(
            Genitive(g["type"], tuple(g["owner"]), tuple(g["thing"]), g.get("reverse", False))
            for g in raw["genitives"]
        ),
        re.compile(rf"\b(?:{raw['pronouns']})\b", re.IGNORECASE),
        {name: re.compile(mark, re.IGNORECASE) for name, mark in raw["marks"].items()},
    )


def _nouns(classes: dict[str, str]) -> dict[str, frozenset[str]]:
    """The classes of each noun, singular and plural."""
    found: dict[str, frozenset[str]] = {}
    for class_, nouns in classes.items():
        for noun in nouns.split("|"):
            for form in (noun, _plural(noun)):
                found[form] = found.get(form, frozenset()) | {class_}
    return found


def _by_class(raw: list[dict[str, Any]], field: str, make: Any) -> dict[str, tuple[Any, ...]]:
    found: dict[str, tuple[Any, ...]] = {}
    for one in raw:
        found[one[field]] = (*found.get(one[field], ()), make(one))
    return found


def _frame(raw: dict[str, Any]) -> Frame:
    third = raw.get("third", {})
    return Frame(
        raw["type"],
        tuple(raw["subject"]),
        tuple(raw["object"]),
        raw.get("future", ""),
        tuple(raw.get("via", ())),
        raw.get("every", False),
        raw.get("nearest", False),
        raw.get("reverse", False),
        raw.get("shared", False),
        raw.get("direct", False),
        raw.get("own", False),
        raw.get("place", ""),
        third.get("mark", ""),
        third.get("type", ""),
        tuple(third.get("types", ())),
        third.get("optional", False),
    )


def _noun_frame(raw: dict[str, Any]) -> NounFrame:
    return NounFrame(
        raw["type"],
        tuple(raw["item"]),
        tuple(raw["whole"]),
        raw.get("reverse", False),
        raw.get("every", False),
        raw.get("context", False),
        raw.get("compound", False),
    )


def _forms(raw: dict[str, Any]) -> dict[str, Word]:
    """All forms of all verbs. A word after "=" stands as it is and is never passive."""
    forms: dict[str, Word] = {}

    def add(form: str, class_: str, **kind: bool) -> None:
        old = forms.get(form)
        classes = (old.classes if old else frozenset()) | {class_}
        past = kind.get("past", False) or (old.past if old else False)
        bare = kind.get("bare", False) or (old.bare if old else False)
        noun = re.split(" |s$", form)[0] in nounlike and not past
        forms[form] = Word(classes, past, bare, kind.get("nominal", False), noun)

    nounlike = set(raw.get("nounlike", "").split())
    nominal: dict[str, str] = raw.get("nominal_of", {})
    for class_, verbs in raw["verbs"].items():
        for verb in verbs.split("|"):
            if verb.startswith("="):
                add(verb.lstrip("="), class_)
                continue
            first, _, rest = verb.partition(" ")
            tail = f" {rest}" if rest else ""
            led = rest.split(" ")[-1] in _LEADING
            for form, kind in _inflected(first, raw["irregular"]):
                kind = "other" if led and kind == "past" else kind
                add(form + tail, class_, **{kind: True})
        members = set(verbs.split("|"))
        for noun, verb in nominal.items():
            if verb in members:
                add(noun, class_, nominal=True)
    return forms


def _inflected(verb: str, irregular: dict[str, str]) -> list[tuple[str, str]]:
    """Forms of an English verb with what each is: ``bare``, ``past`` or ``other``."""
    stem = verb[:-1] if verb.endswith("e") and not verb.endswith("ee") else verb
    doubled = verb + verb[-1] if re.fullmatch(r"[^aeiou]*[aeiou][bgmnpt]", verb) else stem
    british = verb + "l" if re.search(r"[^aeou][aeio]l$|ial$", verb) else ""
    third = (
        verb[:-1] + "ies" if re.search(r"[^aeiou]y$", verb)
        else verb + "es" if re.search(r"(?:s|x|z|ch|sh|o)$", verb) else verb + "s"
    )  # fmt: skip
    past = verb[:-1] + "ied" if re.search(r"[^aeiou]y$", verb) else doubled + "ed"
    if verb == "have":
        third, doubled = "has", "hav"
    forms = [(third, "other"), (doubled + "ing", "other"), (verb, "bare")]
    if british:
        forms += [(british + "ing", "other"), (british + "ed", "past")]
    joint = "co-" if verb.startswith("co-") else ""
    known = irregular.get(verb) or irregular.get(verb.removeprefix("co-"))
    pasts = [joint + form for form in known.split()] if known else [past]
    return forms + [(form, "past") for form in pasts]


def _plural(noun: str) -> str:
    if re.search(r"[^aeiou]y$", noun):
        return noun[:-1] + "ies"
    return noun + "es" if re.search(r"(?:s|x|ch|sh)$", noun) else noun + "s"
