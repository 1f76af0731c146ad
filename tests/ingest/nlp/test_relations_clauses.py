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
    ("The {A:Harbour Office} commissioned {E:Marsh Ltd} to operate the {P:Delta base}.", [M]),
    ("{E:Marsh Ltd} was entrusted by the {A:Harbour Office} to run the {P:Delta base}.", [M]),
    ("The {P:Delta base}, whose operator is {E:Marsh Ltd}, has 40 tenants.", [M]),
    ("The {P:Delta base} ({E:Marsh Ltd}) was approved.", [M]),
    ("The {P:Delta base}, which {E:Marsh Ltd} set up with a grant from {G:Blue fund}, grew.", [M]),
    ("{E:Marsh Ltd} will with {I:Norland University} jointly build the {P:Delta base}.", [M, U]),
    ("{R:Tarn City} will build 2 platforms of the {P:Delta base}.", ["tarn city"]),
    ("{P:Delta base}, host unit is the {A:Harbour Office}.", ["harbour office"]),
    ("{P:Delta base}, operation by {E:Marsh Ltd}.", [M]),
    ("The {P:Delta base}, by {E:Marsh Ltd} and {E:Bog Oy} co-built, opened.", [M, B]),
    ("The day-to-day business of the {P:Delta base} is in the hands of {E:Marsh Ltd}.", [M]),
    ("{P:Delta base} grew. Its daily running is in the hands of {E:Marsh Ltd}.", [M]),
    ("{E:Marsh Ltd} set the {P:Delta base} up in 2020.", [M]),
    ("{E:Marsh Ltd} set the {P:Delta base} on fire.", []),
    ("{E:Marsh Ltd} and {E:Bog Oy} are among the first members; the {P:Delta base} grew.", []),
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
    ("The {P:Delta alliance} counts {E:Marsh Ltd} among its members.", [M]),
    ("The council of the {P:Delta alliance} consists of {E:Marsh Ltd} and {E:Bog Oy}.", [M, B]),
    ("{E:Marsh Ltd}, a tenant of the {P:Delta alliance}, has grown.", [M]),
    ("Partners in the {P:Delta alliance}: {E:Marsh Ltd}; {E:Bog Oy}", [M, B]),
    (
        "Members of the {P:Delta alliance} are {E:Marsh Ltd} and the Dutch machine builder "
        "{E:Bog Oy}.",
        [M, B],
    ),
    ("Unlike {E:Marsh Ltd}, {E:Bog Oy} joined the {P:Delta alliance}.", [B]),
]

