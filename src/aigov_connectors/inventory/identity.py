"""Which id each client has: kept from the configuration or from the run before, else derived.

An `id` in the configuration always counts. Else what a client's id was in the run before stays,
whatever was added since: an alias, a tool, another spelling. Where two clients turn out to be one,
one of their ids stays; where one turns out to be two, the one that holds the organization which
gave the id keeps it.

Without a run before, a client has the vendor, tenant and id of one of its organizations. Which
one, is said by what the tools tell, not by what the configuration joins: those that are one
client without any alias give the id of the first of them in the alphabet. Of several such parts
that aliases make one, the one that bears the name which the configuration gives counts, then the
one whose alias is written first. So an alias written below the others changes no id but that of
whom it takes in. A tool that comes first in the alphabet still may: of two organizations one must
give the id, and nothing tells which was there before.

Therefore a client knows every id that it would have had by another of its organizations, or had
before: by them two runs meet, and what names a client by an earlier id still means it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from aigov_connectors.inventory.claims import Ref, derived_id, entry_id
from aigov_connectors.inventory.client import Client, ClientEntry, Organization
from aigov_connectors.inventory.names import normalized_name, slug

__all__ = ["Claimant", "by_founding", "identities", "other_ids"]


@dataclass(frozen=True, slots=True)
class Claimant:
    """A client that needs an id: its entry, if the configuration has one, and its organizations."""

    entry: ClientEntry | None
    organizations: tuple[Organization, ...]
    """In the order in which they give the id; see `by_founding`."""


def by_founding(
    organizations: Iterable[Organization],
    entry: ClientEntry | None,
    *,
    parts: Mapping[Ref, Ref],
    written: Mapping[Ref, int],
) -> tuple[Organization, ...]:
    """The organizations of one client in the order in which they give its id.

    Args:
        organizations: of the client.
        entry: its entry in the configuration.
        parts: organization to the first of those that are one client with it without any alias.
        written: organization to the place of its alias in the file.
    """
    held: dict[Ref, list[Organization]] = defaultdict(list)
    for org in sorted(organizations, key=lambda one: one.ref):
        held[parts.get(org.ref, org.ref)].append(org)
    last = len(written)

    def rank(part: list[Organization]) -> tuple[int, int, Ref]:
        named = min(_likeness(org, entry) for org in part)
        return named, min(written.get(org.ref, last) for org in part), part[0].ref

    return tuple(org for part in sorted(held.values(), key=rank) for org in part)


def _likeness(org: Organization, entry: ClientEntry | None) -> int:
    """0 where an organization bears the name of the entry, 1 where but the legal form differs."""
    if entry is None:
        return 2
    (stem, form), (wanted, wanted_form) = normalized_name(org.name), normalized_name(entry.name)
    if not stem or stem != wanted:
        return 2
    return 0 if form == wanted_form else 1


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
            at = holder.get(member.ref)
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


def other_ids(
    claimants: Sequence[Claimant], ids: Sequence[str], previous: Iterable[Client] = ()
) -> list[tuple[str, ...]]:
    """By which ids each claimant may have been known, in their order; none is another's.

    First those that its organizations give, in the order of `Claimant.organizations`; then the one
    from the name in the configuration; then those of the run before that nobody else has a better
    right to.
    """
    owner = {identity: at for at, identity in enumerate(ids)}
    found: dict[int, list[str]] = {at: [] for at in range(len(claimants))}

    def give(told: Iterable[tuple[int, str]]) -> None:
        wanted: dict[str, set[int]] = defaultdict(set)
        for at, word in told:
            wanted[word].add(at)
        for word, those in wanted.items():
            if word not in owner and len(those) == 1:
                (owner[word],) = those
                found[owner[word]].append(word)

    give((at, derived_id(org)) for at, one in enumerate(claimants) for org in one.organizations)
    give((at, slug(one.entry.name)) for at, one in enumerate(claimants) if one.entry is not None)
    give(_inherited(claimants, ids, previous))
    return [tuple(found[at]) for at in range(len(claimants))]


def _inherited(
    claimants: Sequence[Claimant], ids: Sequence[str], previous: Iterable[Client]
) -> Iterator[tuple[int, str]]:
    """What a client of the run before was called, to the one that has most of it."""
    place = {identity: at for at, identity in enumerate(ids)}
    holder = {org.ref: at for at, one in enumerate(claimants) for org in one.organizations}
    for before in sorted(previous, key=lambda one: one.id):
        shared: dict[int, int] = defaultdict(int)
        for member in before.members:
            if (at := holder.get(member.ref)) is not None:
                shared[at] += 1
        heir = place.get(before.id)
        if heir is None and shared:
            heir = min(shared, key=lambda at: (-shared[at], ids[at]))
        if heir is not None:
            yield from ((heir, word) for word in (before.id, *before.also_known_as))


def _new(one: Claimant, taken: set[str]) -> str:
    wanted = [derived_id(org) for org in one.organizations]
    if not wanted and one.entry is not None:
        wanted = [entry_id(one.entry)]
    for identity in wanted:
        if identity not in taken:
            return identity
    number = 2
    while f"{wanted[0]}~{number}" in taken:
        number += 1
    return f"{wanted[0]}~{number}"
