"""Evidence is true: what it points to stands in the server's own answer, and is what was sent."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import httpx
from tests.connectwise.automate.tenant import raw, read, tenant

from aigov_connectors.inventory import Fact

_IDS = ("Id", "ScheduledScriptId", "PolicyId", "GroupId", "UserId", "UserClassId", "ComputerID")
_SPELLED_ANOTHER_WAY = {"/ExpireDate", "/UpdateDate", "/UpdatedBy", "/ScheduledBy"}
"""Dates, and logins that stand as digests or as `a program`."""


def test_evidence_of_lists_points_to_what_the_server_sent() -> None:
    with tenant() as box:
        facts = {
            one.fact
            for one in read(box).evidence
            if one.fact.path_template.startswith("/v1/") and "{" not in one.fact.path_template
        }
        with raw(box) as server:
            answers = {path: _answer(server, path) for path in {_path(fact) for fact in facts}}
    assert len(facts) > 100
    wrong = [fact for fact in facts if not _is_shown(fact, answers[_path(fact)])]
    assert wrong == []


def _path(fact: Fact) -> str:
    return fact.path_template.removeprefix("/v1")


def _answer(server: httpx.Client, path: str) -> Any:
    return server.get(path, params={"page": 1, "pageSize": 1000}).json()


def _is_shown(fact: Fact, answer: Any) -> bool:
    is_list_of_rows = isinstance(answer, list) and isinstance(answer[0], dict)
    whole = answer if is_list_of_rows else [answer]
    rows = [row for row in whole if not is_list_of_rows or fact.object_id in _ids(row)]
    found = [value for row in rows for value in _at(row, fact.pointer)]
    if fact.absent:
        return bool(rows) and len(found) < len(rows)
    if fact.pointer in _SPELLED_ANOTHER_WAY:
        return bool(found)
    return any(_is_same(value, fact.value) for value in found)


def _ids(row: dict[str, Any]) -> set[str]:
    monitor = row.get("Monitor") or {}
    own = {str(row[name]) for name in _IDS if name in row}
    return {str(monitor["MonitorId"])} if monitor else own


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


def _is_same(sent: Any, value: Any) -> bool:
    if isinstance(sent, list | dict):
        return bool(json.dumps(sent, sort_keys=True) == value)
    return str(sent) == str(value)
