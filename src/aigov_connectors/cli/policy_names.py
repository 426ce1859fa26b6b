"""What of the configuration's policy names nothing that is there: lines and waivers."""

from __future__ import annotations

from datetime import date

from aigov_connectors import registry
from aigov_connectors.config import Config
from aigov_connectors.inventory import Inventory
from aigov_connectors.policy import KnownNames, PolicyProblem, name_problems
from aigov_connectors.rules import shipped_rules

__all__ = ["care_words", "names_nothing"]


def names_nothing(
    config: Config, *, today: date, inventory: Inventory | None = None
) -> tuple[PolicyProblem, ...]:
    """Every line and waiver that names a rule, feature, vendor or client that is not there.

    Clients are those of a run where there is one; else those that the configuration declares, if
    it declares any.
    """
    if not (config.waivers or config.oversight.lines):
        return ()
    declared = {name for one in config.clients for name in (one.id, one.name) if name}
    if inventory is None:
        clients = frozenset(declared) or None
    else:
        clients = frozenset({*declared, *(name for one in inventory.clients for name in one.names)})
    known = KnownNames(
        rules=frozenset(rule.id for rule in shipped_rules()),
        features=frozenset(
            entry.id
            for vendor in registry.vendors()
            for entry in registry.catalogue(vendor).features
        ),
        clients=clients,
    )
    return name_problems(config.oversight.lines, config.waivers, known=known, today=today)


def care_words(problems: tuple[PolicyProblem, ...]) -> str:
    """`waiver 2 (unattended-scripts) names …`; one problem whole, more as a number."""
    first = problems[0]
    told = f"{first.part} {first.line} ({first.name}) {first.words}"
    if len(problems) == 1:
        return told
    return f"{told} And {len(problems) - 1} more."
