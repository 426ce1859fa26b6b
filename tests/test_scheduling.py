"""The scheduling examples are well-formed, and every command in them is one that there is."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml
from tests.tenants import served

from aigov_connectors import Snapshot, discover_sync
from aigov_connectors.cli.app import app
from aigov_connectors.cli.demo import demo_config, demo_secrets
from aigov_connectors.cli.exits import ExitCode
from aigov_connectors.cli.running import exit_code, snapshot_of
from aigov_connectors.config import ConnectionConfig
from aigov_connectors.inventory import Severity
from aigov_connectors.registry import load, vendors
from aigov_connectors.sandbox import sandbox

EXAMPLES = Path(__file__).parents[1] / "examples" / "scheduling"
UNITS = EXAMPLES / "systemd"
_COMMAND = re.compile(r"(?:\baigov-connectors |^(?=discover --))(?=[a-z]+ |[a-z]+$)")
_ENDS = re.compile(r"\s(?:2?>|\||;;|&&|\|\|)")
_PROSE = ("#", "Write-Output", "Description")


def _files() -> list[Path]:
    return sorted(one for one in EXAMPLES.rglob("*") if one.is_file() and one.suffix != ".md")


def _commands(file: Path) -> Iterator[list[str]]:
    """Each call of the program in a file, as its arguments."""
    text = re.sub(r"[\\`]\n\s*", "", file.read_text("utf-8"))  # one command over several lines
    for row in text.splitlines():
        found = _COMMAND.search(row)
        if found is None or row.lstrip().startswith(_PROSE):
            continue
        said = row[found.end() :]
        end = _ENDS.search(said)
        whole = said if end is None else said[: end.start()]
        yield shlex.split(whole.replace("\\", "/"))


COMMANDS = [
    pytest.param(arguments, id=f"{file.name}: {' '.join(arguments[:2])}")
    for file in _files()
    for arguments in _commands(file)
]


def test_the_commands_were_found() -> None:
    by_file = {file.name: len(list(_commands(file))) for file in _files()}
    assert {name for name, count in by_file.items() if count} == {
        "aigov-connectors.service",
        "aigov-connectors.yml",
        "nightly.sh",
        "Invoke-AigovConnectors.ps1",
    }
    assert len(COMMANDS) == 10


@pytest.mark.parametrize("arguments", COMMANDS)
def test_a_command_is_one_that_there_is(arguments: list[str]) -> None:
    assert _parsed(arguments) is not None


def _parsed(arguments: list[str]) -> dict[str, Any]:
    """The options of the innermost command, as the program itself takes them."""
    command = typer.main.get_command(app)
    context = command.make_context("aigov-connectors", list(arguments))
    rest = [*context._protected_args, *context.args]
    while rest and hasattr(command, "resolve_command"):
        name, command, rest = command.resolve_command(context, rest)
        assert command is not None
        context = command.make_context(name, rest, parent=context)
        rest = [*context._protected_args, *context.args]
    return context.params


@pytest.mark.parametrize("name", ["nightly.sh", "Invoke-AigovConnectors.ps1", "README.md"])
def test_every_exit_code_is_told_apart(name: str) -> None:
    (file,) = EXAMPLES.rglob(name)
    text = file.read_text("utf-8")
    missing = {
        int(code)
        for code in ExitCode
        if not re.search(rf"^(\s*{int(code)}\s*[)=]|\| {int(code)} \|)", text, re.MULTILINE)
    }
    assert missing <= ({70} if name == "nightly.sh" else set()), "70 is whatever is left there"


@pytest.mark.parametrize("unit", ["aigov-connectors.service", "aigov-connectors.timer"])
def test_the_units_are_units(unit: str, tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("no systemd here")
    _place(tmp_path)
    done = _ran("systemd-analyze", "verify", "--man=no", "--recursive-errors=no", tmp_path / unit)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_service_may_do_next_to_nothing(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("no systemd here")
    _place(tmp_path)
    unit = tmp_path / "aigov-connectors.service"
    options = ("--offline=true", "--threshold=15", "--no-pager")
    done = _ran("systemd-analyze", "security", *options, unit)
    assert done.returncode == 0, done.stdout[-500:] + done.stderr


def _ran(program: str, *arguments: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - programs of this machine, files of this project
        [shutil.which(program) or program, *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, **more},
    )


def _place(folder: Path) -> None:
    """The units with a program that is there: where it is installed is the user's business."""
    for file in UNITS.iterdir():
        text = file.read_text("utf-8").replace(
            "/opt/aigov-connectors/bin/aigov-connectors", "/bin/true"
        )
        (folder / file.name).write_text(text, "utf-8")


