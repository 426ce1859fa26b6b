"""The reducer keeps facts, drops prose, and gives the same bytes for the same input."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.contract.reducer import reduce_spec

SWAGGER: dict[str, Any] = {
    "swagger": "2.0",
    "info": {"title": "Prose", "version": "2.1", "description": "Prose"},
    "basePath": "/api",
    "paths": {
        "/sites/{id}": {
            "parameters": [{"name": "id", "in": "path", "required": True, "type": "string"}],
            "get": {
                "summary": "Prose",
                "parameters": [
                    {
                        "name": "limit",
                        "in": "query",
                        "required": False,
                        "type": "number",
                        "default": "10",
                        "description": 'Prose (1-300). Example: "10".',
                    },
                    {
                        "name": "states",
                        "in": "query",
                        "type": "array",
                        "items": {"type": "string", "enum": ["on", "off"]},
                    },
                    {"name": "X-Header", "in": "header", "type": "string"},
                ],
                "responses": {
                    "200": {"description": "Prose", "schema": {"$ref": "#/definitions/Site"}},
                    "403": {"description": "Prose"},
                },
            },
            "delete": {"responses": {}},
        },
        "/unused": {"get": {"responses": {}}},
    },
    "definitions": {
        "Site": {
            "type": "object",
            "title": "Prose",
            "required": ["id"],
            "properties": {
                "id": {"type": "string", "description": "Prose", "example": "Prose"},
                "description": {"type": "string", "description": "Prose"},
                "parent": {"$ref": "#/definitions/Site"},
                "labels": {"type": "object", "additionalProperties": {"type": "string"}},
            },
        },
        "Unused": {"type": "object"},
    },
}

OPENAPI: dict[str, Any] = {
    "openapi": "3.0.1",
    "info": {"title": "Prose", "version": "9"},
    "paths": {
        "/things": {
            "get": {
                "parameters": [
                    {"$ref": "#/components/parameters/Size"},
                    {
                        "name": "ids",
                        "in": "query",
                        "schema": {"type": "array", "items": {"type": "integer"}},
                        "explode": False,
                    },
                ],
                "responses": {
                    "default": {
                        "description": "Prose",
                        "content": {
                            "application/json": {
                                "schema": {
                                    "type": "array",
                                    "items": {"$ref": "#/components/schemas/Thing"},
                                }
                            }
                        },
                    }
                },
            }
        }
    },
    "components": {
        "parameters": {
            "Size": {
                "name": "pageSize",
                "in": "query",
                "required": True,
                "description": "Prose",
                "schema": {"type": "integer", "minimum": 10, "maximum": 1000, "default": 200},
            }
        },
        "schemas": {
            "Thing": {"allOf": [{"$ref": "#/components/schemas/Base"}, {"type": "object"}]},
            "Base": {"type": "object", "properties": {"kind": {"type": "string", "enum": ["a"]}}},
        },
    },
}


def test_swagger_keeps_types_bounds_and_reached_schemas_only() -> None:
    found = reduce_spec.reduce([SWAGGER], ["GET /api/sites/{id}"], [])
    assert found["operations"] == {
        "GET /api/sites/{id}": {
            "path": {"id": {"type": "string", "required": True}},
            "query": {
                "limit": {"type": "number", "minimum": 1, "maximum": 300, "default": 10},
                "states": {
                    "type": "array",
                    "items": {"type": "string", "enum": ["on", "off"]},
                    "collectionFormat": "csv",
                },
            },
            "answers": {"200": {"$ref": "#/definitions/Site"}, "403": {}},
        }
    }
    assert list(found["definitions"]) == ["Site"]
    assert found["definitions"]["Site"]["properties"]["parent"] == {"$ref": "#/definitions/Site"}
    assert found["definitions"]["Site"]["required"] == ["id"]
    # A key that is called "description" stays; the prose of that name goes.
    assert found["definitions"]["Site"]["properties"]["description"] == {"type": "string"}
    assert "Prose" not in json.dumps(found)


def test_openapi_gives_the_same_form() -> None:
    found = reduce_spec.reduce([OPENAPI], ["GET /things"], [])
    operation = found["operations"]["GET /things"]
    assert operation["query"] == {
        "pageSize": {
            "type": "integer",
            "minimum": 10,
            "maximum": 1000,
            "default": 200,
            "required": True,
        },
        "ids": {"type": "array", "items": {"type": "integer"}, "collectionFormat": "csv"},
    }
    assert operation["answers"]["default"]["items"] == {"$ref": "#/definitions/Thing"}
    assert set(found["definitions"]) == {"Thing", "Base"}
    assert "Prose" not in json.dumps(found)


def test_facts_are_added_with_their_mark_and_adding_twice_changes_nothing() -> None:
    facts = [
        {
            "mark": "newer",
            "source": "somewhere",
            "definition": "Site",
            "properties": {"modern": {"type": "boolean"}},
            "optional": ["id"],
        },
        {
            "mark": "observed",
            "source": "somewhere",
            "operations": "all",
            "answers": {"4XX": {"$ref": "#/definitions/Error"}},
            "definitions": {"Error": {"type": "object"}},
        },
        {"mark": "assumed", "source": "us", "having": "limit", "query": {"limit": {"maximum": 9}}},
    ]
    once = reduce_spec.reduce([SWAGGER], ["GET /api/sites/{id}"], facts)
    site, operation = once["definitions"]["Site"], once["operations"]["GET /api/sites/{id}"]
    assert site["properties"]["modern"] == {"type": "boolean", "mark": "newer"}
    assert site["optional"] == ["id"]
    assert operation["answers"]["4XX"]["mark"] == "observed"
    assert operation["query"]["limit"]["maximum"] == 9
    assert operation["query"]["limit"]["type"] == "number"
    assert reduce_spec.with_facts(once, facts) == once


@pytest.mark.parametrize(
    "fact",
    [
        {"source": "somewhere"},
        {"mark": "newer", "source": ""},
        {"mark": "guessed", "source": "somewhere"},
        {"mark": "newer", "source": "somewhere", "propertys": {}},
        {"mark": "newer", "source": "somewhere", "operations": ["GET /other"]},
    ],
)
def test_a_fact_without_mark_source_or_target_is_refused(fact: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="added fact"):
        reduce_spec.with_facts({"operations": {}, "definitions": {}}, [fact])


def test_an_operation_that_nobody_describes_is_refused() -> None:
    with pytest.raises(ValueError, match="neither described nor added: GET /nothing"):
        reduce_spec.reduce([SWAGGER], ["GET /nothing"], [])


def test_two_documents_that_disagree_are_refused() -> None:
    other = json.loads(json.dumps(SWAGGER).replace('"/unused"', '"/more"'))
    other["paths"]["/more"]["get"]["responses"] = {"200": {"schema": {"$ref": "#/x/Site"}}}
    other["definitions"]["Site"]["required"] = []
    with pytest.raises(ValueError, match="describe Site differently"):
        reduce_spec.reduce([SWAGGER, other], ["GET /api/sites/{id}", "GET /api/more"], [])


def test_the_command_writes_stable_bytes_and_can_check_them(tmp_path: Path) -> None:
    spec, operations, output = (tmp_path / name for name in ("spec.json", "ops.txt", "out.json"))
    spec.write_text(json.dumps(SWAGGER), "utf-8")
    operations.write_text("# reads\nGET   /api/sites/{id}  # one\n\n", "utf-8")
    command = [str(spec), "--operations", str(operations), "-o", str(output)]
    assert reduce_spec.main(command) == 0
    written = output.read_bytes()
    assert reduce_spec.main(command) == 0
    assert output.read_bytes() == written
    assert reduce_spec.main([*command, "--check"]) == 0
    output.write_text("{}", "utf-8")
    assert reduce_spec.main([*command, "--check"]) == 1


def test_yaml_is_read_too() -> None:
    assert reduce_spec.load_document("openapi: 3.0.1\npaths: {}\n") == {
        "openapi": "3.0.1",
        "paths": {},
    }


@pytest.mark.parametrize(
    "base", ["https://server.example/app/api/v1", "https://server.example/app"]
)
@pytest.mark.parametrize("asked", ["/app/api/v1/sites", "/api/v1/sites"])
def test_a_path_that_repeats_the_end_of_the_base_is_found(base: str, asked: str) -> None:
    document = {
        "openapi": "3.0.0",
        "info": {"version": "1"},
        "servers": [{"url": base}],
        "paths": {"/api/v1/sites": {"get": {"responses": {}}}},
    }
    found = reduce_spec.Description(document).operation("GET", asked)
    assert found == {"responses": {}, "parameters": []}


HALO_LIKE: dict[str, Any] = {
    "openapi": "3.0.1",
    "info": {"version": "v2"},
    "servers": [{"url": "/api"}],
    "paths": {
        "/Things": {
            "get": {
                "parameters": [
                    {"name": "count", "in": "query", "schema": {"type": "int"}},
                    {"name": "showall", "in": "query", "schema": {"type": "bool"}},
                ],
                "responses": {"200": {"description": "OK"}},
            }
        }
    },
    "components": {
        "schemas": {
            "Thing": {
                "type": "object",
                "properties": {
                    "id": {"type": "integer"},
                    "part": {"$ref": "#/components/schemas/Part"},
                    "others": {"type": "array", "items": {"$ref": "#/components/schemas/Other"}},
                    "unread": {"type": "string"},
                },
            },
            "Part": {"type": "object", "properties": {"name": {"type": "string"}}},
            "Other": {"type": "object"},
        }
    },
}


def shaped(*shapes: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = reduce_spec.reduce([HALO_LIKE], ["GET /api/Things"], [], shapes)
    return found


def test_a_server_without_host_is_a_base_path_and_types_have_one_spelling() -> None:
    (operation,) = shaped()["operations"].values()
    assert operation["query"] == {"count": {"type": "integer"}, "showall": {"type": "boolean"}}


def test_a_shape_tells_the_answer_with_what_is_asked_of_it_and_no_more() -> None:
    found = shaped(
        {
            "operations": ["GET /api/Things"],
            "schema": "Thing",
            "many": True,
            "rows_at": "things",
            "only": "id part others",
        },
        {"schema": "Part"},
    )
    (operation,) = found["operations"].values()
    things = {"type": "array", "items": {"$ref": "#/definitions/Thing"}}
    assert operation["answers"]["200"] == {
        "type": "object",
        "required": ["things"],
        "properties": {"things": things},
        "mark": "reported",
    }
    assert found["definitions"]["Thing"]["properties"] == {
        "id": {"type": "integer"},
        "part": {"$ref": "#/definitions/Part"},
        "others": {"type": "array", "items": {}},
    }


@pytest.mark.parametrize(
    "shape",
    [{"schema": "Nothing"}, {"schema": "Thing", "only": "nothing"}, {"schema": "Thing", "why": 1}],
)
def test_a_shape_of_what_is_not_described_is_refused(shape: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"Nothing|nothing|why"):
        shaped(shape)
