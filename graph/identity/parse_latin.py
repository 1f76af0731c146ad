"""Names in Latin script, cut by phrases of comparable words."""

from __future__ import annotations

import re
from dataclasses import replace

from graph.identity.meanings import Meaning, adjectives, mended, table
from graph.identity.parsed import ACRONYM, Cut, ParsedName
from graph.identity.words import Word, word_class, words_of
from graph.language.places import Place, longest_form, places_of

_COMMA = re.compile(r"\s*[,;，；、]\s*|\s+[-–—]\s+")
_APOSTROPHE = re.compile(r"(?<=\w)['’`´](?=\w)")
_ELIDED = re.compile(r"\b([dl]|dell|all|nell|sull|degl|qu)['’`´](?=\w)", re.IGNORECASE)
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)?")
_ROMAN = {"ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9",
          "xi": "11", "xii": "12", "xiii": "13"}
_BODIES = frozenset({
    "university", "academy", "institute", "research-institute", "college", "hospital", "society",
    "ministry", "bureau", "council", "association", "foundation", "agency", "polytechnic",
    "government", "federation", "museum",
})  # fmt: skip
"""What is named whole behind a comma: the body that the first name is a part of."""
_UNITS = frozenset({"department", "faculty", "school", "laboratory", "center", "section", "office"})
"""What is named behind a comma as a part of the body named first."""


def parse_latin(text: str, kind: str) -> ParsedName:
    """Understand a name in Latin script (or any that writes words apart), without brackets."""
    plain = _APOSTROPHE.sub("", _ELIDED.sub(r"\1 ", text))
    pieces = [piece for piece in _COMMA.split(plain) if piece.strip(" .")]
    if not pieces:
        return ParsedName(text, kind)
    cuts = [_cut_latin(piece, whole=len(pieces) == 1, last=at > 0)
            for at, piece in enumerate(pieces)]
    own, parent = cuts[0], None
    above = ""
    for piece, cut in zip(pieces[1:], cuts[1:], strict=True):
        short = ACRONYM.fullmatch(piece.strip()) and not cut.regions
        named = bool(own.heads and (short or _BODIES.intersection(cut.heads)))
        if parent is None and named and (cut.core or cut.regions or cut.fields):
            parent, above = cut, piece
            parent.acronym = piece.strip() if short else ""
        elif parent is None and _is_unit(cut) and _BODIES.intersection(own.heads):
            own, parent, above = cut, own, pieces[0]
        else:
            _add(parent if parent and named else own, cut)
    parsed = own.whole(text, kind, "latin")
    return replace(parsed, parent=parent.whole(above, "", "latin")) if parent else parsed


def _is_unit(cut: Cut) -> bool:
    return bool(_UNITS.intersection(cut.heads)) and not _BODIES.intersection(cut.heads)


def _add(cut: Cut, other: Cut) -> None:
    for name in ("regions", "core", "fields", "heads", "roles", "numbers", "forms", "order",
                 "initials"):
        getattr(cut, name).extend(getattr(other, name))


def _cut_latin(piece: str, *, whole: bool, last: bool) -> Cut:
    """One part between commas; ``last``: a part behind another, where any town may stand."""
    cut = Cut()
    if last and (places := places_of(piece.strip(" .").casefold())):
        cut.place(piece.strip(" ."), places)
        return cut
    words = words_of(piece)
    words = _without_acronym(cut, words, piece) if whole or not last else words
    at = 0
    while at < len(words):
        size, meaning = _phrase(words, at)
        span, places = _places(words, at, piece)
        if meaning and size >= span:
            if meaning.kind == "level" and not _beside_place(words, at, size, piece, cut):
                cut.fields.append(meaning.parts[0][0])
                cut.order.append(meaning.parts[0][0])
            cut.take(meaning)
        elif span:
            size = span
            cut.place(piece[words[at].start : words[at + span - 1].end], places)
        else:
            size = _single(cut, words, at)
        cut.initials += [word.raw[0] for word in words[at : at + size] if word.raw]
        at += size
    return cut


