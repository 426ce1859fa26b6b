"""The lists of one reading: everything but the tickets and what hangs on them."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncGenerator, Callable, Coroutine, Mapping
from contextlib import aclosing
from datetime import datetime, timedelta
from typing import Any, TypeVar

from aigov_connectors._http import Page, Read
from aigov_connectors.autotask.client import AutotaskClient
from aigov_connectors.autotask.desk_reads import HOOKS, PANELS
from aigov_connectors.autotask.normalize import (
    VENDOR,
    Access,
    Actors,
    Desk,
    Picklists,
    Queues,
    TagCount,
    entity_key,
    is_client,
    organization_from,
    unknown_modules,
    with_agreements,
)
from aigov_connectors.autotask.normalize.untold import WHO_IS_LISTED
from aigov_connectors.autotask.wire import (
    CategoryDefaultsWire,
    CategoryWire,
    PanelWire,
    WebhookWire,
)
from aigov_connectors.catalogue import VendorCatalogue
from aigov_connectors.collecting import CollectionBuilder, side_by_side
from aigov_connectors.errors import ConnectorError
from aigov_connectors.inventory import GapReason, Organization, Origin
from aigov_connectors.normalizing.observed import sounds_like_ai

__all__ = ["PICKLISTS", "Lists"]

Row = TypeVar("Row")
Job = Callable[[], Coroutine[Any, Any, None]]

PICKLISTS = ("Tickets", "Companies", "Resources", "TicketNotes", "Contracts")
"""Entities whose picklists are read: nearly all that a record says is a number without them."""
_TOLD_BY_LABEL: Mapping[str, tuple[str, ...]] = {
    "Resources": tuple(
        f"{VENDOR}.{one}"
        for one in ("third_party_ai", "api_integrations", "rule_effects", "alert_closing")
    ),
    "TicketNotes": (f"{VENDOR}.rule_effects",),
}
"""Entity to the features that nothing but a label of its picklists shows."""
_TAGGED = "tags on tickets"
_VIEW = (
    "Admin > Account Settings & Users > Security Levels: let the API user's level view all of it."
)


class Lists:
    """Everything that one `collect` knows while it is under way, and the lists that it reads."""

    def __init__(
        self,
        client: AutotaskClient,
        into: CollectionBuilder,
        *,
        lookback_days: int,
        types: tuple[str, ...],
        sample: int,
        access: Access,
    ) -> None:
        self._client = client
        self._into = into
        self._catalogue: VendorCatalogue = into.catalogue
        self._since: datetime = into.now - timedelta(days=lookback_days)
        self._types = types
        self._sample = sample
        self._access = access
        self._complete: set[str] = set()
        self._desk = Desk()
        self._picklists = Picklists()
        self._actors = Actors(own=client.user)
        self._categories: dict[int, tuple[CategoryWire, Origin]] = {}
        self._defaults: dict[int, tuple[CategoryDefaultsWire, Origin]] = {}
        self._queues = Queues()
        self._tags = TagCount()
        self._tag_counts: dict[str, int | None] = {}
        self._hooks: list[tuple[str, WebhookWire, Origin]] = []
        self._hook_fields: Counter[int] | None = None
        self._panels: list[tuple[str, PanelWire, Origin]] = []

    async def _together(self, jobs: dict[str, Job]) -> None:
        await side_by_side(job() for name, job in jobs.items() if self._into.wants(name))

    # What may be seen --------------------------------------------------------------------------

    def _level(self, entity: str) -> str | None:
        return self._access.get(entity_key(entity))

    async def _pages(
        self, resource: str, read: Read[Row], *, entity: str, subject: str | None = None
    ) -> AsyncGenerator[Page[Row]]:
        """Hand over the pages of a list, as far as the API user may see it, and say how far.

        Rows that may not be seen are left out without a word, so that an empty list proves nothing
        unless all of them may be seen.
        """
        level = self._level(entity)
        named = subject or resource.replace("_", " ")
        if level == "none":
            self._into.gap(
                resource,
                named,
                GapReason.DENIED,
                detail=f"its security level may not query {entity}",
                remedy=_VIEW,
            )
            return
        pages = self._into.pages(
            resource, read, subject=subject, empty_proves_absence=level == "all", remedy=_VIEW
        )
        # Closed when its reader leaves early, so that the receipt is written then.
        async with aclosing(pages) as open_pages:
            async for page in open_pages:
                yield page
        if level == "restricted":
            self._into.gap(
                resource,
                f"{named} that may not be seen",
                GapReason.DENIED,
                detail=f"its security level sees a part of {entity} only; how much is not told",
                remedy=_VIEW,
            )
        elif self._into.came_whole(resource, subject):
            self._complete.add(subject or resource)

    # Lists -------------------------------------------------------------------------------------

    async def _read_picklists(self) -> None:
        async def one(entity: str) -> None:
            found = await self._into.document(
                "picklists",
                self._client.fields(entity),
                subject=f"fields of {entity}",
                features=_TOLD_BY_LABEL.get(entity, ()),
            )
            if found is not None:
                self._picklists.learn(entity, found.value)

        await side_by_side(one(entity) for entity in PICKLISTS)
        self._into.documents_read("picklists")

    async def _read_companies(self) -> None:
        if not self._picklists.knows("Companies", "companyType") and self._types:
            self._into.gap(
                "companies",
                "which companies are customers",
                GapReason.INCONCLUSIVE,
                detail="the types of companies were not read; every active company counts",
                features=(),
            )
        elif self._types and not self._has_a_type:
            labels = sorted(self._picklists.labels("Companies", "companyType"))
            self._into.gap(
                "companies",
                "which companies are customers",
                GapReason.INCONCLUSIVE,
                detail=f"no type of companies is called {' or '.join(self._types)}, so that none"
                " counts as a client",
                remedy="Name in the option client_types some of: " + ", ".join(labels) + ".",
            )
        read = self._client.companies()
        async for page in self._pages("companies", read, entity="Companies"):
            for row in page.items:
                if not is_client(row, self._picklists, self._types):
                    continue
                found, evidence = organization_from(
                    row, origin=page.origin, place=self._into.place, picklists=self._picklists
                )
                self._desk.organizations[found.vendor_id] = found
                self._into.keep(evidence)
                self._into.organization(found)

    @property
    def _has_a_type(self) -> bool:
        """Whether a type of companies is called as the option says, or may be."""
        labels = self._picklists.labels("Companies", "companyType")
        wanted = {one.casefold() for one in self._types}
        return not labels or not wanted.isdisjoint(one.casefold() for one in labels)

    async def _read_contracts(self) -> None:
        kinds: dict[str, set[str]] = {}
        read = self._client.contracts()
        async for page in self._pages("contracts", read, entity="Contracts"):
            for row in page.items:
                label = self._picklists.label("Contracts", "contractType", row.contract_type)
                status = self._picklists.label("Contracts", "status", row.status)
                if label is not None and (status or "").casefold() != "inactive":
                    kinds.setdefault(str(row.company_id), set()).add(label)
        for client, labels in kinds.items():
            known: Organization | None = self._desk.organizations.get(client)
            if known is not None:
                self._into.organization(with_agreements(known, labels))

    async def _read_resources(self) -> None:
        read = self._client.resources()
        async for page in self._pages("resources", read, entity="Resources"):
            for row in page.items:
                self._actors.learn(
                    row, origin=page.origin, picklists=self._picklists, catalogue=self._catalogue
                )
        # Who may not be seen is missing in silence: then nobody can be called unlisted.
        is_seen = self._level("Resources") == "all" and "resources" in self._complete
        self._actors.is_whole = is_seen and self._actors.lists_own and not self._actors.unclear
        if is_seen and not self._actors.lists_own:
            self._into.gap(
                "resources",
                WHO_IS_LISTED,
                GapReason.INCONCLUSIVE,
                detail="the API user that reads the list is not in it: others may be missing too",
                remedy=_VIEW,
            )
        elif not self._actors.is_whole:
            self._into.gap(
                "resources",
                WHO_IS_LISTED,
                GapReason.INCONCLUSIVE,
                detail="not all resources were read, or may be seen, or can be told apart",
                remedy=_VIEW,
                features=(f"{VENDOR}.rule_effects",),
            )
        if self._actors.unclear:
            self._into.gap(
                "resources",
                "who is a person and who a program",
                GapReason.INCONCLUSIVE,
                detail="neither licence nor level of some resources has a label that was read",
            )

    async def _read_categories(self) -> None:
        read = self._client.categories()
        async for page in self._pages("categories", read, entity="TicketCategories"):
            self._categories.update({row.id: (row, page.origin) for row in page.items})

    async def _read_defaults(self) -> None:
        entity = "TicketCategoryFieldDefaults"
        read = self._client.category_defaults()
        async for page in self._pages("category_defaults", read, entity=entity):
            for row in page.items:
                if row.ticket_category_id is not None:
                    self._defaults[row.ticket_category_id] = (row, page.origin)

    async def _read_queue_members(self) -> None:
        read = self._client.queue_members()
        async for page in self._pages("queue_members", read, entity="ResourceRoleQueues"):
            for row in page.items:
                self._queues.add(row, origin=page.origin)
        self._queues.is_whole = "queue_members" in self._complete

    async def _read_defined_fields(self) -> None:
        """Name the fields of tickets that the MSP added and that sound like AI."""
        found = await self._into.document(
            "defined_fields",
            self._client.defined_fields("Tickets"),
            subject="fields that the MSP added to tickets",
        )
        self._into.documents_read("defined_fields")
        named = [] if found is None else [one.name for one in found.value.fields if one.name]
        if fields := sorted(name for name in named if sounds_like_ai(name)):
            self._into.gap(
                "defined_fields",
                "what fills fields of tickets that sound like AI",
                GapReason.INCONCLUSIVE,
                detail="fields that the MSP added: " + ", ".join(fields),
                remedy="Ask who added the fields and which program writes them; attest what it"
                " does by itself.",
                features=(self._catalogue["third_party_ai"].id,),
            )

    async def _read_tags(self) -> None:
        async for page in self._pages("tags", self._client.tags(), entity="Tags"):
            for row in page.items:
                self._tags.add(row, origin=page.origin)
        self._tags.is_whole = "tags" in self._complete
        for name, asking in (
            ("tag aliases", self._client.count_tag_aliases),
            (_TAGGED, self._client.count_ticket_tags),
        ):
            try:
                self._tag_counts[name] = await asking()
            except ConnectorError as problem:
                self._into.gap(
                    "tags", f"how many {name} there are", GapReason.FAILED, detail=str(problem)
                )
        if not self._tags.all and "tags" in self._complete and self._tag_counts.get(_TAGGED):
            self._into.gap(
                "tags",
                "tags",
                GapReason.INCONCLUSIVE,
                detail=f"the list is empty, and {self._tag_counts[_TAGGED]} tags are on tickets",
                remedy=_VIEW,
            )

    async def _read_hooks(self) -> None:
        for entity in HOOKS:
            read = self._client.webhooks(entity)
            subject = f"hooks of {entity.removesuffix('Webhooks')}"
            async for page in self._pages("webhooks", read, entity=entity, subject=subject):
                self._hooks.extend((entity, row, page.origin) for row in page.items)
        fields: Counter[int] = Counter()
        subject = "fields that hooks of Ticket send"
        async for sent in self._pages(
            "webhooks",
            self._client.webhook_fields(),
            entity="TicketWebhookFields",
            subject=subject,
        ):
            fields.update(
                row.webhook_id
                for row in sent.items
                if row.webhook_id is not None
                and True in (row.is_subscribed_field, row.is_display_always_field)
            )
        if subject in self._complete:
            self._hook_fields = fields
        listed = {row.id for entity, row, _ in self._hooks if entity == "TicketWebhooks"}
        if strange := sorted(fields.keys() - listed):
            self._into.gap(
                "webhooks",
                "hooks of Ticket that are not listed",
                GapReason.INCONCLUSIVE,
                detail=f"fields are sent by {len(strange)} hooks that the list does not hold",
                remedy="Ask the owner of each hook; the API may show an API user only its own.",
            )

    async def _read_panels(self) -> None:
        for entity in PANELS:
            subject = f"{entity.removeprefix('IntegrationVendor').casefold()} of other products"
            read = self._client.panels(entity)
            async for page in self._pages("panels", read, entity=entity, subject=subject):
                self._panels.extend((entity, row, page.origin) for row in page.items)

    async def _read_modules(self) -> None:
        found = await self._into.document(
            "modules", self._client.modules(), subject="activated modules"
        )
        if found is not None and not any(one.key is not None for one in found.value.modules):
            self._into.gap(
                "modules",
                "activated modules",
                GapReason.INCONCLUSIVE,
                detail="the answer names no module: which are activated is not told",
            )
        elif found is not None:
            for unknown, proof in unknown_modules(
                found.value, origin=found.origin, place=self._into.place
            ):
                self._into.keep((proof,))
                self._into.unknown_setting(unknown)
        self._into.documents_read("modules")
