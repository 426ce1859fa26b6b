"""Texts without the words that give another client away: each is replaced wherever it stands."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Set
from enum import StrEnum
from functools import cache, lru_cache
from itertools import product
from typing import Any

from aigov_connectors.client_view.folding import folded, places
from aigov_connectors.inventory import Client, Inventory, vocabulary
from aigov_connectors.inventory.names import naming_words, normalized_name
from aigov_connectors.rules.registry import shipped_rules

__all__ = ["HIDDEN", "hiding"]

HIDDEN = "[not shown]"
"""Stands where another client's name or id stood, or a number that may count others."""

_WHOLE_BELOW = 6  # characters: shorter names are parts of other words
_HANDLE_AT_LEAST = 4  # characters: a shorter handle is any word
_ID_AT_LEAST = 5  # characters: a shorter id is a number that anything may have
_JOINTS = 3  # of a name that each may be left out; of one with more, all are or none
_AND = re.compile(r"\b(?:and|und|et)\b", re.IGNORECASE)
_SAINT = re.compile(r"\bst\b\.?", re.IGNORECASE)
_THE = re.compile(r"the ", re.IGNORECASE)
_TWO_LETTERS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"}
)
_END = ""
_FORMS_ELSEWHERE = frozenset(
    [
        "ab",
        "and",
        "aps",
        "as",
        "doo",
        "eood",
        "gbr",
        "kft",
        "kg",
        "kgaa",
        "ohg",
        "oo",
        "ood",
        "oy",
        "oyj",
        "sas",
        "se",
        "sl",
        "slu",
        "sp",
        "spa",
        "srl",
        "sro",
        "ug",
        "z",
    ]
)
"""Legal forms that are too short, or too common as words, for two names to be one because of them:
to hide a name less such a word does no harm."""


def hiding(inventories: Iterable[Inventory], client: Client) -> Callable[[str], str]:
    """Make the function that hides the names of all clients but one.

    A name is whatever a tool calls a client by: name, id, handle, internet domain, vendor's id; in
    any case, with or without accents, and with other or no signs between its words.
    """
    inventories = tuple(inventories)
    ordinary = _own_words(inventories)
    own, others = _Named(ordinary), _Named(ordinary)
    own.add(client)
    for inventory in inventories:
        for one in inventory.clients:
            if one.id == client.id:
                own.add(one)
            elif one.may_be_served:
                others.add(one)
    kept = set(map(_joined, own.names | own.ids))
    if kept.issuperset(map(_joined, others.names | others.ids)):
        return str
    pattern = _pattern(own.names | others.names, own.ids | others.ids)
    format_words = _format_words() | _words_of(inventories)

    @lru_cache(maxsize=1 << 14)  # most texts are keys and names that come again and again
    def shown(text: str) -> str:
        if text in format_words:
            return text
        plain = folded(text)
        found = [one for one in pattern.finditer(plain) if _joined(one[0]) not in kept]
        if not found:
            return text
        place, parts, end = places(text), [], 0
        for one in found:
            parts += [text[end : place[one.start()]], HIDDEN]
            end = place[one.end()]
        return "".join((*parts, text[end:]))

    return shown


class _Named:
    """By what clients may be named in a text: folded, with one blank at each joint of words."""

    def __init__(self, ordinary: Set[str]) -> None:
        """`ordinary` are words that by themselves name nobody."""
        self._ordinary = ordinary
        self.names: set[str] = set()
        self.ids: set[str] = set()
        """The vendors' ids, which tell only where they stand by themselves."""

    def add(self, client: Client) -> None:
        long = (one.vendor_id for one in client.members if len(one.vendor_id) >= _ID_AT_LEAST)
        names = [*_names(client)]
        names += [stem for one in names if (stem := one.translate(_TWO_LETTERS)) != one]
        self.names.update(filter(None, map(_spaced, map(folded, _quoted(names, self._ordinary)))))
        self.ids.update(filter(None, map(_spaced, map(folded, long))))


def _names(client: Client) -> Iterator[str]:
    yield from client.names
    for member in client.members:
        yield member.name
        yield from member.domains
        yield from (one for one in member.handles if len(one) >= _HANDLE_AT_LEAST)


