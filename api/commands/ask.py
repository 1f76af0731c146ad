"""The command that takes a sentence: how it was read, then the answer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.commands.answers import answer_data, print_match, print_problems
from api.commands.controls import controlled
from api.commands.match import Exclude, Kinds, Limit, Regions, Since
from api.commands.output import heading, machine, plain, say
from api.commands.shared import AsOf, Json, Store, kinds_of, opened, words_of

if TYPE_CHECKING:
    from graph.language.question import Question

_CAPTIONS = {
    "want": "asked", "need": "need", "kinds": "kind", "regions": "seated in",
    "not_regions": "not seated in", "industry": "industry", "organisation": "organisation",
    "exclude": "left out", "since": "evidence since", "as_of": "evidence before", "codes": "codes",
}
WANTS = {
    "solvers": "who can solve a need", "partners": "partners for an organisation",
    "licensees": "who may take an offer", "problems": "the common problems of an industry",
    "industries": "industries that an organisation could serve",
    "alike": "organisations like one",
}


@controlled
def ask(
    ctx: typer.Context,
    sentence: Annotated[
        str | None,
        typer.Argument(metavar="SENTENCE", show_default=False,
                       help="A question in English or Chinese, in your own words."),
    ] = None,
    file: Annotated[
        Path | None,
        typer.Option("--file", metavar="FILE", help="The text is in this file; - is stdin."),
    ] = None,
    kind: Kinds = None,
    region: Regions = None,
    as_of: AsOf = None,
    since: Since = None,
    exclude: Exclude = None,
    limit: Limit = None,
    store: Store = None,
    json: Json = False,
    *,
    controls: dict[str, Any],
) -> None:
    """Ask in a sentence: how it was read, then the answer.

    Options replace what the sentence says.
    """
    from graph.matching.asked import edited
    from graph.matching.results import MatchResult

    words = words_of(sentence, file, "the question")
    given = {"kinds": kinds_of(kind), "regions": region, "as_of": as_of, "since": since,
             "exclude": exclude, "limit": limit}
    edits: dict[str, Any] = {name: value for name, value in given.items() if value} | controls
    with opened(ctx, store) as kg:
        if not json:  # shown even where the question then has no answer
            print_question(edited(kg.read_question(words), edits))
        asked = kg.ask(words, **edits)
    found = asked.answer
    if json:
        data = answer_data(found) if isinstance(found, MatchResult) else plain(found)
        return machine({"question": asked.question, "answer": data, "notes": asked.notes})
    for note in asked.notes:
        say(f"note: {note}")
    return print_match(found) if isinstance(found, MatchResult) else print_problems(found)


def print_question(question: Question) -> None:
    """How a sentence was read, a line a field."""
    heading("Read as")
    for name, words in question.said:
        say(f"   {_CAPTIONS[name]}: {WANTS[words] if name == 'want' else words}")
