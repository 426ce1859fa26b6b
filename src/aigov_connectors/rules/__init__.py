"""Rules: what is wrong, for whom, how sure, and what could not be told.

One file per rule in `checks/`; its docstring is its documentation. Meaning is pure: no rule reads
a network, a disk or a clock, and none knows a vendor.
"""

from aigov_connectors.controls import Control, Framework, load_framework, shipped_frameworks
from aigov_connectors.rules.engine import Assessment, assess
from aigov_connectors.rules.model import (
    DeploymentRule,
    DriftRule,
    Finding,
    FindingClient,
    InventoryRule,
    Judged,
    Judgement,
    Rule,
    Subject,
    SubjectKind,
    Topic,
    View,
)
from aigov_connectors.rules.registry import rule_documentation, shipped_rules

__all__ = [
    "Assessment",
    "Control",
    "DeploymentRule",
    "DriftRule",
    "Finding",
    "FindingClient",
    "Framework",
    "InventoryRule",
    "Judged",
    "Judgement",
    "Rule",
    "Subject",
    "SubjectKind",
    "Topic",
    "View",
    "assess",
    "load_framework",
    "rule_documentation",
    "shipped_frameworks",
    "shipped_rules",
]
