"""Where secrets are looked for, in which order, and that no text ever shows one."""

from __future__ import annotations

import copy
import os
import pickle
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import keyring
import keyring.backends.fail
import keyring.backends.null
import keyring.core
import keyring.errors
import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st
from keyring.backend import KeyringBackend
from keyring.backends.chainer import ChainerBackend
from pydantic import SecretStr

from aigov_connectors.credentials import (
    ChainedSecrets,
    EnvironmentSecrets,
    FileSecrets,
    KeyringSecrets,
    Look,
    MappingSecrets,
    check_distinct,
    default_secrets,
    delete,
    resolve,
    store,
    variable_name,
)
from aigov_connectors.errors import ConfigurationError

SENTINEL = "s3ntinel-Zq9-value"
VARIABLE = "AIGOV_CONNECTORS_ACME_S1_API_TOKEN"
ON_POSIX = os.name == "posix"


class FakeKeyring(KeyringBackend):
    """Holds its entries in a dict, and does what a test tells it to."""

    priority = 5
    viable = False  # never found by the library's own search, whichever test runs next

    def __init__(self, entries: Mapping[tuple[str, str], str] | None = None) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.entries = dict(entries or {})
        self.before: Callable[[], None] = lambda: None

    def get_password(self, service: str, username: str) -> str | None:
        self.before()
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.before()
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self.before()
        del self.entries[service, username]


class ReadingKeyring(FakeKeyring):
    def set_password(self, service: str, username: str, password: str) -> None:
        raise NotImplementedError


class ForgetfulKeyring(FakeKeyring):
    def set_password(self, service: str, username: str, password: str) -> None:
        return None


class LeakyKeyring(FakeKeyring):
    def set_password(self, service: str, username: str, password: str) -> None:
        raise keyring.errors.PasswordSetError(f"cannot keep {password}")


class PromptingKeyring(FakeKeyring):
    """As the encrypted file of `keyrings.alt`: asks for a password on the console."""

    __module__ = "keyrings.alt.file"

    def get_password(self, service: str, username: str) -> str | None:
        pytest.fail("it would prompt")

    set_password = get_password  # type: ignore[assignment]


class DerivedPromptingKeyring(PromptingKeyring):
    __module__ = "somebody.keyring"


class Chain(ChainerBackend):
    """The chain of the keyring library, of members that a test gives."""

    viable = False

    def __init__(self, *members: KeyringBackend) -> None:
        self.members = members

    @property
    def backends(self) -> list[KeyringBackend]:
        return list(self.members)


def failing() -> KeyringBackend:
    return keyring.backends.fail.Keyring()  # type: ignore[no-untyped-call]


UseKeyring = Callable[[KeyringBackend], KeyringBackend]


@pytest.fixture
def use_keyring(monkeypatch: pytest.MonkeyPatch) -> UseKeyring:
    monkeypatch.setattr(keyring.core, "_keyring_backend", None)

    def use(backend: KeyringBackend) -> KeyringBackend:
        keyring.set_keyring(backend)
        return backend

    return use


@pytest.fixture
def no_keyring(use_keyring: UseKeyring) -> None:
    use_keyring(failing())


def secret_of(answer: SecretStr | None) -> str | None:
    return None if answer is None else answer.get_secret_value()


def only_look(looks: Iterator[Look]) -> Look:
    (look,) = looks
    return look


# Names -------------------------------------------------------------------------------------


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


# Variables and files -----------------------------------------------------------------------


def test_a_variable_holds_the_secret() -> None:
    secrets = EnvironmentSecrets({VARIABLE: SENTINEL})

    assert secret_of(secrets.get("acme-s1", "api_token")) == SENTINEL
    assert secrets.source("acme-s1", "api_token") == f"environment variable {VARIABLE}"
    assert secrets.get("acme-s1", "client_id") is None


def test_the_process_environment_is_read_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    secrets = EnvironmentSecrets()
    monkeypatch.setenv(VARIABLE, SENTINEL)

    assert secret_of(secrets.get("acme-s1", "api_token")) == SENTINEL


@pytest.mark.parametrize("empty", ["", "  ", "\n"])
def test_an_empty_variable_counts_as_missing(empty: str) -> None:
    look = only_look(EnvironmentSecrets({VARIABLE: empty}).looks("acme-s1", "api_token"))

    assert (look.secret, look.state) == (None, "empty")


