"""Early-access switches, settings of the tenant and client portals, as full records."""

from typing import Any

from aigov_connectors.connectwise.psa.sandbox import planted
from aigov_connectors.connectwise.psa.sandbox.directory import info, ref
from aigov_connectors.sandbox.world import World

Row = dict[str, Any]


def experiments(world: World) -> list[Row]:
    """Return the early-access switches."""
    return [
        {
            "id": 1,
            "experimentId": planted.EXPERIMENT,
            "name": "AI Ticket Triage",
            "description": "Suggests type and priority",
            "inactiveFlag": False,
            "memberInactiveFlag": True,
            "_info": info(world, "experiment", 1),
        },
        {
            "id": 2,
            "experimentId": "new-grid",
            "name": "New ticket grid",
            "inactiveFlag": False,
            "_info": info(world, "experiment", 2),
        },
        {
            "id": 3,
            "experimentId": planted.EXPERIMENT_BY_WORDS,
            "name": planted.EXPERIMENT_BY_WORDS,
            "inactiveFlag": True,
            "_info": info(world, "experiment", 3),
        },
    ]


def settings(world: World) -> list[Row]:
    """Return the key and value list of the whole tenant."""
    return [
        {
            "id": 1,
            "description": "Company address",
            "value": "1 Main Street",
            "valueType": "String",
        },
        {"id": 2, "description": planted.AI_SETTING, "value": "true", "valueType": "Boolean"},
        {
            "id": 3,
            "description": "Default email domain",
            "value": "x.example",
            "valueType": "String",
        },
        {
            "id": 4,
            "description": "Automatically assign tickets",
            "value": "true",
            "valueType": "Boolean",
        },
        {
            "id": 5,
            "description": "Enable chat for portal",
            "value": "false",
            "valueType": "Boolean",
        },
        {"id": 6, "description": "Retail maintenance e-mail", "value": "x", "valueType": "String"},
    ]


def portals(world: World) -> list[Row]:
    """Return the client portals."""
    return [
        {"id": 1, "name": "Client portal", "defaultFlag": True, "_info": info(world, "portal", 1)}
    ]


def portal_services(world: World, portal: int) -> list[Row]:
    """Return what a portal offers."""
    return [
        {
            "id": portal,
            "enableChatAssistFlag": True,
            "displayClosedTicketsOption": "Closed30Days",
            "timeMaterialsTicketTemplate": ref(1, "Time"),
            "fixedFeeTicketTemplate": ref(2, "Fixed"),
            "_info": info(world, "portalService", portal),
        }
    ]
