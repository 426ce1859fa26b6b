"""Who made a change, and when: told by records of the same object in the time between the runs."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from rich.console import Console
from tests.drift.estate import snapshot, switch

from aigov_connectors.cli.show.drift import drift_view
from aigov_connectors.drift import Aspect, Cause, Change, diff
from aigov_connectors.inventory import (
    Actor,
    ActorKind,
    Autonomy,
    Basis,
    ChangeKind,
    ChangeRecord,
    ChangeTeller,
    Deployment,
    SourceObject,
)
from aigov_connectors.rules.words import change_words
from aigov_connectors.testing import STARTED_AT, make_deployment, make_evidence

AT = STARTED_AT + timedelta(hours=2)
PERSON = Actor(kind=ActorKind.PERSON, id="4711")
MODES = {mode: make_evidence(value=mode) for mode in ("detect", "protect")}
PROOF = make_evidence("/createdAt", "told")


def _set(mode: str) -> Deployment:
    autonomy = Autonomy.ADVISORY if mode == "detect" else Autonomy.FULLY_AUTONOMOUS
    return make_deployment(autonomy=autonomy, evidence=(MODES[mode],))


def record(
    *,
    at: datetime = AT,
    by: Actor | None = PERSON,
    source: str = "1",
    told_by: ChangeTeller = ChangeTeller.LOG,
) -> ChangeRecord:
    object_of = _set("protect").source_object
    return ChangeRecord(
        vendor="acme",
        tenant_id="tenant",
        source_object=SourceObject(kind=object_of.kind, id=source, name=object_of.name),
        at=at,
        by=by,
        what=ChangeKind.CHANGED,
        told_by=told_by,
        evidence=(PROOF.id,),
    )


def changed(*records: ChangeRecord) -> Change:
    """The change of a policy that went from asking to acting, the day after the run before."""
    proofs = (*MODES.values(), PROOF)
    before = snapshot(_set("detect"), rules=(), evidence=proofs)
    after = snapshot(_set("protect"), rules=(), evidence=proofs, change_records=records, days=1)
    (change,) = diff(before, after).changes
    assert change.aspect is Aspect.AUTONOMY
    return change


def test_a_record_between_the_runs_names_who_and_when() -> None:
    change = changed(record())

    assert change.by == PERSON
    assert change.on == AT.date()
    assert [one.evidence for one in change.told] == [(PROOF.id,)]
    assert change.untold is None


def test_every_change_in_that_time_is_told_newest_first_and_the_latest_who_counts() -> None:
    other = Actor(kind=ActorKind.PROGRAM, id="9")
    change = changed(
        record(by=other), record(at=AT + timedelta(hours=1), by=None, told_by=ChangeTeller.OBJECT)
    )

    assert [one.at.hour for one in change.told] == [9, 8]
    assert change.by == other


@pytest.mark.parametrize(
    "beside",
    [
        record(source="2"),
        record(at=STARTED_AT - timedelta(days=3)),
        record(at=STARTED_AT + timedelta(days=3)),
    ],
    ids=["another object", "before the run before", "after the run"],
)
def test_what_was_changed_elsewhere_or_at_another_time_names_nobody(beside: ChangeRecord) -> None:
    change = changed(beside)

    assert (change.by, change.on, change.told) == (None, None, ())
    assert change.untold == "no log that was read names a change of it in that time"


def test_an_object_that_says_it_was_not_changed_since_is_quoted() -> None:
    old = record(at=STARTED_AT - timedelta(days=3), told_by=ChangeTeller.OBJECT, by=None)

    assert changed(old).untold == (
        "the last change that is told of it is of 29 Oct 2026, before the earlier run"
    )


def test_that_nothing_tells_is_said() -> None:
    change = changed()

    assert change.by is None
    assert change.untold == "nothing that is read of acme tells who changes it, or when"


def test_what_only_reads_otherwise_was_changed_by_nobody() -> None:
    one, other = _set("detect"), make_deployment(evidence=(MODES["detect"],))
    before = snapshot(one, rules=(), evidence=MODES.values())
    after = snapshot(
        other,
        rules=(),
        evidence=(*MODES.values(), PROOF),
        catalogue="sha256:01",
        change_records=(record(),),
        days=1,
    )
    for change in diff(before, after).changes:
        assert change.cause is Cause.CATALOGUE_UPDATE
        assert (change.by, change.told, change.untold) == (None, (), None)


def test_an_unknown_switch_has_an_author_too() -> None:
    before = snapshot(rules=())
    after = snapshot(
        rules=(),
        unknown_settings=(switch(),),
        evidence=(PROOF,),
        change_records=(record(),),
        days=1,
    )
    (change,) = diff(before, after).changes
    assert change.by == PERSON


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (record(), "changed 1 Nov 2026 08:00 UTC by user 4711 (person), as its log says"),
        (
            record(by=None, told_by=ChangeTeller.OBJECT),
            "changed 1 Nov 2026 08:00 UTC, as the object itself says",
        ),
        (
            record(by=Actor(kind=ActorKind.UNKNOWN, id="7")),
            "changed 1 Nov 2026 08:00 UTC by user 7 (person or program), as its log says",
        ),
        (
            record().model_copy(update={"basis": Basis.INFERRED}),
            "changed 1 Nov 2026 08:00 UTC by user 4711 (person), as its log says (inferred)",
        ),
    ],
)
def test_a_record_in_words(given: ChangeRecord, words: str) -> None:
    assert change_words(given) == words


@pytest.mark.parametrize(
    ("records", "words"),
    [
        ((record(),), "by changed 1 Nov 2026 08:00 UTC by user 4711 (person), as its log says"),
        ((), "by not told: nothing that is read of acme tells who changes it, or when"),
    ],
)
def test_the_command_tells_who_or_that_nothing_does(
    records: tuple[ChangeRecord, ...], words: str
) -> None:
    proofs = (*MODES.values(), PROOF)
    before = snapshot(_set("detect"), rules=(), evidence=proofs)
    after = snapshot(_set("protect"), rules=(), evidence=proofs, change_records=records, days=1)
    console = Console(width=200)
    with console.capture() as captured:
        console.print(drift_view(diff(before, after), {}))
    assert words in " ".join(captured.get().split())
