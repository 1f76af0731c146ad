"""Names in Chinese, cut by longest match over the table of meanings and the gazetteer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from graph.identity.meanings import Meaning, han_number, simplified, table
from graph.identity.parsed import Cut, ParsedName
from graph.language.places import Place, longest_form, places_of, within

_NUMBERED = re.compile(r"第([零一二三四五六七八九十]{1,3}|\d{1,3})")
_BETWEEN = re.compile(r"(?<=[\u3400-\u9fff])[ 、·•]+(?=[\u3400-\u9fff])")
"""What stands between Chinese characters and parts no words."""
_AND = "和与及暨"
_LEAST_BEFORE = 2
_LATIN_RUN = re.compile(r"[A-Za-z0-9&.\- ]+")


def parse_chinese(text: str, kind: str) -> ParsedName:
    """Understand a name with Chinese characters, without brackets."""
    text, *behind = re.split("[,;]", _in_full(_BETWEEN.sub("", text.translate(simplified()))))
    towns = [(word, places) for word in behind if (places := places_of(word.strip()))]
    text += "".join(word for word in behind if not places_of(word.strip()))
    items = [piece for piece in _pieces(text) if piece[0] != "gap"]
    if items and items[0][1] == "国家" and all(piece[0] != "place" for piece in items):
        items.append(("place", "中国", None, places_of("中国")))
    for word, places in towns:
        if not _holds(items, places[0]):
            items.append(("place", word, None, places))
    split = _parent_end(items)
    if split:
        parent, own = _cut_chinese(items[:split]), _cut_chinese(items[split:])
        if own.heads or own.roles:
            words = own.whole(text, kind, "han")
            return replace(words, parent=parent.whole(text, "", "han"))
    return _cut_chinese(items).whole(text, kind, "han")


def _in_full(text: str) -> str:
    """A name with its abbreviations written in full; in Chinese a ministry that names no country
    is China's."""
    for short, full in table().begins:
        if text.startswith(short):
            text = full + text[len(short):]
            break
    for short, full in table().short:
        if short in text and full not in text:
            text = text.replace(short, full)
    return text


_Piece = tuple[str, str, Meaning | None, tuple[Place, ...]]


def _holds(items: list[_Piece], town: Place) -> bool:
    """Whether a town behind a comma lies in a province of China that the name says."""
    return any(place.chinese and place.level != "country" and within(town, place)
               for *_, places in items for place in places)


def _pieces(text: str) -> Iterator[_Piece]:
    """(sort, text, meaning, places) in order: place, number, meaning, core."""
    known = table()
    at, core, begins, worded = 0, "", True, False
    while at < len(text):
        if worded and not core and text[at] in _AND and _means(text, at + 1):
            at += 1
        size, piece = _piece_at(text, at, known.first, known.chinese, begins and not core,
                                inside=len(core) >= _LEAST_BEFORE)
        if piece is None:
            core += text[at]
            at += 1
            continue
        if core.strip():
            yield ("core", core.strip(), None, ())
        core = ""
        yield piece
        meaning = piece[2]
        worded = meaning is not None
        begins = piece[0] == "place" or bool(
            meaning and any(k in ("head", "form", "role", "level") for _, k in meaning.parts))
        at += size
    if core.strip():
        yield ("core", core.strip(), None, ())


def _means(text: str, at: int) -> bool:
    """Whether a word of the table begins here."""
    known = table()
    most = known.first.get(text[at : at + 1], 0)
    return any(text[at : at + size] in known.chinese for size in range(most, 1, -1))


def _piece_at(
    text: str, at: int, first: dict[str, int], chinese: dict[str, Meaning], begins: bool, *,
    inside: bool,
) -> tuple[int, _Piece | None]:
    """``begins``: where a bare name is a place; ``inside``: where only a province's is, behind a
    name as in 国网江苏电力."""
    if numbered := _NUMBERED.match(text, at):
        return numbered.end() - at, ("number", han_number(numbered[1]), None, ())
    if text[at].isascii():
        run = _LATIN_RUN.match(text, at)
        if run and run.group().strip():
            return run.end() - at, ("latin", run.group().strip(), None, ())
        return 1, ("gap", "", None, ())
    most = longest_form(text[at])
    for size in range(min(most, len(text) - at), 1, -1):
        form = text[at : at + size]
        if places := places_of(form):
            # A bare name within a name is more often a word than a place.
            if begins or any(p.chinese == form or inside and p.level == "province" and p.chinese
                             for p in places):
                return size, ("place", form, None, places)
            break
    for size in range(min(first.get(text[at], 0), len(text) - at), 0, -1):
        meaning = chinese.get(text[at : at + size])
        if meaning and (size > 1 or _stands(text, at, meaning, begins)):
            return size, ("meaning", text[at : at + size], meaning, ())
    return 1, None


def _stands(text: str, at: int, meaning: Meaning, begins: bool) -> bool:
    """Whether a single character counts: the head at the end of a name, a level after a place."""
    kind = meaning.kind
    if kind == "level":
        return begins
    following = text[at + 1 : at + 2]
    return kind in ("head", "field") and (not following or following in "业(（,， ")


def _parent_end(items: list[_Piece]) -> int:
    """Where the parent's name ends in 中国科学院某某研究所; 0 for none."""
    for at, (_, word, meaning, _) in enumerate(items[:-1]):
        if meaning is None:
            continue
        last, kind = meaning.parts[-1]
        body = kind == "head" and ("university" in last or word.endswith(("科学院", "研究院")))
        body |= kind == "form" or meaning.kind == "head" and word.endswith("医院")
        body |= any(w == "academy" for w, _ in meaning.parts)
        behind = (m.parts[0][1] for _, _, m, _ in items[at + 1 :] if m)
        if body and at > 0 and any(kind in ("head", "role") for kind in behind):
            return at + 1
    return 0


def _cut_chinese(items: list[_Piece]) -> Cut:
    cut = Cut()
    for sort, word, meaning, places in items:
        if sort == "place":
            cut.place(word, places)
        elif sort == "number":
            cut.numbers.append(word)
        elif meaning is not None:
            cut.take(meaning)
        elif sort in ("core", "latin"):
            cut.core.append(word.casefold())
            cut.order.append(word.casefold())
    return cut
