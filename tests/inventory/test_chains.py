"""A chain is there where the data shows every link, and nowhere else."""

from __future__ import annotations

import random
from typing import Any

import pytest
from tests.inventory.chaining import (
    TOOLS,
    alert,
    call,
    chains,
    client,
    connection,
    desk,
    joined,
    rule,
    runs,
    scripts,
    ways,
)

from aigov_connectors.inventory import (
    Autonomy,
    Basis,
    DecisionKind,
    Deployment,
    GateKind,
    Link,
    LinkKind,
    Listed,
    Reach,
)
from aigov_connectors.inventory.chains import MOST_CHAINS
from aigov_connectors.inventory.links import words_of

WHOLE = {("w", "r", "in rmm-1")}


def test_an_alert_a_ticket_rule_and_a_script_are_one_chain() -> None:
    (found,) = chains([alert(call()), rule(runs())])

    assert ways([found]) == WHOLE
    assert found.weakest_gate.kind is GateKind.NONE
    assert found.decisions == (DecisionKind.RUN_SCRIPT,)
    assert found.clients == ("harbor", "lakeside")
    assert (found.basis, found.reach, found.doubts) == (Basis.OBSERVED, Reach.LISTED, ())
    listed = scripts("9").objects[0].evidence.id
    shown = [("called",), ("board", "script"), (listed,)]
    assert [step.evidence for step in found.steps] == shown
    assert [step.link for step in found.steps] == [
        "sends POST psa.example/service/tickets, board 2",
        "calls rmm, script 9",
        None,
    ]


def test_a_tool_that_may_serve_more_than_it_listed_takes_no_client_out_of_a_chain() -> None:
    both = [alert(call()), rule(runs())]
    harbor, lakeside = client("harbor"), client("lakeside", ("edr", "psa"))

    (listed,) = chains(both, clients=[harbor, lakeside])
    (short,) = chains(both, clients=[harbor, lakeside], short=[("rmm", "t")])

    assert (listed.clients, listed.reach) == (("harbor",), Reach.LISTED)
    assert (short.clients, short.reach) == (("harbor", "lakeside"), Reach.UNKNOWN)
    assert short.doubts == ("which clients rmm-1 serves is not known",)
    assert listed.id == short.id


def test_what_reaches_all_of_a_tool_reaches_more_than_it_listed() -> None:
    everybody = rule(runs(), reach=Reach.ALL)
    reached = {"r": ["harbor"]}

    (listed,) = chains([alert(call()), everybody], reached=reached)
    (short,) = chains([alert(call()), everybody], reached=reached, short=[("psa", "t")])

    assert (listed.clients, listed.reach) == (("harbor",), Reach.LISTED)
    assert (short.clients, short.reach) == (("harbor", "lakeside"), Reach.UNKNOWN)


@pytest.mark.parametrize(
    "deployments",
    [
        [alert(call(place="board:3")), rule()],
        [alert(call("psa2.example")), rule()],
        [alert(call(evidence=())), rule()],
        [alert(call(request="GET /service/tickets")), rule()],
        [alert(call()), rule(starts=())],
        [alert(call()), rule(starts=[desk(evidence=())])],
        [alert(call()), rule(enabled=False)],
        [alert(call()), rule(shadowed_by="an earlier rule")],
        [alert(call(), enabled=False), rule()],
        [alert(call()), rule(autonomy=Autonomy.ADVISORY, gate=GateKind.NOT_APPLICABLE)],
    ],
    ids=[
        "other board",
        "other host",
        "no evidence of the call",
        "it only reads",
        "starts from nothing",
        "no evidence of the start",
        "off",
        "shadowed",
        "its start is off",
        "nothing is done at its end",
    ],
)
def test_what_only_looks_linked_is_not(deployments: list[Deployment]) -> None:
    assert chains(deployments) == ()


