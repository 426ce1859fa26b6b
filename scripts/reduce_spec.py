"""Reduce a vendor's API description to the operations that we call.

Reads Swagger 2.0 (JSON) or OpenAPI 3 (JSON or YAML) and keeps what a machine can check: path
templates, parameters, types, enums, bounds, what is required, and the schemas of the answers.
Prose (descriptions, titles, examples) is left behind, so the result is small and holds facts only.
The same input gives the same bytes.

    python scripts/reduce_spec.py SPEC --operations tests/contract/operations/ninjaone.txt \
        --additions tests/contract/additions/ninjaone.toml -o tests/contract/ninjaone.json

Facts that the description lacks (it is older, or it never said them) come from the additions file;
each carries a mark and a source there, and its mark here.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

Json = dict[str, Any]

MARKS = {
    "newer": "a later description of the vendor has it",
    "prose": "the vendor's text says it, the machine-readable part does not",
    "observed": "recorded answers show it",
    "reported": "the vendor's or another public client relies on it",
    "assumed": "our own caution where the vendor leaves it open",
}
"""How an added fact was learned."""

SCHEMA_WORDS = (
    "type",
    "format",
    "enum",
    "minimum",
    "maximum",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "pattern",
    "nullable",
    "required",
)
"""Words of a schema that are kept as they are; everything else is prose or is walked into."""

FACT_WORDS = {
    "mark", "source", "definition", "operations", "having", "properties", "open", "optional",
    "query", "path", "form", "answers", "definitions",
}  # fmt: skip

SHAPE_WORDS = {"operations", "schema", "many", "rows_at", "only"}

SPELLINGS = {"int": "integer", "bool": "boolean"}
"""Types that some vendors name by their own programming language."""

DEFINITIONS = "#/definitions/"

_RANGE = re.compile(r"\((-?\d+)-(\d+)\)")  # "(1-1000)": some vendors write bounds as prose only


class Description:
    """One vendor document, with its references resolved by name."""

    def __init__(self, document: Json) -> None:
        self._document = document
        # OpenAPI 3 has it in the address of the server, whose host may be a placeholder.
        server = (document.get("servers") or [{}])[0].get("url", "")
        _, has_host, address = server.partition("://")
        path = "".join(address.partition("/")[1:]) if has_host else server
        self.base_path: str = (document.get("basePath") or path).rstrip("/")
        self.schemas: Json = (
            document["definitions"]
            if "swagger" in document
            else document.get("components", {}).get("schemas", {})
        )

    @property
    def edition(self) -> str:
        """Return the format and the vendor's version, such as `OpenAPI 3.0.1, version 2.0.9`."""
        kind = "Swagger" if "swagger" in self._document else "OpenAPI"
        number = self._document.get("swagger") or self._document["openapi"]
        return f"{kind} {number}, version {self._document['info']['version']}"

    def operation(self, method: str, template: str) -> Json | None:
        """Return an operation with the parameters of its path joined in; None if not described."""
        paths: Json = self._document["paths"]
        item = next((paths[one] for one in self._spellings(template) if one in paths), None)
        if item is None or method.lower() not in item:
            return None
        operation: Json = item[method.lower()]
        shared = item.get("parameters", [])
        return {**operation, "parameters": [*shared, *operation.get("parameters", [])]}

    def _spellings(self, template: str) -> list[str]:
        """Return a path with all of the base, and with less and less of it.

        Some descriptions repeat the end of the base in each path.
        """
        found = [template]
        for step in filter(None, self.base_path.split("/")):
            if not found[-1].startswith(f"/{step}/"):
                break
            found.append(found[-1].removeprefix(f"/{step}"))
        return found

    def resolved(self, node: Json) -> Json:
        """Follow a reference to a parameter or an answer."""
        target: Any = node
        while "$ref" in target:
            pointer = target["$ref"].removeprefix("#/").split("/")
            target = self._document
            for step in pointer:
                target = target[step]
        found: Json = target
        return found


def reduced_schema(schema: Json, wanted: set[str]) -> Json:
    """Return the schema without prose; names of referenced schemas are added to `wanted`."""
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[-1]
        wanted.add(name)
        return {"$ref": DEFINITIONS + name}
    kept: Json = {word: schema[word] for word in SCHEMA_WORDS if schema.get(word) not in (None, [])}
    if "properties" in schema:
        kept["properties"] = {
            name: reduced_schema(inner, wanted) for name, inner in schema["properties"].items()
        }
    if "items" in schema:
        kept["items"] = reduced_schema(schema["items"], wanted)
    if isinstance(schema.get("additionalProperties"), dict):
        kept["additionalProperties"] = reduced_schema(schema["additionalProperties"], wanted)
    for word in ("allOf", "oneOf", "anyOf"):
        if word in schema:
            kept[word] = [reduced_schema(inner, wanted) for inner in schema[word]]
    return kept


