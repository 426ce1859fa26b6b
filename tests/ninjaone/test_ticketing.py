"""Ticketing: a token of its own, a sample that is stated, effects without their settings."""

from __future__ import annotations

import json

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr
from tests.ninjaone.json_values import JSON_VALUES
from tests.ninjaone.tenant import (
    NOW,
    PLACE,
    REFRESH,
    Tenant,
    answering,
    catalogue,
    client,
    collected,
    origin,
)

from aigov_connectors.errors import ConfigurationError, ReadOnlyViolationError
from aigov_connectors.inventory import (
    LEGAL_GATES,
    Basis,
    Collection,
    CredentialRights,
    Deployment,
    Gap,
    GapReason,
    Initiator,
    Reach,
)
from aigov_connectors.ninjaone import collect_tickets
from aigov_connectors.ninjaone.connection import NinjaOneConnector, Rotation
from aigov_connectors.ninjaone.connector import CONNECTOR, NinjaOneOptions
from aigov_connectors.ninjaone.normalize import TicketLog, deployments_from_automations
from aigov_connectors.ninjaone.ticketing import BOARD_RUN
from aigov_connectors.ninjaone.wire import LogEntryWire, TicketStatusWire

ENTRY = catalogue()["ticket_automation"]
SINCE = NOW.replace(year=2020)
DESCRIPTION = {
    "id": 1,
    "type": "DESCRIPTION",
    "createTime": 1767180000.0,
    "appUserContactType": "END_USER",
}
STATUSES = [
    TicketStatusWire(status_id=2000, name="OPEN"),
    TicketStatusWire(status_id=6000, name="CLOSED"),
    TicketStatusWire(status_id=6001, name="MINE", parent_id=6000),
]


def automations(collection: Collection) -> dict[str, Deployment]:
    return {
        one.source_object.name: one
        for one in collection.deployments
        if one.source_object.id.startswith("ticket-automation:")
    }


def gaps(collection: Collection, *resources: str) -> list[Gap]:
    return [one for one in collection.gaps if one.resource in resources]


def said_of(*rows: dict[str, object]) -> list[Deployment]:
    log = TicketLog(entry=ENTRY, tenant_id="acme", since=SINCE, statuses=STATUSES)
    for number, row in enumerate(rows):
        whole = {"id": number, "createTime": 1767180000.0, "automation": {"id": 1}, **row}
        log.add(LogEntryWire.model_validate(whole), organization="1", origin=origin())
    return [
        one.deployment
        for one in deployments_from_automations(
            log, entry=ENTRY, place=PLACE, sample="2 tickets", organizations={"1"}
        )
    ]


async def test_an_automation_is_read_off_what_it_did() -> None:
    collection = await collected(Tenant())
    found = {
        name: (one.autonomy.value, one.gate.kind.value, [str(each) for each in one.decisions])
        for name, one in automations(collection).items()
    }
    acts = ("fully_autonomous", "none")
    assert found == {
        "Assign to least open": (*acts, ["route_ticket", "prioritize_ticket"]),
        "Close": (*acts, ["close_ticket"]),
        "Answer": (*acts, ["reply_to_person"]),
        "Tell somebody": ("advisory", "not_applicable", ["inform"]),
    }  # "Long ago" was before the time looked at
    for deployment in automations(collection).values():
        assert (deployment.enabled, deployment.basis) == (True, Basis.INFERRED)
        assert deployment.reach is Reach.UNKNOWN  # a rule may touch tickets that were not seen
        assert {one.name: one.value for one in deployment.settings}["sample"] == (
            "all 3 tickets of 2 boards"
        )


async def test_rules_are_counted_apart_and_nobody_counts_as_a_person() -> None:
    collection = await collected(Tenant())
    routed = {
        one.initiator: (one.count, one.organization, one.complete)
        for one in collection.decisions
        if one.action == "route_ticket"
    }
    # Whatever synchronizes tickets writes them with the token of a technician.
    assert set(routed) == {Initiator.RULE, Initiator.UNKNOWN}
    assert all(complete for _, _, complete in routed.values())


