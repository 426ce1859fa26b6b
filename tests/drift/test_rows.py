"""Findings that stay and come to concern more clients, or fewer; and what is told of clients."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.drift.estate import ONE, TWO, snapshot, told, unread

from aigov_connectors.cli.diff import limited
from aigov_connectors.config import Config
from aigov_connectors.drift import Aspect, Direction, Move, diff
from aigov_connectors.export.baseline import State, compared
from aigov_connectors.export.model import Run
from aigov_connectors.inventory import (
    Autonomy,
    ClientContext,
    ClientEntry,
    DecisionKind,
    GapReason,
    Reach,
    Setting,
)
from aigov_connectors.policy import DEFAULT_LINES, OversightLine, Permission, Policy, Waiver
from aigov_connectors.rules import shipped_rules
from aigov_connectors.testing import make_deployment, make_evidence, make_feature

RULES = tuple(rule for rule in shipped_rules() if rule.id == "unattended-script")
SCRIPTS = make_feature("scripts", decisions=(DecisionKind.RUN_SCRIPT,))
RUNS = make_deployment(SCRIPTS)
BOTH = {RUNS.key: {"1": 10, "2": 10}}
POLICY = Policy(
    lines=(
        OversightLine(
            name="HIPAA: scripts only with a yes",
            decisions=(DecisionKind.RUN_SCRIPT,),
            regulations=("HIPAA",),
            allowed=Permission.AFTER_APPROVAL,
        ),
        OversightLine(
            name="scripts may run", decisions=(DecisionKind.RUN_SCRIPT,), allowed=Permission.ALONE
        ),
        *DEFAULT_LINES,
    )
)


def _entry(name: str, *regulations: str) -> ClientEntry:
    number = {"One": "1", "Two": "2"}[name]
    return ClientEntry(
        name=name,
        id=f"acme/tenant/{number}",
        aliases={"acme": (number,)},
        context=ClientContext(regulations=regulations),
    )


def _run(*under: str, reach=BOTH, deployment=RUNS, policy=POLICY, gaps=(), days=0):
    """A run in which these clients are under HIPAA."""
    entries = [_entry(name, *(("HIPAA",) if name in under else ())) for name in ("One", "Two")]
    return snapshot(
        deployment,
        features=(SCRIPTS,),
        reach=reach,
        config=Config(clients=tuple(entries)),
        policy=policy,
        gaps=gaps,
        rules=RULES,
        days=days,
    )


def _findings(before, after):
    return [one for one in diff(before, after).changes if one.aspect is Aspect.FINDING]


def test_a_finding_that_fails_for_one_more_client_is_worse() -> None:
    (change,) = _findings(_run("One"), _run("One", "Two"))

    assert (change.move, change.direction) == (Move.APPEARED, Direction.WORSE)
    assert change.cause == "configuration"
    assert change.clients == ("acme/tenant/2",)
    assert "is new for 1 more client." in change.because
    assert (change.before, change.after) == ("pass, info", "fail, medium")


def test_a_finding_that_is_resolved_for_one_of_two_is_told_for_that_one() -> None:
    (change,) = _findings(_run("One", "Two"), _run("One"))

    assert (change.move, change.direction) == (Move.GONE, Direction.BETTER)
    assert change.clients == ("acme/tenant/2",)
    assert "is resolved for 1 client." in change.because


def test_what_makes_a_finding_of_a_client_is_told_too() -> None:
    (change,) = (c for c in diff(_run(), _run("Two")).changes if c.aspect is Aspect.CONTEXT)

    assert change.because == "Two has another context: regulations HIPAA; before: not told."
    assert change.cause == "configuration"
    assert change.clients == ("acme/tenant/2",)


def test_a_client_that_comes_to_be_reached_makes_the_finding_worse_by_drift() -> None:
    one = {RUNS.key: {"1": 10}}

    (change,) = _findings(_run("One", "Two", reach=one), _run("One", "Two"))

    assert (change.direction, change.cause) == ("worse", "drift")
    assert change.clients == ("acme/tenant/2",)


def test_a_client_of_whom_less_was_read_is_not_resolved() -> None:
    gap = unread(GapReason.DENIED, feature=SCRIPTS.id).model_copy(
        update={"organizations": ("2",), "id": "gap"}
    )
    after = _run("One", "Two", reach={RUNS.key: {"1": 10}}, gaps=(gap,))

    (change,) = _findings(_run("One", "Two"), after)

    assert (change.move, change.direction) == (Move.HIDDEN, Direction.UNSEEN)
    assert change.cause == "visibility"


def test_a_client_that_may_still_be_reached_is_not_resolved() -> None:
    open_reach = RUNS.model_copy(update={"reach": Reach.UNKNOWN})
    after = _run("One", "Two", deployment=open_reach, reach={RUNS.key: {"1": 10}})

    assert all(one.direction is Direction.UNSEEN for one in _findings(_run("One", "Two"), after))


def test_a_name_a_kind_and_a_place_of_a_client_are_told() -> None:
    before = snapshot(rules=())
    renamed = snapshot(rules=(), organizations=(ONE, TWO.model_copy(update={"name": "Second"})))

    assert told(before, renamed) == [("client", "changed", "unclear", "drift")]
    own = snapshot(rules=(), organizations=(ONE, TWO.model_copy(update={"kind": "own"})))
    assert told(before, own) == [("client", "changed", "unclear", "drift")]


# What a client is told is what everyone is told ---------------------------------------------------


def _states(before, after):
    return {one.state for one in compared(Run(after, before))}


_MODES = ("detect", "protect")


@st.composite
def runs(draw):
    """A run of one setting, in which nearly everything may differ from another such run."""
    autonomy = draw(st.sampled_from([Autonomy.ADVISORY, Autonomy.FULLY_AUTONOMOUS]))
    mode = draw(st.sampled_from(_MODES))
    made = make_deployment(SCRIPTS, autonomy=autonomy, evidence=(make_evidence(value="protect"),))
    made = made.model_copy(
        update={
            "settings": (Setting(name="mode", value=mode),),
            "reach": draw(st.sampled_from([Reach.LISTED, Reach.UNKNOWN])),
        }
    )
    reached = draw(st.lists(st.sampled_from("12"), unique=True))
    counts = {each: draw(st.sampled_from([None, 10, 12, 40])) for each in reached}
    waivers: tuple[Waiver, ...] = ()
    if draw(st.booleans()):
        waivers = (
            Waiver(
                rule="unattended-script",
                client=draw(st.sampled_from([None, "One"])),
                owner="lead",
                reason="agreed",
                until=date(2030, 1, 1),
            ),
        )
    return _run(
        *draw(st.lists(st.sampled_from(["One", "Two"]), unique=True)),
        deployment=made,
        reach={made.key: counts} if counts else {},
        policy=POLICY.model_copy(update={"waivers": waivers}),
    )


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(runs(), runs())
def test_what_a_client_is_told_of_everyone_is_told_of(one, other) -> None:
    drift = diff(one, other)
    told_of = {change.subject.key for change in drift.changes}

    for client in other.inventory.clients:
        mine = diff(limited(one, client), limited(other, client)).changes
        assert {each.subject.key for each in mine} <= told_of
    if not drift.changes:
        assert _states(one, other) <= {State.UNCHANGED}


@pytest.mark.parametrize(("one", "other"), [((), ("Two",)), (("One",), ("One", "Two"))])
def test_what_a_client_is_told_and_what_a_document_says_agree(one, other) -> None:
    before, after = _run(*one), _run(*other)

    assert _findings(before, after)
    assert State.UPDATED in _states(before, after)


def test_a_sentence_that_counts_a_little_otherwise_updates_nothing() -> None:
    before = _run("One", reach={RUNS.key: {"1": 10, "2": 10}})
    after = _run("One", reach={RUNS.key: {"1": 11, "2": 10}})

    assert diff(before, after).changes == ()
    assert _states(before, after) == {State.UNCHANGED}


def test_what_rests_on_clients_of_whom_less_was_read_is_not_resolved() -> None:
    """A rule that compares clients says nothing of one where the others are not seen."""
    rules = tuple(one for one in shipped_rules() if one.id == "tenant-wide-setting")
    entries = Config(clients=(_entry("One", "HIPAA"), _entry("Two", "GDPR")))
    gap = unread(GapReason.TRUNCATED, feature=SCRIPTS.id)

    def run(reach, gaps=()):
        return snapshot(
            RUNS,
            features=(SCRIPTS,),
            reach={RUNS.key: reach},
            config=entries,
            gaps=gaps,
            rules=rules,
        )

    whole, part = run({"1": 10, "2": 10}), run({"1": 10}, gaps=(gap,))
    assert whole.assessment.findings
    assert not part.assessment.findings

    for before, after in ((whole, part), (part, whole)):
        assert not {one.direction for one in _findings(before, after)} & {"better", "worse"}
