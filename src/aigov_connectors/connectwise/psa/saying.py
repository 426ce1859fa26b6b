"""What one reading says of what it has read, once all that it hangs on is known."""

from __future__ import annotations

from aigov_connectors.connectwise.psa.details import Details
from aigov_connectors.connectwise.psa.normalize import (
    Actors,
    Editors,
    TicketLog,
    attach_in_turn,
    catch_all_from,
    changes_from_boards,
    changes_from_rules,
    deployments_from_api_member,
    deployments_from_auto_close,
    deployments_from_auto_template,
    deployments_from_board,
    deployments_from_email_connector,
    deployments_from_integrator_login,
    deployments_from_mail_template,
    deployments_from_notices,
    deployments_from_old_callbacks,
    deployments_from_round_robin_status,
    deployments_from_rules,
    deployments_from_scores,
    deployments_from_source,
    deployments_from_team,
    deployments_from_track,
    product_of,
    product_of_member,
    unknown_of_team,
)
from aigov_connectors.connectwise.psa.wire import (
    ApiMemberWire,
    AutoTemplateWire,
    ServiceTemplateWire,
)
from aigov_connectors.inventory import Basis, GapReason, Origin
from aigov_connectors.normalizing.observed import observed

__all__ = ["Saying"]

_ATTACHING = ("company_statuses", "workflows", "workflow_events", "workflow_actions", "tracks")
"""What may attach a track: only where all of it was read does a person do so."""


