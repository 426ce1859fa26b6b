"""Clients that may be one: pairs to look at, never merged by themselves.

What is certain (an alias, a link, an equal name, a domain that is theirs alone where their names
have a word in common) is merged when the inventory is built. What is merely alike is suggested
here, from the finished inventory, and a person confirms it in the configuration. Needs the extra
`match`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from itertools import combinations
from typing import Any

from pydantic import Field

from aigov_connectors.errors import ConfigurationError
from aigov_connectors.inventory import Client, Exact, Inventory, normalized_name
from aigov_connectors.inventory.names import EMPTY_WORDS, normalized_domain

__all__ = ["LEAST_SCORE", "ClientSuggestion", "suggest_clients"]

LEAST_SCORE = 0.8
"""Below it names are alike by chance more often than not."""
_MOST_PER_CLIENT = 3
_SAME_NAME, _SAME_DOMAIN, _SHORT_FORM = 0.97, 0.95, 0.9
_RARE_PAIR, _INITIALS, _RARE_WORD = 0.85, 0.83, 0.82
_LEAST_INITIALS = 3
_VOWELS = frozenset("aeiouy")
_RARE_LETTERS = 6
"""A word that two clients alone have says something only where it is no short common one."""
_MOST_WITH_ONE_WORD = 50
"""Of a word that more clients begin with, short forms are not looked for: it tells nobody apart."""


class ClientSuggestion(Exact):
    """Two clients that may be one."""

    client: str
    """Id of the one that would stay: declared before derived, then the one in more tools."""
    other: str
    score: float = Field(ge=0, le=1)
    """How sure; 1 is never reached, for then nobody would have to look."""
    why: str
    """In words, with what is alike."""


def suggest_clients(
    inventory: Inventory, *, least: float = LEAST_SCORE
) -> tuple[ClientSuggestion, ...]:
    """Pairs of clients that may be one, the surest first; at most three for each client.

    Two that have organizations in one tenant are never suggested, nor two that the configuration
    names apart. Pure: the same inventory gives the same pairs.

    Raises:
        ConfigurationError: the extra `match` is not installed.
    """
    try:
        process: Any = import_module("rapidfuzz.process")
        fuzz: Any = import_module("rapidfuzz.fuzz")
    except ImportError as error:
        raise ConfigurationError(
            "names that are alike are compared with rapidfuzz, which is not installed",
            hint='Install it: pip install "aigov-connectors[match]".',
        ) from error
    known = [_known(one) for one in inventory.clients if one.kind == "client"]
    best: dict[tuple[int, int], tuple[float, str]] = {}
    for one, other, score, why in (
        *_by_domain(known),
        *_by_spelling(known, process, fuzz, least),
        *_by_short_form(known),
        *_by_initials(known),
        *_by_rare_word(known),
    ):
        pair = (min(one, other), max(one, other))
        if score >= least and (pair not in best or best[pair] < (score, why)):
            best[pair] = (score, why)
    pairs = [
        _suggestion(known[one].client, known[other].client, score, why)
        for (one, other), (score, why) in best.items()
        if _may_be_one(known[one], known[other])
    ]
    return tuple(_few_of_each(sorted(pairs, key=lambda it: (-it.score, it.client, it.other))))


@dataclass(frozen=True, slots=True)
class _Known:
    client: Client
    tenants: frozenset[tuple[str, str]]
    names: tuple[str, ...]
    """Normalized, without legal forms; those that the tools show and those that people type."""
    domains: frozenset[str]


def _known(client: Client) -> _Known:
    told = [client.name, *(one.name for one in client.members)]
    told += [_spaced(handle) for one in client.members for handle in one.handles]
    names = dict.fromkeys(normalized_name(name)[0] for name in told)
    return _Known(
        client=client,
        tenants=frozenset((one.vendor, one.tenant_id) for one in client.members),
        names=tuple(name for name in names if any(map(str.isalpha, name))),
        domains=frozenset(
            normalized_domain(domain) for one in client.members for domain in one.domains
        )
        - {""},
    )


def _spaced(handle: str) -> str:
    """`LakesideClinic` as it would be said."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", handle)


def _may_be_one(one: _Known, other: _Known) -> bool:
    if one.client.is_declared and other.client.is_declared:
        return False
    return bool(one.tenants and other.tenants) and one.tenants.isdisjoint(other.tenants)


_Found = Iterator[tuple[int, int, float, str]]


def _by_domain(known: Sequence[_Known]) -> _Found:
    holders: dict[str, list[int]] = defaultdict(list)
    for at, each in enumerate(known):
        for domain in each.domains:
            holders[domain].append(at)
    for domain, those in holders.items():
        for one, other in combinations(those, 2):
            yield one, other, _SAME_DOMAIN, f"both have the domain {domain}"


