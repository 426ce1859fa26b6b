"""Stores to try out: one in a file, and one in a real PostgreSQL server where there is one."""

from __future__ import annotations

import getpass
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from aigov_connectors.store import Store, open_store

BINARIES = ("initdb", "pg_ctl", "createdb")
SUMMARY = "PostgreSQL store"
_started: list[str] = []


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say whether a real server was asked: silence would look like success."""
    skipped = [
        report
        for report in terminalreporter.stats.get("skipped", [])
        if SUMMARY in str(report.longrepr)
    ]
    if skipped:
        why = str(skipped[0].longrepr[-1]).partition(f"{SUMMARY}: ")[2]
        terminalreporter.write_line(f"{SUMMARY}: {len(skipped)} tests not run ({why})")
    elif _started:
        terminalreporter.write_line(f"{SUMMARY}: tested against {_started[0]}")


def binaries() -> Path | None:
    """The folder of the server's programs: on the path, or where Debian keeps them."""
    for folder in (
        *(Path(one) for one in os.environ.get("PATH", "").split(os.pathsep) if one),
        *sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True),
    ):
        if all((folder / name).exists() for name in BINARIES):
            return folder
    return None


@pytest.fixture(scope="session")
def postgres() -> Iterator[Callable[[], str]]:
    """Make an empty database in a server of its own, and give its URL; one per call."""
    folder = binaries()
    if folder is None:
        pytest.skip(f"{SUMMARY}: no initdb here")
    if not _driver_is_installed():
        pytest.skip(f"{SUMMARY}: psycopg is not installed")
    # A socket's path may have 107 characters, and those of pytest have more.
    place = Path(tempfile.mkdtemp(prefix="aigov-pg-"))
    user = _server_user()
    shutil.chown(place, user)
    run = _runner(user, place)
    try:
        run(
            folder / "initdb",
            "--pgdata",
            place / "data",
            "--auth",
            "trust",
            "--username",
            "test",
            "--no-sync",
        )
        options = f"-c listen_addresses='' -k {place} -c fsync=off"
        run(
            folder / "pg_ctl",
            "--pgdata",
            place / "data",
            "--log",
            place / "log",
            "-w",
            "-o",
            options,
            "start",
        )
        try:
            _started.append(run(folder / "postgres", "--version"))
            made = iter(range(1000))

            def database() -> str:
                name = f"runs{next(made)}"
                run(folder / "createdb", "--host", place, "--username", "test", name)
                return f"postgresql://test@/{name}?host={place}"

            yield database
        finally:
            run(folder / "pg_ctl", "--pgdata", place / "data", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _driver_is_installed() -> bool:
    try:
        import psycopg
    except ImportError:
        return False
    return bool(psycopg.__version__)


def _server_user() -> str:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return getpass.getuser()
    import pwd  # there is none on Windows, where nobody is root either

    known = {one.pw_name for one in pwd.getpwall()}
    return next(name for name in ("postgres", "nobody") if name in known)


def _runner(user: str, place: Path) -> Callable[..., str]:
    other = user if os.geteuid() == 0 else None

    def run(program: Path, *arguments: object) -> str:
        # To a file: the server that pg_ctl leaves behind would hold a pipe open.
        with tempfile.TemporaryFile() as output:
            done = subprocess.run(  # noqa: S603 - the server's own programs
                [program, *map(str, arguments)],
                stdout=output,
                stderr=subprocess.STDOUT,
                user=other,
                cwd=place,
                check=False,
            )
            output.seek(0)
            told = output.read().decode(errors="replace")
        if done.returncode:
            raise RuntimeError(f"{program.name}: {told}")
        return told.strip()

    return run


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where a store in a file may be."""
    return tmp_path / "runs.db"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, file: Path) -> str:
    """The place of an empty store, once in a file and once in a server."""
    if request.param == "sqlite":
        return f"{file}"
    database: Callable[[], str] = request.getfixturevalue("postgres")
    return database()


@pytest.fixture
def store(url: str) -> Store:
    """An empty store."""
    return open_store(url)
