"""From a configured connection to an open connector: vendor, options, host, secrets.

Everything that can be wrong before the first request is found here.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from types import MappingProxyType
from urllib.parse import urlsplit

from pydantic import BaseModel, SecretStr, ValidationError

from aigov_connectors import registry
from aigov_connectors._http import (
    KEY_PASSWORD,
    RetryPolicy,
    Transport,
    is_loopback,
    parse_base_url,
)
from aigov_connectors.catalogue import VendorCatalogue
from aigov_connectors.clock import Clock
from aigov_connectors.config import Config, ConnectionConfig, NetworkConfig
from aigov_connectors.connector import (
    Connector,
    ConnectorInfo,
    ConnectorOptions,
    Opening,
    SecretField,
)
from aigov_connectors.credentials import (
    AsyncSecretProvider,
    MappingSecrets,
    SecretProvider,
    check_distinct,
    keep,
    resolve,
)
from aigov_connectors.errors import ConfigurationError
from aigov_connectors.misplaced import refuse_secrets
from aigov_connectors.trust import check_plugins, only_plugins

__all__ = [
    "AnySecrets",
    "Prepared",
    "TransportSource",
    "check_resources",
    "found_secrets",
    "open_connector",
    "prepare",
    "secret_fields",
]

_KEY_PASSWORD = SecretField(KEY_PASSWORD, "password of an encrypted client key", required=False)

SecretMapping = Mapping[str, Mapping[str, SecretStr | str]]
AnySecrets = SecretProvider | AsyncSecretProvider | SecretMapping
"""Where secrets are found: a provider that answers at once, one that is awaited, or plain
`{connection: {field: secret}}`."""

TransportSource = Transport | Callable[[str], Transport | None]
"""One transport for every connection, or a function from connection name to its own."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A connection whose configuration fits its vendor."""

    config: ConnectionConfig
    info: ConnectorInfo
    catalogue: VendorCatalogue
    base_url: str
    options: ConnectorOptions

    @property
    def host(self) -> str:
        """The host, and the port where one is given."""
        return urlsplit(self.base_url).netloc

    @property
    def own_hosts(self) -> tuple[str, ...]:
        """The host names that lead to this tenant and to no other, in lower case."""
        host = (urlsplit(self.base_url).hostname or "").casefold()
        is_own = self.info.tenant_has_host or self.config.on_premise
        told = (one.casefold() for one in self.options.reached_as)
        return tuple(dict.fromkeys((*((host,) if is_own and not is_loopback(host) else ()), *told)))


def prepare(config: Config, *, connections: Sequence[str] | None = None) -> tuple[Prepared, ...]:
    """Check every chosen connection against its vendor; nothing is sent.

    Raises:
        ConfigurationError: an unknown vendor, connection, option, region or host, a package in
            `plugins` that is not installed, or a connector of one that is not allowed.
    """
    check_plugins(config.plugins)
    with only_plugins(config.plugins):
        return _all_prepared(config, connections)


def _all_prepared(config: Config, connections: Sequence[str] | None) -> tuple[Prepared, ...]:
    check_distinct(
        {
            one.name: [field.name for field in registry.load(one.vendor).secrets]
            for one in config.connections
        }
    )
    known = {one.name for one in config.connections}
    if strange := [name for name in connections or () if name not in known]:
        raise ConfigurationError(
            f"no connection is named {strange[0]!r}",
            hint=f"Known connections: {', '.join(sorted(known)) or 'none'}.",
        )
    return tuple(
        _prepared(one)
        for one in config.connections
        if connections is None or one.name in connections
    )


def check_resources(of: Iterable[ConnectorInfo], wanted: Iterable[str]) -> None:
    """Refuse the name of a resource that no connection has.

    Raises:
        ConfigurationError: there is one; the hint lists those that there are.
    """
    known = {name for one in of for name in one.resources}
    if strange := sorted(set(wanted) - known):
        raise ConfigurationError(
            f"no resource is named {strange[0]!r}",
            hint=f"Resources of these connections: {', '.join(sorted(known))}.",
        )


@asynccontextmanager
async def open_connector(
    prepared: Prepared,
    *,
    secrets: AnySecrets,
    transport: TransportSource | None,
    clock: Clock,
    retry: RetryPolicy | None = None,
    counted_since: Mapping[str, datetime] = MappingProxyType({}),
) -> AsyncIterator[Connector]:
    """Find the secrets and open the connection; it is closed at the end.

    Raises:
        ConfigurationError: a secret is missing; the message names every place looked at.
    """
    name = prepared.config.name
    found = await found_secrets(prepared, secrets)
    opening = Opening(
        connection=name,
        base_url=prepared.base_url,
        options=prepared.options,
        secrets=found,
        network=prepared.config.network_options(found.pop(KEY_PASSWORD, None)),
        retry=retry or RetryPolicy(),
        transport=_transport_for(transport, name),
        clock=clock,
        keep=partial(keep, _provider(secrets), name),
        counted_since={
            resource: since
            for resource, since in counted_since.items()
            if resource in prepared.info.counted
        },
    )
    async with prepared.info.open(opening, prepared.catalogue) as connector:
        yield connector


