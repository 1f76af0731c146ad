"""Word lists and tables that lie beside the modules which read them."""

from __future__ import annotations

from importlib.resources import files


def data_lines(package: str, file: str) -> list[str]:
    """The lines of a package's text file, without empty lines and comments (``#`` at the start)."""
    text = (files(package) / file).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
