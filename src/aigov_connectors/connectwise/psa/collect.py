"""One reading of a tenant: which reads, in which order, and what is said of them.

Lists that do not depend on each other go side by side; then what is asked board by board, mailbox
by mailbox and role by role; then the tickets, whose actors must be known by then; and last a sample
of tickets, since the history of each is a request of its own. What was read is said in any case.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from aigov_connectors.connectwise.psa.gathered import Job
from aigov_connectors.connectwise.psa.normalize import AuditLog, Sample, TicketLog, TimeLog
from aigov_connectors.connectwise.psa.saying import Saying
from aigov_connectors.connectwise.psa.work_reads import asked_from
from aigov_connectors.errors import ConnectorError
from aigov_connectors.inventory import GapReason, Window

__all__ = ["Reading"]


class Reading(Saying):
    """One `collect` from its first request to its last word."""

    async def run(self) -> None:
        """Read every wanted resource and say what was seen; see `Connector.collect`."""
        # One after another, by whichever of them is wanted.
        names = ("workflows", "workflow_events", "workflow_actions", "notify_types")
        rules = tuple(filter(self._into.wants, names))
        lists: dict[str, Job] = {
            "companies": self._read_companies,
            "company_statuses": self._read_company_statuses,
            "company_types": self._read_company_types,
            "agreements": self._read_agreements,
            "boards": self._read_boards,
            "slas": self._read_slas,
            "sources": self._read_sources,
            "service_templates": self._read_service_templates,
            "email_templates": self._read_mail_templates,
            **dict.fromkeys(rules[:1], self._read_rules),
            "workflow_fields": self._read_fields,
            "notification_recipients": self._read_recipients,
            "tracks": self._read_tracks,
            "email_connectors": self._read_connectors,
            "members": self._read_members,
            "api_members": self._read_programs,
            "integrator_logins": self._read_logins,
            "hosted_setups": self._read_pods,
            "callbacks": self._read_callbacks,
            "allowed_origins": self._read_origins,
            "experiments": self._read_experiments,
            "settings": self._read_settings,
            "knowledge_base": self._read_knowledge_base,
            "portals": self._read_portals,
        }
        details: dict[str, Job] = {
            "board_statuses": self._read_statuses,
            "board_teams": self._read_teams,
            "board_assignments": self._read_assignments,
            "board_templates": self._read_templates,
            "board_notifications": self._read_board_notices,
            "board_skills": self._read_skills,
            "parsing_rules": self._read_parsing,
            "security_roles": self._read_roles,
            "sites": self._read_sites,
        }
        try:
            await self._together(lists)
            await self._together(details)
            await self._together({"status_notifications": self._read_status_notices})
            await self._read_tickets()
            await self._read_project_tickets()
            self._count_tickets()
            await self._read_times()
            await self._together(
                {"ticket_notes": self._read_notes, "audit_trail": self._read_trail}
            )
        finally:
            self._say()

    # Tickets -----------------------------------------------------------------------------------

    async def _read_tickets(self) -> None:
        if not self._into.wants("tickets"):
            return
        tenant, since = self._into.place.tenant_id, self._since
        actors = self._actors()
        log = TicketLog(tenant_id=tenant, actors=actors, desk=self._desk, since=since)
        self._log = log
        self._audit = AuditLog(tenant_id=tenant, actors=actors, since=since)
        asked = asked_from(since)
        try:
            total = await self._client.count_tickets(since=asked)
        except ConnectorError:
            total = None  # the list itself tells what is wrong
        read = self._client.tickets(since=asked, total=total)
        async for page in self._pages("tickets", read):
            for row in page.items:
                log.add(row, is_client=self._clients.__contains__, origin=page.origin)
        if log.elsewhere and "companies" in self._complete:
            # Where the companies were refused or cut short, that gap says whose they are.
            self._into.gap(
                "tickets",
                "tickets of companies that are no clients here",
                GapReason.INCONCLUSIVE,
                detail=f"{log.elsewhere} tickets of companies that are not in the list that was"
                " read: deleted ones, vendors, prospects, those that the keys are kept from"
                + (f", any but {' and '.join(self._statuses)}" if self._statuses else ""),
                remedy="Name the statuses of your clients in the option client_statuses, and grant"
                " Inquire All on Companies > Company Maintenance.",
                features=(),
            )

    async def _read_project_tickets(self) -> None:
        if not self._into.wants("project_tickets") or self._log is None:
            return
        read = self._client.project_tickets(since=asked_from(self._since))
        async for page in self._pages("project_tickets", read, empty_proves_absence=True):
            for row in page.items:
                self._log.add(row, is_client=self._clients.__contains__, of_project=True)
        if read.told_by_silence:
            self._complete.discard("project_tickets")

    def _count_tickets(self) -> None:
        """Let counts be told only where every ticket was read: what was not read is not zero."""
        missing = [one for one in ("tickets", "project_tickets") if one not in self._complete]
        if not missing:
            self._desk.window = Window(start=self._since, end=self._into.now)
        elif self._log is not None:
            self._into.gap(
                "tickets",
                "how many tickets each setting reaches",
                GapReason.INCONCLUSIVE,
                detail=f"not read to the end: {', '.join(missing)}; no number of tickets is told",
                remedy="Grant the view right on Service Desk > Service Tickets and Project >"
                " Project Tickets, and read both.",
            )

    async def _read_times(self) -> None:
        """Read what programs booked: whether people approve their own times is theirs."""
        what, log = "time_entries", self._log
        if not self._into.wants(what):
            return
        programs = [row.identifier for row, _ in self._programs.values() if row.identifier]
        if log is None or not programs:
            self._not_reached(
                what, "times that programs booked", "no program or no ticket was read"
            )
            return
        tenant, since = self._into.place.tenant_id, self._since
        self._times = TimeLog(tenant_id=tenant, actors=self._actors(), since=since)
        read = self._client.time_entries(since=since, by=tuple(sorted(programs)))
        async for page in self._pages(what, read, empty_proves_absence=True):
            for row in page.items:
                self._times.add(row, origin=page.origin, is_client=self._clients.__contains__)

    async def _read_notes(self) -> None:
        samples = self._log.one_each(self._sample) if self._log else []

        async def look(sample: Sample) -> bool:
            found = await self._into.short_list(
                "ticket_notes",
                self._client.notes(sample.ticket),
                subject=f"notes of ticket {sample.ticket}",
            )
            for row in found.value if found else ():
                if found is not None and row.sentiment_score is not None:
                    # That there is a score is the fact; how somebody felt is not kept.
                    self._scores[sample.organization] = found.origin.evidence(
                        object_id=str(row.id), pointer="/sentimentScore", value="present"
                    )
            return found is not None

        await self._sampled("ticket_notes", samples, look)

    async def _read_trail(self) -> None:
        samples = self._log.unattended(self._sample) if self._log else []

        async def look(sample: Sample) -> bool:
            found = await self._into.short_list(
                "audit_trail",
                self._client.audit_trail(sample.ticket),
                subject=f"history of ticket {sample.ticket}",
            )
            if found is not None and self._audit is not None:
                self._audit.add(found.value, organization=sample.organization)
            return found is not None

        await self._sampled("audit_trail", samples, look)

    async def _sampled(
        self,
        resource: str,
        samples: list[Sample],
        look: Callable[[Sample], Coroutine[Any, Any, bool]],
    ) -> None:
        if not samples:
            named = resource.replace("_", " ")
            self._not_reached(resource, named, "there was no ticket to look at")
        await self._each_of(resource, samples, look)
