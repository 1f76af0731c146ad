"""Noun phrases of running text without a tagger: where one begins and ends, and rows of them.

A phrase ends at a mark, a verb or a function word, and before a body's name. Word lists are data.
"""

from __future__ import annotations

import re

from ingest.nlp.draft import Draft, Token, folded
from ingest.nlp.edges import as_noun
from ingest.nlp.lexicon import words
from ingest.nlp.splitting import led_in

_STOP = words("function", "verbs")
_GENERIC = words("generic")
_TECHNICAL = words("technology_heads", "technology_tail")
_ORGANISED = words("organised_heads")
_VAGUE = ("protection", "security", "health", "management")
"""Ends of technical fields that alone name no technique."""
_ENDINGS = re.compile(
    r"(?:ation|isation|ification|ction|ption|tion|sion|sis|ing|graphy|optics|onics|omics|"
    r"metry|therapy|biology|chemistry)$"
)
_BODIES = ("Enterprise", "Institute", "Agency", "Platform", "Policy", "Programme", "Person")
_ARTICLE = re.compile(
    r"(?:(?:the|a|an|its|their|our|own|his|her|this|such|so-called)\s+|"
    r"(?:[A-Z][\w.&-]* ){0,3}[A-Z][\w.&-]*['’]s\s+)*"
)
_EMPTY = words("empty_nouns")
_OPENERS = words("clause_openers")
_LEADING = words("subject_leading")
_BEING = words("being")
_BREAKS = words("clause_openers", "verbs", "beside")
_INNER = frozenset(("of", "and", "for", "from"))
LONGEST = 12
"""Words of a noun phrase."""


def noun_phrase(draft: Draft, start: int, end: int, *, inner: frozenset[str] = _INNER) -> int:
    """Where a noun phrase that begins at ``start`` ends; ``inner`` may stand inside it."""
    edge = start
    tokens = draft.tokens(start, end)
    skipped = 0
    for turn, token in enumerate(tokens):
        following = tokens[turn + 1] if turn + 1 < len(tokens) else None
        if token.text in ("-", "&", "/", '"') or turn == skipped > 0:
            continue
        if not token.is_word or turn >= LONGEST or draft.covered(token.start, token.end, *_BODIES):
            break
        if token.lower in inner:
            if turn and token.lower == "of" and _articled(tokens[turn + 1 : turn + 3]):
                skipped = turn + 1
                continue
            if not turn or not following or not following.is_word or following.lower in _STOP:
                break
            if token.lower == "and" and draft.covered(following.start, following.end):
                break
            if token.lower != "and" and draft.covered(following.start, following.end, "Region"):
                break
            continue
        stops = token.lower in _STOP and not (turn == 0 and token.lower == "new")
        if stops and not as_noun(token, following):
            break
        edge = token.end
        if token.text.endswith("'s"):
            return start
    return edge


def _articled(tokens: list[Token]) -> bool:
    """Whether an article and a noun of its own stand here: "(twin of) the grid"."""
    if len(tokens) < 2 or tokens[0].lower not in ("the", "a", "an"):
        return False
    noun = tokens[1]
    known = noun.is_word and noun.lower not in _STOP and not is_plain(noun.text)
    return known and not is_organised(noun.text) and not noun.is_capital


def governed(draft: Draft, start: int, end: int, word: str = "") -> list[tuple[int, int]]:
    """The noun phrases that stand at ``start``, and those in a row with them.

    "zein films and on paper coatings" goes on where ``word`` ("on") is repeated, "A, B and C" where
    the row is closed by "and"; other commas end it.
    """
    first = _phrase(draft, start, end)
    if not first:
        return []
    row = [first]
    halves = _parted(draft, first)
    if halves and all(
        len(draft.tokens(*h)) > 1 and is_technical(draft.text[slice(*h)]) for h in halves
    ):
        row = halves
    again = re.compile(rf"(?:,? and|,) {word} " if word else r",? and (?=an? |the )|,? as well as ")
    while link := again.match(draft.text, row[-1][1], end):
        following = _phrase(draft, link.end(), end)
        if not following:
            break
        row.append(following)
    return row + _closed_row(draft, row[-1][1], end)


def _phrase(draft: Draft, start: int, end: int) -> tuple[int, int] | None:
    start = led_in(_ARTICLE, draft.text, start, end)
    edge = noun_phrase(draft, start, end)
    return (start, edge) if edge > start else None


