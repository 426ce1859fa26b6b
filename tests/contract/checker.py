"""Check requests and answers against a reduced description of a vendor's API.

The description is what `scripts/reduce_spec.py` writes. A violation is a departure from what the
vendor describes; a note is something that real tenants are known to do (a key that the description
lacks, a word that an open vocabulary lacks). Vendors never say which values may be null: null is
allowed everywhere but for `id`.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote

Json = dict[str, Any]

FOLDER = Path(__file__).parent

JSON_TYPES: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
}

SEPARATORS = {"csv": ",", "ssv": " ", "pipes": "|"}

INTEGER_BITS = {"int32": 31, "int64": 63}

_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_NUMBERS = {"integer": re.compile(r"-?\d+"), "number": re.compile(r"-?\d+(\.\d+)?")}


@dataclass(frozen=True, slots=True)
class Checked:
    """What the check of one answer found."""

    violations: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    """Keys and words that the description lacks; allowed, worth knowing."""


@dataclass(slots=True)
class _Findings:
    """Collects each kind of finding once per place; a thousand equal rows make one line."""

    violations: dict[str, None] = field(default_factory=dict)
    notes: dict[str, None] = field(default_factory=dict)

    def wrong(self, at: str, problem: str) -> None:
        self.violations[f"{at or '/'}: {problem}"] = None

    def note(self, at: str, problem: str) -> None:
        self.notes[f"{at or '/'}: {problem}"] = None


class Contract:
    """The reduced description of one vendor."""

    def __init__(self, description: Json) -> None:
        self.operations: dict[str, Json] = description["operations"]
        self._definitions: dict[str, Json] = description["definitions"]
        self._empty_object_is_any = description.get("empty_object") == "any"
        self._routes = [
            (key.split()[0], _template_pattern(key.split()[1]), key)
            # Literal paths first: /activities/types must not read as /activities/{id}.
            for key in sorted(self.operations, key=lambda key: (key.count("{"), key))
        ]

    @classmethod
    def load(cls, vendor: str) -> Contract:
        """Return the contract of a vendor id, from the JSON file beside this module."""
        return cls(json.loads((FOLDER / f"{vendor}.json").read_text("utf-8")))

    def operation_of(self, method: str, path: str) -> str | None:
        """Return the key of the operation, such as `GET /v2/devices`; None if there is none."""
        found = self._route(method, path)
        return found[0] if found else None

    def _route(self, method: str, path: str) -> tuple[str, dict[str, str]] | None:
        for known_method, pattern, key in self._routes:
            if known_method == method.upper() and (match := pattern.fullmatch(path)):
                return key, {name: unquote(value) for name, value in match.groupdict().items()}
        return None

    def check_request(
        self,
        method: str,
        path: str,
        query: Iterable[tuple[str, str]] = (),
        *,
        form: Iterable[tuple[str, str]] = (),
    ) -> list[str]:
        """Return what the vendor's description says against this request; empty if nothing.

        Args:
            method: in any case.
            path: without host and query, percent-encoded as sent.
            query: decoded name and value pairs, in order; a name may come twice.
            form: the same of a form-encoded body.
        """
        route = self._route(method, path)
        if route is None:
            return [f"{method.upper()} {path}: no such operation in the description"]
        key, path_values = route
        operation = self.operations[key]
        findings = _Findings()
        for place, pairs in (
            ("path", list(path_values.items())),
            ("query", list(query)),
            ("form", list(form)),
        ):
            self._check_place(operation.get(place, {}), pairs, f"{key} {place}", findings)
        return list(findings.violations)

    def _check_place(
        self, declared: Json, pairs: list[tuple[str, str]], at: str, findings: _Findings
    ) -> None:
        names = [name for name, _ in pairs]
        for name, value in pairs:
            parameter = declared.get(name)
            if parameter is None:
                findings.wrong(at, f"unknown parameter {name!r}")
                continue
            multi = parameter.get("collectionFormat") == "multi"
            if names.count(name) > 1 and not multi:
                findings.wrong(at, f"{name!r} is sent more than once")
            for other in parameter.get("excludes", []):
                if other in names:
                    findings.wrong(at, f"{name!r} must not be sent together with {other!r}")
            self._check_parameter(parameter, value, f"{at} {name}", findings)
        for name, parameter in declared.items():
            if parameter.get("required") and name not in names:
                findings.wrong(at, f"required parameter {name!r} is missing")

    def _check_parameter(self, schema: Json, value: str, at: str, findings: _Findings) -> None:
        kind = schema.get("type", "string")
        if kind == "array":
            separator = SEPARATORS.get(schema.get("collectionFormat", "multi"))
            for item in value.split(separator) if separator else [value]:
                self._check_parameter(schema.get("items", {}), item, at, findings)
            return
        parsed: Any = value
        if kind in _NUMBERS:
            if not _NUMBERS[kind].fullmatch(value):
                findings.wrong(at, f"{value!r} is not of type {kind}")
                return
            parsed = json.loads(value)
        elif kind == "boolean":
            if value not in ("true", "false"):
                findings.wrong(at, f"{value!r} is not of type boolean")
                return
            parsed = value == "true"
        self._check_value(schema, parsed, at, findings)

    def check_answer(self, method: str, path: str, status: int, body: Any) -> Checked:
        """Compare a parsed answer with the description of its operation.

        Args:
            method: of the request.
            path: of the request, without host and query.
            status: of the answer.
            body: parsed JSON.
        """
        findings = _Findings()
        key = self.operation_of(method, path)
        if key is None:
            return Checked((f"{method.upper()} {path}: no such operation in the description",))
        schema = _answer_schema(self.operations[key].get("answers", {}), status)
        if schema is None:
            return Checked((f"{key}: status {status} is not described",))
        if body is None and schema:
            return Checked((f"{key}: null instead of a body",))
        self._check_value(schema, body, "", findings)
        return Checked(
            tuple(f"{key} {status} {line}" for line in findings.violations),
            tuple(f"{key} {status} {line}" for line in findings.notes),
        )

    def _check_value(self, schema: Json, value: Any, at: str, findings: _Findings) -> None:
        if "$ref" in schema:
            target = self._definitions[schema["$ref"].rsplit("/", 1)[-1]]
            self._check_value(target, value, at, findings)
            return
        if value is None:
            if at.rsplit("/", 1)[-1] == "id" and not schema.get("nullable"):
                findings.wrong(at, "an id is null")
            return
        for part in schema.get("allOf", []):
            self._check_value(part, value, at, findings)
        choices = schema.get("oneOf") or schema.get("anyOf") or []
        if choices and not any(self._accepts(choice, value, at) for choice in choices):
            findings.wrong(at, "fits none of the described forms")
        kind = schema.get("type")
        if kind == "object" and self._is_any(schema):
            return
        if kind is not None and not _is_of_type(value, kind):
            # An undescribed word is a note where the vocabulary is open; a wrong type never is.
            findings.wrong(at, f"{type(value).__name__} instead of {kind}")
            return
        self._check_bounds(schema, value, at, findings)
        if isinstance(value, list):
            for item in value:
                self._check_value(schema.get("items", {}), item, f"{at}/*", findings)
        elif isinstance(value, dict):
            self._check_object(schema, value, at, findings)

    def _accepts(self, schema: Json, value: Any, at: str) -> bool:
        tried = _Findings()
        self._check_value(schema, value, at, tried)
        return not tried.violations

    def _is_any(self, schema: Json) -> bool:
        says_more = schema.keys() & {"properties", "additionalProperties", "required"}
        return self._empty_object_is_any and not says_more

    def _check_object(self, schema: Json, value: Json, at: str, findings: _Findings) -> None:
        properties = schema.get("properties", {})
        others = schema.get("additionalProperties")
        for name in schema.get("required", []):
            if name not in value and name not in schema.get("optional", []):
                findings.wrong(at, f"required key {name!r} is missing")
        for name, inner in value.items():
            if name in properties:
                self._check_value(properties[name], inner, f"{at}/{name}", findings)
            elif others is not None:
                self._check_value(others, inner, f"{at}/*", findings)
            elif properties:
                findings.note(f"{at}/{name}", "not in the description")

    def _check_bounds(self, schema: Json, value: Any, at: str, findings: _Findings) -> None:
        if "enum" in schema and value not in schema["enum"]:
            report = findings.note if schema.get("open") else findings.wrong
            report(at, f"{value!r} is not one of the described words")
        problem = _format_problem(schema.get("format"), value)
        if problem:
            findings.wrong(at, problem)
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            low, high = schema.get("minimum", -math.inf), schema.get("maximum", math.inf)
            if not low <= value <= high:
                findings.wrong(at, f"{value} is outside {low} to {high}")
        if isinstance(value, (str, list)):
            word = "Length" if isinstance(value, str) else "Items"
            low, high = schema.get(f"min{word}", 0), schema.get(f"max{word}", math.inf)
            if not low <= len(value) <= high:
                findings.wrong(at, f"length {len(value)} is outside {low} to {high}")
        if isinstance(value, str) and not re.search(schema.get("pattern", ""), value):
            findings.wrong(at, "does not match the described pattern")


def _template_pattern(template: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)\}", template)
    return re.compile(
        "".join(
            f"(?P<{part}>[^/]+)" if index % 2 else re.escape(part)
            for index, part in enumerate(parts)
        )
    )


def _answer_schema(answers: Json, status: int) -> Json | None:
    """Return the schema for a status: its own, its class (`4XX`), or the default for a success."""
    family = answers.get(f"{status // 100}XX")
    own: Json | None = answers.get(str(status))
    default: Json | None = answers.get("default") if status < 300 else None
    candidates = (own or None, family, default, own)
    return next((found for found in candidates if found is not None), None)


def _is_of_type(value: Any, kind: str) -> bool:
    if isinstance(value, bool):
        return kind == "boolean"
    return isinstance(value, JSON_TYPES[kind])


def _format_problem(form: str | None, value: Any) -> str | None:
    if form == "date-time" and isinstance(value, str) and value:
        # An empty text stands for "never" in real answers, whatever the description says.
        try:
            datetime.fromisoformat(value)
        except ValueError:
            return "not a date and time"
    if form == "uuid" and isinstance(value, str) and not _UUID.fullmatch(value):
        return "not a UUID"
    if form in INTEGER_BITS and isinstance(value, int) and abs(value) >> INTEGER_BITS[form]:
        return f"does not fit {form}"
    return None
