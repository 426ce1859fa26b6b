"""Hyperautomation: the list of workflows, their definitions, and how often they ran.

These lists know `limit` and `skip` and no cursor. Definitions carry what people put into requests:
headers, bodies and addresses with secrets.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from aigov_connectors.sandbox.noise import uuid_text
from aigov_connectors.sandbox.times import DAY, SECOND, iso, read_iso
from aigov_connectors.sandbox.world import SECRET_MARK
from aigov_connectors.sentinelone.sandbox import planted_workflows as planted
from aigov_connectors.sentinelone.sandbox.names import Account, Console, Site, console_id
from aigov_connectors.sentinelone.sandbox.paging import BadQueryError
from aigov_connectors.sentinelone.sandbox.planted_changes import editor
from aigov_connectors.sentinelone.sandbox.planted_workflows import PlantedWorkflow, Step

Row = dict[str, Any]
Test = Callable[[Row, str], bool]

_MOST = 100
_CONTROLS = frozenset({"limit", "skip"})
_STATES = ("Completed",) * 7 + ("CompletedWithErrors", "Error", "Waiting", "Aborted")


class Workflows:
    """The workflows that are shown to somebody who wrote none of them."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._account = console.accounts[0]
        self._end = console.world.end
        self._seed = console.world.seed
        self._shown = planted.WORKFLOWS
        self.rows: list[Row] = [self._row(number, one) for number, one in enumerate(self._shown)]
        """Of the list; drafts are their authors'."""
        self.runs: list[Row] = [
            run for number, one in enumerate(self._shown) for run in self._runs(number, one)
        ]
        """Executions, oldest first within a workflow."""

    def move(self, faults: frozenset[str]) -> None:
        """Let a run come to the end of the list, or the first one vanish."""
        if "grow" in faults:
            last = self.runs[-1]
            self.runs.append({**last, "id": uuid_text(self._seed, 68, len(self.runs))})
        if "shrink" in faults:
            del self.runs[0]

    def visible(self, rows: Sequence[Row], sites: frozenset[str] | None) -> Sequence[Row]:
        """Return the rows that a caller sees; None sees all."""
        if sites is None:
            return rows
        return [row for row in rows if _of(row).get("scopeId") in sites]

    def export(self, workflow_id: str, version_id: str) -> Row | None:
        """Return the definition of one version; None where there is none."""
        for row, one in zip(self.rows, self._shown, strict=True):
            told = row["workflow"]
            if (told["id"], told["versionId"]) == (workflow_id, version_id):
                return _definition(one)
        return None

    def _row(self, number: int, one: PlantedWorkflow) -> Row:
        key = uuid_text(self._seed, 61, number)
        scope = self._scope(one)
        site = scope if isinstance(scope, Site) else None
        return {
            "id": key,
            "workflow": {
                "id": key,
                "versionId": uuid_text(self._seed, 62, number),
                "name": one.name,
                "description": "",
                "state": one.state,
                "lifecycleState": one.lifecycle,
                "status": "idle",
                "scopeLevel": "site" if site else "account",
                "scopeId": scope.id,
                "siteName": site.name if site else None,
                "accountName": self._account.name,
                "tags": [],
                "createdBy": console_id(6, 2),
                "createdByUser": {"id": console_id(6, 2), "email": "tech02@northwind.example"},
                "updatedByUser": editor(one.name),
                "createdAt": iso(self._end - 300 * DAY, digits=0),
                "updatedAt": iso(self._end - (20 + number) * DAY, digits=0),
                "activatedAt": iso(self._end - (19 + number) * DAY, digits=0),
                "versionCount": 1 + number % 4,
                "dailyMaxExecutions": 100,
                "maxConcurrency": None,
                "timeout": None,
                "notifyTo": [],
                "isSnippet": one.is_snippet,
                "timeSaved": None,
            },
            "actions": [
                {
                    "id": uuid_text(self._seed, 63, number, place),
                    "type": step.type,
                    "integrationId": uuid_text(self._seed, 64, place) if step.url else None,
                }
                for place, step in enumerate(one.steps)
            ],
        }

    def _scope(self, one: PlantedWorkflow) -> Site | Account:
        if one.client is None:
            return self._account
        client = self._console.world.client_named(one.client)
        return self._console.site_of_client[client.index]

    def _runs(self, number: int, one: PlantedWorkflow) -> list[Row]:
        if one.state != "active" or one.lifecycle != "active" or one.is_snippet:
            return []
        told = self.rows[number]["workflow"]
        count = 4 + self._console.world.noise(65, number) % 25
        return [
            {
                "id": uuid_text(self._seed, 66, number, run),
                "workflowId": told["id"],
                "workflowName": one.name,
                "versionId": told["versionId"],
                "trigger": one.steps[0].type,
                "state": _STATES[self._console.world.noise(67, number, run) % len(_STATES)],
                "executedActions": len(one.steps),
                "duration": "0:00:04.2",
                "scopeLevel": told["scopeLevel"],
                "siteName": told["siteName"],
                "createdAt": iso(self._end - (count - run) * 2 * DAY - 700 * SECOND, digits=0),
            }
            for run in range(count)
        ]


