from __future__ import annotations

import pytest

from graph.data_files import data_lines


def test_comments_and_empty_lines_are_left_out() -> None:
    lines = data_lines("graph.identity", "data/region_words.txt")
    assert {"province", "省"} <= set(lines)
    assert not [line for line in lines if not line or line.startswith("#")]


def test_a_comment_is_no_word() -> None:
    """The comment above the nationalities ends in 族: it once counted as one."""
    from graph.language.places import chinese_forms, places_of

    place = next(p for p in places_of("海西蒙古族藏族自治州") if p.chinese)
    assert chinese_forms(place)[1:] == ("海西州", "海西")


def test_a_missing_file_is_not_silent() -> None:
    with pytest.raises(FileNotFoundError):
        data_lines("graph.identity", "data/none.txt")
