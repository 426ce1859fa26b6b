"""One rule, or one finding, so that a person can act on it and answer for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any

from rich.console import RenderableType
from rich.text import Text

from aigov_connectors.cli.show.chains import chain_rows
from aigov_connectors.cli.show.findings import evidence_words
from aigov_connectors.cli.show.layout import heading, indented, labelled, line, stacked
from aigov_connectors.cli.show.text import counted, listed_names
from aigov_connectors.cli.show.words import SEVERITY_STYLE, SOURCE_WORDS
from aigov_connectors.controls import Relation, shipped_frameworks
from aigov_connectors.inventory import (
    AIFeature,
    Availability,
    Chain,
    Deployment,
    Evidence,
    Gap,
    Inventory,
    Provision,
    Verdict,
)
from aigov_connectors.inventory.counting import clients_in_words
from aigov_connectors.risk import ChainRisk, Rating, Risk, Span, level_of
from aigov_connectors.rules import Finding, Rule, rule_documentation
from aigov_connectors.rules.words import part_words, settings_words

__all__ = ["Explained", "explained", "finding_explained", "rule_explained"]

_WIDTH = 12
_CLIENTS_SHOWN = 30
_EVIDENCE_SHOWN = 20

_ANSWERS = {
    Verdict.FAIL: "it fails",
    Verdict.UNDETERMINED: "it could not be told",
    Verdict.PASS: "it passes",
}
_RELATIONS = {
    Relation.SUPPORTS: "supports",
    Relation.CONTRADICTS: "contradicts",
    None: "neither supports nor contradicts",
}
_STATES = {
    Availability.AVAILABLE: "possible",
    Availability.NOT_AVAILABLE: "not possible",
    Availability.UNKNOWN: "not known",
}

Row = tuple[str, str | Text]

_WAYS: tuple[tuple[str, Callable[[Deployment], Provision], str], ...] = (
    ("stop it now", attrgetter("override"), "no setting read there does this; stop another step"),
    ("undo it", attrgetter("rollback"), "not known, since no setting read there does this"),
)
"""How a step of a chain is stopped and undone, and what is said where no setting stands for it."""


@dataclass(frozen=True, slots=True)
class Explained:
    """A finding with all that it rests on."""

    finding: Finding
    deployment: Deployment | None
    feature: AIFeature | None
    evidence: tuple[Evidence, ...]
    gaps: tuple[Gap, ...]
    risks: tuple[Risk, ...]
    chain: Chain | None = None
    """The path, where the finding is about one."""
    steps: tuple[Deployment, ...] = ()
    """The settings that are steps of it, in its order."""
    chain_risks: tuple[ChainRisk, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The same as one document."""
        return {
            "finding": self.finding.model_dump(mode="json"),
            "deployment": None
            if self.deployment is None
            else self.deployment.model_dump(mode="json"),
            "feature": None if self.feature is None else self.feature.model_dump(mode="json"),
            "chain": None if self.chain is None else self.chain.model_dump(mode="json"),
            "steps": [one.model_dump(mode="json") for one in self.steps],
            "evidence": [one.model_dump(mode="json") for one in self.evidence],
            "gaps": [one.model_dump(mode="json") for one in self.gaps],
            "risks": [one.model_dump(mode="json") for one in self.risks],
            "chain_risks": [one.model_dump(mode="json") for one in self.chain_risks],
        }


def explained(finding: Finding, inventory: Inventory, rating: Rating) -> Explained:
    """Gather what a finding rests on."""
    deployment = next(
        (one for one in inventory.deployments if one.key == finding.subject.key), None
    )
    feature = inventory.feature_by_id.get(finding.subject.feature or "")
    gaps = {gap.id: gap for gap in inventory.gaps}
    chain = next((one for one in inventory.chains if one.id == finding.subject.key), None)
    known = {one.key: one for one in inventory.deployments}
    keys = [step.deployment or "" for step in chain.steps] if chain is not None else []
    return Explained(
        finding=finding,
        deployment=deployment,
        feature=feature,
        evidence=tuple(
            inventory.evidence_by_id[one]
            for one in finding.evidence
            if one in inventory.evidence_by_id
        ),
        gaps=tuple(gaps[one] for one in finding.gaps if one in gaps),
        risks=tuple(one for one in rating.risks if one.deployment == finding.subject.key),
        chain=chain,
        steps=tuple(known[one] for one in keys if one in known),
        chain_risks=tuple(one for one in rating.chain_risks if one.chain == finding.subject.key),
    )


