"""A secret in a connection's table: refused when the file is loaded, and shown nowhere."""

from __future__ import annotations

import traceback
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from aigov_connectors import Config, ConnectionConfig, load_config, registry
from aigov_connectors.cli import main
from aigov_connectors.config import NetworkConfig
from aigov_connectors.errors import ConfigurationError
from aigov_connectors.redaction import is_secret_like
from aigov_connectors.running.opening import prepare

HIDDEN = "geheim123"

S1 = """
[[connections]]
name = "acme-s1"
vendor = "sentinelone"
base_url = "https://acme.sentinelone.net"
"""


def _shown(error: ConfigurationError) -> str:
    whole = "".join(traceback.format_exception(error))
    return f"{error!r} {error} {error.hint} {whole}"


def _refused(tmp_path, text: str) -> ConfigurationError:
    file = tmp_path / "some.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        load_config(file)
    assert HIDDEN not in _shown(caught.value)
    assert f"{file}" in str(caught.value)
    return caught.value


def test_the_message_says_what_it_is_and_where_it_belongs(tmp_path) -> None:
    error = _refused(tmp_path, S1 + f"api_token = '{HIDDEN}'\n")
    assert "connection acme-s1: api_token is a secret" in str(error)
    for words in (
        "Change it at the vendor",
        "out of the file and of its backups",
        "`aigov-connectors connect acme-s1`",
        "AIGOV_CONNECTORS_ACME_S1_API_TOKEN",
        "$CREDENTIALS_DIRECTORY/acme-s1.api_token",
    ):
        assert words in (error.hint or "")


@pytest.mark.parametrize(
    ("row", "place"),
    [
        ("apiToken = '{}'", "apiToken"),
        ("password = '{}'", "password"),
        ("authorization = ['{}']", "authorization"),
        ("secrets = {{ api_token = '{}' }}", "secrets"),
        ("mine = {{ api_token = '{}' }}", "mine.api_token"),
        ("[connections.network]\napi_token = '{}'", "network.api_token"),
        ("[connections.network]\nclient_key_password = '{}'", "network.client_key_password"),
        ("[[connections.more]]\ntoken = '{}'", "more.token"),
    ],
)
def test_by_what_looks_like_one_at_any_depth(tmp_path, row, place) -> None:
    assert f": {place} is a secret" in str(_refused(tmp_path, S1 + row.format(HIDDEN) + "\n"))


@pytest.mark.parametrize("vendor", registry.vendors())
def test_by_the_vendors_own_words_also_where_they_look_like_none(tmp_path, vendor) -> None:
    for field in registry.load(vendor).secrets:
        text = f"[[connections]]\nname='one'\nvendor='{vendor}'\n{field.name}='{HIDDEN}'\n"
        assert f"connection one: {field.name} is a secret" in str(_refused(tmp_path, text))


@pytest.mark.parametrize("rest", [{}, {"name": 3}, {"name": f"a b {HIDDEN}"}, {"vendor": 7}])
def test_a_configuration_in_code_never_holds_one(rest: dict[str, Any]) -> None:
    row = {"name": "one", "vendor": "sentinelone", "api_token": HIDDEN, **rest}
    for build in (
        lambda: Config.model_validate({"connections": [row]}),
        lambda: ConnectionConfig(**row),
    ):
        with pytest.raises(ConfigurationError) as caught:
            build()
        assert HIDDEN not in _shown(caught.value)


def test_what_is_wrong_elsewhere_does_not_repeat_it() -> None:
    rows = [{"name": "a b", "vendor": 3}, {"name": "one", "vendor": "ninjaone", "secret": HIDDEN}]
    with pytest.raises((ConfigurationError, ValidationError)) as caught:
        Config.model_validate({"connections": rows})
    assert isinstance(caught.value, ConfigurationError)


@pytest.mark.usefixtures("patchbot")
def test_the_words_of_another_package_are_known_when_it_is_opened(monkeypatch) -> None:
    (field, *_) = registry.load("patchbot").secrets
    row = {"name": "bot", "vendor": "patchbot", "base_url": "https://patchbot.example"}
    with pytest.raises(ConfigurationError, match="is a secret"):
        prepare(Config.model_validate({"connections": [{**row, field.name: HIDDEN}]}))
    assert prepare(Config.model_validate({"connections": [row]}))


def test_nothing_that_may_stand_there_is_taken_for_one() -> None:
    options = [registry.load(one).options for one in registry.vendors()]
    models: list[type[BaseModel]] = [ConnectionConfig, NetworkConfig, *options]
    for model in models:
        assert not [name for name in model.model_fields if is_secret_like(name)]


def test_the_command_says_it_and_ends_with_2(tmp_path, capsys) -> None:
    file = tmp_path / "some.toml"
    file.write_text(S1 + f"api_token = '{HIDDEN}'\n")
    assert main(["check", "--config", f"{file}"]) == 2
    told = capsys.readouterr()
    assert "is a secret" in told.err
    assert HIDDEN not in told.out + told.err
