from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.paper_hiding import HIDDEN, KnownNames, Phrases, hide
from tests.paper_store import NOTES, paper_store

OWN = ["Northern Potash Works Co., Ltd.", "青湖钾肥有限公司", "Lumen", "Li Wei"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Northern Potash Works Co., Ltd. seeks pumps", f"{HIDDEN}. seeks pumps"),
        ("for NORTHERN POTASH WORKS seeks", f"for {HIDDEN} seeks"),
        ("for the northern potash works of old", "for the northern potash works of old"),
        ("for northern potash works co ltd", f"for {HIDDEN}"),
        ("青湖钾肥有限公司需要防结晶技术", f"{HIDDEN}需要防结晶技术"),
        ("我们青湖钾肥需要", f"我们{HIDDEN}需要"),
        ("Lumen lamps of 800 lumen", f"{HIDDEN} lamps of 800 lumen"),
        ("ask li wei, please", f"ask {HIDDEN}, please"),
        ("write to a.b@potash.example today", f"write to {HIDDEN} today"),
        ("see https://potash.example/n?x=1 for more", f"see {HIDDEN} for more"),
        ("call +86 971 630 7123 or 0971-6307123", f"call {HIDDEN} or {HIDDEN}"),
        ("电话13897123456。", f"电话{HIDDEN}。"),
        ("1,689,000,000 yuan, 13897123456.5 g", "1,689,000,000 yuan, 13897123456.5 g"),
        ("nothing to hide: lithium at 0.05 %", "nothing to hide: lithium at 0.05 %"),
    ],
)
def test_names_and_addresses_become_bars(text: str, shown: str) -> None:
    assert hide(text, Phrases(OWN)) == shown


def test_names_within_names_give_one_bar() -> None:
    phrases = Phrases(["Salt Lake Institute", "Institute Annex", "Salt Lake Institute Annex"])
    assert hide("at Salt Lake Institute Annex now", phrases) == f"at {HIDDEN} now"
    overlapping = Phrases(["Salt Lake Institute"]), Phrases(["Lake Institute Annex"])
    assert hide("at Salt Lake Institute Annex now", *overlapping) == f"at {HIDDEN} now"


@given(st.text(max_size=40), st.text(max_size=40), st.sampled_from(OWN))
def test_no_own_name_is_left_and_a_second_time_changes_nothing(
    before: str, after: str, name: str
) -> None:
    phrases = Phrases(OWN)
    shown = hide(f"{before} {name} {after}", phrases)
    assert name not in shown
    assert HIDDEN in shown
    assert hide(shown, phrases) == shown


@given(st.text(alphabet="abcdefg ,.\n", max_size=200))
def test_what_is_no_name_stays(text: str) -> None:
    assert hide(text, Phrases(OWN)) == text


def test_all_known_names_are_found_as_the_reader_sees_them(tmp_path: Path) -> None:
    with paper_store(tmp_path / "s.db") as graph:
        text = ("Falcon Laboratory, Karma Lhundrup and Brine Institute on lithium; "
                "Obsidian Lake Chemicals")
        assert hide(text, graph.known_names.phrases()) == (
            f"{HIDDEN}, {HIDDEN} and {HIDDEN} on lithium; {HIDDEN}")
        public = graph.seen_by(0).known_names.phrases()
        assert hide(text, public) == text.replace("Brine Institute", HIDDEN)


def test_names_that_are_common_words_stay(tmp_path: Path) -> None:
    phrases = Phrases()
    for name in ("高原", "Membrane"):
        phrases.add(name, own=False)
    assert hide("高原地区的膜; a membrane", phrases) == "高原地区的膜; a membrane"


def test_the_names_follow_the_store(tmp_path: Path) -> None:
    with paper_store(tmp_path / "s.db") as graph:
        known = KnownNames(graph.store, graph.eyes)
        assert known.phrases() is known.phrases()
        assert known.phrases().named_in("the Zhelan Valley Institute")
        graph.retract(NOTES.key)
        assert not known.phrases().named_in("the Zhelan Valley Institute")
