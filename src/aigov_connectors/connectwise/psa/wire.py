"""What ConnectWise PSA sends, as generous models: only the fields that are read.

Tickets are flat records. Boards, workflow rules, their events and actions and mail parsing are
settings, whose unknown keys are kept. An unset field is left out. What may hold a secret, a text of
a client or a person's name is not declared, and mostly not asked for (`fields`).

Source: ConnectWise PSA REST API 2025.1; word lists of 2025-03. Recorded answers fit it; servers of
2016 to 2018 send nulls.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import AliasPath, BeforeValidator, Field, JsonValue

from aigov_connectors.wire import (
    LenientBool,
    LenientInt,
    Text,
    Timestamp,
    WireRecord,
    WireSettings,
)


class _Ref(WireRecord):
    id: LenientInt = None
    name: Text = None
    identifier: Text = None


def _object(value: object) -> object:
    return value if isinstance(value, dict) else None


Ref = Annotated[_Ref | None, BeforeValidator(_object)]
"""A reference to another record, by id and name; None for what is no object."""


def _objects(value: object) -> object:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else ()


Refs = Annotated[tuple[_Ref, ...], BeforeValidator(_objects)]
"""Several references; empty for what is no list."""


# ---- Tenant and rights ------------------------------------------------------------------------


class CompanyInfoWire(WireRecord):
    """What anybody may ask: version and address of a tenant."""

    company_id: Text = Field(default=None, alias="CompanyID")
    codebase: Text = Field(default=None, alias="Codebase")
    version_code: Text = Field(default=None, alias="VersionCode")
    is_cloud: LenientBool = Field(default=None, alias="IsCloud")


class InfoWire(WireRecord):
    """The server's version."""

    version: Text = None
    is_cloud: LenientBool = None


class SecurityWire(WireRecord):
    """What a role, or the caller, may do with one function of a module."""

    id: LenientInt = None
    module_name: Text = None
    module_function_name: Text = None
    add_level: Text = None
    edit_level: Text = None
    delete_level: Text = None
    inquire_level: Text = None
    member: Ref = None


# ---- Clients ----------------------------------------------------------------------------------


class CompanyWire(WireRecord):
    """A company: client, vendor, prospect."""

    id: int
    identifier: Text = None
    name: Text = None
    status: Ref = None
    types: Refs = ()
    market: Ref = None
    country: Ref = None
    is_vendor_flag: LenientBool = None
    lead_flag: LenientBool = None
    deleted_flag: LenientBool = None


class AgreementWire(WireRecord):
    """What a client has agreed on."""

    id: int
    company: Ref = None
    type: Ref = None
    agreement_status: Text = None
    cancelled_flag: LenientBool = None


# ---- Boards -----------------------------------------------------------------------------------


class BoardWire(WireSettings):
    """A service board with its automation."""

    id: int
    name: Text = None
    inactive_flag: LenientBool = None
    project_flag: LenientBool = None
    auto_assign_new_tickets_flag: JsonValue = None
    auto_assign_new_ec_tickets_flag: JsonValue = Field(
        default=None, alias="autoAssignNewECTicketsFlag"
    )
    auto_assign_new_portal_tickets_flag: JsonValue = None
    auto_assign_limit_flag: LenientBool = None
    auto_close_status: Ref = None
    dispatch_member: Ref = None
    service_manager_member: Ref = None


class StatusWire(WireRecord):
    """A status of a board."""

    id: int
    name: Text = None
    closed_status: LenientBool = None


class TeamWire(WireSettings):
    """A team of a board."""

    id: int
    name: Text = None
    round_robin_flag: JsonValue = None
    default_round_robin_flag: JsonValue = None


class AutoTemplateWire(WireSettings):
    """Which template goes with which type of ticket."""

    id: int
    service_template: Ref = None
    subtype: Ref = None
    auto_apply_flag: JsonValue = None
    resources_setting: Text = None


class NamedWire(WireRecord):
    """A row of a look-up of which only the name is read."""

    id: int
    name: Text = None


class AutoAssignWire(WireRecord):
    """Somebody who gets new tickets of a board by themselves."""

    id: int
    notify_who: Ref = None


# ---- Workflow rules ---------------------------------------------------------------------------


class WorkflowWire(WireSettings):
    """A workflow rule."""

    id: int
    name: Text = None
    table_type: Ref = None
    board: Ref = None
    location: Ref = None
    department: Ref = None
    activate_flag: JsonValue = None
    batch_interval: LenientInt = None
    batch_frequency_unit: Text = None


class EventWire(WireSettings):
    """When a workflow rule acts."""

    id: int
    name: Text = None
    event_condition: Text = None
    execution_time: Text = None
    parent_id: LenientInt = None


