"""Names in Chinese, cut by longest match over the table of meanings and the gazetteer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from graph.identity.meanings import Meaning, han_number, simplified, table
from graph.identity.parsed import Cut, ParsedName
from graph.language.places import Place, longest_form, places_of

_NUMBERED = re.compile(r"第([零一二三四五六七八九十]{1,3}|\d{1,3})")
_LATIN_RUN = re.compile(r"[A-Za-z0-9&.\- ]+")


def parse_chinese(text: str, kind: str) -> ParsedName:
    """Understand a name with Chinese characters, without brackets."""
    text = text.translate(simplified())
    for short, full in table().short:
        if short in text:
            text = text.replace(short, full)
    items = list(_pieces(text))
    split = _parent_end(items)
    if split:
        parent, own = _cut_chinese(items[:split]), _cut_chinese(items[split:])
        if own.heads or own.roles:
            words = own.whole(text, kind, "han")
            return replace(words, parent=parent.whole(text, "", "han"))
    return _cut_chinese(items).whole(text, kind, "han")


_Piece = tuple[str, str, Meaning | None, tuple[Place, ...]]


def _pieces(text: str) -> Iterator[_Piece]:
    """(sort, text, meaning, places) in order: place, number, meaning, core."""
    known = table()
    at, core, begins = 0, "", True
    while at < len(text):
        size, piece = _piece_at(text, at, known.first, known.chinese, begins and not core)
        if piece is None:
            core += text[at]
            at += 1
            continue
        if core.strip():
            yield ("core", core.strip(), None, ())
        core = ""
        yield piece
        meaning = piece[2]
        begins = piece[0] == "place" or bool(
            meaning and any(k in ("head", "form", "role", "level") for _, k in meaning.parts))
        at += size
    if core.strip():
        yield ("core", core.strip(), None, ())


def _piece_at(
    text: str, at: int, first: dict[str, int], chinese: dict[str, Meaning], begins: bool
) -> tuple[int, _Piece | None]:
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
            if begins or any(p.chinese == form for p in places):
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
