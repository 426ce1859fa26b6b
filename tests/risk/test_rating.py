"""A rating over an inventory: who is at risk, how sure, and what to change first."""

from collections.abc import Mapping
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from aigov_connectors.config import Config
from aigov_connectors.inventory import (
    LEGAL_GATES,
    AIFeature,
    ApprovalGate,
    Autonomy,
    BreakdownPart,
    ClientContext,
    ClientEntry,
    DecisionKind,
    Deployment,
    GateKind,
    Inventory,
)
from aigov_connectors.policy import Policy, Waiver
from aigov_connectors.risk import Rating, Risk, RiskLevel, rate
from aigov_connectors.risk.span import Span
from aigov_connectors.rules import assess
from aigov_connectors.testing import (
    make_collection,
    make_deployment,
    make_evidence,
    make_feature,
    make_inventory,
    make_organization,
    make_part,
)

SCRIPT = make_feature("run_scripts", decisions=(DecisionKind.RUN_SCRIPT,))
ROUTE = make_feature("route", decisions=(DecisionKind.ROUTE_TICKET,))
NAMES = ("Clinic", "Bank", "Bakery")


def estate(
    *deployments: Deployment,
    reach: Mapping[str, Mapping[str, int | None]] | None = None,
    contexts: Mapping[str, ClientContext] | None = None,
) -> Inventory:
    everyone = {str(n): 1 for n in range(1, len(NAMES) + 1)}
    return make_inventory(
        make_collection(
            features=(SCRIPT, ROUTE),
            organizations=[make_organization(str(n), name) for n, name in enumerate(NAMES, 1)],
            deployments=deployments,
            reach=reach or {one.key: everyone for one in deployments},
            evidence=(make_evidence(),),
        ),
        config=Config(
            clients=tuple(
                ClientEntry(name=name, context=context)
                for name, context in (contexts or {}).items()
            )
        ),
    )


def rated(inventory: Inventory, policy: Policy | None = None) -> Rating:
    return rate(inventory, assess(inventory, policy or Policy()))


def name_of(inventory: Inventory, client: str) -> str:
    return inventory.client_by_id[client].name


def test_context_orders_the_clients() -> None:
    inventory = estate(
        make_deployment(SCRIPT),
        contexts={
            "Clinic": ClientContext(regulations=("HIPAA",), criticality="critical"),
            "Bank": ClientContext(regulations=("GLBA",)),
            "Bakery": ClientContext(regulations=("none",), criticality="low"),
        },
    )

    found = rated(inventory)

    assert [one.name for one in found.clients] == ["Clinic", "Bank", "Bakery"]
    assert found.clients[0].counts[RiskLevel.CRITICAL] == 1
    assert name_of(inventory, found.risks[0].client) == "Clinic"


def test_what_is_off_or_never_reached_is_no_risk() -> None:
    off = make_deployment(SCRIPT, enabled=False)
    shadowed = make_deployment(SCRIPT, source="2", shadowed_by="an earlier rule")

    assert rated(estate(off, shadowed)).risks == ()


def test_what_may_be_off_begins_at_nothing() -> None:
    (risk, *_) = rated(estate(make_deployment(SCRIPT, enabled=None))).risks

    assert risk.score.least == 0
    assert risk.score.most > 0
    assert risk.level is RiskLevel.LOW
    assert risk.level_at_most.rank > 0


def test_the_gravest_part_counts() -> None:
    parts = (
        make_part("malicious", Autonomy.FULLY_AUTONOMOUS),
        make_part("suspicious", Autonomy.ADVISORY, gate=GateKind.PRE_APPROVAL),
    )
    split = estate(make_deployment(SCRIPT, breakdown=parts))
    whole = estate(make_deployment(SCRIPT))

    assert rated(split).risks[0].score == rated(whole).risks[0].score


def test_a_part_counts_for_what_it_decides_alone() -> None:
    feature = make_feature("both", decisions=(DecisionKind.RUN_SCRIPT, DecisionKind.INFORM))
    parts = (
        make_part("malicious", Autonomy.FULLY_AUTONOMOUS, decisions=(DecisionKind.INFORM,)),
        make_part("suspicious", Autonomy.ADVISORY, decisions=(DecisionKind.RUN_SCRIPT,)),
    )

    assert _risk(feature, parts).score.most < _risk(feature, ()).score.least


def test_what_no_part_speaks_of_is_rated_by_the_setting_whole() -> None:
    both = make_feature("both", decisions=(DecisionKind.RUN_SCRIPT, DecisionKind.CONTAIN_FILE))
    part = make_part("malicious", Autonomy.FULLY_AUTONOMOUS, decisions=(DecisionKind.CONTAIN_FILE,))

    assert _risk(both, (part,)) == _risk(both, ())
    assert _risk(both, (part,)).decision is DecisionKind.RUN_SCRIPT


def test_one_change_clears_all_that_one_object_sets() -> None:
    script = make_deployment(SCRIPT, source="7")
    route = make_deployment(ROUTE, source="7")
    alone = make_deployment(SCRIPT, source="8")
    inventory = estate(
        script,
        route,
        alone,
        reach={
            script.key: {"1": 1, "2": 1, "3": 1},
            route.key: {"1": 1, "2": 1, "3": 1},
            alone.key: {"1": 1},
        },
        contexts={
            "Clinic": ClientContext(regulations=("hipaa",)),
            "Bank": ClientContext(regulations=("HIPAA",)),
        },
    )

    found = rated(inventory)

    assert [one.source_object.id for one in found.changes] == ["7", "8"]
    first = found.changes[0]
    assert first.features == (ROUTE.id, SCRIPT.id)
    assert len(first.clients) == 3
    assert first.under == {"HIPAA": 2}
    assert found.changes[-1].share == 1.0
    assert found.fewest_changes(0.1) == found.changes[:1]


