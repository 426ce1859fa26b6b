"""A run with nothing in it that is about another client; texts that name one may still be there."""

from __future__ import annotations

from aigov_connectors.inventory import Client
from aigov_connectors.inventory.renaming import under_id_of
from aigov_connectors.snapshot import Snapshot

__all__ = ["narrowed"]


def narrowed(snapshot: Snapshot, client: Client) -> Snapshot:
    """The part of a run that concerns one client; empty where the run does not know it.

    A run that was limited to others looked for nothing of this one, and stays limited to them.
    """
    inventory = under_id_of(snapshot.inventory, client)
    holds = inventory.limited_to
    scope = holds if holds and client.id not in holds else (client.id,)
    known = [client.id] if client.id in inventory.client_by_id else []
    return Snapshot(
        inventory=inventory.only(known).model_copy(update={"limited_to": scope}),
        assessment=snapshot.judged_for(client).assessment,
    )
