"""What was seen, and what was not: per connection, and every gap with what would help."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from aigov_connectors.inventory import (
    ConnectionStatus,
    CredentialRights,
    Gap,
    GapReason,
)
from aigov_connectors.inventory.covered import Covered
from aigov_connectors.report.markup import Child, Markup, element, joined
from aigov_connectors.report.material import Material
from aigov_connectors.report.parts import counted, moment, reached, section, spans, table

__all__ = ["coverage"]

_STATUS = {
    ConnectionStatus.COMPLETED: "✓ read",
    ConnectionStatus.FAILED: "✕ failed",
    ConnectionStatus.INTERRUPTED: "✕ interrupted",
}
_RIGHTS = {
    CredentialRights.PROVEN_READ_ONLY: "✓ proven to only read",
    CredentialRights.CAN_WRITE: "✕ could write",
    CredentialRights.CANNOT_TELL: "? the tool does not tell",
}
_REASONS = {
    GapReason.FAILED: "The reading failed",
    GapReason.DENIED: "The credential may not see it",
    GapReason.TRUNCATED: "Cut short",
    GapReason.INTERRUPTED: "Not reached before the end",
    GapReason.INCONCLUSIVE: "Read, but it does not tell",
    GapReason.UNLICENSED: "Not licensed",
    GapReason.NOT_EXPOSED: "No interface of the tool shows it",
}
"""In the order in which a person should look at them."""

_HEADS = ("Connection", "Tool", "State", "Credential", "Resources read", "Features determined")


def coverage(material: Material) -> Markup:
    """The two figures of each connection, then what was not read, by reason."""
    groups: dict[GapReason, list[Gap]] = defaultdict(list)
    for gap in material.inventory.gaps:
        groups[gap.reason].append(gap)
    known = sum(1 for reason in _REASONS if reason in groups)
    whom = "for the median client and for every one"
    if material.covered_clients:
        whom = (
            "at least, for each client" if len(material.covered_clients) > 1 else "for the client"
        )
    return section(
        "coverage",
        "What was not seen",
        "Two figures for each connection: how much of what was to be read was read, and of how many"
        f" features in the catalogue the state is determined, {whom}. What is not listed"
        " here as seen must not be taken for absent.",
        table(
            "Connections",
            _HEADS,
            (_connection(material, one.name) for one in material.inventory.connections),
            class_="cards",
        ),
        [_reason(material, reason, groups[reason]) for reason in _REASONS if reason in groups]
        if known
        else element("p", "Nothing was left unread, and nothing undetermined, in these tools."),
    )


def _connection(material: Material, name: str) -> Markup:
    one = material.inventory.connection_by_name[name]
    seen = material.covered.get(name)
    told: Child = element("br") if one.warnings else None
    cells: Sequence[Child] = (
        material.tool(one.vendor),
        joined(_STATUS[one.status], element("br"), moment(one.finished_at)),
        joined(
            _RIGHTS[one.rights],
            [joined(told, element("span", warning, class_="quiet")) for warning in one.warnings],
        ),
        "not served" if seen is None else f"{seen.read} of {seen.resources}",
        "not served" if seen is None else _known(material, seen),
    )
    return element(
        "tr",
        element("th", one.name, scope="row"),
        [
            element("td", content, data_label=head)
            for head, content in zip(_HEADS[1:], cells, strict=True)
        ],
        data_f=True,
        data_v=one.vendor,
    )


def _known(material: Material, seen: Covered) -> str:
    known = f"{seen.known} of {seen.features}"
    if material.covered_clients or seen.known == seen.known_of_all:
        return known
    return f"{known}; {seen.known_of_all} for every client"


def _reason(material: Material, reason: GapReason, gaps: Sequence[Gap]) -> Markup:
    heads = ("What", "Tool", "For whom", "What would help")
    return element(
        "details",
        element(
            "summary",
            element("strong", _REASONS[reason]),
            element("span", f" {counted(len(gaps), 'thing')}", class_="quiet"),
        ),
        table(
            f"{_REASONS[reason]}: {counted(len(gaps), 'thing')}",
            heads,
            (_gap(material, one, heads) for one in gaps),
            class_="cards",
        ),
        class_="fold",
        open=reason is not GapReason.NOT_EXPOSED,
    )


def _gap(material: Material, one: Gap, heads: Sequence[str]) -> Markup:
    detail = element("br"), element("span", one.detail or "", class_="quiet")
    whom: Child = "everyone whom the connection serves"
    if one.clients:
        whom = reached(material, one.clients)
    elif material.client is not None:
        whom = "this client too"
    cells: Sequence[Child] = (material.tool(one.vendor), whom, one.remedy)
    return element(
        "tr",
        element(
            "th",
            one.subject[:1].upper() + one.subject[1:],
            joined(*detail) if one.detail else None,
            scope="row",
        ),
        [
            element("td", content, data_label=head)
            for head, content in zip(heads[1:], cells, strict=True)
        ],
        id=f"gap-{one.id}",
        data_f=True,
        data_v=one.vendor,
        data_c=spans(material, one.clients),
    )
