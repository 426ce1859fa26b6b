"""The regulations that are known, by all of their names: one regulation is one, however written.

What a client is under is matched by the policy, compared by rules and weighed by the risk. All of
them read the words here, so that “HIPAA Security Rule” is HIPAA to each.
"""

from __future__ import annotations

import tomllib
from difflib import get_close_matches
from functools import cache
from importlib.resources import files

from aigov_connectors.inventory import ClientContext, Exact, IsoDate

__all__ = [
    "NO_REGULATION",
    "Regulation",
    "canonical_regulation",
    "is_known_regulation",
    "known_regulations",
    "near_regulation",
    "regulation_named",
    "regulations_of",
]

NO_REGULATION = "none"
"""The word that says: under no regulation. No word at all leaves it open."""


class Regulation(Exact):
    """One regulation, and whether it asks that changes are controlled."""

    name: str
    """As the configuration names it."""
    full_name: str
    also: tuple[str, ...] = ()
    changes: bool
    because: str
    source: str


class _File(Exact):
    checked: IsoDate
    words_alone: tuple[str, ...]
    regulations: tuple[Regulation, ...]


@cache
def _file() -> _File:
    text = (files(__package__) / "regulations.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    for one in table["regulations"]:
        one["also"] = tuple(one.get("also", ()))
    table["words_alone"] = tuple(table["words_alone"])
    table["regulations"] = tuple(Regulation(**one) for one in table["regulations"])
    return _File(**table)


def known_regulations() -> tuple[Regulation, ...]:
    """The regulations that are known, in the order of the data file."""
    return _file().regulations


@cache
def _by_name() -> dict[str, Regulation]:
    return {
        _folded(name): one
        for one in known_regulations()
        for name in (one.name, one.full_name, *one.also)
    }


def regulation_named(word: str) -> Regulation | None:
    """Find a regulation by any of its names, whatever the case of the letters."""
    return _by_name().get(_folded(word))


def canonical_regulation(word: str) -> str:
    """The one name to compare by: that of the regulation, else the word in small letters."""
    found = regulation_named(word)
    return _folded(word) if found is None else found.name


def regulations_of(context: ClientContext) -> tuple[str, ...]:
    """The regulations of a client, each once, as they are known or as they are written."""
    named: dict[str, str] = {}
    for word in context.regulations:
        if _folded(word) != NO_REGULATION:
            found = regulation_named(word)
            written = word.strip() if found is None else found.name
            named.setdefault(canonical_regulation(word), written)
    return tuple(named.values())


def is_known_regulation(word: str) -> bool:
    """Whether a word names a regulation, or says that there is none."""
    return _folded(word) == NO_REGULATION or _folded(word) in {*_by_name(), *_words_alone()}


def near_regulation(word: str) -> str | None:
    """The known name that a misspelled word is nearest to; None where none is near."""
    names = {**_words_alone(), **{name: one.name for name, one in _by_name().items()}}
    near = get_close_matches(_folded(word), names, n=1, cutoff=0.75)
    return names[near[0]] if near else None


@cache
def _words_alone() -> dict[str, str]:
    return {_folded(one): one for one in _file().words_alone}


def _folded(word: str) -> str:
    return word.strip().casefold()
