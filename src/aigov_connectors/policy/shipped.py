"""The lines that ship: a default that an MSP can start from."""

from aigov_connectors.inventory import DecisionKind, Dimension, Operator
from aigov_connectors.policy.lines import OversightLine, Permission
from aigov_connectors.policy.thresholds import Threshold

__all__ = ["DEFAULT_LINES"]

DEFAULT_LINES: tuple[OversightLine, ...] = (
    OversightLine(
        name="preventive blocks may act alone",
        decisions=(DecisionKind.BLOCK_EXECUTION,),
        allowed=Permission.ALONE,
    ),
    OversightLine(
        name="file containment may act alone on malicious verdicts",
        decisions=(DecisionKind.CONTAIN_FILE, DecisionKind.MODIFY_DOCUMENT),
        when=Threshold(dimension=Dimension.CONFIDENCE, operator=Operator.EQ, value="malicious"),
        allowed=Permission.ALONE,
    ),
    OversightLine(
        name="housekeeping, notices and drafts may act alone",
        decisions=(
            DecisionKind.INFORM,
            DecisionKind.DRAFT_CONTENT,
            DecisionKind.COLLECT_DATA,
            DecisionKind.NORMALIZE_DATA,
            DecisionKind.REMOVE_DEVICE,
            DecisionKind.REFUSE_DEVICE,
        ),
        allowed=Permission.ALONE,
    ),
    OversightLine(
        name="patches may be approved in stages that someone can stop",
        decisions=(DecisionKind.APPROVE_PATCH,),
        allowed=Permission.WITH_VETO_WINDOW,
    ),
    OversightLine(
        name="everything else needs a person's approval",
        allowed=Permission.AFTER_APPROVAL,
    ),
)
"""The lines that ship; a configuration's own lines are read before them."""
