"""What of the configuration's policy names nothing that is there: lines and waivers."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from aigov_connectors import registry
from aigov_connectors.config import Config
from aigov_connectors.inventory import Dimension, Inventory
from aigov_connectors.policy import SCALES, KnownNames, PolicyProblem, Waiver, name_problems
from aigov_connectors.rules import Assessment, shipped_rules

__all__ = ["care_words", "names_nothing"]


def names_nothing(
    config: Config,
    *,
    today: date,
    inventory: Inventory | None = None,
    judged: Assessment | None = None,
) -> tuple[PolicyProblem, ...]:
    """Every line and waiver that names what is not there, or that nothing in a run falls under.

    Args:
        config: whose lines and waivers.
        today: on which waivers count or have ended.
        inventory: of a whole run; without one, clients are those that the configuration declares,
            if it declares any.
        judged: the findings over all of that run, of which waivers may cover none.
    """
    if not (config.waivers or config.oversight.lines):
        return ()
    declared = {name for one in config.clients for name in (one.id, one.name) if name}
    if inventory is None:
        clients = frozenset(declared) or None
    else:
        clients = frozenset({*declared, *(name for one in inventory.clients for name in one.names)})
    features = {
        entry.id: frozenset(entry.feature.decisions)
        for vendor in registry.vendors()
        for entry in registry.catalogue(vendor).features
    }
    known = KnownNames(
        rules=frozenset(rule.id for rule in shipped_rules()),
        features=frozenset(features),
        clients=clients,
        decisions=features,
        connections={one.name: one.vendor for one in config.connections},
        words={} if inventory is None else _words(inventory),
        covering=None if judged is None else _covering(judged),
    )
    return name_problems(config.oversight.lines, config.waivers, known=known, today=today)


def _words(inventory: Inventory) -> dict[Dimension, frozenset[str]]:
    """By what words the parts of a run's settings are told apart."""
    found: dict[Dimension, set[str]] = defaultdict(set)
    for deployment in inventory.deployments:
        for part in deployment.breakdown:
            if isinstance(part.value, str):
                found[part.dimension].add(part.value.strip().casefold())
    scaled = {dimension: set(scale) for dimension, scale in SCALES.items()}
    return {name: frozenset(words) for name, words in {**found, **scaled}.items()}


def _covering(assessment: Assessment) -> frozenset[Waiver]:
    found = {one.waiver for one in assessment.findings}
    found |= {row.waiver for one in assessment.findings for row in one.clients}
    return frozenset(one for one in found if one is not None)


def care_words(problems: tuple[PolicyProblem, ...]) -> str:
    """`waiver 2 (unattended-scripts) names …`; one problem whole, more as a number."""
    first = problems[0]
    told = f"{first.part} {first.line} ({first.name}) {first.words}"
    if len(problems) == 1:
        return told
    return f"{told} And {len(problems) - 1} more."
