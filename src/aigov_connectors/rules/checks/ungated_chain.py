"""What several tools do one after the other has a person in between, where the policy wants one.

Fail: the data shows every link from the first step to the last, nobody is asked at any of them,
all steps reach the same client, and no line of the oversight policy allows what is done at the end.
Pass: a person must say yes at one of the steps, or the policy lets the end happen alone.
Undetermined: a link is concluded and not shown; it is not known of a step whether it is on, whom
it reaches or whether a person is asked there; whoever is asked was seen to say yes to what they had
set up themselves; or what is done at the end could not be told.
Where whom it reaches is not known, and lines of the policy about some clients may speak of what is
done, it passes only if the policy allows it for everyone whom it may reach.
Why: tools that only advise can add up to an action that no one approved.
Remedy: put a person into one of the steps, or take one of the links away.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from aigov_connectors.inventory import (
    CONTAINMENT_DECISIONS,
    Autonomy,
    Basis,
    Chain,
    ChainStep,
    Client,
    Confidence,
    DecisionKind,
    Deployment,
    GateKind,
    Inventory,
    Reach,
    Severity,
    Verdict,
)
from aigov_connectors.policy import Policy
from aigov_connectors.rules.model import (
    InventoryRule,
    Judged,
    Judgement,
    Subject,
    SubjectKind,
)
from aigov_connectors.rules.reaching import Served, for_whom_not_told, tells_apart
from aigov_connectors.rules.words import ACTION, listed, path_words

_GRAVE = CONTAINMENT_DECISIONS | {DecisionKind.RUN_SCRIPT}
_ASKED = {
    GateKind.PRE_APPROVAL: "after a person's yes",
    GateKind.VETO_WINDOW: "unless a person stops it",
    GateKind.UNKNOWN: "and whether a person is asked could not be told",
}
_HOW_TO_TELL = (
    "Look in the consoles of both tools whether one leads to the other, and who is asked before."
)
_GRAVITY = (Verdict.FAIL, Verdict.UNDETERMINED, Verdict.PASS)


def evaluate(inventory: Inventory, policy: Policy) -> Iterator[Judged]:
    """Judge every chain for each client that all of its steps reach."""
    known = {one.key: one for one in inventory.deployments}
    served = Served(inventory)
    for chain in inventory.chains:
        path = _Path(chain, known)
        per_client = {
            client: _judgement(path, policy, inventory.client_by_id[client])
            for client in chain.clients
        }
        seen = sorted(per_client.values(), key=lambda one: _GRAVITY.index(one.verdict))
        besides = _whom_it_may_reach(path, policy, served) if path.may_reach_more else ()
        possible = [_judgement(path, policy, client) for client in besides]
        gravest = (*seen, *possible)[0]
        yield Judged(
            subject=Subject(
                kind=SubjectKind.CHAIN, key=chain.id, name=path.name, connection=path.begins_at
            ),
            connection=inventory.connection_by_name.get(path.begins_at),
            overall=for_whom_not_told(gravest, possible, is_seen=bool(seen)) or gravest,
            per_client=per_client,
            confidence=path.confidence,
        )


def _whom_it_may_reach(path: _Path, policy: Policy, served: Served) -> Sequence[Client | None]:
    """Those of whom the policy may differ; None, nobody in particular, where it does not."""
    if path.deployments and tells_apart(path.chain.decisions, policy, feature=path.feature):
        return served.whom_it_may_reach(path.deployments[-1], policy)
    return (None,)


class _Path:
    """A chain in words."""

    def __init__(self, chain: Chain, known: Mapping[str, Deployment]) -> None:
        self.chain = chain
        self.deployments = [
            found for one in chain.steps if (found := known.get(one.deployment or ""))
        ]
        self.begins_at = self.deployments[0].connection if self.deployments else ""
        self.feature = self.deployments[-1].feature if self.deployments else None
        self.name = path_words(chain, known)
        self.words = " > ".join(
            _step(one, known, is_last=one is chain.steps[-1], deeds=_deeds(chain.decisions))
            for one in chain.steps
        )
        self.evidence = tuple(dict.fromkeys(e for one in chain.steps for e in one.evidence))

    @property
    def may_reach_more(self) -> bool:
        """Whether others than its clients may be reached, or nobody is known to be."""
        return self.chain.reach is Reach.UNKNOWN or not self.chain.clients

    @property
    def confidence(self) -> Confidence:
        bases = {self.chain.basis, *(one.basis for one in self.deployments)}
        return Confidence.HIGH if bases == {Basis.OBSERVED} else Confidence.MEDIUM


def _judgement(path: _Path, policy: Policy, client: Client | None) -> Judgement:
    chain = path.chain
    deeds = _deeds(chain.decisions)
    if chain.asks_somebody:
        because = f"A person must say yes on the way: {path.words}."
        return Judgement(Verdict.PASS, because, evidence=path.evidence)
    acts = Autonomy.FULLY_AUTONOMOUS
    if chain.weakest_gate.kind is GateKind.VETO_WINDOW:
        acts = Autonomy.SEMI_AUTONOMOUS
    rulings = [
        policy.ruling(decision, None, client, feature=path.feature) for decision in chain.decisions
    ]
    lines = listed(dict.fromkeys(f"“{one.line}”" for one in rulings))
    allowed = [None if r.permission is None else r.permission.allows(acts) for r in rulings]
    if all(allowed):
        because = f"The policy allows what is done at the end ({lines}): {path.words}."
        return Judgement(Verdict.PASS, because, evidence=path.evidence)
    severity = Severity.HIGH if _GRAVE & set(chain.decisions) else Severity.MEDIUM
    doubts = list(chain.doubts)
    if chain.weakest_gate.kind is GateKind.UNKNOWN:
        doubts.append("whether a person is asked on the way could not be told")
    elif not doubts and (chain.basis is not Basis.OBSERVED or chain.reach is Reach.UNKNOWN):
        doubts.append("the data does not show all of it")
    elif not doubts and False not in allowed:
        doubts.append(f"the policy lines {lines} split where this path does not")
    if doubts:
        return Judgement(
            Verdict.UNDETERMINED,
            f"Perhaps nobody is asked on the way ({'; '.join(doubts)}): {path.words}.",
            does=f"perhaps {deeds} by way of {len(chain.steps)} steps",
            severity=Severity.MEDIUM if severity is Severity.HIGH else Severity.LOW,
            evidence=path.evidence,
            remedy=_HOW_TO_TELL,
        )
    return Judgement(
        Verdict.FAIL,
        f"No person approves on the way: {path.words}; policy: {lines}.",
        does=f"{deeds} by way of {len(chain.steps)} steps",
        severity=severity,
        evidence=path.evidence,
    )


def _step(step: ChainStep, known: Mapping[str, Deployment], *, is_last: bool, deeds: str) -> str:
    one = known.get(step.deployment or "")
    where = step.integration or ""
    if one is not None:
        where = f"{one.source_object.name} ({one.connection})"
    asked = _ASKED.get(step.gate)
    does = deeds if is_last else (step.link or "leads on")
    return f"{where} {does}{f' {asked}' if asked else ''}"


def _deeds(decisions: Iterable[DecisionKind]) -> str:
    return listed(ACTION[one] for one in decisions)


RULE = InventoryRule(
    id="ungated-chain",
    title="Several tools together act without a person's approval",
    severity=Severity.HIGH,
    remedy="Put a person into one of the steps, or take one of the links away.",
    evaluate=evaluate,
)
