"""The layers between a client and the network, built once for each connection.

Outside in: httpx client, auth flow, read-only guard, retry, rate budget, one attempt (whole body,
capped and timed), network. `open_client` loads this when a connection is opened: to import a
vendor's client takes none of it.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

import httpx

from aigov_connectors._http.attempt import AttemptTransport
from aigov_connectors._http.auth import Auth
from aigov_connectors._http.budget import BudgetTransport
from aigov_connectors._http.declared import tell_posts
from aigov_connectors._http.events import Events
from aigov_connectors._http.flows import Surroundings
from aigov_connectors._http.guard import ReadDeclaration, ReadOnlyTransport
from aigov_connectors._http.limits import RateLimits
from aigov_connectors._http.network import NetworkOptions, network_transport, proxy_host
from aigov_connectors._http.retry import RetryPolicy, RetryTransport
from aigov_connectors._http.status import ErrorTable
from aigov_connectors.clock import Clock


class Stack(NamedTuple):
    """What `stacked` built."""

    http: httpx.AsyncClient
    network: httpx.AsyncBaseTransport
    """The lowest layer, which another client of the connection may share."""
    proxy: str | None
    """Host and port of the proxy; None also where a transport from outside finds its own way."""


def stacked(
    url: httpx.URL,
    *,
    vendor: str,
    auth: Auth | None,
    declaration: ReadDeclaration,
    limits: RateLimits,
    errors: ErrorTable,
    headers: Mapping[str, str],
    network: NetworkOptions,
    retry: RetryPolicy,
    transport: httpx.AsyncBaseTransport | None,
    lent: httpx.AsyncBaseTransport | None,
    events: Events,
    clock: Clock,
) -> Stack:
    """Build the layers of one connection; nothing is sent.

    Args:
        transport: replaces the network, from outside; it stays open.
        lent: the network of another client of the connection; it stays open.

    Raises:
        ConfigurationError: a secret, a proxy or a certificate cannot be used.
    """
    around = Surroundings(vendor, url, errors, clock, network.timeout().as_dict())
    flow = None if auth is None else auth.flow(around)
    if auth is not None:
        declaration = declaration.also(auth.posts)
    tell_posts(map(str, declaration.posts))
    inner = transport or lent
    if inner is None:
        inner = network_transport(network, base_url=url, connections=limits.max_in_flight)
    attempt = AttemptTransport(
        inner,
        closes_inner=transport is None and lent is None,
        traces=transport is None,
        network=network,
        vendor=vendor,
        errors=errors,
        events=events,
        clock=clock,
    )
    budget = BudgetTransport(attempt, limits=limits, base_path=url.path, clock=clock, retry=retry)
    guard = ReadOnlyTransport(
        RetryTransport(budget, policy=retry, clock=clock, events=events),
        vendor=vendor,
        base_url=url,
        declaration=declaration,
        events=events,
    )
    http = httpx.AsyncClient(
        base_url=url,
        auth=flow,
        headers={
            "User-Agent": _user_agent(),
            "Accept": "application/json",
            # What the attempt can unpack under its own cap.
            "Accept-Encoding": "gzip, deflate",
            **headers,
        },
        timeout=network.timeout(),
        follow_redirects=False,
        trust_env=False,  # no .netrc; proxies are the network layer's
        transport=guard,
    )
    return Stack(http, inner, None if transport is not None else proxy_host(network, url))


@lru_cache(maxsize=1)
def _user_agent() -> str:
    from importlib.metadata import PackageNotFoundError, version  # slow to import, needed once

    try:
        return f"aigov-connectors/{version('aigov-connectors')} (read-only)"
    except PackageNotFoundError:
        return "aigov-connectors (read-only)"
