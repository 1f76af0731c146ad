"""What a paper cites: words that were looked up in their document once more, or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graph import quotes
from graph.legal_status import LegalStatus
from graph.lookup import Fact
from graph.matching.reader import Reader
from graph.matching.results import Candidate, WorkEvidence
from graph.model import Unit
from graph.project.effective import Effective
from graph.schema import PROPERTIES
from graph.text_places import Place, place_of

CONTACT = tuple(name for name, prop in PROPERTIES.items() if prop.personal)
"""Properties by which somebody can be reached."""
CONTACT_EDGE, _CONTACT_ROLE = "WORKS_FOR", "contact"
"""What links a register's contact person to the organisation."""
_FACTS = 3
_CONTACTS = 4


@dataclass(frozen=True, slots=True)
class Where:
    """Where words stand in their document: a register's row, a page, paragraph or cell, or the
    characters of the text."""

    row: int = 0
    place: Place | None = None
    span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class PaperEvidence:
    """One sentence of evidence: what it shows, its words, and the document that has them."""

    title: str
    """Of a work; of a fact its object or value, of a contact person the name."""
    quote: str
    document: str
    """Key of the document or row."""
    source: str
    """The source's title, else its key."""
    where: Where
    kind: str = ""
    """Of a work: Patent, Contract, ..."""
    predicate: str = ""
    """Of a fact: an edge kind or property."""
    date: str | None = None
    people: tuple[str, ...] = ()
    share: float = 1.0
    status: LegalStatus | None = None
    family: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    """Rules of the defects of the text that touch these words."""

    @property
    def words(self) -> tuple[str, ...]:
        """All that a reader sees of it."""
        status = (self.status.words,) if self.status else ()
        return (self.title, self.quote, self.document, self.source, *self.people, *status,
                *self.family)


@dataclass(frozen=True, slots=True)
class Cited:
    """What speaks for a candidate, and how it is reached."""

    evidence: tuple[PaperEvidence, ...]
    contacts: tuple[PaperEvidence, ...]


def cited(reader: Reader, candidates: Iterable[Candidate]) -> dict[str, Cited]:
    """Candidate's id to its citations, those alone whose words stand in their document.

    ``reader`` reads without a day: whom to ask is no evidence, and evidence is dated already.
    """
    listed = list(candidates)
    contacts = _contacts(reader, listed)
    keys = {w.document for c in listed for w in c.works} | {
        f.document for c in listed for f in c.facts} | {
        f.document for facts in contacts.values() for f in facts}
    units = reader.units(sorted(keys))
    titles = {source.key: source.title or source.key for source in reader.store.sources()}
    found = {}
    for c in listed:
        works = [_of_work(w, units, titles) for w in c.works]
        facts = [_of_fact(f, units, titles) for f in c.facts[:_FACTS]]
        reached: dict[tuple[str, str], PaperEvidence] = {}
        for fact in contacts.get(c.id, ()):
            if e := _of_fact(fact, units, titles):
                reached.setdefault((_by(e.predicate), e.title), e)
        found[c.id] = Cited(tuple(e for e in (*works, *facts) if e),
                            tuple(reached.values())[:_CONTACTS])
    return found


def _of_work(
    work: WorkEvidence, units: Mapping[str, Effective], titles: Mapping[str, str]
) -> PaperEvidence | None:
    item = units.get(work.document)
    where = where_of(item.unit, work.quote) if item else None
    if item is None or where is None:
        return None
    return PaperEvidence(
        work.title, work.quote, work.document, titles.get(work.source, work.source), where,
        work.kind, "", work.date, work.people, work.share, work.status, work.family,
        _flags(item, work.quote),
    )


def _of_fact(
    fact: Fact, units: Mapping[str, Effective], titles: Mapping[str, str]
) -> PaperEvidence | None:
    item = units.get(fact.document)
    where = where_of(item.unit, fact.quote) if item else None
    if item is None or where is None:
        return None
    return PaperEvidence(
        fact.subject_name if fact.predicate == CONTACT_EDGE else fact.object_name,
        fact.quote, fact.document, titles.get(fact.source, fact.source), where,
        "", fact.predicate, fact.date, flags=_flags(item, fact.quote),
    )


def where_of(unit: Unit, quote: str) -> Where | None:
    """Where a unit has these words; None if it has not."""
    if not quote.strip():
        return None
    if unit.form != "document":
        stands = any(quotes.place_of(quote, cell) for cell in unit.cells.values())
        return Where(unit.number) if stands else None
    span = quotes.place_in_page(quote, unit.text)
    return Where(0, place_of(unit.text, unit.media, span[0]), span) if span else None


def _flags(item: Effective, quote: str) -> tuple[str, ...]:
    """Rules of the defects that touch a quote."""
    return tuple(dict.fromkeys(
        flag.rule for flag in item.valid_flags
        if flag.quote and (flag.quote in quote or quote in flag.quote)))


def _by(predicate: str) -> str:
    """By what somebody is reached: a register's contact person is a contact too."""
    return _CONTACT_ROLE if predicate == CONTACT_EDGE else predicate


def _contacts(reader: Reader, candidates: Iterable[Candidate]) -> dict[str, list[Fact]]:
    """Candidate's id to the facts that say how it is reached: by its own rows of registers, by the
    works cited."""
    rows = reader.rows([c.id for c in candidates])
    owners: dict[str, list[str]] = {}
    for c in candidates:
        own = [row.unit for row in rows.get(c.id, ()) if row.key == row.unit]
        for unit in dict.fromkeys((*own, *(w.document for w in c.works))):
            owners.setdefault(unit, []).append(c.id)
    facts = [f for f in reader.lookup.facts_of_units(owners)
             if f.predicate in CONTACT or (f.predicate == CONTACT_EDGE and f.role == _CONTACT_ROLE)]
    found: dict[str, list[Fact]] = {}
    for fact in facts:
        for owner in owners[fact.document]:
            if fact.predicate != CONTACT_EDGE or fact.object == owner:
                found.setdefault(owner, []).append(fact)
    return found
