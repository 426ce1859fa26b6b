"""Two connections to one tenant that the vendor's API does not name: everything would stand twice.

Where an API tells no tenant, a connection's name stands for it. Two connections to the same tenant
then look like two tenants, with every client, endpoint and deployment counted for each.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from aigov_connectors.inventory.collection import Collection
from aigov_connectors.inventory.gap import Gap
from aigov_connectors.inventory.vocabulary import GapReason

__all__ = ["twin_gaps"]

_Shown = tuple[str, str, frozenset[tuple[str, str]]]


def twin_gaps(parts: Sequence[Collection]) -> Iterator[Gap]:
    """Warn of connections of one vendor and host that show the same organizations.

    The same means equal ids with equal names, all of them; no name or id of a client is told.
    """
    found: dict[_Shown, list[Collection]] = defaultdict(list)
    for part in parts:
        connection = part.connection
        shown = frozenset((one.vendor_id, one.name) for one in part.organizations)
        if shown:
            found[connection.vendor, connection.host, shown].append(part)
    for (vendor, host, _), twins in found.items():
        if len({part.connection.tenant_id for part in twins}) < 2:
            continue  # one of them, or known to be one tenant
        names = sorted(part.connection.name for part in twins)
        yield Gap(
            connection=names[0],
            vendor=vendor,
            resource="clients",
            subject=f"whether {' and '.join(names)} are connections to one tenant",
            reason=GapReason.INCONCLUSIVE,
            detail=f"on {host} they show the same organizations; if they are one tenant,"
            " everything is counted once for each",
            remedy="Keep one of the connections, or give all of them the same option tenant.",
        )
