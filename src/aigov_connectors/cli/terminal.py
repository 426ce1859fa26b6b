"""The two streams: what is asked for goes to standard output, what is said aside to standard error.

Consoles differ: no colours in a pipe or under `NO_COLOR`, code pages that lack characters, widths.
All of that is settled here.
"""

from __future__ import annotations

import codecs
import os
import sys
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from typing import TextIO

from rich.console import Console, RenderableType
from rich.segment import Segment
from rich.style import Style
from rich.text import Text

__all__ = ["Terminal", "open_terminal", "reader_is_gone", "show"]

_PIPE_WIDTH = 100  # columns where nothing tells a width: a pipe, a file, a build log

_FALLBACK = "aigov-connectors.fallback"
_ASCII = {
    "\N{HORIZONTAL ELLIPSIS}": "...",
    "\N{RIGHTWARDS ARROW}": "->",
    "\N{MULTIPLICATION SIGN}": "x",
    "\N{MIDDLE DOT}": "*",
    "\N{BULLET}": "*",
}
_ASCII_BY_CATEGORY = {"Pd": "-", "Pi": '"', "Pf": '"', "Zs": " "}


@dataclass(frozen=True, slots=True)
class Terminal:
    """Where to write for people."""

    out: Console
    err: Console

    def write_document(self, document: str | Iterable[bytes]) -> None:
        """Write a document for programs to standard output: UTF-8 whatever the console's code.

        A large one may come in pieces, so that it is never held whole.
        """
        pieces = [document.encode()] if isinstance(document, str) else document
        buffer = getattr(sys.stdout, "buffer", None)
        sys.stdout.flush()
        for piece in chain(pieces, [b"\n"]):
            if buffer is None:
                sys.stdout.write(piece.decode())
            else:
                buffer.write(piece)
        sys.stdout.flush()


def show(console: Console, view: RenderableType) -> None:
    """Print a view without the blanks that fill its columns: a pipe should not carry them."""
    for segments in console.render_lines(view, pad=False):
        console.print(Text.assemble(*_trimmed(segments)), soft_wrap=True)


def _trimmed(segments: list[Segment]) -> list[tuple[str, Style]]:
    pieces = [(one.text, one.style or Style.null()) for one in segments if not one.control]
    while pieces and not pieces[-1][0].rstrip():
        pieces.pop()
    if pieces:
        text, style = pieces[-1]
        pieces[-1] = (text.rstrip(), style)
    return pieces


def reader_is_gone() -> None:
    """Let streams that nobody reads any more go nowhere: Python must not trip over them at its end.

    Call it after a `BrokenPipeError`: who reads our output has seen enough (`findings | head`);
    or where the disk is full that it goes to.
    """
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


class _Console(Console):
    """A console that leaves it to the command what a broken pipe means."""

    def on_broken_pipe(self) -> None:
        """Raise on: the one of rich ends the process with 1, which here means findings."""
        self.quiet = True
        raise BrokenPipeError


def open_terminal() -> Terminal:
    """Make both streams safe to print any text to, and measure them."""
    return Terminal(out=_console(sys.stdout), err=_console(sys.stderr))


def _console(stream: TextIO) -> Console:
    # A character that the console's code page lacks must not end the run in a UnicodeEncodeError.
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors=_FALLBACK)
    measured = stream.isatty() or "COLUMNS" in os.environ
    return _Console(
        file=stream,
        width=None if measured else _PIPE_WIDTH,
        markup=False,  # vendor text is never read as markup
        emoji=False,
        highlight=False,
    )


def _replaced(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = error.object[error.start : error.end]
    return "".join(map(_in_ascii, text)), error.end


def _in_ascii(character: str) -> str:
    """The nearest that any code page has: `e` for `é`, `-` for a dash, `?` at the last."""
    letters = unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode()
    known = _ASCII.get(character) or _ASCII_BY_CATEGORY.get(unicodedata.category(character))
    return known or letters or "?"


codecs.register_error(_FALLBACK, _replaced)
