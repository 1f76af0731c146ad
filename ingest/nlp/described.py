"""Bodies whose names have no head word, by what the text calls them.

"Norvik Bridge, a matchmaking platform", "the research institute Norvik Commons", "the fund, called
Norvik Growth": the noun says the kind (table ``described`` of ``words.json``). Firms have rules of
their own (`ingest.nlp.firms`).
"""

from __future__ import annotations

import re
from functools import lru_cache

from ingest.nlp.draft import Draft
from ingest.nlp.edges import with_short
from ingest.nlp.lexicon import mapping, words

GUESSED = 0.7
"""Confidence of a place that no gazetteer has: what the text calls it weighs more."""
_CAP = r"[^\W\d_a-z][\w&'-]*"
_CAPS = rf"{_CAP}(?: (?:(?:of|and|for|&|na|de|da|do|di|du|der|van|von|the) )?{_CAP}){{0,5}}"
_YEAR = r"(?: 20\d\d)?"
_ADJECTIVES = r"(?:[\w'-]+ ){0,5}?"
_VERB = r"(?=,|\.|;|\)| (?:has|have|had|will|is|are|was|were|and|in|which|that|said|says|to)\b)"


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], ...]:
    kinds = mapping("described")
    nouns = "|".join(sorted(kinds, key=len, reverse=True))
    works = "|".join(
        sorted(
            (n for n in kinds if kinds[n] in ("Platform", "Programme", "Policy")),
            key=len,
            reverse=True,
        )
    )
    return (
        re.compile(
            rf"(?P<name>{_CAPS}), (?:an?|the|its|our|their) {_ADJECTIVES}(?P<noun>{nouns})\b"
            r"(?=[,.;:)\n]|$| (?:of|for|that|which|in|run|led|hosted|managed|set|based|created|"
            r"funded|"
            r"founded|backed|owned|established|with|to|at|on|from|by|where|and|dedicated|working)\b)"
        ),
        re.compile(
            rf"\b(?:[Aa]n?|[Tt]he|[Ii]ts|[Oo]ur) {_ADJECTIVES}(?P<noun>{nouns}),? "
            rf"(?:called |named |known as |dubbed )\"?(?P<name>{_CAPS})"
        ),
        re.compile(
            rf"\b(?:[Tt]he|[Ii]ts|are|is|and|by|with|from|includes?|including) "
            rf"(?:[a-z][\w-]+ ){{0,3}}(?P<noun>{nouns}) (?P<name>{_CAPS}){_VERB}"
        ),
        re.compile(
            rf"(?:^|(?<=[.;:] )|\bthe )(?P<name>{_CAP} {_CAPS}{_YEAR}) (?:is|was|are) (?:an?|"
            rf"the|one of the) "
            rf"{_ADJECTIVES}(?P<noun>{nouns})\b",
            re.MULTILINE,
        ),
        re.compile(
            rf"\b(?:[Tt]he|[Ii]ts|[Oo]ur|[Tt]heir|[Aa]n?|own) {_ADJECTIVES}(?P<noun>{works}), "
            rf"(?P<name>(?:The )?{_CAPS}{_YEAR})(?=\.(?:\s|$)|[;)]|, (?!who|said|says|told|and))"
        ),
    )


def described(draft: Draft) -> None:
    """Adds the bodies and programmes that a noun beside their name describes."""
    kinds = mapping("described")
    for pattern in _patterns():
        for found in pattern.finditer(draft.text):
            start, end = found.span("name")
            while (first := draft.text[start:end].split(" ")[0]).casefold() in words(
                "function"
            ) and first != draft.text[start:end]:
                start += len(first) + 1
            if _fits(draft, start, end) and "\n" not in found.group():
                with_short(draft, kinds[found["noun"].casefold()], start, end, 0.65)


_ROW = re.compile(
    r"\b(?:companies|firms|businesses|manufacturers|producers|start-?ups|enterprises|suppliers|"
    r"industrial partners|multinationals|employers)"
    r"(?:(?: [a-z]+){0,3},? (?:such as|like|including)|,|:| –) "
    rf"(?P<row>{_CAPS}(?:, {_CAPS})*,? and {_CAPS}|{_CAPS}(?=[,.;)]))"
)


def firm_rows(draft: Draft) -> None:
    """Firms that "Norland-based" or a row says to be such: "companies such as A, B and C"."""
    for found in _BASED.finditer(draft.text):
        if _fits(draft, *found.span("name")):
            draft.add("Enterprise", *found.span("name"), confidence=0.55)
    ends = {f.end for f in draft.found if f.type == "Enterprise"}
    for found in _CAMEL.finditer(draft.text):
        beside = re.search(r"(?:,? and|,) $", draft.text[: found.start()][-6:])
        if beside and found.start() - len(beside[0]) in ends and _fits(draft, *found.span()):
            draft.add("Enterprise", *found.span(), confidence=0.55)
    for found in _ROW.finditer(draft.text):
        at, end = found.span("row")
        for name in re.finditer(rf"(?:(?!and ){_CAP}(?: (?!and ){_CAP})*)", draft.text[at:end]):
            start, stop = at + name.start(), at + name.end()
            if _fits(draft, start, stop):
                draft.add("Enterprise", start, stop, confidence=0.6)


_CAMEL = re.compile(r"\b[^\W\d_a-z][^\W\d_A-Z]+[A-Z]\w+\b")
"""A brand in one word ("NorVik"): a firm where it stands in a row with one."""
_BASED = re.compile(rf"\b[A-Z][\w'-]+-based (?P<name>{_CAP}(?: {_CAP}){{0,3}}){_VERB}")


def _fits(draft: Draft, start: int, end: int) -> bool:
    """Whether nothing else is known of the words, and they are no place, person or month."""
    name = draft.text[start:end]
    parts = name.casefold().split()
    plain = words("function", "verbs", "generic", "demonyms", "months", "person_posts")
    if len(name) < 4 or all(word in plain for word in parts) or parts[0] in words("months"):
        return False
    places = [f for f in draft.found if f.type == "Region" and f.start <= start and end <= f.end]
    if draft.covered(start, end) or any(f.confidence > GUESSED for f in places):
        return False
    draft.found = [f for f in draft.found if f not in places]
    return True
