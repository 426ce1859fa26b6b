"""What a careful reader must find in this tool: written by hand, from the documents.

A condition that runs a script acts by itself; whether somebody is told decides how much it
matters. A condition that a child policy inherits belongs to the policy where it was made, and the
child's devices count there; one that the child overrides belongs to the child. Names and
descriptions prove nothing.
"""

from collections.abc import Iterable
from typing import Literal

from aigov_connectors.ninjaone.sandbox.attested import (
    ACTS,
    ACTS_AT,
    attestations,
    attested_findings,
)
from aigov_connectors.ninjaone.sandbox.expected_control import control_findings
from aigov_connectors.ninjaone.sandbox.expected_work import (
    WORK_GAPS,
    WORK_LOOK_ALIKES,
    work_findings,
)
from aigov_connectors.ninjaone.sandbox.planted import (
    ADMISSION,
    CONNECTION,
    FINANCE,
    HEALTHCARE,
    HOTEL,
    POLICIES,
    STANDARD_SERVERS,
    STANDARD_WORKSTATIONS,
    TASKS,
    VENDOR,
    in_tool,
)
from aigov_connectors.ninjaone.sandbox.planted_changes import expected as expected_changes
from aigov_connectors.sandbox.clients import ClientOrg
from aigov_connectors.sandbox.planted import (
    ALL_OF_CONNECTION,
    UNKNOWN_CLIENTS,
    ExpectedFinding,
    ExpectedGap,
    LookAlike,
    Named,
    Planted,
    Reached,
)
from aigov_connectors.sandbox.world import World

_NOT_SHOWN: tuple[tuple[str, Literal["medium", "low"]], ...] = (
    ("ai_app", "medium"),
    ("patch_intelligence_ai", "medium"),
    ("patch_ai_approval_overrides", "medium"),
    ("dynamic_deployment_rings", "medium"),
    ("software_inventory_normalization", "medium"),
    ("os_patch_approval", "low"),
    ("third_party_patching", "low"),
    ("apply_now", "low"),
)
"""Features that nothing read here shows and nobody attested; medium where a machine learns or
generates. The fact sheet gives the AI app no technique (it is the switch of those that learn)
and calls the overrides automation on top of a rating by machine: both read as medium."""


def answer_sheet(world: World) -> Planted:
    """Return what must be found."""
    return Planted(
        findings=(
            *_scripts(world),
            *_tasks(),
            *_admission(),
            *work_findings(world),
            *control_findings(world),
            *_not_shown(world),
            *attested_findings(),
            _rights(),
        ),
        changes=expected_changes(world),
        gaps=(
            *WORK_GAPS,
            ExpectedGap(
                vendor=VENDOR,
                connection=CONNECTION,
                reason="not_exposed",
                about="conditions of other types than Windows event and custom field",
                path="/policies/{policy_id}/condition",
                required=False,
            ),
        ),
        look_alikes=(*_LOOK_ALIKES, *WORK_LOOK_ALIKES),
        reached=(
            Reached(VENDOR, f"{VENDOR}.condition_script", "Disk nearly full", "Verdant Grocers", 2),
        ),
        attestations=attestations(world),
    )


def _names(clients: Iterable[ClientOrg]) -> tuple[str, ...]:
    return tuple(sorted(client.name for client in clients))


def _scripts(world: World) -> tuple[ExpectedFinding, ...]:
    managed = in_tool(world)
    return (
        _condition(
            STANDARD_SERVERS,
            "Print spooler crashed",
            severity="high",
            clients=_names(one for one in managed if "CMMC" not in one.regulations),
            because="runs a script by itself and tells nobody; the healthcare policy inherits it",
        ),
        _condition(
            STANDARD_WORKSTATIONS,
            "Disk nearly full",
            severity="medium",
            clients=_names(
                one
                for one in managed
                if one.name
                not in ("Hearthstone Senior Living", "Tulipan Foods", "Copperline Electric")
            ),
            because="runs a script by itself; three policies inherit it, two override it",
        ),
        _condition(
            HOTEL,
            "Disk nearly full",
            severity="high",
            clients=("Copperline Electric", "Verdant Grocers"),
            because="the child's override runs another script and tells nobody; two devices of"
            " another client have this policy by an override of their own",
        ),
        _condition(
            HEALTHCARE,
            "Backup agent missing",
            severity="medium",
            clients=_names(one for one in managed if one.industry == "healthcare"),
            because="a custom-field condition runs a script by itself",
        ),
        _condition(
            FINANCE,
            "Teller application stopped",
            severity="medium",
            verdict="undetermined",
            clients=_names(one for one in managed if one.industry == "finance"),
            because="whether it is enabled is not told; the tellers' policy inherits it",
        ),
    )


