"""The answer of a check, connection by connection."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich.console import RenderableType
from rich.text import Text

from aigov_connectors.cli.show.layout import indented, labelled, line, stacked
from aigov_connectors.cli.show.text import counted, listed_names
from aigov_connectors.cli.show.words import RIGHTS_STYLE, RIGHTS_WORDS
from aigov_connectors.inventory import CredentialRights
from aigov_connectors.running.checking import ConnectionCheck, ResourceCheck

__all__ = ["check_view"]

_LABEL_WIDTH = 12
_EVERY = 10_000
_EACH_BY_ITSELF = 2  # beyond that the problems of one cause are told by the first

_RIGHTS_REMEDY = {
    CredentialRights.CAN_WRITE: "Replace it by a credential that can only view:"
    " aigov-connectors vendors says how to make one.",
    CredentialRights.CANNOT_TELL: "Look in the vendor's console which rights it has.",
}


def check_view(
    checks: Sequence[ConnectionCheck], *, vendor_names: Mapping[str, str]
) -> RenderableType:
    """Every connection with what it lacks, then one line that sums up."""
    parts: list[RenderableType] = []
    for one in checks:
        parts += [_title(one, vendor_names), indented(labelled(_rows(one), width=_LABEL_WIDTH))]
        parts.append(Text())
    return stacked(*parts, _sum(checks))


def _title(one: ConnectionCheck, vendor_names: Mapping[str, str]) -> Text:
    vendor = vendor_names.get(one.vendor, one.vendor)
    return line((one.connection, "bold"), f"  {vendor}  ", (one.host or "", "dim"))


def _rows(one: ConnectionCheck) -> list[tuple[str, str | Text]]:
    if not one.reachable:
        rows: list[tuple[str, str | Text]] = [
            ("reachable", line(("no: ", "bold red"), f"{one.problem}"))
        ]
        return [*rows, *_remedy(one.remedy)]
    version = f", {one.vendor_version}" if one.vendor_version else ""
    because = f": {one.rights_because}" if one.rights_because else ""
    rows = [
        *_plugin(one),
        ("reachable", line(("yes", "green"), version)),
        ("credential", line((RIGHTS_WORDS[one.rights], RIGHTS_STYLE[one.rights]), because)),
        *_remedy(_RIGHTS_REMEDY.get(one.rights)),
    ]
    rows += [("warning", line((warning, "yellow"))) for warning in one.warnings]
    good = [_words(probe) for probe in one.resources if probe.problem is probe.not_asked is None]
    if good:
        rows.append(("can read", listed_names(good, limit=_EVERY)))
    rows += _unread(one.resources)
    untold: dict[str, list[str]] = {}
    for probe in one.resources:
        if probe.not_asked is not None:
            untold.setdefault(probe.not_asked, []).append(_words(probe))
    for because, names in untold.items():
        rows.append(("not asked", f"{listed_names(names, limit=_EVERY)}: {because}"))
    if one.posts:
        rows.append(("POST reads", f"{', '.join(one.posts)} (declared; else nothing but GET)"))
    return rows


def _plugin(one: ConnectionCheck) -> list[tuple[str, str | Text]]:
    if one.connector is None:
        return []
    return [("connector", line((f"of {one.connector}, a plug-in", "yellow")))]


def _unread(probes: Sequence[ResourceCheck]) -> Iterator[tuple[str, str | Text]]:
    """What cannot be read, by what would help: one cause is one row, and has one hint."""
    by_remedy: dict[str | None, list[ResourceCheck]] = {}
    for probe in probes:
        if probe.problem is not None:
            by_remedy.setdefault(probe.remedy, []).append(probe)
    for remedy, mine in by_remedy.items():
        if len(mine) <= _EACH_BY_ITSELF:
            for probe in mine:
                yield "cannot read", line((_words(probe), "yellow"), f": {probe.problem}")
        else:
            names = listed_names([_words(probe) for probe in mine], limit=_EVERY)
            such_as = f": {mine[0].problem}, and alike"
            yield "cannot read", line((names, "yellow"), such_as)
        yield from _remedy(remedy)


def _remedy(remedy: str | None) -> list[tuple[str, str | Text]]:
    return [("", line(("-> ", "cyan"), remedy))] if remedy else []


def _words(probe: ResourceCheck) -> str:
    return probe.resource.replace("_", " ")


def _sum(checks: Sequence[ConnectionCheck]) -> Text:
    broken = [one.connection for one in checks if not one.reachable]
    blind = [one.connection for one in checks if one.sees_nothing]
    writing = [one.connection for one in checks if one.rights is CredentialRights.CAN_WRITE]
    lacking = [
        one.connection
        for one in checks
        if not one.sees_nothing and any(probe.problem is not None for probe in one.resources)
    ]
    words = [f"{counted(len(checks), 'connection')} checked"]
    words += [f"not reachable: {', '.join(broken)}"] if broken else []
    words += [f"can read nothing: {', '.join(blind)}"] if blind else []
    words += [f"can write: {', '.join(writing)}"] if writing else []
    words += [f"cannot read everything: {', '.join(lacking)}"] if lacking else []
    style = "bold red" if broken or blind else "bold yellow" if writing or lacking else "bold green"
    return line((f"{'; '.join(words)}.", style))
