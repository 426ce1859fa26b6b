"""A rule is asked once for all clients that it cannot tell apart, as if asked for each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from aigov_connectors.inventory import (
    Autonomy,
    DecisionKind,
    Deployment,
    Inventory,
    Severity,
    Verdict,
)
from aigov_connectors.policy import DEFAULT_POLICY, Policy, Waiver
from aigov_connectors.policy.lines import OversightLine, Permission
from aigov_connectors.policy.shipped import DEFAULT_LINES
from aigov_connectors.rules import assess
from aigov_connectors.rules.model import DeploymentRule, Judgement, Rule, View
from aigov_connectors.rules.registry import shipped_rules
from aigov_connectors.testing import (
    make_collection,
    make_deployment,
    make_inventory,
    make_organization,
)

CLIENTS = [f"{number}" for number in range(6)]
NAMES = {client: f"Client {client}" for client in CLIENTS}


def estate() -> Inventory:
    one = make_deployment(autonomy=Autonomy.FULLY_AUTONOMOUS)
    return make_inventory(
        make_collection(
            organizations=tuple(make_organization(at, NAMES[at]) for at in CLIENTS),
            deployments=(one,),
            reach={one.key: {at: 10 + int(at) for at in CLIENTS}},
        )
    )


def some_may(decision: DecisionKind, *clients: str) -> Policy:
    line = OversightLine(
        name="some may",
        decisions=(decision,),
        allowed=Permission.ALONE,
        clients=tuple(NAMES[at] for at in clients),
    )
    return Policy(lines=(line, *DEFAULT_LINES))


def rule_that(looks: Callable[[Deployment, View], object]) -> tuple[DeploymentRule, list[object]]:
    """A rule that answers by what it looks at, and what it answered."""
    asked: list[object] = []

    def evaluate(deployment: Deployment, view: View) -> Judgement:
        seen = looks(deployment, view)
        asked.append(seen)
        return Judgement(Verdict.FAIL, f"{deployment.key}: {seen}")

    rule = DeploymentRule(id="x", title="x", severity=Severity.LOW, remedy="x", evaluate=evaluate)
    return rule, asked


def test_a_rule_that_looks_at_no_client_is_asked_once() -> None:
    rule, asked = rule_that(lambda deployment, view: (view.feature.id, deployment.autonomy))
    (finding,) = assess(estate(), rules=[rule]).findings
    assert len(asked) == 1
    assert len(finding.clients) == len(CLIENTS)


@pytest.mark.parametrize(
    "looks",
    [
        lambda deployment, view: view.client.id,
        lambda deployment, view: view.endpoints,
        lambda deployment, view: replace(view, policy=DEFAULT_POLICY).client.id,
        lambda deployment, view: repr(view),
        lambda deployment, view: (
            view.policy.ruling(DecisionKind.RUN_SCRIPT, None, view.client).line
        ),
    ],
)
def test_a_rule_that_looks_at_the_client_is_asked_for_each(
    looks: Callable[[Deployment, View], object],
) -> None:
    rule, asked = rule_that(looks)
    assess(estate(), rules=[rule])
    assert len(asked) == len(CLIENTS)


def test_a_rule_that_asks_the_policy_is_asked_once_for_all_of_whom_it_says_the_same() -> None:
    rule, asked = rule_that(lambda deployment, view: view.ruling(deployment.decisions[0], None))
    inventory = estate()
    decision = inventory.deployments[0].decisions[0]
    assess(inventory, some_may(decision, "1", "4"), rules=[rule])
    assert len(asked) == 2
    assess(inventory, rules=[rule])
    assert len(asked) == 3


def test_whoever_the_policy_tells_apart_is_told_apart() -> None:
    inventory = estate()
    policy = Policy(
        lines=tuple(
            line
            for decision in inventory.deployments[0].decisions
            for line in some_may(decision, "1", "4").lines[:1]
        )
        + DEFAULT_LINES,
        waivers=(
            Waiver(
                rule="missing-approval-gate",
                client="2",
                owner="o",
                reason="r",
                until=date(2040, 1, 1),
            ),
        ),
    )
    watched = assess(inventory, policy, rules=shipped_rules())
    each = assess(inventory, policy, rules=[_asked_for_each(rule) for rule in shipped_rules()])
    assert watched.findings == each.findings
    assert watched.passes == each.passes
    told = [
        {row.verdict for row in finding.clients}
        for finding in (*watched.findings, *watched.passes)
        if finding.rule == "autonomous-containment"
    ]
    assert told == [{Verdict.UNDETERMINED, Verdict.PASS}]


def _asked_for_each(rule: Rule) -> Rule:
    """The rule as it would be if it looked at every client."""
    if not isinstance(rule, DeploymentRule):
        return rule

    def evaluate(deployment: Deployment, view: View) -> Judgement | None:
        plain = View(
            feature=view.feature, policy=view.policy, client=view.client, endpoints=view.endpoints
        )
        return rule.evaluate(deployment, plain)

    return replace(rule, evaluate=evaluate)
