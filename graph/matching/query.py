"""From a question to a `Need`: free text, or the words that the graph has of a named thing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from graph.errors import InvalidRequest, NotFound
from graph.language.tokens import TITLE_WEIGHT, tokens
from graph.matching.reader import Reader, words_of
from graph.matching.results import Need
from graph.matching.understood import stated_codes
from graph.model import Entity

SATURATION = 8.0
_LONGEST_NAME = 120
ASKABLE = ("Problem", "Industry", "Enterprise", "Technology", "TechnologyField")


def weigh(text: str, title: str = "") -> dict[str, float]:
    """Terms of a need with weights that saturate: 9 tf / (tf + 8), the title counted twice more.

    The whole text is worth asking: on real needs, cutting it down to a title or an objective
    loses answers.
    """
    counts = Counter(tokens(title) * TITLE_WEIGHT + tokens(text))
    return {
        term: (SATURATION + 1) * tf / (tf + SATURATION) for term, tf in sorted(counts.items())
    }


def read_need(reader: Reader, asked: Need) -> Need:
    """Understand a question that has its words and filters; raises `InvalidRequest` for one that
    says nothing. Without codes of its own it has those that its words state.

    ``reader`` reads without a day: the words of the question are no evidence. What an enterprise or
    an industry needs is what had been stated before the day asked about.
    """
    about = None if asked.title else named(reader, asked.text)
    text, title = (asked.text, asked.title) if about is None else described(
        reader if about.kind == "Problem" else Reader(reader.graph, asked.before), about)
    terms = weigh(text, title)
    if not terms:
        raise InvalidRequest(f"{asked.text[:80]!r} holds no word that says what is needed")
    left_out = excluded(reader, asked) | ({about.id: None} if about is not None else {})
    codes = asked.codes or stated_codes(f"{title}\n{text}")
    return replace(asked, text=text, title=title, about=about, terms=terms, codes=codes,
                   exclude=tuple(left_out))


def excluded(reader: Reader, asked: Need) -> dict[str, None]:
    """The entities to leave out, in their order. Raises `NotFound` for an unknown one."""
    return dict.fromkeys(reader.lookup.entity(reference).id for reference in asked.exclude)


def named(reader: Reader, text: str) -> Entity | None:
    """The entity that a text names by its id or exactly by its name, if it is one to ask about."""
    if len(text) > _LONGEST_NAME or "\n" in text.strip():
        return None
    try:
        found = reader.lookup.entity(text.strip(), kinds=ASKABLE)
    except NotFound:
        return None
    return found if found.kind in ASKABLE else None


def described(reader: Reader, about: Entity) -> tuple[str, str]:
    """(text, title) of what is needed: a problem's own words; of others their problems' too."""
    if about.kind == "Problem":
        return statement_text(reader, [about]), about.name
    edges = reader.edges([about.id], ("HAS_PROBLEM", "CLASSIFIED_AS"))
    problems = reader.entities({e.end if e.start == about.id else e.start for e in edges})
    stated = [p for p in problems.values() if p.kind == "Problem"]
    if about.kind != "Enterprise":
        return statement_text(reader, stated), about.name
    if not stated:
        raise InvalidRequest(
            f"{about.name} states no need; give the need in words, or ask for its partners")
    return "\n".join(p.name for p in stated) + "\n" + statement_text(reader, stated), ""


def statement_text(reader: Reader, problems: Iterable[Entity]) -> str:
    """Names and texts of problems as their records state them."""
    listed = sorted(problems, key=lambda p: p.id)
    rows = reader.rows([p.id for p in listed])
    units = reader.units(row.unit for p in listed for row in rows.get(p.id, ()))
    texts = []
    for problem in listed:
        texts.append(problem.name)
        texts += [words_of(units[row.unit], row.key)
                  for row in rows.get(problem.id, ()) if row.unit in units]
    return "\n".join(dict.fromkeys(text for text in texts if text))
