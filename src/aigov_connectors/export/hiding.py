"""Texts without the names of others: each is replaced wherever it stands."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from aigov_connectors.export.model import Shown
from aigov_connectors.inventory import Client, Inventory

__all__ = ["HIDDEN", "hiding"]

HIDDEN = "[another client]"

_WHOLE_BELOW = 6  # characters: shorter names are parts of other words
_HANDLE_AT_LEAST = 4  # characters: a shorter handle is any word
_CLOSED_WORD = re.compile(r"[a-z_-]+")
_END = ""


def hiding(inventories: Iterable[Inventory], client: Client) -> Shown:
    """Make the function that hides the names of all clients but one.

    A name is whatever a tool calls a client by: name, id, handle, internet domain.
    """
    own: set[str] = set(_names(client))
    others: set[str] = set()
    for inventory in inventories:
        for one in inventory.clients:
            if one.id == client.id:
                own |= set(_names(one))
            elif one.kind == "client":
                others |= set(_names(one))
    kept = {one.casefold() for one in own}
    others = {one for one in others if one.casefold() not in kept}
    if not others:
        return str
    pattern = _pattern(own | others)

    @lru_cache(maxsize=1 << 14)  # most texts are keys and names that come again and again
    def shown(text: str) -> str:
        if _CLOSED_WORD.fullmatch(text) and text not in others:
            return text  # a word of a format: no name is spelled so
        return pattern.sub(lambda found: found[0] if found[0].casefold() in kept else HIDDEN, text)

    return shown


def _pattern(names: Iterable[str]) -> re.Pattern[str]:
    """Match the longest of many names: "Harborview Dental Lab" is not the dentist with a word more.

    As a tree of letters, which costs the same for ten names as for thousands.
    """
    long: dict[str, Any] = {}
    short: dict[str, Any] = {}
    for name in sorted(names):
        node = short if len(name) < _WHOLE_BELOW else long
        for letter in name:
            lower = letter.lower()  # a few letters have two in its place: those stay as they are
            node = node.setdefault(lower if len(lower) == 1 else letter, {})
        node[_END] = {}
    parts = []
    if long:
        parts.append(_branches(long))
    if short:
        parts.append(rf"(?<![^\W_]){_branches(short)}(?![^\W_])")
    return re.compile("|".join(parts), re.IGNORECASE)


def _branches(node: dict[str, Any]) -> str:
    text = "|".join(
        re.escape(letter) + _branches(inner) for letter, inner in node.items() if letter != _END
    )
    if not text:
        return ""
    return f"(?:{text})?" if _END in node else f"(?:{text})"


def _names(client: Client) -> Iterator[str]:
    for name in _spellings(client):
        yield name
        quoted = json.dumps(name, ensure_ascii=False)[1:-1]
        if quoted != name:  # as it stands inside a value that is JSON text
            yield quoted


def _spellings(client: Client) -> Iterator[str]:
    yield client.name
    yield client.id
    for member in client.members:
        yield member.name
        yield from member.domains
        yield from (one for one in member.handles if len(one) >= _HANDLE_AT_LEAST)
