"""Noun phrases around numbers: what stands behind a number, and what stands before it."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.nlp.draft import Draft, Token
from ingest.nlp.lexicon import data, words

RULES = data("measures.json")
_UNITS: dict[str, str] = RULES["units"]
_STOP = words("function", "verbs")
_CHANGING = frozenset(RULES["changing"].split())
_BEING = frozenset(("is", "are", "was", "were", "will", "has", "have", "had"))


@dataclass(frozen=True, slots=True)
class Series:
    """What is measured; ``base`` is the series that a growth is of."""

    name: str
    unit: str
    growth: bool = False
    average: bool = False
    falling: bool = False
    base: str = ""
    region: str = ""
    period: str = ""
    span: tuple[int, int] | None = None
    sure: bool = False


def noun_behind(tokens: list[Token]) -> list[Token]:
    """The noun phrase right behind a number, without "of …" and what follows."""
    phrase: list[Token] = []
    for turn, token in enumerate(tokens):
        following = tokens[turn + 1] if turn + 1 < len(tokens) else None
        if turn == 0 and token.lower in (
            "new",
            "more",
            "other",
            "key",
            "of",
            "valid",
            "outstanding",
        ):
            if token.lower in ("of", "more"):
                return (
                    []
                    if token.lower == "of"
                    or not following
                    or not following.is_word
                    or following.lower in _STOP
                    else noun_behind(tokens[1:])
                )
            phrase.append(token)
            continue
        if token.text in ("-", "&", "/") and phrase:
            continue
        if not token.is_word or token.text[0].isdigit() or len(phrase) > 9:
            break
        if (
            token.lower == "and"
            and phrase
            and following
            and following.is_word
            and not (following.text[0].isdigit() or following.lower in _STOP)
        ):
            if (
                phrase[-1].lower.endswith("s")
                and not phrase[-1].lower.endswith("ss")
                and len(phrase) == 1
            ):
                break
            phrase.append(token)
            continue
        if token.lower in _STOP and token.lower not in (
            "development",
            "plant",
            "research",
            "building",
            "works",
            "service",
            "projects",
            "project",
        ):
            break
        phrase.append(token)
    while phrase and phrase[-1].lower == "and":
        phrase.pop()
    return phrase


def unit_of(phrase: list[Token]) -> str:
    """The singular of what is counted: the first plural of the phrase, else its last word."""
    for token in phrase:
        low = token.lower
        if low in _UNITS:
            return _UNITS[low]
        if (
            low.endswith("s")
            and not low.endswith(("ss", "us", "is", "ics", "'s"))
            and len(low) > 3
            and low
            not in (
                "business",
                "livestock",
                "resources",
                "characteristics",
                "sales",
                "metals",
                "species",
                "goods",
            )
        ):
            return singular(low)
    head = phrase[-1].lower
    return _UNITS.get(head, singular(head))


def singular(word: str) -> str:
    """A plain singular of an English noun."""
    if word in _UNITS:
        return _UNITS[word]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "ches", "shes", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def noun_before(tokens: list[Token]) -> list[Token]:
    """The last noun phrase before a number, over verbs, links and bound words."""
    at = len(tokens)
    skipped = 0
    while at and (
        not tokens[at - 1].is_word
        or tokens[at - 1].lower in _STOP
        or tokens[at - 1].text[0].isdigit()
    ):
        if tokens[at - 1].text in ".;)" or skipped > 7:
            return []
        at -= 1
        skipped += 1
    end = at
    while at and tokens[at - 1].is_word and (
        tokens[at - 1].lower not in _STOP or (tokens[at - 1].lower in ("of", "and") and at < end)
    ) and not tokens[at - 1].text[0].isdigit() and end - at < 7:  # fmt: skip
        at -= 1
    phrase = tokens[at:end]
    while phrase and phrase[0].lower in ("of", "and"):
        phrase = phrase[1:]
    return phrase


def subject_before(draft: Draft, tokens: list[Token]) -> list[Token]:
    """The words before a share that say of what it is, also over "of": "ratio of A to B"."""
    end = len(tokens)
    while end and (not tokens[end - 1].is_word or tokens[end - 1].lower in _STOP):
        end -= 1
    begin = end
    while begin and end - begin < 12 and tokens[begin - 1].text not in ",;.:()":
        begin -= 1
    phrase = tokens[begin:end]
    for turn, token in enumerate(phrase):
        if token.lower in _CHANGING:
            phrase = phrase[turn + 1 :]
            break
        if turn and token.lower in _BEING:
            phrase = phrase[:turn]
            break
    while phrase and (
        phrase[0].lower in _STOP or not phrase[0].is_word or phrase[0].text.isdigit()
    ):
        phrase = phrase[1:]
    return phrase
