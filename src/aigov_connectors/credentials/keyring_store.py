"""The operating system's keyring, asked in a way that can neither prompt, hang nor leak."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, suppress
from types import TracebackType
from typing import TYPE_CHECKING, Generic, TypeVar

from pydantic import SecretStr

from aigov_connectors.credentials.look import Look, Looking, look_of, variable_name
from aigov_connectors.errors import ConfigurationError

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

__all__ = ["KEYRING_SERVICE", "KeyringSecrets", "delete", "store"]

KEYRING_SERVICE = "aigov-connectors"

# A desktop keyring that is locked waits for a person: long enough to see the window and type.
_KEYRING_SECONDS = 30.0

# Packages whose backends ask for a password on the console, or keep secrets as plain text.
_REFUSED_PACKAGES = ("keyrings.alt", "keyrings.cryptfile")
_NO_KEYRING = ("keyring.backends.fail", "keyring.backends.null")

Value = TypeVar("Value")


_TRIAL = "trial"


class KeyringSecrets(Looking):
    """Secrets in the operating system's keyring; it never prompts on a console.

    Backends that would, or that keep plain text, are refused; of a chain of backends the others
    are asked. Whatever goes wrong in a backend is a state. One that does not answer in time is
    not asked again by this object.
    """

    __slots__ = ("_silent", "_timeout_seconds")

    def __init__(self, *, timeout_seconds: float = _KEYRING_SECONDS) -> None:
        self._timeout_seconds = timeout_seconds
        self._silent = False

    def __repr__(self) -> str:
        return f"{type(self).__name__}(timeout_seconds={self._timeout_seconds})"

    def looks(self, connection: str, field: str) -> Iterator[Look]:
        """See `Looking.looks`."""
        user = f"{connection}.{field}"
        place = f"keyring entry {KEYRING_SERVICE} / {user}"

        def ask(backends: Sequence[KeyringBackend]) -> str | None:
            answers = (backend.get_password(KEYRING_SERVICE, user) for backend in backends)
            return next((answer for answer in answers if answer), None)

        value, problem = self._ask(ask)
        yield look_of(place, value, otherwise=problem or "no such entry")

    def store(self, connection: str, field: str, secret: SecretStr) -> None:
        """Keep a secret, and read it back: a backend that forgets is no keyring.

        Raises:
            ConfigurationError: no usable keyring, or it did not keep the secret.
        """
        user = f"{connection}.{field}"
        if not secret.get_secret_value().strip():
            raise ConfigurationError(f"the secret {user} is empty: nothing was stored")

        def keep(backends: Sequence[KeyringBackend]) -> bool:
            value = secret.get_secret_value()
            for backend in backends:
                try:
                    backend.set_password(KEYRING_SERVICE, user, value)
                except NotImplementedError:  # a backend that only reads
                    continue
                return bool(backend.get_password(KEYRING_SERVICE, user) == value)
            return False

        kept, problem = self._ask(keep)
        if not kept:
            raise _no_keyring(
                f"the secret {user} was not stored", problem or "the keyring did not keep it", user
            )

    def delete(self, connection: str, field: str) -> bool:
        """Remove a secret; False where there was none.

        Raises:
            ConfigurationError: no usable keyring, or it did not let go of the secret.
        """
        user = f"{connection}.{field}"

        def remove(backends: Sequence[KeyringBackend]) -> bool:
            holders = [b for b in backends if b.get_password(KEYRING_SERVICE, user) is not None]
            for backend in holders:
                backend.delete_password(KEYRING_SERVICE, user)
            return bool(holders)

        removed, problem = self._ask(remove)
        if problem is not None:
            raise _no_keyring(f"the secret {user} was not deleted", problem, user)
        return bool(removed)

    def _ask(
        self, question: Callable[[Sequence[KeyringBackend]], Value]
    ) -> tuple[Value | None, str | None]:
        """The answer, or the problem in words.

        A secret service may hang for ever, and so may the search for one: both happen in a daemon
        thread, which cannot hold up the end of the process either.
        """
        if self._silent:
            return None, "the keyring did not answer earlier in this run"
        outcome: _Outcome[Value] = _Outcome()

        def work() -> None:
            with outcome:
                backends, problem = _usable_backends()
                if problem is None:
                    outcome.value = question(backends)
                outcome.problem = problem

        worker = threading.Thread(target=work, name="aigov-connectors keyring", daemon=True)
        worker.start()
        worker.join(self._timeout_seconds)
        if worker.is_alive():
            self._silent = True
            return None, f"the keyring did not answer within {self._timeout_seconds:g} seconds"
        return outcome.value, outcome.problem


def store(connection: str, field: str, secret: SecretStr) -> None:
    """Keep a secret in the keyring. See `KeyringSecrets.store`."""
    KeyringSecrets().store(connection, field, secret)


def require_keyring(connection: str, fields: Iterable[str]) -> None:
    """Try out, with a word that is none, whether secrets of a connection can be kept.

    Raises:
        ConfigurationError: they cannot; the hint names what takes the fields instead.
    """
    keyring = KeyringSecrets()
    try:
        keyring.store(connection, _TRIAL, SecretStr(_TRIAL))
    except ConfigurationError as error:
        names = ", ".join(variable_name(connection, field) for field in fields)
        raise ConfigurationError(
            "there is no keyring that keeps a secret here, so nothing was asked",
            hint=f"Unlock or install one, or set {names} (or the same with _FILE, naming a file)"
            " instead.",
        ) from error
    with suppress(ConfigurationError):  # some keep what they were given; it is no secret
        keyring.delete(connection, _TRIAL)


def delete(connection: str, field: str) -> bool:
    """Remove a secret from the keyring. See `KeyringSecrets.delete`."""
    return KeyringSecrets().delete(connection, field)


class _Outcome(AbstractContextManager["_Outcome[Value]"], Generic[Value]):
    """What came of a question to a backend: a value, or a problem in words.

    Backends are plug-ins of anybody and raise what they like (D-Bus, COM, their own), often with
    the secret in the text: the type of the error is kept, nothing else.
    """

    def __init__(self) -> None:
        self.value: Value | None = None
        self.problem: str | None = None

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        if kind is not None:
            self.problem = f"the keyring failed with {kind.__name__}"
        return True


def _usable_backends() -> tuple[list[KeyringBackend], str | None]:
    """The backends that may be asked, or why there is none."""
    import keyring  # not at import of this module: it searches the machine for backends
    from keyring.backends.chainer import ChainerBackend

    backend = keyring.get_keyring()
    members = list(backend.backends) if isinstance(backend, ChainerBackend) else [backend]
    present = [one for one in members if not _is_of(one, _NO_KEYRING)]
    usable = [one for one in present if not _is_of(one, _REFUSED_PACKAGES)]
    if usable:
        return usable, None
    if present:
        names = ", ".join(f"{type(one).__module__}.{type(one).__qualname__}" for one in present)
        return [], f"refused: {names} would prompt on the console or keep plain text"
    return [], "no usable keyring"


def _is_of(backend: KeyringBackend, packages: tuple[str, ...]) -> bool:
    return any(
        kind.__module__ == package or kind.__module__.startswith(f"{package}.")
        for kind in type(backend).__mro__
        for package in packages
    )


def _no_keyring(what: str, problem: str, user: str) -> ConfigurationError:
    connection, _, name = user.rpartition(".")
    return ConfigurationError(
        f"{what}: {problem}",
        hint=f"Unlock or install a keyring, or set {variable_name(connection, name)} "
        f"(or the same with _FILE, naming a file) instead.",
    )