def secret_fields(prepared: Prepared) -> tuple[SecretField, ...]:
    """The secrets that a connection takes: its vendor's, and that of an encrypted client key."""
    of_vendor = prepared.info.secrets
    return (*of_vendor, _KEY_PASSWORD) if prepared.config.shows_certificate else of_vendor


async def found_secrets(prepared: Prepared, secrets: AnySecrets) -> dict[str, SecretStr]:
    """The secrets of a connection.

    Raises:
        ConfigurationError: one is missing; the message names every place looked at.
    """
    fields = secret_fields(prepared)
    return await resolve(
        _provider(secrets),
        prepared.config.name,
        [field.name for field in fields if field.required],
        optional=[field.name for field in fields if not field.required],
    )


def _provider(secrets: AnySecrets) -> SecretProvider | AsyncSecretProvider:
    # A mapping has a `get` too, which would answer the field's name instead of a secret.
    return MappingSecrets(secrets) if isinstance(secrets, Mapping) else secrets


def _prepared(config: ConnectionConfig) -> Prepared:
    info = registry.load(config.vendor)
    # Those of another package's connector are known only now that it is loaded.
    refuse_secrets({"name": config.name, **config.options}, [one.name for one in info.secrets])
    options = _options(config, info)
    base_url = _base_url(config, info)
    _require_known_host(config, info, base_url)
    return Prepared(config, info, registry.catalogue(config.vendor), base_url, options)


def _options(config: ConnectionConfig, info: ConnectorInfo) -> ConnectorOptions:
    try:
        return info.options.model_validate(config.options)
    except ValidationError as error:
        problem = error.errors(include_input=False, include_url=False)[0]
        named, said = ".".join(str(step) for step in problem["loc"]), problem["msg"]
        hint = (
            f"Keys of every connection: {_keys(ConnectionConfig)}."
            f" Options of {info.name}: {_keys(info.options)}."
        )
        if named in NetworkConfig.model_fields:
            said = "belongs into the connection's network table"
            hint = f"Write [connections.network] below this connection, and {named} below that."
        elif problem["type"] == "extra_forbidden":
            said = f"{info.name} has no such option"
        raise ConfigurationError(
            f"connection {config.name}: {named}: {said}", vendor=config.vendor, hint=hint
        ) from None  # the validation error holds the input


def _keys(model: type[BaseModel]) -> str:
    return ", ".join(sorted(model.model_fields))


def _base_url(config: ConnectionConfig, info: ConnectorInfo) -> str:
    if (config.base_url is None) == (config.region is None):
        raise ConfigurationError(
            f"connection {config.name} {_address_wanted(config, info)}",
            vendor=config.vendor,
            hint="Give the address at which you log in to the console."
            + (f" Regions: {', '.join(info.regions)}." if info.regions else ""),
        )
    if config.base_url is not None:
        parse_base_url(config.base_url, vendor=config.vendor)  # a secret in it goes no further
        return _without_page(config, info, config.base_url.strip())
    region = info.regions.get(str(config.region))
    if region is None:
        raise ConfigurationError(
            f"connection {config.name}: {info.name} has no region {config.region!r}",
            vendor=config.vendor,
            hint=f"Regions: {', '.join(info.regions) or 'none; give base_url'}.",
        )
    return region


def _address_wanted(config: ConnectionConfig, info: ConnectorInfo) -> str:
    if config.base_url is not None:
        return "has base_url and region, and needs only one of them"
    return "needs base_url or region" if info.regions else "needs base_url"


def _without_page(config: ConnectionConfig, info: ConnectorInfo, base_url: str) -> str:
    """Refuse the page of a console: every read below it would find nothing, or that page.

    A server of one's own may stand behind a path.
    """
    parts = urlsplit(base_url)
    path = parts.path.rstrip("/")
    if not path or info.api_paths is None or path in info.api_paths or config.on_premise:
        return base_url
    raise ConfigurationError(  # the path itself may hold anything, and is not repeated
        f"connection {config.name}: base_url goes on after the host, with the path of a page",
        vendor=config.vendor,
        hint=f"Give the host alone: {parts.scheme}://{parts.netloc}.",
    )


def _require_known_host(config: ConnectionConfig, info: ConnectorInfo, base_url: str) -> None:
    host = urlsplit(base_url).hostname or ""
    if config.on_premise or is_loopback(host):
        return
    for known in info.hosts:
        if host == known.lstrip(".") or (known.startswith(".") and host.endswith(known)):
            return
    raise ConfigurationError(
        f"connection {config.name}: {host} is not a host of {info.name}",
        vendor=config.vendor,
        hint="Correct base_url; for a console of your own, set on_premise = true.",
    )


def _transport_for(source: TransportSource | None, name: str) -> Transport | None:
    if source is None or isinstance(source, Transport):
        return source
    return source(name)
