"""The keyring of a test, never that of the machine."""

from __future__ import annotations

import keyring
import keyring.core
import pytest
from keyring.backend import KeyringBackend
from tests.credentials.fakes import UseKeyring, failing


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
