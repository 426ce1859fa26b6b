"""What every connector must keep to, tried out against a vendor that answers well, then badly.

    problems = await check_connector(CONNECTOR, base_url=…, secrets={"key": "…"}, transport=…)
    assert not problems

The vendor is a transport that answers as the vendor does (`httpx.MockTransport`, say), or none
for a simulator that listens on this machine.
"""

from __future__ import annotations

import asyncio
import logging
import os
import subprocess
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from pydantic import JsonValue, SecretStr

from aigov_connectors._http import RetryPolicy, Transport
from aigov_connectors._http.network import NetworkOptions
from aigov_connectors._http.trial import Answer, Asked, Spoiler, TrialTransport
from aigov_connectors.catalogue import load_catalogue
from aigov_connectors.collecting import CollectionBuilder
from aigov_connectors.connector import ConnectorInfo, Opening
from aigov_connectors.errors import ConnectorError, ReadOnlyViolationError
from aigov_connectors.inventory import Collection as Collected
from aigov_connectors.inventory import ConnectionStatus, GapReason

__all__ = ["Problem", "check_connector"]

_STRAY = "aigovStrayKey"
_SENTINEL = "sentinel-of-the-contract-suite"
_ONE_RETRY = RetryPolicy(attempts=2, random=lambda: 0.0)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that a connector does not keep to."""

    check: str
    """Such as `declared reads only`."""
    says: str


async def check_connector(
    info: ConnectorInfo,
    *,
    base_url: str,
    secrets: Mapping[str, str],
    transport: Callable[[], Transport] | None = None,
    options: Mapping[str, object] | None = None,
    token_paths: Collection[str] = (),
    maps: Collection[str] = (),
    now: datetime | None = None,
) -> tuple[Problem, ...]:
    """Try a connector out; what it does not keep to is in the answer, and nothing is raised.

    Args:
        info: the connector.
        base_url: where the well-behaved vendor is.
        secrets: secret field to a value that it accepts.
        transport: makes the vendor anew for each run; None asks `base_url` over the network.
        options: non-secret options of the connection.
        token_paths: paths that hand out tokens: they are left alone, so that reading begins.
        maps: keys under which the vendor sends a map, whose keys are data: they get no stray one.
        now: the time of day throughout; None is the present.
    """
    trial = _Trial(info, base_url, dict(secrets), transport, dict(options or {}), now)
    first = await trial.run()
    problems = [*await asyncio.to_thread(_importing, info), *_described(info)]
    problems += _well_behaved(trial, first)
    problems += _same("two runs alike", first, await trial.run())
    stray = await trial.run(_spoiling(token_paths, _with_stray_key(maps)))
    problems += [*_same("a stray key changes nothing", first, stray), *_silent(trial, stray)]
    for status, reasons in _REFUSALS.items():
        spoiled = await trial.run(_spoiling(token_paths, _refusing(status)))
        problems += [*_loud(f"status {status}", spoiled, reasons), *_silent(trial, spoiled)]
    broken = await trial.run(_spoiling(token_paths, _cut_short))
    problems += [*_loud("broken JSON", broken, _FAILED), *_silent(trial, broken)]
    return tuple(dict.fromkeys(problems))


# Running -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Run:
    collection: Collected | None
    error: ConnectorError | None
    crash: BaseException | None
    asked: tuple[Asked, ...]
    told: str = field(repr=False)
    """Everything that the run said: logs, events, errors, results."""


@dataclass(frozen=True, slots=True)
class _Trial:
    info: ConnectorInfo
    base_url: str
    secrets: dict[str, str] = field(repr=False)
    transport: Callable[[], Transport] | None
    options: dict[str, object]
    now: datetime | None

    async def run(self, spoil: Spoiler = lambda asked, answer: answer) -> _Run:
        """One reading, from opening to collection; whatever it raises is part of the answer."""
        inner = None if self.transport is None else self.transport()
        network = TrialTransport(inner, base_url=self.base_url, spoil=spoil)
        clock = _TrialClock(self.now or datetime.now(UTC))
        catalogue = load_catalogue(self.info.package)
        said: list[str] = []
        opening = Opening(
            connection="trial",
            base_url=self.base_url,
            options=self.info.options.model_validate(self.options),
            secrets={name: SecretStr(value) for name, value in self.secrets.items()},
            network=NetworkOptions(trust_env=False),
            retry=_ONE_RETRY,
            transport=network,
            clock=clock,
        )
        builder: CollectionBuilder | None = None
        error: ConnectorError | None = None
        crash: BaseException | None = None
        status = ConnectionStatus.FAILED
        with _heard(said):
            try:
                async with self.info.open(opening, catalogue) as connector:
                    builder = CollectionBuilder(
                        connection="trial",
                        vendor=self.info.vendor,
                        host=urlsplit(self.base_url).netloc,
                        tenant_id=connector.tenant_id,
                        catalogue=catalogue,
                        resources=self.info.resources,
                        clock=clock,
                        emit=lambda event: said.append(repr(event)),
                    )
                    rights = await connector.rights()
                    builder.rights(
                        rights.rights, rights.because, rights.evidence, scope=rights.scope
                    )
                    await connector.collect(builder)
                    status = ConnectionStatus.COMPLETED
            except ConnectorError as caught:
                error = caught
                said += [str(caught), repr(caught), str(caught.hint)]
                if builder is not None:
                    builder.interrupt(GapReason(caught.gap_reason), str(caught))
            except Exception as caught:  # noqa: BLE001 - a connector that crashes is a finding
                crash = caught
                said.append(repr(caught))
            finally:
                await network.aclose()
        collection = None if builder is None else builder.build(status)
        said.append("" if collection is None else collection.model_dump_json())
        return _Run(collection, error, crash, tuple(network.asked), "\n".join(said))


class _TrialClock:
    """The time of day stands still; waiting costs nothing and is counted."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._waited = 0.0

    def now(self) -> datetime:
        """See `Clock.now`."""
        return self._now

    def monotonic(self) -> float:
        """See `Clock.monotonic`."""
        return self._waited

    async def sleep(self, seconds: float) -> None:
        """See `Clock.sleep`."""
        self._waited += timedelta(seconds=max(seconds, 0)).total_seconds()
        await asyncio.sleep(0)


