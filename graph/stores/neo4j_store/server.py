"""A real Neo4j without Docker, root or an installed Java: for tests and for trying it out."""

from __future__ import annotations

import atexit
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import neo4j
from neo4j.exceptions import AuthError, DriverError, Neo4jError

from graph.errors import StoreUnavailable
from graph.model import digest
from graph.paths import cache_folder
from graph.stores.neo4j_store.jars import find_jars, main_class
from graph.stores.neo4j_store.java import find_java

START_SECONDS = 120.0
STOP_SECONDS = 60.0
_ATTEMPTS = 3
_IMPORT_SECONDS = 3600.0
_FIRST_COMPILER_ONLY = "-XX:TieredStopAtLevel=1"
# The serial collector takes half the memory of the usual one.
_JVM = (
    "-XX:+UseSerialGC",
    "-XX:+ExitOnOutOfMemoryError",
    "-Dfile.encoding=UTF-8",
    "-Xlog:cds=off",
    "-Xlog:cds+dynamic=off",
    "--add-opens=java.base/java.nio=ALL-UNNAMED",
    "--add-opens=java.base/java.io=ALL-UNNAMED",
    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
)
# The three "internal" settings bring the stop from ten seconds to one; without preallocation a
# fresh home takes 2 MB instead of 500.
_CONF = """\
server.default_listen_address=127.0.0.1
server.default_advertised_address=127.0.0.1
server.bolt.listen_address=127.0.0.1:{port}
server.bolt.advertised_address=127.0.0.1:{port}
server.http.enabled={web}
server.http.listen_address=127.0.0.1:{web_port}
server.https.enabled=false
server.directories.import=import
server.memory.pagecache.size={page_cache}
dbms.usage_report.enabled=false
db.tx_log.preallocate=false
db.tx_log.rotation.retention_policy=1 files
internal.dbms.bolt.netty_server_shutdown_quiet_period=0
internal.dbms.bolt.netty_server_shutdown_timeout=1s
internal.server.bolt.thread_pool_shutdown_wait_time=1s
"""


@dataclass(slots=True)
class Server:
    """A running server on a loopback port, with a folder and a password of its own.

    It ends when `stop` is called, when the ``with`` block ends, and when this process ends (on
    Linux even when this process is killed).
    """

    home: Path
    port: int
    password: str
    process: subprocess.Popen[bytes]
    web_port: int = 0
    """Of the Neo4j browser; 0 when it is off."""
    _archive: tuple[Path, Path] | None = None
    _forget: Callable[[], None] = field(default=lambda: None, repr=False)

    @property
    def url(self) -> str:
        """The store URL with the password in it."""
        return f"bolt://neo4j:{quote(self.password, safe='')}@127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        """The server's process."""
        return self.process.pid

    @classmethod
    def start(
        cls,
        home: Path,
        password: str,
        *,
        port: int | None = None,
        web_port: int = 0,
        heap: str = "512m",
        page_cache: str = "256m",
        quick: bool = False,
        make_archive: bool = True,
        seconds: float = START_SECONDS,
    ) -> Server:
        """Start Neo4j on a folder, new or kept from last time, and wait until it answers.

        Without ``port`` a free one is taken; ``web_port`` opens the Neo4j browser too. ``heap`` is
        for objects, ``page_cache`` for pages of the files beside it. ``quick`` compiles less: up in
        half the processor time and a third slower under a long load, as tests want it.
        ``make_archive`` lets the first stop spend some ten seconds on a class archive that halves
        every later start. The password counts when the folder is new (at least 8 characters).

        Raises `StoreUnavailable`: Java or the jars cannot be had (with what to install), the port
        is taken, the folder is used by another server or has another password.
        """
        if len(password) < 8:
            raise StoreUnavailable("Neo4j takes passwords of 8 characters or more")
        java, jars = find_java(), find_jars()
        home = home.absolute()
        for folder in ("conf", "import", "plugins", "logs", "run"):
            (home / folder).mkdir(parents=True, exist_ok=True)
        for attempt in range(_ATTEMPTS):
            chosen = port or free_port()
            if not _is_free(chosen):
                raise StoreUnavailable(f"port {chosen} is taken; choose another")
            launch = _Launch(java, jars, home, chosen, web_port, heap, page_cache, quick)
            try:
                return launch.run(cls, password, make_archive=make_archive, seconds=seconds)
            except _PortTaken as err:
                if port or attempt == _ATTEMPTS - 1:
                    raise StoreUnavailable(f"port {chosen} is taken; choose another") from err
        raise AssertionError("unreachable")

    def stop(self) -> None:
        """End the server in good order; again is allowed."""
        self._forget()
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self.kill()
        if self._archive:
            part, whole = self._archive
            if part.exists():
                os.replace(part, whole)

    def wait(self) -> int:
        """Until the server ends by itself or by Ctrl-C; its exit code."""
        return self.process.wait()

    def kill(self) -> None:
        """End the server as a power cut would; what was committed is there at the next start."""
        self._forget()
        self.process.kill()
        self.process.wait()

    def __enter__(self) -> Server:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


class _PortTaken(Exception):
    """Another program had the port; worth another try when the port was ours to choose."""


