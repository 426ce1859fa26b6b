"""What must be found around the policies, written by hand: way back, override, names, log, reach.

The vendor's facts name no way back for a decommissioned agent, and no way to overrule a blocked
driver. Its threats tell which engine acted, and so account for all that the same policy sets; what
the account's own policy does is what the oversight policy lets act alone.
"""

from aigov_connectors.sandbox.planted import ExpectedFinding, RuleId
from aigov_connectors.sandbox.world import World
from aigov_connectors.sentinelone.sandbox.planted import (
    CONNECTION,
    DENIED_SITE,
    NOT_IN_CONSOLE,
    VENDOR,
)

_SWITCH = "Wren & Partners Law"


def control_findings(world: World) -> tuple[ExpectedFinding, ...]:
    """Return the findings."""
    return (
        _about(
            "no-rollback",
            _but(world),
            "no document names a way back from decommissioning, upgrades, rules and workflows",
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


def _about(rule: RuleId, clients: tuple[str, ...], because: str) -> ExpectedFinding:
    return ExpectedFinding(
        rule=rule,
        verdict="undetermined",
        severity="low",
        vendor=VENDOR,
        connection=CONNECTION,
        because=because,
        clients=clients,
    )


def _but(world: World, *names: str) -> tuple[str, ...]:
    left_out = NOT_IN_CONSOLE | set(names)
    return tuple(sorted(one.name for one in world.clients if one.name not in left_out))
