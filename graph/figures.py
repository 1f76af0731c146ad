"""Figures across documents: what several sources say of one, and what became of a target.

Nothing here is stored: a comparison belongs to no document, and is made when it is asked for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from graph.identity.names import normal_name
from graph.language.tokens import tokens
from graph.lookup import Fact, Lookup
from graph.model import Entity
from graph.store import Store

Verdict = Literal["agreement", "difference", "different scope"]
Outcome = Literal["reached", "not reached", "under way", "no observation"]
_MOST_ROWS = 2000
_ALIKE = 0.6
_GENERIC = frozenset(tokens("the total number of amount annual year whole all its own new province "
                            "city prefecture county region country provincial municipal national "
                            "state 全省 全市 全州 全国 全区 全县 总数 总量 数量"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Comparison:
    """One figure (same indicator, status and period) as two or more documents state it.

    ``agreement``: equal within the rounding of what was written, or a bound that the other keeps.
    ``difference``: the same area and body, other values. ``different scope``: the areas or bodies
    are not the same, so that the values cannot contradict each other.
    """

    measure: str
    status: str
    period: str
    unit: str
    verdict: Verdict
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Followed:
    """A target with the observations of the same indicator since it was set, earliest first.

    ``reached`` and ``not reached`` judge the observations of the due year or later (or any that
    already keeps the target); ``under way`` has earlier ones only; ``no observation`` is what is
    missing.
    """

    target: Fact
    observed: tuple[Fact, ...]
    outcome: Outcome


def figures_of(
    store: Store, lookup: Lookup, entity: Entity, *, measure: str = "", before: int | None = None
) -> tuple[list[Fact], list[Fact]]:
    """The figures that documents state of an entity (of an area also by its name), and what the
    same documents state of others.

    ``measure`` keeps those whose name shares half of its words. In the order of public dates.
    """
    rows = store.rows_of_entities([entity.id], limit=_MOST_ROWS)
    names = {normal_name(name) for name in (entity.name, *entity.names)}
    units = dict.fromkeys(row.unit for row in rows)
    wanted = set(tokens(measure)) - _GENERIC
    found = [
        fact for fact in lookup.facts_of_units(units, before=before)
        if fact.predicate == "indicator" and isinstance(fact.value, int | float)
        and (not wanted or len(wanted & set(tokens(fact.measure))) * 2 >= len(wanted))
    ]
    found.sort(key=lambda f: (f.date or "", f.document, f.locator))
    own: list[Fact] = []
    others: list[Fact] = []
    for fact in found:
        of_it = fact.subject == entity.id or normal_name(fact.region) in names
        (own if of_it else others).append(fact)
    return own, others


def compare(figures: Sequence[Fact], others: Sequence[Fact] = ()) -> list[Comparison]:
    """Figures that two or more documents state of one indicator and period, disagreements first.

    A figure that one document alone states is held against ``others``, which are of other areas or
    bodies: a reader could take them for it.
    """
    groups: dict[tuple[str, str, str], list[Fact]] = defaultdict(list)
    for fact in figures:
        if fact.period:
            groups[fact.status, fact.period, fact.unit].append(fact)
    found = []
    for (status, period, unit), facts in groups.items():
        foreign = [f for f in others if (f.status, f.period, f.unit) == (status, period, unit)]
        for alike in _by_measure(facts):
            stated = _one_a_document(alike) or _one_a_document(
                [*alike, *(f for f in foreign if _alike(f, alike[0]))]
            )
            if stated:
                found.append(Comparison(
                    stated[0].measure, status, period, unit, _verdict(stated), tuple(stated)
                ))  # fmt: skip
    order = ("difference", "agreement", "different scope")
    return sorted(found, key=lambda c: (order.index(c.verdict), c.period, c.measure))


def follow(figures: Sequence[Fact]) -> list[Followed]:
    """Every target among the figures, with what was observed since; what is missing comes first."""
    found = []
    for target in (f for f in figures if f.status == "target"):
        observed = [
            f for f in figures
            if f.status == "observed" and f.unit == target.unit and _alike(f, target)
            and _scope(f) == _scope(target) and _since(f, target)
        ]
        observed.sort(key=lambda f: (_year(f), f.date or ""))
        found.append(Followed(target, tuple(observed), _outcome(target, observed)))
    order = ("no observation", "not reached", "under way", "reached")
    return sorted(found, key=lambda f: (order.index(f.outcome), f.target.period, f.target.measure))


def _words(fact: Fact) -> set[str]:
    """The content words of what a figure measures, without the area's name."""
    return set(tokens(fact.measure)) - _GENERIC - set(tokens(fact.region))


