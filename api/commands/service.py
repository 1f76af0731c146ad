"""Commands that keep running: the web page and service, and a Neo4j for trying it out."""

from __future__ import annotations

import secrets
import signal
import socket
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.commands.output import remark, say
from api.commands.shared import Store, store_url
from graph.errors import InvalidRequest, SourceUnusable, StoreUnavailable

if TYPE_CHECKING:
    from fastapi import FastAPI

    from api.settings import Settings


def serve(
    ctx: typer.Context,
    host: Annotated[
        str,
        typer.Option(
            "--host",
            envvar="QILIAN_HOST",
            help="Another address than loopback needs a key in QILIAN_KEY.",
        ),
    ] = "127.0.0.1",
    port: Annotated[
        int,
        typer.Option("--port", envvar="QILIAN_PORT", min=0, max=65535, help="0 takes a free one."),
    ] = 8000,
    get: Annotated[
        str | None,
        typer.Option("--get", metavar="PATH", help="Answer one request, print it, and exit."),
    ] = None,
    accept: Annotated[
        str, typer.Option("--accept", metavar="MEDIA", help="With --get: text/html for the page.")
    ] = "*/*",
    store: Store = None,
) -> None:
    """Serve the web page and the HTTP service."""
    from api.app import create_app

    settings = _settings(store_url(ctx, store), host, port)
    web = create_app(settings)
    if get is not None:
        from api.commands.in_process import answer

        status, body = answer(web, get, accept=accept, key=settings.key.get_secret_value())
        typer.echo(body)
        raise typer.Exit(status >= 400)
    _serve(web, host, port)


def _settings(store: str, host: str, port: int) -> Settings:
    from pydantic import ValidationError

    from api.settings import Settings

    try:
        return Settings(store=store, host=host, port=port)
    except ValidationError as err:
        said = (
            str(e.get("ctx", {}).get("error") or f"{e['loc'][-1]}: {e['msg']}")
            for e in err.errors()
        )
        raise InvalidRequest("; ".join(said)) from err


def _serve(web: FastAPI, host: str, port: int) -> None:
    import uvicorn

    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listening = socket.create_server((host, port), family=family)
    except OSError as err:
        raise InvalidRequest(
            f"{host}:{port} cannot be listened at: {err.strerror}; choose another --port"
        ) from err
    # Python sets this only on sockets that name TCP, which these do not; without it, the second
    # part of an answer waits 40 ms for the first to be acknowledged. Accepted sockets inherit it.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    shown = f"[{host}]" if ":" in host else host
    say(f"Qilian is at http://{shown}:{listening.getsockname()[1]}/ until Ctrl-C")
    with listening:
        uvicorn.Server(uvicorn.Config(web, log_level="warning")).run(sockets=[listening])


def start_neo4j(
    home: Annotated[
        Path,
        typer.Option(
            "--home",
            metavar="FOLDER",
            help="Where the server keeps its data.",
        ),
    ] = Path("qilian-data", "neo4j"),
    port: Annotated[int, typer.Option("--port", min=1, max=65535)] = 7687,
    web_port: Annotated[
        int,
        typer.Option("--web-port", min=0, max=65535, help="Of the Neo4j browser; 0 leaves it out."),
    ] = 7474,
    password: Annotated[
        str,
        typer.Option(
            "--password",
            envvar="QILIAN_NEO4J_PASSWORD",
            show_default=False,
            help="For a new folder; else one is drawn and kept in the folder.",
        ),
    ] = "",
) -> None:
    """Start a real Neo4j here, without Docker or root.

    It runs until Ctrl-C. The first start fetches the server (130 MB); it needs Java 17 or 21, or
    the extra neo4j-server.
    """
    from graph.stores.neo4j_store.server import Server

    remark("starting Neo4j (fetched the first time, which takes a minute)")
    with Server.start(
        home, password or _kept_password(home), port=port, web_port=web_port
    ) as server:
        say(f"store:    {server.url}")
        if web_port:
            say(f"browser:  http://127.0.0.1:{web_port} (user neo4j, password as in the URL)")
        say(f"try:      qilian --store {server.url} demo")
        say("Ctrl-C ends it; the data stay.")
        with suppress(KeyboardInterrupt):
            signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
            server.process.wait()
            raise StoreUnavailable(f"{home}: Neo4j ended by itself; see {home / 'console.log'}")


def _kept_password(home: Path) -> str:
    """The password of last time, or a new one that only this user can read."""
    file = home / "password"
    try:
        if file.exists():
            return file.read_text(encoding="utf-8").strip()
        home.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(drawn := secrets.token_urlsafe(12), encoding="utf-8")
    except OSError as err:
        raise SourceUnusable(f"{file}: {err.strerror}") from err
    return drawn
