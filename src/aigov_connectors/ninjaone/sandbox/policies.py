"""Policies, their conditions after inheritance, scripts and tasks."""

import json
from typing import Any

from aigov_connectors.ninjaone.sandbox import planted
from aigov_connectors.ninjaone.sandbox.planted import PlantedCondition, PlantedPolicy
from aigov_connectors.ninjaone.sandbox.planted_changes import CHANGED_POLICY, changed_at
from aigov_connectors.sandbox.noise import uuid_text
from aigov_connectors.sandbox.times import DAY, SECOND
from aigov_connectors.sandbox.world import SECRET_MARK, World


class Automation:
    """What runs by itself, as far as this API shows it."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._by_id = {policy.id: policy for policy in planted.POLICIES}

    def _ago(self, days: int) -> float:
        return (self._world.end - days * DAY) / SECOND + 0.25

    def _updated(self, policy: PlantedPolicy) -> float:
        at = changed_at(self._world) if policy.id == CHANGED_POLICY else None
        return self._ago(policy.id) if at is None else at / SECOND

    def policies(self) -> bytes:
        """Return the body of `GET /v2/policies`."""
        return json.dumps([self._policy(policy) for policy in planted.POLICIES]).encode()

    def _policy(self, policy: PlantedPolicy) -> dict[str, Any]:
        row: dict[str, Any] = {
            "id": policy.id,
            "name": policy.name,
            "description": "Reviewed every quarter" if policy.id % 2 else "",
            "nodeClass": policy.node_class,
            "updated": self._updated(policy),
            "nodeClassDefault": policy.is_default,
        }
        if policy.parent is not None:
            row["parentPolicyId"] = policy.parent
        return row

    def conditions(self, policy_id: int, kind: str) -> bytes | None:
        """Return the conditions of a policy, inherited ones included; None for no policy."""
        if policy_id not in self._by_id:
            return None
        found: dict[int, PlantedCondition] = {}
        nearest: int | None = policy_id
        while nearest is not None:
            for one in planted.CONDITIONS:
                if one.policy == nearest and one.kind == kind:
                    found.setdefault(one.number, one)
            nearest = self._by_id[nearest].parent
        rows = [self._condition(one, policy_id) for _, one in sorted(found.items())]
        return json.dumps(rows).encode()

    def _condition(self, condition: PlantedCondition, policy_id: int) -> dict[str, Any]:
        first = next(one for one in planted.CONDITIONS if one.number == condition.number)
        windows = condition.kind == "windows-event"
        row: dict[str, Any] = {
            "id": uuid_text(self._world.seed, 81, condition.number),
            "conditionName": "Windows Event" if windows else "Custom Fields",
            "displayName": condition.name,
            "severity": "MODERATE",
            "priority": "MEDIUM",
            "channels": [4] if condition.notification == "SEND" else [],
            "scripts": [self._script_call(script) for script in condition.scripts],
            "notificationAction": condition.notification,
            "notifyOnReset": False,
            "resetThreshold": 3600,
            "inheritance": {
                "inherited": policy_id != first.policy,
                "overridden": policy_id != first.policy and condition.policy == policy_id,
                "sourcePolicyId": first.policy,
            },
            **condition.settings,
        }
        if windows:
            row.setdefault("occurrence", {"enabled": False, "threshold": 0, "duration": 0})
        if condition.enabled is not None:
            row["enabled"] = condition.enabled
        return row

    @staticmethod
    def _script_call(script: int) -> dict[str, Any]:
        call: dict[str, Any] = {
            "scriptId": script,
            "runAs": "SYSTEM",
            "scriptVariables": [{"id": "v1", "value": f"{SECRET_MARK}-variable-{script}"}],
        }
        if script % 2:
            call["scriptParam"] = f"-Key {SECRET_MARK}-parameter-{script}"
        return call

    def scripts(self) -> bytes:
        """Return the body of `GET /v2/automation/scripts`."""
        rows = [
            {
                "id": id_,
                "name": name,
                "description": "",
                "active": id_ != 63,
                "language": language,
                "architecture": ["64"],
                "operatingSystems": ["Linux"] if language == "sh" else ["Windows"],
                "scriptParameters": [],
                "scriptVariables": [
                    {
                        "id": "v1",
                        "name": "apiKey",
                        "description": "",
                        "type": "TEXT",
                        "source": "LITERAL",
                        "defaultValue": f"{SECRET_MARK}-default-{id_}",
                        "required": False,
                        "valueList": [],
                    }
                ],
                "createdBy": "Technician 02",
                "lastUpdatedBy": "Technician 03",
                "createdOn": self._ago(400),
                "updatedOn": self._ago(id_),
            }
            for id_, name, language in planted.SCRIPTS
        ]
        return json.dumps(rows).encode()

    def tasks(self) -> bytes:
        """Return the body of `GET /v2/tasks`."""
        rows: list[dict[str, Any]] = []
        for id_, name, enabled in planted.TASKS:
            row: dict[str, Any] = {
                "id": id_,
                "name": name,
                "description": "",
                "created": self._ago(300),
                "runCount": id_ * 6,
            }
            if enabled is not None:
                row["enabled"] = enabled
            if enabled:
                row["lastRun"] = self._ago(2)
            rows.append(row)
        return json.dumps(rows).encode()
