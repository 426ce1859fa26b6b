"""Parts that decide less than their deployment, and parts that are known less surely."""

import pytest

from aigov_connectors.inventory import Autonomy, Basis, Confidence, DecisionKind, Verdict
from aigov_connectors.policy import OversightLine, Permission, Policy
from aigov_connectors.rules import Finding, assess
from aigov_connectors.rules.checks.autonomous_containment import RULE
from aigov_connectors.testing import (
    make_collection,
    make_deployment,
    make_inventory,
    make_part,
)

ALONE, ASKS, OPEN = Autonomy.FULLY_AUTONOMOUS, Autonomy.ADVISORY, Autonomy.UNKNOWN
CONTAIN, ROLL_BACK = DecisionKind.CONTAIN_FILE, DecisionKind.ROLL_BACK_ENDPOINT
BOTH = (CONTAIN, ROLL_BACK)


def judged(*parts, autonomy=ALONE) -> Finding:
    deployment = make_deployment(autonomy=autonomy, decisions=BOTH, breakdown=parts)
    assessment = assess(make_inventory(make_collection(deployments=(deployment,))), rules=[RULE])
    (finding,) = (*assessment.findings, *assessment.passes)
    return finding


def test_a_part_is_judged_by_what_it_decides_itself() -> None:
    told = make_part("malicious", ASKS)
    apart = make_part("suspicious", ALONE, decisions=(CONTAIN,), basis=Basis.INFERRED)
    deeper = make_part("suspicious", OPEN, decisions=(ROLL_BACK,), basis=Basis.INFERRED)
    finding = judged(told, apart, deeper)
    assert finding.verdict is Verdict.FAIL
    assert "kills and quarantines files on suspicious verdicts" in finding.because
    assert "rolls" not in finding.because
    assert judged(told, deeper).verdict is Verdict.UNDETERMINED


def test_what_no_part_speaks_of_is_judged_by_the_deployment() -> None:
    finding = judged(make_part("malicious", ALONE, decisions=(CONTAIN,)))
    assert finding.verdict is Verdict.FAIL
    assert "rolls endpoints back" in finding.because


def test_a_finding_is_as_sure_as_the_surest_part_that_it_rests_on() -> None:
    unsure = make_part("suspicious", ALONE, basis=Basis.INFERRED)
    assert judged(make_part("malicious", ASKS), unsure).confidence is Confidence.MEDIUM
    # That it rolls back on malicious verdicts is seen as surely as the setting.
    assert judged(make_part("malicious", ALONE), unsure).confidence is Confidence.HIGH


@pytest.mark.parametrize(
    ("autonomy", "enabled", "says"),
    [
        (ALONE, True, "by itself kills and quarantines files and rolls endpoints back"),
        (ALONE, None, "may act alone (kills and quarantines files and rolls endpoints back)"),
        (OPEN, True, "may act alone (kills and quarantines files and rolls endpoints back)"),
        (ASKS, None, "acts only after a person says yes"),
    ],
)
def test_a_pass_asserts_no_more_than_is_known(
    autonomy: Autonomy, enabled: bool | None, says: str
) -> None:
    line = OversightLine(name="anything goes", allowed=Permission.ALONE)
    deployment = make_deployment(autonomy=autonomy, enabled=enabled, decisions=BOTH)
    inventory = make_inventory(make_collection(deployments=(deployment,)))

    (finding,) = assess(inventory, Policy(lines=(line,)), rules=[RULE]).passes

    assert says in finding.because
    assert ("by itself" in finding.because) is (autonomy is ALONE and enabled is True)
