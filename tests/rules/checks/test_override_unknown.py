"""Whether people can overrule what acts."""

import pytest
from tests.rules.asking import asked

from aigov_connectors.inventory import Autonomy, Availability, DecisionKind, Severity, Verdict
from aigov_connectors.rules.checks.override_unknown import RULE
from aigov_connectors.testing import make_deployment, make_feature

NONE, SOME, UNSURE = Availability.NOT_AVAILABLE, Availability.AVAILABLE, Availability.UNKNOWN


@pytest.mark.parametrize(
    ("changes", "verdict", "severity"),
    [
        ({"override": NONE}, Verdict.FAIL, Severity.LOW),
        ({"override": UNSURE}, Verdict.UNDETERMINED, Severity.LOW),
        ({"override": NONE, "enabled": None}, Verdict.UNDETERMINED, Severity.LOW),
        ({"override": NONE, "autonomy": Autonomy.UNKNOWN}, Verdict.UNDETERMINED, Severity.LOW),
        ({"override": SOME}, Verdict.PASS, Severity.INFO),
    ],
)
def test_the_override_decides(changes, verdict, severity) -> None:
    (finding,) = asked(RULE, make_deployment(**changes))
    assert (finding.verdict, finding.severity) == (verdict, severity)


@pytest.mark.parametrize("state", [NONE, SOME, UNSURE])
@pytest.mark.parametrize("changes", [{"autonomy": Autonomy.UNKNOWN}, {"enabled": None}])
def test_what_may_be_off_or_ask_first_is_not_said_to_act(changes, state) -> None:
    (finding,) = asked(RULE, make_deployment(override=state, **changes))
    assert finding.because.startswith("May act by itself, and ")


@pytest.mark.parametrize("changes", [{"autonomy": Autonomy.ADVISORY}, {"enabled": False}])
def test_what_does_not_act_is_passed_over(changes) -> None:
    assert asked(RULE, make_deployment(override=NONE, **changes)) == ()


def test_what_only_informs_is_passed_over() -> None:
    feature = make_feature(decisions=(DecisionKind.INFORM, DecisionKind.COLLECT_DATA))
    assert asked(RULE, make_deployment(feature, override=NONE)) == ()