@pytest.mark.parametrize("content", ["{}", "{}\n", "{}\r\n", "\ufeff{}\n"])
def test_a_file_that_a_variable_names_holds_the_secret(tmp_path: Path, content: str) -> None:
    path = secret_file(tmp_path / "token", content.format(SENTINEL))
    secrets = FileSecrets({f"{VARIABLE}_FILE": str(path)})

    assert secret_of(secrets.get("acme-s1", "api_token")) == SENTINEL
    assert secrets.source("acme-s1", "api_token") == f"file {path} (named by {VARIABLE}_FILE)"


def test_only_line_ends_are_stripped(tmp_path: Path) -> None:
    path = secret_file(tmp_path / "token", " a secret \n")

    secret = FileSecrets({f"{VARIABLE}_FILE": str(path)}).get("acme-s1", "api_token")

    assert secret_of(secret) == " a secret "


def test_the_credentials_folder_holds_the_secret(tmp_path: Path) -> None:
    path = secret_file(tmp_path / "acme-s1.api_token", SENTINEL)
    secrets = FileSecrets({"CREDENTIALS_DIRECTORY": str(tmp_path)})

    assert secret_of(secrets.get("acme-s1", "api_token")) == SENTINEL
    assert secrets.source("acme-s1", "api_token") == f"file {path}"


def test_the_named_file_comes_before_the_credentials_folder(tmp_path: Path) -> None:
    named = secret_file(tmp_path / "named", "from the named file")
    secret_file(tmp_path / "acme-s1.api_token", "from the folder")
    environ = {f"{VARIABLE}_FILE": str(named), "CREDENTIALS_DIRECTORY": str(tmp_path)}

    secret = FileSecrets(environ).get("acme-s1", "api_token")

    assert secret_of(secret) == "from the named file"


def test_a_named_file_that_fails_is_a_state_and_the_next_place_is_asked(tmp_path: Path) -> None:
    secret_file(tmp_path / "acme-s1.api_token", SENTINEL)
    environ = {
        f"{VARIABLE}_FILE": str(tmp_path / "absent"),
        "CREDENTIALS_DIRECTORY": str(tmp_path),
    }

    looks = list(FileSecrets(environ).looks("acme-s1", "api_token"))

    assert [look.state for look in looks] == ["no such file", "found"]


@pytest.mark.parametrize("connection", ["../acme", "a/b", "a\\b", "/etc/passwd"])
def test_no_connection_name_leads_out_of_the_credentials_folder(
    tmp_path: Path, connection: str
) -> None:
    folder = tmp_path / "credentials"
    folder.mkdir()
    secret_file(tmp_path / "acme.api_token", SENTINEL)
    secrets = FileSecrets({"CREDENTIALS_DIRECTORY": str(folder)})

    assert list(secrets.looks(connection, "api_token"))[-1].state == "not the name of a file"


@pytest.mark.parametrize(
    ("content", "state"),
    [
        (b"", "empty"),
        (b"\n", "empty"),
        (b"\xff\xfe\x00", "not UTF-8 text"),
        (b"x" * 65537, "more than 65536 bytes: not a secret"),
    ],
)
def test_a_file_without_a_usable_secret_says_why(
    tmp_path: Path, content: bytes, state: str
) -> None:
    path = tmp_path / "token"
    path.write_bytes(content)

    look = next(FileSecrets({f"{VARIABLE}_FILE": str(path)}).looks("acme-s1", "api_token"))

    assert (look.secret, look.state) == (None, state)


def test_what_is_no_file_is_not_opened(tmp_path: Path) -> None:
    look = next(FileSecrets({f"{VARIABLE}_FILE": str(tmp_path)}).looks("acme-s1", "api_token"))
    assert look.state == "not a regular file"

    look = next(FileSecrets({f"{VARIABLE}_FILE": "a\0b"}).looks("acme-s1", "api_token"))
    assert look.state.startswith("cannot be read") or look.state == "no such file"


@pytest.mark.skipif(not ON_POSIX, reason="pipes and modes of files are POSIX")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")

    look = next(
        FileSecrets({f"{VARIABLE}_FILE": str(tmp_path / "pipe")}).looks("acme-s1", "api_token")
    )

    assert look.state == "not a regular file"


