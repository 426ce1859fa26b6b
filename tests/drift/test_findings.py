"""Findings, coverage, customers and knowledge, compared."""

from datetime import date

import pytest
from tests.drift.estate import FEATURE, ONE, TWO, snapshot, switch, told, unread

from aigov_connectors.config import Config
from aigov_connectors.drift import Aspect, Cause, Direction, Move, diff
from aigov_connectors.inventory import (
    Attestation,
    Autonomy,
    Availability,
    CredentialRights,
    Deployment,
    GapReason,
    Provision,
    Setting,
)
from aigov_connectors.policy import DEFAULT_LINES, OversightLine, Permission, Policy, Waiver
from aigov_connectors.rules import shipped_rules
from aigov_connectors.snapshot import Snapshot
from aigov_connectors.testing import make_deployment, make_evidence, make_feature

RULES = {rule.id: rule for rule in shipped_rules()}
CONTAINMENT = (RULES["autonomous-containment"],)
ISOLATES = make_deployment(FEATURE)
ADVISES = make_deployment(FEATURE, autonomy=Autonomy.ADVISORY)
OPEN = make_deployment(FEATURE, autonomy=Autonomy.UNKNOWN)
WAIVED = Policy(
    waivers=(
        Waiver(
            rule="autonomous-containment", owner="lead", reason="agreed", until=date(2026, 11, 3)
        ),
    )
)
POLICY = "policy_update"
LENIENT = Policy(lines=(OversightLine(name="all may", allowed=Permission.ALONE), *DEFAULT_LINES))


def _judged(*deployments, **changes):
    return snapshot(*deployments, **{"rules": CONTAINMENT, **changes})


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (_judged(ADVISES), _judged(ISOLATES), ("appeared", "worse", "drift")),
        (_judged(), _judged(ISOLATES), ("appeared", "worse", "drift")),
        (_judged(ISOLATES), _judged(ADVISES), ("gone", "better", "drift")),
        (_judged(ISOLATES), _judged(), ("gone", "better", "drift")),
        (_judged(ISOLATES), _judged(gaps=(unread(),)), ("hidden", "unseen", "visibility")),
        (_judged(gaps=(unread(),)), _judged(ISOLATES), ("revealed", "seen", "visibility")),
        (_judged(ISOLATES), _judged(OPEN), ("hidden", "unseen", "drift")),
        (_judged(OPEN), _judged(ISOLATES), ("revealed", "seen", "drift")),
        (
            _judged(ISOLATES, policy=LENIENT),
            _judged(ISOLATES),
            ("appeared", "unclear", "policy_update"),
        ),
        (_judged(ISOLATES, rules=()), _judged(ISOLATES), ("appeared", "unclear", "rules_update")),
        (
            _judged(ISOLATES),
            _judged(ISOLATES, policy=WAIVED),
            ("waived", "unclear", POLICY),
        ),
        (
            _judged(ISOLATES, policy=WAIVED),
            _judged(ISOLATES),
            ("reopened", "worse", POLICY),
        ),
        (
            _judged(ISOLATES, policy=WAIVED),
            _judged(ISOLATES, policy=WAIVED, days=5),
            ("reopened", "worse", "expiry"),
        ),
    ],
)
def test_a_finding_that_changes_says_how_and_why(before, after, expected) -> None:
    assert told(before, after, Aspect.FINDING) == [("finding", *expected)]


def test_a_catalogue_update_makes_no_finding_worse() -> None:
    advises, acts = (
        one.model_copy(update={"settings": (Setting(name="mode", value="on"),)})
        for one in (ADVISES, ISOLATES)
    )

    (change,) = (
        one
        for one in diff(_judged(advises), _judged(acts, catalogue="sha256:01")).changes
        if one.aspect is Aspect.FINDING
    )

    assert (change.direction, change.cause) == (Direction.UNCLEAR, Cause.CATALOGUE_UPDATE)


def test_coverage_that_fell_is_told_with_its_gaps_and_is_no_improvement() -> None:
    gap = unread(GapReason.FAILED)

    (fell, determined) = (
        one
        for one in diff(_judged(), _judged(gaps=(gap,))).changes
        if one.aspect is Aspect.COVERAGE
    )

    assert {fell.after, determined.after} == {
        "0 of 1 resources read",
        "0 of 1 features determined",
    }
    assert all(one.direction is Direction.UNSEEN for one in (fell, determined))
    assert fell.gaps_after == (gap.id,)


