"""What was done, and by whom: counted while it streams by, no record is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from aigov_connectors.connectwise.automate.normalize.places import VENDOR
from aigov_connectors.connectwise.automate.wire import (
    AlertWire,
    AuditWire,
    CommandHistoryWire,
    PatchHistoryWire,
    RunningScriptWire,
    ScriptHistoryWire,
    TicketWire,
)
from aigov_connectors.inventory import (
    DecisionCounter,
    DecisionKind,
    HumanVerdict,
    Initiator,
    Outcome,
    Window,
)

__all__ = ["AlertLog", "PatchLog", "Programs", "RunLog", "TicketLog"]

_STATES: Mapping[str, Outcome] = {"success": Outcome.SUCCEEDED, "failure": Outcome.FAILED}
_RESULTS: Mapping[str, Outcome] = {"succeeded": Outcome.SUCCEEDED, "failed": Outcome.FAILED}
_SOURCES: Mapping[str, tuple[str, Initiator]] = {
    "schedule": ("scheduled_scripts", Initiator.RULE),
    "scheduled": ("scheduled_scripts", Initiator.RULE),
    "monitor": ("monitor_autofix", Initiator.RULE),
    "alert": ("monitor_autofix", Initiator.RULE),
}
"""Word for what started a script, to the feature; people and plug-ins are asked by name."""
_CHANGES: Mapping[str, DecisionKind] = {"script edited": DecisionKind.CHANGE_CONFIGURATION}
"""Name of an action in the log of changes; the others are not documented."""


@dataclass(slots=True)
class Programs:
    """Logins that are programs, by name and id, each with the feature that it counts for."""

    features: dict[str, str] = field(default_factory=dict)
    """Name in lower case to a feature's short name."""
    names: dict[str, str] = field(default_factory=dict)
    """Id to name in lower case."""
    is_ai: set[str] = field(default_factory=set)
    """Names of those that an AI vendor's product goes by."""

    def initiator(self, name: str) -> Initiator:
        """What kind of actor a program is."""
        return Initiator.AI if name in self.is_ai else Initiator.MACHINE


class RunLog:
    """Counts runs of scripts: those of this moment, and those of the computers looked at."""

    def __init__(self, *, tenant_id: str, programs: Programs, since: datetime) -> None:
        self.counter: DecisionCounter = DecisionCounter(vendor=VENDOR, tenant_id=tenant_id)
        self._programs = programs
        self._since = since
        self.at_work: set[str] = set()
        """Features of which something runs now."""
        self._now: set[tuple[str | None, str | None]] = set()
        self._by_script: dict[str, str] = {}
        self._seen_at: dict[str, set[str]] = {}

    def belongs(self, *, scheduled: set[str], monitored: set[str]) -> None:
        """Say which scripts are run by schedules alone, and which by monitors alone."""
        self._by_script = {
            **dict.fromkeys(scheduled - monitored, "scheduled_scripts"),
            **dict.fromkeys(monitored - scheduled, "monitor_autofix"),
        }

    def running(self, row: RunningScriptWire, *, client: str | None) -> None:
        """Count what runs now, where its source says what started it."""
        name = (row.source_name or "").casefold()
        found = _SOURCES.get((row.source_type or "").casefold())
        if found is not None:
            self.at_work.add(found[0])
        if name in self._programs.features:
            found = (self._programs.features[name], self._programs.initiator(name))
            self._seen(name, client)
        if found is not None and row.start_date is not None:
            self._now.add((row.script_id, row.computer_id))
            self._add(found[0], row.start_date, found[1], Outcome.PENDING, client)

    def ran(self, row: ScriptHistoryWire, *, client: str, computer: str) -> None:
        """Count one run of the past; whose name a scheduled run bears is not documented.

        One that is still under way may be among those of this moment, which say what started it.
        """
        if row.history_date is None or row.history_date < self._since:
            return
        name = (row.user or "").casefold()
        feature = self._by_script.get(row.script_id or "")
        initiator = Initiator.UNKNOWN
        if name in self._programs.features:
            feature, initiator = self._programs.features[name], self._programs.initiator(name)
            self._seen(name, client)
        is_running = (row.status or "").casefold() == "running"
        if feature is None or (is_running and (row.script_id, computer) in self._now):
            return
        ended = _STATES.get((row.state or "").casefold(), Outcome.UNKNOWN)
        outcome = Outcome.PENDING if is_running else ended
        self._add(feature, row.history_date, initiator, outcome, client)

    def commanded(self, row: CommandHistoryWire, *, client: str) -> None:
        """Count one command that a program sent; those of people and the server tell nothing."""
        name = (row.user or "").casefold()
        if name not in self._programs.features or row.date_executed is None:
            return
        if row.date_executed >= self._since:
            self._seen(name, client)
            feature, initiator = self._programs.features[name], self._programs.initiator(name)
            self._add(feature, row.date_executed, initiator, Outcome.UNKNOWN, client)

    def changed(self, row: AuditWire) -> None:
        """Count what a program changed, as far as the log's words are understood."""
        name = self._programs.names.get(row.user_id or "")
        action = _CHANGES.get((row.action or "").casefold())
        if name is None or action is None or row.date_created is None:
            return
        if row.date_created < self._since:
            return
        self.counter.add(
            feature=f"{VENDOR}.{self._programs.features[name]}",
            day=row.date_created.date(),
            action=action,
            initiator=self._programs.initiator(name),
            outcome=Outcome.SUCCEEDED,
            human_verdict=HumanVerdict.NOT_REVIEWED,
        )

    def where(self, program: str) -> set[str]:
        """Clients at which a program was seen to run a script."""
        return self._seen_at.get(program.casefold(), set())

    def _seen(self, name: str, client: str | None) -> None:
        if client is not None:
            self._seen_at.setdefault(name, set()).add(client)

    def _add(
        self,
        feature: str,
        at: datetime,
        initiator: Initiator,
        outcome: Outcome,
        client: str | None,
    ) -> None:
        self.counter.add(
            feature=f"{VENDOR}.{feature}",
            day=at.date(),
            action=DecisionKind.RUN_SCRIPT,
            organization=client,
            initiator=initiator,
            outcome=outcome,
            human_verdict=HumanVerdict.NOT_REVIEWED,
        )


