"""Collecting: what fails becomes a gap, what was seen is kept, and nothing is silent."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, cast

import httpx
import pytest
from tests._http.vendors import Row, client_for
from tests.collecting.run import FATAL, REFUSED, FakeRead, Run

from aigov_connectors._http import Listing, Read, Unpaged
from aigov_connectors.errors import (
    AuthenticationError,
    BadRequestError,
    ConnectorError,
    IncompleteReadError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitedError,
    ResponseShapeError,
    ServerError,
    TransportError,
)
from aigov_connectors.events import GapFound, PageRead, ReadFinished, ReadStarted
from aigov_connectors.inventory import GapReason, Rejected


async def test_a_list_is_handed_over_page_by_page_with_its_receipt() -> None:
    run = Run()

    assert await run.read("policies", FakeRead([1, 2], [3])) == [1, 2, 3]

    (receipt,) = run.built().receipts
    assert (receipt.resource, receipt.rows, receipt.complete) == ("policies", 3, True)
    assert run.gaps == []
    assert run.events == [
        ReadStarted("edr-1", "policies"),
        PageRead("edr-1", "policies", 2, None),
        PageRead("edr-1", "policies", 3, None),
        ReadFinished("edr-1", receipt),
    ]


async def test_a_refused_read_becomes_a_gap_with_remedy_and_features() -> None:
    run = Run()

    assert await run.read("policies", FakeRead(error=REFUSED)) == []

    (gap,) = run.gaps
    assert (gap.connection, gap.vendor, gap.resource, gap.subject) == (
        "edr-1",
        "edr",
        "policies",
        "policies",
    )
    assert gap.reason is GapReason.DENIED
    assert gap.remedy == "Grant: Policies, View."
    assert gap.detail == "GET /policies: 403, the key may not view policies"
    assert gap.features == ("edr.isolate", "edr.kill")
    assert GapFound("edr-1", gap) in run.events
    assert not run.built().receipts[0].complete


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (PermissionDeniedError("no"), GapReason.DENIED),
        (NotFoundError("no"), GapReason.NOT_EXPOSED),
        (IncompleteReadError("no"), GapReason.TRUNCATED),
        (ServerError("no"), GapReason.FAILED),
        (TransportError("no"), GapReason.FAILED),
        (RateLimitedError("no"), GapReason.FAILED),
        (BadRequestError("no"), GapReason.FAILED),
        (ResponseShapeError("no"), GapReason.FAILED),
    ],
)
async def test_each_error_has_its_reason_and_a_remedy(
    error: ConnectorError, reason: GapReason
) -> None:
    run = Run()

    assert await run.read("threats", FakeRead([1], error=error)) == [1]
    assert await run.document("policies", "policy of Lakeside", error) is None

    assert [(gap.reason, gap.subject) for gap in run.gaps] == [
        (reason, "threats"),
        (reason, "policy of Lakeside"),
    ]
    assert all(gap.remedy.endswith(".") for gap in run.gaps)


async def test_subject_remedy_and_organizations_are_those_of_the_caller() -> None:
    run = Run()

    await run.read(
        "policies",
        FakeRead(error=REFUSED),
        subject="policies of Lakeside",
        remedy="Ask Lakeside.",
        organizations=iter(["2", "1"]),
    )

    (gap,) = run.gaps
    assert (gap.subject, gap.remedy) == ("policies of Lakeside", "Ask Lakeside.")
    assert gap.organizations == ("1", "2")


@pytest.mark.parametrize("error", FATAL)
async def test_after_a_fatal_error_the_reading_ends_and_the_gap_stays(
    error: ConnectorError,
) -> None:
    run = Run()

    with pytest.raises(type(error)):
        await run.read("policies", FakeRead([1], error=error))
    with pytest.raises(type(error)):
        await run.document("threats", "threats of Lakeside", error)

    assert [(gap.resource, gap.reason.value) for gap in run.gaps] == [
        ("policies", error.gap_reason),
        ("threats", error.gap_reason),
    ]
    assert len(run.built().receipts) == 1


async def test_an_error_of_the_reader_is_not_an_error_of_the_read() -> None:
    run = Run()
    read = FakeRead([1], [2])

    async def reading() -> None:
        async for _ in run.into.pages("policies", cast("Read[Any]", read)):
            raise PermissionDeniedError("raised by whoever reads")

    with pytest.raises(PermissionDeniedError):
        await reading()

    assert run.gaps == []


async def test_a_list_that_was_cut_is_truncated() -> None:
    run = Run()

    assert await run.read("threats", FakeRead([1], why="900 of 1000 came")) == [1]

    (gap,) = run.gaps
    assert (gap.reason, gap.detail) == (GapReason.TRUNCATED, "900 of 1000 came")


@pytest.mark.parametrize(
    ("read", "reasons"),
    [
        (FakeRead(), [GapReason.INCONCLUSIVE]),
        (FakeRead([]), [GapReason.INCONCLUSIVE]),
        (FakeRead([1]), []),
        (FakeRead(why="cut"), [GapReason.TRUNCATED]),
        (FakeRead(error=REFUSED), [GapReason.DENIED]),
        (FakeRead([], rejected=[Rejected("page 1, row 1", "7", "name: not text")]), ["failed"]),
    ],
)
async def test_an_empty_list_proves_nothing_unless_it_may(
    read: FakeRead, reasons: list[GapReason]
) -> None:
    run = Run()

    await run.read("threats", read, empty_proves_absence=False)

    assert [gap.reason for gap in run.gaps] == reasons


async def test_an_empty_list_proves_absence_where_the_right_is_proven() -> None:
    run = Run()

    await run.read("threats", FakeRead([]))

    assert run.gaps == []


async def test_each_rejected_record_is_a_gap_of_its_own() -> None:
    run = Run()
    rejected = [
        Rejected("page 1, row 3", "17", "severity: not a number"),
        Rejected("page 1, row 9", None, "id: missing"),
    ]

    assert await run.read("threats", FakeRead([1, 2], rejected=rejected)) == [1, 2]

    assert [(gap.subject, gap.detail) for gap in run.gaps] == [
        ("one record of threats (17)", "page 1, row 3: severity: not a number"),
        ("one record of threats (page 1, row 9)", "page 1, row 9: id: missing"),
    ]
    assert {gap.reason for gap in run.gaps} == {GapReason.FAILED}
    assert {gap.features for gap in run.gaps} == {("edr.isolate",)}


async def test_a_reader_that_has_seen_enough_leaves_a_receipt_and_closes_the_read() -> None:
    run = Run()
    read = FakeRead([1], [2], [3])

    pages = run.into.pages("threats", cast("Read[Any]", read))
    await anext(pages)
    await pages.aclose()

    assert read.closed
    (receipt,) = run.built().receipts
    assert (receipt.rows, receipt.complete, receipt.why) == (1, False, "not read to its end")


def answering(body: Any, status: int = 200) -> Callable[[httpx.Request], httpx.Response]:
    return lambda request: httpx.Response(status, content=json.dumps(body).encode())


@pytest.mark.parametrize(
    ("body", "status", "rows", "reasons"),
    [
        ([{"id": 1}, {"id": 2}], 200, 2, []),
        ([], 200, 0, [GapReason.INCONCLUSIVE]),
        ([{"id": 1}, {"name": "no id"}], 200, 1, [GapReason.FAILED]),
        ({}, 403, 0, [GapReason.DENIED]),
        ({}, 404, 0, [GapReason.NOT_EXPOSED]),
        ({}, 503, 0, [GapReason.FAILED]),
        ({"not": "a list"}, 200, 0, [GapReason.FAILED]),
    ],
)
async def test_what_the_http_stack_meets_becomes_a_gap(
    body: Any, status: int, rows: int, reasons: list[GapReason]
) -> None:
    run = Run()
    listing = Listing(resource="things", path="/things", row=Row, paging=Unpaged())

    async with client_for(answering(body, status)) as client:
        found = await run.read("policies", client.read(listing), empty_proves_absence=False)

    assert len(found) == rows
    assert [gap.reason for gap in run.gaps] == reasons
    assert run.built().receipts[0].resource == "policies"


async def test_a_credential_that_is_refused_ends_the_reading_over_the_http_stack() -> None:
    run = Run()
    listing = Listing(resource="things", path="/things", row=Row, paging=Unpaged())

    async with client_for(answering({}, 401)) as client:
        with pytest.raises(AuthenticationError):
            await run.read("policies", client.read(listing))

    assert [gap.reason for gap in run.gaps] == [GapReason.DENIED]
