"""The rule that compares how far things went in the run before."""

import pytest
from tests.drift.estate import FEATURE, snapshot

from aigov_connectors.config import Config
from aigov_connectors.inventory import (
    Autonomy,
    ClientContext,
    ClientEntry,
    DecisionKind,
    GateKind,
    Reach,
    Setting,
    Severity,
    Verdict,
)
from aigov_connectors.policy import OversightLine, Permission, Policy
from aigov_connectors.rules.checks.autonomy_rose import RULE
from aigov_connectors.testing import make_deployment, make_evidence, make_feature, make_part

ADVISES, FULL = Autonomy.ADVISORY, Autonomy.FULLY_AUTONOMOUS


def _run(mode="a", *, feature=FEATURE, previous=None, catalogue="sha256:00", policy=None, **how):
    made = make_deployment(feature, evidence=(make_evidence(value=mode),), **how).model_copy(
        update={"settings": (Setting(name="mode", value=mode),)}
    )
    chosen = {} if policy is None else {"policy": policy}
    return snapshot(
        made,
        features=(feature,),
        evidence=(make_evidence(value=mode),),
        rules=(RULE,),
        previous=previous,
        catalogue=catalogue,
        **chosen,
    )


def _said(run):
    return [(one.verdict, one.severity) for one in run.assessment.findings]


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ({"autonomy": ADVISES}, {"autonomy": FULL}),
        ({"gate": GateKind.POST_REVIEW}, {"gate": GateKind.NONE}),
        ({"enabled": False}, {"enabled": True}),
        (
            {"breakdown": (make_part("malicious", FULL), make_part("suspicious", ADVISES))},
            {"breakdown": (make_part("malicious", FULL), make_part("suspicious", FULL))},
        ),
    ],
)
def test_what_goes_further_fails(was, now) -> None:
    run = _run("b", previous=_run("a", **was), **now)

    assert _said(run) == [(Verdict.FAIL, Severity.HIGH)]


def test_the_sentence_names_both_states() -> None:
    run = _run("b", previous=_run("a", autonomy=ADVISES))

    assert run.assessment.findings[0].because == (
        "Quarantine, policy 1, went from advisory (gate pre approval)"
        " to fully autonomous (gate none)."
    )


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ({"autonomy": FULL}, {"autonomy": FULL}),
        ({"autonomy": FULL}, {"autonomy": ADVISES}),
        ({"autonomy": Autonomy.UNKNOWN}, {"autonomy": FULL}),
        ({"autonomy": ADVISES}, {"autonomy": FULL, "enabled": False}),
    ],
)
def test_what_goes_no_further_is_passed_over(was, now) -> None:
    assert _said(_run("b", previous=_run("a", **was), **now)) == []


def test_a_catalogue_that_reads_the_same_setting_otherwise_raises_nothing() -> None:
    run = _run("a", previous=_run("a", autonomy=ADVISES), catalogue="sha256:01")

    assert _said(run) == []


def test_what_the_policy_lets_act_alone_is_low() -> None:
    lenient = Policy(lines=(OversightLine(name="all may", allowed=Permission.ALONE),))

    run = _run("b", previous=_run("a", autonomy=ADVISES), policy=lenient)

    assert _said(run) == [(Verdict.FAIL, Severity.LOW)]


def test_what_touches_no_endpoint_is_medium() -> None:
    feature = make_feature("route", decisions=(DecisionKind.ROUTE_TICKET,))

    run = _run("b", feature=feature, previous=_run("a", feature=feature, autonomy=ADVISES))

    assert _said(run) == [(Verdict.FAIL, Severity.MEDIUM)]


def test_without_a_run_before_nothing_is_said() -> None:
    assert _said(_run()) == []


HIPAA = Policy(
    lines=(
        OversightLine(name="HIPAA", regulations=("HIPAA",), allowed=Permission.AFTER_APPROVAL),
        OversightLine(name="all others", allowed=Permission.ALONE),
    )
)


@pytest.mark.parametrize(
    ("reach", "severity"), [(Reach.UNKNOWN, Severity.HIGH), (Reach.LISTED, Severity.LOW)]
)
def test_where_reach_is_not_known_the_policy_is_asked_for_all_whom_it_may_reach(
    reach, severity
) -> None:
    entries = [
        ClientEntry(name="One", aliases={"acme": ("1",)}),
        ClientEntry(
            name="Two", aliases={"acme": ("2",)}, context=ClientContext(regulations=("HIPAA",))
        ),
    ]

    def run(mode, autonomy, previous=None):
        made = make_deployment(
            FEATURE, autonomy=autonomy, reach=reach, evidence=(make_evidence(value=mode),)
        )
        made = made.model_copy(update={"settings": (Setting(name="mode", value=mode),)})
        return snapshot(
            made,
            reach={made.key: {"1": 10}},
            evidence=(make_evidence(value=mode),),
            config=Config(clients=tuple(entries)),
            policy=HIPAA,
            rules=(RULE,),
            previous=previous,
        )

    later = run("b", FULL, previous=run("a", ADVISES))

    assert _said(later) == [(Verdict.FAIL, severity)]
    assert [row.severity for row in later.assessment.findings[0].clients] == [Severity.LOW]
