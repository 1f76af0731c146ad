"""What is understood of an organisation's name, and how it is taken together."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from graph.identity.meanings import Meaning, rarity
from graph.language.places import Place

ACRONYM = re.compile(r"[A-Z][A-Z0-9&-]{1,7}")
"""The shape of an acronym."""


@dataclass(frozen=True, slots=True)
class NamedRegion:
    """A place found in a name: its words there, and every place that they may mean."""

    text: str
    places: tuple[Place, ...]

    @property
    def place(self) -> Place:
        """The greatest place of the name."""
        return self.places[0]


@dataclass(frozen=True, slots=True)
class ParsedName:
    """What an organisation's name says, part by part; words are comparable forms or meanings."""

    text: str
    kind: str = ""
    script: str = "latin"
    regions: tuple[NamedRegion, ...] = ()
    core: tuple[str, ...] = ()
    """What tells the body apart: words, or runs of Chinese characters."""
    fields: tuple[str, ...] = ()
    """Line of work: "salt-lake", "technology"; 盐湖 and "salt lake" are one word."""
    heads: tuple[str, ...] = ()
    """The kind of body: "university", "bureau"."""
    form: str = ""
    """Legal form: share, limited, company (not told further), partnership; empty for none."""
    roles: tuple[str, ...] = ()
    """group, holding, branch, subsidiary, affiliated."""
    numbers: tuple[str, ...] = ()
    acronym: str = ""
    """The acronym given beside the name."""
    initials: str = ""
    """First letters of the words, to compare with an acronym."""
    said: tuple[tuple[str, str], ...] = ()
    """(meaning, the name's word for it), where its language has several words for the meaning."""
    order: tuple[str, ...] = ()
    """All words in the order of the name."""
    parent: ParsedName | None = None
    """The body that this one is a part of: the academy of an institute, a school's university."""
    other: ParsedName | None = None
    """The name in the other script, given in brackets."""

    @property
    def head(self) -> str:
        """The last word that says what kind of body it is; empty for none."""
        return self.heads[-1] if self.heads else ""

    @property
    def weight(self) -> float:
        """How much the core tells: the sum of its words' rarities."""
        return sum(map(rarity, self.core))


@dataclass(slots=True)
class Cut:
    """What is being taken from a name."""

    regions: list[NamedRegion] = field(default_factory=list)
    core: list[str] = field(default_factory=list)
    fields: list[str] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    forms: list[str] = field(default_factory=list)
    order: list[str] = field(default_factory=list)
    initials: list[str] = field(default_factory=list)
    acronym: str = ""
    said: list[tuple[str, str]] = field(default_factory=list)

    def take(self, meaning: Meaning) -> None:
        """Put the words of a phrase where they belong."""
        for word, kind in meaning.parts:
            if meaning.said and kind in ("field", "head"):
                self.said.append((word, meaning.said))
            if kind in ("core", "name"):
                self.core.append(word)
            elif kind == "field":
                self.fields.append(word)
            elif kind == "head":
                self.heads.append(word)
            elif kind == "role":
                self.roles.append(word)
            elif kind == "number":
                self.numbers.append(word)
            elif kind == "form":
                self.forms.append(word)
            if kind not in ("form", "level"):
                self.order.append(word)

    def place(self, text: str, places: tuple[Place, ...]) -> None:
        """Note a place that stands in the name."""
        self.regions.append(NamedRegion(text, places))
        self.order.append(places[0].name)

    def whole(self, text: str, kind: str, script: str) -> ParsedName:
        """All that was taken, as a name; of two legal forms the one that says more."""
        form = next((f for f in ("share", "limited", "partnership", "company") if f in self.forms),
                    "")
        return ParsedName(
            text, kind, script, tuple(self.regions), _counted(self.core), _counted(self.fields),
            _counted(self.heads), form,
            tuple(sorted(set(self.roles))), tuple(sorted(set(self.numbers))), self.acronym,
            "".join(self.initials), tuple(self.said), tuple(self.order),
        )


def _counted(words: list[str]) -> tuple[str, ...]:
    """A word that stands twice counts as two: "office", "office~2"."""
    seen: Counter[str] = Counter()
    counted = []
    for word in words:
        seen[word] += 1
        counted.append(word if seen[word] == 1 else f"{word}~{seen[word]}")
    return tuple(counted)
