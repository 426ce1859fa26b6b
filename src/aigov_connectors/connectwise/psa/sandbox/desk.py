"""Boards, statuses, teams, templates, workflow rules and mail parsing, as full records."""

from typing import Any

from aigov_connectors.connectwise.psa.sandbox import planted, planted_around
from aigov_connectors.connectwise.psa.sandbox.directory import info, ref
from aigov_connectors.connectwise.psa.sandbox.planted_changes import edited
from aigov_connectors.sandbox.clients import ClientOrg
from aigov_connectors.sandbox.times import SECOND, iso
from aigov_connectors.sandbox.world import SECRET_MARK, World

Row = dict[str, Any]

_PRIORITIES = (
    (3, "Medium", "Yellow"),
    (4, "Low", "Green"),
    (6, "High", "Orange"),
    (8, "Critical", "Red"),
)
_SOURCES = (
    (1, "Phone"),
    (2, "Email Connector"),
    (3, "Portal"),
    (4, "RMM"),
    (5, "Chat"),
    planted_around.SOURCE,
)


def boards(world: World) -> list[Row]:
    """Return the boards; the first assigns mail by itself, an inactive one would."""
    rows: list[Row] = []
    for number, name in planted.BOARDS.items():
        is_desk, is_old = number == planted.SERVICE_DESK, number == planted.OLD_DESK
        row: Row = {
            "id": number,
            "name": name,
            "location": ref(2, "HQ"),
            "department": ref(10, "Services"),
            "inactiveFlag": is_old,
            "projectFlag": number == planted.PROJECTS,
            "billTime": "NoDefault",
            "autoAssignNewTicketsFlag": is_old,
            "autoAssignNewECTicketsFlag": is_desk,
            "autoAssignNewPortalTicketsFlag": False,
            "autoAssignTicketOwnerFlag": is_desk or number == planted.ONBOARDING,
            "autoAssignLimitFlag": False,
            "emailConnectorAllowReopenClosedFlag": is_desk,
            "_info": info(world, "board", number, edit=edited("board", number)),
        }
        if is_desk:
            row["dispatchMember"] = ref(141, "M Lee", identifier="mlee")
            row["serviceManagerMember"] = ref(142, "J Doe", identifier="jdoe")
            row["autoCloseStatus"] = ref(planted.status_id(number, 4), ">Closed")
        rows.append(row)
    return rows


def statuses(world: World, board: int) -> list[Row]:
    """Return the statuses of a board."""
    return [
        {
            "id": planted.status_id(board, number),
            "name": name,
            "board": ref(board, planted.BOARDS[board]),
            "sortOrder": number,
            "displayOnBoard": not closes,
            "inactive": False,
            "closedStatus": closes,
            "timeEntryNotAllowed": False,
            "roundRobinCatchall": (board, number) == planted.TURNS_AT,
            "defaultFlag": number == 1,
            "escalationStatus": "Resolved" if closes else "NotResponded",
            "customerPortalFlag": False,
            "_info": info(world, "status", planted.status_id(board, number)),
        }
        for number, name, closes in planted.STATUSES
    ]


def types(world: World, board: int) -> list[Row]:
    """Return the types of ticket of a board."""
    return [
        {
            "id": board * 100 + number,
            "name": name,
            "category": "Reactive",
            "defaultFlag": number == 1,
            "inactiveFlag": False,
            "requestForChangeFlag": name == "Change",
            "board": ref(board, planted.BOARDS[board]),
            "_info": info(world, "type", board * 100 + number),
        }
        for number, name in ((1, "Incident"), (2, "Request"), (3, "Change"))
    ]


def teams(world: World, board: int) -> list[Row]:
    """Return the teams of a board; one takes tickets in turn."""
    named = {planted.SERVICE_DESK: ("Tier 1", "Tier 2"), planted.ALERTS: ("NOC",)}
    return [
        {
            "id": board * 1000 + number,
            "name": name,
            "teamLeader": ref(141, "M Lee", identifier="mlee"),
            "members": [141, 143, 144],
            "defaultFlag": number == 1,
            "roundRobinFlag": name == "Tier 1",
            "defaultRoundRobinFlag": False,
            "boardId": board,
            "_info": info(world, "team", board * 1000 + number),
        }
        for number, name in enumerate(named.get(board, ("Everybody",)), start=1)
    ]


