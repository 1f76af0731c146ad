"""A unit comes back from its text as it went in."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from graph.codec import decode, encode
from graph.model import Cell, Claim, Evidence, Flag, Reading, Record, TextSpan, Unit, locator_of
from tests.builders import patent_row

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
columns = st.sampled_from(["title", "owners", "t1-2", ""])
locators = st.one_of(
    columns.map(Cell), st.builds(TextSpan, st.integers(0, 10**6), st.integers(0, 10**6)))
values = st.one_of(
    st.none(), words, st.integers(-(2**53), 2**53),
    st.floats(allow_nan=False, allow_infinity=False))
evidences = st.builds(
    Evidence, locators, words, st.sampled_from(["mapping", "text-rules", "person:a"]),
    st.floats(0, 1))
flags = st.builds(Flag, words, locators, words, words, words)


@st.composite
def units(draw: st.DrawFn) -> Unit:
    keys = draw(st.lists(words, min_size=1, max_size=4, unique=True))
    records = tuple(draw(st.builds(
        Record, st.just(key), words, words, st.lists(words, max_size=2).map(tuple),
        st.lists(words, max_size=2).map(tuple), words, words)) for key in keys)
    cells = draw(st.dictionaries(columns, words, max_size=3))
    some = st.sampled_from(keys)
    cell_words = st.sampled_from(sorted(cells.values()) or [""])
    claims = st.builds(
        Claim, some, words, object=st.one_of(st.none(), some),
        value=st.one_of(values, cell_words), unit=words, bound=st.sampled_from(["", "min", "max"]),
        region=words, measure=words, status=st.sampled_from(["observed", "target"]), period=words,
        role=words, share=st.one_of(st.none(), st.floats(0, 1)), evidence=evidences)
    return Unit(
        draw(words), draw(words), Reading(draw(words), draw(words)),
        draw(st.sampled_from(["document", "row", "statement"])), draw(words),
        draw(st.sampled_from([None, "2020", "2020-05"])), cells, draw(words),
        draw(st.one_of(st.none(), st.binary(max_size=20))), draw(words),
        draw(st.integers(0, 10**6)),
        records, tuple(draw(st.lists(claims, max_size=4))),
        tuple(draw(st.lists(flags, max_size=2))))


@given(units())
def test_a_unit_comes_back_equal(unit: Unit) -> None:
    text = encode(unit)
    again = decode(unit.key, unit.source, unit.reading, text)
    assert again == unit
    assert [type(c.value) for c in again.claims] == [type(c.value) for c in unit.claims]
    assert encode(again) == text


@given(locators)
def test_a_locator_comes_back_equal(locator: Cell | TextSpan) -> None:
    assert locator_of(locator.code()) == locator


def test_a_cell_is_kept_once_and_defaults_not_at_all() -> None:
    unit = patent_row("P1", ["Salt Institute"], abstract="A long text about brine")
    text = encode(unit)
    assert text.count("A long text about brine") == 1
    assert "observed" not in text
    assert json.loads(text)["c"][1] == [0, "abstract", None, [0], "cabstract"]
