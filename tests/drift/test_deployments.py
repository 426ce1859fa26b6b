"""Features in use, compared: what goes further, what is held less, and what nobody could see."""

import pytest
from tests.drift.estate import FEATURE, ONE, TWO, snapshot, told, unread

from aigov_connectors.drift import Aspect, diff
from aigov_connectors.inventory import (
    Actor,
    ActorKind,
    ApprovalGate,
    Autonomy,
    Basis,
    ConnectionStatus,
    DecisionKind,
    GapReason,
    GateKind,
    Reach,
    Setting,
)
from aigov_connectors.testing import make_deployment, make_evidence, make_feature, make_part

FULL, SEMI, ADVISES, OPEN = (
    Autonomy.FULLY_AUTONOMOUS,
    Autonomy.SEMI_AUTONOMOUS,
    Autonomy.ADVISORY,
    Autonomy.UNKNOWN,
)
LABELS = (Aspect.ENABLED, Aspect.AUTONOMY, Aspect.GATE, Aspect.DECISIONS, Aspect.NOTICE)


def _set(mode="protect", **changes):
    """A deployment whose one setting says `mode`."""
    made = make_deployment(FEATURE, evidence=(make_evidence(value=mode),), **changes)
    return made.model_copy(update={"settings": (Setting(name="mode", value=mode),)})


def _seen(deployment, mode="protect", **changes):
    return snapshot(deployment, evidence=(make_evidence(value=mode),), **changes)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({"autonomy": ADVISES}, {"autonomy": FULL}, ("autonomy", "rose", "worse")),
        ({"autonomy": FULL}, {"autonomy": SEMI}, ("autonomy", "fell", "better")),
        ({"autonomy": FULL}, {"autonomy": OPEN}, ("autonomy", "hidden", "unseen")),
        ({"autonomy": OPEN}, {"autonomy": FULL}, ("autonomy", "revealed", "seen")),
        ({"gate": GateKind.POST_REVIEW}, {"gate": GateKind.NONE}, ("gate", "fell", "worse")),
        ({"gate": GateKind.NONE}, {"gate": GateKind.POST_REVIEW}, ("gate", "rose", "better")),
        ({"enabled": False}, {"enabled": True}, ("enabled", "rose", "worse")),
        ({"enabled": True}, {"enabled": None}, ("enabled", "hidden", "unseen")),
        ({"shadowed_by": "rule 1"}, {}, ("enabled", "rose", "worse")),
        (
            {"decisions": (DecisionKind.INFORM,)},
            {"decisions": (DecisionKind.INFORM, DecisionKind.RUN_SCRIPT)},
            ("decisions", "rose", "worse"),
        ),
        (
            {"decisions": (DecisionKind.INFORM, DecisionKind.RUN_SCRIPT)},
            {"decisions": (DecisionKind.INFORM, DecisionKind.UNKNOWN)},
            ("decisions", "hidden", "unseen"),
        ),
        (
            {"decisions": (DecisionKind.UNKNOWN,)},
            {"decisions": (DecisionKind.RUN_SCRIPT,)},
            ("decisions", "revealed", "seen"),
        ),
        ({"informs": True}, {"informs": False}, ("notice", "fell", "worse")),
        (
            {"enabled": False, "autonomy": ADVISES},
            {"enabled": False, "autonomy": FULL},
            ("autonomy", "rose", "unclear"),
        ),
    ],
)
def test_a_label_that_moves_says_which_way(one, other, expected) -> None:
    before, after = _seen(_set("a", **one), "a"), _seen(_set("b", **other), "b")

    assert told(before, after, *LABELS) == [(*expected, "drift")]


