"""Ticket types, statuses, rules, workflows, approvals and actions as configured."""

from typing import ClassVar

from pydantic import ConfigDict, Field, JsonValue

from aigov_connectors.halopsa.wire.base import (
    Amount,
    HaloRecord,
    HaloSettings,
    Many,
    ManyOrUntold,
    Whether,
)
from aigov_connectors.wire import Flag, LenientInt, Text


class AllowedClientWire(HaloRecord):
    """A client that may use a ticket type."""

    client_id: LenientInt = None


class TicketTypeWire(HaloSettings):
    """A ticket type; all but id and name only when asked for alone."""

    id: int
    name: Text = None
    workflow_id: LenientInt = None
    approval_process_id: LenientInt = None
    default_agent: LenientInt = None
    default_team: Text = None
    default_priority: LenientInt = None
    default_sla: LenientInt = None
    default_sendack: JsonValue = None
    default_sendemail: JsonValue = None
    generate_ai_embeddings: JsonValue = None
    do_ai_survey: JsonValue = None
    auto_close_hours: JsonValue = Field(default=None, alias="autoCloseHours")
    auto_respond_logged_manually: JsonValue = None
    auto_forward_email_updates: JsonValue = None
    auto_delete_data: JsonValue = None
    auto_delete_days: LenientInt = None
    auto_contributor: JsonValue = None
    load_balance_on_schedule: JsonValue = None
    load_balance_interval: JsonValue = None
    allowed_clients: ManyOrUntold[AllowedClientWire] = None


class StatusWire(HaloRecord):
    """A status and what happens to tickets in it when time passes."""

    id: int
    name: Text = None
    statuschangeto: LenientInt = None
    statuschangetofreq: Amount = None
    timeuntilloffhold: Amount = None
    statusnochangehours: Amount = None
    nochangetemplate: LenientInt = None


class SLAWire(HaloRecord):
    """A service level, and whether it takes tickets off hold by itself."""

    id: int
    name: Text = None
    autoreleaseoption: JsonValue = None
    autoreleaselimit: LenientInt = None
    statusafterautorelease: LenientInt = None
    slstatusafterfirstwarning: LenientInt = None
    slstatusaftersecondwarning: LenientInt = None


class CriterionWire(HaloRecord):
    """What a rule looks for; its words are compared, and shown nowhere.

    What is not described is kept: it may be what tells two of them apart.

    Source: HaloPSA API v2, AutoassignCriteria (verified names; what `type` means is unsure).
    """

    model_config: ClassVar[ConfigDict] = ConfigDict(extra="allow")

    fieldname: Text = None
    type: LenientInt = None
    tablename: Text = None
    value_type: Text = None
    """Which of the columns below holds the value."""
    value_display: Text = None
    alt_value_display: Text = None
    value_string: JsonValue = None
    value_int: JsonValue = None
    value_float: JsonValue = None
    value_datetime: JsonValue = None
    valueint_guid: JsonValue = None
    partialmatch: JsonValue = None
    matchseparatedvalues: JsonValue = None
    match_after_start: JsonValue = None
    match_after_target: JsonValue = None
    timezonestring: JsonValue = None
    utcoffset: JsonValue = None


class RuleOutcomeWire(HaloRecord):
    """Another field that a rule sets; never to which words.

    Source: HaloPSA API v2, AutoassignOutcome (verified names).
    """

    fieldname: Text = None
    value_int: LenientInt = None


class TicketRuleWire(HaloSettings):
    """A ticket rule; what it looks for and sets besides only when asked for alone."""

    id: int
    name: Text = None
    precedence: LenientInt = None
    use: LenientInt = None
    stopmatching: JsonValue = None
    active: JsonValue = None
    access_control: JsonValue = None
    access_control_level: JsonValue = None
    database_lookups: JsonValue = None
    flowdetail_id: JsonValue = None
    intent: JsonValue = None
    events: JsonValue = None
    """What an event of a rule means is not documented."""
    new_agent_id: LenientInt = None
    new_team: Text = None
    new_priority_id: LenientInt = None
    new_status_id: LenientInt = None
    new_sla_id: LenientInt = None
    new_category_1_id: LenientInt = None
    new_category_2_id: LenientInt = None
    new_category_3_id: LenientInt = None
    new_category_4_id: LenientInt = None
    new_workflow_id: LenientInt = None
    new_template_id: LenientInt = None
    outcome_id: LenientInt = None
    outcome_name: Text = None
    script_id: LenientInt = None
    popupmsg: Whether = None
    """Whether a message is shown; never which."""
    criteria: ManyOrUntold[CriterionWire] = None
    """None where that was not told; what an empty list matches is unsure."""
    outcomes: ManyOrUntold[RuleOutcomeWire] = None


class TemplateWire(HaloRecord):
    """What a ticket template puts into a ticket, as ids; no text.

    Source: HaloPSA API v2, StdRequest (verified names; when its approval is asked for is unsure).
    """

    id: int
    name: Text = None
    workflow_id: LenientInt = None
    approval_id: LenientInt = None


