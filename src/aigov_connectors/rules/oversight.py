"""Holds a deployment's decisions against the oversight policy; shared by the rules on gates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from aigov_connectors.inventory import (
    Autonomy,
    Basis,
    BreakdownPart,
    DecisionKind,
    Deployment,
    GateKind,
    Severity,
    Verdict,
)
from aigov_connectors.rules.model import Judgement, View
from aigov_connectors.rules.words import ACTION, listed, part_words, settings_words

__all__ = ["judge_decisions", "parts_on"]


@dataclass(frozen=True, slots=True)
class _Act:
    """One decision of one part that acts, or of which that is not known."""

    decision: DecisionKind
    part: BreakdownPart | None
    autonomy: Autonomy
    gate: GateKind
    line: str
    allowed: bool | None
    """None where the policy or the reading does not tell."""


def judge_decisions(
    deployment: Deployment,
    view: View,
    decisions: Sequence[DecisionKind],
    *,
    severity_of: Callable[[Iterable[DecisionKind]], Severity],
) -> Judgement:
    """Say whether some of a deployment's decisions go further than the policy allows.

    Fail: a part acts where the policy asks for a person. Undetermined: autonomy, gate, the on/off
    state or the policy's threshold leave it open. Pass: it only advises, or a line allows it.
    """
    acts = [act for decision in decisions for act in _acts(deployment, view, decision)]
    what = f"{view.feature.name}, set by {deployment.source_object.name},"
    settings = settings_words(deployment)
    shown = f" ({settings})" if settings else ""
    breaches = [act for act in acts if act.allowed is False]
    if breaches and deployment.enabled is not None:
        return Judgement(
            verdict=Verdict.FAIL,
            severity=severity_of({act.decision for act in breaches}),
            does=_deeds(breaches),
            endpoints=_endpoints(breaches),
            basis=_basis(breaches),
            because=(
                f"{what} by itself {_deeds(breaches)}, and no person approves first{shown};"
                f" policy: {_lines(breaches)}."
            ),
        )
    doubts = [act for act in acts if act.allowed is None]
    if breaches or doubts:
        open_acts = [*breaches, *doubts]
        return Judgement(
            verdict=Verdict.UNDETERMINED,
            severity=severity_of({act.decision for act in open_acts}),
            does=_open_question(deployment, open_acts),
            basis=_basis(open_acts),
            because=f"{what} {_open_question(deployment, open_acts)}{shown}.",
            remedy=_how_to_tell(deployment, open_acts),
        )
    allowed = [act for act in acts if act.allowed]
    if allowed and (deployment.enabled is None or _is_open(allowed)):
        because = (
            f"{what} may act alone ({_deeds(allowed)}){shown}: that could not be told, and the"
            f" policy lets it; policy: {_lines(allowed)}."
        )
    elif allowed:
        because = f"{what} by itself {_deeds(allowed)}{shown}; policy: {_lines(allowed)}."
    else:
        because = f"{what} acts only after a person says yes, or only informs{shown}."
    return Judgement(verdict=Verdict.PASS, because=because)


def parts_on(deployment: Deployment, decision: DecisionKind) -> Sequence[BreakdownPart | None]:
    """The parts that speak of a decision; None, the deployment whole, where none does."""
    return [part for part in deployment.breakdown if part.concerns(decision)] or [None]


def _acts(deployment: Deployment, view: View, decision: DecisionKind) -> Iterable[_Act]:
    for part in parts_on(deployment, decision):
        autonomy = deployment.autonomy if part is None else part.autonomy
        gate = (deployment.gate if part is None else part.gate).kind
        if autonomy is Autonomy.ADVISORY:
            continue
        ruling = view.ruling(decision, part, feature=deployment.feature)
        allowed: bool | None
        if autonomy is Autonomy.UNKNOWN:
            acting = Autonomy.FULLY_AUTONOMOUS
            harmless = ruling.permission is not None and ruling.permission.allows(acting)
            allowed = True if harmless else None
        elif ruling.permission is None:
            allowed = None
        else:
            allowed = ruling.permission.allows(autonomy)
            if not allowed and gate is GateKind.UNKNOWN:
                allowed = None
        yield _Act(decision, part, autonomy, gate, ruling.line, allowed)


def _deeds(acts: Iterable[_Act]) -> str:
    """`kills files on suspicious verdicts and isolates endpoints`."""
    when: dict[str, list[DecisionKind]] = {}
    for act in acts:
        when.setdefault(part_words(act.part) if act.part else "", []).append(act.decision)
    return listed(
        f"{listed(ACTION[one] for one in decisions)}{f' {words}' if words else ''}"
        for words, decisions in when.items()
    )


def _endpoints(acts: Sequence[_Act]) -> int | None:
    """The endpoints of parts that are limited to some of them; None where a part is not."""
    parts = {part.model_dump_json(): part for act in acts if (part := act.part) is not None}
    counts = [part.endpoints for part in parts.values()]
    if any(act.part is None for act in acts) or None in counts:
        return None
    return sum(count for count in counts if count is not None)


def _basis(acts: Sequence[_Act]) -> Basis | None:
    """How sure it is: as the surest of the parts; None where one is as sure as the deployment."""
    told = [None if act.part is None else act.part.basis for act in acts]
    known = [basis for basis in told if basis is not None]
    return min(known, key=list(Basis).index) if known and len(known) == len(told) else None


def _is_open(acts: Iterable[_Act]) -> bool:
    """Whether it is not known of some of them how far they go."""
    return any(act.autonomy is Autonomy.UNKNOWN for act in acts)


def _lines(acts: Iterable[_Act]) -> str:
    return listed(dict.fromkeys(f"“{act.line}”" for act in acts))


def _open_question(deployment: Deployment, acts: Sequence[_Act]) -> str:
    deeds = _deeds(acts)
    if _is_open(acts):
        if all(act.decision is DecisionKind.UNKNOWN for act in acts):
            return "may act alone: what it does, and how far, could not be told"
        return f"may act alone: how far it {deeds} could not be told"
    if deployment.enabled is None:
        return f"would act alone if it is on ({deeds}); whether it is on could not be told"
    if any(act.gate is GateKind.UNKNOWN and act.allowed is None for act in acts):
        return f"{deeds}; whether a person stands in between could not be told"
    return f"by itself {deeds}; the policy lines {_lines(acts)} split where this setting does not"


def _how_to_tell(deployment: Deployment, acts: Sequence[_Act]) -> str:
    """How a person finds out what is open; to change the setting would be the second step."""
    if _is_open(acts):
        if deployment.enabled is None:
            return "Look in the vendor's console whether it is on, what it does, and who is asked."
        return "Look in the vendor's console what it does by itself, and who is asked before."
    if deployment.enabled is None:
        return "Look in the vendor's console whether it is on."
    if any(act.gate is GateKind.UNKNOWN and act.allowed is None for act in acts):
        return "Look in the vendor's console whether a person is asked before, and who."
    return "Write an oversight line for this decision that asks for no such threshold."
