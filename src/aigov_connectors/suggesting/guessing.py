"""What a client's industry, regulations and place may be, by what its tools say: to be confirmed.

A market that somebody once chose in a PSA is no fact about a client, and no rule reads it. Here it
becomes a suggestion with its reason; a person writes it into the configuration, or does not. The
words and what they may mean stand in `industries.toml`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files

from aigov_connectors.inventory import Client, ContextHint, Exact
from aigov_connectors.policy.regulations import canonical_regulation

__all__ = ["ContextSuggestion", "suggest_context"]

_ABOUT_PLACES = frozenset({"country"})


class ContextSuggestion(Exact):
    """What may be written under a client in the configuration."""

    client: str
    """Id of the client."""
    industry: str | None = None
    regulations: tuple[str, ...] = ()
    """Only those that the configuration does not name yet."""
    residency: str | None = None
    because: tuple[str, ...] = ()
    """One reason each, in words: `market “Healthcare” of connectwise.psa: …`."""


class _Meaning(Exact):
    name: str
    words: tuple[str, ...]
    regulations: tuple[str, ...] = ()
    why: str = ""


class _Table(Exact):
    industries: tuple[_Meaning, ...]
    regulations: tuple[_Meaning, ...]
    places: tuple[_Meaning, ...]


def suggest_context(client: Client) -> ContextSuggestion | None:
    """What the tools hint at and the configuration does not say; None where that is nothing.

    Two tools that hint at different industries or places leave that open, and both reasons stand.
    """
    table = _table()
    industries: list[str] = []
    places: list[str] = []
    regulations: list[str] = []
    because: list[str] = []
    for vendor, hint in _hints(client):
        told = f"{hint.source} “{hint.value}” of {vendor}"
        if hint.source in _ABOUT_PLACES:
            found = [one for one in table.places if hint.value.strip().casefold() in one.words]
            places += [one.name for one in found]
        else:
            named = list(_meant(table.regulations, hint.value))
            regulations += [one.name for one in named]
            because += [f"{told} names {one.name}" for one in named]
            found = list(_meant(table.industries, hint.value))[:1]
            industries += [one.name for one in found]
        for one in found:
            regulations += one.regulations
            because.append(f"{told}{f': {one.why}' if one.why else ''}")
    context = client.context
    known = {canonical_regulation(one) for one in context.regulations}
    suggestion = ContextSuggestion(
        client=client.id,
        industry=_only(industries) if context.industry is None else None,
        regulations=tuple(
            one for one in dict.fromkeys(regulations) if canonical_regulation(one) not in known
        ),
        residency=_only(places) if context.residency is None else None,
        because=tuple(dict.fromkeys(because)),
    )
    says = suggestion.industry or suggestion.regulations or suggestion.residency
    return suggestion if says else None


def _hints(client: Client) -> Iterator[tuple[str, ContextHint]]:
    for member in client.members:
        for hint in member.hints:
            yield member.vendor, hint


def _meant(meanings: Iterable[_Meaning], text: str) -> Iterator[_Meaning]:
    plain = text.casefold()
    for one in meanings:
        if any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", plain) for word in one.words):
            yield one


def _only(found: Sequence[str]) -> str | None:
    """The one that all agree on."""
    return found[0] if len(set(found)) == 1 else None


@cache
def _table() -> _Table:
    text = (files("aigov_connectors.suggesting") / "industries.toml").read_text(encoding="utf-8")
    told = tomllib.loads(text)
    return _Table(
        industries=_meanings(told["industries"]),
        regulations=_meanings(told["regulations"]),
        places=_meanings(told["places"]),
    )


def _meanings(rows: Iterable[dict[str, object]]) -> tuple[_Meaning, ...]:
    return tuple(
        _Meaning.model_validate(
            {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
        )
        for row in rows
    )
