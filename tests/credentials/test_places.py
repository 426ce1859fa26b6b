"""Variables, files, mappings and chains of them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import structlog
from pydantic import SecretStr
from tests.credentials.fakes import (
    ON_POSIX,
    SENTINEL,
    VARIABLE,
    FakeKeyring,
    UseKeyring,
    Vault,
    only_look,
    secret_file,
    secret_of,
)

from aigov_connectors.credentials import (
    ChainedSecrets,
    EnvironmentSecrets,
    FileSecrets,
    MappingSecrets,
    default_secrets,
)


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
