"""Answers of a console in which nothing acts beside the policies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def rows(*items: Mapping[str, Any]) -> dict[str, Any]:
    return {"data": list(items), "pagination": {"nextCursor": None, "totalItems": len(items)}}


NO_ALERTS = {
    "totalCount": 0,
    "pageInfo": {"hasNextPage": False, "endCursor": None},
    "edges": [],
}
BY_POLICY = {
    "id": 2024,
    "action": "Threat Quarantined By Policy",
    "descriptionTemplate": "{{ file }} was quarantined by policy.",
}

COMMANDS = tuple(
    {
        "id": number,
        "action": f"{deed.title()} Command",
        "descriptionTemplate": f"{{{{ username }}}} issued a {deed} command.",
    }
    for number, deed in enumerate(
        ("kill", "quarantine", "remediate", "rollback", "disconnect from network"), 9001
    )
)
"""Types that tell of what people commanded, so that none of it means that nobody did."""


def quiet_automation() -> dict[str, Any]:
    """Every path of the automation, by its path below the API."""
    return {
        "/cloud-detection/rules": rows(),
        "/detection-library/platform-rules": rows(
            {
                "id": "1",
                "status": "Active",
                "treatAsThreat": "UNDEFINED",
                "networkQuarantine": False,
            }
        ),
        "/exclusions": rows(),
        "/config-override": rows(),
        "/remote-scripts": rows({"id": "1", "scriptType": "action", "scopeLevel": "sentinel"}),
        "/remote-scripts/guardrails/configuration": {
            "data": {
                "enabled": False,
                "scriptTypes": [],
                "endpointsQuantity": 0,
                "inherited": True,
            }
        },
        "/remote-scripts/pending-executions": rows(),
        "/upgrade-policy/policies": {
            "data": {"isInherited": False, "policiesInChildScope": False, "policies": []},
            "pagination": {"totalItems": 0},
        },
        "/ranger/settings": {"data": {"enabled": False, "autoEnableNetworks": False}},
        "/activities/types": {"data": [BY_POLICY, *COMMANDS]},
        "/activities": rows(),
        "/users": rows({"id": "11", "scopeRoles": [{"roleId": "77"}]}),
        "/service-users": rows({"id": "12", "scopeRoles": [{"roleId": "77"}]}),
        "/rbac/roles": rows({"id": "77", "name": "Viewer"}),
        "/hyper-automate/api/public/workflows": rows(),
        "/hyper-automate/api/public/workflow-execution": rows(),
        "/unifiedalerts/graphql": {"data": {"alerts": NO_ALERTS}},
    }
