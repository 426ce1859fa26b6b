"""What the report calls a finding: apart by what it is about, and no figure that says too much."""

import re
from html import unescape

import pytest

from aigov_connectors import Snapshot, assess
from aigov_connectors.controls import shipped_frameworks
from aigov_connectors.inventory import Autonomy, DecisionKind, GateKind, Reach, Severity
from aigov_connectors.report import report_html
from aigov_connectors.rules import Topic
from aigov_connectors.testing import (
    make_collection,
    make_deployment,
    make_feature,
    make_inventory,
    make_organization,
)

SCRIPTS = make_feature("scripts", decisions=(DecisionKind.RUN_SCRIPT,))
OFF = (DecisionKind.DISABLE_DETECTION,)
EXCLUSIONS = make_feature("exclusions", decisions=OFF)


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))


def snapshot(*, reach: Reach = Reach.LISTED) -> Snapshot:
    script = make_deployment(SCRIPTS, source="a", reach=reach)
    blind = make_deployment(
        EXCLUSIONS,
        source="b",
        autonomy=Autonomy.ADVISORY,
        gate=GateKind.NOT_APPLICABLE,
        decisions=OFF,
    )
    collection = make_collection(
        features=(SCRIPTS, EXCLUSIONS),
        organizations=(make_organization("1", "One"),),
        deployments=(script, blind),
        reach={script.key: {"1": 3}, blind.key: {"1": 3}},
    )
    inventory = make_inventory(collection)
    return Snapshot(inventory=inventory, assessment=assess(inventory))


@pytest.mark.parametrize("client", [None, "One"])
def test_only_what_goes_further_than_the_policy_is_counted_as_that(client) -> None:
    run = snapshot()
    failed = run.judged_for(run.inventory.clients[0]).assessment.failed if client else ()
    failed = failed or run.assessment.failed
    further = [one for one in failed if one.topic is Topic.ACTING]
    grave = [one for one in further if one.severity.rank >= Severity.HIGH.rank]
    rest = len(failed) - len(further)
    assert further
    assert rest
    page = text_of(report_html(run, client=client))
    go = "finding goes" if len(further) == 1 else "findings go"
    assert (
        f"{len(further)} {go} further than the policy allows, {len(grave)} of them high or"
        f" critical; beside them {rest} on control" in page
    )
    assert f"What fails: {len(failed)} finding" in page
    assert f"held against the oversight policy: {len(further)} finding" in page
    assert "gainst the policy" not in page


def test_every_topic_has_its_heading() -> None:
    page = report_html(snapshot())
    part = page[page.index("<h3>What fails") : page.index("<h3>Could not be told")]
    about, _, rest = part.partition("<h4>Control over it")
    assert 'id="rule-fail-unattended-script"' in about
    assert 'id="rule-fail-detection-switched-off"' in rest


def test_the_page_says_where_its_controls_come_from() -> None:
    run = snapshot()
    page = text_of(report_html(run, client="One"))
    judged = run.assessment
    names = {one.framework for each in judged.failed for one in each.controls}
    told = [one for one in shipped_frameworks() if one.framework in names]
    assert len(told) > 3
    for one in told:
        assert one.came_from in page


def test_the_figure_of_risk_says_what_it_leaves_out() -> None:
    told = "not shown is whom 1 setting may reach"
    assert told not in text_of(report_html(snapshot()))
    assert told in text_of(report_html(snapshot(reach=Reach.UNKNOWN)))
