"""What the rules leave open: which pairs are kept, in which order, and why they were not joined."""

from __future__ import annotations

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.identity.doubts import Found, Side, organisations, people, side_of
from graph.identity.identifiers import contradict
from graph.identity.keys import identity_keys
from graph.identity.understood import MOST_IN_BLOCK
from graph.model import Record
from graph.store import Signature


def side(
    id_: str, *names: str, kind: str = "Institute", region: str = "", identifiers: str = "",
    records: int = 1,
) -> Side:
    said = tuple((name, kind, region) for name in names)
    return Side(id_, kind, said, tuple(identifiers.split()), records)


def pairs(found: Found) -> set[str]:
    return {" ".join(sorted((p.first, p.second))) for p in found.pairs}


def test_what_is_unsure_is_kept_and_what_differs_is_not() -> None:
    found = organisations([
        side("a", "Norbu Salt Lake Research Institute", region="Xining"),
        side("b", "Norbu Salt Lake Research Inst. of Xining"),
        side("c", "Dolma Wool Spinning Works", kind="Enterprise"),
        side("d", "Norbu Hospital"),
    ])
    assert pairs(found) == {"a b"}
    assert found.pairs[0].apart == ""
    assert found.crowded == 0


def test_departments_of_two_provinces_are_no_doubt() -> None:
    found = organisations([
        side("a", "Department of Science and Technology of Qinghai Province", kind="Agency"),
        side("b", "Department of Science and Technology of Gansu Province", kind="Agency"),
        side("c", "青海省科学技术厅", kind="Agency"),
    ])
    assert "a b" not in pairs(found)
    assert "b c" not in pairs(found)


def test_one_name_in_two_kinds_says_that_kinds_keep_it_apart() -> None:
    found = organisations([
        side("a", "Norbu Salt Lake Research Institute", region="Xining", records=3),
        side("b", "Norbu Salt Lake Research Institute", kind="Platform", region="Xining"),
    ])
    [pair] = found.pairs
    assert (pair.first, pair.second, pair.gain) == ("a", "b", 1)
    assert "two kinds, institute and platform" in pair.apart


def test_two_identifiers_of_one_scheme_are_no_doubt_and_of_two_schemes_are() -> None:
    name = "Norbu Salt Lake Research Institute"
    one = side("a", name, region="Xining", identifiers="ror:1")
    two = side("b", f"{name} of Xining", identifiers="ror:2")
    three = side("c", f"{name} of Xining", identifiers="uscc:3")
    assert pairs(organisations([one, two])) == set()
    assert pairs(organisations([one, three])) == {"a c"}


def test_a_name_that_fits_two_which_differ_names_the_third() -> None:
    found = organisations([
        side("a", "Wangdui Brine Chemistry", kind="Enterprise", identifiers="uscc:1"),
        side("b", "Wangdui Brine Chemistry", kind="Enterprise", identifiers="uscc:2"),
        side("c", "Wangdui Brine Chemistry", kind="Enterprise"),
    ])
    assert pairs(found) == {"a c", "b c"}
    assert all("a third fits too, Wangdui Brine Chemistry" in p.apart for p in found.pairs)


def test_two_with_one_acronym_are_no_doubt_when_their_names_differ() -> None:
    full = side("a", "Norbu Salt Lake Research Institute", "NSLRI", region="Xining")
    other = side("b", "Nyingchi School of Law and Rural Industry", "NSLRI", region="Nyingchi")
    alone = side("c", "NSLRI")
    assert pairs(organisations([full, other])) == set()
    assert "a c" in pairs(organisations([full, other, alone]))


def test_the_order_is_by_records_that_would_move_times_the_score() -> None:
    names = ("Norbu Salt Lake", "Dolma Wool Spinning", "Tsering Barley Breeding")
    sides = []
    for at, (name, records) in enumerate(zip(names, (2, 9, 4), strict=True)):
        sides.append(side(f"{at}a", f"{name} Institute", region="Xining", records=50))
        sides.append(side(f"{at}b", f"{name} Institute of Xining", records=records))
    found = organisations(sides)
    assert [p.gain for p in found.pairs] == [9, 4, 2]
    assert [p.weight for p in found.pairs] == [p.gain * p.score for p in found.pairs]
    assert organisations(reversed(sides)) == found