def auto_assigned(world: World, board: int) -> list[Row]:
    """Return who gets new tickets by themselves."""
    if board != planted.SERVICE_DESK:
        return []
    return [
        {
            "id": 1,
            "notifyWho": {"id": 5, "identifier": "SpecificMember", "name": "Specific Member"},
            "member": ref(143, "R Patel", identifier="rpatel"),
            "_info": info(world, "autoAssignResource", 1),
        }
    ]


def auto_templates(world: World, board: int) -> list[Row]:
    """Return which templates go with which type of ticket, and whether they apply themselves."""
    if board != planted.ONBOARDING:
        return []
    return [
        {
            "id": number + 100,
            "type": ref(board * 100 + 2, "Request"),
            "subtype": ref(21, name),
            "item": ref(31, "Standard"),
            "serviceTemplate": ref(number, name),
            "board": ref(board, planted.BOARDS[board]),
            "summarySetting": "Overwrite",
            "tasksSetting": "Append",
            "resourcesSetting": "Ignore",
            "impactUrgencySetting": "Ignore",
            "templatePrioritySetting": "Ignore",
            "autoApplyFlag": applies,
            "_info": info(world, "autoTemplate", number),
        }
        for number, name, applies in planted.TEMPLATES
    ]


def templates(world: World) -> list[Row]:
    """Return the service templates."""
    return [
        {
            "id": number,
            "name": name,
            "board": ref(planted.ONBOARDING, planted.BOARDS[planted.ONBOARDING]),
            "assignedNotifyFlag": False,
            "emailContactFlag": number == planted_around.MAILING_TEMPLATE,
            "templateFlag": True,
            "scheduleDaysBefore": 0,
            "summary": name,
            "_info": info(world, "template", number),
        }
        for number, name, _ in planted.TEMPLATES
    ]


def priorities(world: World) -> list[Row]:
    """Return the priorities."""
    return [
        {
            "id": number,
            "name": name,
            "color": color,
            "sortOrder": number,
            "_info": info(world, "priority", number),
        }
        for number, name, color in _PRIORITIES
    ]


def sources(world: World) -> list[Row]:
    """Return where tickets come from."""
    return [
        {
            "id": number,
            "name": name,
            "defaultFlag": number == 1,
            "_info": info(world, "source", number),
        }
        for number, name in _SOURCES
    ]


def slas(world: World) -> list[Row]:
    """Return the service levels."""
    return [
        {
            "id": 1,
            "name": "Standard",
            "basedOn": "MyCalendar",
            "defaultFlag": True,
            "applicationOrder": 1,
            "respondHours": 1.0,
            "resolutionHours": 8.0,
            "hiImpactHiUrgency": ref(8, "Critical"),
            "_info": info(world, "sla", 1),
        }
    ]


def knowledge(world: World) -> Row:
    """Return the settings of the knowledge base, an object and no list."""
    return {"id": 1, "requireApproval": False, "_info": info(world, "knowledge", 1)}


def workflows(world: World) -> list[Row]:
    """Return the workflow rules."""
    tables = {"Ticket": (4, "SR_Service"), "Agreement": (7, "AGR_Header")}
    rows: list[Row] = []
    for one in planted.WORKFLOWS:
        number, word = tables[one.table]
        row: Row = {
            "id": one.id,
            "name": one.name,
            "tableType": {"id": number, "identifier": word, "name": one.table},
            "activateFlag": one.active,
            "batchInterval": 5,
            "batchFrequencyUnit": "Minutes",
            "batchLastRan": iso(world.end - 300 * SECOND, digits=0),
            "batchSchedule": "AnyTime",
            "connectWiseID": "00000000-0000-0000-0000-000000000000",
            "_info": info(world, "workflow", one.id, edit=edited("workflow", one.id)),
        }
        if one.board is not None:
            row["board"] = ref(one.board, planted.BOARDS[one.board])
        rows.append(row)
    return rows


