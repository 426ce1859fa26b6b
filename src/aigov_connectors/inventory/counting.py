"""Counts clients in words: the MSP itself, and what is left over, are told and are no clients."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

__all__ = ["clients_in_words"]

_NOUNS = (
    ("client", "1 client", "clients"),
    ("own", "the own organization", "own organizations"),
    ("catch_all", "the catch-all", "catch-alls"),
)


def clients_in_words(kinds: Iterable[str]) -> str:
    """`40 clients, the own organization and the catch-all`, from the kind of each client."""
    counts = Counter(kinds)
    words = [
        one if counts[kind] == 1 else f"{counts[kind]:,} {several}"
        for kind, one, several in _NOUNS
        if counts[kind]
    ]
    *rest, last = words or ["0 clients"]
    return f"{', '.join(rest)} and {last}" if rest else last
