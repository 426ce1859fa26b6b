"""What protects endpoints looks at everything.

Fail: an exclusion leaves what it names unwatched: no engine looks, so none can act or alert.
Medium.
Pass: never said; exclusions that only keep alerts back stand among the settings of the engines.
Undetermined: the vendor's own recommendation speaks against an exclusion, and whether it switches
detection off is not told. Low.
That is protection taken away, not something that acts by itself: the oversight policy has no say,
and a waiver is the place for an exception that somebody answers for. One answer per scope that has
such exclusions; how many there are is told, what they name is not.
Why: an exception for one slow program is where the next attack stays unseen.
Remedy: delete the exclusion, or narrow it to what only keeps alerts back; else waive it, with an
owner and an end.
"""

from __future__ import annotations

from aigov_connectors.inventory import DecisionKind, Deployment, Severity, Verdict
from aigov_connectors.rules.model import DeploymentRule, Judgement, Topic, View
from aigov_connectors.rules.words import settings_words

_DOES = "switches detection off for what is excluded"


def evaluate(deployment: Deployment, view: View) -> Judgement | None:
    """Judge one scope's exclusions."""
    if DecisionKind.DISABLE_DETECTION not in deployment.decisions:
        return None
    what = f"{view.feature.name}, set by {deployment.source_object.name}:"
    shown = settings_words(deployment)
    if deployment.enabled is None:
        return Judgement(
            Verdict.UNDETERMINED,
            f"{what} the vendor advises against some, and whether detection sees what they name"
            f" could not be told ({shown}).",
            does="may switch detection off for what is excluded",
            severity=Severity.LOW,
        )
    return Judgement(
        Verdict.FAIL, f"{what} nothing watches what some of them name ({shown}).", does=_DOES
    )


RULE = DeploymentRule(
    id="detection-switched-off",
    title="Detection is switched off by an exclusion",
    topic=Topic.CONTROL,
    severity=Severity.MEDIUM,
    remedy="Delete the exclusion, or narrow it; else waive it, with an owner and an end.",
    evaluate=evaluate,
)
