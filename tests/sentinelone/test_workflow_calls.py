"""Calls of workflows to other tools: where they lead, and who stands before them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.sentinelone.workflow_bodies import alert, read, request, statement, step

from aigov_connectors.inventory import Basis, GateKind, Link, LinkKind

DESK = "https://psa.example/v4_6_release/apis/3.0/service/tickets?key=SECRET"
BODY = json.dumps({"summary": "SECRET", "board": {"id": 12}})


def ask(number: str, *to: str) -> dict[str, Any]:
    return step(number, "wait_for_slack", *to)


def ticket(number: str, **more: Any) -> Any:
    return request(number, url=DESK, body=BODY, **more)


def links(*steps: Any) -> tuple[Link, ...]:
    return statement(read(*steps)).deployment.leads_to


def test_a_call_is_kept_by_method_host_path_and_board() -> None:
    (link,) = links(alert("2"), ticket("2"))

    assert (link.kind, link.key, link.place) == (LinkKind.CALL, "psa.example", "board:12")
    assert link.request == "POST /{}/{}/{}/service/tickets"
    assert (link.gate, link.basis) == (GateKind.NONE, Basis.OBSERVED)


def test_its_evidence_shows_call_board_and_start_and_no_secret() -> None:
    said = statement(read(alert("2"), ticket("2")))
    shown = {one.id: one for one in said.evidence}
    (link,) = said.deployment.leads_to

    pointers = [shown[one].fact.pointer.rpartition("/")[2] for one in link.evidence]
    assert pointers == ["run_automatically", "type", "url", "body"]
    assert "SECRET" not in str(said)


@pytest.mark.parametrize(
    ("steps", "gate"),
    [
        ([alert("2"), ask("2", "3"), ticket("3")], GateKind.PRE_APPROVAL),
        ([alert("2", alone=False), ticket("2")], GateKind.PRE_APPROVAL),
        ([step("1", "manual_trigger", "2"), ticket("2")], GateKind.PRE_APPROVAL),
        ([alert("2", "3"), ask("2", "3"), ticket("3")], GateKind.NONE),
        ([alert("2"), step("2", "snippet", "3"), ticket("3")], GateKind.UNKNOWN),
        ([alert("2"), step("2", "delay", "3"), ticket("3")], GateKind.NONE),
        ([alert("2", is_disabled=None), ticket("2")], GateKind.UNKNOWN),
    ],
    ids=["asked", "started", "by hand", "one of two ways", "hidden", "waits", "start not told"],
)
def test_the_least_guarded_way_to_it_counts(steps: list[Any], gate: GateKind) -> None:
    assert [one.gate for one in links(*steps)] == [gate]


@pytest.mark.parametrize(
    "steps",
    [
        [alert("2"), request("2")],
        [alert("2"), request("2", url="{{host}}/service/tickets")],
        [alert(), ticket("2")],
        [alert("2", is_disabled=True), ticket("2")],
    ],
    ids=["the console itself", "host not told", "nothing leads there", "switched off"],
)
def test_what_leads_to_no_other_tool_is_no_link(steps: list[Any]) -> None:
    assert links(*steps) == ()
