"""Waivers and lines that name what is not there, and so cover nothing, without a word.

A misspelled rule or client is the commonest mistake in a waiver: nothing is waived, and nobody
is told until the finding turns up in an audit.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from aigov_connectors.policy.lines import OversightLine
from aigov_connectors.policy.problems import PolicyPart, PolicyProblem, ProblemKind
from aigov_connectors.policy.waivers import Waiver

__all__ = ["KnownNames", "name_problems"]


@dataclass(frozen=True, slots=True)
class KnownNames:
    """What a policy may name."""

    rules: frozenset[str]
    features: frozenset[str]
    """Catalogue ids."""
    clients: frozenset[str] | None = None
    """Names and ids; None where nobody knows them all, and then none is held to be unknown."""

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


def _of_waiver(
    number: int, waiver: Waiver, known: KnownNames, today: date
) -> Iterator[PolicyProblem]:
    def problem(kind: ProblemKind, words: str) -> PolicyProblem:
        return PolicyProblem(
            kind=kind, line=number, name=waiver.rule, words=words, part=PolicyPart.WAIVER
        )

    for what, kind, name, there in (
        ("rule", ProblemKind.UNKNOWN_RULE, waiver.rule, known.rules),
        ("feature", ProblemKind.UNKNOWN_FEATURE, waiver.feature, known.features),
        ("client", ProblemKind.UNKNOWN_CLIENT, waiver.client, known.clients),
    ):
        words = None if name is None else _unknown(what, name, there)
        if words is not None:
            yield problem(kind, f"{words}, so it covers nothing.")
    if not waiver.is_valid_on(today):
        yield problem(ProblemKind.ENDED, f"ended on {waiver.until}, so it covers nothing any more.")


def _unknown(what: str, name: str, there: Collection[str] | None) -> str | None:
    if there is None or name in there:
        return None
    near = get_close_matches(name, sorted(there), n=1, cutoff=0.75)
    hint = f" (perhaps “{near[0]}”)" if near else ""
    return f"names the {what} “{name}”, which is not there{hint}"
