"""What time and programs do, whom it reaches, and who did what to tickets."""

from __future__ import annotations

from typing import Any

import pytest
from tests.halopsa.rows import (
    ADVISORY,
    CATALOGUE,
    FULL,
    HOLDS,
    ORIGIN,
    PLACE,
    SINCE,
    STATUSES,
    UNKNOWN,
    desk,
    only,
)

from aigov_connectors.halopsa.normalize import (
    Desk,
    TicketLog,
    deployments_from_application,
    deployments_from_approval_process,
    deployments_from_email_rule,
    deployments_from_sla,
    deployments_from_status,
    deployments_from_ticket_type,
    deployments_from_webhook,
    organization_from,
    product_of,
    rights_from_scopes,
)
from aigov_connectors.halopsa.normalize.suggestions import templates_suggested
from aigov_connectors.halopsa.wire import (
    AISuggestionWire,
    ApplicationWire,
    ApprovalProcessWire,
    ClientWire,
    EmailRuleWire,
    SLAWire,
    StatusWire,
    TicketTypeWire,
    TicketWire,
    WebhookWire,
)
from aigov_connectors.inventory import (
    Autonomy,
    Basis,
    CredentialRights,
    DecisionKind,
    Reach,
)


@pytest.mark.parametrize(
    ("sent", "decisions"),
    [
        ({"statuschangeto": 9, "statuschangetofreq": 72.0}, {DecisionKind.CLOSE_TICKET}),
        ({"statuschangeto": 2, "statuschangetofreq": 1}, {DecisionKind.CHANGE_TICKET}),
        ({"timeuntilloffhold": 4}, {DecisionKind.CHANGE_TICKET}),
        ({"statuschangeto": 9, "statuschangetofreq": 0}, None),
        ({"statuschangeto": 0, "statuschangetofreq": 5}, None),
        ({"statuschangeto": 9, "statuschangetofreq": "72"}, {DecisionKind.CLOSE_TICKET}),
        ({"statuschangeto": 9}, {DecisionKind.CHANGE_TICKET, DecisionKind.CLOSE_TICKET}),
        (
            {"statuschangeto": None, "statuschangetofreq": 5},
            {DecisionKind.CHANGE_TICKET, DecisionKind.CLOSE_TICKET},
        ),
    ],
)
def test_a_status_acts_when_it_names_another_and_a_time(
    sent: dict[str, Any], decisions: set[DecisionKind] | None
) -> None:
    found = list(
        deployments_from_status(
            StatusWire.model_validate({"id": 4, **sent}),
            origin=ORIGIN,
            statuses=STATUSES,
            entry=CATALOGUE["status_timers"],
            place=PLACE,
            desk=desk(),
        )
    )
    told = {one for each in found for one in each.deployment.decisions}
    assert told == (decisions or set())


def test_a_ticket_type_reaches_the_clients_that_may_use_it() -> None:
    row = {"id": 1, "autoCloseHours": 24, "allowed_clients": [{"client_id": 100.0}]}
    here = desk(row)
    found = only(
        deployments_from_ticket_type(
            here.types[1],
            origin=ORIGIN,
            closing=CATALOGUE["auto_close"],
            balancing=CATALOGUE["load_balancing"],
            others=CATALOGUE["ticket_type_automations"],
            presets=CATALOGUE["ticket_type_presets"],
            place=PLACE,
            desk=here,
        )
    )
    assert found.deployment.reach is Reach.LISTED
    assert (dict(found.reach), dict(found.tickets)) == ({"100": None}, {"100": 3})


