"""Participants that say too little of themselves to be matched, and what is missing."""

from __future__ import annotations

from collections.abc import Iterable

from graph.events.model import Participant
from graph.language.tokens import tokens

LEAST = 3
"""Different terms that an offer or a need must have. One or two ("lithium", "new materials") stand
in half of an industry's texts and tell nobody from the others; the shortest line of the sample
that finds its counterpart, "winter test sites", has three."""
_WORDS = {"offers": "what it offers", "needs": "what it needs"}


def thin(participants: Iterable[Participant]) -> list[tuple[Participant, str]]:
    """Those whose offer and need are both too thin, with what is missing; who says nothing first.

    Ask them before pairing: a sentence more is worth more than any solver. Who has one side well
    described can be matched and is not among them.
    """
    found = []
    for p in participants:
        told = {"offers": len(set(tokens(p.offers))), "needs": len(set(tokens(p.needs)))}
        if max(told.values()) < LEAST:
            found.append((sum(told.values()), p, _missing(p, told)))
    found.sort(key=lambda entry: entry[0])
    return [(p, words) for _, p, words in found]


def _missing(participant: Participant, told: dict[str, int]) -> str:
    known = ("; until then it is matched only by what is on record of it" if participant.entity
             else "")
    if not any(told.values()):
        return (f"says neither {_WORDS['offers']} nor {_WORDS['needs']}; a sentence on each is "
                f"missing{known}")
    said = "; ".join(f"{side}: {count} word{'s' * (count > 1)} that tell{'s' * (count == 1)} "
                     "something" for side, count in told.items() if count)
    empty = [_WORDS[side] for side, count in told.items() if not count]
    if empty:
        said += f", and nothing on {empty[0]}"
    return f"{said}; a sentence on each side would let it be matched{known}"
