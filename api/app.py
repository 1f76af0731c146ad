"""The service: assembly only. What it answers is in `api.routes`."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

import qilian
from api import errors
from api.deps import Graph
from api.jobs import Jobs
from api.kept import Kept
from api.limits import BodyLimit, TimeLimit
from api.openapi import describe
from api.routers import ROUTERS
from api.security import Gate, Headers, SharedPaths, Signer
from api.settings import Settings

DESCRIPTION = """Which institute can solve this industry's problem, and on what evidence?

Every fact comes with its source. Errors have one shape, `application/problem+json` (RFC 9457)."""


def create_app(
    settings: Settings | None = None, *, graph: qilian.KnowledgeGraph | None = None
) -> FastAPI:
    """The application for any ASGI server.

    ``settings`` come from the environment when not given; ``graph`` is used instead of opening
    ``settings.store`` and stays open afterwards.
    """
    settings = settings or Settings()
    holder = Graph(settings, graph)
    jobs = Jobs()

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        jobs.close()
        holder.close()

    app = FastAPI(
        title="Qilian", version=qilian.__version__, description=DESCRIPTION, lifespan=lifespan,
        docs_url=None, redoc_url=None,
    )
    app.state.settings = settings
    app.state.graph = holder
    app.state.signer = Signer(settings.key.get_secret_value())
    app.state.jobs = jobs
    app.state.lists = Kept("list", most=50)
    errors.install(app)
    describe(app)
    app.add_middleware(BodyLimit, settings=settings)
    app.add_middleware(Gate, settings=settings)
    app.add_middleware(TimeLimit, settings=settings)
    app.add_middleware(SharedPaths)
    app.add_middleware(Headers)
    for router in ROUTERS:
        app.include_router(router)
    static = Path(__file__).parent / "static"
    app.mount("/static", StaticFiles(directory=static), name="static")
    return app
