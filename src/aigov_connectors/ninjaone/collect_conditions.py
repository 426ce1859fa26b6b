"""Conditions in one reading: policy by policy, what devices override, and what stays in doubt."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from aigov_connectors._http import Page
from aigov_connectors.collecting import CollectionBuilder, side_by_side
from aigov_connectors.inventory import GapReason, SourceObject
from aigov_connectors.ninjaone.api import CONDITION_KINDS, LIMITS
from aigov_connectors.ninjaone.client import NinjaOneClient
from aigov_connectors.ninjaone.normalize import (
    VENDOR,
    ActivityLog,
    Deviations,
    Fleet,
    RolePolicies,
    ShownConditions,
    UnreadConditions,
    deployments_from_effects,
    hidden_effects,
    name_of_condition,
    policy_object,
    stated_conditions,
    unshown_conditions,
)
from aigov_connectors.ninjaone.wire import ConditionKind, PolicyOverridesWire, PolicyWire

__all__ = ["ConditionReading"]

_RESOURCE = "policy_conditions"


class ConditionReading:
    """What one `collect` knows of conditions and of devices that override them."""

    def __init__(
        self,
        client: NinjaOneClient,
        into: CollectionBuilder,
        *,
        fleet: Fleet,
        organization_of: Callable[[int | None], str | None],
    ) -> None:
        self._client = client
        self._into = into
        self._fleet = fleet
        self._organization_of = organization_of
        self._shown: list[ShownConditions] = []
        self._unread: list[UnreadConditions] = []
        self._policies_are_whole = False
        self._reaches: Mapping[int, Mapping[str, int | None]] = {}
        self._deviations = Deviations()
        self.decided_in: dict[int, list[SourceObject]] = {}
        """The conditions that were said, by the policy that decides them."""

    @property
    def visible(self) -> frozenset[str]:
        """Ids of all conditions that the lists show."""
        return frozenset(row.id for one in self._shown for row in one.conditions)

    # Reading -----------------------------------------------------------------------------------

    async def read(
        self,
        policies: Mapping[int, PolicyWire],
        *,
        policies_are_whole: bool,
        reaches: Mapping[int, Mapping[str, int | None]],
    ) -> None:
        """Read both kinds of every policy; `reaches` maps policies to organizations."""
        if not policies and not policies_are_whole:
            asked = self._into.wants("policies")
            how = "read" if asked else "asked for"
            self._into.gap(
                _RESOURCE,
                "policy conditions",
                GapReason.INTERRUPTED,
                detail=f"they are asked for policy by policy, and the policies were not {how}",
                remedy=None if asked else "Read policies too.",
            )
            return
        self._reaches = reaches
        self._policies_are_whole = policies_are_whole
        asks = ((policy, kind) for policy in policies.values() for kind in CONDITION_KINDS)

        async def worker() -> None:
            for policy, kind in asks:
                await self._read_one(policy, kind)

        # As many as may be in flight and no more: a request that waits in line for minutes would
        # leave with the token of its beginning.
        await side_by_side(worker() for _ in range(LIMITS.max_in_flight))
        self._note_empty_kinds()
        why = None if policies_are_whole else "the list of policies was not read to its end"
        self._into.documents_read(_RESOURCE, why=why)

    async def _read_one(self, policy: PolicyWire, kind: ConditionKind) -> None:
        subject = f"{kind} conditions of {policy_object(policy).name}"
        organizations = self._reaches.get(policy.id, {})
        document = await self._into.document(
            _RESOURCE,
            self._client.conditions(policy.id, kind),
            subject=subject,
            organizations=organizations,
        )
        if document is None:
            self._unread.append(UnreadConditions(policy, kind))
            return
        for position in document.value.unreadable:
            self._into.gap(
                _RESOURCE,
                f"one record of {subject} (row {position})",
                GapReason.FAILED,
                detail=f"row {position}: it is no object with an id",
                organizations=organizations,
            )
        self._shown.append(
            ShownConditions(
                policy,
                kind,
                document.value.conditions,
                document.origin,
                unreadable=len(document.value.unreadable),
            )
        )

    def _note_empty_kinds(self) -> None:
        """NinjaOne never tells what a credential may see, so no row at all proves nothing."""
        for kind in CONDITION_KINDS:
            lists = [one for one in self._shown if one.kind == kind]
            if lists and not any(one.conditions or one.unreadable for one in lists):
                self._into.gap(
                    _RESOURCE,
                    f"{kind} conditions",
                    GapReason.INCONCLUSIVE,
                    detail=f"each of {len(lists)} policies answered an empty list, and the right"
                    " to see the rows is not proven",
                )

    def add_overrides(self, page: Page[PolicyOverridesWire], role_policies: RolePolicies) -> None:
        """Count devices that override sections of their policy, and are in service."""
        for row in page.items:
            if self._fleet.is_managed(row.device_id):
                self._deviations.add(
                    row,
                    organization=self._organization_of(row.device_id),
                    policy=self._fleet.policy(row.device_id, role_policies),
                    is_endpoint=self._fleet.is_endpoint(row.device_id),
                )

    # Saying ------------------------------------------------------------------------------------

    def say(
        self,
        *,
        log: ActivityLog,
        alert_sources: frozenset[str],
        organizations: frozenset[str],
        reach_is_known: bool,
        script_names: Mapping[int, str],
    ) -> bool:
        """Say what was seen; give whether activities and alerts use the ids of the lists."""
        into = self._into
        entry = into.catalogue["condition_script"]
        order = {kind: at for at, kind in enumerate(CONDITION_KINDS)}
        shown = sorted(self._shown, key=lambda one: (one.policy.id, order[one.kind]))
        for policy, statement in stated_conditions(
            shown,
            entry=entry,
            place=into.place,
            reaches=self._reaches,
            reach_is_known=reach_is_known and self._policies_are_whole,
            script_names=script_names,
            deviating=self._deviations.endpoints,
            unread=self._unread,
        ):
            into.say([statement])
            self.decided_in.setdefault(policy, []).append(statement.deployment.source_object)
        visible = self.visible
        ids_agree = not visible.isdisjoint({*alert_sources, *(one.uid for one in log.effects)})
        self._say_overrides()
        if not into.wants(_RESOURCE):
            return ids_agree
        self._say_unshown(shown)
        hidden = hidden_effects(
            log.effects,
            visible=visible,
            names={name_of_condition(row).casefold() for one in shown for row in one.conditions},
            ids_agree=ids_agree,
        )
        into.say(
            deployments_from_effects(
                hidden.stated, entry=entry, place=into.place, organizations=organizations
            )
        )
        if hidden.doubtful:
            reached = [one.organizations & organizations for one in hidden.doubtful]
            into.gap(
                _RESOURCE,
                "conditions that ran scripts, and may or may not stand in a list",
                GapReason.INCONCLUSIVE,
                detail=f"{len(hidden.doubtful)} conditions ran scripts under ids that no list"
                " shows; whether these are the listed ones under other ids is not documented",
                remedy=entry.attest,
                organizations=sorted(set().union(*reached)) if all(reached) else (),
                features=(entry.id,),
            )
        return ids_agree

    def _say_unshown(self, shown: list[ShownConditions]) -> None:
        conditions, organizations = unshown_conditions(shown, self._reaches)
        if conditions:
            self._into.gap(
                _RESOURCE,
                "conditions of a policy that policies below it do not show",
                GapReason.INCONCLUSIVE,
                detail=f"{conditions} conditions that run scripts; whether policies that inherit"
                " from theirs have them too is not shown",
                remedy="Open the policies below (Administration > Policies) and look whether the"
                " inherited conditions are in force there.",
                organizations=organizations,
                features=(f"{VENDOR}.condition_script",),
            )

    def _say_overrides(self) -> None:
        found = self._deviations
        if found.concerns_conditions:
            self._into.gap(
                "policy_overrides",
                "conditions of devices that override those of their policy",
                GapReason.INCONCLUSIVE,
                detail=f"what they do instead is not shown; {found.conditions_in_words}",
                remedy="Open the devices behind the number in the column Overrides of"
                " Administration > Policies, and attest what their own conditions do.",
                organizations=found.organizations,
                features=(f"{VENDOR}.condition_script",),
            )
        if others := found.others_in_words:
            self._into.gap(
                "policy_overrides",
                "other sections that devices override in their policy",
                GapReason.INCONCLUSIVE,
                detail=f"devices per section: {others}",
                features=(),
            )
