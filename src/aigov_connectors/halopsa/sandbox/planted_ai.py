"""What is planted in this tool: AI suggestions, virtual agents, chats, rules on what comes in."""

from collections.abc import Mapping
from dataclasses import dataclass

from aigov_connectors.halopsa.sandbox import planted
from aigov_connectors.halopsa.sandbox.planted_work import (
    ANSWERS,
    RESET,
    RESTARTS,
    TRANSLATES,
    UNUSED_AGENT,
    Fields,
)

SUGGESTIONS: tuple[tuple[int, str, bool | None, tuple[int, ...]], ...] = (
    (3, "Category from similar tickets", True, (planted.INCIDENT,)),
    (4, "Template for similar tickets", False, (planted.INCIDENT,)),
    (5, "Urgency of finance tickets", None, (planted.FINANCE_REQUEST,)),
    (6, "Category from tickets like it", True, (planted.INCIDENT,)),
    (7, "Answer like similar tickets", True, (planted.INCIDENT,)),
    (8, "Remedy of similar tickets", True, (planted.INCIDENT,)),
    (9, "Insights of similar tickets", False, (planted.INCIDENT,)),
)
"""AI suggestions: id, name, whether they apply themselves (None: null), ticket types."""
RUN_BY_SUGGESTIONS: Mapping[int, int] = {7: ANSWERS, 8: RESTARTS, 9: TRANSLATES}
"""AI suggestions to the actions that they run."""
LIMITED: Mapping[int, tuple[int, ...]] = {6: (107, 112)}
"""AI suggestions with entities as a condition, by id."""


@dataclass(frozen=True, slots=True)
class PlantedFunction:
    """A function that a virtual agent may call."""

    id: int
    name: str
    runbook: str = ""
    anonymous: bool | None = False
    """None where that is null."""
    user: bool = False
    agent: bool = True


@dataclass(frozen=True, slots=True)
class PlantedAgent:
    """A virtual agent."""

    id: str
    name: str
    functions: tuple[PlantedFunction, ...] = ()


VIRTUAL_AGENTS: tuple[PlantedAgent, ...] = (
    PlantedAgent(
        "7f0c2b1e",
        "Portal helper",
        (
            PlantedFunction(12, "reset_password", RESET, user=True),
            PlantedFunction(13, "log_ticket", user=True),
            PlantedFunction(15, "renew_password", RESET, anonymous=None, user=True),
        ),
    ),
    PlantedAgent(
        "8a1d3c2f", "Website guide", (PlantedFunction(14, "unlock_account", RESET, anonymous=True),)
    ),
    PlantedAgent(UNUSED_AGENT, "Built-in assistant"),
)
CHATS: tuple[tuple[str, str, bool, str], ...] = (
    ("chat-1", "Portal chat", True, "7f0c2b1e"),
    ("chat-2", "Website chat", True, "8a1d3c2f"),
    ("chat-3", "Old chat", False, UNUSED_AGENT),
    ("chat-4", "People only", True, ""),
)
"""Chat profiles: id, name, whether in use, the virtual agent in their flow."""

EMAIL_RULES: tuple[tuple[int, str, bool, Fields], ...] = (
    (31, "Resolved alerts", True, {"closestring": "RESOLVED", "always_close_alerts": True}),
    (32, "Plain intake", True, {}),
    (34, "Vendor notices", True, {"closestring": None, "always_close_alerts": None}),
    (33, "Old alerts", False, {"always_close_alerts": True}),
    (35, "Answer to applicants", True, {"response_template_id": 12}),
)
"""Rules on incoming mail: id, name, whether enabled, what they set."""
EVENT_RULES: tuple[tuple[int, str, bool], ...] = (
    (41, "RMM alert opens a ticket", True),
    (42, "Old events", False),
)
"""Rules on incoming events: id, name, whether active."""
