"""Findings narrowed to one client, for a view or a file that is about that client alone."""

from __future__ import annotations

from collections.abc import Iterable

from aigov_connectors.inventory import Client
from aigov_connectors.rules.model import Finding, Topic

__all__ = ["narrowed_to"]


def narrowed_to(findings: Iterable[Finding], client: Client) -> tuple[Finding, ...]:
    """Keep what concerns one client, each finding with the answer that it has for that client.

    A finding without rows concerns everyone whom its connection serves.
    """
    served = {(member.vendor, member.tenant_id) for member in client.members}
    kept: list[Finding] = []
    for finding in findings:
        rows = tuple(row for row in finding.clients if row.id == client.id)
        if rows:
            (row,) = rows
            kept.append(
                finding.model_copy(
                    update={"clients": rows, "verdict": row.verdict, "severity": row.severity}
                )
            )
        elif not finding.clients and _may_concern(finding, served):
            kept.append(finding)
    return tuple(kept)


def _may_concern(finding: Finding, served: set[tuple[str, str]]) -> bool:
    if finding.topic is Topic.SUPPLIER:  # the subject's key begins with vendor and tenant
        return any(finding.subject.key.startswith(f"{one}/{tenant}/") for one, tenant in served)
    vendor = (finding.subject.feature or "").rpartition(".")[0]
    return not vendor or any(one == vendor for one, _ in served)
