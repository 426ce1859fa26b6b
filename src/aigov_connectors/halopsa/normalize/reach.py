"""Whom a setting reaches: organizations, and how many of their tickets in the time looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from aigov_connectors.halopsa.normalize.place import VENDOR
from aigov_connectors.halopsa.wire import (
    ClientWire,
    ContractWire,
    TemplateWire,
    TicketTypeWire,
    given,
)
from aigov_connectors.inventory import (
    ContextHint,
    Evidence,
    Organization,
    Origin,
    Place,
    Reach,
    Window,
)

__all__ = ["Desk", "Reached", "organization_from"]

_LINKS: tuple[tuple[str, str], ...] = (
    ("ninjarmmid", "ninjaone"),
    ("connectwiseid", "connectwise.psa"),
    ("autotaskid", "autotask"),
    ("cautomateid", "connectwise.automate"),
)
"""Field with the id in another tool, and that tool. Source: HaloPSA API v2, Area (verified)."""


@dataclass(frozen=True, slots=True)
class Reached:
    """What a statement says of its reach."""

    reach: Reach
    organizations: Mapping[str, int | None] = field(default_factory=dict)
    tickets: Mapping[str, int] = field(default_factory=dict)
    window: Window | None = None


UNKNOWN = Reached(Reach.UNKNOWN)


class Desk:
    """Which clients may use which ticket type, and how many tickets each had of it."""

    def __init__(self) -> None:
        self.types: dict[int, TicketTypeWire] = {}
        """Ticket types with their details."""
        self.tickets: Counter[tuple[int | None, str]] = Counter()
        """(ticket type, organization) to tickets in the window."""
        self.window: Window | None = None
        """Set once all tickets of the window were counted."""
        self.types_are_whole = False
        """Whether every ticket type was read with its details."""
        self.workflows_of_rules: frozenset[int] | None = None
        """Workflows that ticket rules may give to a ticket; None where that is not known."""
        self.templates_of_rules: Mapping[int, Sequence[tuple[TemplateWire, Origin]]] = {}
        """Workflow to the templates by which ticket rules may give it; a template may name the
        approval process under which its tickets begin."""

    def everybody(self) -> Reached:
        """All clients, with all their tickets."""
        return Reached(Reach.ALL, tickets=self.counted(None), window=self.window)

    def of_types(self, types: Iterable[int]) -> Reached:
        """The clients that may use one of these ticket types; None of them reaches nobody known.

        A type that is not limited to clients is open to all of them.
        """
        wanted = set(types)
        if not wanted or not wanted <= set(self.types):
            return UNKNOWN
        tickets = self.counted(wanted)
        allowed = [self.types[one].allowed_clients for one in wanted]
        if any(clients is None for clients in allowed):
            return UNKNOWN  # the list of clients was not sent
        if any(not clients for clients in allowed):
            return Reached(Reach.ALL, tickets=tickets, window=self.window)
        named = {
            str(one.client_id)
            for clients in allowed
            for one in clients or ()
            if one.client_id is not None
        }
        return Reached(
            Reach.LISTED,
            dict.fromkeys(sorted(named)),
            {name: tickets.get(name, 0) for name in sorted(named)} if self.window else {},
            self.window,
        )

    def counted(self, types: Iterable[int] | None) -> Mapping[str, int]:
        """Tickets per organization, of some types or of all; empty before all are counted."""
        if self.window is None:
            return {}
        wanted = None if types is None else set(types)
        total: Counter[str] = Counter()
        for (kind, organization), count in self.tickets.items():
            if wanted is None or kind in wanted:
                total[organization] += count
        return total


def organization_from(
    row: ClientWire,
    details: tuple[ClientWire, Origin] | None,
    contracts: Iterable[tuple[ContractWire, Origin]],
    *,
    place: Place,
) -> tuple[Organization, tuple[Evidence, ...]]:
    """Name a client as one customer, with its ids elsewhere and what hints at its context.

    Args:
        details: what it says when asked for alone; None where that was not read.
        contracts: those that hold.
    """
    whole = details[0] if details else row
    hints: list[ContextHint] = []
    evidence: list[Evidence] = []

    def hint(source: str, value: str | None, seen: Evidence) -> None:
        if value and value not in {one.value for one in hints}:
            hints.append(ContextHint(source=source, value=value, evidence=seen.id))
            evidence.append(seen)

    for number, relation in enumerate(whole.customer_relationship if details else ()):
        if details is not None and relation.name:
            pointer = f"/customer_relationship/{number}/name"
            seen = details[1].evidence(object_id=str(row.id), pointer=pointer, value=relation.name)
            hint("type", relation.name, seen)
    for contract, origin in contracts:
        if contract.contracttype_name:
            seen = origin.evidence(
                object_id=str(contract.id),
                pointer="/contracttype_name",
                value=contract.contracttype_name,
            )
            hint("agreement", contract.contracttype_name, seen)
    links = [
        (vendor, str(getattr(whole, name)))
        for name, vendor in _LINKS
        if given(getattr(whole, name))
    ]
    if whole.datto_id:
        links.append(("datto.rmm", whole.datto_id))
    domain = (whole.domain or "").strip().casefold().removeprefix("www.")
    found = Organization(
        vendor=VENDOR,
        tenant_id=place.tenant_id,
        vendor_id=str(row.id),
        name=row.name or f"client {row.id}",
        links=tuple(links),
        domains=(domain,) if "." in domain and " " not in domain else (),
        hints=tuple(hints),
    )
    return found, tuple(evidence)
