"""Limits on what a request may cost: bytes of its body, seconds for its answer."""

from __future__ import annotations

import asyncio

from fastapi import HTTPException, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import error_answer
from api.settings import Settings

UPLOADS = ("/documents", "/add")
"""Paths whose POST reads files into the store, which takes longer than an answer."""


class BodyLimit:
    """Refuses a body that is too long, whether it says so or not."""

    def __init__(self, app: ASGIApp, *, settings: Settings) -> None:
        self.app = app
        self.most = settings.max_body

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, counting or timing it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope, receive)
        stated = request.headers.get("content-length", "0")
        words = f"the body is longer than {self.most:,} bytes; the setting is QILIAN_MAX_BODY"
        if not stated.isdigit() or int(stated) > self.most:
            await error_answer(request, 413, words)(scope, receive, send)
            return
        seen = 0

        async def counting() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > self.most:
                raise HTTPException(413, words)
            return message

        await self.app(scope, counting, send)


class TimeLimit:
    """Answers 504 when an answer takes too long.

    A thread cannot be stopped: what it does goes on and ends in its own time, unheard. A write is
    whole or not at all either way.
    """

    def __init__(self, app: ASGIApp, *, settings: Settings) -> None:
        self.app = app
        self.settings = settings
        self._left: set[asyncio.Task[None]] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, counting or timing it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        upload = scope["method"] == "POST" and scope["path"] in UPLOADS
        limit = self.settings.upload_time_limit if upload else self.settings.time_limit
        started = late = False

        async def sending(message: Message) -> None:
            nonlocal started
            if not late:
                started = True
                await send(message)

        task = asyncio.create_task(self._run(scope, receive, sending))
        await asyncio.wait({task}, timeout=limit)
        if task.done() or started:
            await task
            return
        late = True
        self._left.add(task)
        task.add_done_callback(self._left.discard)
        words = f"no answer within {limit:g} s; the setting is QILIAN_TIME_LIMIT"
        await error_answer(Request(scope, receive), 504, words)(scope, receive, send)

    async def _run(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(scope, receive, send)
