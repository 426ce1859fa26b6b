"""How many tickets each client had, of which category; and whose ticket is which."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping

from aigov_connectors.inventory import Organization, Window

__all__ = ["NOBODY", "Desk", "Homes"]

NOBODY = -1
"""In place of a client: the ticket was read, and is that of no client here."""


class Homes:
    """Ticket to client, in twenty bytes each: notes name their ticket only.

    Whose hand was seen on a ticket takes one bit for each program and ticket, so that one that was
    opened, noted and completed by a program counts once.
    """

    def __init__(self) -> None:
        self.touched: Counter[tuple[int, str]] = Counter()
        """(who, organization) to the tickets on which their hand was seen."""
        self._tickets = array("q")
        self._places = array("i")  # of each ticket, in the order in which they came
        self._clients = array("q")  # in the order in which they came
        self._sorted = True
        self._hands: dict[int, bytearray] = {}
        self._newest = -1

    def add(self, ticket: int, client: int) -> int:
        """Note whose ticket it is, and give its place."""
        place = len(self._clients)
        self._newest = max(self._newest, ticket)
        if self._tickets and ticket < self._tickets[-1]:
            self._sorted = False
        self._tickets.append(ticket)
        self._places.append(place)
        self._clients.append(client)
        return place

    def __bool__(self) -> bool:
        """Whether any ticket was read."""
        return bool(self._clients)

    def lacks(self, ticket: int | None) -> bool:
        """Whether a ticket that is named should have been among those that were read.

        One that is newer than all of them was opened since.
        """
        if ticket is None or (self and ticket > self._newest):
            return False
        return self.find(ticket) is None

    def find(self, ticket: int | None) -> int | None:
        """The place of a ticket; None where it was not among those that were read."""
        if ticket is None:
            return None
        if not self._sorted:
            order = sorted(range(len(self._tickets)), key=self._tickets.__getitem__)
            self._tickets = array("q", (self._tickets[one] for one in order))
            self._places = array("i", (self._places[one] for one in order))
            self._sorted = True
        at = bisect_left(self._tickets, ticket)
        known = at < len(self._tickets) and self._tickets[at] == ticket
        return self._places[at] if known else None

    def client(self, place: int) -> str | None:
        """Whose the ticket of a place is; None for nobody's."""
        client = self._clients[place]
        return None if client == NOBODY else str(client)

    def of(self, ticket: int | None) -> str | None:
        """Whose ticket it is; None for nobody's, or where it was not among those that were read."""
        place = self.find(ticket)
        return None if place is None else self.client(place)

    def touch(self, who: int, place: int) -> None:
        """Note somebody's hand on a client's ticket, by its place; it counts once."""
        client = self.client(place)
        if client is None:
            return
        hand = self._hands.setdefault(who, bytearray())
        at, bit = place >> 3, 1 << (place & 7)
        if at >= len(hand):
            hand.extend(bytes(at + 1 - len(hand)))
        if not hand[at] & bit:
            hand[at] |= bit
            self.touched[who, client] += 1


class Desk:
    """Who is served, and how many tickets each had."""

    def __init__(self) -> None:
        self.organizations: dict[str, Organization] = {}
        self.tickets: Counter[tuple[int | None, str]] = Counter()
        """(category, organization) to tickets in the window."""
        self.window: Window | None = None
        """Set once all tickets of the window were counted."""
        self._domains: frozenset[str] | None = None

    def of_category(self, category: int | None) -> Mapping[str, int]:
        """Tickets per organization, of one category or (None) of all."""
        total: Counter[str] = Counter()
        for (home, organization), count in self.tickets.items():
            if category is None or home == category:
                total[organization] += count
        return total

    def owns(self, domain: str | None, organization: str) -> bool | None:
        """Whether a domain is an organization's, which several may share.

        False where it is the staff's, or that of others only; None where nobody is known to have
        it, who may be one of its people all the same.
        """
        if self._domains is None:
            self._domains = frozenset(
                domain for one in self.organizations.values() for domain in one.domains
            )
        if domain not in self._domains:
            return None
        return domain in self.organizations[organization].domains
