"""Noun phrases around numbers: what stands behind a number, before it, and the subject of it all.

There is no tagger: a word ends a phrase when it is a function word or a verb of the word lists.
Participles before a noun ("registered brokers") and words that are both ("research") do not.
"""

from __future__ import annotations

import re

from ingest.nlp.draft import Token
from ingest.nlp.lexicon import words
from ingest.nlp.measures.line import RULES, Line
from ingest.nlp.numbers import ordinal

UNITS: dict[str, str] = RULES["units"]
_FUNCTION = words("function") | frozenset(RULES["more_function"].split())
_VERBS = words("verbs") | frozenset(RULES["more_verbs"].split())
_CHANGING = frozenset(RULES["changing"].split())
_NOUNS = frozenset(RULES["nouns"].split())
_EITHER = frozenset(RULES["either"].split())
_LY = frozenset(RULES["adverb_nouns"].split())
_RELATIVE = frozenset(("which", "who", "whose", "where"))
_LEAD = frozenset(RULES["lead"].split())
_CLAUSE = frozenset(RULES["clause_starts"].split())
_INNER = frozenset(RULES["inner"].split())
_ATTRIBUTE = tuple(RULES["attribute_ends"].split())
_INTENTS = frozenset(("plan", "plans", "aim", "aims", "need", "needs", "want", "wants"))
_MODALS = frozenset(("can", "will", "would", "may", "must", "should", "could", "to"))
_AUXILIARY = frozenset(("who", "which", "that", "has", "have", "had", "was", "were", "been", "be"))
LINKS = frozenset(("of", "in", "for", "from", "to", "on", "with", "under", "between", "by", "at"))
_DETERMINERS = frozenset(("the", "a", "an", "its", "their", "our"))
_BARE = _DETERMINERS | {"and", "or", ",", "other", "about"}
_AGO = frozenset(("current", "present", "original", "initial"))
_PERIODS = frozenset(("year", "month", "end", "quarter", "half"))


def is_verb(line: Line, at: int) -> bool:
    """Whether a word of the verb list, or one that looks like it, is a verb where it stands."""
    low = line.tokens[at].lower
    following = line.tokens[at + 1] if at + 1 < len(line.tokens) else None
    before = line.tokens[at - 1].lower if at else ""
    if at == 0 and low.endswith("s"):
        return False
    if low in _NOUNS:
        if low in _EITHER and (is_plural(before) or before in _MODALS):
            return True
        return bool(following and low in _INTENTS and following.lower in ("to", "at", "for"))
    if low in UNITS and low.endswith("s") and not (following and following.is_word):
        return False
    if low not in _VERBS and not _unlisted(low, before, following):
        return False
    if before in _DETERMINERS:
        return False
    if len(low) > 3 and low.endswith("s") and at and line.quantity_at(line.tokens[at - 1]):
        return False
    if low.endswith(("ed", "ing", "wn", "ven")) and following and _is_noun(line, at + 1):
        return is_plural(before) or before in _AUXILIARY
    return True


def _unlisted(low: str, before: str, following: Token | None) -> bool:
    """Whether a word that no list has is a verb by its ending and its neighbours."""
    if _past(low):
        number = following is not None and following.text[0].isdigit()
        return is_plural(before) or before in _AUXILIARY or number
    linked = following is not None and following.lower in _FUNCTION
    return low.endswith("ing") and len(low) > 5 and is_plural(before) and linked


def _past(word: str) -> bool:
    return len(word) > 4 and word.endswith("ed") and not word.endswith("eed") and word != "hundred"


def _is_noun(line: Line, at: int) -> bool:
    token = line.tokens[at]
    return (
        token.is_word
        and not token.text[0].isdigit()
        and token.lower not in _FUNCTION
        and (token.lower not in _VERBS or token.lower in _NOUNS)
    )


def is_plural(word: str) -> bool:
    """Whether a word looks like a plural noun or is one of the known ones."""
    regular = word.endswith("s") and not word.endswith(("ss", "us", "is", "'s"))
    return (len(word) > 3 and regular) or word in UNITS


def stops(line: Line, at: int) -> bool:
    """Whether a token cannot be inside a noun phrase."""
    token = line.tokens[at]
    low = token.lower
    if not token.is_word:
        dotted = (
            token.text == "." and at and re.fullmatch(r"[A-Z]\.?[A-Z]", line.tokens[at - 1].text)
        )
        return not dotted and token.text not in "-&/"
    if low == "per" and at + 1 < len(line.tokens) and line.tokens[at + 1].lower == "capita":
        return False
    if low in _FUNCTION or low in _CHANGING or (low.endswith("ly") and low not in _LY):
        return True
    return line.quantity_at(token) or line.timed(token) or is_verb(line, at)


def phrase_behind(line: Line, at: int) -> range:
    """The noun phrase that begins at a token, without what "of", "in" and the like add."""
    tokens = line.tokens
    end = at
    while end < len(tokens) and end - at < 10:
        onward = end + 1 < len(tokens) and not stops(line, end + 1)
        if end > at and tokens[end].lower == "and":
            if not onward or is_plural(tokens[end - 1].lower) or line.named(tokens[end + 1]):
                break
        elif end == at and onward and ordinal(tokens[end].lower):
            pass
        elif (
            stops(line, end)
            or (end > at and tokens[end].text == "-")
            or end - at > 4
            and tokens[end - 1].lower.endswith(("'s", "’s"))
        ):
            break
        end += 1
    while end > at and (not tokens[end - 1].is_word or tokens[end - 1].lower == "and"):
        end -= 1
    return range(at, end)


