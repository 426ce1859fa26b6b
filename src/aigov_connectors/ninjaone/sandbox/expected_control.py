"""What must be found around the automations, written by hand: way back, names, reach.

A script that ran cannot be taken back by the vendor; no document names a way. Who of the
technicians approves a device is not shown. A policy of the whole tenant runs its conditions at
clients under several regulations.
"""

from collections.abc import Iterator
from typing import Literal

from aigov_connectors.ninjaone.sandbox.planted import (
    ADMISSION,
    CONNECTION,
    FINANCE,
    POLICIES,
    STANDARD_SERVERS,
    STANDARD_WORKSTATIONS,
    TASKS,
    VENDOR,
    in_tool,
)
from aigov_connectors.sandbox.clients import ClientOrg
from aigov_connectors.sandbox.planted import (
    UNKNOWN_CLIENTS,
    ExpectedFinding,
    Named,
    RuleId,
    Severity,
    Verdict,
)
from aigov_connectors.sandbox.world import World

_OWN_WORKSTATION_CONDITION = ("Hearthstone Senior Living", "Tulipan Foods", "Copperline Electric")

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
        "nothing public on client separation, model updates, incidents and bias",
    ),
)


def control_findings(world: World) -> tuple[ExpectedFinding, ...]:
    """Return the findings."""
    managed = in_tool(world)
    by_hand = tuple(one for one in managed if one.name not in ADMISSION)
    return (
        *_of_the_vendor(),
        _about(
            "gate-without-named-approver",
            "device_admission",
            _names(by_hand),
            "MANUAL waits for a technician, and names none",
        ),
        _about("no-rollback", None, _names(managed), "no document names a way back"),
        _about("override-unknown", None, _names(managed), "the partner's console tells of its EDR"),
        _wide(
            STANDARD_SERVERS,
            "Print spooler crashed",
            tuple(one for one in managed if "CMMC" not in one.regulations),
        ),
        _wide(
            STANDARD_WORKSTATIONS,
            "Disk nearly full",
            tuple(one for one in managed if one.name not in _OWN_WORKSTATION_CONDITION),
        ),
        _wide(
            FINANCE,
            "Teller application stopped",
            tuple(one for one in managed if one.industry == "finance"),
            verdict="undetermined",
        ),
        *(
            ExpectedFinding(
                rule="tenant-wide-setting",
                verdict="undetermined",
                severity="low",
                vendor=VENDOR,
                connection=CONNECTION,
                because="a task acts, and whom it reaches is not shown",
                feature=f"{VENDOR}.scheduled_task",
                source_object=Named("task", name),
                scope=Named("tenant", CONNECTION),
                clients=UNKNOWN_CLIENTS,
            )
            for _, name, enabled in TASKS
            if enabled is not False
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


def _wide(
    policy: int,
    name: str,
    clients: tuple[ClientOrg, ...],
    *,
    verdict: Literal["fail", "undetermined"] = "fail",
) -> ExpectedFinding:
    holder = next(one.name for one in POLICIES if one.id == policy)
    return ExpectedFinding(
        rule="tenant-wide-setting",
        verdict=verdict,
        severity="low",
        vendor=VENDOR,
        connection=CONNECTION,
        because="one condition runs its script at clients under several regulations",
        feature=f"{VENDOR}.condition_script",
        source_object=Named("rule", name),
        scope=Named("tenant", CONNECTION),
        holder=Named("policy", holder),
        clients=_names(tuple(one for one in clients if one.regulations)),
    )


def _about(
    rule: RuleId, feature: str | None, clients: tuple[str, ...], because: str
) -> ExpectedFinding:
    return ExpectedFinding(
        rule=rule,
        verdict="undetermined",
        severity="low",
        vendor=VENDOR,
        connection=CONNECTION,
        because=because,
        feature=None if feature is None else f"{VENDOR}.{feature}",
        clients=clients,
    )


def _names(clients: tuple[ClientOrg, ...]) -> tuple[str, ...]:
    return tuple(sorted(client.name for client in clients))
