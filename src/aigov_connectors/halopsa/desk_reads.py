"""The reads of what decides over tickets: types, statuses, rules, workflows, approvals, actions."""

from __future__ import annotations

from aigov_connectors._http import Document, Read
from aigov_connectors.halopsa.asking import Asking
from aigov_connectors.halopsa.wire import (
    ApprovalProcessWire,
    EmailRuleWire,
    EventRuleWire,
    NamedWire,
    OutcomeWire,
    SLAWire,
    StatusWire,
    TemplateWire,
    TicketRuleWire,
    TicketTypeWire,
    WorkflowWire,
)

__all__ = ["DeskReads"]


class DeskReads(Asking):
    """One method per noun; each costs one request."""

    def teams(self) -> Read[NamedWire]:
        """Every team by id and name, those too in which the agent is not. One request.

        Source: HaloPSA API v2, GET /Team (verified).
        """
        return self._rows("teams", "/Team", NamedWire, params={"showall": True})

    def ticket_types(self) -> Read[TicketTypeWire]:
        """Every ticket type by id and name. One request.

        Source: HaloPSA API v2, GET /TicketType (verified).
        """
        return self._rows("ticket_types", "/TicketType", TicketTypeWire, params={"showall": True})

    async def ticket_type(self, ticket_type: int) -> Document[TicketTypeWire]:
        """A ticket type with its workflow, approvals, timers and clients. One request.

        Source: HaloPSA API v2, GET /TicketType/{id} (verified).
        """
        params = {"includedetails": True, "includeconfig": True}
        return await self._one(
            "ticket_types", "/TicketType/{id}", TicketTypeWire, id=ticket_type, params=params
        )

    def statuses(self, *, which: str = "all") -> Read[StatusWire]:
        """Every status with its timers, or, for `which="open"`, those that leave a ticket open.

        One request.

        Source: HaloPSA API v2, GET /Status (verified); that `excludeclosed` leaves out the
        statuses that close (by its name, unsure).
        """
        params = {"showall": True, **({"excludeclosed": True} if which == "open" else {})}
        return self._rows("statuses", "/Status", StatusWire, params=params)

    def priorities(self) -> Read[NamedWire]:
        """Every priority by its id, which is a UUID, and name. One request.

        Source: HaloPSA API v2, GET /Priority (verified).
        """
        return self._rows("priorities", "/Priority", NamedWire)

    def slas(self) -> Read[SLAWire]:
        """Every service level, and whether it takes tickets off hold by itself. One request.

        Source: HaloPSA API v2, GET /SLA (verified).
        """
        return self._rows("slas", "/SLA", SLAWire, params={"isconfig": True})

    def ticket_rules(self) -> Read[TicketRuleWire]:
        """Every ticket rule, inactive ones too, and those of workflows' steps. One request.

        What a rule looks for may be left out.

        Source: HaloPSA API v2, GET /TicketRules (verified).
        """
        params = {"isconfig": True, "includecriteriainfo": True}
        return self._rows("ticket_rules", "/TicketRules", TicketRuleWire, params=params)

    async def ticket_rule(self, rule: int) -> Document[TicketRuleWire]:
        """A ticket rule with what it looks for and every field that it sets. One request.

        Source: HaloPSA API v2, GET /TicketRules/{id} (verified).
        """
        params = {"includedetails": True}
        return await self._one(
            "ticket_rules", "/TicketRules/{id}", TicketRuleWire, id=rule, params=params
        )

    async def template(self, template: int) -> Document[TemplateWire]:
        """A ticket template with the workflow and the approval of its tickets. One request.

        Source: HaloPSA API v2, GET /Template/{id} (verified).
        """
        params = {"includedetails": True}
        return await self._one(
            "ticket_rules", "/Template/{id}", TemplateWire, id=template, params=params
        )

    def workflows(self) -> Read[WorkflowWire]:
        """Every workflow, inactive ones too, without its steps. One request.

        Source: HaloPSA API v2, GET /Workflow (verified).
        """
        params = {"includeinactive": True}
        return self._rows("workflows", "/Workflow", WorkflowWire, params=params)

    async def workflow(self, workflow: int) -> Document[WorkflowWire]:
        """A workflow with its steps and the ways between them. One request.

        Source: HaloPSA API v2, GET /Workflow/{id} (verified).
        """
        params = {"includedetails": True}
        return await self._one(
            "workflows", "/Workflow/{id}", WorkflowWire, id=workflow, params=params
        )

    def approval_processes(self) -> Read[ApprovalProcessWire]:
        """Every approval process by id and name. One request.

        Source: HaloPSA API v2, GET /ApprovalProcess (verified).
        """
        return self._rows("approval_processes", "/ApprovalProcess", ApprovalProcessWire)

    async def approval_process(self, process: int) -> Document[ApprovalProcessWire]:
        """An approval process with its steps: who is asked, and when nobody is. One request.

        Source: HaloPSA API v2, GET /ApprovalProcess/{id} (verified).
        """
        params = {"includedetails": True}
        path = "/ApprovalProcess/{id}"
        return await self._one(
            "approval_processes", path, ApprovalProcessWire, id=process, params=params
        )

    def outcomes(self) -> Read[OutcomeWire]:
        """Every action that is set up, hidden ones too, by id and name. One request.

        Source: HaloPSA API v2, GET /Outcome (verified).
        """
        params = {"showhidden": True, "showsystemactions": True}
        return self._rows("outcomes", "/Outcome", OutcomeWire, params=params)

    async def outcome(self, outcome: int) -> Document[OutcomeWire]:
        """An action with what AI does in it. One request.

        Source: HaloPSA API v2, GET /Outcome/{id} (verified); what the numbers of `ai_operation`
        mean (unsure).
        """
        params = {"includedetails": True}
        return await self._one("outcomes", "/Outcome/{id}", OutcomeWire, id=outcome, params=params)

    def email_rules(self) -> Read[EmailRuleWire]:
        """Every rule on incoming mail. One request.

        Source: HaloPSA API v2, GET /EmailRule (verified).
        """
        return self._rows("email_rules", "/EmailRule", EmailRuleWire)

    def event_rules(self) -> Read[EventRuleWire]:
        """Every rule on incoming events. One request.

        Source: HaloPSA API v2, GET /EventRule (verified).
        """
        return self._rows("event_rules", "/EventRule", EventRuleWire)
