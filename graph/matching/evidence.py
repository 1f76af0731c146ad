"""The words behind a candidate: its nearest works with quote, place and people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from graph.dates import last_day
from graph.legal_status import LegalStatus, legal_status
from graph.matching.features import POINTS
from graph.matching.owners import OwnedWork
from graph.matching.reader import (
    Reader,
    best_sentence,
    place_of,
    record_of,
    sentences_of,
    text_claims,
)
from graph.matching.results import WorkEvidence
from graph.model import Claim, Entity, Flag
from graph.project.effective import Effective

WORKS_SHOWN = 3
_PEOPLE_EDGES = ("INVENTED", "AUTHORED", "PERFORMED")


def work_evidence(
    reader: Reader, works: Iterable[OwnedWork], weights: Mapping[str, float], most: float
) -> dict[tuple[str, float, str], WorkEvidence]:
    """(record, share, entity) to evidence, for works that the reader may open.

    ``weights`` says how telling each term of the need is: the quote is the sentence that tells
    most of it.
    """
    listed = list(works)
    members = reader.entities({member for work in listed for member in work.members})
    rows = reader.store.record_rows({work.record for work in listed})
    units = reader.units(row.unit for row in rows.values())
    found = {}
    for work in listed:
        row = rows.get(work.record)
        if row is not None and row.unit in units:
            key = (work.record, work.share, work.entity)
            shown = _shown(work, row.key, units[row.unit], weights, most)
            found[key] = replace(
                shown, status=_status(reader, units[row.unit], row.key),
                flags=tuple(map(flag_words, units[row.unit].valid_flags)),
                family=tuple(_number(members[m]) for m in work.members if m in members))
    return found


def _number(member: Entity) -> str:
    """How a work is called beside another of its family: by its patent number, else its title."""
    numbers = (i.partition(":")[2] for i in member.identifiers if i.startswith("patent:"))
    return min(numbers, default=member.name)


def _status(reader: Reader, item: Effective, key: str) -> LegalStatus | None:
    """The legal status that the unit states; as of a day only one that is dated before it."""
    stated = {c.predicate: str(c.value) for c in item.claims if c.subject == key}
    if "legal_status" not in stated:
        return None
    status = legal_status(stated["legal_status"], stated.get("legal_status_date", ""))
    if reader.before is None:
        return status
    return status if status.date and reader.in_time(last_day(status.date)) else None


def _shown(
    work: OwnedWork, key: str, item: Effective, weights: Mapping[str, float], most: float
) -> WorkEvidence:
    record = record_of(item, key)
    title = record.name if record else ""
    claims = text_claims(item, key)
    quote = best_sentence(sentences_of(item, key), weights)
    named = _naming_claim(item, key)
    if not quote:
        quote = item.unit.quote(named) if item.unit.form == "document" and named else title
    stating = next((c for c in claims if quote in str(c.value)), named)
    return WorkEvidence(
        work.entity, record.kind if record else "", title, item.unit.date, item.unit.key,
        item.unit.source, place_of(item, stating), quote, people(item, key), work.share,
        round(POINTS * work.score / most, 6),
    )


def _naming_claim(item: Effective, key: str) -> Claim | None:
    return next((c for c in item.claims if key in (c.subject, c.object)), None)


def people(item: Effective, work: str) -> tuple[str, ...]:
    """Persons whom the unit names as inventors or authors of the work, in its order."""
    names = {r.key: r.name for r in item.records if r.kind == "Person"}
    return tuple(dict.fromkeys(
        names[c.subject] for c in item.claims
        if c.predicate in _PEOPLE_EDGES and c.object == work and c.subject in names
    ))


def flag_words(flag: Flag) -> str:
    """A defect of a text in words: the rule, what the text says, what would follow."""
    expected = f", would be {flag.expected}" if flag.expected else ""
    return f"{flag.rule.replace('-', ' ')}: {flag.says or flag.quote}{expected}"
