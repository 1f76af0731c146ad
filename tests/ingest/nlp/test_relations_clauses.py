"""What single sentences state, with their mentions given: the clause reading apart from names."""

from __future__ import annotations

import pytest

from tests.ingest.nlp.marked import stated

M, B, U, F = "marsh ltd", "bog oy", "norland university", "fen institute"


def collaborate(*pairs: tuple[str, str]) -> set[tuple[str, str, str]]:
    return {("COLLABORATES_WITH", *pair) for pair in pairs}


RUNS = [
    ("{E:Marsh Ltd} operates the {P:Delta base}.", [M]),
    ("The {P:Delta base} is jointly run by {E:Marsh Ltd} and {I:Norland University}.", [M, U]),
    ("{P:Delta base}, which is operated and managed by {E:Marsh Ltd}, opened.", [M]),
    ("The establishment of the {P:Delta base} by {E:Marsh Ltd} took two years.", [M]),
    ("With {E:Marsh Ltd} as the lead unit, the {P:Delta base} was set up.", [M]),
    ("The {P:Delta base} relies on {I:Norland University} for construction.", [U]),
    ("{R:Tarn City} invested 20 million yuan to build the {P:Delta base}.", ["tarn city"]),
    ("by {E:Marsh Ltd}, {E:Bog Oy} jointly built the {P:Delta base} opened.", [M, B]),
    ("The {P:Delta base}, led by {I:Norland University} with {E:Bog Oy} as partner, grew.", [U]),
    (
        "Under the guidance of the {A:Harbour Office}, {E:Marsh Ltd} took the lead in building "
        "the {P:Delta base}.",
        [M],
    ),
]


@pytest.mark.parametrize(("sentence", "runners"), RUNS)
def test_who_runs_it(sentence: str, runners: list[str]) -> None:
    found = {r for r in stated(sentence) if r[0] == "RUNS"}
    assert found == {("RUNS", runner, "delta base") for runner in runners}


MEMBERS = [
    ("{E:Marsh Ltd} became a member of the {P:Delta alliance}.", [M]),
    ("The {P:Delta alliance} has 30 members, including {E:Marsh Ltd} and {E:Bog Oy}.", [M, B]),
    ("{E:Marsh Ltd}, {E:Bog Oy} and 12 other firms have joined the {P:Delta alliance}.", [M, B]),
    ("Among the members of the {P:Delta alliance} are {E:Marsh Ltd} and {E:Bog Oy}.", [M, B]),
    ("{E:Marsh Ltd} was named to the {P:Delta alliance}; {E:Bog Oy} was not.", [M]),
    ("Members of the {P:Delta alliance} are:\n- {E:Marsh Ltd}\n- the {I:Fen Institute}", [M, F]),
    ("{E:Marsh Ltd} has not only joined the {P:Delta alliance} but also grown.", [M]),
]


@pytest.mark.parametrize(("sentence", "members"), MEMBERS)
def test_who_is_in_it(sentence: str, members: list[str]) -> None:
    found = {r for r in stated(sentence) if r[0] == "MEMBER_OF"}
    assert found == {("MEMBER_OF", member, "delta alliance") for member in members}


@pytest.mark.parametrize(
    "sentence",
    [
        "{E:Marsh Ltd} applied to join the {P:Delta alliance} but was rejected.",
        "{E:Marsh Ltd} only attended the {G:Tide festival} as an observer.",
        "{E:Marsh Ltd} withdrew from the {P:Delta alliance}.",
        "{E:Marsh Ltd} has never joined the {P:Delta alliance}.",
        "{E:Marsh Ltd} may join the {P:Delta alliance} later, a spokesman said.",
        "{I:Fen Institute} had been invited to join the {G:Tide project} but declined.",
        "{E:Marsh Ltd} did not take a licence for {N:GB123}.",
        "{E:Marsh Ltd} competes with {E:Bog Oy}.",
        "Compared with {E:Bog Oy}, {E:Marsh Ltd} grew faster.",
        "Talks between {E:Marsh Ltd} and {E:Bog Oy} ended.",
        "No agreement was signed with {E:Bog Oy}.",
        "{E:Bog Oy} visited {E:Marsh Ltd} to learn about {T:cold rolling}.",
        "{A:Harbour Office} will take the {P:Delta base} as the starting point.",
    ],
)
def test_what_is_denied_or_only_mentioned_gives_nothing(sentence: str) -> None:
    assert stated(sentence) == set()


TECHNIQUES = [
    ("{E:Marsh Ltd} has mastered {T:cold rolling}.", {("DEVELOPS", M)}),
    ("{T:cold rolling} was independently developed by {I:Norland University}.", {("DEVELOPS", U)}),
    ("{I:Norland University}'s {T:cold rolling} saves energy.", {("DEVELOPS", U)}),
    ("{I:Norland University} is working on {T:cold rolling}.", {("OPERATES_IN", U)}),
    ("{E:Marsh Ltd} will study {T:cold rolling}.", {("OPERATES_IN", M)}),
    (
        "Scientists at {I:Norland University} and engineers from {E:Marsh Ltd} have jointly "
        "developed {T:cold rolling}.",
        {("DEVELOPS", U), ("DEVELOPS", M)},
    ),
    (
        "{E:Marsh Ltd} bought the {T:cold rolling} from {I:Norland University}.",
        {("LICENSES", M), ("DEVELOPS", U)},
    ),
    (
        "{I:Norland University} licensed {T:cold rolling} to {E:Marsh Ltd} for five years.",
        {("LICENSES", M), ("DEVELOPS", U)},
    ),
    ("{E:Marsh Ltd} has taken out an exclusive licence for {T:cold rolling}.", {("LICENSES", M)}),
]


