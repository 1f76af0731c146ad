"""Conditions by which only some rows of a register are taken."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import InvalidRequest
from ingest.sources.filters import condition, parse_condition


@pytest.mark.parametrize(
    ("text", "cell", "holds"),
    [
        ("country=CN", "cn", True),
        ("country = CN", " CN ", True),
        ("country=CN", "CNX", False),
        ("country=CN,HK", "HK", True),
        ("country=ＣＮ", "CN", True),
        ("ipc=H01M*", "C22B 1/00; H01M 4/02", True),
        ("ipc=H01M*", "C22B 1/00\nH01M 4/02", True),
        ("ipc=H01M*", "XH01M", False),
        ("ipc!=H01M*", "C22B 1/00; H01M 4/02", False),
        ("name=a;b", "A;B", True),
        ('name="Salt, Inc",Brine', "salt,  inc", True),
        ('name="Salt, Inc"', "Salt", False),
        ("note=", "", True),
        ("note=", "x", False),
        ("note!=", "x", True),
        ("note=", "A;;B", False),  # Lens parts names by two marks
        ("note!=", "A;;B", True),
        ("note=", "A; ;B;", False),
        ("note=", " ;; ", True),
        ("note=", "\n", True),
        ("note=,B", "A;;B", True),
        ("note=C", "A;;B", False),
        ("sum=a=b", "a=b", True),
        ("省份=青海省", "青海省", True),
    ],
)
def test_what_holds(text: str, cell: str, holds: bool) -> None:
    assert parse_condition(text).holds(cell) is holds


@pytest.mark.parametrize("text", ["", "country", "=CN", " != x"])
def test_what_is_no_filter(text: str) -> None:
    with pytest.raises(InvalidRequest, match="write COLUMN=VALUE"):
        parse_condition(text)


@given(st.lists(st.text(max_size=5), min_size=1), st.text(max_size=8))
def test_unequal_is_the_rest(values: list[str], cell: str) -> None:
    one, other = (condition("x", values, unequal=unequal) for unequal in (False, True))
    assert one.holds(cell) is not other.holds(cell)
