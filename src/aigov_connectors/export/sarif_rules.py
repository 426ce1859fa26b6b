"""The rules of a SARIF log, and the frameworks as taxonomies that its results refer to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from aigov_connectors.controls import Control, Framework, shipped_frameworks
from aigov_connectors.export.model import Run
from aigov_connectors.export.naming import named
from aigov_connectors.inventory import Severity
from aigov_connectors.rules import Finding, rule_documentation, shipped_rules

__all__ = ["LEVELS", "RuleBook", "rule_book"]

LEVELS = {
    Severity.CRITICAL: "error",
    Severity.HIGH: "error",
    Severity.MEDIUM: "warning",
    Severity.LOW: "note",
    Severity.INFO: "note",
}

_GRAVITY = {
    Severity.CRITICAL: "9.5",
    Severity.HIGH: "8.0",
    Severity.MEDIUM: "5.5",
    Severity.LOW: "3.0",
    Severity.INFO: "0.0",
}
"""How a viewer of code scanning sorts: a number from 0 to 10 as text."""


@dataclass(frozen=True, slots=True)
class RuleBook:
    """What results refer to by index."""

    driver: dict[str, Any]
    taxonomies: list[dict[str, Any]]
    index_of: dict[str, int]
    """Rule to its place among the rules."""
    places: dict[tuple[str, str], tuple[int, int]]
    """Framework and identifier to the places of taxonomy and taxon."""

    def taxon_of(self, control: Control) -> dict[str, Any] | None:
        """The reference to a control; None where its framework was not at hand."""
        return _reference(self.places, control.framework, control.identifier)


def rule_book(run: Run) -> RuleBook:
    """Every rule that there is, and those that only the findings still know."""
    judged = run.snapshot.assessment
    earlier = () if run.previous is None else run.previous.assessment.findings
    frameworks = shipped_frameworks()
    places = {
        (framework.framework, one.identifier): (at, place)
        for at, framework in enumerate(frameworks)
        for place, one in enumerate(framework.controls)
    }
    rules = _rules((*judged.findings, *judged.passes, *earlier))
    for rule in rules:
        rule["relationships"] = [
            {"target": reference, "kinds": ["relevant"]}
            for framework in frameworks
            for one in framework.controls
            if rule["id"] in one.rules
            and (reference := _reference(places, framework.framework, one.identifier))
        ]
    return RuleBook(
        driver={
            "name": "aigov-connectors",
            "guid": named("tool"),
            "version": run.snapshot.inventory.library_version,
            "rules": rules,
            "supportedTaxonomies": [
                {"name": one.framework, "index": at, "guid": named("framework", one.framework)}
                for at, one in enumerate(frameworks)
            ],
        },
        taxonomies=[_taxonomy(one) for one in frameworks],
        index_of={rule["id"]: at for at, rule in enumerate(rules)},
        places=places,
    )


def _rules(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for rule in shipped_rules():
        found[rule.id] = _rule(
            rule.id, rule.title, rule.severity, rule.remedy, rule.topic, rule_documentation(rule)
        )
    for one in findings:
        if one.rule not in found:  # of a package that is not installed here
            found[one.rule] = _rule(
                one.rule, one.title, one.severity, one.remedy, one.topic, one.title
            )
    return [found[name] for name in sorted(found)]


def _rule(
    name: str, title: str, severity: Severity, remedy: str, topic: str, documentation: str
) -> dict[str, Any]:
    return {
        "id": name,
        "name": "".join(word.capitalize() for word in name.split("-")),
        "guid": named("rule", name),
        "shortDescription": {"text": title},
        "fullDescription": {"text": documentation},
        "help": {"text": remedy},
        "defaultConfiguration": {"level": LEVELS[severity]},
        "properties": {"tags": [str(topic)], "security-severity": _GRAVITY[severity]},
    }


def _taxonomy(framework: Framework) -> dict[str, Any]:
    return {
        "name": framework.framework,
        "guid": named("framework", framework.framework),
        "version": framework.version,
        "isComprehensive": False,
        "shortDescription": {
            "text": "Controls that findings give evidence about, in words of this library."
            " A reference never says that somebody complies."
        },
        "fullDescription": {"text": f"{framework.source} {framework.note}".strip()},
        "taxa": [
            {
                "id": one.identifier,
                "guid": named("control", framework.framework, one.identifier),
                "shortDescription": {"text": one.words},
            }
            for one in framework.controls
        ],
    }


def _reference(
    places: dict[tuple[str, str], tuple[int, int]], framework: str, identifier: str
) -> dict[str, Any] | None:
    place = places.get((framework, identifier))
    if place is None:
        return None
    return {
        "id": identifier,
        "index": place[1],
        "guid": named("control", framework, identifier),
        "toolComponent": {
            "name": framework,
            "index": place[0],
            "guid": named("framework", framework),
        },
    }
