"""What is wrong with a policy although it can be read: lines that never count, or that disagree.

A policy with a dead line says something else than its author thinks; nobody would notice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import combinations

from aigov_connectors.inventory import ClientEntry, DecisionKind, Exact
from aigov_connectors.policy.lines import OversightLine
from aigov_connectors.policy.regulations import (
    canonical_regulation,
    is_known_regulation,
    near_regulation,
)

__all__ = ["PolicyPart", "PolicyProblem", "ProblemKind", "policy_problems"]


class ProblemKind(StrEnum):
    """What kind of mistake it is."""

    UNREACHABLE = "unreachable"
    """Earlier lines take every case of it."""
    EMPTY = "empty"
    """It speaks of nothing: what it asks for is never there together."""
    SAME_NAME = "same_name"
    """Another line has its name, by which findings tell what judged them."""
    CONFLICT = "conflict"
    """Two lines speak of one case and differ, and only their order decides."""
    UNKNOWN_CLIENT = "unknown_client"
    """It names a client that the configuration does not have."""
    UNKNOWN_RULE = "unknown_rule"
    """It names a rule that there is not."""
    UNKNOWN_FEATURE = "unknown_feature"
    """It names a feature that is in no catalogue."""
    UNKNOWN_VENDOR = "unknown_vendor"
    ENDED = "ended"
    """Its last day has passed."""
    UNUSED = "unused"
    """A waiver that covers no finding of the run."""
    UNKNOWN_WORD = "unknown_word"
    """Its threshold asks for a word that nothing in the run is told by."""
    NOBODY = "nobody"
    """No client of the configuration is of that industry, or under that regulation."""
    UNKNOWN_REGULATION = "unknown_regulation"
    """It names a regulation that nobody knows: it is told from others by its letters alone."""


class PolicyPart(StrEnum):
    """What of a policy a problem is about."""

    LINE = "line"
    WAIVER = "waiver"
    CLIENT = "client"


class PolicyProblem(Exact):
    """One problem of one line, waiver or client; `line` counts the given ones from 1."""

    kind: ProblemKind
    line: int
    name: str
    """Of the line, or of the client; of a waiver the rule that it names."""
    part: PolicyPart = PolicyPart.LINE
    words: str
    """One sentence: what is wrong, and with which other line."""


def policy_problems(
    lines: Sequence[OversightLine], clients: Iterable[ClientEntry] = ()
) -> tuple[PolicyProblem, ...]:
    """Find the lines that never count or disagree, and regulations that nobody knows.

    Args:
        lines: those of the configuration; the ones that ship are read after them and are meant
            to be overruled.
        clients: those that the configuration declares; without any, no line is held against them.
    """
    known = tuple(clients)
    found: list[PolicyProblem] = []
    dead: set[int] = set()
    for number, line in enumerate(lines):
        if words := _speaks_of_nothing(line):
            dead.add(number)
            found.append(_empty(number, line, words))
            continue
        before = [one for at, one in enumerate(lines[:number]) if at not in dead]
        if by := _taken_by(line, before):
            dead.add(number)
            found.append(_unreachable(number, line, by))
    for first, second in combinations(range(len(lines)), 2):
        if lines[first].name == lines[second].name:
            found.append(_same_name(first, second, lines[second]))
    for first, second in combinations(range(len(lines)), 2):
        if first not in dead and second not in dead:
            found += _conflicts(first, lines[first], second, lines[second], known)
    for number, line in enumerate(lines):
        found += _speaks_of_nobody(number, line, known)
        found += _odd_words(number, line.name, PolicyPart.LINE, line.regulations)
    for number, client in enumerate(known):
        found += _odd_words(number, client.name, PolicyPart.CLIENT, client.context.regulations)
    return tuple(sorted(found, key=lambda one: (one.line, one.kind, one.words)))


def _odd_words(
    number: int, name: str, part: PolicyPart, regulations: Iterable[str]
) -> Iterator[PolicyProblem]:
    for word in regulations:
        if is_known_regulation(word):
            continue
        near = near_regulation(word)
        hint = f" (perhaps “{near}”)" if near else ""
        yield PolicyProblem(
            kind=ProblemKind.UNKNOWN_REGULATION,
            line=number + 1,
            name=name,
            part=part,
            words=f"names the regulation “{word}”, which nobody knows{hint}; it is matched by its"
            " letters alone.",
        )


# Lines about nothing ------------------------------------------------------------------------


def _speaks_of_nothing(line: OversightLine) -> str | None:
    """Why nothing can ever fall under a line; None where something may."""
    if line.when is not None and not line.when.can_hold:
        return f"asks for “{line.when}”, which nothing is"
    if line.vendors and line.features and not any(map(line.concerns_feature, line.features)):
        return "names features that are none of the vendors that it names"
    return None


def _empty(number: int, line: OversightLine, words: str) -> PolicyProblem:
    return PolicyProblem(
        kind=ProblemKind.EMPTY,
        line=number + 1,
        name=line.name,
        words=f"{words}, so it says nothing.",
    )


def _same_name(first: int, second: int, line: OversightLine) -> PolicyProblem:
    return PolicyProblem(
        kind=ProblemKind.SAME_NAME,
        line=second + 1,
        name=line.name,
        words=f"has the name of line {first + 1} of the policy: findings tell by its name which"
        " line judged them.",
    )


# Lines that never count --------------------------------------------------------------------


def _taken_by(line: OversightLine, earlier: Sequence[OversightLine]) -> tuple[OversightLine, ...]:
    """The earlier lines that together take every case of a line; empty where a case is left."""
    taken: dict[str, OversightLine] = {}
    for decision in line.decisions or DecisionKind:
        by = next((one for one in earlier if _covers(one, line, decision)), None)
        if by is None:
            return ()
        taken[by.name] = by
    return tuple(taken.values())


def _covers(one: OversightLine, other: OversightLine, decision: DecisionKind) -> bool:
    """Whether `one` takes every case of `other` that is about a decision."""
    if one.decisions and decision not in one.decisions:
        return False
    chosen: tuple[tuple[Sequence[str], Sequence[str]], ...] = (
        (one.clients, other.clients),
        (_folded(one.industries), _folded(other.industries)),
        (_named(one), _named(other)),
        (one.features, other.features),
    )
    if any(mine and (not theirs or not set(theirs) <= set(mine)) for mine, theirs in chosen):
        return False
    if one.vendors and not _vendors_within(other, one.vendors):
        return False
    return one.when is None or (other.when is not None and other.when.lies_within(one.when))


def _named(line: OversightLine) -> tuple[str, ...]:
    return tuple(map(canonical_regulation, line.regulations))


def _folded(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(map(_fold, words))


def _fold(word: str) -> str:
    return word.strip().casefold()


def _vendors_within(line: OversightLine, vendors: Sequence[str]) -> bool:
    about = line.vendors or line.features
    prefixes = tuple(f"{one}." for one in vendors)
    return bool(about) and all(f"{one}.".startswith(prefixes) for one in about)


def _unreachable(number: int, line: OversightLine, by: Sequence[OversightLine]) -> PolicyProblem:
    names = " and ".join(f"“{one.name}”" for one in by)
    same = all(one.allowed is line.allowed for one in by)
    effect = "It can go." if same else f"So “{line.allowed.words}” never applies: move it up."
    return PolicyProblem(
        kind=ProblemKind.UNREACHABLE,
        line=number + 1,
        name=line.name,
        words=f"never counts, because {names} before it takes every case of it. {effect}",
    )


# Lines that disagree -----------------------------------------------------------------------


def _conflicts(
    first: int,
    one: OversightLine,
    second: int,
    other: OversightLine,
    clients: Sequence[ClientEntry],
) -> Iterator[PolicyProblem]:
    """Two lines of which neither is the exception to the other, and that both fit some client.

    An exception to a rule stands before it. Where the later line is the narrower one it counts
    nowhere that both speak of, which its author hardly meant.
    """
    if one.allowed is other.allowed or not _meet(one, other):
        return
    shared = [
        decision
        for decision in one.decisions or DecisionKind
        if not other.decisions or decision in other.decisions
    ]
    if all(_covers(other, one, each) for each in shared):
        return
    if whom := _whom_both_fit(one, other, clients):
        yield PolicyProblem(
            kind=ProblemKind.CONFLICT,
            line=second + 1,
            name=other.name,
            words=(
                f"says “{other.allowed.words}” where “{one.name}” (line {first + 1} of the policy)"
                f" says “{one.allowed.words}”, for {whom};"
                " the earlier one counts."
            ),
        )


def _whom_both_fit(
    one: OversightLine, other: OversightLine, clients: Sequence[ClientEntry]
) -> str | None:
    """The clients of whom both lines speak, as far as the configuration knows them."""
    if not (one.chooses_clients or other.chooses_clients):
        return "all clients"
    both = {
        client.name
        for client in clients
        if all(
            line.concerns_client((client.id, client.name), client.context) for line in (one, other)
        )
    }
    if not clients:  # names come from the tools
        told = [set(line.clients) for line in (one, other) if line.chooses_clients]
        both = set.intersection(*told)
    return ", ".join(sorted(both)) or None


def _meet(one: OversightLine, other: OversightLine) -> bool:
    """Whether some feature and some value may fall under both."""
    if one.features and other.features and set(one.features).isdisjoint(other.features):
        return False
    mine, theirs = one.vendors or one.features, other.vendors or other.features
    if mine and theirs:
        met = any(
            f"{a}.".startswith(f"{b}.") or f"{b}.".startswith(f"{a}.") for a in mine for b in theirs
        )
        if not met:
            return False
    for named, by in ((one.features, other), (other.features, one)):
        if named and not any(map(by.concerns_feature, named)):
            return False
    return one.when is None or other.when is None or one.when.may_meet(other.when)


# Lines about nobody ------------------------------------------------------------------------


def _speaks_of_nobody(
    number: int, line: OversightLine, clients: Sequence[ClientEntry]
) -> Iterator[PolicyProblem]:
    if not clients:
        return
    names = {name for client in clients for name in (client.id, client.name)}
    for name in line.clients:
        if name not in names:
            yield PolicyProblem(
                kind=ProblemKind.UNKNOWN_CLIENT,
                line=number + 1,
                name=line.name,
                words=f"names the client “{name}”, which [[clients]] does not have;"
                " it counts only if a tool calls a client exactly that.",
            )
    industries = set(_folded(client.context.industry or "" for client in clients))
    under = {canonical_regulation(one) for client in clients for one in client.context.regulations}
    for what, asked, there, compared in (
        ("industry", line.industries, industries, _fold),
        ("regulation", line.regulations, under, canonical_regulation),
    ):
        for word in asked:
            if compared(word) not in there:
                yield PolicyProblem(
                    kind=ProblemKind.NOBODY,
                    line=number + 1,
                    name=line.name,
                    words=f"asks for the {what} “{word}”, which no client of [[clients]] has.",
                )