class _Listener(logging.Handler):
    def __init__(self, said: list[str]) -> None:
        super().__init__(logging.DEBUG)
        self._said = said

    def emit(self, record: logging.LogRecord) -> None:
        self._said.append(record.getMessage())


@contextmanager
def _heard(said: list[str]) -> Iterator[None]:
    """Note what is logged meanwhile, at the loudest level."""
    loggers = [logging.getLogger(name) for name in ("aigov_connectors", "httpx", "httpcore")]
    listener, before = _Listener(said), [one.level for one in loggers]
    for one in loggers:
        one.addHandler(listener)
        one.setLevel(logging.DEBUG)
    try:
        yield
    finally:
        for one, level in zip(loggers, before, strict=True):
            one.removeHandler(listener)
            one.setLevel(level)


# Spoiling ----------------------------------------------------------------------------------

_FAILED = frozenset({GapReason.FAILED})
_REFUSALS: Mapping[int, frozenset[GapReason]] = {
    401: frozenset({GapReason.DENIED}),
    403: frozenset({GapReason.DENIED, GapReason.UNLICENSED, GapReason.NOT_EXPOSED}),
    429: _FAILED,
    503: _FAILED,
}
"""What a vendor answers to everything, and the reasons that an honest gap may give."""


def _spoiling(token_paths: Collection[str], change: Callable[[Answer], Answer]) -> Spoiler:
    def spoil(asked: Asked, answer: Answer) -> Answer:
        return answer if asked.path in token_paths else change(answer)

    return spoil


def _refusing(status: int) -> Callable[[Answer], Answer]:
    return lambda answer: Answer(status, b"{}")


