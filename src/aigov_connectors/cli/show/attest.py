"""The questions that a person has to answer, and the answers as they stand in the file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rich.console import RenderableType
from rich.text import Text

from aigov_connectors.catalogue import FeatureEntry
from aigov_connectors.cli.show.layout import heading, indented, line, stacked
from aigov_connectors.cli.show.text import counted, plain
from aigov_connectors.cli.show.toml import toml_value
from aigov_connectors.cli.show.words import technique_words
from aigov_connectors.inventory import Attestation, Autonomy, GateKind

__all__ = ["OpenQuestions", "attest_view", "form", "written"]


@dataclass(frozen=True, slots=True)
class OpenQuestions:
    """What is open for one connection."""

    connection: str
    vendor: str
    features: tuple[FeatureEntry, ...]
    expired: Mapping[str, Attestation] = field(default_factory=dict)
    """Feature id to the latest answer that does not count on this day."""


def attest_view(questions: Sequence[OpenQuestions]) -> RenderableType:
    """Connection by connection: what it does, what to ask, where to look."""
    parts: list[RenderableType] = []
    for one in questions:
        remark = f"{one.vendor}: {counted(len(one.features), 'question')} open"
        parts += [heading(one.connection, remark), Text()]
        for entry in one.features:
            technique = technique_words(entry.techniques)
            before = one.expired.get(entry.id)
            parts += [
                indented(line((entry.name, "bold"), (f"  {entry.id}, by {technique}", "dim"))),
                indented(line(entry.decides), by=4),
                indented(line(("ask: ", "cyan"), entry.attest or ""), by=4),
                *([] if before is None else [indented(_before(before), by=4)]),
                Text(),
            ]
    example = next((entry.id for one in questions for entry in one.features), None)
    if example is None:
        return stacked(*parts, line("Nothing is open: all of it is read or attested."))
    command = f"aigov-connectors attest --feature {example} --disabled --by role:security-lead"
    return stacked(
        *parts,
        heading("Answer"),
        indented(line((command, "bold cyan"), "  prints the table to paste")),
        indented(line("with --append aigov-connectors.toml it is written there, and checked")),
    )


def _before(one: Attestation) -> Text:
    state = "on" if one.enabled else "off"
    until = f", until {one.until}" if one.until else ""
    words = f"{state} as of {one.on}{until}, by {one.by}; it does not count today"
    return line(("attested: ", "yellow"), words)


def written(attestation: Attestation) -> str:
    """One `[[attestations]]` table; what has its default is left out."""
    rows = ["[[attestations]]"]
    for name, value in attestation.model_dump().items():
        if value is None or value in (Autonomy.UNKNOWN, GateKind.UNKNOWN):
            continue
        rows.append(f"{name} = {toml_value(value)}")
    return "\n".join(rows) + "\n"


def form(questions: Sequence[OpenQuestions]) -> str:
    """Every open question as comments of the file: what is filled in counts, the rest does not."""
    rows: list[str] = []
    for one in questions:
        for entry in one.features:
            rows += [
                f"# {plain(entry.name)}: {plain(entry.attest or '')}",
                "# [[attestations]]",
                f"# feature = {toml_value(entry.id)}",
                f"# connection = {toml_value(one.connection)}",
                "# enabled = false  # or true; autonomy and gate where they are not the usual",
                '# by = "role:"      # who says so: a role or an id',
                "# on = 2026-01-31  # and until = ..., document = ...",
                "",
            ]
    return "\n".join(rows)