@pytest.mark.parametrize(
    "setting",
    [
        "DynamicUser=yes",
        "StateDirectory=aigov-connectors",
        "ProtectSystem=strict",
        "NoNewPrivileges=yes",
        "PrivateTmp=yes",
        "CapabilityBoundingSet=",
        "RestrictAddressFamilies=AF_INET AF_INET6",
        "SystemCallFilter=@system-service",
        "SuccessExitStatus=1",
    ],
)
def test_the_service_is_hardened(setting: str) -> None:
    assert setting in (UNITS / "aigov-connectors.service").read_text("utf-8").splitlines()


def test_secrets_are_named_as_the_library_looks_for_them() -> None:
    unit = (UNITS / "aigov-connectors.service").read_text("utf-8")
    loaded = re.findall(r"^LoadCredential=(\S+?):\S+/(\S+)$", unit, re.MULTILINE)
    assert loaded
    assert all(name == file for name, file in loaded)
    known = {field.name for vendor in vendors() for field in load(vendor).secrets}
    names = [name.rpartition(".") for name, _ in loaded]
    assert {field for _, _, field in names} <= known
    assert all(ConnectionConfig(name=one, vendor="any").name for one, _, _ in names)
    workflow = yaml.safe_load(_workflow())
    (read,) = [one for one in workflow["jobs"]["read"]["steps"] if one.get("id") == "read"]
    spelled = {
        f"AIGOV_CONNECTORS_{one}_{field}".upper().replace("-", "_") for one, _, field in names
    }
    assert set(read["env"]) == spelled


def _workflow() -> str:
    return (EXAMPLES / "github-actions" / "aigov-connectors.yml").read_text("utf-8")


def test_the_workflow_may_read_and_hands_nothing_on() -> None:
    workflow = yaml.safe_load(_workflow())
    assert workflow["permissions"] == {"contents": "read"}
    (job,) = workflow["jobs"].values()
    assert job["timeout-minutes"]
    checkout = job["steps"][0]
    assert checkout["with"]["persist-credentials"] is False
    assert "${{ secrets." not in "".join(str(one.get("run", "")) for one in job["steps"])


def test_the_workflow_fits_the_published_schema() -> None:
    places = os.pathsep.join((f"{Path(sys.executable).parent}", os.environ.get("PATH", "")))
    program = shutil.which("check-jsonschema", path=places)
    if program is None:
        pytest.skip("the workflow was not held against its schema: no check-jsonschema here")
    file = EXAMPLES / "github-actions" / "aigov-connectors.yml"
    done = _ran(program, "--builtin-schema", "vendor.github-workflows", file)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("file", sorted(EXAMPLES.rglob("*.ps1")), ids=lambda file: file.name)
def test_the_scripts_are_powershell(file: Path) -> None:
    """By a grammar of it; Windows itself has the last word."""
    missing = "the scripts were not parsed: no tree-sitter-powershell here"
    sitter = pytest.importorskip("tree_sitter", reason=missing)
    powershell = pytest.importorskip("tree_sitter_powershell", reason=missing)
    tree = sitter.Parser(sitter.Language(powershell.language())).parse(file.read_bytes())
    assert not tree.root_node.has_error


def test_no_script_redirects_what_windows_powershell_would_take_for_an_error() -> None:
    for file in EXAMPLES.rglob("*.ps1"):
        rows = [row for row in file.read_text("utf-8").splitlines() if not row.startswith("#")]
        assert not [row for row in rows if "2>" in row], file.name


@pytest.mark.parametrize(
    "name", ["aigov-connectors.service", "nightly.sh", "Invoke-AigovConnectors.ps1"]
)
def test_where_the_disk_outlives_the_run_a_killed_run_is_gone_on_from(name: str) -> None:
    (file,) = EXAMPLES.rglob(name)
    (discover,) = (one for one in _commands(file) if one[0] == "discover")
    assert "--resume" in discover


def test_the_task_is_xml_that_the_scheduler_knows() -> None:
    tree = ET.parse(EXAMPLES / "windows" / "aigov-connectors.xml")  # noqa: S314 - our own file
    space = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"
    assert tree.getroot().tag == f"{space}Task"
    (action,) = tree.getroot().iter(f"{space}Exec")
    arguments = action.findtext(f"{space}Arguments") or ""
    assert (EXAMPLES / "windows" / arguments.rpartition("\\")[2].rstrip('"')).is_file()
    parts = [one.tag.removeprefix(space) for one in tree.getroot()]
    assert parts == ["RegistrationInfo", "Triggers", "Principals", "Settings", "Actions"]
    # The scheduler refuses a task whose actions are done by nobody that it declares.
    (actions,) = tree.getroot().iter(f"{space}Actions")
    declared = [one.get("id") for one in tree.getroot().iter(f"{space}Principal")]
    assert [actions.get("Context")] == declared


