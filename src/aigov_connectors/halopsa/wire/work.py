"""AI suggestions, virtual agents, chats, runbooks, integrations, logs, settings of the tenant."""

from typing import Annotated

from pydantic import BeforeValidator, Field, JsonValue

from aigov_connectors.halopsa.wire.base import (
    Amount,
    HaloRecord,
    HaloSettings,
    Host,
    Many,
    ManyOrUntold,
    Path,
)
from aigov_connectors.halopsa.wire.desk import StepWire
from aigov_connectors.wire import Flag, Identifier, LenientInt, Text, Timestamp


class TypeRefWire(HaloRecord):
    """A ticket type that something is limited to."""

    id: LenientInt = None
    name: Text = None


def _how_many(value: object) -> int | None:
    return len(value) if isinstance(value, list) else None


class AISuggestionWire(HaloSettings):
    """A rule that turns matched tickets of the past into suggestions."""

    id: int
    name: Text = None
    precedence: LenientInt = None
    type: LenientInt = None
    ticket_types: Many[TypeRefWire] = Field(default_factory=list)
    auto_apply: JsonValue = None
    min_score: Amount = None
    min_matches: LenientInt = None
    condition_percentage: Amount = None
    outcome_id: LenientInt = None
    """The action that it runs."""
    template_id: LenientInt = None
    condition_entities: Annotated[int | None, BeforeValidator(_how_many)] = None
    """How many entities limit it, never which; None where that was not told."""


class FunctionWire(HaloSettings):
    """A function that a virtual agent may call."""

    id: LenientInt = None
    name: Text = None
    runbook_id: Text = None
    newticket_type: LenientInt = None
    report_id: LenientInt = None
    use_semantic_search: Flag = None
    allow_anon: JsonValue = None
    allow_user: JsonValue = None
    allow_agent: JsonValue = None
    execution_type: JsonValue = None


class VirtualAgentWire(HaloSettings):
    """A virtual agent; its functions only when asked for alone, its instructions never kept."""

    id: Identifier
    name: Text = None
    enable_all_system_functions: JsonValue = None
    dont_add_tools: JsonValue = None
    functions: ManyOrUntold[FunctionWire] = None


class ChatProfileWire(HaloRecord):
    """A chat; its flow only when asked for alone."""

    id: Identifier
    name: Text = None
    in_use: Flag = None
    access_type: LenientInt = None
    steps: ManyOrUntold[StepWire] = None


class EventWire(HaloRecord):
    """Something that starts a webhook or a runbook."""

    id: LenientInt = None
    eventno: LenientInt = None


class UsedIntegrationWire(HaloRecord):
    """An integration that a runbook calls."""

    id: LenientInt = None
    resourcebaseurl: Host = None


class UsedMethodWire(HaloRecord):
    """A single call of an integration that a runbook makes; of its address no words of the MSP.

    Source: HaloPSA API v2, OutboundIntegrationMethod (verified names; what the numbers of `method`
    mean is unsure).
    """

    integration_id: LenientInt = None
    integration_baseurl: Host = None
    base_path: Path = Field(default=None, validation_alias="integration_baseurl")
    path: Path = None


class WebhookWire(HaloRecord):
    """A runbook or an outgoing webhook; no password, no payload, no query of the address."""

    id: Identifier
    name: Text = None
    type: LenientInt = None
    active: Flag = None
    disabled: Flag = None
    systemuse: Text = None
    runbook_start_type: LenientInt = None
    schedule_id: LenientInt = None
    url: Host = None
    url_path: Path = Field(default=None, validation_alias="url")
    events: ManyOrUntold[EventWire] = None
    steps: ManyOrUntold[StepWire] = None
    integrations: ManyOrUntold[UsedIntegrationWire] = None
    standalone_methods: ManyOrUntold[UsedMethodWire] = None


class WebhookEventWire(HaloRecord):
    """One run of a runbook; neither what was sent nor what came back."""

    id: Identifier
    timestamp: Timestamp = None
    error: Flag = None


class IntegrationWire(HaloRecord):
    """An outgoing integration: where it leads; no secret."""

    id: int
    name: Text = None
    resourcebaseurl: Host = None
    base_path: Path = Field(default=None, validation_alias="resourcebaseurl")


class ButtonWire(HaloRecord):
    """A button that agents press, and the runbook behind it."""

    id: int
    name: Text = None
    runbook_id: Text = None


class CommitWire(HaloRecord):
    """A change of the configuration: when, by which agent, of what; not its content."""

    id: int
    timestamp: Timestamp = None
    agent_id: LenientInt = None
    operation: Text = None
    object_guid: Text = None
    rolled_back: Flag = None
    rolled_back_timestamp: Timestamp = None
    rolled_back_agent_id: LenientInt = None


class ControlWire(HaloSettings):
    """The settings of the whole tenant, as they were sent; `normalize` picks what is about AI."""
