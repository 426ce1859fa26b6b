"""What a careful reader must find in this tool: written by hand, from the documents.

A script that runs on a schedule or because a monitor failed acts by itself. A monitor that opens
a ticket informs; one whose alert action is merely called "run" is not understood. Patches that a
policy approves install without anybody; stages are a delay of which nobody is told. Who is in a
group is reached by what is set for it. A right to write is not its use.
"""

from collections.abc import Callable, Iterator
from typing import Literal

from aigov_connectors.connectwise.automate.sandbox.expected_rows import (
    NOT_WIDE,
    OF_OTHERS,
    PATCHES,
    REACH_UNKNOWN,
    SCRIPTS,
    UNGATED,
    Clients,
)
from aigov_connectors.connectwise.automate.sandbox.planted import (
    CONNECTION,
    SPELLED,
    VENDOR,
    client_id,
    in_tool,
)
from aigov_connectors.connectwise.automate.sandbox.planted_changes import (
    expected as expected_changes,
)
from aigov_connectors.connectwise.automate.sandbox.planted_policies import UNKNOWN_SWITCH
from aigov_connectors.sandbox.clients import ClientOrg
from aigov_connectors.sandbox.planted import (
    ALL_OF_CONNECTION,
    UNKNOWN_CLIENTS,
    ExpectedFinding,
    ExpectedGap,
    LookAlike,
    Named,
    Planted,
    Sheet,
    UnknownSwitch,
)
from aigov_connectors.sandbox.world import World

_finding = Sheet(VENDOR, CONNECTION).finding
_Severity = Literal["high", "medium", "low"]


def answer_sheet(world: World) -> Planted:
    """Return what must be found."""
    return Planted(
        findings=(
            *_scripts(world),
            *_of_others(),
            *_ungated(world),
            *_patches(world),
            *_wide(world),
            *_control(world),
            *_switches(world),
            *_not_shown(),
            *_vendor(),
        ),
        gaps=_GAPS,
        look_alikes=_LOOK_ALIKES,
        changes=expected_changes(),
        unknown_switches=(UnknownSwitch(VENDOR, *UNKNOWN_SWITCH),),
        aliases=tuple(
            (client.name, VENDOR, str(client_id(client)))
            for client in world.clients
            if client.name in SPELLED
        ),
    )


_IN: dict[str, Callable[[ClientOrg], bool]] = {
    "servers": lambda one: "CMMC" not in one.regulations,
    "workstations": lambda one: one.industry in ("retail", "finance"),
    "care": lambda one: one.industry == "healthcare",
}


def _named(clients: Clients, world: World) -> tuple[str, ...]:
    if clients == "all":
        return ALL_OF_CONNECTION
    if isinstance(clients, str):
        return tuple(sorted(one.name for one in in_tool(world) if _IN[clients](one)))
    return clients


def _regulated(clients: Clients, world: World) -> tuple[str, ...]:
    under = sorted(one.name for one in in_tool(world) if one.regulations)
    if clients == "all":
        return tuple(under)
    named = _named(clients, world)
    return tuple(one for one in under if one in named)


def _scripts(world: World) -> Iterator[ExpectedFinding]:
    for feature, source, verdict, clients, because in SCRIPTS:
        yield _finding(
            "unattended-script",
            verdict,
            "medium",
            because,
            feature=feature,
            source=source,
            clients=_named(clients, world),
        )


def _of_others() -> Iterator[ExpectedFinding]:
    for feature, source, clients, because in OF_OTHERS:
        yield _finding(
            "third-party-ai-can-write",
            "undetermined",
            "medium",
            because,
            feature=feature,
            source=source,
            clients=clients,
        )


def _ungated(world: World) -> Iterator[ExpectedFinding]:
    for feature, source, verdict, clients, because in UNGATED:
        yield _finding(
            "missing-approval-gate",
            verdict,
            "medium",
            because,
            feature=feature,
            source=source,
            clients=_named(clients, world),
        )


def _patches(world: World) -> Iterator[ExpectedFinding]:
    for source, clients, because in PATCHES:
        yield _finding(
            "patch-approval-without-staging-or-person",
            "fail",
            "medium",
            because,
            feature="patch_approval",
            source=source,
            clients=_named(clients, world),
        )


def _wide(world: World) -> Iterator[ExpectedFinding]:
    every = (
        *SCRIPTS,
        *(
            (feature, source, "undetermined", clients, "")
            for feature, source, clients, _ in OF_OTHERS
        ),
        *UNGATED,
        *(("patch_approval", source, "fail", clients, "") for source, clients, _ in PATCHES),
    )
    for feature, source, verdict, clients, _ in every:
        if source.name in NOT_WIDE:
            continue
        unknown = clients == UNKNOWN_CLIENTS or source.name in REACH_UNKNOWN
        yield _finding(
            "tenant-wide-setting",
            "undetermined" if unknown else verdict,
            "low",
            "one setting acts, or may act, at clients under several regulations",
            feature=feature,
            source=source,
            clients=UNKNOWN_CLIENTS if unknown else _regulated(clients, world),
        )


