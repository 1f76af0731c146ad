"""Component ``qilian_lists``: enumerations, their items and what kind of thing each item is.

The announced count chooses the splitter: "8 aspects" behind a row decides whether " and " parts two
items or belongs to one. What is counted decides the type of the items.
"""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc

from ingest.nlp.draft import Draft, Listing, draft_of
from ingest.nlp.items import type_items
from ingest.nlp.lexicon import words

WORD_NUMBERS = {
    word: n
    for n, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
        ]
    )
}
_N = r"(?:\d{1,3}|" + "|".join(list(WORD_NUMBERS)[2:]) + ")"
_NOUN = r"(?:[\w'&-]+ ){0,8}?[\w'-]+"
_ANNOUNCED = re.compile(
    rf"\b(?P<n>{_N}) (?P<noun>{_NOUN}?)(?:,? (?:are|is|namely|including|includes?|"
    rf"which are|refers? to|"
    rf"such as|i\.e\.)|:|, respectively,?) (?P<items>[^;\n]+)",
    re.IGNORECASE,
)
_TRAILING = re.compile(
    rf",? (?:and )?(?:other )?(?:(?P<n>{_N}) (?P<noun>(?:[a-z-]+ ){{0,2}}"
    rf"(?:aspects|fields|areas|industries|bases|sectors|directions|"
    rf"categories|chains|topics|technologies))|and other (?P<other>(?:[\w-]+ ){{0,2}}(?:areas|"
    rf"fields|industries|sectors|aspects|"
    rf"technologies))(?: of the top (?P<top>{_N}))?)\b",
    re.IGNORECASE,
)
_SUCH = re.compile(
    r"\b(?P<noun>industries|areas|fields|sectors|technologies|disciplines|domains) "
    r"(?:such as|like|including|of) (?P<items>[^.;:\n]+)",
    re.IGNORECASE,
)
_OPENERS = re.compile(
    r"\b(?:involving|involves?|including|includes?|covering|covers?|focus(?:ing|es)? on|such as|"
    r"support(?:ing|s)?|refers? to|in|on|are|is|namely|of|for|with|surrounding|"
r"around|develop(?:ing)?|the fields?)\b\s+",
    re.IGNORECASE,
)  # fmt: skip
_CLAUSE = re.compile(r"\b(?:is|are|was|were|will|has|have)\b")
_STOP = words("function", "verbs")


@Language.factory("qilian_lists")
def make_lists(nlp: Language, name: str) -> Lists:
    """The factory that spaCy calls."""
    return Lists()


class Lists:
    """Finds enumerations and types their items."""

    def __call__(self, doc: Doc) -> Doc:
        """Reads the document into its draft; the document itself is given on."""
        draft = draft_of(doc)
        for start, end in draft.sentences:
            if draft.is_tabular(start, end):
                continue
            self._announced(draft, start, end)
            self._trailing(draft, start, end)
            self._such(draft, start, end)
        for listing in draft.lists:
            type_items(draft, listing)
        return doc

    def _announced(self, draft: Draft, start: int, end: int) -> None:
        at = start
        while found := _ANNOUNCED.search(draft.text, at, end):
            at = found.end("noun")
            stop = _items_end(draft, found.start("items"), found.end("items"))
            count = number(found["n"])
            trailing = _TRAILING.search(draft.text, found.start("items"), stop)
            if trailing and trailing["n"]:
                continue
            items = split_items(draft.text, found.start("items"), stop, count)
            while items and _CLAUSE.search(draft.text, *items[-1]):
                items.pop()
            if len(items) < 2 or abs(len(items) - count) > 2:
                continue
            draft.lists.append(Listing(found.start(), items[-1][1], items, found["noun"], count))
            at = stop

    def _trailing(self, draft: Draft, start: int, end: int) -> None:
        for found in _TRAILING.finditer(draft.text, start, end):
            count = number(found["n"] or found["top"] or "")
            semicolon = draft.text.rfind(";", start, found.start()) + 1
            begin = max(start, semicolon)
            items = _walk_back(draft, begin, found.start(), count)
            if len(items) >= 2:
                noun = found["noun"] or found["other"]
                if noun == "bases":
                    before = re.search(
                        r"((?:[\w-]+ ){1,4}base)s? (?:is|are) ", draft.text[begin : found.start()]
                    )
                    noun = before[1] if before else noun
                draft.lists.append(Listing(items[0][0], found.end(), items, noun, count or None))

    def _such(self, draft: Draft, start: int, end: int) -> None:
        for found in _SUCH.finditer(draft.text, start, end):
            stop = _items_end(draft, found.start("items"), found.end("items"), verbs=True)
            items = split_items(draft.text, found.start("items"), stop, 0)
            clash = (
                any(one.start <= items[0][0] < one.end for one in draft.lists) if items else True
            )
            if len(items) >= 2 and not clash and all(_short(draft, i) for i in items):
                draft.lists.append(Listing(found.start(), stop, items, found["noun"]))


