"""The checker can fail: each kind of departure is planted by hand and must be found."""

from typing import Any

import pytest
from tests.contract.checker import Contract

DESCRIPTION: dict[str, Any] = {
    "operations": {
        "GET /things": {
            "query": {
                "limit": {"type": "number", "minimum": 1, "maximum": 300},
                "ids": {
                    "type": "array",
                    "items": {"type": "integer"},
                    "collectionFormat": "csv",
                },
                "order": {"type": "string", "enum": ["asc", "desc"]},
                "deep": {"type": "boolean"},
                "since": {"type": "string", "format": "date-time"},
                "cursor": {"type": "string", "excludes": ["skip"]},
                "skip": {"type": "number"},
            },
            "answers": {
                "200": {"type": "array", "items": {"$ref": "#/definitions/Thing"}},
                "403": {},
                "4XX": {"$ref": "#/definitions/Error"},
            },
        },
        "GET /things/kinds": {"answers": {"default": {"type": "array"}}},
        "GET /things/{thing_id}": {
            "path": {"thing_id": {"type": "integer", "format": "int32", "required": True}},
            "answers": {"default": {"$ref": "#/definitions/Thing"}},
        },
        "POST /token": {
            "form": {
                "grant_type": {"type": "string", "required": True},
                "scope": {
                    "type": "array",
                    "collectionFormat": "ssv",
                    "items": {"type": "string", "enum": ["read", "write"]},
                },
            },
            "answers": {"200": {}},
        },
    },
    "definitions": {
        "Thing": {
            "type": "object",
            "required": ["name", "kind"],
            "optional": ["kind"],
            "properties": {
                "id": {"type": "integer", "format": "int32"},
                "name": {"type": "string", "maxLength": 5},
                "kind": {"type": "string", "enum": ["a", "b"]},
                "word": {"type": "string", "enum": ["x"], "open": "assumed"},
                "made": {"type": "string", "format": "date-time"},
                "uid": {"type": "string", "format": "uuid"},
                "free": {"type": "object"},
                "ratio": {"type": "number"},
                "labels": {"type": "object", "additionalProperties": {"type": "string"}},
                "child": {"$ref": "#/definitions/Thing"},
                "either": {"anyOf": [{"type": "string"}, {"type": "boolean"}]},
            },
        },
        "Error": {"type": "object", "required": ["errors"]},
    },
    "empty_object": "any",
}

CONTRACT = Contract(DESCRIPTION)


@pytest.mark.parametrize(
    "query",
    [
        [],
        [("limit", "300"), ("ids", "1,2"), ("order", "desc"), ("deep", "true")],
        [("since", "2026-01-01T00:00:00.123456Z"), ("cursor", "x=")],
    ],
)
def test_a_described_request_passes(query: list[tuple[str, str]]) -> None:
    assert CONTRACT.check_request("GET", "/things", query) == []


@pytest.mark.parametrize(
    ("method", "path", "query", "said"),
    [
        ("GET", "/nothing", [], "no such operation"),
        ("DELETE", "/things/1", [], "no such operation"),
        ("GET", "/things/1/more", [], "no such operation"),
        ("GET", "/things/abc", [], "'abc' is not of type integer"),
        ("GET", "/things/4294967296", [], "does not fit int32"),
        ("GET", "/things", [("colour", "red")], "unknown parameter 'colour'"),
        ("GET", "/things", [("limit", "many")], "'many' is not of type number"),
        ("GET", "/things", [("limit", "301")], "301 is outside 1 to 300"),
        ("GET", "/things", [("limit", "0")], "0 is outside 1 to 300"),
        ("GET", "/things", [("ids", "1,x")], "'x' is not of type integer"),
        ("GET", "/things", [("ids", "1"), ("ids", "2")], "sent more than once"),
        ("GET", "/things", [("order", "up")], "'up' is not one of"),
        ("GET", "/things", [("deep", "True")], "'True' is not of type boolean"),
        ("GET", "/things", [("since", "yesterday")], "not a date and time"),
        ("GET", "/things", [("cursor", "x"), ("skip", "1")], "together with 'skip'"),
    ],
)
def test_a_departing_request_is_found(
    method: str, path: str, query: list[tuple[str, str]], said: str
) -> None:
    (violation,) = CONTRACT.check_request(method, path, query)
    assert said in violation


