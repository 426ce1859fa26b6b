"""Pages decode in one go, and record by record when one of them is broken."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field
from tests._http.vendors import Row

from aigov_connectors._http.decode import (
    BrokenBodyError,
    PageDecoder,
    UnexpectedShapeError,
    page_decoder,
)
from aigov_connectors.wire import Identifier, WireRecord

FACTS = {"next": ("pagination", "nextCursor"), "total": ("pagination", "totalItems")}
ENVELOPE = PageDecoder(Row, ("data",), FACTS)
BARE = PageDecoder(Row, (), {})
DEEP = PageDecoder(Row, ("data", "sites"), {"all": ("data", "allSites", "count")})


def as_bytes(body: object) -> bytes:
    return json.dumps(body).encode()


def test_an_envelope_gives_rows_and_facts() -> None:
    body = {"pagination": {"nextCursor": "c", "totalItems": 7}, "data": [{"id": 1}], "errors": []}
    found = ENVELOPE.decode(as_bytes(body), page=1)
    assert [row.id for row in found.rows] == ["1"]
    assert found.facts == {"next": "c", "total": 7}
    assert found.ids("id") == ["1"]


def test_rows_and_facts_may_share_a_branch() -> None:
    body = {"data": {"sites": [{"id": 1}], "allSites": {"count": 3}}}
    found = DEEP.decode(as_bytes(body), page=1)
    assert [row.id for row in found.rows] == ["1"]
    assert found.facts == {"all": 3}


@given(st.lists(st.booleans(), max_size=12))
def test_every_good_record_survives_its_neighbours(good: list[bool]) -> None:
    body = [{"id": number} if fine else {"id": None, "x": 1} for number, fine in enumerate(good)]
    found = BARE.decode(as_bytes(body), page=4)
    assert [row.id for row in found.rows] == [str(n) for n, fine in enumerate(good) if fine]
    assert found.count == len(good)
    wanted = [f"page 4, row {number + 1}" for number, fine in enumerate(good) if not fine]
    assert [one.position for one in found.rejected] == wanted
    assert len(found.ids("id")) == len(good)


def test_a_rejected_record_is_named_by_id_and_field_without_its_content() -> None:
    class Strict(WireRecord):
        id: Identifier
        level: int = Field(default=0, le=3)

    found = PageDecoder(Strict, (), {}).decode(as_bytes([{"id": 5, "level": 99}]), page=2)
    (rejected,) = found.rejected
    assert rejected.record_id == "5"
    assert rejected.problem == "level: less_than_equal"


@pytest.mark.parametrize(
    "content", [b"", b"   ", b"<html>", b'{"data": [', b"\xff", b'[{"id": 1},']
)
def test_what_is_no_json_is_broken(content: bytes) -> None:
    for decoder in (ENVELOPE, BARE):
        with pytest.raises(BrokenBodyError):
            decoder.decode(content, page=1)


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ({}, "/data: nothing is there"),
        ([], "/data: nothing is there"),
        (None, "/data: nothing is there"),
        ({"data": None}, "/data: a list was expected"),
        ({"data": {"id": 1}}, "/data: a list was expected"),
        ({"data": [], "pagination": [1]}, "/pagination/nextCursor: nothing is there"),
    ],
)
def test_json_of_another_shape_says_where(body: Any, where: str) -> None:
    with pytest.raises(UnexpectedShapeError) as caught:
        ENVELOPE.decode(as_bytes(body), page=1)
    assert str(caught.value) == where


def test_an_object_instead_of_a_bare_list_is_another_shape() -> None:
    with pytest.raises(UnexpectedShapeError):
        BARE.decode(as_bytes({"errorMessage": "no"}), page=1)


def test_a_decoder_is_built_once() -> None:
    facts = tuple(FACTS.items())
    assert page_decoder(Row, ("data",), facts) is page_decoder(Row, ("data",), facts)
