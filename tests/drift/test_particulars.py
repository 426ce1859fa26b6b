"""What no label shows: the way out and back, how a thing is known, counts of parts, values."""

import pytest
from tests.drift.estate import FEATURE, snapshot, told, unread

from aigov_connectors.drift import Aspect, diff
from aigov_connectors.inventory import (
    Actor,
    ActorKind,
    Autonomy,
    Availability,
    Basis,
    CredentialRights,
    DecisionKind,
    GapReason,
    Provision,
    Setting,
    Technique,
)
from aigov_connectors.testing import make_deployment, make_feature, make_part

FULL, ADVISES = Autonomy.FULLY_AUTONOMOUS, Autonomy.ADVISORY
MADE = make_deployment(FEATURE)
THERE, NONE, OPEN = (Provision(state=state) for state in Availability)


def _run(deployment=MADE, **changes):
    return snapshot(deployment, **{"rules": (), **changes})


def _with(deployment=MADE, **fields):
    return _run(deployment.model_copy(update=fields))


@pytest.mark.parametrize("field", ["override", "rollback"])
@pytest.mark.parametrize(
    ("was", "now", "expected"),
    [
        (THERE, NONE, ("fell", "worse")),
        (NONE, THERE, ("rose", "better")),
        (THERE, OPEN, ("hidden", "unseen")),
        (OPEN, NONE, ("revealed", "seen")),
    ],
)
def test_a_way_out_or_back_that_is_lost_is_worse(field, was, now, expected) -> None:
    before, after = (_with(**{field: each}) for each in (was, now))

    assert told(before, after) == [(field, *expected, "drift")]


def test_what_is_only_inferred_now_is_less_known() -> None:
    before, after = _with(basis=Basis.OBSERVED), _with(basis=Basis.INFERRED)

    assert told(before, after) == [("basis", "hidden", "unseen", "drift")]


RULES, MODEL = (Technique.RULE_BASED,), (Technique.RULE_BASED, Technique.GENERATIVE)


@pytest.mark.parametrize(
    ("was", "now", "autonomy", "expected"),
    [
        (RULES, MODEL, FULL, "worse"),
        (RULES, MODEL, ADVISES, "unclear"),
        (MODEL, RULES, FULL, "unclear"),
        ((), RULES, FULL, "unclear"),
    ],
)
def test_a_model_that_joins_what_acts_is_worse(was, now, autonomy, expected) -> None:
    gate = make_part("x", autonomy).gate
    before, after = (_with(techniques=each, autonomy=autonomy, gate=gate) for each in (was, now))

    assert told(before, after, Aspect.TECHNIQUE) == [("technique", "changed", expected, "drift")]


TECHNICIAN, CALLER = (Actor(kind=each) for each in (ActorKind.TECHNICIAN, ActorKind.END_USER))


@pytest.mark.parametrize(
    ("was", "now", "expected"),
    [
        ((TECHNICIAN,), (TECHNICIAN, CALLER), ("rose", "worse")),
        ((TECHNICIAN, CALLER), (TECHNICIAN,), ("fell", "better")),
        ((TECHNICIAN,), (CALLER,), ("changed", "unclear")),
        ((), (CALLER,), ("changed", "unclear")),
    ],
)
def test_one_more_who_starts_what_acts_is_worse(was, now, expected) -> None:
    before, after = (_with(started_by=each) for each in (was, now))

    assert told(before, after, Aspect.STARTED_BY) == [("started_by", *expected, "drift")]


CAN, TELLS_NOT, READS = (
    CredentialRights.CAN_WRITE,
    CredentialRights.CANNOT_TELL,
    CredentialRights.PROVEN_READ_ONLY,
)


@pytest.mark.parametrize(
    ("was", "now", "expected"),
    [
        (READS, CAN, ("rose", "worse")),
        (CAN, READS, ("fell", "better")),
        (CAN, TELLS_NOT, ("hidden", "unseen")),
        (TELLS_NOT, CAN, ("revealed", "seen")),
    ],
)
def test_what_a_program_may_do_is_compared(was, now, expected) -> None:
    before, after = (_with(rights=each) for each in (was, now))

    assert told(before, after, Aspect.RIGHTS) == [("rights", *expected, "drift")]


@pytest.mark.parametrize(
    ("was", "now", "expected"),
    [
        (50, None, [("hidden", "unseen")]),
        (None, 3000, [("revealed", "seen")]),
        (3, None, []),
        (None, None, []),
    ],
)
def test_endpoints_that_are_counted_in_one_run_alone_are_told(was, now, expected) -> None:
    before, after = (_run(reach={MADE.key: {"1": each}}) for each in (was, now))

    assert [one[1:3] for one in told(before, after, Aspect.REACH)] == expected


def _part(endpoints, autonomy=FULL, **changes):
    return make_part("suspicious", autonomy).model_copy(
        update={"endpoints": endpoints, "subset": "agents of their own mode", **changes}
    )


@pytest.mark.parametrize(
    ("was", "now", "autonomy", "expected"),
    [
        (3, 300, FULL, [("rose", "worse", "drift")]),
        (300, 3, FULL, [("fell", "better", "drift")]),
        (20, 2000, Autonomy.UNKNOWN, [("rose", "worse", "drift")]),
        (3, 300, ADVISES, [("rose", "unclear", "drift")]),
        (3, 7, FULL, []),
        (100, 105, FULL, []),
        (3, None, FULL, [("hidden", "unseen", "drift")]),
        (None, 3, FULL, [("revealed", "seen", "drift")]),
    ],
)
def test_a_part_that_concerns_more_endpoints_reaches_more(was, now, autonomy, expected) -> None:
    before, after = (_with(breakdown=(_part(each, autonomy),)) for each in (was, now))

    assert [one[1:] for one in told(before, after, Aspect.REACH)] == expected