MEMBERS += [
    ("23 firms have settled in the {P:Delta alliance}, such as {E:Marsh Ltd}.", [M]),
    ("The {P:Delta alliance} has 27 members, among them the {I:Fen Institute}.", [F]),
    ("12 firms supply the {P:Delta alliance}, such as {E:Marsh Ltd}.", []),
    ("{E:Bog Oy} met {E:Marsh Ltd}, a partner of the {P:Delta alliance}.", [M]),
    ("{E:Marsh Ltd} is in the list of the first batch of the {P:Delta alliance}.", [M]),
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
        "{E:Marsh Ltd} lost the tender for the {P:Delta base} to {E:Bog Oy}.",
        "{E:Marsh Ltd} sued {E:Bog Oy} over {N:GB123}.",
        "{E:Marsh Ltd} failed to get a licence for {N:GB123}.",
        "The {A:Harbour Office} named the members of the {P:Delta alliance}.",
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
    (
        "{I:Norland University} has granted {E:Marsh Ltd} the right to use {T:cold rolling}.",
        {("LICENSES", M), ("DEVELOPS", U)},
    ),
    ("The licence for {T:cold rolling} went to {E:Marsh Ltd}.", {("LICENSES", M)}),
    (
        "{E:Marsh Ltd} obtained from {I:Norland University} the exclusive license of "
        "{T:cold rolling}.",
        {("LICENSES", M), ("DEVELOPS", U)},
    ),
    (
        "{E:Marsh Ltd} exports {T:cold rolling} to {E:Bog Oy}.",
        {("DEVELOPS", M), ("LICENSES", B), ("OPERATES_IN", M)},
    ),
    ("{T:cold rolling}, an invention of {I:Norland University}, won.", {("DEVELOPS", U)}),
    ("{E:Marsh Ltd} is trialling {T:cold rolling}.", {("OPERATES_IN", M)}),
    ("The {T:cold rolling} maker {E:Marsh Ltd} has grown.", {("OPERATES_IN", M)}),
    ("As a leader of {T:cold rolling}, {E:Marsh Ltd} grew.", {("OPERATES_IN", M)}),
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
    (
        "An agreement was signed between {E:Marsh Ltd} and {I:Norland University}.",
        collaborate((M, U)),
    ),
    ("{E:Marsh Ltd} tested the new wheel with {I:Norland University}.", collaborate((M, U))),
    ("{E:Marsh Ltd} and {I:Norland University} have formed a consortium.", collaborate((M, U))),
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
    "Growers in the {F:pump industry} complain of {X:rust of valves}.",
    "Among the worries of the {F:pump industry} is {X:rust of valves}.",
    "The {F:pump industry} still has problems such as {X:rust of valves}.",
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


def test_who_acts_on_a_plan_carries_it_out() -> None:
    found = stated("According to the {L:Blue Plan}, {R:Tarn City} will build the {P:Delta base}.")
    assert found == {
        ("IMPLEMENTS", "tarn city", "blue plan"),
        ("RUNS", "tarn city", "delta base"),
    }
    assert stated("The {P:Delta base} is a concrete action of the {L:Blue Plan}.") == {
        ("IMPLEMENTS", "delta base", "blue plan")
    }
    near_miss = "According to the {L:Blue Plan} released by the {A:Harbour Office}, growth rises."
    assert {r[0] for r in stated(near_miss)} == {"ISSUED"}


def test_what_follows_a_semicolon_goes_on_about_the_first_subject() -> None:
    found = stated(
        'The so-called "{G:Tide project}", that is to create the {P:Delta base}; cultivate '
        "2 industries of {F:pumps} and {F:fans}; tackle {T:cold rolling}."
    )
    assert {r for r in found if r[0] == "TARGETS"} == {
        ("TARGETS", "tide project", "pumps"),
        ("TARGETS", "tide project", "fans"),
        ("TARGETS", "tide project", "cold rolling"),
    }
    assert ("PART_OF", "delta base", "tide project") in found


def test_a_fund_and_what_it_pays_for() -> None:
    part = {("PART_OF", "tide project", "blue fund")}
    assert stated("The {G:Tide project} is financed by the {G:Blue fund}.") == part
    assert stated("The {G:Tide project} receives 3 million from the {G:Blue fund}.") == part
    assert stated("The {G:Tide project} started with a grant from the {G:Blue fund}.") == part


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


def test_references() -> None:
    named = stated("{G:Blue fund} pays.", "The project, called {G:TIDE}, is led by {E:Marsh Ltd}.")
    assert named == {("RUNS", M, "tide")}
    process = stated(
        "{I:Norland University} has developed a {T:sand process}.",
        "{E:Marsh Ltd} has bought the process.",
    )
    assert process == {("DEVELOPS", U, "sand process"), ("LICENSES", M, "sand process")}
    team = stated("{I:Fen Institute} won.", "The team has mastered {T:cold rolling}.")
    assert team == {("DEVELOPS", F, "cold rolling")}
    sides = stated(
        "{E:Marsh Ltd} and {I:Norland University} met.",
        "The two sides will study {T:cold rolling}.",
    )
    assert {r for r in sides if r[0] == "OPERATES_IN"} == {
        ("OPERATES_IN", M, "cold rolling"),
        ("OPERATES_IN", U, "cold rolling"),
    }
    assert stated("{I:Norland University} opened its {I:Fen Institute}.") >= {("PART_OF", F, U)}


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


GAPPED = [
    ("RUNS", "{%s} runs the {P:Delta base}, {%s} the {P:Fir base}.", "delta base", "fir base"),
    ("RUNS", "{%s} runs the {P:Delta base} and {%s} the {P:Fir base}.", "delta base", "fir base"),
    ("MEMBER_OF", "{%s} joined {P:Delta hub} and {%s} {P:Fir hub}.", "delta hub", "fir hub"),
    ("DEVELOPS", "{%s} developed {T:cold rolling}, {%s} {T:wet rolling}.", "cold rolling",
     "wet rolling"),
    ("HAS_PROBLEM", "{%s} faces {X:rust}, {%s} {X:mould}.", "rust", "mould"),
    ("OPERATES_IN", "{%s} studies {T:salt}; {%s} {T:peat}.", "salt", "peat"),
]  # fmt: skip


@pytest.mark.parametrize(("type_", "sentence", "first", "second"), GAPPED)
def test_a_verb_that_is_not_said_again(type_: str, sentence: str, first: str, second: str) -> None:
    found = stated(sentence % ("E:Marsh Ltd", "E:Bog Oy"))
    assert found == {(type_, M, first), (type_, B, second)}


def test_fields_of_several_bases_are_kept_apart() -> None:
    found = stated("{P:Delta base} focuses on {F:pottery}, {P:Fir base} on {F:rope making}.")
    assert found == {("TARGETS", "delta base", "pottery"), ("TARGETS", "fir base", "rope making")}


PATENTS = [
    ("{E:Marsh Ltd} has applied for 5 patents, including {N:Rope press}.", {("DEVELOPS", M)}),
    ("{E:Marsh Ltd} has been granted 4 patents, including {N:Rope press}.", {("DEVELOPS", M)}),
    (
        "{I:Fen Institute} licensed {E:Marsh Ltd} to use the {N:Rope press}.",
        {("DEVELOPS", F), ("LICENSES", M)},
    ),
    (
        "{I:Fen Institute} assigned the {N:Rope press} to {E:Marsh Ltd}.",
        {("DEVELOPS", F), ("LICENSES", M)},
    ),
    (
        "{I:Fen Institute} also to {E:Marsh Ltd} licensed the {N:Rope press}.",
        {("DEVELOPS", F), ("LICENSES", M)},
    ),
]


@pytest.mark.parametrize(("sentence", "expected"), PATENTS)
def test_who_has_and_who_takes_a_patent(sentence: str, expected: set[tuple[str, str]]) -> None:
    assert stated(sentence) == {(*one, "rope press") for one in expected}


SAID_OF = [
    ("It works with {E:Marsh Ltd}, an {F:olive oil} producer.", ("OPERATES_IN", M, "olive oil")),
    ("{E:Marsh Ltd}, a {R:Tarn}-based {F:rope} maker, grew.", ("OPERATES_IN", M, "rope")),
    ("{I:Fen Institute} has been developed {T:peat oil}.", ("DEVELOPS", F, "peat oil")),
    ("{E:Marsh Ltd} processes clay by {T:wet sieving}.", ("OPERATES_IN", M, "wet sieving")),
    ("{P:Delta hub}, the {F:pottery} cluster of {R:Tarn}, grew.",
     ("TARGETS", "delta hub", "pottery")),
    ("{G:Tide} is a five-year programme for {F:pottery}.", ("TARGETS", "tide", "pottery")),
    ("{A:Salt Office} is putting the {L:Tide plan} into practice.",
     ("IMPLEMENTS", "salt office", "tide plan")),
    ("{X:rust}, a defect that troubles the {F:pottery trade}, spreads.",
     ("HAS_PROBLEM", "pottery trade", "rust")),
    ("{X:rust} is the hidden pain of {R:Tarn}'s {F:pottery}.", ("HAS_PROBLEM", "pottery", "rust")),
    ("{G:Tide}, financed by the {A:Salt Office} under the {L:Salt plan}, ends.",
     ("PART_OF", "tide", "salt plan")),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "expected"), SAID_OF)
def test_what_a_phrase_says_of_its_neighbour(sentence: str, expected: tuple[str, ...]) -> None:
    found = {r for r in stated(sentence) if r[0] == expected[0]}
    assert found == {expected}


def test_troubles_summed_up_or_listed_have_one_holder() -> None:
    wanted = {("HAS_PROBLEM", "pottery trade", x) for x in ("dear gas", "lack of clay")}
    listed = "Two weaknesses hold the {F:pottery trade} back: {X:dear gas} and {X:lack of clay}."
    assert stated(listed) == wanted
    summed = "{X:dear gas}, {X:lack of clay}, this is the old pain of the {F:pottery trade}."
    assert stated(summed) == wanted


def test_a_measure_is_part_of_its_scheme_not_of_what_follows() -> None:
    found = stated("The {G:Tide} is a measure of the {G:Salt scheme} and is paid from {G:Blue}.")
    assert ("PART_OF", "tide", "salt scheme") in found
    assert ("PART_OF", "blue", "salt scheme") not in found


def test_a_code_stands_for_what_it_was_given_to() -> None:
    found = stated("The {P:seed test centre} (P2) is new.", "P2 is run by {E:Marsh Ltd}.")
    assert found == {("RUNS", M, "seed test centre")}
