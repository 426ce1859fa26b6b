"""The MSP's oversight policy: what may be decided alone, what needs a person, and the waivers."""

from aigov_connectors.policy.lines import GROUPS, OversightLine, Permission, Ruling
from aigov_connectors.policy.names import KnownNames, name_problems
from aigov_connectors.policy.policy import DEFAULT_POLICY, Policy
from aigov_connectors.policy.problems import PolicyPart, PolicyProblem, ProblemKind, policy_problems
from aigov_connectors.policy.shipped import DEFAULT_LINES
from aigov_connectors.policy.thresholds import SCALES, Threshold
from aigov_connectors.policy.waivers import Waiver

__all__ = [
    "DEFAULT_LINES",
    "DEFAULT_POLICY",
    "GROUPS",
    "SCALES",
    "KnownNames",
    "OversightLine",
    "Permission",
    "Policy",
    "PolicyPart",
    "PolicyProblem",
    "ProblemKind",
    "Ruling",
    "Threshold",
    "Waiver",
    "name_problems",
    "policy_problems",
]
