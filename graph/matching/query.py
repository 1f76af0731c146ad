"""From a question to a `Need`: free text, or the words that the graph has of a named thing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable

from graph.dates import first_day
from graph.errors import InvalidRequest, NotFound
from graph.identity.names import normal_name
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


def read_need(
    reader: Reader, need: str, *, kinds: Collection[str], regions: Collection[str], as_of: Date,
    exclude: Collection[str], title: str, min_works: int, limit: int,
) -> Need:
    """Check a question and understand it; raises `InvalidRequest` for one that says nothing."""
    if isinstance(kinds, str) or isinstance(regions, str) or isinstance(exclude, str):
        raise InvalidRequest("kinds, regions and exclude are lists, not single texts")
    if not f"{need}{title}".strip():
        raise InvalidRequest("say what is needed: the text is empty")
    if limit < 1 or min_works < 0:
        raise InvalidRequest("limit is at least 1 and min_works at least 0")
    check_kinds(kinds)
    if wrong := [k for k in kinds if KINDS[k].group != "organisation"]:
        raise InvalidRequest(f"{wrong[0]} is no kind of organisation and cannot solve a need")
    about = None if title else named(reader, need)
    text, head = (need, title) if about is None else described(reader, about)
    terms = weigh(text, head)
    if not terms:
        raise InvalidRequest(f"{need[:80]!r} holds no word that says what is needed")
    excluded = [_organisation(reader, name).id for name in exclude]
    if about is not None:
        excluded.append(about.id)
    return Need(
        text, head, about, tuple(kinds), tuple(regions), tuple(dict.fromkeys(excluded)),
        reader.before, "" if as_of is None else str(as_of), min_works, limit, terms,
    )


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


def _organisation(reader: Reader, reference: str) -> Entity:
    return reader.lookup.entity(reference)


def same_name(first: str, second: str) -> bool:
    """Do two names mean the same after folding?"""
    return normal_name(first) == normal_name(second)
