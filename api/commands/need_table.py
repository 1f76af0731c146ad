"""A table of needs answered into a table of candidates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from api.commands.output import Cell, progress, remark, short, whole_file
from api.tables import Table, as_csv, as_xlsx
from graph.errors import InvalidRequest, NotFound, SourceUnusable
from ingest.sources.columns import Columns
from ingest.sources.mapping import load_mapping
from ingest.sources.tables import read_table

if TYPE_CHECKING:
    from graph.matching.options import Options
    from graph.matching.results import Candidate, MatchResult
    from qilian import KnowledgeGraph

WORKS = 3
HEADER = ("need", "title", "answer", "rank", "organisation", "kind", "region", "score")
AFTER = ("works", "latest", *(f"evidence {n}" for n in range(1, WORKS + 1)), "people", "id")


@dataclass(frozen=True, slots=True)
class StatedNeed:
    """One row of a table of needs."""

    key: str
    title: str
    text: str
    enterprise: str = ""


def answer_table(kg: KnowledgeGraph, needs: Path, out: Path, options: Options) -> None:
    """Rank candidates for each need of a table and write a row a candidate to XLSX or CSV.

    The columns are found as mapping ``needs`` finds them; the enterprise that states a need is no
    candidate for it. A need that cannot be answered has one row with the reason. Raises
    `InvalidRequest` for another ending, `SourceUnusable` when a file cannot be used.
    """
    writers = {".xlsx": as_xlsx, ".csv": as_csv}
    writer = writers.get(out.suffix.lower())
    if writer is None:
        raise InvalidRequest(f"{out}: write to a file that ends in {' or '.join(writers)}")
    stated = list(read_needs(needs))
    answers: list[tuple[StatedNeed, MatchResult | str]] = []
    with progress("matching", len(stated)) as step:
        for need in stated:
            try:
                answers.append((need, _ask(kg, need, options)))
            except InvalidRequest as err:
                answers.append((need, str(err)))
                remark(f"{needs}, need {need.key}: {err}")
            step(1)
    with whole_file(out) as part:
        part.write_bytes(writer(_table(answers)))
    solved = sum(not isinstance(result, str) and result.convincing for _, result in answers)
    remark(f"{out}: {len(stated):,} needs, {solved:,} with a convincing candidate")


def read_needs(path: Path) -> Iterator[StatedNeed]:
    """The needs of a table, in its order; `SourceUnusable` when it has no column of needs."""
    spec = load_mapping("needs").spec
    with read_table(path) as table:
        columns = Columns(spec, table.columns, str(path))
        key, title, text, enterprise = map(columns.find, ("need_no", "title", "text", "enterprise"))
        if not title and not text:
            names = ", ".join(("title", "text", *spec.aliases["title"], *spec.aliases["text"]))
            raise SourceUnusable(f"{path}: no column holds the need; call one of them {names}")
        for row in table:
            cells = row.cells
            found = StatedNeed(
                cells.get(key, "") or f"row {row.number}",
                cells.get(title, ""),
                cells.get(text, "") or cells.get(title, ""),
                cells.get(enterprise, ""),
            )
            yield found


def _ask(kg: KnowledgeGraph, need: StatedNeed, options: Options) -> MatchResult:
    own_options: Options = {**options, "title": need.title}
    if need.enterprise:
        try:
            own = kg.entity(need.enterprise, kinds=("Enterprise", "Institute")).id
            own_options["exclude"] = (*options.get("exclude", ()), own)
        except NotFound:
            pass  # an enterprise that the graph does not know cannot be a candidate either
    return kg.match(need.text, **own_options)


def _table(answers: Sequence[tuple[StatedNeed, MatchResult | str]]) -> Table:
    captions = list(
        dict.fromkeys(
            part.caption
            for _, result in answers
            if not isinstance(result, str)
            for c in result.ranked
            for part in c.parts
        )
    )
    columns = (*HEADER, *captions, *AFTER)
    rows: list[tuple[Cell, ...]] = []
    for need, result in answers:
        head = (need.key, need.title or short(need.text))
        if isinstance(result, str):
            rows.append(_filled((*head, f"not answered: {result}"), columns))
        elif not result.ranked:
            rows.append(_filled((*head, "no candidate"), columns))
        else:
            said = "convincing" if result.convincing else "not convincing, the nearest"
            rows += [(*head, said, *_row(candidate, captions)) for candidate in result.ranked]
    return Table("candidates", columns, rows)


def _filled(row: tuple[Cell, ...], columns: Sequence[str]) -> tuple[Cell, ...]:
    return (*row, *[None] * (len(columns) - len(row)))


def _row(candidate: Candidate, captions: Sequence[str]) -> tuple[Cell, ...]:
    parts = {part.caption: part.value for part in candidate.parts}
    works = candidate.works[:WORKS]
    evidence = [
        f"{w.date or 'undated'} {w.title}: “{short(w.quote, 300)}” [{w.place}]" for w in works
    ]
    people = dict.fromkeys(person for work in works for person in work.people)
    return (
        candidate.rank,
        candidate.name,
        candidate.kind,
        candidate.entity.region,
        candidate.score,
        *(parts.get(caption) for caption in captions),
        candidate.work_count,
        candidate.latest,
        *evidence,
        *[""] * (WORKS - len(evidence)),
        "; ".join(people),
        candidate.id,
    )
