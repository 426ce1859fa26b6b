"""What Autotask sends, as generous models: only the fields that are read.

Everything but an id may be null or missing; empty text stands for no value. What may hold a secret,
a text of a client, a person's name or address is not declared, and mostly not asked for.

Source: Autotask REST API V1.0, swagger document of 2026-06; recorded bodies of 2019 and later.
"""

from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, JsonValue

from aigov_connectors.wire import (
    Flag,
    LenientInt,
    Text,
    Timestamp,
    WireRecord,
    WireSettings,
)


def _object(value: object) -> object:
    return value if isinstance(value, dict) else {}


def _rows(value: object) -> object:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else ()


# ---- The database and the API user ------------------------------------------------------------


class ZoneWire(WireRecord):
    """Where a user's database lives."""

    zone_name: Text = None
    url: Text = None
    web_url: Text = None
    ci: LenientInt = None
    """The number of the database."""


class VersionWire(WireRecord):
    """The product's version."""

    major_version: Text = None
    minor_version: Text = None
    build: Text = None
    customer_type: Text = None


class UsageWire(WireRecord):
    """How much of the hour's requests all integrations together have used."""

    external_request_threshold: LenientInt = None
    request_threshold_timeframe: LenientInt = None
    """Minutes."""
    current_timeframe_request_count: LenientInt = None


class ModuleWire(WireRecord):
    """An optional module by its number; what the numbers mean is not documented here."""

    key: LenientInt = None
    value: Flag = None


class ModulesWire(WireRecord):
    """Which optional modules are activated."""

    modules: Annotated[tuple[ModuleWire, ...], BeforeValidator(_rows)] = ()


class EntityInfoWire(WireRecord):
    """What the API user may do with one entity."""

    name: Text = None
    can_create: Flag = None
    can_update: Flag = None
    can_delete: Flag = None
    can_query: Flag = None
    user_access_for_query: JsonValue = None
    user_access_for_create: JsonValue = None
    user_access_for_update: JsonValue = None
    user_access_for_delete: JsonValue = None


class EntityWire(WireRecord):
    """One entity in the list of all."""

    info: Annotated[EntityInfoWire, BeforeValidator(_object)] = Field(
        default_factory=EntityInfoWire
    )


class EntitiesWire(WireRecord):
    """All entities."""

    entity_descriptions: Annotated[tuple[EntityWire, ...], BeforeValidator(_rows)] = ()


class PickWire(WireRecord):
    """One value of a picklist; fields hold it as a number, the list as text."""

    value: Text = None
    label: Text = None
    is_active: Flag = None
    parent_value: Text = None


class FieldWire(WireRecord):
    """One column of an entity."""

    name: Text = None
    is_queryable: Flag = None
    is_pick_list: Flag = None
    picklist_values: Annotated[tuple[PickWire, ...], BeforeValidator(_rows)] = ()


class FieldsWire(WireRecord):
    """The columns of an entity."""

    fields: Annotated[tuple[FieldWire, ...], BeforeValidator(_rows)] = ()


# ---- Clients ----------------------------------------------------------------------------------


class CompanyWire(WireRecord):
    """A company; 0 is the MSP itself."""

    id: int
    company_name: Text = None
    company_number: Text = None
    company_type: LenientInt = None
    classification: LenientInt = None
    market_segment_id: LenientInt = Field(default=None, alias="marketSegmentID")
    web_address: Text = None
    is_active: Flag = None
    is_sample: Flag = None


class ContractWire(WireRecord):
    """A contract with a company."""

    id: int
    company_id: LenientInt = Field(default=None, alias="companyID")
    contract_type: LenientInt = None
    status: LenientInt = None


class DeviceWire(WireRecord):
    """A configuration item, and what it is called in the RMM."""

    id: int
    company_id: LenientInt = Field(default=None, alias="companyID")
    is_active: Flag = None
    rmm_device_id: LenientInt = Field(default=None, alias="rmmDeviceID")
    rmm_device_uid: Text = Field(default=None, alias="rmmDeviceUID")


# ---- Desk -------------------------------------------------------------------------------------


