"""Discovery: side by side, partial, interrupted, selected, and never silent.

The connector is the one of `examples/own_connector`, over a scripted network.
"""

import asyncio
import json
from datetime import timedelta

import httpx
import pytest
from pydantic import SecretStr

from aigov_connectors import (
    Config,
    ConnectionConfig,
    RetryPolicy,
    assess,
    discover,
    discover_sync,
    discovery,
)
from aigov_connectors.collecting import CollectionBuilder
from aigov_connectors.credentials import MappingSecrets
from aigov_connectors.errors import ConfigurationError
from aigov_connectors.events import ConnectionFinished, ConnectionStarted, ReadFinished
from aigov_connectors.inventory import (
    Attestation,
    ConnectionStatus,
    GapReason,
    Inventory,
    Verdict,
)

CUSTOMERS = [{"id": "1", "name": "Lakeside Clinic"}, {"id": "2", "name": "Harbor Freight"}]
RINGS = [
    {"id": "r1", "name": "night", "customer": "1", "machines": 4, "mode": "auto"},
    {"id": "r2", "name": "day", "customer": "2", "machines": 2, "mode": "ask"},
]
SECRETS = MappingSecrets({"bot": {"key": SecretStr("k")}, "bot-two": {"key": SecretStr("k")}})


class Bot(httpx.AsyncBaseTransport):
    """A patch bot that can be told to misbehave."""

    def __init__(self, **answers) -> None:
        self.answers = {"/customers": CUSTOMERS, "/rings": RINGS, **answers}
        self.asked: list[str] = []
        self.hang = asyncio.Event()
        self.was_asked = asyncio.Event()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request.url.path)
        self.was_asked.set()
        answer = self.answers[request.url.path]
        if answer == "hang":
            await self.hang.wait()
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, int):
            return httpx.Response(answer, json={})
        return httpx.Response(200, content=json.dumps(answer).encode())


def _config(*names: str, **extra) -> Config:
    names = names or ("bot",)
    return Config(
        connections=tuple(
            ConnectionConfig(name=name, vendor="patchbot", base_url="https://patchbot.example")
            for name in names
        ),
        **extra,
    )


def _options(transport, **extra):
    once = RetryPolicy(attempts=1)
    return {"secrets": SECRETS, "transport": transport, "retry": once, **extra}


pytestmark = pytest.mark.usefixtures("patchbot")


async def test_a_run_gives_deployments_clients_and_findings() -> None:
    inventory = await discover(_config(), **_options(Bot()))
    assert [client.name for client in inventory.clients] == ["Lakeside Clinic", "Harbor Freight"]
    assert {one.source_object.name: one.autonomy for one in inventory.deployments} == {
        "ring night": "fully_autonomous",
        "ring day": "advisory",
    }
    failed = [one for one in assess(inventory).findings if one.verdict is Verdict.FAIL]
    assert [[row.name for row in one.clients] for one in failed] == [["Lakeside Clinic"]]
    assert not [gap for gap in inventory.gaps if gap.reason is GapReason.FAILED]


async def test_the_inventory_survives_its_own_json() -> None:
    inventory = await discover(_config(), **_options(Bot()))
    assert Inventory.from_json(inventory.to_json()) == inventory


async def test_events_tell_the_course_of_a_run() -> None:
    async with discovery(_config(), **_options(Bot())) as run:
        kinds = [type(event) async for event in run]
    assert kinds[0] is ConnectionStarted
    assert kinds[-1] is ConnectionFinished
    assert kinds.count(ReadFinished) == 2


async def test_one_broken_connection_does_not_stop_the_other() -> None:
    bots = {"bot": Bot(), "bot-two": Bot(**{"/customers": 401, "/rings": 401})}
    inventory = await discover(_config("bot", "bot-two"), **_options(bots.__getitem__))
    assert {one.name: one.status for one in inventory.connections} == {
        "bot": ConnectionStatus.COMPLETED,
        "bot-two": ConnectionStatus.FAILED,
    }
    broken = [gap for gap in inventory.gaps if gap.connection == "bot-two"]
    assert {"customers", "rings"} <= {gap.resource for gap in broken}
    assert all(gap.remedy for gap in broken)
    assert len([one for one in inventory.deployments if one.connection == "bot"]) == 2


