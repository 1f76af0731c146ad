"""People: a name is nobody, a name in an organisation neither; something else must be shared."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest

from graph.identity.keys import identity_keys
from graph.identity.people import MOST_BESIDE, beside
from graph.load import decide, load, undo
from graph.model import Claim, Decision, Record, RecordAnchor, Unit
from graph.stores import open_store
from tests.builders import REGISTER, evidence, patent_row

UNIVERSITY = "Northwest Salt University"


def patent(
    number: str, *inventors: str, codes: tuple[str, ...] = (), owner: str = UNIVERSITY,
    orcid: str = "",
) -> Unit:
    """A patent with inventors of its applicant; ``orcid`` is the first one's."""
    unit = patent_row(number, [owner])
    people = [
        Record(f"{unit.key}#inventors:{i}", "Person", name, (),
               (f"orcid:{orcid}",) if orcid and i == 0 else (), "", owner)
        for i, name in enumerate(inventors)
    ]
    claims = [Claim(p.key, "INVENTED", object=unit.key, evidence=evidence("inventors", p.name))
              for p in people]
    claims += [Claim(unit.key, "codes", value=code, evidence=evidence("codes")) for code in codes]
    cells = dict(unit.cells) | {"inventors": ";".join(inventors), "codes": ";".join(codes)}
    return replace(unit, cells=cells, records=(*unit.records, *people),
                   claims=(*unit.claims, *claims))


def people(tmp_path: Path, *units: Unit) -> dict[str, int]:
    """Names of the people, with how many people bear each."""
    tmp_path.mkdir(exist_ok=True)
    store = open_store(f"sqlite:///{tmp_path / 'people.db'}")
    load(store, REGISTER, units)
    counts: dict[str, int] = {}
    for person in store.entities_of_kind("Person"):
        counts[person.name] = counts.get(person.name, 0) + 1
    store.close()
    return counts


def test_what_stands_beside_a_person_is_the_others_and_the_fields_by_subclass() -> None:
    unit = patent("1", "Wang Wei", "Li Si", codes=("H01M 10/54", "H01M10/0525", "C01D 15/08"))
    assert beside(unit.records, unit.claims) == {
        "register/1#inventors:0": ("#c01d", "#h01m", "li si"),
        "register/1#inventors:1": ("#c01d", "#h01m", "wang wei"),
    }
    person = unit.records[2]
    assert identity_keys(person, ("#h01m", "li si")) == (
        "name|Person|wang wei|northwest salt university|#h01m",
        "name|Person|wang wei|northwest salt university|li si",
    )


def test_on_a_work_of_many_to_stand_beside_one_says_nothing() -> None:
    names = [f"Person {i}" for i in range(MOST_BESIDE + 1)]
    unit = patent("1", *names, codes=("H01M",))
    assert set(beside(unit.records, unit.claims).values()) == {("#h01m",)}


def test_one_name_in_one_organisation_stays_apart_unless_something_is_shared(
    tmp_path: Path,
) -> None:
    assert people(tmp_path, patent("1", "Wang Wei"), patent("2", "Wang Wei")) == {"Wang Wei": 2}


@pytest.mark.parametrize("name", ["王伟", "Wang Wei", "张伟", "Li Na"])
def test_homonyms_of_one_university_in_two_fields_with_other_colleagues_are_two(
    tmp_path: Path, name: str
) -> None:
    found = people(
        tmp_path,
        patent("1", name, "Zhao Liu", codes=("H01M 10/54",)),
        patent("2", name, "Zhao Liu", codes=("C22B 26/12",)),
        patent("3", name, "Sun Qi", codes=("A61K 31/00",)),
        patent("4", name, "Zhou Ba", codes=("A61K 36/00",)),
    )
    assert found[name] == 2


def test_the_same_field_or_the_same_colleague_joins_within_the_organisation_only(
    tmp_path: Path,
) -> None:
    assert people(
        tmp_path, patent("1", "Wang Wei", "Li Si"), patent("2", "Wang Wei", "Li Si"),
        patent("3", "Wang Wei", "Li Si", owner="Another University"),
    ) == {"Wang Wei": 2, "Li Si": 2}


def test_an_orcid_joins_across_organisations_and_parts_within_one(tmp_path: Path) -> None:
    assert people(
        tmp_path, patent("1", "Wang Wei", orcid="1"),
        patent("2", "W. Wang", owner="Another University", orcid="1"),
    ) == {"Wang Wei": 1}
    assert people(
        tmp_path / "other", patent("1", "Wang Wei", codes=("H01M",), orcid="1"),
        patent("2", "Wang Wei", codes=("H01M",), orcid="2"),
    ) == {"Wang Wei": 2}


def test_the_order_of_loading_makes_no_difference(tmp_path: Path) -> None:
    units = [patent("1", "Wang Wei", "Li Si"), patent("2", "Wang Wei", "Li Si", codes=("H01M",)),
             patent("3", "Wang Wei", codes=("H01M",)), patent("4", "Wang Wei", codes=("A61K",))]
    seen = set()
    for number, order in enumerate(permutations(units)):
        store = open_store(f"sqlite:///{tmp_path / f'{number}.db'}")
        for unit in order:
            load(store, REGISTER, [unit])
        groups: dict[str, list[str]] = {}
        for row in store.all_record_rows():
            groups.setdefault(row.entity, []).append(row.key)
        seen.add(str(sorted(sorted(group) for group in groups.values())))
        store.close()
    assert len(seen) == 1


def test_a_person_can_say_that_two_are_one_and_take_it_back(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'people.db'}")
    one, two = patent("1", "Wang Wei"), patent("2", "Wang Wei")
    load(store, REGISTER, [one, two])
    anchors = tuple(
        RecordAnchor(u.key, u.records[2].key, "Person", "Wang Wei") for u in (one, two))
    decide(store, Decision("d", "same", "a person", "2026-01-01", "", anchors))
    assert store.counts()["Person"] == 1
    undo(store, "d")
    assert store.counts()["Person"] == 2
    store.close()
