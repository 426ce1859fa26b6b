"""How many tickets each client had, of which category; and whose ticket is which."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping

from aigov_connectors.inventory import Organization, Window

__all__ = ["Desk", "Homes"]


class Homes:
    """Ticket to client, in sixteen bytes each: notes name their ticket only."""

    def __init__(self) -> None:
        self._tickets = array("q")
        self._clients = array("q")
        self._sorted = True

    def add(self, ticket: int, client: int) -> None:
        """Note whose ticket it is."""
        if self._tickets and ticket < self._tickets[-1]:
            self._sorted = False
        self._tickets.append(ticket)
        self._clients.append(client)

    def of(self, ticket: int | None) -> str | None:
        """Whose ticket it is; None where it was not among those that were read."""
        if ticket is None:
            return None
        if not self._sorted:
            order = sorted(range(len(self._tickets)), key=self._tickets.__getitem__)
            self._tickets = array("q", (self._tickets[place] for place in order))
            self._clients = array("q", (self._clients[place] for place in order))
            self._sorted = True
        place = bisect_left(self._tickets, ticket)
        known = place < len(self._tickets) and self._tickets[place] == ticket
        return str(self._clients[place]) if known else None


class Desk:
    """Who is served, and how many tickets each had."""

    def __init__(self) -> None:
        self.organizations: dict[str, Organization] = {}
        self.tickets: Counter[tuple[int | None, str]] = Counter()
        """(category, organization) to tickets in the window."""
        self.window: Window | None = None
        """Set once all tickets of the window were counted."""

    def of_category(self, category: int | None) -> Mapping[str, int]:
        """Tickets per organization, of one category or (None) of all."""
        total: Counter[str] = Counter()
        for (home, organization), count in self.tickets.items():
            if category is None or home == category:
                total[organization] += count
        return total

    def named(self, domain: str | None) -> str | None:
        """The organization whose domain it is; None where none has it."""
        for one in self.organizations.values():
            if domain and domain in one.domains:
                return one.vendor_id
        return None
