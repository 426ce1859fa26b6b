"""The reads of HaloPSA's REST API, one method per noun, usable without the rest.

Costs are in requests. This API cannot be asked to leave columns out; what nobody needs (texts,
names of people, secrets of integrations) is dropped as it is parsed. Times without a zone count
as UTC.
"""

from __future__ import annotations

from datetime import datetime

from aigov_connectors._http import Document, Read
from aigov_connectors.halopsa.api import PAGE_SIZE
from aigov_connectors.halopsa.around_reads import AroundReads
from aigov_connectors.halopsa.wire import (
    ActionWire,
    AgentWire,
    ApplicationWire,
    ApprovalWire,
    ClientWire,
    ContractWire,
    InstanceWire,
    TicketDetailWire,
    TicketWire,
)

__all__ = ["HaloPSAClient"]

_TICKETS = "read:tickets, and access to tickets in the agent's role"
_CUSTOMERS = "read:customers, and access to customers in the agent's role"


class HaloPSAClient(AroundReads):
    """Reads one HaloPSA tenant; use it with `async with`, which asks the host where to sign in.

    Example: `async with HaloPSAClient("https://acme.halopsa.com", client_id=...,
    client_secret=...) as halo` and then `async for ticket in halo.tickets(since=...)`.
    """

    # Tenant and rights -------------------------------------------------------------------------

    async def instance(self) -> Document[InstanceWire]:
        """The installation's version, on which the AI fields depend. One request.

        Source: ProvisionData.HaloPSA.ApiClient, DTO/InstanceInfo.cs (verified).
        """
        return await self._one("instance", "/InstanceInfo", InstanceWire, needs=None)

    async def me(self) -> Document[AgentWire]:
        """The agent as whom everything is read, and its teams; no name. One request.

        Source: HaloPSA API v2, GET /Agent/me (verified).
        """
        return await self._one("agents", "/Agent/me", AgentWire, needs=None)

    def agents(self) -> Read[AgentWire]:
        """Every agent, people and programs, by id. One request.

        Source: HaloPSA API v2, GET /Agent (verified).
        """
        params = {"includeenabled": True, "includedisabled": True, "includeapiagents": True}
        return self._rows("agents", "/Agent", AgentWire, params=params)

    def applications(self) -> Read[ApplicationWire]:
        """Every application with access and its scopes; secrets are dropped. One request.

        Source: HaloPSA API v2, GET /Application (verified).
        """
        return self._rows("applications", "/Application", ApplicationWire)

    # Clients -----------------------------------------------------------------------------------

    def clients(self, *, page_size: int = PAGE_SIZE) -> Read[ClientWire]:
        """Every client that the agent may see, inactive ones too; one request per 100, by id.

        Source: HaloPSA API v2, GET /Client (verified).
        """
        return self._pages(
            "clients",
            "/Client",
            ClientWire,
            rows_at="clients",
            params={"includeinactive": True, "includeactive": True},
            page_size=page_size,
            needs=_CUSTOMERS,
        )

    async def client(self, client: int) -> Document[ClientWire]:
        """A client with its domain and its ids in other tools. One request.

        Source: HaloPSA API v2, GET /Client/{id} (verified).
        """
        params = {"includedetails": True}
        return await self._one(
            "client_details",
            "/Client/{id}",
            ClientWire,
            id=client,
            params=params,
            needs=_CUSTOMERS,
        )

    def contracts(self) -> Read[ContractWire]:
        """Every contract: whose, of which type, and whether it holds. One request per 100.

        Source: HaloPSA API v2, GET /ClientContract (verified).
        """
        return self._pages(
            "contracts", "/ClientContract", ContractWire, rows_at="contracts", needs=_CUSTOMERS
        )

    # Tickets -----------------------------------------------------------------------------------

    def tickets(
        self, *, since: datetime | None = None, page_size: int = PAGE_SIZE
    ) -> Read[TicketWire]:
        """Tickets by id, without their texts; only those that the agent may see.

        One request per 100, four under way at once. The server sends texts all the same.

        Args:
            since: only those touched after this (aware) time.
            page_size: more than 100 is capped in silence.

        Raises:
            PermissionDeniedError: the scope or the role lacks access to tickets.

        Source: HaloPSA API v2, GET /Tickets (verified); that `lastupdatefromdate` takes a time
        (reported).
        """
        return self._pages(
            "tickets",
            "/Tickets",
            TicketWire,
            rows_at="tickets",
            params={
                "lastupdatefromdate": None if since is None else f"{since:%Y-%m-%dT%H:%M:%SZ}",
                "includecolumns": False,
            },
            page_size=page_size,
            needs=_TICKETS,
        )

    async def ticket(self, ticket: int) -> Document[TicketDetailWire]:
        """A ticket with what AI suggested, and what became of it. One request, up to 190 kB.

        Source: HaloPSA API v2, GET /Tickets/{id} (verified).
        """
        params = {"includedetails": True}
        return await self._one(
            "ticket_details",
            "/Tickets/{id}",
            TicketDetailWire,
            id=ticket,
            params=params,
            needs=_TICKETS,
        )

    def actions(self, ticket: int) -> Read[ActionWire]:
        """What was done to a ticket, by rules, programs and people; no text. One request.

        Source: HaloPSA API v2, GET /Actions (verified); there is no "by AI" flag.
        """
        params = {"ticket_id": ticket, "excludesys": False}
        return self._rows("actions", "/Actions", ActionWire, params=params, needs=_TICKETS)

    def approvals(self, ticket: int) -> Read[ApprovalWire]:
        """Who was asked about a ticket; no note. One request.

        Source: HaloPSA API v2, GET /TicketApproval (verified); what the numbers of `result` mean
        (unsure).
        """
        params = {"ticket_id": ticket, "includeapprovaldetails": True}
        return self._rows(
            "approvals", "/TicketApproval", ApprovalWire, params=params, key=None, needs=_TICKETS
        )