def _by_spelling(known: Sequence[_Known], process: Any, fuzz: Any, least: float) -> _Found:
    """Names that differ in letters, in the order of words, or in the blanks between them."""
    names = sorted({(name, at) for at, each in enumerate(known) for name in each.names})
    for shape in (_in_order, _without_blanks):
        shaped = [shape(name) for name, _ in names]
        for at, (name, one) in enumerate(names):
            later = shaped[at + 1 :]
            for _, score, offset in process.extract(
                shaped[at], later, scorer=fuzz.ratio, score_cutoff=100 * least, limit=None
            ):
                twin, other = names[at + 1 + offset]
                if one == other:
                    continue
                alike = min(score / 100, _SAME_NAME)
                words = f"“{name}” and “{twin}” are {alike:.0%} alike"
                yield one, other, round(alike, 2), words if name != twin else f"both are “{name}”"


def _in_order(name: str) -> str:
    return " ".join(sorted(name.split()))


def _without_blanks(name: str) -> str:
    return name.replace(" ", "")


def _by_short_form(known: Sequence[_Known]) -> _Found:
    """`brightwater cu` and `brightwater credit union`; alone, initials say too little."""
    starts: dict[str, list[tuple[int, tuple[str, ...]]]] = defaultdict(list)
    for at, each in enumerate(known):
        for name in each.names:
            words = tuple(name.split())
            if len(words) > 1:
                starts[words[0]].append((at, words))
    for those in starts.values():
        if len(those) > _MOST_WITH_ONE_WORD:
            continue
        for (one, words), (other, twin) in combinations(those, 2):
            short, long = sorted((words, twin), key=len)
            if one != other and _stands_for(short[1:], long[1:]):
                why = f"“{' '.join(short)}” may be short for “{' '.join(long)}”"
                yield one, other, _SHORT_FORM, why


def _stands_for(short: Sequence[str], long: Sequence[str]) -> bool:
    """Whether one word of `short` is the initials of words of `long`, and the others are equal."""
    if not short or len(short) >= len(long):
        return False
    for at, word in enumerate(short):
        many = len(long) - len(short) + 1
        rest = (*long[:at], *long[at + many :])
        initials = "".join(each[0] for each in long[at : at + many])
        if word == initials and rest == (*short[:at], *short[at + 1 :]):
            return True
    return False


def _by_initials(known: Sequence[_Known]) -> _Found:
    """`twp advisors` and `tamarack wealth partners`."""
    stands_for: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for at, each in enumerate(known):
        for name in each.names:
            words = _telling(name)
            if len(words) >= _LEAST_INITIALS:
                stands_for["".join(word[0] for word in words)].append((at, name))
    for at, each in enumerate(known):
        for name in each.names:
            first = name.split()[0]
            for other, long in stands_for.get(first, ()):
                if at != other:
                    yield at, other, _INITIALS, f"“{first}” may be the initials of “{long}”"


def _by_rare_word(known: Sequence[_Known]) -> _Found:
    """A word, or two words together, that nobody else has in a name."""
    holders: dict[tuple[str, ...], set[int]] = defaultdict(set)
    for at, each in enumerate(known):
        for name in each.names:
            words = sorted(set(_telling(name)))
            for word in filter(_says_something, words):
                holders[(word,)].add(at)
            for pair in combinations(words, 2):
                holders[pair].add(at)
    for shared, those in sorted(holders.items()):
        if len(those) == 2:
            one, other = sorted(those)
            told = " and ".join(f"“{word}”" for word in shared)
            score = _RARE_WORD if len(shared) == 1 else _RARE_PAIR
            yield one, other, score, f"these two alone have {told} in their names"


def _telling(name: str) -> list[str]:
    return [word for word in name.split() if word not in EMPTY_WORDS]


def _says_something(word: str) -> bool:
    """Long, or letters without a vowel, which are a name's own."""
    if not word.isalpha():
        return False
    return len(word) >= _RARE_LETTERS or (len(word) >= 3 and not _VOWELS & set(word))


def _suggestion(one: Client, other: Client, score: float, why: str) -> ClientSuggestion:
    stays, goes = sorted((one, other), key=lambda it: (not it.is_declared, -len(it.members), it.id))
    return ClientSuggestion(client=stays.id, other=goes.id, score=score, why=why)


def _few_of_each(pairs: Iterable[ClientSuggestion]) -> Iterator[ClientSuggestion]:
    told: Mapping[str, list[ClientSuggestion]] = defaultdict(list)
    for pair in pairs:
        if all(len(told[one]) < _MOST_PER_CLIENT for one in (pair.client, pair.other)):
            told[pair.client].append(pair)
            told[pair.other].append(pair)
            yield pair
