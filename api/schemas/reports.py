"""What became of files that were sent."""

from __future__ import annotations

from typing import Self

from pydantic import BaseModel, Field

from ingest.report import Report


class Rejection(BaseModel):
    """A row or fact that was refused; the rest of its file was taken."""

    place: str = Field(examples=["patents.csv, row 7"])
    reason: str


class ReportAnswer(BaseModel):
    """What a run read, loaded and refused, with reasons."""

    sources: list[str]
    units: int = Field(description="Documents and rows.")
    new: int
    changed: int
    unchanged: int
    removed: int
    claims: int = Field(description="Facts.")
    rejections: int
    rejected: list[Rejection]
    failed: list[Rejection] = Field(description="Files that could not be read, with reasons.")
    notes: dict[str, int]
    flags: dict[str, int]
    lines: list[str] = Field(description="The report in words.")

    @classmethod
    def of(cls, report: Report) -> Self:
        """From the flow's report."""
        return cls(
            sources=list(report.sources), units=report.units, new=report.new,
            changed=report.changed, unchanged=report.unchanged, removed=report.removed,
            claims=report.claims, rejections=report.rejections,
            rejected=[Rejection(place=p, reason=r) for p, r in report.rejected],
            failed=[Rejection(place=p, reason=r) for p, r in report.failed],
            notes=dict(report.notes), flags=dict(report.flags), lines=report.lines(),
        )
