"""Waivers and lines that name what is not there, and so cover nothing, without a word.

A misspelled rule or client is the commonest mistake in a waiver: nothing is waived, and nobody
is told until the finding turns up in an audit.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches

from aigov_connectors.inventory import DecisionKind, Dimension
from aigov_connectors.policy.lines import OversightLine
from aigov_connectors.policy.problems import PolicyPart, PolicyProblem, ProblemKind
from aigov_connectors.policy.waivers import Waiver

__all__ = ["KnownNames", "name_problems"]

_WORDS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class KnownNames:
    """What a policy may name."""

    rules: frozenset[str]
    features: frozenset[str]
    """Catalogue ids."""
    clients: frozenset[str] | None = None
    """Names and ids; None where nobody knows them all, and then none is held to be unknown."""
    decisions: Mapping[str, frozenset[DecisionKind]] = field(default_factory=dict)
    """Catalogue id to what the feature decides; one that is not here may decide anything."""
    connections: Mapping[str, str] = field(default_factory=dict)
    """Name of a connection to its vendor."""
    words: Mapping[Dimension, frozenset[str]] = field(default_factory=dict)
    """By what words the run tells parts apart, folded; a dimension that is not here has none."""
    covering: frozenset[Waiver] | None = None
    """The waivers that cover a finding of the run; None where there is none."""

    @property
    def vendors(self) -> frozenset[str]:
        """Vendor ids, whole and in part: `connectwise`, `connectwise.psa`."""
        found: set[str] = set()
        for feature in self.features:
            parts = feature.split(".")[:-1]
            found.update(".".join(parts[: at + 1]) for at in range(len(parts)))
        return frozenset(found)


def name_problems(
    lines: Sequence[OversightLine],
    waivers: Sequence[Waiver],
    *,
    known: KnownNames,
    today: date,
) -> tuple[PolicyProblem, ...]:
    """Find what names a rule, a feature, a vendor or a client that is not there, and what ended.

    Args:
        lines: those of the configuration; the ones that ship name nobody.
        waivers: those of the configuration.
        known: what there is.
        today: a waiver whose last day lies before it covers nothing any more.
    """
    found: list[PolicyProblem] = []
    for number, line in enumerate(lines, start=1):
        found += _of_line(number, line, known)
    for number, waiver in enumerate(waivers, start=1):
        found += _of_waiver(number, waiver, known, today)
    return tuple(found)


def _of_line(number: int, line: OversightLine, known: KnownNames) -> Iterator[PolicyProblem]:
    effect = "so it says nothing of it."
    for what, kind, names, there in (
        ("feature", ProblemKind.UNKNOWN_FEATURE, line.features, known.features),
        ("vendor", ProblemKind.UNKNOWN_VENDOR, line.vendors, known.vendors),
        ("client", ProblemKind.UNKNOWN_CLIENT, line.clients, known.clients),
    ):
        for name in names:
            if (words := _unknown(what, name, there)) is not None:
                yield PolicyProblem(
                    kind=kind, line=number, name=line.name, words=f"{words}, {effect}"
                )

    if line.decisions and line.features:
        made = [known.decisions.get(one, frozenset(DecisionKind)) for one in line.features]
        if frozenset(line.decisions).isdisjoint(frozenset().union(*made)):
            yield PolicyProblem(
                kind=ProblemKind.EMPTY,
                line=number,
                name=line.name,
                words=f"is about decisions that no feature it names makes, {effect}",
            )
    when = line.when
    there_are = None if when is None else known.words.get(when.dimension)
    if when is None or there_are is None or not isinstance(when.value, str):
        return
    if (asked := when.value.strip().casefold()) not in there_are:
        words = "” and “".join(sorted(there_are)[:_WORDS_SHOWN])
        yield PolicyProblem(
            kind=ProblemKind.UNKNOWN_WORD,
            line=number,
            name=line.name,
            words=f"asks for the {when.dimension} “{when.value}”{_near(asked, there_are)}, by which"
            f" this run tells nothing; there are “{words}”.",
        )


def _of_waiver(
    number: int, waiver: Waiver, known: KnownNames, today: date
) -> Iterator[PolicyProblem]:
    def problem(kind: ProblemKind, words: str) -> PolicyProblem:
        return PolicyProblem(
            kind=kind, line=number, name=waiver.rule, words=words, part=PolicyPart.WAIVER
        )

    is_told = False
    for what, kind, name, there in (
        ("rule", ProblemKind.UNKNOWN_RULE, waiver.rule, known.rules),
        ("feature", ProblemKind.UNKNOWN_FEATURE, waiver.feature, known.features),
        ("client", ProblemKind.UNKNOWN_CLIENT, waiver.client, known.clients),
    ):
        words = None if name is None else _unknown(what, name, there)
        if words is not None:
            is_told = True
            yield problem(kind, f"{words}, so it covers nothing.")
    vendor = known.connections.get(waiver.connection or "")
    if vendor and waiver.feature and not waiver.feature.startswith(f"{vendor}."):
        words = f"names {waiver.feature} of {waiver.connection}, which is {vendor}"
        is_told = True
        yield problem(ProblemKind.EMPTY, f"{words}, so it covers nothing.")
    if not waiver.is_valid_on(today):
        yield problem(ProblemKind.ENDED, f"ended on {waiver.until}, so it covers nothing any more.")
    elif not is_told and known.covering is not None and waiver not in known.covering:
        yield problem(ProblemKind.UNUSED, "covers no finding of this run.")


def _unknown(what: str, name: str, there: Collection[str] | None) -> str | None:
    if there is None or name in there:
        return None
    return f"names the {what} “{name}”, which is not there{_near(name, there)}"


def _near(name: str, there: Collection[str]) -> str:
    near = get_close_matches(name, sorted(there), n=1, cutoff=0.75)
    return f" (perhaps “{near[0]}”)" if near else ""