class Saying(Details):
    """Everything that is said at the end."""

    def _actors(self) -> Actors:
        programs: dict[str, str | None] = {}
        for row, _ in self._programs.values():
            if row.identifier:
                product = product_of_member(self._catalogue, row)
                programs[row.identifier.casefold()] = product[0] if product else None
        for login, _ in self._logins.values():
            name = (login.username or "").casefold()
            # A person of the same name would be called a program, and nothing tells them apart.
            if name and name not in self._people:
                product = product_of(self._catalogue, login.username)
                programs.setdefault(name, product[0] if product else None)
        return Actors(
            people=frozenset(self._people - set(programs)),
            programs=programs,
            is_whole=self._into.is_whole("members", "api_members", "integrator_logins"),
        )

    def _say(self) -> None:
        """Say what was read; what needs the tickets' counts waited for them."""
        self._say_catch_all()
        self._say_hints()
        self._say_boards()
        self._say_notices()
        self._say_rules()
        into, place, catalogue, desk = self._into, self._into.place, self._catalogue, self._desk
        for number, (connector, origin) in sorted(self._connectors.items()):
            into.say(
                deployments_from_email_connector(
                    connector,
                    self._parsing.get(number, ()),
                    is_whole=number in self._parsed,
                    origin=origin,
                    entry=catalogue["email_parsing"],
                    place=place,
                    desk=desk,
                )
            )
        self._say_programs()
        self._say_changes()
        for source, origin in self._sources.values():
            into.say(
                deployments_from_source(
                    source, origin=origin, catalogue=catalogue, place=place, desk=desk
                )
            )
        into.say(
            deployments_from_scores(
                self._scores, entry=catalogue["note_sentiment"], place=place, desk=desk
            )
        )
        if self._log is not None:
            into.decisions(self._log.counter.stats(complete=desk.window is not None))
        if self._audit is not None:
            into.decisions(self._audit.counter.stats(complete=False))
        if self._times is not None:
            is_whole = "time_entries" in self._complete
            into.decisions(self._times.counter.stats(complete=is_whole))

    def _say_changes(self) -> None:
        programs = {
            row.identifier.casefold(): str(row.id)
            for row, _ in self._programs.values()
            if row.identifier
        }
        editors = Editors(self._members, programs)
        place = self._into.place
        self._into.changed(changes_from_rules(self._rules, editors=editors, place=place))
        self._into.changed(
            changes_from_boards(
                self._boards.values(), self._teams, self._templates, editors=editors, place=place
            )
        )

    def _say_catch_all(self) -> None:
        """Say which company is no client: the one that all mailboxes give strangers' mail to."""
        named = catch_all_from(self._connectors.values())
        mine = sorted(set(named) & set(self._clients), key=int)
        if len(named) == 1 and "email_connectors" in self._complete:
            for number in mine:
                guessed = {"kind": "catch_all", "kind_basis": Basis.INFERRED}
                found = self._clients[number].model_copy(update=guessed)
                self._clients[number] = found
                self._into.keep((named[number],))
                self._into.organization(found)
        elif mine:
            self._into.gap(
                "email_connectors",
                "which company is the catch-all and no client",
                GapReason.INCONCLUSIVE,
                detail=f"of the mailboxes that were read, some name company {', '.join(mine)}",
                remedy="Say in the configuration which of them are no clients: kind = 'catch_all'.",
                organizations=mine,
                features=(),
            )

    def _say_hints(self) -> None:
        """Say the clients again with what their agreements and their sites hint at."""
        for number, agreed in sorted(self._agreed.items()):
            found = self._clients.get(number)
            if found is not None:
                hints = (*found.hints, *(agreed[value] for value in sorted(agreed)))
                self._into.organization(found.model_copy(update={"hints": hints}))

    def _say_rules(self) -> None:
        into, rules, catalogue = self._into, self._rules, self._catalogue
        into.say(
            deployments_from_rules(
                rules,
                entry=catalogue["workflow_rules"],
                closing=catalogue["auto_close"],
                place=into.place,
                desk=self._desk,
            )
        )
        attached = {track: list(shown) for track, shown in self._attached.items()}
        for one, actions in rules.with_actions():
            for action, where in actions:
                track = action.attached_track.id if action.attached_track else None
                if track is not None and one.workflow.activate_flag in (True, None):
                    shown = observed(where, action, "attached_track", object_id=str(action.id))
                    attached.setdefault(track, []).append(shown)
        # One of which nobody knows whether it does anything, makes no other act.
        in_use = (None, False)
        inactive = {
            number for number, (row, _) in self._tracks.items() if row.inactive_flag not in in_use
        }
        attach_in_turn(attached, self._steps, inactive=inactive)
        is_whole = into.is_whole(*_ATTACHING)
        for number, (row, origin) in sorted(self._tracks.items()):
            into.say(
                deployments_from_track(
                    row,
                    self._steps.get(number, ()),
                    attached.get(number, ()),
                    is_whole=is_whole,
                    origin=origin,
                    recipients=rules.recipients,
                    entry=catalogue["tracks"],
                    place=into.place,
                )
            )

    def _say_programs(self) -> None:
        into, place, catalogue = self._into, self._into.place, self._catalogue
        log = self._log or TicketLog(
            tenant_id=place.tenant_id, actors=self._actors(), desk=self._desk, since=self._since
        )
        for program, origin in self._programs.values():
            if program.id == self._own_member:
                self._say_own(program)
                continue
            into.say(
                deployments_from_api_member(
                    program,
                    origin=origin,
                    roles=self._roles,
                    catalogue=catalogue,
                    place=place,
                    log=log,
                )
            )
            if self._times is not None:
                entry = catalogue["time_approval"]
                into.say(self._times.deployments(program, entry=entry, place=place))
        for login, origin in self._logins.values():
            into.say(
                deployments_from_integrator_login(
                    login, origin=origin, catalogue=catalogue, place=place, log=log
                )
            )
            into.say(
                deployments_from_old_callbacks(
                    login, origin=origin, catalogue=catalogue, place=place
                )
            )
        if self._own_member is not None and self._own_member not in self._programs:
            self._say_person()

    def _say_notices(self) -> None:
        place, desk, rules = self._into.place, self._desk, self._rules
        entry = self._catalogue["client_notifications"]
        for board, origin in self._boards.values():
            self._into.say(
                deployments_from_notices(
                    board,
                    sorted(self._notices.get(board.id, ()), key=lambda one: one.place),
                    origin=origin,
                    recipients=rules.recipients,
                    entry=entry,
                    place=place,
                    desk=desk,
                )
            )
        for mail, origin in self._mails:
            self._into.say(
                deployments_from_mail_template(
                    mail, origin=origin, entry=entry, place=place, desk=desk
                )
            )

    def _say_boards(self) -> None:
        place, catalogue, desk = self._into.place, self._catalogue, self._desk
        for board, origin in self._boards.values():
            self._into.say(
                deployments_from_board(
                    board,
                    origin=origin,
                    entry=catalogue["board_auto_assign"],
                    place=place,
                    desk=desk,
                    assigned=self._assigned.get(board.id),
                )
            )
            self._into.say(
                deployments_from_auto_close(
                    board, origin=origin, entry=catalogue["auto_close"], place=place, desk=desk
                )
            )
        for status, board, origin in self._turns:
            self._into.say(
                deployments_from_round_robin_status(
                    status,
                    board=board,
                    origin=origin,
                    entry=catalogue["board_auto_assign"],
                    place=place,
                    desk=desk,
                )
            )
        for team, board, origin in self._teams:
            unknown = unknown_of_team(team, board=board, origin=origin, place=place)
            self._into.keep(unknown.evidence)
            for setting in unknown.settings:
                self._into.unknown_setting(setting)
            self._into.say(
                deployments_from_team(
                    team,
                    board=board,
                    origin=origin,
                    entry=catalogue["board_auto_assign"],
                    place=place,
                    desk=desk,
                )
            )
        for template, board, origin in self._templates:
            self._into.say(
                deployments_from_auto_template(
                    template,
                    board=board,
                    service_template=self._applied(template),
                    origin=origin,
                    entry=catalogue["auto_apply_templates"],
                    place=place,
                    desk=desk,
                )
            )

    def _applied(self, row: AutoTemplateWire) -> tuple[ServiceTemplateWire, Origin] | None:
        named = row.service_template.id if row.service_template else None
        return None if named is None else self._rules.service_templates.get(named)

    def _say_own(self, row: ApiMemberWire) -> None:
        """Say where the connection's own member is kept from seeing something."""
        if row.excluded_service_board_ids:
            boards = ", ".join(map(str, row.excluded_service_board_ids))
            self._into.gap(
                "tickets",
                "tickets of boards that the API member is kept from",
                GapReason.DENIED,
                detail=f"excluded boards: {boards}",
                remedy="System > Members > API Members: remove the excluded boards.",
            )
        level = row.structure_level.name if row.structure_level else None
        if level is not None and not level.casefold().startswith("corporate"):
            self._into.gap(
                "tickets",
                "records of other locations",
                GapReason.DENIED,
                detail=f"the API member's level is {level}",
                remedy="System > Members > API Members: set Level to Corporate (Level 1).",
            )

    def _say_person(self) -> None:
        """Say what nothing tells of keys that are no API member's."""
        if "api_members" not in self._complete:
            return
        self._into.gap(
            "tickets",
            "records that the member behind the keys is kept from",
            GapReason.INCONCLUSIVE,
            detail="the keys are no API member's: neither the level of their member nor its"
            " excluded boards are told",
            remedy="System > Members > API Members: make a member for discovery, with Level"
            " Corporate (Level 1), and use its keys.",
        )