def _closed_row(draft: Draft, at: int, end: int) -> list[tuple[int, int]]:
    """What ", B and C" adds behind a phrase; nothing where no "and" closes the row."""
    row: list[tuple[int, int]] = []
    while mark := re.compile(r",?\s+(and\s+)|,\s+").match(draft.text, at, end):
        item = _phrase(draft, mark.end(), end)
        if not item or len(draft.tokens(*item)) > 8:
            return []
        parted = None if mark[1] else _parted(draft, item)
        if mark[1] or parted:
            return [*row, *(parted or [item])]
        row.append(item)
        at = item[1]
    return []


def _parted(draft: Draft, item: tuple[int, int]) -> list[tuple[int, int]] | None:
    """The two halves of "B and C"."""
    found = list(re.compile(r"\s+and\s+").finditer(draft.text, *item))
    if len(found) != 1:
        return None
    return [(item[0], found[0].start()), (found[0].end(), item[1])]


def subject_before(draft: Draft, start: int, end: int, *, row: bool = True) -> int:
    """Where the phrase begins that is the subject of a predicate at ``end``.

    It goes back to a mark or a conjunction, with ``row`` also over a comma between short phrases
    ("black soil thinning, loss of organic matter"), and leaves out articles, shares and openers.
    """
    tokens = draft.tokens(start, end)
    at = len(tokens)
    while at:
        token = tokens[at - 1]
        if token.text == "," and row and _goes_back(tokens, at - 1):
            at -= 1
            continue
        if token.text == '"' and (opening := _quoted_from(tokens, at - 1)):
            at = opening
            continue
        inside = token.text in ("-", "&", "/", "%", "'")
        if (not token.is_word and not inside) or token.lower in _OPENERS:
            break
        if token.lower == "and" and not _joins(tokens, at - 1):
            break
        at -= 1
    share = next((i for i in range(at, len(tokens)) if tokens[i].lower in ("%", "cent")), at)
    at = share + (tokens[share].lower == "cent") if at <= share < min(at + 4, len(tokens)) else at
    while at < len(tokens) and (not tokens[at].is_word or tokens[at].lower in _LEADING):
        at += 1
    return tokens[at].start if at < len(tokens) else end


def _quoted_from(tokens: list[Token], closing: int) -> int:
    """Where a short quotation inside a phrase begins: "standard of “zuri” is missing"; or 0."""
    for at in range(closing - 1, max(closing - 6, 0), -1):
        if tokens[at].text == '"':
            return at if tokens[at - 1].is_word else 0
    return 0


def _goes_back(tokens: list[Token], comma: int) -> bool:
    """Whether what stands before a comma is a short phrase in a row with what follows it."""
    if tokens[comma + 1 : comma + 2] and tokens[comma + 1].lower == "and":
        return False
    lead: list[Token] = []
    for token in reversed(tokens[:comma]):
        if not token.is_word and token.text not in "-&/":
            break
        lead.append(token)
    return 0 < len(lead) <= 6 and not any(t.lower in _BREAKS for t in lead)


def _joins(tokens: list[Token], at: int) -> bool:
    """Whether an "and" joins two nouns of one subject and no clauses."""
    ahead = tokens[:at][-8:]
    marks = [turn for turn, token in enumerate(ahead) if not token.is_word and token.text != "-"]
    ahead = ahead[marks[-1] + 1 :] if marks else ahead
    return bool(ahead) and ahead[-1].is_word and not any(t.lower in _BEING for t in ahead)


def head_of(text: str) -> str:
    """The head noun of a phrase, in lower case: the last word before "of", "for" or "with"."""
    front = re.split(r"\s(?:of|for|from|with|in|on|by|to)\s", text, maxsplit=1)[0]
    parts = folded(front).split()
    return parts[-1] if parts else ""


def is_technical(text: str) -> bool:
    """Whether the head of a phrase names a technique, a material, a device or a process."""
    return names_technique(text) or (
        not is_organised(text) and bool(_ENDINGS.search(head_of(text).removesuffix("s")))
    )


def names_technique(text: str) -> bool:
    """Whether the head of a phrase is in the list of techniques, materials and devices.

    A "system" is one where the word before it is: "resin system", not "resource system".
    """
    head = head_of(text)
    if head in ("system", "systems"):
        front = text[: text.casefold().rindex("system")].rstrip()
        return " " in text and names_technique(front)
    if head in _VAGUE:
        return False
    return not is_organised(text) and (head in _TECHNICAL or _singular(head) in _TECHNICAL)


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def is_organised(text: str) -> bool:
    """Whether the head of a phrase names a body, a plan, money, people or a market."""
    head = head_of(text)
    return head in _ORGANISED or _singular(head) in _ORGANISED


def is_plain(text: str) -> bool:
    """Whether a phrase says nothing specific."""
    parts = [w for w in folded(text).split() if w not in words("function")]
    return all(w in _GENERIC or w in _EMPTY or w.isdigit() for w in parts)
