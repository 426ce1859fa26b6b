"""Ways out of what was read: told where a chain may go on unseen, and nowhere else."""

from __future__ import annotations

import pytest
from tests.inventory.chaining import alert, call, chains, desk, rule, runs
from tests.rules.checks.test_ungated_chain import estate

from aigov_connectors.inventory import Basis, Deployment, GateKind
from aigov_connectors.inventory.open_ends import open_ends

AWAY = call("hooks.example")


def _words(*deployments: Deployment) -> list[str]:
    return [one.words for one in open_ends(estate(*deployments))]


def test_a_call_to_a_host_of_no_tool_that_was_read_is_an_open_end() -> None:
    (end,) = open_ends(estate(alert(AWAY)))

    assert end.words == "sends POST hooks.example/service/tickets, board 2"
    assert (end.gate, end.evidence) == (GateKind.NONE, ("called",))
    assert end.because == "No tool that was read answers there."
    assert "reached_as" in end.settled_by


def test_a_product_of_which_no_connection_was_read_is_an_open_end() -> None:
    (end,) = open_ends(estate(rule(runs("autotask"))))
    assert end.because == "No connection to autotask was read."


def test_a_script_that_no_server_has_is_an_open_end() -> None:
    (end,) = open_ends(estate(rule(runs(place="script:777"))))

    assert end.words == "calls rmm, script 777"
    assert end.because == "No server of rmm that was read has script 777 and serves such a client."


@pytest.mark.parametrize(
    "deployment",
    [
        alert(call()),
        alert(call("PSA.example", request="POST /nobody/knows")),
        alert(call("hooks.example", request="GET /tickets")),
        alert(call("hooks.example", evidence=())),
        alert(AWAY, enabled=False),
        rule(runs()),
        rule(desk()),
    ],
)
def test_what_is_followed_what_only_looks_and_what_is_off_is_none(deployment: Deployment) -> None:
    assert _words(deployment) == []


def test_each_way_of_a_deployment_is_told_once() -> None:
    twice = alert(AWAY, call("hooks.example", gate=GateKind.PRE_APPROVAL))
    untold = alert(call("hooks.example", request=None, place=None), source="other")
    assert _words(twice, untold) == [
        "sends a request to hooks.example",
        "sends POST hooks.example/service/tickets, board 2",
    ]


@pytest.mark.parametrize(
    ("deployments", "because", "settled_by"),
    [
        (
            [alert(call(place=None)), rule(runs())],
            "on which board is not told",
            "which board it names",
        ),
        (
            [alert(call(request="* /service/tickets")), rule(runs())],
            "by which method it calls is not told",
            "what only looks changes nothing",
        ),
        (
            [alert(call(request="POST /nobody/knows")), rule(runs())],
            "what POST /nobody/knows does there is not known",
            "what answers at that address",
        ),
        (
            [alert(call()), rule(runs(), starts=[desk(basis=Basis.INFERRED, because="why")])],
            "why",
            "Compare the condition of the rule",
        ),
        (
            [
                alert(call()),
                rule(
                    runs(),
                    starts=[desk(basis=Basis.INFERRED, because="why", settled_by="Look.")],
                ),
            ],
            "why",
            "Look.",
        ),
        (
            [alert(call()), rule(runs(), enabled=None)],
            "whether policy r is on could not be told",
            "whether it is on.",
        ),
    ],
)
def test_every_doubt_is_told_with_what_would_settle_it(
    deployments: list[Deployment], because: str, settled_by: str
) -> None:
    begins = deployments[0].key
    found = [one for one in chains(deployments) if one.steps[0].deployment == begins]

    assert found
    for chain in found:
        assert because in chain.doubts
        assert any(settled_by in one for one in chain.settled_by)
        assert all((one.doubt is None) is (one.settled_by is None) for one in chain.steps)
