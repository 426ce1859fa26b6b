"""Tracks, notices, mail templates, skills, service levels and sites: what they say, and when."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from tests.connectwise.psa.test_normalize import CATALOGUE, PLACE, desk
from tests.inventory.builders import origin

from aigov_connectors.connectwise.psa.normalize import (
    Notice,
    deployments_from_auto_template,
    deployments_from_mail_template,
    deployments_from_notices,
    deployments_from_skills,
    deployments_from_sla,
    deployments_from_track,
    is_client,
    site_hint,
)
from aigov_connectors.connectwise.psa.wire import (
    AutoTemplateWire,
    BoardWire,
    CompanyWire,
    MailTemplateWire,
    NotificationWire,
    RecipientWire,
    ServiceTemplateWire,
    SiteWire,
    SkillMappingWire,
    SLAWire,
    TrackActionWire,
    TrackWire,
)
from aigov_connectors.inventory import Autonomy, Basis, DecisionKind, GateKind, Reach, Statement
from aigov_connectors.normalizing.observed import Observed, observed

CONTACT = {"id": 1, "name": "Contact"}
BOARD = BoardWire.model_validate({"id": 1, "name": "Desk"})
PARTNER = {9: RecipientWire.model_validate({"id": 9, "name": "Partner", "externalFlag": True})}


def track(
    *steps: dict[str, Any], attached: Iterable[Observed] = (), is_whole: bool = True, **row: Any
) -> list[Statement]:
    wires = [TrackActionWire.model_validate({"id": 5 + n, **one}) for n, one in enumerate(steps)]
    return list(
        deployments_from_track(
            TrackWire.model_validate({"id": 1, "name": "Welcome", **row}),
            [(wire, origin()) for wire in wires],
            tuple(attached),
            is_whole=is_whole,
            origin=origin(),
            recipients=PARTNER,
            entry=CATALOGUE["tracks"],
            place=PLACE,
        )
    )


ATTACHED = (observed(origin(), BOARD, "name", object_id="1"),)
MAIL = {"notifyType": "SendEmail", "notifyWho": CONTACT}


def test_a_track_that_a_rule_attaches_acts_by_itself_and_one_that_a_person_attaches_does_not() -> (
    None
):
    (by_rule,) = track(MAIL, attached=ATTACHED)
    assert by_rule.deployment.autonomy is Autonomy.FULLY_AUTONOMOUS
    assert by_rule.deployment.basis is Basis.OBSERVED
    (by_person,) = track(MAIL)
    assert by_person.deployment.autonomy is Autonomy.ADVISORY
    assert by_person.deployment.gate.kind is GateKind.PRE_APPROVAL
    assert by_person.deployment.basis is Basis.INFERRED
    for one in (by_rule, by_person):
        assert one.deployment.decisions == (DecisionKind.REPLY_TO_PERSON,)
        assert one.deployment.reach is Reach.UNKNOWN


def test_whether_a_person_attaches_a_track_is_open_where_not_all_was_read() -> None:
    (one,) = track(MAIL, is_whole=False)
    assert (one.deployment.autonomy, one.deployment.gate.kind) == (
        Autonomy.UNKNOWN,
        GateKind.UNKNOWN,
    )
    assert one.deployment.basis is Basis.INFERRED
    (by_rule,) = track(MAIL, attached=ATTACHED, is_whole=False)
    assert by_rule.deployment.autonomy is Autonomy.FULLY_AUTONOMOUS


@pytest.mark.parametrize(
    ("row", "enabled"),
    [({"inactiveFlag": False}, True), ({"inactiveFlag": True}, False), ({}, None)],
)
def test_a_track_is_on_where_it_is_told_to_be(row: dict[str, Any], enabled: bool | None) -> None:
    (one,) = track(MAIL, **row)
    assert one.deployment.enabled is enabled


@pytest.mark.parametrize(
    ("step", "decision"),
    [
        ({"notifyType": "ChangeCompanyStatus"}, "change_configuration"),
        ({"notifyType": "AddToGroup"}, "change_configuration"),
        ({"notifyType": "AttachTrack"}, "change_configuration"),
        ({"notifyType": "CreateServiceTicket"}, "inform"),
        ({"notifyType": "CreateActivity"}, "inform"),
        ({**MAIL, "notifyWho": {"id": 9}}, "reply_to_person"),
        ({**MAIL, "notifyWho": {"name": "Resources"}}, "inform"),
        ({**MAIL, "notifyWho": {"name": "Everybody"}}, "unknown"),
        ({"notifyType": "Ponder"}, "unknown"),
        ({}, "unknown"),
    ],
)
def test_each_step_of_a_track_does_one_thing(step: dict[str, Any], decision: str) -> None:
    (one,) = track(step, attached=ATTACHED)
    assert one.deployment.decisions == (DecisionKind(decision),)


def test_a_track_without_steps_says_nothing_and_unknown_switches_of_a_step_are_kept() -> None:
    assert track() == []
    (one,) = track({**MAIL, "aiWritten": True, "subject": "x"})
    assert [unknown.pointer for unknown in one.unknown_settings] == ["/aiWritten"]


def notices(*rows: dict[str, Any], **board: Any) -> list[Statement]:
    told = [
        Notice(NotificationWire.model_validate({"id": n, **row}), origin(), "new ticket")
        for n, row in enumerate(rows)
    ]
    return list(
        deployments_from_notices(
            BoardWire.model_validate({"id": 1, "name": "Desk", **board}),
            told,
            origin=origin(),
            recipients=PARTNER,
            entry=CATALOGUE["client_notifications"],
            place=PLACE,
            desk=desk(t1=3),
        )
    )


@pytest.mark.parametrize(
    ("row", "autonomy"),
    [
        ({"notifyWho": CONTACT}, Autonomy.FULLY_AUTONOMOUS),
        ({"notifyWho": {"id": 9}}, Autonomy.FULLY_AUTONOMOUS),
        ({"notifyWho": {"name": "Resources"}}, Autonomy.ADVISORY),
        ({"member": {"id": 4}}, Autonomy.ADVISORY),
        ({"email": "somebody@client.example"}, Autonomy.UNKNOWN),
    ],
)
def test_a_board_tells_clients_by_itself_or_only_the_staff(
    row: dict[str, Any], autonomy: Autonomy
) -> None:
    (one,) = notices(row)
    assert one.deployment.autonomy is autonomy
    assert one.deployment.basis is Basis.INFERRED
    assert "somebody@" not in str(one)
    assert one.tickets == {"1": 3}


def test_a_board_with_both_says_which_is_which() -> None:
    (one,) = notices({"notifyWho": CONTACT}, {"notifyWho": {"name": "Resources"}})
    parts = {str(part.value): part.autonomy for part in one.deployment.breakdown}
    assert parts == {
        "client at new ticket": Autonomy.FULLY_AUTONOMOUS,
        "staff at new ticket": Autonomy.ADVISORY,
    }


def test_a_board_that_tells_nobody_says_nothing_and_its_own_flag_counts() -> None:
    assert notices() == []
    assert notices(sendToContactFlag=False) == []
    (one,) = notices(sendToContactFlag=True, inactiveFlag=True)
    assert one.deployment.decisions == (DecisionKind.REPLY_TO_PERSON,)
    assert one.deployment.enabled is False


@pytest.mark.parametrize(
    ("row", "speaks"),
    [
        ({"type": "New", "externalContactNotifications": True}, True),
        ({"type": "Specific", "externalContactNotifications": True}, True),
        ({"type": "Invoice", "externalContactNotifications": True}, False),
        ({"type": "New", "externalContactNotifications": False}, False),
        ({"type": "New"}, False),
        ({"externalContactNotifications": True}, True),
        ({"type": "NextYears", "externalContactNotifications": True}, True),
        ({"type": "New", "externalContactNotifications": "on"}, True),
        ({"type": "New", "externalContactNotifications": None}, True),
        ({"type": "Invoice", "externalContactNotifications": "on"}, False),
    ],
)
def test_a_mail_template_that_reaches_clients_is_stated(row: dict[str, Any], speaks: bool) -> None:
    found = list(
        deployments_from_mail_template(
            MailTemplateWire.model_validate({"id": 1, "serviceBoard": {"id": 1}, **row}),
            origin=origin(),
            entry=CATALOGUE["client_notifications"],
            place=PLACE,
            desk=desk(t1=3),
        )
    )
    assert bool(found) is speaks
    for one in found:
        told = row["externalContactNotifications"]
        expected = Autonomy.FULLY_AUTONOMOUS if told is True else Autonomy.UNKNOWN
        assert one.deployment.autonomy is expected


@pytest.mark.parametrize("value", ["on", 1, None])
def test_a_flag_of_a_board_that_is_no_bool_leaves_open_whether_the_contact_is_mailed(
    value: Any,
) -> None:
    (one,) = notices(sendToContactFlag=value)
    assert one.deployment.autonomy is Autonomy.UNKNOWN
    assert one.deployment.basis is Basis.INFERRED


@pytest.mark.parametrize(
    ("setting", "decisions"),
    [
        ("Append", [DecisionKind.CHANGE_TICKET, DecisionKind.ROUTE_TICKET]),
        ("Ignore", [DecisionKind.CHANGE_TICKET]),
        ("Rotate", [DecisionKind.CHANGE_TICKET, DecisionKind.UNKNOWN]),
        (None, [DecisionKind.CHANGE_TICKET, DecisionKind.UNKNOWN]),
    ],
)
def test_what_a_template_does_with_resources_is_told_by_known_words_alone(
    setting: str | None, decisions: list[DecisionKind]
) -> None:
    applied = ServiceTemplateWire.model_validate({"id": 5, "emailContactFlag": False})
    row = {"id": 1, "autoApplyFlag": True, "resourcesSetting": setting}
    (one,) = deployments_from_auto_template(
        AutoTemplateWire.model_validate(row),
        board=BOARD,
        service_template=(applied, origin()),
        origin=origin(),
        entry=CATALOGUE["auto_apply_templates"],
        place=PLACE,
        desk=desk(),
    )
    assert list(one.deployment.decisions) == decisions


@pytest.mark.parametrize(
    ("mails", "decisions"),
    [
        (True, (DecisionKind.CHANGE_TICKET, DecisionKind.REPLY_TO_PERSON)),
        (False, (DecisionKind.CHANGE_TICKET,)),
        (None, (DecisionKind.CHANGE_TICKET, DecisionKind.UNKNOWN)),
        ("perhaps", (DecisionKind.CHANGE_TICKET, DecisionKind.UNKNOWN)),
        ("not read", (DecisionKind.CHANGE_TICKET, DecisionKind.UNKNOWN)),
    ],
)
def test_a_template_that_applies_itself_may_mail_the_contact(
    mails: Any, decisions: tuple[DecisionKind, ...]
) -> None:
    applied = ServiceTemplateWire.model_validate({"id": 5, "emailContactFlag": mails})
    (one,) = deployments_from_auto_template(
        AutoTemplateWire.model_validate({"id": 1, "autoApplyFlag": True}),
        board=BOARD,
        service_template=None if mails == "not read" else (applied, origin()),
        origin=origin(),
        entry=CATALOGUE["auto_apply_templates"],
        place=PLACE,
        desk=desk(),
    )
    assert one.deployment.decisions == decisions
    assert one.deployment.basis is (Basis.OBSERVED if mails is False else Basis.INFERRED)


def test_what_uses_a_skill_is_not_known_and_what_names_none_says_nothing() -> None:
    def said(*rows: dict[str, Any]) -> list[Statement]:
        wires = [SkillMappingWire.model_validate({"id": n, **one}) for n, one in enumerate(rows)]
        return list(
            deployments_from_skills(
                BOARD,
                wires,
                origin=origin(),
                entry=CATALOGUE["skill_dispatch"],
                place=PLACE,
                desk=desk(),
            )
        )

    assert said() == []
    (one,) = said({"skill": {"id": 4, "name": "Firewall"}})
    assert (one.deployment.autonomy, one.deployment.enabled) == (Autonomy.UNKNOWN, None)


def test_priorities_of_a_service_level_follow_from_what_somebody_sets() -> None:
    def said(**row: Any) -> list[Statement]:
        wire = SLAWire.model_validate({"id": 1, "name": "Gold", **row})
        entry = CATALOGUE["sla_priorities"]
        return list(deployments_from_sla(wire, origin=origin(), entry=entry, place=PLACE))

    assert said() == []
    (one,) = said(hiImpactHiUrgency={"id": 8, "name": "Critical"})
    assert one.deployment.autonomy is Autonomy.ADVISORY
    assert one.deployment.settings[0].value == "Critical"


@pytest.mark.parametrize(
    ("condition", "knows", "reached"),
    [
        ('Site = "Marina"', True, {"1": None}),
        ('(Site Name = "marina") AND (Status = "New")', True, {"1": None}),
        ('Site = "Marina"', False, {}),
        ('Site = "Main"', True, {}),
        ('Site = "Nowhere"', True, {}),
        ('Site != "Marina"', True, {}),
        ('Site = "Marina" OR Status = "New"', True, {}),
        ('Site = "Marina" AND Site = "Pier"', True, {}),
        ('Site = "Marina" AND Company contains "A"', True, {}),
    ],
)
def test_a_site_that_one_client_has_means_that_client(
    condition: str, knows: bool, reached: dict[str, None]
) -> None:
    served = desk(t1=3)
    for name, owner in (("Marina", "1"), ("Pier", "1"), ("Main", "1"), ("Main", "2")):
        served.site(name, owner)
    served.knows_sites = knows
    found = served.of_board(1, condition=condition)
    assert dict(found.organizations) == reached
    assert found.reach is (Reach.LISTED if reached else Reach.UNKNOWN)


@pytest.mark.parametrize(
    ("row", "country"),
    [
        ({"country": {"name": "Ireland"}}, "Ireland"),
        ({"country": {"name": "Ireland"}, "inactiveFlag": True}, None),
        ({}, None),
    ],
)
def test_a_site_in_use_hints_at_its_country(row: dict[str, Any], country: str | None) -> None:
    found = site_hint(SiteWire.model_validate({"id": 1, **row}), origin=origin())
    assert (found and found[0].value) == country


@pytest.mark.parametrize(
    ("types", "wanted", "serves"),
    [
        (("Client",), (), True),
        (("Client", "Partner"), ("client",), True),
        (("Partner",), ("Client",), False),
        ((), ("Client",), False),
        ((), (), True),
    ],
)
def test_a_client_is_of_the_types_that_are_named(
    types: tuple[str, ...], wanted: tuple[str, ...], serves: bool
) -> None:
    row = CompanyWire.model_validate({"id": 1, "types": [{"id": 1, "name": one} for one in types]})
    assert is_client(row, types=wanted) is serves
