"""Words of headings and cells."""

from __future__ import annotations

import re

import pytest
import yaml

from graph.events import vocabulary
from graph.events.vocabulary import columns_of, headings, language_codes, meaning, words_for


@pytest.mark.parametrize(("text", "codes"), [
    ("English; 中文", {"en", "zh"}), ("zh/en", {"en", "zh"}), ("Deutsch, français", {"de", "fr"}),
    ("English (fluent), Russian - basic", {"en", "ru"}), ("fluent English and basic French",
                                                         {"en", "fr"}),
    ("zh-CN; en_GB", {"en", "zh"}), ("普通话、藏语", {"zh", "bo"}), ("et; no", {"et", "no"}),
    ("English: C1", {"en"}), ("", set()),
])
def test_languages(text: str, codes: set[str]) -> None:
    assert language_codes(text) == (frozenset(codes), [])


def test_an_unknown_language_is_said() -> None:
    assert language_codes("English; Klingon") == (frozenset({"en"}), ["klingon"])


def test_a_name_stands_for_one_language() -> None:
    known = vocabulary._data("languages")
    assert all(re.fullmatch("[a-z]{2}", code) for code in known)
    names = [name.casefold() for words in known.values() for name in words]
    assert len(names) == len(set(names))
    assert not set(names) & known.keys()


@pytest.mark.parametrize("listing", ["participants", "answers", "outcomes"])
def test_every_heading_is_found(listing: str) -> None:
    for column, words in headings(listing).items():
        assert column == words[0]
        assert len(words) == len(set(words))
        for place, word in enumerate(words):
            assert columns_of(word.upper(), listing)[column] <= place, word


def test_all_words_are_text() -> None:
    assert all(isinstance(word, str) for name in ("words", "languages")
               for key, words in vocabulary._data(name).items() for word in (key, *words))
    assert yaml.safe_load("[no]") == [False]


@pytest.mark.parametrize(("text", "meant"), [
    ("Yes", "yes"), ("是。", "yes"), ("nein", "no"), ("NO!", "no"), ("maybe", ""), ("", "")])
def test_yes_and_no(text: str, meant: str) -> None:
    assert meaning(text, "yes", "no") == meant


def test_meanings_that_are_asked_together_are_apart() -> None:
    for first, second in (("yes", "no"), ("yes", "must"), ("no", "rather not"), ("want", "must"),
                          ("share", "divide"), ("online", "on site"), ("morning", "afternoon")):
        assert not words_for(first) & words_for(second)
