"""The container files say what they promise, and the wheel and `run` hold what a user needs."""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
REQUIRED = re.compile(r"^(?:neo4j/)?\$\{(NEO4J_PASSWORD|QILIAN_KEY):\?[^}]+\}$")


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(
        (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    )
    return loaded


@pytest.fixture(scope="module")
def dockerfile() -> list[list[str]]:
    """The instructions, each as [name, rest], continued lines joined."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line.strip() for line in text.splitlines()]
    return [line.split(maxsplit=1) for line in lines if line and not line.startswith("#")]


def of(instructions: list[list[str]], name: str) -> list[str]:
    return [rest for instruction, rest in instructions if instruction == name]


def test_the_service_waits_for_a_healthy_neo4j(compose: dict[str, Any]) -> None:
    services = compose["services"]
    assert services["neo4j"]["image"].startswith("neo4j:5.26")
    assert services["qilian"]["depends_on"] == {"neo4j": {"condition": "service_healthy"}}
    assert services["qilian"]["environment"]["QILIAN_STORE"].startswith("neo4j://")
    for service in services.values():
        assert service["healthcheck"]["test"][0] in {"CMD", "CMD-SHELL"}
        assert service["healthcheck"]["start_period"]


def test_passwords_and_key_come_from_the_environment(compose: dict[str, Any]) -> None:
    secrets = {
        (service, name): value
        for service, settings in compose["services"].items()
        for name, value in settings["environment"].items()
        if re.search("AUTH|PASSWORD|KEY", name)
    }
    assert {("neo4j", "NEO4J_AUTH"), ("qilian", "QILIAN_KEY")} <= secrets.keys()
    assert [place for place, value in secrets.items() if not REQUIRED.match(value)] == []


def test_each_service_keeps_its_data_in_a_volume_of_its_own(compose: dict[str, Any]) -> None:
    used = [
        mount.split(":")[0]
        for service in compose["services"].values()
        for mount in service["volumes"]
    ]
    assert sorted(used) == sorted(compose["volumes"])
    assert len(used) == len(compose["services"])


def test_ports_are_bound_to_loopback(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        for port in service["ports"]:
            assert port.startswith(("127.0.0.1:", "${QILIAN_BIND:-127.0.0.1}:")), name
    assert not any("QILIAN_BIND" in port for port in compose["services"]["neo4j"]["ports"])


def test_the_image_runs_as_an_ordinary_user(dockerfile: list[list[str]]) -> None:
    users = of(dockerfile, "USER")
    assert users
    assert users[-1] not in {"root", "0"}
    order = [name for name, _ in dockerfile]
    assert order.index("USER") < order.index("CMD")
    assert all("slim" in image for image in of(dockerfile, "FROM"))


def test_the_image_is_installed_from_the_lock_and_watched(dockerfile: list[list[str]]) -> None:
    installs = [line for line in of(dockerfile, "RUN") if "pip install" in line]
    assert any("--require-hashes -r requirements/runtime.txt" in line for line in installs)
    assert all("--require-hashes" in line or "--no-deps" in line for line in installs)
    assert "/healthz" in of(dockerfile, "HEALTHCHECK")[0]


def test_no_secret_is_baked_into_the_image(dockerfile: list[list[str]]) -> None:
    settings = " ".join(of(dockerfile, "ENV") + of(dockerfile, "ARG"))
    assert re.findall("(?i)key|password|secret|token", settings) == []


def test_the_image_gets_every_file_that_its_build_reads() -> None:
    """.dockerignore shuts everything out and lets in what is named."""
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    assert lines[0] == "*"
    let_in = {line.removeprefix("!") for line in lines if line.startswith("!")}
    assert {"pyproject.toml", "README.md", "LICENSE", "graph", "ingest", "api"} <= let_in
    assert [name for name in sorted(let_in) if not (ROOT / name).exists()] == []


def test_the_wheel_holds_modules_and_data(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("qilian-*.whl")
    held = set(zipfile.ZipFile(wheel).namelist())
    wanted = {
        path.relative_to(ROOT).as_posix()
        for package in ("graph", "ingest", "api")
        for path in (ROOT / package).rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    assert {*wanted, "qilian.py"} - held == set()
    assert [name for name in held if name.startswith(("tests", "benchmarks", ".ci"))] == []


@pytest.mark.skipif(os.name == "nt", reason="`run` is a POSIX shell script")
def test_run_is_executable_and_explains_itself() -> None:
    assert (ROOT / "run").stat().st_mode & stat.S_IXUSR
    shell = shutil.which("dash") or "/bin/sh"
    answer = subprocess.run(
        [shell, str(ROOT / "run"), "nonsense"], capture_output=True, text=True, check=False
    )
    assert answer.returncode == 1
    assert "./run demo | serve | bench NAME | test | check" in answer.stderr


@pytest.mark.skipif(os.name == "nt", reason="`run` is a POSIX shell script")
@pytest.mark.parametrize(
    ("lacks", "advice"),
    [
        ("version_info", "3.11 or later"),
        ("ensurepip", "sudo apt-get install python3-venv"),
    ],
)
def test_run_says_in_one_line_what_is_missing(lacks: str, advice: str, tmp_path: Path) -> None:
    """A Python that is too old or has no venv is named before anything is made."""
    shutil.copy(ROOT / "run", tmp_path / "run")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    python = tmp_path / "python"
    python.write_text(f'#!/bin/sh\ncase "$*" in *{lacks}*) exit 1 ;; esac\n', encoding="utf-8")
    python.chmod(0o755)
    answer = subprocess.run(
        [str(tmp_path / "run"), "demo"],
        env={**os.environ, "PYTHON": str(python)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 1
    assert advice in answer.stderr
    assert len(answer.stderr.splitlines()) == 1
    assert not (tmp_path / ".venv").exists()
