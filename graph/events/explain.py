"""Why somebody does not meet whom they asked for, or should: a reason for all that a plan leaves
out, in two forms."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from graph.events.model import Ask, Participant, Wish
from graph.events.occupied import Cause, Occupied
from graph.events.problem import Problem
from graph.events.results import Meeting, PairScore, Plan, Unmet, Why
from graph.events.told import own_value
from graph.events.wishes import REQUESTS, asks
from graph.events.wording import Language, say

WORTH_SAYING = 3
"""Best counterparts of a participant whose absence from its agenda is explained unasked."""


def unmet(
    problem: Problem, meetings: Sequence[Meeting], *, scored: Iterable[PairScore] = (),
    language: Language = "en",
) -> list[Unmet]:
    """By participant: that it meets nobody, if so; each of its requests that is not met; then the
    others of its three best counterparts that it does not meet. Each with the reason.

    ``scored`` are all scored pairs, where these are more than the problem's: those that cannot
    meet are then explained too, without being asked for. Who is best is judged without the
    counterpart's requests, and what is told never depends on the counterpart's vetoes.
    """
    return list(_Reasons.of(problem, meetings, scored, language).all())


def left_out(plan: Plan | None, language: Language) -> Sequence[Unmet]:
    """What a plan leaves out, with reasons in the language (those that it holds are English);
    nothing without a plan."""
    if plan is None or language == "en":
        return plan.unmet if plan else ()
    return unmet(Problem.of(plan.event, plan.pairs), plan.meetings, scored=plan.pairs,
                 language=language)


@dataclass(slots=True)
class _Missed:
    """A pair that is not met, as one of its two sees it."""

    pair: PairScore
    other: Participant
    cause: Cause
    ask: Ask | None


@dataclass(slots=True)
class _Reasons:
    """The reasons of one plan."""

    occupied: Occupied
    names: dict[str, str]
    asks: dict[tuple[str, str], Wish]
    asked: dict[str, list[Wish]]
    scored: dict[tuple[str, str], PairScore]
    pairs: dict[str, list[PairScore]]
    language: Language

    @classmethod
    def of(cls, problem: Problem, meetings: Sequence[Meeting], scored: Iterable[PairScore],
           language: Language) -> _Reasons:
        known = {pair.keys: pair for pair in (*scored, *problem.pairs)}
        pairs: dict[str, list[PairScore]] = defaultdict(list)
        for pair in known.values():
            for key in pair.keys:
                pairs[key].append(pair)
        occupied = Occupied.by(problem, meetings)
        wishes = asks(problem.event)
        asked: dict[str, list[Wish]] = defaultdict(list)
        for wish in wishes.values():
            if (wish.ask in REQUESTS and wish.by != wish.about
                    and {wish.by, wish.about} <= occupied.row.keys()):
                asked[wish.by].append(wish)
        return cls(occupied, problem.event.names, wishes, asked, known, pairs, language)

    def all(self) -> Iterator[Unmet]:
        """Of all participants, in their order."""
        for one in self.occupied.problem.event.participants:
            requests = [self._missed(self._pair(wish), one.key, wish.ask)
                        for wish in self.asked[one.key]]
            requests = [missed for missed in requests if not self._is_met(missed.pair)]
            if not self.occupied.diary[self.occupied.row[one.key]]:
                yield self._nobody(one, requests)
            for missed in (*requests, *self._good(one.key)):
                yield Unmet(one.key, missed.other.key, self._why(missed),
                            self._reason(missed), self._told(missed, one), missed.ask)

    def _pair(self, wish: Wish) -> PairScore:
        keys = (min(wish.by, wish.about), max(wish.by, wish.about))
        return self.scored.get(keys) or PairScore(*keys, 0.0)

    def _is_met(self, pair: PairScore) -> bool:
        return pair.keys in self.occupied.met

    def _missed(self, pair: PairScore, one: str, ask: Ask | None) -> _Missed:
        other = self.occupied.allowed.by_key[pair.other(one)]
        return _Missed(pair, other, self.occupied.cause(pair, one), ask)

    def _fitting(self, one: str) -> list[PairScore]:
        """The pairs that are good for one, as far as it may know, the best first."""
        worth = [(-own_value(pair, one), pair.keys, pair) for pair in self.pairs[one]]
        found = [pair for value, _, pair in sorted(worth, key=lambda w: w[:2]) if value < 0]
        return [pair for pair in found
                if (wish := self.asks.get((one, pair.other(one)))) is None
                or wish.ask in REQUESTS]

    def _good(self, one: str) -> Iterator[_Missed]:
        """Good counterparts that are neither asked for nor met."""
        for pair in self._fitting(one)[:WORTH_SAYING]:
            if not self._is_met(pair) and (one, pair.other(one)) not in self.asks:
                yield self._missed(pair, one, None)

    # --- the words ----------------------------------------------------------------------------

    def _why(self, missed: _Missed) -> Why:
        return "vetoed" if self._vetoes(missed.pair) else missed.cause.why

    def _vetoes(self, pair: PairScore) -> list[Wish]:
        both = (pair.keys, pair.keys[::-1])
        return [wish for keys in both if (wish := self.asks.get(keys)) and wish.ask == "veto"]

    def _reason(self, missed: _Missed) -> str:
        """For the organiser."""
        why, cause = self._why(missed), missed.cause
        if why == "vetoed":
            by = (self.names[w.by] + (f" (“{w.note}”)" if w.note else "")
                  for w in self._vetoes(missed.pair))
            return say(self.language, "organiser", why, by=", ".join(by))
        if why == "used elsewhere" and cause.weakest is None:
            idle = "worthless" if missed.pair.value <= 0 else "unplaced"
            return say(self.language, "organiser", idle, value=missed.pair.value)
        return say(self.language, "organiser", why, number=cause.held,
                   weakest=self._weakest(missed), met=self._called(cause.weakest))

    def _weakest(self, missed: _Missed) -> str:
        """What the least of the meetings that hold the place is worth beside this pair."""
        if missed.cause.weakest is None:
            return say(self.language, "organiser", "alone", value=missed.pair.value)
        return say(self.language, "organiser", "weakest",
                   meeting=self._called(missed.cause.weakest),
                   least=missed.cause.weakest.pair.value, value=missed.pair.value)

    def _called(self, meeting: Meeting | None) -> str:
        return " - ".join(self.names[key] for key in meeting.pair.keys) if meeting else ""

    def _told(self, missed: _Missed, one: Participant) -> str:
        """For the participant: its own veto, else a cause that no veto has a part in."""
        own = self.asks.get((one.key, missed.other.key))
        why = "own veto" if own and own.ask == "veto" else missed.cause.why
        return say(self.language, "told", why, other=self.names[missed.other.key])

    def _nobody(self, one: Participant, requests: Sequence[_Missed]) -> Unmet:
        """That a participant meets nobody: for itself, by what would be good for it; for the
        organiser by all its pairs."""
        asked = {missed.other.key for missed in requests}
        fitting = [self._missed(pair, one.key, None) for pair in self._fitting(one.key)
                   if pair.other(one.key) not in asked]
        others = [self._missed(pair, one.key, None) for pair in self.pairs[one.key]
                  if pair.other(one.key) not in asked]
        told = self._alone(one, [missed.cause.why for missed in (*requests, *fitting)])
        every = [*requests, *others]
        why = self._alone(one, [self._why(missed) for missed in every])
        because = [missed for missed in every if self._why(missed) == why]
        reason = self._reason(because[0]) if because else say(self.language, "organiser", why)
        if because and len(every) > 1:
            reason = say(self.language, "organiser", "mostly", number=len(because),
                         whole=len(every), reason=reason)
        return Unmet(one.key, "", why, reason, say(self.language, "nobody", told))

    def _alone(self, one: Participant, reasons: Sequence[Why]) -> Why:
        if not one.free(self.occupied.problem.slots):
            return "absent"
        if one.cap < 1:
            return "takes no meeting"
        if not reasons:
            said = one.offers.strip() or one.needs.strip()
            return "no counterpart fits" if said else "says nothing"
        ((commonest, _),) = Counter(reasons).most_common(1)
        return commonest