def _cut_short(answer: Answer) -> Answer:
    return Answer(answer.status, answer.body[: len(answer.body) // 2] + b'{"cut')


def _with_stray_key(maps: Collection[str]) -> Callable[[Answer], Answer]:
    """A nested, secret-like stray in every object of the answer that is not a map."""

    def strayed(value: JsonValue) -> JsonValue:
        if isinstance(value, list):
            return [strayed(one) for one in value]
        if not isinstance(value, dict):
            return value
        changed = {key: one if key in maps else strayed(one) for key, one in value.items()}
        return {**changed, _STRAY: {"apiToken": _SENTINEL}}

    return lambda answer: answer.with_json(strayed)


# Judging -----------------------------------------------------------------------------------


def _importing(info: ConnectorInfo) -> Iterator[Problem]:
    """Import it where no socket can be opened."""
    module = info.open.__module__
    code = (
        "import socket\n"
        "def refused(*_, **__): raise OSError('a socket at import')\n"
        "socket.socket.connect = socket.socket.connect_ex = refused\n"
        "socket.create_connection = socket.getaddrinfo = refused\n"
        f"import importlib; importlib.import_module({module!r})\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    done = subprocess.run(  # noqa: S603 - our own interpreter and text
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=False
    )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        yield Problem("importing needs no network", f"{module}: {last}")


def _described(info: ConnectorInfo) -> Iterator[Problem]:
    """The info and the catalogue speak of the same vendor and the same resources."""
    catalogue = load_catalogue(info.package)
    if catalogue.vendor != info.vendor:
        yield Problem("described", f"the catalogue is that of {catalogue.vendor}")
    if not info.hosts:
        yield Problem("described", "no host is named to which the credential may go")
    for entry in catalogue.features:
        for resource in entry.read:
            if resource not in info.resources:
                yield Problem("described", f"{entry.id} is read from {resource}, which is unknown")


def _well_behaved(trial: _Trial, run: _Run) -> Iterator[Problem]:
    check = "a good vendor is read"
    if run.crash is not None or run.error is not None:
        yield Problem(check, f"ended with {run.crash or run.error!r}")
    if isinstance(run.error, ReadOnlyViolationError):
        yield Problem("declared reads only", str(run.error))
    if not run.asked:
        yield Problem("declared reads only", "no request went by the transport that was given")
    home = urlsplit(trial.base_url).netloc
    for asked in run.asked:
        if asked.host != home:
            yield Problem("one host only", f"{asked.method} {asked.path} went to {asked.host}")
    if run.collection is not None and not run.collection.organizations:
        yield Problem(check, "no organization was read: nothing could be said of any client")
    yield from _silent(trial, run)


def _same(check: str, one: _Run, other: _Run) -> Iterator[Problem]:
    if other.crash is not None:
        yield Problem(check, f"ended with {type(other.crash).__name__}")
    if one.collection is None or other.collection is None:
        return
    for part in ("organizations", "deployments", "reaches", "decisions", "gaps", "receipts"):
        before, after = (_keyed(getattr(run.collection, part)) for run in (one, other))
        if before != after:
            differing = sorted(set(before.items()) ^ set(after.items()))
            yield Problem(check, f"{part} differ: {differing[0][0][:200]}")


def _keyed(rows: Iterable[object]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for row in rows:
        counts[repr(row)] = counts.get(repr(row), 0) + 1
    return counts


def _loud(check: str, run: _Run, reasons: Collection[GapReason]) -> Iterator[Problem]:
    """A vendor that refuses everything leaves gaps with an honest reason, and no deployment."""
    if run.crash is not None:
        yield Problem(check, f"ended with an unexpected {type(run.crash).__name__}")
        return
    if run.collection is None:
        if run.error is None or run.error.gap_reason not in reasons:
            yield Problem(check, f"ended with {run.error!r} before anything was read")
        return
    if run.collection.deployments:
        yield Problem(check, "deployments were stated from answers that told nothing")
    given = {gap.reason for gap in run.collection.gaps}
    if not given & set(reasons):
        yield Problem(check, f"no gap says why: {', '.join(sorted(given)) or 'there is none'}")


def _silent(trial: _Trial, run: _Run) -> Iterator[Problem]:
    """No secret of ours, and none that the vendor sends, is in anything that the run produced."""
    for name, value in trial.secrets.items():
        if value in run.told:
            yield Problem("no secret is told", f"{name} was found in what the run produced")
    if _SENTINEL in run.told:
        yield Problem("no secret is told", "a secret-like value of the vendor was kept")