@pytest.mark.skipif(not ON_POSIX, reason="pipes and modes of files are POSIX")
@pytest.mark.parametrize(("mode", "warnings"), [(0o600, 0), (0o640, 0), (0o644, 1), (0o444, 1)])
def test_a_file_that_others_can_read_is_warned_about_once(
    tmp_path: Path, mode: int, warnings: int
) -> None:
    path = secret_file(tmp_path / "token", SENTINEL)
    path.chmod(mode)
    secrets = FileSecrets({f"{VARIABLE}_FILE": str(path)})

    with structlog.testing.capture_logs() as lines:
        secrets.get("acme-s1", "api_token")
        secrets.source("acme-s1", "api_token")

    assert len(lines) == warnings
    for line in lines:
        assert line["event"] == "secret.file_readable_by_others"
        assert line["path"] == str(path)
        assert SENTINEL not in str(line)


# Keyring -----------------------------------------------------------------------------------


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


# Chains and mappings -----------------------------------------------------------------------


def test_the_default_chain_asks_variables_then_files_then_the_keyring(
    use_keyring: UseKeyring, tmp_path: Path
) -> None:
    use_keyring(FakeKeyring({("aigov-connectors", "acme-s1.api_token"): "from the keyring"}))
    named = secret_file(tmp_path / "named", "from the named file")
    secret_file(tmp_path / "acme-s1.api_token", "from the folder")
    environ = {
        VARIABLE: "from the variable",
        f"{VARIABLE}_FILE": str(named),
        "CREDENTIALS_DIRECTORY": str(tmp_path),
    }
    expected = [
        (VARIABLE, "from the variable", "environment variable"),
        (f"{VARIABLE}_FILE", "from the named file", "named by"),
        ("CREDENTIALS_DIRECTORY", "from the folder", "file "),
        (None, "from the keyring", "keyring entry"),
    ]

    for variable, value, source in expected:
        secrets = default_secrets(dict(environ))
        assert secret_of(secrets.get("acme-s1", "api_token")) == value
        assert source in (secrets.source("acme-s1", "api_token") or "")
        if variable is not None:
            del environ[variable]


def test_a_chain_goes_no_further_than_the_answer(use_keyring: UseKeyring) -> None:
    backend = FakeKeyring()
    backend.before = lambda: pytest.fail("the keyring was asked")
    use_keyring(backend)

    assert default_secrets({VARIABLE: SENTINEL}).get("acme-s1", "api_token") is not None


def test_a_chain_takes_the_provider_of_somebody_else() -> None:
    chained = ChainedSecrets((EnvironmentSecrets({}), Vault()))

    assert secret_of(chained.get("acme-s1", "api_token")) == SENTINEL
    assert chained.source("acme-s1", "api_token") == "Vault"
    assert chained.get("acme-s1", "client_id") is None
    assert chained.source("acme-s1", "client_id") is None


def test_a_mapping_holds_secrets_of_either_kind() -> None:
    secrets = MappingSecrets({"acme-s1": {"api_token": SENTINEL, "other": SecretStr("b")}})

    assert secret_of(secrets.get("acme-s1", "api_token")) == SENTINEL
    assert secret_of(secrets.get("acme-s1", "other")) == "b"
    assert secrets.get("acme-s1", "none") is None
    assert secrets.get("none", "api_token") is None


# Resolving ---------------------------------------------------------------------------------


class Vault:
    """A vault of the embedding product, which waits for nothing."""

    def get(self, connection: str, field: str) -> SecretStr | None:
        return SecretStr(SENTINEL) if field == "api_token" else None


class AsyncVault:
    """A vault of the embedding product that has to be awaited."""

    async def get(self, connection: str, field: str) -> SecretStr | None:
        return SecretStr(SENTINEL) if field == "api_token" else None


class WrappedVault:
    """Hands over what its vault makes, without being a coroutine function itself."""

    def __init__(self) -> None:
        self.get = lambda connection, field: AsyncVault().get(connection, field)


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


# Nothing shows a value ---------------------------------------------------------------------

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


def secret_file(path: Path, content: str) -> Path:
    path.write_bytes(content.encode())
    path.chmod(0o600)
    return path
