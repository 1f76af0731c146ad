"""From a question to a `Need`: free text, or the words that the graph has of a named thing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from graph.dates import first_day
from graph.errors import InvalidRequest, NotFound
from graph.language.tokens import TITLE_WEIGHT, tokens
from graph.lookup import check_kinds
from graph.matching.reader import Reader, words_of
from graph.matching.results import Need
from graph.model import Entity
from graph.schema import KINDS

SATURATION = 8.0
_LONGEST_NAME = 120
ASKABLE = ("Problem", "Industry", "Enterprise", "Technology", "TechnologyField")
Date = str | int | None


def weigh(text: str, title: str = "") -> dict[str, float]:
    """Terms of a need with weights that saturate: 9 tf / (tf + 8), the title counted twice more.

    The whole text is worth asking: on real needs, cutting it down to a title or an objective
    loses answers.
    """
    counts = Counter(tokens(title) * TITLE_WEIGHT + tokens(text))
    return {
        term: (SATURATION + 1) * tf / (tf + SATURATION) for term, tf in sorted(counts.items())
    }


def day_before(as_of: Date) -> int | None:
    """The day before which evidence counts, or None for all of it."""
    return None if as_of is None or as_of == "" else first_day(as_of)


def read_need(reader: Reader, asked: Need) -> Need:
    """Understand a question that has its words and filters; raises `InvalidRequest` for one that
    says nothing.

    ``reader`` reads without a day: the words of the question are no evidence.
    """
    check(asked)
    about = None if asked.title else named(reader, asked.text)
    text, title = (asked.text, asked.title) if about is None else described(reader, about)
    terms = weigh(text, title)
    if not terms:
        raise InvalidRequest(f"{asked.text[:80]!r} holds no word that says what is needed")
    excluded = [reader.lookup.entity(reference).id for reference in asked.exclude]
    if about is not None:
        excluded.append(about.id)
    return replace(asked, text=text, title=title, about=about, terms=terms,
                   exclude=tuple(dict.fromkeys(excluded)))


def check(asked: Need) -> None:
    """Raise `InvalidRequest` for an empty need or a filter that makes no sense."""
    if not f"{asked.text}{asked.title}".strip():
        raise InvalidRequest("say what is needed: the text is empty")
    if any("\ud800" <= char <= "\udfff" for char in f"{asked.text}{asked.title}"):
        raise InvalidRequest("the need holds half a character; write it as UTF-8")
    if asked.limit < 1 or asked.min_works < 0:
        raise InvalidRequest("limit is at least 1 and min_works at least 0")
    check_kinds(asked.kinds)
    if wrong := [k for k in asked.kinds if KINDS[k].group != "organisation"]:
        raise InvalidRequest(f"{wrong[0]} is no kind of organisation and cannot solve a need")


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