def tail_behind(line: Line, at: int, limit: int) -> range:
    """One link with its phrase: "in force", "of the province", "per 10,000 people"."""
    tokens = line.tokens
    if at >= len(tokens) or tokens[at].start >= limit:
        return range(0)
    begin = at + 1
    if tokens[at].lower == "per":
        while begin < len(tokens) and begin - at < 6 and tokens[begin].is_word:
            if begin - at > 1 and (is_verb(line, begin) or tokens[begin].lower in _FUNCTION):
                break
            begin += 1
        return range(at, begin)
    if tokens[at].lower not in LINKS:
        return range(0)
    if tokens[at].lower == "to" and begin < len(tokens) and tokens[begin].lower in _VERBS:
        return range(0)
    while begin < len(tokens) and tokens[begin].lower in _DETERMINERS:
        begin += 1
    phrase = phrase_behind(line, begin)
    if not phrase or len(phrase) > 7:
        return range(0)
    first = tokens[phrase[0]]
    return (
        range(0)
        if first.text[0].isdigit() or first.lower in _PERIODS
        else range(at, phrase[-1] + 1)
    )


def phrase_before(line: Line, at: int, floor: int) -> range:
    """The last noun phrase before a token, over function words and verbs, not beyond a stop."""
    tokens = line.tokens
    end = _unhedged(line, at, floor)
    if end > floor and _acts(tokens[end - 1].lower):
        end -= 1
    skipped = 0
    while end > floor and (stops(line, end - 1) or tokens[end - 1].text in "-&/"):
        if tokens[end - 1].text in ".;)" or skipped > 7:
            return range(0)
        end -= 1
        skipped += 1
    begin = end
    while begin > floor and end - begin < 9:
        word = tokens[begin - 1].lower
        linked = floor < begin - 1 and begin < end
        if (
            linked
            and word in ("of", "and")
            and not stops(line, begin - 2)
            or linked
            and word in ("the", "and")
            and tokens[begin - 2].lower == "of"
        ):
            begin -= 1
        elif stops(line, begin - 1):
            break
        else:
            begin -= 1
    while begin < end and (tokens[begin].lower in _LEAD or not tokens[begin].is_word):
        begin += 1
    return range(begin, end)


def subject(line: Line, at: int, floor: int) -> range:
    """The phrase that a figure is said of.

    It stands before the verb ("the number of firms rose from"), or before the link alone ("raise
    the number of firms from").
    """
    tokens = line.tokens
    end = _unhedged(line, at, floor)
    crossed = end > floor and _acts(tokens[end - 1].lower)
    end -= crossed
    while end > floor:
        finite = _finite(line, end - 1)
        token = tokens[end - 1]
        if not (finite or token.lower in _FUNCTION or not token.is_word or line.timed(token)):
            break
        if token.text in ";:.":
            return range(0)
        if crossed and token.text == ",":
            return _main_subject(line, end - 1)
        crossed = crossed or finite
        end -= 1
    return _reach(line, end, floor, crossed)


def _unhedged(line: Line, at: int, floor: int) -> int:
    """Where a phrase before a number ends: before "current", "as high as" and the like."""
    words = [line.tokens[n].lower for n in range(max(floor, at - 3), at)]
    if words[-1:] and words[-1] in _AGO:
        return at - 1
    return at - 3 if len(words) == 3 and words[0] == words[2] == "as" else at


def _reach(line: Line, end: int, floor: int, crossed: bool) -> range:
    """The phrase that ends before a token, with what "of", "in" and the like add to it."""
    tokens = line.tokens
    begin = end
    while begin > floor and end - begin < 14 and not _edge(line, begin - 1, crossed):
        begin -= 1
    while begin < end and (tokens[begin].lower in _LEAD or not tokens[begin].is_word
                           or line.timed(tokens[begin])):  # fmt: skip
        begin += 1
    while end > begin and (tokens[end - 1].lower in _FUNCTION or not tokens[end - 1].is_word):
        end -= 1
    return range(begin, end)


def _main_subject(line: Line, comma: int) -> range:
    """The phrase before a relative clause that a comma closes: "X, which has 9 firms, grew by"."""
    for turn in range(comma - 1, 0, -1):
        if line.tokens[turn].lower in _RELATIVE and line.tokens[turn - 1].text == ",":
            return _reach(line, turn - 1, 0, True)
    return range(0)


def _edge(line: Line, at: int, crossed: bool) -> bool:
    """Whether a subject cannot reach back over a token."""
    token = line.tokens[at]
    low = token.lower
    if token.text in ',;:()“”"' or low in _CLAUSE or line.quantity_at(token) or low in _CHANGING:
        return True
    if low in _FUNCTION and low not in _INNER:
        return True
    return is_verb(line, at) and not (crossed and _postmodifier(line, at))


def _acts(word: str) -> bool:
    """Whether a word right before a number is a verb by its look: "supervised", "driving"."""
    return word not in _NOUNS and (_past(word) or (len(word) > 5 and word.endswith("ing")))


def _postmodifier(line: Line, at: int) -> bool:
    """ "firms registered in the state rose": a participle right behind its noun."""
    low = line.tokens[at].lower
    return bool(at) and low.endswith(("ed", "ing")) and _is_noun(line, at - 1)


def _finite(line: Line, at: int) -> bool:
    low = line.tokens[at].lower
    known = low in _VERBS or low in _CHANGING
    return known and not low.endswith("ing") and is_verb(line, at)


def is_attribute(line: Line, run: range) -> bool:
    """Whether words behind a number describe rather than name: "373 foreign", "38 abandoned"."""
    last = line.tokens[run[-1]].lower
    return len(run) <= 2 and not is_plural(last) and last.endswith(_ATTRIBUTE) and last not in UNITS


def bare(text: str) -> bool:
    """Whether words only link: nothing but "and", commas and articles."""
    return all(w in _BARE for w in re.findall(r"\w+|[^\w\s]", text.casefold()))
