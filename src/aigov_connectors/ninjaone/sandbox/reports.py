"""The reports on patches, their installation, antivirus products and threats."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from aigov_connectors.ninjaone.sandbox import planted_work as planted
from aigov_connectors.ninjaone.sandbox.devices import Estate
from aigov_connectors.ninjaone.sandbox.paging import BadQueryError, NamedCursors
from aigov_connectors.sandbox.noise import uuid_text
from aigov_connectors.sandbox.times import DAY, SECOND, epoch, read_iso
from aigov_connectors.sandbox.world import Endpoint, World

_WINDOWS = frozenset({"server", "desktop", "laptop"})
_INSTALLED_DAYS = 60

Render = Callable[[int], str]
Answer = Callable[[Mapping[str, str], frozenset[str]], bytes]


class Reports:
    """Rows by device: an open patch on some, an antivirus product on all Windows machines."""

    def __init__(self, world: World, estate: Estate, cursors: NamedCursors) -> None:
        self._world = world
        self._estate = estate
        self._cursors = cursors
        self._statuses = {
            True: self._by_client(planted.OS_PATCHES),
            False: self._by_client(planted.SOFTWARE_PATCHES),
        }
        self._bitdefender = {
            client.index for client in world.clients if client.name in planted.BITDEFENDER_CLIENTS
        }
        self.answers: Mapping[str, Answer] = {
            "/queries/os-patches": self._report(
                self._patch(is_os=True), lambda one: self._status(one, is_os=True) is not None
            ),
            "/queries/software-patches": self._report(
                self._patch(is_os=False), lambda one: self._status(one, is_os=False) is not None
            ),
            "/queries/os-patch-installs": self._report(
                self._install(is_os=True), lambda one: self._luck(one, 111) % 3 == 0, dated=111
            ),
            "/queries/software-patch-installs": self._report(
                self._install(is_os=False), lambda one: self._luck(one, 112) % 5 == 0, dated=112
            ),
            "/queries/antivirus-status": self._report(
                self._antivirus, lambda one: one.kind in _WINDOWS
            ),
            "/queries/antivirus-threats": self._report(
                self._threat, lambda one: self._luck(one, 113) % 40 == 0
            ),
        }

    def _by_client(self, statuses: Mapping[str, str]) -> dict[int, str]:
        names = {client.name: client.index for client in self._world.clients}
        return {names[name]: status for name, status in statuses.items()}

    def _luck(self, endpoint: Endpoint, place: int) -> int:
        return self._world.noise(place, endpoint.index)

    def _report(
        self, render: Render, keeps: Callable[[Endpoint], bool], *, dated: int | None = None
    ) -> Answer:
        def select(query: Mapping[str, str]) -> Sequence[int]:
            devices = self._estate.devices
            wanted = self._estate.device_filter(query.get("df", ""))
            begin = _instant(query, "installedAfter") if dated else None
            end = _instant(query, "installedBefore") if dated else None
            status = query.get("status", "")
            return [
                n
                for n, one in enumerate(devices)
                if keeps(one)
                and (wanted is None or wanted(n))
                and (begin is None or self._installed(one, dated or 0) >= begin)
                and (end is None or self._installed(one, dated or 0) < end)
                and (not status or json.loads(render(n)).get("status") == status)
            ]

        def answered(query: Mapping[str, str], faults: frozenset[str]) -> bytes:
            return self._cursors.page(
                query, select=lambda: select(query), render=render, faults=faults
            )

        return answered

    def _status(self, endpoint: Endpoint, *, is_os: bool) -> str | None:
        """Return the raw status of the device's open patch; None where it has none."""
        if endpoint.kind not in _WINDOWS:
            return None
        own = self._statuses[is_os].get(endpoint.client)
        if own is not None and endpoint.ordinal in planted.PATCHED_ORDINALS:
            return own
        luck = self._luck(endpoint, 109 if is_os else 110)
        if luck % (4 if is_os else 7):
            return None
        return "REJECTED" if luck % 3 == 0 else "FAILED"

    def _patch(self, *, is_os: bool) -> Render:
        def rendered(n: int) -> str:
            endpoint = self._estate.devices[n]
            status = str(self._status(endpoint, is_os=is_os))
            return self._row(endpoint, is_os=is_os, status=status)

        return rendered

    def _install(self, *, is_os: bool) -> Render:
        def rendered(n: int) -> str:
            endpoint = self._estate.devices[n]
            place = 111 if is_os else 112
            failed = self._luck(endpoint, place) % 9 == 0
            at = self._installed(endpoint, place)
            status = "FAILED" if failed else "INSTALLED"
            return self._row(endpoint, is_os=is_os, status=status, installed=at)

        return rendered

    def _installed(self, endpoint: Endpoint, place: int) -> int:
        luck = self._luck(endpoint, place)
        return self._world.end - luck % (_INSTALLED_DAYS * DAY // SECOND) * SECOND - 2 * SECOND

    def _row(
        self, endpoint: Endpoint, *, is_os: bool, status: str, installed: int | None = None
    ) -> str:
        # A patch has one id; its rows on all devices share it.
        number = self._luck(endpoint, 114) % 5
        row: dict[str, Any] = {
            "id": uuid_text(self._world.seed, 115, number, int(is_os)),
            "status": status,
            "deviceId": self._estate.device_id(endpoint),
        }
        if is_os:
            row |= {
                "name": f"2026-{number + 1:02d} Cumulative Update",
                "severity": ("OPTIONAL", "MODERATE", "IMPORTANT", "CRITICAL")[number % 4],
                "type": "SECURITY_UPDATES",
                "kbNumber": f"KB50700{number:02d}",
            }
        else:
            row |= {
                "productIdentifier": uuid_text(self._world.seed, 116, number),
                "title": f"Example Reader {number}",
                "impact": ("OPTIONAL", "RECOMMENDED", "CRITICAL")[number % 3],
                "type": "PATCH",
            }
        text = json.dumps(row, separators=(",", ":"))
        at = installed or self._world.end - self._luck(endpoint, 117) % 86_400 * SECOND
        more = f',"installedAt":{epoch(at)}' if installed else ""
        return f'{text[:-1]},"timestamp":{epoch(at)}{more}}}'

    def _antivirus(self, n: int) -> str:
        endpoint = self._estate.devices[n]
        luck = self._luck(endpoint, 118)
        ours = endpoint.client in self._bitdefender
        row = {
            "productName": planted.BITDEFENDER if ours else planted.SENTINELONE,
            "productState": "OFF" if luck % 29 == 0 else "ON",
            "definitionStatus": "Up-to-Date" if luck % 11 else "Out-of-Date",
            "version": f"24.1.{luck % 7}",
            "deviceId": self._estate.device_id(endpoint),
        }
        text = json.dumps(row, separators=(",", ":"))
        return f'{text[:-1]},"timestamp":{epoch(self._world.end - luck % 7200 * SECOND)}}}'

    def _threat(self, n: int) -> str:
        endpoint = self._estate.devices[n]
        luck = self._luck(endpoint, 113)
        row: dict[str, Any] = {
            "name": "Test.File.Standard",
            "productCode": "GRAVITYZONE"
            if endpoint.client in self._bitdefender
            else "SENTINEL_ONE",
            "status": "Quarantined" if luck % 80 == 0 else "Blocked",
            "type": "Virus",
            "threatId": 5_000_000_000 + n,
            "category": "Malware",
            "level": "High",
            "detectionSource": "On-access",
            "deviceId": self._estate.device_id(endpoint),
        }
        if luck % 80 == 0:
            row["quarantineId"] = uuid_text(self._world.seed, 119, n)
        text = json.dumps(row, separators=(",", ":"))
        return f'{text[:-1]},"timestamp":{epoch(self._world.end - luck % 30 * DAY - SECOND)}}}'


def _instant(query: Mapping[str, str], name: str) -> int | None:
    text = query.get(name, "")
    if not text:
        return None
    try:
        return int(float(text) * SECOND) if text.replace(".", "").isdigit() else read_iso(text)
    except ValueError:
        raise BadQueryError(f"Invalid value for parameter '{name}'") from None
