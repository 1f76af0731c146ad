"""What documents say as one HTML file that needs no service, beside an annotation where given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from api import web
from api.marks import segments
from api.readable import Stretch, paragraphs
from api.shown import Shown, grouped, leading, mark_class
from api.words import words
from graph.lookup import Fact, value_text
from graph.model import TextSpan
from graph.project.effective import FLAG
from graph.quotes import place_in_page
from ingest.compare import KINDS, Line, Tally, compare
from ingest.facts import DocumentFacts, fact_lines
from ingest.sources.text import SourceDocument


@dataclass(frozen=True, slots=True)
class Sheet:
    """One document with its facts in colour."""

    id: str
    facts: DocumentFacts
    paragraphs: Sequence[Sequence[Stretch]]
    groups: Sequence[tuple[str, Sequence[Shown]]]
    by_id: Mapping[str, Shown]
    tallies: Mapping[str, Tally] = field(default_factory=dict)
    """By kind; empty without an annotation."""


def sheet(
    number: int, document: SourceDocument, facts: DocumentFacts, gold: Line | None = None
) -> Sheet:
    """The sheet of a document; ``number`` sets its facts apart from those of other documents."""
    lines = list(fact_lines(facts))
    tallies = compare(gold, lines) if gold else {}
    shown = list(_found(f"d{number}", lines, tallies))
    if gold:
        shown += _missed(f"d{number}", document.text, gold, tallies)
    cut = segments(len(document.text), [item.fact for item in shown])
    return Sheet(
        f"d{number}", facts, paragraphs(document.text, cut, markup=document.markup is not None),
        grouped(shown), {item.fact.id: item for item in shown}, tallies,
    )


def totals(sheets: Sequence[Sheet]) -> dict[str, Tally]:
    """The counts of all annotated documents by kind; empty when there are none."""
    compared = [s.tallies for s in sheets if s.tallies]
    return {kind: sum((t[kind] for t in compared), Tally()) for kind in KINDS} if compared else {}


def rendered(sheets: Sequence[Sheet], *, language: str = "en") -> str:
    """The file: styles and script are inside, nothing is fetched."""
    static = Path(web.HERE) / "static"
    styles = [(static / name).read_text(encoding="utf-8")
              for name in ("vendor/pico.min.css", "app.css", "review.css")]
    return web.environment.get_template("facts.html").render(
        t=words(language), lang=language, sheets=sheets, totals=totals(sheets),
        styles="\n".join(styles), script=(static / "looking.js").read_text(encoding="utf-8"),
        mark_class=mark_class, leading=leading,
    )


def _found(prefix: str, lines: Sequence[Line], tallies: Mapping[str, Tally]) -> Iterator[Shown]:
    """What was read: with an annotation either matched or invented."""
    names = {line["id"]: line["name"] for line in lines if line["kind"] == "entity"}
    for kind in KINDS:
        invented = tallies[kind].invented if tallies else ()
        for i, line in enumerate(line for line in lines if line["kind"] == kind):
            state = "invented" if i in invented else "matched" if tallies else "open"
            span = TextSpan(line["start"], line["end"])
            yield Shown(_fact(f"{prefix}-{kind}{i}", kind, line, names, span), state)


def _missed(
    prefix: str, text: str, gold: Line, tallies: Mapping[str, Tally]
) -> Iterator[Shown]:
    """What people found and the reading did not, at the first place of its quote."""
    names = {line["id"]: line["name"] for line in gold["entities"]}
    for kind, tally in tallies.items():
        for i, line in enumerate(tally.missed):
            place = place_in_page(line.get("quote", ""), text)
            span = TextSpan(*place) if place else None
            yield Shown(_fact(f"{prefix}-missed-{kind}{i}", kind, line, names, span), "missed")


def _fact(
    id_: str, kind: str, line: Line, names: Mapping[str, str], span: TextSpan | None
) -> Fact:
    """A line of facts or of an annotation as lists of facts show it."""
    said: dict[str, Any] = {}
    if kind == "entity":
        subject, predicate, value = line["name"], "name", line["name"]
        said = {"kind": line["type"], "role": line.get("role", "")}
    elif kind == "relation":
        subject, predicate = names.get(line["subject"], "?"), line["type"]
        value = names.get(line["object"], "?")
    elif kind == "indicator":
        subject, predicate = line.get("of") or line.get("region") or "", "indicator"
        value = value_text(line["value"], line.get("unit") or "", line.get("bound") or "")
        said = {"measure": line["name"]}
    else:
        subject, predicate, value = str(line.get("says", "")), FLAG, str(line.get("expected", ""))
        said = {"measure": line["rule"]}
    reader = line.get("reader", "") if kind != "flag" else line["rule"]
    return Fact(
        id_, line.get("document", ""), "", "", None, "", subject, predicate, "", value,
        line.get("status", "observed"), line.get("period") or "", line.get("quote", ""),
        span.code() if span else "", line.get("confidence", 1.0), extractor=reader, **said,
    )
