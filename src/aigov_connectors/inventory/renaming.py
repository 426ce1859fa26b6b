"""One client under two ids: an earlier run told in the ids of a later one.

An alias, a tool or an `id` in the configuration may give a client another id. The ids that it had,
or would have had (`Client.also_known_as`), show that it is the same; without that, every finding
and every reach of it would read as gone and come anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from aigov_connectors.inventory.claims import derived_id
from aigov_connectors.inventory.client import Client
from aigov_connectors.inventory.joining import added_up

if TYPE_CHECKING:
    from aigov_connectors.inventory.inventory import Inventory

__all__ = ["ids_between", "known_ids", "under_id_of", "under_ids"]

AnyInventory = TypeVar("AnyInventory", bound="Inventory")


def ids_between(before: Iterable[Client], after: Iterable[Client]) -> dict[str, str]:
    """Ids of the earlier run to those that the same clients have in the later, where they differ.

    Two may lead to one: clients that were joined. A client that was parted leads to the part that
    has the best right to its id.
    """
    known = tuple(after)
    holder = {word: one.id for one in known for word in known_ids(one)}
    holder |= {one.id: one.id for one in known}
    found: dict[str, str] = {}
    for one in before:
        later = next((holder[word] for word in known_ids(one) if word in holder), one.id)
        if later != one.id:
            found[one.id] = later
    return found


def under_id_of(inventory: AnyInventory, client: Client) -> AnyInventory:
    """The inventory of another run with the id that a client has now, if it was another.

    Only what was all of it is taken for it: a client of which it is a part stays another.
    """
    others = (one.id for one in inventory.clients if one.id in client.also_known_as)
    return under_ids(inventory, dict.fromkeys(others, client.id))


def under_ids(inventory: AnyInventory, ids: Mapping[str, str]) -> AnyInventory:
    """The inventory with other ids for some clients; those that get one id are one client."""
    if not ids:
        return inventory

    def named(client: str) -> str:
        return ids.get(client, client)

    def all_named(clients: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted({named(one) for one in clients}))

    return inventory.model_copy(
        update={
            "clients": _clients(inventory.clients, ids),
            "deployment_clients": added_up(
                replace(row, client=named(row.client)) if row.client in ids else row
                for row in inventory.deployment_clients
            ),
            "decisions": tuple(
                replace(row, client=named(row.client)) if row.client else row
                for row in inventory.decisions
            ),
            "chains": tuple(
                one.model_copy(update={"clients": all_named(one.clients)})
                for one in inventory.chains
            ),
            "gaps": tuple(
                one.model_copy(update={"clients": all_named(one.clients)}) if one.clients else one
                for one in inventory.gaps
            ),
            "coverage": tuple(
                one.model_copy(update={"client": named(one.client)}) if one.client else one
                for one in inventory.coverage
            ),
            "limited_to": all_named(inventory.limited_to),
        }
    )


def _clients(clients: Iterable[Client], ids: Mapping[str, str]) -> tuple[Client, ...]:
    """Each under its later id; of those that were joined, the one that always had it speaks."""
    joined: dict[str, Client] = {}
    for one in sorted(clients, key=lambda each: (each.id in ids, each.id)):
        identity = ids.get(one.id, one.id)
        first = joined.get(identity, one)
        members = {each.ref: each for each in (*first.members, *one.members)}
        joined[identity] = first.model_copy(
            update={
                "id": identity,
                "also_known_as": tuple(
                    dict.fromkeys(
                        word for word in (*known_ids(first), *known_ids(one)) if word != identity
                    )
                ),
                "members": tuple(members[ref] for ref in sorted(members)),
            }
        )
    return tuple(joined[identity] for identity in sorted(joined))


def known_ids(client: Client) -> tuple[str, ...]:
    """By which ids it may be known; a run of an earlier version told only the first of them."""
    return client.id, *client.also_known_as, *map(derived_id, client.members)
