"""How much was read and is known, in words that say for whom it is counted."""

from __future__ import annotations

from aigov_connectors.cli.show.text import counted
from aigov_connectors.inventory import Inventory
from aigov_connectors.inventory.covered import Covered, clients_covered

__all__ = ["for_whom", "known_words"]


def for_whom(inventory: Inventory, client: str | None = None) -> str:
    """` for Lakeside Clinic`, ` for each of 2 clients, at least`; nothing of a whole run."""
    wanted = clients_covered(inventory, client)
    if not wanted:
        return ""
    if len(wanted) > 1:
        return f" for each of {counted(len(wanted), 'client')}, at least"
    known = inventory.client_by_id
    return f" for {known[wanted[0]].name if wanted[0] in known else wanted[0]}"


def known_words(one: Covered, inventory: Inventory, client: str | None = None) -> str:
    """Both figures; of a whole run with whom each is counted for."""
    read = f"{one.read:,} of {one.resources:,} resources read"
    known = f"{one.known:,} of {one.features:,} features known"
    if clients_covered(inventory, client):
        return f"{read}, {known}"
    if one.known == one.known_of_all:
        return f"{read}, {known} for all clients"
    return f"{read}, {known} for the median client ({one.known_of_all:,} for all)"
