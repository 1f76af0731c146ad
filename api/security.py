"""Who may ask and who may write: host, origin, key, same-origin token, and headers of answers."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import secrets
import time
from typing import Annotated
from urllib.parse import quote, urlsplit

from fastapi import Depends, Form, HTTPException, Request
from starlette.datastructures import MutableHeaders
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import web
from api.errors import SECURITY_HEADERS, error_answer
from api.settings import Settings, is_loopback

OPEN = ("/healthz", "/readyz", "/sign-in")
SHARED = "/reconcile"
"""What stands below this path only reads, and programs in pages of any site may ask it."""
SAFE = ("GET", "HEAD", "OPTIONS")
SESSION_COOKIE = "qilian_session"
SESSION_SECONDS = 12 * 3600


class Signer:
    """Signs tokens of forms and sessions; with a key they hold over a restart."""

    def __init__(self, key: str) -> None:
        self._secret = hashlib.sha256(b"qilian" + key.encode()).digest() if key else (
            secrets.token_bytes(32)
        )

    def signed(self, purpose: str, words: str) -> str:
        """The words with their signature."""
        mark = hmac.new(self._secret, f"{purpose}:{words}".encode(), hashlib.sha256).hexdigest()
        return f"{words}.{mark}"

    def read(self, purpose: str, token: str) -> str | None:
        """The words of a token that this signer made for this purpose, else None."""
        words, _, _ = token.rpartition(".")
        good = hmac.compare_digest(self.signed(purpose, words).encode(), token.encode())
        return words if words and good else None


class Headers:
    """Sets the security headers on every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer it here."""
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY_HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, sending)


class SharedPaths:
    """Tells browsers that pages of any site may ask `SHARED`, as its protocol demands (CORS).

    Cookies are never taken from there: who must show a key sends it in a header.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.shared = CORSMiddleware(
            app, allow_origins=("*",), allow_methods=("GET", "POST"),
            allow_headers=("Authorization", "Content-Type", "X-API-Key"),
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer it here."""
        shared = scope["type"] == "http" and is_shared(scope["path"])
        await (self.shared if shared else self.app)(scope, receive, send)


class Gate:
    """Lets in what is addressed to this service, comes from its own pages or a client, and has the
    key where one is set; the query must not be too long."""

    def __init__(self, app: ASGIApp, *, settings: Settings) -> None:
        self.app = app
        self.settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer it here."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope, receive)
        refused = self._refusal(request)
        await (refused or self.app)(scope, receive, send)

    def _refusal(self, request: Request) -> Response | None:
        settings = self.settings
        host = request.headers.get("host", "")
        if not _is_ours(host, settings.allowed_names):
            return error_answer(
                request, 421, f"this service does not answer for {host!r}; name it in QILIAN_NAMES"
            )
        if len(request.scope.get("query_string", b"")) > settings.max_query:
            return error_answer(
                request, 414, f"the query is longer than {settings.max_query:,} bytes; use POST"
            )
        path = request.url.path
        safe = request.method in SAFE or is_shared(path)
        if not safe and not _same_origin(request, host):
            return error_answer(request, 403, "a page of another site may not send this")
        is_open = path in OPEN or path.startswith("/static/") or _is_manifest(request)
        if is_open or allowed(request):
            return None
        if web.wants_page(request) and request.method in SAFE:
            wanted = path + (f"?{request.url.query}" if request.url.query else "")
            return RedirectResponse(f"/sign-in?next={quote(wanted)}", 303)
        return error_answer(
            request, 401, "send the service's key as Authorization: Bearer or X-API-Key",
            headers={"WWW-Authenticate": 'Bearer realm="qilian"'},
        )


def _is_ours(host: str, names: frozenset[str]) -> bool:
    """Is the Host header an address, which no foreign page can rebind, or one of our names?"""
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return False
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return name.casefold() in names
    return True


def is_shared(path: str) -> bool:
    """May pages of any site ask this path?"""
    return path == SHARED or path.startswith(f"{SHARED}/")


def _is_manifest(request: Request) -> bool:
    """Does it ask what the shared service offers? That is said to all, as its protocol demands."""
    return request.url.path == SHARED and request.method == "GET" and not request.url.query


def is_foreign(request: Request) -> bool:
    """May the answer go to a page of another site, and so to anybody?

    A key shows who asks. Without one a browser names the page by ``Origin``: a page of this
    machine (OpenRefine) is none of another site. A script that is loaded from here (``callback``)
    names no page: it counts as foreign. What a reader opens himself, also in a frame, cannot be
    read by the page around it.
    """
    if key_given(request):
        return False
    if "callback" in request.query_params:
        return True
    origin = request.headers.get("origin")
    if origin is None:
        site, mode = (request.headers.get(f"sec-fetch-{name}", "") for name in ("site", "mode"))
        return site == "cross-site" and mode != "navigate"
    if _same_origin(request, request.headers.get("host", "")):
        return False
    try:
        return not is_loopback(urlsplit(origin).hostname or "")
    except ValueError:
        return True


def _same_origin(request: Request, host: str) -> bool:
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = request.headers.get("origin")
    try:
        return origin is None or urlsplit(origin).netloc.casefold() == host.casefold()
    except ValueError:
        return False


def key_given(request: Request) -> bool:
    """Does the request carry the service's key in a header?"""
    key = request.app.state.settings.key.get_secret_value()
    given = request.headers.get("x-api-key", "")
    scheme, _, words = request.headers.get("authorization", "").partition(" ")
    if scheme.casefold() == "bearer":
        given = given or words.strip()
    return is_key(key, given)


def is_key(key: str, given: str) -> bool:
    """Compare keys in a time that says nothing about them; an empty key fits nothing."""
    return bool(key) and hmac.compare_digest(key.encode(), given.encode())


def allowed(request: Request) -> bool:
    """May this request ask? Yes without a key to be had, with the key, or signed in."""
    if not request.app.state.settings.key.get_secret_value() or key_given(request):
        return True
    until = request.app.state.signer.read("session", request.cookies.get(SESSION_COOKIE, ""))
    return until is not None and until.isdigit() and int(until) > time.time()


def sign_in(request: Request, response: Response) -> None:
    """Remember on the reader's machine that the key was given."""
    until = int(time.time()) + SESSION_SECONDS
    response.set_cookie(
        SESSION_COOKIE, request.app.state.signer.signed("session", str(until)),
        max_age=SESSION_SECONDS, httponly=True, samesite="strict",
        secure=request.url.scheme == "https",
    )


def may_write(request: Request, token: Annotated[str, Form(include_in_schema=False)] = "") -> None:
    """Refuse a write that brings neither the key nor the token of one of our pages."""
    _check(request, token)


def may_send(request: Request) -> None:
    """As `may_write`, for a body of JSON: the token stands in the header ``X-Qilian-Token``."""
    _check(request, "")


def _check(request: Request, token: str) -> None:
    given = token or request.headers.get("x-qilian-token", "")
    cookie = request.cookies.get(web.TOKEN_COOKIE, "")
    from_page = request.app.state.signer.read("form", given) is not None and (
        hmac.compare_digest(given.encode(), cookie.encode())
    )
    if not from_page and not key_given(request):
        raise HTTPException(
            403,
            "writing needs the token of a page of this service, or its key: start the service "
            "with QILIAN_KEY and send it as X-API-Key",
        )


WriteDep = Depends(may_write)
SendDep = Depends(may_send)
