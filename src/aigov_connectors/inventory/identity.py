"""Which id each client has: kept from the configuration or from the run before, else derived.

What a client's id was in the run before it stays, whatever was added since: an alias, a tool,
another spelling. Where two clients turn out to be one, one of their ids stays; where one turns out
to be two, the one that holds the organization which gave the id keeps it.

Without a run before, a client that the configuration names has the id that it gives, or one from
its name; any other takes that of its organization whose vendor, tenant and id come first. A tool
that comes first in that order then changes it: the configuration, or the run before, prevents that.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from aigov_connectors.inventory.claims import Ref, derived_id, entry_id
from aigov_connectors.inventory.client import Client, ClientEntry, Organization

__all__ = ["Claimant", "identities"]


@dataclass(frozen=True, slots=True)
class Claimant:
    """A client that needs an id: its entry, if the configuration has one, and its organizations."""

    entry: ClientEntry | None
    organizations: tuple[Organization, ...]
    """In the order of their references."""


def identities(claimants: Sequence[Claimant], previous: Iterable[Client] = ()) -> list[str]:
    """The id of each claimant, in their order; no two are alike.

    `previous` are the clients of the run before.
    """
    given = {
        at: one.entry.id
        for at, one in enumerate(claimants)
        if one.entry is not None and one.entry.id is not None
    }
    kept = _kept(claimants, tuple(previous), given)
    found = {**kept, **given}
    taken = set(found.values())
    for at, one in enumerate(claimants):
        if at not in found:
            found[at] = _new(one, taken)
            taken.add(found[at])
    return [found[at] for at in range(len(claimants))]


def _kept(
    claimants: Sequence[Claimant], previous: Sequence[Client], given: dict[int, str]
) -> dict[int, str]:
    """Ids of the run before, each to the claimant that has the best right to it."""
    holder: dict[Ref, int] = {
        org.ref: at for at, one in enumerate(claimants) for org in one.organizations
    }
    spoken_for = {
        entry_id(one.entry): at for at, one in enumerate(claimants) if one.entry is not None
    }
    rights: list[tuple[tuple[bool, bool, int], str, int]] = []
    for before in previous:
        shared: dict[int, int] = {}
        for member in before.members:
            at = holder.get((member.vendor, member.tenant_id, member.vendor_id))
            if at is not None:
                shared[at] = shared.get(at, 0) + 1
        named = spoken_for.get(before.id)
        if named is not None:
            shared = {named: shared.get(named, 0)}  # the configuration says whose id that is
        for at, count in shared.items():
            if at not in given:
                founds = any(derived_id(org) == before.id for org in claimants[at].organizations)
                rights.append(((named is None, not founds, -count), before.id, at))
    kept: dict[int, str] = {}
    gone: set[str] = set()
    for _, identity, at in sorted(rights):
        if at not in kept and identity not in gone:
            kept[at] = identity
            gone.add(identity)
    return kept


def _new(one: Claimant, taken: set[str]) -> str:
    if one.entry is not None:
        wanted = [entry_id(one.entry)]
    else:
        wanted = [derived_id(org) for org in one.organizations]
    for identity in wanted:
        if identity not in taken:
            return identity
    number = 2
    while f"{wanted[0]}~{number}" in taken:
        number += 1
    return f"{wanted[0]}~{number}"
