"""Who changed the script of a schedule: a login's id in the place of its name."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from aigov_connectors.connectwise.automate.normalize import changes_from_scripts
from aigov_connectors.connectwise.automate.wire import ScheduleWire, ScriptWire, UserWire
from aigov_connectors.inventory import ActorKind, Basis, Origin, Place, SourceKind
from aigov_connectors.normalizing.changed import ToldChange

AT = datetime(2026, 11, 22, 8, 19, tzinfo=UTC)
ORIGIN = Origin(
    vendor="connectwise.automate",
    tenant_id="acme",
    method="GET",
    path_template="/v1/Scripts",
    query=(),
    read_at=AT,
    digest="sha256:00",
)
USERS = [
    UserWire.model_validate({"UserId": number, "Name": name, "IsIntegrator": program})
    for number, name, program in (("12", "jdoe", False), ("21", "bot", True), ("30", "x", None))
]


def told(by: object = "jdoe", at: object = "2026-11-22T08:19:00Z") -> list[ToldChange]:
    script = ScriptWire.model_validate(
        {"Id": "903", "Name": "Cleanup", "UpdateDate": at, "UpdatedBy": by}
    )
    schedules = [
        ScheduleWire.model_validate({"ScheduledScriptId": number, "Script": {"ScriptId": run}})
        for number, run in (("88", "903"), ("89", "999"))
    ]
    return list(
        changes_from_scripts(
            [(one, ORIGIN) for one in schedules],
            {"903": (script, ORIGIN)},
            USERS,
            place=Place(connection="acme", tenant_id="acme"),
        )
    )


@pytest.mark.parametrize(
    ("by", "kind", "number"),
    [
        ("jdoe", ActorKind.PERSON, "12"),
        ("JDoe", ActorKind.PERSON, "12"),
        ("bot", ActorKind.PROGRAM, "21"),
        ("x", ActorKind.UNKNOWN, "30"),
        ("nobody known", None, None),
        (None, None, None),
    ],
)
def test_a_schedule_tells_who_changed_what_it_runs(
    by: object, kind: ActorKind | None, number: str | None
) -> None:
    (one,) = told(by)
    record = one.record
    assert (record.source_object.kind, record.source_object.id) == (SourceKind.TASK, "88")
    assert (record.by and record.by.kind, record.by and record.by.id) == (kind, number)
    assert (record.at, record.basis) == (AT, Basis.INFERRED)
    assert "jdoe" not in f"{one}".casefold()
    assert "nobody known" not in f"{one}"


@pytest.mark.parametrize("at", [None, "soon"])
def test_without_a_time_nothing_is_told(at: object) -> None:
    assert not told(at=at)
