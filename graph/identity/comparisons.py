"""What is compared of two names: small functions whose docstrings are their explanations to users.

Each gives a value from 0 (speaks against) to 1 (for) and says in words what it saw; what a value is
worth stands in ``data/weights.json``.
"""

from __future__ import annotations

from collections.abc import Callable

from rapidfuzz.distance import Indel

from graph.identity.aligned import Aligned, all_related, weigh
from graph.identity.forms import forms_differ
from graph.identity.matched import Shared

Told = tuple[float, str]


def core(pair: Aligned) -> Told:
    """The words that tell a body apart from others of its kind, rare words weighing more. Pinyin
    counts as its characters, words written together as words apart."""
    if not pair.first.core and not pair.second.core:
        return 0.5, "neither name has a word of its own"
    both, more = weigh(pair.core.both), weigh(pair.core.more)
    if not more:
        return 1.0, f"the same core: {' '.join(pair.core.both)}"
    return both / (both + more), f"only one has: {' '.join(pair.core.more)}"


def distinct(pair: Aligned) -> Told:
    """How uncommon the shared core is: a word that few bodies bear says more than "united"."""
    both = weigh(pair.core.both)
    return min(1.0, both / 1.5), f"shared core of weight {both:.1f}"


def field(pair: Aligned) -> Told:
    """The line of work: salt lakes, technology, medicine; translations count as one word."""
    return _jaccard(pair.fields, "the line of work")


def head(pair: Aligned) -> Told:
    """The kind of body: university, bureau, hospital."""
    if pair.heads.equal:
        return (1.0, "the same kind of body") if pair.heads.both else (0.5, "no kind of body named")
    if not pair.heads.conflict:
        return 0.25, f"only one says {' '.join(pair.heads.more)}"
    close = all_related(pair.heads, what="heads")
    return (0.4 if close else 0.0), f"{' and '.join(pair.heads.more)} are different kinds of body"


def form(pair: Aligned) -> Told:
    """The legal form, machine translations included; "Co., Ltd." fits every company."""
    one, two = pair.first.form, pair.second.form
    if not one or not two:
        return 0.5, "at most one names a legal form"
    if one == two:
        return 1.0, f"the same legal form: {one}"
    return (0.0 if forms_differ(pair.first, pair.second) else 0.75), f"legal forms: {one} and {two}"


def region(pair: Aligned) -> Told:
    """The places in the names: equal, one inside the other, in one name only, or none."""
    return {
        "equal": (1.0, "the same place in both names"),
        "wider": (0.6, "one place lies in the other"),
        "none": (0.4, "no place in either name"),
        "missing": (0.2, "a place in one name only"),
        "more": (0.0, "one name has a place more"),
        "conflict": (0.0, "different places in the names"),
    }[pair.regions]


def seat(pair: Aligned) -> Told:
    """The places where the records say that the bodies are, beside the names."""
    return {
        "equal": (1.0, "both lie in one place"),
        "confirmed": (1.0, "one lies where the other's name says"),
        "within": (0.7, "one's place lies in the other's"),
        "country": (0.4, "both lie in one country"),
        "unknown": (0.4, "not known where both lie"),
        "conflict": (0.0, "they lie in different places"),
    }[pair.seats]


def whole(pair: Aligned) -> Told:
    """Whether nothing is left over: every word and place of each name has its counterpart."""
    more = pair.core.more + pair.fields.more + pair.heads.more
    placed = pair.regions in ("equal", "none") or pair.seats == "confirmed"
    if more or not placed or pair.slip:
        return 0.0, "not every word has its counterpart"
    return 1.0, "every word has its counterpart"


def order(pair: Aligned) -> Told:
    """The order of the words: the same order is a little more than the same words."""
    value = Indel.normalized_similarity(pair.first.order, pair.second.order)
    return value, "the same order of words" if value == 1.0 else "words in another order"


def slip(pair: Aligned) -> Told:
    """Whether two words count as one although a letter or two differ; 1 is no such slip."""
    return (0.0, f"a slip of the pen: {pair.slip}") if pair.slip else (1.0, "no misspelt word")


def acronym(pair: Aligned) -> Told:
    """Whether an acronym given with one name is the other's acronym or its first letters."""
    one, two = pair.first.acronym.casefold(), pair.second.acronym.casefold()
    if one and two:
        return (1.0, f"both give {one}") if one == two else (0.0, f"acronyms {one} and {two}")
    if pair.acronym or (given := one or two) and given in (
        pair.first.initials, pair.second.initials, *pair.first.core, *pair.second.core
    ):
        return 1.0, "an acronym stands for the other's first letters"
    return 0.5, "no acronym to compare"


def parent(pair: Aligned) -> Told:
    """The body that each is a part of: an institute's academy, a school's university."""
    return {
        "same": (1.0, "parts of one body"),
        "acronym": (0.8, "the acronym of the body that the other is a part of"),
        "none": (0.5, "no larger body named"),
        "missing": (0.3, "only one names a larger body"),
        "different": (0.0, "parts of different bodies"),
    }[pair.parents]


FEATURES: dict[str, Callable[[Aligned], Told]] = {
    "core": core, "distinct": distinct, "field": field, "head": head, "form": form,
    "region": region, "seat": seat, "whole": whole, "order": order, "slip": slip,
    "acronym": acronym, "parent": parent,
}  # fmt: skip


def _jaccard(shared: Shared, what: str) -> Told:
    if shared.equal:
        return (1.0, f"the same in {what}") if shared.both else (0.5, f"nothing said of {what}")
    both, more = len(shared.both), len(shared.more)
    return both / (both + more), f"only one says {' '.join(shared.more)}"
