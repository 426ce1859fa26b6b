"""What must be found around the policies, written by hand: way back, override, names, log, reach.

The vendor's facts name no way back for a decommissioned agent, and no way to overrule a blocked
driver. Its threats tell which engine acted; housekeeping, network quarantine and the removal of
macros leave no threat of their own. The analysts that a detecting policy waits for are named by
the roles: those that may mitigate threats, and that somebody holds.
"""

from typing import Literal

from aigov_connectors.sandbox.planted import UNKNOWN_CLIENTS, ExpectedFinding, Named, RuleId
from aigov_connectors.sandbox.world import World
from aigov_connectors.sentinelone.sandbox.planted import (
    CONNECTION,
    DENIED_SITE,
    NOT_IN_CONSOLE,
    SITE_POLICIES,
    VENDOR,
)

_DETECTS = "Oakhaven School District"
_ACT_ON_MALICIOUS = (
    "static_ai",
    "behavioral_ai",
    "reputation",
    "potentially_unwanted_applications",
    "auto_mitigation",
)
_EVERYWHERE = ("auto_immune", "auto_decommission", "driver_blocking")
"""On in the account's own policy, and in every site's own."""
_IN_THE_AUDIT_LOG = "auto_immune"
"""The audit log tells of every hash that the cloud adds to the blocklist."""
_SWITCH = "Wren & Partners Law"


def control_findings(world: World, *, account_policy: str) -> tuple[ExpectedFinding, ...]:
    """Return the findings; `account_policy` is the name of the account."""
    everyone = _but(world, DENIED_SITE)
    return (
        *(
            _about("no-decision-log", feature, everyone, "housekeeping leaves no threat")
            for feature in _EVERYWHERE
            if feature != _IN_THE_AUDIT_LOG
        ),
        _about(
            "no-decision-log",
            "auto_mitigation",
            _but(world, DENIED_SITE, _DETECTS),
            "threats name the engine; that mitigation followed is the engine's decision",
        ),
        _about("no-decision-log", "macro_removal", ("Cobalt Ridge Imaging",), "as above"),
        _about(
            "no-decision-log",
            "network_quarantine",
            ("Brightwater Credit Union", "Redfern Pediatrics"),
            "on at the one, unknown at the other; no threat tells of it",
        ),
        _about("no-rollback", "auto_decommission", everyone, "no document names a way back"),
        _about("override-unknown", "driver_blocking", everyone, "no document names an exception"),
        *(
            ExpectedFinding(
                rule="tenant-wide-setting",
                verdict="fail",
                severity="low",
                vendor=VENDOR,
                connection=CONNECTION,
                because="the account's own policy acts at clients under five regulations",
                feature=f"{VENDOR}.{feature}",
                source_object=Named("policy", account_policy),
                scope=Named("account", account_policy),
                clients=_regulated_without_own_policy(world),
            )
            for feature in (*_ACT_ON_MALICIOUS, *_EVERYWHERE)
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


def _about(rule: RuleId, feature: str, clients: tuple[str, ...], because: str) -> ExpectedFinding:
    verdict: Literal["undetermined"] = "undetermined"
    return ExpectedFinding(
        rule=rule,
        verdict=verdict,
        severity="low",
        vendor=VENDOR,
        connection=CONNECTION,
        because=because,
        feature=f"{VENDOR}.{feature}",
        clients=clients or UNKNOWN_CLIENTS,
    )


def _but(world: World, *names: str) -> tuple[str, ...]:
    left_out = NOT_IN_CONSOLE | set(names)
    return tuple(sorted(one.name for one in world.clients if one.name not in left_out))


def _regulated_without_own_policy(world: World) -> tuple[str, ...]:
    regulated = {one.name for one in world.clients if one.regulations}
    return tuple(one for one in _but(world, *SITE_POLICIES) if one in regulated)
