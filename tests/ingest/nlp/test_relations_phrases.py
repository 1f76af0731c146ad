"""Sentences that only a comma, a bracket or a list row parts, and whom their words relate."""

from __future__ import annotations

import pytest

from tests.ingest.nlp.marked import stated

M, B, U, F = "marsh ltd", "bog oy", "norland university", "fen institute"
A, D, G = "salt office", "delta base", "green base"

RUNS = [
    (
        "{E:Marsh Ltd} is responsible for the construction of the {P:Delta base}, "
        "{I:Norland University} undertakes the {P:Green base}.",
        {(M, D), (U, G)},
    ),
    (
        "The {A:Salt Office} will set up the {P:Delta base} in {R:Fen Town}, and {E:Marsh Ltd} is "
        "entrusted to operate the {P:Green base}.",
        {(A, D), (M, G)},
    ),
    ("The {P:Delta base} was set up in {R:Fen Town}, {E:Marsh Ltd} operates it.", {(M, D)}),
    (
        "{P:Delta base} (relying on {E:Marsh Ltd}) and {P:Green base} (relying on {E:Bog Oy}).",
        {(M, D), (B, G)},
    ),
    ("Money goes into the {P:Delta base}, to be managed by {E:Marsh Ltd}.", {(M, D)}),
    ("The {P:Delta base} is the park through which the {A:Salt Office} helps firms.", set()),
    ("The {P:Delta base} is the park that the {A:Salt Office} runs for firms.", {(A, D)}),
    ("On May 5, hosted by the {A:Salt Office} “{P:Delta base}” opened.", {(A, D)}),
    ("The {A:Salt Office} supports {E:Marsh Ltd} to build the {P:Delta base}.", {(M, D)}),
    (
        "{E:Marsh Ltd} builds the {P:Delta base} together with {I:Norland University}.",
        {(M, D), (U, D)},
    ),
    (
        "The city of {R:Tarn} in {R:North Fen}'s {R:Reed Region} has set up the {P:Delta base}.",
        {("tarn", D)},
    ),
]


@pytest.mark.parametrize(("sentence", "pairs"), RUNS)
def test_who_runs_what_across_commas_and_brackets(
    sentence: str, pairs: set[tuple[str, str]]
) -> None:
    assert {r for r in stated(sentence) if r[0] == "RUNS"} == {("RUNS", *p) for p in pairs}


PARTNERS = [
    ("{R:Tarn}, {R:Fen} two cities will jointly tackle {T:rope}.", {("tarn", "fen")}),
    ("{R:Tarn} and {R:Fen} have joined the {P:Delta base}.", set()),
    ("{I:Fen Institute} grew. Its industrial partners are {E:Marsh Ltd} and {E:Bog Oy}.",
     {(M, F), (B, F)}),
    ("{I:Fen Institute}, with which {E:Marsh Ltd} already runs the {P:Delta base}, grew.",
     {(M, F)}),
    ("{E:Marsh Ltd} last year and {E:Bog Oy} signed a cooperation agreement.", {(M, B)}),
    ("They say {E:Marsh Ltd} and {E:Bog Oy} grew, because they are already working together.",
     {(M, B)}),
    ("{R:Tarn} builds {P:Delta base} and {P:Green base} to promote the cooperation of firms.",
     set()),
    ("{P:Delta base}, {P:Green base}, to promote the 20 firms of research cooperation.", set()),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "pairs"), PARTNERS)
def test_who_works_together(sentence: str, pairs: set[tuple[str, str]]) -> None:
    found = {r[1:] for r in stated(sentence) if r[0] == "COLLABORATES_WITH"}
    assert found == pairs


ONE = [
    ("{E:Bog Oy}, and {E:Marsh Ltd}, the Indian arm of {R:Tarn}'s {E:Reed Group}, came.",
     ("PART_OF", M, "reed group")),
    ("{E:Marsh Ltd} grew. Its subsidiary {E:Bog Oy} moved.", ("PART_OF", B, M)),
    ("{E:Bog Oy}, and {E:Marsh Ltd}, a maker of {F:rope}, came.", ("OPERATES_IN", M, "rope")),
    ("The winner is {E:Marsh Ltd} ({T:rope pressing}).", ("OPERATES_IN", M, "rope pressing")),
    ("2. {E:Marsh Ltd} —— {F:rope}, master of its trade", ("OPERATES_IN", M, "rope")),
    ("3. {E:Marsh Ltd}, {F:rope} project", ("OPERATES_IN", M, "rope")),
    ("The prize went to {E:Marsh Ltd} for its {T:peat oil}.", ("DEVELOPS", M, "peat oil")),
    ("The {P:Delta base} will offer {T:tape laying} to firms.", ("DEVELOPS", D, "tape laying")),
    ("{E:Marsh Ltd}, a {F:rope} company, faces {X:rust}.", ("HAS_PROBLEM", M, "rust")),
    ("{E:Marsh Ltd} asks for help with {X:rust}.", ("HAS_PROBLEM", M, "rust")),
    ("{E:Marsh Ltd}, a {F:rope} firm, was admitted as the first tenant of the {P:Delta base}.",
     ("MEMBER_OF", M, D)),
    ("The {A:Salt Office} organised {E:Marsh Ltd} to take part in {G:Tide}.",
     ("MEMBER_OF", M, "tide")),
    ("Under the {L:Salt plan}, issued by the {A:Salt Office} last year, {R:Tarn} is at work.",
     ("ISSUED", A, "salt plan")),
    ("Under the {L:Salt plan}, issued last year, {R:Tarn} builds the {P:Delta base}.",
     ("IMPLEMENTS", "tarn", "salt plan")),
    ("{G:Tide} is a contribution to the {L:Salt plan}.", ("IMPLEMENTS", "tide", "salt plan")),
    ("{G:Tide} looks for ways out of {X:rust}.", ("TARGETS", "tide", "rust")),
    ("{E:Marsh Ltd} from {I:Fen Institute} introduced {T:peat oil}.",
     ("LICENSES", M, "peat oil")),
    ("Licences granted: {N:10-77} (“Press”) to {E:Marsh Ltd}.", ("LICENSES", M, "10 77")),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "expected"), ONE)
def test_a_phrase_speaks_of_what_it_belongs_to(sentence: str, expected: tuple[str, ...]) -> None:
    assert {r for r in stated(sentence) if r[0] == expected[0]} == {expected}


NONE = [
    ("LICENSES", "The office explained patent {N:10-77} to {E:Marsh Ltd}."),
    ("LICENSES", "Patent {N:10-77} is dear to {E:Marsh Ltd}, which sells rope."),
    ("PART_OF", "Talks were held with {P:Delta base} and {P:Green base}; neither is part of "
     "{G:Tide}."),
    ("OPERATES_IN", "{E:Marsh Ltd} (see {F:rope}, page 2) grew."),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "sentence"), NONE)
def test_near_misses_say_nothing(kind: str, sentence: str) -> None:
    assert not [r for r in stated(sentence) if r[0] == kind]


def test_all_who_issue_a_plan_together_issue_it() -> None:
    found = stated("The {A:Salt Office}, together with the {A:Peat Office}, issued {L:Salt plan}.")
    assert {("ISSUED", A, "salt plan"), ("ISSUED", "peat office", "salt plan")} <= found


def test_a_counted_set_announces_what_the_text_names_next() -> None:
    found = stated(
        "{L:Salt plan} is here.",
        "Two missions form the core of the plan.",
        "The {G:Blue mission} and the {G:Red mission} follow.",
    )
    assert ("PART_OF", "blue mission", "salt plan") in found
    assert ("PART_OF", "red mission", "salt plan") in found
