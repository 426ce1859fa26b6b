"""What one reading knows while it is under way, and how it hands lists over."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Coroutine
from datetime import datetime, timedelta
from typing import Any, TypeVar

from aigov_connectors._http import Page, Read
from aigov_connectors.catalogue import VendorCatalogue
from aigov_connectors.collecting import CollectionBuilder, Instead, side_by_side
from aigov_connectors.connectwise.psa.client import ConnectWisePSAClient
from aigov_connectors.connectwise.psa.normalize import (
    AuditLog,
    Desk,
    Notice,
    Roles,
    Rules,
    TicketLog,
    TimeLog,
)
from aigov_connectors.connectwise.psa.wire import (
    ApiMemberWire,
    AutoTemplateWire,
    BoardWire,
    EmailConnectorWire,
    IntegratorLoginWire,
    MailTemplateWire,
    NamedWire,
    ParsingRuleWire,
    StatusWire,
    TeamWire,
    TrackActionWire,
    TrackWire,
)
from aigov_connectors.inventory import (
    ContextHint,
    Evidence,
    GapReason,
    Organization,
    Origin,
)
from aigov_connectors.normalizing.observed import Observed

__all__ = ["Gathered", "Job"]

Row = TypeVar("Row")
Job = Callable[[], Coroutine[Any, Any, None]]


class Gathered:
    """Everything that one `collect` has read so far."""

    def __init__(
        self,
        client: ConnectWisePSAClient,
        into: CollectionBuilder,
        *,
        lookback_days: int,
        statuses: tuple[str, ...],
        types: tuple[str, ...],
        sample: int,
        own_member: int | None,
    ) -> None:
        self._client = client
        self._into = into
        self._catalogue: VendorCatalogue = into.catalogue
        self._since: datetime = into.now - timedelta(days=lookback_days)
        self._statuses = statuses
        self._types = types
        self._sample = sample
        self._own_member = own_member
        self._complete: set[str] = set()
        self._clients: dict[str, Organization] = {}
        self._agreed: dict[str, dict[str, ContextHint]] = {}
        self._desk = Desk()
        self._rules = Rules()
        self._boards: dict[int, tuple[BoardWire, Origin]] = {}
        self._statuses_of: dict[int, list[StatusWire]] = {}
        self._turns: list[tuple[StatusWire, BoardWire, Origin]] = []
        self._teams: list[tuple[TeamWire, BoardWire, Origin]] = []
        self._templates: list[tuple[AutoTemplateWire, BoardWire, Origin]] = []
        self._assigned: dict[int, int] = {}
        self._notices: dict[int, list[Notice]] = {}
        self._connectors: dict[int, tuple[EmailConnectorWire, Origin]] = {}
        self._parsing: dict[int, list[tuple[ParsingRuleWire, Origin]]] = {}
        self._parsed: set[int] = set()
        self._tracks: dict[int, tuple[TrackWire, Origin]] = {}
        self._steps: dict[int, list[tuple[TrackActionWire, Origin]]] = {}
        self._attached: dict[int, list[Observed]] = {}
        self._mails: list[tuple[MailTemplateWire, Origin]] = []
        self._sources: dict[int, tuple[NamedWire, Origin]] = {}
        self._people: set[str] = set()
        self._members: dict[str, str] = {}
        """Identifiers of people, case-folded, to their ids."""
        self._programs: dict[int, tuple[ApiMemberWire, Origin]] = {}
        self._logins: dict[int, tuple[IntegratorLoginWire, Origin]] = {}
        self._roles = Roles()
        self._scores: dict[str, Evidence] = {}
        self._log: TicketLog | None = None
        self._audit: AuditLog | None = None
        self._times: TimeLog | None = None

    async def _together(self, jobs: dict[str, Job]) -> None:
        await side_by_side(job() for name, job in jobs.items() if self._into.wants(name))

    async def _pages(
        self,
        resource: str,
        read: Read[Row],
        *,
        subject: str | None = None,
        empty_proves_absence: bool = False,
        instead: Instead[Row] | None = None,
    ) -> AsyncIterator[Page[Row]]:
        """Hand over the pages of a list, and note whether it was read whole.

        A set-up table that is kept from a role may come as an empty list.
        """
        pages = self._into.pages(
            resource,
            read,
            subject=subject,
            empty_proves_absence=empty_proves_absence,
            instead=instead,
        )
        async for page in pages:
            yield page
        if self._into.came_whole(resource, subject):
            self._complete.add(subject or resource)

    def _not_reached(self, resource: str, subject: str, detail: str) -> None:
        self._into.gap(resource, subject, GapReason.INTERRUPTED, detail=detail)
