"""The exact model: what it refuses, what it keeps, what stays the same."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from tests.inventory.builders import NOW, attestation, deployment, evidence, gap, org, origin
from tests.inventory.whole import part

from aigov_connectors.inventory import (
    LEGAL_GATES,
    VALUE_LIMIT,
    ApprovalGate,
    Autonomy,
    DecisionCounter,
    DecisionKind,
    Evidence,
    Fact,
    Gap,
    GapReason,
    GateKind,
    Severity,
    Window,
    normalized_name,
)

# The table of the reading conventions, written out once more by hand.
LEGAL = {
    ("advisory", "not_applicable"),
    ("advisory", "pre_approval"),
    ("advisory", "unknown"),
    ("semi_autonomous", "veto_window"),
    ("semi_autonomous", "unknown"),
    ("fully_autonomous", "none"),
    ("fully_autonomous", "post_review"),
    ("fully_autonomous", "unknown"),
    *(("unknown", gate.value) for gate in GateKind),
}


@pytest.mark.parametrize(("autonomy", "gate"), list(product(Autonomy, GateKind)))
def test_only_legal_pairs_of_autonomy_and_gate_exist(autonomy: Autonomy, gate: GateKind) -> None:
    legal = (autonomy.value, gate.value) in LEGAL
    assert (gate in LEGAL_GATES[autonomy]) is legal
    makers: list[Any] = [
        lambda: deployment("kill", autonomy=autonomy, gate=gate),
        lambda: part(autonomy, gate),
        lambda: attestation("edr.kill", autonomy=autonomy, gate=gate),
    ]
    for make in makers:
        if legal:
            make()
        else:
            with pytest.raises(ValidationError, match="contradicts itself"):
                make()


def test_only_a_veto_window_has_seconds() -> None:
    gate = ApprovalGate(kind=GateKind.VETO_WINDOW, veto_seconds=60)
    told = deployment("kill").model_dump()

    semi = {**told, "autonomy": Autonomy.SEMI_AUTONOMOUS, "gate": gate}
    assert type(deployment("kill"))(**semi).acts
    with pytest.raises(ValidationError, match="veto_seconds"):
        type(deployment("kill"))(
            **{**told, "gate": ApprovalGate(kind=GateKind.NONE, veto_seconds=60)}
        )


def test_who_acts_alone() -> None:
    pairs = {
        Autonomy.ADVISORY: (GateKind.PRE_APPROVAL, False),
        Autonomy.SEMI_AUTONOMOUS: (GateKind.VETO_WINDOW, True),
        Autonomy.FULLY_AUTONOMOUS: (GateKind.NONE, True),
        Autonomy.UNKNOWN: (GateKind.UNKNOWN, False),
    }
    for autonomy, (gate, acts) in pairs.items():
        assert deployment("kill", autonomy=autonomy, gate=gate).acts is acts


def test_an_attestation_does_not_end_before_it_begins() -> None:
    with pytest.raises(ValidationError):
        attestation("edr.kill", until=date(2026, 9, 30))


@pytest.mark.parametrize(
    "wrong",
    [
        {"unheard": 1},
        {"reason": "denied"},
        {"subject": 3},
        {"features": ["a"]},
        {"reason": "a word of tomorrow"},
    ],
)
def test_python_callers_pass_exact_values(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Gap(**{**gap("policies").model_dump(), **wrong})


def test_models_do_not_change() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        gap("policies").subject = "other"  # type: ignore[misc]


def test_times_are_aware_and_kept_in_utc() -> None:
    there = timezone(timedelta(hours=5, minutes=30))
    assert Window(start=NOW.astimezone(there), end=NOW).start.tzinfo is UTC
    with pytest.raises(ValidationError):
        Window(start=datetime(2026, 1, 1), end=NOW)  # noqa: DTZ001 - that is the point


@pytest.mark.parametrize("kind", ["clients", "", "OWN"])
def test_the_kind_of_a_client_is_one_of_three(kind: str) -> None:
    with pytest.raises(ValidationError):
        org("edr", "1", "A", kind=kind)


def test_severities_have_ranks() -> None:
    assert sorted(Severity, key=lambda one: one.rank) == [
        Severity.INFO,
        Severity.LOW,
        Severity.MEDIUM,
        Severity.HIGH,
        Severity.CRITICAL,
    ]


def test_the_id_of_evidence_is_that_of_the_fact_and_never_of_the_moment() -> None:
    first = evidence()
    later = evidence(read_at=NOW + timedelta(days=1), digest="sha256:ff")

    assert first.fact == later.fact
    assert first.id == later.id
    assert set(Fact.model_fields).isdisjoint({"read_at", "digest"})


def test_the_id_of_evidence_is_the_same_in_every_version() -> None:
    # What is at its default is left out, so that a field of a later version changes no id.
    told = (
        '{"method": "GET", "object_id": "1", "path_template": "/sites/{site_id}/policy", '
        '"pointer": "/mode", "tenant_id": "t", "value": "protect", "vendor": "edr"}'
    )
    assert evidence().id == hashlib.sha256(told.encode()).hexdigest()[:16]


@pytest.mark.parametrize(
    "different",
    [
        {"vendor": "rmm"},
        {"tenant_id": "u"},
        {"method": "POST"},
        {"path_template": "/policy"},
        {"query": (("a", "1"),)},
        {"value": "detect"},
        {"value": None},
        {"value": 1},
        {"value": True},
        {"value": False},
        {"value": 0},
        {"value": ""},
    ],
)
def test_another_fact_has_another_id(different: dict[str, Any]) -> None:
    seen = {evidence(value=value).id for value in ("protect", None, 1, True, False, 0, "")}
    assert len(seen) == 7
    assert evidence(**different).id != evidence().id


def test_null_and_absent_are_two_facts() -> None:
    null = origin().evidence(object_id="1", pointer="/mode", value=None)
    absent = origin().evidence(object_id="1", pointer="/mode", value="ignored", absent=True)

    assert absent.fact.value is None
    assert null.id != absent.id


def test_evidence_does_not_take_the_id_of_another_fact() -> None:
    with pytest.raises(ValidationError, match="the id of its fact"):
        Evidence(id="0" * 16, fact=evidence().fact, read_at=NOW, digest="sha256:0")


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("x" * 256, "x" * 256),
        ("x" * 257, "x" * 255 + "…"),
        ([1, {"b": 2, "a": None}], '[1, {"a": null, "b": 2}]'),
        (["x" * 300], '["' + "x" * 253 + "…"),
        (True, True),
        (7, 7),
        (0.5, 0.5),
        (None, None),
    ],
)
def test_a_value_is_kept_to_256_characters(value: Any, kept: Any) -> None:
    told = origin().evidence(object_id=None, pointer="/a", value=value).fact.value

    assert told == kept
    assert type(told) is type(kept)


@given(st.text(max_size=600))
def test_no_value_is_longer_than_the_limit(text: str) -> None:
    told = origin().evidence(object_id=None, pointer="/a", value=text).fact.value

    assert isinstance(told, str)
    assert len(told) <= VALUE_LIMIT
    assert told[: VALUE_LIMIT - 1] == text[: VALUE_LIMIT - 1]


def test_a_deployment_is_named_by_what_it_is_and_where() -> None:
    assert deployment("kill", source="42", tenant="acme").key == "edr.kill/acme/policy:42/site:42"


def test_the_id_of_a_gap_does_not_depend_on_whom_it_concerns() -> None:
    ids = {
        gap("policies").id,
        gap("policies", organizations=("1",)).id,
        gap("policies", detail="other").id,
    }
    others = {
        gap("threats").id,
        gap("policies", reason=GapReason.FAILED).id,
        gap("policies", subject="one").id,
        gap("policies", connection="edr-2").id,
    }
    assert len(ids) == 1
    assert len(others) == 4
    assert ids.isdisjoint(others)


@given(st.text(max_size=30))
def test_a_normalized_name_is_folded_words(name: str) -> None:
    stem, form = normalized_name(name)

    assert stem == " ".join(stem.split()) == stem.casefold()
    assert stem or not form
    assert normalized_name(f" {name}. ") == (stem, form)


def test_decisions_are_counted_by_kind_while_they_stream() -> None:
    counter = DecisionCounter(vendor="edr", tenant_id="t")
    for organization in ("1", "1", "2", None):
        counter.add(
            feature="edr.kill",
            day=date(2026, 11, 1),
            action=DecisionKind.CONTAIN_FILE,
            organization=organization,
        )

    rows = counter.stats(complete=False)

    assert {(row.organization, row.count) for row in rows} == {("1", 2), ("2", 1), (None, 1)}
    assert not any(row.complete for row in rows)