@pytest.mark.parametrize(
    ("one", "other", "move"),
    [
        ({"veto_seconds": 3600}, {"veto_seconds": 60}, "fell"),
        ({"veto_seconds": None}, {"veto_seconds": 60}, "revealed"),
        ({"second_person": True}, {"second_person": False}, "fell"),
        ({"self_approved": False}, {"self_approved": True}, "fell"),
        ({"condition": None}, {"condition": "above 50 endpoints"}, "changed"),
        ({"approvers": (Actor(kind=ActorKind.ROLE, id="lead"),)}, {}, "hidden"),
    ],
)
def test_a_gate_of_the_same_kind_may_hold_less(one, other, move) -> None:
    gates = [ApprovalGate(kind=GateKind.VETO_WINDOW, **each) for each in (one, other)]
    before, after = (
        _seen(_set(mode, autonomy=SEMI, gate=gate), mode)
        for mode, gate in zip("ab", gates, strict=True)
    )

    assert [each[:2] for each in told(before, after, *LABELS)] == [("gate", move)]


def test_the_part_that_moved_is_named() -> None:
    parts = [
        (make_part("malicious", FULL), make_part("suspicious", autonomy))
        for autonomy in (ADVISES, FULL)
    ]
    before, after = (
        _seen(_set(mode, breakdown=each), mode) for mode, each in zip("ab", parts, strict=True)
    )

    (change,) = (one for one in diff(before, after).changes if one.aspect is Aspect.AUTONOMY)

    assert "on suspicious verdicts" in change.because
    assert (change.before, change.after) == (
        "advisory, gate pre approval",
        "fully autonomous, gate none",
    )


def test_a_catalogue_that_reads_the_same_setting_otherwise_is_no_drift() -> None:
    before = _seen(_set(autonomy=ADVISES), rules=())
    after = _seen(_set(autonomy=FULL), catalogue="sha256:01", rules=())

    assert told(before, after) == [
        ("autonomy", "rose", "unclear", "catalogue_update"),
        ("catalogue", "changed", "unclear", "catalogue_update"),
    ]


def test_a_setting_that_changed_is_drift_whatever_the_catalogue_did() -> None:
    before = _seen(_set("detect", autonomy=ADVISES), "detect", rules=())
    after = _seen(_set("protect", autonomy=FULL), "protect", catalogue="sha256:01", rules=())

    assert told(before, after, Aspect.AUTONOMY) == [("autonomy", "rose", "worse", "drift")]


def test_a_library_that_reads_the_same_setting_otherwise_is_no_drift() -> None:
    before = _seen(_set(autonomy=ADVISES), rules=())
    after = _seen(_set(autonomy=FULL), library="0.1.0", rules=())

    assert told(before, after, Aspect.AUTONOMY) == [
        ("autonomy", "rose", "unclear", "library_update")
    ]


@pytest.mark.parametrize(
    ("deployment", "expected"),
    [
        (_set(), ("appeared", "worse")),
        (_set(autonomy=ADVISES), ("appeared", "unclear")),
        (_set(enabled=False), ("appeared", "unclear")),
    ],
)
def test_what_appears_is_worse_only_if_it_may_act(deployment, expected) -> None:
    assert told(snapshot(rules=()), _seen(deployment, rules=())) == [
        ("deployment", *expected, "drift")
    ]


def test_what_is_gone_was_looked_for() -> None:
    assert told(_seen(_set(), rules=()), snapshot(rules=())) == [
        ("deployment", "gone", "better", "drift")
    ]


@pytest.mark.parametrize(
    "after",
    [
        {"gaps": (unread(),)},
        {"gaps": (unread(GapReason.TRUNCATED),)},
        {"gaps": (unread(GapReason.INCONCLUSIVE),)},
        {"status": ConnectionStatus.FAILED},
        {"status": ConnectionStatus.INTERRUPTED},
    ],
)
def test_what_could_not_be_read_is_hidden_and_never_gone(after) -> None:
    changes = told(_seen(_set(), rules=()), snapshot(rules=(), **after), Aspect.DEPLOYMENT)

    assert changes == [("deployment", "hidden", "unseen", "visibility")]


def test_what_is_seen_after_a_gap_was_not_made_since() -> None:
    changes = told(snapshot(gaps=(unread(),), rules=()), _seen(_set(), rules=()), Aspect.DEPLOYMENT)

    assert changes == [("deployment", "revealed", "seen", "visibility")]


