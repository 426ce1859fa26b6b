"""Whom a setting reaches: clients, their computers, and the groups that these are in."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from aigov_connectors.connectwise.automate.normalize.places import VENDOR
from aigov_connectors.connectwise.automate.wire import ClientWire, GroupWire
from aigov_connectors.inventory import Organization, Place, Reach

__all__ = ["NOBODY_KNOWS", "Estate", "Reached", "organization_from"]


@dataclass(frozen=True, slots=True)
class Reached:
    """What a statement says of its reach."""

    reach: Reach
    organizations: Mapping[str, int | None] = field(default_factory=dict)


NOBODY_KNOWS = Reached(Reach.UNKNOWN)


class Estate:
    """Clients, computers and groups, as far as they were read."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        """Client to name."""
        self.groups: dict[str, GroupWire] = {}
        self.whole: set[str] = set()
        """Lists of which nothing is known to be missing."""
        self._client_of: dict[str, str] = {}
        self._location_of: dict[str, str] = {}
        self._members: defaultdict[str, set[str]] = defaultdict(set)
        self._endpoints: Counter[str] = Counter()

    def serve(self, client: str, name: str) -> None:
        """Note a client."""
        self.names[client] = name

    def stand(self, computer: str, client: str | None) -> None:
        """Note a computer and whose it is."""
        if client is not None and computer not in self._client_of:
            self._client_of[computer] = client
            self._endpoints[client] += 1

    def locate(self, location: str, client: str | None) -> None:
        """Note a location and whose it is."""
        if client is not None:
            self._location_of[location] = client

    def join(self, group: str, computer: str) -> None:
        """Note that a computer is in a group."""
        self._members[group].add(computer)

    @property
    def clients(self) -> Iterable[str]:
        """Clients by id."""
        return self.names

    def endpoints(self, client: str) -> int | None:
        """How many computers a client has; None where not all were read, or no list shows it."""
        is_known = client in self.names or client in self._endpoints
        return self._endpoints[client] if is_known and "computers" in self.whole else None

    def client_of(self, computer: str | None) -> str | None:
        """Whose a computer is."""
        return self._client_of.get(computer or "")

    def client_at(self, location: str | None) -> str | None:
        """Whose a location is."""
        return self._location_of.get(location or "")

    def first_computers(self, most: int) -> list[tuple[str, str]]:
        """(client, computer): of each client the `most` computers with the lowest ids."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for computer in sorted(self._client_of, key=lambda one: (len(one), one)):
            mine = found[self._client_of[computer]]
            if len(mine) < most:
                mine.append(computer)
        return [(client, one) for client, computers in found.items() for one in computers]

    def below(self, group: str) -> set[str]:
        """A group with all that stands below it."""
        found, left = {group}, [group]
        while left:
            above = left.pop()
            for number, row in self.groups.items():
                if row.parent_id == above and number not in found:
                    found.add(number)
                    left.append(number)
        return found

    def of_tree(self, group: str) -> Reached:
        """The clients of the computers in a group and in all below it.

        Where not all groups were read, there may be more below it.
        """
        found = self.of_groups(self.below(group))
        if "groups" in self.whole:
            return found
        return Reached(Reach.UNKNOWN, dict.fromkeys(found.organizations))

    def of_client(self, client: str) -> Reached:
        """One client, with all of its computers."""
        return Reached(Reach.LISTED, {client: self.endpoints(client)})

    def of_groups(self, groups: Iterable[str]) -> Reached:
        """The clients of the computers in any of some groups; there may be more where a list of
        them did not come whole.
        """
        members = set[str]().union(*(self._members[group] for group in groups))
        counted = Counter(self._client_of[one] for one in members if one in self._client_of)
        if not {"computers", "group_computers"} <= self.whole:
            return Reached(Reach.UNKNOWN, dict.fromkeys(sorted(counted)))
        return Reached(Reach.LISTED, dict(sorted(counted.items())))

    def shared(self, groups: Iterable[str], others: Iterable[str]) -> bool:
        """Whether some computer is in one of the groups and in one of the others too."""
        rest = [self._members[one] for one in others]
        return any(
            not self._members[group].isdisjoint(members) for group in groups for members in rest
        )


def organization_from(
    row: ClientWire, *, place: Place, endpoints: int | None, psa: str, is_told: bool = True
) -> Organization:
    """Name a client as one customer.

    Args:
        endpoints: its computers; None where they were not all read.
        psa: the vendor whose ids stand in `ExternalId`; empty for none.
        is_told: whether the configuration says so. Else they join only who is named alike.
    """
    external = (row.external_id or "").strip()
    links = ((psa, external),) if psa and external not in ("", "0") else ()
    name = row.name or row.company or f"client {row.id}"
    return Organization(
        vendor=VENDOR,
        tenant_id=place.tenant_id,
        vendor_id=row.id,
        name=name,
        handles=(row.company,) if row.company and row.company != name else (),
        links=links if is_told else (),
        likely_links=() if is_told else links,
        endpoints=endpoints,
    )
