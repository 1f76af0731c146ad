"""The scorer against a plain one: however works came, changed and went, scores are equal."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import graph.search
from graph.bm25 import K1, B
from graph.model import WorkRow
from graph.search import WorkIndex

WORDS = ("brine", "lithium", "boron", "resin", "dust", "yak")
OWNERS = ("north", "south", "west")


@dataclass
class Works:
    """A source of works that counts its changes, as a store does."""

    rows: dict[str, WorkRow] = field(default_factory=dict)
    removed: dict[str, int] = field(default_factory=dict)
    state: int = 0

    def put(self, work: WorkRow) -> None:
        self.state += 1
        self.removed.pop(work.record, None)
        self.rows[work.record] = replace(work, generation=self.state)

    def remove(self, record: str) -> None:
        if self.rows.pop(record, None):
            self.state += 1
            self.removed[record] = self.state

    def generation(self) -> int:
        return self.state

    def works_since(self, generation: int) -> Iterator[WorkRow]:
        return (w for w in self.rows.values() if w.generation > generation)

    def works_removed_since(self, generation: int) -> Iterator[tuple[str, int]]:
        return ((r, g) for r, g in self.removed.items() if g > generation)


def expected(
    texts: Mapping[str, Mapping[str, float]], query: Mapping[str, float],
    frequency: Callable[[str], int], number: int,
) -> dict[str, float]:
    """BM25 as the textbook has it, over texts given as frequencies."""
    lengths = {name: sum(counts.values()) for name, counts in texts.items()}
    average = sum(lengths.values()) / len(texts) if texts else 0.0
    scores = {}
    for name, counts in texts.items():
        total = 0.0
        for term, weight in query.items():
            if tf := counts.get(term, 0.0):
                idf = math.log(1 + (number - frequency(term) + 0.5) / (frequency(term) + 0.5))
                norm = K1 * (1 - B + B * lengths[name] / average)
                total += weight * idf * tf * (K1 + 1) / (tf + norm)
        if total:
            scores[name] = total
    return scores


def counts(work: WorkRow, owner: str, works: Sequence[WorkRow]) -> bool:
    """Has the owner no earlier work of the same entity or family?"""
    def place(row: WorkRow) -> tuple[float, str]:
        return (math.inf if row.day is None else row.day, row.record)

    return not any(
        place(other) < place(work) and owner in dict(other.owners)
        and (other.entity == work.entity or work.family and other.family == work.family)
        for other in works
    )


def work_scores(
    works: Sequence[WorkRow], query: Mapping[str, float]
) -> tuple[dict[str, float], dict[str, float]]:
    """(scores of works, scores of owners) by the plain way."""
    texts = {w.record: Counter(w.tokens.split()) for w in works}

    def frequency(term: str) -> int:
        return sum(term in counts for counts in texts.values())

    profiles: dict[str, dict[str, float]] = {}
    for work in works:
        for owner, share in work.owners:
            if not counts(work, owner, works):
                continue
            profile = profiles.setdefault(owner, {})
            for term, tf in texts[work.record].items():
                profile[term] = profile.get(term, 0.0) + tf * share
    number = len(works)
    return (expected(texts, query, frequency, number),
            expected(profiles, query, frequency, number))


def row(record: str, text: str, *, day: int | None = 10, level: int = 0,
        owners: tuple[tuple[str, float], ...] = (("north", 1.0),), entity: str = "",
        family: str = "") -> WorkRow:
    return WorkRow(record, entity or record, day, level, text, owners, family=family)


WORK = st.builds(
    row, st.sampled_from([f"w{i}" for i in range(8)]),
    st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join),
    day=st.one_of(st.none(), st.integers(1, 30)), level=st.integers(0, 2),
    owners=st.sampled_from([
        (), (("north", 1.0),), (("south", 1.0),), (("north", 0.5), ("south", 0.5)),
        (("north", 0.25), ("west", 0.75)),
    ]),
    entity=st.sampled_from(["", "", "", "e1"]), family=st.sampled_from(["", "", "f1", "f2"]),
)
STEP = st.one_of(WORK, st.sampled_from([f"w{i}" for i in range(8)]), st.just(None))
QUERY = st.dictionaries(st.sampled_from((*WORDS, "unknown")), st.floats(0.5, 3.0), min_size=1)


@settings(max_examples=150)
@given(st.lists(STEP, max_size=25), QUERY, st.one_of(st.none(), st.integers(1, 32)),
       st.integers(0, 2))
def test_scores_equal_the_textbooks(
    tmp_path_factory: pytest.TempPathFactory, steps: list[WorkRow | str | None],
    query: dict[str, float], before: int | None, level: int,
) -> None:
    source = Works()
    index = WorkIndex.open(source, tmp_path_factory.mktemp("index") / "works", level=level)
    for step in steps:
        if step is None:
            index.refresh()
        elif isinstance(step, str):
            source.remove(step)
        else:
            source.put(step)
    seen = [w for w in source.rows.values() if w.level <= level
            and (before is None or (w.day is not None and w.day < before))]
    works, owners = work_scores(seen, query)
    hits = index.search(query, before=before)
    assert dict(zip(hits.records, hits.scores, strict=True)) == pytest.approx(works, abs=1e-9)
    ordered = sorted(zip(hits.scores, hits.records, strict=True), key=lambda h: (-h[0], h[1]))
    assert hits.records == [record for _, record in ordered]
    profiles = index.profiles(query, OWNERS, before=before)
    assert {o: p.score for o, p in profiles.items() if p.score} == pytest.approx(owners, abs=1e-9)
    owned = Counter(owner for w in seen for owner, _ in w.owners if counts(w, owner, seen))
    assert {o: p.works for o, p in profiles.items()} == dict(owned)
    assert dict(zip(hits.records, hits.families, strict=True)) == {
        w.record: w.family for w in seen if w.record in hits.records}
    latest = {o: max((w.day for w in seen if w.day and o in dict(w.owners)), default=None)
              for o in owned}
    assert {o: p.last for o, p in profiles.items()} == latest
    assert index.latest_day() == max(
        (w.day for w in source.rows.values() if w.day and w.level <= level), default=None)


def test_equal_works_are_ordered_by_id_wherever_they_lie(tmp_path: Path) -> None:
    source = Works()
    for record in ("c", "a"):
        source.put(row(record, "brine resin"))
    index = WorkIndex.open(source, tmp_path / "works")
    source.put(row("b", "brine resin"))
    assert index.search({"brine": 1.0}).records == ["a", "b", "c"]
    assert index.search({"brine": 1.0}, limit=2).records == ["a", "b"]


def test_a_later_work_changes_no_earlier_score(tmp_path: Path) -> None:
    source = Works()
    source.put(row("a", "brine resin", day=5))
    source.put(row("b", "brine", day=6))
    index = WorkIndex.open(source, tmp_path / "works")
    before = index.search({"brine": 1.0, "dust": 1.0}, before=7)
    source.put(row("later", "brine brine dust", day=7))
    source.put(row("undated", "brine dust", day=None))
    after = index.search({"brine": 1.0, "dust": 1.0}, before=7)
    assert (after.records, after.scores, after.most) == (
        before.records, before.scores, before.most)
    assert (before.undated, after.undated) == (0, 1)


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Works, Path]:
    """A source whose index, small as it is, is kept in a folder."""
    monkeypatch.setattr(graph.search, "_WORTH_KEEPING", 0)
    source = Works()
    for i in range(5):
        source.put(row(f"w{i}", "brine " * (i + 1), day=i))
    return source, tmp_path / "works"


def test_a_kept_index_is_taken_up_and_brought_up_to_date(kept: tuple[Works, Path]) -> None:
    source, folder = kept
    first = WorkIndex.open(source, folder).search({"brine": 1.0})
    source.remove("w0")
    source.put(row("new", "brine dust", day=3))
    again = WorkIndex.open(source, folder).search({"brine": 1.0})
    fresh = WorkIndex.open(source, folder.with_name("fresh")).search({"brine": 1.0})
    assert len(first) == 5
    assert "w0" not in again.records
    assert again == fresh


@pytest.mark.parametrize("file", ["texts.json", "post_work.npy", "day.npy"])
@pytest.mark.parametrize("damage", ["cut", "changed", "gone"])
def test_a_damaged_index_is_built_anew(
    kept: tuple[Works, Path], file: str, damage: str
) -> None:
    source, folder = kept
    right = WorkIndex.open(source, folder).search({"brine": 1.0})
    path = folder / file
    content = path.read_bytes()
    if damage == "gone":
        path.unlink()
    else:
        changed = bytes([content[-1] ^ 255])
        path.write_bytes(content[:-9] if damage == "cut" else content[:-1] + changed)
    assert WorkIndex.open(source, folder).search({"brine": 1.0}) == right


def test_an_index_of_a_later_state_is_not_trusted(kept: tuple[Works, Path]) -> None:
    source, folder = kept
    WorkIndex.open(source, folder)
    other = Works()
    other.put(row("only", "brine"))
    assert WorkIndex.open(other, folder).search({"brine": 1.0}).records == ["only"]


def test_discarding_leaves_nothing_of_what_was_removed(kept: tuple[Works, Path]) -> None:
    source, folder = kept
    source.put(row("secret", "forgottenword", day=2))
    index = WorkIndex.open(source, folder)
    source.remove("secret")
    index.discard()
    assert "forgottenword" not in (folder / "texts.json").read_text(encoding="utf-8")
    assert index.search({"forgottenword": 1.0}).records == []


def test_an_empty_store_and_an_unknown_word(tmp_path: Path) -> None:
    index = WorkIndex.open(Works(), tmp_path / "works")
    assert len(index) == 0
    assert index.latest_day() is None
    assert index.search({"brine": 1.0}, before=5).records == []
    assert index.profiles({"brine": 1.0}, ["north"]) == {}
