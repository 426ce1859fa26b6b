"""What a connector says, and the collection that comes of it."""

from __future__ import annotations

import asyncio
from datetime import date

import pytest
from tests.collecting.run import Run
from tests.inventory.builders import built, decision, deployment, evidence, org

from aigov_connectors.collecting import side_by_side
from aigov_connectors.errors import AuthenticationError
from aigov_connectors.inventory import (
    Autonomy,
    Basis,
    Collection,
    GapReason,
    GateKind,
    GovernanceQuestion,
    Reach,
    SourceKind,
    SourceObject,
    Statement,
    UnknownSetting,
)


def organizations(run: Run, *numbers: str) -> None:
    for number in numbers:
        run.into.organization(org("edr", number, f"Client {number}", endpoints=int(number)))


def reaches(collection: Collection) -> dict[str, int | None]:
    return {one.organization: one.endpoints for one in collection.reaches}


def test_a_listed_reach_is_kept_as_it_was_said() -> None:
    run = Run()
    organizations(run, "1", "2", "3")

    run.into.say(
        [Statement(deployment("kill"), (evidence(), evidence()), reach={"1": 7, "2": None})]
    )

    collection = run.built()
    assert reaches(collection) == {"1": 7, "2": None}
    assert [one.id for one in collection.evidence].count(evidence().id) == 1
    assert [one.key for one in collection.deployments] == [deployment("kill").key]


def test_a_reach_of_all_is_spelled_out_with_its_exceptions() -> None:
    run = Run()
    run.into.say(
        [
            Statement(
                deployment("kill", reach=Reach.ALL),
                (evidence(),),
                reach={"1": 9},
                exceptions=frozenset({"3", "unheard"}),
            )
        ]
    )
    organizations(run, "1", "2", "3", "4")  # said before the organizations were read

    assert reaches(run.built()) == {"1": 9, "2": 2, "4": 4}


def test_a_reach_that_is_not_known_reaches_nobody_in_particular() -> None:
    run = Run()
    organizations(run, "1")
    run.into.say([Statement(deployment("kill", reach=Reach.UNKNOWN), (evidence(),))])

    assert reaches(run.built()) == {}


def test_a_reach_into_an_organization_that_no_list_told_is_a_gap_and_no_crash() -> None:
    run = Run()
    organizations(run, "1")
    shown = (evidence().id,)
    kills, isolates = deployment("kill", evidence=shown), deployment("isolate", evidence=shown)
    run.into.say([Statement(kills, (evidence(),), reach={"1": 1, "8": 5, "9": None})])
    run.into.say([Statement(isolates, (evidence(),), reach={"1": 1})])

    collection = run.built()

    assert [one.organization for one in collection.reaches] == ["1", "1"]
    assert [one.reach for one in collection.deployments] == [Reach.UNKNOWN, Reach.LISTED]
    (gap,) = run.gaps
    assert (gap.resource, gap.organizations, gap.features) == (
        "organizations",
        ("8", "9"),
        ("edr.kill",),
    )
    inventory = built(collection)
    assert [row.reach for row in inventory.deployment_clients] == [Reach.LISTED, Reach.UNKNOWN]

    organizations(run, "8", "9")  # once they are known, nothing is left to tell
    assert run.gaps == []
    assert run.built().deployments[0].reach is Reach.LISTED


def test_what_is_said_twice_alike_stands_beside_a_gap_that_names_it() -> None:
    run = Run()
    organizations(run, "1")
    kills = Statement(deployment("kill", evidence=(evidence().id,)), (evidence(),), reach={"1": 7})
    run.into.say([kills, kills])

    (gap,) = run.gaps
    assert (gap.reason, gap.features, gap.organizations) == (
        GapReason.INCONCLUSIVE,
        ("edr.kill",),
        ("1",),
    )
    assert gap.subject == "edr.kill as set by policy 1, in site 1"
    assert run.built().deployments == (kills.deployment,)
    assert reaches(run.built()) == {"1": 7}


def test_of_two_statements_of_one_key_what_differs_is_unknown() -> None:
    run = Run()
    organizations(run, "1", "2", "3")
    other = evidence("detect")
    asks = deployment(
        "kill",
        autonomy=Autonomy.ADVISORY,
        gate=GateKind.PRE_APPROVAL,
        enabled=False,
        informs=True,
        evidence=(other.id,),
    )
    acts = deployment("kill", evidence=(evidence().id,), informs=True)
    run.into.say(
        [
            Statement(acts, (evidence(),), reach={"1": 1, "2": 5}),
            Statement(deployment("isolate"), (evidence(),), reach={"1": 1}),
            Statement(asks, (other,), reach={"1": 1, "2": 6, "3": 3}),
        ]
    )

    one, untouched = run.built().deployments
    assert (one.autonomy, one.gate.kind, one.enabled, one.informs) == (
        Autonomy.UNKNOWN,
        GateKind.UNKNOWN,
        None,
        True,
    )
    assert (one.reach, one.basis) == (Reach.UNKNOWN, Basis.INFERRED)
    assert one.evidence == (evidence().id, other.id)
    assert untouched == deployment("isolate")
    told = {r.organization: r.endpoints for r in run.built().reaches if r.deployment == one.key}
    assert told == {"1": 1, "2": None, "3": None}
    assert [gap.features for gap in run.gaps if gap.resource == "statement"] == [("edr.kill",)]


