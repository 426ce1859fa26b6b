"""Monitors: what they do when they fail; and the statistical checks.

There is no list of all monitors. One is known from where it failed, with its whole shape, or from
the list of a computer that was looked at, whose rows no document describes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from aigov_connectors.catalogue import FeatureEntry, Label, VendorCatalogue
from aigov_connectors.connectwise.automate.normalize.estate import Estate, Reached
from aigov_connectors.connectwise.automate.normalize.places import inside, tenant_scope
from aigov_connectors.connectwise.automate.normalize.scripts import (
    ScriptDetails,
    Scripts,
    asking,
    settings_of,
)
from aigov_connectors.connectwise.automate.normalize.silences import Silences
from aigov_connectors.connectwise.automate.normalize.work import TicketLog
from aigov_connectors.connectwise.automate.wire import (
    MonitorResultWire,
    MonitorStateWire,
    MonitorTargetsWire,
    MonitorWire,
    SensorCheckWire,
    told,
)
from aigov_connectors.inventory import (
    Autonomy,
    Basis,
    Origin,
    Place,
    Reach,
    Scope,
    ScopeLevel,
    SourceKind,
    SourceObject,
    Statement,
)
from aigov_connectors.normalizing.observed import Observed, observed, said
from aigov_connectors.wire import Strange

__all__ = ["Monitors", "deployments_from_monitors", "deployments_from_sensor_check"]

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_RUNS = frozenset({"run", "runs", "fix", "autofix"})
_TELLS = frozenset({"ticket", "tickets", "mail", "email", "emails", "page", "pager", "sms"})
"""Words by which an alert template may be one that runs something, or one that tells somebody."""
_DOES = frozenset(
    [
        *("restart", "restarts", "reboot", "reboots", "reset", "start", "stop", "kill", "isolate"),
        *(
            "remediate",
            "remediation",
            "heal",
            "selfheal",
            "repair",
            "resolve",
            "execute",
            "command",
        ),
        *("clean", "cleanup", "clear", "install", "uninstall", "update", "patch", "disable"),
    ]
)
"""Words by which it may do more than tell."""


@dataclass(slots=True)
class _Seen:
    row: MonitorWire
    origin: Origin
    pointer: str
    failed: bool
    computers: set[str] = field(default_factory=set)


class Monitors:
    """Monitors as they stream by, each once, with the computers that they were seen on."""

    def __init__(self) -> None:
        self._seen: dict[str, _Seen] = {}
        self._changed: dict[str, str] = {}

    def failed(self, row: MonitorResultWire, origin: Origin) -> None:
        """Note that a monitor failed on a computer: its whole shape came along."""
        seen = self._seen.get(row.monitor.id)
        if seen is None or not seen.failed:
            mine = set() if seen is None else seen.computers
            seen = _Seen(row.monitor, origin, "/Monitor", failed=True, computers=mine)
            self._seen[row.monitor.id] = seen
        if row.computer_id is not None:
            seen.computers.add(row.computer_id)

    def listed(self, row: MonitorWire, origin: Origin, *, computer: str) -> None:
        """Note that a computer has a monitor."""
        seen = self._seen.setdefault(row.id, _Seen(row, origin, "", failed=False))
        seen.computers.add(computer)

    def changed(self, row: MonitorStateWire) -> None:
        """Note that a monitor's state changed on a computer: nothing else is told of it."""
        if row.monitor_id is not None and row.computer_id is not None:
            self._changed.setdefault(row.monitor_id, row.computer_id)

    @property
    def unknown(self) -> dict[str, str]:
        """Monitors that are known by a change alone, each with a computer that it is on."""
        left = {one: where for one, where in self._changed.items() if one not in self._seen}
        return dict(sorted(left.items()))

    def scripts(self) -> set[str]:
        """Ids of the scripts that monitors run."""
        return {found for one in self._seen.values() if (found := one.row.script_id) is not None}

    def __iter__(self) -> Iterator[_Seen]:
        return iter([self._seen[number] for number in sorted(self._seen)])