def _condition(
    policy: int,
    name: str,
    *,
    severity: Literal["high", "medium"],
    clients: tuple[str, ...],
    because: str,
    verdict: Literal["fail", "undetermined"] = "fail",
) -> ExpectedFinding:
    policy_name = next(one.name for one in POLICIES if one.id == policy)
    return ExpectedFinding(
        rule="unattended-script",
        verdict=verdict,
        severity=severity,
        vendor=VENDOR,
        connection=CONNECTION,
        because=because,
        feature=f"{VENDOR}.condition_script",
        source_object=Named("rule", name),
        scope=Named("tenant", CONNECTION),
        holder=Named("policy", policy_name),
        clients=clients,
    )


def _tasks() -> tuple[ExpectedFinding, ...]:
    return tuple(
        ExpectedFinding(
            rule="unattended-script",
            verdict="undetermined" if enabled is None else "fail",
            severity="medium",
            vendor=VENDOR,
            connection=CONNECTION,
            because="a task runs by itself; whom it reaches and whom it tells is not shown",
            feature=f"{VENDOR}.scheduled_task",
            source_object=Named("task", name),
            scope=Named("tenant", CONNECTION),
            clients=UNKNOWN_CLIENTS,
        )
        for _, name, enabled in TASKS
        if enabled is not False
    )


def _admission() -> tuple[ExpectedFinding, ...]:
    return tuple(
        ExpectedFinding(
            rule="missing-approval-gate",
            verdict="fail" if mode == "AUTOMATIC" else "undetermined",
            severity="low",
            vendor=VENDOR,
            connection=CONNECTION,
            because="new devices join without a person"
            if mode == "AUTOMATIC"
            else "what the organization does with new devices is not known",
            feature=f"{VENDOR}.device_admission",
            source_object=Named("setting", client),
            scope=Named("client", client),
            clients=(client,),
        )
        for client, mode in ADMISSION.items()
        if mode != "REJECT"
    )


def _not_shown(world: World) -> tuple[ExpectedFinding, ...]:
    others = _names(one for one in in_tool(world) if one.name != ACTS_AT)
    return tuple(
        ExpectedFinding(
            rule="not-exposed-not-attested",
            verdict="undetermined",
            severity=severity,
            vendor=VENDOR,
            connection=CONNECTION,
            because="the public API has no field for the feature, and nobody attested it",
            feature=f"{VENDOR}.{feature}",
            clients=others if feature == ACTS else ALL_OF_CONNECTION,
        )
        for feature, severity in _NOT_SHOWN
    )


def _rights() -> ExpectedFinding:
    return ExpectedFinding(
        rule="own-credential-can-write",
        verdict="undetermined",
        severity="low",
        vendor=VENDOR,
        connection=CONNECTION,
        because="the API does not read a client's rights back; the scope alone proves nothing",
        clients=UNKNOWN_CLIENTS,
    )


_LOOK_ALIKES = (
    LookAlike(VENDOR, "a disabled condition with a script", ("Reboot after updates",)),
    LookAlike(VENDOR, "a disabled custom-field condition with a script", ("Profile cleanup",)),
    LookAlike(VENDOR, "a condition that only alerts", ("Repeated failed logons",)),
    LookAlike(
        VENDOR,
        "policies whose names tell of approval and prove nothing",
        ("Auto approve all patches", "Workstations - manual approval only"),
    ),
    LookAlike(VENDOR, "a child that switched the condition off", ("Workstations - kiosk",)),
    LookAlike(VENDOR, "a disabled task", ("Remove old antivirus",)),
    LookAlike(
        VENDOR,
        "an organization that refuses new devices by itself",
        ("Granite Hollow Machining",),
        features=(f"{VENDOR}.device_admission",),
    ),
    LookAlike(
        VENDOR,
        "an organization where a person admits new devices",
        ("Harborview Dental Lab",),
        features=(f"{VENDOR}.device_admission",),
    ),
)
