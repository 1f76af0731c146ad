"""Rule ``place-mismatch``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from ingest.quality.evidence import Area, Defect, Evidence, rule

_LANDSCAPE = re.compile(r" (?:River|Lake|Basin|Mountains?|Bay|Sea|Delta|Valley|Plateau)\b", re.I)
_LOCAL = ("province", "city", "county")


@rule("place-mismatch")
def place_mismatch(evidence: Evidence) -> Iterator[Defect]:
    """The headline names one place, the body is about another.

    Fires when the headline names a city or a province (or another first-level region) that the body
    never names, nor anything inside it, while the body names another such place at least twice.
    Where the body names what the headline's place lies in, it fires only if it also names other
    places of the same level twice; a headline about a county of the body's city is left alone. It
    also fires where the headline names no place of the body's home, which the body names three
    times or more, and its own place comes up in passing only.
    """
    title = _title(evidence)
    if not title:
        return
    named = [a for a in evidence.areas if title[0] <= a.start and a.end <= title[1]]
    body = [b for b in evidence.areas if b.start >= title[1] and b.level in _LOCAL]
    counts = Counter(b.base for b in body).most_common(1)
    if not counts or counts[0][1] < 2:
        return
    known = [a for a in named if a.level in _LOCAL and a.parent]
    known = [a for a in known if not _LANDSCAPE.match(evidence.text, a.end)]
    foreign = [a for a in known if _foreign(a, body)]
    if not foreign and known and not any(_kin(a, b) for a in named for b in body if b.home):
        foreign = [a for a in known if _in_passing(a, body)]
    if not foreign:
        return
    expected = next(b.name for b in body if b.home or b.base == counts[0][0])
    yield Defect(*title, foreign[0].name, expected)


def _in_passing(area: Area, body: list[Area]) -> bool:
    """Whether the body names an area once at most, and its own home three times or more."""
    own = sum(b.home for b in body)
    return own >= 3 and sum(_kin(area, b) for b in body) <= 2 and own > len(body) / 4


def _kin(one: Area, other: Area) -> bool:
    """Whether two areas are the same, or one lies in the other."""
    names = {one.base, other.base}
    return len(names) == 1 or bool(names & ({one.parent, other.parent} - {""}))


def _foreign(area: Area, body: list[Area]) -> bool:
    """Whether the body is about other places: it names neither the area nor anything inside it."""
    if any(area.base in (b.base, b.parent) for b in body):
        return False
    peers = [b for b in body if b.level == area.level]
    above = any(b.base == area.parent for b in body)
    return not above or (area.level != "county" and len(peers) >= 2)


def _title(evidence: Evidence) -> tuple[int, int] | None:
    """The headline's span: the first sentence when it holds (part of) the title."""
    words = " ".join(evidence.source.title.split())[:40]
    for start, end in evidence.sentences[:2]:
        line = " ".join(evidence.text[start:end].split())
        if words and (line[:25] in evidence.source.title or words[:25] in line):
            return start, end
    return None
