"""Component ``qilian_lists``: enumerations, their items and what kind of thing each item is.

The announced count chooses the splitter: "8 aspects" behind a row decides whether " and " parts two
items or belongs to one. What is counted decides the type of the items.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc

from ingest.nlp.chunks import subject_before
from ingest.nlp.draft import Draft, Listing, draft_of
from ingest.nlp.items import type_items
from ingest.nlp.lexicon import words
from ingest.nlp.splitting import clean, pieces, split_items

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
_LINK = (
    r"(?:,? (?:are|is|were|namely|including|includes?|which are|that is|refers? to|"
    r"consists? of|comprises?|involves?|covers?|such as|i\.e\.)(?: respectively| as follows|"
    r" the following)?[,:]?|(?: with [^:.;,]{3,60})?\s?:| as follows:|, respectively,?| [–—])"
)
_ANNOUNCED = re.compile(
    rf"\b(?P<n>{_N}) (?P<noun>{_NOUN}?)[\"”]?{_LINK} (?P<items>[^\n]+)", re.IGNORECASE
)
_SET = rf"(?P<n>one|{_N}) (?P<noun>(?:[\w-]+ ){{0,4}}?[\w-]+)"
_BARE = re.sub(r"\?P<\w+>", "?:", _SET)
_COUPLED = re.compile(
    rf"\b(?P<sets>{_BARE}(?:(?:,| and|, and) {_BARE})+?)[\"”]?"
    r"(?:\s?:|,? namely,?|,? that is,?| includes?|, including) (?P<items>[^;\n]+)",
    re.IGNORECASE,
)
_COUNT_AHEAD = re.compile(rf"\b{_BARE}(?:,| and|, and) $", re.IGNORECASE)
_AS = re.compile(
    r"\b(?:takes?|taking|with|regards?|regarding|makes?|names?|lists?|identif(?:ies|ied)|defines?|"
    r"designates?|treats?|sees?|selects?|chose|picks?|highlights?) (?P<items>[^;:.\n]{8,200}?) as "
    rf"(?:the |its |their )?(?:(?P<n>{_N}) )?"
    r"(?P<noun>(?:[\w-]+ ){0,2}(?:industries|industry|sectors|fields|directions|priorities|pillars|"
    r"areas|strengths|speciali[sz]ations|domains|engines))\b",
    re.IGNORECASE,
)
_PREDICATED = re.compile(
    r"\s(?:are|is) (?:(?:listed|regarded|identified|seen) (?:by [^,;.]{2,40} )?as |called |"
    r"known as |"
    rf"the |its |our |their |now )*(?P<n>{_N}) (?P<noun>(?:[\w-]+ ){{0,3}}?(?:industries|sectors|"
    r"fields|short boards|bottlenecks|problems|difficulties|shortcomings|weaknesses|obstacles|"
    r"technologies|directions|topics))\b",
    re.IGNORECASE,
)
_HEADED = re.compile(
    r"(?:^|\n)[ \t]*(?:\(?\d{1,2}[.)]?|[IVX]+\.)?[ \t]*(?P<noun>(?:[\w&-]+ ){0,4}(?:areas|fields|"
    r"directions|sectors|industries|topics|technologies|themes|priorities|tasks))[ \t]*:?[ \t]*\n"
    r"[ \t]*(?P<items>[^\n]{8,400})",
    re.IGNORECASE,
)
_MARK = r"(?:[-•*·–]|\(?\d{1,2}[.)]|\(?[a-z]\)|[A-Z]\d{1,2}[.:)]?)"
"""What opens an item: a dash, "1.", "(a)" or "T1"."""
_BULLETS = re.compile(
    rf"(?:\b(?P<n>{_N}) )?(?P<noun>(?:[\w&-]+ ){{0,5}}[\w-]+)[^\n:;.]{{0,40}}:[ \t]*\n"
    rf"(?P<rows>(?:[ \t]*{_MARK}[ \t]+[^\n]+(?:\n|$)){{2,}})",
    re.IGNORECASE,
)
_LAST_COUNT = re.compile(
    rf".*\b(?P<n>{_N}) (?P<noun>[a-z][^:;.,]{{2,60}})$", re.IGNORECASE | re.DOTALL
)
"""The count nearest to the colon: "invites firms and groups to solve four problems:"."""
_COLON = re.compile(rf":[ \t]*\n[ \t]*{_MARK}[ \t]")
_ROW = re.compile(rf"[ \t]*{_MARK}[ \t]+(?P<item>[^\n]+)")
_COUNTED = (
    "aspects|fields|areas|industries|bases|sectors|directions|categories|chains|topics|"
    "technologies|tasks|disciplines|domains|clusters"
)
_TRAILING = re.compile(
    rf",? (?:and )?(?P<others>other )?(?:(?P<n>{_N}) (?P<noun>(?:[a-z-]+ ){{0,2}}(?:{_COUNTED}))|"
    rf"and other (?P<other>(?:[\w-]+ ){{0,2}}(?:{_COUNTED}))(?: of the top (?P<top>{_N}))?)\b",
    re.IGNORECASE,
)
_SUCH = re.compile(
    r"\b(?P<noun>industries|areas|fields|sectors|technologies|disciplines|domains|belts) "
    r"(?:such as|like|including|of) (?P<items>[^.;:\n]+)|"
    r"\bsuch (?P<noun_>industries|areas|fields|sectors|technologies) as (?P<items_>[^.;:\n]+)",
    re.IGNORECASE,
)
_OPENERS = re.compile(
    r"\b(?:involving|involves?|including|includes?|covering|covers?|focus(?:ing|es)? on|such as|"
    r"support(?:ing|s)?|refers? to|in|on|are|is|namely|of|for|with|surrounding|build(?:ing)?|"
r"around|develop(?:ing)?|the fields?)\b\s+",
    re.IGNORECASE,
)  # fmt: skip
_CLAUSE = re.compile(r"\b(?:is|are|was|were|will|has|have)\b")
_GOES_ON = re.compile(
    r"(?:all (?:to|of|are|were)|which|where|who|so|to |in order|thus|thereby|with (?:a|the)|"
    r"the (?:first|"
    r"latter|former|last)|etc|and so on|in total|among|at present|by \d|has|have|it |they |he )\b",
    re.IGNORECASE,
)
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
        for turn, (start, end) in enumerate(draft.sentences):
            if draft.is_tabular(start, end) or (turn == 0 and draft.source.title):
                continue
            _coupled(draft, start, end)
            _announced(draft, start, end)
            _trailing(draft, start, end)
            _predicated(draft, start, end)
            _as(draft, start, end)
            _such(draft, start, end)
        _headed(draft)
        for listing in draft.lists:
            type_items(draft, listing)
        return doc


def _announced(draft: Draft, start: int, end: int) -> None:
    """ "The 6 bases are respectively a, b, c": the count in front, the items behind."""
    at = start
    while found := _ANNOUNCED.search(draft.text, at, end):
        at = found.end("noun")
        if _taken(draft, found.start()):
            continue
        stop = _items_end(draft, found.start("items"), found.end("items"))
        count = number(found["n"])
        if _COUNT_AHEAD.search(draft.text, start, found.start()):
            continue
        items = _by_semicolon(draft, found.start("items"), stop, count)
        if not items:
            semicolon = draft.text.find(";", found.start("items"), stop)
            stop = semicolon if semicolon > 0 else stop
            trailing = _TRAILING.search(draft.text, found.start("items"), stop)
            if trailing and trailing["n"]:
                continue
            items = _row(draft, found.start("items"), stop, count)
        sample = (
            re.search(r"\b(?:includ\w+|such as)\b", draft.text[at : items[0][0]]) if items else None
        )
        if len(items) < 2 or (abs(len(items) - count) > 2 and not (sample and len(items) < count)):
            continue
        stated = count if abs(len(items) - count) <= 2 else None
        draft.lists.append(Listing(found.start(), items[-1][1], items, found["noun"], stated))
        at = items[-1][1]


def _by_semicolon(draft: Draft, start: int, stop: int, count: int) -> list[tuple[int, int]]:
    """Items parted by semicolons, where there are as many of them as announced."""
    items = clean(draft.text, pieces(draft.text, start, stop, ";"))
    return items if len(items) == count and len(items) > 1 else []


def _row(draft: Draft, start: int, stop: int, count: int) -> list[tuple[int, int]]:
    """The items of a row, without the pieces that go on with the sentence."""
    for turn, (a, b) in enumerate(clean(draft.text, pieces(draft.text, start, stop, ","))):
        further = _GOES_ON.match(draft.text, a, b) or _verb_led(draft, a, b)
        if _CLAUSE.search(draft.text, a, b) or (turn and further):
            stop = a
            break
    return split_items(draft.text, start, stop, count) if draft.text[start:stop].strip() else []


def _verb_led(draft: Draft, start: int, end: int) -> bool:
    """ "build 3 platforms": a verb and its count, no item of a row."""
    first = draft.tokens(start, end)[:2]
    return len(first) == 2 and first[0].lower in words("verbs") and first[1].text[0].isdigit()


def _coupled(draft: Draft, start: int, end: int) -> None:
    """ "one center and three platforms: …": several counts announce the items of one row."""
    for found in _COUPLED.finditer(draft.text, start, end):
        sets = list(re.finditer(_SET + r"(?=,| and |$)", found["sets"], re.IGNORECASE))
        total = sum(number(one["n"]) for one in sets)
        stop = _items_end(draft, found.start("items"), found.end("items"))
        items = _row(draft, found.start("items"), stop, total)
        if len(sets) < 2 or len(items) < 2 or abs(len(items) - total) > 1:
            continue
        at = 0
        for one in sets:
            part = items[at : at + number(one["n"])]
            at += number(one["n"])
            if part:
                draft.lists.append(
                    Listing(found.start(), part[-1][1], part, one["noun"], number(one["n"]))
                )


def _as(draft: Draft, start: int, end: int) -> None:
    """ "takes a, b and c as its leading industries"."""
    for found in _AS.finditer(draft.text, start, end):
        items = split_items(draft.text, *found.span("items"), number(found["n"] or ""))
        if (
            len(items) >= 2
            and all(_short(draft, i) for i in items)
            and not _taken(draft, items[0][0])
        ):
            draft.lists.append(Listing(found.start(), found.end(), items, found["noun"]))


def _trailing(draft: Draft, start: int, end: int) -> None:
    """ "a, b, c and other 3 fields": the items in front, the count behind."""
    for found in _TRAILING.finditer(draft.text, start, end):
        count = number(found["n"] or found["top"] or "")
        semicolon = draft.text.rfind(";", start, found.start()) + 1
        begin = max(start, semicolon)
        items = _walk_back(draft, begin, found.start(), count)
        if len(items) < 2 or _taken(draft, items[0][0]) or _CLAUSE.search(draft.text, *items[-1]):
            continue
        if draft.tokens(start, found.start())[-1].lower in _STOP:
            continue  # "pay attention to 7 tasks": no row stands before
        if re.match(r"\s?:|,? (?:are respectively|namely|including)\b", draft.text[found.end() :]):
            continue
        added = found.group().lstrip(", ").startswith("and ") and not found["others"]
        if added and found["n"] and len(items) != count:
            continue
        noun = found["noun"] or found["other"]
        if noun == "bases":
            before = re.search(
                r"((?:[\w-]+ ){1,4}base)s? (?:is|are) ", draft.text[begin : found.start()]
            )
            noun = before[1] if before else noun
        draft.lists.append(Listing(items[0][0], found.end(), items, noun, count or None))


def _predicated(draft: Draft, start: int, end: int) -> None:
    """ "a, b and c are the three pillar industries": the count in the predicate."""
    for found in _PREDICATED.finditer(draft.text, start, end):
        begin = subject_before(draft, start, found.start())
        items = split_items(draft.text, begin, found.start(), number(found["n"]))
        if len(items) >= 2 and all(_short(draft, i) for i in items):
            draft.lists.append(
                Listing(begin, found.end(), items, found["noun"], number(found["n"]))
            )


def _such(draft: Draft, start: int, end: int) -> None:
    """ "industries such as a, b and c": no count."""
    for found in _SUCH.finditer(draft.text, start, end):
        row = found.span("items" if found["items"] else "items_")
        stop = _items_end(draft, *row, verbs=True)
        items = split_items(draft.text, row[0], stop, 0)
        clash = not items or _taken(draft, items[0][0])
        if len(items) >= 2 and not clash and all(_short(draft, i) for i in items):
            noun = found["noun"] or found["noun_"]
            draft.lists.append(Listing(found.start(), stop, items, noun))


def _headed(draft: Draft) -> None:
    """Rows and bullets below a heading that says what they are."""
    for found in _HEADED.finditer(draft.text):
        items = split_items(draft.text, *found.span("items"), 0)
        if len(items) < 2 or not all(_short(draft, i) for i in items):
            continue
        if not _taken(draft, items[0][0]) and not draft.is_tabular(*found.span("items")):
            draft.lists.append(Listing(found.start("noun"), items[-1][1], items, found["noun"]))
    for found in _bulleted(draft.text):
        rows = [m.span("item") for m in _ROW.finditer(draft.text, *found.span("rows"))]
        items = clean(draft.text, [(a, _gloss(draft.text, a, b)) for a, b in rows])
        if all(_short(draft, i, 14) for i in items) and not _taken(draft, items[0][0]):
            said = found if found["n"] else _LAST_COUNT.search(found[0].partition(":")[0]) or found
            count = number(said["n"] or "") or None
            draft.lists.append(Listing(found.start(), items[-1][1], items, said["noun"], count))


_REMARK = re.compile(r", (?:with|including|such as|especially|in particular|e\.g\.) ")


def _gloss(text: str, start: int, end: int) -> int:
    """Where the remark behind a bullet's item begins: "fisheries, with emphasis on …"."""
    remark = _REMARK.search(text, start, end)
    return remark.start() if remark else end


