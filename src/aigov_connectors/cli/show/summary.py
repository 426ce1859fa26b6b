"""The summary of a run: what a busy engineer reads in twenty seconds.

In this order: what was looked at; what acts without a person; what could not be told; what to do
next. Absence is never claimed: both coverage figures stand before any count of findings.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import Enum

from rich.console import RenderableType
from rich.text import Text

from aigov_connectors.cli.show.connections import connections_view
from aigov_connectors.cli.show.gaps import GapGroup, gap_groups
from aigov_connectors.cli.show.grouping import Group, alike_joined, grouped
from aigov_connectors.cli.show.layout import (
    Column,
    columns,
    heading,
    indented,
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
from aigov_connectors.cli.show.words import REASON_WORDS, SEVERITY_STYLE
from aigov_connectors.inventory import Inventory, Verdict
from aigov_connectors.inventory.counting import clients_in_words
from aigov_connectors.rules import Assessment, Topic
from aigov_connectors.snapshot import Snapshot

__all__ = ["Room", "failures", "summary"]

_ALIKE = "Settings of one object, and alike ones, are one line; risk and report count each."
_SUBJECTS_SHOWN = 2
_TEXT_LIMIT = 100  # a line of a usual terminal
_BESIDE_WORDS = 26  # columns that stand before the words in the table of what acts
_LOST_AT_ENDS = 10  # of two lines, since no word is broken
_LEAST_WORDS = 30  # of a deed, whatever else stands beside it


class Room(Enum):
    """How much is told where the screen is short: names and remedies give way, counts do not."""

    WIDE = "wide"
    TIGHT = "tight"


_OPEN_SHOWN = {Room.WIDE: 1, Room.TIGHT: 0}
_NAMES_SHOWN = {Room.WIDE: 2, Room.TIGHT: 0}
_REASONS_SHOWN = {Room.WIDE: 2, Room.TIGHT: 1}


def summary(
    snapshot: Snapshot,
    *,
    width: int,
    rows: int,
    vendor_names: Mapping[str, str],
    next_steps: Sequence[tuple[str, str]],
    detail: str = "aigov-connectors findings",
    room: Room = Room.WIDE,
) -> RenderableType:
    """The whole summary.

    Args:
        snapshot: inventory and assessment of one run.
        width: columns of the terminal.
        rows: settings that are listed at most.
        vendor_names: vendor id to the name that people use.
        next_steps: commands to try, each with what it shows.
        detail: the command that shows all of it, if `--all` is added.
        room: how much is told beside the counts.
    """
    inventory, assessment = snapshot.inventory, snapshot.assessment
    groups = alike_joined(grouped(assessment.findings, inventory))
    return stacked(
        _title(inventory),
        indented(connections_view(inventory, vendor_names, width=width - 2)),
        *(indented(failure) for failure in failures(inventory)),
        *(indented(remark) for remark in _credential_remarks(groups)),
        *(indented(warning) for warning in _warnings(inventory)),
        Text(),
        _acting(
            groups,
            assessment,
            inventory,
            rows=rows,
            limit=2 * (width - _BESIDE_WORDS) - _LOST_AT_ENDS if room is Room.TIGHT else None,
            detail=detail,
        ),
        Text(),
        _not_told(groups, inventory, detail=detail, room=room),
        Text(),
        heading("Next"),
        *(
            indented(_step(command, what, width=width - 2, room=room))
            for command, what in next_steps
        ),
    )


def failures(inventory: Inventory) -> Iterable[Text]:
    """Which connections failed, why, and what helps."""
    for one in inventory.connections:
        if one.problem is not None:
            remedy = f" {one.remedy}" if one.remedy else ""
            problem = one.problem if one.problem.endswith(".") else f"{one.problem}."
            yield line(("failed  ", "bold red"), f"{one.name}: {problem}{remedy}")


def _warnings(inventory: Inventory) -> Iterable[Text]:
    """What will need care soon: a token that expires."""
    for connection in inventory.connections:
        for warning in connection.warnings:
            yield line(("soon  ", "yellow"), f"{connection.name}: {warning}")


def _title(inventory: Inventory) -> Text:
    seconds = (inventory.finished_at - inventory.started_at).total_seconds()
    counts = [one.endpoints for one in inventory.clients if one.endpoints is not None]
    pieces = [
        f"read {moment(inventory.finished_at)} in {seconds:,.0f} s",
        clients_in_words(client.kind for client in inventory.clients),
    ]
    if counts:
        pieces.append(counted(sum(counts), "device"))
    return line(("Looked at", "bold"), f"  {', '.join(pieces)}")


def _credential_remarks(groups: Iterable[Group]) -> Iterable[Text]:
    for group in groups:
        if group.topic is Topic.CREDENTIAL and group.verdict is Verdict.FAIL:
            remedy = group.findings[0].remedy
            yield line(
                (f"{group.severity}  ", SEVERITY_STYLE[group.severity]),
                f"{group.deeds[0]}. {remedy}",
            )


def _acting(
    groups: Sequence[Group],
    assessment: Assessment,
    inventory: Inventory,
    *,
    rows: int,
    limit: int | None,
    detail: str,
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
    by_ai = sum(group.is_ai for group in failed)
    remark = (
        f"{severity_counts(failed)}, at {counted(served, 'client')}; {by_ai or 'none'} by AI"
        if failed
        else "none found in what was read; what was not stands below"
    )
    counts = f" ({severity_counts(hidden)})" if limit is None else ""
    more = f"and {len(hidden)} more{counts}: {detail} --topic acting"
    alike = sum(len(group.findings) for group in failed) > len(failed)
    return stacked(
        heading("Acts without a person's approval", remark),
        indented(_table(shown, limit=limit)) if shown else None,
        indented(line(more)) if hidden else None,
        indented(line((_ALIKE, "dim"))) if alike else None,
        indented(line((_within(assessment, inventory, waived), "dim"))),
        *(indented(remark) for remark in _beside(groups)),
    )


def _beside(groups: Iterable[Group]) -> Iterable[Text]:
    """What is wrong around it: one line, since each matters less than one that acts too far."""
    failed = [group for group in groups if group.verdict is Verdict.FAIL]
    wrong = [group for group in failed if group.topic in (Topic.CONTROL, Topic.KNOWLEDGE)]
    vendors = [group for group in failed if group.topic is Topic.SUPPLIER]
    words = []
    if wrong:
        first = wrong[0].title
        words.append(
            f"{severity_counts(wrong)} on control over it and what is known, first:"
            f" {first[:1].lower()}{first[1:]}"
        )
    if vendors:
        words.append(f"{severity_counts(vendors)} on what vendors do with data, or do not answer")
    if words:
        yield line(f"Beside that {'; '.join(words)}.")


def _table(groups: Sequence[Group], *, limit: int | None) -> RenderableType:
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
            _deed(group, limit=limit),
        ]
        for group in groups
    ]
    return columns(layout, rows)


def _deed(group: Group, *, limit: int | None) -> Text:
    """Whom it concerns, what it does, what sets it; past the limit the deed is cut."""
    who, does, source = who_words(group), deed_words(group), f" ({source_words(group)})"
    if limit is not None:
        left = limit - len(who) - len(source) - len(": ")
        does = shortened(does, limit=max(left, _LEAST_WORDS))
    return line((who, "bold"), f": {does}{source}")


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


def _not_told(
    groups: Sequence[Group], inventory: Inventory, *, detail: str, room: Room
) -> RenderableType:
    doubtful = [group for group in groups if group.verdict is Verdict.UNDETERMINED]
    rows: list[list[str | Text]] = [
        *_open_settings([group for group in doubtful if group.topic is Topic.ACTING], room),
        *_unshown([group for group in doubtful if group.topic is Topic.KNOWLEDGE], room),
        *_control(doubtful, detail),
        *_gaps(gap_groups(inventory), detail, room),
    ]
    if not rows:
        return heading("Could not be told", "nothing: all that is catalogued was read or attested")
    return stacked(
        heading("Could not be told", "none of this may be called fine"),
        indented(columns([Column(keep_whole=True), Column(share=1)], rows)),
    )


def _named(words: str, names: Sequence[str], limit: int) -> str:
    """`3 settings: A and 2 more`; the count alone where no name is to be shown."""
    return f"{words}: {listed_names(names, limit=limit)}" if limit else f"{words}"


def _open_settings(groups: Sequence[Group], room: Room) -> Iterable[list[str | Text]]:
    if groups:
        names = [f"{who_words(group)} ({source_words(group)})" for group in groups]
        words = _named(counted(len(groups), "setting"), names, _OPEN_SHOWN[room])
        yield [line(("may act alone", "yellow")), words]


def _unshown(groups: Sequence[Group], room: Room) -> Iterable[list[str | Text]]:
    unheard = [group for group in groups if not group.features]
    found = [finding for group in groups if group.features for finding in group.findings]
    if unheard:
        names = [group.findings[0].subject.name for group in unheard]
        words = f"{counted(len(names), 'setting')} that no catalogue knows"
        yield [line(("unknown", "yellow")), _named(words, names, _OPEN_SHOWN[room])]
    if not found:
        return
    gravest_first = sorted(found, key=lambda one: (-one.severity.rank, one.subject.name))
    names = [one.subject.name.partition(" (")[0] for one in gravest_first]
    words = f"{counted(len(names), 'feature')} that no API shows and no valid attestation covers"
    yield [line(("not shown", "yellow")), _named(words, names, _NAMES_SHOWN[room])]


def _control(groups: Sequence[Group], detail: str) -> Iterable[list[str | Text]]:
    """What is not known of the control over what acts, and of what vendors do: one row.

    Counted in lines, as everything here and below `findings --all` is.
    """
    counts = {
        topic: sum(group.topic is topic for group in groups)
        for topic in (Topic.CONTROL, Topic.SUPPLIER)
    }
    words = []
    if found := counts[Topic.CONTROL]:
        words.append(f"{found} on undoing, stopping, logs, approvers")
    if found := counts[Topic.SUPPLIER]:
        words.append(f"{found} on training with clients' data")
    if words:
        yield [line(("control", "yellow")), f"{listed_names(words, limit=2)}: {detail} --all"]


def _gaps(groups: Sequence[GapGroup], detail: str, room: Room) -> Iterable[list[str | Text]]:
    """What is missing for the gravest reasons, with the remedy; the other reasons as counts."""
    by_reason = {reason: [one for one in groups if one.reason is reason] for reason in REASON_WORDS}
    found = [(reason, mine) for reason, mine in by_reason.items() if mine]
    for reason, mine in found[: _REASONS_SHOWN[room]]:
        subjects = [subject for group in mine for subject in group.subjects]
        remedies = {group.remedy for group in mine}
        if len(remedies) == 1:
            helps = f" {shortened(remedies.pop(), limit=_TEXT_LIMIT)}"
        else:
            helps = f" What helps: {detail} --full." if room is Room.WIDE else ""
        places = ", ".join(dict.fromkeys(group.connection for group in mine))
        missing = listed_names(subjects, limit=_SUBJECTS_SHOWN)
        yield [
            line((REASON_WORDS[reason], "yellow")),
            f"{places}: {missing}.{helps}",
        ]
    rest = [
        f"{sum(len(group.subjects) for group in mine):,} {REASON_WORDS[reason]}"
        for reason, mine in found[_REASONS_SHOWN[room] :]
    ]
    if rest:
        words = listed_names(rest, limit=len(rest))
        yield [line(("and", "yellow")), f"{words}."]


def _step(command: str, what: str, *, width: int, room: Room) -> RenderableType:
    """The command, and beside it or beneath it what it shows."""
    if len(command) + len(what) + 2 <= width:
        return line((command, "bold cyan"), f"  {what}")
    if room is Room.TIGHT:
        return line((command, "bold cyan"))
    return stacked(line((command, "bold cyan")), indented(line(what)))
