"""The reads of the set-up: clients, desk, people, programs, hooks and panels."""

from __future__ import annotations

from aigov_connectors._http import Document, Read
from aigov_connectors.autotask.asking import Asking
from aigov_connectors.autotask.wire import (
    CategoryDefaultsWire,
    CategoryWire,
    CompanyWire,
    ContractWire,
    DeviceWire,
    EntitiesWire,
    FieldsWire,
    ModulesWire,
    NamedWire,
    PanelWire,
    QueueMemberWire,
    ResourceWire,
    RoleLinkWire,
    TagWire,
    VersionWire,
    WebhookFieldWire,
    WebhookWire,
)

__all__ = ["HOOKS", "PANELS", "DeskReads"]

HOOKS = (
    "TicketWebhooks",
    "TicketNoteWebhooks",
    "CompanyWebhooks",
    "ContactWebhooks",
    "ConfigurationItemWebhooks",
)
"""Entities that hold hooks, each for the records that its name begins with."""
PANELS = ("IntegrationVendorInsights", "IntegrationVendorWidgets")
"""Entities that hold panels of other products."""

_CRM = "CRM: view All on Organizations"
_DESK = "Service Desk: view All on Tickets"
_PEOPLE = "view on Resources/Users"
_COMPANY_FIELDS = (
    "id companyName companyNumber companyType classification marketSegmentID webAddress isActive"
    " isSample"
)
_DEFAULTS_FIELDS = (
    "id ticketCategoryID queueID priority status issueTypeID subIssueTypeID ticketTypeID sourceID"
    " serviceLevelAgreementID workTypeID"
)


