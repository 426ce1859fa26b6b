"""What a server did not tell of its settings: one gap for each resource, however many rows it has.

Older versions never send some keys, and any key may be null. What is then not known to act must
not read as if it did nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pydantic import BaseModel

__all__ = ["RESOURCES", "Untold", "untold_of"]

_RUNBOOKS = ("ai_runbooks", "integration_runbooks")
_FLOWS = ("workflow_automations", *_RUNBOOKS)


@dataclass(frozen=True, slots=True)
class _Field:
    """A field that decides whether something acts; `path` leads to it through lists."""

    path: str
    features: tuple[str, ...]
    is_name: bool = False
    """Whether it names something, so that null stands for nothing: only a key that no row has was
    not told."""
    is_named_once: bool = False
    """Whether null stands for nothing only where some row tells a text, be it empty."""


def _fields(features: Iterable[str], *paths: str, is_name: bool = False) -> tuple[_Field, ...]:
    return tuple(_Field(path, tuple(features), is_name) for path in paths)


RESOURCES: dict[str, tuple[_Field, ...]] = {
    "ticket_rules": (
        *_fields(("ticket_rules", "ai_actions", *_RUNBOOKS), "outcome_id"),
        *_fields(("ticket_rules", *_FLOWS), "new_workflow_id"),
    ),
    "workflows": (
        *_fields((*_FLOWS, "ai_actions", "virtual_agents"), "steps", "steps.actions"),
        *_fields(_FLOWS, "steps.auto_action", "steps.auto_action_type"),
        *_fields(_FLOWS, "steps.ai_model", "steps.actions.automation_runbook_id", is_name=True),
        *_fields((*_FLOWS, "virtual_agents"), "steps.virtual_agent_id", is_name=True),
        *_fields(
            (*_FLOWS, "ai_actions"),
            "steps.rules",
            "steps.actions.automation_action_id",
            "steps.actions.time_limit_mins",
            "steps.actions.approval_result",
        ),
    ),
    "ticket_types": (
        *_fields(_FLOWS, "workflow_id", "approval_process_id"),
        *_fields(["auto_close"], "auto_close_hours"),
        *_fields(["load_balancing"], "load_balance_on_schedule", "load_balance_interval"),
        *_fields(["ticket_type_presets"], "default_agent", "default_priority", "default_sla"),
        *_fields(["ticket_type_presets"], "default_team", is_name=True),
        *_fields(
            ["ticket_type_automations"],
            "auto_respond_logged_manually",
            "auto_forward_email_updates",
            "auto_delete_data",
            "auto_contributor",
            "default_sendack",
            "default_sendemail",
        ),
    ),
    "statuses": _fields(
        ["status_timers"],
        "statuschangeto",
        "statuschangetofreq",
        "timeuntilloffhold",
        "statusnochangehours",
    ),
    "slas": _fields(
        ["status_timers"],
        "autoreleaseoption",
        "slstatusafterfirstwarning",
        "slstatusaftersecondwarning",
    ),
    "outcomes": (
        *_fields(["ai_actions"], "ai_operation"),
        *_fields(["ai_insights"], "run_ai_insights"),
        *_fields(_RUNBOOKS, "automation_runbookid", is_name=True),
    ),
    "approval_processes": _fields(_RUNBOOKS, "steps.automation_runbookid", is_name=True),
    "virtual_agents": (
        *_fields(("virtual_agents", *_RUNBOOKS), "functions"),
        *_fields(("virtual_agents", *_RUNBOOKS), "functions.runbook_id", is_name=True),
    ),
    "chat_profiles": (
        *_fields(["virtual_agents"], "steps"),
        _Field("steps.names_agent", ("virtual_agents",), is_named_once=True),
    ),
    "runbooks": (
        *_fields(_RUNBOOKS, "events", "steps", "integrations", "standalone_methods"),
        *_fields(_RUNBOOKS, "steps.ai_model", is_name=True),
        *_fields((*_RUNBOOKS, "virtual_agents"), "steps.virtual_agent_id", is_name=True),
    ),
    "ai_suggestions": (
        *_fields(("ai_suggestions", "ai_actions", *_RUNBOOKS), "outcome_id"),
        *_fields(("ai_suggestions", *_FLOWS), "template_id"),
    ),
    "email_rules": _fields(["email_rules"], "response_template_id"),
    "custom_buttons": _fields(_RUNBOOKS, "runbook_id", is_name=True),
}
"""Resource to what its rows must tell, so that one which does nothing is known to."""


@dataclass(frozen=True, slots=True)
class Untold:
    """A field that some rows of a resource did not tell."""

    path: str
    """With the vendor's own names."""
    features: tuple[str, ...]
    """Short names of the features that it decides over."""
    rows: int
    """Of how many rows of the resource it was not told."""


def untold_of(resource: str, rows: Sequence[BaseModel]) -> tuple[Untold, ...]:
    """Name what the rows of a resource did not tell, as far as that decides what acts."""
    found = []
    for field in RESOURCES[resource]:
        told = [tuple(_leaves(row, field.path.split("."))) for row in rows]
        if field.is_name or field.is_named_once:
            leaves = [leaf for leaves in told for leaf in leaves]
            never = bool(leaves) and not any(
                leaf.was_sent if field.is_name else not leaf.is_none for leaf in leaves
            )
            missing = sum(bool(leaves) for leaves in told) if never else 0
        else:
            missing = sum(any(leaf.is_none for leaf in leaves) for leaves in told)
        if missing:
            path = ".".join(_sent_names(rows[0], field.path.split(".")))
            found.append(Untold(path, field.features, missing))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Leaf:
    was_sent: bool
    is_none: bool


def _leaves(row: BaseModel, path: Sequence[str]) -> Iterator[_Leaf]:
    """Give the fields at the end of a path; nothing below a list that was not told itself."""
    name, *rest = path
    value = getattr(row, name)
    if not rest:
        # The last step of a flow leads nowhere.
        ends = name == "actions" and getattr(row, "isend", None) is True
        yield _Leaf(name in row.model_fields_set, value is None and not ends)
        return
    for one in value or ():
        yield from _leaves(one, rest)


def _sent_names(row: BaseModel, path: Sequence[str]) -> Iterator[str]:
    """Give the vendor's names along a path, as far as a row shows them; else our own."""
    name, *rest = path
    yield type(row).model_fields[name].alias or name
    yield from (_SENT_AS.get(one, one) for one in rest)


_SENT_AS = {"names_agent": "virtual_agent_id"}
