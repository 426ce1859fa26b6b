"""Texts without the words that give another client away: each is replaced wherever it stands."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any

from aigov_connectors.inventory import Client, Inventory

__all__ = ["HIDDEN", "hiding"]

HIDDEN = "[not shown]"
"""Stands where another client's name or id stood, or a number that may count others."""

_WHOLE_BELOW = 6  # characters: shorter names are parts of other words
_HANDLE_AT_LEAST = 4  # characters: a shorter handle is any word
_ID_AT_LEAST = 5  # characters: a shorter id is a number that anything may have
_CLOSED_WORD = re.compile(r"[a-z_-]+")
_END = ""


def hiding(inventories: Iterable[Inventory], client: Client) -> Callable[[str], str]:
    """Make the function that hides the names of all clients but one.

    A name is whatever a tool calls a client by: name, id, handle, internet domain, vendor's id.
    """
    own, others = _Named(), _Named()
    own.add(client)
    for inventory in inventories:
        for one in inventory.clients:
            if one.id == client.id:
                own.add(one)
            elif one.kind == "client":
                others.add(one)
    kept = {word.casefold() for word in own.anywhere | own.whole}
    foreign = {word for word in others.anywhere | others.whole if word.casefold() not in kept}
    if not foreign:
        return str
    pattern = _pattern(own.anywhere | others.anywhere, own.whole | others.whole)

    @lru_cache(maxsize=1 << 14)  # most texts are keys and names that come again and again
    def shown(text: str) -> str:
        if _CLOSED_WORD.fullmatch(text) and text not in foreign:
            return text  # a word of a format: no name is spelled so
        return pattern.sub(lambda found: found[0] if found[0].casefold() in kept else HIDDEN, text)

    return shown


class _Named:
    """By what clients may be named in a text."""

    def __init__(self) -> None:
        self.anywhere: set[str] = set()
        """Words that tell even inside another word."""
        self.whole: set[str] = set()
        """Words that tell only where they stand by themselves: short ones, and ids."""

    def add(self, client: Client) -> None:
        for name in _quoted(_names(client)):
            (self.whole if len(name) < _WHOLE_BELOW else self.anywhere).add(name)
        for member in client.members:
            if len(member.vendor_id) >= _ID_AT_LEAST:
                self.whole.add(member.vendor_id)


def _names(client: Client) -> Iterator[str]:
    yield client.name
    yield client.id
    for member in client.members:
        yield member.name
        yield from member.domains
        yield from (one for one in member.handles if len(one) >= _HANDLE_AT_LEAST)


def _quoted(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        if not name.strip():
            continue
        yield name
        quoted = json.dumps(name, ensure_ascii=False)[1:-1]
        if quoted != name:  # as it stands inside a value that is JSON text
            yield quoted


def _pattern(anywhere: Iterable[str], whole: Iterable[str]) -> re.Pattern[str]:
    """Match the longest of many names: "Harborview Dental Lab" is not the dentist with a word more.

    As a tree of letters, which costs the same for ten names as for thousands.
    """
    parts = []
    if long := _tree(anywhere):
        parts.append(_branches(long))
    if short := _tree(whole):
        parts.append(rf"(?<![^\W_]){_branches(short)}(?![^\W_])")
    return re.compile("|".join(parts), re.IGNORECASE)


def _tree(names: Iterable[str]) -> dict[str, Any]:
    root: dict[str, Any] = {}
    for name in sorted(names):
        node = root
        for letter in name:
            lower = letter.lower()  # a few letters have two in its place: those stay as they are
            node = node.setdefault(lower if len(lower) == 1 else letter, {})
        node[_END] = {}
    return root


def _branches(node: dict[str, Any]) -> str:
    text = "|".join(
        re.escape(letter) + _branches(inner) for letter, inner in node.items() if letter != _END
    )
    if not text:
        return ""
    return f"(?:{text})?" if _END in node else f"(?:{text})"