@pytest.mark.parametrize(
    ("sent", "decisions"),
    [
        ({"auto_delete_data": 2}, {DecisionKind.CHANGE_TICKET}),
        ({"auto_respond_logged_manually": 1, "auto_delete_data": 0},
         {DecisionKind.REPLY_TO_PERSON}),
        ({"auto_forward_email_updates": 1, "auto_delete_data": 1},
         {DecisionKind.REPLY_TO_PERSON, DecisionKind.CHANGE_TICKET}),
        ({"auto_delete_data": 0, "auto_respond_logged_manually": -1}, None),
        ({"auto_delete_data": None, "auto_forward_email_updates": "0"}, None),
        ({"auto_delete_data": 0, "auto_forward_email_updates": "x"},
         {DecisionKind.REPLY_TO_PERSON, DecisionKind.CHANGE_TICKET}),
    ],
)  # fmt: skip
def test_what_a_type_does_by_a_number_that_is_not_documented_is_unknown(
    sent: dict[str, Any], decisions: set[DecisionKind] | None
) -> None:
    found = deployments_from_ticket_type(
        TicketTypeWire.model_validate({"id": 1, **sent}),
        origin=ORIGIN,
        closing=CATALOGUE["auto_close"],
        balancing=CATALOGUE["load_balancing"],
        others=CATALOGUE["ticket_type_automations"],
        presets=CATALOGUE["ticket_type_presets"],
        place=PLACE,
        desk=desk({"id": 1}),
    )
    told = [(one.deployment.autonomy, set(one.deployment.decisions)) for one in found]
    assert told == ([] if decisions is None else [(UNKNOWN, decisions)])


def test_types_that_were_not_read_reach_nobody_knows_whom() -> None:
    assert desk({"id": 1}).of_types([1, 2]).reach is Reach.UNKNOWN
    assert desk({"id": 1, "allowed_clients": None}).of_types([1]).reach is Reach.UNKNOWN
    assert desk().of_types([]).reach is Reach.UNKNOWN


@pytest.mark.parametrize(
    ("name", "product"),
    [("Thread Messenger", "thread"), ("threadbot", "thread"), ("Threadneedle", None),
     ("rewst-prod", "rewst"), ("My AI", None), (None, None)],
)  # fmt: skip
def test_products_are_known_by_whole_words(name: str | None, product: str | None) -> None:
    assert product_of(CATALOGUE, name) == product


@pytest.mark.parametrize(
    ("name", "scopes", "told"),
    [
        ("Thread", ["edit:tickets"], ("third_party_ai", UNKNOWN, CredentialRights.CAN_WRITE)),
        ("Thread", ["read:tickets"],
         ("third_party_ai", ADVISORY, CredentialRights.PROVEN_READ_ONLY)),
        ("Thread", [], ("third_party_ai", UNKNOWN, CredentialRights.CANNOT_TELL)),
        ("Sync", ["all"], ("api_integrations", UNKNOWN, CredentialRights.CAN_WRITE)),
        ("Sync", ["read:invoices"], None),
        *(("Thread", ["read:tickets", scope],
           ("third_party_ai", UNKNOWN, CredentialRights.CAN_WRITE))
          for scope in ("edit:kb", "edit:reporting", "edit:invoices", "editMine:timesheets")),
        *(("Thread", ["read:tickets", scope],
           ("third_party_ai", UNKNOWN, CredentialRights.CANNOT_TELL))
          for scope in ("access:chat", "admin", None)),
        ("Sync", ["edit:assets"], ("api_integrations", UNKNOWN, CredentialRights.CAN_WRITE)),
        ("Sync", ["access:adpasswordreset"],
         ("api_integrations", UNKNOWN, CredentialRights.CANNOT_TELL)),
        ("Sync", ["read:assets", None],
         ("api_integrations", UNKNOWN, CredentialRights.CANNOT_TELL)),
    ],
)  # fmt: skip
def test_a_right_to_write_is_not_its_use(
    name: str, scopes: list[str | None], told: tuple[str, Autonomy, CredentialRights] | None
) -> None:
    row = ApplicationWire.model_validate(
        {"id": "1", "displayName": name, "scopes": [{"name": one} for one in scopes]}
    )
    found = [
        (one.deployment.feature.rpartition(".")[2], one.deployment.autonomy, one.deployment.rights)
        for one in deployments_from_application(
            row,
            origin=ORIGIN,
            catalogue=CATALOGUE,
            place=PLACE,
            log=TicketLog(desk=desk(), since=SINCE),
        )
    ]
    assert found == ([] if told is None else [told])


