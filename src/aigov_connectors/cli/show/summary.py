"""The summary of a run: what a busy engineer reads in twenty seconds.

In this order: what was looked at; what acts without a person; what could not be told; what to do
next. Absence is never claimed: both coverage figures stand before any count of findings.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from statistics import median_low

from rich.console import RenderableType
from rich.text import Text

from aigov_connectors.cli.show.gaps import GapGroup, gap_groups
from aigov_connectors.cli.show.grouping import Group, alike_joined, grouped
from aigov_connectors.cli.show.layout import (
    Column,
    columns,
    heading,
    indented,
    least_width,
    line,
    stacked,
)
from aigov_connectors.cli.show.phrases import (
    deed_words,
    policy_words,
    severity_counts,
    source_words,
    who_words,
)
from aigov_connectors.cli.show.text import counted, listed_names, moment, shortened
from aigov_connectors.cli.show.words import (
    CREDENTIAL_WORDS,
    REASON_WORDS,
    RIGHTS_STYLE,
    RIGHTS_WORDS,
    SEVERITY_STYLE,
    STATUS_STYLE,
    STATUS_WORDS,
)
from aigov_connectors.inventory import Connection, Inventory, Verdict
from aigov_connectors.rules import Assessment, Topic
from aigov_connectors.snapshot import Snapshot

__all__ = ["summary"]

_OPEN_SHOWN = 1
_SUBJECTS_SHOWN = 2
_REASONS_SHOWN = 2
_NAMES_SHOWN = 2
_TEXT_LIMIT = 100  # a line of a usual terminal


def summary(
    snapshot: Snapshot,
    *,
    width: int,
    rows: int,
    vendor_names: Mapping[str, str],
    next_steps: Sequence[tuple[str, str]],
    limited: bool = False,
    detail: str = "aigov-connectors findings",
) -> RenderableType:
    """The whole summary.

    Args:
        snapshot: inventory and assessment of one run.
        width: columns of the terminal.
        rows: settings that are listed at most.
        vendor_names: vendor id to the name that people use.
        next_steps: commands to try, each with what it shows.
        limited: whether the snapshot holds some chosen clients only; then coverage is theirs.
        detail: the command that shows all of it.
    """
    inventory, assessment = snapshot.inventory, snapshot.assessment
    groups = alike_joined(grouped(assessment.findings, inventory))
    return stacked(
        _title(inventory),
        indented(_connections(inventory, vendor_names, width=width - 2, limited=limited)),
        *(indented(remark) for remark in _credential_remarks(groups)),
        *(indented(warning) for warning in _warnings(inventory)),
        Text(),
        _acting(groups, assessment, inventory, rows=rows, detail=detail),
        Text(),
        _not_told(groups, inventory, detail=detail),
        Text(),
        heading("Next"),
        *(indented(_step(command, what, width=width)) for command, what in next_steps),
    )


def _warnings(inventory: Inventory) -> Iterable[Text]:
    """What will need care soon: a token that expires."""
    for connection in inventory.connections:
        for warning in connection.warnings:
            yield line(("soon  ", "yellow"), f"{connection.name}: {warning}")


def _title(inventory: Inventory) -> Text:
    seconds = (inventory.finished_at - inventory.started_at).total_seconds()
    clients = [client for client in inventory.clients if client.kind == "client"]
    counts = [one.endpoints for one in inventory.clients if one.endpoints is not None]
    pieces = [
        f"read {moment(inventory.finished_at)} in {seconds:,.0f} s",
        counted(len(clients), "client"),
    ]
    if counts:
        pieces.append(counted(sum(counts), "device"))
    return line(("Looked at", "bold"), f"  {', '.join(pieces)}")


def _connections(
    inventory: Inventory, vendor_names: Mapping[str, str], *, width: int, limited: bool
) -> RenderableType:
    """A table, or words where its columns would break within a word."""
    layout = [
        Column("\nconnection", keep_whole=True),
        Column("\nvendor"),
        Column("\nstatus", keep_whole=True),
        Column("\ncredential", keep_whole=True),
        Column("\nclients", right=True),
        Column("resources\nread", right=True, keep_whole=True),
        Column(
            "features known" if limited else "features known\n(for all clients)",
            right=True,
            keep_whole=True,
        ),
    ]
    rows: list[list[str | Text]] = [
        [
            one.name,
            vendor_names.get(one.vendor, one.vendor),
            line((STATUS_WORDS[one.status], STATUS_STYLE[one.status])),
            line((RIGHTS_WORDS[one.rights], RIGHTS_STYLE[one.rights])),
            f"{_served(one, inventory):,}",
            resources,
            features,
        ]
        for one in inventory.connections
        for resources, features in [_coverage_words(one, inventory, limited=limited)]
    ]
    if least_width(layout, rows) > width:
        return _connections_in_words(inventory, vendor_names, limited=limited)
    return columns(layout, rows)


def _connections_in_words(
    inventory: Inventory, vendor_names: Mapping[str, str], *, limited: bool
) -> RenderableType:
    whose = "" if limited else " (for all clients)"
    parts: list[Text] = []
    for one in inventory.connections:
        resources, features = _coverage_words(one, inventory, limited=limited)
        parts += [
            line(
                (f"{one.name}  ", "bold"),
                f"{vendor_names.get(one.vendor, one.vendor)}: ",
                (STATUS_WORDS[one.status], STATUS_STYLE[one.status]),
                ", ",
                (CREDENTIAL_WORDS[one.rights], RIGHTS_STYLE[one.rights]),
                f", {counted(_served(one, inventory), 'client')}",
            ),
            line(f"  {resources} resources read; {features} features known{whose}"),
        ]
    return stacked(*parts)


def _served(connection: Connection, inventory: Inventory) -> int:
    tenant = (connection.vendor, connection.tenant_id)
    return sum(
        client.kind == "client"
        and any((member.vendor, member.tenant_id) == tenant for member in client.members)
        for client in inventory.clients
    )


def _coverage_words(
    connection: Connection, inventory: Inventory, *, limited: bool
) -> tuple[str, str]:
    """Resources read; features whose state is known for the median client, and for all of them.

    One client whose settings were refused leaves little that is known of all: one figure alone
    would hide either that client or the others. Of a limited snapshot the lowest of its clients.
    """
    rows = [row for row in inventory.coverage if row.connection == connection.name]
    whole = next((row for row in rows if row.client is None), None)
    if whole is None:
        return "unknown", "unknown"
    own = [row for row in rows if row.client is not None]
    if limited and own:
        read = min(row.resources_read for row in own)
        known = min(row.features_determined for row in own)
        return f"{read} of {whole.resources_total}", f"{known} of {whole.features_total}"
    told = [row.features_determined for row in own]
    most = median_low(told) if told else whole.features_determined
    return (
        f"{whole.resources_read} of {whole.resources_total}",
        f"{most} of {whole.features_total} ({whole.features_determined})",
    )


def _credential_remarks(groups: Iterable[Group]) -> Iterable[Text]:
    for group in groups:
        if group.topic is Topic.CREDENTIAL and group.verdict is Verdict.FAIL:
            remedy = group.findings[0].remedy
            yield line(
                (f"{group.severity}  ", SEVERITY_STYLE[group.severity]),
                f"{group.deeds[0]}. {remedy}",
            )


def _acting(
    groups: Sequence[Group], assessment: Assessment, inventory: Inventory, *, rows: int, detail: str
) -> RenderableType:
    failed = [
        group for group in groups if group.verdict is Verdict.FAIL and group.topic is Topic.ACTING
    ]
    waived = [group for group in failed if all(one.is_waived for one in group.findings)]
    failed = [group for group in failed if group not in waived]
    shown, hidden = failed[:rows], failed[rows:]
    known = inventory.client_by_id
    clients = {one.id for group in failed for one in group.clients if one.id in known}
    served = sum(1 for one in clients if known[one].kind == "client")
    remark = (
        f"{severity_counts(failed)}, at {counted(served, 'client')}"
        if failed
        else "none found in what was read; what was not stands below"
    )
    more = f"and {len(hidden)} more ({severity_counts(hidden)}): {detail}"
    return stacked(
        heading("Acts without a person's approval", remark),
        indented(_table(shown)) if shown else None,
        indented(line(more)) if hidden else None,
        indented(line((_within(assessment, inventory, waived), "dim"))),
        *(indented(remark) for remark in _beside(groups)),
    )


def _beside(groups: Iterable[Group]) -> Iterable[Text]:
    """What is wrong around it: one line, since each matters less than one that acts too far."""
    wrong = [
        group
        for group in groups
        if group.verdict is Verdict.FAIL and group.topic in (Topic.CONTROL, Topic.KNOWLEDGE)
    ]
    if wrong:
        first = wrong[0].title
        words = (
            f"{severity_counts(wrong)} on control over it, first: {first[:1].lower()}{first[1:]}"
        )
        yield line(f"Beside that {words}.")


def _table(groups: Sequence[Group]) -> RenderableType:
    layout = [
        Column(),
        Column("by"),
        Column("devices", right=True),
        Column("who: what it does by itself (what sets it)", share=1),
    ]
    rows: list[list[str | Text]] = [
        [
            line((group.severity.value, SEVERITY_STYLE[group.severity])),
            "AI" if group.is_ai else "rules",
            "?" if group.endpoints is None else f"{group.endpoints:,}",
            line((who_words(group), "bold"), f": {deed_words(group)} ({source_words(group)})"),
        ]
        for group in groups
    ]
    return columns(layout, rows)


def _within(assessment: Assessment, inventory: Inventory, waived: Sequence[Group]) -> str:
    """What is no finding, so that the list above is seen in proportion."""
    found = {one.subject.key for one in assessment.findings if one.topic is Topic.ACTING}
    passed = {one.subject.key for one in assessment.passes if one.topic is Topic.ACTING} - found
    fine = [one for one in inventory.deployments if one.key in passed and one.enabled is not False]
    acting = [one for one in fine if one.acts]
    known = inventory.feature_by_id
    by_ai = sum(1 for one in acting if one.is_ai(known[one.feature]))
    off = sum(1 for one in inventory.deployments if one.enabled is False)
    words = (
        f"{policy_words(assessment)} lets {len(acting):,} settings act alone ({by_ai:,} by AI);"
        f" {len(fine) - len(acting):,} inform or ask first; {off:,} are off"
    )
    return f"{words}; {len(waived)} waived." if waived else f"{words}."


def _not_told(groups: Sequence[Group], inventory: Inventory, *, detail: str) -> RenderableType:
    doubtful = [group for group in groups if group.verdict is Verdict.UNDETERMINED]
    rows: list[list[str | Text]] = [
        *_open_settings([group for group in doubtful if group.topic is Topic.ACTING]),
        *_unshown([group for group in doubtful if group.topic is Topic.KNOWLEDGE]),
        *_control([group for group in doubtful if group.topic is Topic.CONTROL], detail),
        *_gaps(gap_groups(inventory), detail),
    ]
    if not rows:
        return heading("Could not be told", "nothing: all that is catalogued was read or attested")
    return stacked(
        heading("Could not be told", "none of this may be called fine"),
        indented(columns([Column(keep_whole=True), Column(share=1)], rows)),
    )


def _open_settings(groups: Sequence[Group]) -> Iterable[list[str | Text]]:
    if groups:
        names = [f"{who_words(group)} ({source_words(group)})" for group in groups]
        words = f"{counted(len(groups), 'setting')}: {listed_names(names, limit=_OPEN_SHOWN)}"
        yield [line(("may act alone", "yellow")), words]


def _unshown(groups: Sequence[Group]) -> Iterable[list[str | Text]]:
    unheard = [group for group in groups if not group.features]
    found = [finding for group in groups if group.features for finding in group.findings]
    if unheard:
        names = [group.findings[0].subject.name for group in unheard]
        words = f"{counted(len(names), 'setting')} that no catalogue knows"
        yield [line(("unknown", "yellow")), f"{words}: {listed_names(names, limit=_OPEN_SHOWN)}"]
    if not found:
        return
    gravest_first = sorted(found, key=lambda one: (-one.severity.rank, one.subject.name))
    names = [one.subject.name.partition(" (")[0] for one in gravest_first]
    words = f"{counted(len(names), 'feature')} that no API shows and no valid attestation covers"
    yield [line(("not shown", "yellow")), f"{words}: {listed_names(names, limit=_NAMES_SHOWN)}"]


def _control(groups: Sequence[Group], detail: str) -> Iterable[list[str | Text]]:
    """What is not known of the control over what acts: one row."""
    found = sum(len(group.findings) for group in groups)
    if found:
        words = counted(found, "question", "questions")
        yield [
            line(("control", "yellow")),
            f"{words} on undoing, stopping, logs, approvers: {detail}",
        ]


def _gaps(groups: Sequence[GapGroup], detail: str) -> Iterable[list[str | Text]]:
    """What is missing for the gravest reasons, with the remedy; the other reasons as counts."""
    by_reason = {reason: [one for one in groups if one.reason is reason] for reason in REASON_WORDS}
    found = [(reason, mine) for reason, mine in by_reason.items() if mine]
    for reason, mine in found[:_REASONS_SHOWN]:
        subjects = [subject for group in mine for subject in group.subjects]
        remedies = {group.remedy for group in mine}
        remedy = remedies.pop() if len(remedies) == 1 else f"What helps: {detail}."
        places = ", ".join(dict.fromkeys(group.connection for group in mine))
        missing = listed_names(subjects, limit=_SUBJECTS_SHOWN)
        yield [
            line((REASON_WORDS[reason], "yellow")),
            f"{places}: {missing}. {shortened(remedy, limit=_TEXT_LIMIT)}",
        ]
    rest = [
        f"{sum(len(group.subjects) for group in mine):,} {REASON_WORDS[reason]}"
        for reason, mine in found[_REASONS_SHOWN:]
    ]
    if rest:
        words = listed_names(rest, limit=len(rest))
        yield [line(("and", "yellow")), f"{words}."]


def _step(command: str, what: str, *, width: int) -> RenderableType:
    """The command, and beside it or beneath it what it shows."""
    if len(command) + len(what) + 4 <= width:
        return line((command, "bold cyan"), f"  {what}")
    return stacked(line((command, "bold cyan")), indented(line(what)))