def test_what_is_waived_needs_no_change() -> None:
    inventory = estate(make_deployment(SCRIPT))
    accepted = Waiver(
        rule="unattended-script", owner="role:owner", reason="tested", until=date(2999, 1, 1)
    )

    assert rated(inventory).changes != ()
    assert rated(inventory, Policy(waivers=(accepted,))).changes == ()


LADDER = st.sampled_from(
    [
        (Autonomy.ADVISORY, GateKind.PRE_APPROVAL),
        (Autonomy.SEMI_AUTONOMOUS, GateKind.VETO_WINDOW),
        (Autonomy.FULLY_AUTONOMOUS, GateKind.POST_REVIEW),
        (Autonomy.FULLY_AUTONOMOUS, GateKind.NONE),
    ]
)
ORDER = [GateKind.PRE_APPROVAL, GateKind.VETO_WINDOW, GateKind.POST_REVIEW, GateKind.NONE]


@given(LADDER, LADDER, st.sampled_from(list(DecisionKind)))
def test_more_autonomy_or_a_gate_removed_never_lowers_a_risk(one, other, decision) -> None:
    tame, wild = sorted((one, other), key=lambda pair: ORDER.index(pair[1]))
    feature = make_feature("any", decisions=(decision,))

    def highest(autonomy: Autonomy, gate: GateKind) -> float:
        inventory = make_inventory(
            make_collection(
                features=(feature,),
                organizations=(make_organization(),),
                deployments=(found := make_deployment(feature, autonomy=autonomy, gate=gate),),
                reach={found.key: {"1": 1}},
                evidence=(make_evidence(),),
            )
        )
        return rate(inventory, assess(inventory)).risks[0].score.least

    assert highest(*tame) <= highest(*wild)


def _risk(
    feature: AIFeature,
    breakdown: tuple[BreakdownPart, ...],
    autonomy: Autonomy = Autonomy.FULLY_AUTONOMOUS,
    gate: GateKind | None = None,
) -> Risk:
    made = make_deployment(feature, autonomy=autonomy, gate=gate, breakdown=breakdown)
    inventory = make_inventory(
        make_collection(
            features=(feature,),
            organizations=(make_organization(),),
            deployments=(made,),
            reach={made.key: {"1": 1}},
            evidence=(make_evidence(),),
        )
    )
    (risk,) = rate(inventory, assess(inventory)).risks
    return risk


RUNGS = [
    (Autonomy.ADVISORY, GateKind.PRE_APPROVAL),
    (Autonomy.SEMI_AUTONOMOUS, GateKind.VETO_WINDOW),
    (Autonomy.FULLY_AUTONOMOUS, GateKind.POST_REVIEW),
    (Autonomy.FULLY_AUTONOMOUS, GateKind.NONE),
]
KINDS = st.lists(st.sampled_from(list(DecisionKind)), min_size=1, max_size=4, unique=True)


@st.composite
def splits(draw: st.DrawFn) -> tuple[AIFeature, list[tuple[tuple[DecisionKind, ...], int, int]]]:
    """A feature; and for the whole and each part what it decides, a rung, and one no lower."""
    decides = draw(KINDS)
    narrower = st.lists(st.sampled_from(decides), max_size=len(decides), unique=True)
    rungs = st.tuples(st.integers(0, 3), st.integers(0, 3))
    own = [[], *draw(st.lists(narrower, max_size=3))]
    pairs = [(tuple(decisions), draw(rungs)) for decisions in own]
    found = [(decisions, min(both), max(both)) for decisions, both in pairs]
    return make_feature("split", decisions=tuple(decides)), found


@given(splits())
def test_no_part_that_goes_further_lowers_a_risk(split) -> None:
    feature, (whole, *parts) = split

    def rated_at(which: int) -> Span:
        breakdown = tuple(
            make_part(n, RUNGS[one[which]][0], gate=RUNGS[one[which]][1], decisions=one[0])
            for n, one in enumerate(parts)
        )
        return _risk(feature, breakdown, *RUNGS[whole[which]]).score

    tame, wild = rated_at(1), rated_at(2)
    assert tame.least <= wild.least
    assert tame.most <= wild.most


@given(splits())
def test_to_tell_a_part_that_is_as_the_whole_changes_no_risk(split) -> None:
    feature, (whole, *parts) = split
    autonomy, gate = RUNGS[whole[1]]
    told = tuple(
        make_part(n, autonomy, gate=gate, decisions=decisions)
        for n, (decisions, *_) in enumerate(parts)
    )

    assert _risk(feature, told, autonomy, gate) == _risk(feature, (), autonomy, gate)


PAIRS = st.sampled_from([(a, kind) for a, kinds in LEGAL_GATES.items() for kind in sorted(kinds)])


@given(PAIRS, st.sampled_from([True, False, None]), st.booleans())
def test_any_settings_give_a_rating(pair, enabled, informs) -> None:
    autonomy, kind = pair
    gate = ApprovalGate(kind=kind, self_approved=informs or None)
    inventory = estate(
        make_deployment(SCRIPT, autonomy=autonomy, gate=gate, enabled=enabled, informs=informs)
    )

    found = rated(inventory)

    assert len(found.risks) == (0 if enabled is False else len(NAMES))
    assert Rating.model_validate_json(found.model_dump_json()) == found
