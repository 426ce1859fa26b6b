"""One sentinel is in every secret of the sandbox, and in nothing that a run produces.

It is in tokens, client secrets, access tokens, and in the rows that vendors send: registration
tokens, script parameters and variables, default values, passwords of packages, message texts.
"""

from __future__ import annotations

import base64
import logging
import os
import pickle
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import structlog
from pydantic import SecretStr
from tests.faults.command import place_for, wait_for_requests
from tests.faults.estate import QUICK, VENDORS, WORLD, SmallPages, StillClock, config_for

from aigov_connectors import assess, discovery
from aigov_connectors._http import RetryPolicy
from aigov_connectors.cli.demo import demo_secrets
from aigov_connectors.errors import ConnectorError
from aigov_connectors.ninjaone import NinjaOneClient
from aigov_connectors.sandbox import FAULT_NAMES, SECRET_MARK, Sandbox, sandbox
from aigov_connectors.sentinelone import SentinelOneClient
from aigov_connectors.snapshot import Snapshot

# Base64 depends on where in the text the sentinel begins: its middle is the same in three forms.
_SPELLINGS = {
    SECRET_MARK,
    quote(SECRET_MARK, safe=""),
    *(base64.b64encode(b"x" * shift + SECRET_MARK.encode()).decode()[4:-4] for shift in range(3)),
}
_SMALL_BODIES = {"bomb": ",megabytes=3", "oversize": ",megabytes=3", "drip": ",seconds=0.001"}


def leaks(text: str | bytes) -> list[str]:
    """Where the sentinel stands in a text, with what is around it."""
    found = text.decode(errors="replace") if isinstance(text, bytes) else text
    return [
        found[max(0, at - 120) : at + 60] for mark in _SPELLINGS if (at := found.find(mark)) >= 0
    ]


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> Iterator[list[str]]:
    """Everything that structlog and the standard library log, at debug and with exceptions."""
    lines: list[str] = []

    def note(_: Any, __: str, event: Any) -> Any:
        lines.append(repr(event))
        raise structlog.DropEvent

    before = structlog.get_config()
    structlog.configure(
        processors=[structlog.processors.format_exc_info, note],
        wrapper_class=structlog.make_filtering_bound_logger(logging.DEBUG),
    )
    with caplog.at_level(logging.DEBUG):
        yield lines
    structlog.configure(**before)
    lines.extend(record.getMessage() for record in caplog.records)


_NAMES = sorted(FAULT_NAMES)
_GROUPS = [(), *(tuple(_NAMES[start::5]) for start in range(5))]


@pytest.mark.parametrize("group", _GROUPS, ids=lambda names: " ".join(names) or "none")
async def test_nothing_that_a_run_produces_holds_a_secret(
    group: tuple[str, ...], logged: list[str], caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    faults = [
        f"{name}:every={17 + 6 * place},skip={place}{_SMALL_BODIES.get(name, '')}"
        for place, name in enumerate(group)
    ]
    produced: list[str] = []
    with sandbox(**{**WORLD, "faults": faults, "vendors": VENDORS}) as box:
        transport = SmallPages()
        config = config_for(box)
        secrets = demo_secrets(box.secrets)
        async with discovery(
            config, secrets=secrets, transport=transport, clock=StillClock(), retry=QUICK
        ) as run:
            produced += [repr(event) for event in [event async for event in run]]
        await transport.aclose()
        inventory = run.inventory
    assessment = assess(inventory)
    snapshot = Snapshot(inventory=inventory, assessment=assessment)
    snapshot.save(tmp_path / "snapshot.json")
    produced += [
        snapshot.to_json(),
        repr(inventory),
        repr(assessment),
        repr(inventory.tables()),
        repr(config),
        repr(secrets),
        repr(run),
        (tmp_path / "snapshot.json").read_text("utf-8"),
    ]
    records = [f"{record.getMessage()} {record.__dict__}" for record in caplog.records]
    assert logged or records, "nothing was logged: then nothing is proven"
    assert [leak for text in (*produced, *logged, *records) for leak in leaks(text)] == []


@pytest.mark.parametrize(
    "fault",
    ["bomb", "broken-record", "cut", "deny", "drop", "duplicate", "expire", "html", "rate-limit"],
)
async def test_no_error_holds_a_secret(fault: str) -> None:
    faults = [f"{fault}:every=1{_SMALL_BODIES.get(fault, '')}"]
    errors: list[ConnectorError] = []
    with sandbox(**{**WORLD, "faults": faults, "vendors": VENDORS}) as box:
        for client in clients(box):
            async with client:
                for ask in _reads(client):
                    try:
                        await ask()
                    except ConnectorError as error:
                        errors.append(error)
    said = [
        text
        for error in errors
        for text in (
            str(error),
            repr(error),
            repr(error.__dict__),
            "".join(traceback.format_exception(error)),
            pickle.dumps(error).decode("latin-1"),
        )
    ]
    assert [leak for text in said for leak in leaks(text)] == []


def clients(box: Sandbox) -> list[SentinelOneClient | NinjaOneClient]:
    secret = box.secrets
    impatient = RetryPolicy(attempts=2, deadline=1e9)
    return [
        SentinelOneClient(
            box.base_url("sentinelone"),
            SecretStr(secret["northwind-s1.api_token"]),
            retry=impatient,
            clock=StillClock(),
        ),
        NinjaOneClient(
            box.base_url("ninjaone"),
            client_id=SecretStr(secret["northwind-ninja.client_id"]),
            client_secret=SecretStr(secret["northwind-ninja.client_secret"]),
            retry=impatient,
            clock=StillClock(),
        ),
    ]


def _reads(client: SentinelOneClient | NinjaOneClient) -> list[Any]:
    async def drained(read: Any) -> None:
        async for _ in read:
            pass

    if isinstance(client, SentinelOneClient):
        return [client.user, lambda: drained(client.sites()), lambda: drained(client.agents())]
    return [lambda: drained(client.organizations()), lambda: drained(client.policy_overrides())]


@pytest.mark.parametrize("fault", ["slow:every=1,seconds=0.05", "deny:every=3"])
def test_the_command_shows_no_secret_to_anybody(fault: str, tmp_path: Path) -> None:
    with sandbox(**{**WORLD, "faults": [fault], "vendors": VENDORS}) as box:
        place = place_for(box, tmp_path)
        process = place.start("--verbose", "discover", "--log-json")
        wait_for_requests(box, 5)
        command_line = Path(f"/proc/{process.pid}/cmdline")
        shown = command_line.read_bytes() if os.path.exists(command_line) else b""
        out, err = process.communicate(timeout=120)
        texts: list[str | bytes] = [shown, out, err]
        for arguments in (
            ["findings", "--show-evidence"],
            ["--verbose", "check"],
            ["findings", "--json"],
        ):
            texts += place.run(*arguments)[1:]
    assert b"request.sent" in err, "the debug log was not on"
    texts += [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert [leak for text in texts for leak in leaks(text)] == []


def test_the_search_finds_what_it_looks_for() -> None:
    basic = base64.b64encode(f"client:{SECRET_MARK}-1".encode())
    for text in (f"x{SECRET_MARK}y", basic, f"Authorization: Basic {basic.decode()}"):
        assert leaks(text)
    assert not leaks("no secret")
