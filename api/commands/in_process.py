"""One request to the service without a network: what ``qilian serve --get`` prints."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from fastapi import FastAPI


def answer(app: FastAPI, path: str, *, accept: str = "*/*", key: str = "") -> tuple[int, bytes]:
    """Status and body of a GET of ``path`` (which may have a query)."""
    # In a thread of its own: the caller may have an event loop running, as notebooks do.
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(_ask(app, _scope(path, accept, key)))).result()


def _scope(path: str, accept: str, key: str) -> dict[str, Any]:
    parts = urlsplit(path if path.startswith("/") else f"/{path}")
    headers = [(b"host", b"localhost"), (b"accept", accept.encode())]
    if key:
        headers.append((b"x-api-key", key.encode()))
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "root_path": "",
        "path": unquote(parts.path),
        "raw_path": parts.path.encode(),
        "query_string": parts.query.encode(),
        "headers": headers,
        "client": ("127.0.0.1", 0),
        "server": ("127.0.0.1", 80),
    }


async def _ask(app: FastAPI, scope: dict[str, Any]) -> tuple[int, bytes]:
    status, body = 500, bytearray()
    asked = False

    async def receive() -> dict[str, Any]:
        nonlocal asked
        if asked:
            await asyncio.Event().wait()  # a client that stays until it is answered
        asked = True
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        nonlocal status
        if message["type"] == "http.response.start":
            status = message["status"]
        body.extend(message.get("body", b""))

    async with app.router.lifespan_context(app):
        await app(scope, receive, send)
    return status, bytes(body)