@pytest.mark.parametrize(
    ("scopes", "rights"),
    [
        ((), CredentialRights.CANNOT_TELL),
        (("read:tickets", "read:kb"), CredentialRights.PROVEN_READ_ONLY),
        (("read:tickets", "admin"), CredentialRights.CANNOT_TELL),
        (("read:tickets", "access:chat"), CredentialRights.CANNOT_TELL),
        (("read:tickets", "edit:kb"), CredentialRights.CAN_WRITE),
        (("all:standard",), CredentialRights.CAN_WRITE),
    ],
)
def test_rights_follow_from_the_scopes(scopes: tuple[str, ...], rights: CredentialRights) -> None:
    assert rights_from_scopes(scopes)[0] is rights
    # A token has what it was asked for; the application may have more.
    less = {CredentialRights.PROVEN_READ_ONLY: CredentialRights.CANNOT_TELL}
    assert rights_from_scopes(scopes, are_all=False)[0] is less.get(rights, rights)


def test_links_are_ids_that_name_something() -> None:
    row = ClientWire.model_validate({"id": 7, "name": "Acme"})
    details = ClientWire.model_validate(
        {"id": 7, "name": "Acme", "ninjarmmid": 12, "autotaskid": -1, "connectwiseid": 0,
         "datto_id": "d1", "domain": "WWW.Acme.example"}
    )  # fmt: skip
    found, _ = organization_from(row, (details, ORIGIN), (), place=PLACE)
    assert found.links == (("ninjaone", "12"), ("datto.rmm", "d1"))
    assert found.domains == ("acme.example",)


def test_tickets_of_others_and_of_before_are_not_counted() -> None:
    here = Desk()
    log = TicketLog(desk=here, since=SINCE)
    for row in (
        {"id": 1, "client_id": 100.0, "tickettype_id": 1, "last_update": "2026-11-05T00:00:00"},
        {"id": 2, "client_id": 100.0, "tickettype_id": 1, "last_update": "2026-10-05T00:00:00"},
        {"id": 3, "client_id": 55, "tickettype_id": 1, "last_update": "2026-11-05T00:00:00"},
    ):
        log.add(TicketWire.model_validate(row), is_client={"100"}.__contains__)
    assert dict(here.tickets) == {(1, "100"): 1}
    assert log.elsewhere == 1
    assert [one.ticket for one in log.samples(5)] == [1]


@pytest.mark.parametrize(
    ("sent", "autonomy"),
    [
        ({"load_balance_on_schedule": True, "load_balance_interval": 15}, [FULL]),
        ({"load_balance_interval": 15}, [Autonomy.UNKNOWN]),
        ({"load_balance_on_schedule": False, "load_balance_interval": 0}, []),
    ],
)
def test_an_interval_without_a_schedule_is_no_balancing_that_is_known(
    sent: dict[str, Any], autonomy: list[Autonomy]
) -> None:
    row = TicketTypeWire.model_validate({"id": 1, **sent})
    found = deployments_from_ticket_type(
        row,
        origin=ORIGIN,
        closing=CATALOGUE["auto_close"],
        balancing=CATALOGUE["load_balancing"],
        others=CATALOGUE["ticket_type_automations"],
        presets=CATALOGUE["ticket_type_presets"],
        place=PLACE,
        desk=desk({"id": 1}),
    )
    assert [one.deployment.autonomy for one in found] == autonomy


def test_whose_tickets_have_a_service_level_is_not_told() -> None:
    row = SLAWire.model_validate({"id": 2, "autoreleaseoption": True, "autoreleaselimit": 5})
    found = only(
        deployments_from_sla(
            row, origin=ORIGIN, statuses=STATUSES, entry=CATALOGUE["status_timers"], place=PLACE
        )
    )
    assert (found.deployment.autonomy, found.deployment.reach) == (FULL, Reach.UNKNOWN)