def number(text: str) -> int:
    """A count in digits or words; 0 when the text is empty."""
    low = text.casefold()
    return WORD_NUMBERS[low] if low in WORD_NUMBERS else int(low) if low.isdigit() else 0


def _items_end(draft: Draft, start: int, end: int, *, verbs: bool = False) -> int:
    """Where a row of items ends: at a stop, or before the verb that goes on with the sentence."""
    sentence = draft.sentence_at(start)[1]
    stop = min(end, sentence)
    cut = re.compile(r"[.](?=\s|$)").search(draft.text, start, stop)
    stop = cut.start() if cut else stop
    if verbs:
        tail = re.compile(
            r"(?:,| )(?:have|has|had|is|are|was|were|will|would|to|in order|which|"
            r"that|by|through|with)\b"
        ).search(draft.text, start, stop)
        stop = tail.start() if tail else stop
    return stop


def split_items(text: str, start: int, end: int, count: int) -> list[tuple[int, int]]:
    """The items between two offsets, split so that their number fits the count where it can."""
    commas = _pieces(text, start, end, r",")
    if not commas:
        return []
    last = commas[-1]
    parted = [*commas[:-1], *_pieces(text, *last, r"\band\b")]
    options = [_clean(text, commas), _clean(text, parted)]
    for word in re.compile(r"\band\b").finditer(text, *last):
        once = [*commas[:-1], (last[0], word.start()), (word.end(), last[1])]
        options.append(_clean(text, [p for p in once if text[slice(*p)].strip()]))
    for option in options:
        if count and len(option) == count:
            return option
    if not count:
        oxford = text[last[0] : last[1]].lstrip().startswith("and ")
        return (
            options[0]
            if oxford or len(commas) == 1 and " and " not in text[start:end]
            else options[1]
        )
    return min(options, key=lambda o: abs(len(o) - count))


def _pieces(text: str, start: int, end: int, pattern: str) -> list[tuple[int, int]]:
    pieces, at, depth = [], start, 0
    for mark in re.compile(pattern + r"|[()]").finditer(text, start, end):
        if mark.group() in "()":
            depth += 1 if mark.group() == "(" else -1
        elif depth <= 0:
            pieces.append((at, mark.start()))
            at = mark.end()
    pieces.append((at, end))
    return [p for p in pieces if text[p[0] : p[1]].strip()]


_LEAD = re.compile(
    r"\s*(?:(?:and|the|a|an|including|with|as|one is|two is|three is|first,|second,|"
    r"third,|surrounding|(?:the )?surrounding)\s+)*",
    re.I,
)


def _clean(text: str, pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
    cleaned = []
    for start, end in pieces:
        start += _LEAD.match(text[start:end]).end()  # type: ignore[union-attr]
        while end > start and text[end - 1] in " .,;:":
            end -= 1
        if end > start:
            cleaned.append((start, end))
    return cleaned


def _short(draft: Draft, item: tuple[int, int]) -> bool:
    return 0 < len(draft.tokens(*item)) <= 9


def _walk_back(draft: Draft, start: int, end: int, count: int) -> list[tuple[int, int]]:
    """Items before a trailing count: as many as it says, else as far back as they stay items."""
    pieces = _pieces(draft.text, start, end, r",")
    taken: list[tuple[int, int]] = []
    for piece in reversed(pieces):
        openers = list(_OPENERS.finditer(draft.text, *piece))
        length = len(draft.tokens(*piece))
        last = bool(count) and len(taken) + 1 == count
        verb = any(t.lower in words("verbs") for t in draft.tokens(*piece))
        if last or length > 8 or (verb and not (count and len(taken) + 1 < count)):
            leading = [o for o in openers if not draft.text[piece[0] : o.start()].strip()]
            opener = openers[-1] if openers and length > 5 else leading[0] if leading else None
            opener = next((o for o in openers if verb), opener) if verb else opener
            begin = opener.end() if opener else piece[0]
            rest = (begin, piece[1])
            if len(draft.tokens(*rest)) <= 9:
                taken.insert(0, rest)
            break
        taken.insert(0, piece)
    items = _clean(draft.text, taken)
    if not count or len(items) < count:
        parted = (
            _clean(draft.text, [*taken[:-1], *_pieces(draft.text, *taken[-1], r"\band\b")])
            if taken
            else []
        )
        if count and len(parted) == count:
            return parted
    return items
