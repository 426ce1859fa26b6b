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
_SITE = re.compile(r"\bsite\b", re.IGNORECASE)
_SITE_EQUALS = re.compile(r'\bsite(?:[ /]?name)?\s*=\s*"([^"]*)"', re.IGNORECASE)
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
        self._names: dict[str, set[str]] = {}
        self._sites: dict[str, set[str]] = {}
        self.tickets: Counter[tuple[int | None, str]] = Counter()
        """(board, organization) to tickets in the window."""
        self.sources: dict[int, Counter[str]] = {}
        """Source to tickets per organization, for the sources that are looked for."""
        self.knows_sites: bool = False
        """Whether the sites of all were read, so that a name of one leads nowhere else."""
        self.window: Window | None = None
        """Set once all tickets of the window were counted."""

    def serve(self, organization: Organization) -> None:
        """Note an organization under its name and its handles."""
        for name in (organization.name, *organization.handles):
            self._names.setdefault(name.casefold(), set()).add(organization.vendor_id)

    def site(self, name: str, organization: str) -> None:
        """Note a site of an organization."""
        self._sites.setdefault(name.casefold(), set()).add(organization)

    def from_source(self, source: int) -> Mapping[str, int]:
        """Tickets per organization that came from a source."""
        return dict(sorted(self.sources.get(source, Counter()).items()))

    def of_board(self, board: int | None, *, condition: str | None = None) -> Reached:
        """Whom something on a board reaches; None is every board.

        A condition that names one company by a name or identifier that no other has, or one site
        that only one company has, limits it to that one; any other word that may limit it to some
        clients leaves open whom it reaches. So does a list of clients that was not read: nobody is
        known, which is not everybody.
        """
        if not self._names:
            return Reached(Reach.UNKNOWN)
        tickets = self.counted(board) if self.window is not None else {}
        text = condition or ""
        # What stands in quotation marks may be anything, the word company too.
        bare = _TEXT.sub('""', text)
        if not _COMPANY.search(bare) and is_about_tickets_only(text):
            return Reached(Reach.ALL, tickets=tickets, window=self.window)
        known = None if _OR.search(bare) else self._named(text, bare)
        if known is None:
            return Reached(Reach.UNKNOWN, is_certain=False)
        return Reached(
            Reach.LISTED,
            {known: None},
            {known: tickets.get(known, 0)} if self.window is not None else {},
            self.window,
            is_certain=False,
        )

    def _named(self, text: str, bare: str) -> str | None:
        """The one organization that a condition names, by a company or by a site."""
        if companies := _COMPANY.findall(bare):
            named = _EQUALS.findall(text)
            return _only(self._names, named[0]) if len(named) == len(companies) == 1 else None
        names = _SITE_EQUALS.findall(text)
        if not self.knows_sites or len(names) != 1 or len(_SITE.findall(bare)) != 1:
            return None
        return _only(self._sites, names[0])

    def counted(self, board: int | None) -> Mapping[str, int]:
        """Tickets per organization, on one board or on all."""
        total: Counter[str] = Counter()
        for (home, organization), count in self.tickets.items():
            if board is None or home == board:
                total[organization] += count
        return total


def _only(known: Mapping[str, set[str]], name: str) -> str | None:
    """Whose a name is; None where it is nobody's, or may be the name of several."""
    owners = known.get(name.casefold(), set())
    return next(iter(owners)) if len(owners) == 1 else None


def is_client(row: CompanyWire, *, types: tuple[str, ...] = ()) -> bool:
    """Whether a company is served: no vendor, no prospect, not deleted, and of one of the types.

    Args:
        types: names of the types that mean a client; empty means all.
    """
    if True in (row.is_vendor_flag, row.lead_flag, row.deleted_flag):
        return False
    wanted = {name.casefold() for name in types}
    return not wanted or any((one.name or "").casefold() in wanted for one in row.types)


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
