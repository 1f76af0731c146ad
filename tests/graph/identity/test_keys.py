"""By which keys records can meet, and which records share a signature."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.identity.keys import identity_keys, signature_of
from graph.identity.understood import LIKE
from graph.model import Record

INSTITUTE = Record(
    "r/1", "Institute", "Salt Institute", ("盐湖所",), ("uscc:1",), "Xining, Qinghai")


def spelled(record: Record) -> tuple[str, ...]:
    """The keys but for those of understood names."""
    return tuple(key for key in identity_keys(record) if not key.startswith(LIKE))


def test_an_organisation_meets_by_identifier_and_every_name_but_not_by_region() -> None:
    assert spelled(INSTITUTE) == (
        "id|organisation|uscc:1", "name|Institute|salt institute|", "name|Institute|盐湖所|")


@pytest.mark.parametrize(("record", "keys"), [
    (Record("r/1", "Patent", "A method"), ()),
    (Record("r/1", "Patent", "A method", (), ("patent:1",)), ("id|Patent|patent:1",)),
    (Record("r/1", "Person", "Li Si"), ()),
    (Record("r/1", "Person", "Li Si", context="Salt Institute"), ()),
    (Record("r/1", "Person", "Li Si", (), ("orcid:1",)), ("id|Person|orcid:1",)),
    (Record("r/1", "Industry", "Salt industry"), ("name|Industry|salt|",)),
    (Record("r/1", "Region", "Qinghai Province"), ("name|Region|qinghai|",)),
    (Record("r/1", "Enterprise", "Salt Co., Ltd."), ("name|Enterprise|salt|",)),
    (Record("r/1", "Institute", "Salt Ltd"), ("name|Institute|salt ltd|",)),
    (Record("r/1", "Institute", "..."), ()),
])
def test_each_kind_meets_in_its_own_way(record: Record, keys: tuple[str, ...]) -> None:
    assert spelled(record) == keys


def test_letters_beside_a_full_name_meet_nobody_and_a_name_of_letters_does() -> None:
    assert spelled(replace(INSTITUTE, names=("SI", "盐湖所"))) == spelled(INSTITUTE)
    assert spelled(Record("r/1", "Enterprise", "IBM")) == ("name|Enterprise|ibm|",)


def test_names_of_one_meaning_share_a_key_within_their_kind() -> None:
    one, two = (
        {key for key in identity_keys(Record("r", kind, name, (), (), region))
         if key.startswith(LIKE)}
        for kind, name, region in (
            ("Enterprise", "Haiyan Brinewell Technology Co., Ltd.", ""),
            ("Enterprise", "Brinewell Technology Limited, Haiyan", "Qinghai")))
    assert one & two
    other = Record("r", "Institute", "Haiyan Brinewell Technology Co., Ltd.")
    assert not one & set(identity_keys(other))


def test_records_that_say_the_same_share_a_signature() -> None:
    first = signature_of(INSTITUTE)
    again = signature_of(replace(INSTITUTE, key="r/2"))
    assert first is not None
    assert again is not None
    assert first.id == again.id
    for change in ({"name": "Salt"}, {"names": ()}, {"identifiers": ()}, {"region": ""},
                   {"region": "Qinghai, Xining City"},
                   {"kind": "Enterprise"}):
        other = signature_of(replace(INSTITUTE, **change))
        assert other is not None
        assert other.id != first.id


def test_a_record_that_can_meet_none_has_a_signature_only_for_a_decision() -> None:
    lonely = Record("r/1", "Patent", "A method")
    assert signature_of(lonely) is None
    one = signature_of(lonely, apart=True)
    two = signature_of(replace(lonely, key="r/2"), apart=True)
    assert one is not None
    assert two is not None
    assert one.id != two.id
    assert one.keys == ()