def _phrase(words: list[Word], at: int) -> tuple[int, Meaning | None]:
    known = table()
    most = min(known.longest.get(words[at].text, 0), len(words) - at)
    for size in range(most, 1, -1):
        if meaning := known.english.get(tuple([word.text for word in words[at : at + size]])):
            return size, meaning
    single = known.exact.get(words[at].raw) or known.english.get((words[at].text,))
    return (1, single) if single else (0, None)


def _places(words: list[Word], at: int, piece: str) -> tuple[int, tuple[Place, ...]]:
    """The longest name of a place that begins at a word; small towns do not count."""
    word = words[at]
    if word_class(word.text) in ("type", "field", "kind", "unit", "company", "direction"):
        return 0, ()
    most = longest_form(piece[word.start : word.end].casefold())
    for size in range(min(most, len(words) - at), 0, -1):
        form = piece[word.start : words[at + size - 1].end].casefold()
        places = _plain(places_of(form), begins=at == 0, typed=_typed(words, at + size))
        if places and not (size == 1 and len(form) < 4 and not word.upper):
            return size, places
    if places := adjectives().get(word.raw, ()):
        return 1, places
    return 0, ()


def _beside_place(words: list[Word], at: int, size: int, piece: str, cut: Cut) -> bool:
    """Whether a word such as "city" says what the place beside it is, or tells bodies apart."""
    behind = at + size < len(words) and _places(words, at + size, piece)[0] > 0
    return behind and "of" in piece[words[at].end : words[at + size].start].casefold() or bool(
        cut.order and cut.regions and cut.order[-1] == cut.regions[-1].place.name)


def _plain(places: tuple[Place, ...], *, begins: bool, typed: bool) -> tuple[Place, ...]:
    """Places as a name within a name means them: a Chinese county's name in pinyin may be any
    word, so it counts where the name begins with a county or town, or where its type follows."""
    return tuple(p for p in places if not p.minor and (
        p.level != "county" or typed or (begins and not p.chinese.endswith("区"))))


def _typed(words: list[Word], at: int) -> bool:
    meaning = table().english.get((words[at].text,)) if at < len(words) else None
    return meaning is not None and meaning.kind == "level"


def _single(cut: Cut, words: list[Word], at: int) -> int:
    """A word that nothing explains: a number, a slip of a general word, else core."""
    word = words[at]
    if word.raw == "no" and at + 1 < len(words) and words[at + 1].raw.isdigit():
        cut.numbers.append(str(int(words[at + 1].raw)))
        return 2
    if ordinal := _ORDINAL.fullmatch(word.raw):
        cut.numbers.append(str(int(ordinal[1])))
    elif word.upper and word.raw in _ROMAN:
        cut.numbers.append(_ROMAN[word.raw])
    elif (general := mended(word.text)) != word.text:
        cut.take(table().english[(general,)])
    else:
        cut.core.append(word.text)
        cut.order.append(word.text)
    return 1


def _without_acronym(cut: Cut, words: list[Word], piece: str) -> list[Word]:
    """Take an acronym off that stands before or behind a full name in mixed case."""
    if len(words) < 4 or piece.isupper():
        return words
    for end, rest in ((words[-1], words[:-1]), (words[0], words[1:])):
        raw = piece[end.start : end.end]
        if end.upper and ACRONYM.fullmatch(raw) and 2 < len(raw) < 7 and end.raw not in _ROMAN:
            known = table().english
            typed = any((m := known.get((w.text,))) and m.kind == "head" for w in rest)
            fits = _spelled(end.raw, "".join(w.raw[0] for w in rest))
            if typed and fits and (end.text,) not in known and not any(w.upper for w in rest):
                cut.acronym = raw
                return rest
    return words


def _spelled(letters: str, initials: str) -> bool:
    """Whether the letters stand among the first letters of the words, in order."""
    left = iter(initials)
    return all(letter in left for letter in letters)