class DeskReads(Asking):
    """What surrounds the tickets, one method per noun."""

    # The database and the API user -------------------------------------------------------------

    async def version(self) -> Document[VersionWire]:
        """The product's version. One request.

        Source: Autotask REST API V1.0, GET /V1.0/Version (verified).
        """
        return await self._http.document("/V1.0/Version", model=VersionWire)

    async def modules(self) -> Document[ModulesWire]:
        """Which optional modules are activated, by number. One request.

        Source: Autotask REST API V1.0, GET /V1.0/Modules (verified); the numbers (unsure).
        """
        return await self._http.document("/V1.0/Modules", model=ModulesWire)

    async def entities(self) -> Document[EntitiesWire]:
        """Every entity, and what the API user may do with it. One request.

        Source: Autotask REST API V1.0, GET /V1.0/EntityInformation; levels of access: Autotask
        help (verified).
        """
        return await self._http.document("/V1.0/EntityInformation", model=EntitiesWire)

    async def fields(self, entity: str) -> Document[FieldsWire]:
        """The columns of an entity with the values of its picklists: queues, statuses, types.

        One request. Values differ per database, and old tickets may hold inactive ones.

        Args:
            entity: as in paths, such as `Tickets`.

        Raises:
            PermissionDeniedError: the security level forbids the entity.

        Source: Autotask REST API V1.0, GET /V1.0/{entity}/entityInformation/fields (verified).
        """
        return await self._http.document(
            f"/V1.0/{entity}/entityInformation/fields", model=FieldsWire
        )

    # Clients -----------------------------------------------------------------------------------

    def companies(self) -> Read[CompanyWire]:
        """Every company, the MSP itself (0), vendors, prospects and samples among them.

        One request per 500.

        Source: Autotask REST API V1.0, POST /V1.0/Companies/query (verified).
        """
        return self._query("companies", "Companies", CompanyWire, _COMPANY_FIELDS, needs=_CRM)

    async def count_companies(self) -> int | None:
        """How many companies there are; one request."""
        return await self._count("Companies")

    def contracts(self) -> Read[ContractWire]:
        """Every contract: whose, of which type, and whether it holds. One request per 500.

        Source: Autotask REST API V1.0, POST /V1.0/Contracts/query (verified).
        """
        fields = "id companyID contractType status"
        return self._query(
            "contracts", "Contracts", ContractWire, fields, needs="view on Contracts"
        )

    def devices(self) -> Read[DeviceWire]:
        """Configuration items that an RMM knows, with its ids of them. One request per 500.

        Source: Autotask REST API V1.0, POST /V1.0/ConfigurationItems/query (verified).
        """
        return self._query(
            "devices",
            "ConfigurationItems",
            DeviceWire,
            "id companyID isActive rmmDeviceID rmmDeviceUID",
            terms=({"op": "exist", "field": "rmmDeviceID"},),
            needs="view on Devices",
        )

    # Desk --------------------------------------------------------------------------------------

    def categories(self) -> Read[CategoryWire]:
        """Every ticket category. One request per 500.

        Source: Autotask REST API V1.0, POST /V1.0/TicketCategories/query (verified).
        """
        fields = "id name isActive isGlobalDefault isApiOnly"
        return self._query("categories", "TicketCategories", CategoryWire, fields, needs=_DESK)

    def category_defaults(self) -> Read[CategoryDefaultsWire]:
        """What each ticket category presets. One request per 500.

        Source: Autotask REST API V1.0, POST /V1.0/TicketCategoryFieldDefaults/query (verified).
        """
        return self._query(
            "category_defaults",
            "TicketCategoryFieldDefaults",
            CategoryDefaultsWire,
            _DEFAULTS_FIELDS,
            needs=_DESK,
        )

    def tags(self) -> Read[TagWire]:
        """Every tag, and whether it is kept out of automatic tagging. One request per 500.

        Source: Autotask REST API V1.0, POST /V1.0/Tags/query (verified).
        """
        fields = "id isActive isExcludedFromAutomaticTagging"
        return self._query("tags", "Tags", TagWire, fields, needs=_DESK)

    async def count_tag_aliases(self) -> int | None:
        """How many further words lead to a tag; one request."""
        return await self._count("TagAliases")

    async def count_ticket_tags(self) -> int | None:
        """How many tags hang on tickets, whoever put them there; one request."""
        return await self._count("TicketTagAssociations")

    def queue_members(self) -> Read[QueueMemberWire]:
        """Who works which queue. One request per 500.

        Source: Autotask REST API V1.0, POST /V1.0/ResourceRoleQueues/query (verified).
        """
        fields = "id resourceID queueID"
        return self._query(
            "queue_members", "ResourceRoleQueues", QueueMemberWire, fields, needs=_PEOPLE
        )

    def role_links(self) -> Read[RoleLinkWire]:
        """Which roles people have in which department or queue; active ones. One request per 500.

        Source: Autotask REST API V1.0, POST /V1.0/ResourceRoles/query (verified).
        """
        fields = "id resourceID roleID departmentID queueID isActive"
        return self._query("role_links", "ResourceRoles", RoleLinkWire, fields, needs=_PEOPLE)

    def roles(self) -> Read[NamedWire]:
        """Every role by name. One request per 500.

        Source: Autotask REST API V1.0, POST /V1.0/Roles/query (verified).
        """
        return self._query("roles", "Roles", NamedWire, "id name isActive", needs=_PEOPLE)

    def departments(self) -> Read[NamedWire]:
        """Every department by name. One request per 500.

        Source: Autotask REST API V1.0, POST /V1.0/Departments/query (verified).
        """
        return self._query("departments", "Departments", NamedWire, "id name", needs=_PEOPLE)

    # People, programs, integrations ------------------------------------------------------------

    def resources(self) -> Read[ResourceWire]:
        """Every person and program by user name, with licence and level; no names of people.

        One request per 500. Programs are told by the label of licence or level (`fields`).

        Source: Autotask REST API V1.0, POST /V1.0/Resources/query (verified); whether all API
        users are listed (unsure).
        """
        fields = "id userName isActive licenseType userType"
        return self._query("resources", "Resources", ResourceWire, fields, needs=_PEOPLE)

    def webhooks(self, entity: str) -> Read[WebhookWire]:
        """The hooks of one entity of `HOOKS`, without their keys. One request per 500.

        Source: Autotask REST API V1.0, POST /V1.0/TicketWebhooks/query and its likes (verified);
        whether those of other owners are shown (unsure).
        """
        fields = (
            "id name webhookUrl isActive isReady isSubscribedToCreateEvents"
            " isSubscribedToUpdateEvents isSubscribedToDeleteEvents ownerResourceID"
        )
        needs = "Other: view on webhooks"
        return self._query("webhooks", entity, WebhookWire, fields, needs=needs)

    def webhook_fields(self) -> Read[WebhookFieldWire]:
        """Which fields the hooks of tickets send. One request per 500.

        Source: Autotask REST API V1.0, POST /V1.0/TicketWebhookFields/query (verified).
        """
        fields = "id webhookID isSubscribedField isDisplayAlwaysField"
        return self._query("webhook_fields", "TicketWebhookFields", WebhookFieldWire, fields)

    def panels(self, entity: str) -> Read[PanelWire]:
        """The panels of other products, one entity of `PANELS`, without their secrets.

        One request per 500.

        Source: Autotask REST API V1.0, POST /V1.0/IntegrationVendorInsights/query and its like
        (verified); whether those of other vendors are shown (unsure).
        """
        return self._query(
            "panels", entity, PanelWire, "id title referenceUrl isActive lastModifiedDateTime"
        )
