"""What must be found around the policies, written by hand: way back, override, names, log, reach.

The vendor's facts name no way back for a decommissioned agent, and no way to overrule a blocked
driver. Its threats tell which engine acted, and so account for all that the same policy sets; what
the account's own policy does is what the oversight policy lets act alone.
"""

from collections.abc import Iterator

from aigov_connectors.sandbox.clients import MSP_NAME
from aigov_connectors.sandbox.planted import (
    UNKNOWN_CLIENTS,
    ExpectedFinding,
    Named,
    RuleId,
    Severity,
    Verdict,
)
from aigov_connectors.sandbox.world import World
from aigov_connectors.sentinelone.sandbox.planted import (
    CONNECTION,
    DENIED_SITE,
    NOT_IN_CONSOLE,
    VENDOR,
)
from aigov_connectors.sentinelone.sandbox.planted_automation import FEWER_MODULES

_SUSPICIOUS_WAITS = (
    "auto_mitigation",
    "behavioral_ai",
    "potentially_unwanted_applications",
    "reputation",
    "static_ai_suspicious",
)
"""What waits for an analyst on suspicious verdicts, by the account's policy."""
_NO_SUSPICION_WAITS = ("Lakeside Clinic", "Tamarack Wealth Partners", DENIED_SITE)
"""One protects on both, one has a mode that nobody knows, one does not show its policy."""
_DETECT_ON_BOTH = ("Juniper Valley Hospice", "Oakhaven School District")
_SWITCH = "Wren & Partners Law"
_NO_SNAPSHOTS = "Ironbell Insurance"

_VENDOR: tuple[tuple[RuleId, Verdict, Severity, str], ...] = (
    (
        "client-data-may-train",
        "undetermined",
        "medium",
        "no public text says whether clients' data train a model",
    ),
    (
        "vendor-answer-missing",
        "fail",
        "low",
        "nothing public on bias, client separation, model updates and incidents of AI",
    ),
)


def control_findings(world: World) -> tuple[ExpectedFinding, ...]:
    """Return the findings."""
    return (
        *_of_the_vendor(),
        *_nameless(world),
        _about(
            "no-rollback",
            _but(world),
            "no document names a way back from decommissioning, upgrades, rules and workflows",
        ),
        ExpectedFinding(
            rule="no-rollback",
            verdict="fail",
            severity="medium",
            vendor=VENDOR,
            connection=CONNECTION,
            because="the site's policy keeps no snapshots, from which Rollback restores files",
            source_object=Named("policy", _NO_SNAPSHOTS),
            clients=(_NO_SNAPSHOTS,),
        ),
        _about(
            "override-unknown",
            _but(world, DENIED_SITE),
            "no document names an exception from driver blocking",
        ),
        ExpectedFinding(
            rule="unknown-ai-switch",
            verdict="undetermined",
            severity="medium",
            vendor=VENDOR,
            connection=CONNECTION,
            because="no document knows aiTriageAutoCloseOn, and it is on; its name proves nothing",
            clients=(_SWITCH,),
        ),
    )


def _of_the_vendor() -> Iterator[ExpectedFinding]:
    """What the vendor's public pages leave open; about no client in particular."""
    for rule, verdict, severity, because in _VENDOR:
        yield ExpectedFinding(
            rule=rule,
            verdict=verdict,
            severity=severity,
            vendor=VENDOR,
            connection=CONNECTION,
            because=because,
            clients=UNKNOWN_CLIENTS,
        )


def _nameless(world: World) -> Iterator[ExpectedFinding]:
    """Gates of which the console tells only that an analyst or a technician stands there.

    Which roles have a right to mitigate is seen, and does not tell which of them is to approve.
    """
    waiting = _but(world, *_NO_SUSPICION_WAITS)
    clients = {
        **dict.fromkeys(_SUSPICIOUS_WAITS, waiting),
        "static_ai": _DETECT_ON_BOTH,
        # The other account, of the MSP itself, has no rules.
        "star_active_response": _but(world, *_NO_SUSPICION_WAITS, MSP_NAME),
        "remote_ops_scripts": _but(world, *FEWER_MODULES),
    }
    for feature, names in clients.items():
        yield _about(
            "gate-without-named-approver",
            names,
            "nothing tells which analyst or technician it is",
            feature=feature,
        )


def _about(
    rule: RuleId, clients: tuple[str, ...], because: str, *, feature: str | None = None
) -> ExpectedFinding:
    return ExpectedFinding(
        rule=rule,
        verdict="undetermined",
        severity="low",
        vendor=VENDOR,
        connection=CONNECTION,
        because=because,
        clients=clients,
        feature=None if feature is None else f"{VENDOR}.{feature}",
    )


def _but(world: World, *names: str) -> tuple[str, ...]:
    left_out = NOT_IN_CONSOLE | set(names)
    return tuple(sorted(one.name for one in world.clients if one.name not in left_out))
