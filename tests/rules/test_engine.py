"""The engine: nothing dropped, everything marked, the same answer twice."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aigov_connectors.config import Config
from aigov_connectors.inventory import (
    CONTAINMENT_DECISIONS,
    LEGAL_GATES,
    Actor,
    ActorKind,
    AIFeature,
    ApprovalGate,
    Autonomy,
    Availability,
    Basis,
    BreakdownPart,
    ClientContext,
    ClientEntry,
    Confidence,
    DecisionKind,
    Dimension,
    GateKind,
    Inventory,
    Operator,
    Reach,
    Severity,
    Verdict,
)
from aigov_connectors.policy import DEFAULT_LINES, Policy, Waiver
from aigov_connectors.rules import (
    DeploymentRule,
    Finding,
    Judgement,
    Subject,
    SubjectKind,
    Topic,
    View,
    assess,
    rule_documentation,
    shipped_rules,
)
from aigov_connectors.testing import (
    make_collection,
    make_deployment,
    make_feature,
    make_inventory,
    make_organization,
    make_part,
)

SUSPICIOUS = make_part("suspicious", Autonomy.FULLY_AUTONOMOUS)


def _inventory(**changes):
    return make_inventory(
        make_collection(
            organizations=(make_organization("1", "One"), make_organization("2", "Two")),
            deployments=(make_deployment(breakdown=(SUSPICIOUS,), **changes),),
        )
    )


def _of(assessment, rule="autonomous-containment"):
    return [one for one in (*assessment.findings, *assessment.passes) if one.rule == rule]


def test_the_shipped_rules_are_the_files_of_the_folder() -> None:
    assert [rule.id for rule in shipped_rules()] == [
        "anonymous-user-can-trigger-ai",
        "approver-approves-own-automation",
        "attestation-stale",
        "autonomous-containment",
        "autonomy-rose",
        "client-data-may-train",
        "coverage-fell",
        "default-on-not-reviewed",
        "detection-switched-off",
        "gate-opens-by-itself",
        "gate-without-named-approver",
        "missing-approval-gate",
        "no-decision-log",
        "no-rollback",
        "not-exposed-not-attested",
        "override-unknown",
        "own-credential-can-write",
        "patch-approval-without-staging-or-person",
        "reply-without-preview",
        "routing-by-machine-without-review",
        "suggestion-applied-automatically",
        "tenant-wide-setting",
        "third-party-ai-can-write",
        "unattended-script",
        "ungated-chain",
        "unknown-ai-switch",
        "unknown-switch-appeared",
        "vendor-answer-missing",
    ]


@pytest.mark.parametrize("rule", shipped_rules(), ids=lambda rule: rule.id)
def test_every_rule_is_named_after_its_file_and_documented(rule) -> None:
    assert rule.evaluate.__module__.rpartition(".")[2] == rule.id.replace("-", "_")
    text = rule_documentation(rule)
    for heading in ("Pass:", "Undetermined:", "Why:", "Remedy:"):
        assert heading in text
    assert rule.controls == ()  # ours stand in the files of the frameworks
    assert not any(word in rule.title for word in ("HIPAA", "NIST", "ISO"))


def test_assessing_twice_gives_the_same() -> None:
    inventory = _inventory()
    assert assess(inventory) == assess(inventory)


@pytest.mark.parametrize("changes", [{"enabled": False}, {"shadowed_by": "an earlier rule"}])
def test_what_is_off_or_shadowed_is_passed_over(changes) -> None:
    assert _of(assess(_inventory(**changes))) == []


@pytest.mark.parametrize(
    ("basis", "confidence"),
    [(Basis.OBSERVED, Confidence.HIGH), (Basis.INFERRED, Confidence.MEDIUM)],
)
def test_confidence_follows_the_basis(basis, confidence) -> None:
    (finding,) = _of(assess(_inventory(basis=basis)))
    assert finding.confidence is confidence


def test_a_waiver_marks_its_client_and_hides_nothing() -> None:
    waiver = Waiver(
        rule="autonomous-containment",
        client="Two",
        owner="head of security",
        reason="tested in a pilot",
        until=date(2026, 12, 31),
    )
    (finding,) = _of(assess(_inventory(), Policy(lines=DEFAULT_LINES, waivers=(waiver,))))
    assert {row.name: bool(row.waiver) for row in finding.clients} == {"One": False, "Two": True}
    assert finding.verdict is Verdict.FAIL
    assert not finding.is_waived


def test_a_waiver_for_everyone_takes_the_finding_from_the_failures_but_not_from_view() -> None:
    waiver = Waiver(rule="autonomous-containment", owner="o", reason="r", until=date(2026, 12, 31))
    assessment = assess(_inventory(), Policy(waivers=(waiver,)))
    (finding,) = _of(assessment)
    assert finding.is_waived
    assert finding in assessment.findings
    assert finding not in assessment.failed


def test_an_expired_waiver_does_not_count() -> None:
    waiver = Waiver(rule="autonomous-containment", owner="o", reason="r", until=date(2026, 1, 1))
    (finding,) = _of(assess(_inventory(), Policy(waivers=(waiver,))))
    assert not finding.is_waived


def test_a_finding_cannot_be_built_without_evidence_or_gap() -> None:
    subject = Subject(kind=SubjectKind.CLIENT, key="k", name="n", connection="c")
    with pytest.raises(ValueError, match="neither evidence nor gap"):
        Finding(
            rule="r",
            title="t",
            subject=subject,
            verdict=Verdict.FAIL,
            severity=Severity.LOW,
            confidence=Confidence.HIGH,
            because="b",
            remedy="m",
        )


def test_identity_depends_on_rule_and_subject_only() -> None:
    (before,) = _of(assess(_inventory()))
    (after,) = _of(assess(_inventory(basis=Basis.INFERRED)))
    assert before.identity == after.identity


def test_a_rule_of_ones_own_joins_in() -> None:
    def evaluate(deployment, view: View) -> Judgement | None:
        return Judgement(verdict=Verdict.FAIL, because=f"{view.client} {deployment.key}")

    rule = DeploymentRule(
        id="own", title="Own", severity=Severity.LOW, remedy="None.", evaluate=evaluate
    )
    (finding,) = assess(_inventory(), rules=[rule]).findings
    assert len(finding.clients) == 2


autonomies = st.sampled_from(list(Autonomy))


@st.composite
def pairs(draw):
    autonomy = draw(autonomies)
    gate = draw(st.sampled_from(sorted(LEGAL_GATES[autonomy])))
    return autonomy, gate


actors = st.builds(
    Actor,
    kind=st.sampled_from(list(ActorKind)),
    id=st.none() | st.sampled_from(["", "u-17"]),
    role=st.none() | st.sampled_from(["", "SOC lead"]),
)


@st.composite
def gates(draw, kind: GateKind):
    return ApprovalGate(
        kind=kind,
        approvers=tuple(draw(st.lists(actors, max_size=2))),
        second_person=draw(st.sampled_from([True, False, None])),
        self_approved=draw(st.sampled_from([True, False, None])),
    )


@st.composite
def parts(draw):
    autonomy, gate = draw(pairs())
    return BreakdownPart(
        dimension=draw(st.sampled_from(list(Dimension))),
        operator=draw(st.sampled_from(list(Operator))),
        value=draw(
            st.none()
            | st.booleans()
            | st.integers()
            | st.sampled_from(["malicious", "suspicious", "high", "?", ""])
        ),
        autonomy=autonomy,
        gate=draw(gates(gate)),
    )


@st.composite
def deployments(draw, feature: AIFeature, source: str = "1"):
    autonomy, gate = draw(pairs())
    return make_deployment(
        feature,
        source=source,
        autonomy=autonomy,
        gate=draw(gates(gate)),
        enabled=draw(st.sampled_from([True, False, None])),
        breakdown=tuple(draw(st.lists(parts(), max_size=4))),
        informs=draw(st.sampled_from([True, False, None])),
        basis=draw(st.sampled_from(list(Basis))),
        shadowed_by=draw(st.none() | st.just("an earlier rule")),
        reach=draw(st.sampled_from(list(Reach))),
        override=draw(st.sampled_from(list(Availability))),
        rollback=draw(st.sampled_from(list(Availability))),
    )


KINDS = [one for one in DecisionKind if one is not DecisionKind.DISABLE_DETECTION]
"""What is judged by how far it goes alone; protection taken away is not."""

decisions_of_a_feature = st.lists(st.sampled_from(KINDS), min_size=1, max_size=4, unique=True)


@given(data=st.data(), decisions=decisions_of_a_feature)
def test_any_deployment_gets_an_answer_and_never_an_exception(data, decisions) -> None:
    feature = make_feature(decisions=tuple(decisions))
    deployment = data.draw(deployments(feature))
    found = [
        one
        for one in _every(_small([deployment], feature))
        if one.subject.key == deployment.key and one.topic is Topic.ACTING
    ]
    if deployment.enabled is False or deployment.shadowed_by is not None:
        assert not found
    else:
        assert {one.rule for one in found}
    if deployment.enabled is None:
        assert all(one.verdict is not Verdict.FAIL for one in found)


@given(data=st.data(), decisions=decisions_of_a_feature, count=st.integers(2, 4))
def test_any_mix_of_settings_is_one_answer_per_feature(data, decisions, count) -> None:
    feature = make_feature(decisions=tuple(decisions))
    mix = [data.draw(deployments(feature, str(number))) for number in range(count)]
    inventory = _small(mix, feature)
    asked_once = [
        (one.rule, one.subject.key)
        for one in _every(inventory)
        if one.subject.kind is SubjectKind.FEATURE
    ]
    assert len(set(asked_once)) == len(asked_once)
    idle = all(one.enabled is False or one.shadowed_by is not None for one in mix)
    assert not (idle and asked_once)
    assert assess(inventory) == assess(inventory)


def _small(found, feature: AIFeature) -> Inventory:
    return make_inventory(
        make_collection(
            features=(feature,), organizations=(make_organization(),), deployments=found
        ),
        config=Config(
            clients=(
                ClientEntry(
                    name="Lakeside Clinic", context=ClientContext(regulations=("HIPAA", "GDPR"))
                ),
            )
        ),
    )


def _every(inventory: Inventory) -> tuple[Finding, ...]:
    assessment = assess(inventory)
    return (*assessment.findings, *assessment.passes)


_GRAVITY = {Verdict.PASS: 0, Verdict.UNDETERMINED: 1, Verdict.FAIL: 2}


@given(
    decision=st.sampled_from(sorted(set(KINDS) - {DecisionKind.UNKNOWN})),
    value=st.sampled_from(["malicious", "suspicious"]),
)
def test_more_autonomy_is_never_judged_more_mildly(decision, value) -> None:
    def gravity(autonomy: Autonomy) -> int:
        feature = make_feature(decisions=(decision,))
        deployment = make_deployment(
            feature, autonomy=autonomy, breakdown=(make_part(value, autonomy),)
        )
        inventory = make_inventory(
            make_collection(
                features=(feature,),
                organizations=(make_organization(),),
                deployments=(deployment,),
            )
        )
        assessment = assess(inventory)
        return max(
            _GRAVITY[one.verdict]
            for one in (*assessment.findings, *assessment.passes)
            if one.subject.key == deployment.key and one.topic is Topic.ACTING
        )

    steps = [Autonomy.ADVISORY, Autonomy.SEMI_AUTONOMOUS, Autonomy.FULLY_AUTONOMOUS]
    grades = [gravity(step) for step in steps]
    assert grades == sorted(grades)


def test_every_containment_decision_is_judged_by_one_rule_only() -> None:
    for decision in CONTAINMENT_DECISIONS:
        inventory = make_inventory(
            make_collection(
                features=(make_feature(decisions=(decision,)),),
                organizations=(make_organization(),),
                deployments=(make_deployment(make_feature(decisions=(decision,))),),
            )
        )
        assessment = assess(inventory)
        about = [
            one.rule
            for one in (*assessment.findings, *assessment.passes)
            if one.topic is Topic.ACTING
        ]
        assert about == ["autonomous-containment"]