def test_clients_are_those_of_every_step() -> None:
    everyone = (client("lakeside"), client("harbor"), client("mill", ["edr", "psa"]))
    (found,) = chains(
        [alert(call()), rule(runs())],
        clients=everyone,
        reached={"w": ["lakeside", "mill"], "r": ["lakeside", "harbor", "mill"]},
    )[:1]

    assert found.clients == ("lakeside",)


def test_steps_that_share_no_client_are_no_chain() -> None:
    found = chains([alert(call()), rule()], reached={"w": ["lakeside"], "r": ["harbor"]})

    assert found == ()


def test_an_unknown_reach_stays_unknown() -> None:
    (found,) = chains([alert(call(), reach=Reach.UNKNOWN), rule()])

    assert found.reach is Reach.UNKNOWN
    assert found.doubts == ("whom policy w reaches is not known",)


@pytest.mark.parametrize(
    ("first", "second", "comes_to"),
    [
        (GateKind.PRE_APPROVAL, GateKind.NONE, GateKind.PRE_APPROVAL),
        (GateKind.NONE, GateKind.PRE_APPROVAL, GateKind.PRE_APPROVAL),
        (GateKind.UNKNOWN, GateKind.PRE_APPROVAL, GateKind.PRE_APPROVAL),
        (GateKind.NONE, GateKind.UNKNOWN, GateKind.UNKNOWN),
        (GateKind.NONE, GateKind.VETO_WINDOW, GateKind.VETO_WINDOW),
    ],
)
def test_one_person_gates_the_path(first: GateKind, second: GateKind, comes_to: GateKind) -> None:
    found = chains([alert(call(gate=first)), rule(runs(gate=second))])
    (whole,) = [one for one in found if len(one.steps) == 3]

    assert whole.weakest_gate.kind is comes_to
    assert whole.asks_somebody == (comes_to is GateKind.PRE_APPROVAL)
    assert not whole.passes_nobody


def test_a_person_before_the_first_step_leaves_the_rest_a_chain_of_its_own() -> None:
    found = chains([alert(call(gate=GateKind.PRE_APPROVAL)), rule(runs())])

    assert ways(found) == WHOLE | {("r", "in rmm-1")}


def test_of_two_ways_the_one_with_nobody_in_between_counts() -> None:
    (found,) = chains([alert(call(gate=GateKind.PRE_APPROVAL), call()), rule()])

    assert found.weakest_gate.kind is GateKind.NONE
    assert found.passes_nobody


@pytest.mark.parametrize(
    ("links", "connections", "why"),
    [
        ([call(place=None)], None, "on which board is not told"),
        ([call(request="* /service/tickets")], None, "by which method it calls is not told"),
        ([call(basis=Basis.INFERRED, because="seen in a sample")], None, "seen in a sample"),
        (
            [call()],
            [connection("edr"), connection("psa", hosts=()), connection("rmm")],
            "psa.example leads to more tenants than this one",
        ),
    ],
)
def test_a_link_that_is_not_shown_whole_makes_the_chain_inferred(
    links: list[Link], connections: Any, why: str
) -> None:
    rest = {"connections": connections} if connections else {}
    (found,) = chains([alert(*links), rule()], **rest)

    assert found.basis is Basis.INFERRED
    assert found.doubts == (why,)
    assert not found.passes_nobody  # nobody may be asked; that is not surely


TWO = (*map(connection, TOOLS), connection("rmm", tenant="u", name="rmm-2", hosts=()))
HERE, THERE = ("rmm", "t"), ("rmm", "u")


@pytest.mark.parametrize(
    "listed",
    [{}, {HERE: [scripts("9")], THERE: [scripts("9")]}, {HERE: [scripts("9")]}],
    ids=["no list is read", "both have it", "one list is not read"],
)
def test_a_product_of_which_there_are_two_tenants_is_not_told_apart(listed: Any) -> None:
    found = chains([rule(runs())], connections=TWO, listed=listed)

    assert [one.basis for one in found] == [Basis.INFERRED, Basis.INFERRED]
    assert {one.doubts[0] for one in found} == {"which of 2 tenants of rmm it calls is not told"}


