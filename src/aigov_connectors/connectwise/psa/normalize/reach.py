"""Whom a setting reaches: organizations, and how many of their tickets in the time looked at."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from aigov_connectors.connectwise.psa.normalize.conditions import is_about_tickets_only
from aigov_connectors.connectwise.psa.wire import CompanyWire
from aigov_connectors.inventory import (
    ContextHint,
    Organization,
    Place,
    Reach,
    Window,
)

__all__ = ["Desk", "Reached", "is_client", "organization_from"]

# `Company = "Acme"` or `Company/Identifier = "ACME"`: one company and no other.
_COMPANY = re.compile(r"\bcompany\b", re.IGNORECASE)
_EQUALS = re.compile(r'\bcompany(?:[ /]?(?:name|identifier|id))?\s*=\s*"([^"]*)"', re.IGNORECASE)
_OR = re.compile(r"\bor\b|\bnot\b", re.IGNORECASE)
_TEXT = re.compile(r'"[^"]*"')


@dataclass(frozen=True, slots=True)
class Reached:
    """What a statement says of its reach."""

    reach: Reach
    organizations: Mapping[str, int | None] = field(default_factory=dict)
    tickets: Mapping[str, int] = field(default_factory=dict)
    window: Window | None = None
    is_certain: bool = True
    """False where it follows from a condition whose grammar is not documented."""


class Desk:
    """Who is served, and how many tickets each had on each board."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self.tickets: Counter[tuple[int | None, str]] = Counter()
        """(board, organization) to tickets in the window."""
        self.window: Window | None = None
        """Set once all tickets of the window were counted."""

    def serve(self, organization: Organization) -> None:
        """Note an organization under its name and its handles."""
        for name in (organization.name, *organization.handles):
            self._names[name.casefold()] = organization.vendor_id

    def of_board(self, board: int | None, *, condition: str | None = None) -> Reached:
        """Whom something on a board reaches; None is every board.

        A condition that names one company by its name or identifier limits it to that one; any
        other word that may limit it to some clients leaves open whom it reaches. So does a list of
        clients that was not read: nobody is known, which is not everybody.
        """
        if not self._names:
            return Reached(Reach.UNKNOWN)
        tickets = self.counted(board) if self.window is not None else {}
        text = condition or ""
        # What stands in quotation marks may be anything, the word company too.
        if not _COMPANY.search(_TEXT.sub('""', text)):
            if not is_about_tickets_only(text):
                return Reached(Reach.UNKNOWN, is_certain=False)
            return Reached(Reach.ALL, tickets=tickets, window=self.window)
        named = [self._names.get(name.casefold()) for name in _EQUALS.findall(text)]
        mentions = len(_COMPANY.findall(_TEXT.sub('""', text)))
        known = named[0] if len(named) == 1 else None
        if known is None or mentions != 1 or _OR.search(_TEXT.sub('""', text)):
            return Reached(Reach.UNKNOWN, is_certain=False)
        return Reached(
            Reach.LISTED,
            {known: None},
            {known: tickets.get(known, 0)} if self.window is not None else {},
            self.window,
            is_certain=False,
        )

    def counted(self, board: int | None) -> Mapping[str, int]:
        """Tickets per organization, on one board or on all."""
        total: Counter[str] = Counter()
        for (home, organization), count in self.tickets.items():
            if board is None or home == board:
                total[organization] += count
        return total


def is_client(row: CompanyWire) -> bool:
    """Whether a company is served: no vendor, no prospect, not deleted."""
    return not (row.is_vendor_flag or row.lead_flag or row.deleted_flag)


def organization_from(
    row: CompanyWire, *, place: Place, vendor: str, hints: tuple[ContextHint, ...] = ()
) -> Organization:
    """Name a company as one customer; its identifier is what people type."""
    return Organization(
        vendor=vendor,
        tenant_id=place.tenant_id,
        vendor_id=str(row.id),
        name=row.name or row.identifier or f"company {row.id}",
        handles=(row.identifier,) if row.identifier else (),
        hints=hints,
    )
