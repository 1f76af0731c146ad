"""Papers as files that a client can read: HTML to print, Markdown, a workbook.

A paper is made by `KnowledgeGraph.paper`; here it only gets its words, in English or Chinese.
Equal papers give equal bytes: nothing here asks the clock.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal, get_args

from graph.errors import InvalidRequest
from graph.paper import Paper

Form = Literal["html", "md", "xlsx"]
FORMS: tuple[Form, ...] = get_args(Form)
MEDIA: Mapping[Form, str] = {
    "html": "text/html; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def rendered(paper: Paper, form: Form, *, site: str = "") -> bytes:
    """The paper as a file. With ``site``, the address of a service, sources are linked there."""
    return _renderer(form)(paper, site)


def form_of(path: Path) -> Form:
    """The form that a file's ending names; `InvalidRequest` for another ending."""
    for form in FORMS:
        if path.suffix.lower() == f".{form}":
            return form
    raise InvalidRequest(f"{path}: write a paper to a file that ends in .html, .md or .xlsx")


def _renderer(form: Form) -> Callable[[Paper, str], bytes]:
    if form == "xlsx":
        from api.papers.xlsx import workbook

        return workbook
    if form == "md":
        from api.papers.markdown import markdown

        return markdown
    from api.papers.html import page

    return page
