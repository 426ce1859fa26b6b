"""`connect` at a true terminal: what is typed is not shown, and kept in the keyring alone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from aigov_connectors.sandbox import Sandbox
from aigov_connectors.testing.pytest_plugin import aigov_sandbox

__all__ = ["aigov_sandbox"]

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")

KEYRING = """
import json, os
from keyring.backend import KeyringBackend

class FileKeyring(KeyringBackend):
    priority = 9

    def _all(self):
        try:
            with open(os.environ["FAKE_KEYRING"]) as file:
                return json.load(file)
        except FileNotFoundError:
            return {}

    def get_password(self, service, username):
        return self._all().get(f"{service} {username}")

    def set_password(self, service, username, password):
        kept = {**self._all(), f"{service} {username}": password}
        with open(os.environ["FAKE_KEYRING"], "w") as file:
            json.dump(kept, file)

    def delete_password(self, service, username):
        kept = self._all()
        del kept[f"{service} {username}"]
        with open(os.environ["FAKE_KEYRING"], "w") as file:
            json.dump(kept, file)
"""

# getpass asks the controlling terminal, which a child has only if it takes it.
AT_THE_TERMINAL = (
    "import fcntl, os, sys, termios; os.setsid(); fcntl.ioctl(0, termios.TIOCSCTTY, 0);"
    " os.execv(sys.executable, [sys.executable, '-m', 'aigov_connectors', *sys.argv[1:]])"
)


def _typed(arguments: list[str], answers: list[str], *, folder: Path) -> tuple[int, str]:
    """Run the command at a terminal and type each answer when it waits; gives code and screen."""
    import pty

    master, slave = pty.openpty()
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AIGOV_")}
    child = subprocess.Popen(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", AT_THE_TERMINAL, *arguments],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        cwd=folder,
        env={
            **kept,
            "PYTHONPATH": os.pathsep.join((str(folder), *filter(None, sys.path))),
            "PYTHON_KEYRING_BACKEND": "fake_keyring.FileKeyring",
            "FAKE_KEYRING": str(folder / "keyring.json"),
            "TERM": "dumb",
        },
    )
    os.close(slave)
    screen = ""
    try:
        for answer in answers:
            screen += _until(master, ": ")
            time.sleep(0.05)  # the echo is switched off after the question is shown
            os.write(master, f"{answer}\n".encode())
        screen += _until(master, None)
        return child.wait(timeout=30), screen
    finally:
        child.kill()
        child.wait()
        os.close(master)


def _until(master: int, words: str | None) -> str:
    """What comes up to a question at the end of what is shown, or to the end."""
    shown = ""
    while True:
        try:
            piece = os.read(master, 4096).decode(errors="replace")
        except OSError:  # the terminal is gone with its last user
            return shown
        shown += piece
        if not piece or (words is not None and shown.endswith(words)):
            return shown


def test_a_secret_is_typed_unseen_kept_and_checked(aigov_sandbox: Sandbox, tmp_path: Path) -> None:
    (tmp_path / "fake_keyring.py").write_text(KEYRING, encoding="utf-8")
    (tmp_path / "aigov-connectors.toml").write_text(
        f'[[connections]]\nname = "mine"\nvendor = "sentinelone"\n'
        f'base_url = "{aigov_sandbox.base_url("sentinelone")}"\n',
        encoding="utf-8",
    )
    token = aigov_sandbox.secrets["northwind-s1.api_token"]
    code, screen = _typed(["connect", "sentinelone"], [token], folder=tmp_path)
    assert code == 0, screen
    assert token not in screen
    assert "proven read-only" in screen
    assert "Service User" in screen  # the console's own menu names
    kept = json.loads((tmp_path / "keyring.json").read_text("utf-8"))
    assert kept == {"aigov-connectors mine.api_token": token}


def test_a_wrong_secret_is_said_without_showing_it(aigov_sandbox: Sandbox, tmp_path: Path) -> None:
    (tmp_path / "fake_keyring.py").write_text(KEYRING, encoding="utf-8")
    (tmp_path / "aigov-connectors.toml").write_text(
        f'[[connections]]\nname = "mine"\nvendor = "sentinelone"\n'
        f'base_url = "{aigov_sandbox.base_url("sentinelone")}"\n',
        encoding="utf-8",
    )
    code, screen = _typed(["connect", "mine"], ["hunter2-is-no-token"], folder=tmp_path)
    assert code == 3, screen
    assert "hunter2" not in screen
    assert "reachable" in screen
    assert json.loads((tmp_path / "keyring.json").read_text("utf-8")) == {}