def reduced_parameter(parameter: Json) -> Json:
    """Return type, bounds, enum and default of a parameter, the same for both formats."""
    schema = {**parameter, **parameter.get("schema", {})}
    kept: Json = {
        word: schema[word]
        for word in SCHEMA_WORDS
        if word != "required" and schema.get(word) not in (None, [])
    }
    if kept.get("type") in SPELLINGS:
        kept["type"] = SPELLINGS[kept["type"]]
    if parameter.get("required") is True:
        kept["required"] = True
    if "items" in schema:
        kept["items"] = reduced_schema(schema["items"], set())
        # Swagger 2.0 joins by comma unless told otherwise; OpenAPI 3 repeats unless told otherwise.
        exploded = "schema" in parameter and parameter.get("explode", True)
        kept["collectionFormat"] = parameter.get("collectionFormat", "multi" if exploded else "csv")
    if "default" in schema:
        kept["default"] = _typed(schema["default"], schema.get("type"))
    if kept.get("type") in ("number", "integer") and "minimum" not in kept:
        found = _RANGE.search(schema.get("description", ""))
        if found:
            kept["minimum"], kept["maximum"] = int(found[1]), int(found[2])
    return kept


def _typed(default: Any, kind: str | None) -> Any:
    """Read a default that the vendor wrote as text ("10", "false")."""
    if isinstance(default, str) and kind in ("number", "integer", "boolean"):
        return json.loads(default)
    return default


def reduced_operation(operation: Json, description: Description, wanted: set[str]) -> Json:
    """Return the parameters by place and the answer schemas by status."""
    kept: Json = {}
    for given in operation["parameters"]:
        parameter = description.resolved(given)
        if parameter["in"] in ("query", "path"):
            place = kept.setdefault(parameter["in"], {})
            place[parameter["name"]] = reduced_parameter(parameter)
    answers = kept.setdefault("answers", {})
    for status, given in operation["responses"].items():
        answer = description.resolved(given)
        content = answer.get("content", {})
        schema = answer.get("schema") or next(
            (media["schema"] for kind, media in content.items() if "json" in kind or kind == "*/*"),
            None,
        )
        answers[str(status)] = {} if schema is None else reduced_schema(schema, wanted)
    return kept


def reduce(
    documents: Iterable[Json],
    operations: Iterable[str],
    facts: Iterable[Json],
    shapes: Iterable[Json] = (),
) -> Json:
    """Return the reduced description of the operations.

    Args:
        documents: descriptions; an operation is taken from the first that has it.
        operations: lines such as `GET /v2/devices`.
        facts: entries of an additions file.
        shapes: likewise: which schema the answer of an operation has, where its description does
            not say.

    Raises:
        ValueError: an operation is neither described nor added, or two documents disagree.
    """
    descriptions = [Description(document) for document in documents]
    found: Json = {}
    definitions: Json = {}
    for key in operations:
        method, template = key.split()
        for description in descriptions:
            operation = description.operation(method, template)
            if operation is None:
                continue
            wanted: set[str] = set()
            found[key] = reduced_operation(operation, description, wanted)
            _collect(wanted, description, definitions)
            break
        else:
            found[key] = {}
    result: Json = {
        "editions": [description.edition for description in descriptions],
        "operations": found,
        "definitions": definitions,
    }
    result = with_facts(with_shapes(result, shapes, descriptions), facts)
    missing = [key for key, operation in result["operations"].items() if not operation]
    if missing:
        raise ValueError(f"neither described nor added: {', '.join(missing)}")
    return result


def _collect(wanted: set[str], description: Description, definitions: Json) -> None:
    """Reduce the wanted schemas and those that they reach; a schema may reach itself."""
    open_names, seen = set(wanted), set[str]()
    while open_names:
        name = open_names.pop()
        seen.add(name)
        reached: set[str] = set()
        schema = reduced_schema(description.schemas[name], reached)
        if definitions.setdefault(name, schema) != schema:
            raise ValueError(f"two documents describe {name} differently")
        open_names |= reached - seen


def with_shapes(
    description: Json, shapes: Iterable[Json], documents: Iterable[Description]
) -> Json:
    """Return the description with the answers that shapes tell, named properties only.

    Raises:
        ValueError: a shape has an unknown word, or an unknown operation, schema or property.
    """
    result: Json = json.loads(json.dumps(description))
    schemas = {name: schema for one in documents for name, schema in one.schemas.items()}
    told = list(shapes)
    names = {shape["schema"] for shape in told}
    for shape in told:
        name = shape["schema"]
        if set(shape) - SHAPE_WORDS or name not in schemas:
            raise ValueError(f"a shape has an unknown word or schema: {shape}")
        properties = schemas[name].get("properties", {})
        only = shape["only"].split() if "only" in shape else list(properties)
        if strange := set(only) - set(properties):
            raise ValueError(f"{name} has no {sorted(strange)}")
        kept = {one: _known(reduced_schema(properties[one], set()), names) for one in only}
        known = result["definitions"].setdefault(name, {"type": "object", "properties": {}})
        known["properties"] |= kept
        answer: Json = {"$ref": DEFINITIONS + name}
        if shape.get("many"):
            answer = {"type": "array", "items": answer}
        if "rows_at" in shape:
            answer = {
                "type": "object",
                "required": [shape["rows_at"]],
                "properties": {shape["rows_at"]: answer},
            }
        for operation in shape.get("operations", []):
            # Clients that work read it so; the vendor does not say.
            told_by_clients = {**answer, "mark": "reported"}
            result["operations"][operation].setdefault("answers", {})["200"] = told_by_clients
    return result


