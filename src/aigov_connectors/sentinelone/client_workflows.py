"""What can be asked of Hyperautomation: workflows, their definitions, their runs."""

from __future__ import annotations

from datetime import UTC, datetime

from aigov_connectors._http import Document, HttpClient, Listing, Offset, Read
from aigov_connectors._http.graphql import graphql_refusal
from aigov_connectors.sentinelone.wire_workflows import (
    ExecutionWire,
    WorkflowRowWire,
    WorkflowWire,
)

ROOT = "/web/api/v2.1/hyper-automate/api/public"
EXPORT = f"{ROOT}/workflow-import-export/export/{{workflow_id}}/{{version_id}}"
PAGE_SIZE = 50  # what the console's own pages ask for; no maximum is documented
_NEEDS = "Hyperautomation: View"


class WorkflowReads:
    """Workflows of the token's scope; drafts are shown to their authors alone.

    Part of `SentinelOneClient`, whose docstring tells what every method may raise. A console
    without the licence refuses all of it (`PermissionDeniedError`).
    """

    _http: HttpClient

    def workflows(self, *, page_size: int = PAGE_SIZE) -> Read[WorkflowRowWire]:
        """Every workflow but other people's drafts, in any state. One request per 50.

        Source: API 2.1, GET /hyper-automate/api/public/workflows (verified; that drafts are
        private reported, the place of the total unsure).
        """
        return self._http.read(
            Listing(
                resource="workflows",
                path=f"{ROOT}/workflows",
                row=WorkflowRowWire,
                paging=Offset(size=page_size),
                rows_at=("data",),
                needs=_NEEDS,
            )
        )

    async def workflow(self, workflow_id: str, version_id: str) -> Document[WorkflowWire]:
        """The definition of one version, reduced to its structure. One request.

        What people typed into the steps (headers, bodies, prompts, addresses) is dropped while
        it is parsed; the digest is of the whole without its secret-like keys.

        Raises:
            NotFoundError: there is no such workflow or version any more.

        Source: API 2.1, GET /hyper-automate/api/public/workflow-import-export/export/{workflow_id}
        /{version_id} (verified; the fields of a definition reported).
        """
        return await self._http.document(
            EXPORT,
            refusal=graphql_refusal,  # a definition has no errors beside it either
            ids={"workflow_id": workflow_id, "version_id": version_id},
            model=WorkflowWire,
            needs=_NEEDS,
        )

    def workflow_executions(
        self,
        *,
        created_since: datetime | None = None,
        created_before: datetime | None = None,
        page_size: int = PAGE_SIZE,
    ) -> Read[ExecutionWire]:
        """Every run, or those created between two aware times. One request per 50.

        With `created_before`, runs that start meanwhile do not move the list.

        Source: API 2.1, GET /hyper-automate/api/public/workflow-execution (verified).
        """
        return self._http.read(
            Listing(
                resource="workflow_executions",
                path=f"{ROOT}/workflow-execution",
                row=ExecutionWire,
                paging=Offset(size=page_size),
                params={
                    "created_at__gte": _iso(created_since),
                    "created_at__lt": _iso(created_before),
                },
                rows_at=("data",),
                needs=_NEEDS,
            )
        )


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
