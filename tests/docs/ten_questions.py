"""Ten questions of brokers, asked of the sample: the table of docs/asking.md.

    python -m tests.docs.ten_questions

prints it anew, to be pasted over the old one where the answers have changed on purpose.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from typing import Any

import qilian
from api.commands.ask import WANTS
from graph.lookup import Fact
from graph.matching.asked import Asked
from graph.matching.results import Candidate, MatchResult, ProblemList, WorkEvidence

QUESTIONS = (
    "Which institute in Kunyan can take boron out of lithium carbonate down to battery grade, "
    "evidence since 2019?",
    "Who outside Chakmar City worked on lithium extraction from brine with a high "
    "magnesium-to-lithium ratio before 2024?",
    "谁能解决卤水管道冬季结盐堵塞",
    "Who can make a catheter valve for newborns?",
    "Find partners for Chakmar Qingluo Lithium other than Kunyan University of Technology",
    "白湖集团可以和哪些研究所合作，2020年以来的成果",
    "Which companies might license a resin that takes up boron from lithium chloride?",
    "What are the common problems of the salt-lake lithium industry, as of 2023?",
    "恰克玛卤水分离化学研究所可以服务哪些产业",
    "与昆岩理工大学类似的机构",
)
HEAD = "| question | read as | answer | evidence of the first |"
RULE = "| --- | --- | --- | --- |"
_NAMED = 3


def table(kg: Any) -> list[str]:
    """The table's lines."""
    return [HEAD, RULE, *(row(kg.ask(question)) for question in QUESTIONS)]


def row(asked: Asked) -> str:
    """One question, how it was read, its answer, the evidence of the first candidate."""
    said = dict(asked.question.said)
    read = [WANTS[said.pop("want")], *(f"{name}: {words}" for name, words in said.items())]
    answer = asked.answer
    if isinstance(answer, ProblemList):
        told, evidence = list(_problems(answer)), list(_statements(answer))
    else:
        told, evidence = list(_candidates(answer)), list(_evidence(answer))
    notes = [f"*{note}*" for note in (*asked.notes, *answer.notes)]
    cells = ([asked.question.text], read, [*told, *notes], evidence)
    return "| " + " | ".join(
        "<br>".join(lines).replace("\n", " ").replace("|", "\\|") for lines in cells) + " |"


def _candidates(answer: MatchResult) -> Iterator[str]:
    if not answer.convincing:
        yield "no convincing candidate" + ("; the nearest:" if answer.nearest else "")
    for candidate in answer.ranked[:_NAMED]:
        yield f"{candidate.rank}. {candidate.name} {candidate.score:.1f}"


def _evidence(answer: MatchResult) -> Iterator[str]:
    for candidate in answer.candidates[:1]:
        yield _parts(candidate)
        yield from (_work(work) for work in candidate.works[:1])
        yield from (_fact(fact) for fact in candidate.facts[:1])


def _parts(candidate: Candidate) -> str:
    parts = (f"{part.caption} {part.value:+.1f}" for part in candidate.parts
             if round(part.value, 1))
    return ", ".join(parts)


def _work(work: WorkEvidence) -> str:
    return f"{work.title}: “{work.quote}” ({work.document}, {work.date or 'undated'})"


def _fact(fact: Fact) -> str:
    told = f"{fact.subject_name} {fact.predicate} {fact.object_name}"
    return f"{told}: “{fact.quote}” ({fact.document}, {fact.date or 'undated'})"


def _problems(answer: ProblemList) -> Iterator[str]:
    for problem in answer:
        solvers = ", ".join(c.name for c in problem.solvers or ()) or "nobody"
        holders = ", ".join(problem.holders)
        yield f"{problem.title}, stated by {holders}; can be solved by: {solvers}"


def _statements(answer: ProblemList) -> Iterator[str]:
    for statement in (answer[0].statements if answer else ()):
        where = f"{statement.document}, {statement.date or 'undated'}"
        yield f"{statement.holder_name}: “{statement.quote}” ({where})"


def main() -> None:
    """Print the table for the sample as it is."""
    with tempfile.TemporaryDirectory() as folder, qilian.open(f"sqlite:///{folder}/s.db") as kg:
        kg.ingest(*qilian.sample())
        sys.stdout.write("\n".join(table(kg)) + "\n")


if __name__ == "__main__":
    main()
