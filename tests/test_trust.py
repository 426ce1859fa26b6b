"""Connectors and rules of other packages: imported only where they are allowed, and named."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from importlib.metadata import EntryPoint, EntryPoints
from types import SimpleNamespace

import pytest

from aigov_connectors import registry, trust
from aigov_connectors.cli import main
from aigov_connectors.cli.configuration import plugins_allowed
from aigov_connectors.config import Config, load_config
from aigov_connectors.errors import ConfigurationError
from aigov_connectors.inventory import Inventory
from aigov_connectors.rules import assess
from aigov_connectors.rules import registry as rules_registry
from aigov_connectors.rules.registry import rule_origins, shipped_rules
from aigov_connectors.running.opening import prepare
from aigov_connectors.trust import allowed_plugins, only_plugins

pytestmark = pytest.mark.usefixtures("patchbot")

RULE = "night-patching"
PATCHBOT = {"name": "bot", "vendor": "patchbot", "base_url": "https://patchbot.example"}


@pytest.fixture(autouse=True)
def _installed(patchbot, monkeypatch) -> None:
    """The example as pip installs it: with a name and a version."""
    dist = SimpleNamespace(name="Patchbot_Connector", version="1.2.0")
    named = EntryPoints(
        EntryPoint(one.name, one.value, one.group)._for(dist)  # type: ignore[attr-defined]
        for module in (registry, rules_registry)
        for one in module.entry_points(group=module.ENTRY_POINT_GROUP)
    )
    for module in (registry, rules_registry, trust):
        monkeypatch.setattr(module, "entry_points", lambda group: named.select(group=group))
    for name in [one for one in sys.modules if one.startswith("patchbot_connector")]:
        monkeypatch.delitem(sys.modules, name)


def imported() -> list[str]:
    return [one for one in sys.modules if one.startswith("patchbot_connector")]


def test_where_nothing_is_told_all_are_let_in_and_named() -> None:
    assert allowed_plugins() is None
    assert "patchbot" in registry.vendors()
    assert registry.load("patchbot").vendor == "patchbot"
    assert registry.origin("patchbot") == "Patchbot_Connector 1.2.0"
    assert registry.origin("ninjaone") is None
    assert rule_origins() == {RULE: "Patchbot_Connector 1.2.0"}


def test_nothing_of_what_is_not_allowed_is_imported() -> None:
    with only_plugins([]):
        assert "patchbot" not in registry.vendors()
        assert RULE not in {rule.id for rule in shipped_rules()}
        with pytest.raises(ConfigurationError, match=r"Patchbot_Connector 1\.2\.0") as refused:
            registry.load("patchbot")
        with pytest.raises(ConfigurationError):
            registry.catalogue("patchbot")
    assert 'plugins = ["Patchbot_Connector"]' in (refused.value.hint or "")
    assert not imported()


def test_what_was_let_in_before_is_not_let_in_again() -> None:
    registry.load("patchbot")
    shipped_rules()
    with only_plugins([]):
        with pytest.raises(ConfigurationError):
            registry.load("patchbot")
        assert RULE not in {rule.id for rule in shipped_rules()}


@pytest.mark.parametrize("name", ["patchbot-connector", "PATCHBOT.connector", "patchbot_connector"])
def test_a_package_may_be_named_as_pip_would_take_it(name) -> None:
    with only_plugins([name]):
        assert "patchbot" in registry.vendors()


def test_a_limit_within_a_limit_lets_in_no_more() -> None:
    with only_plugins([]), only_plugins(["patchbot-connector"]), only_plugins(None):
        assert "patchbot" not in registry.vendors()
    assert allowed_plugins() is None


def test_a_configuration_that_allows_none_opens_no_connection_of_one() -> None:
    config = Config.model_validate({"connections": [PATCHBOT], "plugins": []})
    with pytest.raises(ConfigurationError, match="not allowed"):
        prepare(config)
    assert not imported()
    assert prepare(config.model_copy(update={"plugins": ("patchbot-connector",)}))


def test_an_assessment_names_the_rules_of_others() -> None:
    moment = datetime(2026, 11, 23, tzinfo=UTC)
    inventory = Inventory.build(
        [], Config(), started_at=moment, finished_at=moment, library_version="1"
    )
    assert assess(inventory).plugins == (f"{RULE} (Patchbot_Connector 1.2.0)",)
    assert assess(inventory, plugins=[]).plugins == ()
    assert not assess(inventory, rules=()).plugins


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("", None),
        ("plugins = []", ()),
        ('plugins = ["patchbot-connector"]', ("patchbot-connector",)),
        ("plugins = true", ()),
        ("plugins = [", ()),
    ],
)
def test_the_command_knows_before_it_starts_whom_it_may_import(tmp_path, text, allowed) -> None:
    file = tmp_path / "some.toml"
    file.write_text(text)
    assert plugins_allowed(["findings", "--config", f"{file}"]) == allowed
    assert plugins_allowed(["check", f"--config={file}"]) == allowed


def test_no_configuration_limits_nothing(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("AIGOV_CONNECTORS_CONFIG", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", f"{tmp_path}")
    monkeypatch.setenv("APPDATA", f"{tmp_path}")
    assert plugins_allowed(["findings"]) is None


def test_the_command_imports_nothing_that_its_configuration_forbids(
    tmp_path, monkeypatch, capsys
) -> None:
    file = tmp_path / "aigov-connectors.toml"
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("AIGOV_CONNECTORS_CONFIG", raising=False)
    file.write_text("plugins = []\n")
    assert main(["vendors"]) == 0
    assert "patchbot" not in capsys.readouterr().out
    assert not imported()
    file.write_text("")
    assert main(["vendors", "patchbot"]) == 0
    assert "a plug-in of Patchbot_Connector 1.2.0" in capsys.readouterr().out


WRONG = [
    ("nix", "is not installed here", None),
    ("", "is not installed here", None),
    ("patchbot-conector", "is not installed here", "Perhaps 'Patchbot_Connector'."),
    ("patchbot", "is not installed here", "Perhaps 'Patchbot_Connector'."),
    ("httpx", "offers no connector and no rule", None),
]


@pytest.mark.parametrize(("name", "words", "perhaps"), WRONG)
def test_a_name_that_lets_in_nothing_is_refused_before_anything_is_read(
    tmp_path, name, words, perhaps
) -> None:
    file = tmp_path / "some.toml"
    file.write_text(f"plugins = [\"{name}\"]\n[[connections]]\nname='a'\nvendor='ninjaone'\n")
    with pytest.raises(ConfigurationError) as refused:
        load_config(file)
    assert f"plugins names the package {name!r}, which {words}" in str(refused.value)
    assert f"{file}" in str(refused.value)
    hint = refused.value.hint or ""
    assert "Installed packages with connectors or rules: Patchbot_Connector." in hint
    assert ("Perhaps" in hint) == (perhaps is not None)
    assert (perhaps or "") in hint
    assert not imported()


def test_a_configuration_and_an_assessment_in_code_refuse_it_too() -> None:
    moment = datetime(2026, 11, 23, tzinfo=UTC)
    config = Config(plugins=("patchbot-connector", "nix"))
    with pytest.raises(ConfigurationError, match="'nix'"):
        prepare(config)
    inventory = Inventory.build(
        [], config, started_at=moment, finished_at=moment, library_version="1"
    )
    with pytest.raises(ConfigurationError, match="'nix'"):
        assess(inventory, plugins=config.plugins)


@pytest.mark.parametrize("name", ["patchbot-connector", "PATCHBOT.connector", "patchbot_connector"])
def test_a_right_name_is_taken_in_each_spelling_of_pip(tmp_path, name) -> None:
    file = tmp_path / "some.toml"
    file.write_text(f'plugins = ["{name}"]\n')
    assert load_config(file).plugins == (name,)


def test_every_command_ends_with_2_where_a_package_is_missing(
    tmp_path, monkeypatch, capsys
) -> None:
    file = tmp_path / "aigov-connectors.toml"
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("AIGOV_CONNECTORS_CONFIG", raising=False)
    file.write_text('plugins = ["patchbot-conector"]\n')
    for command in ("vendors", "check", "discover", "policy"):
        assert main([command]) == 2
        told = capsys.readouterr().err
        assert "patchbot-conector" in told
        assert "Patchbot_Connector" in told
    assert main(["vendors", "--help"]) == 0
