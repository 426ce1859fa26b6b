"""The command `aigov-connectors` as a process of its own, pointed at a running sandbox."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from aigov_connectors.cli.serve import configuration_text
from aigov_connectors.credentials import variable_name
from aigov_connectors.sandbox import Sandbox


@dataclass(frozen=True)
class Place:
    """A folder with a configuration, and the environment that holds the secrets."""

    folder: Path
    environment: dict[str, str]

    @property
    def snapshot(self) -> Path:
        """Where `discover` keeps what it read."""
        return self.folder / "aigov-snapshot.json"

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start the command; both streams are caught."""
        # S603: our own interpreter and our own arguments.
        return subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "aigov_connectors", *arguments],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def run(self, *arguments: str) -> tuple[int, str, str]:
        """Run the command to its end: exit code and both streams."""
        process = self.start(*arguments)
        out, err = process.communicate(timeout=90)
        return process.returncode, out.decode(), err.decode()


def place_for(box: Sandbox, folder: Path) -> Place:
    """Write the configuration of a running sandbox into a folder."""
    folder.mkdir(exist_ok=True)
    (folder / "aigov-connectors.toml").write_text(
        configuration_text(box).replace("limit_factor = Infinity", "limit_factor = 10000.0"),
        encoding="utf-8",
    )
    secrets = {}
    for key, value in box.secrets.items():
        connection, _, field = key.rpartition(".")
        secrets[variable_name(connection, field)] = value
    kept = {k: v for k, v in os.environ.items() if not k.startswith("AIGOV_")}
    plain = {"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring", "NO_COLOR": "1"}
    return Place(folder, {**kept, **plain, **secrets})


def wait_for_requests(box: Sandbox, count: int, *, seconds: float = 60.0) -> None:
    """Return when the sandbox was asked that often.

    Raises:
        TimeoutError: it was not, in that time.
    """
    end = time.monotonic() + seconds
    while box.requests.count() < count:
        if time.monotonic() > end:
            raise TimeoutError(f"{box.requests.count()} requests came, {count} were waited for")
        time.sleep(0.02)
