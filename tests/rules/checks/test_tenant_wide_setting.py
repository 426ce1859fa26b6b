"""One setting, several regulations."""

import pytest

from aigov_connectors.config import Config
from aigov_connectors.inventory import (
    Autonomy,
    ClientContext,
    ClientEntry,
    DecisionKind,
    Reach,
    Severity,
    Verdict,
)
from aigov_connectors.rules import assess
from aigov_connectors.rules.checks.tenant_wide_setting import RULE
from aigov_connectors.testing import (
    make_collection,
    make_deployment,
    make_feature,
    make_inventory,
    make_organization,
)


def _found(*regulations: tuple[str, ...], **changes):
    feature = make_feature(decisions=changes.pop("decisions", (DecisionKind.RUN_SCRIPT,)))
    names = [f"Client {number}" for number in range(len(regulations))]
    entries = tuple(
        ClientEntry(name=name, context=ClientContext(regulations=under))
        for name, under in zip(names, regulations, strict=True)
    )
    inventory = make_inventory(
        make_collection(
            features=(feature,),
            organizations=[make_organization(name, name) for name in names],
            deployments=(make_deployment(feature, **changes),),
        ),
        config=Config(clients=entries),
    )
    found = assess(inventory, rules=[RULE])
    return (*found.findings, *found.passes)


HIPAA, GLBA, BOTH, NONE = ("HIPAA",), ("GLBA",), ("HIPAA", "GLBA"), ()


@pytest.mark.parametrize(
    ("regulations", "changes", "verdict"),
    [
        ((HIPAA, GLBA, NONE), {}, Verdict.FAIL),
        ((HIPAA, BOTH), {}, Verdict.FAIL),
        ((HIPAA, GLBA), {"enabled": None}, Verdict.UNDETERMINED),
        ((HIPAA, GLBA), {"autonomy": Autonomy.UNKNOWN}, Verdict.UNDETERMINED),
        ((HIPAA, GLBA), {"reach": Reach.UNKNOWN}, Verdict.UNDETERMINED),
        ((HIPAA, HIPAA), {}, Verdict.PASS),
        ((HIPAA, NONE), {}, Verdict.PASS),
        ((BOTH, ("GLBA", "HIPAA")), {}, Verdict.PASS),
        ((HIPAA, ("HIPAA Security Rule",)), {}, Verdict.PASS),
        ((HIPAA, ("none",)), {}, Verdict.PASS),
    ],
)
def test_what_the_clients_are_under_decides(regulations, changes, verdict) -> None:
    (finding,) = _found(*regulations, **changes)
    assert finding.verdict is verdict
    assert verdict is Verdict.PASS or finding.severity is Severity.LOW


def test_those_under_a_regulation_are_concerned() -> None:
    (finding,) = _found(HIPAA, GLBA, NONE)
    assert [row.name for row in finding.clients] == ["Client 0", "Client 1"]
    assert "GLBA (1) and HIPAA (1)" in finding.because
    assert "Client" not in finding.because


@pytest.mark.parametrize(
    ("regulations", "changes"),
    [
        ((NONE, NONE), {}),
        ((HIPAA,), {}),
        ((HIPAA, GLBA), {"autonomy": Autonomy.ADVISORY}),
        ((HIPAA, GLBA), {"enabled": False}),
        ((HIPAA, GLBA), {"decisions": (DecisionKind.INFORM,)}),
        ((HIPAA, GLBA), {"decisions": (DecisionKind.BLOCK_EXECUTION,)}),  # the policy allows it
    ],
)
def test_nothing_to_compare_is_passed_over(regulations, changes) -> None:
    assert _found(*regulations, **changes) == ()


@pytest.mark.parametrize("known", [("0", "1"), ("0",), ("0", "2"), ()])
@pytest.mark.parametrize("others", [GLBA, HIPAA])
def test_whom_else_it_may_reach_counts_too(known, others) -> None:
    feature = make_feature(decisions=(DecisionKind.RUN_SCRIPT,))
    deployment = make_deployment(feature, reach=Reach.UNKNOWN)
    entries = tuple(
        ClientEntry(name=f"Client {number}", context=ClientContext(regulations=under))
        for number, under in enumerate((HIPAA, HIPAA, others))
    )
    inventory = make_inventory(
        make_collection(
            features=(feature,),
            organizations=[make_organization(str(one), f"Client {one}") for one in range(3)],
            deployments=(deployment,),
            reach={deployment.key: dict.fromkeys(known)},
        ),
        config=Config(clients=entries),
    )
    found = assess(inventory, rules=[RULE])
    verdicts = [one.verdict for one in (*found.findings, *found.passes)]
    assert verdicts == ([Verdict.UNDETERMINED] if others is GLBA else [])


def test_the_features_of_one_setting_are_one_finding() -> None:
    features = [
        make_feature(name, decisions=(DecisionKind.RUN_SCRIPT,)) for name in ("a", "b", "c")
    ]
    sources = ("1", "1", "2")
    entries = tuple(
        ClientEntry(name=name, context=ClientContext(regulations=under))
        for name, under in (("One", HIPAA), ("Two", GLBA))
    )
    inventory = make_inventory(
        make_collection(
            features=features,
            organizations=[make_organization(name, name) for name in ("One", "Two")],
            deployments=[
                make_deployment(one, source=source)
                for one, source in zip(features, sources, strict=True)
            ],
        ),
        config=Config(clients=entries),
    )
    both, single = assess(inventory, rules=[RULE]).findings
    assert both.because == (
        "A and B, set by policy 1, act by themselves on clients under different regulations:"
        " GLBA (1) and HIPAA (1)."
    )
    assert (both.subject.feature, single.subject.feature) == (None, "acme.c")