WORKFLOW_FILTERS: Mapping[str, Test] = {
    "siteIds": lambda row, text: _of(row).get("scopeId") in text.split(","),
    "accountIds": lambda row, text: _of(row).get("scopeId") in text.split(","),
    "scopeIds": lambda row, text: _of(row).get("scopeId") in text.split(","),
    "states": lambda row, text: row["workflow"]["state"] in text.split(","),
    "name__contains": lambda row, text: text.lower() in row["workflow"]["name"].lower(),
    "triggerTypes": lambda row, text: row["actions"][0]["type"] in text.split(","),
}
RUN_FILTERS: Mapping[str, Test] = {
    "created_at__gte": lambda row, text: read_iso(row["createdAt"]) >= _instant(text),
    "created_at__lt": lambda row, text: read_iso(row["createdAt"]) < _instant(text),
    "states": lambda row, text: row["state"] in text.split(","),
    "triggerTypes": lambda row, text: row["trigger"] in text.split(","),
    "workflowId": lambda row, text: row["workflowId"] == text,
    "workflow_name__contains": lambda row, text: text.lower() in row["workflowName"].lower(),
}


def skipping_page(
    rows: Sequence[Row],
    query: Sequence[tuple[str, str]],
    filters: Mapping[str, Test],
    faults: frozenset[str],
) -> bytes:
    """Answer one request for a list that is paged by `skip`.

    Raises:
        BadQueryError: the query is refused with 400.
    """
    given = dict(query)
    for name in given:
        if name not in _CONTROLS and name not in filters:
            raise BadQueryError(f"{name}: Unknown field")
    limit = _number(given, "limit", 10, least=1, most=_MOST)
    skip = _number(given, "skip", 0, least=0, most=1_000_000)
    tests = [(filters[name], text) for name, text in given.items() if name in filters]
    chosen = [row for row in rows if all(test(row, text) for test, text in tests)]
    shown: list[Any] = list(chosen[skip : skip + limit])
    if "broken-record" in faults and shown:
        shown[len(shown) // 2] = {"id": {"unexpected": "object"}, "workflow": 7}
    return json.dumps({"data": shown, "pagination": {"totalItems": len(chosen)}}).encode()


def _of(row: Row) -> Row:
    told: Row = row.get("workflow", row)
    return told


def _number(given: Mapping[str, str], name: str, default: int, *, least: int, most: int) -> int:
    text = given.get(name, str(default))
    if not text.isdecimal() or not least <= int(text) <= most:
        raise BadQueryError(f"{name}: must be a number from {least} to {most}")
    return int(text)


def _instant(text: str) -> int:
    try:
        return read_iso(text)
    except ValueError:
        raise BadQueryError("created_at: Not a valid datetime") from None


# Definitions --------------------------------------------------------------------------------------


def _definition(one: PlantedWorkflow) -> Row:
    actions = [_action(step, one) for step in one.steps]
    definition: Row = {"name": one.name, "description": "", "actions": actions}
    return _in_camel_case(definition) if one.camel_case else definition


def _action(step: Step, one: PlantedWorkflow) -> Row:
    data: Row = {"name": step.name, "action_type": step.type}
    if step.type == "singularity_response_trigger":
        data["filter_groups"] = [_filter_group(alone=step.runs_alone), _switched_off_group()]
    elif step.type == "http_request":
        secret = f"{SECRET_MARK}-of-{step.id}"
        data |= {
            "method": step.method,
            "url": (step.url or "").replace("{secret}", secret),
            "headers": {"Authorization": f"ApiToken {secret}", "X-Trace": secret},
            "body": _body(step, secret),
            "public_action_id": 7700 + int(step.id),
        }
    elif step.type == "llm":
        data |= {"prompt": f"Is this malicious? {SECRET_MARK}", "model": "default"}
    elif step.type == "wait_for_slack":
        data |= {"channel": "#security", "message": "Isolate?", "token": SECRET_MARK}
    number = int(step.id) if one.camel_case else step.id
    targets: list[Any] = [int(to) if one.camel_case else to for to in step.to]
    parent = step.parent
    return {
        "export_id": number,
        "connected_to": targets
        if one.edges == "ids"
        else [{"target": to, "custom_handle": None} for to in targets],
        "parent_action": parent,
        "action": {
            "type": step.type,
            "tag": "integration" if step.url else "core_action",
            "data": data,
        },
    }


def _body(step: Step, secret: str) -> str:
    if step.board is not None:
        ticket = {"summary": f"{{{{alert.name}}}} {secret}", "board": {"id": step.board}}
        return json.dumps(ticket)
    if step.ticket_type is not None:
        return json.dumps([{"summary": secret, "tickettype_id": step.ticket_type}])
    return json.dumps({"filter": {"ids": ["{{alert.id}}"]}, "key": secret})


def _filter_group(*, alone: bool | None) -> Row:
    return {
        "event_type": "alert",
        "event_subtypes": ["CREATE"],
        "is_disabled": False,
        "run_automatically": alone,
        "condition": {
            "operator": "and",
            "conditions": [
                {
                    "input_value": "{{alert.severity}}",
                    "comparison_operator": "equals",
                    "compared_value": "CRITICAL",
                }
            ],
        },
    }


def _switched_off_group() -> Row:
    return {**_filter_group(alone=True), "event_type": "incident", "is_disabled": True}


def _in_camel_case(value: Any) -> Any:
    if isinstance(value, dict):
        return {_camel(key): _in_camel_case(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_in_camel_case(inner) for inner in value]
    return value


def _camel(key: str) -> str:
    first, *rest = key.split("_")
    return first + "".join(part.capitalize() for part in rest)
