"""Risk as a person reads it: the clients, then what to change first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import RenderableType
from rich.text import Text

from aigov_connectors.cli.show.layout import (
    Column,
    columns,
    heading,
    indented,
    labelled,
    line,
    stacked,
)
from aigov_connectors.cli.show.text import counted, listed_names
from aigov_connectors.cli.show.words import SOURCE_WORDS
from aigov_connectors.inventory import Client, Deployment, Inventory, SourceObject
from aigov_connectors.inventory.counting import clients_in_words
from aigov_connectors.risk import (
    ChainRisk,
    Change,
    ClientRisk,
    Rating,
    Risk,
    RiskLevel,
    Span,
    level_of,
)
from aigov_connectors.rules.words import ACTION, path_words

__all__ = ["risk_view"]

_CLIENTS_SHOWN = 20
_RISKS_SHOWN = 15
_CHANGES_SHOWN = 15
_NAMES = 3

_STYLE = {
    RiskLevel.CRITICAL: "bold white on red",
    RiskLevel.HIGH: "bold red",
    RiskLevel.MEDIUM: "yellow",
    RiskLevel.LOW: "cyan",
}


def risk_view(
    rating: Rating,
    inventory: Inventory,
    *,
    client: Client | None,
    share: float,
    vendor_names: Mapping[str, str],
) -> RenderableType:
    """All clients and the changes over them; or one client, its risks and its changes."""
    first = (
        _clients(rating.clients, inventory)
        if client is None
        else [
            *_risks(client, rating.clients, rating.risks, inventory),
            *_chains(rating.chain_risks, inventory),
        ]
    )
    return stacked(
        *first,
        Text(),
        *_changes(rating, inventory, share, vendor_names),
        Text(),
        line("How a score comes about: docs/risk.md. What could not be told makes it a span."),
    )


def _clients(clients: Sequence[ClientRisk], inventory: Inventory) -> list[RenderableType]:
    rows: list[list[str | Text]] = [
        [
            _levels(one.highest),
            _number(one.highest),
            one.name,
            ", ".join(one.regulations) or "not told",
            *(str(one.counts.get(level, 0) or "") for level in reversed(RiskLevel)),
        ]
        for one in clients[:_CLIENTS_SHOWN]
    ]
    layout = [
        Column("gravest", keep_whole=True),
        Column("score", right=True, keep_whole=True),
        Column("client", share=3),
        Column("under", share=2),
        *(Column(level.value, right=True, keep_whole=True) for level in reversed(RiskLevel)),
    ]
    rest = len(clients) - _CLIENTS_SHOWN
    several = clients_in_words(inventory.client_by_id[one.client].kind for one in clients)
    remark = f"{several}; settings at least of each level, each of its features counted"
    more = line(f"and {rest:,} more: --json has them all") if rest > 0 else None
    parts: list[RenderableType] = [
        heading("Risk by client", remark),
        indented(columns(layout, rows)),
    ]
    return parts if more is None else [*parts, indented(more)]


def _risks(
    client: Client, rated: Sequence[ClientRisk], risks: Sequence[Risk], inventory: Inventory
) -> list[RenderableType]:
    deployments = {one.key: one for one in inventory.deployments}
    rows = []
    for one in risks[:_RISKS_SHOWN]:
        found = deployments[one.deployment]
        feature = inventory.feature_by_id[found.feature].name
        rows.append(
            (
                _levels(one.score),
                _number(one.score),
                f"{feature}: {ACTION[one.decision]} ({_named(found.source_object)})",
            )
        )
    layout = [
        Column("level", keep_whole=True),
        Column("score", right=True, keep_whole=True),
        Column("feature: what it does by itself, or may (what sets it)", share=1),
    ]
    under = ", ".join(word for one in rated for word in one.regulations) or "no regulation told"
    rest = len(risks) - _RISKS_SHOWN
    unrated = [one for one in deployments.values() if _is_unrated(one, client, inventory)]
    parts: list[RenderableType] = [
        heading(
            f"Risk at {client.name}",
            f"{counted(len(risks), 'setting')}, each of its features counted; {under}",
        ),
        indented(columns(layout, rows)),
    ]
    if rest > 0:
        parts.append(indented(line(f"and {rest:,} lower")))
    if unrated:
        told = f"{counted(len(unrated), 'setting')} more may reach it"
        parts.append(
            indented(line((f"{told}: not rated, since whom they reach is not shown", "dim")))
        )
    return parts


def _named(source: SourceObject) -> str:
    """`rule Disk full in Servers`; `site policy Lakeside`, which already says what it is."""
    kind, _ = SOURCE_WORDS[source.kind]
    return source.name if kind in source.name.casefold().split() else f"{kind} {source.name}"


def _is_unrated(deployment: Deployment, client: Client, inventory: Inventory) -> bool:
    """Whether something that is on, or may be, only perhaps reaches the client."""
    if deployment.enabled is False or deployment.shadowed_by is not None:
        return False
    rows = inventory.clients_by_deployment.get(deployment.key, ())
    return all(row.client != client.id for row in rows)


def _chains(risks: Sequence[ChainRisk], inventory: Inventory) -> list[RenderableType]:
    """What tools do together; what a setting is rated for already stands beside it."""
    if not risks:
        return []
    chains = {one.id: one for one in inventory.chains}
    known = {one.key: one for one in inventory.deployments}
    rows = [
        (
            _levels(one.score),
            _number(one.score),
            f"{ACTION[one.decision]} ({path_words(chains[one.chain], known)})",
            f"{one.adds:.0f}" if one.adds else "",
        )
        for one in risks[:_RISKS_SHOWN]
        if one.chain in chains
    ]
    layout = [
        Column("level", keep_whole=True),
        Column("score", right=True, keep_whole=True),
        Column("what several tools do together", share=1),
        Column("adds", right=True, keep_whole=True),
    ]
    parts: list[RenderableType] = [
        Text(),
        heading("Chains", "adds: beyond what a setting above is rated for"),
        indented(columns(layout, rows)),
    ]
    if len(risks) > _RISKS_SHOWN:
        parts.append(indented(line(f"and {len(risks) - _RISKS_SHOWN:,} lower")))
    return parts


def _changes(
    rating: Rating, inventory: Inventory, share: float, vendor_names: Mapping[str, str]
) -> list[RenderableType]:
    if not rating.changes:
        return [heading("Change first", "nothing failed that a changed setting would clear")]
    few = rating.fewest_changes(share)
    total = len(rating.changes)
    cleared = round(few[-1].share * 100)
    remark = (
        f"{counted(len(few), 'change')} of {total:,} clear {cleared} % of the risk of what fails,"
        " where it is known for whom"
    )
    parts: list[RenderableType] = [heading("Change first", remark)]
    for number, one in enumerate(few[:_CHANGES_SHOWN], start=1):
        parts.append(_change_title(number, one, vendor_names))
        parts.append(indented(labelled(_change_rows(one, inventory), width=8), by=4))
    if len(few) > _CHANGES_SHOWN:
        rest = counted(len(few) - _CHANGES_SHOWN, "change")
        parts.append(indented(line(f"and {rest} more: --share 50 shows fewer, --json all")))
    return parts


def _change_title(number: int, one: Change, vendor_names: Mapping[str, str]) -> Text:
    vendor = vendor_names.get(one.vendor, one.vendor)
    return line(
        f"{number:>2}  ",
        (_named(one.source_object), "bold"),
        f"  {vendor}, {one.connection}: {round(one.share * 100)} %",
    )


def _change_rows(one: Change, inventory: Inventory) -> list[tuple[str, str | Text]]:
    clients = [inventory.client_by_id[client] for client in one.clients]
    names = listed_names((client.name for client in clients), limit=_NAMES)
    whom = f"{clients_in_words(client.kind for client in clients)}: {names}"
    under = ", ".join(f"{count} under {word}" for word, count in one.under.items())
    features = (inventory.feature_by_id[each].name for each in one.features)
    breaks = [("breaks", one.link)] if one.link is not None else []
    return [
        ("for", f"{whom}; {under}" if under else whom),
        *breaks,
        ("features", listed_names(features, limit=_NAMES)),
        ("change", one.remedy),
    ]


def _levels(score: Span) -> Text:
    least, most = level_of(score.least), level_of(score.most)
    words = least.value if least is most else f"{least.value} to {most.value}"
    return line((words, _STYLE[least]))


def _number(score: Span) -> str:
    return f"{score.least:.0f}" if score.is_known else f"{score.least:.0f}-{score.most:.0f}"
