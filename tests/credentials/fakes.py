"""Keyrings and vaults that do what a test tells them to."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import keyring
import keyring.backends.fail
import keyring.errors
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.chainer import ChainerBackend
from pydantic import SecretStr

from aigov_connectors.credentials import Look

SENTINEL = "s3ntinel-Zq9-value"
VARIABLE = "AIGOV_CONNECTORS_ACME_S1_API_TOKEN"
ON_POSIX = os.name == "posix"


class FakeKeyring(KeyringBackend):
    """Holds its entries in a dict, and does what a test tells it to."""

    priority = 5
    viable = False  # never found by the library's own search, whichever test runs next

    def __init__(self, entries: Mapping[tuple[str, str], str] | None = None) -> None:
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
    backend: type[KeyringBackend] = keyring.backends.fail.Keyring
    return backend()


UseKeyring = Callable[[KeyringBackend], KeyringBackend]


def secret_of(answer: SecretStr | None) -> str | None:
    return None if answer is None else answer.get_secret_value()


def only_look(looks: Iterator[Look]) -> Look:
    (look,) = looks
    return look


def secret_file(path: Path, content: str) -> Path:
    path.write_bytes(content.encode())
    path.chmod(0o600)
    return path


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
