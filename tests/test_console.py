"""A Ctrl-C ends the command with one line and 130, however early it comes."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

PRESSED_WHILE_LOADING = """
import os, signal, sys

class Keyboard:
    def find_spec(self, name, path=None, target=None):
        if name == sys.argv[1]:
            os.kill(os.getpid(), signal.SIGINT)
        return None

sys.meta_path.insert(0, Keyboard())
from aigov_connectors.cli import main
sys.exit(main(["vendors"]))
"""


@pytest.mark.skipif(os.name != "posix", reason="needs a signal that is sent to oneself")
@pytest.mark.parametrize(
    "module", ["aigov_connectors.cli.app", "typer", "pydantic", "rich", "aigov_connectors.registry"]
)
def test_while_the_command_is_loaded_it_is_one_line(module: str) -> None:
    done = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", PRESSED_WHILE_LOADING, module],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert (done.returncode, done.stdout, done.stderr) == (130, "", "Interrupted.\n")


def test_the_program_loads_next_to_nothing_before_it_listens() -> None:
    """What is loaded outside of `main` answers a Ctrl-C with a traceback."""
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; before = set(sys.modules); import aigov_connectors.cli;"
            "print(*(one for one in sys.modules if one not in before))",
        ],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )

    ours = {one for one in done.stdout.split() if one.startswith("aigov_connectors")}
    assert ours == {
        "aigov_connectors",
        "aigov_connectors.lazily",
        "aigov_connectors.cli",
        "aigov_connectors.cli.exits",
    }
    assert not {"typer", "rich", "pydantic", "httpx", "asyncio"} & set(done.stdout.split())