def test_a_doubt_that_stood_in_both_runs_hides_nothing() -> None:
    doubt = unread(GapReason.INCONCLUSIVE)

    assert told(
        _seen(_set(), gaps=(doubt,), rules=()), snapshot(gaps=(doubt,), rules=()), Aspect.DEPLOYMENT
    ) == [("deployment", "gone", "better", "drift")]


def test_a_gap_of_another_feature_hides_nothing() -> None:
    features = (FEATURE, make_feature("other"))
    gap = unread(feature="acme.other")

    assert told(
        _seen(_set(), features=features, rules=()),
        snapshot(features=features, gaps=(gap,), rules=()),
        Aspect.DEPLOYMENT,
    ) == [("deployment", "gone", "better", "drift")]


def test_what_was_only_inferred_is_not_better_for_being_gone() -> None:
    before = _seen(_set(basis=Basis.INFERRED), rules=())

    assert told(before, snapshot(rules=())) == [("deployment", "gone", "unclear", "drift")]


def test_clients_that_join_and_leave_are_named() -> None:
    made = _set()
    few, more = (
        _seen(made, reach={made.key: reach}, rules=()) for reach in ({"1": 10}, {"1": 10, "2": 20})
    )

    (joined,), (left,) = diff(few, more).changes, diff(more, few).changes

    assert (joined.move, joined.direction, joined.clients) == ("rose", "worse", ("acme/tenant/2",))
    assert joined.because == "Quarantine, policy 1 now reaches Two."
    assert (left.move, left.direction) == ("fell", "better")


def test_a_client_whose_setting_was_not_read_has_not_left() -> None:
    made = _set()
    gap = unread().model_copy(update={"organizations": ("2",), "id": "gap"})
    before = _seen(made, reach={made.key: {"1": 10, "2": 20}}, rules=())
    after = _seen(made, reach={made.key: {"1": 10}}, gaps=(gap,), rules=())

    assert told(before, after, Aspect.REACH) == [("reach", "hidden", "unseen", "visibility")]


@pytest.mark.parametrize(
    ("was", "now", "move"),
    [(100, 104, None), (100, 109, None), (100, 120, "rose"), (100, 80, "fell"), (2, 6, None)],
)
def test_endpoint_counts_may_move_a_little(was, now, move) -> None:
    made = _set()
    before, after = (_seen(made, reach={made.key: {"1": count}}, rules=()) for count in (was, now))

    assert [each[1] for each in told(before, after)] == ([] if move is None else [move])


def test_a_reach_that_can_no_longer_be_told_is_hidden() -> None:
    made = _set()
    before = _seen(made, reach={made.key: {"1": 10}}, rules=())
    after = _seen(made.model_copy(update={"reach": Reach.UNKNOWN}), reach={}, rules=())

    assert told(before, after) == [("reach", "hidden", "unseen", "visibility")]


def test_the_estate_has_two_clients() -> None:
    assert {one.name for one in snapshot().inventory.clients} == {ONE.name, TWO.name}


@pytest.mark.parametrize("label", [{"autonomy": ADVISES}, {"autonomy": OPEN}, {"enabled": None}])
def test_a_label_that_differs_because_less_could_be_read_is_no_drift_and_no_better(label):
    before, after = _seen(_set()), _seen(_set(**label), gaps=(unread(),))
    for one, other in ((before, after), (after, before)):
        changes = [change for change in diff(one, other).changes if change.aspect in LABELS]
        assert changes
        assert {change.cause for change in changes} == {"visibility"}
        assert not {change.direction for change in changes} & {"better", "worse"}


def test_a_setting_that_differs_is_drift_though_something_else_could_not_be_read():
    after = _seen(_set("detect", autonomy=ADVISES), "detect", gaps=(unread(),))
    (change,) = (one for one in diff(_seen(_set()), after).changes if one.aspect in LABELS)
    assert (change.cause, change.direction) == ("drift", "better")
