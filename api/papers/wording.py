"""What the three forms of a paper say alike: places, kinds, limits and doubts in words."""

from __future__ import annotations

from collections.abc import Iterator

from api import filters
from api.words import Words
from graph.paper import CAUTION, Doubt, Paper, PaperCandidate
from graph.paper_evidence import CONTACT_EDGE, PaperEvidence
from graph.schema import EDGES


def heading(paper: Paper, t: Words) -> str:
    """The paper's own title."""
    return t("paper.heading", title=paper.title)


def audience(paper: Paper, t: Words) -> str:
    """Who may have it."""
    return t(f"paper.{paper.audience}")


def particulars(paper: Paper, t: Words) -> Iterator[tuple[str, str]]:
    """(caption, words) of the day, the store and what limited the question."""
    limits = paper.limits
    yield t("paper.as_of"), limits.as_of or t("paper.no_as_of")
    yield t("paper.latest"), paper.latest or "–"
    yield t("paper.snapshot"), paper.snapshot
    kinds = [t.known("plurals", kind) for kind in limits.kinds]
    yield t("paper.kinds"), t("paper.comma").join(kinds) or t("paper.any_kind")
    if limits.since:
        yield t("paper.since"), limits.since
    if limits.regions:
        yield t("paper.regions"), t("paper.comma").join(limits.regions)
    if limits.not_regions:
        yield t("paper.not_regions"), t("paper.comma").join(limits.not_regions)
    if limits.codes:
        yield t("paper.codes"), t("paper.comma").join(limits.codes)
    if limits.min_works > 1:
        yield t("paper.min_works"), str(limits.min_works)
    if limits.near:
        km = t("paper.within_km", n=f"{limits.within_km:g}") if limits.within_km else ""
        yield t("paper.near"), f"{limits.near}{km}"
    if limits.spread:
        yield t("paper.spread"), str(limits.spread)
    wishes = [words for words, wished in (
        (t("paper.alive"), limits.alive), (t("paper.small_first"), limits.small_first)) if wished]
    if wishes:
        yield t("paper.wishes"), t("paper.comma").join(wishes)


def doubt(found: Doubt, t: Words) -> str:
    """What is uncertain, as a sentence."""
    if found.code.startswith(CAUTION):
        return t.known("explanations", found.code.removeprefix(CAUTION), found.about)
    return t(f"paper.doubts.{found.code}", n=found.number, about=found.about)


def standing(candidate: PaperCandidate, t: Words) -> str:
    """Kind, seat, works and latest work of a candidate."""
    return " · ".join(filter(None, (
        t.known("kinds", candidate.kind), candidate.region,
        t("paper.works", n=candidate.works, latest=candidate.latest or "–"))))


def sum_of(candidate: PaperCandidate, t: Words) -> str:
    """How the score adds up."""
    parts = " + ".join(f"{t.known('parts', part.name, part.caption)} {part.value:.1f}"
                       for part in candidate.parts)
    return t("paper.score", score=f"{candidate.score:.1f}", parts=parts)


def what(evidence: PaperEvidence, t: Words) -> str:
    """A work's kind, or what a fact says."""
    if evidence.kind:
        return t.known("kinds", evidence.kind)
    if evidence.predicate == CONTACT_EDGE:
        return t.known("properties", "contact")
    section = "edges" if evidence.predicate in EDGES else "properties"
    return t.known(section, evidence.predicate)


def place(evidence: PaperEvidence, t: Words) -> str:
    """The document, and where in it the words stand."""
    where, document = evidence.where, evidence.document
    if where.place:
        numbers = dict(zip(("a", "b", "c"), where.place.numbers, strict=False))
        return f"{document}, " + t(f"paper.places.{where.place.kind}", **numbers)
    if where.span:
        start, end = where.span
        return f"{document}, " + t("paper.places.characters", a=start, b=end)
    return f"{document}, " + t("paper.places.row", a=where.row) if where.row else document


def remarks(evidence: PaperEvidence, t: Words) -> Iterator[str]:
    """What else is to be said of a piece of evidence: people, legal status, share, family."""
    if evidence.people:
        yield t("paper.people", names=t("paper.comma").join(evidence.people))
    if status := evidence.status:
        since = t("paper.status_since", date=status.date) if status.date else ""
        yield t("paper.status", state=t(f"paper.states.{status.state}"), since=since,
                words=status.words)
    if evidence.share < 0.999:
        yield t("paper.share", share=round(evidence.share * 100))
    if evidence.family:
        yield t("paper.family", names=t("paper.comma").join(evidence.family))
    for rule in evidence.flags:
        yield t("paper.flag", rule=t.known("flags", rule, rule.replace("-", " ")))


def link(evidence: PaperEvidence, site: str) -> str:
    """The address of the service at which the words are marked; empty without a service."""
    if not site:
        return ""
    return site.rstrip("/") + filters.quote_url(evidence.document, evidence.quote)