def _bulleted(text: str) -> Iterator[re.Match[str]]:
    """Rows of bullets; the pattern is tried only in lines that end in a colon before a bullet."""
    done = 0
    for mark in _COLON.finditer(text):
        line = text.rfind("\n", 0, mark.start()) + 1
        found = _BULLETS.search(text, max(line, done)) if mark.start() >= done else None
        if found and found.start() <= mark.start():
            done = found.end()
            yield found


def _taken(draft: Draft, at: int) -> bool:
    return any(one.start <= at < one.end for one in draft.lists)


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
            r"that|by|through|with)\b|"
            r", (?:build|set up|establish|create|cultivate|introduce|develop|form|strive|promote) "
        ).search(draft.text, start, stop)
        stop = tail.start() if tail else stop
    return stop


def _short(draft: Draft, item: tuple[int, int], most: int = 9) -> bool:
    return 0 < len(draft.tokens(*item)) <= most


def _walk_back(draft: Draft, start: int, end: int, count: int) -> list[tuple[int, int]]:
    """Items before a trailing count: as many as it says, else as far back as they stay items."""
    row = pieces(draft.text, start, end, r",")
    taken: list[tuple[int, int]] = []
    for piece in reversed(row):
        openers = list(_OPENERS.finditer(draft.text, *piece))
        length = len(draft.tokens(*piece))
        last = bool(count) and len(taken) + 1 == count
        counted = re.match(r"\s*(?:about |over |some )?\d", draft.text[slice(*piece)])
        if counted and openers:  # "23 experts in a, b and other fields"
            taken.insert(0, (openers[0].end(), piece[1]))
            break
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
    items = clean(draft.text, taken)
    if not count or len(items) < count:
        parted = (
            clean(draft.text, [*taken[:-1], *pieces(draft.text, *taken[-1], r"\band\b")])
            if taken
            else []
        )
        if count and len(parted) == count:
            return parted
    return items
