"""The library is typed for people who do not have our configuration of a type checker."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parent / "user_script.py"


def _checked(folder: Path, text: str) -> subprocess.CompletedProcess[str]:
    """mypy as a user has it: strict, no plugin, no configuration, our sources as installed."""
    script = folder / "script.py"
    script.write_text(text, encoding="utf-8")
    settings = folder / "mypy.ini"
    settings.write_text("[mypy]\nstrict = true\n", encoding="utf-8")
    return subprocess.run(  # noqa: S603 - our own interpreter
        [
            sys.executable,
            *("-m", "mypy", "--config-file", str(settings)),
            *("--cache-dir", str(folder / "cache"), "--follow-imports", "silent", str(script)),
        ],
        capture_output=True,
        text=True,
        cwd=folder,
        check=False,
    )


@pytest.mark.skipif(find_spec("mypy") is None, reason="mypy is not installed")
def test_a_users_script_is_clean_and_wrong_uses_are_found(tmp_path: Path) -> None:
    wrong = (
        "\n\nasync def wrong(config: Config) -> None:\n"
        "    await discover(config, nonsense=1)\n"
        "    Attestation(feature=3, enabled=False, by='me', on=date(2026, 1, 1))\n"
        "    Policy().ruling('run_script', None, None)\n"
    )
    text = SCRIPT.read_text("utf-8")
    first_wrong = len(text.splitlines()) + 1
    done = _checked(tmp_path, text + wrong)
    lines = [int(one) for one in re.findall(r"^script\.py:(\d+): error", done.stdout, re.M)]
    assert not [one for one in lines if one < first_wrong], done.stdout + done.stderr
    assert len(lines) == 3, done.stdout


@pytest.mark.skipif(find_spec("pyright") is None, reason="pyright is not installed")
def test_every_public_name_has_a_known_type(tmp_path: Path) -> None:
    """`pyright[nodejs]` brings its own node, as a wheel: nothing is fetched when it runs."""
    # It looks for packages with the first python of the path; no option says otherwise here.
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [
            *(sys.executable, "-m", "pyright"),
            *("--verifytypes", "aigov_connectors", "--ignoreexternal"),
        ],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
        env={**os.environ, "PATH": path},
    )
    problems = re.findall(r"^.* - error: .*$", done.stdout, re.M)
    assert not problems, "\n".join(problems)
    assert "Type completeness score: 100%" in done.stdout, done.stdout[-3000:] + done.stderr
