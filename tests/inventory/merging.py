"""Merging in short, for the tests of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from aigov_connectors.inventory import Client, ClientEntry, Organization
from aigov_connectors.inventory.merge import ClientMap, merge_clients


def merged(
    *organizations: Organization,
    entries: Sequence[ClientEntry] = (),
    connections: Mapping[tuple[str, str], tuple[str, ...]] | None = None,
    previous: Sequence[Client] = (),
) -> ClientMap:
    return merge_clients(
        organizations, entries, connection_names=connections or {}, previous=previous
    )


def shape(who: ClientMap) -> dict[str, dict[str, str]]:
    """Each client to the short references of its members and how they were matched.

    By what the configuration calls it, where it names it; else by its id.
    """
    called = {identity: word for word, identity in who.entry_ids.items()}
    return {
        called.get(client.id, client.id): {
            f"{m.vendor} {m.vendor_id}": m.match.value for m in client.members
        }
        for client in who.clients
    }


def ids(who: ClientMap) -> dict[str, str]:
    """Client name to its id."""
    return {client.name: client.id for client in who.clients}


def subjects(who: ClientMap) -> list[str]:
    return [doubt.subject for doubt in who.doubts]
