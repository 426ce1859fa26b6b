"""One reading of a server: which reads, in which order, and what is said of them.

Settings first, side by side; then what streams by, whose actors must be known by then; and last a
few computers of each client, and those on which a monitor is known to be of which nothing else is
told, since all that a computer has is a request each; between them the scripts that are in use.
What was read is said in any case.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from aigov_connectors.collecting import side_by_side
from aigov_connectors.connectwise.automate.lists import Lists
from aigov_connectors.connectwise.automate.normalize import (
    BY_CLASSES,
    PatchGroups,
    RunLog,
    changes_from_scripts,
    deployments_from_approval_policy,
    deployments_from_group,
    deployments_from_integrator,
    deployments_from_monitors,
    deployments_from_patch_scripts,
    deployments_from_reboot_policy,
    deployments_from_schedules,
    deployments_from_sensor_check,
    deployments_from_third_party_policy,
    deployments_from_update_policy,
    listed_scripts,
    organization_from,
    programs_from,
)
from aigov_connectors.inventory import GapReason, Window

__all__ = ["Reading"]

Job = Callable[[], Coroutine[Any, Any, None]]

_AT_ONCE = 2  # what a small server bears
_MOST_SCRIPTS = 200  # in use, of which the settings are asked for
_MOST_MORE = 20  # computers that are looked at for a monitor of which nothing else is told


class Reading(Lists):
    """One `collect` from its first request to its last word."""

    async def run(self) -> None:
        """Read every wanted resource and say what was seen; see `Connector.collect`."""
        settings: dict[str, Job] = {
            "clients": self._read_clients,
            "users": self._read_users,
            "user_classes": self._read_classes,
            "locations": self._read_locations,
            "computers": self._read_computers,
            "groups": self._read_groups,
            "group_computers": self._read_members,
            "scripts": self._read_scripts,
            "script_schedules": self._read_schedules,
            "monitors": self._read_results,
            "sensor_checks": self._read_checks,
            "approval_policies": self._read_approvals,
            "microsoft_update_policies": self._read_updates,
            "third_party_update_policies": self._read_third_party,
            "reboot_policies": self._read_reboots,
            "group_patching_policies": self._read_patch_groups,
            "feature_flags": self._read_flags,
        }
        streams: dict[str, Job] = {
            "running_scripts": self._read_running,
            "alerts": self._read_alerts,
            "maintenance_modes": self._read_modes,
            "monitor_history": self._read_states,
            "tickets": self._read_tickets,
            "patch_history": self._read_patches,
            "user_audits": self._read_audits,
        }
        self._say_sight()
        try:
            await self._together(settings)
            self._programs = programs_from(
                self._users, catalogue=self._catalogue, own=self._own_name
            )
            self._runs = self._new_runs()
            await self._together(streams)
            self._say_contradictions()
            await self._sampled("computer_monitors", self._look_for_monitors)
            self._runs.belongs(
                scheduled={
                    one.script.id for one, _ in self._schedules if one.script and one.script.id
                },
                monitored=self._monitors.scripts(),
            )
            await self._together({"script_details": self._read_details})
            await self._sampled("script_history", self._look_for_runs)
            await self._sampled("command_history", self._look_for_commands)
            await self._sampled("alert_suspensions", self._look_for_suspensions)
            await self._sampled("effective_patching", self._look_for_policies)
        finally:
            self._say()

    def _new_runs(self) -> RunLog:
        return RunLog(
            tenant_id=self._into.place.tenant_id, programs=self._programs, since=self._since
        )

    # A few computers of each client ------------------------------------------------------------

    async def _sampled(
        self, resource: str, look: Callable[[str, str], Coroutine[Any, Any, None]]
    ) -> None:
        if not self._into.wants(resource):
            return
        sample = self._estate.first_computers(self._sample)
        if resource == "computer_monitors":
            sample += self._with_unknown_monitors({computer for _, computer in sample})
        if not sample:
            self._into.gap(
                resource,
                resource.replace("_", " "),
                GapReason.INTERRUPTED,
                detail="there was no computer to look at",
            )
        queue = iter(sample)

        async def worker() -> None:
            for client, computer in queue:
                await look(client, computer)

        await side_by_side(worker() for _ in range(_AT_ONCE))
        self._into.documents_read(resource)
        if resource == "computer_monitors":
            left = len(self._monitors.unknown)
            known = f"; of {left} monitors that changed lately nothing else is known" * bool(left)
            self._into.gap(
                resource,
                "monitors that did not fail, on computers that were not looked at",
                GapReason.NOT_EXPOSED,
                detail=f"the server has no list of all monitors; {self._sample} computers of each"
                f" client were looked at{known}",
                remedy="Raise the option sample_computers, or compare with the list of monitors in"
                " the Control Center.",
            )

    def _with_unknown_monitors(self, looked_at: set[str]) -> list[tuple[str, str]]:
        """(client, computer) on which a monitor is of which nothing is known but its change."""
        more = dict.fromkeys(self._monitors.unknown.values())
        found = [(self._estate.client_of(one), one) for one in more if one not in looked_at]
        return [(client, one) for client, one in found if client is not None][:_MOST_MORE]

    async def _look_for_monitors(self, client: str, computer: str) -> None:
        found = await self._into.short_list(
            "computer_monitors",
            self._client.computer_monitors(computer),
            subject=f"monitors of computer {computer}",
            organizations=(client,),
        )
        for row in found.value if found else ():
            if found is not None:
                self._monitors.listed(row, found.origin, computer=computer)

    async def _look_for_runs(self, client: str, computer: str) -> None:
        found = await self._into.short_list(
            "script_history",
            self._client.script_history(computer, since=self._since),
            subject=f"script history of computer {computer}",
            organizations=(client,),
        )
        for row in found.value if found else ():
            self._runs.ran(row, client=client, computer=computer)

    async def _look_for_commands(self, client: str, computer: str) -> None:
        found = await self._into.short_list(
            "command_history",
            self._client.command_history(computer, since=self._since),
            subject=f"commands sent to computer {computer}",
            organizations=(client,),
        )
        for row in found.value if found else ():
            self._runs.commanded(row, client=client)

    async def _look_for_suspensions(self, client: str, computer: str) -> None:
        found = await self._into.short_list(
            "alert_suspensions",
            self._client.alert_suspensions(computer),
            subject=f"suspended alerts of computer {computer}",
            organizations=(client,),
        )
        if found is not None:
            self._silences.suspended(computer, len(found.value), found.origin)

    async def _look_for_policies(self, client: str, computer: str) -> None:
        found = await self._into.document(
            "effective_patching",
            self._client.effective_patching(computer),
            subject=f"policies in effect on computer {computer}",
            organizations=(client,),
        )
        if found is not None:
            self._effective.add(found.value, found.origin, client=client, computer=computer)

    async def _read_details(self) -> None:
        """Ask for the settings of the scripts that schedules and monitors run."""
        scheduled = {
            row.script.id
            for row, _ in self._schedules
            if row.script and row.script.id and row.is_disabled is not True
        }
        used = sorted(scheduled | self._monitors.scripts())
        queue = iter(used[:_MOST_SCRIPTS])

        async def worker() -> None:
            for number in queue:
                found = await self._into.document(
                    "script_details", self._client.script(number), subject=f"script {number}"
                )
                if found is not None:
                    self._details[number] = (found.value, found.origin)

        await side_by_side(worker() for _ in range(_AT_ONCE))
        if len(used) > _MOST_SCRIPTS:
            self._into.gap(
                "script_details",
                "settings of the other scripts that are in use",
                GapReason.TRUNCATED,
                detail=f"{len(used) - _MOST_SCRIPTS} scripts were not asked for one by one",
            )
        if not self._into.is_whole("script_schedules", "monitors"):
            # What a program may run is told by the scripts that were asked for.
            self._into.gap(
                "script_details",
                "settings of scripts that schedules or monitors may run",
                GapReason.TRUNCATED,
                detail="what runs scripts was not read to its end, so that some were not asked for",
            )
        self._into.documents_read("script_details")

    # Saying ------------------------------------------------------------------------------------

    def _say(self) -> None:
        """Say what was read; what needs the counts of others waited for them."""
        into, place, catalogue, estate = self._into, self._into.place, self._catalogue, self._estate
        self._say_clients()
        if self._is_whole("tickets"):
            self._tickets.window = Window(start=self._since, end=into.now)
        into.say(
            deployments_from_schedules(
                self._schedules,
                scripts=self._scripts,
                details=self._details,
                programs=self._programs.features,
                entry=catalogue["scheduled_scripts"],
                place=place,
                estate=estate,
            )
        )
        into.lists(listed_scripts(self._scripts, is_whole=self._is_whole("scripts")))
        into.changed(
            changes_from_scripts(
                self._schedules,
                self._scripts,
                (row for row, _ in self._users.values()),
                place=place,
            )
        )
        into.say(
            deployments_from_monitors(
                self._monitors,
                catalogue=catalogue,
                place=place,
                estate=estate,
                tickets=self._tickets,
                silences=self._silences,
                scripts=self._scripts,
                details=self._details,
            )
        )
        for check, origin in self._checks:
            entry = catalogue["statistical_baselines"]
            into.say(deployments_from_sensor_check(check, origin=origin, entry=entry, place=place))
        for group, origin in self._group_rows:
            entry = catalogue["group_auto_join"]
            into.say(
                deployments_from_group(
                    group, origin=origin, entry=entry, place=place, estate=estate
                )
            )
        self._say_patching()
        self._say_who_is_no_program()
        self._say_what_is_not_told()
        scripts_tell = self._say_whom_scripts_are_open_to()
        for user, origin in self._users.values():
            if user.is_integrator is not True or (user.name or "").casefold() == self._own_name:
                continue
            into.say(
                deployments_from_integrator(
                    user,
                    origin=origin,
                    classes=self._classes,
                    details=self._details,
                    scripts=self._scripts,
                    scripts_tell=scripts_tell,
                    catalogue=catalogue,
                    place=place,
                    runs=self._runs,
                )
            )
        into.decisions(self._alerts.counter.stats(complete=self._is_whole("alerts")))
        into.decisions(self._patches.counter.stats(complete=self._is_whole("patch_history")))
        into.decisions(self._runs.counter.stats(complete=False))
        # A mode that was ended is no longer in the list.
        into.decisions(self._silences.counter.stats(complete=False))

    def _say_who_is_no_program(self) -> None:
        """A login that does not say whether it is a program's may be one."""
        untold = sum(user.is_integrator is None for user, _ in self._users.values())
        if untold:
            self._into.gap(
                "users",
                "which logins are programs",
                GapReason.INCONCLUSIVE,
                detail=f"IsIntegrator was not sent for {untold} of {len(self._users)} users",
            )

    def _say_whom_scripts_are_open_to(self) -> bool:
        """Whether every script was listed and names the classes that may run it, or a gap."""
        untold = sum(not row.tells_classes for row, _ in self._scripts.values())
        is_whole = self._is_whole("scripts")
        if untold and self._programs.features:
            self._into.gap(
                "scripts",
                "which user classes may run scripts",
                GapReason.INCONCLUSIVE,
                detail=f"{untold} of {len(self._scripts)} scripts name no user class in Permission"
                " or EditPermission, and whom they are open to then is documented nowhere",
                remedy="Look at the permissions of these scripts in the Control Center, and attest"
                " which programs may run some.",
                features=[self._catalogue[one].id for one in BY_CLASSES],
            )
        return is_whole and not untold

    def _say_contradictions(self) -> None:
        """Nothing of a kind was listed, and something of that kind is at work all the same."""
        for resource, feature in (
            ("script_schedules", "scheduled_scripts"),
            ("monitors", "monitor_autofix"),
        ):
            rows = self._schedules if resource == "script_schedules" else self._monitors.scripts()
            if self._into.came_whole(resource) and not rows and feature in self._runs.at_work:
                self._into.gap(
                    resource,
                    resource.replace("_", " "),
                    GapReason.INCONCLUSIVE,
                    detail="the list shows none, and a script runs that one of them started",
                    remedy="Give the user class read on scripts, groups and all clients.",
                )

    def _say_what_is_not_told(self) -> None:
        """A server that leaves out a key says nothing of a feature: once, not for each object."""
        updates, groups = [row for row, _ in self._updates], [row for row, _ in self._group_rows]
        for resource, key, what, feature, told in (
            (
                "microsoft_update_policies",
                "DaytimePatchingOptions",
                "what update policies do in office hours",
                "daytime_patching",
                [row.daytime is not None for row in updates],
            ),
            (
                "microsoft_update_policies",
                "ScriptOptions",
                "scripts that update policies run",
                "scheduled_scripts",
                [row.tells_scripts for row in updates],
            ),
            (
                "groups",
                "ComputersAutoJoinSearch",
                "which groups computers join by themselves",
                "group_auto_join",
                ["computers_auto_join_search" in row.model_fields_set for row in groups],
            ),
        ):
            untold = told.count(False)
            if untold:
                self._into.gap(
                    resource,
                    what,
                    GapReason.INCONCLUSIVE,
                    detail=f"{key} was not sent as it is described for {untold} of {len(told)}",
                    remedy="Look at them in the Control Center.",
                    features=(self._catalogue[feature].id,),
                )

    def _say_clients(self) -> None:
        self._estate.whole = set(filter(self._is_whole, ("computers", "group_computers", "groups")))
        for row in self._clients.values():
            self._into.organization(
                organization_from(
                    row,
                    place=self._into.place,
                    endpoints=self._estate.endpoints(row.id),
                    psa=self._psa,
                    is_told=self._psa_is_told,
                )
            )

    def _say_patching(self) -> None:
        into, place, catalogue = self._into, self._into.place, self._catalogue
        groups = PatchGroups(
            self._patch_groups,
            is_whole=self._is_whole("group_patching_policies"),
            estate=self._estate,
            effective=self._effective,
        )
        daytime = catalogue["daytime_patching"]
        for approval, origin in self._approvals:
            entry = catalogue["patch_approval"]
            into.say(
                deployments_from_approval_policy(
                    approval, origin=origin, groups=groups, entry=entry, place=place
                )
            )
        for update, origin in self._updates:
            into.say(
                deployments_from_update_policy(
                    update, origin=origin, groups=groups, entry=daytime, place=place
                )
            )
            scripts = catalogue["scheduled_scripts"]
            into.say(
                deployments_from_patch_scripts(
                    update, origin=origin, groups=groups, entry=scripts, place=place
                )
            )
        for third, origin in self._third_party:
            into.say(
                deployments_from_third_party_policy(
                    third, origin=origin, groups=groups, entry=daytime, place=place
                )
            )
        for reboot, origin in self._reboots:
            entry = catalogue["automatic_reboot"]
            into.say(
                deployments_from_reboot_policy(
                    reboot, origin=origin, groups=groups, entry=entry, place=place
                )
            )
