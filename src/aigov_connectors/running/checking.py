"""Checks connections without reading them: reachable, rights of the credential, what is missing.

A handful of requests per connection. A broken connection is an answer, not an error.
"""

from __future__ import annotations

from collections.abc import Sequence

from aigov_connectors import registry
from aigov_connectors._http import RetryPolicy, heard_posts
from aigov_connectors.clock import Clock
from aigov_connectors.config import Config
from aigov_connectors.connector import Connector, Probe, Rights
from aigov_connectors.inventory import CredentialRights, Exact
from aigov_connectors.running.asking import Broken, ask_each
from aigov_connectors.running.opening import AnySecrets, Prepared, TransportSource

__all__ = ["ConnectionCheck", "ResourceCheck", "check"]


class ResourceCheck(Exact):
    """Whether one resource can be read; `problem` is None when it can."""

    resource: str
    problem: str | None
    remedy: str | None = None
    not_asked: str | None = None
    """Why that could not be found out; None where it was."""


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
    connector: str | None = None
    """The package and version of the connector, where it is none of those that ship."""
    posts: tuple[str, ...] = ()
    """What the connector may POST, as it declares: questions, and the grant of a token. Anything
    else than these, GET and HEAD never leaves the process."""

    @property
    def sees_nothing(self) -> bool:
        """Whether the vendor accepts the credential and shows it none of what was asked for."""
        found = [one for one in self.resources if one.problem is one.not_asked is None]
        return bool(self.resources) and not found


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

    async def checked(prepared: Prepared, connector: Connector) -> ConnectionCheck:
        rights = await connector.rights()
        return _reachable(prepared, rights, await connector.probe())

    answers = await ask_each(
        config,
        checked,
        secrets=secrets,
        transport=transport,
        clock=clock,
        retry=retry,
        connections=connections,
    )
    return tuple(_broken(one) if isinstance(one, Broken) else one for one in answers)


def _reachable(prepared: Prepared, rights: Rights, probes: Sequence[Probe]) -> ConnectionCheck:
    return ConnectionCheck(
        connection=prepared.config.name,
        vendor=prepared.config.vendor,
        host=prepared.host,
        reachable=True,
        rights=rights.rights,
        rights_because=rights.because,
        vendor_version=rights.vendor_version,
        warnings=rights.warnings,
        resources=tuple(
            ResourceCheck(
                resource=one.resource,
                problem=one.problem,
                remedy=one.remedy,
                not_asked=one.not_asked,
            )
            for one in probes
        ),
        connector=registry.origin(prepared.config.vendor),
        posts=heard_posts(),
    )


def _broken(one: Broken) -> ConnectionCheck:
    return ConnectionCheck(
        connection=one.connection.name,
        vendor=one.connection.vendor,
        host=one.host,
        reachable=False,
        problem=one.problem,
        remedy=one.remedy,
    )
