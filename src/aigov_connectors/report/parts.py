"""Pieces that several sections share: badges, lists of clients, tables, evidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from aigov_connectors.inventory import Evidence, JsonScalar, Severity, Verdict
from aigov_connectors.inventory.counting import clients_in_words
from aigov_connectors.report.markup import Child, Markup, element, joined
from aigov_connectors.report.material import Material
from aigov_connectors.report.stance import Stance
from aigov_connectors.risk import RiskLevel, Span, level_of

__all__ = [
    "bar",
    "client_name",
    "counted",
    "evidence_list",
    "from_to",
    "moment",
    "reached",
    "section",
    "several",
    "severity_badge",
    "spans",
    "stance_badge",
    "table",
    "verdict_badge",
    "verdict_words",
]

_NAMES_INLINE = 4
_NAMES_WRITTEN = 60  # more are written by the page itself, from its list of clients
_EVIDENCE_SHOWN = 30

_SEVERITY_SIGNS = {
    Severity.CRITICAL: "▲▲",
    Severity.HIGH: "▲",
    Severity.MEDIUM: "◆",
    Severity.LOW: "▽",
    Severity.INFO: "·",
}
_VERDICTS = {
    Verdict.FAIL: "✕ fails",
    Verdict.UNDETERMINED: "? could not be told",
    Verdict.PASS: "✓ passes",
}


def counted(number: int, noun: str, nouns: str | None = None) -> str:
    """`1 client`, `2,514 clients`."""
    return f"{number:,} {noun if number == 1 else nouns or noun + 's'}"


def from_to(least: int, most: int) -> str:
    """`88`, or `69 to 88` where some only may count."""
    return f"{most:,}" if least == most else f"{least:,} to {most:,}"


def moment(time: datetime) -> str:
    """`23 Nov 2026 06:40 UTC`."""
    return f"{time.day} {time:%b %Y %H:%M} UTC"


def section(key: str, title: str, lead: Child, *content: Child) -> Markup:
    """A part of the report under its heading, with a sentence on what it tells."""
    return element(
        "section",
        element("h2", title, id=f"{key}-title"),
        element("p", lead, class_="lead"),
        *content,
        id=key,
        aria_labelledby=f"{key}-title",
    )


def table(
    caption: str,
    heads: Sequence[str],
    rows: Iterable[Markup],
    *,
    class_: str | None = None,
    sortable: bool = False,
) -> Markup:
    """A table that scrolls by itself where the page is narrow, also from the keyboard."""
    head = element("tr", [element("th", one, scope="col") for one in heads])
    whole = element(
        "table",
        element("caption", caption),
        element("thead", head),
        element("tbody", *rows),
        class_=class_,
        data_sortable=sortable,
    )
    return element("div", whole, class_="wide", tabindex="0", role="region", aria_label=caption)


def severity_badge(severity: Severity) -> Markup:
    """The severity as a word with a sign, and a colour besides."""
    sign = element("span", _SEVERITY_SIGNS[severity], aria_hidden="true")
    return element("span", sign, " ", severity.value, class_=f"badge s-{severity.value}")


def stance_badge(stance: Stance) -> Markup:
    """How far it goes, likewise."""
    sign = element("span", stance.short.partition(" ")[0], aria_hidden="true")
    return element("span", sign, " ", stance.words, class_=f"badge t-{stance.value}")


def verdict_badge(verdict: Verdict) -> Markup:
    """A rule's answer in words."""
    return element("span", _VERDICTS[verdict], class_=f"badge v-{verdict.value}")


def verdict_words(verdict: Verdict) -> str:
    """The same without its sign."""
    return _VERDICTS[verdict].partition(" ")[2]


def client_name(material: Material, client: str) -> str:
    """The name of a client that is in the report."""
    found = material.inventory.client_by_id.get(client)
    return client if found is None else found.name


def spans(material: Material, clients: Iterable[str]) -> str:
    """The numbers of clients in the page, as the filter reads them: `0-12 14`."""
    numbers = sorted({material.position[one] for one in clients if one in material.position})
    told: list[list[int]] = []
    for number in numbers:
        if told and number == told[-1][1] + 1:
            told[-1][1] = number
        else:
            told.append([number, number])
    return " ".join(f"{one}" if one == other else f"{one}-{other}" for one, other in told)


