"""Collecting: what fails becomes a gap, what was seen is kept, and nothing is silent."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterable, Sequence
from datetime import date
from typing import Any, cast

import httpx
import pytest
from tests._http.vendors import FakeClock, Row, client_for
from tests.inventory.builders import built, decision, deployment, evidence, org, origin

from aigov_connectors._http import Document, Listing, Page, Read, Unpaged
from aigov_connectors.catalogue import VendorCatalogue
from aigov_connectors.collecting import CollectionBuilder, side_by_side
from aigov_connectors.errors import (
    AuthenticationError,
    BadRequestError,
    ConfigurationError,
    ConnectorError,
    IncompleteReadError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitedError,
    ReadOnlyViolationError,
    ResponseShapeError,
    ServerError,
    TransportError,
)
from aigov_connectors.events import Event, GapFound, PageRead, ReadFinished, ReadStarted
from aigov_connectors.inventory import (
    Collection,
    ConnectionStatus,
    CredentialRights,
    Gap,
    GapReason,
    GovernanceQuestion,
    Reach,
    ReadReceipt,
    Rejected,
    SourceKind,
    SourceObject,
    Statement,
    UnknownSetting,
)

RESOURCES = ("organizations", "policies", "threats")


def catalogue() -> VendorCatalogue:
    """`kill` shows in policies, `isolate` in policies and threats, `ask` nowhere."""

    def entry(name: str, *read: str) -> dict[str, Any]:
        return {
            "id": f"edr.{name}",
            "name": name.title(),
            "functions": ["detection"],
            "techniques": ["machine_learning"],
            "data_used": [],
            "decisions": ["contain_file"],
            "decides": "acts",
            "default_state": "on",
            "read": read,
            "attest": None if read else "Is it on?",
            "override": {},
            "rollback": {},
            "references": [{"title": "Manual"}],
        }

    answer = {"answer": "Nothing found.", "found": False, "date": "2026-10-31"}
    told = {
        "vendor": "edr",
        "name": "EDR",
        "updated": "2026-10-31",
        "digest": "sha256:0",
        "features": [
            entry("kill", "policies"),
            entry("isolate", "policies", "threats"),
            entry("ask"),
        ],
        "governance": dict.fromkeys(GovernanceQuestion, answer),
    }
    return VendorCatalogue.model_validate_json(json.dumps(told))


class Run:
    """A builder, and everything that it told."""

    def __init__(self, *wanted: str, rights: bool = True) -> None:
        self.events: list[Event] = []
        self.into = CollectionBuilder(
            connection="edr-1",
            vendor="edr",
            host="edr.example.com",
            tenant_id="t",
            catalogue=catalogue(),
            resources=RESOURCES,
            wanted=frozenset(wanted) if wanted else None,
            clock=FakeClock(),
            emit=self.events.append,
        )
        if rights:
            self.into.rights(CredentialRights.CAN_WRITE, "the role says so")

    def built(self, status: ConnectionStatus = ConnectionStatus.COMPLETED) -> Collection:
        return self.into.build(status)

    @property
    def gaps(self) -> list[Gap]:
        """Gaps but for the one that stands in every run."""
        return [gap for gap in self.built().gaps if gap.resource != "feature"]

    async def read(self, resource: str, read: Any, **rest: Any) -> list[Any]:
        pages = self.into.pages(resource, cast("Read[Any]", read), **rest)
        return [item async for page in pages for item in page.items]

    async def document(self, resource: str, subject: str, answer: Any, **rest: Any) -> Any:
        return await self.into.document(resource, given(answer), subject=subject, **rest)


async def given(answer: Any) -> Document[Any]:
    """What an `await client.document(...)` gives: a document, or an error."""
    if isinstance(answer, Exception):
        raise answer
    return Document(value=answer, origin=origin())


class FakeRead:
    """A list read of given pages, ending in an error or not at all to its end."""

    def __init__(
        self,
        *pages: Sequence[Any],
        error: Exception | None = None,
        why: str | None = None,
        rejected: Iterable[Rejected] = (),
        hangs: asyncio.Event | None = None,
    ) -> None:
        self._pages = pages
        self._error = error
        self._why = why
        self._rejected = tuple(rejected)
        self._hangs = hangs  # set once it does
        self._rows = 0
        self._ended: str | None = "not read to its end"
        self.closed = False

    @property
    def receipt(self) -> ReadReceipt:
        return ReadReceipt(
            resource="as the client calls it",
            rows=self._rows,
            rejected=len(self._rejected),
            complete=self._ended is None,
            why=self._ended,
        )

    async def pages(self) -> AsyncGenerator[Page[Any]]:
        try:
            for number, items in enumerate(self._pages, 1):
                self._rows += len(items)
                rejected = self._rejected if number == 1 else ()
                yield Page(list(items), rejected, origin(), number, None)
            if self._hangs is not None:
                self._hangs.set()
                await asyncio.Event().wait()
            if self._error is not None:
                self._ended = str(self._error)
                raise self._error
            self._ended = self._why
        finally:
            self.closed = True


REFUSED = PermissionDeniedError(
    "GET /policies: 403, the key may not view policies", hint="Grant: Policies, View."
)


# Lists -------------------------------------------------------------------------------------


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


FATAL = [AuthenticationError("401"), ConfigurationError("no"), ReadOnlyViolationError("POST")]


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

    pages = cast("AsyncGenerator[Page[Any]]", run.into.pages("threats", cast("Read[Any]", read)))
    await anext(pages)
    await pages.aclose()

    assert read.closed
    (receipt,) = run.built().receipts
    assert (receipt.rows, receipt.complete, receipt.why) == (1, False, "not read to its end")


# The same over the real HTTP stack ---------------------------------------------------------


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


# Settings objects --------------------------------------------------------------------------


async def test_settings_objects_are_counted_into_one_receipt() -> None:
    run = Run()

    first = await run.document("policies", "policy of Lakeside", {"a": 1})
    second = await run.document("policies", "policy of Harbor", REFUSED, organizations=("2",))
    run.into.documents_read("policies")

    assert first.value == {"a": 1}
    assert second is None
    (receipt,) = run.built().receipts
    assert (receipt.rows, receipt.requests, receipt.complete) == (1, 2, False)
    assert receipt.why == "1 of 2 were not read"
    assert [type(event) for event in run.events] == [ReadStarted, PageRead, GapFound, ReadFinished]


async def test_a_settings_object_may_narrow_the_features_in_doubt() -> None:
    run = Run()

    await run.document("policies", "policy", REFUSED, features=("edr.kill",))

    assert run.gaps[0].features == ("edr.kill",)


async def test_no_settings_object_to_read_is_a_complete_read() -> None:
    run = Run()

    run.into.documents_read("policies")

    assert [(one.rows, one.complete) for one in run.built().receipts] == [(0, True)]


# Gaps --------------------------------------------------------------------------------------


async def test_a_gap_for_another_organization_widens_the_first() -> None:
    run = Run()

    await run.document("policies", "site policy", REFUSED, organizations=("2",))
    await run.document(
        "policies", "site policy", PermissionDeniedError("403 again"), organizations=("1",)
    )

    (gap,) = run.gaps
    assert gap.organizations == ("1", "2")
    assert gap.detail == f"{REFUSED}; 403 again"
    assert sum(isinstance(event, GapFound) for event in run.events) == 1


def test_a_gap_of_everyone_is_not_narrowed_by_one_of_an_organization() -> None:
    run = Run()

    run.into.gap("policies", "policies", GapReason.FAILED)
    run.into.gap("policies", "policies", GapReason.FAILED, organizations=("1",))

    assert [gap.organizations for gap in run.gaps] == [()]


def test_gaps_of_other_reasons_stay_apart() -> None:
    run = Run()

    run.into.gap("policies", "policies", GapReason.FAILED)
    run.into.gap("policies", "policies", GapReason.DENIED)

    assert len(run.gaps) == 2


def test_what_no_api_shows_is_a_gap_in_every_run() -> None:
    (gap,) = (gap for gap in Run().built().gaps if gap.resource == "feature")

    assert (gap.subject, gap.reason, gap.remedy) == ("Ask", GapReason.NOT_EXPOSED, "Is it on?")
    assert gap.features == ("edr.ask",)


def test_rights_that_nobody_could_tell_are_a_gap() -> None:
    run = Run(rights=False)

    (gap,) = run.gaps
    assert (gap.resource, gap.detail) == ("rights", "the rights were not read")
    run.into.rights(CredentialRights.PROVEN_READ_ONLY, "the role", [evidence()], vendor_version="2")
    connection = run.built().connection
    assert run.gaps == []
    assert connection.rights is CredentialRights.PROVEN_READ_ONLY
    assert connection.rights_evidence == (evidence().id,)
    assert connection.vendor_version == "2"


# Selection and interruption ----------------------------------------------------------------


async def test_what_the_run_does_not_want_is_not_read_and_is_a_gap() -> None:
    run = Run("policies")
    asked = []

    async def pages() -> AsyncIterator[Page[Any]]:
        asked.append(1)
        yield Page([], (), origin(), 1, None)

    read = FakeRead([1])
    read.pages = pages  # type: ignore[assignment, method-assign]
    assert await run.read("threats", read) == []
    assert await run.document("organizations", "org", {}) is None
    run.into.documents_read("organizations")

    assert asked == []
    assert [run.into.wants(resource) for resource in RESOURCES] == [False, True, False]
    assert [(gap.resource, gap.reason, gap.features) for gap in run.gaps] == [
        ("organizations", GapReason.INTERRUPTED, ()),
        ("threats", GapReason.INTERRUPTED, ("edr.isolate",)),
    ]
    assert "selection" in (run.gaps[0].detail or "")
    assert run.built().resources == RESOURCES


async def test_an_interruption_names_each_resource_that_was_not_read_to_its_end() -> None:
    run = Run()
    await run.read("organizations", FakeRead([1]))
    await run.read("policies", FakeRead(error=REFUSED))

    run.into.interrupt(GapReason.DENIED, "401", remedy="Renew the key.")

    assert [(gap.resource, gap.reason, gap.detail) for gap in run.gaps] == [
        ("policies", GapReason.DENIED, str(REFUSED)),
        ("threats", GapReason.DENIED, "401"),
    ]
    assert run.gaps[1].remedy == "Renew the key."


async def test_an_interrupted_run_names_what_it_did_not_come_to_without_an_interruption() -> None:
    run = Run()
    await run.read("organizations", FakeRead([1]))

    gaps = run.built(ConnectionStatus.INTERRUPTED).gaps

    assert [gap.resource for gap in gaps if gap.reason is GapReason.INTERRUPTED] == [
        "policies",
        "threats",
    ]
    assert run.gaps == []  # the run may still go on


async def test_a_resource_is_unread_while_one_of_its_reads_was_cut_off() -> None:
    run = Run()
    await run.read("threats", FakeRead([1]))
    await run.read("organizations", FakeRead([1]))
    run.into.documents_read("policies")

    hangs = asyncio.Event()
    task = asyncio.create_task(run.read("threats", FakeRead([2], hangs=hangs)))
    await hangs.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    gaps = run.built(ConnectionStatus.INTERRUPTED).gaps
    assert [gap.resource for gap in gaps if gap.reason is GapReason.INTERRUPTED] == ["threats"]
    told = [one.complete for one in run.built().receipts if one.resource == "threats"]
    assert told == [True, False]


async def test_a_gap_of_one_object_does_not_excuse_those_that_were_never_asked_for() -> None:
    run = Run()
    await run.document("policies", "policy of Lakeside", REFUSED, organizations=("1",))

    run.into.interrupt(GapReason.FAILED, "the network went away")

    assert ("policies", "policies", ()) in [
        (gap.resource, gap.subject, gap.organizations) for gap in run.gaps
    ]


async def test_settings_objects_that_were_read_to_the_end_are_not_interrupted() -> None:
    run = Run()
    await run.document("policies", "policy", {})
    run.into.documents_read("policies")

    run.into.interrupt(GapReason.FAILED, "the network went away")

    assert [gap.resource for gap in run.gaps] == ["organizations", "threats"]


# Saying ------------------------------------------------------------------------------------


def organizations(run: Run, *numbers: str) -> None:
    for number in numbers:
        run.into.organization(org("edr", number, f"Client {number}", endpoints=int(number)))


def reaches(collection: Collection) -> dict[str, int | None]:
    return {one.organization: one.endpoints for one in collection.reaches}


def test_a_listed_reach_is_kept_as_it_was_said() -> None:
    run = Run()
    organizations(run, "1", "2", "3")

    run.into.say(
        [Statement(deployment("kill"), (evidence(), evidence()), reach={"1": 7, "2": None})]
    )

    collection = run.built()
    assert reaches(collection) == {"1": 7, "2": None}
    assert collection.evidence == (evidence(),)
    assert [one.key for one in collection.deployments] == [deployment("kill").key]


def test_a_reach_of_all_is_spelled_out_with_its_exceptions() -> None:
    run = Run()
    run.into.say(
        [
            Statement(
                deployment("kill", reach=Reach.ALL),
                (evidence(),),
                reach={"1": 9},
                exceptions=frozenset({"3", "unheard"}),
            )
        ]
    )
    organizations(run, "1", "2", "3", "4")  # said before the organizations were read

    assert reaches(run.built()) == {"1": 9, "2": 2, "4": 4}


def test_a_reach_that_is_not_known_reaches_nobody_in_particular() -> None:
    run = Run()
    organizations(run, "1")
    run.into.say([Statement(deployment("kill", reach=Reach.UNKNOWN), (evidence(),))])

    assert reaches(run.built()) == {}


def test_a_reach_into_an_organization_that_no_list_told_is_a_gap_and_no_crash() -> None:
    run = Run()
    organizations(run, "1")
    run.into.say([Statement(deployment("kill"), (evidence(),), reach={"1": 1, "8": 5, "9": None})])
    run.into.say([Statement(deployment("isolate"), (evidence(),), reach={"1": 1})])

    collection = run.built()

    assert [one.organization for one in collection.reaches] == ["1", "1"]
    assert [one.reach for one in collection.deployments] == [Reach.UNKNOWN, Reach.LISTED]
    (gap,) = run.gaps
    assert (gap.resource, gap.organizations, gap.features) == (
        "organizations",
        ("8", "9"),
        ("edr.kill",),
    )
    inventory = built(collection)
    assert [row.reach for row in inventory.deployment_clients] == [Reach.LISTED, Reach.UNKNOWN]

    organizations(run, "8", "9")  # once they are known, nothing is left to tell
    assert run.gaps == []
    assert run.built().deployments[0].reach is Reach.LISTED


def test_what_is_said_twice_is_a_fault() -> None:
    run = Run()
    run.into.say([Statement(deployment("kill"), (evidence(),))])

    with pytest.raises(ValueError, match=r"edr\.kill/t/policy:1/site:1 is stated twice"):
        run.into.say([Statement(deployment("kill"), (evidence(),))])


def test_the_first_observation_and_the_last_organization_count() -> None:
    run = Run()
    run.into.keep([evidence(digest="sha256:01"), evidence(digest="sha256:02")])
    run.into.organization(org("edr", "1", "Old"))
    run.into.organization(org("edr", "1", "New"))

    collection = run.built()
    assert [one.digest for one in collection.evidence] == ["sha256:01"]
    assert [one.name for one in collection.organizations] == ["New"]


def test_unknown_settings_are_kept_by_source_and_pointer() -> None:
    def unknown(kind: SourceKind, pointer: str = "/ai") -> UnknownSetting:
        return UnknownSetting(
            vendor="edr",
            tenant_id="t",
            source_object=SourceObject(kind=kind, id="1", name="one"),
            pointer=pointer,
            type="bool",
            digest="sha256:0",
        )

    run = Run()
    policy, rule = unknown(SourceKind.POLICY), unknown(SourceKind.RULE)
    run.into.say([Statement(deployment("kill"), (), unknown_settings=(policy, rule))])
    run.into.unknown_setting(policy)
    run.into.unknown_setting(unknown(SourceKind.POLICY, "/other"))

    assert len(run.built().unknown_settings) == 3


def test_decisions_and_answers_are_handed_over() -> None:
    run = Run()
    run.into.decisions([decision("edr.kill"), decision("edr.kill", day=date(2026, 11, 2))])

    collection = run.built()
    assert len(collection.decisions) == 2
    assert len(collection.vendor_answers) == len(GovernanceQuestion)
    assert {one.id for one in collection.features} == {"edr.kill", "edr.isolate", "edr.ask"}
    assert collection.catalogue_digest == "sha256:0"


def test_building_twice_gives_the_same() -> None:
    run = Run()
    organizations(run, "1")
    run.into.say([Statement(deployment("kill", reach=Reach.ALL), (evidence(),))])
    run.into.gap("threats", "threats", GapReason.FAILED)

    assert run.built() == run.built()


# Side by side ------------------------------------------------------------------------------


async def test_reads_run_side_by_side_and_give_their_results_in_order() -> None:
    turns: list[str] = []

    async def job(name: str, waits: int) -> str:
        for _ in range(waits):
            await asyncio.sleep(0)
        turns.append(name)
        return name

    assert await side_by_side([job("slow", 5), job("quick", 0)]) == ["slow", "quick"]
    assert turns == ["quick", "slow"]


async def test_the_first_error_ends_them_all() -> None:
    ended = []

    async def fails() -> None:
        raise AuthenticationError("401")

    async def waits() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append(1)

    with pytest.raises(AuthenticationError):
        await side_by_side([waits(), fails()])
    assert ended == [1]
