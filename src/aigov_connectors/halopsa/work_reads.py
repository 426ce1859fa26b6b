"""The reads of AI and automation: settings, suggestions, virtual agents, chats, runbooks, logs."""

from __future__ import annotations

from aigov_connectors._http import Document, Read
from aigov_connectors.halopsa.api import PAGE_SIZE
from aigov_connectors.halopsa.desk_reads import DeskReads
from aigov_connectors.halopsa.wire import (
    AISuggestionWire,
    ButtonWire,
    ChatProfileWire,
    CommitWire,
    ControlWire,
    IntegrationWire,
    ModuleWire,
    VirtualAgentWire,
    WebhookEventWire,
    WebhookWire,
)

__all__ = ["WorkReads"]

_RUNBOOKS, _OUTGOING = "1", "0"
"""Kinds of webhooks. Source: redanthrax/halopsa-node, docs/webhooks.md (reported)."""


class WorkReads(DeskReads):
    """One method per noun; each costs one request."""

    async def control(self) -> Document[ControlWire]:
        """The settings of the whole tenant, some 3,400 of them: keep no more than you need.

        One request. Settings and secrets of other integrations are among them.

        Source: HaloPSA API v2, GET /Control (verified); the fields of June 2026 (verified names).
        """
        return await self._one("control", "/Control", ControlWire)

    def features(self) -> Read[ModuleWire]:
        """Every module, and whether it was added. One request.

        Source: HaloPSA API v2, GET /Features (verified); the name of the AI module (unsure).
        """
        params = {"isconfig": True, "showenabled": True, "showdisabled": True}
        return self._rows("features", "/Features", ModuleWire, params=params)

    def ai_suggestions(self) -> Read[AISuggestionWire]:
        """Every rule that turns matched tickets into suggestions. One request.

        Source: HaloPSA API v2, GET /AISuggestion (verified); its meaning by field names (unsure).
        """
        return self._rows("ai_suggestions", "/AISuggestion", AISuggestionWire)

    def virtual_agents(self) -> Read[VirtualAgentWire]:
        """Every virtual agent by id and name. One request.

        Source: HaloPSA API v2, GET /VirtualAgent (verified).
        """
        return self._rows("virtual_agents", "/VirtualAgent", VirtualAgentWire)

    async def virtual_agent(self, agent: str) -> Document[VirtualAgentWire]:
        """A virtual agent with its functions (versions of 2026). One request.

        Source: HaloPSA API v2, GET /VirtualAgent/{id} (verified); what the numbers of
        `execution_type` mean (unsure).
        """
        return await self._one("virtual_agents", "/VirtualAgent/{id}", VirtualAgentWire, id=agent)

    def chat_profiles(self) -> Read[ChatProfileWire]:
        """Every chat, and whether it is in use. One request.

        Source: HaloPSA API v2, GET /ChatProfile (verified).
        """
        return self._rows("chat_profiles", "/ChatProfile", ChatProfileWire)

    async def chat_profile(self, chat: str) -> Document[ChatProfileWire]:
        """A chat with its flow. One request.

        Source: HaloPSA API v2, GET /ChatProfile/{id} (verified).
        """
        params = {"includedetails": True}
        return await self._one(
            "chat_profiles", "/ChatProfile/{id}", ChatProfileWire, id=chat, params=params
        )

    def runbooks(self) -> Read[WebhookWire]:
        """Every integration runbook, without its steps. One request.

        Source: HaloPSA API v2, GET /Webhook (verified); type 1 (reported, redanthrax/halopsa-node).
        """
        return self._rows("runbooks", "/Webhook", WebhookWire, params={"type": _RUNBOOKS})

    async def runbook(self, runbook: str) -> Document[WebhookWire]:
        """A runbook with what starts it, its steps and the integrations that it calls.

        One request. Passwords and payloads come along and are dropped.

        Source: HaloPSA API v2, GET /Webhook/{id} (verified).
        """
        params = {"includedetails": True}
        return await self._one("runbooks", "/Webhook/{id}", WebhookWire, id=runbook, params=params)

    def webhooks(self) -> Read[WebhookWire]:
        """Every outgoing webhook. One request.

        Source: HaloPSA API v2, GET /Webhook (verified); type 0 (reported, redanthrax/halopsa-node).
        """
        return self._rows("webhooks", "/Webhook", WebhookWire, params={"type": _OUTGOING})

    def runs(self, runbook: str, *, most: int = PAGE_SIZE) -> Read[WebhookEventWire]:
        """The latest runs of a runbook, `most` of them; older ones are deleted by the vendor.

        One request.

        Source: HaloPSA API v2, GET /WebhookEvent (verified).
        """
        return self._rows(
            "runbook_runs",
            "/WebhookEvent",
            WebhookEventWire,
            params={
                "webhook_id": runbook,
                "count": most,
                "order": "timestamp",
                "orderdesc": True,
            },
        )

    def custom_integrations(self) -> Read[IntegrationWire]:
        """Every outgoing integration and where it leads. One request.

        Source: HaloPSA API v2, GET /CustomIntegration (verified).
        """
        return self._rows("custom_integrations", "/CustomIntegration", IntegrationWire)

    def custom_buttons(self) -> Read[ButtonWire]:
        """Every button that agents press, and the runbook behind it. One request.

        Source: HaloPSA API v2, GET /CustomButton (verified).
        """
        return self._rows("custom_buttons", "/CustomButton", ButtonWire)

    def config_commits(self, *, most: int = 50) -> Read[CommitWire]:
        """The latest changes of the configuration, where the tenant tracks them. One request.

        Source: HaloPSA API v2, GET /ConfigCommit (verified).
        """
        return self._rows(
            "config_commits",
            "/ConfigCommit",
            CommitWire,
            params={
                "pageinate": True,
                "page_no": 1,
                "page_size": most,
                "order": "id",
                "orderdesc": True,
            },
        )
