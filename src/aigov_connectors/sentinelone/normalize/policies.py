"""One policy as deployments: which engine runs, what it does by itself, and for whom.

Structure only (which settings belong together, what switches what off); what a value means is
looked up in the catalogue.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from aigov_connectors.catalogue import FeatureEntry, Label, VendorCatalogue
from aigov_connectors.inventory import (
    ApprovalGate,
    Autonomy,
    Availability,
    Basis,
    BreakdownPart,
    DecisionKind,
    Dimension,
    Evidence,
    GateKind,
    Operator,
    Origin,
    Place,
    Provision,
    Reach,
    Scope,
    SourceObject,
    Statement,
)
from aigov_connectors.sentinelone.normalize.settings import (
    Look,
    PolicySettings,
    all_on,
    any_on,
    both,
    highest,
    is_contradicted,
    label,
    sends,
    unless_contradicted,
    weakest,
    worded,
)
from aigov_connectors.sentinelone.wire import PolicyWire

MODES = (("malicious", "mitigationMode"), ("suspicious", "mitigationModeSuspicious"))
"""Confidence of a verdict, and the setting that says what the agent does then."""

DEPTH = "autoMitigationAction"
"""How far an action goes; that nothing is done contradicts a mode that acts."""

SNAPSHOTS = "snapshotsOn"


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyFeature:
    """Which settings of a policy make one feature."""

    name: str
    switches: tuple[str, ...] = ()
    """The feature is on where one of them is."""
    newer: tuple[str, ...] = ()
    """Switches that an older console does not send, and then does not have."""
    guard: str | None = None
    """Off here is off for the feature."""
    modes: tuple[tuple[str, str], ...] = ()
    """Where verdicts of different confidence are treated apart."""
    depth: str | None = None
    """How far an action goes: which of the feature's decisions it takes."""
    acts_by_depth: bool = False
    """Whether the depth decides with the modes if it acts at all."""
    agents_differ: bool = False
    """Whether endpoints with modes of their own are told here."""
    excludable: bool = False
    """Whether exclusions take endpoints' files and processes out of its sight."""
    by_agent: bool = True
    """Whether agents do it, so that an override of their configuration may change it."""
    by_snapshot: bool = False
    """Whether snapshots can undo what it does."""
    only_where_sent: bool = False
    """Newer than the published schema: where the key is missing, nothing is stated."""
    beside: tuple[str, ...] = ()
    """Settings that decide nothing, but belong to the picture (data use, thresholds)."""


