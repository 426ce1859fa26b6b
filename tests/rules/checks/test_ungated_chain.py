"""Several tools together: a person in between, nobody, or not known."""

from __future__ import annotations

import pytest
from tests.inventory.builders import built, collection, feature, org, reach
from tests.inventory.chaining import ENTRANCES, alert, call, connection, rule, runs, scripts

from aigov_connectors.inventory import (
    ApprovalGate,
    Basis,
    Confidence,
    DecisionKind,
    Deployment,
    GateKind,
    Inventory,
    Reach,
    Severity,
    Verdict,
)
from aigov_connectors.policy import DEFAULT_POLICY, OversightLine, Permission, Policy
from aigov_connectors.rules import Finding, SubjectKind, assess
from aigov_connectors.rules.checks.ungated_chain import RULE


def estate(*deployments: Deployment) -> Inventory:
    parts = []
    for vendor in ("edr", "psa", "rmm"):
        mine = tuple(
            one.model_copy(update={"connection": f"{vendor}-1"})
            for one in deployments
            if one.vendor == vendor
        )
        part = collection(
            f"{vendor}-1",
            vendor=vendor,
            organizations=(org(vendor, "1", "Lakeside"), org(vendor, "2", "Harbor")),
            features=(feature("workflow" if vendor == "edr" else "rule", vendor=vendor),),
            deployments=mine,
            reaches=tuple(reach(one, number) for one in mine for number in ("1", "2")),
            entrances=ENTRANCES.get(vendor, ()),
            listed=(scripts("9"),) if vendor == "rmm" else (),
        )
        parts.append(part.model_copy(update={"connection": connection(vendor)}))
    return built(*parts)


def asked(*deployments: Deployment, policy: Policy = DEFAULT_POLICY) -> list[Finding]:
    found = assess(estate(*deployments), policy, rules=[RULE])
    return [*found.findings, *found.passes]


def test_an_ungated_path_fails_for_every_client_that_its_steps_share() -> None:
    (finding,) = asked(alert(call()), rule(runs()))

    assert (finding.verdict, finding.severity) == (Verdict.FAIL, Severity.HIGH)
    assert finding.subject.kind is SubjectKind.CHAIN
    assert finding.subject.connection == "edr-1"
    assert finding.subject.name == "policy w > policy r > rmm-1"
    assert [row.name for row in finding.clients] == ["Lakeside", "Harbor"]
    listed = scripts("9").objects[0].evidence.id
    assert finding.evidence == ("called", "board", "script", listed)
    assert finding.confidence is Confidence.HIGH
    assert finding.because.startswith(
        "No person approves on the way: policy w (edr-1) sends POST psa.example/service/tickets,"
        " board 2 > policy r (psa-1) calls rmm, script 9 > rmm-1 runs scripts; policy: "
    )


def test_a_person_on_the_way_passes() -> None:
    found = asked(alert(call(gate=GateKind.PRE_APPROVAL)), rule())

    assert [one.verdict for one in found] == [Verdict.PASS]
    assert "after a person's yes" in found[0].because


@pytest.mark.parametrize(
    ("deployments", "why"),
    [
        ([alert(call(place=None)), rule()], "on which board is not told"),
        ([alert(call(basis=Basis.INFERRED)), rule()], "the link is concluded, not shown"),
        ([alert(call(gate=GateKind.UNKNOWN)), rule()], "whether a person is asked on the way"),
        ([alert(call(), enabled=None), rule()], "whether policy w is on could not be told"),
        ([alert(call(), reach=Reach.UNKNOWN), rule()], "whom policy w reaches is not known"),
    ],
)
def test_what_is_not_certain_is_undetermined(deployments: list[Deployment], why: str) -> None:
    (finding,) = asked(*deployments)

    assert (finding.verdict, finding.severity) == (Verdict.UNDETERMINED, Severity.MEDIUM)
    assert why in finding.because


def test_what_was_only_reported_of_a_step_is_less_sure() -> None:
    (finding,) = asked(alert(call(), basis=Basis.INFERRED), rule(runs()))

    assert (finding.verdict, finding.confidence) == (Verdict.FAIL, Confidence.MEDIUM)


@pytest.mark.parametrize("gate", [GateKind.NONE, GateKind.UNKNOWN])
def test_the_policy_may_allow_what_is_done_at_the_end(gate: GateKind) -> None:
    line = OversightLine(
        name="Scripts may run", decisions=(DecisionKind.RUN_SCRIPT,), allowed=Permission.ALONE
    )
    (finding,) = asked(alert(call(gate=gate)), rule(), policy=Policy(lines=(line,)))

    assert finding.verdict is Verdict.PASS
    assert "Scripts may run" in finding.because


@pytest.mark.parametrize(
    ("who", "verdict"),
    [(("Harbor",), Verdict.UNDETERMINED), ((), Verdict.PASS)],
)
def test_a_line_about_some_counts_where_whom_it_reaches_is_not_known(
    who: tuple[str, ...], verdict: Verdict
) -> None:
    scripts = (DecisionKind.RUN_SCRIPT,)
    lines = (
        OversightLine(
            name="Harbor asks", clients=who, decisions=scripts, allowed=Permission.AFTER_APPROVAL
        ),
        OversightLine(name="Scripts may run", decisions=scripts, allowed=Permission.ALONE),
    )
    nowhere = [alert(call(), reach=Reach.UNKNOWN), rule(reach=Reach.UNKNOWN)]

    (finding,) = asked(*nowhere, policy=Policy(lines=lines if who else lines[1:]))

    assert (finding.verdict, finding.clients) == (verdict, ())


@pytest.mark.parametrize(
    ("own", "verdict"),
    [(True, Verdict.UNDETERMINED), (False, Verdict.PASS), (None, Verdict.PASS)],
)
def test_a_yes_to_ones_own_is_no_person_in_between(own: bool | None, verdict: Verdict) -> None:
    gate = ApprovalGate(kind=GateKind.PRE_APPROVAL, self_approved=own)
    approved = alert(call(gate=GateKind.PRE_APPROVAL)).model_copy(update={"gate": gate})
    (chain,) = estate(approved, rule()).chains
    (finding,) = asked(approved, rule())

    assert chain.weakest_gate.self_approved is own
    assert chain.asks_somebody is (own is not True)
    assert finding.verdict is verdict
    assert ("what they had set up themselves" in finding.because) is (own is True)


def test_whom_it_may_reach_counts_beside_the_one_that_is_known() -> None:
    run = (DecisionKind.RUN_SCRIPT,)
    lines = (
        OversightLine(
            name="Harbor asks",
            clients=("Harbor",),
            decisions=run,
            allowed=Permission.AFTER_APPROVAL,
        ),
        OversightLine(name="Scripts may run", decisions=run, allowed=Permission.ALONE),
    )
    open_ended = estate(alert(call(), reach=Reach.UNKNOWN), rule())
    (chain,) = open_ended.chains
    lakeside = next(one.id for one in open_ended.clients if one.name == "Lakeside")
    seen = open_ended.model_copy(
        update={"chains": (chain.model_copy(update={"clients": (lakeside,)}),)}
    )

    found = assess(seen, Policy(lines=lines), rules=[RULE])

    (finding,) = (*found.findings, *found.passes)
    assert finding.verdict is Verdict.UNDETERMINED
    assert [(row.name, row.verdict) for row in finding.clients] == [("Lakeside", Verdict.PASS)]


def test_nothing_is_said_where_no_link_is() -> None:
    assert asked(alert(), rule(runs(evidence=()))) == []
