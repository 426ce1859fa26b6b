"""Groups, sites, assets, look-ups, roles, boards and the audit, as full records."""

from typing import Any

from aigov_connectors.halopsa.sandbox import planted, planted_work
from aigov_connectors.sandbox.noise import uuid_text
from aigov_connectors.sandbox.times import DAY, iso
from aigov_connectors.sandbox.world import SECRET_MARK, World

Row = dict[str, Any]


def top_levels(_world: World) -> Row:
    """Return the groups of clients as the tree that they are."""
    return {"tree": [{"id": 12, "name": "Customers", "inactive": False, "use": "toplevel"}]}


def sites(world: World) -> list[Row]:
    """Return one site for each client."""
    return [
        {
            "id": 1000 + one.index,
            "name": "Main",
            "client_id": float(planted.client_id(one)),
            "client_name": planted.client_name(one),
            "inactive": False,
            "phonenumber": "5550100",
            "notes": f"key under {SECRET_MARK}",
        }
        for one in world.clients
    ]


def assets(world: World) -> list[Row]:
    """Return every machine as an asset of its client."""
    return [
        {
            "id": 5000 + one.index,
            "inventory_number": one.hostname,
            "key_field": one.hostname,
            "client_id": planted.client_id(world.clients[one.client]),
            "site_id": 1000 + one.client,
            "assettype_id": 1,
            "assettype_name": one.kind,
            "inactive": False,
            "status_id": 1,
        }
        for one in world.endpoints
    ]


def categories(_world: World) -> list[Row]:
    """Return the categories of the first kind."""
    return [
        {
            "id": number,
            "value": value,
            "category_name": value.rpartition(">")[2],
            "type_id": 1,
            "sla_id": 0,
            "priority_id": 0,
        }
        for number, value in enumerate(("Hardware>Printer", "Hardware>Laptop", "Software"), 1)
    ]


def templates(_world: World) -> list[Row]:
    """Return the ticket templates with the columns of the list."""
    return [
        {"id": number, "name": name, "tickettype_id": kind}
        for number, name, kind, _, _ in planted_work.TEMPLATES
    ]


def template(_world: World, number: int) -> Row | None:
    """Return one ticket template with what it puts into a ticket."""
    for id_, name, kind, workflow, approval in planted_work.TEMPLATES:
        if id_ == number:
            return {
                "id": id_,
                "name": name,
                "tickettype_id": kind,
                "workflow_id": workflow,
                "approval_id": approval,
                "disabled": False,
                "summary": f"somebody wrote {SECRET_MARK}",
            }
    return None


def roles(world: World) -> list[Row]:
    """Return the roles with their claims."""
    names = ("Administrator", "Technician", "Discovery (read only)")
    return [
        {"id": uuid_text(world.seed, 75, number), "name": name, "is_integration": False}
        for number, name in enumerate(names)
    ]


def change_boards(_world: World) -> list[Row]:
    """Return the boards that approve changes."""
    return [{"id": 4, "name": "Change board", "all_must_approve": False, "approvals_needed": 1}]


def approval_rules(_world: World) -> list[Row]:
    """Return the rules that choose an approver."""
    return [
        {
            "id": 61,
            "name": "Large changes",
            "precedence": 1,
            "type": 2,
            "agent_name": "Agent 9",
            "cab_name": "Change board",
            "role_name": "",
            "criteria": [],
        }
    ]


def audit(world: World) -> list[Row]:
    """Return changes of fields, newest first."""
    return [
        {
            "id": 900 - at,
            "ticket_id": 0,
            "agent_id": 9,
            "date": iso(world.end - (at + 1) * DAY, digits=3),
            "value": "auto_apply",
            "from": "False",
            "to": f"True {SECRET_MARK}",
            "table_name": "aisuggestion",
            "username": "Agent 9",
        }
        for at in range(4)
    ]
