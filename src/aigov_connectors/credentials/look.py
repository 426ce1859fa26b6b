"""How a secret is asked for, what it is called, and how a look for it went."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from pydantic import SecretStr

__all__ = [
    "AsyncSecretProvider",
    "Look",
    "Looking",
    "SecretProvider",
    "Storing",
    "foreign_look",
    "look_of",
    "variable_name",
    "variable_prefix",
]

_VARIABLE_PREFIX = "AIGOV_CONNECTORS"


class SecretProvider(Protocol):
    """Whatever can hand over a secret; one method, so that any vault fits behind it."""

    def get(self, connection: str, field: str) -> SecretStr | None:
        """The secret, or None where this provider has none."""


class AsyncSecretProvider(Protocol):
    """The same for a vault that has to be awaited."""

    async def get(self, connection: str, field: str) -> SecretStr | None:
        """See `SecretProvider.get`."""


@runtime_checkable
class Storing(Protocol):
    """A provider that can also keep a secret: what a vendor replaced is written back to it."""

    def store(self, connection: str, field: str, secret: SecretStr) -> None:
        """Keep a secret under the name by which it is asked for."""


@dataclass(frozen=True, slots=True)
class Look:
    """One place where a secret was looked for, and how that went."""

    place: str
    """Such as `environment variable AIGOV_CONNECTORS_ACME_API_TOKEN`."""
    state: str
    """`found`, or why not: `not set`, `no such file`, `no usable keyring`."""
    secret: SecretStr | None = field(default=None, repr=False)

    def __str__(self) -> str:
        return f"{self.place} ({self.state})"


class Looking:
    """The two questions that every provider of ours answers from its looks."""

    __slots__ = ()

    def looks(self, connection: str, field: str) -> Iterator[Look]:
        """Look from place to place; lazily, so that who has found what it wants goes no further."""
        raise NotImplementedError

    def get(self, connection: str, field: str) -> SecretStr | None:
        """See `SecretProvider.get`."""
        return next((look.secret for look in self.looks(connection, field) if look.secret), None)

    def source(self, connection: str, field: str) -> str | None:
        """The place that answers, never the value; None where no place has it."""
        return next((look.place for look in self.looks(connection, field) if look.secret), None)


def variable_name(connection: str, field: str) -> str:
    """The environment variable of a secret: `AIGOV_CONNECTORS_ACME_S1_API_TOKEN`."""
    return f"{variable_prefix(connection)}_{_upper(field)}"


def variable_prefix(connection: str) -> str:
    """What all variables of a connection begin with, without the underscore that follows."""
    return f"{_VARIABLE_PREFIX}_{_upper(connection)}"


def _upper(name: str) -> str:
    return re.sub(r"[^A-Z0-9]", "_", name.upper())


def look_of(place: str, value: str | None, *, otherwise: str) -> Look:
    """An empty secret counts as missing: it is what an unset variable leaves in a template."""
    if value is None:
        return Look(place, otherwise)
    return Look(place, "found", SecretStr(value)) if value.strip() else Look(place, "empty")


def foreign_look(provider: object, secret: SecretStr | str | None) -> Look:
    """The answer of somebody else's provider: one place, named by its type."""
    value = secret.get_secret_value() if isinstance(secret, SecretStr) else secret
    return look_of(type(provider).__name__, value, otherwise="no such secret")
