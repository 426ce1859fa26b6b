"""Clients by the names that people type, and whom they may have meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher

from aigov_connectors.errors import ConfigurationError
from aigov_connectors.inventory import Client, Inventory, normalized_name

__all__ = ["is_among", "named_client", "no_such_client"]

_LIKE_ENOUGH = 0.6  # of 1; two names of one city have less in common
_MEANT = 3
_LISTED = 12


def named_client(inventory: Inventory, wanted: str) -> Client:
    """Find a client by name or id.

    Raises:
        ConfigurationError: there is none; the hint names those that sound alike.
    """
    for client in inventory.clients:
        if wanted == client.id or wanted.casefold() == client.name.casefold():
            return client
    for client in inventory.clients:
        if wanted in client.also_known_as:
            return client
    raise no_such_client(wanted, (client.name for client in inventory.clients))


def is_among(wanted: str, names: Iterable[str]) -> bool:
    """Whether one of the names is this one; capitals do not count."""
    return wanted.casefold() in map(str.casefold, names)


def no_such_client(wanted: str, names: Iterable[str]) -> ConfigurationError:
    """The error for a name that is nobody's: whom it may mean, the likest first."""
    every = sorted(set(names), key=str.casefold)
    near = _like(wanted, every)
    if near:
        hint = f"Did you mean: {', '.join(near)}?"
    elif not every:
        hint = "Clients: none were read."
    else:
        more = f" and {len(every) - _LISTED:,} more" if len(every) > _LISTED else ""
        hint = f"Clients: {', '.join(every[:_LISTED])}{more}."
    return ConfigurationError(f"no client is named {wanted!r}", hint=hint)


def _like(wanted: str, names: Iterable[str]) -> list[str]:
    """Names alike without case, accents, punctuation and legal form, the likest first."""
    asked = normalized_name(wanted)[0]
    found = ((_likeness(asked, normalized_name(name)[0]), name) for name in names)
    enough = sorted((-score, name) for score, name in found if score >= _LIKE_ENOUGH)
    return [name for _, name in enough[:_MEANT]]


def _likeness(asked: str, name: str) -> float:
    """From 0 to 1; a name of which the whole words were typed is nearly that name."""
    if not asked or not name:
        return 0.0
    alike = SequenceMatcher(None, asked, name).ratio()
    typed = set(asked.split())
    return max(alike, 0.9) if typed <= set(name.split()) else alike
