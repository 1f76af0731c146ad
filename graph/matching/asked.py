"""Asking by a sentence: how it was read, what may be changed, and the answer."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, cast

from graph.display import Printed
from graph.errors import InvalidRequest
from graph.language.question import WANTS, Question
from graph.matching.common_problems import problems
from graph.matching.licensing import licensees
from graph.matching.names import Names, read
from graph.matching.options import NAMES, Options
from graph.matching.partnership import partners
from graph.matching.rank import match, of_time
from graph.matching.reader import Graph
from graph.matching.results import MatchResult, ProblemList
from graph.matching.serving import served
from graph.matching.similarity import similar

Answer = MatchResult | ProblemList
_EDITABLE = frozenset(f.name for f in fields(Question)) - {"text", "language", "spans", "notes"}
_FILTERS = ("kinds", "regions", "not_regions", "exclude", "since", "as_of", "codes")
_SUBJECT = {"partners": "organisation", "industries": "organisation", "alike": "organisation",
            "problems": "industry"}
_USED: Mapping[str, Collection[str]] = {
    "problems": ("kinds", "as_of", "solvers"), "industries": ("as_of", "limit"),
}
"""The options of questions that do not take all of them."""
_ASKED: Mapping[str, Callable[..., Answer]] = {
    "solvers": match, "licensees": licensees, "partners": partners, "alike": similar,
    "problems": problems, "industries": served,
}


@dataclass(frozen=True, slots=True)
class Asked(Printed):
    """A sentence as it was read, with changes, and the answer to it."""

    question: Question
    answer: Answer
    notes: tuple[str, ...] = ()
    """What was said and is not used, and why."""

    def __str__(self) -> str:
        read = [f"{name}: {value}" for name, value in self.question.said]
        return "\n".join([*read, *self.notes, "", str(self.answer)])


def ask(graph: Graph, text: str, **edits: Any) -> Asked:
    """Read a sentence and answer it.

    ``edits`` replace what was read, by the names of `Question`'s fields, or are further options
    (`graph.matching.options.Options`). Raises `InvalidRequest` where nothing is left that could be
    asked, `NotFound` for a region, industry or organisation that the graph does not know.
    """
    if unknown := sorted(edits.keys() - _EDITABLE - NAMES):
        known = ", ".join(sorted(_EDITABLE | NAMES))
        raise InvalidRequest(f"{unknown[0]!r} is no part of a question; there are {known}")
    question = edited(read(graph, text), edits)
    options, notes = _options(graph, question, edits)
    asked = _ASKED[question.want](graph, about(question), **options)
    further = [note for note in notes if note not in asked.notes]
    return Asked(question, asked, (*question.notes, *further))


def edited(question: Question, edits: Mapping[str, Any]) -> Question:
    """A question with some fields replaced; the words that gave these are forgotten."""
    own = {name: value for name, value in edits.items() if name in _EDITABLE}
    if own.get("want", question.want) not in WANTS:
        raise InvalidRequest(f"{own['want']!r} is no question; there are {', '.join(WANTS)}")
    for name in own:
        if isinstance(getattr(question, name), tuple):
            own[name] = tuple(own[name] or ())
        elif own[name] is None:
            own[name] = ""
    spans = tuple(span for span in question.spans if span.field not in own)
    return replace(question, **own, spans=spans)


def about(question: Question) -> str:
    """What the question is about, in words or by name; raises `InvalidRequest` for nothing."""
    if name := _SUBJECT.get(question.want):
        if named := str(getattr(question, name)):
            return named
        what = {"organisation": "which organisation is meant", "industry": "which industry"}[name]
        raise InvalidRequest(f"the sentence does not say {what}")
    said = question.need or question.organisation or question.industry
    if not said and not question.codes:
        raise InvalidRequest(
            "the sentence does not say what has to be solved; name the material, the process or "
            "what goes wrong")
    return said


def _options(
    graph: Graph, question: Question, edits: Mapping[str, Any]
) -> tuple[Options, list[str]]:
    """The options that the question can take, and notes on what it cannot."""
    given = {name: getattr(question, name) for name in _FILTERS if getattr(question, name)}
    notes: list[str] = []
    if given.get("not_regions"):
        names = Names(graph)
        known = {name: names.region(name) for name in given["not_regions"]}
        notes += [f"nothing of the graph lies in {n}" for n, found in known.items() if not found]
        given["not_regions"] = tuple(filter(None, known.values()))
    if question.want in ("solvers", "licensees") and question.organisation and question.need:
        given["exclude"] = (*given.get("exclude", ()), question.organisation)
    further = {name: value for name, value in edits.items() if name not in _EDITABLE}
    if question.want == "problems" and "limit" in further:
        further["solvers"] = further.pop("limit")
    used = _USED.get(question.want, NAMES)
    unused = [name for name in (*given, *further) if name not in used]
    if question.want in _SUBJECT and question.need:
        unused.append("need")
    if unused:
        notes.append(f"not used for this question: {', '.join(sorted(unused))}")
    notes += of_time(graph, question.as_of, question.since)
    kept = {n: v for n, v in (given | further).items() if n not in unused}
    return cast(Options, kept), notes
