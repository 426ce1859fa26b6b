"""The audit log: its types first, then the lines of the few types that are counted."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Set
from datetime import datetime

from aigov_connectors.collecting import CollectionBuilder
from aigov_connectors.inventory import (
    CredentialRights,
    DecisionCounter,
    DecisionKind,
    DecisionStats,
    GapReason,
)
from aigov_connectors.sentinelone.client import SentinelOneClient
from aigov_connectors.sentinelone.normalize.activities import (
    ABOUT_THREATS,
    VENDOR,
    ActivityTally,
    Commands,
    Meaning,
    commands_told,
    meanings_of,
)
from aigov_connectors.sentinelone.normalize.changes import (
    ChangeLine,
    ChangeType,
    change_types,
)
from aigov_connectors.sentinelone.normalize.tenancy import Tenancy


class ActivityReading:
    """Reads the audit log of one console; used once, by `Reading`."""

    def __init__(
        self,
        client: SentinelOneClient,
        into: CollectionBuilder,
        *,
        since: datetime,
        changes_since: datetime,
        rights: CredentialRights,
    ) -> None:
        self._client = client
        self._into = into
        self._since = since
        self._changes_since = changes_since
        self._proven = rights is not CredentialRights.CANNOT_TELL
        self._own = DecisionCounter(vendor=VENDOR, tenant_id=client.tenant_id)
        self._about_threats = DecisionCounter(vendor=VENDOR, tenant_id=client.tenant_id)
        self._complete = False
        self.changes: list[ChangeLine] = []
        """Lines that tell of changes of settings."""
        self.commands_known: frozenset[DecisionKind] = frozenset()
        """Kinds of action of which every command was read: of these, none means none."""

    async def read(self, tenancy: Tenancy, people: Set[str] | None) -> Commands:
        """Read the lines that are counted; gives the threats on which somebody acted, and how.

        `people` are the ids of users; None where not all service users are known.
        """
        meanings: dict[str, Meaning] = {}
        changes: dict[str, ChangeType] = {}
        read = self._client.activity_types()
        async for page in self._into.pages("activity_types", read, empty_proves_absence=False):
            meanings |= meanings_of(page.items)
            changes |= change_types(page.items)
        if not self._into.wants("activities"):
            return {}
        await self._read_changes(changes)
        if not meanings:
            self._into.gap(
                "activities",
                "activities",
                GapReason.INCONCLUSIVE,
                detail="which types of activity tell of automatic actions was not found",
            )
            return {}
        self._note_untold(ABOUT_THREATS - commands_told(meanings))
        tally = ActivityTally(meanings, about_threats=self._about_threats, people=people)
        lines = self._client.activities(created_since=self._since, types=sorted(meanings))
        without_time = 0
        async for rows in self._into.pages("activities", lines, empty_proves_absence=self._proven):
            without_time += tally.add(rows.items, self._own, tenancy)
        if without_time:
            self._into.gap(
                "activities",
                f"{without_time} activities without a time",
                GapReason.INCONCLUSIVE,
                detail="they have no time of creation, so they are not counted",
            )
        # That nothing is in it proves nothing where the right to see it is not proven.
        seen = bool(lines.receipt.rows) or self._proven
        self._complete = lines.receipt.is_whole and seen and not without_time
        if self._complete:
            self.commands_known = commands_told(meanings)
        return tally.commands

    def _note_untold(self, untold: Collection[DecisionKind]) -> None:
        """Without its type nobody can ask for a command, and so nothing tells that none was given.

        The states of features come from the policies, so none of them is in doubt.
        """
        if untold:
            named = ", ".join(sorted(one.replace("_", " ") for one in untold))
            self._into.gap(
                "activities",
                f"commands of people: {named}",
                GapReason.INCONCLUSIVE,
                detail="no type of activity tells of such commands in words that are known, so who"
                " did it is told only where it can be nobody but the agent",
                remedy="Read who acted in the timelines of the threats, in the console.",
                features=(),
            )

    async def _read_changes(self, types: Mapping[str, ChangeType]) -> None:
        """Read who changed settings, for the whole time: an earlier run does not hold that."""
        if not types:
            return
        lines = self._client.activities(created_since=self._changes_since, types=sorted(types))
        async for page in self._into.pages(
            "activities",
            lines,
            subject="changes of settings",
            empty_proves_absence=self._proven,
        ):
            for row in page.items:
                if (told := types.get(row.activity_type or "")) is not None:
                    line = ChangeLine(row, told.what, told.of_rule, page.origin)
                    self.changes.append(line)

    def stats(self, *, threats_told: bool) -> tuple[DecisionStats, ...]:
        """What was counted; of threats only where the threats themselves told nothing."""
        own = self._own.stats(complete=self._complete)
        if threats_told:
            return own
        return (*own, *self._about_threats.stats(complete=self._complete))
