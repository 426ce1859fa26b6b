"""What holds of any two runs: nothing of nothing, mirrors, no order, and no good news unseen."""

from collections import Counter

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.drift.estate import ONE, TWO, snapshot, switch, unread

from aigov_connectors.drift import MIRROR, Cause, Direction, Move, diff
from aigov_connectors.inventory import (
    LEGAL_GATES,
    Autonomy,
    Basis,
    ConnectionStatus,
    DecisionKind,
    GapReason,
    Setting,
)
from aigov_connectors.rules import shipped_rules
from aigov_connectors.snapshot import Snapshot
from aigov_connectors.testing import make_deployment, make_evidence, make_feature

FEATURES = tuple(
    make_feature(name, decisions=(decision,))
    for name, decision in (("one", DecisionKind.ISOLATE_ENDPOINT), ("two", DecisionKind.RUN_SCRIPT))
)
MODES = ("detect", "protect")
PROOFS = tuple(make_evidence(value=mode) for mode in MODES)
QUICK = settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # a snapshot is small enough to read
)
RULES = tuple(
    rule
    for rule in shipped_rules()
    if rule.id in ("autonomous-containment", "unattended-script", "unknown-ai-switch")
)


@st.composite
def deployments(draw):
    autonomy = draw(st.sampled_from(list(Autonomy)))
    mode = draw(st.integers(0, 1))
    made = make_deployment(
        draw(st.sampled_from(FEATURES)),
        autonomy=autonomy,
        gate=draw(st.sampled_from(sorted(LEGAL_GATES[autonomy]))),
        enabled=draw(st.sampled_from([True, False, None])),
        informs=draw(st.sampled_from([True, False, None])),
        basis=draw(st.sampled_from([Basis.OBSERVED, Basis.INFERRED])),
        source=draw(st.sampled_from("12")),
        evidence=(PROOFS[mode],),
    )
    return made.model_copy(update={"settings": (Setting(name="mode", value=MODES[mode]),)})


@st.composite
def snapshots(draw):
    made = {one.key: one for one in draw(st.lists(deployments(), max_size=4))}
    organizations = draw(st.sampled_from([(ONE,), (ONE, TWO)]))
    return snapshot(
        *made.values(),
        features=FEATURES,
        organizations=organizations,
        reach={
            key: {
                each.vendor_id: draw(st.sampled_from([None, 1, 50]))
                for each in draw(st.lists(st.sampled_from(organizations), unique=True))
            }
            for key in made
        },
        gaps=[
            unread(draw(st.sampled_from(list(GapReason))), feature=feature.id)
            for feature in FEATURES
            if draw(st.booleans())
        ],
        unknown_settings=[
            switch(source=source, value=draw(st.booleans()))
            for source in draw(st.sampled_from(["", "1", "12"]))
        ],
        evidence=PROOFS,
        status=draw(st.sampled_from(list(ConnectionStatus))),
        catalogue=draw(st.sampled_from(["sha256:00", "sha256:01"])),
        library=draw(st.sampled_from(["1", "2"])),
        rules=RULES,
    )


@QUICK
@given(snapshots())
def test_a_run_does_not_differ_from_itself(one: Snapshot) -> None:
    assert diff(one, one).changes == ()


@QUICK
@given(snapshots(), snapshots())
def test_swapping_the_runs_mirrors_every_change(one: Snapshot, other: Snapshot) -> None:
    there, back = diff(one, other), diff(other, one)

    assert Counter((c.aspect, c.move, c.subject.key, c.cause) for c in there.changes) == Counter(
        (c.aspect, MIRROR[c.move], c.subject.key, c.cause) for c in back.changes
    )


@QUICK
@given(snapshots(), snapshots(), st.randoms(use_true_random=False))
def test_the_order_of_the_parts_does_not_matter(one: Snapshot, other: Snapshot, random) -> None:
    def shuffled(snapshot: Snapshot) -> Snapshot:
        def mixed(model):
            lists = {
                name: tuple(random.sample(value, len(value)))
                for name in type(model).model_fields
                if isinstance(value := getattr(model, name), tuple)
            }
            return model.model_copy(update=lists)

        return Snapshot(inventory=mixed(snapshot.inventory), assessment=mixed(snapshot.assessment))

    assert diff(shuffled(one), shuffled(other)) == diff(one, other)


@QUICK
@given(snapshots(), snapshots())
def test_what_nobody_could_see_is_never_good_news(one: Snapshot, other: Snapshot) -> None:
    failed = [
        each.model_copy(update={"status": ConnectionStatus.FAILED})
        for each in other.inventory.connections
    ]
    empty = other.inventory.model_copy(
        update={
            "connections": tuple(failed),
            "deployments": (),
            "deployment_clients": (),
            "clients": (),
            "unknown_settings": (),
        }
    )
    blind = Snapshot(
        inventory=empty,
        assessment=other.assessment.model_copy(update={"findings": (), "passes": ()}),
    )

    for change in diff(one, blind).changes:
        assert change.move is not Move.GONE or change.cause is Cause.RULES_UPDATE
        assert change.direction is not Direction.BETTER


@QUICK
@given(snapshots(), snapshots())
def test_what_got_worse_stands_first(one: Snapshot, other: Snapshot) -> None:
    ranks = [change.direction.rank for change in diff(one, other).changes]

    assert ranks == sorted(ranks)
