"""The secrets of a connection, all of them or an error that says where each was looked for."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Iterable, Mapping, Sequence

from pydantic import SecretStr

from aigov_connectors.credentials.keyring_store import KeyringSecrets
from aigov_connectors.credentials.look import (
    AsyncSecretProvider,
    Look,
    Looking,
    SecretProvider,
    Storing,
    foreign_look,
    variable_name,
    variable_prefix,
)
from aigov_connectors.credentials.places import ChainedSecrets, EnvironmentSecrets, FileSecrets
from aigov_connectors.errors import ConfigurationError

__all__ = ["check_distinct", "default_secrets", "keep", "resolve"]


def default_secrets(environ: Mapping[str, str] | None = None) -> ChainedSecrets:
    """The chain of the module docstring; `environ` replaces the process environment."""
    return ChainedSecrets((EnvironmentSecrets(environ), FileSecrets(environ), KeyringSecrets()))


async def resolve(
    provider: SecretProvider | AsyncSecretProvider,
    connection: str,
    fields: Iterable[str],
    *,
    optional: Iterable[str] = (),
) -> dict[str, SecretStr]:
    """Fetch the secrets of a connection; optional ones are left out where there is none.

    A provider with a plain `get` is asked in a worker thread, one question after the other, so
    that a slow keyring does not hold up the event loop.

    Raises:
        ConfigurationError: names every field that is missing and every place that was looked at.
    """
    found: dict[str, SecretStr] = {}
    missing: dict[str, Sequence[Look]] = {}
    required = tuple(dict.fromkeys(fields))
    for name in dict.fromkeys((*required, *optional)):
        looks = await _looks(provider, connection, name)
        secret = looks[-1].secret if looks else None
        if secret is not None:
            found[name] = secret
        elif name in required:
            missing[name] = looks
    if missing:
        places = "; ".join(
            f"{name}: looked at {', '.join(map(str, looks))}" for name, looks in missing.items()
        )
        raise ConfigurationError(
            f"connection {connection} has no {' and no '.join(missing)} ({places})",
            hint="Store it with `aigov-connectors connect`, or set "
            f"{' and '.join(variable_name(connection, name) for name in missing)}.",
        )
    return found


def keep(
    provider: SecretProvider | AsyncSecretProvider,
    connection: str,
    field: str,
    secret: SecretStr,
) -> None:
    """Keep a secret that replaces the one of before, in the place that gave that one.

    It waits for the place: if the new secret is lost, nobody can sign in any more. A provider of
    somebody else takes part by a method `store(connection, field, secret)`.

    Raises:
        ConfigurationError: that place cannot be written; the message names it, never the secret.
    """
    while isinstance(provider, ChainedSecrets):
        holder = next((one for one in provider.providers if one.get(connection, field)), None)
        if holder is None:
            break
        provider = holder
    if isinstance(provider, Storing):
        provider.store(connection, field, secret)
        return
    place = provider.source(connection, field) if isinstance(provider, Looking) else None
    raise ConfigurationError(
        f"the vendor replaced the {field} of connection {connection}, and the new one was not"
        f" kept: {place or type(provider).__name__} is not written by this program",
        hint="Sign in again, store the new one with `aigov-connectors connect` in the keyring, and"
        " remove it from where it is now.",
    )


def check_distinct(connections: Iterable[str] | Mapping[str, Iterable[str]]) -> None:
    """Refuse connections that would take each other's secrets from the environment.

    `acme-s1` and `acme_s1` have one prefix. Given the fields of each connection, single variables
    are compared too: `acme` with `client_secret` and `acme-client` with `secret` share one.

    Raises:
        ConfigurationError: names the two connections and what they share.
    """
    fields = connections if isinstance(connections, Mapping) else dict.fromkeys(connections, ())
    owners: dict[str, str] = {}
    for connection in fields:
        variables = [variable_name(connection, name) for name in fields[connection]]
        shared = [variable_prefix(connection), *variables, *(f"{one}_FILE" for one in variables)]
        for name in shared:
            if (owner := owners.setdefault(name, connection)) != connection:
                raise ConfigurationError(
                    f"the connections {owner} and {connection} would both read {name}",
                    hint="Rename one of them: its name in the environment has to be its own.",
                )


async def _looks(
    provider: SecretProvider | AsyncSecretProvider, connection: str, name: str
) -> Sequence[Look]:
    """Where was looked, up to the place that answered."""
    if isinstance(provider, Looking):
        return await asyncio.to_thread(_until_found, provider, connection, name)
    if inspect.iscoroutinefunction(provider.get):
        answer = await provider.get(connection, name)
    else:
        answer = await asyncio.to_thread(provider.get, connection, name)
        if inspect.isawaitable(answer):
            answer = await answer
    return (foreign_look(provider, answer),)


def _until_found(provider: Looking, connection: str, name: str) -> Sequence[Look]:
    seen: list[Look] = []
    for look in provider.looks(connection, name):
        seen.append(look)
        if look.secret is not None:
            break
    return seen
