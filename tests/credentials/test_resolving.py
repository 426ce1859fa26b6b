"""Names of secrets, all secrets of a connection, and that no text ever shows one."""

from __future__ import annotations

import copy
import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr
from tests.credentials.fakes import (
    SENTINEL,
    VARIABLE,
    AsyncVault,
    FakeKeyring,
    LeakyKeyring,
    UseKeyring,
    Vault,
    WrappedVault,
    secret_of,
)

from aigov_connectors.credentials import (
    ChainedSecrets,
    EnvironmentSecrets,
    KeyringSecrets,
    MappingSecrets,
    check_distinct,
    default_secrets,
    keep,
    resolve,
    store,
    variable_name,
)
from aigov_connectors.errors import ConfigurationError


@pytest.mark.parametrize(
    ("connection", "field", "variable"),
    [
        ("acme-s1", "api_token", VARIABLE),
        ("acme.s1", "api_token", VARIABLE),
        ("Acme 1", "client_id", "AIGOV_CONNECTORS_ACME_1_CLIENT_ID"),
        ("café", "secret", "AIGOV_CONNECTORS_CAF__SECRET"),
    ],
)
def test_a_variable_is_upper_case_and_everything_else_an_underscore(
    connection: str, field: str, variable: str
) -> None:
    assert variable_name(connection, field) == variable


def test_two_connections_with_one_prefix_are_refused() -> None:
    with pytest.raises(ConfigurationError, match=r"acme-s1 and acme_s1 .*AIGOV_CONNECTORS_ACME_S1"):
        check_distinct(["acme-s1", "other", "acme_s1"])
    check_distinct(["acme-s1", "acme-s2"])


def test_two_connections_with_one_variable_are_refused_when_their_fields_are_known() -> None:
    with pytest.raises(ConfigurationError, match="AIGOV_CONNECTORS_ACME_CLIENT_SECRET"):
        check_distinct({"acme": ["client_secret"], "acme-client": ["secret"]})
    check_distinct({"acme": ["client_id"], "acme-client": ["secret"]})


@pytest.mark.parametrize(
    "provider",
    [
        Vault(),
        AsyncVault(),
        WrappedVault(),
        EnvironmentSecrets({VARIABLE: SENTINEL}),
        MappingSecrets({"acme-s1": {"api_token": SENTINEL}}),
        ChainedSecrets((Vault(),)),
    ],
)
async def test_the_secrets_of_a_connection_come_from_any_provider(
    provider: Vault | AsyncVault,
) -> None:
    found = await resolve(provider, "acme-s1", ["api_token"], optional=["refresh_token"])

    assert {name: secret.get_secret_value() for name, secret in found.items()} == {
        "api_token": SENTINEL
    }


async def test_missing_secrets_are_named_with_every_place_that_was_looked_at(
    no_keyring: None, tmp_path: Path
) -> None:
    environ = {
        "AIGOV_CONNECTORS_ACME_CLIENT_ID": SENTINEL,
        "AIGOV_CONNECTORS_ACME_CLIENT_SECRET": "",
        "AIGOV_CONNECTORS_ACME_CLIENT_SECRET_FILE": str(tmp_path / "absent"),
        "CREDENTIALS_DIRECTORY": str(tmp_path),
    }

    with pytest.raises(ConfigurationError) as caught:
        await resolve(
            default_secrets(environ), "acme", ["client_id", "client_secret"], optional=["extra"]
        )

    told = str(caught.value)
    assert "connection acme has no client_secret" in told
    assert "environment variable AIGOV_CONNECTORS_ACME_CLIENT_SECRET (empty)" in told
    assert f"{tmp_path / 'absent'} (named by AIGOV_CONNECTORS_ACME_CLIENT_SECRET_FILE)" in told
    assert f"file {tmp_path / 'acme.client_secret'} (no such file)" in told
    assert "keyring entry aigov-connectors / acme.client_secret (no usable keyring)" in told
    assert "client_id" not in told
    assert "extra" not in told
    assert SENTINEL not in told
    assert "AIGOV_CONNECTORS_ACME_CLIENT_SECRET" in (caught.value.hint or "")