@dataclass(frozen=True, slots=True)
class _Launch:
    """One attempt at starting."""

    java: str
    jars: Path
    home: Path
    port: int
    web_port: int
    heap: str
    page_cache: str
    quick: bool = True

    def run(
        self, server: type[Server], password: str, *, make_archive: bool, seconds: float
    ) -> Server:
        conf = _CONF.format(
            port=self.port,
            web=str(bool(self.web_port)).lower(),
            web_port=self.web_port or 7474,
            page_cache=self.page_cache,
        )
        (self.home / "conf" / "neo4j.conf").write_text(conf, encoding="utf-8")
        if not (self.home / "data" / "databases" / "system").exists():  # never started
            # "--": a password may begin with a dash, which the tool would take for an option.
            self.admin("dbms", "set-initial-password", "--", password)
        process, archive = self._spawn(make_archive)
        running = server(self.home, self.port, password, process, self.web_port, archive)
        atexit.register(running.stop)
        running._forget = lambda: atexit.unregister(running.stop)
        try:
            self._wait(running, seconds)
        except BaseException:
            running.kill()
            raise
        return running

    def _environment(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if k not in ("JAVA_OPTS", "JAVA_TOOL_OPTIONS")}
        return kept | {"NEO4J_HOME": str(self.home), "NEO4J_CONF": str(self.home / "conf")}

    def _command(self, *flags: str) -> list[str]:
        memory = (f"-Xms{self.heap}", f"-Xmx{self.heap}")
        if self.quick:
            flags = (_FIRST_COMPILER_ONLY, *flags)
        return [self.java, *memory, *_JVM, *flags, "-cp", f"{self.jars}/*"]

    def admin(self, *arguments: str, seconds: float = START_SECONDS) -> None:
        """Run `neo4j-admin` on the folder while no server has it."""
        done = subprocess.run(
            [*self._command(_FIRST_COMPILER_ONLY), "org.neo4j.cli.AdminTool", *arguments],
            env=self._environment(),
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=seconds,
            check=False,
        )
        if done.returncode:
            said = (done.stderr or done.stdout).strip()[-1000:]
            raise StoreUnavailable(f"{self.home}: neo4j-admin {arguments[0]}: {said}")

    def _spawn(
        self, make_archive: bool
    ) -> tuple[subprocess.Popen[bytes], tuple[Path, Path] | None]:
        folder = cache_folder() / "neo4j"
        whole = folder / f"classes-{digest(Path(self.java).resolve(), self.jars.resolve())}.jsa"
        part = whole.with_suffix(f".{os.getpid()}")
        flags, archive = [], None
        if whole.exists():
            flags = [f"-XX:SharedArchiveFile={whole}", "-Xshare:auto"]
        elif make_archive:
            folder.mkdir(parents=True, exist_ok=True)
            flags, archive = [f"-XX:ArchiveClassesAtExit={part}"], (part, whole)
        with (self.home / "console.log").open("wb") as log:
            process = subprocess.Popen(
                [
                    *self._command(*flags),
                    main_class(self.jars),
                    f"--home-dir={self.home}",
                    f"--config-dir={self.home / 'conf'}",
                    "--console-mode",
                ],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=self._environment(),
                preexec_fn=_die_with_parent if sys.platform == "linux" else None,
            )
        return process, archive

    def _wait(self, server: Server, seconds: float) -> None:
        """Until a query is answered; the driver's own retries would sleep too long here."""
        end = time.monotonic() + seconds
        with neo4j.GraphDatabase.driver(
            f"bolt://127.0.0.1:{self.port}",
            auth=("neo4j", server.password),
            telemetry_disabled=True,
            connection_acquisition_timeout=10.0,
            connection_timeout=5.0,
        ) as driver:
            while time.monotonic() < end:
                if server.process.poll() is not None:
                    self._explain_exit()
                try:
                    with driver.session(database="neo4j") as session:
                        session.run("RETURN 1").consume()
                    return
                except AuthError as err:
                    raise StoreUnavailable(
                        f"{self.home} was made with another password: {err.message}"
                    ) from err
                except (DriverError, Neo4jError):
                    time.sleep(0.1)
        raise StoreUnavailable(f"{self.home}: Neo4j did not answer within {seconds:.0f} s")

    def _explain_exit(self) -> None:
        log = (self.home / "console.log").read_text(encoding="utf-8", errors="replace")
        if "PortBindException" in log:
            raise _PortTaken
        if "FileLockException" in log:
            raise StoreUnavailable(f"{self.home} is in use by another Neo4j server")
        raise StoreUnavailable(f"{self.home}: Neo4j ended by itself: {log[-600:].strip()}")


def admin_import(home: Path, *, nodes: Path, relationships: Path, heap: str = "512m") -> None:
    """Fill a new server folder from the two files of the export for neo4j-admin: the quickest way
    in, for people who want the graph alone. It makes no store of Qilian.

    Raises `StoreUnavailable` with what the tool says.
    """
    home = home.absolute()
    (home / "conf").mkdir(parents=True, exist_ok=True)
    (home / "conf" / "neo4j.conf").write_text("db.tx_log.preallocate=false\n", encoding="utf-8")
    _Launch(find_java(), find_jars(), home, 0, 0, heap, "").admin(
        "database",
        "import",
        "full",
        "neo4j",
        "--overwrite-destination=true",
        f"--report-file={home / 'import.report'}",  # else it lies in the working directory
        f"--nodes={nodes.absolute()}",
        f"--relationships={relationships.absolute()}",
        seconds=_IMPORT_SECONDS,
    )


def free_port() -> int:
    """A loopback port that nothing listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        if os.name == "posix":  # else a port just given back counts as taken for a minute
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def _die_with_parent() -> None:
    """In the child: have the kernel end it when the thread that started it ends (Linux)."""
    ctypes.CDLL(None).prctl(1, signal.SIGTERM, 0, 0, 0)
