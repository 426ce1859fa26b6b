"""Checks connections without reading them: reachable, rights of the credential, what is missing.

A handful of requests per connection. A broken connection is an answer, not an error.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from aigov_connectors._http import RetryPolicy
from aigov_connectors.clock import Clock, SystemClock
from aigov_connectors.config import Config, ConnectionConfig
from aigov_connectors.connector import Probe, Rights
from aigov_connectors.credentials import default_secrets
from aigov_connectors.errors import ConnectorError
from aigov_connectors.inventory import CredentialRights, Exact
from aigov_connectors.opening import AnySecrets, TransportSource, open_connector, prepare

__all__ = ["ConnectionCheck", "ResourceCheck", "check"]


class ResourceCheck(Exact):
    """Whether one resource can be read; `problem` is None when it can."""

    resource: str
    problem: str | None
    remedy: str | None = None


class ConnectionCheck(Exact):
    """What a check of one connection found."""

    connection: str
    vendor: str
    host: str | None
    """None where the configuration does not lead to one."""
    reachable: bool
    """Whether the vendor answered and accepted the credential."""
    problem: str | None = None
    """One sentence: why not; None where it is reachable."""
    remedy: str | None = None
    rights: CredentialRights = CredentialRights.CANNOT_TELL
    rights_because: str | None = None
    """One sentence: what was read to know the rights, or why they cannot be told."""
    vendor_version: str | None = None
    warnings: tuple[str, ...] = ()
    """Such as: the token expires in 6 days."""
    resources: tuple[ResourceCheck, ...] = ()


async def check(
    config: Config,
    *,
    secrets: AnySecrets | None = None,
    transport: TransportSource | None = None,
    clock: Clock | None = None,
    retry: RetryPolicy | None = None,
    connections: Sequence[str] | None = None,
) -> tuple[ConnectionCheck, ...]:
    """Check the connections side by side, in the order of the configuration.

    Nothing is written to a vendor, and no list is read further than its first page.

    Args:
        config: only its connections matter.
        secrets: None looks in the environment, in files and in the keyring.
        transport: replaces the network, as for `discover`.
        clock: None is the machine's.
        retry: None is as patient as `discover`.
        connections: names of those to check; None checks all.

    Raises:
        ConfigurationError: a name in `connections` is unknown, or two connections would share
            their secrets. What is wrong with one connection alone is in its answer.
    """
    known = {one.name for one in config.connections}
    # Whatever concerns more than one connection surfaces here; the rest one by one below.
    prepare(config, connections=[name for name in connections or () if name not in known])
    chosen = [one for one in config.connections if connections is None or one.name in connections]
    outcomes = await asyncio.gather(
        *(
            _check(
                config,
                one,
                secrets=secrets or default_secrets(),
                transport=transport,
                clock=clock or SystemClock(),
                retry=retry,
            )
            for one in chosen
        ),
        return_exceptions=True,  # a connector that crashes must not hide the others
    )
    return tuple(_answer(one, outcome) for one, outcome in zip(chosen, outcomes, strict=True))


async def _check(
    config: Config,
    connection: ConnectionConfig,
    *,
    secrets: AnySecrets,
    transport: TransportSource | None,
    clock: Clock,
    retry: RetryPolicy | None,
) -> ConnectionCheck:
    host: str | None = None
    try:
        (prepared,) = prepare(config, connections=[connection.name])
        host = prepared.host
        async with open_connector(
            prepared, secrets=secrets, transport=transport, clock=clock, retry=retry
        ) as connector:
            rights = await connector.rights()
            return _reachable(connection, host, rights, await connector.probe())
    except ConnectorError as error:
        return _broken(connection, host, str(error), error.hint)


def _reachable(
    connection: ConnectionConfig, host: str, rights: Rights, probes: Sequence[Probe]
) -> ConnectionCheck:
    return ConnectionCheck(
        connection=connection.name,
        vendor=connection.vendor,
        host=host,
        reachable=True,
        rights=rights.rights,
        rights_because=rights.because,
        vendor_version=rights.vendor_version,
        warnings=rights.warnings,
        resources=tuple(
            ResourceCheck(resource=one.resource, problem=one.problem, remedy=one.remedy)
            for one in probes
        ),
    )


def _broken(
    connection: ConnectionConfig, host: str | None, problem: str, remedy: str | None
) -> ConnectionCheck:
    return ConnectionCheck(
        connection=connection.name,
        vendor=connection.vendor,
        host=host,
        reachable=False,
        problem=problem,
        remedy=remedy,
    )


def _answer(
    connection: ConnectionConfig, outcome: ConnectionCheck | BaseException
) -> ConnectionCheck:
    if isinstance(outcome, ConnectionCheck):
        return outcome
    if not isinstance(outcome, Exception):
        raise outcome  # cancelled, or the process is to end
    # The text of an unforeseen error may hold anything; its type is enough.
    return _broken(
        connection,
        None,
        f"the connector ended with an unexpected {type(outcome).__name__}",
        "Report it with the vendor, its version and the name of the error.",
    )