def deployments_from_monitors(
    monitors: Monitors,
    *,
    catalogue: VendorCatalogue,
    place: Place,
    estate: Estate,
    tickets: TicketLog,
    silences: Silences,
    scripts: Scripts,
    details: ScriptDetails,
) -> Iterator[Statement]:
    """State each monitor as one that runs a script, or as one that tells somebody.

    Args:
        silences: on which computers monitors are kept quiet.
        scripts: the server's own list, which tells whether one waits for the user.
        details: the settings of scripts, as far as they were asked for.
    """
    for seen in monitors:
        more = [*silences.on(seen.computers), *settings_of(seen.row.script_id, details)]
        yield _statement(seen, catalogue, place, estate, tickets, scripts, more)


def _statement(
    seen: _Seen,
    catalogue: VendorCatalogue,
    place: Place,
    estate: Estate,
    tickets: TicketLog,
    scripts: Scripts,
    more: Sequence[Observed],
) -> Statement:
    row, origin = seen.row, seen.origin
    entry, label = _label(row, catalogue)
    if label.autonomy is Autonomy.FULLY_AUTONOMOUS:
        waits, asks = asking(row.script_id, scripts)
        label = label if waits is False else entry.label("IsUserResponse", waits)
        more = [*asks, *more]
    if not seen.failed and label.basis is Basis.OBSERVED:
        label = label.model_copy(update={"basis": Basis.INFERRED})
    shown = [
        _script(seen),
        *(
            observed(origin, row, name, object_id=row.id, pointer=seen.pointer)
            for name in ("alert_action", "interval", "is_global_monitor", "is_overridden")
        ),
    ]
    shown += [*_comparer(seen), *more]
    scope, reached = _targets(seen, place, estate)
    opened = tickets.of_monitor(row.id)
    evidence = tuple(proof for _, proof in shown)
    return Statement(
        deployment=entry.deployment(
            place=place,
            scope=scope,
            source_object=SourceObject(
                kind=SourceKind.RULE, id=f"monitor:{row.id}", name=row.name or f"monitor {row.id}"
            ),
            label=label,
            # What failed was at work; so was what tells when it last looked.
            enabled=True if seen.failed or row.last_checked is not None else None,
            reach=reached.reach,
            settings=tuple(setting for setting, _ in shown),
            evidence=evidence,
        ),
        evidence=evidence,
        reach=reached.organizations,
        tickets=opened,
        window=tickets.window,
    )


def _label(row: MonitorWire, catalogue: VendorCatalogue) -> tuple[FeatureEntry, Label]:
    """What it does when it fails; what a template does is not shown, and a name hints at most.

    That nothing runs is told only by a null, or by the id 0, at the script and at the template.
    """
    autofix, alerts = catalogue["monitor_autofix"], catalogue["monitor_alerts"]
    script, action = told(row.script), told(row.alert_action)
    runs = _is_set(row, "script")
    if runs and script is not None:
        return autofix, autofix.label("Script", script.name or script.id)
    if runs is None and "script" in row.model_fields_set:
        return autofix, autofix.label("Script", None)  # something stands there, and not a null
    name = action.name if action is not None else None
    words = {one.casefold() for one in _WORD.findall(name or "")}
    if words & _RUNS or "script" in (name or "").casefold():
        return autofix, autofix.label("AlertAction", "named after a script")
    if runs is False and words & _TELLS and not words & _DOES:
        return alerts, alerts.label("AlertAction", "named after a ticket or a mail")
    if runs is False and _is_set(row, "alert_action") is False:
        return alerts, alerts.label("Script", "none")
    return alerts, alerts.label("AlertAction", "not known")


def _is_set(row: MonitorWire, column: Literal["script", "alert_action"]) -> bool | None:
    """Whether a monitor has a script or a template; None where that is not told as described."""
    sent = getattr(row, column)
    if sent is None:
        return False if column in row.model_fields_set else None
    if isinstance(sent, Strange):
        return None
    if sent.id == "0":
        # A template that has a name is one, whatever its id.
        return None if column == "alert_action" and sent.name else False
    return True if sent.id or sent.name else None


