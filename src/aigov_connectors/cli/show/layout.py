"""The shapes that every view is made of: headings, aligned columns, labelled paragraphs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from aigov_connectors.cli.show.text import plain

__all__ = [
    "Column",
    "columns",
    "fitting",
    "heading",
    "indented",
    "labelled",
    "least_width",
    "line",
    "stacked",
]

Cell = str | Text

_PADDING = 2  # between columns


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its title (empty: none) and how it takes part in the width."""

    title: str = ""
    share: int | None = None
    """Its part of the width that is left over; None takes what its longest cell needs."""
    right: bool = False
    keep_whole: bool = False
    """Never broken into two lines."""


def line(*pieces: str | tuple[str, str]) -> Text:
    """A line of text; a piece may carry a style: `("high", "bold red")`."""
    text = Text()
    for piece in pieces:
        words, style = (piece, "") if isinstance(piece, str) else piece
        text.append(plain(words), style=style)
    return text


def heading(title: str, remark: str = "") -> Text:
    """A section's first line."""
    return line((title, "bold"), (f"  {remark}" if remark else "", ""))


def columns(layout: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> Table:
    """Rows under each other, aligned, without frames: good to read and good to grep."""
    titled = any(column.title for column in layout)
    table = Table(
        box=None,
        show_header=titled,
        header_style="dim",
        padding=(0, _PADDING, 0, 0),
        pad_edge=False,
        expand=any(column.share for column in layout),
    )
    for column in layout:
        table.add_column(
            column.title,
            ratio=column.share,
            justify="right" if column.right else "left",
            no_wrap=column.keep_whole,
            overflow="ellipsis" if column.keep_whole else "fold",
        )
    for row in rows:
        table.add_row(*(Text(plain(cell)) if isinstance(cell, str) else cell for cell in row))
    return table


def least_width(layout: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> int:
    """How many columns of a terminal the table needs for no word to be broken in two."""
    cells = [[column.title for column in layout], *rows]
    return sum(
        max(_least(row[at], whole=column.keep_whole) for row in cells) + _PADDING
        for at, column in enumerate(layout)
    )


def _least(cell: Cell, *, whole: bool) -> int:
    pieces = f"{cell}".split("\n") if whole else f"{cell}".split()
    return max((cell_len(one) for one in pieces), default=0)


def labelled(rows: Sequence[tuple[str, Cell]], *, width: int = 10) -> Table:
    """`label  paragraph`, the paragraphs wrapped under themselves."""
    table = Table.grid(padding=(0, 2, 0, 0), expand=True)
    table.add_column(width=width, style="dim", no_wrap=True)
    table.add_column(ratio=1, overflow="fold")
    for label, words in rows:
        table.add_row(label, Text(plain(words)) if isinstance(words, str) else words)
    return table


def indented(body: RenderableType, *, by: int = 2) -> RenderableType:
    """The same, moved to the right."""
    return Padding(body, (0, 0, 0, by))


def stacked(*parts: RenderableType | None) -> Group:
    """Parts under each other; None is left out."""
    return Group(*(part for part in parts if part is not None))


def fitting(
    views: Iterable[Callable[[], RenderableType]], console: Console, *, lines: int
) -> RenderableType:
    """The first of the views, the roomiest first, that fits into `lines`; else the last of them.

    Raises:
        ValueError: there is no view.
    """
    drawn: RenderableType | None = None
    for view in views:
        drawn = view()
        if len(console.render_lines(drawn, pad=False)) <= lines:
            break
    if drawn is None:
        raise ValueError("nothing to show")
    return drawn