async def test_a_sample_says_how_large_it_is() -> None:
    options = NinjaOneOptions(tickets_per_board=3)
    collection = await collected(boards(5000, 1), options=options)
    (gap,) = (one for one in gaps(collection, "ticketing") if one.reason is GapReason.TRUNCATED)
    assert "the 3 newest of each of 2 boards" in (gap.detail or "")
    sampled = [one for one in collection.decisions if one.feature == ENTRY.id]
    assert sampled
    assert not any(one.complete for one in sampled)


def boards(*counts: int | None) -> Tenant:
    """The boards of the answers, with other counts of tickets."""
    rows: list[dict[str, object]] = [
        {"id": id_} if count is None else {"id": id_, "ticketCount": count}
        for id_, count in zip((2, 9), counts, strict=True)
    ]
    return Tenant({"/v2/ticketing/trigger/boards": answering(rows)})


@pytest.mark.parametrize(
    ("counts", "reason", "detail"),
    [
        ((5000, 1), GapReason.TRUNCATED, "1 boards count 4997 tickets more than came"),
        ((3, None), GapReason.INCONCLUSIVE, "1 boards do not say how many"),
    ],
)
async def test_tickets_are_all_of_them_only_where_the_boards_count_says_so(
    counts: tuple[int | None, int | None], reason: GapReason, detail: str
) -> None:
    collection = await collected(boards(*counts))
    (gap,) = gaps(collection, "ticketing")
    assert gap.reason is reason
    assert detail in (gap.detail or "")
    assert not any(one.complete for one in collection.decisions if one.feature == ENTRY.id)
    for deployment in automations(collection).values():
        said = {one.name: one.value for one in deployment.settings}["sample"]
        assert said == "3 tickets of 2 boards"


def cut_board(size: int, rows: int) -> Tenant:
    """A board that gives fewer tickets than it is asked for, and goes on from a cursor."""
    tenant = boards(rows, 1)

    def run(request: httpx.Request) -> httpx.Response:
        after = json.loads(request.content).get("lastCursorId", 0)
        page = [{"id": 1202 + n} for n in range(after, min(after + size, rows))]
        metadata = {"lastCursorId": after + len(page)}
        return httpx.Response(200, json={"data": page, "metadata": metadata})

    tenant.instead["/v2/ticketing/trigger/board/2/run"] = run
    for n in range(rows):
        tenant.instead[f"/v2/ticketing/ticket/{1202 + n}/log-entry"] = answering([DESCRIPTION])
    return tenant


@pytest.mark.parametrize(("most", "asked"), [(4, 2), (5, 3), (10, 4)])
async def test_a_board_that_gives_fewer_than_it_counts_is_asked_on(most: int, asked: int) -> None:
    tenant = cut_board(2, 7)
    collection = await collected(tenant, options=NinjaOneOptions(tickets_per_board=most))
    runs = [one for one in tenant.paths() if one.endswith("board/2/run")]
    assert len(runs) == asked
    cut = [one for one in gaps(collection, "ticketing") if one.reason is GapReason.TRUNCATED]
    assert bool(cut) is (most < 7)


async def test_a_board_that_gives_the_same_page_again_is_a_gap_and_no_sample_of_all() -> None:
    tenant = boards(9, 1)
    rows = [{"id": 1204}, {"id": 1203}]
    same = answering({"data": rows, "metadata": {"lastCursorId": 1203}})
    tenant.instead["/v2/ticketing/trigger/board/2/run"] = same
    collection = await collected(tenant)
    (gap,) = gaps(collection, "ticketing")
    assert (gap.reason, gap.subject) == (GapReason.TRUNCATED, "tickets of board 2")
    assert not any(one.complete for one in collection.decisions if one.feature == ENTRY.id)


