"""One reading of a database: which reads, in which order, and what is said of them.

Picklists first, since a record is numbers without them; then the lists that do not depend on each
other, side by side; then the tickets, whose actors must be known by then, and what hangs on them;
and last a sample of histories, since each is a request of its own. The requests of the hour belong
to all integrations of the MSP: before and within the long reads it is asked how many are left.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing
from datetime import timedelta
from typing import Any, TypeVar

from aigov_connectors._http import Page, Read
from aigov_connectors.autotask.api import MOST_VALUES
from aigov_connectors.autotask.lists import Job, Lists
from aigov_connectors.autotask.normalize import (
    Sample,
    TicketLog,
    Votes,
    changes_from_panels,
    deployments_from_alerts,
    deployments_from_category,
    deployments_from_effects,
    deployments_from_moods,
    deployments_from_panel,
    deployments_from_program,
    deployments_from_tags,
    deployments_from_votes,
    deployments_from_webhook,
)
from aigov_connectors.autotask.normalize.untold import (
    Doubt,
    doubts_of_categories,
    doubts_of_deeds,
    doubts_of_tickets,
)
from aigov_connectors.collecting import side_by_side
from aigov_connectors.errors import AuthenticationError, ConnectorError
from aigov_connectors.inventory import GapReason, Window

__all__ = ["Reading"]

Row = TypeVar("Row")

_HISTORIES = "histories of tickets"
_VOTED = "tickets whose change was voted on"
_OLDER = "votes on approved changes, cast before the window"
_SPARE = timedelta(days=1)  # a time zone that was forgotten somewhere costs less than a day
_AT_ONCE = 2  # histories under way at once; the vendor allows three for each entity
_LOOK_EVERY = 200  # pages at most after which it is asked again what is left of the hour
_LEAST = 10  # requests; with fewer left nothing long is begun
_MANY = 1_000_000  # requests, where the vendor does not tell how many are left


class Reading(Lists):
    """One `collect` from its first request to its last word."""

    def __init__(self, *args: Any, **arguments: Any) -> None:
        super().__init__(*args, **arguments)
        self._votes = Votes(self._actors, self._picklists)
        self._log: TicketLog | None = None

    async def run(self) -> None:
        """Read every wanted resource and say what was seen; see `Connector.collect`."""
        lists: dict[str, Job] = {
            "companies": self._read_companies,
            "resources": self._read_resources,
            "categories": self._read_categories,
            "category_defaults": self._read_defaults,
            "queue_members": self._read_queue_members,
            "defined_fields": self._read_defined_fields,
            "tags": self._read_tags,
            "webhooks": self._read_hooks,
            "panels": self._read_panels,
            "modules": self._read_modules,
        }
        hanging: dict[str, Job] = {
            "ticket_notes": self._read_notes,
            "notifications": self._read_notifications,
            "change_approvals": self._read_votes,
            "deleted_tickets": self._read_deleted,
        }
        try:
            await self._together({"picklists": self._read_picklists})
            await self._together(lists)
            await self._together({"contracts": self._read_contracts})
            await self._together({"tickets": self._read_tickets})
            await self._together(hanging)
            await self._together({"ticket_history": self._read_histories})
        finally:
            self._doubt(self._known_log)
            self._say(self._known_log)

    @property
    def _known_log(self) -> TicketLog:
        """The counters; made when they are first needed, by when the actors are known."""
        if self._log is None:
            self._log = TicketLog(
                tenant_id=self._into.place.tenant_id,
                actors=self._actors,
                desk=self._desk,
                picklists=self._picklists,
                since=self._since,
            )
        return self._log

    # What is left of the hour ------------------------------------------------------------------

    async def _left(self) -> tuple[int, str | None]:
        """How many requests may still be asked, and why it is none, in words."""
        try:
            told = (await self._client.threshold()).value
        except AuthenticationError:
            raise
        except ConnectorError:
            return _MANY, None
        most, used = told.external_request_threshold, told.current_timeframe_request_count
        if not most or used is None:
            return _MANY, None
        left = int(most * self._client.limits.headroom) - used
        if left >= _LEAST:
            return left, None
        return 0, f"{used:,} of the database's {most:,} requests of this hour are used"

    def _left_out(self, resource: str, subject: str, why: str) -> None:
        self._into.gap(
            resource,
            subject,
            GapReason.TRUNCATED,
            detail=f"{why}; the rest is left to other integrations",
            remedy="Run again at a quieter hour, or raise the option headroom.",
        )

    async def _long(
        self, resource: str, read: Read[Row], *, entity: str
    ) -> AsyncGenerator[Page[Row]]:
        """Hand over the pages of a long list, and leave the rest where the hour is used up."""
        left, spent = await self._left()
        due = _next_look(left)
        if spent is None:
            async with aclosing(self._pages(resource, read, entity=entity)) as pages:
                async for page in pages:
                    yield page
                    due -= 1
                    if due == 0:
                        left, spent = await self._left()
                        due = _next_look(left)
                    if spent is not None:
                        break
        if spent is not None:
            self._complete.discard(resource)
            self._left_out(resource, f"the rest of {resource.replace('_', ' ')}", spent)

    # Tickets and what hangs on them ------------------------------------------------------------

    async def _read_tickets(self) -> None:
        log, asked = self._known_log, self._since - _SPARE
        total: int | None = None
        if self._level("Tickets") != "none":
            try:
                total = await self._client.count_tickets(since=asked)
            except ConnectorError:
                total = None  # the list itself tells what is wrong
        read = self._client.tickets(since=asked, total=total)
        async for page in self._long("tickets", read, entity="Tickets"):
            for row in page.items:
                log.add(row, origin=page.origin)
        if "tickets" in self._complete:
            self._desk.window = Window(start=self._since, end=self._into.now)
        # Where no company counts, or none was read, the companies' own gap tells why.
        if log.elsewhere and self._desk.organizations and self._has_a_type:
            hidden = "" if "companies" in self._complete else ", or that were not handed over"
            self._into.gap(
                "tickets",
                "tickets of companies that are no clients here",
                GapReason.INCONCLUSIVE,
                detail=f"{log.elsewhere} tickets of companies that are inactive, samples, or of"
                f" another type than {', '.join(self._types) or 'any'}{hidden}",
                remedy="Name the types of your clients in the option client_types.",
                features=(),
            )

    async def _read_notes(self) -> None:
        read = self._client.notes(since=self._since)
        async for page in self._long("ticket_notes", read, entity="TicketNotes"):
            for row in page.items:
                self._known_log.add_note(row, origin=page.origin)

    async def _read_notifications(self) -> None:
        read = self._client.notifications(since=self._since)
        async for page in self._long("notifications", read, entity="NotificationHistory"):
            for row in page.items:
                self._known_log.add_notification(row, origin=page.origin)

    async def _read_votes(self) -> None:
        entity = "TicketChangeRequestApprovals"
        read = self._client.change_approvals(since=self._since)
        async for page in self._long("change_approvals", read, entity=entity):
            self._votes.rows.extend((row, page.origin) for row in page.items)
        wanted = self._votes.wanted
        for start in range(0, len(wanted), MOST_VALUES):
            found = self._client.tickets_by_id(wanted[start : start + MOST_VALUES])
            async for tickets in self._pages(
                "change_approvals", found, entity="Tickets", subject=_VOTED
            ):
                self._votes.tickets.update({row.id: row for row in tickets.items})
        await self._read_older_votes()

    async def _read_older_votes(self) -> None:
        """Read who agreed to the approved changes of the window before it began."""
        wanted = self._votes.unexplained(self._known_log.approved)
        if "change_approvals" not in self._complete:
            return
        entity, known = "TicketChangeRequestApprovals", self._votes.older
        for start in range(0, len(wanted), MOST_VALUES):
            read = self._client.change_approvals_of(wanted[start : start + MOST_VALUES])
            async for page in self._pages(
                "change_approvals",
                read,
                entity=entity,
                subject=_OLDER,
            ):
                for row in page.items:
                    if row.ticket_id is not None:
                        known.setdefault(row.ticket_id, []).append(row)
            if _OLDER not in self._complete:
                return
            self._complete.discard(_OLDER)
        # Rows that may not be seen are left out, and then no vote is no proof that there is none.
        self._votes.is_whole = self._level(entity) == "all"

    async def _read_deleted(self) -> None:
        read = self._client.deleted_tickets(since=self._since)
        async for page in self._long("deleted_tickets", read, entity="DeletedTicketLogs"):
            for row in page.items:
                self._known_log.add_deleted(row)

    async def _read_histories(self) -> None:
        samples = self._known_log.samples(self._sample)
        what = _HISTORIES
        if self._level("TicketHistory") == "none":
            why = "its security level may not query TicketHistory"
            self._into.gap("ticket_history", what, GapReason.DENIED, detail=why)
            samples = []
        elif not samples:
            why = "there was no ticket to look at"
            self._into.gap("ticket_history", what, GapReason.INTERRUPTED, detail=why)
        else:
            left, spent = await self._left()
            if left < len(samples):
                self._left_out("ticket_history", what, spent or f"{left:,} requests are left")
                samples = samples[: max(0, left - _LEAST)]
        queue = iter(samples)

        async def worker() -> None:
            for sample in queue:
                await self._look(sample)

        await side_by_side(worker() for _ in range(_AT_ONCE))
        self._into.documents_read("ticket_history")

    async def _look(self, sample: Sample) -> None:
        read = self._client.history(sample.ticket)
        # One cause and one gap, however many tickets were looked at.
        found = await self._into.short_list("ticket_history", read, subject=_HISTORIES)
        if found is not None:
            self._known_log.add_history(found.value, sample, origin=found.origin)

    # Doubting ----------------------------------------------------------------------------------

    def _doubt(self, log: TicketLog) -> None:
        """Say what contradicts the lists, or was seen and can be said of nobody."""
        for one in (
            *doubts_of_deeds(log.untold),
            *self._doubts_of_tickets(log),
            *self._doubts_of_categories(),
        ):
            self._into.gap(
                one.resource,
                one.subject,
                GapReason.INCONCLUSIVE,
                detail=one.detail,
                remedy=one.remedy,
                features=one.features,
            )

    def _doubts_of_tickets(self, log: TicketLog) -> Iterator[Doubt]:
        # What was cut short, or may be seen in part only, has a gap that says so.
        naming = dict(log.untold.naming) if "tickets" in self._complete else {}
        if not self._votes.wanted or _VOTED in self._complete:
            naming["votes"] = self._votes.homeless
        if log.is_empty and any(naming.values()):
            self._desk.window = None  # nobody's tickets are none
        read = {"tickets"} | ({"change_approvals"} if naming.get("votes") else set())
        features = {one for resource in read for one in self._catalogue.read_from(resource)}
        return doubts_of_tickets(naming, features=tuple(sorted(features)))

    def _doubts_of_categories(self) -> Iterator[Doubt]:
        listed = {number for number, (row, _) in self._categories.items() if row.is_active is True}
        if "categories" in self._complete:
            used = {number for number, _ in self._desk.tickets if number is not None}
            yield from doubts_of_categories(used - self._categories.keys(), listed=False)
        if "category_defaults" in self._complete:
            yield from doubts_of_categories(listed - self._defaults.keys(), listed=True)

    # Saying ------------------------------------------------------------------------------------

    def _say(self, log: TicketLog) -> None:
        """Say what was read; most of it waited for the tickets' counts."""
        into, place, catalogue, desk = self._into, self._into.place, self._catalogue, self._desk
        for number, (category, origin) in sorted(self._categories.items()):
            defaults, defaults_origin = self._defaults.get(number, (None, None))
            into.say(
                deployments_from_category(
                    category,
                    defaults,
                    origin=origin,
                    defaults_origin=defaults_origin,
                    entry=catalogue["category_defaults"],
                    place=place,
                    desk=desk,
                    picklists=self._picklists,
                    queues=self._queues,
                    actors=self._actors,
                )
            )
        self._say_programs(log)
        into.say(
            deployments_from_tags(
                self._tags,
                more=self._tag_counts,
                entry=catalogue["automatic_tagging"],
                place=place,
            )
        )
        into.say(
            deployments_from_effects(
                log.effects, entry=catalogue["rule_effects"], place=place, desk=desk
            )
        )
        into.say(
            deployments_from_alerts(
                log,
                opening=catalogue["alert_tickets"],
                closing=catalogue["alert_closing"],
                place=place,
                desk=desk,
                picklists=self._picklists,
            )
        )
        into.say(
            deployments_from_moods(
                log.moods, entry=catalogue["service_thermometer"], place=place, desk=desk
            )
        )
        into.say(
            deployments_from_votes(
                self._votes, log=log, entry=catalogue["change_approval"], place=place, desk=desk
            )
        )
        self._votes.count(log.counter)
        into.decisions(log.counter.stats(complete=desk.window is not None))
        into.decisions(log.sampled.stats(complete=False))

    def _say_programs(self, log: TicketLog) -> None:
        into, place, catalogue = self._into, self._into.place, self._catalogue
        for _, program in sorted(self._actors.programs.items()):
            if self._actors.is_own(program.row):
                continue  # this connection's own
            into.say(
                deployments_from_program(
                    program, catalogue=catalogue, place=place, log=log, desk=self._desk
                )
            )
        for entity, hook, origin in self._hooks:
            fields = None
            if entity == "TicketWebhooks" and self._hook_fields is not None:
                fields = self._hook_fields[hook.id]
            into.say(
                deployments_from_webhook(
                    hook,
                    entity=entity,
                    fields=fields,
                    origin=origin,
                    catalogue=catalogue,
                    place=place,
                )
            )
        for entity, panel, origin in self._panels:
            into.say(
                deployments_from_panel(
                    panel, entity=entity, origin=origin, catalogue=catalogue, place=place
                )
            )
        into.changed(changes_from_panels(self._panels, place=place))


def _next_look(left: int) -> int:
    """After how many pages to ask again what is left; the less, the sooner."""
    return max(1, min(_LOOK_EVERY, left // 4))
