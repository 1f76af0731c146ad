"""Names in Latin script, cut by phrases of comparable words."""

from __future__ import annotations

import re
from dataclasses import replace

from graph.identity.meanings import Meaning, academies, adjectives, bodies, mended, table
from graph.identity.parsed import ACRONYM, Cut, ParsedName
from graph.identity.words import Word, word_class, words_of
from graph.language.places import Place, longest_form, places_of, within

_COMMA = re.compile(r"\s*[,;，；、]\s*|\s+[-–—]\s+")
_APOSTROPHE = re.compile(r"(?<=\w)['’`´](?=\w)")
_ELIDED = re.compile(r"\b([dl]|dell|all|nell|sull|degl|qu)['’`´](?=\w)", re.IGNORECASE)
_APART = re.compile(r"\b[DL] (?=[AEIOUH]\w\w)")
"""An elided article in capitals without its apostrophe: "A L ENERGIE"."""
_LETTERS = re.compile(r"\b(?:[A-Za-z]{1,3}[./] ?){1,3}[A-Za-z]{1,2}\.?$")
_ASSOCIATION = re.compile(r"\b(?:e\. ?V\.?|eV|E\. ?V\.)$")
_TRADED = re.compile(r"(?P<name>.+)\s+[-–—]\s+(?P<brand>\w+)")
_LETTER_FIRST = re.compile(r"\W*([A-Za-z])\s")
_LETTER_LAST = re.compile(r"\s([A-Za-z])\W*$")
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)?")
_ROMAN = {"ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9",
          "xi": "11", "xii": "12", "xiii": "13"}


def parse_latin(text: str, kind: str) -> ParsedName:
    """Understand a name in Latin script (or any that writes words apart), without brackets."""
    plain = _APOSTROPHE.sub("", _ELIDED.sub(r"\1 ", text))
    plain = _APART.sub("", plain) if plain.isupper() else plain
    if (traded := _TRADED.fullmatch(plain)) and _form_behind(traded["name"]):
        return replace(parse_latin(traded["name"], kind), acronym=traded["brand"])
    pieces = [_with_form(piece) for piece in _COMMA.split(plain) if piece.strip(" .")]
    if not pieces:
        return ParsedName(text, kind)
    pieces = [*_with_academy(pieces[0]), *pieces[1:]]
    full = [academies().get(piece, piece) if at else piece for at, piece in enumerate(pieces)]
    cuts = [_cut_latin(piece, whole=len(pieces) == 1, last=at > 0)
            for at, piece in enumerate(full)]
    own, parent = cuts[0], None
    above = ""
    for piece, cut in zip(pieces[1:], cuts[1:], strict=True):
        short = piece in academies() or ACRONYM.fullmatch(piece) and not cut.regions
        named = bool(own.heads and (short or bodies("whole").intersection(cut.heads)))
        if parent is None and named and (cut.core or cut.regions or cut.fields):
            parent, above = cut, piece
            parent.acronym = piece if short else ""
        elif _is_address(own, cut):
            continue
        elif parent is None and _is_unit(cut) and bodies("whole").intersection(own.heads):
            own, parent, above = cut, own, pieces[0]
        else:
            _add(parent if parent and named else own, cut)
    parsed = own.whole(text, kind, "latin")
    return replace(parsed, parent=parent.whole(above, "", "latin")) if parent else parsed


def _form_behind(text: str) -> str:
    """The last letters of a text, if together they are a legal form: "a/s", "s.r.o."."""
    found = _LETTERS.search(text)
    joined = re.sub(r"[./ ]", "", found[0]) if found else text.split()[-1]
    meaning = table().english.get((joined.casefold(),))
    return joined if meaning and meaning.kind == "form" else ""


def _with_form(piece: str) -> str:
    """A piece whose legal form is written in one way: "A/S" as "AS", "eV" in full."""
    piece = piece.strip()
    association = _ASSOCIATION.search(piece)
    if association or piece.isupper() and piece.endswith(" EV"):
        return piece[: association.start() if association else -2] + "eingetragener Verein"
    if (found := _LETTERS.search(piece)) and (form := _form_behind(piece)):
        return piece[: found.start()] + form
    return piece


