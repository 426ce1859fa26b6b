"""One meaning of "for one client": what a whole run says of it, and nothing of another's own."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.rules.estates import NAMES, VENDORS, estates

from aigov_connectors.inventory import (
    Client,
    DecisionKind,
    Inventory,
    Reach,
    ScopeLevel,
    SourceKind,
    SourceObject,
    UnknownSetting,
    Verdict,
)
from aigov_connectors.inventory.concern import ONE_CLIENTS
from aigov_connectors.rules import Finding, SubjectKind, assess
from aigov_connectors.rules.narrowing import narrowed_to
from aigov_connectors.snapshot import Snapshot
from aigov_connectors.testing import (
    make_collection,
    make_connection,
    make_deployment,
    make_evidence,
    make_feature,
    make_inventory,
    make_organization,
)

GRAVITY = {Verdict.PASS: 0, Verdict.UNDETERMINED: 1, Verdict.FAIL: 2}


def run(inventory: Inventory) -> Snapshot:
    return Snapshot(inventory=inventory, assessment=assess(inventory))


def every(snapshot: Snapshot) -> dict[tuple[str, str], Finding]:
    found = (*snapshot.assessment.findings, *snapshot.assessment.passes)
    return {(one.rule, one.subject.key): one for one in found}


def serves(client: Client, *vendors: str) -> bool:
    return {member.vendor for member in client.members}.issuperset(vendors)


# Over random runs --------------------------------------------------------------------------


runs = settings(max_examples=20, deadline=None)
whose = st.integers(0, len(NAMES) - 1)


@runs
@given(inventory=estates(), number=whose)
def test_nothing_that_a_whole_run_says_of_a_client_is_lost(
    inventory: Inventory, number: int
) -> None:
    whole, client = run(inventory), inventory.clients[number]
    known = {one.key: one for one in inventory.deployments}
    here = every(whole.only([client.id]))
    for place, one in every(whole).items():
        rows = [row for row in one.clients if row.id == client.id]
        if rows and (one.subject.kind is not SubjectKind.CHAIN or serves(client, *VENDORS)):
            assert [row.verdict for row in here[place].clients] == [rows[0].verdict]
            assert GRAVITY[here[place].verdict] >= GRAVITY[rows[0].verdict]
        setting = known.get(one.subject.key)
        if setting is None or setting.reach is not Reach.UNKNOWN:
            continue
        if setting.scope.level not in ONE_CLIENTS and serves(client, setting.vendor):
            assert here[place].verdict is not Verdict.PASS or one.verdict is Verdict.PASS
            assert rows or here[place].verdict is not Verdict.FAIL


@runs
@given(inventory=estates(), number=whose)
def test_nothing_of_another_clients_own_is_in_a_limited_run(
    inventory: Inventory, number: int
) -> None:
    whole, client = run(inventory), inventory.clients[number]
    told = whole.only([client.id]).to_json()
    for name in NAMES:
        assert (name in told) is (name == client.name), name
    for other in inventory.clients:
        assert other is client or f'"{other.id}"' not in told


@runs
@given(inventory=estates(), number=whose)
def test_what_a_limited_run_says_rests_on_what_it_holds(inventory: Inventory, number: int) -> None:
    part = run(inventory).only([inventory.clients[number].id])
    assert Snapshot.from_json(part.to_json()) == part
    gaps = {one.id for one in part.inventory.gaps}
    for one in every(part).values():
        assert set(one.evidence) <= part.inventory.evidence_by_id.keys(), one.rule
        assert gaps.issuperset(one.gaps)
    settings = {one.key for one in part.inventory.deployments}
    for chain in part.inventory.chains:
        assert settings.issuperset(step.deployment for step in chain.steps)


@runs
@given(inventory=estates(), numbers=st.permutations(range(len(NAMES))))
def test_limiting_twice_says_the_same_as_limiting_once(
    inventory: Inventory, numbers: list[int]
) -> None:
    whole = run(inventory)
    client, other = (inventory.clients[number].id for number in numbers[:2])
    once, twice = whole.only([client]), whole.only([client, other]).only([client])
    assert once.inventory == twice.inventory
    assert _answers(once) == _answers(twice)


def _answers(snapshot: Snapshot) -> dict[tuple[str, str], object]:
    return {place: (one.verdict, one.clients) for place, one in every(snapshot).items()}


@runs
@given(inventory=estates(), number=whose)
def test_judging_a_limited_inventory_is_never_more_at_ease(
    inventory: Inventory, number: int
) -> None:
    part = run(inventory).only([inventory.clients[number].id])
    told, alone = every(part), every(run(part.inventory))
    for place, one in told.items():
        if one.verdict is not Verdict.PASS:
            assert place in alone, place
            assert alone[place].verdict is not Verdict.PASS, place
    for place, one in alone.items():
        if one.verdict is Verdict.FAIL and one.subject.kind is SubjectKind.DEPLOYMENT:
            assert told[place].verdict is Verdict.FAIL, place


# One by one --------------------------------------------------------------------------------

FEATURE = make_feature(decisions=(DecisionKind.RUN_SCRIPT,))
ONE, TWO = make_organization("1", "One"), make_organization("2", "Two")


def snapshot_of(*deployments, reach, **parts) -> Snapshot:
    collection = make_collection(
        features=(FEATURE,),
        organizations=(ONE, TWO),
        deployments=deployments,
        reach=reach,
        **parts,
    )
    return run(make_inventory(collection))


@pytest.mark.parametrize("seen_at", [{}, {"1": 3}])
def test_what_may_reach_a_client_could_not_be_told_of_it(seen_at) -> None:
    setting = make_deployment(FEATURE, reach=Reach.UNKNOWN)
    whole = snapshot_of(setting, reach={setting.key: seen_at})
    place = ("unattended-script", setting.key)
    assert every(whole)[place].verdict is Verdict.FAIL
    found = every(whole.only(["Two"]))[place]
    assert (found.verdict, found.clients) == (Verdict.UNDETERMINED, ())
    assert "not shown" in found.because
    assert (found.does or "").endswith("; for whom could not be told")
    assert not [one for one in found.controls if one.relation]
    mine = every(whole.only(["One"]))[place]
    assert mine.verdict is (Verdict.FAIL if seen_at else Verdict.UNDETERMINED)


@pytest.mark.parametrize(
    ("level", "is_kept"),
    [
        (ScopeLevel.TENANT, True),
        (ScopeLevel.BOARD, True),
        (ScopeLevel.GROUP, True),
        (ScopeLevel.SITE, False),
        (ScopeLevel.DEVICE, False),
    ],
)
def test_what_is_seen_at_one_clients_own_place_is_no_others(level, is_kept) -> None:
    setting = make_deployment(FEATURE, reach=Reach.UNKNOWN)
    setting = setting.model_copy(
        update={"scope": setting.scope.model_copy(update={"level": level})}
    )
    whole = snapshot_of(setting, reach={setting.key: {"1": 3}})
    part = whole.only(["Two"])
    assert (setting in part.inventory.deployments) is is_kept
    assert (("unattended-script", setting.key) in every(part)) is is_kept


def test_a_whole_list_that_names_nobody_concerns_nobody() -> None:
    setting = make_deployment(FEATURE)
    whole = snapshot_of(setting, reach={})
    assert every(whole)
    assert not whole.only(["One"]).inventory.deployments
    assert ("unattended-script", setting.key) not in every(whole.only(["One"]))


def test_where_nobody_is_known_to_be_served_anybody_may_be() -> None:
    setting = make_deployment(FEATURE)
    elsewhere = make_collection(
        connection=None,
        features=(FEATURE,),
        deployments=(setting,),
        organizations=(),
        reach={},
    )
    inventory = make_inventory(elsewhere)
    assert inventory.only([]).deployments == (setting,)


def switch(source: SourceObject, proof_at: str) -> UnknownSetting:
    return UnknownSetting(
        vendor="acme",
        tenant_id="tenant",
        source_object=source,
        pointer="/data/new",
        type="bool",
        digest="sha256:1",
        value=True,
        evidence=(make_evidence(proof_at, value=True).id,),
    )


def setting_named(name: str) -> SourceObject:
    return SourceObject(kind=SourceKind.SETTING, id=name, name=name)


@pytest.mark.parametrize(
    ("source", "is_kept"),
    [
        (setting_named("system"), True),
        (setting_named("board:1"), True),
        (setting_named("organization:1"), False),
        (setting_named("organization:2"), True),
        (SourceObject(kind=SourceKind.POLICY, id="1", name="policy 1"), False),
        (SourceObject(kind=SourceKind.POLICY, id="2", name="policy 2"), True),
        (setting_named("parted:7"), False),
    ],
)
def test_a_switch_nobody_knows_stays_unless_it_is_anothers_own(source, is_kept) -> None:
    mine = make_deployment(FEATURE, source="2")
    anothers = make_deployment(FEATURE, source="1")
    part = make_deployment(FEATURE, source="parted:7/inner", kind=SourceKind.SETTING)
    proof = make_evidence("/data/new", value=True)
    whole = snapshot_of(
        mine,
        anothers,
        part,
        reach={mine.key: {"2": 3}, anothers.key: {"1": 3}, part.key: {"1": 3}},
        unknown_settings=(switch(source, "/data/new"),),
        evidence=(proof,),
    )
    seen = whole.only(["Two"])
    assert bool(seen.inventory.unknown_settings) is is_kept
    assert (proof in seen.inventory.evidence) is is_kept
    assert bool([one for one in every(seen) if one[0] == "unknown-ai-switch"]) is is_kept


def test_a_feature_that_is_fine_here_is_open_where_another_setting_of_it_may_reach() -> None:
    loose = make_deployment(FEATURE, reach=Reach.UNKNOWN)
    whole = snapshot_of(loose, reach={loose.key: {"1": 1}})
    _, two = sorted(whole.inventory.clients, key=lambda one: one.name)
    found = every(whole)["unattended-script", loose.key]
    (row,) = found.clients
    subject = found.subject.model_copy(update={"kind": SubjectKind.FEATURE, "key": FEATURE.id})
    passes = row.model_copy(update={"id": two.id, "name": two.name, "verdict": Verdict.PASS})
    both = found.model_copy(update={"subject": subject, "clients": (row, passes)})
    (mine,) = narrowed_to([both], two, whole.inventory)
    assert mine.verdict is Verdict.UNDETERMINED
    assert mine.clients == (passes,)


def test_a_finding_about_a_tool_that_does_not_serve_a_client_is_not_its_own() -> None:
    served = make_collection(features=(FEATURE,), organizations=(ONE,))
    elsewhere = make_deployment(make_feature(vendor="zeta"), reach=Reach.UNKNOWN, connection="zeta")
    other = make_collection(
        connection=make_connection("zeta", vendor="zeta"),
        features=(make_feature(vendor="zeta"),),
        organizations=(make_organization("9", "Nine", vendor="zeta"),),
        deployments=(elsewhere,),
        reach={},
    )
    whole = run(make_inventory(served, other))
    assert elsewhere in whole.only(["Nine"]).inventory.deployments
    assert elsewhere not in whole.only(["One"]).inventory.deployments
    assert elsewhere.key not in {key for _, key in every(whole.only(["One"]))}


def test_a_sentence_about_the_setting_of_another_gives_way_to_one_about_its_own() -> None:
    shown = [make_evidence(f"/{number}") for number in (1, 2)]
    graver, mine = (
        make_deployment(FEATURE, source=f"of {name}", evidence=(proof,))
        for name, proof in zip(("One", "Two"), shown, strict=True)
    )
    whole = snapshot_of(
        graver, mine, reach={graver.key: {"1": 3}, mine.key: {"2": 3}}, evidence=shown
    )
    found = every(whole)["unattended-script", graver.key]
    subject = found.subject.model_copy(
        update={"kind": SubjectKind.FEATURE, "key": "all of it", "name": "Scripts"}
    )
    (row,) = found.clients
    _, two = sorted(whole.inventory.clients, key=lambda one: one.name)
    rows = (row, row.model_copy(update={"id": two.id, "name": two.name}))
    together = Finding.model_validate(
        found.model_copy(update={"identity": "", "subject": subject, "clients": rows}).model_dump()
    )
    judged = whole.assessment.with_findings([together])
    part = whole.model_copy(update={"assessment": judged}).only(["Two"])
    (told,) = part.assessment.findings
    assert told.verdict is Verdict.FAIL
    assert told.evidence == mine.evidence
    assert "of One" not in told.model_dump_json()
