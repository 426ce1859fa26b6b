"""The catalogue, vendor by vendor: every feature, and the questions that a person has to answer."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import RenderableType
from rich.text import Text

from aigov_connectors.catalogue import FeatureEntry, VendorCatalogue
from aigov_connectors.cli.show.layout import Column, columns, heading, indented, line, stacked
from aigov_connectors.cli.show.text import counted
from aigov_connectors.cli.show.words import DEFAULT_WORDS, FUNCTION_WORDS, technique_words

__all__ = ["catalogue_view", "questions_view"]


def catalogue_view(catalogues: Sequence[VendorCatalogue]) -> RenderableType:
    """One table per vendor."""
    layout = [
        Column("feature", share=10),
        Column("what it does", share=8),
        Column("by", share=7),
        Column("ships", keep_whole=True),
        Column("known from", share=6),
    ]
    parts: list[RenderableType] = []
    for one in catalogues:
        read = sum(1 for entry in one.features if entry.read)
        remark = (
            f"{counted(len(one.features), 'feature')}: {read} read,"
            f" {len(one.features) - read} to attest (as of {one.updated})"
        )
        rows = [_row(entry) for entry in one.features]
        parts += [heading(one.name, remark), indented(columns(layout, rows)), Text()]
    return stacked(*parts)


def _row(entry: FeatureEntry) -> list[str | Text]:
    return [
        entry.name,
        ", ".join(FUNCTION_WORDS[one] for one in entry.functions),
        technique_words(entry.techniques),
        DEFAULT_WORDS[entry.default_state],
        ", ".join(entry.read).replace("_", " ") if entry.read else line(("attest", "yellow")),
    ]


def questions_view(catalogues: Sequence[VendorCatalogue]) -> RenderableType:
    """What to ask, feature by feature, and how the answer is written down."""
    parts: list[RenderableType] = []
    for one in catalogues:
        remark = f"{counted(len(one.features), 'feature')} that no API shows"
        parts += [heading(one.name, remark), Text()]
        for entry in one.features:
            technique = technique_words(entry.techniques)
            parts += [
                indented(line((entry.name, "bold"), (f"  {entry.id}, by {technique}", "dim"))),
                indented(line(f"{entry.decides}"), by=4),
                indented(line(("ask: ", "cyan"), entry.attest or ""), by=4),
                Text(),
            ]
    example = next((entry.id for one in catalogues for entry in one.features), None)
    if example is None:
        return stacked(*parts, line("Nothing is open: all of it is read or attested."))
    return stacked(*parts, heading("Write the answer into aigov-connectors.toml"), _form(example))


def _form(feature: str) -> RenderableType:
    lines = (
        "[[attestations]]",
        f'feature = "{feature}"',
        "enabled = false                # or true; autonomy and gate where they are not the usual",
        'by = "role:security-lead"      # who says so: a role or an id',
        "on = 2026-01-31                # and until = ..., document = ...",
    )
    return indented(stacked(*(line(one) for one in lines)))
