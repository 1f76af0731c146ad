"""How answers of matching are printed: a ranking first, then the words behind each place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import typer

from api.commands.output import heading, plain, say, short, table
from graph.schema import EDGES, PROPERTIES

if TYPE_CHECKING:
    from graph.cases import Marked
    from graph.matching.results import (
        Candidate,
        CommonProblem,
        MatchResult,
        ProblemList,
        WhyNot,
        WorkEvidence,
    )
    from graph.matching.side_by_side import SideBySide
    from graph.matching.understood import Understood


_ASKED = {
    "match": "Who can solve", "partners": "Who fits", "licensees": "Who may take",
    "served": "Industries to serve for", "similar": "Who is like",
}


def print_match(result: MatchResult, *, works: int = 3) -> None:
    """The ranking with its score parts, then each candidate's evidence."""
    _print_need(result)
    if not result.ranked:
        say("no candidate")
    else:
        if not result.convincing:
            say("No convincing candidate; the nearest, for what they are worth:")
        print_ranking(result.ranked)
        for candidate in result.ranked:
            print_evidence(candidate, works=works)
    for note in result.notes:
        say(f"note: {note}")


def _print_need(result: MatchResult) -> None:
    need = result.need
    name = need.about.name if need.about else need.title or need.text
    heading(f"{_ASKED[result.question]}: {short(name, 100)}")
    if need.about and need.about.name != need.text:
        say(f"asked as: {short(need.text)}")
    filters = [
        f"{what}: {', '.join(words)}"
        for what, words in (
            ("regions", need.regions),
            ("not in", need.not_regions),
            ("kinds", need.kinds),
            ("before", [need.as_of] if need.as_of else []),
            ("since", [need.since] if need.since else []),
            ("asker", [need.asker] if need.asker else []),
            ("near", [need.near] if need.near else []),
            ("within", [f"{need.within_km:g} km"] if need.within_km else []),
        )
        if words
    ]
    say("; ".join(filters))
    if result.understood is not None:
        _print_understood(result.understood, result.model)


def _print_understood(taken: Understood, model: str) -> None:
    """How the need was taken, on a line or two."""
    told = [f"{slot} {words}" for slot, words in taken.slots.items()]
    told += [f"codes {', '.join(taken.codes)}"] if taken.codes else []
    told += [f"meaning by {model}"] if model else []
    say(f"understood: {'; '.join([short(taken.core, 100), *told])}")
    if taken.telling:
        say(f"most telling: {', '.join(taken.telling)}")


def print_ranking(candidates: Iterable[Candidate]) -> None:
    """One row a candidate."""
    table(
        ["rank", "organisation", "kind", "score", "works", "latest"],
        [(c.rank, c.name, c.kind, c.score, c.work_count, c.latest) for c in candidates],
    )


def print_evidence(candidate: Candidate, *, works: int = 3) -> None:
    """The parts of a candidate's score, and what speaks for it with its words and its place."""
    where = ", ".join(part for part in (candidate.entity.region, candidate.id) if part)
    say()
    place = f"{candidate.rank}. " if candidate.rank else ""
    say(typer.style(f"{place}{candidate.name}", bold=True) + f"  ({where})")
    parts = " + ".join(
        f"{part.caption} {part.value:.3f}" for part in candidate.parts if part.value)
    if parts:
        say(f"   score {candidate.score:.3f} = {parts}")
    if candidate.confidence is not None:
        say(f"   {candidate.confidence:.0%} sure")
    for caution in candidate.cautions:
        say(f"   caution: {caution.words}")
    for work in candidate.works[:works]:
        print_work(work)
    for fact in candidate.facts[:works]:
        say(
            f"   {fact.date or 'undated'}  {caption(fact.predicate)} {fact.object_name}: "
            f"“{short(fact.quote)}”  [{fact.place}]"
        )
    _print_beside(candidate)


def _print_beside(candidate: Candidate) -> None:
    """How far it is, how the asker is linked with it, whom to ask."""
    if candidate.distance is not None:
        say(f"   {candidate.distance:.0f} km away")
    for path in candidate.paths:
        steps = (f"{s.start_name} — {caption(s.kind)} → {s.end_name} [{s.document}]" for s in path)
        say(f"   path: {'; '.join(steps)}")
    for person in candidate.people:
        if person.contact:
            role = f" ({person.role})" if person.role else ""
            say(f"   to ask: {person.name}{role}, {', '.join(person.contact)}")


def caption(predicate: str) -> str:
    """An edge kind or property in words."""
    known = EDGES.get(predicate) or PROPERTIES.get(predicate)
    return known.caption if known else predicate


