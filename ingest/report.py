"""What a run read, loaded and refused, for people and for machines."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from graph.display import Printed
from graph.load import LoadReport

SHOWN = 20
"""Rejections that `Report.lines` prints; `as_dict` has more."""
KEPT = 1000
"""Rejections whose words are kept; further ones are counted."""
_ROWS = {"rows": "read", "filtered": "left out by the filter", "repeated": "repeated"}
"""What `Report.counts` counts, in words."""


@dataclass(slots=True)
class Report(Printed):
    """Counts and reasons of one run; every step adds to the same report.

    ``counts`` has rows read, left out by a filter and repeated; ``furniture`` what was taken off
    documents (menus, footers), by rule; ``failed`` the sources that could not be read. A
    ``dry_run`` compares nothing with a store: it has no new, changed, unchanged or removed units.
    """

    sources: list[str] = field(default_factory=list)
    units: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    claims: int = 0
    rejections: int = 0
    rejected: list[tuple[str, str]] = field(default_factory=list)
    """(place, reason), the first `KEPT`."""
    failed: list[tuple[str, str]] = field(default_factory=list)
    """(source, reason)."""
    notes: Counter[str] = field(default_factory=Counter)
    counts: Counter[str] = field(default_factory=Counter)
    furniture: Counter[str] = field(default_factory=Counter)
    flags: Counter[str] = field(default_factory=Counter)
    dry_run: bool = False
    first: list[dict[str, Any]] = field(default_factory=list)
    """The first rows of each register as `ingest.preview` tells them, kept by a dry run."""

    def reject(self, place: str, reason: str) -> None:
        """Count a row or fact that was refused; the run goes on."""
        self.rejections += 1
        if len(self.rejected) < KEPT:
            self.rejected.append((one_line(place), one_line(reason)))

    def fail(self, source: str, reason: str) -> None:
        """Count a source that could not be read; other sources go on."""
        self.failed.append((one_line(source), one_line(reason)))

    def note(self, words: str) -> None:
        """Say what was detected, chosen or repaired; the same words are counted."""
        self.notes[words] += 1

    def count(self, what: str, number: int = 1) -> None:
        """Count rows, by what became of them."""
        self.counts[what] += number

    def remove_furniture(self, rule: str, number: int = 1) -> None:
        """Count lines or elements that were no part of a document's text."""
        self.furniture[rule] += number

    def loaded(self, load: LoadReport) -> None:
        """Add what the loader did with a source's units."""
        self.new += load.new
        self.changed += load.changed
        self.unchanged += load.unchanged
        self.removed += load.removed
        self.claims += load.claims
        self.units += load.new + load.changed + load.unchanged
        for place, reason in load.rejected:
            self.reject(place, reason)

    def merge(self, other: Report) -> None:
        """Add another run's report to this one."""
        self.sources += other.sources
        for name in ("units", "new", "changed", "unchanged", "removed", "claims", "rejections"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.rejected += other.rejected[: KEPT - len(self.rejected)]
        self.failed += other.failed
        self.first += other.first
        self.dry_run |= other.dry_run
        for name in ("notes", "counts", "furniture", "flags"):
            getattr(self, name).update(getattr(other, name))

    @property
    def ok(self) -> bool:
        """Were all sources read and no row refused?"""
        return not self.rejections and not self.failed

    def __str__(self) -> str:
        return "\n".join(self.lines())

    def lines(self, shown: int = SHOWN) -> list[str]:
        """The report in words, a line each, with so many of the refused rows."""
        loaded = "" if self.dry_run else (
            f": {self.new:,} new, {self.changed:,} changed, {self.unchanged:,} unchanged, "
            f"{self.removed:,} removed")
        lines = [
            f"{_many(len(self.sources), 'source')}, {_many(self.units, 'unit')}{loaded}; "
            f"{_many(self.claims, 'fact')}"
        ]
        if self.counts:
            parts = (f"{self.counts[what]:,} {words}" for what, words in _ROWS.items()
                     if self.counts[what])
            lines.append(f"rows: {', '.join(parts)}")
        for words, counter in (("left out of documents", self.furniture), ("flagged", self.flags)):
            if counter:
                parts = (f"{number:,} {what}" for what, number in sorted(counter.items()))
                lines.append(f"{words}: {', '.join(parts)}")
        lines += [
            f"note: {words}" + (f" ({number:,} times)" if number > 1 else "")
            for words, number in self.notes.items()
        ]
        lines += [f"not read: {reason}" for _, reason in self.failed]
        if self.rejections:
            lines.append(f"{self.rejections:,} refused:")
            lines += [f"  {reason if place in reason else f'{place}: {reason}'}"
                      for place, reason in self.rejected[:shown]]
            if self.rejections > min(shown, len(self.rejected)):
                lines.append(f"  and {self.rejections - min(shown, len(self.rejected)):,} more")
        return lines

    def as_dict(self) -> dict[str, Any]:
        """The report as plain data, ready for JSON."""
        return {
            "sources": list(self.sources), "units": self.units, "new": self.new,
            "changed": self.changed, "unchanged": self.unchanged, "removed": self.removed,
            "claims": self.claims, "rejections": self.rejections,
            "rejected": [{"place": place, "reason": reason} for place, reason in self.rejected],
            "failed": [{"source": source, "reason": reason} for source, reason in self.failed],
            "notes": dict(self.notes), "rows": dict(self.counts),
            "furniture": dict(self.furniture), "flags": dict(self.flags),
            **({"first": self.first} if self.first else {}),
        }


def _many(number: int, what: str) -> str:
    return f"{number:,} {what}" + "s" * (number != 1)


def one_line(words: str) -> str:
    """Words that can be printed on one line wherever they come from: names of files may hold line
    ends, signs that steer a terminal, or bytes that are no text."""
    return "".join(
        char if char.isprintable() else " " if char.isspace() else "?" for char in words)
