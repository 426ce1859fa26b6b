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
from tests.faults.command import place_for, wait_for_requests
from tests.faults.estate import QUICK, VENDORS, WORLD, SmallPages, StillClock, config_for, read

from aigov_connectors import assess, discovery
from aigov_connectors.cli.demo import demo_secrets
from aigov_connectors.errors import ConnectorError
from aigov_connectors.sandbox import FAULT_NAMES, SECRET_MARK, sandbox
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


@pytest.fixture
def errors(monkeypatch: pytest.MonkeyPatch) -> list[ConnectorError]:
    """Every error that is made, those too that nobody sees."""
    made: list[ConnectorError] = []
    ready = ConnectorError.__init__

    def noted(self: ConnectorError, *arguments: Any, **options: Any) -> None:
        ready(self, *arguments, **options)
        made.append(self)

    monkeypatch.setattr(ConnectorError, "__init__", noted)
    return made


def told_by(error: ConnectorError) -> list[str]:
    """All that can be got out of an error."""
    return [
        str(error),
        repr(error),
        repr(error.__dict__),
        "".join(traceback.format_exception(error)),
        pickle.dumps(error).decode("latin-1"),
    ]


_NAMES = sorted(FAULT_NAMES)
_GROUPS = [(), *(tuple(_NAMES[start::3]) for start in range(3))]


@pytest.mark.parametrize("group", _GROUPS, ids=lambda names: " ".join(names) or "none")
async def test_nothing_that_a_run_produces_holds_a_secret(
    group: tuple[str, ...],
    logged: list[str],
    errors: list[ConnectorError],
    caplog: pytest.LogCaptureFixture,
    tmp_path: Path,
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
    assert {one.vendor for one in inventory.connections} == set(VENDORS)
    assert errors or not group, "nothing went wrong: then no error is proven"
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
        *(text for error in errors for text in told_by(error)),
    ]
    records = [f"{record.getMessage()} {record.__dict__}" for record in caplog.records]
    assert logged or records, "nothing was logged: then nothing is proven"
    assert [leak for text in (*produced, *logged, *records) for leak in leaks(text)] == []


@pytest.mark.parametrize("fault", ["deny", "bomb"])
async def test_no_error_of_a_refused_login_holds_a_secret(
    fault: str, errors: list[ConnectorError]
) -> None:
    for vendor in VENDORS:
        await read([f"{fault}:every=1{_SMALL_BODIES.get(fault, '')}"], vendor=vendor)

    assert {error.vendor for error in errors} >= set(VENDORS)
    assert [leak for error in errors for text in told_by(error) for leak in leaks(text)] == []


def test_every_vendor_is_given_a_secret_to_look_for() -> None:
    with sandbox(**{**WORLD, "vendors": VENDORS}) as box:
        names = {one["name"]: one["vendor"] for one in box.connections}
        held = {names[key.rpartition(".")[0]] for key, text in box.secrets.items() if leaks(text)}
    assert held == set(VENDORS)


def test_the_command_shows_no_secret_to_anybody(tmp_path: Path) -> None:
    faults = ["slow:every=1,times=60,seconds=0.05", "deny:every=7"]
    with sandbox(**{**WORLD, "faults": faults, "vendors": VENDORS}) as box:
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