def print_work(work: WorkEvidence) -> None:
    """A work on three lines: what and when, its words, who and where."""
    say(f"   {work.date or 'undated'}  {work.kind}: {work.title}")
    if work.quote and work.quote != work.title:
        say(f"      “{short(work.quote)}”")
    people = f"{', '.join(work.people[:4])}; " if work.people else ""
    say(f"      {people}{work.place}")
    if work.status and work.status.state != "unknown":
        since = f" since {work.status.date}" if work.status.date else ""
        say(f"      {work.status.state}{since}: “{short(work.status.words)}”")
    for flag in work.flags:
        say(f"      defect of the text: {short(flag)}")
    if work.family:
        say(f"      counted together with its patent family: {', '.join(work.family)}")


def print_problems(found: ProblemList, *, single: bool = True) -> None:
    """An industry's common problems with those who state them and who could solve each."""
    heading(f"Common problems of {found.industry.name}")
    if not found.problems:
        say("none: no policy states one and no two of its enterprises share one")
    for number, problem in enumerate(found.problems, start=1):
        _print_problem(number, problem)
    if single and found.single:
        heading("Stated by one enterprise alone")
        for problem in found.single:
            say(f"- {problem.title} ({', '.join(problem.holders)})")
    for note in found.notes:
        say(f"note: {note}")


def _print_problem(number: int, problem: CommonProblem) -> None:
    say()
    say(typer.style(f"{number}. {problem.title}", bold=True))
    say(f"   stated by {problem.support}: {', '.join(problem.holders)}")
    for statement in problem.statements:
        say(
            f"   {statement.date or 'undated'}  {statement.holder_name}: "
            f"“{short(statement.quote or statement.text)}”  [{statement.document}]"
        )
    if problem.solvers is None:
        return
    if not problem.solvers.convincing:
        say("   no convincing candidate")
    for candidate in problem.solvers:
        works = "; ".join(f"{w.title} ({w.date or 'undated'})" for w in candidate.works[:2])
        say(f"   → {candidate.rank}. {candidate.name}  {candidate.score:.2f}  {works}")


def print_why_not(found: WhyNot) -> None:
    """Where an organisation stands for a need and what it lacks."""
    where = (
        f"rank {found.rank} of {found.candidates}"
        if found.rank
        else (f"no candidate; there are {found.candidates}")
    )
    heading(f"{found.organisation.name}: {where}")
    for words in found.lacking:
        say(f"- {words}")
    captions = {part.caption: part.value for part in found.parts}
    leader = {part.caption: part.value for part in found.leader.parts} if found.leader else {}
    if captions or leader:
        name = found.leader.name if found.leader else ""
        rows = [(c, captions.get(c), leader.get(c)) for c in dict.fromkeys([*captions, *leader])]
        total = ("score", found.score, found.leader.score if found.leader else None)
        table(["part", found.organisation.name, name], [*rows, total])
    for work in found.works:
        print_work(work)


def print_side_by_side(found: SideBySide) -> None:
    """A column an organisation: its rank and parts; then what each has and lacks."""
    listed = [s.candidate for s in found.standings]
    values = [{part.caption: part.value for part in c.parts} for c in listed]
    captions = dict.fromkeys(caption for some in values for caption in some)
    heading(f"Side by side, of {found.candidates} candidates")
    table(["", *(c.name for c in listed)], [
        ("rank", *(c.rank or None for c in listed)), ("score", *(c.score for c in listed)),
        *((caption, *(some.get(caption) for some in values)) for caption in captions),
        ("works", *(c.work_count for c in listed)), ("latest", *(c.latest for c in listed)),
    ])
    names = {c.id: c.name for c in listed}
    for standing in found.standings:
        print_evidence(standing.candidate)
        for words in (*standing.left_out, *standing.remarks):
            say(f"   lacks: {words}")
        for other, gaps in standing.behind.items():
            told = ", ".join(f"{g.caption} {g.own:.1f} not {g.other:.1f}" for g in gaps)
            if told:
                say(f"   against {names[other]}: {told}")


def print_marks(result: MatchResult, marks: Mapping[str, Sequence[Marked]]) -> None:
    """What cases say of the candidates, where they say something."""
    if marks:
        heading("Marks of cases")
        table(
            ["organisation", "case", "title", "status", "reason", "by", "at"],
            [(c.name, m.case, m.title, m.mark.status, m.mark.reason, m.mark.by, m.mark.at[:10])
             for c in result.ranked for m in marks.get(c.id, ())],
        )


def answer_data(result: MatchResult) -> dict[str, Any]:
    """An answer for machines; what follows from its parts is said too."""
    return {**plain(result), "convincing": result.convincing}
