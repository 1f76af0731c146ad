"""What matching answers: plain data that iterates, prints and shows itself in a notebook."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Any

from graph.display import Printed
from graph.legal_status import LegalStatus
from graph.lookup import Fact
from graph.model import Entity

if TYPE_CHECKING:
    from graph.matching.understood import Understood

SOLVERS = ("Institute", "Enterprise")
"""The kinds that are asked for where none is named."""


@dataclass(frozen=True, slots=True)
class Need:
    """A question as understood: the words, the filters, the day before which evidence counts.

    ``about`` is the entity that the words were taken from, when the question named one; ``terms``
    are the words' stems with their weights. ``before`` and ``after`` (the first day that counts)
    are the ordinals of ``as_of`` and ``since``.
    """

    text: str
    title: str = ""
    about: Entity | None = None
    kinds: tuple[str, ...] = SOLVERS
    regions: tuple[str, ...] = ()
    not_regions: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    before: int | None = None
    as_of: str = ""
    after: int | None = None
    since: str = ""
    min_works: int = 1
    limit: int = 10
    asker: str = ""
    competitors: bool = True
    conflicts: bool = False
    near: str = ""
    within_km: float | None = None
    alive: bool = False
    small_first: bool = False
    spread: int | None = None
    terms: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a score. The parts of a candidate add up to its score."""

    name: str
    caption: str
    value: float


@dataclass(frozen=True, slots=True)
class WorkEvidence:
    """A work that speaks for a candidate, with its words and where they stand."""

    entity: str
    kind: str
    title: str
    date: str | None
    document: str
    """Key of the document or row that states it."""
    source: str
    place: str
    """The document and offsets, or the register's row, for people."""
    quote: str
    people: tuple[str, ...]
    """Persons that the same document names as its authors or inventors."""
    share: float
    score: float
    """What this work alone gives, on the scale of the candidate's score."""
    family: tuple[str, ...] = ()
    """Numbers (else titles) of further works of its patent family, which count no second time."""
    status: LegalStatus | None = None
    """A patent's legal status by its register, where that was known by then."""
    flags: tuple[str, ...] = ()
    """Defects of the document that states it, in words."""


@dataclass(frozen=True, slots=True)
class Caution:
    """A reason for care with a candidate: its name (`graph.matching.cautions`) and the words."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class PersonBehind:
    """A person behind cited works of a candidate, or its contact by a register."""

    name: str
    entity: str
    works: tuple[str, ...]
    """Titles of the cited works, the latest first; none for a mere contact."""
    latest: str | None
    contact: tuple[str, ...] = ()
    """E-mail, telephone and the like, as a register states them of the person."""
    role: str = ""
    """For a contact: its role at the organisation."""


@dataclass(frozen=True, slots=True)
class Step:
    """An edge of a path, told from its start to its end, with the latest document behind it."""

    start: str
    start_name: str
    kind: str
    end: str
    end_name: str
    document: str
    date: str | None


Path = tuple[Step, ...]
"""Edges that lead from the asker, or from what was asked about, to a candidate."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An organisation in its place, with the parts of its score and the evidence behind them."""

    rank: int
    entity: Entity
    score: float
    parts: tuple[Part, ...]
    works: tuple[WorkEvidence, ...]
    facts: tuple[Fact, ...]
    """Facts that speak for it beside its works: stated fields, past work together."""
    work_count: int
    """Works that it had by then, near the need or not."""
    latest: str | None
    """Day of its latest work by then."""
    confidence: float | None = None
    """How likely it is the right one, 0 to 1: only where that was calibrated on this graph."""
    cautions: tuple[Caution, ...] = ()
    people: tuple[PersonBehind, ...] = ()
    """Those behind the cited works, the latest first, then the contacts of registers."""
    paths: tuple[Path, ...] = ()
    distance: float | None = None
    """Kilometres from the place asked about, where both are known."""

    @property
    def id(self) -> str:
        """Its entity id."""
        return self.entity.id

    @property
    def name(self) -> str:
        """Its name."""
        return self.entity.name

    @property
    def kind(self) -> str:
        """Enterprise, Institute, ..."""
        return self.entity.kind