def _alike(one: Fact, other: Fact) -> bool:
    """Whether two figures measure the same: most of their content words are shared.

    Growth and a share are never the same as the amount; their names say so.
    """
    a, b = _words(one), _words(other)
    shared = len(a & b)
    contained = shared >= 2 and shared == min(len(a), len(b))
    kinds = [("growth" in f.measure, "share" in f.measure) for f in (one, other)]
    return bool(a and b) and kinds[0] == kinds[1] and (
        contained or shared / len(a | b) >= _ALIKE
    )


def _by_measure(facts: Iterable[Fact]) -> list[list[Fact]]:
    """Figures grouped by what they measure; each joins the first group whose first it resembles."""
    groups: list[list[Fact]] = []
    for fact in facts:
        home = next((g for g in groups if _alike(g[0], fact)), None)
        if home is None:
            groups.append([fact])
        else:
            home.append(fact)
    return groups


def _one_a_document(facts: Iterable[Fact]) -> list[Fact]:
    """The first statement of each document for each scope and value."""
    first: dict[tuple[str, tuple[str, str], object], Fact] = {}
    for fact in facts:
        first.setdefault((fact.document, _scope(fact), fact.value), fact)
    stated = list(first.values())
    return stated if len({f.document for f in stated}) > 1 else []


def _scope(fact: Fact) -> tuple[str, str]:
    """The area and the body that a figure is about."""
    body = "" if fact.kind == "Region" else fact.subject
    return normal_name(fact.region), body


def _verdict(facts: Sequence[Fact]) -> Verdict:
    scopes = {_scope(f) for f in facts}
    for scope in scopes:
        same = [f for f in facts if _scope(f) == scope]
        if any(not _agree(a, b) for a in same for b in same if a.document != b.document):
            return "difference"
    return "agreement" if len(scopes) == 1 else "different scope"


def _agree(one: Fact, other: Fact) -> bool:
    """Equal within the coarser rounding of the two, or within a stated bound."""
    a, b = _number(one), _number(other)
    if one.bound or other.bound:
        low = max((v for f, v in ((one, a), (other, b)) if f.bound == "min"), default=None)
        high = min((v for f, v in ((one, a), (other, b)) if f.bound == "max"), default=None)
        exact = [v for f, v in ((one, a), (other, b)) if not f.bound]
        return all((low is None or v >= low) and (high is None or v <= high) for v in exact)
    return abs(a - b) <= max(_rounding(a), _rounding(b))


def _number(fact: Fact) -> float:
    assert isinstance(fact.value, int | float)
    return float(fact.value)


def _rounding(value: float) -> float:
    """Half of the last digit that was written (whole numbers below 1,000 are exact)."""
    if float(value).is_integer() and abs(value) < 1000:
        return 0.0
    mantissa, _, exponent = f"{value:.9e}".partition("e")
    digits = len(mantissa.replace(".", "").replace("-", "").rstrip("0"))
    return float(0.5 * 10.0 ** (int(exponent) - digits + 1))


def _year(fact: Fact) -> str:
    """The last year of a figure's period, else that of its document."""
    return fact.period.rpartition("/")[2] or (fact.date or "")[:4]


def _since(observed: Fact, target: Fact) -> bool:
    """Whether an observation is later than the setting of a target."""
    if not target.date:
        return not target.period or _year(observed) >= target.period[:4]
    return _year(observed) >= target.date[:4] and (observed.date or "9") >= target.date


def _outcome(target: Fact, observed: Sequence[Fact]) -> Outcome:
    if not observed:
        return "no observation"
    if any(_keeps(f, target) for f in observed):
        return "reached"
    due = target.period.rpartition("/")[2]
    return "not reached" if due and any(_year(f) >= due for f in observed) else "under way"


def _keeps(observed: Fact, target: Fact) -> bool:
    """Whether an observation keeps a target; of ranks and upper bounds the lower is the better."""
    low = target.bound == "max" or target.unit == "rank"
    got, wanted = _number(observed), _number(target)
    return got <= wanted if low else got >= wanted


