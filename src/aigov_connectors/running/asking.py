"""Asks chosen connections something small, side by side; a broken one is an answer, not an error.

What `check` and `plan` have in common.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from aigov_connectors import registry
from aigov_connectors._http import RetryPolicy, hearing_posts
from aigov_connectors.clock import Clock, SystemClock
from aigov_connectors.config import Config, ConnectionConfig
from aigov_connectors.connector import Connector
from aigov_connectors.credentials import default_secrets
from aigov_connectors.errors import ConnectorError
from aigov_connectors.running.opening import (
    AnySecrets,
    Prepared,
    TransportSource,
    check_resources,
    open_connector,
    prepare,
)
from aigov_connectors.trust import only_plugins

__all__ = ["Broken", "ask_each"]

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Broken:
    """Why a connection gave no answer."""

    connection: ConnectionConfig
    host: str | None
    """None where the configuration does not lead to one."""
    problem: str
    remedy: str | None


async def ask_each(
    config: Config,
    ask: Callable[[Prepared, Connector], Awaitable[Answer]],
    *,
    secrets: AnySecrets | None,
    transport: TransportSource | None,
    clock: Clock | None,
    retry: RetryPolicy | None,
    connections: Sequence[str] | None,
    resources: Sequence[str] | None = None,
) -> tuple[Answer | Broken, ...]:
    """Open each chosen connection and ask it, in the order of the configuration.

    Raises:
        ConfigurationError: a name in `connections` or `resources` is unknown, or two connections
            would share their secrets. What is wrong with one connection alone is in its answer.
    """
    known = {one.name for one in config.connections}
    # Whatever concerns more than one connection surfaces here; the rest one by one below.
    prepare(config, connections=[name for name in connections or () if name not in known])
    chosen = [one for one in config.connections if connections is None or one.name in connections]
    if resources is not None:
        with only_plugins(config.plugins):
            check_resources([registry.load(one.vendor) for one in chosen], resources)

    async def one_answer(connection: ConnectionConfig) -> Answer | Broken:
        host: str | None = None
        try:
            (prepared,) = prepare(config, connections=[connection.name])
            host = prepared.host
            with hearing_posts():
                async with open_connector(
                    prepared,
                    secrets=secrets or default_secrets(),
                    transport=transport,
                    clock=clock or SystemClock(),
                    retry=retry,
                ) as connector:
                    return await ask(prepared, connector)
        except ConnectorError as error:
            return Broken(connection, host, str(error), error.hint)

    outcomes = await asyncio.gather(
        *(one_answer(one) for one in chosen),
        return_exceptions=True,  # a connector that crashes must not hide the others
    )
    return tuple(_told(one, outcome) for one, outcome in zip(chosen, outcomes, strict=True))


def _told(
    connection: ConnectionConfig, outcome: Answer | Broken | BaseException
) -> Answer | Broken:
    if not isinstance(outcome, BaseException):
        return outcome
    if not isinstance(outcome, Exception):
        raise outcome  # cancelled, or the process is to end
    # The text of an unforeseen error may hold anything; its type is enough.
    return Broken(
        connection,
        None,
        f"the connector ended with an unexpected {type(outcome).__name__}",
        "Report it with the vendor, its version and the name of the error.",
    )
