"""Linking a string to a known organisation, or to none, explained.

Each organisation found in the string gets additive points (`graph.identity.features`). Beside them
stands "none of these" with zero points; the probability of each is its share of all exponentials
(a conditional logit: McFadden, "Conditional logit analysis of qualitative choice behavior", 1974).
The best is answered when it is probable enough and "none" improbable enough; both bounds and all
weights are data, learnt by ``benchmarks/link_weights.py``.

Two steps stand around the weighing. A string that is a registered name, letter for letter, means
who alone bears it (`graph.identity.registered`), and nobody where several do. A string for which
nothing is answered may still mean one organisation when it is understood (`graph.identity.meant`).
"""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from graph.identity.features import FEATURES, Context, says, values
from graph.identity.finds import Find, finds, part_in_one_run
from graph.identity.index import NameIndex
from graph.identity.meant import meant
from graph.identity.parts import Link, LinkCandidate, Part
from graph.identity.reasons import NOT_FOUND, fit_equally, not_sure, only_its_part
from graph.identity.registered import registered
from graph.schema import ORGANISATIONS

LONGEST = 2000
"""Characters of a string that are read; an affiliation line has some hundred."""
_REGISTERED = 0.9
"""How sure a registered name is: of the strings of the development half that are one, letter for
letter, 90 % mean its only bearer by the gold."""
_ONLY_BEARER = "The string is its registered name, borne by no other that may be meant."


@dataclass(frozen=True, slots=True)
class Weights:
    """What each feature adds to the log-odds, and how sure an answer must be."""

    features: tuple[float, ...]
    """In the order of `FEATURES`."""
    bias: float
    least: float
    """The least probability of the organisation that is answered."""
    most_none: float
    """The greatest probability of "none" beside which it is answered."""

    @classmethod
    def of(cls, data: dict[str, Any]) -> Weights:
        """From the data of ``link_weights.json``; a feature that it lacks adds nothing."""
        learnt = data["features"]
        return cls(tuple(float(learnt.get(name, 0.0)) for name in FEATURES), float(data["bias"]),
                   float(data["least"]), float(data["most_none"]))


@cache
def learnt_weights() -> Weights:
    """The weights that come with the package."""
    file = files("graph.identity") / "data" / "link_weights.json"
    return Weights.of(json.loads(file.read_text(encoding="utf-8")))


@dataclass(frozen=True, slots=True)
class _Scored:
    find: Find
    values: list[float]
    points: float
    probability: float = 0.0


def link(
    index: NameIndex, text: str, *, kinds: Collection[str] = (), region: str = "",
    limit: int = 5, weights: Weights | None = None,
) -> Link:
    """The organisation of an index that a string means, or none with the reason.

    ``kinds`` leaves only organisations of these kinds; ``region`` says where the organisation is,
    beside what the string says. At most ``limit`` candidates are explained.
    """
    numbers = [ORGANISATIONS.index(kind) for kind in kinds if kind in ORGANISATIONS]
    weighed = _weighed(index, text, numbers, region, limit, weights or learnt_weights())
    names = registered(index, text[:LONGEST], kinds=numbers, region=region)
    if len(names) > 1:
        organisations = [int(index.arrays["name_organisation"][name]) for name in names]
        return replace(weighed, chosen=None, reason=_fit(index, organisations))
    if names:
        part = Part("registered", 1.0, math.log(_REGISTERED / (1 - _REGISTERED)), _ONLY_BEARER)
        return _with(weighed, _by_name(index, names[0], _REGISTERED, (part,)), limit)
    if weighed.chosen or not (same := meant(index, text[:LONGEST], kinds=numbers, region=region)):
        return weighed
    if len(same) > 1:
        organisations = [int(index.arrays["name_organisation"][name]) for name, _ in same]
        return replace(weighed, reason=_fit(index, organisations))
    name, comparison = same[0]
    return _with(weighed, _by_name(index, name, comparison.score, comparison.parts), limit)


def _with(weighed: Link, chosen: LinkCandidate, limit: int) -> Link:
    """An answer with this one chosen; what weighing says of it stays if it chose it too."""
    if weighed.chosen and weighed.chosen.entity == chosen.entity:
        return weighed
    others = [other for other in weighed.candidates if other.entity != chosen.entity]
    return Link(weighed.text, chosen, (chosen, *others)[:limit], "")


