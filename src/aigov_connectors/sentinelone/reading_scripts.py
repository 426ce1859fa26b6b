"""RemoteOps scripts of one console: the library, who reviewed runs, and the guardrails.

A guardrail takes a request for each scope, at one a second, so groups are asked only where that is
wanted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from aigov_connectors.collecting import CollectionBuilder, side_by_side
from aigov_connectors.inventory import GapReason, ScopeLevel, Statement
from aigov_connectors.sentinelone.client import SentinelOneClient
from aigov_connectors.sentinelone.normalize import ScopeKey
from aigov_connectors.sentinelone.normalize.licences import Licences
from aigov_connectors.sentinelone.normalize.places import Places
from aigov_connectors.sentinelone.normalize.scripts import (
    GuardrailRead,
    Reviews,
    ScriptLibrary,
    deployments_from_guardrails,
)
from aigov_connectors.sentinelone.normalize.tenancy import Tenancy
from aigov_connectors.sentinelone.silence import note_silence


class ScriptReading:
    """Reads what a person or a workflow can run on endpoints; used once."""

    def __init__(
        self,
        client: SentinelOneClient,
        into: CollectionBuilder,
        *,
        since: datetime,
        caller_scope: str | None,
        of_groups: bool,
        proven: bool,
    ) -> None:
        """`of_groups` says whether groups are asked for a guardrail; see `Reading` for the rest.

        `proven` says whether it is known what the token may see.
        """
        self._client = client
        self._into = into
        self._caller_scope = caller_scope
        self._of_groups = of_groups
        self._proven = proven
        self._library = ScriptLibrary()
        self._reviews = Reviews(since)
        self._guardrails: dict[ScopeKey, GuardrailRead] = {}

    async def read(self, tenancy: Tenancy, licences: Licences) -> None:
        """Read the library, the reviews, and the guardrails of accounts and sites."""
        entry = self._into.catalogue["remote_ops_scripts"]
        told = {one: licences.allows(entry, one) for one in tenancy.sites}
        sites = [one for one, licensed in told.items() if licensed is not False]
        if told and not sites:
            self._note_not_asked({one.organization for one in tenancy.sites.values()})
            return
        await side_by_side(
            [
                self._read_library(),
                self._read_reviews(),
                self._read_guardrails(tenancy, sorted(sites)),
            ]
        )

    def _note_not_asked(self, organizations: Iterable[str]) -> None:
        """The feature itself is named with its licences."""
        for one in filter(self._into.wants, ("remote_scripts", "guardrails", "pending_executions")):
            self._into.gap(
                one,
                one.replace("_", " "),
                GapReason.UNLICENSED,
                detail="no site has RemoteOps among its licences, so nothing was asked for",
                organizations=organizations,
                features=(),
            )

    async def _read_library(self) -> None:
        read = self._client.remote_scripts()
        # The vendor's own scripts are in every library: an empty one contradicts that.
        async for page in self._into.pages("remote_scripts", read, empty_proves_absence=False):
            self._library.add(page.items, origin=page.origin)
        self._library.is_whole = read.receipt.is_whole

    async def _read_reviews(self) -> None:
        read = self._client.pending_executions()
        proven = self._proven
        async for page in self._into.pages("pending_executions", read, empty_proves_absence=proven):
            self._reviews.add(page.items, origin=page.origin)
        # Of runs that the token may not see, none is no number.
        self._reviews.is_whole = read.receipt.is_whole and (proven or read.receipt.rows > 0)

    async def _read_guardrails(self, tenancy: Tenancy, sites: Sequence[str]) -> None:
        if not self._into.wants("guardrails"):
            return
        if self._caller_scope != "site":
            accounts = {tenancy.sites[one].account_id for one in sites}
            await side_by_side(
                self._read_guardrail((ScopeLevel.ACCOUNT, one), tenancy)
                for one in sorted(filter(None, accounts))
            )
        first = 0 if self._guardrails else 1
        await side_by_side(
            self._read_guardrail((ScopeLevel.SITE, one), tenancy) for one in sites[:first]
        )
        if self._guardrails:
            await side_by_side(
                self._read_guardrail((ScopeLevel.SITE, one), tenancy) for one in sites[first:]
            )
        elif rest := sites[first:]:
            self._into.gap(
                "guardrails",
                f"guardrails of {len(rest)} more sites",
                GapReason.DENIED,
                detail="they were not asked for, since the first ones were refused",
                organizations={tenancy.sites[one].organization for one in rest},
            )
        if not self._of_groups:
            self._into.documents_read("guardrails", why=tenancy.cut_short)

    async def read_guardrails_of_groups(self, tenancy: Tenancy) -> None:
        """Ask for the guardrails of groups where that is wanted; else say that they were not."""
        answered = {key[1] for key in self._guardrails if key[0] is ScopeLevel.SITE}
        groups = sorted(one.id for one in tenancy.groups.values() if one.site_id in answered)
        if not self._into.wants("guardrails"):
            return
        if self._of_groups:
            await side_by_side(
                self._read_guardrail((ScopeLevel.GROUP, one), tenancy) for one in groups
            )
            groups_cut = None if tenancy.groups_complete else "the groups are not all known"
            self._into.documents_read("guardrails", why=tenancy.cut_short or groups_cut)
        elif groups:
            self._into.gap(
                "guardrails",
                f"guardrails of {len(groups)} groups",
                GapReason.INCONCLUSIVE,
                detail="a group may have one of its own, nothing tells which has, and each takes"
                " a request at one a second",
                remedy="Set group_guardrails = true at the connection, or look at the groups in"
                " the console.",
                features=(),
            )

    async def _read_guardrail(self, key: ScopeKey, tenancy: Tenancy) -> None:
        level, scope_id = key
        scope = tenancy.scope(level, scope_id)
        group = tenancy.groups.get(scope_id) if level is ScopeLevel.GROUP else None
        site = tenancy.sites.get(group.site_id if group else scope_id)
        document = await self._into.document(
            "guardrails",
            self._client.guardrail(level, scope_id),
            subject=f"guardrail of {level} {scope.name}",
            organizations=(site.organization,) if site else (),
            # What an account decides is also told by its sites.
            features=None if site else (),
        )
        if document is not None:
            self._guardrails[key] = GuardrailRead(document.value, document.origin)
            note_silence(
                self._into,
                "guardrails",
                document.value,
                whose=f"guardrail of {level} {scope.name}",
                organizations=(site.organization,) if site else (),
            )

    # Saying ----------------------------------------------------------------------------------

    def statements(self, places: Places, licences: Licences) -> Iterator[Statement]:
        """State what was read by now."""
        catalogue = self._into.catalogue
        entry = catalogue["remote_ops_scripts"]
        return deployments_from_guardrails(
            self._guardrails,
            places=places,
            licensed={one: licences.allows(entry, one) for one in places.tenancy.sites},
            library=self._library,
            reviews=self._reviews,
            place=self._into.place,
            catalogue=catalogue,
        )
