"""The clients of a run: in which tools they are, how that is known, and who may be one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

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
from aigov_connectors.cli.show.toml import toml_table
from aigov_connectors.inventory import Client, ClientMember, Gap, Inventory, MatchKind
from aigov_connectors.suggesting.guessing import ContextSuggestion
from aigov_connectors.suggesting.matching import ClientSuggestion

__all__ = ["clients_view", "entry_text", "suggestion_views"]

MATCH_WORDS = {
    MatchKind.ALIAS: "alias",
    MatchKind.LINK: "link",
    MatchKind.EXACT_NAME: "name",
    MatchKind.DOMAIN: "domain",
    MatchKind.OWN_RECORD: "itself",
}
"""How a tool's organization was recognized; `itself` where it founded the client."""
_KIND_WORDS = {"own": "the MSP itself", "catch_all": "catches what is left over"}
_FEW_TOOLS = 2
_LABEL_WIDTH = 9


def clients_view(
    inventory: Inventory,
    chosen: Sequence[Client],
    *,
    contexts: Mapping[str, ContextSuggestion],
    vendor_names: Mapping[str, str],
    doubts: Sequence[Gap],
    in_full: bool = False,
) -> RenderableType:
    """A line per client, or with `in_full` everything that is known of each."""
    everyone = [one for one in inventory.clients if one.kind == "client"]
    everywhere = [one for one in everyone if len(_tools(one)) == len(_all_tools(inventory))]
    title = heading(
        "Clients",
        f"{len(everyone)}, {len(everywhere)} of them in each of {len(_all_tools(inventory))} tools",
    )
    if in_full:
        body = [_in_full(one, contexts.get(one.id), vendor_names) for one in chosen]
    else:
        body = [_table(chosen, inventory, contexts)] if chosen else [line("none to show")]
    guessed = [one for one in chosen if one.id in contexts]
    if guessed and not in_full:
        told = f'? is suggested by what the tools say; --client "{guessed[0].name}" tells why.'
        body.append(line((told, "dim")))
    return stacked(title, *(indented(one) for one in body), *_doubts(doubts))


def _table(
    chosen: Sequence[Client], inventory: Inventory, contexts: Mapping[str, ContextSuggestion]
) -> RenderableType:
    layout = [
        Column("client", share=4),
        Column("in the tools", share=3),
        Column("matched by"),
        Column("context", share=3),
    ]
    rows: list[list[str | Text]] = [
        [
            line((one.name, "bold")),
            _where(one, inventory),
            _how(one),
            _context(one, contexts.get(one.id)),
        ]
        for one in chosen
    ]
    return columns(layout, rows)


def _where(client: Client, inventory: Inventory) -> str:
    """`all 6`, `all but halopsa`, `ninjaone`: by what is shorter."""
    every, mine = _all_tools(inventory), _tools(client)
    missing = [one for one in every if one not in mine]
    if not mine:
        return "none"
    if not missing:
        return f"all {len(every)}" if len(every) > 1 else mine[0]
    if len(missing) <= _FEW_TOOLS < len(mine):
        return f"all but {listed_names(missing, limit=_FEW_TOOLS)}"
    return listed_names(mine, limit=len(mine))


def _how(client: Client) -> str:
    kinds = {one.match for one in client.members} - {MatchKind.OWN_RECORD}
    words = [MATCH_WORDS[one] for one in MatchKind if one in kinds]
    if not words:
        return "nothing else" if client.members else "no organization"
    return ", ".join(words)


def _context(client: Client, guessed: ContextSuggestion | None) -> str:
    known = client.context
    told = [known.industry, *known.regulations, known.residency]
    words = [one for one in told if one]
    if guessed is not None:
        maybe = [guessed.industry, *guessed.regulations, guessed.residency]
        words += [f"{one}?" for one in maybe if one]
    if client.kind != "client":
        guess = "?" if client.may_be_served else ""
        words.insert(0, _KIND_WORDS[client.kind] + guess)
    return ", ".join(words)


