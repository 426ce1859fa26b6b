"""Text of others, made safe to print; and the few shapes in which words are put together."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime

__all__ = ["counted", "listed_names", "moment", "plain", "shortened"]

_SPACES = frozenset("\t\n\v\f\r\N{NEXT LINE}\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}")
_JOINERS = frozenset("\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}")  # part of real words
_UNPRINTABLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def plain(text: str) -> str:
    """Give text that moves no cursor, sets no colour and reverses no reading direction.

    Vendor objects are named by anybody. Line ends become blanks; every other control or formatting
    character becomes a visible mark, so that nobody is misled by what was left out.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_printable, text))


def _printable(character: str) -> str:
    if character in _SPACES:
        return " "
    if character in _JOINERS or unicodedata.category(character) not in _UNPRINTABLE:
        return character
    return "\N{REPLACEMENT CHARACTER}"


def counted(number: int, noun: str, nouns: str | None = None) -> str:
    """`1 client`, `2,514 clients`; `nouns` where the plural is not made with an s."""
    return f"{number:,} {noun if number == 1 else nouns or noun + 's'}"


def listed_names(names: Iterable[str], *, limit: int) -> str:
    """`A, B and C`; past the limit `A, B and 5 more`."""
    every = [plain(name) for name in names]
    if len(every) > limit:
        return f"{', '.join(every[:limit])} and {len(every) - limit:,} more"
    return _joined(every)


def _joined(words: Sequence[str]) -> str:
    *rest, last = words or [""]
    return f"{', '.join(rest)} and {last}" if rest else last


def shortened(text: str, *, limit: int) -> str:
    """The text, cut after a sentence or a word where it is longer than `limit` characters."""
    if len(text) <= limit:
        return text
    kept = text[: limit - 1]
    sentences, end, _ = kept.rpartition(". ")
    if end:
        return f"{sentences}."
    words, _, _ = kept.rpartition(" ")
    return (words or kept).rstrip() + "…"


def moment(time: datetime) -> str:
    """`23 Nov 2026 06:40 UTC`."""
    return f"{time.day} {time:%b %Y %H:%M} UTC"