class EdgeWire(HaloRecord):
    """A way from one step of a workflow to another."""

    id: LenientInt = None
    start_step: LenientInt = None
    end_step: LenientInt = None
    action_id: LenientInt = None
    time_limit_mins: Amount = None
    time_limit_action_id: LenientInt = None
    time_limit_action_name: Text = None
    automation_type: LenientInt = None
    automation_action_id: LenientInt = None
    automation_action_name: Text = None
    automation_runbook_id: Text = None
    automation_runbook_name: Text = None
    approval_result: LenientInt = None


class StepRuleWire(HaloRecord):
    """A rule of a workflow's step: what it sets; never to which words.

    Source: HaloPSA API v2, FlowDetail.rules, of Autoassign (verified names).
    """

    id: LenientInt = None
    name: Text = None
    active: Flag = None
    new_agent_id: LenientInt = None
    new_team: Text = None
    new_priority_id: LenientInt = None
    new_status_id: LenientInt = None
    new_sla_id: LenientInt = None
    new_category_1_id: LenientInt = None
    new_category_2_id: LenientInt = None
    new_category_3_id: LenientInt = None
    new_category_4_id: LenientInt = None
    new_workflow_id: LenientInt = None
    new_template_id: LenientInt = None
    outcome_id: LenientInt = None
    script_id: LenientInt = None
    outcomes: ManyOrUntold[RuleOutcomeWire] = None


class StepWire(HaloRecord):
    """A step of a workflow, a runbook or a chat."""

    step_id: LenientInt = None
    name: Text = None
    isstart: Flag = None
    isend: Flag = None
    ai_model: Text = None
    virtual_agent_id: Text = None
    names_agent: Whether = Field(default=None, validation_alias="virtual_agent_id")
    """Whether it names a virtual agent; None where that is null or was not sent."""
    auto_action: LenientInt = None
    auto_action_type: LenientInt = None
    actions: ManyOrUntold[EdgeWire] = None
    rules: ManyOrUntold[StepRuleWire] = None
    """Only a workflow's step has some; None where that was not told."""


class WorkflowWire(HaloSettings):
    """A workflow; its steps only when asked for alone."""

    id: int
    name: Text = None
    active: Flag = None
    notinuse: Flag = None
    steps: ManyOrUntold[StepWire] = None


class ApproverRuleWire(HaloRecord):
    """A rule of a step that chooses who approves; never a person."""

    agent_name: Whether = None
    user_name: Whether = None
    """Whether a person is named; never who."""
    cab_name: Text = None
    role_name: Text = None


class ApprovalStepWire(HaloRecord):
    """A step of an approval process: who is asked, and when nobody is."""

    id: LenientInt = None
    sequence: LenientInt = None
    name: Text = None
    agent_name: Whether = None
    user_name: Whether = None
    """Whether a person is named; never who."""
    emailaddress: Whether = None
    """Whether a mail address is asked; never which."""
    cab_name: Text = None
    role_name: Text = None
    rules: Many[ApproverRuleWire] = Field(default_factory=list)
    minapprovers: LenientInt = None
    is_mandatory: JsonValue = None
    allowadhocapprovers: JsonValue = None
    statusifnoapproval: LenientInt = None
    statusafterstartdatepassed: LenientInt = None
    autoapproveforagentlogging: JsonValue = None
    autoapproveforapprovalrequestor: JsonValue = None
    autoapproveifnoapprovers: JsonValue = None
    autoapproveifalreadyapp: JsonValue = None
    auto_approval_to_manager: JsonValue = None
    automation_runbookid: Text = None


class ApprovalProcessWire(HaloSettings):
    """An approval process; its steps only when asked for alone."""

    id: int
    name: Text = None
    steps: ManyOrUntold[ApprovalStepWire] = None


class OutcomeWire(HaloSettings):
    """An action that agents see as a button; what AI does in it only when asked for alone."""

    id: int
    outcome: Text = None
    buttonname: Text = None
    hidden: Flag = None
    ai_operation: JsonValue = None
    ai_model: Text = None
    ai_preview: JsonValue = None
    run_ai_insights: JsonValue = None
    automation_runbookid: Text = None


class ApprovalRuleWire(HaloRecord):
    """A rule that chooses who approves a step; never a person."""

    id: int
    name: Text = None
    precedence: LenientInt = None
    role_name: Text = None
    cab_name: Text = None


class CategoryWire(HaloRecord):
    """A category; the levels of its value are split by `>`."""

    id: int
    value: Text = None
    priority_id: LenientInt = None
    sla_id: LenientInt = None


class EmailRuleWire(HaloRecord):
    """A rule on incoming mail; the words that it looks for are not read."""

    id: int
    name: Text = None
    enabled: JsonValue = None
    fromaddr: Whether = None
    subject: Whether = None
    """Whether it looks for a sender, or for words of the subject; never which. None: not sent."""
    closestring: Whether = None
    """Whether some word closes a ticket; never which."""
    always_close_alerts: JsonValue = None
    response_template_id: LenientInt = None
    """The template of an answer to whoever wrote."""


class EventRuleWire(HaloRecord):
    """A rule on incoming events."""

    id: int
    name: Text = None
    active: JsonValue = None
    create_type: LenientInt = None