@pytest.mark.parametrize(("sentence", "expected"), TECHNIQUES)
def test_who_has_studies_or_takes_a_technique(
    sentence: str, expected: set[tuple[str, str]]
) -> None:
    found = {(r[0], r[1]) for r in stated(sentence) if r[2] == "cold rolling"}
    assert found == expected


PARTNERS = [
    ("{E:Marsh Ltd} cooperates with {I:Norland University}.", collaborate((M, U))),
    ("A joint project of {E:Marsh Ltd} and {I:Norland University} began.", collaborate((M, U))),
    (
        "{E:Marsh Ltd} signed an agreement with {I:Norland University} and {I:Fen Institute}.",
        collaborate((M, U), (M, F)),
    ),
    (
        "{E:Marsh Ltd}, {I:Norland University} and {I:Fen Institute} work together.",
        collaborate((M, U), (M, F), (U, F)),
    ),
]


@pytest.mark.parametrize(("sentence", "expected"), PARTNERS)
def test_partners_pairwise(sentence: str, expected: set[tuple[str, str, str]]) -> None:
    assert stated(sentence) == expected


PROBLEMS = [
    "The {F:pump industry} is plagued by {X:rust of valves}.",
    "{X:rust of valves} has long plagued the {F:pump industry}.",
    "{X:rust of valves} is the bottleneck restricting the development of the {F:pump industry}.",
    "The biggest problem of the {F:pump industry} is {X:rust of valves}.",
    "The {F:pump industry} has been struggling with {X:rust of valves} for years.",
]


@pytest.mark.parametrize("sentence", PROBLEMS)
def test_whose_problem(sentence: str) -> None:
    assert stated(sentence) == {("HAS_PROBLEM", "pump industry", "rust of valves")}


def test_two_holders_in_one_sentence_keep_their_own_problems() -> None:
    found = stated("{E:Marsh Ltd} lacks {X:welders}, while {E:Bog Oy} suffers from {X:rust}.")
    assert found == {("HAS_PROBLEM", M, "welders"), ("HAS_PROBLEM", B, "rust")}


def test_plans_are_issued_implemented_and_aim_at_fields() -> None:
    issued = stated("The {L:Blue Plan}, issued by the {A:Harbour Office}, covers {F:pumps}.")
    assert issued == {("ISSUED", "harbour office", "blue plan"), ("TARGETS", "blue plan", "pumps")}
    found = stated("In order to implement the {L:Blue Plan}, the {A:Harbour Office} met.")
    assert found == {("IMPLEMENTS", "harbour office", "blue plan")}
    aims = stated("Priority areas of the {L:Blue Plan} are {F:pumps} and {F:valves}.")
    assert aims == {("TARGETS", "blue plan", "pumps"), ("TARGETS", "blue plan", "valves")}


def test_parts_and_wholes() -> None:
    assert stated("{E:Bog Group}'s subsidiary {E:Marsh Ltd} grew.") == {("PART_OF", M, "bog group")}
    assert stated("The {G:Tide project} is divided into {G:Wave project}, {G:Foam project}.") == {
        ("PART_OF", "wave project", "tide project"),
        ("PART_OF", "foam project", "tide project"),
    }


def test_what_a_sentence_leaves_out_the_one_before_gives() -> None:
    company = stated("{E:Marsh Ltd} grew.", "The company has mastered {T:cold rolling}.")
    assert company == {("DEVELOPS", M, "cold rolling")}
    it = stated("{E:Marsh Ltd} grew in 2020.", "It also joined the {P:Delta alliance}.")
    assert it == {("MEMBER_OF", M, "delta alliance")}
    members = stated("{E:Marsh Ltd} runs the {P:Delta alliance}.", "Members are {E:Bog Oy}.")
    assert ("MEMBER_OF", B, "delta alliance") in members


def test_a_subject_that_no_mention_stands_for_takes_nothing_from_the_clause_before() -> None:
    found = stated("{E:Marsh Ltd} joined the {P:Delta alliance}, the office is set up in {R:Tarn}.")
    assert found == {("MEMBER_OF", M, "delta alliance")}


def test_respectively_pairs_in_order() -> None:
    found = stated(
        "{E:Marsh Ltd} and {E:Bog Oy} respectively operate the {P:Delta base} and the {P:Fir base}."
    )
    assert {r for r in found if r[0] == "RUNS"} == {
        ("RUNS", M, "delta base"),
        ("RUNS", B, "fir base"),
    }
