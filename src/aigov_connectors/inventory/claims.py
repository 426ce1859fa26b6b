"""What the configuration says of who is who: which organization each of its clients claims."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from aigov_connectors.inventory.client import ClientEntry, ClientMember, Organization
from aigov_connectors.inventory.names import slug

__all__ = [
    "Claims",
    "Doubt",
    "Ref",
    "as_told",
    "check_entries",
    "claims_of",
    "derived_id",
    "entry_id",
]

Ref = tuple[str, str, str]
"""Vendor, tenant and vendor id of an organization."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something about who is who that only a person can decide."""

    subject: str
    remedy: str
    organizations: tuple[Organization, ...] = ()
    entries: tuple[ClientEntry, ...] = ()
    place: str | None = None
    """The vendor or connection that an alias names."""


@dataclass(frozen=True, slots=True)
class Claims:
    """Which entry claims which organization, and what could not be decided about it."""

    entry_of: dict[Ref, ClientEntry] = field(default_factory=dict)
    written: dict[Ref, int] = field(default_factory=dict)
    """Each claimed organization to the place of its alias within the file."""
    doubts: list[Doubt] = field(default_factory=list)


def check_entries(entries: Iterable[ClientEntry]) -> None:
    """Refuse entries that would be one client by their id.

    Raises:
        ValueError: names both.
    """
    owners: dict[str, ClientEntry] = {}
    for entry in entries:
        if (owner := owners.setdefault(entry_id(entry), entry)) is not entry:
            raise ValueError(
                f"the clients {owner.name!r} and {entry.name!r} have one id, {entry_id(entry)!r}: "
                f"give one of them another id"
            )


def entry_id(entry: ClientEntry) -> str:
    """The client id of an entry of the configuration."""
    return entry.id or slug(entry.name)


def derived_id(org: Organization | ClientMember) -> str:
    """Vendor, tenant and vendor id in one word, each free of the slash that parts them."""
    return "/".join(part.replace("%", "%25").replace("/", "%2F") for part in org.ref)


def as_told(org: Organization) -> str:
    """An organization in words: its name, and where to find it."""
    return f"{org.name} ({org.vendor} {org.vendor_id})"


def claims_of(
    known: Sequence[Organization],
    entries: Sequence[ClientEntry],
    connection_names: Mapping[tuple[str, str], tuple[str, ...]],
) -> Claims:
    """Which entry claims which organization; the first in the file where several do."""
    index = _AliasIndex(known, connection_names)
    claims: dict[Ref, list[ClientEntry]] = defaultdict(list)
    doubts: list[Doubt] = []
    unseen: dict[str, list[ClientEntry]] = defaultdict(list)
    written: dict[Ref, int] = {}
    for entry in entries:
        for place, aliases in entry.aliases.items():
            if place not in index.places:
                unseen[place].append(entry)
                continue
            for alias in aliases:
                found, doubt = index.answers(entry, place, alias)
                doubts.extend(doubt)
                for org in found:
                    claims[org.ref].append(entry)
                    written.setdefault(org.ref, len(written))
    doubts.extend(
        Doubt(
            f"the organizations at {place}, which the configuration names for "
            f"{', '.join(entry.name for entry in named)}: none of that tool was read",
            f"Correct the name {place}, or see why its connection tells no organizations.",
            entries=tuple(named),
            place=place,
        )
        for place, named in sorted(unseen.items())
    )
    by_id = {entry.id: entry for entry in entries if entry.id is not None}
    for org in known:
        named = list({id(entry): entry for entry in claims.get(org.ref, ())}.values())
        if len(named) > 1:
            doubts.append(
                Doubt(
                    f"whose organization {as_told(org)} is: the configuration names it for "
                    f"{' and '.join(entry.name for entry in named)}; it counts for the first",
                    "Leave the alias in one place.",
                    (org,),
                    tuple(named),
                )
            )
        elif not named and (pinned := by_id.get(derived_id(org))) is not None:
            claims[org.ref].append(pinned)  # the id that it once gave, kept in the configuration
    return Claims({ref: named[0] for ref, named in claims.items()}, written, doubts)


class _AliasIndex:
    """Who answers to which word at which place."""

    def __init__(
        self,
        known: Sequence[Organization],
        connection_names: Mapping[tuple[str, str], tuple[str, ...]],
    ) -> None:
        self.places: set[str] = set()
        self._ids: dict[tuple[str, str], list[Organization]] = defaultdict(list)
        self._words: dict[tuple[str, str], list[Organization]] = defaultdict(list)
        for org in known:
            for place in {org.vendor, *connection_names.get((org.vendor, org.tenant_id), ())}:
                self.places.add(place)
                self._ids[place, org.vendor_id].append(org)
                for word in {org.name, *org.handles}:
                    self._words[place, word].append(org)

    def answers(
        self, entry: ClientEntry, place: str, alias: str
    ) -> tuple[Sequence[Organization], tuple[Doubt, ...]]:
        """Those that answer to an alias: the id before names and handles.

        A name may be answered once by each tenant of a vendor. An id is one tenant's own.
        """
        by_id, by_word = self._ids.get((place, alias), []), self._words.get((place, alias), [])
        if not by_id and not by_word:
            return (), (
                Doubt(
                    f"the organization {alias!r} that the configuration names for {entry.name}",
                    f"Correct the alias for {place}: its id, or its exact name, as the tool "
                    f"shows it.",
                    entries=(entry,),
                    place=place,
                ),
            )
        found = by_id or by_word
        tenants = {(org.vendor, org.tenant_id) for org in found}
        if len(found) > (1 if by_id else len(tenants)):
            told = ", ".join(f"{as_told(org)} of {org.tenant_id}" for org in found)
            return (), (
                Doubt(
                    f"which organization {alias!r} is that the configuration names for "
                    f"{entry.name}: {told}",
                    "Give the id as the alias, under the name of the connection.",
                    tuple(found),
                    (entry,),
                ),
            )
        return found, ()