async def test_a_refused_read_becomes_a_gap_and_the_rest_is_read() -> None:
    inventory = await discover(_config(), **_options(Bot(**{"/rings": 403})))
    (gap,) = [gap for gap in inventory.gaps if gap.resource == "rings"]
    assert gap.reason is GapReason.DENIED
    assert gap.features == ("patchbot.ring_approval",)
    assert len(inventory.clients) == 2
    (whole, *_) = inventory.coverage
    assert (whole.resources_read, whole.resources_total) == (1, 2)
    assert (whole.features_determined, whole.features_total) == (0, 1)


async def test_a_crash_of_a_connector_is_a_gap_without_its_text() -> None:
    inventory = await discover(
        _config(), **_options(Bot(**{"/rings": ZeroDivisionError("hunter2")}))
    )
    gaps = [gap for gap in inventory.gaps if gap.resource == "rings"]
    assert gaps[0].reason is GapReason.FAILED
    assert "hunter2" not in inventory.to_json()


async def test_what_was_read_before_a_crash_counts_as_unread_since_it_may_be_left_unsaid(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def say(*_: object) -> None:
        raise TypeError("hunter2")

    monkeypatch.setattr(CollectionBuilder, "say", say)
    inventory = await discover(_config(), **_options(Bot()))
    (connection,) = inventory.connections
    assert connection.status is ConnectionStatus.FAILED
    assert {one.resource for one in inventory.gaps if one.reason is GapReason.FAILED} >= {"rings"}
    (whole, *_) = inventory.coverage
    assert (whole.resources_read, whole.features_determined) == (0, 0)


async def test_a_missing_secret_names_every_place_and_stops_only_its_connection() -> None:
    secrets = MappingSecrets({"bot": {"key": SecretStr("k")}})
    options = _options(Bot(), secrets=secrets)
    inventory = await discover(_config("bot", "bot-two"), **options)
    gaps = [gap for gap in inventory.gaps if gap.connection == "bot-two"]
    assert any("AIGOV_CONNECTORS_BOT_TWO_KEY" in gap.remedy for gap in gaps)
    assert {one.name: one.status for one in inventory.connections}["bot"] == "completed"


async def test_a_plain_mapping_of_secrets_is_taken_for_what_it_is() -> None:
    seen: list[str] = []

    class Listening(Bot):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            seen.append(request.headers["X-Key"])
            return await super().handle_async_request(request)

    await discover(_config(), **_options(Listening(), secrets={"bot": {"key": "the-secret"}}))
    assert set(seen) == {"the-secret"}


async def test_leaving_the_run_keeps_what_was_read() -> None:
    bot = Bot(**{"/rings": "hang"})
    async with discovery(_config(), **_options(bot)) as run:
        async for event in run:
            if isinstance(event, ReadFinished):
                break
    inventory = run.partial
    assert len(inventory.clients) == 2
    assert inventory.connections[0].status is ConnectionStatus.INTERRUPTED
    assert [gap.reason for gap in inventory.gaps if gap.resource == "rings"] == [
        GapReason.INTERRUPTED
    ]


async def test_looking_at_a_running_discovery_changes_nothing() -> None:
    bot = Bot(**{"/rings": "hang"})
    async with discovery(_config(), **_options(bot)) as run:
        async for event in run:
            if isinstance(event, ReadFinished) and event.receipt.resource == "customers":
                assert run.partial.connections[0].status is ConnectionStatus.INTERRUPTED
                bot.answers["/rings"] = RINGS
                bot.hang.set()
        inventory = run.inventory
    assert inventory.connections[0].status is ConnectionStatus.COMPLETED
    assert not [gap for gap in inventory.gaps if gap.reason is GapReason.INTERRUPTED]


async def test_a_deadline_ends_the_run_with_what_was_read() -> None:
    options = _options(Bot(**{"/rings": "hang"}), deadline=timedelta(seconds=0.2))
    inventory = await discover(_config(), **options)
    assert inventory.connections[0].status is ConnectionStatus.INTERRUPTED
    assert len(inventory.clients) == 2


async def test_cancelling_discover_cancels_the_reading() -> None:
    bot = Bot(**{"/customers": "hang"})
    task = asyncio.create_task(discover(_config(), **_options(bot)))
    await bot.was_asked.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_connections_can_be_chosen() -> None:
    options = _options(Bot(), connections=["bot-two"])
    inventory = await discover(_config("bot", "bot-two"), **options)
    assert [one.name for one in inventory.connections] == ["bot-two"]


async def test_clients_can_be_chosen_and_no_other_client_is_named() -> None:
    inventory = await discover(_config(), **_options(Bot(), clients=["lakeside clinic"]))
    assert [one.name for one in inventory.clients] == ["Lakeside Clinic"]
    assert "Harbor" not in inventory.to_json()
    assert "ring day" not in inventory.to_json()


async def test_resources_can_be_chosen_and_the_others_are_gaps() -> None:
    bot = Bot()
    inventory = await discover(_config(), **_options(bot, resources=["customers"]))
    assert "/rings" not in bot.asked
    assert [gap.reason for gap in inventory.gaps if gap.resource == "rings"] == [
        GapReason.INTERRUPTED
    ]


@pytest.mark.parametrize(
    ("selection", "words"),
    [
        ({"connections": ["nobody"]}, "no connection is named 'nobody'"),
        ({"resources": ["nothing"]}, "no resource is named 'nothing'"),
    ],
)
async def test_a_selection_of_nothing_known_is_an_error(selection, words) -> None:
    with pytest.raises(ConfigurationError, match=words):
        await discover(_config(), **_options(Bot(), **selection))


@pytest.mark.parametrize(
    ("connection", "words"),
    [
        ({"vendor": "nobody"}, "no connector for the vendor 'nobody'"),
        ({"base_url": "https://elsewhere.example"}, "not a host of"),
        ({"base_url": None}, "needs base_url"),
        ({"colour": "blue"}, "colour"),
        ({"base_url": None, "region": "eu"}, "has no region 'eu'"),
    ],
)
async def test_a_configuration_that_does_not_fit_is_found_before_any_request(
    connection, words
) -> None:
    bot = Bot()
    table = {
        "name": "bot",
        "vendor": "patchbot",
        "base_url": "https://patchbot.example",
        **connection,
    }
    with pytest.raises(ConfigurationError, match=words):
        await discover(Config.model_validate({"connections": [table]}), **_options(bot))
    assert not bot.asked


async def test_an_on_premise_host_must_be_asked_for() -> None:
    table = {
        "name": "bot",
        "vendor": "patchbot",
        "base_url": "https://bot.msp.example",
        "on_premise": True,
    }
    inventory = await discover(Config.model_validate({"connections": [table]}), **_options(Bot()))
    assert inventory.connections[0].host == "bot.msp.example"


def test_the_sync_form_works_without_a_loop() -> None:
    assert len(discover_sync(_config(), **_options(Bot())).clients) == 2


async def test_the_sync_form_works_inside_a_running_loop() -> None:
    assert len(discover_sync(_config(), **_options(Bot())).clients) == 2


async def test_the_sync_form_raises_what_the_async_form_raises() -> None:
    with pytest.raises(ConfigurationError):
        discover_sync(_config(), **_options(Bot(), connections=["nobody"]))


async def test_the_order_of_connections_does_not_matter() -> None:
    async def run(*names: str) -> Inventory:
        inventory = await discover(_config(*names), **_options(lambda name: Bot()))
        return inventory

    one, other = await run("bot", "bot-two"), await run("bot-two", "bot")
    assert [c.id for c in one.clients] == [c.id for c in other.clients]
    assert [d.key for d in one.deployments] == [d.key for d in other.deployments]


async def test_an_attestation_reaches_the_inventory(patchbot) -> None:
    attestation = Attestation.model_validate_json(
        '{"feature": "patchbot.ring_approval", "enabled": true, "by": "head", "on": "2020-01-01"}'
    )
    inventory = await discover(_config(attestations=(attestation,)), **_options(Bot()))
    assert "attested" in {one.basis for one in inventory.deployments}
