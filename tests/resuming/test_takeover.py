"""A run that was cut short is gone on from: whole connections, unchanged, young enough, or not."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from tests.resuming.runs import (
    KEYS,
    SIX_HOURS,
    Bot,
    MovedClock,
    bots,
    config,
    cut_short,
    run,
    without_times,
)

from aigov_connectors import Config, discover, registry
from aigov_connectors.credentials import MappingSecrets
from aigov_connectors.errors import ConfigurationError, StoreFullError
from aigov_connectors.events import ConnectionFinished, ConnectionStarted
from aigov_connectors.inventory import ConnectionStatus, GapReason
from aigov_connectors.running import opening, takeover
from aigov_connectors.store import CheckpointFile, open_checkpoint

pytestmark = pytest.mark.usefixtures("patchbot")


async def test_what_was_finished_is_not_asked_for_again_and_the_result_is_the_same(place) -> None:
    await cut_short(place)
    both = bots()

    told = await run(place, both, config(), resume_within=SIX_HOURS)

    assert told.taken == ["bot"]
    assert (both["bot"].asked, bool(both["bot-two"].asked)) == ([], True)
    whole = await run(place, bots(), config())
    assert without_times(told.inventory) == without_times(whole.inventory)


async def test_each_connection_keeps_the_times_at_which_it_was_read(place) -> None:
    await cut_short(place)

    inventory = (await run(place, bots(), config(), resume_within=SIX_HOURS)).inventory

    first, second = inventory.connections
    assert first.finished_at < inventory.started_at <= second.started_at
    assert {one.status for one in inventory.connections} == {ConnectionStatus.COMPLETED}


async def test_the_events_of_a_connection_that_is_taken_over_end_as_those_of_any_other(
    place,
) -> None:
    await cut_short(place)

    told = await run(place, bots(), config(), resume_within=SIX_HOURS)

    assert next(e.connection.name for e in told if isinstance(e, ConnectionFinished)) == "bot"
    assert [e.connection for e in told if isinstance(e, ConnectionStarted)] == ["bot-two"]


async def test_a_run_that_reads_everything_leaves_no_checkpoint(place) -> None:
    await run(place, bots(), config())
    assert list(place.parent.iterdir()) == []

    await cut_short(place)
    assert place.exists()
    await run(place, bots(), config(), resume_within=SIX_HOURS)
    assert list(place.parent.iterdir()) == []


async def test_without_the_wish_everything_is_read_anew(place) -> None:
    await cut_short(place)
    both = bots()

    told = await run(place, both, config())

    assert (told.taken, told.again) == ([], {})
    assert both["bot"].asked


async def test_a_run_that_could_not_read_one_tool_is_gone_on_from_too(place) -> None:
    down = await run(place, bots(**{"/customers": 401, "/rings": 401}), config())
    assert [one.status for one in down.inventory.connections] == ["completed", "failed"]
    both = bots()

    told = await run(place, both, config(), resume_within=SIX_HOURS)

    assert (told.taken, both["bot"].asked) == (["bot"], [])
    assert [one.status for one in told.inventory.connections] == ["completed", "completed"]
    assert not place.exists()


async def test_a_deadline_leaves_what_was_finished_before_it(place) -> None:
    slow = {"bot": Bot(), "bot-two": Bot(**{"/rings": "hang"})}

    cut = await run(place, slow, config(), deadline=timedelta(seconds=0.5))
    told = await run(place, bots(), config(), resume_within=SIX_HOURS)

    assert [one.status for one in cut.inventory.connections] == ["completed", "interrupted"]
    assert told.taken == ["bot"]


async def test_a_connection_of_which_a_read_failed_is_read_again(place) -> None:
    answers = {"bot": Bot(**{"/rings": 500}), "bot-two": Bot(**{"/customers": 401})}
    await run(place, answers, config())

    told = await run(place, bots(), config(), resume_within=SIX_HOURS)

    assert told.taken == []
    assert not [gap for gap in told.inventory.gaps if gap.reason is GapReason.FAILED]


@pytest.mark.parametrize(
    ("age", "why"),
    [
        (timedelta(hours=7), "it was read 7 h ago, and the limit is 6 h"),
        (timedelta(minutes=-5), "by the clock it was read in the future"),
    ],
)
async def test_what_is_too_old_is_read_again_and_said(place, age, why) -> None:
    await cut_short(place, clock=MovedClock(-age))
    both = bots()

    told = await run(place, both, config(), resume_within=SIX_HOURS)

    assert told.again == {"bot": why}
    assert both["bot"].asked
    assert min(one.started_at for one in told.inventory.connections) >= told.inventory.started_at


CHANGES: dict[str, tuple[dict[str, Any], str]] = {
    "configuration": (
        {"configuration": config(lookback_days=7)},
        "its configuration has changed since",
    ),
    "host": (
        {"configuration": config(base_url="https://other.patchbot.example", on_premise=True)},
        "its configuration has changed since",
    ),
    "credential": (
        {"secrets": {**KEYS, "bot": {"key": "another"}}},
        "its credential has changed since",
    ),
    "resources": ({"resources": ["customers"]}, "other resources of it are chosen now"),
}


@pytest.mark.parametrize("change", CHANGES)
async def test_what_was_read_with_something_else_is_read_again_and_said(place, change) -> None:
    await cut_short(place)
    options, why = CHANGES[change]
    both = bots()

    changed = {"configuration": config(), "resume_within": SIX_HOURS, **options}
    told = await run(place, both, **changed)

    assert told.again == {"bot": why}
    assert (told.taken, bool(both["bot"].asked)) == ([], True)


async def test_another_version_of_the_library_reads_again(place, monkeypatch) -> None:
    await cut_short(place)
    monkeypatch.setattr(takeover, "version", lambda name: "99.0")

    told = await run(place, bots(), config(), resume_within=SIX_HOURS)

    assert told.again == {"bot": "another version of the library has read it"}


async def test_another_catalogue_reads_again(place, monkeypatch) -> None:
    await cut_short(place)
    newer = registry.catalogue("patchbot").model_copy(update={"digest": "sha256:newer"})
    found = SimpleNamespace(load=registry.load, catalogue=lambda vendor: newer)
    monkeypatch.setattr(opening, "registry", found)

    told = await run(place, bots(), config(), resume_within=SIX_HOURS)

    assert told.again == {"bot": "its catalogue has changed since"}


async def test_what_the_configuration_says_of_clients_is_no_reason_to_read_again(place) -> None:
    await cut_short(place)
    named = Config.model_validate(
        {
            "connections": [one.model_dump(exclude={"network"}) for one in config().connections],
            "clients": [{"name": "Lakeside Clinic", "regulations": ["HIPAA"]}],
        }
    )

    told = await run(place, bots(), named, resume_within=SIX_HOURS)

    assert told.taken == ["bot"]
    assert any("HIPAA" in one.context.regulations for one in told.inventory.clients)


async def test_a_secret_that_the_vendor_replaced_meanwhile_is_the_one_that_counts(place) -> None:
    held = {name: dict(keys) for name, keys in KEYS.items()}

    class Rotating(Bot):
        async def handle_async_request(self, request):
            held["bot"]["key"] = "the vendor's next one"
            return await super().handle_async_request(request)

    both = {"bot": Rotating(), "bot-two": Bot(**{"/customers": 401})}
    await run(place, both, config(), secrets=MappingSecrets(held))

    told = await run(place, bots(), config(), secrets=MappingSecrets(held), resume_within=SIX_HOURS)

    assert told.taken == ["bot"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE parts SET body = zeroblob(20)",
        "UPDATE finished SET told = '{}'",
        "UPDATE finished SET told = replace(told, 'T', 'U')",
        "UPDATE finished SET digest = 'another'",
        "DELETE FROM parts WHERE place = 1",
        "UPDATE parts SET connection = 'bot-two'",
    ],
)
async def test_what_is_damaged_is_read_again_and_said(place, statement) -> None:
    await cut_short(place)
    with closing(sqlite3.connect(place)) as database:
        database.execute(statement)
        database.commit()

    told = await run(place, bots(), config(), resume_within=SIX_HOURS)

    assert told.again == {"bot": "what was kept of it is damaged"}
    assert told.taken == []
    assert len(told.inventory.deployments) == 4


async def test_a_connection_that_is_not_chosen_keeps_what_was_read_of_it(place) -> None:
    await cut_short(place)

    await run(place, bots(), config(), connections=["bot-two"])
    told = await run(place, bots(), config(), resume_within=SIX_HOURS)

    assert told.taken == ["bot"]


async def test_a_connection_that_is_no_more_is_forgotten(place) -> None:
    await cut_short(place)

    await run(place, bots(), config(names=("bot-two",)))

    assert not place.exists()


async def test_a_missing_secret_is_told_as_ever(place) -> None:
    await cut_short(place)
    secrets = {"bot": {}, "bot-two": KEYS["bot-two"]}

    told = await run(place, bots(), config(), secrets=secrets, resume_within=SIX_HOURS)

    assert told.taken == []
    gaps = [gap for gap in told.inventory.gaps if gap.connection == "bot"]
    assert any("AIGOV_CONNECTORS_BOT_KEY" in (gap.remedy or "") for gap in gaps)


async def test_a_checkpoint_that_cannot_be_written_is_said_and_ends_no_run(
    place, monkeypatch
) -> None:
    def full(self: CheckpointFile, *_: object) -> None:
        raise StoreFullError("no room")

    monkeypatch.setattr(CheckpointFile, "keep", full)

    told = await run(place, bots(), config())

    assert sorted(told.problems) == ["bot is not kept: no room", "bot-two is not kept: no room"]
    assert len(told.inventory.deployments) == 4


async def test_two_runs_at_once_do_not_take_from_each_other(place) -> None:
    await cut_short(place)
    with open_checkpoint(place) as first:
        told = await run(place, bots(), config(), resume_within=SIX_HOURS)
        assert (told.taken, told.problems) == ([], [f"another run is using {place}"])
        assert list(first.kept()) == ["bot"]
    later = await run(place, bots(), config(), resume_within=SIX_HOURS)
    assert later.taken == ["bot"]


async def test_no_secret_lies_on_the_disk(place) -> None:
    await cut_short(place)
    held = b"".join(one.read_bytes() for one in place.parent.iterdir())
    assert b"bot" in held
    assert b"hunter2" not in held


async def test_going_on_needs_something_to_go_on_from() -> None:
    with pytest.raises(ConfigurationError, match="no checkpoint"):
        await discover(config(), secrets=KEYS, resume_within=SIX_HOURS)


async def test_a_vault_that_fails_at_the_wrong_moment_ends_no_run(place) -> None:
    class Vault:
        asked = 0

        async def get(self, connection: str, field: str) -> str:
            self.asked += 1
            if self.asked > 2:
                raise ZeroDivisionError("hunter2")
            await asyncio.sleep(0)
            return KEYS[connection][field]

    told = await run(place, bots(), config(), secrets=Vault())

    assert {one.status for one in told.inventory.connections} == {"completed"}
    assert told.problems[0].endswith("is not kept: ZeroDivisionError")
