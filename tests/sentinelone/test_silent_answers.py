"""An answer that holds nothing of what is read is told as that, and never as "off"."""

from __future__ import annotations

from typing import Any

import pytest
from tests.sentinelone.console import Console, collected, rows, whole_console
from tests.sentinelone.workflow_bodies import alert, read, request, row, statement

from aigov_connectors.inventory import Autonomy, Collection, Gap, GapReason

EXPORT = "/hyper-automate/api/public/workflow-import-export/export"
GUARDRAIL = "/remote-scripts/guardrails/configuration"


def doubts(found: Collection, resource: str) -> list[Gap]:
    told = (one for one in found.gaps if one.resource == resource)
    return [one for one in told if one.reason is GapReason.INCONCLUSIVE]


@pytest.mark.parametrize(
    ("paths", "resource", "feature"),
    [
        (("/sites/s1/policy", "/sites/s2/policy"), "policies", "static_ai"),
        ((GUARDRAIL,), "guardrails", "remote_ops_scripts"),
        (("/ranger/settings",), "network_discovery", "ranger_auto_deploy"),
    ],
)
@pytest.mark.parametrize("data", [{}, {"somethingElse": 1}])
async def test_settings_that_hold_nothing_are_one_gap(
    paths: tuple[str, ...], resource: str, feature: str, data: Any
) -> None:
    subject = f"{resource.replace('_', ' ')} that were answered without any setting"
    assert subject not in {one.subject for one in (await collected(Console())).gaps}
    found = await collected(Console({**whole_console(), **{one: {"data": data} for one in paths}}))
    (gap,) = (one for one in doubts(found, resource) if one.subject == subject)
    assert f"sentinelone.{feature}" in gap.features
    assert gap.detail is not None
    if resource == "policies":
        assert gap.organizations == ("s1", "s2")
        assert "Acme Dental" in gap.detail
        assert "Birch Law" in gap.detail


@pytest.mark.parametrize("body", [{}, {"data": {}}, [], {"data": {"actions": None}}])
async def test_a_definition_without_steps_names_its_workflow(body: Any) -> None:
    listed = rows(row(), row(id="w2", name="Block the sender", versionId="v2", scopeId="s2"))
    answers = {
        "/hyper-automate/api/public/workflows": listed,
        f"{EXPORT}/w1/v1": body,
        f"{EXPORT}/w2/v2": body,
    }
    found = await collected(Console({**whole_console(), **answers}))
    (gap,) = doubts(found, "workflows")
    assert (gap.features, gap.organizations) == (("sentinelone.hyperautomation",), ("s1", "s2"))
    assert gap.detail is not None
    assert "Isolate on ransomware" in gap.detail
    assert "Block the sender" in gap.detail


@pytest.mark.parametrize("odd", ["a step", None, 7, ["x"]])
def test_a_step_that_cannot_be_read_is_a_step_of_which_nothing_is_known(odd: Any) -> None:
    whole = {"actions": [alert("2"), request("2", method="GET"), odd]}
    one = statement(read(whole=whole)).deployment
    assert one.autonomy is Autonomy.UNKNOWN


async def guardrail(**data: Any) -> Any:
    sent = {"enabled": True, "endpointsQuantity": 50, "inherited": False, **data}
    found = await collected(Console({**whole_console(), GUARDRAIL: {"data": sent}}))
    every = (one for one in found.deployments if one.feature == "sentinelone.remote_ops_scripts")
    return next(every), found


async def test_types_of_scripts_that_were_not_sent_are_not_none() -> None:
    for sent in ({}, {"scriptTypes": None}, {"scriptTypes": "action"}):
        one, found = await guardrail(**sent)
        (told,) = (row for row in one.settings if row.name == "guardrails.scriptTypes")
        assert (told.value, told.absent) == (None, not sent)
        assert "types that are not told" in one.gate.condition
        assert {part.subset for part in one.breakdown} == {"scripts of types that are not told"}
        facts = [each.fact for each in found.evidence if each.fact.pointer == "/scriptTypes"]
        assert all(fact.absent is not bool(sent) for fact in facts)
    one, _ = await guardrail(scriptTypes=[])
    (told,) = (row for row in one.settings if row.name == "guardrails.scriptTypes")
    assert (told.value, told.absent) == ("", False)
    assert {part.subset for part in one.breakdown} == {None}


async def test_a_size_that_was_not_sent_is_no_number() -> None:
    one, _ = await guardrail(endpointsQuantity=None, scriptTypes=["action"])
    assert one.gate.condition is not None
    assert "None" not in one.gate.condition
    assert one.breakdown == ()
