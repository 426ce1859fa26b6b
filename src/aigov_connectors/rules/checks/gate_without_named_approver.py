"""Where a person stands in between, it is known who.

Fail: it acts unless someone stops it in time, and no role, person or team is named who would. Low.
Pass: a role, a person or a team is named; the end user and the vendor's own team count as such.
Undetermined: it acts only after a yes, and whose is not shown: "an analyst" or "a technician" says
what kind of person, and is no name. Low: without a yes nothing happens.
Gates before what only informs, drafts or collects are passed over. One answer per feature: that a
tool does not show its approvers is the same for its three hundred policies.
Why: when everyone may approve, nobody is answerable, and at night nobody does.
Remedy: write down which role approves, give only that role the right, and attest it.
"""

from __future__ import annotations

from collections.abc import Iterator

from aigov_connectors.inventory import (
    Actor,
    ActorKind,
    ApprovalGate,
    Deployment,
    GateKind,
    Inventory,
    Severity,
    Verdict,
)
from aigov_connectors.policy import Policy
from aigov_connectors.rules.model import InventoryRule, Judged, Topic
from aigov_connectors.rules.uses import Answer, judged, uses
from aigov_connectors.rules.words import listed

_ASKED = frozenset({GateKind.PRE_APPROVAL, GateKind.VETO_WINDOW})
_NAMES = frozenset({ActorKind.ROLE, ActorKind.PERSON, ActorKind.END_USER, ActorKind.VENDOR_STAFF})
"""Kinds that say who, without an id or a role beside them."""


def evaluate(inventory: Inventory, policy: Policy) -> Iterator[Judged]:
    """Judge each feature that a person stands before; the policy has no say in it."""
    for use in uses(inventory, concerned=_has_gate):
        yield judged(use, inventory, _answer)


def _answer(deployment: Deployment) -> Answer:
    nameless = [gate for gate in _gates(deployment) if not any(map(_is_name, gate.approvers))]
    if not nameless:
        return Answer(Verdict.PASS, why="has a gate, and who stands there is named.")
    kinds = {one.kind.value.replace("_", " ") for gate in nameless for one in gate.approvers}
    whose = f"a name is missing: any {listed(sorted(kinds))}" if kinds else "nobody is named"
    silent = any(gate.kind is GateKind.VETO_WINDOW for gate in nameless)
    if silent and deployment.enabled is not None:
        why = f"acts unless someone stops it in time, and {whose}."
        return Answer(Verdict.FAIL, Severity.LOW, why)
    return Answer(Verdict.UNDETERMINED, Severity.LOW, f"has a gate, and who stands there: {whose}.")


def _has_gate(deployment: Deployment) -> bool:
    return bool(_gates(deployment))


def _gates(deployment: Deployment) -> list[ApprovalGate]:
    every = (deployment.gate, *(part.gate for part in deployment.breakdown))
    return [gate for gate in every if gate.kind in _ASKED]


def _is_name(actor: Actor) -> bool:
    return actor.kind in _NAMES or bool(actor.id) or bool(actor.role)


RULE = InventoryRule(
    id="gate-without-named-approver",
    title="A person stands in between, and nobody says who",
    topic=Topic.CONTROL,
    severity=Severity.LOW,
    remedy="Write down which role approves, give only that role the right, and attest it.",
    evaluate=evaluate,
)
