"""A group in words: what it does, what sets it, whom it reaches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from aigov_connectors.cli.show.grouping import Group, Source
from aigov_connectors.cli.show.text import counted, listed_names, plain
from aigov_connectors.cli.show.words import SOURCE_WORDS
from aigov_connectors.inventory import Severity, normalized_name
from aigov_connectors.inventory.counting import clients_in_words
from aigov_connectors.policy import DEFAULT_POLICY
from aigov_connectors.rules import Assessment

__all__ = [
    "deed_words",
    "policy_words",
    "severity_counts",
    "source_name",
    "source_words",
    "who_words",
]

_TENANT = "tenant"
_DEEDS_SHOWN = 2
_NAMES_SHOWN = 3


def deed_words(group: Group) -> str:
    """What it does, on which part; the deeds of several features are joined."""
    deeds = [
        deed
        for deed in group.deeds
        if not any(deed != other and deed in other for other in group.deeds)
    ]
    deeds = [deed.removeprefix("may act alone: ") for deed in deeds]
    more = f"; and {len(deeds) - _DEEDS_SHOWN} more" if len(deeds) > _DEEDS_SHOWN else ""
    return "; ".join(deeds[:_DEEDS_SHOWN]) + more


def source_words(group: Group) -> str:
    """`rule Disk full in Servers`, `31 policies`; `its site policy` where it has the client's name.

    A group that is not about a setting names what it is about.
    """
    if not group.sources:
        return group.findings[0].subject.name
    first = group.sources[0]
    noun, nouns = SOURCE_WORDS[first.kind]
    if len(group.sources) > 1:
        if len({source.kind for source in group.sources}) > 1:
            return counted(len(group.sources), "setting")
        levels = {source.level for source in group.sources} - {_TENANT}
        level = f"{levels.pop()} " if len(levels) == 1 else ""
        return counted(len(group.sources), f"{level}{noun}", f"{level}{nouns}")
    if len(group.clients) == 1 and _bears_the_name(first.name, group.clients[0].name):
        level = "" if first.level == _TENANT else f"{first.level} "
        return f"its {level}{noun}"
    return source_name(first)


def source_name(source: Source) -> str:
    """`rule Disk full in Servers`; `site policy Lakeside`, which already says what it is."""
    noun, _ = SOURCE_WORDS[source.kind]
    name = plain(source.name)
    return name if noun in name.casefold().split() else f"{noun} {name}"


def who_words(group: Group) -> str:
    """The clients: names up to three, else a number; unknown is not none."""
    if not group.clients:
        return "no client known" if group.reach_is_known else "clients not shown"
    names = [client.name for client in group.clients]
    if len(names) > _NAMES_SHOWN:
        words = clients_in_words(client.kind for client in group.clients)
    else:
        words = listed_names(names, limit=_NAMES_SHOWN)
    return words if group.reach_is_known else f"{words}, perhaps more"


def policy_words(assessment: Assessment) -> str:
    """By what was judged; who wrote no lines must not look for them in the own configuration."""
    shipped = assessment.policy_digest == DEFAULT_POLICY.digest
    whose = "The oversight policy that ships" if shipped else "The oversight policy configured"
    return f"{whose} (aigov-connectors policy)"


def severity_counts(groups: Iterable[Group]) -> str:
    """`6 high, 2 medium`."""
    counts = Counter(group.severity for group in groups)
    return ", ".join(f"{counts[one]} {one.value}" for one in Severity if counts[one])


def _bears_the_name(source: str, client: str) -> bool:
    """Whether an object is named after its one client: `site policy LAKESIDE CLINIC, LLC`."""
    one, other = normalized_name(source)[0], normalized_name(client)[0]
    return one == other or one.endswith(f" {other}")
