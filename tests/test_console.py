"""A Ctrl-C ends the command with one line and 130, however early it comes."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from aigov_connectors.cli.exits import ExitCode

ENTRY = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text("utf-8"))["project"][
    "scripts"
]["aigov-connectors"].partition(":")

INSTALLED = f"from {ENTRY[0]} import {ENTRY[2]} as main"
"""What the program that pip installs does first."""

PRESSED_WHILE_LOADING = f"""
import os, signal, sys

chosen, sys.argv[1:] = sys.argv[1], ["vendors"]

class Keyboard:
    def find_spec(self, name, path=None, target=None):
        if name == chosen:
            os.kill(os.getpid(), signal.SIGINT)
        return None

sys.meta_path.insert(0, Keyboard())
{INSTALLED}
sys.exit(main())
"""


def _ran(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.skipif(os.name != "posix", reason="needs a signal that is sent to oneself")
@pytest.mark.parametrize(
    "module",
    [
        "aigov_connectors",
        "pydantic",
        "httpx",
        "aigov_connectors.cli",
        "aigov_connectors.cli.app",
        "typer",
        "rich",
        "aigov_connectors.registry",
    ],
)
def test_while_the_command_is_loaded_it_is_one_line(module: str) -> None:
    done = _ran(PRESSED_WHILE_LOADING, module)

    assert (done.returncode, done.stdout, done.stderr) == (130, "", "Interrupted.\n")


def test_the_program_loads_nothing_before_it_listens() -> None:
    done = _ran(
        f"import sys; before = set(sys.modules)\n{INSTALLED}\nprint(*sys.modules.keys() - before)"
    )

    assert done.stdout.split() == [ENTRY[0]]


def test_it_says_what_the_command_says() -> None:
    done = _ran(f"import sys; sys.argv[1:] = ['nonsense']\n{INSTALLED}\nsys.exit(main())")

    assert done.returncode == ExitCode.USAGE
    assert "nonsense" in done.stderr