@pytest.fixture(scope="module")
def demo() -> Snapshot:
    """A night over the fictitious MSP: every connection is read, hardly anything is attested."""
    with sandbox(clients=28, devices=240, activities=20, threats=5, limit_factor=1e4) as box:
        config = demo_config(box)
        inventory = discover_sync(config, secrets=demo_secrets(box.secrets))
    return snapshot_of(inventory, config.policy, clients=None)


NIGHTLY = [
    pytest.param(arguments, id=file.name)
    for file in _files()
    for arguments in _commands(file)
    if arguments[0] == "discover"
]


@pytest.mark.parametrize("arguments", NIGHTLY)
def test_a_night_on_which_all_goes_well_ends_with_findings_or_without(
    demo: Snapshot, arguments: list[str]
) -> None:
    asked = _parsed(arguments)

    code = exit_code(
        demo,
        fail_on=Severity(asked["fail_on"]),
        min_coverage=asked["min_coverage"],
        min_known=asked["min_known"],
    )

    assert code in (ExitCode.DONE, ExitCode.FINDINGS)
    assert asked["min_coverage"] is not None, "a right that was lost is to be told"


def test_the_siem_is_told_of_a_run_that_is_incomplete_too(tmp_path: Path) -> None:
    unit = (UNITS / "aigov-connectors.service").read_text("utf-8")
    (after,) = re.findall(r"^ExecStopPost=(.+)$", unit, re.MULTILINE)
    program = tmp_path / "aigov-connectors"
    program.write_text("#!/bin/sh\necho told\n")
    program.chmod(0o700)
    words = after.replace("$$", "$").replace("/opt/aigov-connectors/bin", f"{tmp_path}")
    told = {
        status: _ran(*shlex.split(words), EXIT_STATUS=status, STATE_DIRECTORY=f"{tmp_path}").stdout
        for status in ("0", "1", "2", "3", "70", "130", "KILL")
    }
    assert {status for status, out in told.items() if out} == {"0", "1", "3"}


@pytest.mark.skipif(shutil.which("flock") is None, reason="no flock here")
@pytest.mark.parametrize(
    ("code", "told"),
    [
        (0, ""),
        (1, "findings of high severity or above:\nACTS ALONE\n"),
        (2, "the configuration does not fit:\nsaid aside\n"),
        (
            3,
            "not enough was read: a connection failed, or coverage is under --min-coverage:\n"
            "every connection ended; the log {state}/last.log names what could not be read\n"
            "findings of high severity or above:\nACTS ALONE\n",
        ),
        (70, "a fault of the program (exit code 70):\nsaid aside\n"),
        (130, "the read was interrupted; started again by hand it reads the rest\n"),
    ],
)
def test_the_script_of_cron_says_what_somebody_has_to_act_on(
    code: int, told: str, tmp_path: Path
) -> None:
    program = tmp_path / "aigov-connectors"
    program.write_text(
        '#!/bin/sh\ncase $1 in discover) echo "said aside" >&2; exit '
        f'{code};; findings) echo "ACTS ALONE";; esac\n'
    )
    program.chmod(0o700)
    settings = {"AIGOV_STATE": tmp_path, "AIGOV_SETTINGS": tmp_path, "AIGOV_PATH": tmp_path}
    own = {name: f"{value}" for name, value in settings.items()}
    done = _ran("sh", EXAMPLES / "cron" / "nightly.sh", **own)
    assert (done.returncode, done.stdout) == (code, told.format(state=tmp_path))


@pytest.mark.skipif(shutil.which("flock") is None, reason="no flock here")
def test_the_mail_of_a_night_names_the_connection_that_failed_and_why(tmp_path: Path) -> None:
    """With the command itself: a token that is no longer accepted."""
    with served("sentinelone") as box:
        (connection,) = box.connections
        (tmp_path / "aigov-connectors.toml").write_text(
            f'[[connections]]\nname = "acme-s1"\nvendor = "sentinelone"\n'
            f'base_url = "{connection["base_url"]}"\nlimit_factor = 1000000\n'
        )
        secret = tmp_path / "secrets" / "acme-s1.api_token"
        secret.parent.mkdir(mode=0o700)
        secret.write_text("no-longer-accepted")
        secret.chmod(0o600)
        settings = {
            "AIGOV_STATE": tmp_path,
            "AIGOV_SETTINGS": tmp_path,
            "AIGOV_PATH": Path(sys.executable).parent,
        }
        own = {name: f"{value}" for name, value in settings.items()}
        done = _ran("sh", EXAMPLES / "cron" / "nightly.sh", **own)
    assert done.returncode == 3
    assert "acme-s1" in done.stdout
    assert "401" in done.stdout
    assert "no-longer-accepted" not in done.stdout + (tmp_path / "last.log").read_text()
    assert (tmp_path / "last.log").read_text().count("\n") > 1
