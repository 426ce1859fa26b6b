"""Who changed a settings object: times that cannot be read, and names that are not kept."""

from __future__ import annotations

from datetime import UTC, datetime

from aigov_connectors.inventory import (
    Actor,
    ActorKind,
    Basis,
    ChangeTeller,
    Origin,
    Place,
    SourceKind,
    SourceObject,
)
from aigov_connectors.normalizing.changed import Teller, told_change

AT = datetime(2026, 11, 22, 8, 19, tzinfo=UTC)
PLACE = Place(connection="acme", tenant_id="tenant")
SOURCE = SourceObject(kind=SourceKind.RULE, id="7", name="Close old tickets")
ORIGIN = Origin(
    vendor="acme",
    tenant_id="tenant",
    method="GET",
    path_template="/rules",
    query=(),
    read_at=AT,
    digest="sha256:00",
)
TELLER = Teller(ORIGIN, "7", at="/updatedAt", by="/updatedBy")


def test_a_change_rests_on_its_time_and_on_who_it_was() -> None:
    by = Actor(kind=ActorKind.PERSON, id="4711")
    told = told_change(TELLER, place=PLACE, source_object=SOURCE, at=AT, by=by)
    assert told is not None
    assert [(one.fact.pointer, one.fact.value) for one in told.evidence] == [
        ("/updatedAt", "2026-11-22T08:19:00+00:00"),
        ("/updatedBy", "4711"),
    ]
    assert told.record.evidence == tuple(one.id for one in told.evidence)
    assert (told.record.by, told.record.told_by) == (by, ChangeTeller.OBJECT)
    assert told.record.basis is Basis.OBSERVED


def test_a_name_is_kept_as_its_digest_alone() -> None:
    told = told_change(TELLER, place=PLACE, source_object=SOURCE, at=AT, name="dana@msp.example")
    assert told is not None
    assert told.record.by is None
    value = told.evidence[1].fact.value
    assert isinstance(value, str)
    assert value.startswith("sha256:")
    assert "dana" not in f"{told}"


def test_without_a_moment_nothing_is_told() -> None:
    assert told_change(TELLER, place=PLACE, source_object=SOURCE, at=None) is None
    local = AT.replace(tzinfo=None)
    assert told_change(TELLER, place=PLACE, source_object=SOURCE, at=local) is None


def test_when_without_who_rests_on_the_time_alone() -> None:
    told = told_change(TELLER, place=PLACE, source_object=SOURCE, at=AT)
    assert told is not None
    assert len(told.evidence) == 1