def test_customers_come_and_go() -> None:
    before, after = _judged(organizations=(ONE,)), _judged(organizations=(ONE, TWO))

    assert told(before, after, Aspect.CLIENT) == [("client", "appeared", "unclear", "drift")]
    assert told(after, before, Aspect.CLIENT) == [("client", "gone", "unclear", "drift")]


def test_a_customer_is_hidden_where_a_list_was_cut() -> None:
    before = _judged(organizations=(ONE, TWO))
    after = _judged(organizations=(ONE,), gaps=(unread(GapReason.TRUNCATED),))

    assert told(before, after, Aspect.CLIENT) == [("client", "hidden", "unseen", "visibility")]


def test_a_customer_that_a_run_leaves_out_has_not_gone() -> None:
    whole = _judged(ISOLATES)
    part = whole.model_copy(update={"inventory": whole.inventory.only(["One"])})

    changes = diff(whole, part).changes

    assert Move.GONE not in {one.move for one in changes}
    assert Direction.BETTER not in {one.direction for one in changes}


def test_a_key_that_no_catalogue_knows_is_told_once_for_all_objects() -> None:
    after = _judged(unknown_settings=(switch(source="1"), switch(source="2")))

    (change,) = diff(_judged(), after).changes

    assert (change.aspect, change.move) == (Aspect.UNKNOWN_SWITCH, Move.APPEARED)
    assert "2 settings objects" in change.because


def test_an_unknown_key_with_another_value_has_changed() -> None:
    before = _judged(unknown_settings=(switch(value=False),))
    after = _judged(unknown_settings=(switch(value=True),))

    assert told(before, after) == [("unknown_switch", "changed", "unclear", "drift")]


def test_an_unknown_key_is_hidden_where_its_object_was_not_read() -> None:
    before = _judged(unknown_settings=(switch(),))

    assert told(before, _judged(gaps=(unread(),)), Aspect.UNKNOWN_SWITCH) == [
        ("unknown_switch", "hidden", "unseen", "visibility")
    ]


def test_a_key_that_the_catalogue_learnt_is_an_update() -> None:
    before = _judged(unknown_settings=(switch(),))

    assert told(before, _judged(catalogue="sha256:01"), Aspect.UNKNOWN_SWITCH) == [
        ("unknown_switch", "gone", "unclear", "catalogue_update")
    ]


@pytest.mark.parametrize(
    ("was", "now", "expected"),
    [
        (CredentialRights.PROVEN_READ_ONLY, CredentialRights.CAN_WRITE, ("rose", "worse")),
        (CredentialRights.CAN_WRITE, CredentialRights.PROVEN_READ_ONLY, ("fell", "better")),
        (CredentialRights.PROVEN_READ_ONLY, CredentialRights.CANNOT_TELL, ("hidden", "unseen")),
    ],
)
def test_rights_of_a_credential_that_change_are_told(was, now, expected) -> None:
    def with_rights(rights):
        run = snapshot(rules=())
        connections = tuple(
            one.model_copy(update={"rights": rights}) for one in run.inventory.connections
        )
        return run.model_copy(
            update={"inventory": run.inventory.model_copy(update={"connections": connections})}
        )

    (change,) = diff(with_rights(was), with_rights(now)).changes

    assert (change.aspect, change.move, change.direction) == (Aspect.RIGHTS, *expected)


def test_a_connection_that_is_not_in_a_run_is_hidden() -> None:
    whole = _judged(ISOLATES)
    empty = whole.inventory.model_copy(
        update={"connections": (), "deployments": (), "deployment_clients": (), "coverage": ()}
    )
    after = whole.model_copy(
        update={
            "inventory": empty,
            "assessment": whole.assessment.model_copy(update={"findings": ()}),
        }
    )

    assert {one.move for one in diff(whole, after).changes} == {Move.HIDDEN}


def test_an_attestation_that_expired_is_told_and_is_time_and_no_drift() -> None:
    asked = make_feature("asked", attest="Ask them.")
    config = Config(
        attestations=(
            Attestation(
                feature="acme.asked",
                enabled=False,
                by="role:lead",
                on=date(2026, 10, 1),
                until=date(2026, 11, 2),
            ),
        )
    )
    before = _judged(features=(asked,), config=config)
    after = _judged(features=(asked,), config=config, days=5)

    assert ("attestation", "expired", "unseen", "expiry") in told(before, after)


def test_what_the_run_was_read_and_judged_by_is_told() -> None:
    before = _judged()
    after = _judged(catalogue="sha256:01", library="1", policy=LENIENT, rules=())

    assert {one[0] for one in told(before, after)} == {"catalogue", "rules", "policy", "library"}


