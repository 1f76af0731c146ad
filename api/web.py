"""Pages: templates, words, the reader's language, and the token that forms carry."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response

from api import filters
from api.words import NAMES, Words, preferred, words

HERE = Path(__file__).parent
TOKEN_COOKIE = "qilian_token"
LANGUAGE_COOKIE = "qilian_lang"
_YEAR = 365 * 24 * 3600

environment = Environment(
    loader=FileSystemLoader(HERE / "templates", encoding="utf-8"),
    autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
)
environment.filters |= filters.FILTERS
environment.globals |= filters.FUNCTIONS


def wants_page(request: Request) -> bool:
    """Does the client ask for a page rather than data? Browsers do, programs do not."""
    return "text/html" in request.headers.get("accept", "")


def is_part(request: Request) -> bool:
    """Does a script of the page ask for a part of it?"""
    return request.headers.get("hx-request") == "true"


def language(request: Request) -> str:
    """By ``?lang=``, then what was chosen before, then what the browser prefers."""
    for chosen in (request.query_params.get("lang"), request.cookies.get(LANGUAGE_COOKIE)):
        if chosen in NAMES:
            return chosen
    default = request.app.state.settings.language
    return preferred(request.headers.get("accept-language", ""), default=default)


def reader_words(request: Request) -> Words:
    """The words in the reader's language."""
    return words(language(request))


def page(
    request: Request, template: str, *, status: int = 200,
    headers: Mapping[str, str] | None = None, **context: Any,
) -> Response:
    """A page from a template; every template knows ``t`` (the words), ``lang`` and ``token``."""
    lang = language(request)
    signer = request.app.state.signer
    token = request.cookies.get(TOKEN_COOKIE, "")
    fresh = signer.read("form", token) is None
    if fresh:
        token = signer.signed("form", secrets.token_urlsafe(16))
    html = environment.get_template(template).render(
        t=words(lang), lang=lang, languages=NAMES, token=token, path=request.url.path,
        other_language=_other_language(request, lang), part=is_part(request),
        signed_in=bool(request.app.state.settings.key.get_secret_value()), **context,
    )
    response = HTMLResponse(html, status, dict(headers or {}))
    if status >= 400 and is_part(request):
        # A page of words instead of the part that was asked for: it takes the whole place.
        response.headers["HX-Retarget"] = response.headers["HX-Reselect"] = "#main"
        response.headers["HX-Reswap"] = "outerHTML"
    secure = request.url.scheme == "https"
    if fresh:
        response.set_cookie(TOKEN_COOKIE, token, httponly=True, samesite="strict", secure=secure)
    if request.query_params.get("lang") in NAMES:
        response.set_cookie(LANGUAGE_COOKIE, lang, max_age=_YEAR, samesite="lax", secure=secure)
    response.headers["Vary"] = "Accept, Accept-Language, Cookie, HX-Request"
    response.headers["Cache-Control"] = "no-store"
    return response


def _other_language(request: Request, lang: str) -> str:
    """The address of this page in the other language."""
    other = next(code for code in NAMES if code != lang)
    kept = [(k, v) for k, v in request.query_params.multi_items() if k != "lang"]
    pairs = [*kept, ("lang", other)] if request.method == "GET" else [("lang", other)]
    return "?" + "&".join(f"{quote(key)}={quote(value)}" for key, value in pairs)


def download(data: bytes, *, name: str, media: str) -> Response:
    """A file for the reader's machine."""
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "-_.") else "-" for c in name)
    return Response(data, media_type=media, headers={
        "Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}",
        "Cache-Control": "no-store",
    })
