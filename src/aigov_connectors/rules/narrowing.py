"""Findings narrowed to some clients, for a view or a file that is about them alone.

They are judged with everyone in sight and narrowed afterwards: a rule that compares clients, or
asks whom something may reach, must see them all. What is in force at a client has its answer there.
What only may be, since whom it reaches is not known, is kept and never told as a fact: against the
policy elsewhere, it could not be told here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from aigov_connectors.controls import Relation
from aigov_connectors.inventory import Client, Inventory, Severity, Verdict
from aigov_connectors.inventory.concern import Concern, Concerned
from aigov_connectors.inventory.renaming import under_id_of
from aigov_connectors.rules.model import Finding, FindingClient, SubjectKind, Topic

__all__ = ["narrowed_to", "proven_within"]

_GRAVITY = {Verdict.PASS: 0, Verdict.UNDETERMINED: 1, Verdict.FAIL: 2}
_RELATION = {Verdict.FAIL: Relation.CONTRADICTS, Verdict.PASS: Relation.SUPPORTS}
_SAYS = {
    Verdict.FAIL: "This fails here.",
    Verdict.UNDETERMINED: "It could not be told whether this fails here.",
    Verdict.PASS: "This passes here.",
}
_PERHAPS = {
    Verdict.UNDETERMINED: "Whom it reaches is not shown, so it may be in force here too.",
    Verdict.PASS: "Whom it reaches is not shown; where it is in force it passes.",
}
_OPEN_DEED = "for whom could not be told"
_HOW_TO_TELL = "Look in the vendor's console whom it is set for."


def narrowed_to(
    findings: Iterable[Finding],
    clients: Client | Sequence[Client],
    inventory: Inventory | None = None,
) -> tuple[Finding, ...]:
    """Keep what concerns some clients, each finding with the answer that it has for them.

    A finding without rows concerns everyone whom its connection serves, or whom its setting may
    reach. `inventory` is the one that was judged; without it only the rows are known, and what may
    reach a client beside others is lost.
    """
    wanted = (clients,) if isinstance(clients, Client) else tuple(clients)
    narrowing = _Narrowing(wanted, inventory)
    return tuple(kept for one in findings if (kept := narrowing.of(one)) is not None)


def proven_within(
    findings: Iterable[Finding], part: Inventory, whole: Inventory
) -> Iterator[Finding]:
    """The findings with none but the evidence and gaps that a part of an inventory holds.

    One that rests on settings of others too keeps what shows its own. Where nothing of what it
    rests on is in the part, its sentence is about others and goes as well.
    """
    gaps = {one.id for one in part.gaps}
    own: dict[str, list[str]] = {}
    for deployment in part.deployments:
        own.setdefault(deployment.feature, []).extend(deployment.evidence[:1])
    for one in findings:
        evidence = tuple(proof for proof in one.evidence if proof in part.evidence_by_id)
        if not evidence and any(proof in whole.evidence_by_id for proof in one.evidence):
            evidence = tuple(dict.fromkeys(own.get(one.subject.feature or "", ())))
            because = f"{one.subject.name}: {_SAYS[one.verdict]}"
            one = one.model_copy(update={"because": because, "does": None})
        missing = tuple(gap for gap in one.gaps if gap in gaps)
        if (evidence, missing) == (one.evidence, one.gaps) or not (evidence or missing):
            yield one
        else:
            yield one.model_copy(update={"evidence": evidence, "gaps": missing})


class _Narrowing:
    """Some clients, and what an inventory tells of whom a finding is about."""

    def __init__(self, clients: Sequence[Client], inventory: Inventory | None) -> None:
        self._clients = clients
        self._sight = None if inventory is None else _Sight(inventory, clients)
        self._served = {
            (member.vendor, member.tenant_id) for client in clients for member in client.members
        }

    def of(self, finding: Finding) -> Finding | None:
        """The finding as it is for them; None where it is about others."""
        if not finding.clients:
            return self._without_rows(finding)
        if self._sight is not None and self._sight.is_of_others(finding):
            return None
        rows = [row for client in self._clients for row in _own_row(finding, client)]
        told = {row.id for row in rows}
        perhaps = self._sight is not None and self._sight.may_reach_more(finding, told)
        if not rows:
            return _perhaps(finding) if perhaps else None
        row = max(rows, key=lambda one: (_GRAVITY[one.verdict], one.severity.rank))
        own = tuple(sorted(rows, key=lambda one: one.id))
        if perhaps and _GRAVITY[_at_most_open(finding.verdict)] > _GRAVITY[row.verdict]:
            return _perhaps(finding).model_copy(update={"clients": own})
        return _answered(finding, row.verdict, severity=row.severity, clients=own)

    def _without_rows(self, finding: Finding) -> Finding | None:
        if self._sight is None or finding.topic is Topic.SUPPLIER:
            concern = Concern.SURE if self._may_concern(finding) else Concern.NOT
        else:
            concern = self._sight.concern(finding)
        if concern is Concern.PERHAPS and finding.verdict is Verdict.FAIL:
            return _perhaps(finding)
        return finding if concern else None

    def _may_concern(self, finding: Finding) -> bool:
        subject = finding.subject
        if finding.topic is Topic.SUPPLIER:  # the subject's key begins with vendor and tenant
            return any(subject.key.startswith(f"{one}/{tenant}/") for one, tenant in self._served)
        vendor = (subject.feature or "").rpartition(".")[0]
        return not vendor or any(one == vendor for one, _ in self._served)


class _Sight:
    """What of the judged inventory concerns the clients: together, and each of them."""

    def __init__(self, inventory: Inventory, clients: Sequence[Client]) -> None:
        for one in clients:  # it may be that of another run, and known here by another id
            inventory = under_id_of(inventory, one)
        ids = {one.id: [one.id] if one.id in inventory.client_by_id else [] for one in clients}
        self._together = Concerned(inventory, [name for known in ids.values() for name in known])
        self._each = {name: Concerned(inventory, known) for name, known in ids.items()}
        self._deployments = {one.key: one for one in inventory.deployments}
        self._chains = {one.id: one for one in inventory.chains}
        self._connections = inventory.connection_by_name

    def concern(self, finding: Finding) -> Concern:
        """Whom a finding without rows is about: its setting's clients, or all of its tenant's."""
        subject = finding.subject
        if finding.topic is Topic.CREDENTIAL:
            return Concern.SURE  # about the reading itself, whoever it was for
        if subject.kind is SubjectKind.DEPLOYMENT and subject.key in self._deployments:
            return self._together.deployment(self._deployments[subject.key])
        if subject.kind is SubjectKind.CHAIN and subject.key in self._chains:
            return self._together.chain(self._chains[subject.key])
        if shown := self._together.resting_on(finding.evidence):
            return max(shown)
        connection = self._connections.get(subject.connection)
        if connection is None or self._together.tenant(connection.vendor, connection.tenant_id):
            return Concern.SURE
        return Concern.NOT

    def is_of_others(self, finding: Finding) -> bool:
        """Whether it is a chain of which a step cannot reach them: its tool does not serve them."""
        if finding.subject.kind is not SubjectKind.CHAIN:
            return False
        chain = self._chains.get(finding.subject.key)
        return chain is not None and self._together.chain(chain) is Concern.NOT

    def may_reach_more(self, finding: Finding, told: Collection[str]) -> bool:
        """Whether a setting that it is about may reach one of whom no row tells.

        A chain's rows are the most that all of its steps may have in common.
        """
        subject = finding.subject
        if subject.kind is SubjectKind.DEPLOYMENT:
            setting = self._deployments.get(subject.key)
            return setting is not None and any(
                each.deployment(setting) is Concern.PERHAPS
                for client, each in self._each.items()
                if client not in told
            )
        if subject.kind not in (SubjectKind.FEATURE, SubjectKind.CONNECTION):
            return False
        return any(
            Concern.PERHAPS in each.resting_on(finding.evidence) for each in self._each.values()
        )


def _own_row(finding: Finding, client: Client) -> Iterator[FindingClient]:
    """The row of a client under the id that it has now."""
    rows = [row for row in finding.clients if row.id in (client.id, *client.also_known_as)]
    if rows:
        # An earlier run may have known it as two clients: the graver answer is about it too.
        row = max(rows, key=lambda one: (_GRAVITY[one.verdict], one.severity.rank))
        yield row.model_copy(update={"id": client.id, "name": client.name})


def _at_most_open(verdict: Verdict) -> Verdict:
    return Verdict.UNDETERMINED if verdict is Verdict.FAIL else verdict


def _perhaps(finding: Finding) -> Finding:
    """The finding for whom it may concern and is not known to."""
    does = finding.does
    if does is not None and finding.verdict is Verdict.FAIL and not does.endswith(_OPEN_DEED):
        does = f"{does}; {_OPEN_DEED}"
    verdict = _at_most_open(finding.verdict)
    remedy = finding.remedy
    if verdict is Verdict.UNDETERMINED and _HOW_TO_TELL not in remedy:
        remedy = f"{_HOW_TO_TELL} {remedy}"
    return _answered(finding, verdict, severity=finding.severity, clients=()).model_copy(
        update={
            "because": f"{finding.subject.name}: {_PERHAPS[verdict]}",
            "does": does,
            "remedy": remedy,
        }
    )


def _answered(
    finding: Finding, verdict: Verdict, *, severity: Severity, clients: tuple[FindingClient, ...]
) -> Finding:
    """The finding with the answer for some; its sentence may be about the answer of others."""
    update: dict[str, Any] = {"clients": clients, "verdict": verdict, "severity": severity}
    if verdict is not finding.verdict:
        update |= {
            "because": f"{finding.subject.name}: {_SAYS[verdict]}",
            "does": None,
            "controls": tuple(
                one.model_copy(update={"relation": _RELATION.get(verdict)})
                for one in finding.controls
            ),
        }
    return finding.model_copy(update=update)