def several(material: Material, clients: Iterable[str]) -> str:
    """How many clients, and whether the own organization is meant too."""
    known = material.inventory.client_by_id
    return clients_in_words(known[one].kind if one in known else "client" for one in clients)


def reached(material: Material, clients: Iterable[str], *, known: bool = True) -> Child:
    """For whom: the names of a few, or a count with the names behind it; unknown is not none."""
    found = sorted(set(clients), key=lambda one: client_name(material, one).casefold())
    if material.client is not None:
        return "this client" if found else "perhaps this client: whom it reaches is not shown"
    if not found:
        return "no client" if known else "whom it reaches is not shown"
    names = [client_name(material, one) for one in found]
    more = "" if known else ", perhaps more"
    if len(names) <= _NAMES_INLINE:
        return f"{', '.join(names)}{more}"
    if len(names) == len(material.order):
        return f"all {several(material, found)}{more}"
    if len(names) <= _NAMES_WRITTEN:
        told = ", ".join(names)
    else:
        absent = set(material.order) - set(found)
        left_out = sorted(client_name(material, one) for one in absent)
        told = (
            f"Every client but {', '.join(left_out)}"
            if len(left_out) <= _NAMES_WRITTEN
            else f"{', '.join(names[:_NAMES_WRITTEN])} and {len(names) - _NAMES_WRITTEN:,} more"
        )
    return element(
        "details",
        element("summary", f"{several(material, found)}{more}"),
        element("p", told, data_fill=len(names) > _NAMES_WRITTEN),
        class_="who",
    )


def bar(score: Span) -> Markup:
    """A score from 0 to 100 as a word and a bar; where it is not known exactly, from and to."""
    least, most = level_of(score.least), level_of(score.most)
    words = least.value if least is most else f"{least.value} to {most.value}"
    number = (
        f"{score.least:.0f}"
        if round(score.least) == round(score.most)
        else f"{score.least:.0f} to {score.most:.0f}"
    )
    drawn = element(
        "svg",
        element("rect", width="100", height="8", rx="4", class_="track"),
        element("rect", width=f"{score.most:.0f}", height="8", rx="4", class_="may"),
        element("rect", width=f"{score.least:.0f}", height="8", rx="4", class_="is"),
        class_=f"bar l-{least.value}",
        viewBox="0 0 100 8",
        aria_hidden="true",
        focusable="false",
    )
    return joined(element("span", words, class_="level"), f" {number} ", drawn)


def level_words(level: RiskLevel) -> str:
    """A level of risk as a heading."""
    return level.value.capitalize()


def evidence_list(material: Material, ids: Sequence[str]) -> Markup | None:
    """What was read, behind a summary: the request, the field, the value, when, and the digest."""
    known = material.inventory.evidence_by_id
    found = [known[one] for one in ids if one in known]
    if not found:
        return None
    items = [_evidence(material, one) for one in found[:_EVIDENCE_SHOWN]]
    rest = len(found) - len(items)
    more = (
        element("p", f"And {counted(rest, 'piece')} more of the same; the snapshot has all.")
        if rest
        else None
    )
    return element(
        "details",
        element("summary", f"Evidence ({len(found):,})"),
        element("ul", items),
        more,
        class_="evidence",
    )


def _evidence(material: Material, one: Evidence) -> Markup:
    fact = one.fact
    query = "&".join(f"{key}={value}" for key, value in fact.query)
    request = f"{fact.method} {fact.path_template}{'?' + query if query else ''}"
    value: Child = "not in the answer" if fact.absent else _told(fact.value)
    return element(
        "li",
        element("code", request),
        joined(" of ", element("code", fact.object_id)) if fact.object_id is not None else None,
        element("br"),
        element("code", fact.pointer),
        " = " if not fact.absent else " was ",
        element("code", value),
        element("br"),
        element(
            "span",
            f"{material.tool(fact.vendor)}, read {moment(one.read_at)}, {one.digest}",
            class_="quiet",
        ),
    )


def _told(value: JsonScalar) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case _:
            return f"{value}"