class CategoryWire(WireRecord):
    """A ticket category."""

    id: int
    name: Text = None
    is_active: Flag = None
    is_global_default: Flag = None
    is_api_only: Flag = None


class CategoryDefaultsWire(WireSettings):
    """What a ticket category presets; one that presets nothing holds nulls."""

    id: int
    ticket_category_id: LenientInt = Field(default=None, alias="ticketCategoryID")
    queue_id: LenientInt = Field(default=None, alias="queueID")
    priority: LenientInt = None
    status: LenientInt = None
    issue_type_id: LenientInt = Field(default=None, alias="issueTypeID")
    sub_issue_type_id: LenientInt = Field(default=None, alias="subIssueTypeID")
    ticket_type_id: LenientInt = Field(default=None, alias="ticketTypeID")
    source_id: LenientInt = Field(default=None, alias="sourceID")
    service_level_agreement_id: LenientInt = Field(default=None, alias="serviceLevelAgreementID")
    work_type_id: LenientInt = Field(default=None, alias="workTypeID")


class TagWire(WireRecord):
    """A tag, and whether it may be given automatically."""

    id: int
    is_active: Flag = None
    is_excluded_from_automatic_tagging: Flag = None


class QueueMemberWire(WireRecord):
    """A person who works a queue."""

    id: int
    resource_id: LenientInt = Field(default=None, alias="resourceID")
    queue_id: LenientInt = Field(default=None, alias="queueID")


class RoleLinkWire(WireRecord):
    """A role of a person."""

    id: int
    resource_id: LenientInt = Field(default=None, alias="resourceID")
    role_id: LenientInt = Field(default=None, alias="roleID")
    department_id: LenientInt = Field(default=None, alias="departmentID")
    queue_id: LenientInt = Field(default=None, alias="queueID")
    is_active: Flag = None


class CompanyTeamWire(WireRecord):
    """A person who works for a company."""

    id: int
    company_id: LenientInt = Field(default=None, alias="companyID")
    resource_id: LenientInt = Field(default=None, alias="resourceID")
    is_associated_as_comanaged: Flag = None


class ResourceSkillWire(WireRecord):
    """A skill of a person."""

    id: int
    resource_id: LenientInt = Field(default=None, alias="resourceID")
    skill_id: LenientInt = Field(default=None, alias="skillID")
    skill_level: LenientInt = None


class NamedWire(WireRecord):
    """Anything with a name."""

    id: int
    name: Text = None
    is_active: Flag = None


# ---- Tickets ----------------------------------------------------------------------------------


_NO_ID = ("0", "-1")
"""What stands for no id where other columns of this vendor hold one."""


def _no_id(value: str | None) -> str | None:
    return None if value in _NO_ID else value


class TicketWire(WireRecord):
    """A ticket without its texts."""

    id: int
    company_id: LenientInt = Field(default=None, alias="companyID")
    ticket_category: LenientInt = None
    create_date: Timestamp = None
    last_activity_date: Timestamp = None
    completed_date: Timestamp = None
    completed_by: LenientInt = Field(default=None, alias="completedByResourceID")
    creator: LenientInt = Field(default=None, alias="creatorResourceID")
    impersonator: LenientInt = Field(default=None, alias="impersonatorCreatorResourceID")
    api_vendor: LenientInt = Field(default=None, alias="apiVendorID")
    rmm_alert: Annotated[Text, AfterValidator(_no_id)] = Field(default=None, alias="rmmAlertID")
    mood: LenientInt = Field(default=None, alias="currentServiceThermometerRating")
    change_status: LenientInt = Field(default=None, alias="changeApprovalStatus")

    @property
    def opened_by(self) -> int | None:
        """Who opened it; a program that acts in a person's name, and not the person."""
        return self.creator if self.impersonator is None else self.impersonator


class ChangeTicketWire(WireRecord):
    """A ticket that asks for a change: whose it is, who asked, and how far its approval is."""

    id: int
    company_id: LenientInt = Field(default=None, alias="companyID")
    creator: LenientInt = Field(default=None, alias="creatorResourceID")
    impersonator: LenientInt = Field(default=None, alias="impersonatorCreatorResourceID")
    change_status: LenientInt = Field(default=None, alias="changeApprovalStatus")


