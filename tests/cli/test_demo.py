"""`demo` and `sandbox`: the true job over real HTTP, ending in a readable result."""

from __future__ import annotations

import json
import sys
import tomllib

import jsonschema
import pytest

from aigov_connectors.cli import demo as demo_module
from aigov_connectors.cli.serve import configuration_text, show_how_to_connect
from aigov_connectors.cli.terminal import open_terminal
from aigov_connectors.config import Config
from aigov_connectors.inventory import ConnectionStatus
from aigov_connectors.snapshot import Snapshot, json_schema

SMALL = ("--clients", "28", "--devices", "280")


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_the_demo_reads_everything_and_ends_in_a_summary(command, tmp_path) -> None:
    done = command("demo", *SMALL, "--limit-factor", "20")
    assert done.code == 0
    assert "Rate limits (factor 20) are 20 times as wide as the vendors' own." in " ".join(
        done.err.split()
    )
    assert "Lakeside Clinic" in done.out
    assert done.out.count("\n  aigov-connectors ") == 3
    assert len(done.out.splitlines()) <= 41
    snapshot = Snapshot.load(tmp_path / "aigov-demo.json")
    assert {one.status for one in snapshot.inventory.connections} == {ConnectionStatus.COMPLETED}
    whose = command("findings", "aigov-demo.json", "--client", "Lakeside Clinic")
    assert "kills and quarantines files on suspicious verdicts" in whose.out


def test_the_demo_survives_faults_and_gives_json(command) -> None:
    faults = ("--fault", "drop:every=11", "--fault", "server-error:every=13")
    done = command("demo", *SMALL, *faults, "--json", "--quiet", "--output", "kept.json")
    assert (done.code, done.err) == (0, "")
    jsonschema.validate(json.loads(done.out), json_schema())
    assert Snapshot.from_json(done.out) == Snapshot.load("kept.json")


@pytest.mark.parametrize(
    "arguments",
    [["--fault", "gremlins"], ["--clients", "1"], ["--limit-factor", "0"], ["--output", "no/x"]],
)
def test_options_that_make_no_sense_are_usage_errors(command, arguments) -> None:
    done = command("demo", *arguments)
    assert done.code == 2
    assert done.err.startswith("Error: ")


def test_without_the_simulators_the_extra_is_named(command, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "aigov_connectors.sandbox", None)
    for name in ("demo", "sandbox"):
        done = command(name)
        assert done.code == 2
        assert "pip install 'aigov-connectors[sandbox]'" in done.err


def test_the_printed_configuration_is_the_one_that_the_demo_uses() -> None:
    from aigov_connectors.sandbox import sandbox

    with sandbox(clients=28, devices=280, limit_factor=60.0) as box:
        printed = Config.model_validate(tomllib.loads(configuration_text(box)))
        assert printed == demo_module.demo_config(box)
        secrets = demo_module.demo_secrets(box.secrets)
    for key, value in box.secrets.items():
        connection, _, field = key.rpartition(".")
        found = secrets.get(connection, field)
        assert found is not None
        assert found.get_secret_value() == value


def test_what_goes_to_standard_output_is_a_configuration_and_no_secret(capsys) -> None:
    from aigov_connectors.sandbox import sandbox
    from aigov_connectors.sandbox.clients import PLANTED_CLIENTS

    with sandbox(clients=PLANTED_CLIENTS, devices=280, limit_factor=60.0) as box:
        show_how_to_connect(box, open_terminal())
    told = capsys.readouterr()
    assert Config.model_validate(tomllib.loads(told.out)).connections
    assert not [secret for secret in box.secrets.values() if secret in told.out]
    assert "export AIGOV_CONNECTORS_" in told.err


def test_the_help_tells_the_fewest_clients_that_there_can_be(command) -> None:
    from aigov_connectors.sandbox.clients import PLANTED_CLIENTS

    for name in ("demo", "sandbox"):
        assert f"{PLANTED_CLIENTS} or more" in " ".join(command(name, "--help").out.split())
