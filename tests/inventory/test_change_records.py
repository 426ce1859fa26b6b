"""Records of changes: joined once, kept for one client only where it may see them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from pydantic import ValidationError

from aigov_connectors.inventory import (
    Actor,
    ActorKind,
    ChangeKind,
    ChangeRecord,
    ChangeTeller,
    Inventory,
    SourceObject,
)
from aigov_connectors.testing import (
    make_collection,
    make_connection,
    make_deployment,
    make_evidence,
    make_inventory,
    make_organization,
)

AT = datetime(2026, 10, 31, 8, 19, tzinfo=UTC)
PROOF = make_evidence("/updatedAt", AT.isoformat())


def record(source: SourceObject, *, at: datetime = AT, user: str = "4711") -> ChangeRecord:
    return ChangeRecord(
        vendor="acme",
        tenant_id="tenant",
        source_object=source,
        at=at,
        by=Actor(kind=ActorKind.PERSON, id=user),
        what=ChangeKind.CHANGED,
        told_by=ChangeTeller.LOG,
        evidence=(PROOF.id,),
    )


def test_what_two_connections_tell_is_kept_once_in_the_order_of_time() -> None:
    source = make_deployment().source_object
    later, earlier = record(source), record(source, at=AT - timedelta(days=1))
    built = make_inventory(
        *(
            make_collection(
                connection=make_connection(name),
                change_records=changes,
                evidence=(PROOF,),
            )
            for name, changes in (("one", (later, earlier)), ("two", (later,)))
        )
    )
    assert built.change_records == (earlier, later)
    assert Inventory.from_json(built.to_json()) == built


def test_one_client_sees_no_change_of_what_does_not_reach_it() -> None:
    mine, other = make_deployment(), make_deployment(source="2")
    built = make_inventory(
        make_collection(
            organizations=(make_organization("1"), make_organization("2")),
            deployments=(mine, other),
            reach={mine.key: {"1": 1}, other.key: {"2": 1}},
            change_records=(record(mine.source_object), record(other.source_object)),
            evidence=(PROOF,),
        )
    )
    shown = built.only([built.clients_by_deployment[mine.key][0].client])
    assert [one.source_object for one in shown.change_records] == [mine.source_object]
    assert PROOF.id in shown.evidence_by_id


def test_a_record_needs_evidence() -> None:
    with pytest.raises(ValidationError):
        ChangeRecord(
            vendor="acme",
            tenant_id="tenant",
            source_object=make_deployment().source_object,
            at=AT,
            told_by=ChangeTeller.OBJECT,
            evidence=(),
        )