def _known(schema: Json, names: set[str]) -> Json:
    """Return a schema without what it says of schemas that nobody asked for."""
    if "$ref" in schema:
        return schema if schema["$ref"].removeprefix(DEFINITIONS) in names else {}
    if "items" in schema:
        return {**schema, "items": _known(schema["items"], names)}
    return schema


def with_facts(description: Json, facts: Iterable[Json]) -> Json:
    """Return the description with the added facts, each marked; adding twice changes nothing.

    Raises:
        ValueError: a fact has no known mark, no source, an unknown word, or an unknown target.
    """
    result: Json = json.loads(json.dumps(description))
    for fact in facts:
        _check_fact(fact)
        mark = fact["mark"]
        for name, schema in fact.get("definitions", {}).items():
            result["definitions"][name] = {**schema, "mark": mark}
        for target in _targets(result, fact):
            for place in ("query", "path", "form", "properties"):
                for name, schema in fact.get(place, {}).items():
                    known = target.setdefault(place, {})
                    known[name] = {**known.get(name, {}), **schema, "mark": mark}
            for status, schema in fact.get("answers", {}).items():
                target.setdefault("answers", {})[status] = {**schema, "mark": mark}
            for name in fact.get("open", []):
                target["properties"][name]["open"] = mark
            optional = {*target.get("optional", []), *fact.get("optional", [])}
            if optional:
                target["optional"] = sorted(optional)
    return result


def _check_fact(fact: Json) -> None:
    unknown = set(fact) - FACT_WORDS
    if unknown or fact.get("mark") not in MARKS or not fact.get("source"):
        about = {"unknown words": sorted(unknown), "mark": fact.get("mark")}
        raise ValueError(f"an added fact needs a known mark and a source, and no more: {about}")


def _targets(description: Json, fact: Json) -> list[Json]:
    """Return what a fact is about: operations (all, named, having a parameter), or a definition."""
    operations: dict[str, Json] = description["operations"]
    if "definition" in fact:
        return [description["definitions"][fact["definition"]]]
    if "having" in fact:
        return [found for found in operations.values() if fact["having"] in found.get("query", {})]
    named = list(operations) if fact.get("operations") == "all" else fact.get("operations", [])
    unknown = set(named) - set(operations)
    if unknown:
        raise ValueError(f"an added fact names operations that we do not call: {sorted(unknown)}")
    return [operations[name] for name in named]


def load_document(text: str) -> Json:
    """Read JSON, or YAML where it is not JSON."""
    if text.lstrip().startswith("{"):
        document: Json = json.loads(text)
        return document
    import yaml

    loaded: Json = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    return loaded


def load_operations(text: str) -> list[str]:
    """Return the operations of a list file: one a line, `#` begins a comment."""
    lines = (line.split("#", 1)[0].strip() for line in text.splitlines())
    return [" ".join(line.split()) for line in lines if line]


def dumped(description: Mapping[str, Any]) -> str:
    """Return the text of the file: sorted, so that a difference shows what changed."""
    return json.dumps(description, indent=1, sort_keys=True, ensure_ascii=True) + "\n"


def main(arguments: list[str] | None = None) -> int:
    """Run the command; with `--check` nothing is written and 1 says that the file is stale."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("spec", nargs="+", type=Path, help="the vendor's description")
    parser.add_argument("--operations", required=True, type=Path)
    parser.add_argument("--additions", type=Path)
    parser.add_argument("-o", "--output", required=True, type=Path)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args(arguments)

    sources = [path.read_bytes() for path in options.spec]
    additions = tomllib.loads(options.additions.read_text("utf-8")) if options.additions else {}
    description = reduce(
        (load_document(source.decode()) for source in sources),
        load_operations(options.operations.read_text("utf-8")),
        additions.pop("facts", []),
        additions.pop("shapes", []),
    )
    description |= additions
    description["sha256"] = [hashlib.sha256(source).hexdigest() for source in sources]
    text = dumped(description)
    if options.check:
        return 0 if options.output.read_text("utf-8") == text else 1
    options.output.write_text(text, "utf-8", newline="\n")
    print(f"{options.output}: {len(description['operations'])} operations, {len(text)} characters")
    return 0


if __name__ == "__main__":
    sys.exit(main())