def test_of_two_tenants_the_one_that_has_the_script_is_meant() -> None:
    listed = {HERE: [scripts("8")], THERE: [scripts("8", "9")]}
    known = client("lakeside")
    there = known.members[-1].model_copy(update={"tenant_id": "u"})
    both = known.model_copy(update={"members": (*known.members, there)})
    (found,) = chains([rule(runs())], connections=TWO, clients=[both], listed=listed)

    assert ways([found]) == {("r", "in rmm-2")}
    assert (found.basis, found.doubts) == (Basis.OBSERVED, ())
    assert found.steps[-1].evidence == (listed[THERE][0].objects[1].evidence.id,)


@pytest.mark.parametrize(
    ("link", "listed", "why"),
    [
        (runs(), [], "which server is not told: no list of rmm shows script 9"),
        (
            runs(),
            [scripts("8", is_whole=False)],
            "which server is not told: no list of rmm shows script 9",
        ),
        (
            runs(place=None, named=None),
            [scripts("9")],
            "which server is not told: no list of rmm shows what it calls",
        ),
        (
            runs(),
            [scripts("9", name="Wipe disks")],
            "script 9 has another name there: which server is not told",
        ),
        (
            runs(named=None),
            [scripts("9")],
            "script 9 may be another one: one side told no name of it",
        ),
        (
            runs(),
            [scripts("9", name="")],
            "script 9 may be another one: one side told no name of it",
        ),
    ],
    ids=["not read", "broke off", "no script named", "another name", "no name", "none there"],
)
def test_a_script_that_no_list_shows_leads_into_a_server_only_perhaps(
    link: Link, listed: list[Listed], why: str
) -> None:
    (found,) = chains([rule(link)], listed={HERE: listed})

    assert (found.basis, found.doubts) == (Basis.INFERRED, (why,))
    assert "Look in edr-1 which server of rmm is set up there" in str(found.steps[0].settled_by)


def test_a_server_that_has_no_such_script_is_not_meant() -> None:
    assert chains([rule(runs())], listed={HERE: [scripts("8")]}) == ()


def test_a_call_of_which_nobody_knows_what_it_does_is_said_to_be_unknown() -> None:
    (found,) = chains([alert(call("rmm.example", request="POST /x/{}", place=None))])

    assert found.decisions == (DecisionKind.UNKNOWN,)
    assert found.doubts == ("what POST /x/{} does there is not known",)


def test_a_call_that_runs_a_script_is_a_chain_of_two_tools() -> None:
    (found,) = chains([alert(call("rmm.example", request="POST /v2/script/run", place=None))])

    assert ways([found]) == {("w", "in rmm-1")}
    assert found.decisions == (DecisionKind.RUN_SCRIPT,)


def test_a_place_is_told_in_words() -> None:
    tickets = call(place="ticket_type:a_8", request="POST /tickets")

    assert words_of(tickets) == "sends POST psa.example/tickets, ticket type a_8"
    assert words_of(desk("a_8")) == "puts tickets on board a_8"


def test_steps_within_one_tool_are_no_chain_across_tools() -> None:
    inner = Link(kind=LinkKind.OBJECT, key="psa/t/runbook:1", gate=GateKind.NONE, evidence=("x",))
    runbook = rule(starts=[inner]).model_copy(update={"key": "psa.runbook/t/x:runbook"})

    assert chains([rule(inner), runbook]) == ()
    assert ways(chains([alert(call()), rule(inner), runbook])) == {("w", "r", "runbook")}


def test_cycles_end() -> None:
    back = Link(kind=LinkKind.OBJECT, key="edr/t/w:1", gate=GateKind.NONE, evidence=("back",))
    found = chains([alert(call(), starts_from=(back,)), rule(back)])

    assert ways(found) == {("w", "r")}


