"""`findings`: what a snapshot holds, grouped, gravest first."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.text import Text

from aigov_connectors.cli.client_names import named_client
from aigov_connectors.cli.discover import DEFAULT_FILE, vendor_names
from aigov_connectors.cli.exits import ExitCode
from aigov_connectors.cli.show.brief import brief_lines
from aigov_connectors.cli.show.findings import findings_view
from aigov_connectors.cli.show.gaps import UNREAD, gap_groups
from aigov_connectors.cli.show.grouping import alike_joined, grouped
from aigov_connectors.cli.show.phrases import policy_words
from aigov_connectors.cli.show.screen import Asked, screen_lines
from aigov_connectors.cli.snapshots import NOWHERE, RunPlace, load_snapshot
from aigov_connectors.cli.terminal import Terminal, show
from aigov_connectors.errors import ConfigurationError
from aigov_connectors.inventory import Client, Gap, Inventory, Severity, Verdict
from aigov_connectors.inventory.covered import coverage_rows
from aigov_connectors.rules import Finding, Topic
from aigov_connectors.rules.registry import shipped_rules
from aigov_connectors.snapshot import Snapshot

__all__ = ["DEFAULT_VERDICTS", "FindingsRequest", "findings"]

DEFAULT_VERDICTS = frozenset({Verdict.FAIL, Verdict.UNDETERMINED})


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingsRequest:
    """What was asked for on the command line."""

    file: Path = DEFAULT_FILE
    place: RunPlace = NOWHERE
    """Where runs are found that are no files."""
    client: str | None = None
    min_severity: Severity | None = None
    rule: str | None = None
    topic: Topic | None = None
    vendor: str | None = None
    verdicts: frozenset[Verdict] = DEFAULT_VERDICTS
    show_evidence: bool = False
    """With it the text is in full."""
    full: bool = False
    """Why, by what, for whom and what to change, of each; else a line each, within one screen."""
    every: bool = False
    """A line for each, however many there are."""
    brief: bool = False
    """A line for each and nothing else."""
    as_json: bool = False


def findings(request: FindingsRequest, terminal: Terminal) -> ExitCode:
    """Do it; see the command's help.

    Raises:
        ConfigurationError: the snapshot cannot be read, or a name is in none of its parts.
    """
    snapshot = load_snapshot(request.file, place=request.place)
    _require_known(request, snapshot)
    client = None
    if request.client is not None:
        client = named_client(snapshot.inventory, request.client)
        snapshot = snapshot.only([client.id])  # names no other client
    chosen, inventory = _chosen(request, snapshot), snapshot.inventory
    gaps = [gap for gap in inventory.gaps if request.vendor in (None, gap.vendor)]
    if request.as_json:
        terminal.write_document(json.dumps(_document(chosen, gaps, inventory, client), indent=2))
        return ExitCode.DONE
    narrowed = request.rule is not None or request.topic is not None
    shown = [gap for gap in gaps if not narrowed or gap.reason in UNREAD]
    if request.brief:
        groups = alike_joined(grouped(chosen, inventory))
        for words in brief_lines(groups, missing=_listed(inventory, shown)):
            _one_line(terminal, words)
        return ExitCode.DONE
    judged_by = f"{policy_words(snapshot.assessment)}."
    if not request.full and not request.show_evidence:
        asked = Asked(
            command=_command(request),
            explain=f"aigov-connectors explain {{}}{_of(request)}",
            every=request.every or narrowed,
            client=client,
            judged_by=judged_by,
            width=terminal.out.width if terminal.out.is_terminal else None,
        )
        groups = alike_joined(grouped(chosen, inventory))
        missing = gap_groups(inventory.model_copy(update={"gaps": tuple(shown)}))
        for words in screen_lines(groups, missing, inventory, asked):
            _one_line(terminal, words, cut=bool(words.no_wrap))
        return ExitCode.DONE
    view = findings_view(
        alike_joined(grouped(chosen, inventory)),
        gap_groups(inventory.model_copy(update={"gaps": tuple(shown)})),
        inventory,
        client=client,
        show_evidence=request.show_evidence,
        vendor_names=vendor_names(inventory),
        judged_by=judged_by,
        left_out=_listed(inventory, gaps) - _listed(inventory, shown),
    )
    show(terminal.out, view)
    return ExitCode.DONE


def _command(request: FindingsRequest) -> str:
    """The command once more, with what it was limited to."""
    limits = {
        "--client": request.client,
        "--min-severity": request.min_severity and request.min_severity.value,
        "--vendor": request.vendor,
    }
    told = "".join(f" {flag} {shlex.quote(value)}" for flag, value in limits.items() if value)
    return f"aigov-connectors findings{_of(request)}{told}"


def _of(request: FindingsRequest) -> str:
    """The run, as a command line names it."""
    named = () if request.file == DEFAULT_FILE else (f"{request.file}",)
    return "".join(f" {shlex.quote(word)}" for word in (*named, *request.place.options()))


def _one_line(terminal: Terminal, words: Text, *, cut: bool = True) -> None:
    """Cut at the width of a screen; in a pipe whole, for whoever looks for a word in it."""
    if terminal.out.is_terminal and cut:
        terminal.out.print(words, no_wrap=True, overflow="ellipsis", crop=True)
    else:
        terminal.out.print(words, soft_wrap=not terminal.out.is_terminal)


def _listed(inventory: Inventory, gaps: Sequence[Gap]) -> int:
    """How many of the gaps a list would show: some stand elsewhere."""
    groups = gap_groups(inventory.model_copy(update={"gaps": tuple(gaps)}))
    return sum(len(group.gaps) for group in groups)


def _require_known(request: FindingsRequest, snapshot: Snapshot) -> None:
    """A filter that can match nothing would look like good news."""
    every = (*snapshot.assessment.findings, *snapshot.assessment.passes)
    rules = {finding.rule for finding in every}
    if snapshot.inventory.limited_to:  # whom a rule speaks of may be left out
        rules |= {rule.id for rule in shipped_rules()}
    for what, wanted, known in (
        ("rule", request.rule, rules),
        ("vendor", request.vendor, {one.vendor for one in snapshot.inventory.connections}),
    ):
        if wanted is not None and wanted not in known:
            raise ConfigurationError(
                f"the snapshot knows no {what} {wanted!r}",
                hint=f"It knows: {', '.join(sorted(known)) or 'none'}.",
            )


def _chosen(request: FindingsRequest, snapshot: Snapshot) -> tuple[Finding, ...]:
    assessment = snapshot.assessment
    return tuple(
        finding
        for finding in (*assessment.findings, *assessment.passes)
        if finding.verdict in request.verdicts
        and (request.min_severity is None or finding.severity.rank >= request.min_severity.rank)
        and request.rule in (None, finding.rule)
        and request.topic in (None, finding.topic)
        and request.vendor in (None, _vendor(finding, snapshot.inventory))
    )


def _vendor(finding: Finding, inventory: Inventory) -> str | None:
    connection = inventory.connection_by_name.get(finding.subject.connection)
    return connection.vendor if connection else None


def _document(
    findings: Iterable[Finding], gaps: Iterable[Gap], inventory: Inventory, client: Client | None
) -> dict[str, Any]:
    """The findings with what they rest on, and what was not read: one never without the other."""
    chosen = tuple(findings)
    evidence = {one for finding in chosen for one in finding.evidence}
    return {
        "findings": [one.model_dump(mode="json") for one in chosen],
        "evidence": [
            one.model_dump(mode="json") for one in inventory.evidence if one.id in evidence
        ],
        "gaps": [one.model_dump(mode="json") for one in gaps],
        "coverage": [
            one.model_dump(mode="json")
            for one in coverage_rows(inventory, None if client is None else client.id)
        ],
    }
