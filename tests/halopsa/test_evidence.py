"""Evidence is true: what it points to stands in the vendor's own answer, and is what was sent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from tests.halopsa.tenant import read_altered, tenant

from aigov_connectors.calling import path_template
from aigov_connectors.inventory import Fact

_SETTINGS = "control"
"""Stands for the id of the one object of settings."""


def test_evidence_points_to_what_the_vendor_sent() -> None:
    answers: dict[str, list[Any]] = {}

    def keep(path: str, told: Any) -> Any:
        answers.setdefault(path, []).append(told)
        return told

    with tenant() as box:
        found = read_altered(box, keep)
    facts = {one.fact for one in found.evidence if one.fact.path_template.startswith("/api/")}
    assert len(facts) > 300
    assert [fact for fact in facts if not _is_shown(fact, answers)] == []


def _is_shown(fact: Fact, answers: dict[str, list[Any]]) -> bool:
    template = fact.path_template.removeprefix("/api").casefold()
    path = re.compile(re.sub(r"\\{[a-z_]+\\}", "[^/]+", re.escape(template)))
    told = [one for where, sent in answers.items() if path.fullmatch(where) for one in sent]
    rows = [row for one in told for row in _rows(one, fact.object_id)]
    found = [value for row in rows for value in _at(row, fact.pointer)]
    if fact.absent:
        return bool(rows) and len(found) < len(rows)
    return any(_tells(value, fact.value) for value in found)


def _rows(told: Any, id: str | None) -> Iterator[Any]:
    """The records of an answer with this id; one without any id is all of it."""
    lists = [told] if isinstance(told, list) else [one for one in told.values() if _is_list(one)]
    for row in (*(row for rows in lists for row in rows), told):
        if isinstance(row, dict) and (id == _SETTINGS or str(row.get("id", id)) == id):
            yield row


def _is_list(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, dict) for one in value)


def _at(row: Any, pointer: str) -> Iterator[Any]:
    """What stands at a pointer; nothing where a key on the way was not sent."""
    for part in pointer.split("/")[1:]:
        if isinstance(row, list):
            row = row[int(part)]
        elif isinstance(row, dict) and part in row:
            row = row[part]
        else:
            return
    yield row


def _tells(sent: Any, value: Any) -> bool:
    """Whether a value is what was sent, or the part of it that may be kept."""
    if isinstance(sent, list):
        names = {one.get("name") or one.get("fieldname") for one in sent}
        words = set(re.split(r",? ", str(value))) if value else set()
        return value == len(sent) or words <= {str(name) for name in names}
    if isinstance(sent, str) and isinstance(value, bool):
        return value is bool(sent.strip())
    if isinstance(sent, str) and "://" in sent:
        return isinstance(value, str) and (value == "present" or f"://{value}" in sent)
    if isinstance(sent, str) and isinstance(value, str) and value == f"/{path_template(sent)}":
        return True  # of a path, only the words of an API are kept
    if isinstance(sent, str) and isinstance(value, str) and sent.endswith("Z"):
        return datetime.fromisoformat(sent) == datetime.fromisoformat(value)
    return bool(sent == value or str(sent) == value)
