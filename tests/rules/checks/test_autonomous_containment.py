"""Containment against the policy: a table of deployments and the answers they deserve."""

import pytest

from aigov_connectors.config import Config
from aigov_connectors.inventory import (
    Autonomy,
    ClientContext,
    ClientEntry,
    DecisionKind,
    Deployment,
    Dimension,
    GateKind,
    Operator,
    Severity,
    Verdict,
)
from aigov_connectors.policy import DEFAULT_POLICY, OversightLine, Permission, Policy, Threshold
from aigov_connectors.rules import View, assess
from aigov_connectors.rules.checks.autonomous_containment import RULE
from aigov_connectors.testing import (
    make_collection,
    make_deployment,
    make_feature,
    make_inventory,
    make_organization,
    make_part,
)

ALONE, ASKS = Autonomy.FULLY_AUTONOMOUS, Autonomy.ADVISORY
ISOLATE = (DecisionKind.ISOLATE_ENDPOINT,)

CASES = [
    ("acts on malicious only", (make_part("malicious", ALONE),), {}, Verdict.PASS),
    (
        "acts on suspicious",
        (make_part("malicious", ALONE), make_part("suspicious", ALONE)),
        {},
        Verdict.FAIL,
    ),
    (
        "asks on suspicious",
        (make_part("malicious", ALONE), make_part("suspicious", ASKS)),
        {},
        Verdict.PASS,
    ),
    ("detects only", (), {"autonomy": ASKS}, Verdict.PASS),
    ("isolates", (), {"decisions": ISOLATE}, Verdict.FAIL),
    ("isolates, if it is on", (), {"decisions": ISOLATE, "enabled": None}, Verdict.UNDETERMINED),
    ("does not split", (), {}, Verdict.UNDETERMINED),
    ("unknown mode", (make_part("suspicious", Autonomy.UNKNOWN),), {}, Verdict.UNDETERMINED),
    (
        "unknown mode where anything is allowed",
        (make_part("malicious", Autonomy.UNKNOWN),),
        {},
        Verdict.PASS,
    ),
    (
        "gate unknown",
        (make_part("suspicious", ALONE, gate=GateKind.UNKNOWN),),
        {},
        Verdict.UNDETERMINED,
    ),
    ("blocks drivers", (), {"decisions": (DecisionKind.BLOCK_EXECUTION,)}, Verdict.PASS),
    (
        "splits on severity, the policy on confidence",
        (make_part("high", ALONE, dimension=Dimension.SEVERITY),),
        {},
        Verdict.UNDETERMINED,
    ),
]


def _judge(deployment: Deployment, policy: Policy = DEFAULT_POLICY) -> Verdict | None:
    feature = make_feature(decisions=deployment.decisions)
    answer = RULE.evaluate(deployment, View(feature=feature, policy=policy, client=None))
    return None if answer is None else answer.verdict


@pytest.mark.parametrize(
    ("breakdown", "changes", "expected"),
    [case[1:] for case in CASES],
    ids=[case[0] for case in CASES],
)
def test_a_setting_gets_the_verdict_that_the_default_policy_asks_for(
    breakdown, changes, expected
) -> None:
    assert _judge(make_deployment(breakdown=breakdown, **changes)) is expected


def test_what_does_not_contain_is_passed_over() -> None:
    assert _judge(make_deployment(decisions=(DecisionKind.ROUTE_TICKET,))) is None


def test_only_blocking_is_less_severe_than_isolation() -> None:
    strict = Policy(lines=())
    blocking = make_deployment(decisions=(DecisionKind.BLOCK_EXECUTION,))
    answer = RULE.evaluate(blocking, View(feature=make_feature(), policy=strict, client=None))
    assert answer is not None
    assert (answer.verdict, answer.severity) == (Verdict.FAIL, Severity.MEDIUM)


def test_a_severity_threshold_against_a_setting_split_on_confidence_is_undetermined() -> None:
    policy = Policy(
        lines=(
            OversightLine(
                name="alone for critical",
                decisions=(DecisionKind.CONTAIN_FILE,),
                when=Threshold(
                    dimension=Dimension.SEVERITY, operator=Operator.GE, value="critical"
                ),
                allowed=Permission.ALONE,
            ),
            OversightLine(name="rest", allowed=Permission.AFTER_APPROVAL),
        )
    )
    deployment = make_deployment(breakdown=(make_part("malicious", ALONE),))
    assert _judge(deployment, policy) is Verdict.UNDETERMINED


def test_the_sentence_names_the_part_the_setting_and_the_line() -> None:
    deployment = make_deployment(
        breakdown=(make_part("malicious", ALONE), make_part("suspicious", ALONE)),
        source_name="site policy Harbor",
    )
    answer = RULE.evaluate(
        deployment, View(feature=make_feature(), policy=DEFAULT_POLICY, client=None)
    )
    assert answer is not None
    for words in ("site policy Harbor", "suspicious", "mode=protect", "needs a person's approval"):
        assert words in answer.because
    assert "malicious" not in answer.because


def test_a_stricter_line_for_one_client_fails_only_that_client() -> None:
    deployment = make_deployment(breakdown=(make_part("malicious", ALONE),))
    policy = Policy(
        lines=(
            OversightLine(
                name="hospitals ask first",
                decisions=(DecisionKind.CONTAIN_FILE,),
                allowed=Permission.AFTER_APPROVAL,
                regulations=("hipaa",),
            ),
            *DEFAULT_POLICY.lines,
        )
    )
    inventory = make_inventory(
        make_collection(
            organizations=(
                make_organization("1", "Lakeside Clinic"),
                make_organization("2", "Harbor Freight"),
            ),
            deployments=(deployment,),
        ),
        config=Config(
            clients=(
                ClientEntry(name="Lakeside Clinic", context=ClientContext(regulations=("HIPAA",))),
            )
        ),
    )
    (finding,) = assess(inventory, policy, rules=[RULE]).findings
    assert {row.name: row.verdict for row in finding.clients} == {
        "Lakeside Clinic": Verdict.FAIL,
        "Harbor Freight": Verdict.PASS,
    }
