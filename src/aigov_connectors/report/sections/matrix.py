"""Clients by features: how far each feature goes for each client, one table per tool."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Sequence

from aigov_connectors.inventory import AIFeature, Reach
from aigov_connectors.report.markup import Child, Markup, element, joined
from aigov_connectors.report.material import Material
from aigov_connectors.report.parts import client_name, counted, section, several, stance_badge
from aigov_connectors.report.stance import ACTS, Stance

__all__ = ["ROWS_WRITTEN", "matrix"]

ROWS_WRITTEN = 60
"""So many clients stand in the file itself; of an estate with more, a script adds the others."""

_MANY = 8  # columns that differ: a table that is looked at before the others, so it stands open

_MILDER = (Stance.ASKS, Stance.INFORMS, Stance.OFF)

_GRAVE = (*ACTS, Stance.UNWATCHED, Stance.UNCLEAR)

_SHOWN = (*_GRAVE, Stance.ASKS)

_Cells = dict[str, Stance]


def matrix(material: Material) -> Markup:
    """One table per tool; what is the same for every client is told once above it."""
    legend = element(
        "ul",
        [element("li", stance_badge(one), " ", one.meaning) for one in Stance],
        class_="legend",
    )
    return section(
        "matrix",
        "Clients and features",
        "How far each feature goes for each client, as it is set now, after everything that a"
        " client inherits."
        + (" Clients with the highest risk come first." if material.client is None else ""),
        element("details", element("summary", "What the words mean"), legend, class_="fold paper"),
        [_of_vendor(material, vendor) for vendor in _vendors(material)],
    )


def _vendors(material: Material) -> list[str]:
    return sorted({one.vendor for one in material.inventory.connections}, key=material.tool)


def _of_vendor(material: Material, vendor: str) -> Markup:
    used = {one.feature for one in material.inventory.deployments if one.vendor == vendor}
    known = material.inventory.feature_by_id
    features = sorted((known[one] for one in used), key=lambda one: one.name.casefold())
    served = [
        client
        for client in material.order
        if any(one.vendor == vendor for one in material.inventory.client_by_id[client].members)
    ]
    table_of = {client: _cells(material, client, features) for client in served}
    alike: dict[Stance, list[AIFeature]] = defaultdict(list)
    differing: list[AIFeature] = []
    for feature in features:
        found = {cells[feature.id] for cells in table_of.values()}
        if len(found) == 1:
            alike[found.pop()].append(feature)
        else:
            differing.append(feature)
    return element(
        "details",
        element(
            "summary",
            element("h3", material.tool(vendor)),
            element("span", f" {counted(len(features), 'feature')} seen, "),
            element("span", several(material, served)),
        ),
        _the_same(alike, several(material, served) if len(served) > 1 else None),
        _table(material, vendor, differing, table_of)
        if differing and served
        else (None if alike else element("p", "No feature of this tool was seen in use.")),
        class_="fold paper",
        open=material.client is not None or len(differing) >= _MANY,
    )


def _cells(material: Material, client: str, features: Sequence[AIFeature]) -> _Cells:
    there = material.stances_at.get(client, {})
    doubtful, perhaps = _doubts(material, client), _perhaps(material, client)
    found: _Cells = {}
    for one in features:
        stance = there.get(one.id, Stance.UNCLEAR if one.id in doubtful else Stance.NOTHING)
        # What only may reach it and may go further leaves open how far the feature goes.
        found[one.id] = Stance.UNCLEAR if one.id in perhaps and stance in _MILDER else stance
    return found


def _perhaps(material: Material, client: str) -> set[str]:
    """Features of which a setting that may go further is not known to reach the client."""
    served = {
        (one.vendor, one.tenant_id) for one in material.inventory.client_by_id[client].members
    }
    return {
        one.feature
        for one in material.inventory.deployments
        if one.reach is Reach.UNKNOWN
        and material.stances[one.key] in _GRAVE
        and (one.vendor, one.tenant_id) in served
        and client not in material.reached_by[one.key]
    }


def _doubts(material: Material, client: str) -> set[str]:
    """Features of which a gap, or a reach that is not known, leaves open whether it is there."""
    found: set[str] = set()
    for gap in material.inventory.gaps:
        if gap.features and (not gap.clients or client in gap.clients):
            found.update(gap.features)
    found.update(
        one.feature
        for one in material.inventory.deployments
        if one.reach is Reach.UNKNOWN and material.stances[one.key] is not Stance.OFF
    )
    return found


def _the_same(alike: dict[Stance, list[AIFeature]], clients: str | None) -> Child:
    if not alike:
        return None
    rows = [
        element("li", stance_badge(stance), " ", ", ".join(one.name for one in alike[stance]), ".")
        for stance in Stance
        if stance in alike
    ]
    return joined(
        element(
            "p",
            f"The same for all {clients} with this tool:"
            if clients is not None
            else "As it is set for this client:",
        ),
        element("ul", rows, class_="same"),
    )


def _table(
    material: Material, vendor: str, features: Sequence[AIFeature], cells: dict[str, _Cells]
) -> Markup:
    written, later = list(cells)[:ROWS_WRITTEN], list(cells)[ROWS_WRITTEN:]
    caption = f"{material.tool(vendor)}: what differs from client to client"
    heads = [
        element("th", element("span", element("span", one.name)), scope="col", class_="turned")
        for one in features
    ]
    whole = element(
        "table",
        element("caption", caption),
        element("thead", element("tr", element("th", "Client", scope="col"), heads)),
        element("tbody", [_row(material, one, features, cells[one], vendor) for one in written]),
        class_="matrix",
        data_vendor=vendor,
    )
    more: Child = None
    if later:
        rows = [
            [material.position[one], "".join(cells[one][each.id].code for each in features)]
            for one in later
        ]
        more = joined(
            element(
                "script",
                Markup(json.dumps(rows, separators=(",", ":"))),  # numbers and letters a to i
                type="application/json",
                class_="more-rows",
            ),
            element(
                "p",
                f"The {len(written)} clients with the highest risk are shown."
                f" The other {len(later):,} are added by the button or by the filter on a client;"
                " without scripts, the table of clients below has the totals of each.",
                class_="quiet",
            ),
            element("button", f"Show all {several(material, cells)}", type="button", class_="more"),
        )
    region = element("div", whole, class_="wide", tabindex="0", role="region", aria_label=caption)
    return element("div", region, more, class_="matrix-of")


def _row(
    material: Material, client: str, features: Sequence[AIFeature], cells: _Cells, vendor: str
) -> Markup:
    found = Counter(cells.values())
    return element(
        "tr",
        element("th", client_name(material, client), scope="row"),
        [_cell(cells[one.id]) for one in features],
        data_f=True,
        data_v=vendor,
        data_t=" ".join(one.value for one in _SHOWN if found[one]) or "informs",
        data_c=f"{material.position[client]}",
    )


def _cell(stance: Stance) -> Markup:
    return element("td", stance.short, class_=f"c-{stance.code}")
