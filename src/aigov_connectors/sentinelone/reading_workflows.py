"""Hyperautomation: the list of workflows, the definition of each, and how often they ran."""

from __future__ import annotations

from collections.abc import Coroutine
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from aigov_connectors.collecting import CollectionBuilder, side_by_side
from aigov_connectors.inventory import CredentialRights, DecisionCounter, GapReason
from aigov_connectors.sentinelone.client import SentinelOneClient
from aigov_connectors.sentinelone.normalize.executions import count_executions
from aigov_connectors.sentinelone.normalize.places import Places
from aigov_connectors.sentinelone.normalize.workflows import (
    WorkflowRead,
    deployment_from_workflow,
)

VENDOR = "sentinelone"
RESOURCE, RUNS = "workflows", "workflow_executions"


@dataclass(slots=True)
class _Seen:
    decisions: DecisionCounter
    workflows: dict[str, WorkflowRead] = field(default_factory=dict)
    runs_complete: bool = False


class WorkflowReading:
    """Reads the workflows of one console; used once, by `Reading`."""

    def __init__(
        self,
        client: SentinelOneClient,
        into: CollectionBuilder,
        *,
        since: datetime,
        rights: CredentialRights,
    ) -> None:
        self._client = client
        self._into = into
        self._since = since
        self._proven = rights is not CredentialRights.CANNOT_TELL
        self._seen = _Seen(DecisionCounter(vendor=VENDOR, tenant_id=client.tenant_id))

    async def read(self, places: Places) -> None:
        """Read the list, then every definition, then the runs; each refusal is a gap."""
        await self._read_workflows(places)
        await self._read_executions(places)

    async def _read_workflows(self, places: Places) -> None:
        into, seen = self._into, self._seen
        if not into.wants(RESOURCE):
            return
        read = self._client.workflows()
        async for page in into.pages(RESOURCE, read, empty_proves_absence=self._proven):
            for row in page.items:
                seen.workflows[row.key] = WorkflowRead(row, page.origin)
        jobs: list[Coroutine[Any, Any, None]] = []
        for one in seen.workflows.values():
            if one.row.is_snippet:
                continue  # what calls it is in doubt, whatever is inside
            if one.row.version_id is None:
                self._versionless(one, places)
            else:
                jobs.append(self._read_definition(one, one.row.version_id, places))
        await side_by_side(jobs)
        into.documents_read(RESOURCE)

    async def _read_definition(self, one: WorkflowRead, version: str, places: Places) -> None:
        document = await self._into.document(
            RESOURCE,
            self._client.workflow(one.row.key, version),
            subject=f"steps of workflow {one.row.name or one.row.key}",
            organizations=_organizations(one, places),
        )
        if document is None:
            return
        self._seen.workflows[one.row.key] = WorkflowRead(
            one.row, one.listed, document.value, document.origin
        )
        if not document.value.steps:
            # One gap for all of them: how a definition is wrapped is not documented.
            self._into.gap(
                RESOURCE,
                "steps of workflows whose definition shows none",
                GapReason.INCONCLUSIVE,
                detail=f"no step was found in {one.row.name or one.row.key}",
                remedy="Open the workflows in the console, and attest what they do; if they have"
                " steps, report it.",
                organizations=_organizations(one, places),
            )

    def _versionless(self, one: WorkflowRead, places: Places) -> None:
        self._into.gap(
            RESOURCE,
            f"steps of workflow {one.row.name or one.row.key}",
            GapReason.INCONCLUSIVE,
            detail="the console does not tell which of its versions is in use",
            organizations=_organizations(one, places),
        )

    async def _read_executions(self, places: Places) -> None:
        into, seen = self._into, self._seen
        without_time = 0
        read = self._client.workflow_executions(created_since=self._since, created_before=into.now)
        async for page in into.pages(RUNS, read, empty_proves_absence=self._proven):
            without_time += count_executions(
                page.items,
                seen.decisions,
                workflows=seen.workflows,
                places=places,
                catalogue=into.catalogue,
            )
        seen.runs_complete = read.receipt.is_whole and not without_time
        if without_time:
            into.gap(
                RUNS,
                f"{without_time} runs of workflows without a time",
                GapReason.INCONCLUSIVE,
                detail="they have no time of creation, so they are not counted",
            )

    @property
    def listed(self) -> tuple[WorkflowRead, ...]:
        """Every workflow that was listed."""
        return tuple(self._seen.workflows.values())

    def say(self, places: Places) -> None:
        """State what was read by now."""
        into, seen = self._into, self._seen
        for key in sorted(seen.workflows):
            statement = deployment_from_workflow(
                seen.workflows[key], place=into.place, places=places, catalogue=into.catalogue
            )
            if statement is not None:
                into.say([statement])
        into.decisions(seen.decisions.stats(complete=seen.runs_complete))


def _organizations(one: WorkflowRead, places: Places) -> tuple[str, ...]:
    """Whom a workflow may concern; empty, which is everybody, where that is not known."""
    key = places.key(one.row.scope_level, one.row.scope_id)
    return () if key is None or not places.is_known(key) else tuple(places.reach(key))