def test_what_a_rule_said_of_two_runs_is_not_compared_again() -> None:
    proof = make_evidence(value="detect")
    advises = ADVISES.model_copy(update={"evidence": (proof.id,)})
    before = snapshot(advises, evidence=(proof,))
    after = snapshot(ISOLATES, previous=before)

    assert "autonomy-rose" in {one.rule for one in after.assessment.findings}
    assert not any("autonomy-rose" in one.because for one in diff(before, after).changes)


OVERRULED = (RULES["override-unknown"],)
NO_WAY = Provision(state=Availability.NOT_AVAILABLE)
A_WAY = Provision(state=Availability.AVAILABLE)


PROOFS = {place: make_evidence(f"/data/{place}", value=True) for place in "123"}


def _set(place: str, override: Provision, *, value: str = "on") -> Deployment:
    """A setting that acts, and how it is overruled by the catalogue."""
    one = make_deployment(FEATURE, source=place, evidence=(PROOFS[place],))
    return one.model_copy(
        update={"override": override, "settings": (Setting(name="mode", value=value),)}
    )


def _overruled(*deployments: Deployment, **changes) -> Snapshot:
    run: Snapshot = _judged(
        *deployments, **{"rules": OVERRULED, "evidence": PROOFS.values(), **changes}
    )
    return run


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        # The catalogue alone.
        ((_set("1", NO_WAY), _set("2", A_WAY)), ("unclear", "catalogue_update")),
        # The vendor alone, as its setting tells.
        ((_set("1", NO_WAY, value="off"), _set("2", A_WAY)), ("worse", "drift")),
        # Both: what the vendor's tool made worse is not hidden behind our update.
        ((_set("1", NO_WAY), _set("2", NO_WAY, value="off")), ("worse", "drift")),
        # Another setting changed, and is not what the finding is about.
        ((_set("1", NO_WAY), _set("2", A_WAY, value="off")), ("unclear", "catalogue_update")),
    ],
)
def test_what_a_rule_says_of_a_whole_connection_is_as_much_an_update_as_what_it_rests_on(
    later, expected
) -> None:
    ways = (_set("1", A_WAY), _set("2", A_WAY))
    before = _overruled(*ways)

    after = _overruled(*later, catalogue="sha256:01")

    ((_, move, *rest),) = told(before, after, Aspect.FINDING)
    assert (move, *rest) == ("appeared", *expected)
    ((_, move, *rest),) = told(after, before, Aspect.FINDING)
    back = {"worse": "better"}.get(expected[0], expected[0])
    assert (move, *rest) == ("gone", back, expected[1])


def test_a_client_is_told_whose_doing_it_is_by_what_reaches_it() -> None:
    ways = (_set("1", A_WAY), _set("2", A_WAY))
    later = (_set("1", NO_WAY), _set("2", NO_WAY, value="off"))
    reach = {ways[0].key: {"1": 1}, ways[1].key: {"2": 1}}
    before = _overruled(*ways, reach=reach)

    after = _overruled(*later, reach=reach, catalogue="sha256:01")

    found = {
        (one.clients, one.direction, one.cause)
        for one in diff(before, after).changes
        if one.aspect is Aspect.FINDING
    }
    ids = {one.name: one.id for one in after.inventory.clients}
    assert found == {
        ((ids["One"],), Direction.UNCLEAR, Cause.CATALOGUE_UPDATE),
        ((ids["Two"],), Direction.WORSE, Cause.DRIFT),
    }


@pytest.mark.parametrize("field", ["override", "rollback"])
@pytest.mark.parametrize("rule", [(each,) for each in shipped_rules()], ids=lambda one: one[0].id)
def test_the_same_facts_by_another_catalogue_are_nothing_that_got_worse(rule, field) -> None:
    ways = tuple(
        _set(place, A_WAY).model_copy(update={field: way})
        for place, way in (
            ("1", A_WAY),
            ("2", NO_WAY),
            ("3", Provision(state=Availability.UNKNOWN)),
        )
    )
    turned = tuple(
        one.model_copy(update={field: other})
        for one, other in zip(ways, (NO_WAY, A_WAY, A_WAY), strict=True)
    )
    before = _overruled(*ways, rules=rule)

    after = _overruled(*turned, rules=rule, catalogue="sha256:01")

    moved = {one.direction for one in (*diff(before, after).changes, *diff(after, before).changes)}
    assert moved <= {Direction.UNCLEAR}
