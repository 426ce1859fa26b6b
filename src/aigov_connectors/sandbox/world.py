"""The fictitious MSP as every vendor's sandbox sees it: clients, endpoints, how much happened.

One world serves all vendors, so the same endpoint of the same client turns up in each tool, under
that tool's own names and ids. Records are not made here: a vendor's sandbox makes a row when a
page asks for it, from the world's numbers.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

from aigov_connectors.sandbox.clients import ClientOrg, client_orgs
from aigov_connectors.sandbox.noise import noise
from aigov_connectors.sandbox.times import DAY, SECOND, micros

SECRET_MARK = "s3cr3t-of-the-sandbox"  # noqa: S105  # every dummy secret holds it, so a leak is found
HISTORY_DAYS = 120

ENDPOINTS_AT_LEAST = 8
"""Every client has these first endpoints, whatever `devices` says: planted problems use them."""
_FIRST_KINDS = ("server", "server", "desktop", "desktop", "desktop", "laptop", "laptop", "mac")
_KINDS = (
    *("laptop",) * 43,
    *("desktop",) * 35,
    *("server",) * 10,
    *("mac",) * 5,
    *("linux_server",) * 3,
    *("switch",) * 3,
    *("vm_host",),
)
_SHORT = {
    "server": "SRV",
    "desktop": "DT",
    "laptop": "LT",
    "mac": "MAC",
    "linux_server": "LNX",
    "switch": "SW",
    "vm_host": "ESX",
}


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One machine of one client; `ordinal` counts within the client from 0."""

    index: int
    client: int
    ordinal: int
    kind: str
    hostname: str


@dataclass(frozen=True, slots=True)
class World:
    """Everything that the vendors' sandboxes agree on. Equal arguments make equal worlds."""

    seed: int
    now: datetime
    clients: tuple[ClientOrg, ...]
    endpoints: tuple[Endpoint, ...]
    spans: tuple[range, ...]
    """Per client index the range of its endpoint indexes."""
    activities: int
    threats: int
    end: int
    """`now` in microseconds since 1970."""
    options: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    """Switches of single vendors, as `<vendor>.<name>`."""

    @property
    def start(self) -> int:
        """Return the instant of the oldest activity, in microseconds."""
        return self.end - HISTORY_DAYS * DAY

    def activity_at(self, number: int) -> int:
        """Return when activity `number` happened; later numbers never happened earlier."""
        span = HISTORY_DAYS * DAY - 3600 * SECOND
        return self.start + number * span // max(self.activities, 1)

    def noise(self, *place: int) -> int:
        """Return this world's noise at a place."""
        return noise(self.seed, *place)

    def client_named(self, name: str) -> ClientOrg:
        """Return the client of that name.

        Raises:
            KeyError: there is none.
        """
        for client in self.clients:
            if client.name == name:
                return client
        raise KeyError(name)

    def option(self, name: str, default: object) -> object:
        """Return the switch `<vendor>.<name>`, or `default` where it is not set."""
        return self.options.get(name, default)


def build_world(
    *,
    clients: int = 40,
    devices: int = 2500,
    seed: int = 7,
    now: datetime | None = None,
    activities: int | None = None,
    threats: int | None = None,
    options: Mapping[str, object] | None = None,
) -> World:
    """Make a world.

    Args:
        clients: customer organizations, without the MSP's own and the catch-all.
        devices: endpoints over all organizations; each has at least `ENDPOINTS_AT_LEAST`.
        seed: another seed gives other numbers, never other planted problems.
        now: the world's present; None is today's midnight, so that data look recent.
        activities: records in each vendor's audit log; None is four per endpoint.
        threats: None is one per four endpoints.
        options: switches of single vendors, as `<vendor>.<name>`.

    Raises:
        ValueError: fewer clients or devices than the planted problems need, or a naive `now`.
    """
    orgs = client_orgs(clients)
    least = ENDPOINTS_AT_LEAST * len(orgs)
    if devices < least:
        raise ValueError(f"{clients} clients need at least {least} devices, not {devices}")
    if now is not None and now.tzinfo is None:
        raise ValueError("now must be an aware datetime")
    endpoints, spans = _endpoints(orgs, devices=devices, seed=seed)
    present = _midnight(now or datetime.now(UTC))
    return World(
        seed=seed,
        now=present,
        end=micros(present),
        clients=orgs,
        endpoints=endpoints,
        spans=spans,
        activities=devices * 4 if activities is None else activities,
        threats=devices // 4 if threats is None else threats,
        options=MappingProxyType(dict(options or {})),
    )


def _midnight(moment: datetime) -> datetime:
    utc = moment.astimezone(UTC)
    return utc - timedelta(
        hours=utc.hour, minutes=utc.minute, seconds=utc.second, microseconds=utc.microsecond
    )


def _endpoints(
    orgs: tuple[ClientOrg, ...], *, devices: int, seed: int
) -> tuple[tuple[Endpoint, ...], tuple[range, ...]]:
    spare = devices - ENDPOINTS_AT_LEAST * len(orgs)
    weights = [noise(seed, 11, org.index) % 90 + 10 if org.kind == "client" else 10 for org in orgs]
    total = sum(weights)
    sizes = [ENDPOINTS_AT_LEAST + spare * weight // total for weight in weights]
    sizes[0] += devices - sum(sizes)  # what the division left over
    made: list[Endpoint] = []
    spans: list[range] = []
    for org, size in zip(orgs, sizes, strict=True):
        spans.append(range(len(made), len(made) + size))
        for ordinal in range(size):
            if ordinal < ENDPOINTS_AT_LEAST:
                kind = _FIRST_KINDS[ordinal]
            else:
                kind = _KINDS[noise(seed, 12, org.index, ordinal) % 100]
            name = f"{org.code}-{_SHORT[kind]}{ordinal + 1:04d}"
            made.append(Endpoint(len(made), org.index, ordinal, kind, name))
    return tuple(made), tuple(spans)
