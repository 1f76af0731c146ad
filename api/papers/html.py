"""A paper as one HTML file: its style within, no script, nothing that is loaded from elsewhere."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files

from api import web
from api.papers import wording
from api.words import words
from graph.paper import Paper


def page(paper: Paper, site: str = "") -> bytes:
    """The paper for a browser, on the screen and in print."""
    html = web.environment.get_template("paper.html").render(
        paper=paper, t=words(paper.language), say=wording, site=site,
        style=_style(),
    )
    return html.encode()


def policy() -> str:
    """The content security policy under which a service shows papers: their style alone."""
    digest = base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


@cache
def _style() -> str:
    return (files("api.papers") / "paper.css").read_text(encoding="utf-8")
