"""A rule that closes after somebody was told and could stop it; a mere delay is no warning."""

from __future__ import annotations

from typing import Any

import pytest
from tests.connectwise.psa.rules import (
    CLOSED,
    TO_CLIENT,
    TO_STAFF,
    WAITING,
    add,
    mail,
    notice,
    recipient,
    rules,
)
from tests.connectwise.psa.test_normalize import CATALOGUE, PLACE, desk

from aigov_connectors.connectwise.psa.normalize import Rules, deployments_from_rules
from aigov_connectors.connectwise.psa.normalize.conditions import Waiting, waiting
from aigov_connectors.inventory import ActorKind, Autonomy, Basis, Deployment, GateKind

DAY = 86_400
FIVE_DAYS = '(Status = "Waiting") AND (Days in Status > 5)'
CLOSE = {"boardStatus": {"id": CLOSED, "name": ">Closed"}}
CONTACT = {"notifyWho": {"id": 1, "name": "Contact"}}


def closing(found: Rules, *, rule: int = 1) -> Deployment:
    said = deployments_from_rules(
        found,
        entry=CATALOGUE["workflow_rules"],
        closing=CATALOGUE["auto_close"],
        place=PLACE,
        desk=desk(),
    )
    (one,) = (
        one.deployment
        for one in said
        if one.deployment.feature.endswith("auto_close")
        and one.deployment.source_object.id.startswith(f"workflow:{rule}/")
    )
    return one


def closes(condition: str = FIVE_DAYS, **workflow: Any) -> Rules:
    return add(rules(), 1, condition, CLOSE, **workflow)


def test_a_mere_delay_is_no_warning() -> None:
    one = closing(closes())
    assert (one.autonomy, one.gate.kind) == (Autonomy.FULLY_AUTONOMOUS, GateKind.NONE)
    assert one.basis is Basis.OBSERVED


def test_where_it_was_not_read_who_is_told_nothing_is_observed() -> None:
    found = closes()
    del found.notices[WAITING]
    assert closing(found).basis is Basis.INFERRED
    assert closing(add(rules(), 1, "", CLOSE)).basis is Basis.OBSERVED


@pytest.mark.parametrize(
    ("who", "kind"),
    [
        (CONTACT, ActorKind.END_USER),
        ({"notifyWho": {"name": "Assigned Resources"}}, ActorKind.TECHNICIAN),
        ({"member": {"id": 4}}, ActorKind.TECHNICIAN),
    ],
)
def test_whoever_is_told_at_the_status_has_as_long_as_the_rule_waits(
    who: dict[str, Any], kind: ActorKind
) -> None:
    one = closing(notice(closes(), WAITING, **who))
    assert (one.autonomy, one.gate.kind) == (Autonomy.SEMI_AUTONOMOUS, GateKind.VETO_WINDOW)
    assert one.gate.veto_seconds == 5 * DAY
    assert [actor.kind for actor in one.gate.approvers] == [kind]
    assert one.basis is Basis.INFERRED
    assert "notifyWho" in {setting.name for setting in one.settings}


def test_a_mail_of_the_status_tells_the_client() -> None:
    assert closing(mail(closes(), WAITING)).gate.veto_seconds == 5 * DAY


@pytest.mark.parametrize(
    ("condition", "action", "seconds"),
    [
        ('Status = "Waiting"', TO_CLIENT, 5 * DAY),
        ('(Status = "waiting") AND (Days in Status > 2)', TO_CLIENT, 3 * DAY),
        ('(Status = "Waiting") AND (Hours in Status >= 12)', TO_STAFF, 5 * DAY - 12 * 3600),
        # Told no earlier, of another status, of some only, of another time, or nobody knows who.
        ('(Status = "Waiting") AND (Days in Status > 5)', TO_CLIENT, None),
        ('Status = "New"', TO_CLIENT, None),
        ('(Status = "Waiting") AND (Company = "Acme")', TO_CLIENT, None),
        ('(Status = "Waiting") AND (Days since update > 2)', TO_CLIENT, None),
        ('Status = "Waiting" OR Status = "New"', TO_CLIENT, None),
        ('Status = "Waiting"', {**TO_CLIENT, "notifyWho": {"name": "Everybody"}}, None),
        ('Status = "Waiting"', {"boardStatus": {"id": WAITING}}, None),
    ],
)
def test_another_rule_may_tell_before(
    condition: str, action: dict[str, Any], seconds: int | None
) -> None:
    found = add(closes(), 2, condition, action)
    assert closing(found).gate.veto_seconds == seconds


@pytest.mark.parametrize(
    "workflow",
    [
        {"activateFlag": False},
        {"activateFlag": None},
        {"board": {"id": 2}},
        {"location": {"id": 2}},
        {"tableType": {"name": "Agreement"}},
    ],
)
def test_a_rule_that_is_off_or_elsewhere_tells_nobody(workflow: dict[str, Any]) -> None:
    found = add(closes(), 2, 'Status = "Waiting"', TO_CLIENT, **workflow)
    assert closing(found).gate.kind is GateKind.NONE


def test_the_earliest_warning_counts() -> None:
    found = add(closes(), 2, '(Status = "Waiting") AND (Days in Status > 2)', TO_CLIENT)
    found = add(found, 3, '(Status = "Waiting") AND (Days in Status > 1)', TO_STAFF)
    one = closing(found)
    assert one.gate.veto_seconds == 4 * DAY
    assert one.gate.approvers[0].kind is ActorKind.TECHNICIAN


def test_who_is_outside_as_the_tenant_lists_it_may_be_anybody() -> None:
    found = recipient(closes(), 9, name="Partner", externalFlag=True)
    assert closing(notice(found, WAITING, notifyWho={"id": 9})).gate.kind is GateKind.NONE


def test_what_a_script_sets_waits_for_nobody() -> None:
    script = {"automateScript": {"id": 1}, "scriptSuccessStatus": {"id": CLOSED}}
    one = closing(notice(add(rules(), 1, FIVE_DAYS, script), WAITING, **CONTACT))
    assert one.gate.kind is GateKind.NONE


@pytest.mark.parametrize("board", [None, {"id": 2, "name": "Other"}])
def test_a_status_is_one_of_its_own_board(board: dict[str, Any] | None) -> None:
    found = notice(closes(board=board), WAITING, **CONTACT)
    assert closing(found).gate.kind is GateKind.NONE


@pytest.mark.parametrize(
    ("condition", "read"),
    [
        ('Status = "Waiting"', Waiting("Waiting", 0, None, is_all=True)),
        ('Service Status = "W and O"', Waiting("W and O", 0, None, is_all=True)),
        ('Status/Name = "W" AND Minutes since last update > 90',
         Waiting("W", 5400, "update", is_all=True)),
        ('(Status = "W") and (Day in Status >= 1) and (Priority = "Low")',
         Waiting("W", DAY, "status", is_all=False)),
        ('Status != "W" AND Days in Status > 1', None),
        ('Status = "W" AND Status = "V"', None),
        ('Days in Status > 1', None),
        ('NOT (Status = "W")', None),
        ('Status = "W', None),
        ('Status = "W" AND Days in Status > many', Waiting("W", 0, None, is_all=False)),
        ('Status = "W" AND Weeks in Status > 1', Waiting("W", 0, None, is_all=False)),
        ("", None),
    ],
)  # fmt: skip
def test_a_condition_is_read_as_a_status_and_a_time_or_not_at_all(
    condition: str, read: Waiting | None
) -> None:
    assert waiting(condition) == read
