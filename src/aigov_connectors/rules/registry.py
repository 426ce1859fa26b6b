"""Which rules there are: every module of `rules/checks`, and the entry points of others."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from pkgutil import iter_modules

from aigov_connectors.logs import Log
from aigov_connectors.rules import checks
from aigov_connectors.rules.model import DeploymentRule, DriftRule, InventoryRule, Rule
from aigov_connectors.trust import RULES_GROUP, Plugin, allowed_plugins

__all__ = [
    "ENTRY_POINT_GROUP",
    "rule_documentation",
    "rule_origins",
    "rules_digest",
    "shipped_rules",
]

ENTRY_POINT_GROUP = RULES_GROUP

_log = Log("aigov_connectors.rules")


def shipped_rules() -> tuple[Rule, ...]:
    """Our rules and those of installed packages that are allowed, by id; on a clash of ids ours
    wins, with a warning.

    `aigov_connectors.trust.only_plugins` tells whose rules are.

    Raises:
        TypeError: an entry point does not lead to a rule.
    """
    return tuple(rule for rule, _ in _found(allowed_plugins()))


def rule_origins() -> dict[str, str]:
    """Id of each rule of another package to that package and its version."""
    return {rule.id: of for rule, of in _found(allowed_plugins()) if of is not None}


@cache
def _found(allowed: frozenset[str] | None) -> tuple[tuple[Rule, str | None], ...]:
    """The rules and where each is from; `allowed` is what was let in when they were imported."""
    found: dict[str, tuple[Rule, str | None]] = {
        rule.id: (rule, None) for rule in map(_of_module, sorted(_module_names()))
    }
    for entry in entry_points(group=ENTRY_POINT_GROUP):
        plugin = Plugin(entry)
        if not plugin.is_allowed:
            continue
        rule = plugin.load()
        if not isinstance(rule, DeploymentRule | InventoryRule | DriftRule):
            raise TypeError(f"entry point {entry.name}: {entry.value} is not a rule")
        if rule.id in found:
            _log.write(logging.WARNING, "rule.refused", rule=rule.id, entry_point=entry.value)
            continue
        found[rule.id] = (rule, plugin.origin)
    return tuple(found[name] for name in sorted(found))


def rules_digest(rules: Iterable[Rule]) -> str:
    """Names a set of rules, so that a new rule never reads as drift."""
    text = "\n".join(f"{rule.id}|{rule.severity}|{rule.title}|{rule.remedy}" for rule in rules)
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def rule_documentation(rule: Rule) -> str:
    """The documentation of a rule: the docstring of the module that defines it."""
    module = import_module(rule.evaluate.__module__)
    return (module.__doc__ or rule.title).strip()


def _module_names() -> Iterable[str]:
    return (f"{checks.__name__}.{module.name}" for module in iter_modules(checks.__path__))


def _of_module(name: str) -> Rule:
    rule: Rule = import_module(name).RULE
    return rule
