"""How rules speak: decisions, parts and settings in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from aigov_connectors.inventory import (
    ActorKind,
    Basis,
    BreakdownPart,
    Chain,
    ChainStep,
    ChangeKind,
    ChangeRecord,
    ChangeTeller,
    DecisionKind,
    Deployment,
    Dimension,
    Operator,
    Setting,
)

__all__ = ["ACTION", "change_words", "listed", "part_words", "path_words", "settings_words"]

ACTION: dict[DecisionKind, str] = {
    DecisionKind.INFORM: "informs",
    DecisionKind.DRAFT_CONTENT: "drafts content",
    DecisionKind.CONTAIN_FILE: "kills and quarantines files",
    DecisionKind.BLOCK_EXECUTION: "blocks execution",
    DecisionKind.ISOLATE_ENDPOINT: "isolates endpoints from the network",
    DecisionKind.REMEDIATE_ENDPOINT: "reverses changes on endpoints",
    DecisionKind.ROLL_BACK_ENDPOINT: "rolls endpoints back",
    DecisionKind.MODIFY_DOCUMENT: "changes documents",
    DecisionKind.RUN_SCRIPT: "runs scripts",
    DecisionKind.APPROVE_PATCH: "approves patches",
    DecisionKind.WITHHOLD_PATCH: "withholds patches",
    DecisionKind.INSTALL_SOFTWARE: "installs software",
    DecisionKind.RESTART_ENDPOINT: "restarts endpoints",
    DecisionKind.ADMIT_DEVICE: "admits new devices",
    DecisionKind.REFUSE_DEVICE: "refuses new devices",
    DecisionKind.REMOVE_DEVICE: "removes devices",
    DecisionKind.COLLECT_DATA: "collects data",
    DecisionKind.NORMALIZE_DATA: "rewrites inventory data",
    DecisionKind.ROUTE_TICKET: "routes tickets",
    DecisionKind.PRIORITIZE_TICKET: "sets ticket priorities",
    DecisionKind.CHANGE_TICKET: "changes tickets",
    DecisionKind.CLOSE_TICKET: "closes tickets",
    DecisionKind.REPLY_TO_PERSON: "replies to people",
    DecisionKind.CHANGE_CONFIGURATION: "changes configuration",
    DecisionKind.DISABLE_DETECTION: "switches detection off",
    DecisionKind.UNKNOWN: "does something that could not be told",
}
"""What a decision does, as a verb in the third person."""

_COMPARED = {
    Operator.EQ: "",
    Operator.NE: "other than ",
    Operator.LT: "below ",
    Operator.LE: "up to ",
    Operator.GT: "above ",
    Operator.GE: "from ",
}
_SETTINGS_SHOWN = 4  # more would bury the sentence; all of them are in the deployment


def listed(words: Iterable[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    *rest, last = tuple(words) or ("nothing",)
    return f"{', '.join(rest)} and {last}" if rest else last


def part_words(part: BreakdownPart) -> str:
    """When the part applies: `on suspicious verdicts`, `on 3 endpoints whose …`."""
    value = f"{_COMPARED[part.operator]}{part.value}{f' {part.unit}' if part.unit else ''}"
    match part.dimension:
        case Dimension.CONFIDENCE:
            words = f"on {value} verdicts"
        case Dimension.SEVERITY:
            words = f"at severity {value}"
        case Dimension.ENDPOINTS:
            words = f"at {value} endpoints"
        case Dimension.TRIGGER:
            words = f"when started by {value}"
        case _:
            words = f"for {part.dimension.value.replace('_', ' ')} “{value}”"
    if part.subset is not None:
        # A subset is told in the plural: `endpoints that override …`.
        several = f"{part.endpoints} {part.subset}"
        one = f"{part.subset} (1)"
        whom = {None: part.subset, 1: one}.get(part.endpoints, several)
        words = f"{words}, for {whom}"
    return words


def change_words(record: ChangeRecord) -> str:
    """Who changed it and when: `changed 22 Nov 2026 08:19 UTC by user 4711 (person), as …`."""
    done = _DONE[record.what]
    when = f"{record.at.day} {record.at:%b %Y %H:%M} UTC"
    who = ""
    if (by := record.by) is not None:
        name = f"user {by.id}" if by.id else by.role or "somebody"
        kind = "person or program" if by.kind is ActorKind.UNKNOWN else by.kind.replace("_", " ")
        who = f" by {name} ({kind})"
    source = "its log" if record.told_by is ChangeTeller.LOG else "the object itself"
    sure = "" if record.basis is Basis.OBSERVED else " (inferred)"
    return f"{done} {when}{who}, as {source} says{sure}"


_DONE = {
    ChangeKind.CREATED: "made",
    ChangeKind.CHANGED: "changed",
    ChangeKind.DELETED: "deleted",
    ChangeKind.UNKNOWN: "last changed",
}


def path_words(chain: Chain, known: Mapping[str, Deployment]) -> str:
    """The steps of a chain by the names of what configures them; `known` are those by key."""
    return " > ".join(_step_words(step, known) for step in chain.steps)


def _step_words(step: ChainStep, known: Mapping[str, Deployment]) -> str:
    one = known.get(step.deployment or "")
    return step.integration or "a step" if one is None else one.source_object.name


def settings_words(deployment: Deployment) -> str:
    """The settings that decided the reading: `mode=protect, depth=quarantine`."""
    shown = deployment.settings[:_SETTINGS_SHOWN]
    rest = len(deployment.settings) - len(shown)
    more = f" and {rest} more" if rest > 0 else ""
    return ", ".join(map(_setting, shown)) + more


def _setting(setting: Setting) -> str:
    if setting.absent:
        return f"{setting.name} not sent"
    value = setting.value
    if isinstance(value, bool):
        return f"{setting.name}={'true' if value else 'false'}"
    return f"{setting.name}={'null' if value is None else value}"