class HistoryWire(WireRecord):
    """One change of a ticket, without what changed to what."""

    id: int
    date: Timestamp = None
    action: Text = None
    resource_id: LenientInt = Field(default=None, alias="resourceID")


class NoteWire(WireRecord):
    """A note on a ticket, without its text."""

    id: int
    ticket_id: LenientInt = Field(default=None, alias="ticketID")
    note_type: LenientInt = None
    creator: LenientInt = Field(default=None, alias="creatorResourceID")
    impersonator: LenientInt = Field(default=None, alias="impersonatorCreatorResourceID")
    creator_contact: LenientInt = Field(default=None, alias="createdByContactID")
    create_date_time: Timestamp = None

    @property
    def written_by(self) -> int | None:
        """Who wrote it; a program that acts in a person's name, and not the person."""
        return self.creator if self.impersonator is None else self.impersonator


def _domain(value: object) -> object:
    name, at, domain = str(value or "").strip().rpartition("@")
    return domain.casefold() if name and at and domain else None


class NotificationWire(WireRecord):
    """A mail that was sent; of its recipient only the domain is kept."""

    id: int
    ticket_id: LenientInt = Field(default=None, alias="ticketID")
    company_id: LenientInt = Field(default=None, alias="companyID")
    template_name: Text = None
    initiator: LenientInt = Field(default=None, alias="initiatingResourceID")
    initiator_contact: LenientInt = Field(default=None, alias="initiatingContactID")
    sent: Timestamp = Field(default=None, alias="notificationSentTime")
    recipient_domain: Annotated[str | None, BeforeValidator(_domain)] = Field(
        default=None, alias="recipientEmailAddress"
    )


class ApprovalWire(WireRecord):
    """One vote on a change."""

    id: int
    ticket_id: LenientInt = Field(default=None, alias="ticketID")
    resource_id: LenientInt = Field(default=None, alias="resourceID")
    contact_id: LenientInt = Field(default=None, alias="contactID")
    is_approved: Flag = None
    decided: Timestamp = Field(default=None, alias="approveRejectDateTime")


class DeletedTicketWire(WireRecord):
    """A ticket that was deleted, and by whom."""

    id: int
    deleted_by: LenientInt = Field(default=None, alias="deletedByResourceID")
    deleted: Timestamp = Field(default=None, alias="deletedDateTime")


class SurveyWire(WireRecord):
    """What a client thought of a ticket."""

    id: int
    ticket_id: LenientInt = Field(default=None, alias="ticketID")
    company_id: LenientInt = Field(default=None, alias="companyID")
    survey_rating: JsonValue = None
    complete_date: Timestamp = None


class SlaResultWire(WireRecord):
    """Whether a ticket's service level was met."""

    id: int
    ticket_id: LenientInt = Field(default=None, alias="ticketID")
    is_first_response_met: Flag = None
    is_resolution_met: Flag = None


# ---- People, programs, integrations -----------------------------------------------------------


class ResourceWire(WireRecord):
    """A person or a program, by its user name."""

    id: int
    user_name: Text = None
    is_active: Flag = None
    license_type: LenientInt = None
    user_type: LenientInt = None


class WebhookWire(WireRecord):
    """Records of one entity that are sent to an address."""

    id: int
    name: Text = None
    webhook_url: Text = None
    is_active: Flag = None
    is_ready: Flag = None
    on_create: Flag = Field(default=None, alias="isSubscribedToCreateEvents")
    on_update: Flag = Field(default=None, alias="isSubscribedToUpdateEvents")
    on_delete: Flag = Field(default=None, alias="isSubscribedToDeleteEvents")
    owner: LenientInt = Field(default=None, alias="ownerResourceID")


class WebhookFieldWire(WireRecord):
    """A field that a hook sends."""

    id: int
    webhook_id: LenientInt = Field(default=None, alias="webhookID")
    is_subscribed_field: Flag = None
    is_display_always_field: Flag = None


class PanelWire(WireRecord):
    """A panel of another product inside the ticket page."""

    id: int
    title: Text = None
    reference_url: Text = None
    is_active: Flag = None
    last_modified_date_time: Timestamp = None
