"""What is missing, why, for whom; and what a run did not come to."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from tests.collecting.run import REFUSED, RESOURCES, FakeRead, Run
from tests.inventory.builders import evidence, origin

from aigov_connectors._http import Page
from aigov_connectors.collecting import BY_SILENCE
from aigov_connectors.errors import PermissionDeniedError
from aigov_connectors.events import GapFound, PageRead, ReadFinished, ReadStarted
from aigov_connectors.inventory import ConnectionStatus, CredentialRights, GapReason


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
    run.into.rights(CredentialRights.PROVEN_READ_ONLY, "the role")
    (gap,) = run.gaps
    assert (gap.resource, gap.detail) == ("rights", "the role")
    run.into.rights(CredentialRights.PROVEN_READ_ONLY, "the role", [evidence()], vendor_version="2")
    connection = run.built().connection
    assert run.gaps == []
    assert connection.rights is CredentialRights.PROVEN_READ_ONLY
    assert connection.rights_evidence == (evidence().id,)
    assert connection.vendor_version == "2"


async def test_a_list_that_is_empty_by_silence_proves_nothing() -> None:
    run = Run()
    read = FakeRead([])
    read.told_by_silence = True

    assert await run.read("threats", read, empty_proves_absence=True) == []

    (gap,) = [one for one in run.gaps if one.resource == "threats"]
    assert (gap.reason, gap.detail) == (GapReason.INCONCLUSIVE, BY_SILENCE)


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


async def test_a_resource_that_a_finished_connector_never_read_is_a_gap() -> None:
    run = Run()

    gaps = run.into.build(ConnectionStatus.COMPLETED).gaps

    unread = {gap.resource: gap.reason for gap in gaps if gap.resource in RESOURCES}
    assert unread == dict.fromkeys(RESOURCES, GapReason.FAILED)


async def test_a_resource_is_whole_where_all_of_it_was_read_and_no_gap_doubts_it() -> None:
    run = Run()
    assert not run.into.is_whole("policies")
    await run.document("policies", "policy of Lakeside", {"a": 1})
    assert not run.into.is_whole("policies")  # more of them may be asked for
    run.into.documents_read("policies")
    assert run.into.is_whole("policies")
    assert not run.into.is_whole("policies", "threats")
    run.into.gap("policies", "policy of Harbor", GapReason.DENIED)
    assert not run.into.is_whole("policies")
