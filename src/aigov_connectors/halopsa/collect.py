"""One reading of a tenant: which reads, in which order, and what is said of them.

Lists that do not depend on each other go side by side, each with its details; then the clients'
own records, the tickets, and last a sample of tickets, since what was done to each is a request of
its own. What was read is said in any case.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from aigov_connectors.collecting import side_by_side
from aigov_connectors.halopsa.gather import Job
from aigov_connectors.halopsa.normalize import History, Sample, TicketLog, feature_of_runbook
from aigov_connectors.halopsa.saying import Saying
from aigov_connectors.halopsa.wire import WebhookWire, given
from aigov_connectors.inventory import GapReason, Window

__all__ = ["Reading"]

_AT_ONCE = 4  # samples under way at once; more would only wait in line


class Reading(Saying):
    """One `collect` from its first request to its last word."""

    async def run(self) -> None:
        """Read every wanted resource and say what was seen; see `Connector.collect`."""
        lists: dict[str, Job] = {
            "clients": self._read_clients,
            "contracts": self._read_contracts,
            "teams": self._read_teams,
            "agents": self._read_agents,
            "applications": self._read_applications,
            "ticket_types": self._read_types,
            "statuses": self._read_statuses,
            "slas": self._read_slas,
            "ticket_rules": self._read_rules,
            "workflows": self._read_workflows,
            "approval_processes": self._read_processes,
            "outcomes": self._read_outcomes,
            "email_rules": self._read_email_rules,
            "event_rules": self._read_event_rules,
            "config_commits": self._read_commits,
            "control": self._read_control,
            "features": self._read_modules,
            "ai_suggestions": self._read_suggestions,
            "virtual_agents": self._read_agents_of_ai,
            "chat_profiles": self._read_chats,
            "runbooks": self._read_runbooks,
            "webhooks": self._read_webhooks,
            "custom_integrations": self._read_integrations,
            "custom_buttons": self._read_buttons,
        }
        try:
            await self._together(lists)
            await self._say_clients()
            await self._read_tickets()
            await self._look_closer()
            await self._read_runs()
        finally:
            self._tell_warnings()
            self._say()

    def _tell_warnings(self) -> None:
        """Name the resources of which an answer of success carried a warning."""
        for resource in sorted(filter(self._into.wants, self._client.warned)):
            self._into.gap(
                resource,
                f"what the vendor warned of beside {resource.replace('_', ' ')}",
                GapReason.INCONCLUSIVE,
                detail="an answer of success carried a warning, or an error in one of its records:"
                " what came may not be whole",
                remedy="Read it as the agent that the application logs in as: a missing right"
                " often looks so.",
            )

    # Tickets -----------------------------------------------------------------------------------

    async def _read_tickets(self) -> None:
        if not self._into.wants("tickets"):
            return
        log = self._log = TicketLog(desk=self._desk, since=self._since)
        self._history = History(
            tenant_id=self._into.place.tenant_id,
            actors=self._actors,
            statuses=self._statuses,
            since=self._since,
        )
        read = self._client.tickets(since=self._since)
        async for page in self._pages("tickets", read):
            for row in page.items:
                log.add(row, is_client=self._served.__contains__)
        if "tickets" in self._complete:
            self._desk.window = Window(start=self._since, end=self._into.now)
        if log.elsewhere:
            self._into.gap(
                "tickets",
                "tickets of clients that are none here",
                GapReason.INCONCLUSIVE,
                detail=f"{log.elsewhere} tickets of clients that are inactive or not shown",
                features=(),
            )
        self._tell_hidden_teams()

    def _tell_hidden_teams(self) -> None:
        """Name the teams in which the agent is not: what it may not see is missing silently."""
        if self._own_teams is None or not self._teams:
            self._into.gap(
                "tickets",
                "tickets that the agent of the connection may not see",
                GapReason.INCONCLUSIVE,
                detail="which teams the agent is in, or which there are, was not told",
                remedy="Look in Configuration > Teams & Agents that the agent may see all teams.",
                features=(),
            )
            return
        mine = {name.casefold() for name in self._own_teams}
        names = [row.name for row, _ in self._teams if row.name]
        hidden = sorted(name for name in names if name.casefold() not in mine)
        if hidden:
            self._into.gap(
                "tickets",
                "tickets of teams in which the agent of the connection is not",
                GapReason.INCONCLUSIVE,
                detail=f"{', '.join(hidden)}: their tickets may be missing without a word",
                remedy="Configuration > Teams & Agents > the API agent: add it to all teams, or let"
                " its role see tickets of all teams.",
            )

    async def _look_closer(self) -> None:
        """Ask of some tickets what AI suggested, what was done, and who approved."""
        wanted = [
            name for name in ("ticket_details", "actions", "approvals") if self._into.wants(name)
        ]
        if not wanted:
            return
        approving = {number for number, row in self._desk.types.items() if row.approval_process_id}
        begun = {number for number, row in self._desk.types.items() if given(row.workflow_id)}
        wanted_types = approving | begun
        samples = self._log.samples(self._sample, types=wanted_types) if self._log else []
        if not samples:
            for name in wanted:
                self._not_reached(name, name.replace("_", " "), "there was no ticket to look at")
            return
        applies = {
            row.id: row.auto_apply if isinstance(row.auto_apply, bool) else None
            for row, _ in self._suggestions
        }
        history, log = self._history, self._log
        if history is None or log is None:
            return

        async def look(sample: Sample) -> None:
            subject = f"of ticket {sample.ticket}"
            organization = sample.organization
            if self._into.wants("ticket_details"):
                detail = await self._into.document(
                    "ticket_details",
                    self._client.ticket(sample.ticket),
                    subject=f"details {subject}",
                )
                if detail is not None:
                    history.add_suggestions(
                        detail.value, organization=organization, applies=applies
                    )
                    self._alerts.add(detail.value, detail.origin)
            if self._into.wants("actions"):
                found = await self._into.short_list(
                    "actions", self._client.actions(sample.ticket), subject=f"actions {subject}"
                )
                if found is not None:
                    history.add_actions(found.value, organization=organization, log=log)
            if self._into.wants("approvals") and sample.ticket_type in approving:
                asked = await self._into.short_list(
                    "approvals",
                    self._client.approvals(sample.ticket),
                    subject=f"approvals {subject}",
                )
                if asked is not None:
                    history.add_approvals(asked.value, organization=organization)

        await self._in_turn(samples, look)
        for name in wanted:
            self._into.documents_read(name)
        self._complete.update(wanted)
        if history.untold:
            doers = ("ticket_rules", "api_integrations", "third_party_ai")
            self._into.gap(
                "actions",
                "who did what in the sampled tickets",
                GapReason.INCONCLUSIVE,
                detail=f"of {history.untold} deeds it was not told whether a rule, a program or a"
                " person did them; they are counted for none",
                remedy="Let the agent of the connection see agents and applications:"
                " Configuration > Teams & Agents > Roles.",
                features=tuple(self._catalogue[name].id for name in doers),
            )
        if history.fields:
            self._into.gap(
                "ticket_details",
                "what fills fields of tickets that sound like AI",
                GapReason.INCONCLUSIVE,
                detail="fields that the MSP added: " + ", ".join(sorted(history.fields)),
                remedy="Ask who added the fields and which program writes them; attest what it"
                " does by itself.",
                features=(self._catalogue["third_party_ai"].id,),
            )

    async def _read_runs(self) -> None:
        """Ask for the latest runs of the runbooks that are in force."""
        if not self._into.wants("runbook_runs"):
            return
        active = [pair for pair in self._runbooks.values() if pair[0].active is not False]
        if not active:
            self._not_reached("runbook_runs", "runs of runbooks", "no runbook was read")
            return
        history = self._history or History(
            tenant_id=self._into.place.tenant_id,
            actors=self._actors,
            statuses=self._statuses,
            since=self._since,
        )
        self._history = history

        async def look(pair: Any) -> None:
            row, origin = pair
            found = await self._into.short_list(
                "runbook_runs", self._client.runs(row.id), subject=f"runs of runbook {row.name}"
            )
            if found is not None:
                feature = feature_of_runbook(row, self._integrations, origin)
                history.add_runs(found.value, feature=feature, by_rule=self._is_of_rules(row))

        await self._in_turn(active, look)
        self._into.documents_read("runbook_runs")

    def _is_of_rules(self, row: WebhookWire) -> bool:
        """Whether an event, a schedule or a workflow starts a runbook, and surely no person does.

        People press buttons and actions, and talk to virtual agents.
        """
        if not {"custom_buttons", "outcomes", "virtual_agents"} <= self._knows_starts:
            return False
        pressed = {one.runbook_id for one, _ in self._buttons}
        pressed |= {one.automation_runbookid for one, _ in self._outcomes.values()}
        asked = (one for agent, _ in self._agents.values() for one in agent.functions or ())
        pressed |= {one.runbook_id for one in asked}
        steps = (step for flow, _ in self._workflows.values() for step in flow.steps or ())
        flows = {edge.automation_runbook_id for step in steps for edge in step.actions or ()}
        starts = bool(row.events) or given(row.schedule_id) or row.id in flows
        return starts and row.id not in pressed

    async def _in_turn(
        self, things: list[Any], look: Callable[[Any], Coroutine[Any, Any, None]]
    ) -> None:
        queue = iter(things)

        async def worker() -> None:
            for thing in queue:
                await look(thing)

        await side_by_side(worker() for _ in range(_AT_ONCE))