def long_log(entries: int, *, forwards: bool) -> Tenant:
    """The first ticket's log, which tells 500 entries at once, on one side of the anchor."""
    tenant = Tenant()
    ids = list(range(1, entries + 1)) if forwards else list(range(entries, 0, -1))

    def log(request: httpx.Request) -> httpx.Response:
        anchor = request.url.params.get("anchorId")
        behind = ids if anchor is None else ids[ids.index(int(anchor)) :]  # with the anchor itself
        rows: list[dict[str, object]] = [
            {"id": one, "createTime": 1767180000.0, "system": False} for one in behind[:500]
        ]
        if rows[-1]["id"] == ids[-1]:
            rows[-1] |= {"automation": {"id": 77, "name": "Late"}, "changeDiff": {"priority": {}}}
        return httpx.Response(200, json=rows)

    tenant.instead["/v2/ticketing/ticket/1204/log-entry"] = log
    return tenant


@pytest.mark.parametrize("forwards", [True, False])
async def test_a_long_log_is_read_to_its_end(forwards: bool) -> None:
    tenant = long_log(1203, forwards=forwards)
    collection = await collected(tenant)
    assert "Late" in automations(collection)
    assert not gaps(collection, "ticketing")
    asked = [path for path in tenant.paths() if path.endswith("1204/log-entry")]
    assert len(asked) == 3
    late = [one.count for one in collection.decisions if one.action == "prioritize_ticket"]
    assert sum(late) == 1, "each entry counts once"


