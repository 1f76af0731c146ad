"""A real Chromium before the service on a loopback port; a missing browser is a failure."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, Request, expect, sync_playwright
from playwright.sync_api import Error as PlaywrightError

import qilian
from api.app import create_app
from api.settings import Settings
from tests.api.small_store import small_store

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
WIDTHS = (1280, 390)
PATIENCE = 15_000  # milliseconds, for machines that do other work beside
expect.set_options(timeout=PATIENCE)


@dataclass
class Visit:
    """A page with what went wrong on it: foreign requests, errors of the console."""

    page: Page
    site: str
    foreign: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def go(self, path: str) -> Page:
        """Open a path of the service."""
        self.page.goto(self.site + path)
        return self.page

    def check(self) -> None:
        """Nothing wider than the screen, nothing from elsewhere, no complaint."""
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert self.page.evaluate(wide) <= 0, self.page.url
        assert self.foreign == []
        assert self.errors == []


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The service's address, over a small store of its own."""
    with small_store(tmp_path_factory.mktemp("browser") / "small.db") as graph:
        yield from _serving(graph)


def _serving(graph: qilian.KnowledgeGraph) -> Iterator[str]:
    config = uvicorn.Config(create_app(Settings(), graph=graph), host="127.0.0.1", port=0,
                            log_level="warning", ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + 20
    while not server.started and thread.is_alive() and time.monotonic() < until:
        time.sleep(0.02)
    assert server.started, "the service did not start"
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(timeout=20)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium: that of QILIAN_CHROMIUM, of the machine, or Playwright's own."""
    path = os.environ.get("QILIAN_CHROMIUM") or shutil.which("chromium") or shutil.which(
        "chromium-browser") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        except PlaywrightError as err:
            pytest.fail(
                "these tests need Chromium: install it (apt-get install chromium), run "
                "`playwright install chromium`, or name one in QILIAN_CHROMIUM; "
                f"{path or 'none was found'}: {err.message.splitlines()[0]}", pytrace=False,
            )
        yield browser
        browser.close()


@pytest.fixture(params=WIDTHS, ids=[f"{width}px" for width in WIDTHS])
def visit(browser: Browser, site: str, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """A fresh page at each width; what went wrong on it fails the test at its end."""
    context = browser.new_context(
        viewport={"width": request.param, "height": 900}, locale="en-GB", accept_downloads=True
    )
    page = context.new_page()
    visit = Visit(page, site)

    def requested(sent: Request) -> None:
        if not sent.url.startswith((site, "data:", "blob:")):
            visit.foreign.append(sent.url)

    page.on("request", requested)
    page.on("console", lambda m: visit.errors.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda err: visit.errors.append(str(err)))
    yield visit
    visit.check()
    context.close()