def events(world: World) -> list[Row]:
    """Return the events of all rules."""
    return [
        {
            "id": one.id + 40,
            "name": one.event,
            "eventCondition": one.condition,
            "frequencyUnit": "Minutes",
            "frequencyOfExecution": 0,
            "maxNumberOfExecution": 0,
            "executionTime": one.execution,
            "parentId": one.id,
            "_info": info(world, "event", one.id + 40, edit=edited("event", one.id + 40)),
        }
        for one in planted.WORKFLOWS
    ]


def actions(world: World) -> list[Row]:
    """Return the actions of all events."""
    rows: list[Row] = []
    for one in planted.WORKFLOWS:
        for place, action in enumerate(one.actions):
            number, word, _ = planted.KINDS[action.kind]
            rows.append(
                {
                    "id": one.id * 10 + place,
                    "notifyType": {"id": number, "identifier": word, "name": action.kind},
                    **action.fields,
                    "updateOwnerFlag": bool(action.fields.get("updateOwnerFlag")),
                    "notes": "Dear client",
                    "parentId": one.id + 40,
                    "grandParentId": one.id,
                    "_info": info(
                        world,
                        "action",
                        one.id * 10 + place,
                        edit=edited("action", one.id * 10 + place),
                    ),
                }
            )
    return rows


def notify_types(world: World) -> list[Row]:
    """Return the kinds of action."""
    return [
        {
            "id": number,
            "identifier": word,
            "name": name,
            # Only an integration can be set up: of the other kinds the flag tells nothing.
            "isSetupFlag": word == "AutomateScript",
            "externalFlag": external,
            "_info": info(world, "notifyType", number),
        }
        for name, (number, word, external) in planted.KINDS.items()
    ]


def email_connectors(world: World) -> list[Row]:
    """Return the mailboxes: one whose words decide, one that opens tickets, one that answers."""
    catch_all = next(one for one in world.clients if planted.is_catch_all(one))
    return [
        {
            "id": number,
            "emailServerType": "Office365",
            "serviceBoard": ref(board, planted.BOARDS[board]),
            "defaultCompany": ref(
                planted.company_id(catch_all),
                catch_all.name,
                identifier=planted.identifier(catch_all.name),
            ),
            "emailErrorsTo": "errors@northwindridge.example",
            "createContactFlag": False,
            "postRepliesToTicketFlag": True,
            "discardDuplicatesFlag": True,
            "noResponseFlag": True,
            "neverRespondFlag": True,
            "_info": info(world, "emailConnector", number),
        }
        for number, board in ((1, planted.SERVICE_DESK), (2, planted.ALERTS))
    ] + [_answering(world, 3, planted.ONBOARDING, catch_all)]


def _answering(world: World, number: int, board: int, catch_all: ClientOrg) -> Row:
    """A mailbox that decides nothing, and answers every further mail of a ticket."""
    named = planted.identifier(catch_all.name)
    return {
        "id": number,
        "emailServerType": "Google",
        "serviceBoard": ref(board, planted.BOARDS[board]),
        "defaultCompany": ref(planted.company_id(catch_all), catch_all.name, identifier=named),
        "emailErrorsTo": "errors@northwindridge.example",
        "noResponseFlag": False,
        "neverRespondFlag": False,
        "responseEmailForExisting": f"We have added your mail to the ticket {SECRET_MARK}",
        "_info": info(world, "emailConnector", number),
    }


def parsing_styles(world: World, connector: int) -> list[Row]:
    """Return how a mailbox is looked through."""
    if connector != 1:
        return []
    kind = {"id": 1, "name": "Subject"}
    return [
        {
            "id": 61,
            "parsingType": kind,
            "parseRule": "*",
            "priority": 1,
            "_info": info(world, "style", 61),
        }
    ]


def parsing_rules(world: World, style: int) -> list[Row]:
    """Return which words decide what."""
    if style != 61:
        return []
    row: Row = {
        "id": 71,
        "parsingStyle": ref(61, "*"),
        "priority": 1,
        "parsingVariable": ref(3, "Priority"),
        "searchTerm": "URGENT",
        "servicePriority": ref(6, "High"),
        "_info": info(world, "rule", 71),
    }
    typed = {**row, "id": 72, "searchTerm": "new starter", "serviceType": ref(102, "Request")}
    del typed["servicePriority"]
    return [row, typed]