def _by_name(
    index: NameIndex, name: int, score: float, parts: tuple[Part, ...]
) -> LinkCandidate:
    """A candidate that one of its names alone speaks for."""
    organisation = int(index.arrays["name_organisation"][name])
    return LinkCandidate(
        index.entities[organisation], index.main_names[organisation],
        ORGANISATIONS[int(index.arrays["kind"][organisation])], index.names[name], score, parts)


def _weighed(
    index: NameIndex, text: str, kinds: Collection[int], region: str, limit: int, weights: Weights
) -> Link:
    """The organisation that the weights of all features find, or none with the reason."""
    string, found = finds(index, text[:LONGEST], kinds=kinds, region=region)
    scored, none = _scored(Context(index, string, found), weights)
    shown = scored[: max(limit, 1)]
    explained = [_candidate(index, scored, item, weights) for item in shown]
    candidates = tuple(explained[:limit])
    if not scored:
        return Link(text, None, (), NOT_FOUND)
    best = scored[0]
    if best.probability >= weights.least and none <= weights.most_none:
        if part := part_in_one_run(string, best.find):
            return Link(text, None, candidates, only_its_part(explained[0].name, part))
        return Link(text, explained[0], candidates, "")
    return Link(text, None, candidates, _reason(index, scored, explained[0], none, weights))


def _scored(context: Context, weights: Weights) -> tuple[list[_Scored], float]:
    """The best name of each organisation with its points and probability, the best first; and the
    probability of none."""
    best: dict[int, _Scored] = {}
    for find in context.finds:
        at = values(context, find)
        points = weights.bias + sum(w * v for w, v in zip(weights.features, at, strict=True))
        if find.organisation not in best or points > best[find.organisation].points:
            best[find.organisation] = _Scored(find, at, points)
    top = max((item.points for item in best.values()), default=0.0)
    none = math.exp(-max(top, 0.0))
    total = none + sum(math.exp(item.points - max(top, 0.0)) for item in best.values())
    ranked = [
        _Scored(item.find, item.values, item.points,
                math.exp(item.points - max(top, 0.0)) / total)
        for item in best.values()
    ]
    ranked.sort(key=lambda item: (-item.points, item.find.organisation))
    return ranked, none / total


def _candidate(
    index: NameIndex, scored: Sequence[_Scored], item: _Scored, weights: Weights
) -> LinkCandidate:
    """A candidate with all parts of its score; their points sum to the score's log-odds."""
    find = item.find
    others = math.log1p(sum(math.exp(other.points) for other in scored if other is not item))
    parts = [Part("base", 1.0, weights.bias, "What any name that is found starts from.")]
    parts += [
        Part(name, value, weight * value, says(name))
        for name, value, weight in zip(FEATURES, item.values, weights.features, strict=True)
        if weight * value
    ]
    if others:
        parts.append(Part("others", others, -others,
                          "Other organisations may be meant as well."))
    return LinkCandidate(
        index.entities[find.organisation],
        index.main_names[find.organisation],
        ORGANISATIONS[int(index.arrays["kind"][find.organisation])], index.names[find.name],
        item.probability, tuple(parts),
    )


def _reason(
    index: NameIndex, scored: Sequence[_Scored], first: LinkCandidate, none: float,
    weights: Weights,
) -> str:
    """Why nothing is answered, in whole sentences."""
    best = scored[0]
    alike = [item for item in scored
             if item.find.used == best.find.used and item.find.missing <= best.find.missing + 0.5
             and item.points > best.points - 1.0]
    if len(alike) > 1 and best.find.complete:
        return _fit(index, [item.find.organisation for item in alike])
    rival = _name(index, scored[1]) if none <= weights.most_none and len(scored) > 1 else ""
    return not_sure(first, rival=rival, none=none, least=weights.least,
                    most_none=weights.most_none)


def _name(index: NameIndex, item: _Scored) -> str:
    return index.main_names[item.find.organisation]


def _fit(index: NameIndex, organisations: Sequence[int]) -> str:
    """That these organisations fit a string equally, the first of them named."""
    named = [(index.main_names[number], index.regions[number]) for number in organisations[:3]]
    return fit_equally(named, len(organisations))