# A rule ------------------------------------------------------------------------------------


def rule_explained(rule: Rule) -> RenderableType:
    """What the rule asks, its answers, why, what helps, and the controls that it bears on."""
    first, *rest = _sections(rule_documentation(rule))
    rows: list[Row] = [("", first[1]), *rest]
    return stacked(
        line((rule.id, "bold"), f"  {rule.title}"),
        indented(
            labelled(
                [
                    *rows,
                    ("severity", f"{rule.severity.value}, where it says nothing else"),
                    ("topic", rule.topic.value),
                    *_controls(rule.id),
                ],
                width=_WIDTH,
            )
        ),
    )


def _sections(text: str) -> list[tuple[str, str]]:
    """`Fail: …` and the like as label and words; what stands before them has no label."""
    sections: list[tuple[str, str]] = []
    for row in text.splitlines():
        label, colon, words = row.partition(": ")
        if colon and label.isalpha() and label.istitle():
            sections.append((label.lower(), words))
        elif row.strip():
            last, told = sections[-1] if sections else ("", "")
            sections[-1:] = [(last, f"{told} {row.strip()}".strip())]
    return sections or [("", "")]


def _controls(rule: str) -> Iterable[Row]:
    for framework in shipped_frameworks():
        about = [one for one in framework.controls if rule in one.rules]
        words = "; ".join(f"{one.identifier} ({one.words.rstrip('.')})" for one in about)
        if about:
            yield "control", f"{framework.framework}: {words}"
            yield "", line((framework.came_from, "dim"))


# A finding ---------------------------------------------------------------------------------


def finding_explained(
    told: Explained, inventory: Inventory, *, vendor_names: Mapping[str, str]
) -> RenderableType:
    """What it is, why, for whom, what to do now, how to undo it, and the proof."""
    finding = told.finding
    waived = "  (waived)" if finding.is_waived else ""
    return stacked(
        line(
            (finding.severity.value, SEVERITY_STYLE[finding.severity]),
            "  ",
            (finding.title, "bold"),
            waived,
        ),
        indented(labelled(_what(told, inventory, vendor_names), width=_WIDTH)),
        Text(),
        *_path(told, inventory),
        heading("What to do"),
        indented(labelled(_do(told), width=_WIDTH)),
        Text(),
        heading("For whom", _counted(told, inventory)),
        indented(labelled(_whom(told), width=_WIDTH)),
        Text(),
        heading("What it rests on"),
        indented(labelled(_proof(told), width=_WIDTH)),
        Text(),
        heading("Frameworks", "a reference, never a statement that anybody complies"),
        indented(labelled(_references(finding), width=_WIDTH)),
    )


def _what(told: Explained, inventory: Inventory, vendor_names: Mapping[str, str]) -> list[Row]:
    finding, deployment = told.finding, told.deployment
    connection = inventory.connection_by_name.get(finding.subject.connection)
    vendor = vendor_names.get(connection.vendor, connection.vendor) if connection else ""
    where = (finding.subject.name, vendor, finding.subject.connection)
    rows: list[Row] = [
        ("answer", f"{_ANSWERS[finding.verdict]} (confidence {finding.confidence.value})"),
        ("because", finding.because),
        ("where", ", ".join(filter(None, where))),
    ]
    if deployment is not None:
        kind, _ = SOURCE_WORDS[deployment.source_object.kind]
        parents = " > ".join((*deployment.scope.parents, deployment.scope.name))
        rows += [
            ("set by", f"{kind} {deployment.source_object.name}, id {deployment.source_object.id}"),
            ("scope", f"{deployment.scope.level.value} {parents}"),
            ("settings", settings_words(deployment) or "none that is read"),
            ("autonomy", f"{deployment.autonomy.value}, gate {deployment.gate.kind.value}"),
        ]
        rows += [
            (
                "",
                f"{part_words(part)}: {part.autonomy.value}, gate {part.gate.kind.value}",
            )
            for part in deployment.breakdown
        ]
    if told.feature is not None:
        rows.append(("feature", f"{told.feature.name} ({told.feature.id}): {told.feature.decides}"))
    return [*rows, ("rule", f"{finding.rule}; identity {finding.identity}")]


def _path(told: Explained, inventory: Inventory) -> tuple[RenderableType, ...]:
    if told.chain is None:
        return ()
    known = {one.key: one for one in inventory.deployments}
    rows = list(chain_rows(told.chain, known, inventory))
    return (heading("The path"), indented(labelled(rows, width=_WIDTH)), Text())