@pytest.mark.parametrize("entries", [500, 1203])
async def test_a_log_that_does_not_go_on_or_has_no_end_is_cut(
    entries: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    if entries == 500:
        tenant = Tenant()
        rows = [{"id": one, "createTime": 1767180000.0} for one in range(500)]
        tenant.instead["/v2/ticketing/ticket/1204/log-entry"] = answering(rows)
    else:
        tenant = long_log(entries, forwards=True)
        monkeypatch.setattr(collect_tickets, "MOST_PARTS", 2)
    collection = await collected(tenant)
    (gap,) = gaps(collection, "ticketing")
    assert (gap.reason, gap.subject) == (GapReason.TRUNCATED, "the rest of long logs")
    assert not any(one.complete for one in collection.decisions if one.feature == ENTRY.id)


@pytest.mark.parametrize(("empty", "read"), [(("1202",), 2), (("1202", "1203", "1204"), 0)])
async def test_a_log_without_any_entry_was_not_shown(empty: tuple[str, ...], read: int) -> None:
    paths = [f"/v2/ticketing/ticket/{one}/log-entry" for one in empty]
    collection = await collected(Tenant(dict.fromkeys(paths, answering([]))))
    (gap,) = gaps(collection, "ticketing")
    assert (gap.reason, gap.features) == (GapReason.INCONCLUSIVE, (ENTRY.id,))
    assert (gap.detail or "").startswith(f"{len(empty)} tickets have no entry")
    (standing,) = (one for one in collection.gaps if one.subject.startswith("ticket automations"))
    assert (standing.detail or "").endswith(f"of 2 boards, the logs of {read} of them")
    assert not any(one.complete for one in collection.decisions if one.feature == ENTRY.id)


async def test_a_board_that_gives_as_many_as_it_counts_is_whole_at_the_limit_too() -> None:
    collection = await collected(boards(3, 1), options=NinjaOneOptions(tickets_per_board=3))
    assert not gaps(collection, "ticketing")
    assert all(one.complete for one in collection.decisions if one.feature == ENTRY.id)


async def test_an_empty_board_that_counts_nothing_is_whole() -> None:
    tenant = boards(3, 0)
    empty = answering({"data": [], "metadata": {}})
    tenant.instead["/v2/ticketing/trigger/board/9/run"] = empty
    collection = await collected(tenant)
    assert not gaps(collection, "ticketing")
    assert all(one.complete for one in collection.decisions if one.feature == ENTRY.id)


@pytest.mark.parametrize(("status", "logs"), [(404, 3), (403, 1)])
async def test_a_ticket_that_is_gone_ends_its_own_log_only(status: int, logs: int) -> None:
    first = "/v2/ticketing/ticket/1204/log-entry"
    tenant = Tenant({first: answering({"resultCode": "FAILURE"}, status)})
    collection = await collected(tenant)
    asked = [path for path in tenant.paths() if path.endswith("/log-entry")]
    assert (asked[0], len(asked)) == (first, logs)  # a refusal would be repeated
    (gap,) = gaps(collection, "ticketing")
    assert gap.subject == "the logs of tickets"
    assert not any(one.complete for one in collection.decisions if one.feature == ENTRY.id)
    for deployment in automations(collection).values():
        said = {one.name: one.value for one in deployment.settings}["sample"]
        assert said == "3 tickets of 2 boards, the logs of 2 of them"


async def test_rules_that_did_nothing_stay_unseen_and_that_is_said() -> None:
    collection = await collected(Tenant())
    assert not gaps(collection, "ticketing")
    (gap,) = (one for one in gaps(collection, "feature") if one.features == (ENTRY.id,))
    assert gap.reason is GapReason.INCONCLUSIVE


async def test_without_a_refresh_token_ticketing_is_one_gap() -> None:
    tenant = Tenant()
    collection = await collected(tenant, refresh_token=None)
    (gap,) = gaps(collection, "ticketing")
    assert (gap.reason, gap.features) == (GapReason.DENIED, (ENTRY.id,))
    assert "refresh_token" in gap.remedy
    assert not [path for path in tenant.paths() if "ticketing" in path]


@pytest.mark.parametrize("status", [400, 401])
async def test_a_refused_refresh_token_ends_ticketing_only(status: int) -> None:
    machine = {"access_token": "hush-token", "token_type": "Bearer", "expires_in": 3600}

    def token(request: httpx.Request) -> httpx.Response:
        if b"refresh_token=" in request.content:
            return httpx.Response(status, json={"error": "invalid_grant"})
        return httpx.Response(200, json=machine)

    collection = await collected(Tenant({"/ws/oauth/token": token}))
    (gap,) = gaps(collection, "ticketing")
    assert (gap.reason, gap.features) == (GapReason.DENIED, (ENTRY.id,))
    assert any(one.feature == "ninjaone.condition_script" for one in collection.deployments)


async def test_ticketing_that_is_not_enabled_is_denied_and_the_rest_goes_on() -> None:
    refused = answering({"resultCode": "FAILURE"}, 403)
    collection = await collected(Tenant({"/v2/ticketing/trigger/boards": refused}))
    (gap,) = gaps(collection, "ticketing")
    assert (gap.reason, gap.subject) == (GapReason.DENIED, "ticket boards")
    assert any(one.feature == "ninjaone.condition_script" for one in collection.deployments)


async def test_each_token_goes_to_its_own_paths_only() -> None:
    tenant = Tenant()
    await collected(tenant)
    for request in tenant.requests:
        if request.url.path != "/ws/oauth/token":
            is_person = request.headers["Authorization"] == "Bearer hush-person"
            assert is_person is request.url.path.startswith("/v2/ticketing/")


async def test_what_people_wrote_is_not_kept() -> None:
    text = (await collected(Tenant())).model_dump_json()
    for word in ("hush", "example.com", REFRESH):
        assert word not in text


# The refresh token ----------------------------------------------------------------------------


async def test_a_replaced_refresh_token_is_kept_at_once() -> None:
    kept: list[tuple[str, str]] = []
    rotation = Rotation(lambda field, secret: kept.append((field, secret.get_secret_value())))
    collection = await collected(Tenant(replaces="hush-newer"), rotation=rotation)
    assert kept == [("refresh_token", "hush-newer")]
    assert not [one for one in gaps(collection, "rights") if "next run" in one.subject]


async def test_a_refresh_token_that_cannot_be_kept_is_said_aloud() -> None:
    def nowhere(field: str, secret: SecretStr) -> None:
        raise ConfigurationError("the place is not written", hint="Store it again.")

    collection = await collected(Tenant(replaces="hush-newer"), rotation=Rotation(nowhere))
    (gap,) = (one for one in gaps(collection, "rights") if "next run" in one.subject)
    assert (gap.detail, gap.remedy) == ("the place is not written", "Store it again.")
    assert automations(collection)
    assert "hush-newer" not in collection.model_dump_json()


async def test_a_persons_token_that_can_write_makes_the_connection_one_that_can() -> None:
    opened = client(Tenant(person_scope="monitoring management"))
    async with opened as one:
        connector = NinjaOneConnector(one, tenant_id="acme", options=NinjaOneOptions())
        assert (await connector.rights()).rights is CredentialRights.CAN_WRITE


async def test_probes_say_that_nobody_signed_in() -> None:
    async with client(Tenant(), refresh_token=None) as one:
        connector = NinjaOneConnector(one, tenant_id="acme", options=NinjaOneOptions())
        problems = {probe.resource for probe in await connector.probe() if probe.problem}
    assert problems == {"ticketing"}


async def test_nobody_signs_in_for_a_plan_since_that_may_use_up_the_refresh_token() -> None:
    tenant = Tenant(replaces="hush-next")
    kept: list[SecretStr] = []
    async with client(tenant, rotated=kept.append) as one:
        connector = NinjaOneConnector(
            one, tenant_id="acme", options=NinjaOneOptions(tickets_per_board=2)
        )
        planned = {read.resource: read for read in await connector.plan()}
    assert set(planned) == set(CONNECTOR.resources)
    ticketing = planned["ticketing"]
    assert not ticketing.counted
    assert "2 newest tickets" in ticketing.because
    assert sum(ticketing.requests.values()) == 5, "the token, three lists, and one tried before"
    assert not kept
    assert not [path for path in tenant.paths() if "ticketing" in path]
    assert "refresh_token" not in tenant.form()
    assert not [path for path in tenant.paths() if "queries" in path]


async def test_without_a_refresh_token_nothing_is_planned_for_tickets() -> None:
    async with client(Tenant(), refresh_token=None) as one:
        connector = NinjaOneConnector(one, tenant_id="acme", options=NinjaOneOptions())
        (planned,) = (read for read in await connector.plan() if read.resource == "ticketing")
    assert not planned.requests


# The one POST that reads ------------------------------------------------------------------------


async def test_a_run_of_a_board_is_declared_with_path_and_body() -> None:
    tenant = Tenant()
    async with client(tenant) as one:
        assert one.ticketing is not None
        assert [ticket.id async for ticket in one.ticketing.tickets(2)] == [1204, 1203, 1202]
    (sent,) = (each for each in tenant.requests if each.url.path.endswith("/run"))
    assert BOARD_RUN.accepts is not None
    assert BOARD_RUN.accepts(sent.content)


@pytest.mark.parametrize(
    "changes",
    [
        {"searchCriteria": "x"},
        {"filters": [{"field": "status"}]},
        {"includeColumns": ["summary"]},
        {"pageSize": "all"},
        {"delete": True},
    ],
)
def test_any_other_body_is_refused(changes: dict[str, object]) -> None:
    usual = {
        "sortBy": [{"field": "lastUpdated", "direction": "DESC"}],
        "filters": [],
        "includeColumns": ["id", "organization", "lastUpdated"],
        "pageSize": 25,
    }
    assert BOARD_RUN.accepts is not None
    assert BOARD_RUN.accepts(json.dumps(usual).encode())
    assert not BOARD_RUN.accepts(json.dumps(usual | changes).encode())


@given(JSON_VALUES)
def test_no_other_json_is_a_run(value: object) -> None:
    assert BOARD_RUN.accepts is not None
    assert not BOARD_RUN.accepts(json.dumps(value).encode())


async def test_a_client_without_a_person_may_not_post_at_all() -> None:
    tenant = Tenant()
    async with client(tenant, refresh_token=None) as one:
        with pytest.raises(ReadOnlyViolationError):
            await one._http.json(BOARD_RUN.path, ids={"board_id": "2"}, body={"pageSize": 1})
    assert not [each for each in tenant.requests if each.url.path.endswith("/run")]


# What a change means ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "decision"),
    [
        ({"assignedAppUserId": {"old": None, "new": 4}}, "route_ticket"),
        ({"severity": {"old": "NONE", "new": "MAJOR"}}, "prioritize_ticket"),
        ({"status": {"old": {"statusId": 2000}, "new": {"statusId": 6000}}}, "close_ticket"),
        ({"status": {"old": 2000, "new": 6001}}, "close_ticket"),
        ({"status": {"old": "CLOSED", "new": "OPEN"}}, "change_ticket"),
        ({"status": {"new": "Some word"}}, "change_ticket"),
        (["tags"], "change_ticket"),
        ([{"fieldName": "priority", "to": "HIGH"}], "prioritize_ticket"),
        ({"a text that nobody expects as the name of a field": 1}, "change_ticket"),
    ],
)
def test_a_change_is_named_by_its_field(change: object, decision: str) -> None:
    (deployment,) = said_of({"changeDiff": change})
    assert [str(one) for one in deployment.decisions] == [decision]


