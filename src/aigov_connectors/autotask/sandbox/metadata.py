"""What the API tells of itself: entities with the caller's rights, fields, picklists, modules."""

from collections.abc import Mapping
from typing import Any

from aigov_connectors.autotask.sandbox import planted
from aigov_connectors.autotask.sandbox.shapes import COLUMNS

Row = dict[str, Any]

NOT_QUERYABLE: Mapping[str, frozenset[str]] = {
    "Tickets": frozenset({"creatorType", "lastActivityPersonType"}),
    "Resources": frozenset({"defaultServiceDeskRoleID"}),
}
_NO_CHANGES = frozenset({"TicketHistory", "NotificationHistory", "DeletedTicketLogs"})

_STATUSES = {1: "New", 5: "Complete", 8: "In Progress", 9: "Waiting Materials"}
PICKLISTS: Mapping[str, Mapping[str, Mapping[int, str]]] = {
    "Tickets": {
        "queueID": planted.QUEUES,
        "status": _STATUSES,
        "priority": {1: "High", 2: "Medium", 3: "Low", 4: "Critical"},
        "source": {2: "Phone", 4: "Email", 8: "Monitoring Alert", 11: "Client Portal"},
        "ticketType": {1: "Service Request", 2: "Incident", 3: "Problem", 4: "Change Request"}
        | {5: "Alert"},
        "issueType": {10: "Computer", 18: "Network"},
        "subIssueType": {136: "Workstation", 231: "Switch"},
        "serviceLevelAgreementID": {2: "Standard SLA"},
        "apiVendorID": planted.API_VENDORS,
        "monitorTypeID": {1: "Online status"},
        "changeApprovalType": {1: "All approvers", 2: "One approver"},
        "changeApprovalStatus": {1: "Requested", 2: "Approved", 3: "Rejected"},
        "changeApprovalBoard": {1: "Advisory board"},
    },
    "Companies": {
        "companyType": planted.COMPANY_TYPES,
        "classification": {4: "Premium"},
        "marketSegmentID": planted.MARKETS,
        "territoryID": {29683453: "East"},
    },
    "Resources": {
        "licenseType": {planted.PERSON_LICENSE: "Professional", planted.API_LICENSE: "API User"},
        "userType": planted.USER_LEVELS,
    },
    "TicketNotes": {
        "noteType": {3: "Task Notes", 13: "Workflow Rule Note - Task", 91: "Duplicate Ticket Note"},
        "publish": {1: "All Autotask Users", 2: "Internal Project Team"},
    },
    "NotificationHistory": {
        "notificationHistoryTypeID": {21: "Ticket - Workflow Rule", 22: "Ticket Note"},
    },
    "Contracts": {
        "contractType": {7: "Recurring Service", 1: "Time & Materials"},
        "status": {0: "Inactive", 1: "Active"},
    },
}
_PARENTS = {"subIssueType": ("issueType", {136: "10", 231: "18"})}


def fields(entity: str) -> Row:
    """Return the columns of an entity, with the values of its picklists."""
    lists = PICKLISTS.get(entity, {})
    return {"fields": [_field(entity, name, lists.get(name)) for name in COLUMNS[entity]]}


def _field(entity: str, name: str, values: Mapping[int, str] | None) -> Row:
    above, parents = _PARENTS.get(name, ("", {}))
    return {
        "name": name,
        "dataType": "integer" if values or name.endswith(("ID", "id")) else "string",
        "length": 0,
        "isRequired": name == "id",
        "isReadOnly": name == "id",
        "isQueryable": name not in NOT_QUERYABLE.get(entity, ()),
        "isReference": False,
        "referenceEntityType": "",
        "isPickList": values is not None,
        "picklistValues": None
        if values is None
        else [
            {
                "value": str(value),
                "label": label,
                "isDefaultValue": place == 0,
                "sortOrder": place + 1,
                "parentValue": parents.get(value, "" if place % 2 else None),
                "isActive": True,
                "isSystem": value < 100,
            }
            for place, (value, label) in enumerate(values.items())
        ],
        "picklistParentValueField": above,
        "isSupportedWebhookField": False,
    }


def defined_fields(entity: str) -> Row:
    """Return the columns that the MSP added to an entity."""
    name = planted.ADDED_FIELDS.get(entity)
    if name is None:
        return {"fields": []}
    return {"fields": [{**_field(entity, name, None), "label": name, "type": "string"}]}


def entity_information(rights: Mapping[str, int], *, writes: bool, words: bool = False) -> Row:
    """Return every entity with what the caller may do there.

    Args:
        rights: entity to the level of its query; all other entities have 1.
        writes: whether the caller may create, change and delete.
        words: whether levels are told by name.
    """
    names = {0: "None", 1: "All", 2: "Restricted"}

    def level(number: int) -> int | str:
        return names[number] if words else number

    rows = []
    for entity in COLUMNS:
        changes = entity not in _NO_CHANGES
        allowed = int(writes and changes)
        rows.append(
            {
                "info": {
                    "name": singular(entity),
                    "canCreate": changes,
                    "canDelete": False,
                    "canQuery": True,
                    "canUpdate": changes,
                    "userAccessForCreate": level(allowed),
                    "userAccessForDelete": level(0),
                    "userAccessForQuery": level(rights.get(entity, 1)),
                    "userAccessForUpdate": level(allowed),
                    "hasUserDefinedFields": entity in ("Tickets", "Companies"),
                    "supportsWebhookCallouts": entity in ("Tickets", "Companies"),
                }
            }
        )
    return {"entityDescriptions": rows}


def modules() -> Row:
    """Return which modules are activated, by numbers that mean nothing to a reader."""
    return {
        "modules": [{"key": key, "value": value} for key, value in planted.MODULES.items()],
    }


def singular(entity: str) -> str:
    """Return the name that an entity has in its own description: `Company`, `TicketHistory`."""
    if entity.endswith("ies"):
        return f"{entity.removesuffix('ies')}y"
    if entity.endswith("Aliases"):
        return entity.removesuffix("es")
    return entity.removesuffix("s")
