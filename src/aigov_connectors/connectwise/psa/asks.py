"""The least question for each resource, by which a check learns what the keys may read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any

from aigov_connectors._http import Read
from aigov_connectors.connectwise.psa.client import ConnectWisePSAClient
from aigov_connectors.errors import NotFoundError
from aigov_connectors.probing import Ask, asking, asking_below, first_page

__all__ = ["asks_of"]

Reader = Callable[[], Read[Any]]
_LATE = datetime(2100, 1, 1, tzinfo=UTC)  # that times may be read is told by none of them


def asks_of(client: ConnectWisePSAClient) -> Mapping[str, Ask]:
    """Name one question per resource: one request, and one more below a first row."""
    lists: dict[str, Reader] = {
        "companies": lambda: client.companies(page_size=1),
        "company_statuses": client.company_statuses,
        "company_types": client.company_types,
        "agreements": client.agreements,
        "boards": client.boards,
        "slas": client.slas,
        "sources": client.sources,
        "service_templates": client.service_templates,
        "email_templates": client.mail_templates,
        "workflows": client.workflows,
        "workflow_fields": client.overwritten_fields,
        "notification_recipients": client.notification_recipients,
        "tracks": client.tracks,
        "email_connectors": client.email_connectors,
        "portals": client.portals,
        "members": client.members,
        "api_members": client.api_members,
        "integrator_logins": client.integrator_logins,
        "hosted_setups": client.hosted_setups,
        "callbacks": client.callbacks,
        "allowed_origins": client.allowed_origins,
        "experiments": client.experiments,
        "settings": client.settings,
        "tickets": lambda: client.tickets(page_size=1, forward_only=True),
        "project_tickets": client.project_tickets,
        "time_entries": lambda: client.time_entries(since=_LATE),
    }
    one_company = partial(client.companies, page_size=1)
    one_ticket = partial(client.tickets, page_size=1, forward_only=True)
    nested: dict[str, tuple[Reader, Callable[[Any], Read[Any]]]] = {
        "sites": (one_company, lambda company: client.sites(company.id)),
        "board_statuses": (client.boards, lambda board: client.statuses(board.id)),
        "board_teams": (client.boards, lambda board: client.teams(board.id)),
        "board_assignments": (client.boards, lambda board: client.auto_assigned(board.id)),
        "board_templates": (client.boards, lambda board: client.auto_templates(board.id)),
        "board_notifications": (client.boards, lambda board: client.board_notifications(board.id)),
        "board_skills": (client.boards, lambda board: client.skill_mappings(board.id)),
        "parsing_rules": (client.email_connectors, lambda one: client.parsing_styles(one.id)),
        "security_roles": (client.api_members, partial(_role_of, client)),
        "ticket_notes": (one_ticket, lambda ticket: client.notes(ticket.id)),
        "audit_trail": (one_ticket, lambda ticket: client.audit_trail(ticket.id)),
    }
    asks = {name: asking(read) for name, read in lists.items()}
    asks |= {name: _page_below(*pair) for name, pair in nested.items()}
    asks |= {
        "knowledge_base": client.knowledge_base,
        "status_notifications": partial(_status_notices, client),
        "workflow_events": _or_below(
            client.workflow_events,
            client.workflows,
            lambda one: client.workflow_events(rule=one.id),
        ),
        "workflow_actions": partial(_actions, client),
        "notify_types": _or_below(
            client.notify_types, client.workflows, lambda one: client.notify_types(rule=one.id)
        ),
    }
    return asks


def _page_below(above: Reader, below: Callable[[Any], Read[Any]]) -> Ask:
    return asking_below(above, lambda row: first_page(below(row)))


def _or_below(whole: Reader, above: Reader, below: Callable[[Any], Read[Any]]) -> Ask:
    """The question for a list that some servers have below each parent only."""

    async def ask() -> None:
        try:
            await first_page(whole())
        except NotFoundError:
            await _page_below(above, below)()

    return ask


def _role_of(client: ConnectWisePSAClient, member: Any) -> Read[Any]:
    role = member.security_role
    return client.role_settings(member.id if role is None else role.id)


async def _actions(client: ConnectWisePSAClient) -> None:
    try:
        await first_page(client.workflow_actions())
    except NotFoundError:
        for rule in (await first_page(client.workflows()))[:1]:
            for event in (await first_page(client.workflow_events(rule=rule.id)))[:1]:
                await first_page(client.workflow_actions(of=(rule.id, event.id)))


async def _status_notices(client: ConnectWisePSAClient) -> None:
    for board in (await first_page(client.boards()))[:1]:
        for status in (await first_page(client.statuses(board.id)))[:1]:
            await first_page(client.status_notifications(board.id, status.id))
