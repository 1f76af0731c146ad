"""Running the command line in this process, on a store of a few rows."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner, Result

import qilian
from api.cli import app
from graph.model import Source, Unit
from tests.builders import REGISTER, organisation_row, patent_row


def run(*args: str | Path, store: str = "", stdin: str | None = None) -> Result:
    """What `qilian ARGS` prints and returns."""
    before = ["--store", store] if store else []
    return CliRunner().invoke(app, [*before, *map(str, args)], input=stdin)


def ok(*args: str | Path, store: str = "", stdin: str | None = None) -> str:
    """The output of a command that must succeed."""
    result = run(*args, store=store, stdin=stdin)
    assert result.exit_code == 0, result.output
    return result.stdout


def rows() -> list[Unit]:
    """A register: two institutes, three patents."""
    return [
        organisation_row(
            "i1",
            "Brine Institute",
            region="North",
            identifiers=("org:1",),
            note="a salt-lake laboratory",
        ),
        organisation_row("i2", "Wool Academy", region="South", identifiers=("org:2",)),
        patent_row(
            "P1",
            ["Brine Institute"],
            title="Lithium sorbent for brine",
            abstract="A titanium sorbent takes lithium from brine rich in magnesium.",
            date="2019-03-01",
            identifiers={"Brine Institute": "org:1"},
            region="North",
        ),
        patent_row(
            "P2",
            ["Brine Institute", "Wool Academy"],
            title="Washing of wool with brine",
            abstract="Wool is washed with salt water.",
            date="2021-06-01",
            identifiers={"Brine Institute": "org:1", "Wool Academy": "org:2"},
        ),
        patent_row(
            "P3",
            ["Wool Academy"],
            title="Dye for carpets",
            abstract="A plant dye for wool carpets.",
            date="2018-01-01",
            identifiers={"Wool Academy": "org:2"},
        ),
    ]


def small_store(folder: Path, *, source: Source = REGISTER) -> str:
    """A SQLite store with `rows`; its URL."""
    url = f"sqlite:///{folder / 'small.db'}"
    with qilian.open(url) as kg:
        kg.load(source, rows())
    return url