def test_a_web_of_links_is_bounded_and_says_so() -> None:
    starts = [alert(call(), source=f"w{number}") for number in range(40)]
    rules = [rule().model_copy(update={"key": f"psa.rule/{number}"}) for number in range(40)]
    found, gaps = joined([*starts, *rules])

    assert len(found) == MOST_CHAINS
    assert [gap.resource for gap in gaps] == ["chains"]


# Laws ------------------------------------------------------------------------------------------


def _estate(seed: int) -> list[Deployment]:
    """Some alerts, rules and links between them, at random."""
    dice = random.Random(seed)  # noqa: S311 - no secret
    gates = (GateKind.NONE, GateKind.PRE_APPROVAL, GateKind.UNKNOWN)
    found: list[Deployment] = []
    for number in range(4):
        links = [
            call(
                place=dice.choice((f"board:{dice.randint(1, 3)}", None)),
                gate=dice.choice(gates),
                evidence=(f"call {number}",),
            )
            for _ in range(dice.randint(0, 2))
        ]
        found.append(alert(*links, source=f"w{number}"))
        onward = [runs(gate=dice.choice(gates))] if dice.random() < 0.6 else []
        starts = [desk(str(dice.randint(1, 3)))]
        made = rule(*onward, starts=starts, enabled=dice.choice((True, True, None, False)))
        found.append(made.model_copy(update={"key": f"psa.rule/t/r{number}/board:{number}"}))
    return found


def _names(of: list[Deployment]) -> set[tuple[str, ...]]:
    return {
        tuple(step.deployment or f"in {step.integration}" for step in one.steps)
        for one in chains(of)
    }


@pytest.mark.parametrize("seed", range(12))
def test_the_order_of_what_was_read_changes_nothing(seed: int) -> None:
    estate = _estate(seed)
    mixed = random.Random(seed).sample(estate, len(estate))  # noqa: S311 - no secret

    assert chains(estate) == chains(mixed)


@pytest.mark.parametrize("seed", range(12))
def test_names_change_nothing(seed: int) -> None:
    estate = _estate(seed)
    named = [
        one.model_copy(
            update={"source_object": one.source_object.model_copy(update={"name": "psa.example 2"})}
        )
        for one in estate
    ]

    assert [one.id for one in chains(estate)] == [one.id for one in chains(named)]
    assert [one.weakest_gate for one in chains(estate)] == [
        one.weakest_gate for one in chains(named)
    ]


@pytest.mark.parametrize("seed", range(12))
def test_without_the_evidence_of_a_link_there_is_no_chain_that_was_not_part_of_one(
    seed: int,
) -> None:
    estate = _estate(seed)
    before = _names(estate)
    for at, one in enumerate(estate):
        for field in ("leads_to", "starts_from"):
            bare = tuple(link.model_copy(update={"evidence": ()}) for link in getattr(one, field))
            less = [*estate[:at], one.model_copy(update={field: bare}), *estate[at + 1 :]]
            for path in _names(less):
                assert any(
                    path == whole[cut : cut + len(path)]
                    for whole in before
                    for cut in range(len(whole))
                )


@pytest.mark.parametrize("seed", range(12))
def test_a_person_more_never_makes_a_path_ungated(seed: int) -> None:
    estate = _estate(seed)
    open_kinds = {GateKind.NONE, GateKind.POST_REVIEW}
    before = {one.id for one in chains(estate) if one.weakest_gate.kind in open_kinds}
    for at, one in enumerate(estate):
        asked = tuple(
            link.model_copy(update={"gate": GateKind.PRE_APPROVAL}) for link in one.leads_to
        )
        more = [*estate[:at], one.model_copy(update={"leads_to": asked}), *estate[at + 1 :]]
        for chain in chains(more):
            if chain.weakest_gate.kind not in open_kinds:
                continue
            steps = {step.deployment for step in chain.steps[:-1]}
            assert one.key not in steps or not one.leads_to
            assert chain.id in before or any(
                set(steps) <= {step.deployment for step in whole.steps} for whole in chains(estate)
            )
