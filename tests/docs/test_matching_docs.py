"""docs/matching.md: its parts, weights and limits are the code's, its picture has its figures."""

from __future__ import annotations

import math
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from benchmarks.reliability import Bin, binned, error, picture
from graph.language.tokens import TITLE_WEIGHT
from graph.matching import owners, rank, train
from graph.matching.features import FEATURES, LONGEST_IDLE, NAMES, explanation
from graph.matching.query import SATURATION
from graph.matching.views import KIND_WORTH, NEAREST
from graph.matching.weights import HAND_SET

DOCS = Path(__file__).parents[2] / "docs"
TEXT = (DOCS / "matching.md").read_text(encoding="utf-8")
WORDS = " ".join(TEXT.split())
SVG = "{http://www.w3.org/2000/svg}"


def test_the_parts_and_their_weights_are_those_of_the_code() -> None:
    rows = re.findall(r"^\| `(\w+)` \| ([^|]+) \| ([^|]+) \| (-?[\d.]+) \|$", TEXT, re.M)
    names = [feature.__name__ for feature in FEATURES]
    assert rows == [(name, NAMES[name], explanation(name), f"{HAND_SET[name]:g}")
                    for name in names]


def test_the_page_names_the_constants_of_the_code() -> None:
    kinds = sorted(KIND_WORTH.values(), reverse=True)
    for told in (
        f"{SATURATION + 1:g} tf / (tf + {SATURATION:g})",
        f"The {NEAREST:,} nearest works",
        "A project counts {:g} and a publication {:g} of".format(*kinds),
        f"power {owners.SHARED:g} of its share: two equal owners have {0.5**owners.SHARED:.2f}",
        f"loses half its weight in {owners.HALF_LIFE_YEARS:g} years",
        f"at most {LONGEST_IDLE:g}, count against",
        f"Up to {train.NEEDS:,} works", f"at least {train.LEAST_WORDS} words",
        f"best {train.CANDIDATES} candidates", f"Fewer than {train.LEAST_NEEDS} stand-ins",
        f"covers {rank.FITTING_FIELD:g} of",
        f"{rank.CONVINCING:g} n^{rank.SHORTER:g} and the share is {rank.SAID:g} n^{rank.LESS:g}",
    ):
        assert told in WORDS, told
    assert (TITLE_WEIGHT, owners.NEXT_WORK, owners.UNDATED_WORTH, train.HELD_OUT) == (
        2, 0.5, 0.5, 0.25), "twice, one half, counts half, the latest quarter"


def test_when_an_answer_convinces_is_as_the_table_says() -> None:
    rows = re.findall(r"^\| (\d+) \| ([\d.]+) \| (0\.\d+) \|$", TEXT, re.M)
    assert len(rows) == 3
    for words, points, share in rows:
        n = int(words)
        assert points == f"{rank.CONVINCING * math.pow(n, rank.SHORTER):.1f}"
        assert share == f"{rank.SAID * math.pow(n, rank.LESS):.2f}"


def test_the_picture_has_the_figures_of_the_page() -> None:
    told = re.findall(r"^\| (0\.\d\d) \| (0\.\d\d) \| 0\.\d\d to 0\.\d\d \| (\d+) \|$", TEXT, re.M)
    drawn = _titles((DOCS / "reliability.svg").read_text(encoding="utf-8"))
    assert told
    assert [drawn[0], drawn[2]] == [told[:8], told[8:]]


def test_bins_hold_all_answers_and_the_error_is_the_mean_gap() -> None:
    bins = binned([(0.9, True)] * 9 + [(0.5, False)] * 3 + [(0.5, True)] * 3 + [(0.1, False)])
    assert sum(b.needs for b in bins) == 16
    assert [b.sure for b in bins] == sorted(b.sure for b in bins)
    assert error([Bin(0.9, 0.5, 10), Bin(0.2, 0.2, 30)]) == pytest.approx(0.1)
    assert error([Bin(0.3, 0.3, 5)]) == 0
    low, high = Bin(0.5, 0.0, 20).bounds
    assert low == pytest.approx(0, abs=1e-9)
    assert 0 < high < 0.2


def test_a_picture_of_one_table_is_drawn_for_light_and_dark_pages() -> None:
    drawn = picture({"past works, calibrated": [Bin(0.2, 0.25, 8), Bin(0.8, 0.75, 8)]})
    assert _titles(drawn) == [[("0.20", "0.25", "8"), ("0.80", "0.75", "8")]]
    assert "prefers-color-scheme: dark" in drawn


def _titles(svg: str) -> list[list[tuple[str, ...]]]:
    """The marks of each table, as (sure, right, needs)."""
    groups = ElementTree.fromstring(svg).findall(f"{SVG}g")
    return [[tuple(re.findall(r"[\d.]*\d", title.text or ""))
             for title in group.iter(f"{SVG}title")] for group in groups]
