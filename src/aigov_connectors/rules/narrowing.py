"""Findings narrowed to one client, for a view or a file that is about that client alone."""

from __future__ import annotations

from collections.abc import Iterable

from aigov_connectors.inventory import Client, Verdict
from aigov_connectors.rules.model import Finding, Topic

__all__ = ["narrowed_to"]

_GRAVITY = {Verdict.PASS: 0, Verdict.UNDETERMINED: 1, Verdict.FAIL: 2}


def narrowed_to(findings: Iterable[Finding], client: Client) -> tuple[Finding, ...]:
    """Keep what concerns one client, each finding with the answer that it has for that client.

    A finding without rows concerns everyone whom its connection serves.
    """
    served = {(member.vendor, member.tenant_id) for member in client.members}
    kept: list[Finding] = []
    for finding in findings:
        rows = [row for row in finding.clients if row.id in (client.id, *client.also_known_as)]
        if rows:
            # An earlier run may have known it as two clients: the graver answer is about it too.
            row = max(rows, key=lambda one: (_GRAVITY[one.verdict], one.severity.rank))
            own = row.model_copy(update={"id": client.id, "name": client.name})
            kept.append(
                finding.model_copy(
                    update={"clients": (own,), "verdict": own.verdict, "severity": own.severity}
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