def test_a_form_is_checked_like_a_query() -> None:
    grant = ("grant_type", "client_credentials")
    assert CONTRACT.check_request("POST", "/token", form=[grant, ("scope", "read write")]) == []
    assert "'all' is not one of" in str(
        CONTRACT.check_request("POST", "/token", form=[grant, ("scope", "read all")])
    )
    assert "required parameter 'grant_type' is missing" in str(
        CONTRACT.check_request("POST", "/token")
    )


def test_a_described_answer_passes() -> None:
    row = {
        "id": 1,
        "name": "one",
        "kind": None,
        "made": "",
        "uid": "4c0d3c3e-6f0e-4c57-9d62-1a3a6f9d1e10",
        "free": ["anything"],
        "ratio": 1,
        "labels": {"any": "text"},
        "child": {"id": 2, "name": "two"},
        "either": True,
    }
    assert CONTRACT.check_answer("GET", "/things", 200, [row]).violations == ()
    assert CONTRACT.check_answer("GET", "/things", 200, [row]).notes == ()


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"id": None}, "/*/id: an id is null"),
        ({"id": "1"}, "/*/id: str instead of integer"),
        ({"id": True}, "/*/id: bool instead of integer"),
        ({"id": 1.5}, "/*/id: float instead of integer"),
        ({"id": 2**31}, "/*/id: does not fit int32"),
        ({"ratio": "1.5"}, "/*/ratio: str instead of number"),
        ({"name": 7}, "/*/name: int instead of string"),
        ({"name": "longer"}, "/*/name: length 6 is outside 0 to 5"),
        ({"kind": "c"}, "/*/kind: 'c' is not one of the described words"),
        ({"made": "soon"}, "/*/made: not a date and time"),
        ({"uid": "7"}, "/*/uid: not a UUID"),
        ({"labels": {"any": 7}}, "/*/labels/*: int instead of string"),
        ({"labels": []}, "/*/labels: list instead of object"),
        ({"child": {"id": 2}}, "/*/child: required key 'name' is missing"),
        ({"child": {"name": "n", "child": {"name": 1}}}, "/*/child/child/name: int instead of"),
        ({"either": 7}, "/*/either: fits none of the described forms"),
    ],
)
def test_a_departing_answer_is_found(row: dict[str, Any], said: str) -> None:
    (violation,) = CONTRACT.check_answer("GET", "/things", 200, [{"name": "one", **row}]).violations
    assert said in violation


@pytest.mark.parametrize("body", [None, {}, "text", [7]])
def test_a_body_of_another_shape_is_found(body: Any) -> None:
    assert CONTRACT.check_answer("GET", "/things", 200, body).violations


def test_unknown_keys_and_words_of_an_open_vocabulary_are_notes() -> None:
    found = CONTRACT.check_answer("GET", "/things", 200, [{"name": "a", "word": "y", "new": 1}])
    assert found.violations == ()
    assert [note.split("200 ")[1] for note in found.notes] == [
        "/*/word: 'y' is not one of the described words",
        "/*/new: not in the description",
    ]


def test_equal_rows_are_reported_once() -> None:
    rows = [{"name": number} for number in range(1000)]
    assert len(CONTRACT.check_answer("GET", "/things", 200, rows).violations) == 1


def test_a_refusal_is_checked_against_the_error_schema() -> None:
    # 403 is declared without a schema: the one of its class stands in.
    assert CONTRACT.check_answer("GET", "/things", 403, {"errors": []}).violations == ()
    assert CONTRACT.check_answer("GET", "/things", 403, {}).violations
    assert "status 500 is not described" in str(CONTRACT.check_answer("GET", "/things", 500, {}))


def test_a_default_answer_describes_successes_only() -> None:
    assert CONTRACT.check_answer("GET", "/things/kinds", 200, []).violations == ()
    assert "not described" in str(CONTRACT.check_answer("GET", "/things/kinds", 404, []))


def test_a_literal_path_wins_over_a_template() -> None:
    assert CONTRACT.operation_of("get", "/things/kinds") == "GET /things/kinds"
    assert CONTRACT.operation_of("GET", "/things/7") == "GET /things/{thing_id}"


def test_without_the_exception_an_empty_object_is_an_object() -> None:
    strict = Contract({**DESCRIPTION, "empty_object": "object"})
    assert strict.check_answer("GET", "/things", 200, [{"name": "a", "free": []}]).violations
