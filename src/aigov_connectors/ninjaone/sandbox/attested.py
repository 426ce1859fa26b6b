"""What people of the MSP state of this tool, as the demonstration's configuration holds it.

One statement counts and tells of something that acts, one counts and is old, one has expired.
"""

from datetime import timedelta
from typing import Any

from aigov_connectors.ninjaone.sandbox.planted import CONNECTION, VENDOR
from aigov_connectors.sandbox.planted import ALL_OF_CONNECTION, ExpectedFinding, RuleId
from aigov_connectors.sandbox.world import World

ACTS_AT = "Silver Birch Realty"
"""Its third-party software is patched by itself, as was stated."""
OLD, EXPIRED, ACTS = "generative_assistants", "apply_now", "third_party_patching"


def attestations(world: World) -> tuple[dict[str, Any], ...]:
    """Return them as they stand in a configuration."""
    today = world.now.date()
    begin = today.replace(day=1)
    return (
        {
            "feature": f"{VENDOR}.{ACTS}",
            "connection": CONNECTION,
            "client": ACTS_AT,
            "enabled": True,
            "autonomy": "fully_autonomous",
            "gate": "none",
            "by": "role:patch-lead",
            "on": begin,
            "until": today.replace(year=today.year + 1, day=1),
        },
        {
            "feature": f"{VENDOR}.{OLD}",
            "connection": CONNECTION,
            "enabled": False,
            "by": "role:service-desk-lead",
            "on": begin - timedelta(days=500),
        },
        {
            "feature": f"{VENDOR}.{EXPIRED}",
            "connection": CONNECTION,
            "enabled": True,
            "autonomy": "advisory",
            "gate": "pre_approval",
            "approver": "role:patch-lead",
            "by": "role:patch-lead",
            "on": begin - timedelta(days=400),
            "until": begin - timedelta(days=40),
        },
    )


def attested_findings() -> tuple[ExpectedFinding, ...]:
    """Return what must be found of them."""
    return (
        _about(
            "patch-approval-without-staging-or-person",
            ACTS,
            "it was stated that patches are approved by themselves, and in no stages",
            severity="medium",
            clients=(ACTS_AT,),
        ),
        _about(
            "missing-approval-gate",
            ACTS,
            "and that they are installed, or withheld, with nobody in between",
            severity="medium",
            clients=(ACTS_AT,),
        ),
        _about("attestation-stale", OLD, "stated more than a year ago, without an end"),
        _about(
            "attestation-stale", EXPIRED, "it has expired and no longer counts", severity="medium"
        ),
    )


def _about(
    rule: RuleId,
    feature: str,
    because: str,
    *,
    severity: Any = "low",
    clients: tuple[str, ...] = ALL_OF_CONNECTION,
) -> ExpectedFinding:
    return ExpectedFinding(
        rule=rule,
        verdict="fail",
        severity=severity,
        vendor=VENDOR,
        connection=CONNECTION,
        because=because,
        feature=f"{VENDOR}.{feature}",
        clients=clients,
    )
