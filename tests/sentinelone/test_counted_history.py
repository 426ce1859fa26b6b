"""What an earlier run has counted is not asked for again; what decides a statement always is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.sentinelone.console import NOW, Console, FixedClock, builder, catalogue, whole_console

from aigov_connectors.inventory import ConnectionStatus
from aigov_connectors.sentinelone.connection import SentinelOneConnector
from aigov_connectors.sentinelone.connector import CONNECTOR, SentinelOneOptions

LOOKBACK = timedelta(days=30)


async def _asked(counted_since) -> dict[str, set[str]]:
    """Path to the moments from which on it was asked for."""
    console = Console(whole_console())
    into = builder()
    async with console.client() as client:
        await SentinelOneConnector(
            client,
            SentinelOneOptions(),
            FixedClock(),
            catalogue(),
            counted_since=counted_since,
        ).collect(into)
    into.build(ConnectionStatus.COMPLETED)
    found: dict[str, set[str]] = {}
    for request in console.requests:
        since = request.url.params.get("createdAt__gte")
        if since is not None:
            found.setdefault(request.url.path.rpartition("/")[2], set()).add(since[:10])
    return found


@pytest.mark.parametrize(
    ("counted_since", "days"),
    [
        ({}, 30),
        (dict.fromkeys(CONNECTOR.counted, NOW - timedelta(days=8)), 8),
        ({"threats": NOW - timedelta(days=8)}, 30),  # both are counted from the same moment
        ({"threats": NOW - timedelta(days=8), "activities": NOW - timedelta(days=12)}, 12),
        (dict.fromkeys(CONNECTOR.counted, NOW - timedelta(days=99)), 30),
    ],
)
async def test_threats_and_activities_begin_where_the_count_ended(counted_since, days) -> None:
    asked = await _asked(counted_since)

    assert asked["threats"] == {f"{NOW - timedelta(days=days):%Y-%m-%d}"}


async def test_what_decides_a_statement_is_read_for_the_whole_time() -> None:
    whole = await _asked({})
    later = await _asked(dict.fromkeys(CONNECTOR.counted, NOW - timedelta(days=8)))

    for path in whole.keys() - CONNECTOR.counted:
        assert later[path] == whole[path]


def test_what_is_counted_is_a_resource() -> None:
    assert set(CONNECTOR.counted) <= set(CONNECTOR.resources)
