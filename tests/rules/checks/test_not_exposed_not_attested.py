"""What no API shows is said aloud until a person has stated it."""

from datetime import date

from aigov_connectors.config import Config
from aigov_connectors.inventory import (
    Attestation,
    Gap,
    GapReason,
    Severity,
    Technique,
    Verdict,
)
from aigov_connectors.rules import assess
from aigov_connectors.rules.checks.not_exposed_not_attested import RULE
from aigov_connectors.testing import (
    make_collection,
    make_feature,
    make_inventory,
    make_organization,
)

HIDDEN = make_feature("assistant", attest="Ask the administrator.")
RULE_BASED = make_feature("ring", attest="Ask.", techniques=(Technique.RULE_BASED,))


def _gap(feature, organizations=()) -> Gap:
    return Gap(
        connection="acme-one",
        vendor="acme",
        resource="feature",
        subject=feature.name,
        reason=GapReason.NOT_EXPOSED,
        remedy="Ask the administrator.",
        features=(feature.id,),
        organizations=organizations,
    )


def _assessed(*attestations: Attestation, feature=HIDDEN, organizations=()):
    inventory = make_inventory(
        make_collection(
            features=(feature,),
            organizations=(make_organization("1", "One"), make_organization("2", "Two")),
            gaps=(_gap(feature, organizations),),
        ),
        config=Config(attestations=attestations),
    )
    return assess(inventory, rules=[RULE])


def _attestation(**changes) -> Attestation:
    facts = {"feature": HIDDEN.id, "enabled": False, "by": "head", "on": date(2026, 10, 1)}
    return Attestation(**{**facts, **changes})


def test_a_hidden_feature_is_undetermined_for_every_client() -> None:
    (finding,) = _assessed().findings
    assert finding.verdict is Verdict.UNDETERMINED
    assert finding.severity is Severity.MEDIUM
    assert finding.remedy == "Ask the administrator."
    assert [row.name for row in finding.clients] == ["One", "Two"]
    assert finding.gaps


def test_a_hidden_rule_weighs_less_than_hidden_learning() -> None:
    (finding,) = _assessed(feature=RULE_BASED).findings
    assert finding.severity is Severity.LOW


def test_an_attestation_settles_it() -> None:
    assessment = _assessed(_attestation())
    assert not assessment.findings
    assert [one.verdict for one in assessment.passes] == [Verdict.PASS]


def test_an_attestation_for_one_client_leaves_the_other_open() -> None:
    (finding,) = _assessed(_attestation(client="One")).findings
    assert {row.name: row.verdict for row in finding.clients} == {
        "One": Verdict.PASS,
        "Two": Verdict.UNDETERMINED,
    }


def test_an_expired_attestation_settles_nothing() -> None:
    (finding,) = _assessed(_attestation(until=date(2026, 10, 31))).findings
    assert "the attestation of head expired on 2026-10-31" in finding.because


def test_clients_whose_state_something_told_are_not_asked_about() -> None:
    (finding,) = _assessed(organizations=("2",)).findings
    assert [row.name for row in finding.clients] == ["Two"]


def test_attestations_that_contradict_each_other_leave_it_open_and_are_named() -> None:
    (finding,) = _assessed(_attestation(), _attestation(enabled=True, by="deputy")).findings
    assert finding.verdict is Verdict.UNDETERMINED
    assert finding.because.endswith("and what was attested of it contradicts itself.")
