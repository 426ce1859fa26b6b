"""Settings of which it is not known whom they reach, under lines about some clients."""

from __future__ import annotations

import pytest

from aigov_connectors.config import Config, OversightConfig
from aigov_connectors.inventory import ClientContext, ClientEntry, DecisionKind, Reach, Verdict
from aigov_connectors.policy import OversightLine, Permission
from aigov_connectors.rules import Finding, assess
from aigov_connectors.rules.checks.autonomous_containment import RULE as CONTAINMENT
from aigov_connectors.rules.checks.missing_approval_gate import RULE as GATE
from aigov_connectors.testing import (
    make_collection,
    make_deployment,
    make_feature,
    make_inventory,
    make_organization,
)

ISOLATE, REMOVE = DecisionKind.ISOLATE_ENDPOINT, DecisionKind.REMOVE_DEVICE
ALONE, ASK = Permission.ALONE, Permission.AFTER_APPROVAL
ONE_MAY = OversightLine(name="One may", clients=("One",), decisions=(ISOLATE,), allowed=ALONE)
HIPAA_ASKS = OversightLine(
    name="HIPAA asks", regulations=("HIPAA",), decisions=(REMOVE,), allowed=ASK
)
ALL_ASK = OversightLine(name="all ask", clients=("One", "Two"), decisions=(REMOVE,), allowed=ASK)


def judged(
    decision: DecisionKind,
    line: OversightLine,
    *seen: str,
    clients: tuple[str, ...] = ("One", "Two"),
    reach: Reach = Reach.UNKNOWN,
) -> Finding:
    """The one finding; client Two is under HIPAA."""
    feature = make_feature(decisions=(decision,))
    deployment = make_deployment(feature, reach=reach)
    config = Config(
        clients=(ClientEntry(name="Two", context=ClientContext(regulations=("HIPAA",))),),
        oversight=OversightConfig(lines=(line,)),
    )
    inventory = make_inventory(
        make_collection(
            features=(feature,),
            organizations=[make_organization(one, one) for one in clients],
            deployments=(deployment,),
            reach={deployment.key: dict.fromkeys(seen)},
        ),
        config=config,
    )
    rule = CONTAINMENT if decision is ISOLATE else GATE
    found = assess(inventory, config.policy, rules=[rule])
    (finding,) = (*found.findings, *found.passes)
    return finding


@pytest.mark.parametrize(
    ("decision", "line", "seen", "verdict"),
    [
        (ISOLATE, ONE_MAY, ("One",), Verdict.UNDETERMINED),
        (ISOLATE, ONE_MAY, ("One", "Two"), Verdict.FAIL),
        (ISOLATE, ONE_MAY, ("Two",), Verdict.FAIL),
        (ISOLATE, ONE_MAY, (), Verdict.UNDETERMINED),
        (REMOVE, HIPAA_ASKS, (), Verdict.UNDETERMINED),
        (REMOVE, HIPAA_ASKS, ("One",), Verdict.UNDETERMINED),
        (REMOVE, HIPAA_ASKS, ("Two",), Verdict.FAIL),
        (REMOVE, ALL_ASK, (), Verdict.FAIL),
        (REMOVE, ONE_MAY, (), Verdict.PASS),  # the line is about something else
    ],
)
def test_whom_it_may_reach_counts_where_the_policy_tells_clients_apart(
    decision: DecisionKind, line: OversightLine, seen: tuple[str, ...], verdict: Verdict
) -> None:
    assert judged(decision, line, *seen).verdict is verdict


def test_the_rows_stay_what_is_known_and_the_sentence_says_what_is_not() -> None:
    finding = judged(ISOLATE, ONE_MAY, "One")

    assert [(row.name, row.verdict) for row in finding.clients] == [("One", Verdict.PASS)]
    assert finding.because.startswith("For whom it acts could not be told")
    assert finding.remedy == "Look in the vendor's console whom it is set for."


def test_where_the_reach_is_known_nobody_else_counts() -> None:
    assert judged(ISOLATE, ONE_MAY, "One", reach=Reach.LISTED).verdict is Verdict.PASS


@pytest.mark.parametrize("line", [HIPAA_ASKS, ALL_ASK])
def test_clients_that_nobody_could_list_may_be_any(line: OversightLine) -> None:
    assert judged(REMOVE, line, clients=()).verdict is Verdict.UNDETERMINED
