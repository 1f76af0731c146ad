from __future__ import annotations

import pytest

from graph.data_files import data_lines
from graph.identity.meanings import bodies, related, table


def words_of_kind(kind: str) -> set[str]:
    """The table's words of a class, and each of those that may mean several."""
    phrases = (*table().english.values(), *table().chinese.values())
    known = {word for phrase in phrases for word, of in phrase.parts if of == kind}
    return known | {part for word in known for part in word.split("|")}


@pytest.mark.parametrize(
    "what", ["everywhere", "exact", "whole", "unit", "taught", "freely", "beside"])
def test_lists_of_bodies_name_kinds_that_the_table_has(what: str) -> None:
    assert bodies(what) <= words_of_kind("head")


def test_related_words_are_words_that_the_table_has() -> None:
    for what, kind in (("heads", "head"), ("fields", "field")):
        lines = data_lines("graph.identity", f"data/related_{what}.txt")
        assert {word for line in lines for word in line.split()} <= words_of_kind(kind)


def test_what_is_no_list_is_no_key() -> None:
    with pytest.raises(KeyError):
        bodies("sometimes")


def test_related_kinds_are_related_both_ways() -> None:
    assert related("department", "ministry", what="heads")
    assert related("ministry", "department", what="heads")
    assert related("college|institute", "academy", what="heads")
    assert not related("hospital", "ministry", what="heads")
