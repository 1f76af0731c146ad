"""Everybody who meets nobody, every unmet request, and every good pair that is not placed, has its
true reason in both forms."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings

from graph.events import (
    Event,
    Hall,
    Interpreters,
    Meeting,
    PairPart,
    PairScore,
    Participant,
    Rules,
    Unmet,
    Wish,
)
from graph.events.explain import unmet
from graph.events.plan import plan
from graph.events.problem import Problem
from graph.events.wishes import with_wishes
from tests.graph.events.random_events import events

Found = dict[tuple[str, str], Unmet]
ANY = Rules()


def person(key: str, cap: int = 5, available: frozenset[int] | None = None,
           **more: object) -> Participant:
    made = Participant(key, f"Organisation {key}", "", "salt", "brine", available, cap)
    return replace(made, **more)  # type: ignore[arg-type]


def pair(first: str, second: str, value: float) -> PairScore:
    return PairScore(first, second, value, (PairPart("fit", value, "fits"),))


def hall(slots: int = 2, tables: int = 2) -> Hall:
    return Hall.of("2025-05-20 09:00", slots=slots, tables=tables)


def left_out(people: Sequence[Participant], pairs: Sequence[PairScore], *, slots: int = 2,
             tables: int = 2, wishes: Sequence[Wish] = (), rules: Rules = ANY) -> Found:
    event = Event(hall(slots, tables), tuple(people), rules, tuple(wishes))
    made = plan(event, with_wishes(event, pairs))
    return {(u.participant, u.counterpart): u for u in made.unmet}


def placed(people: Sequence[Participant], pairs: Sequence[PairScore],
           meetings: Sequence[Meeting], *, slots: int = 2, tables: int = 2,
           wishes: Sequence[Wish] = (), rules: Rules = ANY) -> Found:
    """What is said of meetings that are given."""
    event = Event(hall(slots, tables), tuple(people), rules, tuple(wishes))
    scored = with_wishes(event, pairs)
    found = unmet(Problem.of(event, scored), meetings, scored=scored)
    return {(u.participant, u.counterpart): u for u in found}


def test_absent_and_silent_and_alone() -> None:
    people = [person("a", available=frozenset()), person("b"), person("c", cap=0),
              Participant("d", "Silent"), person("e")]
    said = left_out(people, [pair("a", "b", 1.0), pair("b", "c", 1.0)])
    assert said["a", ""].why == said["a", "b"].why == "absent"
    assert said["b", "a"].why == "counterpart absent"
    assert said["c", ""].why == said["c", "b"].why == "takes no meeting"
    assert said["d", ""].why == "says nothing"
    assert said["e", ""].why == "no counterpart fits"
    assert said["e", ""].told == "Nobody at the event fits what you need or offer."
    assert said["b", "c"].why == "counterpart full"
    assert said["b", "c"].told == "Organisation c is not available for a meeting."
    assert said["b", "a"].told == "Organisation a is not available for a meeting."


def test_no_common_slot() -> None:
    people = [person("a", available=frozenset({0})), person("b", available=frozenset({1}))]
    said = left_out(people, [pair("a", "b", 1.0)])
    assert {u.why for u in said.values()} == {"no common slot"}
    assert said["a", "b"].told == (
        "There is no slot in which both you and Organisation b are there.")


def test_full_counterpart_and_full_self_with_what_holds_the_place() -> None:
    people = [person("a", cap=1), person("b"), person("c")]
    said = left_out(people, [pair("a", "b", 2.0), pair("a", "c", 1.0)])
    assert said["c", "a"].why == said["c", ""].why == "counterpart full"
    assert said["c", "a"].reason == (
        "the counterpart's meetings are full (1); the weakest, Organisation a - Organisation b, "
        "is worth 2.00, this one 1.00")
    assert said["a", "c"].why == "full"
    assert said["a", "c"].told == "Your own meetings are full."
    assert said["c", "a"].told == "Organisation a is not available for a meeting."


def test_full_tables() -> None:
    pairs = [pair("a", "b", 2.0), pair("c", "d", 1.0)]
    said = left_out([person(key) for key in "abcd"], pairs, slots=1, tables=1)
    assert said["c", "d"].why == said["d", ""].why == "tables full"
    assert said["c", "d"].reason.endswith(
        "the weakest, Organisation a - Organisation b, is worth 2.00, this one 1.00")


def test_better_used_elsewhere_and_crossed_diaries() -> None:
    only = frozenset({0})
    people = [person("a", available=only), person("b"), person("c", available=only)]
    dear, cheap = pair("a", "b", 2.0), pair("b", "c", 1.0)
    said = placed(people, [dear, cheap], [Meeting(dear, 0, 0)])
    assert said["b", "c"].why == "used elsewhere"
    assert said["b", "c"].reason == (
        "both have meetings worth more in every slot they share; the weakest, Organisation a - "
        "Organisation b, is worth 2.00, this one 1.00")
    said = placed(people, [dear, cheap], [Meeting(cheap, 0, 0)])
    assert said["b", "a"].why == "no free slot in common"
    assert "is worth 1.00, this one 2.00" in said["b", "a"].reason


def test_a_session_that_is_full_is_no_free_slot() -> None:
    two = Hall.of_sessions([("2025-05-20 09:00", 2), ("2025-05-20 14:00", 1)], tables=2)
    people = (person("a", session_cap=1), person("b"), person("c", available=frozenset({1})))
    pairs = [pair("a", "b", 2.0), pair("a", "c", 1.0)]
    event = Event(two, people)
    (missed, _, other) = unmet(Problem.of(event, pairs), [Meeting(pairs[0], 0, 0)])
    assert (missed.participant, missed.counterpart) == ("a", "c")
    assert missed.why == other.why == "no free slot in common"
    assert missed.reason.endswith("this one is worth 1.00")
    assert missed.told == "Organisation c is not available for a meeting."


def test_languages_and_interpreters() -> None:
    people = [person("a", languages=frozenset({"en"})), person("b", languages=frozenset({"zh"})),
              person("c", languages=frozenset({"en"})), person("d", languages=frozenset({"zh"}))]
    pairs = [pair("a", "b", 2.0), pair("c", "d", 1.0)]
    assert left_out(people, pairs)["a", "b"].why == "no common language"
    one = Rules(interpreters=(Interpreters(("en", "zh")),))
    said = left_out(people, pairs, slots=1, rules=one)
    assert said["c", "d"].why == "no interpreter free"
    never = Rules(interpreters=(Interpreters(("en", "zh"), slots=frozenset({1})),))
    assert left_out(people, pairs, slots=1, rules=never)["a", "b"].why == "no interpreter free"


def test_delegates_of_one_organisation_and_those_who_may_not_meet() -> None:
    people = [person("a1", organisation="A"), person("a2", organisation="A"), person("b"),
              person("c", group="G"), person("d", group="G")]
    pairs = [pair("a1", "b", 2.0), pair("a2", "b", 1.0)]
    said = left_out(people, pairs, wishes=[Wish("c", "d", "want")])
    assert said["a2", "b"].why == said["a2", ""].why == "organisations meet already"
    assert said["a2", "b"].reason == (
        "the two organisations meet already: A (a1) - Organisation b")
    assert said["a2", "b"].told == "Your organisation meets Organisation b already."
    assert said["c", "d"].why == "may not meet"
    said = left_out(people, pairs, wishes=[Wish("a1", "a2", "must")])
    assert said["a1", "a2"].why == "may not meet"


def test_shared_meetings_are_full_together() -> None:
    people = [person("a1", cap=1, organisation="A", shared=True),
              person("a2", cap=1, organisation="A", shared=True), person("b"), person("c")]
    said = left_out(people, [pair("a1", "b", 2.0), pair("a2", "c", 1.0)])
    assert said["a2", "c"].why == "full"
    assert "full (1)" in said["a2", "c"].reason
    assert said["a2", ""].told == "The meetings that you share with your colleagues are full."


def test_a_veto_is_for_the_organiser_alone() -> None:
    people = [person("a"), person("b"), person("c")]
    wishes = [Wish("a", "b", "veto", "a former owner"), Wish("b", "a", "must")]
    said = left_out(people, [pair("a", "b", 1.0)], wishes=wishes)
    assert said["b", "a"].why == "vetoed"
    assert said["b", "a"].reason == "vetoed by Organisation a (“a former owner”)"
    assert said["b", "a"].told == "Organisation a is not available for a meeting."
    assert ("a", "b") not in said  # whom it does not want to meet, nobody has to explain to it
    assert said["a", ""].told == "Nobody at the event fits what you need or offer."


def test_a_request_worth_nothing_is_explained_too() -> None:
    people = [person("a"), person("b")]
    wishes = [Wish("a", "b", "want"), Wish("b", "a", "rather not")]
    said = left_out(people, [], wishes=wishes)
    assert said["a", "b"].why == "used elsewhere"
    assert said["a", "b"].reason == "worth -0.20, not more than no meeting"
    assert said["a", "b"].told == "Organisation b is not available for a meeting."
    assert said["a", "b"].ask == "want"
    assert ("b", "a") not in said


def test_reasons_in_chinese() -> None:
    event = Event(hall(), (person("a", available=frozenset()), person("b")))
    (nobody, other, *_) = unmet(Problem.of(event, []), [], scored=[pair("a", "b", 1.0)],
                                language="zh")
    assert nobody.told == "您在所有时段都不在场。"
    assert other.reason == "其在所有时段都不在场"


@settings(max_examples=40)
@given(events())
def test_everybody_without_a_meeting_and_every_request_has_a_reason(
    drawn: tuple[Event, list[PairScore]]
) -> None:
    event, pairs = drawn
    made = plan(event, with_wishes(event, pairs))
    met = {keys for m in made for keys in (m.pair.keys, m.pair.keys[::-1])}
    said = {(u.participant, u.counterpart): u for u in made.unmet}
    assert len(said) == len(made.unmet)
    assert {u.participant for u in made.unmet if not u.counterpart} == {
        p.key for p in event.participants if not made.agenda(p.key)}
    for wish in event.wishes:
        if wish.ask in ("must", "want") and (wish.by, wish.about) not in met:
            assert said[wish.by, wish.about].ask == wish.ask
    assert all(u.reason and u.told for u in made.unmet)
    assert met.isdisjoint(said)


@settings(max_examples=30)
@given(events(locks=False))
def test_what_is_told_is_the_same_whatever_the_other_asks_or_vetoes(
    drawn: tuple[Event, list[PairScore]]
) -> None:
    event, pairs = drawn
    made = plan(event, with_wishes(event, pairs))
    before = _told(event, pairs, made.meetings)
    unmet_pairs = [p for p in made.pairs if p.keys not in {m.pair.keys for m in made}]
    for other in unmet_pairs[:3]:
        for by, about in (other.keys, other.keys[::-1]):
            for ask in ("veto", "rather not", "want", "must"):
                kept = [w for w in event.wishes if (w.by, w.about) != (by, about)]
                asked = replace(event, wishes=(*kept, Wish(by, about, ask)))
                after = _told(asked, pairs, made.meetings)
                assert after[about] == before[about]


def _told(event: Event, pairs: Sequence[PairScore],
          meetings: Sequence[Meeting]) -> dict[str, set[tuple[str, str]]]:
    """What each participant reads of whom it does not meet."""
    scored = with_wishes(event, pairs)
    told: dict[str, set[tuple[str, str]]] = {p.key: set() for p in event.participants}
    for one in unmet(Problem.of(event, scored), meetings, scored=scored):
        assert not re.search(r"\d\.\d", one.told)
        told[one.participant].add((one.counterpart, one.told))
    return told


@pytest.mark.parametrize("language", ["en", "zh"])
def test_all_private_reasons_have_one_wording(language: str) -> None:
    from graph.events.wording import say

    private = ("vetoed", "counterpart absent", "counterpart full", "no free slot in common",
               "used elsewhere")
    for group in ("told", "nobody"):
        said = {say(language, group, why, other="B") for why in private}  # type: ignore[arg-type]
        assert len(said) == 1
