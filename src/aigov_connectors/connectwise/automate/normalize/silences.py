"""What people and programs did to keep monitors quiet: maintenance modes, suspended alerts.

That somebody may silence a monitor, and does, is how monitors are overridden. A program that does
it decides what nobody is told of.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime

from aigov_connectors.connectwise.automate.normalize.estate import Estate
from aigov_connectors.connectwise.automate.normalize.places import VENDOR
from aigov_connectors.connectwise.automate.normalize.work import Programs
from aigov_connectors.connectwise.automate.wire import MaintenanceModeWire
from aigov_connectors.inventory import (
    DecisionCounter,
    DecisionKind,
    HumanVerdict,
    Initiator,
    Origin,
    Outcome,
    Setting,
)
from aigov_connectors.normalizing.observed import Observed

__all__ = ["Silences"]


class Silences:
    """Computers on which monitors are kept quiet, and who did that."""

    def __init__(self, *, tenant_id: str, since: datetime) -> None:
        self.counter: DecisionCounter = DecisionCounter(vendor=VENDOR, tenant_id=tenant_id)
        self._since = since
        self._modes: dict[str, Origin] = {}
        self._suspended: Counter[str] = Counter()
        self._shown: dict[str, Origin] = {}

    def in_maintenance(
        self,
        row: MaintenanceModeWire,
        origin: Origin,
        *,
        programs: Programs,
        people: Collection[str],
        estate: Estate,
    ) -> None:
        """Note that a computer is in maintenance mode.

        Args:
            people: ids of the logins that are no programs.
        """
        if row.computer_id is None:
            return
        self._modes.setdefault(row.computer_id, origin)
        if row.time_start is None or row.time_start < self._since:
            return
        name = programs.names.get(row.user_id or "")
        initiator = Initiator.PERSON if (row.user_id or "") in people else Initiator.UNKNOWN
        self.counter.add(
            feature=f"{VENDOR}.{programs.features[name] if name else 'monitor_alerts'}",
            day=row.time_start.date(),
            action=DecisionKind.CHANGE_CONFIGURATION,
            organization=estate.client_of(row.computer_id),
            initiator=programs.initiator(name) if name else initiator,
            outcome=Outcome.SUCCEEDED,
            human_verdict=HumanVerdict.NOT_REVIEWED,
        )

    def suspended(self, computer: str, count: int, origin: Origin) -> None:
        """Note how many alerts are suspended on a computer that was looked at."""
        if count:
            self._suspended[computer] += count
            self._shown[computer] = origin

    def on(self, computers: Iterable[str]) -> Iterator[Observed]:
        """How many of some computers are kept quiet, and one that shows it; nothing for none."""
        every = sorted(computers)
        if quiet := [one for one in every if one in self._modes]:
            first = quiet[0]
            seen = self._modes[first].evidence(object_id=first, pointer="/ComputerID", value=first)
            yield Setting(name="computers in maintenance mode", value=len(quiet)), seen
        if quiet := [one for one in every if one in self._shown]:
            first = quiet[0]
            seen = self._shown[first].evidence(
                object_id=first, pointer="", value=self._suspended[first]
            )
            yield Setting(name="computers with suspended alerts", value=len(quiet)), seen
