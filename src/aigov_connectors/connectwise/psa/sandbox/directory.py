"""Companies, agreements, members, roles and integrations, as full records."""

from collections.abc import Mapping
from typing import Any

from aigov_connectors.connectwise.psa.sandbox import planted
from aigov_connectors.sandbox.noise import uuid_text
from aigov_connectors.sandbox.times import DAY, iso
from aigov_connectors.sandbox.world import SECRET_MARK, World

Row = dict[str, Any]

_MODULES: tuple[tuple[str, str], ...] = (
    ("System", "Member Maintenance"),
    ("System", "My Company"),
    ("System", "Table Setup"),
    ("Companies", "Company Maintenance"),
    ("Companies", "Contacts"),
    ("Finance", "Agreements"),
    ("Project", "Project Tickets"),
    ("Service Desk", "Service Tickets"),
    ("Service Desk", "Close Service Tickets"),
    ("Service Desk", "Resource Scheduling"),
    ("Service Desk", "Merge Tickets"),
    ("Time & Expense", "Time Entry"),
)

_OLD_APIS = (
    *("activity", "agreement", "company", "configuration", "contact", "document", "invoice"),
    *("managedServices", "marketing", "member", "opportunity", "opportunityConversion", "product"),
    *("project", "purchasing", "reporting", "schedule", "serviceTicket", "system", "timeEntry"),
)
_OPEN_TO_LOGIN = frozenset({"serviceTicket", "managedServices"})


def info(
    world: World,
    kind: str,
    number: int,
    *,
    by: str = "jdoe",
    days: int = 200,
    edit: tuple[str, int] | None = None,
) -> Row:
    """Return the `_info` of a record; links have the double slash of the real ones."""
    by, days = edit or (by, days)
    at = world.end - days * DAY
    return {
        "lastUpdated": iso(at, digits=0),
        "updatedBy": by,
        "dateEntered": iso(at - 90 * DAY, digits=0),
        "enteredBy": "jdoe",
        f"{kind}_href": f"https://api-na.myconnectwise.net/v4_6_release/apis/3.0//{kind}/{number}",
    }


def ref(number: int, name: str, **more: object) -> Row:
    """Return a reference to another record."""
    return {"id": number, "name": name, **more}


def companies(world: World) -> list[Row]:
    """Return every company: clients, the MSP's own, the catch-all, vendors and prospects."""
    rows: list[Row] = [
        _company(world, number, name, status, kind, is_vendor=is_vendor)
        for number, name, status, kind, is_vendor in planted.OTHERS
    ]
    for client in world.clients:
        row = _company(
            world, planted.company_id(client), planted.company_name(client), "Active", "Client"
        )
        if client.industry in planted.MARKETS:
            row["market"] = ref(3, planted.MARKETS[client.industry])
        rows.append(row)
    return rows


def _company(
    world: World, number: int, name: str, status: str, kind: str, *, is_vendor: bool = False
) -> Row:
    row: Row = {
        "id": number,
        "identifier": planted.identifier(name),
        "name": name,
        "status": ref({"Active": 1, "Not Active": 2}.get(status, 3), status),
        "addressLine1": "1 Main Street",
        "city": "Springfield",
        "phoneNumber": "5550100",
        "territory": ref(1, "Corporate"),
        "dateAcquired": "2019-03-01T00:00:00Z",
        "annualRevenue": 0.00,
        "deletedFlag": False,
        "types": [ref(1, kind)],
        "integratorTags": [],
        "customFields": [{"id": 4, "caption": "Renewal", "type": "Text", "value": {}}],
        "_info": info(world, "company", number),
    }
    if is_vendor:
        row["isVendorFlag"] = True
    if status == "Prospect":
        row["leadFlag"] = True
    return row


def agreements(world: World) -> list[Row]:
    """Return one agreement for each client."""
    rows: list[Row] = []
    for client in world.clients:
        if client.kind != "client":
            continue
        number = planted.company_id(client)
        name = planted.company_name(client)
        rows.append(
            {
                "id": 1000 + client.index,
                "name": f"Managed services {client.code}",
                "type": ref(4, "Managed Services"),
                "company": ref(number, name, identifier=planted.identifier(name)),
                "contact": ref(7, "Office"),
                "startDate": "2024-01-01T00:00:00Z",
                "noEndingDateFlag": True,
                "cancelledFlag": client.index % 11 == 10,
                "agreementStatus": "Cancelled" if client.index % 11 == 10 else "Active",
                "sla": ref(1, "Standard"),
                "internalNotes": f"door code {SECRET_MARK}",
                "billAmount": 0.0,
                "_info": info(world, "agreement", number),
            }
        )
    return rows