FEATURES = (
    PolicyFeature(
        name="static_ai",
        switches=("engines.preExecution",),
        guard="monitorOnWrite",
        modes=MODES[:1],
        excludable=True,
        by_snapshot=True,
        beside=("researchOn", "cloudValidationOn"),
    ),
    PolicyFeature(
        name="static_ai_suspicious",
        switches=("engines.preExecutionSuspicious",),
        guard="monitorOnWrite",
        modes=MODES[1:],
        excludable=True,
        by_snapshot=True,
        beside=("researchOn", "cloudValidationOn"),
    ),
    PolicyFeature(
        name="behavioral_ai",
        switches=(
            "engines.executables",
            "engines.dataFiles",
            "engines.exploits",
            "engines.lateralMovement",
            "engines.penetration",
            "engines.remoteShell",
        ),
        guard="monitorOnExecute",
        modes=MODES,
        depth=DEPTH,
        excludable=True,
        by_snapshot=True,
        beside=("researchOn",),
    ),
    PolicyFeature(
        name="potentially_unwanted_applications",
        switches=("engines.pup",),
        guard="monitorOnExecute",
        modes=MODES,
        by_snapshot=True,
    ),
    PolicyFeature(
        name="application_control",
        switches=("engines.applicationControl",),
        guard="monitorOnExecute",
        modes=MODES,
    ),
    PolicyFeature(name="identity_detection", switches=("engines.idr",), only_where_sent=True),
    PolicyFeature(
        name="reputation",
        switches=("engines.reputation",),
        modes=MODES,
        by_snapshot=True,
        beside=("cloudValidationOn",),
    ),
    PolicyFeature(
        name="auto_mitigation",
        modes=MODES,
        depth=DEPTH,
        acts_by_depth=True,
        agents_differ=True,
        by_snapshot=True,
    ),
    PolicyFeature(
        name="network_quarantine",
        switches=("networkQuarantineOn",),
        beside=("fwForNetworkQuarantineEnabled",),
    ),
    PolicyFeature(name="macro_removal", switches=("removeMacros",), newer=("removeMacrosMl",)),
    PolicyFeature(
        name="driver_blocking",
        switches=("driverBlocking", "signedDriverBlockingOn", "unsignedDriverBlockingOn"),
    ),
    PolicyFeature(
        name="smb_lateral_movement_mitigation",
        switches=("smbLateralMovementMitigation",),
        only_where_sent=True,
        beside=("networkProtectionInfra",),
    ),
    PolicyFeature(name="auto_immune", switches=("autoImmuneOn",), by_agent=False),
    PolicyFeature(
        name="auto_decommission",
        switches=("autoDecommissionOn",),
        by_agent=False,
        beside=("autoDecommissionDays",),
    ),
    PolicyFeature(
        name="auto_file_upload",
        switches=("autoFileUpload.enabled",),
        beside=("autoFileUpload.includeBenignFiles",),
    ),
    PolicyFeature(
        name="forensics_auto_trigger",
        switches=(
            "forensicsAutoTriggering.windowsEnabled",
            "forensicsAutoTriggering.macosEnabled",
            "forensicsAutoTriggering.linuxEnabled",
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class AgentsApart:
    """Endpoints whose own mode is not, or may not be, the one that their policy sets."""

    confidence: str
    setting: str
    mode: str | None
    """None where they do not tell it."""
    endpoints: int
    evidence: Evidence
    """The mode of the first of them."""


def deployments_from_policy(
    policy: PolicyWire,
    *,
    origin: Origin,
    object_id: str,
    place: Place,
    scope: Scope,
    source: SourceObject,
    reach: Mapping[str, int | None],
    how: Reach = Reach.LISTED,
    catalogue: VendorCatalogue,
    agents_apart: Iterable[AgentsApart] = (),
    exclusions: Iterable[Look] = (),
    overrides: Iterable[Look] = (),
    overridden: bool = False,
) -> Iterator[Statement]:
    """State every feature that one policy configures, in the order of `FEATURES`.

    Any JSON at any key gives statements: a value that the catalogue does not know is unknown.

    Args:
        object_id: the vendor's id of the scope whose answer this is; `scope` may lie above it.
        reach: vendor id of each organization under this policy, with its endpoints.
        how: whether these are all.
        exclusions: how many there are under this policy, by kind.
        overrides: how many overrides of the agents' configuration there are under this policy.
        overridden: whether one holds for all who follow it: that the agents do what the policy
            says is then a conclusion, since nobody tells what an override does.
    """
    settings = PolicySettings(policy, origin, object_id)
    unknown = tuple(settings.unknown(place=place, source=source))
    apart = tuple(agents_apart)
    excluded, configured = tuple(exclusions), tuple(overrides)
    for feature in FEATURES:
        if feature.only_where_sent and settings.look(feature.switches[0]).absent:
            continue
        reading = _read(
            feature,
            settings,
            catalogue[feature.name],
            apart,
            (
                *(excluded if feature.excludable else ()),
                *(configured if feature.by_agent else ()),
            ),
            concluded=overridden and feature.by_agent,
        )
        deployment = catalogue[feature.name].deployment(
            place=place,
            scope=scope,
            source_object=source,
            label=reading.label,
            enabled=reading.enabled,
            reach=how,
            settings=tuple(one.setting for one in reading.looks),
            evidence=reading.evidence,
            breakdown=reading.parts,
            rollback=reading.rollback,
        )
        # What nobody has heard of is told once per policy, beside its first statement.
        told, unknown = unknown, ()
        yield Statement(
            deployment=deployment,
            evidence=(*reading.evidence, *settings.unknown_evidence(told)),
            reach=reach,
            unknown_settings=told,
        )


def settings_not_sent(policy: PolicyWire) -> tuple[tuple[str, str], ...]:
    """Features, each with its setting, of which this console says nothing."""
    return tuple(
        (feature.name, feature.switches[0])
        for feature in FEATURES
        if feature.only_where_sent and not sends(policy, feature.switches[0])
    )


@dataclass(frozen=True, slots=True)
class _Reading:
    label: Label
    enabled: bool | None
    parts: tuple[BreakdownPart, ...]
    looks: tuple[Look, ...]
    evidence: tuple[Evidence, ...]
    rollback: Provision | None


def _read(
    feature: PolicyFeature,
    settings: PolicySettings,
    entry: FeatureEntry,
    apart: tuple[AgentsApart, ...],
    overrides: tuple[Look, ...],
    *,
    concluded: bool,
) -> _Reading:
    switches = _Switches(feature, settings, entry)
    modes = [(confidence, settings.look(setting)) for confidence, setting in feature.modes]
    depth = settings.look(DEPTH) if modes else None
    depth_label = label(entry, depth) if depth else None
    limit = depth_label if feature.acts_by_depth else None
    levels: list[Label] = []
    parts: list[BreakdownPart] = []
    contradicted = False
    for confidence, look in modes:
        level = label(entry, look)
        if depth_label is not None:
            contradicted = contradicted or is_contradicted(level, depth_label)
            level = unless_contradicted(level, depth_label)
        if limit is not None and limit.autonomy is not Autonomy.ADVISORY:
            level = both(level, limit)
        levels.append(level)
        parts.append(_part(confidence, level))
    deep = (
        depth_label if feature.depth and depth_label and depth_label.enabled is not None else None
    )
    decisions = (deep or highest(levels or switches.labels)).decisions
    differing = apart if feature.agents_differ else ()
    of_agents: list[Label] = []
    for group in differing:
        told = _of_agents(worded(entry, group.setting, group.mode), decisions)
        of_agents += told
        parts += [_part(group.confidence, one, group, decisions) for one in told]
    top = highest([*levels, *of_agents] or switches.labels)
    if top.autonomy not in {one.autonomy for one in levels}:
        levels += of_agents  # only they go as far as the deployment is said to
    # The depth counts where it says what is done, or where it contradicts a mode.
    depth = depth if feature.depth or contradicted else None
    deciding = [*levels, *switches.deciding]
    deciding += [depth_label] if depth and depth_label else []
    # The modes first: a sentence quotes the first few settings, and these decide.
    looks = [*(look for _, look in modes), *([depth] if depth else []), *switches.looks]
    rollback = None
    if feature.by_snapshot:
        looks.append(settings.look(SNAPSHOTS))
        rollback = _rollback(entry, looks[-1])
    looks += [settings.look(name) for name in feature.beside]
    looks += overrides
    return _Reading(
        label=top.model_copy(
            update={
                "basis": Basis.INFERRED if concluded or switches.concluded else weakest(deciding),
                "decisions": decisions,
            }
        ),
        enabled=limit.enabled if limit else switches.enabled,
        parts=tuple(parts),
        looks=tuple(looks),
        evidence=(*(one.evidence for one in looks), *(one.evidence for one in differing)),
        rollback=rollback,
    )


class _Switches:
    """The switches of one feature, taken together."""

    def __init__(
        self, feature: PolicyFeature, settings: PolicySettings, entry: FeatureEntry
    ) -> None:
        own = [settings.look(name) for name in feature.switches]
        newer = [settings.look(name) for name in feature.newer]
        sent = [one for one in newer if not one.absent]
        guards = [settings.look(feature.guard)] if feature.guard else []
        labels = [label(entry, one) for one in (*own, *sent)]
        guarding = [label(entry, one) for one in guards]
        self.looks = [*own, *newer, *guards]
        self.labels = labels
        on = any_on(one.enabled for one in labels)
        self.enabled = all_on([on, *(one.enabled for one in guarding)])
        self.deciding = [one for one in (*labels, *guarding) if one.enabled == self.enabled]
        # That a console without a switch has not the feature either is a conclusion.
        self.concluded = len(sent) < len(newer) and self.enabled is False


_LEAST = {DecisionKind.CONTAIN_FILE}
"""What an agent in Protect does at the least."""


def _of_agents(level: Label, decisions: Iterable[DecisionKind]) -> list[Label]:
    """What endpoints in a mode of their own do: how deep they go is shown nowhere.

    That one in Protect kills and quarantines is concluded from its mode. Whether it does what else
    is stated of the policy is unknown, and told apart.
    """
    if level.autonomy is not Autonomy.FULLY_AUTONOMOUS:
        return [level.model_copy(update={"decisions": tuple(decisions)})]
    level = level.model_copy(update={"basis": Basis.INFERRED})
    least = tuple(one for one in decisions if one in _LEAST)
    more = tuple(one for one in decisions if one not in _LEAST)
    unclear = ApprovalGate(kind=GateKind.UNKNOWN)
    found = [level.model_copy(update={"decisions": least})] if least else []
    if more:
        deeper = {"autonomy": Autonomy.UNKNOWN, "gate": unclear, "decisions": more}
        found.append(level.model_copy(update=deeper))
    return found


def _part(
    confidence: str,
    level: Label,
    agents: AgentsApart | None = None,
    decisions: tuple[DecisionKind, ...] = (),
) -> BreakdownPart:
    """One part; of agents apart with what it decides, where that is less than all `decisions`."""
    part = BreakdownPart(
        dimension=Dimension.CONFIDENCE,
        operator=Operator.EQ,
        value=confidence,
        autonomy=level.autonomy,
        gate=level.gate,
    )
    if agents is None:
        return part
    return part.model_copy(
        update={
            "subset": _whose(agents),
            "endpoints": agents.endpoints,
            "decisions": () if level.decisions == decisions else level.decisions,
            "basis": level.basis if level.basis is not Basis.OBSERVED else None,
        }
    )


def _whose(agents: AgentsApart) -> str:
    if agents.mode is None:
        return "agents that do not tell their own mode"
    return f"agents whose own mode ({agents.mode}) differs from their policy"


_SNAPSHOT_STATES = {True: Availability.AVAILABLE, False: Availability.NOT_AVAILABLE}


def _rollback(entry: FeatureEntry, snapshots: Look) -> Provision:
    kept = snapshots.value if isinstance(snapshots.value, bool) else None
    state = Availability.UNKNOWN if kept is None else _SNAPSHOT_STATES[kept]
    return entry.rollback.model_copy(update={"state": state})
