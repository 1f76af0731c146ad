"""Pair scores by words."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.events import PairScore, Participant
from graph.events.scores import Fit, WordAffinity, pair_scores, pooled

WORDS = "need and offer of {one}"


def test_the_reason_quotes_the_part_that_fits() -> None:
    people = [
        Participant("a", "A", needs="cold storage; removal of boron from brine; new staff"),
        Participant("b", "B", offers="yak milk; resins for boron removal. Field tests"),
    ]
    (pair,) = pair_scores(people, [(WORDS, 1.0, WordAffinity(people))])
    assert pair.reason == (
        "A needs “removal of boron from brine”, B offers “resins for boron removal”")
    assert [(part.name, part.level, part.document) for part in pair.parts] == [
        ("need and offer of A", 0, "")]
    (pair,) = pair_scores(people, [(WORDS, 1.0, WordAffinity(people, language="zh"))])
    assert pair.reason == "A需要“removal of boron from brine”，B提供“resins for boron removal”"


def test_equal_words_score_one_and_foreign_words_nothing() -> None:
    people = [Participant("a", "A", needs="boron resin"),
              Participant("b", "B", offers="boron resin"), Participant("c", "C", offers="milk"),
              Participant("d", "D")]
    affinity = WordAffinity(people)
    assert affinity.values(people[0]) == {"b": pytest.approx(1.0)}
    assert affinity.fits(people[0], people[1])[0].value == pytest.approx(1.0)
    assert affinity.values(people[3]) == {}


class Liking:
    """Everybody likes everybody, by so much."""

    def __init__(self, likes: dict[tuple[str, str], float], everybody: float = 0.0) -> None:
        self.likes, self.everybody, self.keys = likes, everybody, list[str]()

    def values(self, one: Participant) -> dict[str, float]:
        found = dict.fromkeys(self.keys, self.everybody)
        return found | {b: value for (a, b), value in self.likes.items() if a == one.key}

    def fits(self, one: Participant, other: Participant) -> Sequence[Fit]:
        value = self.values(one)[other.key]
        return (Fit(value, f"for {one.key}", f"doc/{one.key}", 1),
                Fit(0.0, f"in public for {one.key}"))


def test_both_directions_add_up_and_one_organisation_never_meets_itself() -> None:
    people = [Participant("x", "One", entity="e1"), Participant("y", "Two"),
              Participant("z", "Uno", entity="e1"), Participant("w", "two")]
    liking = Liking({}, 0.5)
    liking.keys = [p.key for p in people]
    pairs = pair_scores(people, [("liking", 0.4, liking)])
    assert [(p.first, p.second) for p in pairs] == [
        ("w", "x"), ("w", "z"), ("x", "y"), ("y", "z")]
    assert all(p.value == pytest.approx(0.4) for p in pairs)
    assert [(part.note, part.document, part.level) for part in pairs[0].parts] == [
        ("for w", "doc/w", 1), ("in public for w", "", 0),
        ("for x", "doc/x", 1), ("in public for x", "", 0)]


def test_the_best_are_kept_with_those_that_are_wanted() -> None:
    people = [Participant(key, key.upper()) for key in "abcdef"]
    likes = {("a", "b"): 0.9, ("a", "c"): 0.8, ("a", "d"): 0.7, ("a", "e"): 0.02,
             ("b", "c"): 0.9, ("b", "d"): 0.9}
    done: list[tuple[int, int]] = []

    def kept(**more: object) -> list[tuple[str, str]]:
        pairs = pair_scores(people, [("liking", 1.0, Liking(likes))], kept=1,
                            progress=lambda *at: done.append(at),
                            **more)  # type: ignore[arg-type]
        return [pair.keys for pair in pairs]

    assert kept() == [("a", "b"), ("b", "c"), ("b", "d")]
    assert kept(wanted={("a", "e"), ("e", "f"), ("a", "z")}) == [
        ("a", "b"), ("b", "c"), ("b", "d"), ("a", "e")]
    assert kept(apart={("a", "b"), ("a", "z")}) == [("b", "c"), ("b", "d"), ("a", "c")]
    assert done[:6] == [(at, 6) for at in range(1, 7)]


def test_no_participants_have_no_pairs() -> None:
    assert pair_scores([], [(WORDS, 1.0, WordAffinity([]))]) == []


def test_delegates_that_share_pool_what_they_say() -> None:
    people = [Participant("a", "A", offers="resin", needs="brine", shared=True),
              Participant("b", "a", offers="pumps", shared=True),
              Participant("c", "A", offers="milk")]
    one, other, alone = pooled(people)
    assert (one.offers, one.needs) == (other.offers, other.needs) == ("resin\npumps", "brine")
    assert alone == people[2]


TEXTS = st.lists(st.sampled_from(["brine", "boron", "resin", "milk", "硼", "盐湖"]),
                 max_size=4).map("; ".join)


@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=8))
def test_parts_add_up_whatever_is_said(said: list[tuple[str, str]]) -> None:
    people = [Participant(f"k{at}", f"Organisation {at}", offers=offers, needs=needs)
              for at, (offers, needs) in enumerate(said)]
    pairs = pair_scores(people, [(WORDS, 0.4, WordAffinity(people))])
    assert pairs == pair_scores(people, [(WORDS, 0.4, WordAffinity(people))])
    for pair in pairs:
        assert pair.first < pair.second
        assert 0.05 <= pair.value <= 0.8 + 1e-9
        assert pair.value == pytest.approx(sum(part.value for part in pair.parts))
    assert len({pair.keys for pair in pairs}) == len(pairs)
    assert all(isinstance(pair, PairScore) for pair in pairs)