async def test_a_foreign_provider_without_the_secret_is_named_by_its_type() -> None:
    with pytest.raises(ConfigurationError, match=r"looked at AsyncVault \(no such secret\)"):
        await resolve(AsyncVault(), "acme", ["client_id"])


values = st.text(min_size=12, max_size=40).filter(lambda text: text.strip() and "\0" not in text)


@given(value=values)
def test_no_text_shows_a_value(value: str) -> None:
    sentinel = f"Zq9{value}9qZ"
    environ = {VARIABLE: sentinel}
    mapping = MappingSecrets({"acme-s1": {"api_token": sentinel}})
    for provider in (EnvironmentSecrets(environ), mapping, default_secrets(environ)):
        looks = []
        for look in provider.looks("acme-s1", "api_token"):
            looks.append(look)
            if look.secret is not None:
                break
        assert secret_of(looks[-1].secret) == sentinel
        for shown in (provider, *looks, looks[-1].secret, provider.source("acme-s1", "api_token")):
            assert sentinel not in repr(shown)
            assert sentinel not in str(shown)


class TellTale:
    """A provider whose own repr shows what it holds."""

    def __repr__(self) -> str:
        return SENTINEL

    def get(self, connection: str, field: str) -> SecretStr | None:
        return None


async def test_errors_survive_pickling_and_hold_no_value(use_keyring: UseKeyring) -> None:
    use_keyring(LeakyKeyring({("aigov-connectors", "acme-s1.other"): SENTINEL}))
    providers = (EnvironmentSecrets({VARIABLE: SENTINEL}), KeyringSecrets(), TellTale())
    errors: list[ConfigurationError] = []
    with pytest.raises(ConfigurationError) as caught:
        await resolve(ChainedSecrets(providers), "acme-s1", ["api_token", "client_id"])
    errors.append(caught.value)
    with pytest.raises(ConfigurationError) as caught:
        store("acme-s1", "api_token", SecretStr(SENTINEL))
    errors.append(caught.value)

    assert SENTINEL not in repr(ChainedSecrets(providers))
    for error in errors:
        for one in (error, copy.copy(error), pickle.loads(pickle.dumps(error))):  # noqa: S301
            assert SENTINEL not in f"{one} {one!r} {vars(one)} {one.hint}"
        assert SENTINEL.encode() not in pickle.dumps(error)


def test_a_replaced_secret_goes_back_to_where_the_old_one_was(use_keyring: UseKeyring) -> None:
    keyring = FakeKeyring({("aigov-connectors", "acme-n1.refresh_token"): "old"})
    use_keyring(keyring)

    keep(default_secrets({}), "acme-n1", "refresh_token", SecretStr(SENTINEL))

    assert keyring.entries == {("aigov-connectors", "acme-n1.refresh_token"): SENTINEL}


@pytest.mark.parametrize("nested", [False, True])
def test_a_secret_that_came_from_a_variable_is_not_written_elsewhere(
    use_keyring: UseKeyring, nested: bool
) -> None:
    keyring = FakeKeyring()
    use_keyring(keyring)
    variable = "AIGOV_CONNECTORS_ACME_N1_REFRESH_TOKEN"
    provider = default_secrets({variable: "old"})
    chain = ChainedSecrets((provider,)) if nested else provider

    with pytest.raises(ConfigurationError, match=variable) as caught:
        keep(chain, "acme-n1", "refresh_token", SecretStr(SENTINEL))

    assert keyring.entries == {}
    assert SENTINEL not in f"{caught.value}{caught.value.hint}"


def test_a_provider_of_somebody_else_may_keep_it_too() -> None:
    class Keeper(Vault):
        def store(self, connection: str, field: str, secret: SecretStr) -> None:
            kept.append((connection, field, secret.get_secret_value()))

    kept: list[tuple[str, str, str]] = []
    keep(Keeper(), "acme-n1", "refresh_token", SecretStr("new"))
    assert kept == [("acme-n1", "refresh_token", "new")]
    with pytest.raises(ConfigurationError, match="Vault"):
        keep(Vault(), "acme-n1", "refresh_token", SecretStr("new"))
