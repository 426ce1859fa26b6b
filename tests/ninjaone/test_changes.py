"""Who changed a policy: only the one activity that was written at the policy's own time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from aigov_connectors.inventory import (
    Actor,
    ActorKind,
    Basis,
    ChangeKind,
    ChangeTeller,
    Origin,
    Place,
    SourceKind,
    SourceObject,
)
from aigov_connectors.ninjaone.normalize import PolicyEdits, changes_from_policies
from aigov_connectors.ninjaone.wire import ActivityWire, PolicyWire
from aigov_connectors.normalizing.changed import ToldChange

AT = datetime(2026, 11, 22, 8, 19, tzinfo=UTC)
ORIGIN = Origin(
    vendor="ninjaone",
    tenant_id="acme",
    method="GET",
    path_template="/v2/policies",
    query=(),
    read_at=AT,
    digest="sha256:00",
)
CONDITION = SourceObject(kind=SourceKind.RULE, id="c", name="Spooler in Servers")


def policy(number: int = 33, *, seconds: float | None = 0) -> PolicyWire:
    at = None if seconds is None else AT.timestamp() + seconds
    return PolicyWire.model_validate({"id": number, "name": "Servers", "updated": at})


def edit(
    *, seconds: float = 1, user: int | None = 7, status: str = "POLICY_UPDATED", number: int = 1
) -> ActivityWire:
    return ActivityWire.model_validate(
        {
            "id": number,
            "activityTime": (AT + timedelta(seconds=seconds)).timestamp(),
            "activityType": "SYSTEM",
            "statusCode": status,
            "userId": user,
        }
    )


def told(*edits: ActivityWire, policies: tuple[PolicyWire, ...] = (policy(),)) -> list[ToldChange]:
    log = PolicyEdits()
    for one in edits:
        log.add(one, origin=ORIGIN)
    return list(
        changes_from_policies(
            ((one, ORIGIN) for one in policies),
            edits=log,
            conditions={33: [CONDITION]},
            place=Place(connection="acme", tenant_id="acme"),
        )
    )


def logged(found: list[ToldChange]) -> list[ToldChange]:
    return [one for one in found if one.record.told_by is ChangeTeller.LOG]


def test_a_policy_tells_when_and_so_do_the_conditions_in_it_less_surely() -> None:
    assert [(one.record.source_object.id, one.record.basis, one.record.by) for one in told()] == [
        ("policy:33", Basis.OBSERVED, None),
        ("c", Basis.INFERRED, None),
    ]


def test_the_one_activity_of_that_time_names_the_user() -> None:
    found = logged(told(edit()))
    assert [one.record.source_object.id for one in found] == ["policy:33", "c"]
    for one in found:
        assert one.record.by == Actor(kind=ActorKind.UNKNOWN, id="7")
        assert one.record.what is ChangeKind.CHANGED
        assert one.record.basis is Basis.INFERRED
        assert [each.fact.pointer for each in one.evidence] == ["/activityTime", "/userId"]


@pytest.mark.parametrize(
    "edits",
    [
        (edit(seconds=60),),
        (edit(), edit(number=2, user=8)),
        (edit(status="SCRIPT_UPDATED"),),
    ],
    ids=["a minute later", "two in that moment", "of another kind"],
)
def test_any_other_activity_names_nobody(edits: tuple[ActivityWire, ...]) -> None:
    assert not logged(told(*edits))


def test_two_policies_of_one_moment_name_nobody() -> None:
    assert not logged(told(edit(), policies=(policy(), policy(34))))


def test_a_policy_without_a_time_tells_nothing() -> None:
    assert not told(edit(), policies=(policy(seconds=None),))


def test_an_activity_without_a_user_tells_when_alone() -> None:
    assert [one.record.by for one in logged(told(edit(user=None)))] == [None, None]
