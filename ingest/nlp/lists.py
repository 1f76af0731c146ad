"""Component ``qilian_lists``: enumerations, their items and what kind of thing each item is.

The announced count chooses the splitter: "8 aspects" behind a row decides whether " and " parts two
items or belongs to one. What is counted decides the type of the items.
"""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc

from ingest.nlp.draft import Draft, Found, Listing, draft_of, folded
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
    rf",? (?:and )?(?:other )?(?:(?P<n>{_N}) (?P<noun>(?:major |key |industrial |"
    rf"high-tech )?(?:aspects|fields|areas|industries|bases|sectors|directions|"
    rf"categories|industrial chains))|and other (?P<other>(?:[\w-]+ ){{0,2}}(?:areas|"
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
_STOP = words("function", "verbs")
_TECH = words("technology_tail")


@Language.factory("qilian_lists")
def make_lists(nlp: Language, name: str) -> Lists:
    """The factory that spaCy calls."""
    return Lists()


class Lists:
    """Finds enumerations and types their items."""

    def __call__(self, doc: Doc) -> Doc:
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
            clash = any(l.start <= items[0][0] < l.end for l in draft.lists) if items else True
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
            opener = openers[-1] if openers and length > 5 else None
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
        if (count and len(parted) == count) or (
            not count
            and items
            and len(taken) > 1
            and " and " in draft.text[taken[-1][0] : taken[-1][1]]
            and False
        ):
            return parted
    return items


# --- what the items are ---------------------------------------------------------------------


def type_items(draft: Draft, listing: Listing) -> None:
    """Adds the entities that the items of a list are, by what is counted."""
    counted = re.split(r" (?:of|in|for|to) ", listing.noun.casefold())[0]
    head = re.sub(r"s$", "", counted.split()[-1])
    for item in listing.items:
        text = draft.text[slice(*item)]
        if draft.covered(*item, "Enterprise", "Institute", "Agency", "Policy", "Person", "Region"):
            continue
        if re.search(r"\d", text) and not re.search(r"[a-z]{3}", text):
            continue
        listing.entities += _typed(draft, item, head, listing)


def _typed(draft: Draft, item: tuple[int, int], head: str, listing: Listing) -> list[Found]:
    noun = " ".join(
        w
        for w in listing.noun.split()
        if w.casefold()
        not in ("industrial", "provincial", "national", "new", "key", "the", "state-level")
    )
    noun = re.sub(r"s$", "", noun)
    if head in (
        "aspect",
        "industrie",
        "industry",
        "area",
        "field",
        "sector",
        "direction",
        "categorie",
        "domain",
    ):
        _replace(draft, item)
        field = draft.add(field_type(draft.text[slice(*item)]), *item, confidence=0.75)
        return [field, *_bases(draft, item, listing, field)]
    if head in ("base", "park") and len(noun.split()) > 1:
        _replace(draft, item)
        field = draft.add("Industry", *item, confidence=0.75)
        base = draft.add(
            "Platform", *item, name=f"{draft.text[slice(*item)]} {noun}", confidence=0.65
        )
        draft.link("TARGETS", base, field, *item, 0.7)
        return [base, field]
    if head in ("center", "centre", "laboratory", "laboratorie"):
        _replace(draft, item)
        name = f"{draft.text[slice(*item)]} {noun}"
        centre = draft.add("Institute", *item, name=name, confidence=0.7)
        topic = draft.add("Technology", *item, confidence=0.7)
        draft.link("OPERATES_IN", centre, topic, *item, 0.7)
        return [centre, topic]
    by_head = {
        "platform": "Platform", "action": "Programme", "campaign": "Programme", "project": "Technology",
        "topic": "Technology", "technology": "Technology", "technologie": "Technology", "subject": "Technology",
        "agreement": "Technology", "achievement": "Technology", "problem": "Problem", "obstacle": "Problem",
        "difficultie": "Problem", "bottleneck": "Problem", "challenge": "Problem", "discipline": "Technology",
    }  # fmt: skip
    type_ = by_head.get(head)
    text = draft.text[slice(*item)]
    if type_ is None or any(draft.covered(*item, t) for t in ("Enterprise", "Institute")):
        return []
    if type_ == "Technology" and re.search(r"\b(?:construction|platform)$", text):
        type_ = "Programme"
    if type_ == "Platform" and len(text.split()) < 3:
        return []
    _replace(draft, item)
    return [draft.add(type_, *item, confidence=0.75)]


def _replace(draft: Draft, item: tuple[int, int]) -> None:
    """Readings of an item's words as something else give way to the list's."""
    draft.found = [
        f
        for f in draft.found
        if not (
            item[0] <= f.start
            and f.end <= item[1]
            and f.type in ("Platform", "Industry", "Technology", "Problem")
        )
    ]


def field_type(text: str) -> str:
    """Industry, or Technology where the last words name a technique or a technical concern."""
    parts = folded(text).split()
    if parts and parts[-1] in _TECH and parts[-1] not in ("processing", "process"):
        return "Technology"
    if len(parts) > 1 and parts[-2:] in (["environmental", "protection"], ["and", "health"]):
        return "Technology"
    return "Industry"


def _bases(draft: Draft, item: tuple[int, int], listing: Listing, field: Found) -> list[Found]:
    """A row of fields with the number of bases that the text announces names those bases too."""
    if not listing.count:
        return []
    counted = re.compile(
        rf"\b{listing.count} (?P<noun>(?:[\w-]+ ){{0,5}}(?:base|park|centre|center))s?\b"
    )
    found = max(
        counted.finditer(draft.text),
        key=lambda m: len(re.split(r" of (?:the )?", m["noun"])[0]),
        default=None,
    )
    if not found or len(found["noun"].split()) < 2:
        return []
    noun = " ".join(
        w for w in found["noun"].split()
        if w.casefold() not in ("industrial", "provincial", "national", "key", "characteristics", "of", "the", "industry")
    )  # fmt: skip
    again = re.search(rf"(?:[a-z]+ and )?{re.escape(noun)}", draft.text, re.I)
    noun = again.group() if again and len(noun.split()) < 2 else noun
    base = draft.add("Platform", *item, name=f"{draft.text[slice(*item)]} {noun}", confidence=0.6)
    draft.link("TARGETS", base, field, *item, 0.65)
    return [base]
