"""Cases as files to take away (CSV, XLSX, JSON), and a question's options as a case keeps them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import quote, unquote

from starlette.requests import Request
from starlette.responses import Response

from api import tables
from api.schemas.matching import MatchRequest
from api.tables import Table, as_csv, as_xlsx
from graph.cases.book import COLUMNS
from graph.errors import InvalidRequest
from graph.matching.options import NAMES
from graph.matching.results import MatchResult, Need
from graph.model import LEVELS
from qilian import KnowledgeGraph

Rows = Sequence[Mapping[str, str]]


def _table(rows: Rows) -> Table:
    return Table("qilian-cases", COLUMNS, [[row[name] for name in COLUMNS] for row in rows])


def as_json(rows: Rows) -> bytes:
    """A list of objects, a row each."""
    return json.dumps(rows, ensure_ascii=False, indent=1).encode()


FORMS: dict[str, Callable[[Rows], bytes]] = {
    "csv": lambda rows: as_csv(_table(rows)),
    "xlsx": lambda rows: as_xlsx(_table(rows)),
    "json": as_json,
}
"""How rows of `Cases.rows` are written, by the ending of the file."""
BY_COOKIE = "qilian_by"
"""Who writes, so that a reader without scripts says it once."""
MEDIA = {**tables.MEDIA, "json": "application/json"}


def keeping(request: Request, graph: KnowledgeGraph, result: MatchResult) -> dict[str, Any]:
    """What the form needs that keeps an answer's question as a case."""
    return {
        "kept_options": question_options(result.need),
        "levels": [name for name, level in reversed(LEVELS.items()) if level <= graph.level],
        "by": remembered(request),
    }


def question_options(need: Need) -> dict[str, Any]:
    """What was asked beside the words, as options that a case or a saved query keeps: those that
    are not as they are by default."""
    plain = Need("")
    own = {"limit", "title"} if need.about else {"limit"}  # a thing brings its own title
    found = {name: getattr(need, name) for name in sorted(NAMES - own)
             if getattr(need, name) != getattr(plain, name)}
    return {name: list(value) if isinstance(value, tuple) else value
            for name, value in found.items()}


def sent_options(need: str, text: str) -> dict[str, Any]:
    """Options as a page's form sends them back, in JSON; `InvalidRequest` when they are not."""
    try:
        sent = MatchRequest.model_validate({**json.loads(text or "{}"), "need": need})
    except (ValueError, TypeError) as err:
        raise InvalidRequest("the question's options cannot be read; ask it again") from err
    return sent.model_dump(exclude={"need"}, exclude_unset=True)


def remember(request: Request, answer: Response, by: str) -> Response:
    """The answer, with who writes kept on the reader's machine."""
    # Quoted, for a header holds Latin letters alone; half a character is left out.
    answer.set_cookie(BY_COOKIE, quote(by.strip(), errors="ignore"), httponly=True,
                      samesite="strict", secure=request.url.scheme == "https")
    return answer


def remembered(request: Request) -> str:
    """Who wrote last from the reader's machine, '' for nobody."""
    return unquote(request.cookies.get(BY_COOKIE, ""))
