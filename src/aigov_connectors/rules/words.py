"""How rules speak: decisions, parts and settings in plain words."""

from __future__ import annotations

from collections.abc import Iterable

from aigov_connectors.inventory import (
    BreakdownPart,
    DecisionKind,
    Deployment,
    Dimension,
    Operator,
    Setting,
)

__all__ = ["ACTION", "listed", "part_words", "settings_words"]

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
        counted = "" if part.endpoints is None else f"{part.endpoints} "
        words = f"{words}, for {counted}{part.subset}"
    return words


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