def _script(seen: _Seen) -> Observed:
    """Its script, by its name or else by its id."""
    script = told(seen.row.script)
    at = f"{seen.pointer}/Script/Id"
    if script is not None and script.name is None and script.id is not None:
        return said(seen.origin, "Script", script.id, object_id=seen.row.id, pointer=at)
    return observed(seen.origin, seen.row, "script", object_id=seen.row.id, pointer=seen.pointer)


def _comparer(seen: _Seen) -> Iterator[Observed]:
    settings = seen.row.comparer_settings
    at = f"{seen.pointer}/ComparerSettings"
    if settings is not None and (settings.smoothing_coefficient or settings.is_expression):
        for name in ("smoothing_coefficient", "is_expression"):
            yield observed(seen.origin, settings, name, object_id=seen.row.id, pointer=at)


def _targets(seen: _Seen, place: Place, estate: Estate) -> tuple[Scope, Reached]:
    """Whom it watches: its targets, else whom it says it affects, else where it was seen."""
    targets = seen.row.targets or MonitorTargetsWire()
    if targets.client is not None and targets.client.id:
        client = targets.client.id
        name = estate.names.get(client, f"client {client}")
        return inside(place, ScopeLevel.CLIENT, client, name), estate.of_client(client)
    if targets.location is not None and targets.location.id:
        location, whose = targets.location.id, estate.client_at(targets.location.id)
        name = f"a location of {estate.names.get(whose or '', 'a client')}"
        scope = inside(place, ScopeLevel.LOCATION, location, name)
        if whose is not None:
            return scope, Reached(Reach.LISTED, {whose: None})
        return scope, _where_seen(seen, estate)
    if targets.computer is not None and targets.computer.id:
        computer, whose = targets.computer.id, estate.client_of(targets.computer.id)
        name = f"a computer of {estate.names.get(whose or '', 'a client')}"
        scope = inside(place, ScopeLevel.DEVICE, computer, name)
        if whose is not None:
            return scope, Reached(Reach.LISTED, {whose: 1})
        return scope, _where_seen(seen, estate)
    if groups := told(targets.group_ids):
        return tenant_scope(place), estate.of_groups(groups)
    if not isinstance(targets.group_ids, Strange) and (affected := _affected(seen.row)):
        return tenant_scope(place), Reached(Reach.LISTED, dict.fromkeys(sorted(affected)))
    return tenant_scope(place), _where_seen(seen, estate)


def _affected(row: MonitorWire) -> set[str]:
    """Clients that it names; none where what it names is not all understood."""
    sent = row.affected_entities
    several = () if sent is None else told(sent.internal_monitor_affected_clients) or ()
    one = None if sent is None else sent.remote_monitor_affected_client
    named = [ref.id for ref in (*several, *((one,) if one is not None else ()))]
    return set() if None in named else {found for found in named if found}


def _where_seen(seen: _Seen, estate: Estate) -> Reached:
    clients = {estate.client_of(computer) for computer in seen.computers} - {None}
    return Reached(Reach.UNKNOWN, dict.fromkeys(sorted(one for one in clients if one)))


def deployments_from_sensor_check(
    row: SensorCheckWire, *, origin: Origin, entry: FeatureEntry, place: Place
) -> Iterator[Statement]:
    """State a statistical check; which monitors use it is not shown."""
    kind = row.sensor_check_type
    setting, seen = said(origin, "SensorCheckType", kind, object_id=row.id)
    label = entry.label("SensorCheckType", kind)
    yield Statement(
        deployment=entry.deployment(
            place=place,
            scope=tenant_scope(place),
            source_object=SourceObject(
                kind=SourceKind.RULE,
                id=f"sensor:{row.id}",
                name=row.name or f"sensor check {row.id}",
            ),
            label=label,
            enabled=None,  # whether a monitor uses it is not told
            reach=Reach.UNKNOWN,
            settings=(setting,),
            evidence=(seen,),
        ),
        evidence=(seen,),
    )
