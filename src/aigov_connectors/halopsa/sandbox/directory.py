"""Clients, contracts, agents, teams, applications and modules, as full records."""

from typing import Any

from aigov_connectors.halopsa.sandbox import planted
from aigov_connectors.sandbox.clients import ClientOrg
from aigov_connectors.sandbox.world import SECRET_MARK, World

Row = dict[str, Any]

NEVER = "1900-01-01T00:00:00"


def clients(world: World) -> list[Row]:
    """Return every client with the columns of the list; ids as floats where the vendor has them."""
    number, name = planted.INACTIVE
    rows = [_client(number, name, inactive=True)]
    rows += [
        _client(planted.client_id(client), planted.client_name(client)) for client in world.clients
    ]
    return sorted(rows, key=lambda row: int(row["id"]))


def client(world: World, number: int) -> Row | None:
    """Return one client with its details: links to other tools, domain, account number."""
    for one in world.clients:
        if planted.client_id(one) == number:
            return {**_client(number, planted.client_name(one)), **_details(one)}
    return None


def _client(number: int, name: str, *, inactive: bool = False) -> Row:
    return {
        "id": number,
        "name": name,
        "toplevel_id": 12.0,
        "toplevel_name": "Customers",
        "inactive": inactive,
        "colour": "#2bd3c6",
        "confirmemail": 0,
        "calldate": NEVER,
        "notes": f"alarm code {SECRET_MARK}",
        "itglue_id": "",
        "azure_tenant_id": "",
        "cautomateid": 0,
        "stopped": 0,
        "customertype": 0,
        "is_vip": number % 13 == 0,
        "percentage_to_survey": -1,
        "is_account": False,
        "use": "client",
        "customfields": [],
    }


def _details(one: ClientOrg) -> Row:
    return {
        "domain": f"{one.code.lower()}.example" if one.kind == "client" else "",
        "ninjarmmid": one.index + 1 if one.name in planted.NINJA_LINKED else 0,
        "autotaskid": -1,
        "connectwiseid": 0,
        "datto_id": "",
        "auvik_id": "",
        "areatype": 0,
        "stripe_payment_method_id": SECRET_MARK,
        "allowall_tickettypes": True,
        "customer_relationship": [{"id": "1", "name": "Customer"}],
    }


def contracts(world: World) -> list[Row]:
    """Return one contract for each client."""
    return [
        {
            "id": 500 + one.index,
            "client_id": planted.client_id(one),
            "client_name": planted.client_name(one),
            "ref": f"MS-{one.code}",
            "start_date": "2024-01-01T00:00:00",
            "end_date": NEVER,
            "expired": one.index % 11 == 10,
            "active": one.index % 11 != 10,
            "contracttype": 2,
            "contracttype_name": "Managed Services" if one.index % 3 else "Managed Compliance",
            "note": f"call {SECRET_MARK}",
            "periodchargeamount": 100.0,
        }
        for one in world.clients
        if one.kind == "client"
    ]


def teams(_world: World) -> list[Row]:
    """Return every team, those too in which the API agent is not."""
    return [
        {
            "id": number,
            "name": name,
            "sequence": number,
            "department_id": 1,
            "department_name": "Support",
            "inactive": False,
            "includeinloadbalance": True,
            "forrequests": True,
            "agents": [],
        }
        for number, name in planted.TEAMS.items()
    ]


def agents(_world: World) -> list[Row]:
    """Return people, programs and the one that stands for nobody."""
    unassigned = {"id": planted.UNASSIGNED, "name": "Unassigned", "isapiagent": False}
    people = [
        {"id": number, "name": f"Agent {number}", "isapiagent": False, "lastlogindate": NEVER}
        for number in planted.PEOPLE
    ]
    programs = [
        {"id": number, "name": name, "isapiagent": True}
        for number, name in planted.API_AGENTS.items()
    ]
    every: list[Row] = [unassigned, *people, *programs]
    return [
        {
            **row,
            "email": f"agent{row['id']}@northwindridge.example",
            "isdisabled": False,
            "is_agent": True,
            "licence_type": 0,
            "role_list": "",
        }
        for row in every
    ]


def me(_world: World) -> Row:
    """Return the agent that the API application logs in as, and its teams."""
    return {
        "id": planted.OWN_AGENT,
        "name": planted.API_AGENTS[planted.OWN_AGENT],
        "email": "discovery@northwindridge.example",
        "isdisabled": False,
        "isapiagent": True,
        "is_agent": True,
        "is_admin": False,
        "teams": [
            {"id": number, "team_id": number, "team_name": name, "in_section": True}
            for number, name in planted.TEAMS.items()
            if number != planted.HIDDEN_TEAM
        ],
    }


def applications(_world: World) -> list[Row]:
    """Return the applications with access, with the secrets that a careful reader drops."""
    return [
        {
            "id": one.id,
            "clientId": one.client_id,
            "clientSecret": SECRET_MARK,
            "displayName": one.name,
            "type": "confidential",
            "grant_type": "client_credentials",
            "loginas_agent_id": planted.OWN_AGENT if one.id == "101" else 31,
            "loginas_agent_name": "Integrations",
            "inactive": one.inactive,
            "allowagents": False,
            "allowusers": False,
            "system_use": "",
            "scopes": [
                {"id": number, "application_id": one.id, "name": name}
                for number, name in enumerate(one.scopes, start=1)
            ],
            "tokens": [{"id": "1", "payload": SECRET_MARK}],
        }
        for one in planted.APPLICATIONS
    ]


def features(_world: World) -> list[Row]:
    """Return the modules, and whether each was added."""
    return [
        {
            "id": number,
            "module_name": name,
            "enabled": enabled,
            "core": False,
            "licensed": True,
            "accesslevel": 1,
            "halointegratorenabled": False,
            "halointegrator_lasterror": "",
        }
        for number, name, enabled in (
            (301, "AI", True),
            (302, "Azure OpenAI", False),
            (303, "Email", True),
        )
    ]


def instance_info() -> Row:
    """Return version and kind of the installation."""
    return {
        "dbid": 4711,
        "app_version": "2.196.14",
        "database_version": "2.196.14",
        "app_name": "HaloPSA",
        "agent_count": 6,
        "licensed_agent_count": 10,
        "agent_url": "https://northwind.halopsa.com",
        "portal_url": "https://northwind.halopsa.com/portal",
        "teamsbot_enabled": False,
        "using_event_service": False,
    }


def control(_world: World) -> Row:
    """Return the settings of the whole tenant, secrets of other integrations among them."""
    return {
        "id": 1,
        "company_name": "Northwind Ridge IT",
        "maxfilesize": 20,
        "smtp_password": SECRET_MARK,
        "openai_api_key": SECRET_MARK,
        "ai_insights_context": f"We serve clinics {SECRET_MARK}",
        "ai_client_profiling_prompt": "",
        "default_priority": 3,
        "show_agent_photo": True,
        "email_signature": "Northwind",
        **planted.CONTROL,
    }