def test_three_statements_of_one_key_are_one_gap() -> None:
    run = Run()
    said = [Statement(deployment("kill", enabled=on), (evidence(),)) for on in (True, False, True)]
    run.into.say(said)

    assert [gap.resource for gap in run.gaps if gap.resource == "statement"] == ["statement"]
    assert [one.enabled for one in run.built().deployments] == [None]


def test_the_first_observation_and_the_last_organization_count() -> None:
    run = Run()
    run.into.keep([evidence(digest="sha256:01"), evidence(digest="sha256:02")])
    run.into.organization(org("edr", "1", "Old"))
    run.into.organization(org("edr", "1", "New"))

    collection = run.built()
    assert [one.digest for one in collection.evidence if one.id == evidence().id] == ["sha256:01"]
    assert [one.name for one in collection.organizations] == ["New"]


def test_unknown_settings_are_kept_by_source_and_pointer() -> None:
    def unknown(kind: SourceKind, pointer: str = "/ai") -> UnknownSetting:
        return UnknownSetting(
            vendor="edr",
            tenant_id="t",
            source_object=SourceObject(kind=kind, id="1", name="one"),
            pointer=pointer,
            type="bool",
            digest="sha256:0",
        )

    run = Run()
    policy, rule = unknown(SourceKind.POLICY), unknown(SourceKind.RULE)
    run.into.say([Statement(deployment("kill"), (), unknown_settings=(policy, rule))])
    run.into.unknown_setting(policy)
    run.into.unknown_setting(unknown(SourceKind.POLICY, "/other"))

    assert len(run.built().unknown_settings) == 3


def test_decisions_and_answers_are_handed_over() -> None:
    run = Run()
    run.into.decisions([decision("edr.kill"), decision("edr.kill", day=date(2026, 11, 2))])

    collection = run.built()
    assert len(collection.decisions) == 2
    assert len(collection.vendor_answers) == len(GovernanceQuestion)
    assert {one.id for one in collection.features} == {"edr.kill", "edr.isolate", "edr.ask"}
    assert collection.catalogue_digest == "sha256:0"


def test_building_twice_gives_the_same() -> None:
    run = Run()
    organizations(run, "1")
    run.into.say([Statement(deployment("kill", reach=Reach.ALL), (evidence(),))])
    run.into.gap("threats", "threats", GapReason.FAILED)

    assert run.built() == run.built()


async def test_reads_run_side_by_side_and_give_their_results_in_order() -> None:
    turns: list[str] = []

    async def job(name: str, waits: int) -> str:
        for _ in range(waits):
            await asyncio.sleep(0)
        turns.append(name)
        return name

    assert await side_by_side([job("slow", 5), job("quick", 0)]) == ["slow", "quick"]
    assert turns == ["quick", "slow"]


async def test_the_first_error_ends_them_all() -> None:
    ended = []

    async def fails() -> None:
        raise AuthenticationError("401")

    async def waits() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append(1)

    with pytest.raises(AuthenticationError):
        await side_by_side([waits(), fails()])
    assert ended == [1]


def test_a_feature_that_no_api_shows_is_asked_only_about_those_where_nothing_told_it() -> None:
    run = Run()
    organizations(run, "1", "2", "3")

    run.into.say([Statement(deployment("ask"), (evidence(),), reach={"1": None})])
    run.into.gap(
        "sites", "the licence", GapReason.UNLICENSED, organizations=("2",), features=("edr.ask",)
    )

    (gap,) = (one for one in run.built().gaps if one.resource == "feature")
    assert gap.organizations == ("3",)


def test_a_feature_seen_at_work_everywhere_is_asked_about_no_more() -> None:
    run = Run()
    organizations(run, "1", "2")

    run.into.say([Statement(deployment("ask", reach=Reach.ALL), (evidence(),))])

    assert not [one for one in run.built().gaps if one.resource == "feature"]


def test_a_deployment_whose_state_is_open_leaves_the_question() -> None:
    run = Run()
    organizations(run, "1", "2", "3")
    open_ones = (
        deployment("ask", enabled=None),
        deployment("ask", source="2", autonomy=Autonomy.UNKNOWN, gate=GateKind.UNKNOWN),
    )

    for one, name in zip(open_ones, ("1", "2"), strict=True):
        run.into.say([Statement(one, (evidence(),), reach={name: None})])

    (gap,) = (one for one in run.built().gaps if one.resource == "feature")
    assert gap.organizations == ()


def test_a_deployment_that_nothing_shows_is_a_gap_that_names_its_feature() -> None:
    run = Run()
    organizations(run, "1")
    run.into.say([Statement(deployment("kill"), (), reach={"1": 1})])
    (gap,) = (one for one in run.gaps if one.resource == "evidence")
    assert (gap.reason, gap.features) == (GapReason.INCONCLUSIVE, ("edr.kill",))
