"""Backup jobs and checks of backups: the only trace that a plan leaves in this API."""

import json
from collections.abc import Callable, Mapping, Sequence

from aigov_connectors.ninjaone.sandbox import planted_work as planted
from aigov_connectors.ninjaone.sandbox.devices import Estate
from aigov_connectors.ninjaone.sandbox.paging import NamedCursors
from aigov_connectors.sandbox.noise import uuid_text
from aigov_connectors.sandbox.times import DAY, epoch
from aigov_connectors.sandbox.world import Endpoint, World

_DAYS = 14
"""For so long jobs are kept."""
_SERVERS = frozenset({"server", "linux_server"})


class Backups:
    """One job a day for each server of the planted clients, and a check of it on Sundays."""

    def __init__(self, world: World, estate: Estate, cursors: NamedCursors) -> None:
        self._world = world
        self._estate = estate
        self._cursors = cursors
        names = {client.name: client.index for client in world.clients}
        self._plans = {
            names[client]: plan for plan in planted.BACKUP_PLANS for client in plan.clients
        }
        self.answers: Mapping[str, Callable[[Mapping[str, str], frozenset[str]], bytes]] = {
            "/backup/jobs": self._answer(1),
            "/backup/integrity-check-jobs": self._answer(7),
        }

    def _answer(self, every: int) -> Callable[[Mapping[str, str], frozenset[str]], bytes]:
        def select() -> Sequence[int]:
            return [
                number * _DAYS + day
                for number, one in enumerate(self._estate.devices)
                if self._plan(one) is not None
                for day in range(0, _DAYS, every)
            ]

        def answered(query: Mapping[str, str], faults: frozenset[str]) -> bytes:
            return self._cursors.page(
                query, select=select, render=lambda n: self._row(n, every), faults=faults
            )

        return answered

    def _plan(self, endpoint: Endpoint) -> planted.PlantedPlan | None:
        plan = self._plans.get(endpoint.client)
        return plan if plan is not None and endpoint.kind in _SERVERS else None

    def _row(self, n: int, every: int) -> str:
        number, day = divmod(n, _DAYS)
        endpoint = self._estate.devices[number]
        plan = self._plan(endpoint)
        if plan is None:
            raise LookupError(endpoint.index)
        began = self._world.end - (day + plan.ended_days) * DAY - endpoint.index % 3600
        failed = (n + endpoint.index) % 17 == 0
        row = {
            "jobId": uuid_text(self._world.seed, 141 + every, n),
            "jobStatus": "FAILED" if failed else "COMPLETED",
            "destination": "CLOUD",
            "planGuid": uuid_text(self._world.seed, 149, endpoint.client),
            "planName": plan.name,
            "planType": plan.kind,
            "totalActualStorageBytes": 40_000_000_000,
            "totalStoredBytes": 12_000_000_000,
            "filesUploaded": 3,
            "organizationId": self._estate.organization_id(endpoint.client),
            "deviceId": self._estate.device_id(endpoint),
        }
        times = f'"jobStartTime":{epoch(began)},"jobEndTime":{epoch(began + DAY // 48)}'
        return f"{json.dumps(row, separators=(',', ':'))[:-1]},{times}}}"
