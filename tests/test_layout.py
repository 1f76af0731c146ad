"""The limits and promises that hold for every committed file."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("graph", "ingest", "api")
LONGEST_FUNCTION = 60
LONGEST_MODULE = 400
# Other people's files, kept as they came.
VENDORED = ("api/static/vendor/",)
TEXT = {
    *(".py", ".pyi", ".md", ".txt", ".toml", ".cfg", ".ini", ".yml", ".yaml", ".json", ".jsonl"),
    *(".sql", ".cypher", ".html", ".css", ".js", ".svg", ".csv", ".tsv", ".sh", ".ipynb", ".cff"),
    "",
}


def committed() -> list[Path]:
    """What is or would be committed: git's own list, or all files where there is no git."""
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listing.returncode == 0:
        paths = [ROOT / name for name in listing.stdout.split("\0") if name]
    else:
        skipped = {".venv", ".git", "__pycache__", ".mypy_cache", ".ruff_cache", ".hypothesis"}
        paths = [p for p in ROOT.rglob("*") if not skipped & set(p.relative_to(ROOT).parts)]
    return sorted(path for path in paths if path.is_file())


FILES = committed()
MODULES = [path for path in FILES if path.suffix == ".py"]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def own_texts() -> list[tuple[str, str]]:
    """Name and text of each text file that the project wrote itself."""
    return [
        (name, path.read_text(encoding="utf-8", errors="replace"))
        for path in FILES
        if path.suffix in TEXT and not (name := name_of(path)).startswith(VENDORED)
    ]


TEXTS = own_texts()


def found(pattern: str, *, flags: int = 0, but: tuple[str, ...] = ()) -> list[str]:
    """Each place where the pattern occurs, as file:line: words."""
    compiled = re.compile(pattern, flags)
    return [
        f"{name}:{number}: {match.group()}"
        for name, text in TEXTS
        if name not in but
        for number, line in enumerate(text.splitlines(), 1)
        if (match := compiled.search(line))
    ]


def test_functions_are_short() -> None:
    long = [
        f"{name_of(path)}:{node.lineno} {node.name}: {length} lines"
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or 0) - node.lineno + 1) > LONGEST_FUNCTION
    ]
    assert long == []


def test_modules_are_short() -> None:
    long = [
        f"{name_of(path)}: {length} lines"
        for path in MODULES
        if (length := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_MODULE
    ]
    assert long == []


def imports_of(path: Path) -> set[str]:
    """The top-level names that a module imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module)
    return {name.split(".")[0] for name in names}


def test_qilian_stands_below_api() -> None:
    """import-linter takes packages only; the one module between them is looked at here."""
    assert "api" not in imports_of(ROOT / "qilian.py")


def test_every_import_is_declared() -> None:
    """What the packages import stands in pyproject.toml itself, not in a dependency's wishes."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    declared = {canonical(r) for r in [*project["dependencies"], *(r for e in extras for r in e)]}
    owners = packages_distributions()
    undeclared = [
        f"{name_of(path)}: {module}"
        for path in MODULES
        if path.parts[len(ROOT.parts)] in {*PACKAGES, "qilian.py"}
        for module in sorted(imports_of(path) - sys.stdlib_module_names - {*PACKAGES, "qilian"})
        if not declared & {canonical(owner) for owner in owners.get(module, ())}
    ]
    assert undeclared == []


@pytest.mark.parametrize("package", PACKAGES)
def test_no_other_distribution_owns_our_packages(package: str) -> None:
    """The names are common words: another distribution could shadow them."""
    assert set(packages_distributions().get(package, ())) <= {"qilian"}
    assert Path(__import__(package).__path__[0]).resolve() == ROOT / package


def test_no_registry_is_named() -> None:
    """Where packages come from is the user's choice, made in the settings of pip or of a mirror."""
    hosts = [
        *("pypi" + ".org", "python" + "hosted.org", "npm" + "js.org", "npm" + "js.com"),
        *("unp" + "kg.com", "js" + "delivr.net", "maven" + ".org", "repo.maven" + ".apache"),
        *("deb.deb" + "ian.org", "tuna.tsing" + "hua", "mirrors.ali" + "yun", "ghcr" + ".io"),
        *("docker" + ".io", "qu" + "ay.io", "goproxy" + ".", "proxy.go" + "lang"),
    ]
    assert found("|".join(map(re.escape, hosts)), flags=re.IGNORECASE) == []


def test_no_path_of_a_machine_is_named() -> None:
    folders = "|".join(("wo" + "rk", "ro" + "ot", "home", "Use" + "rs", "tmp"))
    assert found(rf"(?<![\w.}}\])>:/-])/(?:{folders})/\w|[A-Z]:\\+Use" + r"rs\\") == []


def test_no_secret_is_committed() -> None:
    secrets = [
        r"-----BEGIN [A-Z ]*PRIV" + r"ATE KEY",
        r"\bAK" + r"IA[0-9A-Z]{16}\b",
        r"\bgh[pousr]_[A-Za-z0-9]{30,}",
        r"\bglpat-[\w-]{20}",
        r"\bxox[abprs]-[\w-]{10,}",
        r"\beyJ[\w-]{20,}\.eyJ[\w-]{20,}",
    ]
    assert found("|".join(secrets)) == []
    assert [name for name, _ in TEXTS if Path(name).name in {".env", ".netrc", "id_rsa"}] == []


def test_nothing_is_left_to_do() -> None:
    """Open ends belong in the tracker; a file says what is."""
    assert found(r"\b(?:TO" + r"DO|FIX" + r"ME|HA" + r"CK|XX" + r"X)\b") == []


def pinned(name: str) -> dict[str, set[str]]:
    """Package name to its versions in a lock (more than one where they differ by Python)."""
    pins: dict[str, set[str]] = {}
    for line in (ROOT / "requirements" / name).read_text(encoding="utf-8").splitlines():
        if match := re.match(r"([A-Za-z0-9._-]+)==([^\s;]+)", line):
            pins.setdefault(match[1], set()).add(match[2])
    return pins


def canonical(requirement: str) -> str:
    return re.sub(r"[-_.]+", "-", re.split(r"[^\w.-]", requirement, maxsplit=1)[0]).lower()


def test_locks_hold_what_pyproject_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = project["project"]["optional-dependencies"]
    core = {canonical(r) for r in [*project["project"]["dependencies"], *extras["nlp"]]}
    assert core <= pinned("runtime.txt").keys()
    tools = {canonical(r) for r in project["dependency-groups"]["dev"] if isinstance(r, str)}
    every_extra = {canonical(r) for extra in extras.values() for r in extra}
    assert core | tools | every_extra <= pinned("test.txt").keys()


def test_locks_agree_and_carry_hashes() -> None:
    runtime, test = pinned("runtime.txt"), pinned("test.txt")
    assert {name: test.get(name) for name in runtime} == runtime
    for name in ("runtime.txt", "test.txt"):
        text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
        assert "://" not in text
        entries = re.split(r"\n(?=[A-Za-z0-9])", text)[1:]
        assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []
