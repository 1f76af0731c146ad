"""The jars of the Neo4j server, fetched once by Maven or, where there is none, by jgo."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

from filelock import FileLock

from graph.errors import StoreUnavailable
from graph.paths import cache_folder

VERSION = "5.26.30"
_FETCH_SECONDS = 900
_POM = f"""\
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>qilian</groupId><artifactId>neo4j-home</artifactId><version>1</version>
  <packaging>pom</packaging>
  <dependencies>
    <dependency>
      <groupId>org.neo4j</groupId><artifactId>neo4j</artifactId><version>{VERSION}</version>
    </dependency>
  </dependencies>
</project>
"""
_ENTRY = "META-INF/services/org.neo4j.server.startup.EntryPoint"


def find_jars() -> Path:
    """The folder of all jars of Neo4j Community: ``QILIAN_NEO4J_JARS``, else the cache's, which is
    filled at the first call (130 MB, some ten seconds by `mvn`, a minute by jgo).

    The jars are under GPL-3.0: a server that is started beside Qilian and never shipped with it.
    Raises `StoreUnavailable` with what to install when they cannot be had.
    """
    if named := os.environ.get("QILIAN_NEO4J_JARS"):
        folder = Path(named)
        if not server_jar(folder):
            raise StoreUnavailable(f"QILIAN_NEO4J_JARS is {named}, which holds no neo4j-*.jar")
        return folder
    base = cache_folder() / "neo4j"
    jars = base / VERSION
    if jars.is_dir():
        return jars
    base.mkdir(parents=True, exist_ok=True)
    with FileLock(base / f"{VERSION}.lock"):
        if not jars.is_dir():
            with TemporaryDirectory(dir=base, prefix="fetch-") as part:
                _fetch(Path(part), base)
                os.replace(Path(part) / "jars", jars)
    return jars


def main_class(jars: Path) -> str:
    """The class that starts the server, as its own jar names it."""
    jar = server_jar(jars)
    if jar is None:
        raise StoreUnavailable(f"{jars} holds no neo4j-VERSION.jar")
    with zipfile.ZipFile(jar) as archive:
        lines = archive.read(_ENTRY).decode("utf-8").splitlines()
    return next(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def server_jar(jars: Path) -> Path | None:
    """The jar named neo4j-VERSION.jar, if the folder has it."""
    found = (p for p in jars.glob("neo4j-*.jar") if re.fullmatch(r"neo4j-\d[\d.]*\.jar", p.name))
    return next(found, None)


def _fetch(part: Path, base: Path) -> None:
    """Fill ``part/jars`` by the first way that works."""
    said = []
    for way in (_by_maven, _by_jgo):
        target = part / "jars"
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir()
        try:
            way(part, base)
        except (OSError, RuntimeError, ImportError, subprocess.SubprocessError, ValueError) as err:
            said.append(f"{way.__name__.removeprefix('_by_')}: {err}")
        else:
            if server_jar(target):
                return
    raise StoreUnavailable(
        f"the jars of Neo4j {VERSION} could not be fetched ({'; '.join(said)}): "
        "pip install 'qilian[neo4j-server]' brings a fetcher, or install maven, or name a folder "
        "with them in QILIAN_NEO4J_JARS"
    )


def _by_maven(part: Path, base: Path) -> None:
    mvn = shutil.which("mvn")
    if mvn is None:
        raise RuntimeError("mvn is not on PATH")
    (part / "pom.xml").write_text(_POM, encoding="utf-8")
    done = subprocess.run(
        [
            mvn,
            "-B",
            "-q",
            "dependency:copy-dependencies",
            "-DincludeScope=runtime",
            f"-DoutputDirectory={part / 'jars'}",
        ],
        cwd=part,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=_FETCH_SECONDS,
        check=False,
    )
    if done.returncode:
        said = [line for line in done.stdout.splitlines() if line.startswith("[ERROR]")]
        raise RuntimeError((said or ["it failed"])[0])


def _by_jgo(part: Path, base: Path) -> None:
    from jgo.env import EnvironmentBuilder
    from jgo.maven import MavenContext, PythonResolver

    context = MavenContext(resolver=PythonResolver(), repo_cache=base / "m2", timeout=60)
    made = EnvironmentBuilder(context, cache_dir=part / "envs").from_endpoint(
        f"org.neo4j:neo4j:{VERSION}"
    )
    for folder in ("jars", "modules"):
        for jar in (Path(made.path) / folder).glob("*.jar"):
            shutil.copyfile(jar, part / "jars" / jar.name)
