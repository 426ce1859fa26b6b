"""Every example runs, over real HTTP against the simulators, and does what it says."""

import importlib.util
from collections.abc import Iterator
from importlib.metadata import EntryPoint
from pathlib import Path
from types import ModuleType

import pytest
from pydantic import SecretStr

from aigov_connectors import Config, registry
from aigov_connectors.cli.demo import demo_config
from aigov_connectors.inventory import Autonomy, Client, ClientContext, DecisionKind, Verdict
from aigov_connectors.plugin import DeploymentRule, View
from aigov_connectors.policy import DEFAULT_POLICY
from aigov_connectors.rules import shipped_rules
from aigov_connectors.sandbox import Sandbox, sandbox
from aigov_connectors.testing import make_deployment

EXAMPLES = Path(__file__).parents[1] / "examples"


def _example(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, EXAMPLES / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    with sandbox(clients=28, devices=300, activities=500, threats=50, limit_factor=1e4) as running:
        yield running


@pytest.fixture
def config(box: Sandbox) -> Config:
    return demo_config(box)


async def test_one_vendor_in_a_script(box, capsys) -> None:
    token = SecretStr(box.secrets["northwind-s1.api_token"])
    detecting = await _example("one_vendor").main(box.base_url("sentinelone"), token)
    assert sum(detecting.values()) > 0
    assert "complete" in capsys.readouterr().out


async def test_the_whole_estate(box, config, monkeypatch, capsys) -> None:
    for name, secret in box.secrets.items():
        connection, _, field = name.rpartition(".")
        variable = f"AIGOV_CONNECTORS_{connection}_{field}".upper().replace("-", "_")
        monkeypatch.setenv(variable, secret)
    assessment = await _example("whole_estate").main(config)
    printed = capsys.readouterr().out
    assert assessment.failed
    assert printed.count("\n") >= len(assessment.findings)
    assert "not read:" in printed


async def test_embedding_with_a_vault(box, config, capsys) -> None:
    example = _example("embedding")
    vault = example.Vault(_secrets_by_path(box))
    inventory = await example.main(config, vault)
    assert {one.status for one in inventory.connections} == {"completed"}
    assert "northwind-s1:" in capsys.readouterr().out


def test_embedding_without_a_loop(box, config) -> None:
    example = _example("embedding")
    inventory = example.main_sync(config, example.Vault(_secrets_by_path(box)))
    assert inventory.deployments


@pytest.mark.usefixtures("patchbot")
def test_a_connector_and_a_rule_of_ones_own_are_found_like_ours() -> None:
    assert "patchbot" in registry.vendors()
    assert registry.load("patchbot").name == "In-house patch bot"
    assert "night-patching" in {rule.id for rule in shipped_rules()}
    assert registry.catalogue("patchbot")["ring_approval"].label("mode", "ask").enabled


@pytest.mark.usefixtures("patchbot")
@pytest.mark.parametrize(
    ("regulations", "verdict"),
    [
        (("HIPAA",), Verdict.FAIL),
        (("none",), Verdict.PASS),
        ((), Verdict.UNDETERMINED),
        (None, Verdict.UNDETERMINED),
    ],
)
def test_the_rule_of_the_example_passes_nobody_of_whom_nothing_was_told(
    regulations: tuple[str, ...] | None, verdict: Verdict
) -> None:
    rule = next(one for one in shipped_rules() if one.id == "night-patching")
    assert isinstance(rule, DeploymentRule)
    feature = registry.catalogue("patchbot")["ring_approval"].feature
    deployment = make_deployment(
        feature, autonomy=Autonomy.FULLY_AUTONOMOUS, decisions=(DecisionKind.APPROVE_PATCH,)
    )
    context = ClientContext(regulations=regulations or ())
    client = None if regulations is None else Client(id="1", name="Elm School", context=context)

    answer = rule.evaluate(deployment, View(feature=feature, policy=DEFAULT_POLICY, client=client))

    assert answer is not None
    assert answer.verdict is verdict


@pytest.mark.usefixtures("patchbot")
def test_a_name_that_exists_here_keeps_ours(monkeypatch) -> None:
    ours = registry.load("ninjaone")
    stolen = [EntryPoint("ninjaone", "patchbot_connector.connector:CONNECTOR", "g")]
    monkeypatch.setattr(registry, "entry_points", lambda group: stolen)
    registry._foreign.cache_clear()
    registry._loaded.cache_clear()
    assert registry.load("ninjaone") is ours


def test_the_verdicts_of_the_readme_are_the_verdicts_there_are() -> None:
    readme = (EXAMPLES.parent / "README.md").read_text(encoding="utf-8")
    for verdict in Verdict:
        assert f"*{verdict}*" in readme


def _secrets_by_path(box: Sandbox) -> dict[str, SecretStr]:
    found = {}
    for name, secret in box.secrets.items():
        connection, _, field = name.rpartition(".")
        found[f"{connection}/{field}"] = SecretStr(secret)
    return found
