"""Reasons for care with a candidate, one small function each; its docstring is the explanation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from inspect import getdoc

from graph.dates import last_day
from graph.matching.people import Behind
from graph.matching.reader import Reader
from graph.matching.results import Candidate, Caution

OLD_YEARS = 10
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Looked:
    """A candidate with what was looked up of its evidence; ``anchor`` is the day from which age
    counts, ``gone`` are people with the names of where they are now."""

    candidate: Candidate
    anchor: int | None
    gone: dict[str, tuple[str, ...]]
    disputed: tuple[str, ...]


def little(looked: Looked) -> str:
    """It rests on one work, on no work, or on one document alone."""
    found = looked.candidate
    if found.work_count == 0:
        return "no work of its own speaks for it"
    if found.work_count == 1:
        return "rests on one work"
    documents = {w.document for w in found.works} | {f.document for f in found.facts}
    return "all its evidence is from one document" if len(documents) == 1 else ""


def lapsed(looked: Looked) -> str:
    """At least half of its cited works are patents that have lapsed by their register."""
    works = looked.candidate.works
    gone = [w for w in works if w.status and w.status.state == "lapsed"]
    if not gone or 2 * len(gone) < len(works):
        return ""
    if len(works) == 1:
        return "its cited work is a lapsed patent"
    return f"{len(gone)} of its {len(works)} cited works are lapsed patents"


def old(looked: Looked) -> str:
    """Its latest cited work is more than ten years older than the day asked about, or than the
    latest work of the graph."""
    dates = [w.date for w in looked.candidate.works if w.date]
    if not dates or looked.anchor is None:
        return ""
    latest = max(dates, key=last_day)
    years = (looked.anchor - last_day(latest)) / 365.25
    return f"its latest cited work is of {latest}" if years > OLD_YEARS else ""


def people_left(looked: Looked) -> str:
    """People behind its cited works were seen later, and only with other organisations."""
    named = [f"{name} (now {', '.join(where)})" for name, where in sorted(looked.gone.items())]
    more = f" and {len(named) - _NAMED} more" if len(named) > _NAMED else ""
    return f"seen later only elsewhere: {'; '.join(named[:_NAMED])}{more}" if named else ""


def flagged(looked: Looked) -> str:
    """A document that speaks for it has a defect of its text."""
    found = looked.candidate
    told = [flag for w in found.works for flag in w.flags]
    told += [rule.replace("-", " ") for fact in found.facts for rule in fact.flags]
    return f"defects of its documents: {'; '.join(dict.fromkeys(told))}" if told else ""


def disputed(looked: Looked) -> str:
    """Two registers name different owners of a cited work."""
    return f"registers disagree on who owns: {'; '.join(looked.disputed)}" \
        if looked.disputed else ""


Rule = Callable[[Looked], str]
CAUTIONS: tuple[Rule, ...] = (little, lapsed, old, people_left, flagged, disputed)


def explanation(name: str) -> str:
    """What a caution means, in words for users."""
    rule = next((rule for rule in CAUTIONS if rule.__name__ == name), None)
    return " ".join((getdoc(rule) or "").split()) if rule else ""


def cautions(
    reader: Reader, candidates: Sequence[Candidate], behind: Behind
) -> dict[str, tuple[Caution, ...]]:
    """Candidate to its reasons for care, in the order of the rules."""
    anchor = reader.anchor
    gone = {c.id: behind.gone(reader, c) for c in candidates}
    others = {org for orgs in gone.values() for some in orgs.values() for org in some}
    names = {id_: e.name for id_, e in reader.entities(sorted(others)).items()} if others else {}
    owners = _disputed(reader, candidates)
    found = {}
    for candidate in candidates:
        left = {name: tuple(sorted(names[org] for org in orgs if org in names))
                for name, orgs in gone[candidate.id].items()}
        titles = (w.title for w in candidate.works if w.entity in owners)
        looked = Looked(candidate, anchor, left, tuple(dict.fromkeys(titles)))
        found[candidate.id] = tuple(
            Caution(rule.__name__, words) for rule in CAUTIONS if (words := rule(looked)))
    return found


def _disputed(reader: Reader, candidates: Sequence[Candidate]) -> set[str]:
    """Cited works of which two records name owners, and none in common."""
    named: dict[str, list[set[str]]] = defaultdict(list)
    for row in reader.works(sorted({w.entity for c in candidates for w in c.works})):
        if row.owners:
            named[row.entity].append({owner for owner, _ in row.owners})
    return {work for work, sets in named.items()
            if any(one.isdisjoint(other) for one in sets for other in sets)}
