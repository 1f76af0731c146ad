from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.identity.index import NameIndex, read
from graph.identity.index_build import build_index, is_acronym
from graph.identity.words import words_of
from graph.model import Entity

BODIES = [
    Entity("a", "Institute", "Talin University of Technology", ("TUT", "塔林理工大学"), (),
           "Talin, Norrland, Sweden"),
    Entity("b", "Institute", "Institute of Salt Chemistry", (), (), "Haiyan, Norrland, Sweden"),
    Entity("c", "Enterprise", "Vega (Germany)", (), (), "Berlin, Germany"),
    Entity("d", "Institute", "Norrland Medical College", (), (), "Talin, Norrland, Sweden"),
]


@pytest.fixture(scope="module")
def index() -> NameIndex:
    return build_index(BODIES, {"b": ["a"]})


def proposed(index: NameIndex, text: str) -> set[str]:
    numbers = index.propose(index.found(index.slots(text)))
    return {index.names[number] for number in numbers}


def comparable(text: str) -> list[str]:
    return [word.text for word in words_of(text)]


@pytest.mark.parametrize(("one", "other"), [
    ("Univ. of Talin", "University of Talin"),
    ("Universität Göttingen", "UNIVERSITAET GOETTINGEN"),
    ("Universidad de Talín", "university talin"),
    ("G. B. Vega College", "GB Vega College"),
    ("Talin’s Institute", "Talins institute"),
    ("Ｔａｌｉｎ University", "Talin University"),
    ("Universitätsklinikum Talin", "University Hospital Talin"),
    ("Organisation for Salt", "Organization for Salts"),
    ("Institut d'Optique", "institute optique"),
    ("Agriculture University", "Agricultural University"),
    ("Postgraduate Institute", "Post Graduate Institute"),
    ("Talin University#TAB#", "Talin University"),
])
def test_spellings_of_one_name_have_the_same_words(one: str, other: str) -> None:
    assert comparable(one) == comparable(other)


def test_words_know_their_segment_and_place() -> None:
    text = "Dept. of Chemistry, Talin University (Sweden)"
    words = words_of(text)
    assert [word.segment for word in words] == [0, 0, 1, 1, 2]
    assert [text[word.start : word.end] for word in words] == [
        "Dept", "Chemistry", "Talin", "University", "Sweden"]


def test_chinese_runs_are_pairs_and_the_kind_of_body_is_one_word_in_both_scripts() -> None:
    assert comparable("塔林理工大学") == ["塔林", "林理", "理工", "工大", "university"]
    assert comparable("塔林盐湖研究所")[-1] == comparable("Salt Institute")[-1] == "institute"


@pytest.mark.parametrize(("text", "segments"), [
    ("塔林大学化工学院", ["塔林大学", "化工学院"]),
    ("塔林大学 化工系", ["塔林大学", "化工系"]),
    ("维加膜技术有限公司研究院", ["维加膜技术有限公司", "研究院"]),
    ("塔林大学附属湖滨医院神经科", ["塔林大学附属湖滨医院", "神经科"]),
    ("塔林大学湖滨医院", ["塔林大学湖滨医院"]),
    ("塔林盐湖研究所有限公司", ["塔林盐湖研究所有限公司"]),
])
def test_a_chinese_name_ends_where_its_parts_begin(text: str, segments: list[str]) -> None:
    words = words_of(text)
    found = []
    for number in dict.fromkeys(word.segment for word in words):
        inside = [word for word in words if word.segment == number]
        found.append(text[inside[0].start : inside[-1].end])
    assert [part[-2:] for part in found] == [part[-2:] for part in segments]
    assert len(found) == len(segments)


@given(st.text(max_size=80))
def test_any_text_has_words_within_it(text: str) -> None:
    assert all(word.text for word in words_of(text))


@pytest.mark.parametrize("text", [
    "School of Mining, Talin University of Technology, Talin, Sweden",
    "Talin Univ. Technol.",
    "Talin University ofTechnology",
    "Present addressTalin University of Technology",
    "Tallin University of Technology",
    "TUT, Sweden",
    "Universität Talin für Technologie",
    "塔林理工大学化工学院",
])
def test_a_string_proposes_the_name(index: NameIndex, text: str) -> None:
    assert proposed(index, text) & {"Talin University of Technology", "TUT", "塔林理工大学"}


def test_a_country_in_brackets_is_no_part_of_the_name(index: NameIndex) -> None:
    assert "Vega (Germany)" in proposed(index, "Vega")


def test_nothing_is_proposed_for_other_words(index: NameIndex) -> None:
    assert proposed(index, "Bakery on the corner") == set()
    assert proposed(index, "") == set()


@pytest.mark.parametrize(("name", "so"), [
    ("CNRS", True), ("LeiCo", False), ("IFREMER-X", True), ("Vega", False), ("A", False),
    ("CAS Talin", False),
])
def test_acronyms(name: str, so: bool) -> None:
    assert is_acronym(name) is so


def test_a_name_of_common_words_only_is_found_among_many() -> None:
    words = ("Science", "Technology", "Research", "Health", "Medicine")
    many = [Entity(f"{word}{i}", "Institute", f"University of {word} {i}")
            for word in words for i in range(1501)]
    index = build_index([Entity("x", "Institute", "Research University of Medicine"), *many], {})
    assert "Research University of Medicine" in proposed(
        index, "Department of Health, Research University of Medicine, Talin")


def little_known(*identifiers: tuple[str, ...]) -> list[float]:
    rows = [Entity(f"e{i}", "Institute", f"Body {i}", (), own)
            for i, own in enumerate(identifiers)]
    found = build_index(rows, {}).arrays["little_known"].tolist()
    return [round(float(value), 2) for value in found]


def test_who_is_little_known_is_told_by_those_of_the_same_register() -> None:
    assert little_known(("ror:1",), ("ror:2", "isni:2", "wikidata:2"), ("uscc:3",), ("uscc:4",),
                        ()) == [0.5, 0.0, 0.0, 0.0, 0.0]
    assert little_known(("ror:1",), ("ror:2", "grid:2")) == [0.0, 0.0]


def test_an_index_is_read_as_it_was_kept(index: NameIndex, tmp_path: Path) -> None:
    index.save(tmp_path / "names")
    kept = read(tmp_path / "names")
    assert kept is not None
    assert kept.names == index.names
    assert kept.entities == index.entities
    assert proposed(kept, "Talin Univ. Technol.") == proposed(index, "Talin Univ. Technol.")
    assert kept.parents(kept.entities.index("b")) == [kept.entities.index("a")]


def test_a_damaged_index_is_not_read(index: NameIndex, tmp_path: Path) -> None:
    folder = tmp_path / "names"
    index.save(folder)
    weight = (folder / "weight.npy").read_bytes()
    (folder / "weight.npy").write_bytes(weight[:-4] + b"\0\0\0\1")
    assert read(folder) is None
    (folder / "texts.json").write_text("{", encoding="utf-8")
    assert read(folder) is None
    assert read(tmp_path / "absent") is None


def test_the_order_of_organisations_does_not_matter(index: NameIndex) -> None:
    other = build_index(BODIES[::-1], {"b": ["a"]})
    assert other.names == index.names
    assert all((other.arrays[name] == index.arrays[name]).all() for name in index.arrays)


def test_an_empty_register_has_an_index() -> None:
    assert proposed(build_index([], {}), "Talin University") == set()
