"""Persons: bylines, posts before and behind the name, labels; and names that are none."""

from __future__ import annotations

import pytest

from tests.ingest.nlp.reading import named, read


@pytest.mark.parametrize(
    ("words", "person", "role"),
    [
        ("(correspondent He Tong)", "He Tong", "reporter"),
        ("Vice governor Jin Tao attended the fair.", "Jin Tao", "Vice governor"),
        ("Norland University professor Xu Ming was invited.", "Xu Ming", "professor"),
        ("Dr. Ewa Nowak, head of research at Kelda Ltd, spoke.", "Dr. Ewa Nowak", "head"),
        ('"It works," said Marcus Ellis, the centre\'s director.', "Marcus Ellis",
         "centre's director"),
        ("Contact for all demands: Nerea Olabe, transfer officer, BAI.", "Nerea Olabe",
         "transfer officer"),
        ("Sd/- Shubha Mohan, Principal Secretary, Water Department", "Shubha Mohan",
         "Principal Secretary"),
        ("The Minister for Climate Change, Sian Lloyd, made the offer.", "Sian Lloyd", "Minister"),
        ("The plan was praised by Minister H.K. Patil.", "H.K. Patil", "Minister"),
        ("Enquiries: Thabo Mkhize, scheme manager", "Thabo Mkhize", "scheme manager"),
        ("The director of the county glass bureau Zhou Yonggang said so.", "Zhou Yonggang",
         "director"),
        ("The members chose Hao Lin as the first secretary-general.", "Hao Lin",
         "secretary-general"),
        ("As Li Wenbo, head of the bureau, put it, time is short.", "Li Wenbo", "head"),
        ("State Councillor Datuk Tan Mei Lin spoke.", "Datuk Tan Mei Lin",
         "State Councillor"),
        ("Minutes taken by T. Hale.", "T. Hale", "author"),
        ("Tim Hale, of Marsh Gears, added that steel is dear.", "Tim Hale", ""),
    ],
)  # fmt: skip
def test_a_person_and_the_role(words: str, person: str, role: str) -> None:
    found = [(e.name, e.role) for e in read(words).entities if e.type == "Person"]
    assert found == [(person, role)]


def test_those_present_with_their_bodies() -> None:
    facts = read(
        "Present: Cr Moa Hale (Chair, Norland County Council), Dr Ann Vik (Vega Institute)."
    )
    assert named(facts, "Person") == ["Cr Moa Hale", "Dr Ann Vik"]


def test_roles_in_a_row() -> None:
    assert named(read("(Our reporter Che Yun, intern Tao Ran)"), "Person") == ["Che Yun", "Tao Ran"]
    assert named(read("(Our correspondent Lu Mei Intern Qin Tao)"), "Person") == [
        "Lu Mei",
        "Qin Tao",
    ]


def test_several_names_in_a_byline() -> None:
    assert named(read("It works. (author: Qian Bo Jiang Min)"), "Person") == [
        "Qian Bo",
        "Jiang Min",
    ]
    assert named(read("Author: Ma Xiuzhen, Wang Jian"), "Person") == ["Ma Xiuzhen", "Wang Jian"]


@pytest.mark.parametrize(
    "words",
    [
        "Fujian Province, the leader of the region, grows.",
        "Marsh Pump Ltd, a leader in pumps, said so.",
        "The Norland Science Department said it will help.",
        "Green Valley, a manager said, is far.",
    ],
)
def test_bodies_and_places_are_no_persons(words: str) -> None:
    assert not named(read(words), "Person")
