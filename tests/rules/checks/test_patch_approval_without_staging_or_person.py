"""Patches: a person, a stage that can be stopped, or a finding."""

import pytest
from tests.rules.asking import asked

from aigov_connectors.inventory import Autonomy, DecisionKind, GateKind, Severity, Verdict
from aigov_connectors.rules import assess
from aigov_connectors.rules.checks.patch_approval_without_staging_or_person import RULE
from aigov_connectors.testing import (
    make_collection,
    make_deployment,
    make_feature,
    make_inventory,
    make_organization,
)

FEATURE = make_feature("patching", decisions=(DecisionKind.APPROVE_PATCH,))


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({}, Verdict.FAIL),
        ({"gate": GateKind.POST_REVIEW}, Verdict.FAIL),
        ({"gate": GateKind.UNKNOWN}, Verdict.UNDETERMINED),
        ({"autonomy": Autonomy.UNKNOWN}, Verdict.UNDETERMINED),
        ({"enabled": None}, Verdict.UNDETERMINED),
        ({"autonomy": Autonomy.SEMI_AUTONOMOUS}, Verdict.PASS),
        ({"autonomy": Autonomy.ADVISORY}, Verdict.PASS),
    ],
)
def test_a_person_or_a_stage_decides(changes, verdict) -> None:
    (finding,) = asked(RULE, make_deployment(FEATURE, **changes))
    assert finding.verdict is verdict
    assert verdict is Verdict.PASS or finding.severity is Severity.MEDIUM


def test_other_decisions_are_passed_over() -> None:
    feature = make_feature(decisions=(DecisionKind.WITHHOLD_PATCH,))
    assert asked(RULE, make_deployment(feature)) == ()


def test_no_other_rule_on_acting_judges_the_approval_of_patches() -> None:
    inventory = make_inventory(
        make_collection(
            features=(FEATURE,),
            organizations=(make_organization(),),
            deployments=(make_deployment(FEATURE),),
        )
    )
    acting = [one.rule for one in assess(inventory).findings if one.topic == "acting"]
    assert acting == [RULE.id]