@pytest.mark.parametrize(
    ("status", "decisions", "parts", "basis"),
    [
        (2, (DecisionKind.CHANGE_TICKET,), (), Basis.OBSERVED),
        (9, (DecisionKind.CHANGE_TICKET, DecisionKind.CLOSE_TICKET), (), Basis.INFERRED),
        (77, (DecisionKind.CHANGE_TICKET, DecisionKind.CLOSE_TICKET), (FULL, UNKNOWN),
         Basis.INFERRED),
    ],
    ids=["open", "closing", "not known"],
)  # fmt: skip
def test_a_status_after_a_release_of_which_it_is_not_known_whether_it_closes_is_not_harmless(
    status: int, decisions: tuple[DecisionKind, ...], parts: tuple[Autonomy, ...], basis: Basis
) -> None:
    row = SLAWire.model_validate(
        {"id": 2, "autoreleaseoption": True, "statusafterautorelease": status}
    )
    found = only(
        deployments_from_sla(
            row, origin=ORIGIN, statuses=STATUSES, entry=CATALOGUE["status_timers"], place=PLACE
        )
    ).deployment
    assert (found.decisions, found.basis) == (decisions, basis)
    assert tuple(part.autonomy for part in found.breakdown) == parts


@pytest.mark.parametrize(
    ("sent", "reach"),
    [
        ({"fromaddr": "", "subject": ""}, Reach.ALL),
        ({"fromaddr": "alerts@one.example", "subject": ""}, Reach.UNKNOWN),
        ({"fromaddr": "", "subject": "[Lakeside]"}, Reach.UNKNOWN),
        ({"fromaddr": None, "subject": ""}, Reach.UNKNOWN),
        ({}, Reach.UNKNOWN),
    ],
    ids=repr,
)
def test_a_mail_rule_for_one_sender_or_subject_reaches_nobody_knows_whom(
    sent: dict[str, Any], reach: Reach
) -> None:
    row = EmailRuleWire.model_validate({"id": 1, "always_close_alerts": True, **sent})
    found = only(
        deployments_from_email_rule(
            row, origin=ORIGIN, entry=CATALOGUE["email_rules"], place=PLACE, desk=desk()
        )
    )
    assert found.deployment.reach is reach
    assert "one.example" not in repr(found)
    assert "Lakeside" not in repr(found)


def test_what_is_done_with_what_is_pushed_to_an_ai_vendor_is_not_told() -> None:
    row = WebhookWire.model_validate({"id": "w", "url": "https://hooks.getthread.com/x"})
    found = only(
        deployments_from_webhook(row, origin=ORIGIN, catalogue=CATALOGUE, place=PLACE)
    ).deployment
    assert (found.autonomy, found.basis) == (Autonomy.UNKNOWN, Basis.INFERRED)


@pytest.mark.parametrize(
    ("status", "autonomy", "basis"),
    [(2, FULL, Basis.INFERRED), (9, FULL, Basis.INFERRED), (77, UNKNOWN, Basis.INFERRED)],
    ids=["open", "closing", "not known"],
)
def test_a_service_level_changes_the_status_at_its_first_warning(
    status: int, autonomy: Autonomy, basis: Basis
) -> None:
    row = SLAWire.model_validate(
        {"id": 2, "autoreleaseoption": False, "slstatusafterfirstwarning": status}
    )
    found = only(
        deployments_from_sla(
            row, origin=ORIGIN, statuses=STATUSES, entry=CATALOGUE["status_timers"], place=PLACE
        )
    ).deployment
    assert (found.autonomy, found.basis) == (autonomy, basis)
    assert [one.name for one in found.settings] == ["slstatusafterfirstwarning"]


def test_what_follows_hours_without_a_change_is_not_told_but_that_it_follows() -> None:
    row = StatusWire.model_validate({"id": 4, "statusnochangehours": 48.0, "nochangetemplate": 3})
    found = only(
        deployments_from_status(
            row,
            origin=ORIGIN,
            statuses=STATUSES,
            entry=CATALOGUE["status_timers"],
            place=PLACE,
            desk=desk(),
        )
    ).deployment
    assert found.autonomy is UNKNOWN
    assert {one.name: one.value for one in found.settings} == {
        "statusnochangehours": 48.0,
        "nochangetemplate": 3,
    }