class ActionWire(WireSettings):
    """What a workflow rule does; neither texts nor addresses of mails."""

    id: int
    notify_type: Ref = None
    notify_who: Ref = None
    specific_member_to: Ref = None
    specific_team_to: Ref = None
    email_recipient: Annotated[bool, BeforeValidator(bool)] = False
    """Whether an address is named; never which."""
    cc_contact: Annotated[bool, BeforeValidator(bool)] = False
    """Whether a contact is in copy; never who."""
    bcc_contact: Annotated[bool, BeforeValidator(bool)] = False
    board: Ref = None
    board_status: Ref = None
    service_type: Ref = None
    service_sub_type: Ref = None
    service_item: Ref = None
    service_priority: Ref = None
    service_template: Ref = None
    service_survey: Ref = None
    company_status: Ref = None
    project_status: Ref = None
    sales_order_status: Ref = None
    group: Ref = None
    attached_track: Ref = None
    automate_script: Ref = None
    script_success_status: Ref = None
    script_fail_status: Ref = None
    update_owner_flag: LenientBool = None
    detail_notes_flag: LenientBool = None
    internal_notes_flag: LenientBool = None
    parent_id: LenientInt = None
    grand_parent_id: LenientInt = None


class NotifyTypeWire(WireRecord):
    """A kind of action."""

    id: int
    identifier: Text = None
    name: Text = None
    external_flag: LenientBool = None


# ---- Mail -------------------------------------------------------------------------------------


class EmailConnectorWire(WireRecord):
    """A mailbox that becomes tickets."""

    id: int
    service_board: Ref = None
    priority_override: Ref = None
    type_override: Ref = None
    sub_type_override: Ref = None
    item_override: Ref = None
    status_override: Ref = None
    response_email_for_new: Annotated[bool, BeforeValidator(bool)] = False
    """Whether a new ticket is answered by a mail; never by which."""
    never_respond_flag: LenientBool = None


class ParsingRuleWire(WireRecord):
    """Which word in a mail decides what; the word itself is not read."""

    id: int
    service_priority: Ref = None
    service_status: Ref = None
    service_type: Ref = None
    service_sub_type: Ref = None
    service_item: Ref = None
    service_board: Ref = None


class KnowledgeWire(WireRecord):
    """Whether articles of the knowledge base need an approval."""

    require_approval: JsonValue = None
    default_approver: Ref = None


class PortalServiceWire(WireRecord):
    """What a portal offers for tickets."""

    id: int
    enable_chat_assist_flag: JsonValue = None


# ---- People, programs, integrations -----------------------------------------------------------


class MemberWire(WireRecord):
    """A member by identifier; no names."""

    id: int
    identifier: Text = None
    license_class: Text = None
    inactive_flag: LenientBool = None


class ApiMemberWire(WireRecord):
    """A member that is a program."""

    id: int
    identifier: Text = None
    name: Text = None
    inactive_flag: LenientBool = None
    security_role: Ref = None
    structure_level: Ref = None
    excluded_service_board_ids: list[int] | None = None


class IntegratorLoginWire(WireRecord):
    """An integration of the old kind."""

    id: int
    username: Text = None
    inactive_flag: LenientBool = None
    service_ticket_api_flag: LenientBool = None


class HostedSetupWire(WireRecord):
    """An app inside a screen; of its address only the host is looked at."""

    id: int
    description: Text = None
    url: Text = None
    disabled_flag: LenientBool = None


class CallbackWire(WireRecord):
    """Where records are pushed to; of its address only the host is looked at."""

    id: int
    url: Text = None
    type: Text = None
    inactive_flag: LenientBool = None


class ExperimentWire(WireRecord):
    """An early-access switch."""

    id: int
    experiment_id: Text = None
    name: Text = None
    inactive_flag: LenientBool = None


class SystemSettingWire(WireRecord):
    """A setting of the whole tenant by its description; the value is not asked for."""

    id: int
    description: Text = None


# ---- Tickets ----------------------------------------------------------------------------------


class TicketWire(WireRecord):
    """A ticket: where it is, whose, and who touched it; no text."""

    id: int
    board_id: LenientInt = Field(default=None, validation_alias=AliasPath("board", "id"))
    company_id: LenientInt = Field(default=None, validation_alias=AliasPath("company", "id"))
    closed_flag: LenientBool = None
    closed_by: Text = None
    closed_date: Timestamp = None
    entered_by: Text = Field(default=None, validation_alias=AliasPath("_info", "enteredBy"))
    updated_by: Text = Field(default=None, validation_alias=AliasPath("_info", "updatedBy"))
    last_updated: Timestamp = Field(
        default=None, validation_alias=AliasPath("_info", "lastUpdated")
    )


class NoteWire(WireRecord):
    """A note of a ticket: whether it has a score; no text."""

    id: int
    sentiment_score: JsonValue = None


class AuditWire(WireRecord):
    """Who changed which field of a ticket, and when; no text."""

    entered_by: Text = None
    entered_date: Timestamp = None
    audit_sub_type: Text = None
