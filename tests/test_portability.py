"""What would not work on Windows, as far as that can be told here."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import aigov_connectors
from aigov_connectors import Config
from aigov_connectors.cli.running import require_writable
from aigov_connectors.errors import ConfigurationError
from aigov_connectors.keeping import is_device_name, write_whole

PACKAGE = Path(aigov_connectors.__file__).parent
ROOT = Path(__file__).parents[1]
SOURCES = sorted(PACKAGE.rglob("*.py"))

POSIX_MODULES = {"fcntl", "grp", "pty", "pwd", "resource", "syslog", "termios", "tty"}
POSIX_CALLS = {
    *("os.fork", "os.forkpty", "os.kill", "os.killpg", "os.getuid", "os.geteuid", "os.getgid"),
    *("os.mkfifo", "os.umask", "os.chown", "os.rename", "signal.pause", "signal.alarm"),
}
POSIX_SIGNALS = {"SIGKILL", "SIGHUP", "SIGUSR1", "SIGUSR2", "SIGALRM", "SIGQUIT", "SIGPIPE"}
TEXT_METHODS = {"read_text", "write_text"}


def _calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node


def _names_an_encoding(call: ast.Call, *, at: int) -> bool:
    return any(one.arg == "encoding" for one in call.keywords) or len(call.args) > at


def _opens_text_in_the_code_page(name: str, call: ast.Call) -> bool:
    method = name.rpartition(".")[2]
    if method == "read_text":
        return not _names_an_encoding(call, at=0)
    if method == "write_text":
        return not _names_an_encoding(call, at=1)
    if name == "open" or method in {"fdopen"}:
        mode = next((ast.unparse(one) for one in call.args[1:2]), "'r'")
        return "b" not in mode and not _names_an_encoding(call, at=3)
    return False


@pytest.mark.parametrize("path", SOURCES, ids=lambda one: str(one.relative_to(PACKAGE)))
def test_nothing_assumes_posix_or_a_code_page(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    imported = {
        name.name.partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for name in node.names
    } | {
        (node.module or "").partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
    }
    assert not imported & POSIX_MODULES
    for name, call in _calls(tree):
        assert name not in POSIX_CALLS, name
        assert not name.endswith(".add_signal_handler"), "Windows has none: asyncio.run does it"
        assert not (name.endswith(".rename") and "df" not in name), "replace works everywhere"
        assert not _opens_text_in_the_code_page(name, call), f"{name} at line {call.lineno}"
    signals = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert not signals & POSIX_SIGNALS


def test_every_file_can_be_checked_out_on_windows() -> None:
    seen: dict[str, str] = {}
    for folder in ("src", "tests", "docs", "examples", "scripts", "benchmarks"):
        for path in (ROOT / folder).rglob("*"):
            if "__pycache__" in path.parts:
                continue
            told = str(path.relative_to(ROOT))
            assert not set(path.name) & set('<>:"|?*\\'), told
            assert not path.name.endswith((".", " ")), told
            assert not is_device_name(path.name), told
            assert len(told) < 160, told
            assert seen.setdefault(told.casefold(), told) == told, "differs by case alone"


# Files -------------------------------------------------------------------------------------


class Held:
    """`os.replace` while another program holds the file open."""

    def __init__(self, times: int) -> None:
        self.left = times
        self.replace = os.replace

    def __call__(self, source: str, target: Path) -> None:
        if self.left:
            self.left -= 1
            raise PermissionError(13, "The process cannot access the file")
        self.replace(source, target)


def test_a_file_that_is_held_for_a_moment_is_waited_for(tmp_path, monkeypatch) -> None:
    slept: list[float] = []
    monkeypatch.setattr(os, "replace", Held(3))
    target = tmp_path / "snapshot.json"
    target.write_bytes(b"old")
    write_whole(target, b"new", platform="win32", sleep=slept.append)
    assert target.read_bytes() == b"new"
    assert len(slept) == 3
    assert [one.name for one in tmp_path.iterdir()] == ["snapshot.json"]


@pytest.mark.parametrize("platform", ["win32", "linux"])
def test_a_file_that_is_held_for_good_stays_as_it_was(tmp_path, monkeypatch, platform) -> None:
    monkeypatch.setattr(os, "replace", Held(99))
    target = tmp_path / "snapshot.json"
    target.write_bytes(b"old")
    with pytest.raises(PermissionError):
        write_whole(target, b"new", platform=platform, sleep=lambda seconds: None)
    assert target.read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir()] == ["snapshot.json"]


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("con", True),
        ("NUL.json", True),
        ("Com1.txt", True),
        ("aux .toml", True),
        ("lpt9", True),
        ("console.json", False),
        ("com10.json", False),
        ("acme-con", False),
        ("", False),
    ],
)
def test_the_names_of_devices_are_known(name: str, is_one: bool) -> None:
    assert is_device_name(name) is is_one


def test_a_device_is_no_place_for_a_snapshot_or_a_secret(tmp_path) -> None:
    with pytest.raises(ConfigurationError, match="device"):
        require_writable(tmp_path / "nul.json", platform="win32")
    require_writable(tmp_path / "nul.json", platform="linux")
    with pytest.raises(ValueError, match="device"):
        Config.model_validate({"connections": [{"name": "con", "vendor": "ninjaone"}]})


# Consoles ----------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["cp1252", "cp437"])
@pytest.mark.parametrize("arguments", [("catalogue",), ("vendors",), ("--help",)])
def test_an_old_code_page_loses_letters_and_nothing_else(encoding, arguments) -> None:
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-m", "aigov_connectors", *arguments],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"},
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.decode(encoding)
    assert b"UnicodeEncodeError" not in done.stderr
