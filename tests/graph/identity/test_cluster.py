"""Clusters: a function of records and decisions, in whatever order they come."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.identity import understood
from graph.identity.cluster import Pair, clusters
from graph.identity.compare import Comparison
from graph.identity.identifiers import contradict
from graph.identity.keys import signature_of
from graph.model import Record
from graph.store import Signature

records = st.builds(
    lambda kind, name, other, ids, region: Record(
        "r", kind, name, (other,) if other else (), ids, region),
    st.sampled_from(["Institute", "Enterprise"]),
    st.sampled_from(["Salt Institute", "Li Lab", "Yak Lab"]),
    st.sampled_from(["", "SI", "Li Lab"]),
    st.sampled_from([(), ("uscc:1",), ("uscc:2",), ("ror:1",), ("ror:2", "uscc:1")]),
    st.sampled_from(["", "Qinghai", "Xining, Qinghai", "Gansu"]),
)


def numbered(found: list[Record]) -> list[Signature]:
    made = {}
    for order, record in enumerate(found):
        signature = signature_of(record)
        assert signature is not None
        made[signature.id] = replace(signature, count=1, first=order, first_record=str(order))
    return list(made.values())


signatures = st.lists(records, max_size=9).map(numbered)


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[Signature], list[Pair], list[Pair]]:
    made = draw(signatures)
    pairs = list(combinations(sorted(s.id for s in made), 2))
    some = st.lists(st.sampled_from(pairs), max_size=3, unique=True) if pairs else st.just([])
    different = draw(some)
    same = [pair for pair in draw(some) if pair not in different]
    return made, same, different


def sets(groups: list[list[Signature]]) -> set[frozenset[str]]:
    return {frozenset(s.id for s in group) for group in groups}


@given(cases(), st.randoms(use_true_random=False))
def test_the_order_makes_no_difference(
    case: tuple[list[Signature], list[Pair], list[Pair]], chance: object
) -> None:
    made, same, different = case
    expected = clusters(made, same=same, different=different)
    for _ in range(3):
        mixed = list(made)
        chance.shuffle(mixed)  # type: ignore[attr-defined]
        turned = [(b, a) if chance.random() < 0.5 else (a, b)  # type: ignore[attr-defined]
                  for a, b in same]
        chance.shuffle(turned)  # type: ignore[attr-defined]
        apart = [(b, a) for a, b in different]
        numbers = [replace(s, first=i, first_record=f"x{i}") for i, s in enumerate(mixed)]
        assert sets(clusters(numbers, same=turned, different=apart)) == sets(expected)


@given(cases())
def test_clusters_part_the_signatures_and_obey_people(
    case: tuple[list[Signature], list[Pair], list[Pair]]
) -> None:
    made, same, different = case
    groups = clusters(made, same=same, different=different)
    assert sorted(s.id for group in groups for s in group) == sorted(s.id for s in made)
    place = {s.id: i for i, group in enumerate(groups) for s in group}
    assert all(place[a] != place[b] for a, b in different)
    if not different:
        assert all(place[a] == place[b] for a, b in same)


@given(signatures)
def test_only_shared_keys_join_and_kinds_mix_by_identifier_alone(made: list[Signature]) -> None:
    for group in clusters(made):
        assert len({s.kind for s in group}) == 1 or any(s.identifiers for s in group)
        reached, rest = {group[0].id}, group[1:]
        keys = set(group[0].keys)
        while found := [s for s in rest if s.id not in reached and keys & set(s.keys)]:
            reached |= {s.id for s in found}
            keys |= {key for s in found for key in s.keys}
        assert reached == {s.id for s in group}


@given(signatures)
def test_what_shares_an_identifier_is_one_unless_another_scheme_tells_them_apart(
    made: list[Signature]
) -> None:
    groups = clusters(made)
    place = {s.id: i for i, group in enumerate(groups) for s in group}
    for one, other in combinations(made, 2):
        shared = set(one.identifiers) & set(other.identifiers)
        bearers = [s for s in made if shared & set(s.identifiers)]
        if shared and not any(
            contradict(a.identifiers, b.identifiers) for a, b in combinations(bearers, 2)
        ):
            assert place[one.id] == place[other.id]
    for group in groups:
        assert not any(contradict(a.identifiers, b.identifiers)
                       for a, b in combinations(group, 2))


def of(*found: Record) -> list[list[str]]:
    return sorted(sorted(f"{s.name} {s.region}".strip() for s in group)
                  for group in clusters(numbered(list(found))))


def institute(name: str, region: str = "", *identifiers: str) -> Record:
    return Record("r", "Institute", name, (), identifiers, region)


def test_a_name_joins_within_its_region_and_an_unknown_region_where_it_is_alone() -> None:
    one, other = institute("Li Lab", "Qinghai"), institute("Li Lab", "Gansu")
    unknown = institute("Li Lab")
    assert of(one, other) == [["Li Lab Gansu"], ["Li Lab Qinghai"]]
    assert of(one, unknown) == [["Li Lab", "Li Lab Qinghai"]]
    assert of(one, other, unknown) == [["Li Lab"], ["Li Lab Gansu"], ["Li Lab Qinghai"]]


def test_a_narrow_place_joins_the_wider_that_contains_it() -> None:
    assert of(institute("Li Lab", "Xining, Qinghai"), institute("Li Lab", "Qinghai"),
              institute("Li Lab")) == [["Li Lab", "Li Lab Qinghai", "Li Lab Xining, Qinghai"]]


def test_different_identifiers_of_one_scheme_part_equal_names() -> None:
    assert len(of(institute("Li Lab", "", "uscc:1"), institute("Li Lab", "", "uscc:2"))) == 2
    assert len(of(institute("Li Lab", "", "uscc:1"), institute("Li Lab", "", "ror:1"))) == 1


def test_two_legal_forms_of_one_name_stay_apart_and_who_says_none_joins_neither() -> None:
    share, limited, plain, short = (
        Record("r", "Enterprise", name) for name in (
            "海盐卤井科技股份有限公司", "海盐卤井科技有限公司", "海盐卤井科技公司", "海盐卤井科技"))
    assert len(of(share, limited)) == 2
    assert len(of(share, plain)) == 1
    assert len(of(limited, short)) == 1
    assert sorted(map(len, of(share, limited, short))) == [1, 1, 1]
    english = Record("r", "Enterprise", "Haiyan Brinewell Technology Co., Ltd.")
    assert len(of(english, Record("r", "Enterprise", "Haiyan Brinewell Technology Inc."))) == 1


def test_a_national_body_without_a_word_of_its_own_joins_no_country_unknown() -> None:
    known = institute("National Institute of Health Research", "Luanda, Angola")
    assert len(of(known, institute("National Institute of Health Research"))) == 2
    assert len(of(known, institute("National Institute of Health Research", "Angola"))) == 1
    plain = institute("Institute of Salt Lake Chemistry")
    assert len(of(plain, institute("Institute of Salt Lake Chemistry", "Qinghai"))) == 1
    abroad = replace(known, name="Instituto Brinewell", names=(known.name,))
    assert len(of(abroad, institute("National Institute of Health Research"))) == 2


def test_two_forms_of_two_countries_stay_apart() -> None:
    ag, gmbh, neither = (Record("r", "Enterprise", f"Kordal Werke{form}")
                         for form in (" AG", " GmbH", ""))
    assert sorted(map(len, of(ag, gmbh, neither))) == [1, 1, 1]
    assert len(of(ag, neither)) == 1
    assert len(of(ag, Record("r", "Enterprise", "KORDAL WERKE AKTIENGESELLSCHAFT"))) == 1


def test_an_identifier_shared_by_two_that_another_tells_apart_joins_neither() -> None:
    one, two = (institute(name, "", "grid:1", f"ror:{i}")
                for i, name in enumerate(("Li Lab", "Zhao Lab")))
    assert len(of(one, two)) == 2
    assert of(one, two, institute("Sun Lab", "", "grid:1"), institute("Sun Labs", "", "grid:1")) \
        == [["Li Lab"], ["Sun Lab", "Sun Labs"], ["Zhao Lab"]]
    assert len(of(one, institute("Sun Lab", "", "grid:1"))) == 1


def test_who_has_no_identifier_joins_no_one_of_two_who_have() -> None:
    made = numbered([institute("Li Lab", "", "uscc:1"), institute("Li Lab", "", "uscc:2"),
                     institute("Li Lab")])
    assert sorted(map(len, clusters(made))) == [1, 1, 1]


def test_another_name_in_common_does_not_join_main_names_that_conflict() -> None:
    one = Record("r", "Institute", "海东理工大学", ("Haidong Univ. of Sci. & Technol.",))
    two = Record("r", "Institute", "海东工业大学", ("University of Sci. & Technol., Haidong",))
    bare = Record("r", "Institute", "Haidong University of Science and Technology")
    assert len(of(one, two)) == 2
    assert len(of(one, bare)) == 1
    assert sorted(map(len, of(one, two, bare))) == [1, 1, 1]


def test_records_with_hundreds_of_names_meet_in_a_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = 0

    def counting(first: understood.Said, second: understood.Said) -> Comparison:
        nonlocal asked
        asked += 1
        return understood.compared(first, second)

    monkeypatch.setattr(understood, "_compared", counting)
    one, two = (
        signature_of(Record(f"r/{i}", "Institute", f"Zork Works {i}",
                            tuple(f"Alias {n} of zork" for n in range(300))))
        for i in range(2)
    )
    assert one
    assert two
    key, = understood.like_keys("Alias 7 of zork", "Institute", "")
    assert understood.alike([one], [two], key=key) is not None
    assert 0 < asked <= 64