def _quoted(names: Iterable[str], ordinary: Set[str]) -> Iterator[str]:
    for name in names:
        yield name
        if "&" in name:
            yield from (name.replace("&", f" {word} ") for word in ("and", "und", "et"))
        if _SAINT.search(name):
            yield _SAINT.sub("Saint", name)
        if (article := _THE.match(name)) and " " in (bare := name[article.end() :]):
            yield bare
        if (less := _AND.sub(" ", name)) != name:
            yield less
        stem, form = _without_forms(name)
        # One word less its legal form may be any word: then it names nobody for sure.
        if form and (" " in stem or naming_words(stem) - ordinary):
            yield stem
        quoted = json.dumps(name, ensure_ascii=False)[1:-1]
        if quoted != name:  # as it stands inside a value that is JSON text
            yield quoted


def _without_forms(name: str) -> tuple[str, str]:
    """A name less its legal forms, whatever country they are of, and whether it has any."""
    stem, form = normalized_name(name)
    words = stem.split()
    while len(words) > 1 and words[-1] in _FORMS_ELSEWHERE:
        form = f"{words.pop()} {form}"
        stem, more = normalized_name(" ".join(words))
        words, form = stem.split(), f"{more} {form}"
    return " ".join(words), form.strip()


def _spaced(plain: str) -> str:
    """A folded name with one blank at each joint; empty where it has no sign but joints."""
    return " ".join(plain.split())


def _joined(plain: str) -> str:
    return plain.replace(" ", "").replace("'", "")


def _spellings(name: str) -> Iterator[str]:
    """A spaced name with and without its blanks and apostrophes."""
    words = name.split(" ")
    joints = len(words) - 1
    together = ((" ",) * joints, ("",) * joints)
    for way in product((" ", ""), repeat=joints) if joints <= _JOINTS else together:
        spelt = words[0] + "".join(map("".join, zip(way, words[1:], strict=True)))
        yield spelt
        if "'" in spelt:
            yield spelt.replace("'", "")


def _pattern(names: Iterable[str], ids: Iterable[str]) -> re.Pattern[str]:
    """Match the longest of many names: "Harborview Dental Lab" is not the dentist with a word more.

    As a tree of letters, which costs the same for ten names as for thousands.
    """
    long, short = set[str](), set[str]()
    for name in names:
        for spelt in _spellings(name):
            (short if len(spelt) < _WHOLE_BELOW else long).add(spelt)
    parts = []
    if long:
        parts.append(_branches(_tree(long)))
    if short:  # `ACME01-backup` holds the name ACME, `acmeist` does not
        parts.append(rf"(?<!\w){_branches(_tree(short))}(?![^\W\d])")
    if ids := set(ids):
        parts.append(rf"(?<!\w){_branches(_tree(ids))}(?!\w)")
    return re.compile("|".join(parts))


def _tree(names: Iterable[str]) -> dict[str, Any]:
    root: dict[str, Any] = {}
    for name in sorted(names):
        node = root
        for letter in name:
            node = node.setdefault(letter, {})
        node[_END] = {}
    return root


def _branches(node: dict[str, Any]) -> str:
    text = "|".join(
        (" +" if letter == " " else re.escape(letter)) + _branches(inner)
        for letter, inner in node.items()
        if letter != _END
    )
    if not text:
        return ""
    return f"(?:{text})?" if _END in node else f"(?:{text})"


def _own_words(inventories: Iterable[Inventory]) -> frozenset[str]:
    """Words of our own sentences: hidden everywhere, they would leave no sentence whole."""
    told = [word for rule in shipped_rules() for word in (rule.id, rule.title)]
    for inventory in inventories:
        told += [word for one in inventory.features for word in (one.id, one.name)]
    return _format_words() | {word for one in told for word in folded(one).split()}


@cache
def _format_words() -> frozenset[str]:
    """Words that the format itself knows: they are looked up, and name no client."""
    kinds = (one for one in vars(vocabulary).values() if isinstance(one, type))
    closed = {str(each) for kind in kinds if issubclass(kind, StrEnum) for each in kind}
    rules = {rule.id for rule in shipped_rules()}
    return frozenset({*closed, *rules, "client", "own", "catch_all"})


def _words_of(inventories: Iterable[Inventory]) -> frozenset[str]:
    """The vendors, and the resources that connectors name, which are looked up too."""
    return frozenset(
        name
        for inventory in inventories
        for name in (
            *(one.vendor for one in inventory.connections),
            *(one.receipt.resource for one in inventory.receipts),
            *(one.resource for one in inventory.gaps),
        )
    )
