"""`explain`: a rule in full, or one finding with its path, evidence, remedy and way back."""

from __future__ import annotations

import difflib
import json
from dataclasses import dataclass
from pathlib import Path

from aigov_connectors.cli.discover import DEFAULT_FILE, vendor_names
from aigov_connectors.cli.exits import ExitCode
from aigov_connectors.cli.show.explain import explained, finding_explained, rule_explained
from aigov_connectors.cli.show.findings import EXPLAINED_BY
from aigov_connectors.cli.snapshots import NOWHERE, RunPlace, load_snapshot
from aigov_connectors.cli.terminal import Terminal, show
from aigov_connectors.errors import ConfigurationError
from aigov_connectors.risk import rate
from aigov_connectors.rules import Finding, Rule, rule_documentation, shipped_rules
from aigov_connectors.snapshot import Snapshot

__all__ = ["ExplainRequest", "explain"]

_SHOWN = 5
_LEAST = 4  # digits of an identity; fewer would be a guess


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainRequest:
    """What was asked for on the command line."""

    what: str
    """The id of a rule, the identity of a finding or its beginning, or what one is about."""
    file: Path = DEFAULT_FILE
    place: RunPlace = NOWHERE
    """Where runs are found that are no files."""
    as_json: bool = False


def explain(request: ExplainRequest, terminal: Terminal) -> ExitCode:
    """Do it; see the command's help.

    Raises:
        ConfigurationError: there is no such rule or finding, or the snapshot cannot be read.
    """
    rules = {rule.id: rule for rule in shipped_rules()}
    rule = rules.get(request.what)
    if rule is not None:
        return _rule(rule, request, terminal)
    snapshot = load_snapshot(request.file, place=request.place)
    finding = _named(request.what, snapshot, tuple(rules))
    inventory = snapshot.inventory
    told = explained(finding, inventory, rate(inventory, snapshot.assessment))
    if request.as_json:
        terminal.write_document(json.dumps(told.as_json(), indent=2))
    else:
        view = finding_explained(told, inventory, vendor_names=vendor_names(inventory))
        show(terminal.out, view)
    return ExitCode.DONE


def _rule(rule: Rule, request: ExplainRequest, terminal: Terminal) -> ExitCode:
    if request.as_json:
        document = {
            "id": rule.id,
            "title": rule.title,
            "severity": rule.severity.value,
            "topic": rule.topic.value,
            "documentation": rule_documentation(rule),
            "remedy": rule.remedy,
        }
        terminal.write_document(json.dumps(document, indent=2))
    else:
        show(terminal.out, rule_explained(rule))
    return ExitCode.DONE


def _named(what: str, snapshot: Snapshot, rules: tuple[str, ...]) -> Finding:
    every = (*snapshot.assessment.findings, *snapshot.assessment.passes)
    found = [one for one in every if len(what) >= _LEAST and one.identity.startswith(what.lower())]
    if len(found) == 1:
        return found[0]
    if found:
        raise ConfigurationError(
            f"{len(found)} findings begin with {what!r}",
            hint=f"Give more of it: {', '.join(one.identity for one in found[:5])}.",
        )
    named = [one for one in every if what.casefold() in _words_of(one)]
    if len(named) == 1:
        return named[0]
    if named:
        raise ConfigurationError(
            f"{len(named)} findings are about {what!r}",
            hint="Give the digits that `findings` shows beside explain, such as "
            + "; ".join(f"{one.identity[:EXPLAINED_BY]} ({one.rule})" for one in named[:_SHOWN])
            + ".",
        )
    near = difflib.get_close_matches(what, rules, n=3, cutoff=0.4)
    raise ConfigurationError(
        f"there is no rule and no finding {what!r}",
        hint=f"Did you mean: {', '.join(near)}?"
        if near
        else "aigov-connectors findings shows the findings with what to explain.",
    )


def _words_of(finding: Finding) -> str:
    """What a person may call a finding by: what it is about, as it stands on the screen."""
    return f"{finding.subject.name} {finding.title} {finding.does or ''}".casefold()
