"""Answers to proposals, read back as wishes."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import SourceUnusable
from graph.events.answers import read_answers
from graph.events.hall import Hall
from graph.events.model import Event, Participant, Wish
from graph.events.results import PairScore
from graph.events.write import proposals_xlsx

HALL = Hall.of("2025-05-20 09:00", slots=4)
EVENT = Event(HALL, (
    Participant("a", "North Lithium Co., Ltd.", person="Li"), Participant("b", "Brine Institute"),
    Participant("007", "Salt Works"), Participant("s2", "Salt Works", person="Wu")))
HEAD = "participant_key,participant,counterpart_key,counterpart,reason,answer (yes / no / must)\n"


def read(path: Path, text: str, *, by: str = "") -> tuple[list[Wish], list[str]]:
    path.write_text(text, encoding="utf-8")
    return read_answers(path, EVENT, by=by)


def test_yes_no_must_in_several_languages(tmp_path: Path) -> None:
    wishes, problems = read(
        tmp_path / "a.csv", HEAD + 'a,,b,,,Yes\na,,"=""007""",,,必须\nb,,a,,,nein\n007,,b,,,\n'
        "007,,a,,,rather not\ns2,,a,,,J\n")
    assert wishes == [Wish("a", "b", "want"), Wish("a", "007", "must"), Wish("b", "a", "veto"),
                      Wish("007", "a", "rather not"), Wish("s2", "a", "want")]
    assert problems == []


def test_names_do_where_keys_are_lost(tmp_path: Path) -> None:
    wishes, problems = read(
        tmp_path / "a.csv", HEAD + ",Brine Institute,,Salt Works,,no\n"
        "7,Salt Works (007),,North Lithium,,yes\n")
    assert wishes == [Wish("b", "007", "veto"), Wish("b", "s2", "veto"), Wish("007", "a", "want")]
    assert problems == ["a.csv, row 3, column counterpart: 'North Lithium' is read as "
                        "'North Lithium Co., Ltd.'"]


def test_what_is_wrong_is_said_by_row_and_column(tmp_path: Path) -> None:
    wishes, problems = read(
        tmp_path / "a.csv", HEAD + "a,,b,,,perhaps\nz,,b,,,yes\na,,,,,yes\n007,,s2,,,yes\n"
        "a,,b,,,yes\na,,b,,,no\n")
    assert wishes == [Wish("a", "b", "veto")]
    assert [p.removeprefix("a.csv, row ").split(";")[0] for p in problems] == [
        "2, column answer (yes / no / must): 'perhaps' is no answer",
        "3, column participant_key: 'z' is no participant",
        "4, column counterpart: is empty",
        "5, column counterpart: is the participant itself",
        "7, column answer (yes / no / must): 'no' takes the place of the answer in row 6"]


def test_a_participants_own_file_speaks_for_nobody_else(tmp_path: Path) -> None:
    wishes, problems = read(tmp_path / "a.csv", HEAD + "a,,b,,,yes\nb,,a,,,yes\n,,007,,,no\n",
                            by="a")
    assert wishes == [Wish("a", "b", "want"), Wish("a", "007", "veto")]
    assert problems == ["a.csv, row 3, column participant: is not who answers here; the answer is "
                        "left out"]
    assert read(tmp_path / "b.csv", "counterpart;answer\nSalt Works;yes\n", by="b")[0] == [
        Wish("b", "007", "want"), Wish("b", "s2", "want")]


def test_the_sheet_of_proposals_is_found_in_a_workbook(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    other = book.active
    assert other is not None
    other.append(["participant", "counterpart", "answer"])
    other.append(["a", "b", "no"])
    sheet = book.create_sheet("Proposals")
    sheet.append(["Please answer by Friday"])
    sheet.append(["participant_key", "counterpart_key", "answer"])
    sheet.append(["a", "b", True])
    book.save(tmp_path / "a.xlsx")
    assert read_answers(tmp_path / "a.xlsx", EVENT) == ([Wish("a", "b", "want")], [])


def test_a_table_without_answers_is_none(tmp_path: Path) -> None:
    with pytest.raises(SourceUnusable, match="no column 'answer'"):
        read(tmp_path / "a.csv", "participant,counterpart\na,b\n")
    with pytest.raises(SourceUnusable, match="no column 'participant_key'"):
        read(tmp_path / "a.csv", "answer,counterpart\nyes,b\n")


KEYS = st.sampled_from(["a", "b", "007", "s2", "Salt Works", "nobody", ""])
ROWS = st.lists(st.tuples(KEYS, KEYS, st.sampled_from(["yes", "no", "must", "?", ""])), max_size=8)


@settings(max_examples=50)
@given(ROWS)
def test_one_wish_for_each_two_and_none_inside_an_organisation(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, str]]
) -> None:
    path = tmp_path_factory.getbasetemp() / "answers.csv"
    wishes, problems = read(path, HEAD + "".join(f",{a},,{b},,{c}\n" for a, b, c in rows))
    body = {p.key: p.body for p in EVENT.participants}
    assert len({(w.by, w.about) for w in wishes}) == len(wishes)
    assert all(body[w.by] != body[w.about] for w in wishes)
    assert wishes or problems or all(not answer for *_, answer in rows)


def test_the_workbook_that_was_sent_out_is_read_when_filled_in(tmp_path: Path) -> None:
    pairs = (PairScore("a", "b", 1.0), PairScore("007", "a", 0.5), PairScore("b", "s2", 0.2))
    proposals = {p.key: tuple(pair for pair in pairs if p.key in pair.keys)
                 for p in EVENT.participants}
    path = tmp_path / "proposals.xlsx"
    path.write_bytes(proposals_xlsx(EVENT, proposals))
    assert read_answers(path, EVENT) == ([], [])
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    column = [cell.value for cell in sheet[1]].index("answer") + 1
    for row, answer in enumerate(["yes", "must", "no", None, "yes"], 2):
        sheet.cell(row, column).value = answer
    book.save(path)
    assert read_answers(path, EVENT) == (
        [Wish("a", "b", "want"), Wish("a", "007", "must"), Wish("b", "a", "veto"),
         Wish("007", "a", "want")], [])