def test_a_key_that_too_many_share_is_passed_over_and_counted() -> None:
    sides = [side(f"{at:03}", f"Norbu Kind{chr(97 + at // 26)}{chr(97 + at % 26)} Institute")
             for at in range(MOST_IN_BLOCK + 1)]
    assert organisations(sides).crowded >= 1


def signature(record: Record, beside: tuple[str, ...] = (), count: int = 1) -> Signature:
    return Signature(record.key, record.kind, record.name, record.names, record.identifiers,
                     record.region, identity_keys(record, beside), count, 1, record.key, record.key)


def person(key: str, name: str, organisation: str, *beside: str, orcid: str = "") -> Side:
    record = Record(key, "Person", name, (), (f"orcid:{orcid}",) if orcid else (), "",
                    organisation)
    return side_of(key, [signature(record, beside)])


def test_people_of_one_name_are_in_doubt_within_one_organisation_only() -> None:
    found = people([
        person("a", "Wang Wei", "Northwest Salt University", "#h01m"),
        person("b", "WANG Wei", "Northwest Salt University", "#a61k"),
        person("c", "Wang Wei", "Wool Academy", "#h01m"),
        person("d", "Wang Wen", "Northwest Salt University", "#h01m"),
    ])
    assert pairs(found) == {"a b"}
    assert found.pairs[0].score == 0.5


def test_people_with_two_orcids_are_no_doubt() -> None:
    place = "Northwest Salt University"
    found = people([person("a", "Li Na", place, "#h01m", orcid="1"),
                    person("b", "Li Na", place, "#a61k", orcid="2"),
                    person("c", "Li Na", place, "#b01d")])
    assert pairs(found) == {"a c", "b c"}


def test_a_side_has_the_most_used_names_first() -> None:
    found = side_of("e", [
        signature(Record("r/1", "Institute", "Rare Name"), count=1),
        signature(Record("r/2", "Institute", "Usual Name", region="Xining"), count=7),
    ])
    assert found.records == 8
    assert found.names[0] == ("Usual Name", "Institute", "Xining")


_NAME = st.lists(st.sampled_from(
    ["Norbu", "Dolma", "Salt", "Lake", "Wool", "Institute", "of", "Xining", "Group", "Co."]),
    min_size=1, max_size=5).map(" ".join)


@settings(max_examples=60)
@given(st.lists(st.tuples(_NAME, st.sampled_from(["", "ror:1", "ror:2"])), max_size=8),
       st.randoms())
def test_the_list_depends_on_what_is_there_and_not_on_its_order(
    names: list[tuple[str, str]], random: Random
) -> None:
    sides = [side(str(at), name, identifiers=ids) for at, (name, ids) in enumerate(names)]
    found = organisations(sides)
    shuffled = list(sides)
    random.shuffle(shuffled)
    assert [(p.first, p.second, p.score, p.gain) for p in organisations(shuffled).pairs] == [
        (p.first, p.second, p.score, p.gain) for p in found.pairs]
    by_id = {s.id: s for s in sides}
    assert not any(contradict(by_id[p.first].identifiers, by_id[p.second].identifiers)
                   for p in found.pairs)


def test_main_names_that_conflict_say_so() -> None:
    found = organisations([
        Side(id_, "Institute", ((name, "Institute", ""), (english, "Institute", "")), (), 1)
        for id_, name, english in (
            ("a", "海东理工大学", "Haidong Univ. of Sci. & Technol."),
            ("b", "海东工业大学", "Haidong University of Science and Technology"))])
    [pair] = found.pairs
    assert pair.apart.startswith("their main names differ, ")