@pytest.mark.parametrize(
    ("step", "basis"),
    [
        ({}, Basis.OBSERVED),
        ({"is_mandatory": None}, Basis.INFERRED),
        ({"is_mandatory": False}, Basis.INFERRED),
        ({"minapprovers": 0}, Basis.INFERRED),
        ({"allowadhocapprovers": True}, Basis.INFERRED),
        ({"statusifnoapproval": 9}, Basis.INFERRED),
        ({"statusafterstartdatepassed": 2}, Basis.INFERRED),
    ],
    ids=repr,
)
def test_an_approval_that_a_ticket_may_pass_by_is_never_observed(
    step: dict[str, Any], basis: Basis
) -> None:
    row = ApprovalProcessWire.model_validate({"id": 8, "name": "P", "steps": [{**HOLDS, **step}]})
    found = only(
        deployments_from_approval_process(
            row,
            origin=ORIGIN,
            entry=CATALOGUE["approval_processes"],
            place=PLACE,
            desk=desk(),
            overridden=None,
        )
    ).deployment
    assert found.basis is basis
    assert {one.name for one in found.settings} >= (set(step) if basis is Basis.INFERRED else set())


@pytest.mark.parametrize(
    ("sent", "decisions"),
    [
        ({"default_team": "Service Desk"}, (DecisionKind.ROUTE_TICKET,)),
        ({"default_agent": 9}, (DecisionKind.ROUTE_TICKET,)),
        ({"default_priority": 3}, (DecisionKind.PRIORITIZE_TICKET,)),
        ({"default_sla": 1}, (DecisionKind.PRIORITIZE_TICKET,)),
        ({"default_agent": 1, "default_team": "", "default_priority": 0, "default_sla": -1}, ()),
    ],
    ids=repr,
)
def test_what_a_new_ticket_of_a_type_gets_nobody_chose(
    sent: dict[str, Any], decisions: tuple[DecisionKind, ...]
) -> None:
    found = list(
        deployments_from_ticket_type(
            TicketTypeWire.model_validate({"id": 1, "name": "Incident", **sent}),
            origin=ORIGIN,
            closing=CATALOGUE["auto_close"],
            balancing=CATALOGUE["load_balancing"],
            others=CATALOGUE["ticket_type_automations"],
            presets=CATALOGUE["ticket_type_presets"],
            place=PLACE,
            desk=desk({"id": 1}),
        )
    )
    assert [one.deployment.decisions for one in found] == ([decisions] if decisions else [])
    assert {one.deployment.basis for one in found} <= {Basis.INFERRED}


@pytest.mark.parametrize("host", ["generativelanguage.googleapis.com", "acme.openai.azure.com"])
def test_records_that_are_pushed_to_a_model_are_pushed_to_ai_of_others(host: str) -> None:
    row = WebhookWire.model_validate({"id": "h1", "active": True, "url": f"https://{host}/v1"})
    found = only(
        deployments_from_webhook(row, origin=ORIGIN, catalogue=CATALOGUE, place=PLACE)
    ).deployment
    assert (found.feature, found.autonomy) == ("halopsa.third_party_ai", UNKNOWN)


@pytest.mark.parametrize(
    ("sent", "answers"),
    [({"response_template_id": 12}, True), ({"response_template_id": 0}, False), ({}, False)],
)
def test_a_mail_rule_with_a_template_of_an_answer_answers(
    sent: dict[str, Any], answers: bool
) -> None:
    told = {"id": 1, "enabled": True, "always_close_alerts": False, "closestring": "", **sent}
    row = EmailRuleWire.model_validate(told)
    found = only(
        deployments_from_email_rule(
            row, origin=ORIGIN, entry=CATALOGUE["email_rules"], place=PLACE, desk=desk()
        )
    ).deployment
    assert (DecisionKind.REPLY_TO_PERSON in found.decisions) is answers
    assert found.autonomy is (Autonomy.FULLY_AUTONOMOUS if answers else ADVISORY)


def test_a_template_that_a_suggestion_applies_may_give_a_workflow() -> None:
    rows = [
        (AISuggestionWire.model_validate({"id": one, "template_id": it}), ORIGIN)
        for one, it in enumerate((4, 0, None, 4, 7))
    ]
    assert templates_suggested(rows) == (4, 7)