def _in_full(
    client: Client, guessed: ContextSuggestion | None, vendor_names: Mapping[str, str]
) -> RenderableType:
    rows: list[tuple[str, str | Text]] = [("id", client.id)]
    if client.also_known_as:
        rows.append(("or", listed_names(client.also_known_as, limit=len(client.also_known_as))))
    for vendor, members in groupby(client.members, key=lambda one: one.vendor):
        for one in members:
            name = vendor_names.get(vendor, vendor)
            rows.append(("member", f"{name}: {one.name} ({one.vendor_id}), {_match(one)}"))
            rows += [("", words) for words in _said(one)]
    if context := _context(client, None):
        rows.append(("context", context))
    if guessed is not None:
        rows += [("suggested", why) for why in guessed.because]
    named = line((client.name, "bold"))
    return stacked(named, indented(labelled(rows, width=_LABEL_WIDTH)))


def _match(member: ClientMember) -> str:
    how = MATCH_WORDS[member.match]
    return "it gave the client its name" if how == "itself" else f"known by {how}"


def _said(member: ClientMember) -> Iterable[str]:
    if member.handles:
        yield f"also called {listed_names(member.handles, limit=3)}"
    if member.domains:
        yield f"domains {listed_names(member.domains, limit=3)}"
    if member.hints:
        yield "hints: " + "; ".join(f"{hint.source} “{hint.value}”" for hint in member.hints)


def _doubts(gaps: Sequence[Gap]) -> Iterable[RenderableType]:
    if gaps:
        yield Text()
        yield heading("Could not be told", counted(len(gaps), "doubt"))
        for gap in gaps:
            yield indented(labelled([("", f"{gap.subject}. {gap.remedy}")], width=0))


def suggestion_views(
    suggestions: Sequence[ClientSuggestion], inventory: Inventory
) -> Iterator[tuple[RenderableType, str]]:
    """Each pair that may be one, and the table that would say so in the configuration."""
    known = inventory.client_by_id
    for one in suggestions:
        pair = [known[one.client], known[one.other]]
        title = line((f"{one.score:.2f}  ", "cyan"), (" = ".join(it.name for it in pair), "bold"))
        yield stacked(title, indented(line(one.why), by=6)), entry_text(pair, inventory, None)


def entry_text(
    clients: Sequence[Client], inventory: Inventory, guessed: ContextSuggestion | None
) -> str:
    """The `[[clients]]` table that makes one client of these; the first keeps its id and name.

    What is only suggested stands as a comment behind what it would be.
    """
    first = clients[0]
    aliases: dict[str, list[str]] = {}
    for client in clients:
        for member in client.members:
            place = _place(member, inventory)
            aliases.setdefault(place, []).append(member.vendor_id)
    context = first.context
    values = {
        "id": first.id,
        "name": first.name,
        "kind": None if first.kind == "client" else first.kind,
        "aliases": {
            place: ids[0] if len(ids) == 1 else ids for place, ids in sorted(aliases.items())
        },
        "industry": context.industry,
        "regulations": list(context.regulations) or None,
        "residency": context.residency,
        "criticality": context.criticality,
    }
    text = toml_table("clients", values)
    if guessed is not None:
        maybe = {
            "industry": guessed.industry,
            "regulations": [*context.regulations, *guessed.regulations]
            if guessed.regulations
            else None,
            "residency": guessed.residency,
        }
        text += "".join(
            f"# {row}  # suggested\n" for row in toml_table("", maybe).splitlines()[1:] if row
        )
    return text


def _place(member: ClientMember, inventory: Inventory) -> str:
    """The vendor, or the connection where several tenants of that vendor were read."""
    here = [one for one in inventory.connections if one.vendor == member.vendor]
    if len({one.tenant_id for one in here}) > 1:
        names = sorted(one.name for one in here if one.tenant_id == member.tenant_id)
        return names[0] if names else member.vendor
    return member.vendor


def _tools(client: Client) -> list[str]:
    return sorted({one.vendor for one in client.members})


def _all_tools(inventory: Inventory) -> list[str]:
    return sorted({one.vendor for one in inventory.connections})
