"""Places and organisations in a sentence: where who is asked for is seated, and who is named."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from graph.language.places import mentions
from graph.language.question_words import Wording

Find = Callable[[str], str]
"""The name that the graph has for what words name, or empty when they name nothing of it."""
_CAPITALS = re.compile(r"\b[A-Z][\w'’-]*(?: [A-Z][\w'’-]*)*")
_GAP = re.compile(" ")
_HAN = re.compile(r"[\u3400-\u9fff]")
_LONGEST_HAN, _SHORTEST_HAN = 7, 2
_PART_OF_NAME = re.compile(r"(?:省|市|自治区)?(?:大学|学院|科学院|农科院|集团|理工|师范|医院)")
_EDGES = " \t,;:.?!\"'“”‘’()（），。；：？！的"
_ARTICLE = re.compile(r"(?:the|an?|our|my|its|their)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Placed:
    """A region named in some words; ``sure`` unless only its small letters may mean it."""

    start: int
    end: int
    name: str
    sure: bool = True


def places_in(said: str, words: Wording, regions: Find) -> list[Placed]:
    """The regions that some words name, in order: the graph's own names first, then those of the
    gazetteer. A place in the name of an organisation is none."""
    found = list(_known(said, words, regions))
    inside = [] if words.language == "zh" else [m.span() for m in words.names.finditer(said)]
    for mention in mentions(said):
        start, end = mention.start, mention.end
        if any(start < p.end and p.start < end for p in found):
            continue
        own = said[start:end]
        if _HAN.match(own):
            if not _PART_OF_NAME.match(said, end) and not _named_before(said[:start], words):
                found.append(Placed(start, end, regions(own) or own))
            continue
        name = mention.places[0].name
        known = regions(own) or regions(name)
        if not any(a <= start and end <= b for a, b in inside) and (
                known or not mention.places[0].minor):
            found.append(Placed(start, end, known or name, own[0].isupper()))
    return sorted(found, key=lambda place: place.start)


def _named_before(before: str, words: Wording) -> bool:
    """Whether an organisation's name stands right before, in which a place then goes on."""
    return any(match.end() == len(before) for match in words.names.finditer(before))


def _known(said: str, words: Wording, regions: Find) -> Iterator[Placed]:
    """Places that the graph knows, whether the gazetteer does or not."""
    if words.language == "zh":
        at = 0
        while at < len(said):
            place = _known_han(said, at, words, regions) if _begins(said, at, words) else None
            if place:
                yield place
            at = place.end if place else at + 1
        return
    inside = [match.span() for match in words.names.finditer(said)]
    for run in _CAPITALS.finditer(said):
        if any(a < run.end() and run.start() < b for a, b in inside):
            continue
        starts = [run.start(), *(m.end() for m in _GAP.finditer(said, *run.span()))]
        tried = ((start, regions(said[start : run.end()])) for start in starts)
        start, name = next((pair for pair in tried if pair[1]), (run.start(), ""))
        if name or words.regions["suffix"].search(run.group()):
            yield Placed(start, run.end(), name or run.group())


def _begins(said: str, at: int, words: Wording) -> bool:
    """Whether a place may begin here in Chinese: at the start, or behind a small word."""
    if not _HAN.match(said, at):
        return False
    before = said[:at]
    return not before or not _HAN.match(before[-1]) or any(
        re.search(rf"(?:{words.regions[name].pattern})$", before) for name in
        ("before", "list", "out")) or bool(re.search(r"(?:哪些|找|家|个|请问|推荐|从)$", before))


def _known_han(said: str, at: int, words: Wording, regions: Find) -> Placed | None:
    for size in range(_LONGEST_HAN, _SHORTEST_HAN - 1, -1):
        own = said[at : at + size]
        whole = len(own) == size and not _PART_OF_NAME.match(said, at + size)
        if whole and (name := regions(own)):
            return Placed(at, at + size, name)
    suffixed = words.regions["suffix"].match(said, at)
    if suffixed and not _PART_OF_NAME.match(said, suffixed.end()):
        return Placed(at, suffixed.end(), suffixed.group())
    return None


def resolved(said: str, find: Find) -> tuple[int, int, str]:
    """(start, end, name) of the longest beginning of some words that ``find`` knows; an empty
    name where it knows none, with the words without what only surrounds them."""
    start, end = 0, len(said)
    while start < end and said[start] in _EDGES:
        start += 1
    if article := _ARTICLE.match(said, start):
        start = article.end()
    while end > start and said[end - 1] in _EDGES:
        end -= 1
    cut = end
    while cut > start:
        words = said[start:cut].rstrip(_EDGES)
        plain = re.sub(r"['’]s?$", "", words)
        for form in dict.fromkeys((plain, words)):
            if form and (name := find(form)):
                return start, start + len(form), name
        cut = _shorter(said, start, cut)
    return start, end, ""


def _shorter(said: str, start: int, cut: int) -> int:
    """One word less, or one Chinese character."""
    if _HAN.match(said, cut - 1):
        return cut - 1 if cut - 1 - start >= _SHORTEST_HAN else start
    gap = said.rfind(" ", start, cut)
    return max(gap, start)


def names_in(said: str, words: Wording) -> Iterator[tuple[int, int]]:
    """Where words look like the full name of an organisation."""
    for match in words.names.finditer(said):
        yield match.span()


def looks_named(said: str, words: Wording) -> bool:
    """Whether some words look like a name: in capitals, or ending as organisations' names do."""
    plain = said.strip(_EDGES)
    return bool(_CAPITALS.match(plain)) or any(True for _ in names_in(plain, words))
