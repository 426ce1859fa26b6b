"""What a waiver covers: findings on a feature, and those that list a whole connection."""

from datetime import date

import pytest

from aigov_connectors.config import Config
from aigov_connectors.inventory import Availability, DecisionKind
from aigov_connectors.policy import Policy, Waiver
from aigov_connectors.rules import Finding, assess
from aigov_connectors.rules.checks.no_rollback import RULE as NO_ROLLBACK
from aigov_connectors.rules.checks.own_credential_can_write import RULE as CREDENTIAL
from aigov_connectors.rules.checks.unattended_script import RULE as SCRIPT
from aigov_connectors.testing import (
    make_collection,
    make_connection,
    make_deployment,
    make_feature,
    make_inventory,
    make_organization,
)

FEATURE = make_feature(
    "scripts", decisions=(DecisionKind.RUN_SCRIPT,), rollback=Availability.NOT_AVAILABLE
)


def found(**waiver) -> dict[str, Finding]:
    """The findings of one setting without a way back, under one waiver."""
    deployment = make_deployment(FEATURE, rollback=Availability.NOT_AVAILABLE)
    organizations = (make_organization("1", "One"), make_organization("2", "Two"))
    inventory = make_inventory(
        make_collection(
            features=(FEATURE,),
            organizations=organizations,
            deployments=(deployment,),
        ),
        make_collection(connection=make_connection("acme-two", tenant_id="another")),
        make_collection(connection=make_connection("acme-again")),
        config=Config(),
    )
    until = date(2026, 12, 31)
    policy = Policy(waivers=(Waiver(owner="o", reason="r", until=until, **waiver),))
    rules = (NO_ROLLBACK, CREDENTIAL, SCRIPT)
    findings = assess(inventory, policy, rules=rules).findings
    return {one.rule: one for one in findings if one.subject.connection == "acme-one"}


@pytest.mark.parametrize(
    ("waiver", "is_waived"),
    [
        ({"connection": "acme-one"}, True),
        ({}, True),
        # Another connection to the same tenant shows the same.
        ({"connection": "acme-again"}, True),
        ({"connection": "acme-two"}, False),
        ({"connection": "nobody"}, False),
        ({"connection": "acme-one", "feature": FEATURE.id}, False),
    ],
)
def test_a_finding_on_a_whole_connection_is_waived_by_rule_and_connection(
    waiver, is_waived
) -> None:
    told = found(rule=NO_ROLLBACK.id, **waiver)
    assert told[NO_ROLLBACK.id].is_waived is is_waived
    assert not told[SCRIPT.id].is_waived


def test_it_may_be_waived_for_one_client() -> None:
    finding = found(rule=NO_ROLLBACK.id, connection="acme-one", client="Two")[NO_ROLLBACK.id]
    assert {row.name: bool(row.waiver) for row in finding.clients} == {"One": False, "Two": True}
    assert not finding.is_waived


def test_a_finding_on_a_feature_is_waived_by_its_feature_or_its_connection() -> None:
    for about in ({"feature": FEATURE.id}, {"connection": "acme-one"}):
        told = found(rule=SCRIPT.id, **about)
        assert told[SCRIPT.id].is_waived
        assert not told[NO_ROLLBACK.id].is_waived
