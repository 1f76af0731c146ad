"""How many facts are right: a random sheet to fill in, and what came back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from unicodedata import normalize

import typer

from api.commands.output import machine, remark, say, table, whole_file
from api.commands.shared import Json, Store, opened
from graph.errors import InvalidRequest, NotFound, SourceUnusable
from graph.schema import EDGES

if TYPE_CHECKING:
    from graph.audit import Audit, Judgement
    from graph.lookup import Fact
    from graph.review import Reviewed
    from qilian import KnowledgeGraph

COLUMNS = ("no", "kind", "fact", "quote", "right", "comment", "document", "id")
_NEEDED = ("right", "document", "id")
_YES = {"yes", "y", "right", "true", "1", "√", "✓", "✔", "是", "是的", "对", "正确"}
_NO = {"no", "n", "wrong", "false", "0", "×", "✗", "✘", "否", "不是", "错", "不对", "错误",
       "不正确"}


def audit(
    ctx: typer.Context,
    sample: Annotated[
        int, typer.Option("--sample", metavar="N", min=1, max=100_000, help="How many facts.")
    ] = 100,
    kind: Annotated[
        list[str] | None,
        typer.Option(
            "--kind",
            metavar="KIND",
            help="Only entity, relation or indicator, or a kind such as Institute or RUNS; repeat.",
        ),
    ] = None,
    seed: Annotated[int, typer.Option("--seed", help="The same seed draws the same facts.")] = 0,
    out: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--out",
            metavar="SHEET.xlsx|.csv",
            show_default=False,
            help="Where the sheet goes; fill in its column right with yes or no.",
        ),
    ] = None,
    read: Annotated[
        Path | None,
        typer.Option(
            "--read", metavar="SHEET", show_default=False, help="A sheet that was filled in."
        ),
    ] = None,
    by: Annotated[str, typer.Option("--by", help="With --read: who filled it in.")] = "",
    store: Store = None,
    json: Json = False,
) -> None:
    """Draw a random sheet of facts from documents, or read it back as decisions.

    Each yes confirms its fact, each no rejects it; empty rows are passed over. Precision is
    printed by kind with its 95 % interval. The same sheet again changes nothing.
    """
    if (out is None) == (read is None):
        raise InvalidRequest("say either -o SHEET, to draw one, or --read SHEET, to read it back")
    with opened(ctx, store) as kg:
        if read is not None:
            if not by.strip():
                raise InvalidRequest("--read needs --by NAME: a decision needs who takes it")
            return _show(_read(kg, read, by), json=json)
        assert out is not None
        _draw(kg, out, sample, kind or [], seed)


def _draw(kg: KnowledgeGraph, out: Path, number: int, kinds: list[str], seed: int) -> None:
    from api.tables import Table, as_csv, as_xlsx
    from graph import audit

    if out.suffix.lower() not in (".xlsx", ".csv"):
        raise InvalidRequest(f"{out}: a sheet is .xlsx or .csv")
    facts = audit.sample(kg.store, number, kinds=kinds, seed=seed, level=kg.level)
    if not facts:
        raise NotFound("the documents of the store state no such facts")
    sheet = Table("audit", COLUMNS, [_row(at, item) for at, item in enumerate(facts, 1)])
    data = as_xlsx(sheet) if out.suffix.lower() == ".xlsx" else as_csv(sheet)
    with whole_file(out) as part:
        part.write_bytes(data)
    remark(f"{out}: {len(facts):,} facts; fill in the column right with yes or no")


def _row(number: int, item: Reviewed) -> tuple[str | int, ...]:
    from graph.audit import kinds_of

    fact = item.fact
    return (number, " ".join(kinds_of(fact)), _said(fact), fact.quote, "", "", fact.document,
            fact.id)


def _said(fact: Fact) -> str:
    """A fact in one line."""
    if fact.predicate == "name":
        return fact.subject_name
    verb = EDGES[fact.predicate].caption if fact.predicate in EDGES else f"{fact.measure}:"
    more = ", ".join(part for part in (fact.period, fact.status.replace("observed", "")) if part)
    return f"{fact.subject_name} {verb} {fact.object_name}" + (f" ({more})" if more else "")


def _read(kg: KnowledgeGraph, path: Path, by: str) -> Audit:
    """Take in a sheet; what is wrong with it is all said before anything is decided."""
    from graph import audit

    judgements, wrong = _judgements(path)
    known = set(kg.store.unit_keys())
    for one in judgements:
        if one.document not in known:
            wrong.append(f"row {one.row}, column document: no document {one.document!r}")
    there = [one for one in judgements if one.document in known]
    found = audit.find(kg, there)
    for one in there:
        if one.row not in found:
            wrong.append(
                f"row {one.row}, column id: {one.document} states no fact {one.fact!r} now")
        elif one.quote and _letters(one.quote) != _letters(found[one.row].fact.quote):
            wrong.append(f"row {one.row}, column quote: is not that of the fact {one.fact!r}; were "
                         "some columns sorted without the others?")
    if wrong:
        for words in wrong:
            remark(f"{path.name}, {words}")
        raise SourceUnusable(
            f"{path}: {len(wrong)} wrong {'cell' if len(wrong) == 1 else 'cells'}, nothing decided"
        )
    if not judgements:
        raise SourceUnusable(f"{path}: no row has yes or no in its column right")
    return audit.judge(kg, judgements, found, by=by)


def _judgements(path: Path) -> tuple[list[Judgement], list[str]]:
    """The rows that were filled in, and what is wrong, by row and column."""
    from graph.audit import Judgement
    from ingest.sources.tables import read_table

    made: list[Judgement] = []
    wrong: list[str] = []
    seen: dict[tuple[str, str], Judgement] = {}
    with read_table(path) as sheet:
        headings = {name.strip().casefold(): name for name in reversed(sheet.columns)}
        lacking = [name for name in _NEEDED if name not in headings]
        if lacking:
            raise SourceUnusable(f"{path}: the sheet lacks the columns {', '.join(lacking)}; "
                                 f"it needs {', '.join(_NEEDED)}")
        for row in sheet:
            cells = {name: row.cells.get(headings.get(name, ""), "").strip() for name in COLUMNS}
            answer = _answer(cells)
            if not answer:
                continue
            problems = [row.fault] if row.fault else list(_problems(cells))
            if problems:
                wrong += [f"row {row.number}, {words}" for words in problems]
                continue
            one = Judgement(row.number, cells["document"].removeprefix("'"), cells["id"],
                            answer in _YES, cells["comment"], cells["quote"])
            before = seen.setdefault((one.document, one.fact), one)
            if before is one:
                made.append(one)
            elif before.right != one.right:
                wrong.append(f"row {one.row}, column right: row {before.row} says otherwise of "
                             "the same fact")
    return made, wrong


def _answer(cells: dict[str, str]) -> str:
    """What stands in the column right, whichever way it was typed."""
    return normalize("NFKC", cells["right"]).casefold().strip(" .。!！").removesuffix(".0")


def _letters(text: str) -> str:
    """What a spreadsheet leaves of words: no spaces, marks or apostrophes before formulas."""
    return "".join(char for char in text if char.isalnum())


def _problems(cells: dict[str, str]) -> Iterator[str]:
    if _answer(cells) not in _YES | _NO:
        yield f"column right: {cells['right']!r} is neither yes nor no (是, 否)"
    for name in ("document", "id"):
        if not cells[name]:
            yield f"column {name}: is empty"


def _show(found: Audit, *, json: bool) -> None:
    if json:
        return machine({
            "taken": found.taken, "known": found.known,
            "precision": [
                {"kind": p.kind, "judged": p.judged, "right": p.right, "share": p.share,
                 "interval": p.interval} for p in found.precision
            ],
        })
    table(
        ["kind", "judged", "right", "precision", "from", "to"],
        [(p.kind, p.judged, p.right, p.share, *p.interval) for p in found.precision],
    )
    say(f"{found.taken} decisions taken, {found.known} known before")
