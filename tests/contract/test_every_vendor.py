"""Every answer of every simulator fits the vendor's own description.

The crawl shares nothing with the library: it signs in, pages and asks by its own reading. So a
simulator that was written to please our clients is found out.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from tests.contract.checker import FOLDER, Contract
from tests.contract.connecting import secrets_by_connection
from tests.contract.crawl import Crawl, Visit

from aigov_connectors.sandbox import Sandbox

VENDORS = sorted(file.stem for file in FOLDER.glob("*.json"))


@dataclass(frozen=True, slots=True)
class Walked:
    """One vendor's crawl, done once."""

    contract: Contract
    visits: tuple[Visit, ...] = field(repr=False)
    crawl: Crawl


@pytest.fixture(scope="module", params=VENDORS)
def walked(request: pytest.FixtureRequest, small_msp: Sandbox) -> Walked:
    vendor: str = request.param
    connection = next(found for found in small_msp.connections if found["vendor"] == vendor)
    secrets = secrets_by_connection(small_msp)[connection["name"]]
    with httpx.Client(base_url=connection["base_url"], trust_env=False) as http:
        crawl = Crawl.of(vendor, http, secrets)
        return Walked(Contract.load(vendor), tuple(crawl.visits()), crawl)


def departures(vendor_file: str) -> list[dict[str, Any]]:
    """Return the listed departures; each has `says` (part of a violation) and `why`."""
    loaded = tomllib.loads((FOLDER / f"departures/{vendor_file}.toml").read_text("utf-8"))
    found: list[dict[str, Any]] = loaded.get("departure", [])
    return found


def test_every_operation_is_visited(walked: Walked) -> None:
    assert {visit.operation for visit in walked.visits} == set(walked.contract.operations)


def test_every_list_gives_rows(walked: Walked) -> None:
    """An empty list fits any description: without rows nothing would be checked."""
    lists = [operation for operation, step in walked.crawl.plan.items() if "rows" in step]
    assert [operation for operation in lists if not walked.crawl.rows[operation]] == []


def test_the_crawl_itself_keeps_to_the_description(walked: Walked) -> None:
    wrong = [
        f"{visit}: {violation}"
        for visit in walked.visits
        if not visit.to_be_refused
        for violation in walked.contract.check_request(
            visit.method, visit.path, visit.query, form=visit.form
        )
    ]
    assert wrong == []


def test_every_answer_fits_the_description(walked: Walked, request: pytest.FixtureRequest) -> None:
    violations = dict.fromkeys(
        violation
        for visit in walked.visits
        for violation in walked.contract.check_answer(
            visit.method, visit.path, visit.status, visit.body
        ).violations
    )
    listed = departures(request.node.callspec.params["walked"])
    unlisted = [line for line in violations if not any(each["says"] in line for each in listed)]
    assert unlisted == []
    # The list only shrinks: what no answer needs any more has to go.
    idle = [each for each in listed if not any(each["says"] in line for line in violations)]
    assert idle == []


def test_what_is_asked_rightly_is_answered(walked: Walked) -> None:
    refused = [
        f"{visit}: {visit.status}"
        for visit in walked.visits
        if not visit.to_be_refused
        # A path into an object that the token may not see is refused in real life too.
        if visit.status != 200 and not (visit.status == 403 and "policy" in visit.path)
    ]
    assert refused == []


def test_what_is_asked_wrongly_is_refused(walked: Walked) -> None:
    for visit in walked.visits:
        if visit.to_be_refused:
            assert walked.contract.check_request(visit.method, visit.path, visit.query), str(visit)
            assert 400 <= visit.status < 500, str(visit)


def test_paging_gives_every_row_once(walked: Walked) -> None:
    for operation, step in walked.crawl.plan.items():
        rows = walked.crawl.rows[operation] if "paging" in step else []
        # A patch has one id on all devices.
        ids = [(row["id"], row.get("deviceId")) for row in rows if "id" in row]
        assert len(ids) == len(set(ids)), operation