def members(world: World) -> list[Row]:
    """Return the people; the names are invented, and nobody has to read them."""
    return [
        {
            "id": number,
            "identifier": name,
            "firstName": name[:1].upper(),
            "lastName": name[1:].title(),
            "fullName": f"{name[:1].upper()} {name[1:].title()}",
            "defaultEmail": f"{name}@northwindridge.example",
            "licenseClass": licence,
            "inactiveFlag": False,
            "_info": info(world, "member", number),
        }
        for number, name, licence in planted.MEMBERS
    ]


def api_members(world: World) -> list[Row]:
    """Return the members that are programs."""
    return [
        {
            "id": one.id,
            "identifier": one.identifier,
            "name": one.name,
            "emailAddress": f"{one.identifier}@northwindridge.example",
            "inactiveFlag": one.inactive,
            "securityRole": ref(one.role, planted.ROLES[one.role]),
            "structureLevel": ref(1, "Corporate"),
            "serviceDefaultBoard": ref(1, "Service Desk"),
            "notes": f"key kept in the safe {SECRET_MARK}",
            "excludedServiceBoardIds": [],
            "_info": info(world, "member", one.id),
        }
        for one in planted.INTEGRATIONS
    ]


def roles(world: World) -> list[Row]:
    """Return the security roles."""
    return [
        {
            "id": number,
            "name": name,
            "roleType": "User",
            "adminFlag": number == planted.ADMIN_ROLE,
            "inactiveFlag": False,
            "_info": info(world, "role", number),
        }
        for number, name in planted.ROLES.items()
    ]


def role_settings(role: int) -> list[Row]:
    """Return what a role may do."""
    writes = planted.WRITES.get(role, ())
    return [
        {
            "id": role * 100 + number,
            "addLevel": "All" if name in writes else "None",
            "editLevel": "All" if name in writes else "None",
            "deleteLevel": "None",
            "inquireLevel": "All",
            "moduleFunctionName": name,
            "moduleFunctionIdentifier": name.replace(" ", ""),
            "moduleName": module,
            "moduleIdentifier": module.replace(" ", ""),
            "sortOrder": number,
        }
        for number, (module, name) in enumerate(_MODULES, start=1)
    ]


def own_rights(role: int, *, member: str) -> list[Row]:
    """Return what the caller may do, as the caller is told."""
    return [
        {**row, "member": {"id": 317, "identifier": member, "name": "Discovery"}}
        for row in role_settings(role)
    ]


def pods(world: World) -> list[Row]:
    """Return the apps that are shown inside the ticket screen."""
    return [
        {
            "id": number,
            "screenId": 6,
            "description": description,
            "url": url,
            "type": "Pod",
            "clientId": uuid_text(world.seed, 51, number),
            "origin": "/".join(url.split("/")[:3]),
            "disabledFlag": disabled,
            "locationIds": [],
            "locationsEnabledFlag": False,
            "createdBy": "jdoe",
            "dateCreated": "2026-04-02T14:20:00Z",
            "_info": info(world, "hostedSetup", number),
        }
        for number, description, url, disabled in planted.PODS
    ]


def callbacks(world: World) -> list[Row]:
    """Return where records are pushed to."""
    return [
        {
            "id": number,
            "description": description,
            "url": f"{url}&token={SECRET_MARK}" if "?" in url else url,
            "objectId": 1,
            "type": kind,
            "level": "owner",
            "memberId": 312,
            "inactiveFlag": inactive,
            "_info": info(world, "callback", number),
        }
        for number, description, kind, url, inactive in planted.CALLBACKS
    ]


def integrator_logins(world: World) -> list[Row]:
    """Return integrations of the old kind, with the password that a careful reader never asks."""
    return [
        {
            "id": 3,
            "username": "rmmsync",
            "password": SECRET_MARK,
            "canAccessAllRecordsFlag": True,
            "canAccessAllApisFlag": False,
            "inactiveFlag": False,
            **{f"{name}ApiFlag": name in _OPEN_TO_LOGIN for name in _OLD_APIS},
            "companyCallbackUrl": f"https://sync.cloudradial.com/cw?key={SECRET_MARK}",
            "_info": info(world, "integratorLogin", 3),
        }
    ]


def managed_devices(world: World) -> list[Row]:
    """Return which RMM feeds this tool."""
    return [
        {
            "id": 1,
            "name": "Automate",
            "solution": "ConnectWise Automate",
            "portalUrl": "https://rmm.northwindridge.example",
            "loginBy": "Global",
            "globalLoginUsername": "rmm",
            "globalLoginPassword": SECRET_MARK,
            "defaultBillingLevel": "Detail",
            "integratorLogin": ref(3, "rmmsync"),
            "_info": info(world, "managedDevices", 1),
        }
    ]


def company_info() -> Mapping[str, object]:
    """Return what anybody may ask about the tenant."""
    return {
        "CompanyName": "Northwind Ridge IT",
        "Codebase": "v2025_1/",
        "VersionCode": "v2025.1",
        "VersionNumber": "v4.6.113245",
        "CompanyID": planted.COMPANY_ID,
        "IsCloud": True,
        "SiteUrl": "api-na.myconnectwise.net",
    }
