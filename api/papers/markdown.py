"""A paper as Markdown (CommonMark): whatever sources say stays text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from api import filters
from api.papers import wording
from api.words import Words, words
from graph.paper import Doubt, Paper, PaperCandidate
from graph.paper_evidence import PaperEvidence

_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#|~!&$])")
_OPENING = re.compile(r"^(\d+)([.)])|^([-+=])")
"""What would begin a list, a heading or a table at the beginning of a line."""


def markdown(paper: Paper, site: str = "") -> bytes:
    """The paper for editors and for programs that turn Markdown into something else."""
    t = words(paper.language)
    return ("\n".join(_lines(paper, t, site)).strip() + "\n").encode()


def escaped(text: str) -> str:
    """A text on one line in which nothing is markup."""
    line = _SPECIAL.sub(r"\\\1", " ".join(text.split()))
    return _OPENING.sub(lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}", line)


def _lines(paper: Paper, t: Words, site: str) -> Iterator[str]:
    yield f"# {escaped(wording.heading(paper, t))}"
    yield f"\n**{escaped(wording.audience(paper, t))}**\n"
    for caption, value in wording.particulars(paper, t):
        yield f"- {escaped(caption)}: {escaped(value)}"
    yield f"\n## {escaped(t('paper.need'))}\n"
    for line in paper.need.splitlines():
        yield f"> {escaped(line)}"
    if paper.doubts:
        yield f"\n## {escaped(t('paper.uncertain'))}\n"
        yield from _doubts(paper.doubts, t)
    if paper.candidates:
        yield f"\n## {escaped(t('paper.candidates' if paper.convincing else 'paper.nearest'))}"
    for candidate in paper.candidates:
        yield from _candidate(candidate, t, site)
    yield f"\n---\n\n{escaped(t('paper.footer'))}"


def _doubts(doubts: tuple[Doubt, ...], t: Words) -> Iterator[str]:
    for doubt in doubts:
        yield f"- {escaped(wording.doubt(doubt, t))}"


def _candidate(candidate: PaperCandidate, t: Words, site: str) -> Iterator[str]:
    yield f"\n### {candidate.rank}\\. {escaped(candidate.name)}\n"
    for name in filters.second_script(candidate.names, candidate.name):
        yield f"{escaped(name)}\n"
    yield f"{escaped(wording.standing(candidate, t))}\n"
    yield f"{escaped(wording.sum_of(candidate, t))}"
    for evidence in candidate.evidence:
        yield from _evidence(evidence, t, site)
    if candidate.contacts:
        yield f"\n**{escaped(t('paper.contact'))}**\n"
    for contact in candidate.contacts:
        what = f"{wording.what(contact, t)}: {contact.title}"
        yield f"- {escaped(what)} ({_source(contact, t, site)})"
    if candidate.doubts:
        yield f"\n**{escaped(t('paper.uncertain'))}**\n"
        yield from _doubts(candidate.doubts, t)


def _evidence(evidence: PaperEvidence, t: Words, site: str) -> Iterator[str]:
    date = evidence.date or (t("paper.undated") if evidence.kind else "")
    head = " ".join(filter(None, (wording.what(evidence, t), date)))
    yield f"\n- {escaped(head)} **{escaped(evidence.title)}**"
    if evidence.quote != evidence.title:
        yield f"\n  > {escaped(evidence.quote)}"
    yield f"\n  {_source(evidence, t, site)}"
    for remark in wording.remarks(evidence, t):
        yield f"\n  {escaped(remark)}"


def _source(evidence: PaperEvidence, t: Words, site: str) -> str:
    place = escaped(f"{evidence.source}: {wording.place(evidence, t)}")
    address = wording.link(evidence, site)
    return f"{place}, [{escaped(t('paper.marked'))}](<{address}>)" if address else place
