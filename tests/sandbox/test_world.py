from datetime import UTC, datetime

import pytest

from aigov_connectors.sandbox import build_world
from aigov_connectors.sandbox.rows import RowTemplate, Slot, quoted
from aigov_connectors.sandbox.times import epoch, iso, micros, read_iso

NOW = datetime(2026, 5, 4, 13, 30, tzinfo=UTC)


def test_equal_arguments_make_equal_worlds() -> None:
    assert build_world(seed=3, now=NOW) == build_world(seed=3, now=NOW)
    assert build_world(seed=3, now=NOW).endpoints != build_world(seed=4, now=NOW).endpoints


def test_a_world_has_as_many_endpoints_and_clients_as_asked() -> None:
    world = build_world(clients=45, devices=777, now=NOW)

    assert len(world.endpoints) == 777
    assert len([client for client in world.clients if client.kind == "client"]) == 45
    assert len({client.name for client in world.clients}) == 47
    assert len({client.code for client in world.clients}) == 47
    assert all(len(span) >= 8 for span in world.spans)


def test_many_clients_all_have_names_of_their_own() -> None:
    world = build_world(clients=2000, devices=20_000, now=NOW)

    assert len({client.name for client in world.clients}) == 2002


def test_the_present_is_midnight() -> None:
    assert build_world(now=NOW).now == datetime(2026, 5, 4, tzinfo=UTC)


def test_the_first_endpoints_of_a_client_are_the_same_in_every_world() -> None:
    small, large = build_world(devices=400, now=NOW), build_world(devices=4000, seed=9, now=NOW)

    for client in small.clients:
        firsts = [
            [world.endpoints[index].kind for index in world.spans[client.index][:8]]
            for world in (small, large)
        ]
        assert firsts[0] == firsts[1]


@pytest.mark.parametrize(
    "arguments",
    [{"clients": 5}, {"devices": 10}, {"now": datetime(2026, 5, 4)}],  # noqa: DTZ001
)
def test_a_world_too_small_or_without_a_zone_is_refused(arguments: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=r"at least|aware"):
        build_world(**arguments)  # type: ignore[arg-type]


def test_activities_never_go_back_in_time() -> None:
    world = build_world(activities=500, now=NOW)
    moments = [world.activity_at(number) for number in range(500)]

    assert moments == sorted(moments)
    assert world.start <= moments[0] < moments[-1] < world.end


def test_instants_are_printed_as_vendors_print_them() -> None:
    instant = micros(datetime(2026, 8, 2, 9, 14, 11, 402113, tzinfo=UTC))

    assert iso(instant) == "2026-08-02T09:14:11.402113Z"
    assert iso(instant, digits=0) == "2026-08-02T09:14:11Z"
    assert iso(instant, digits=3) == "2026-08-02T09:14:11.402Z"
    assert epoch(instant).endswith(".402113000")
    assert read_iso("2026-08-02T09:14:11.402113") == instant


def test_a_template_keeps_percent_signs_and_fills_whole_values() -> None:
    template = RowTemplate({"a": "100%", "b": Slot("b"), "c": {"d": Slot("b")}})

    assert template.render({"b": quoted('x"y')}) == '{"a":"100%","b":"x\\"y","c":{"d":"x\\"y"}}'