@pytest.mark.parametrize(
    "change", ['{"severity": {"new": "MAJOR"}}', 7, True, [["severity"]], [{"field": ""}, 3]]
)
def test_a_change_that_cannot_be_read_is_unknown_and_never_mere_information(change: object) -> None:
    (deployment,) = said_of({"changeDiff": change})
    assert (deployment.autonomy.value, deployment.gate.kind.value) == ("unknown", "unknown")
    assert any("(unreadable)" in str(one.value) for one in deployment.settings)


@pytest.mark.parametrize("change", [None, {}, []])
def test_no_change_is_none(change: object) -> None:
    (deployment,) = said_of({"changeDiff": change, "publicEntry": False})
    assert deployment.autonomy.value == "advisory"


@pytest.mark.parametrize(
    ("automation", "source", "shown"),
    [
        ({"id": 3, "name": "Close"}, "3", ("/automation/id", "3")),
        ({"name": "Close"}, "Close", ("/automation/name", "Close")),
        ({"id": [1], "name": "Close"}, "Close", ("/automation/name", "Close")),
        ("Close", "Close", ("/automation/name", "Close")),
        (3, "3", ("/automation/id", "3")),
        ({"id": None}, "(unreadable)", ("/automation", None)),
        ([{"id": 3}], "(unreadable)", ("/automation", None)),
    ],
)
def test_an_automation_is_kept_by_whatever_tells_it(
    automation: object, source: str, shown: tuple[str, str | None]
) -> None:
    log = TicketLog(entry=ENTRY, tenant_id="acme", since=SINCE, statuses=STATUSES)
    row = {"id": 1, "createTime": 1767180000.0, "automation": automation}
    log.add(
        LogEntryWire.model_validate({**row, "changeDiff": {"severity": {}}}),
        organization="1",
        origin=origin(),
    )
    (one,) = deployments_from_automations(
        log, entry=ENTRY, place=PLACE, sample="1 ticket", organizations={"1"}
    )
    assert one.deployment.source_object.id == f"ticket-automation:{source}"
    assert (one.evidence[0].fact.pointer, one.evidence[0].fact.value) == shown
    assert {str(row.initiator) for row in log.counter.stats(complete=True)} == {"rule"}


@pytest.mark.parametrize("automation", [None, {}, ""])
def test_an_entry_of_no_automation_states_none(automation: object) -> None:
    assert said_of({"automation": automation, "changeDiff": {"severity": {}}}) == []


def test_the_furthest_effect_counts() -> None:
    (deployment,) = said_of(
        {"publicEntry": False}, {"changeDiff": {"priority": {}}}, {"changeDiff": {"tags": {}}}
    )
    assert deployment.autonomy.value == "fully_autonomous"
    assert [str(one) for one in deployment.decisions] == ["prioritize_ticket", "change_ticket"]


def test_an_entry_that_tells_nothing_is_unknown() -> None:
    (deployment,) = said_of({})
    assert (deployment.autonomy.value, deployment.basis) == ("unknown", Basis.INFERRED)


@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(
                ["changeDiff", "publicEntry", "system", "type", "automation", "appUserContactType"]
            ),
            JSON_VALUES,
        ),
        max_size=3,
    )
)
def test_any_log_gives_legal_statements(rows: list[dict[str, object]]) -> None:
    for deployment in said_of(*rows):
        assert deployment.gate.kind in LEGAL_GATES[deployment.autonomy]
        assert deployment.basis is Basis.INFERRED
