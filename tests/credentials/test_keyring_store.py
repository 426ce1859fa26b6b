"""The keyring: neither prompt, hang nor leak."""

from __future__ import annotations

import subprocess
import sys
import threading
import time

import keyring
import keyring.backends.fail
import keyring.backends.null
import keyring.core
import keyring.errors
import pytest
from keyring.backend import KeyringBackend
from pydantic import SecretStr
from tests.credentials.fakes import (
    SENTINEL,
    VARIABLE,
    Chain,
    DerivedPromptingKeyring,
    FakeKeyring,
    ForgetfulKeyring,
    LeakyKeyring,
    PromptingKeyring,
    ReadingKeyring,
    UseKeyring,
    failing,
    only_look,
    secret_of,
)

from aigov_connectors.credentials import KeyringSecrets, delete, store
from aigov_connectors.errors import ConfigurationError


def test_the_keyring_holds_the_secret(use_keyring: UseKeyring) -> None:
    use_keyring(FakeKeyring({("aigov-connectors", "acme-s1.api_token"): SENTINEL}))
    secrets = KeyringSecrets()

    assert secret_of(secrets.get("acme-s1", "api_token")) == SENTINEL
    assert (
        secrets.source("acme-s1", "api_token")
        == "keyring entry aigov-connectors / acme-s1.api_token"
    )
    assert only_look(secrets.looks("acme-s1", "other")).state == "no such entry"


@pytest.mark.parametrize("backend", [keyring.backends.fail.Keyring, keyring.backends.null.Keyring])
def test_a_backend_that_keeps_nothing_is_no_keyring(
    use_keyring: UseKeyring, backend: type[KeyringBackend]
) -> None:
    use_keyring(backend())

    assert only_look(KeyringSecrets().looks("acme-s1", "api_token")).state == "no usable keyring"
    with pytest.raises(ConfigurationError, match="not stored: no usable keyring"):
        store("acme-s1", "api_token", SecretStr(SENTINEL))


@pytest.mark.parametrize("backend", [PromptingKeyring, DerivedPromptingKeyring])
def test_a_backend_that_would_prompt_is_refused(
    use_keyring: UseKeyring, backend: type[KeyringBackend]
) -> None:
    use_keyring(backend())

    look = only_look(KeyringSecrets().looks("acme-s1", "api_token"))

    assert look.state.startswith("refused: ")
    assert "would prompt" in look.state
    with pytest.raises(ConfigurationError, match="refused"):
        store("acme-s1", "api_token", SecretStr(SENTINEL))
    with pytest.raises(ConfigurationError, match="refused"):
        delete("acme-s1", "api_token")


def test_of_a_chain_only_those_are_asked_that_cannot_prompt(use_keyring: UseKeyring) -> None:
    good = FakeKeyring({("aigov-connectors", "acme-s1.api_token"): SENTINEL})
    use_keyring(Chain(PromptingKeyring(), good))
    secrets = KeyringSecrets()

    assert secret_of(secrets.get("acme-s1", "api_token")) == SENTINEL
    assert secrets.get("acme-s1", "client_id") is None


def test_a_chain_of_prompting_backends_is_refused(use_keyring: UseKeyring) -> None:
    use_keyring(Chain(failing(), PromptingKeyring()))

    look = only_look(KeyringSecrets().looks("acme-s1", "api_token"))

    assert look.state.startswith("refused: keyrings.alt.file.PromptingKeyring")


def test_an_empty_chain_is_no_keyring(use_keyring: UseKeyring) -> None:
    use_keyring(Chain())

    assert only_look(KeyringSecrets().looks("a", "b")).state == "no usable keyring"


class BusError(Exception):
    """An error of a plug-in, of a type that nobody can know."""


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (keyring.errors.KeyringLocked(SENTINEL), "the keyring failed with KeyringLocked"),
        (keyring.errors.InitError(SENTINEL), "the keyring failed with InitError"),
        (BusError(SENTINEL), "the keyring failed with BusError"),
        (EOFError(), "the keyring failed with EOFError"),
    ],
)
def test_an_error_of_a_backend_is_a_state(
    use_keyring: UseKeyring, error: Exception, state: str
) -> None:
    def fail() -> None:
        raise error

    backend = FakeKeyring()
    backend.before = fail
    use_keyring(backend)

    assert only_look(KeyringSecrets().looks("acme-s1", "api_token")).state == state


def test_a_backend_that_cannot_be_loaded_is_a_state(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring.core, "_keyring_backend", None)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "no_such_package.Keyring")

    look = only_look(KeyringSecrets().looks("acme-s1", "api_token"))

    assert look.state == "the keyring failed with ModuleNotFoundError"


def test_a_keyring_that_hangs_is_left_after_a_time_and_not_asked_again(
    use_keyring: UseKeyring,
) -> None:
    release, asked = threading.Event(), []

    def hang() -> None:
        asked.append(1)
        release.wait(10)

    backend = FakeKeyring()
    backend.before = hang
    use_keyring(backend)
    secrets = KeyringSecrets(timeout_seconds=0.05)
    try:
        begun = time.monotonic()
        first = only_look(secrets.looks("acme-s1", "api_token"))
        second = only_look(secrets.looks("acme-s1", "client_id"))
        took = time.monotonic() - begun
    finally:
        release.set()

    assert first.state == "the keyring did not answer within 0.05 seconds"
    assert second.state == "the keyring did not answer earlier in this run"
    assert asked == [1]
    assert took < 5


def test_a_secret_is_stored_and_deleted(use_keyring: UseKeyring) -> None:
    use_keyring(FakeKeyring())

    store("acme-s1", "api_token", SecretStr(SENTINEL))
    assert secret_of(KeyringSecrets().get("acme-s1", "api_token")) == SENTINEL
    assert delete("acme-s1", "api_token")
    assert KeyringSecrets().get("acme-s1", "api_token") is None
    assert not delete("acme-s1", "api_token")


def test_a_secret_is_stored_in_the_first_member_of_a_chain_that_writes(
    use_keyring: UseKeyring,
) -> None:
    writer = FakeKeyring()
    use_keyring(Chain(PromptingKeyring(), ReadingKeyring(), writer))

    store("acme-s1", "api_token", SecretStr(SENTINEL))

    assert writer.entries == {("aigov-connectors", "acme-s1.api_token"): SENTINEL}


@pytest.mark.parametrize("backend", [ReadingKeyring, ForgetfulKeyring, LeakyKeyring])
def test_a_keyring_that_does_not_keep_a_secret_is_told_of(
    use_keyring: UseKeyring, backend: type[FakeKeyring]
) -> None:
    use_keyring(backend())

    with pytest.raises(ConfigurationError, match=r"acme-s1\.api_token was not stored") as caught:
        store("acme-s1", "api_token", SecretStr(SENTINEL))

    assert caught.value.hint is not None
    assert VARIABLE in caught.value.hint
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
    assert SENTINEL not in str(caught.value)


def test_an_empty_secret_is_not_stored(use_keyring: UseKeyring) -> None:
    backend = FakeKeyring()
    use_keyring(backend)

    with pytest.raises(ConfigurationError, match="empty"):
        store("acme-s1", "api_token", SecretStr("\n"))

    assert backend.entries == {}


def test_the_keyring_is_not_imported_before_it_is_asked() -> None:
    code = (
        "import sys, aigov_connectors.credentials as c; c.default_secrets({}); "
        "sys.exit('keyring' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0  # noqa: S603
