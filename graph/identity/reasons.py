"""Why a string was linked with nobody: what speaks for the nearest, what against, what lacks."""

from __future__ import annotations

from collections.abc import Sequence

from graph.identity.parts import LinkCandidate, Part

NOT_FOUND = "No organisation's name is found in it."
EMPTY = "The text is empty."
_TELLING = 0.4
"""Parts of fewer points are left out of the sentence."""
_MOST = 2
_UNSAID = ("base", "others")
"""Parts that say nothing about the name itself."""


def fit_equally(named: Sequence[tuple[str, str]], number: int) -> str:
    """That so many organisations fit a string; some of them with their places."""
    some = "; ".join(f"{name} ({place or 'place unknown'})" for name, place in named)
    more = "; …" if number > len(named) else ""
    return (f"{number} organisations fit these words: {some}{more}. A place or an identifier "
            "beside the name would tell which is meant.")


def only_its_part(name: str, part: str) -> str:
    """That a string names a part which is a body of its own, and only the whole is known."""
    return f"It names {part}, a body of its own that is not known; known is only {name}."


def not_sure(
    best: LinkCandidate, *, rival: str = "", none: float, least: float, most_none: float
) -> str:
    """That the best candidate is not sure enough: ``none`` is the probability that nobody known is
    meant, ``least`` and ``most_none`` are the bounds of an answer, ``rival`` is one as likely."""
    found = f", found as “{best.matched}”" if best.matched != best.name else ""
    who = f"It may mean {best.name} or {rival}" if rival else f"The nearest is {best.name}{found}"
    its = best.name if rival else "it"
    parts = [part for part in best.parts if part.feature not in _UNSAID]
    positive = _said([p for p in parts if p.points >= _TELLING])
    negative = _said([p for p in parts if p.points <= -_TELLING])
    sentences = (
        f"{who}.",
        f"For {its}: {positive}." if positive else "",
        f"Against {its}: {negative}." if negative else "",
        _lacking(best.score, none, least, most_none),
    )
    return " ".join(sentence for sentence in sentences if sentence)


def _lacking(score: float, none: float, least: float, most_none: float) -> str:
    """Which bound of an answer was missed."""
    if score < least:
        return (f"Nobody is chosen, because the chance that it is right is {_percent(score)}; "
                f"an answer needs {_percent(least)} or more.")
    return (f"Nobody is chosen, because the chance that none in the store is meant is "
            f"{_percent(none)}; an answer needs {_percent(most_none)} or less.")


def _percent(chance: float) -> str:
    return f"{chance * 100:.0f} %" if chance >= 0.01 else "under 1 %"


def _said(parts: Sequence[Part]) -> str:
    """The weightiest parts in words."""
    weightiest = sorted(parts, key=lambda part: -abs(part.points))[:_MOST]
    return "; ".join(f"{p.says[0].lower()}{p.says[1:].rstrip('.')}" for p in weightiest)