def _do(told: Explained) -> list[Row]:
    rows: list[Row] = [("change", told.finding.remedy)]
    place = told.deployment or told.feature
    if told.chain is not None:
        rows += _at_each_step(told.chain, told.steps)
    elif place is not None:
        rows += [
            ("stop it now", _provision(place.override)),
            ("undo it", _provision(place.rollback)),
        ]
    rows.append(
        (
            "or accept",
            "write a waiver with an owner, a reason and a last day ([[waivers]]), or an oversight"
            " line that allows it ([[oversight.lines]])",
        )
    )
    return rows


def _at_each_step(chain: Chain, settings: Iterable[Deployment]) -> Iterable[Row]:
    """Any step stops the path; what was done is undone where it was done."""
    known = {one.key: one for one in settings}
    for label, way, nowhere in _WAYS:
        for number, step in enumerate(chain.steps, 1):
            one = known.get(step.deployment or "")
            if one is None:
                yield label, f"step {number}, in {step.integration or 'a tool'}: {nowhere}"
            else:
                kind, _ = SOURCE_WORDS[one.source_object.kind]
                named = f"{kind} {one.source_object.name} ({one.connection})"
                yield label, f"step {number}, {named}: {_provision(way(one))}"


def _provision(one: Provision) -> str:
    return one.how or f"{_STATES[one.state]}; the vendor's documents do not say how"


def _counted(told: Explained, inventory: Inventory) -> str:
    known = inventory.client_by_id
    rows = told.finding.clients
    return clients_in_words(known[one.id].kind if one.id in known else "client" for one in rows)


def _whom(told: Explained) -> list[Row]:
    risks = {one.client: one.score for one in told.risks}
    risks |= {one.client: one.score for one in told.chain_risks}
    if not told.finding.clients:
        return [("", "no client is known to be reached")]
    rows: list[Row] = []
    for one in told.finding.clients[:_CLIENTS_SHOWN]:
        words = [one.name, one.verdict.value, one.severity.value]
        if one.endpoints is not None:
            words.append(counted(one.endpoints, "device"))
        if (risk := risks.get(one.id)) is not None:
            words.append(_risk_words(risk))
        if one.waiver is not None:
            words.append(f"waived by {one.waiver.owner} until {one.waiver.until}")
        rows.append(("", ", ".join(words)))
    rest = len(told.finding.clients) - _CLIENTS_SHOWN
    return [*rows, ("", f"and {rest} more: --json has them")] if rest > 0 else rows


def _risk_words(score: Span) -> str:
    """`risk 24 (medium)`, or `risk 0 to 61 (low to critical)` where it could not be told."""
    least, most = (f"{one:.0f}" for one in (score.least, score.most))
    levels = list(dict.fromkeys(level_of(one).value for one in (score.least, score.most)))
    return f"risk {least if least == most else f'{least} to {most}'} ({' to '.join(levels)})"


def _proof(told: Explained) -> list[Row]:
    def request(one: Evidence) -> tuple[str, ...]:
        fact = one.fact
        return (fact.method, fact.path_template, str(fact.query), fact.object_id or "")

    ordered = sorted(told.evidence, key=request)
    rows: list[Row] = [
        ("evidence", evidence_words(list(same))) for _, same in groupby(ordered, key=request)
    ]
    if len(rows) > _EVIDENCE_SHOWN:
        rest = len(rows) - _EVIDENCE_SHOWN
        rows = [*rows[:_EVIDENCE_SHOWN], ("", f"and {rest} more requests: --json has them")]
    if told.evidence:
        digests: Sequence[str] = list(dict.fromkeys(one.digest for one in told.evidence))
        rows.append(("digest", listed_names(digests, limit=2)))
    rows += [("not known", f"{gap.subject}: {gap.reason.value}. {gap.remedy}") for gap in told.gaps]
    return rows


def _references(finding: Finding) -> list[Row]:
    words = {
        (framework.framework, one.identifier): one.words
        for framework in shipped_frameworks()
        for one in framework.controls
    }
    rows: list[Row] = []
    for framework, controls in groupby(finding.controls, key=lambda one: one.framework):
        about = list(controls)
        names = "; ".join(
            f"{one.identifier} ({words.get((framework, one.identifier), 'no words').rstrip('.')})"
            for one in about
        )
        rows.append(("", f"{_RELATIONS[about[0].relation]} {framework}: {names}"))
    return rows or [("", "none")]
