"""Workflows as the console exports them, in either spelling; all content is invented."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter
from pydantic_core import to_json
from tests.sentinelone.console import API, catalogue, origin

from aigov_connectors.inventory import Deployment, Place, Statement
from aigov_connectors.sentinelone.normalize.places import Places
from aigov_connectors.sentinelone.normalize.tenancy import tenancy_from_lists
from aigov_connectors.sentinelone.normalize.workflows import (
    WorkflowRead,
    deployment_from_workflow,
)
from aigov_connectors.sentinelone.wire import AccountWire, SiteWire
from aigov_connectors.sentinelone.wire_workflows import WorkflowRowWire, WorkflowWire

DISCONNECT = "{{Connection.url}}/web/api/v2.1/agents/actions/disconnect"
PLACE = Place(connection="acme-s1", tenant_id="example.sentinelone.net")
LISTED = origin(f"{API}/hyper-automate/api/public/workflows")
DEFINED = origin(f"{API}/hyper-automate/api/public/workflow-import-export/export/x/y")
CATALOGUE = catalogue()


def row(**changes: Any) -> dict[str, Any]:
    """A workflow of site s1 in the list."""
    inner = {
        "id": "w1",
        "versionId": "v1",
        "name": "Isolate on ransomware",
        "state": "active",
        "lifecycleState": "active",
        "scopeLevel": "site",
        "scopeId": "s1",
        "siteName": "Acme Dental",
        "isSnippet": False,
        "createdByUser": {"email": "SECRET-PERSON@example.com"},
        **changes,
    }
    return {"id": inner["id"], "workflow": inner, "actions": []}


def step(number: Any, kind: str, *to: Any, parent: Any = None, **data: Any) -> dict[str, Any]:
    return {
        "export_id": number,
        "connected_to": [{"target": one} for one in to],
        "parent_action": parent,
        "action": {
            "type": kind,
            "tag": "core_action",
            "data": {"name": data.pop("name", kind), "action_type": kind, **data},
        },
    }


def alert(*to: Any, alone: Any = True, number: Any = "1", **more: Any) -> dict[str, Any]:
    group = {"event_type": "alert", "is_disabled": False, "run_automatically": alone, **more}
    return step(number, "singularity_response_trigger", *to, filter_groups=[group])


def request(number: Any, *to: Any, method: Any = "POST", url: Any = DISCONNECT, **more: Any) -> Any:
    return step(number, "http_request", *to, method=method, url=url, **more)


def read(*steps: Mapping[str, Any], whole: Any = None, **changes: Any) -> WorkflowRead:
    sent = {"name": "x", "actions": list(steps)} if whole is None else whole
    return WorkflowRead(
        TypeAdapter(WorkflowRowWire).validate_json(to_json(row(**changes))),
        LISTED,
        TypeAdapter(WorkflowWire).validate_json(to_json(sent)),
        DEFINED,
    )


def places(**more: Any) -> Places:
    sites = [
        SiteWire(id="s1", name="Acme Dental", account_id="a1", state="active"),
        SiteWire(id="s2", name="Birch Law", account_id="a1", state="active"),
    ]
    tenancy = tenancy_from_lists(
        tenant_id=PLACE.tenant_id,
        client_level="site",
        accounts=[AccountWire(id="a1", name="Example MSP")],
        sites=sites,
    )
    return Places(tenancy, {("s1", "g1"): 3, ("s2", "g2"): 4}, frozenset({"s9"}), **more)


def statement(found: WorkflowRead) -> Statement:
    made = deployment_from_workflow(found, place=PLACE, places=places(), catalogue=CATALOGUE)
    assert made is not None
    return made


def deployment(*steps: Mapping[str, Any], **changes: Any) -> Deployment:
    return statement(read(*steps, **changes)).deployment


def told(deployment: Deployment) -> dict[str, Any]:
    """Settings by name; where a name comes twice, the last."""
    return {one.name: one.value for one in deployment.settings}
