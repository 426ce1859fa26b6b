"""The oversight policy as a person reads it: line by line, the first that matches counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from rich.console import RenderableType
from rich.text import Text

from aigov_connectors.cli.show.layout import heading, indented, labelled, line, stacked
from aigov_connectors.cli.show.text import counted, listed_names
from aigov_connectors.policy import (
    DEFAULT_LINES,
    OversightLine,
    Permission,
    Policy,
    PolicyPart,
    PolicyProblem,
    Waiver,
)
from aigov_connectors.rules.words import ACTION

__all__ = ["policy_view"]

_LABEL_WIDTH = 9
_EVERY = 100

_COLOUR = {
    Permission.ALONE: "yellow",
    Permission.WITH_VETO_WINDOW: "yellow",
    Permission.AFTER_APPROVAL: "green",
}


def policy_view(
    policy: Policy,
    problems: Sequence[PolicyProblem] = (),
    at: Mapping[PolicyPart, Sequence[int]] = MappingProxyType({}),
) -> RenderableType:
    """Each line with what it is about, whom it concerns, and where it comes from.

    `at` tells in which line of the file each own line and each waiver begins, where that is known.
    """
    own = sum(1 for one in policy.lines if one not in DEFAULT_LINES)
    shipped = len(policy.lines) - own
    remark = f"{counted(own, 'line')} of your own, {shipped} that ship; the first that fits counts"
    if not own:
        remark = "no line of your own: these ship; the first that fits counts"
    parts: list[RenderableType] = [heading("Oversight policy", remark), Text()]
    for number, one in enumerate(policy.lines, start=1):
        parts += [_title(number, one), indented(labelled(_rows(one), width=_LABEL_WIDTH), by=4)]
    parts += [Text(), *_problems(problems, at), *_waivers(policy)]
    parts.append(
        line("Change it with [[oversight.lines]] in aigov-connectors.toml; see the README.")
    )
    return stacked(*parts)


def _title(number: int, one: OversightLine) -> Text:
    source = "ships" if one in DEFAULT_LINES else "yours"
    return line(f"{number:>2}  ", (one.name, "bold"), (f"  ({source})", "dim"))


def _rows(one: OversightLine) -> list[tuple[str, str | Text]]:
    about = listed_names((ACTION[each] for each in one.decisions), limit=_EVERY)
    rows: list[tuple[str, str | Text]] = [("what", about if one.decisions else "anything else")]
    if one.when is not None:
        rows.append(("when", f"{one.when}"))
    rows += [
        (label, listed_names(names, limit=_EVERY))
        for label, names in (
            ("clients", one.clients),
            ("industry", one.industries),
            ("under", one.regulations),
            ("vendor", one.vendors),
            ("feature", one.features),
        )
        if names
    ]
    rows.append(("allowed", line((one.allowed.words, _COLOUR[one.allowed]))))
    return rows


def _problems(
    problems: Sequence[PolicyProblem], at: Mapping[PolicyPart, Sequence[int]]
) -> list[RenderableType]:
    if not problems:
        return []
    parts: list[RenderableType] = [heading("Needs care", "these lines say less than they seem to")]
    for one in problems:
        rows = at.get(one.part, ())
        where = f" (line {rows[one.line - 1]} of the file)" if one.line <= len(rows) else ""
        number = f"{one.line}" if one.part is PolicyPart.LINE else f"{one.part} {one.line},"
        parts.append(indented(line((f"{number} {one.name}{where}", "bold"), f": {one.words}")))
    return [*parts, Text()]


def _waivers(policy: Policy) -> list[RenderableType]:
    if not policy.waivers:
        return []
    parts: list[RenderableType] = [heading("Waivers", "what is found stays visible, marked")]
    parts += [indented(line(_waived(one))) for one in policy.waivers]
    return [*parts, Text()]


def _waived(one: Waiver) -> str:
    whom = one.client or "all clients"
    named = (one.deployment and f"only {one.deployment}", one.feature, one.connection)
    about = "".join(f", {each}" for each in named if each)
    return f"{one.rule} for {whom}{about}: by {one.owner} until {one.until}: {one.reason}"