def test_of_two_parts_about_the_same_each_is_compared() -> None:
    kills = _part(3, decisions=(DecisionKind.CONTAIN_FILE,))
    rolls = _part(3, Autonomy.UNKNOWN, decisions=(DecisionKind.ROLL_BACK_ENDPOINT,))
    more = kills.model_copy(update={"endpoints": 300})

    assert told(_with(breakdown=(kills, rolls)), _with(breakdown=(more, rolls))) == [
        ("reach", "rose", "worse", "drift")
    ]
    asks = kills.model_copy(update={"autonomy": ADVISES, "gate": make_part("x", ADVISES).gate})
    assert told(_with(breakdown=(asks, rolls)), _with(breakdown=(kills, rolls))) == [
        ("autonomy", "rose", "worse", "drift")
    ]


def test_what_is_told_apart_in_one_run_only_is_told_where_it_differs_from_the_whole() -> None:
    acts = _part(300)
    before = _with(autonomy=ADVISES, gate=make_part("x", ADVISES).gate)
    after = _with(autonomy=ADVISES, gate=make_part("x", ADVISES).gate, breakdown=(acts,))

    (change,) = diff(before, after).changes
    assert (change.aspect, change.direction) == (Aspect.AUTONOMY, "worse")


def test_a_count_that_grew_because_less_was_read_before_is_no_drift() -> None:
    before = _run(MADE.model_copy(update={"breakdown": (_part(3),)}), gaps=(unread(),))
    after = _with(breakdown=(_part(300),))

    assert told(before, after, Aspect.REACH) == [("reach", "revealed", "seen", "visibility")]
    assert told(after, before, Aspect.REACH) == [("reach", "hidden", "unseen", "visibility")]


# Values ------------------------------------------------------------------------------------------


def _set(value, name="mode", deployment=MADE):
    return _with(deployment, settings=(Setting(name=name, value=value),))


@pytest.mark.parametrize(
    ("was", "now", "is_told"),
    [
        ("backup", "wipe", True),
        (True, False, True),
        (None, 5, True),
        (24, 48, True),
        (54, 55, False),
        (0.82, 0.5, True),
        ("COMPLETED: 91, FAILED: 7", "COMPLETED: 92, FAILED: 7", False),
        ("COMPLETED: 91, FAILED: 7", "COMPLETED: 91, FAILED: 70", True),
        ("1 (High)", "2 (High)", True),
        ("Days since update > 7", "Days since update > 8", True),
        ("26 tickets: the 10 newest", "27 tickets: the 10 newest", False),
    ],
)
def test_a_value_that_moves_no_label_is_told_unless_it_is_a_count_that_moved_a_little(
    was, now, is_told
) -> None:
    expected = [("settings", "changed", "unclear", "drift")] if is_told else []

    assert told(_set(was), _set(now)) == expected


def test_the_sentence_names_the_setting_and_both_values() -> None:
    (change,) = diff(_set("backup"), _set("wipe")).changes

    assert (
        change.because == "Quarantine, policy 1 is set otherwise: mode=wipe; before: mode=backup."
    )


def test_more_that_is_switched_off_is_worse() -> None:
    feature = make_feature("exclusions", decisions=(DecisionKind.DISABLE_DETECTION,))
    made = make_deployment(feature, autonomy=ADVISES)

    def run(count):
        settings = (Setting(name="disableAllMonitors", value=count),)
        return snapshot(
            made.model_copy(update={"settings": settings}), features=(feature,), rules=()
        )

    assert told(run(2), run(200)) == [("settings", "rose", "worse", "drift")]
    assert told(run(200), run(2)) == [("settings", "fell", "better", "drift")]


def test_what_one_client_gains_and_another_loses_is_told_of_both() -> None:
    before = _run(reach={MADE.key: {"1": 100, "2": 10}})
    after = _run(reach={MADE.key: {"1": 10, "2": 100}})

    rose, fell = diff(before, after).changes
    assert (rose.direction, rose.clients) == ("worse", ("acme/tenant/2",))
    assert (fell.direction, fell.clients) == ("better", ("acme/tenant/1",))


def test_endpoints_that_could_not_be_counted_have_not_left() -> None:
    whole = _run(reach={MADE.key: {"1": 100}})
    cut = _run(reach={MADE.key: {"1": 40}}, gaps=(unread(GapReason.TRUNCATED),))

    assert told(whole, cut, Aspect.REACH) == [("reach", "hidden", "unseen", "visibility")]
    assert told(cut, whole, Aspect.REACH) == [("reach", "revealed", "seen", "visibility")]


def test_a_way_out_that_differs_because_less_was_read_is_no_drift() -> None:
    whole = _with(override=THERE)
    cut = _run(MADE.model_copy(update={"override": NONE}), gaps=(unread(GapReason.DENIED),))

    assert told(whole, cut, Aspect.OVERRIDE) == [("override", "fell", "unseen", "visibility")]
    assert told(cut, whole, Aspect.OVERRIDE) == [("override", "rose", "seen", "visibility")]


def test_a_number_that_moved_too_little_to_be_told_is_counted() -> None:
    before, little, much = (_set(one, "stale_days") for one in (100, 103, 300))

    assert diff(before, little).moved_within_tolerance == 1
    assert not diff(before, little).changes
    assert diff(before, before).moved_within_tolerance == 0
    assert diff(before, much).moved_within_tolerance == 0