def _with_academy(piece: str) -> list[str]:
    """A first piece that ends in the acronym of a known body, as the two pieces that it is."""
    name, _, last = piece.strip(" .").rpartition(" ")
    return [name, last] if last in academies() and len(name.split()) > 1 else [piece]


def _is_address(own: Cut, cut: Cut) -> bool:
    """Whether a town behind a comma only says where in its Chinese province a body is; elsewhere
    it may be one of several bodies: "University of California, Davis"."""
    if cut.heads or cut.core or cut.fields or not cut.regions or not own.heads:
        return False
    return all(any(outer.chinese and outer.level != "country" and within(inner, outer)
                   for region in own.regions for outer in region.places)
               for named in cut.regions for inner in named.places[:1])


def _is_unit(cut: Cut) -> bool:
    return not bodies("unit").isdisjoint(cut.heads) and bodies("whole").isdisjoint(cut.heads)


def _add(cut: Cut, other: Cut) -> None:
    for name in ("regions", "core", "fields", "heads", "roles", "numbers", "forms", "order",
                 "initials", "said"):
        getattr(cut, name).extend(getattr(other, name))


def _cut_latin(piece: str, *, whole: bool, last: bool) -> Cut:
    """One part between commas; ``last``: a part behind another, where any town may stand."""
    cut = Cut()
    if last and (places := places_of(piece.strip(" .").casefold())):
        cut.place(piece.strip(" ."), places)
        return cut
    words = _with_letters(words_of(piece), piece)
    words = _without_acronym(cut, words, piece) if whole or not last else words
    if any(len(word.raw) == 1 or word.upper for word in words):
        words = [_letter(words, at, piece) for at in range(len(words))]
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


def _with_letters(words: list[Word], piece: str) -> list[Word]:
    """The words with a letter that begins or ends the name: only between words is it an "and"."""
    first, last = _LETTER_FIRST.match(piece), _LETTER_LAST.search(piece)
    if first and words and words[0].start > first.start(1):
        words = [_lone(words[0], first), *words]
    if last and words and words[-1].end < last.end(1):
        words = [*words, _lone(words[-1], last)]
    return words


def _lone(beside: Word, found: re.Match[str]) -> Word:
    letter = found[1].lower()
    return beside._replace(text=letter, raw=letter, start=found.start(1), end=found.end(1))


def _letter(words: list[Word], at: int, piece: str) -> Word:
    """Letters as themselves: "E." is east only before a place, no umlaut stands in "CAAS"."""
    word = words[at]
    written = piece[word.start : word.end].lower()
    if word.upper and word.text == word.raw != written and len(written) < 6:
        alone = len(words) == 1 or not piece.isupper()
        return word._replace(text=written, raw=written) if alone and written.isalpha() else word
    if len(word.raw) > 1 or word_class(word.text) != "direction":
        return word
    placed = at + 1 < len(words) and _places(words, at + 1, piece)[0]
    return word if placed else word._replace(text=word.raw)


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
    begins = piece[word.start : word.end].casefold()
    most = longest_form(begins)
    if not most and word.raw != begins:
        most = longest_form(word.raw)
    for size in range(min(most, len(words) - at), 0, -1):
        form = piece[word.start : words[at + size - 1].end].casefold()
        known = places_of(form) or places_of(" ".join([w.raw for w in words[at : at + size]]))
        places = _plain(known, begins=at == 0, typed=_typed(words, at + size))
        if places and not (size == 1 and len(form) < 4 and not word.upper):
            return size, places
    if places := adjectives().get(word.raw, ()):
        return 1, places
    return 0, ()


def _beside_place(words: list[Word], at: int, size: int, piece: str, cut: Cut) -> bool:
    """Whether a word such as "city" says what the place beside it is, or tells bodies apart as in
    "Lanyu City University"."""
    following = _phrase(words, at + size)[1] if at + size < len(words) else None
    taught = {*bodies("taught"), "polytechnic"}
    if words[at].raw == "city" and following and following.parts[0][0] in taught:
        return False
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
            fits = spelled(end.raw, "".join(w.raw[0] for w in rest))
            if typed and fits and (end.text,) not in known and not any(w.upper for w in rest):
                cut.acronym = raw
                return rest
    return words


def spelled(letters: str, initials: str) -> bool:
    """Whether the letters stand among the first letters of the words, in order."""
    left = iter(initials)
    return all(letter in left for letter in letters)
