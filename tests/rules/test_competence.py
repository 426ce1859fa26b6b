"""Each decision is judged by one rule, so that one fact is one finding."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rules.asking import asked

from aigov_connectors.inventory import (
    LEGAL_GATES,
    Autonomy,
    CredentialRights,
    DecisionKind,
    SourceKind,
    Technique,
)
from aigov_connectors.rules import Topic, shipped_rules
from aigov_connectors.rules.competence import decisions_for, judge_of
from aigov_connectors.testing import make_deployment, make_feature

IDS = [rule.id for rule in shipped_rules()]


@st.composite
def settings(draw):
    decisions = draw(st.lists(st.sampled_from(list(DecisionKind)), min_size=1, unique=True))
    techniques = draw(st.lists(st.sampled_from(list(Technique)), min_size=1, unique=True))
    feature = make_feature(decisions=tuple(decisions), techniques=tuple(techniques))
    autonomy = draw(st.sampled_from(list(Autonomy)))
    deployment = make_deployment(
        feature,
        autonomy=autonomy,
        gate=draw(st.sampled_from(sorted(LEGAL_GATES[autonomy]))),
        kind=draw(st.sampled_from([SourceKind.POLICY, SourceKind.INTEGRATION])),
        rights=draw(st.sampled_from([None, *CredentialRights])),
    )
    return feature, deployment


@given(settings())
def test_every_decision_has_one_judge_that_exists(drawn) -> None:
    feature, deployment = drawn
    shared = [one for rule in IDS for one in decisions_for(rule, deployment, feature)]
    assert sorted(shared) == sorted(deployment.decisions)


@given(settings())
def test_whoever_is_to_judge_says_something(drawn) -> None:
    feature, deployment = drawn
    judges = {judge_of(one, deployment, feature) for one in deployment.decisions}
    for rule in shipped_rules():
        if rule.id in judges and rule.topic is Topic.ACTING:
            assert len(asked(rule, deployment, features=(feature,))) == 1


@pytest.mark.parametrize("decision", list(DecisionKind))
def test_a_rule_that_somebody_wrote_is_never_called_a_machine_that_decides(decision) -> None:
    feature = make_feature(decisions=(decision,), techniques=(Technique.RULE_BASED,))
    deployment = make_deployment(feature)
    assert judge_of(decision, deployment, feature) not in {
        "routing-by-machine-without-review",
        "suggestion-applied-automatically",
        "reply-without-preview",
        "third-party-ai-can-write",
    }


def test_an_unknown_technique_is_no_ai() -> None:
    feature = make_feature(decisions=(DecisionKind.ROUTE_TICKET,), techniques=(Technique.UNKNOWN,))
    assert judge_of(DecisionKind.ROUTE_TICKET, make_deployment(feature), feature) == (
        "missing-approval-gate"
    )


def test_a_deployment_that_decides_by_rules_is_none_of_its_learning_feature() -> None:
    feature = make_feature(decisions=(DecisionKind.ROUTE_TICKET,))
    plain = make_deployment(feature).model_copy(update={"techniques": (Technique.RULE_BASED,)})
    assert judge_of(DecisionKind.ROUTE_TICKET, plain, feature) == "missing-approval-gate"