class AlertLog:
    """Counts the alerts of monitors."""

    def __init__(self, *, tenant_id: str, since: datetime) -> None:
        self.counter: DecisionCounter = DecisionCounter(vendor=VENDOR, tenant_id=tenant_id)
        self._since = since

    def add(self, row: AlertWire) -> None:
        """Count one alert."""
        if row.alert_date is None or row.alert_date < self._since:
            return
        self.counter.add(
            feature=f"{VENDOR}.monitor_alerts",
            day=row.alert_date.date(),
            action=DecisionKind.INFORM,
            organization=row.client_id,
            initiator=Initiator.RULE,
            outcome=Outcome.SUCCEEDED,
        )


class PatchLog:
    """Counts installed patches; whether a policy or a person approved them is not told."""

    def __init__(self, *, tenant_id: str, since: datetime) -> None:
        self.counter: DecisionCounter = DecisionCounter(vendor=VENDOR, tenant_id=tenant_id)
        self._since = since

    def add(self, row: PatchHistoryWire) -> None:
        """Count one installation."""
        if row.action_date is None or row.action_date < self._since:
            return
        if not (row.operation or "").casefold().startswith("install"):
            return
        self.counter.add(
            feature=f"{VENDOR}.patch_approval",
            day=row.action_date.date(),
            action=DecisionKind.INSTALL_SOFTWARE,
            organization=row.client_id,
            initiator=Initiator.UNKNOWN,
            outcome=_RESULTS.get((row.result or "").casefold(), Outcome.UNKNOWN),
        )


class TicketLog:
    """Counts the tickets that monitors opened."""

    def __init__(self, *, since: datetime) -> None:
        self.window: Window | None = None
        """Set once all tickets of the window were counted."""
        self._since = since
        self._tickets: Counter[tuple[str, str]] = Counter()

    def add(self, row: TicketWire) -> None:
        """Count one ticket, if a monitor opened it in the time looked at."""
        opened = row.start_date is not None and row.start_date >= self._since
        if opened and row.client_id is not None and row.monitor_id not in (None, "", "0"):
            self._tickets[row.monitor_id or "", row.client_id] += 1

    def of_monitor(self, monitor: str) -> Mapping[str, int]:
        """Tickets of one monitor by client; empty where not all were counted."""
        if self.window is None:
            return {}
        return {client: count for (by, client), count in self._tickets.items() if by == monitor}
