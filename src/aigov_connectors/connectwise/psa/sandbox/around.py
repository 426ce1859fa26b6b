"""What stands around the rules, as full records: statuses, sites, notices, templates, tracks."""

from typing import Any

from aigov_connectors.connectwise.psa.sandbox import planted, planted_around
from aigov_connectors.connectwise.psa.sandbox.directory import info, ref
from aigov_connectors.sandbox.world import SECRET_MARK, World

Row = dict[str, Any]

_RECIPIENTS = {number: (word, name) for number, word, name, _ in planted_around.RECIPIENTS}


def recipient(number: int) -> Row:
    """Return a reference to a kind of recipient."""
    word, name = _RECIPIENTS[number]
    return ref(number, name, identifier=word)


def company_statuses(world: World) -> list[Row]:
    """Return the statuses of companies; one attaches a track."""
    rows: list[Row] = []
    for number, name, track in planted_around.COMPANY_STATUSES:
        row: Row = {
            "id": number,
            "name": name,
            "defaultFlag": number == 1,
            "inactiveFlag": False,
            "notifyFlag": False,
            "disallowSavingFlag": False,
            "notificationMessage": f"ask for {SECRET_MARK}",
            "customNoteFlag": False,
            "cancelOpenTracksFlag": False,
            "_info": info(world, "companyStatus", number),
        }
        if track is not None:
            named = next(one.name for one in planted_around.TRACKS if one.id == track)
            row["track"] = ref(track, named)
        rows.append(row)
    return rows


def company_types(world: World) -> list[Row]:
    """Return the types of companies."""
    return [
        {
            "id": number,
            "name": name,
            "defaultFlag": number == 1,
            "vendorFlag": name == "Vendor",
            "serviceAlertFlag": False,
            "_info": info(world, "companyType", number),
        }
        for number, name in planted_around.COMPANY_TYPES
    ]


def sites(world: World, company: int) -> list[Row]:
    """Return the sites of a company, with the addresses that nobody has to read."""
    client = next((one for one in world.clients if planted.company_id(one) == company), None)
    if client is None:
        known = {number for number, *_ in planted.OTHERS}
        if company not in known:
            raise LookupError("company")
        return []
    named = planted_around.SITES.get(client.name, (("Main", client.country),))
    return [
        {
            "id": company * 10 + place,
            "name": name,
            "addressLine1": f"1 {SECRET_MARK} Street",
            "city": "Springfield",
            "country": ref(1, planted_around.COUNTRIES[country]),
            "primaryAddressFlag": place == 0,
            "inactiveFlag": False,
            "company": ref(company, planted.company_name(client)),
            "_info": info(world, "site", company * 10 + place),
        }
        for place, (name, country) in enumerate(named)
    ]


def board_notifications(world: World, board: int) -> list[Row]:
    """Return who is told of a new ticket."""
    told = planted_around.NEW_TICKET_NOTICES.get(board)
    if told is None:
        return []
    number = 600 + board
    return [
        {
            "id": number,
            "notifyWho": recipient(told),
            "_info": info(world, "boardNotification", number),
        }
    ]


def status_notifications(world: World, status: int) -> list[Row]:
    """Return who is told when a ticket comes to a status."""
    told = planted_around.STATUS_NOTICES.get(status)
    if told is None:
        return []
    return [
        {
            "id": 7000 + status,
            "notifyWho": recipient(told),
            "status": ref(status, "status"),
            "workflowStep": 1,
            "_info": info(world, "statusNotification", 7000 + status),
        }
    ]


def mail_templates(world: World) -> list[Row]:
    """Return the mails that are sent by themselves, with their texts."""
    return [
        {
            "id": number,
            "type": kind,
            "serviceBoard": ref(board, planted.BOARDS[board]),
            "useSenderFlag": False,
            "firstName": "Service",
            "emailAddress": "desk@northwindridge.example",
            "subject": "Your ticket",
            "body": f"Dear client {SECRET_MARK}",
            "externalContactNotifications": outside,
            "internalContactNotifications": not outside,
            "_info": info(world, "emailTemplate", number),
        }
        for number, kind, board, outside in planted_around.MAIL_TEMPLATES
    ]


def recipients(world: World) -> list[Row]:
    """Return the kinds of recipients."""
    return [
        {
            "id": number,
            "identifier": word,
            "name": name,
            "externalFlag": outside,
            "serviceFlag": True,
            "salesFlag": False,
            "memberFlag": not outside,
            "_info": info(world, "notificationRecipient", number),
        }
        for number, word, name, outside in planted_around.RECIPIENTS
    ]


def overwritten_fields(world: World) -> list[Row]:
    """Return the custom fields that actions set, with values that nobody has to read."""
    return [
        {
            "id": number,
            "eventId": action // 10 + 40,
            "actionId": action,
            "caption": "Customer tier",
            "userDefinedFieldId": 9,
            "value": f"gold {SECRET_MARK}",
            "overwriteFlag": overwrites,
            "inactiveFlag": False,
            "parentId": action,
            "grandParentId": action // 10 + 40,
            "_info": info(world, "workflowField", number),
        }
        for number, action, overwrites in planted_around.OVERWRITTEN
    ]


def tracks(world: World) -> list[Row]:
    """Return the tracks."""
    return [
        {
            "id": one.id,
            "name": one.name,
            "inactiveFlag": one.inactive,
            "_info": info(world, "track", one.id),
        }
        for one in planted_around.TRACKS
    ]


def track_actions(world: World, track: int) -> list[Row]:
    """Return the steps of a track."""
    found = next((one for one in planted_around.TRACKS if one.id == track), None)
    if found is None:
        raise LookupError("track")
    rows: list[Row] = []
    for place, (kind, who, days) in enumerate(found.steps):
        number = track * 10 + place
        row: Row = {
            "id": number,
            "notifyType": kind,
            "daysToExecute": days,
            "track": ref(track, found.name),
            "subject": "We would like to meet you",
            "notes": f"text {SECRET_MARK}",
            "_info": info(world, "trackAction", number),
        }
        if who is not None:
            row["notifyWho"] = recipient(who)
        if kind == "ChangeCompanyStatus":
            row["companyStatus"] = ref(2, "Not Active")
        rows.append(row)
    return rows


def origins(world: World) -> list[Row]:
    """Return the sites whose pages may ask the API."""
    return [
        {
            "id": number,
            "origin": url,
            "description": "hosted app",
            "updatedBy": "jdoe",
            "_info": info(world, "allowedOrigin", number),
        }
        for number, url in planted_around.ORIGINS
    ]