@dataclass(frozen=True, slots=True)
class MatchResult:
    """Ranked candidates for a need; iterating gives the convincing ones, best first.

    When none convinces, ``candidates`` is empty and the nearest stand in ``nearest``.
    """

    need: Need
    candidates: tuple[Candidate, ...]
    nearest: tuple[Candidate, ...] = ()
    undated: int = 0
    """Works left out because they have no date; only with an as-of day."""
    notes: tuple[str, ...] = ()
    generation: int = 0
    """The store's state that was asked."""
    question: str = "match"
    """Which question it answers: match, partners, licensees, served or similar."""
    understood: Understood | None = None
    """How the words of a need or an offer were taken."""
    model: str = ""
    """The model of the vectors by which the meaning of works counted; '' where it did not."""

    def __iter__(self) -> Iterator[Candidate]:
        return iter(self.candidates)

    def __len__(self) -> int:
        return len(self.candidates)

    def __getitem__(self, place: int) -> Candidate:
        return self.candidates[place]

    @property
    def convincing(self) -> bool:
        """Is there a convincing candidate?"""
        return bool(self.candidates)

    @property
    def ranked(self) -> tuple[Candidate, ...]:
        """All candidates in their order, whether they convince or not."""
        return self.candidates or self.nearest

    def to_frame(self) -> Any:
        """The ranking as a pandas data frame, a row a candidate, a column a part."""
        import pandas

        return pandas.DataFrame([
            {
                "rank": c.rank, "id": c.id, "name": c.name, "kind": c.kind,
                "region": c.entity.region, "score": c.score,
                **{part.name: part.value for part in c.parts},
                "works": c.work_count, "latest": c.latest, "convincing": self.convincing,
                "evidence": "; ".join(w.title for w in c.works),
            }
            for c in self.ranked
        ])

    def __str__(self) -> str:
        lines = [] if self.convincing else ["no convincing candidate; the nearest:"]
        for c in self.ranked:
            lines.append(f"{c.rank:>3}. {c.name} ({c.entity.region or c.kind})  {c.score:.2f}")
            lines += [f"     {w.date or 'undated'}  {w.title}: “{w.quote}”" for w in c.works]
        return "\n".join([*lines, *self.notes]) or "nothing found"

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{c.rank}</td><td>{escape(c.name)}</td><td>{c.score:.2f}</td><td>"
            + "<br>".join(f"{w.date or 'undated'} {escape(w.title)}: <q>{escape(w.quote)}</q>"
                          for w in c.works)
            + "</td></tr>"
            for c in self.ranked
        )
        head = "" if self.convincing else "<p>No convincing candidate; the nearest:</p>"
        titles = "<tr><th></th><th>name</th><th>score</th><th>evidence</th></tr>"
        return f"{head}<table>{titles}{rows}</table>"


@dataclass(frozen=True, slots=True)
class Statement:
    """One holder's statement of a problem, with its words."""

    problem: str
    """Entity id of the problem as stated."""
    text: str
    holder: str
    holder_name: str
    holder_kind: str
    date: str | None
    document: str
    source: str
    quote: str


@dataclass(frozen=True, slots=True)
class CommonProblem:
    """Statements that mean one problem, and who could solve it."""

    title: str
    statements: tuple[Statement, ...]
    common: bool
    """Stated by a policy or for the whole industry, or shared by two of its enterprises."""
    solvers: MatchResult | None = None

    @property
    def holders(self) -> tuple[str, ...]:
        """Names of those who state it."""
        return tuple(dict.fromkeys(s.holder_name for s in self.statements))

    @property
    def support(self) -> int:
        """How many state it."""
        return len({s.holder for s in self.statements})


@dataclass(frozen=True, slots=True)
class ProblemList(Printed):
    """An industry's problems; iterating gives the common ones, the widest shared first."""

    industry: Entity
    problems: tuple[CommonProblem, ...]
    single: tuple[CommonProblem, ...] = ()
    """Stated by one enterprise alone."""
    notes: tuple[str, ...] = ()
    generation: int = 0

    def __iter__(self) -> Iterator[CommonProblem]:
        return iter(self.problems)

    def __len__(self) -> int:
        return len(self.problems)

    def __getitem__(self, place: int) -> CommonProblem:
        return self.problems[place]

    def to_frame(self) -> Any:
        """A pandas data frame, a row a statement."""
        import pandas

        return pandas.DataFrame([
            {
                "problem": p.title, "common": p.common, "support": p.support,
                "statement": s.text, "holder": s.holder_name, "date": s.date,
                "document": s.document, "quote": s.quote,
                "solvers": "; ".join(c.name for c in p.solvers or ()),
            }
            for p in (*self.problems, *self.single) for s in p.statements
        ])

    def __str__(self) -> str:
        lines = [f"Common problems of {self.industry.name}"]
        for problem in self.problems:
            lines.append(f"- {problem.title} (stated by {', '.join(problem.holders)})")
            if problem.solvers is not None:
                lines += [f"    {line}" for line in str(problem.solvers).splitlines()]
        return "\n".join([*lines, *self.notes])


@dataclass(frozen=True, slots=True)
class WhyNot(Printed):
    """Why an organisation stands where it stands for a need."""

    organisation: Entity
    rank: int | None
    """Its rank among all candidates that pass the filters; None when it is no candidate."""
    candidates: int
    """How many candidates there are."""
    score: float
    parts: tuple[Part, ...]
    leader: Candidate | None
    """The best candidate, for comparison."""
    lacking: tuple[str, ...]
    """What keeps it from the top, in words, the weightiest first."""
    works: tuple[WorkEvidence, ...] = ()

    def __str__(self) -> str:
        place = f"rank {self.rank} of {self.candidates}" if self.rank else "no candidate"
        return "\n".join([f"{self.organisation.name}: {place}", *(f"- {x}" for x in self.lacking)])