def _control(world: World) -> Iterator[ExpectedFinding]:
    unlogged: tuple[tuple[str, Clients], ...] = (
        ("group_auto_join", "all"),
        ("automatic_reboot", "servers"),
        ("daytime_patching", "workstations"),
        ("third_party_ai", UNKNOWN_CLIENTS),
    )
    for feature, clients in unlogged:
        yield _finding(
            "no-decision-log",
            "undetermined",
            "low",
            "what it does is booked under no name of its own",
            feature=feature,
            clients=_named(clients, world),
        )
    by_hand = {one.name for one in in_tool(world) if "CMMC" in one.regulations}
    yield _finding(
        "gate-without-named-approver",
        "undetermined",
        "low",
        "a technician approves patches; which is not shown",
        feature="patch_approval",
        clients=sorted(by_hand | {"Driftwood Hotels", "Silver Birch Realty"}),
    )
    yield _finding(
        "no-rollback",
        "fail",
        "low",
        "what a script did, and a restart, cannot be taken back",
        feature=None,
    )


def _switches(world: World) -> Iterator[ExpectedFinding]:
    switches: tuple[tuple[str, Clients], ...] = (
        (UNKNOWN_SWITCH[1], "workstations"),
        ("AiScriptAssistant", UNKNOWN_CLIENTS),
    )
    for name, clients in switches:
        yield _finding(
            "unknown-ai-switch",
            "undetermined",
            "medium",
            "a switch that no document explains, and it is on",
            feature=None,
            source=Named("setting", name),
            clients=_named(clients, world),
        )


def _not_shown() -> Iterator[ExpectedFinding]:
    not_shown: tuple[tuple[str, _Severity], ...] = (
        ("ai_script_writing", "medium"),
        ("psa_workflow_scripts", "low"),
    )
    for feature, severity in not_shown:
        yield _finding(
            "not-exposed-not-attested",
            "undetermined",
            severity,
            "the API has no field for the feature, and nobody attested it",
            feature=feature,
        )


def _vendor() -> Iterator[ExpectedFinding]:
    yield _finding(
        "client-data-may-train",
        "undetermined",
        "medium",
        "no public text says whether clients' data train a model",
        feature=None,
        clients=UNKNOWN_CLIENTS,
    )
    yield _finding(
        "vendor-answer-missing",
        "fail",
        "low",
        "nothing public on AI in this product",
        feature=None,
        clients=UNKNOWN_CLIENTS,
    )


_GAPS = (
    ExpectedGap(
        vendor=VENDOR,
        connection=CONNECTION,
        reason="not_exposed",
        about="monitors that did not fail, on computers that were not looked at",
        path="/Computers/{computerId}/Monitors",
    ),
)
_LOOK_ALIKES = (
    LookAlike(VENDOR, "a monitor that only opens a ticket", ("Errors in the event log",)),
    LookAlike(VENDOR, "a monitor whose name tells of a fix", ("Auto-fix everything",)),
    LookAlike(VENDOR, "a monitor that only sends a mail", ("CPU over 90 %",)),
    LookAlike(VENDOR, "a schedule that is disabled", ("Remove old agent on Workstations",)),
    LookAlike(VENDOR, "a schedule that expired", ("Migrate profiles on Verdant Grocers",)),
    LookAlike(VENDOR, "a schedule that is only inherited", ("Cleanup temp files on Care servers",)),
    LookAlike(VENDOR, "a group whose name tells of a search", ("Auto-join everything",)),
    LookAlike(VENDOR, "a group that people fill", ("Front desk", "Patched workstations")),
    LookAlike(
        VENDOR,
        "a policy that approves nothing by itself",
        ("Default - somebody decides",),
        features=(f"{VENDOR}.patch_approval",),
    ),
    LookAlike(
        VENDOR, "a policy that no group of computers has", ("Approve everything automatically",)
    ),
    LookAlike(VENDOR, "a restart that the user can refuse", ("Reboot if somebody agrees",)),
    LookAlike(VENDOR, "a policy that never restarts", ("Never reboot",)),
    LookAlike(
        VENDOR,
        "an update policy that works at night, though it runs a script then",
        ("Servers at night",),
        features=(f"{VENDOR}.daytime_patching",),
    ),
    LookAlike(VENDOR, "a program that may only read", ("reportbot",)),
    LookAlike(VENDOR, "a program whose login is locked", ("rewstprod",)),
    LookAlike(VENDOR, "a program whose name begins like that of an AI vendor", ("threadmill",)),
)
