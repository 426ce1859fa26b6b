"""Who decides what, for whom, and what stays unknown; an unknown word is never a guess."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from tests.inventory.builders import origin

from aigov_connectors import registry
from aigov_connectors.connectwise.psa.normalize import (
    Actors,
    AuditLog,
    Desk,
    Rules,
    TicketLog,
    deployments_from_auto_close,
    deployments_from_board,
    deployments_from_rules,
    product_of,
    rights_from,
)
from aigov_connectors.connectwise.psa.normalize.conditions import without_names
from aigov_connectors.connectwise.psa.wire import (
    ActionWire,
    AuditWire,
    BoardWire,
    EventWire,
    NotifyTypeWire,
    SecurityWire,
    TicketWire,
    WorkflowWire,
)
from aigov_connectors.inventory import (
    Autonomy,
    Basis,
    CredentialRights,
    DecisionKind,
    GateKind,
    Initiator,
    Organization,
    Place,
    Reach,
    Statement,
    Window,
)

CATALOGUE = registry.catalogue("connectwise.psa")
PLACE = Place(connection="psa", tenant_id="acme")
NOW = datetime(2026, 11, 20, tzinfo=UTC)
SINCE = datetime(2026, 11, 1, tzinfo=UTC)
CLOSED, OPEN = 14, 11
ACTORS = Actors(
    people=frozenset({"mlee"}),
    programs={"zofiqapi": "zofiq_agents", "sync": None},
    is_whole=True,
)


def desk(**tickets: int) -> Desk:
    found = Desk()
    for number, name in (("1", "Acme"), ("2", "Harborview Dental"), ("3", "Either or Both Ltd")):
        found.serve(
            Organization(
                vendor="connectwise.psa",
                tenant_id="acme",
                vendor_id=number,
                name=name,
                handles=(f"ID{number}",),
            )
        )
    for key, count in tickets.items():
        found.tickets[1, key.removeprefix("t")] = count
    found.window = Window(start=SINCE, end=NOW)
    return found


def statements(
    *actions: dict[str, Any], condition: str = "", active: Any = True, **workflow: Any
) -> list[Statement]:
    rules = Rules(closing={CLOSED}, open={OPEN})
    told = {"id": 1, "name": "Rule", "activateFlag": active, "board": {"id": 1, "name": "Desk"}}
    row = WorkflowWire.model_validate(
        {**told, "tableType": {"id": 4, "name": "Ticket"}, **workflow}
    )
    rules.workflows[1] = (row, origin())
    event = {"id": 2, "name": "Event", "parentId": 1, "eventCondition": condition}
    rules.events[2] = (EventWire.model_validate(event), origin())
    rules.kinds[1] = NotifyTypeWire.model_validate({"id": 1, "name": "Send Email"})
    for number, action in enumerate(actions):
        wire = ActionWire.model_validate({"id": 10 + number, "parentId": 2, **action})
        rules.actions.append((wire, origin()))
    return list(
        deployments_from_rules(
            rules,
            entry=CATALOGUE["workflow_rules"],
            closing=CATALOGUE["auto_close"],
            place=PLACE,
            desk=desk(t1=3),
        )
    )


MAIL = {"notifyType": {"id": 1, "name": "Send Email"}}


@pytest.mark.parametrize(
    ("action", "feature", "autonomy", "decision"),
    [
        ({"automateScript": {"id": 1}}, "workflow_rules", "fully_autonomous", "run_script"),
        ({"board": {"id": 2}}, "workflow_rules", "fully_autonomous", "route_ticket"),
        ({"updateOwnerFlag": True}, "workflow_rules", "fully_autonomous", "route_ticket"),
        ({"servicePriority": {"id": 2}}, "workflow_rules", "fully_autonomous", "prioritize_ticket"),
        ({"boardStatus": {"id": OPEN}}, "workflow_rules", "fully_autonomous", "change_ticket"),
        ({"boardStatus": {"id": CLOSED}}, "auto_close", "fully_autonomous", "close_ticket"),
        ({"boardStatus": {"id": 999}}, "workflow_rules", "unknown", "unknown"),
        ({"serviceTemplate": {"id": 2}}, "workflow_rules", "unknown", "unknown"),
        ({"serviceSurvey": {"id": 2}}, "workflow_rules", "fully_autonomous", "reply_to_person"),
        ({"companyStatus": {"id": 2}}, "workflow_rules", "fully_autonomous",
         "change_configuration"),
        ({"internalNotesFlag": True}, "workflow_rules", "advisory", "inform"),
        ({"attachedTrack": {"id": 2}}, "workflow_rules", "fully_autonomous",
         "change_configuration"),
        (
            {**MAIL, "notifyWho": {"id": 1, "name": "Contact"}},
            "workflow_rules",
            "fully_autonomous",
            "reply_to_person",
        ),
        ({**MAIL, "notifyWho": {"id": 2, "name": "Team"}}, "workflow_rules", "advisory", "inform"),
        ({**MAIL, "notifyWho": {"name": "Customer"}}, "workflow_rules", "fully_autonomous",
         "reply_to_person"),
        ({**MAIL, "notifyWho": {"name": "Primary Contact"}}, "workflow_rules", "fully_autonomous",
         "reply_to_person"),
        ({**MAIL, "notifyWho": {"identifier": "CompanyContacts"}}, "workflow_rules",
         "fully_autonomous", "reply_to_person"),
        ({**MAIL, "notifyWho": {"name": "Assigned Resources"}, "ccContact": {"id": 7}},
         "workflow_rules", "fully_autonomous", "reply_to_person"),
        ({**MAIL, "notifyWho": {"name": "Company Team"}}, "workflow_rules", "unknown", "unknown"),
        ({**MAIL, "notifyWho": {"name": "Everybody"}}, "workflow_rules", "unknown", "unknown"),
        ({**MAIL, "notifyWho": {"name": "Everybody"}, "specificMemberTo": {"id": 4}},
         "workflow_rules", "unknown", "unknown"),
        ({**MAIL, "specificMemberTo": {"id": 4}}, "workflow_rules", "advisory", "inform"),
        ({**MAIL, "emailRecipient": "a@b.example"}, "workflow_rules", "unknown", "unknown"),
        ({"notifyType": {"id": 9, "name": "Create Service Ticket"}, "board": {"id": 2},
          "boardStatus": {"id": OPEN}, "serviceType": {"id": 2}, "servicePriority": {"id": 2}},
         "workflow_rules", "advisory", "inform"),
        ({"notifyType": {"id": 9, "identifier": "CreateServiceTicket"}, "board": {"id": 2},
          "boardStatus": {"id": CLOSED}},
         "workflow_rules", "advisory", "inform"),
        ({"notifyType": {"id": 1}, "notifyWho": {"name": "Contact"}}, "workflow_rules",
         "fully_autonomous", "reply_to_person"),
        ({"notifyType": {"id": 9, "name": "Create Activity"}}, "workflow_rules", "advisory",
         "inform"),
        ({"notifyType": {"id": 9, "name": "Ask the Oracle"}}, "workflow_rules", "unknown",
         "unknown"),
        ({}, "workflow_rules", "unknown", "unknown"),
    ],
)  # fmt: skip
def test_what_an_action_does_follows_from_its_fields(
    action: dict[str, Any], feature: str, autonomy: str, decision: str
) -> None:
    (one,) = statements(action)
    deployment = one.deployment
    assert deployment.feature == f"connectwise.psa.{feature}"
    assert (deployment.autonomy, deployment.decisions) == (autonomy, (DecisionKind(decision),))
    assert deployment.evidence[0] == one.evidence[0].id


def test_a_script_whose_success_closes_the_ticket_is_told_twice() -> None:
    script = {"automateScript": {"id": 1}, "scriptSuccessStatus": {"id": CLOSED}}
    features = {one.deployment.feature: one.deployment.decisions for one in statements(script)}
    assert features == {
        "connectwise.psa.workflow_rules": (DecisionKind.RUN_SCRIPT,),
        "connectwise.psa.auto_close": (DecisionKind.CLOSE_TICKET,),
    }


def test_what_surely_acts_is_not_hidden_by_what_may() -> None:
    (one,) = statements(
        {"notifyType": {"id": 9, "name": "Ask the Oracle"}},
        {"board": {"id": 2}},
        {**MAIL, "notifyWho": {"name": "Team"}},
    )
    deployment = one.deployment
    assert deployment.autonomy is Autonomy.FULLY_AUTONOMOUS
    assert DecisionKind.ROUTE_TICKET in deployment.decisions
    assert deployment.informs is True
    parts = {str(part.value): part.autonomy for part in deployment.breakdown}
    assert parts == {
        "unknown": Autonomy.UNKNOWN,
        "board": Autonomy.FULLY_AUTONOMOUS,
        "mail to the staff": Autonomy.ADVISORY,
    }


@pytest.mark.parametrize(
    ("active", "enabled"), [(True, True), (False, False), (None, None), ("on", None)]
)
def test_a_rule_is_on_only_where_it_says_so(active: Any, enabled: bool | None) -> None:
    (one,) = statements({"board": {"id": 2}}, active=active)
    assert one.deployment.enabled is enabled


@pytest.mark.parametrize(
    ("condition", "reach", "organizations"),
    [
        ("", Reach.ALL, {}),
        ('Status = "New"', Reach.ALL, {}),
        ('Summary contains "the company = broke"', Reach.ALL, {}),
        ('Company = "Acme"', Reach.LISTED, {"1": None}),
        ('(company/identifier = "id2") AND (Status = "New")', Reach.LISTED, {"2": None}),
        ('Company = "Either or Both Ltd"', Reach.LISTED, {"3": None}),
        ('Company = "Nobody"', Reach.UNKNOWN, {}),
        ('Company = "Acme" OR Status = "New"', Reach.UNKNOWN, {}),
        ('Company = "Acme" AND Company = "ID2"', Reach.UNKNOWN, {}),
        ('Company != "Acme"', Reach.UNKNOWN, {}),
        ('NOT (Company = "Acme")', Reach.UNKNOWN, {}),
        ('Company contains "Ac"', Reach.UNKNOWN, {}),
        ("Company Type = 3", Reach.UNKNOWN, {}),
        ('Contact Name = "Jane Doe"', Reach.UNKNOWN, {}),
        ('Site = "Lakeside HQ" AND Status = "New"', Reach.UNKNOWN, {}),
        ('Agreement Type = "Gold"', Reach.UNKNOWN, {}),
        ('Territory = "North"', Reach.UNKNOWN, {}),
        ('Favourite = "yes"', Reach.UNKNOWN, {}),
        ('(SLA Status = "Respond By passed") AND (Days in Status > 5)', Reach.ALL, {}),
    ],
)
def test_whom_a_condition_means(
    condition: str, reach: Reach, organizations: dict[str, None]
) -> None:
    (one,) = statements({"board": {"id": 2}}, condition=condition)
    assert (one.deployment.reach, dict(one.reach)) == (reach, organizations)
    counted = {"1": 3}
    if reach is Reach.LISTED:
        counted = {name: counted.get(name, 0) for name in organizations}
    if reach is not Reach.UNKNOWN:
        assert (one.tickets, one.window) == (counted, Window(start=SINCE, end=NOW))


@pytest.mark.parametrize("limit", ["location", "department"])
def test_whose_records_belong_to_a_location_is_not_told(limit: str) -> None:
    limited: dict[str, Any] = {limit: {"id": 2, "name": "HQ"}}
    (one,) = statements({"board": {"id": 2}}, **limited)
    assert one.deployment.reach is Reach.UNKNOWN


def test_nobody_known_is_not_everybody() -> None:
    assert Desk().of_board(1).reach is Reach.UNKNOWN


def test_what_is_not_known_was_not_observed() -> None:
    (one,) = statements({"notifyType": {"id": 9, "name": "Ask the Oracle"}})
    assert one.deployment.basis is Basis.INFERRED


def test_a_rule_on_other_records_reaches_no_tickets() -> None:
    (one,) = statements({"board": {"id": 2}}, tableType={"id": 7, "name": "Agreement"})
    assert (one.tickets, one.window) == ({}, None)


def test_no_evidence_names_another_client() -> None:
    assert without_names('Company = "Acme" AND Summary contains "disk"') == (
        'Company = "…" AND Summary contains "…"'
    )
    (one,) = statements({"board": {"id": 2}}, condition='Company = "Acme" OR Company = "Other"')
    assert "Acme" not in str(one.evidence) + str(one.deployment.settings)
    assert "Other" not in str(one.evidence) + str(one.deployment.settings)


def _board(**row: Any) -> Statement:
    wire = BoardWire.model_validate({"id": 1, "name": "Desk", **row})
    (one,) = deployments_from_board(
        wire,
        origin=origin(),
        entry=CATALOGUE["board_auto_assign"],
        place=PLACE,
        desk=desk(t1=3),
        assigned=None,
    )
    return one


@pytest.mark.parametrize(
    ("row", "enabled"),
    [
        ({}, False),
        ({"autoAssignNewTicketsFlag": True}, True),
        ({"autoAssignNewECTicketsFlag": True}, True),
        ({"autoAssignNewPortalTicketsFlag": True, "inactiveFlag": True}, False),
        ({"autoAssignNewTicketsFlag": "sometimes"}, None),
        ({"autoAssignNewTicketsFlag": None}, None),
        ({"autoAssignTicketOwnerFlag": True}, True),
        ({"autoAssignTicketOwnerFlag": True, "autoAssignNewTicketsFlag": 1}, True),
        ({"autoAssignTicketOwnerFlag": True, "inactiveFlag": True}, False),
        ({"autoAssignTicketOwnerFlag": "first"}, None),
    ],
)
def test_a_board_assigns_if_one_flag_says_so(row: dict[str, Any], enabled: bool | None) -> None:
    assert _board(**row).deployment.enabled is enabled


def test_that_a_board_gives_the_first_assignee_the_ticket_is_a_field_note() -> None:
    one = _board(autoAssignTicketOwnerFlag=True).deployment
    assert (one.autonomy, one.gate.kind) == (Autonomy.FULLY_AUTONOMOUS, GateKind.NONE)
    assert one.basis is Basis.INFERRED
    assert {"autoAssignTicketOwnerFlag": True}.items() <= {
        setting.name: setting.value for setting in one.settings
    }.items()
    assert _board(autoAssignNewTicketsFlag=True).deployment.basis is Basis.OBSERVED


@pytest.mark.parametrize(("inactive", "enabled"), [(False, None), (True, False)])
def test_a_status_for_closing_does_not_tell_that_anything_closes(
    inactive: bool, enabled: bool | None
) -> None:
    row = {"id": 1, "autoCloseStatus": {"id": CLOSED, "name": ">Closed"}, "inactiveFlag": inactive}

    def said(board: dict[str, Any]) -> list[Statement]:
        wire = BoardWire.model_validate(board)
        entry = CATALOGUE["auto_close"]
        return list(
            deployments_from_auto_close(
                wire, origin=origin(), entry=entry, place=PLACE, desk=desk(t1=3)
            )
        )

    (one,) = said(row)
    assert one.deployment.enabled is enabled
    assert one.deployment.basis is Basis.INFERRED
    assert one.deployment.decisions == (DecisionKind.CLOSE_TICKET,)
    assert not said({"id": 1})


def test_a_switch_that_nobody_knows_is_kept_and_one_that_is_described_is_not() -> None:
    one = _board(autoTriageFlag=True, billTime="NoDefault", apiToken="s3cret", _info={"a": "b"})
    kept = {unknown.pointer: unknown.value for unknown in one.unknown_settings}
    assert kept == {"/autoTriageFlag": True, "/apiToken": None}
    assert "s3cret" not in str(one)


@pytest.mark.parametrize(
    ("texts", "product"),
    [
        (("zofiqapi", "zofiQ API"), "zofiq_agents"),
        (("threadbot", None), "third_party_ai"),
        (("x", "Thread Messenger"), "third_party_ai"),
        (("threadneedle", "Threadneedle Billing"), None),
        (("multithreading", ""), None),
        (("neo", "Neo Agent"), "third_party_ai"),
        (("ai", "AI Copilot"), None),
        ((None, None), None),
    ],
)
def test_a_product_is_known_by_a_word_of_its_own(
    texts: tuple[str | None, ...], product: str | None
) -> None:
    found = product_of(CATALOGUE, *texts)
    assert (found[0] if found else None) == product


def _right(**levels: str) -> SecurityWire:
    row = {"id": 1, "moduleName": "M", "moduleFunctionName": "F"}
    none = {"addLevel": "None", "editLevel": "None", "deleteLevel": "None", "inquireLevel": "All"}
    return SecurityWire.model_validate({**row, **none, **levels})


def test_rights_are_proven_or_not() -> None:
    assert rights_from([_right()])[0] is CredentialRights.PROVEN_READ_ONLY
    assert rights_from([_right(), _right(editLevel="My")])[0] is CredentialRights.CAN_WRITE
    assert rights_from([])[0] is CredentialRights.CANNOT_TELL
    silent = SecurityWire.model_validate({"id": 1, "inquireLevel": "All"})
    assert rights_from([_right(), silent])[0] is CredentialRights.CANNOT_TELL


def test_actors_are_people_programs_ai_or_the_system() -> None:
    names = ("MLee", "zofiqapi", "sync", "template247", None)
    assert [ACTORS.initiator(name) for name in names] == [
        Initiator.PERSON,
        Initiator.AI,
        Initiator.MACHINE,
        Initiator.RULE,
        Initiator.UNKNOWN,
    ]
    partly = Actors(people=frozenset(), programs={}, is_whole=False)
    assert partly.initiator("template247") is Initiator.UNKNOWN


def _ticket(number: int, company: int, by: str, *, day: int = 10) -> TicketWire:
    at = f"2026-11-{day:02d}T08:00:00Z"
    return TicketWire.model_validate(
        {
            "id": number,
            "board": {"id": 1},
            "company": {"id": company},
            "closedFlag": True,
            "closedBy": by,
            "closedDate": at,
            "_info": {"updatedBy": by, "lastUpdated": at, "enteredBy": "EmailConnector"},
        }
    )


def test_tickets_are_counted_and_forgotten() -> None:
    counted = desk()
    log = TicketLog(tenant_id="acme", actors=ACTORS, desk=counted, since=SINCE)
    rows = [
        _ticket(1, 1, "mlee"),
        _ticket(2, 1, "Workflow"),
        _ticket(3, 2, "zofiqapi"),
        _ticket(4, 99, "mlee"),
    ]
    for row in rows:
        log.add(row, is_client={"1", "2"}.__contains__)
    assert counted.counted(None) == {"1": 2, "2": 1}
    assert log.elsewhere == 1
    closed = {
        (one.feature, one.initiator, one.organization) for one in log.counter.stats(complete=True)
    }
    assert closed == {
        ("connectwise.psa.auto_close", Initiator.RULE, "1"),
        ("connectwise.psa.zofiq_agents", Initiator.AI, "2"),
    }
    assert log.touched_by("ZofiqAPI") == {"2": 1}
    assert [sample.ticket for sample in log.unattended(5)] == [3, 2]
    assert [sample.ticket for sample in log.one_each(1)] == [3]


def test_what_a_person_changes_back_was_rejected() -> None:
    log = AuditLog(tenant_id="acme", actors=ACTORS, since=SINCE)
    rows = [
        ("zofiqapi", "Status", "2026-11-10T08:00:00Z"),
        ("zofiqapi", "Priority", "2026-11-10T08:00:00Z"),
        ("mlee", "Status", "2026-11-10T09:00:00Z"),
        ("Workflow", "Owner", "2026-10-01T09:00:00Z"),
        ("zofiqapi", "Haiku", "2026-11-10T09:00:00Z"),
    ]
    log.add(
        [
            AuditWire.model_validate({"enteredBy": by, "auditSubType": what, "enteredDate": at})
            for by, what, at in rows
        ],
        organization="1",
    )
    found = {one.action: one.reversed for one in log.counter.stats(complete=False)}
    assert found == {DecisionKind.CHANGE_TICKET: True, DecisionKind.PRIORITIZE_TICKET: False}


@pytest.mark.parametrize(
    "payload",
    [
        {"id": 1},
        {"id": 1, "board": None, "company": None, "_info": None, "closedFlag": None},
        {"id": 1, "board": {"id": "7"}, "closedDate": "", "_info": {}},
        {"id": 1, "closedDate": "0001-01-01T00:00:00Z", "owner": {"nested": {}}},
    ],
)
def test_old_servers_send_nulls_and_new_ones_leave_out(payload: dict[str, Any]) -> None:
    assert TicketWire.model_validate(payload).closed_date is None
