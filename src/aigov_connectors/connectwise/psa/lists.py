"""The lists that one reading asks for once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from aigov_connectors._http import Read
from aigov_connectors.calling import host_of
from aigov_connectors.connectwise.psa.gathered import Gathered
from aigov_connectors.connectwise.psa.normalize import (
    VENDOR,
    agreement_hint,
    company_hints,
    deployments_from_allowed_origin,
    deployments_from_callback,
    deployments_from_hosted_setup,
    deployments_from_knowledge_base,
    deployments_from_portal,
    deployments_from_sla,
    is_automatic,
    is_client,
    organization_from,
    possible_ai_settings,
    product_of,
)
from aigov_connectors.connectwise.psa.wire import ActionWire, EventWire, NotifyTypeWire
from aigov_connectors.inventory import GapReason
from aigov_connectors.normalizing.observed import observed

__all__ = ["Lists"]

_MOST_NAMED = 20


class Lists(Gathered):
    """What is asked once, whatever else was read."""

    async def _read_companies(self) -> None:
        read = self._client.companies(statuses=self._statuses)
        async for page in self._pages("companies", read):
            for row in page.items:
                if not is_client(row, types=self._types):
                    continue
                hinted = list(company_hints(row, origin=page.origin))
                self._into.keep(proof for _, proof in hinted)
                found = organization_from(
                    row,
                    place=self._into.place,
                    vendor=VENDOR,
                    hints=tuple(hint for hint, _ in hinted),
                )
                self._clients[found.vendor_id] = found
                self._desk.serve(found)
                self._into.organization(found)

    async def _read_company_statuses(self) -> None:
        names: set[str] = set()
        read = self._client.company_statuses()
        async for page in self._pages("company_statuses", read):
            for row in page.items:
                names.add(row.name or "")
                track = row.track.id if row.track else None
                if track is not None and row.inactive_flag in (None, False):
                    shown = observed(page.origin, row, "track", object_id=str(row.id))
                    self._attached.setdefault(track, []).append(shown)
        if "company_statuses" in self._complete:
            self._say_unknown_names("client_statuses", self._statuses, names)

    async def _read_company_types(self) -> None:
        names: set[str] = set()
        async for page in self._pages("company_types", self._client.company_types()):
            names.update(row.name or "" for row in page.items)
        if "company_types" in self._complete:
            self._say_unknown_names("client_types", self._types, names)

    def _say_unknown_names(self, option: str, wanted: tuple[str, ...], known: set[str]) -> None:
        """Say which names of an option the tenant does not have: they leave clients out."""
        folded = {name.casefold() for name in known}
        strange = [name for name in wanted if name.casefold() not in folded]
        if strange:
            self._into.gap(
                "companies",
                f"companies that the option {option} means",
                GapReason.INCONCLUSIVE,
                detail=f"the tenant knows no {', '.join(strange)}",
                remedy=f"Name in the option {option} some of: {', '.join(sorted(known))}.",
            )

    async def _read_agreements(self) -> None:
        read = self._client.agreements()
        async for page in self._pages("agreements", read, empty_proves_absence=True):
            for row in page.items:
                hinted = agreement_hint(row, origin=page.origin)
                company = str(row.company.id) if row.company and row.company.id else None
                if hinted is None or company is None:
                    continue
                hint, proof = hinted
                if hint.value not in self._agreed.setdefault(company, {}):
                    self._into.keep((proof,))
                    self._agreed[company][hint.value] = hint

    async def _read_boards(self) -> None:
        async for page in self._pages("boards", self._client.boards()):
            self._boards.update({row.id: (row, page.origin) for row in page.items})

    async def _read_slas(self) -> None:
        async for page in self._pages("slas", self._client.slas()):
            for row in page.items:
                self._into.say(
                    deployments_from_sla(
                        row,
                        origin=page.origin,
                        entry=self._catalogue["sla_priorities"],
                        place=self._into.place,
                    )
                )

    async def _read_sources(self) -> None:
        async for page in self._pages("sources", self._client.sources()):
            for row in page.items:
                if product_of(self._catalogue, row.name) is not None:
                    self._sources[row.id] = (row, page.origin)
                    self._desk.sources[row.id] = Counter()

    async def _read_service_templates(self) -> None:
        read = self._client.service_templates()
        async for page in self._pages("service_templates", read, empty_proves_absence=True):
            found = {row.id: (row, page.origin) for row in page.items}
            self._rules.service_templates.update(found)

    async def _read_mail_templates(self) -> None:
        async for page in self._pages("email_templates", self._client.mail_templates()):
            for row in page.items:
                self._mails.append((row, page.origin))
                status = row.service_status.id if row.service_status else None
                if status is not None and row.external_contact_notifications is True:
                    self._rules.mails.setdefault(status, []).append((row, page.origin))

    async def _read_rules(self) -> None:
        """Read the rules first: a server without one list of events has one for each rule."""
        client, rules = self._client, self._rules
        async for page in self._pages("workflows", client.workflows()):
            rules.workflows.update({row.id: (row, page.origin) for row in page.items})
        async for events in self._pages(
            "workflow_events", client.workflow_events(), instead=self._events_by_rule
        ):
            rules.events.update({row.id: (row, events.origin) for row in events.items})
        async for actions in self._pages(
            "workflow_actions", client.workflow_actions(), instead=self._actions_by_event
        ):
            rules.actions.extend((row, actions.origin) for row in actions.items)
        async for kinds in self._pages(
            "notify_types", client.notify_types(), instead=self._kinds_by_rule
        ):
            rules.kinds.update({row.id: row for row in kinds.items})
            rules.kinds_from.update(dict.fromkeys((row.id for row in kinds.items), kinds.origin))

    def _events_by_rule(self) -> Iterator[tuple[str, Read[EventWire]]]:
        for rule in sorted(self._rules.workflows):
            yield f"events of rule {rule}", self._client.workflow_events(rule=rule)

    def _actions_by_event(self) -> Iterator[tuple[str, Read[ActionWire]]]:
        for number, (event, _) in sorted(self._rules.events.items()):
            if event.parent_id is not None:
                of = (event.parent_id, number)
                yield f"actions of event {number}", self._client.workflow_actions(of=of)

    def _kinds_by_rule(self) -> Iterator[tuple[str, Read[NotifyTypeWire]]]:
        for rule in sorted(self._rules.workflows):
            yield f"kinds of action of rule {rule}", self._client.notify_types(rule=rule)

    async def _read_fields(self) -> None:
        read = self._client.overwritten_fields()
        async for page in self._pages("workflow_fields", read, empty_proves_absence=True):
            for row in page.items:
                if row.action is not None:
                    self._rules.fields.setdefault(row.action, []).append((row, page.origin))

    async def _read_recipients(self) -> None:
        read = self._client.notification_recipients()
        async for page in self._pages("notification_recipients", read):
            self._rules.recipients.update({row.id: row for row in page.items})

    async def _read_connectors(self) -> None:
        async for page in self._pages("email_connectors", self._client.email_connectors()):
            self._connectors.update({row.id: (row, page.origin) for row in page.items})

    async def _read_members(self) -> None:
        async for page in self._pages("members", self._client.members()):
            # Class A are programs; the list of API members tells more of them.
            people = [row for row in page.items if row.license_class != "A" and row.identifier]
            known = {(row.identifier or "").casefold(): str(row.id) for row in people}
            self._people.update(known)
            self._members.update(known)

    async def _read_programs(self) -> None:
        async for page in self._pages("api_members", self._client.api_members()):
            self._programs.update({row.id: (row, page.origin) for row in page.items})

    async def _read_logins(self) -> None:
        read = self._client.integrator_logins()
        async for page in self._pages("integrator_logins", read, empty_proves_absence=True):
            self._logins.update({row.id: (row, page.origin) for row in page.items})

    async def _read_pods(self) -> None:
        place = self._into.place
        strange: list[str] = []
        async for page in self._pages("hosted_setups", self._client.hosted_setups()):
            for row in page.items:
                if not (host_of(row.url) or host_of(row.origin) or row.disabled_flag is True):
                    strange.append(row.description or f"app {row.id}")
                self._into.say(
                    deployments_from_hosted_setup(
                        row, origin=page.origin, catalogue=self._catalogue, place=place
                    )
                )

        if strange:
            self._into.gap(
                "hosted_setups",
                "whose apps are shown inside screens",
                GapReason.INCONCLUSIVE,
                detail=f"no address that can be read: {', '.join(strange)}",
                remedy="System > Setup Tables > Manage Hosted API: look at the address of each.",
            )

    async def _read_callbacks(self) -> None:
        place = self._into.place
        async for page in self._pages("callbacks", self._client.callbacks()):
            for row in page.items:
                self._into.say(
                    deployments_from_callback(
                        row, origin=page.origin, catalogue=self._catalogue, place=place
                    )
                )

    async def _read_origins(self) -> None:
        place = self._into.place
        read = self._client.allowed_origins()
        async for page in self._pages("allowed_origins", read, empty_proves_absence=True):
            for row in page.items:
                self._into.say(
                    deployments_from_allowed_origin(
                        row, origin=page.origin, catalogue=self._catalogue, place=place
                    )
                )

    async def _read_experiments(self) -> None:
        read = self._client.experiments()
        async for page in self._pages("experiments", read, empty_proves_absence=True):
            for row in page.items:
                for unknown, proof in possible_ai_settings(
                    row, origin=page.origin, place=self._into.place
                ):
                    self._into.keep((proof,))
                    self._into.unknown_setting(unknown)

    async def _read_settings(self) -> None:
        read = self._client.settings()
        others: list[str] = []
        async for page in self._pages("settings", read, empty_proves_absence=True):
            for row in page.items:
                if is_automatic(row):
                    others.append(row.description or str(row.id))
                for unknown, proof in possible_ai_settings(
                    row, origin=page.origin, place=self._into.place
                ):
                    self._into.keep((proof,))
                    self._into.unknown_setting(unknown)

        if others:
            more = f" and {len(others) - _MOST_NAMED} more" if len(others) > _MOST_NAMED else ""
            self._into.gap(
                "settings",
                "what settings of the tenant do that tell of chats or of automation",
                GapReason.NOT_EXPOSED,
                detail=f"{', '.join(sorted(others)[:_MOST_NAMED])}{more}: no document says what"
                " they do, and values are not asked for, since some are passwords",
                remedy="Look in System > Setup Tables what each does and whether it is on.",
            )

    async def _read_knowledge_base(self) -> None:
        document = await self._into.document(
            "knowledge_base",
            self._client.knowledge_base(),
            subject="settings of the knowledge base",
        )
        if document is not None:
            self._into.say(
                deployments_from_knowledge_base(
                    document.value,
                    origin=document.origin,
                    entry=self._catalogue["knowledge_publishing"],
                    place=self._into.place,
                )
            )
        self._into.documents_read("knowledge_base")

    async def _read_portals(self) -> None:
        found: list[int] = []
        read = self._client.portals()
        async for page in self._pages("portals", read, empty_proves_absence=True):
            found.extend(row.id for row in page.items)
        for portal in found:
            services = self._client.portal_services(portal)
            subject = f"services of portal {portal}"
            async for offers in self._pages(
                "portals", services, subject=subject, empty_proves_absence=True
            ):
                for row in offers.items:
                    self._into.say(
                        deployments_from_portal(
                            row,
                            portal=portal,
                            origin=offers.origin,
                            entry=self._catalogue["portal_chat"],
                            place=self._into.place,
                        )
                    )
