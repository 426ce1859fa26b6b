"""Risk by client, and the fewest changes that clear most of it."""

from __future__ import annotations

from collections import Counter, defaultdict

from aigov_connectors.inventory import normalized_name
from aigov_connectors.report.markup import Child, Markup, element, joined
from aigov_connectors.report.material import Material
from aigov_connectors.report.parts import bar, counted, reached, section, spans, table
from aigov_connectors.report.stance import ACTS, Stance
from aigov_connectors.risk import Change, ClientRisk, RiskLevel

__all__ = ["CLEARED", "changes", "clients"]

CLEARED = 0.8
"""How much of the weight the changes shall clear that are shown first."""

_FIRST = 8  # changes that are read before anything is folded

_HEADS = (
    "Client",
    "Regulations",
    "Highest risk",
    "Critical",
    "High",
    "Medium",
    "Acts alone",
    "Known",
)


def clients(material: Material) -> Markup:
    """Every client with its highest risk, what acts there, and how much is known."""
    title = "Risk by client" if material.client is None else "Risk"
    return section(
        "clients",
        title,
        joined(
            "A score from 0 to 100 for each setting: what it can do, times how much of a person's"
            " oversight is missing, times how much depends on the client. It orders what to look at"
            " first; it is no probability. “Known” is how many of the features that the tools have"
            " could be determined for the client: a low risk where little is known says little."
            " A setting of which it is not shown whom it reaches is rated where it was seen alone."
        ),
        table(
            "Clients, highest risk first",
            _HEADS,
            (_client(material, one) for one in material.rating.clients),
            class_="cards clients",
            sortable=material.client is None,
        ),
    )


def _client(material: Material, one: ClientRisk) -> Markup:
    found = material.inventory.client_by_id[one.client]
    industry = found.context.industry
    acts = Counter(material.stances_at.get(one.client, {}).values())
    alone = sum(acts[stance] for stance in ACTS)
    determined, whole = _known(material)[one.client]
    name = joined(
        one.name,
        joined(element("br"), element("span", industry, class_="quiet")) if industry else None,
        element("span", " (own organization)", class_="quiet") if found.kind == "own" else None,
        element("span", " (belongs to nobody)", class_="quiet")
        if found.kind == "catch_all"
        else None,
    )
    cells: tuple[tuple[str, Child, float | None], ...] = (
        (_HEADS[1], ", ".join(one.regulations) or "none told", None),
        (_HEADS[2], bar(one.highest), one.highest.least),
        (_HEADS[3], one.counts[RiskLevel.CRITICAL], one.counts[RiskLevel.CRITICAL]),
        (_HEADS[4], one.counts[RiskLevel.HIGH], one.counts[RiskLevel.HIGH]),
        (_HEADS[5], one.counts[RiskLevel.MEDIUM], one.counts[RiskLevel.MEDIUM]),
        (_HEADS[6], counted(alone, "feature"), alone),
        (_HEADS[7], f"{determined} of {whole}", determined / whole if whole else 0),
    )
    return element(
        "tr",
        element("th", name, scope="row"),
        [
            element(
                "td",
                content,
                data_label=head,
                data_k=None if order is None else f"{order:g}",
            )
            for head, content, order in cells
        ],
        data_f=True,
        data_c=spans(material, [one.client]),
        data_t=" ".join(stance.value for stance in Stance if acts[stance]),
    )


def _known(material: Material) -> dict[str, tuple[int, int]]:
    """Client to features determined, and all that its tools have."""
    found: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for row in material.inventory.coverage:
        if row.client is not None:
            told, whole = found[row.client]
            found[row.client] = (told + row.features_determined, whole + row.features_total)
    return found


def changes(material: Material) -> Markup:
    """The fewest changes that clear most, gravest first; the others behind a summary."""
    every = material.rating.changes
    first = material.rating.fewest_changes(CLEARED)
    rest = every[len(first) :]
    lead = (
        "A change is one object in one tool: a policy, a rule, a workflow. What it clears is what"
        " fails now because of it, weighed by risk. These are proposals; nothing was changed."
    )
    if not every:
        none = element(
            "p",
            "No rule fails on a setting of what was read. See ",
            element("a", "what was not read", href="#coverage"),
            ".",
        )
        return section("changes", "What to change first", lead, none)
    shown, share = first[:_FIRST], round(first[-1].share * 100)
    goal = (
        f"{counted(len(first), 'change')} clear {share} % of the risk of settings and chains that"
        " fail, where it is known for whom"
    )
    caption = goal if len(shown) == len(first) else f"{goal}; the first {len(shown)} of them"
    return section(
        "changes",
        "What to change first",
        lead,
        _changes(material, shown, caption),
        _folded(
            material,
            first[_FIRST:],
            f"The next {len(first) - _FIRST}, up to {share} %",
            start=_FIRST + 1,
        ),
        _folded(material, rest, f"The other {len(rest)}", start=len(first) + 1),
    )


def _folded(
    material: Material, some: tuple[Change, ...], words: str, *, start: int
) -> Markup | None:
    if not some:
        return None
    return element(
        "details",
        element("summary", words),
        _changes(material, some, words, start=start),
        class_="fold",
    )


def _changes(
    material: Material, some: tuple[Change, ...], caption: str, *, start: int = 1
) -> Markup:
    heads = ("Change", "Tool", "How", "For whom", "Cleared with all before")
    return table(
        caption,
        heads,
        (_change(material, number, one, heads) for number, one in enumerate(some, start=start)),
        class_="cards",
    )


def _change(material: Material, number: int, one: Change, heads: tuple[str, ...]) -> Markup:
    keys = {deployment for deployment, _ in one.rows} or set()
    is_open = not material.open_ended.isdisjoint((*keys, *(chain for chain, _ in one.chain_rows)))
    about = {material.deployments[key].feature for key in keys if key in material.deployments}
    known = material.inventory.feature_by_id
    features = ", ".join(sorted(known[each].name for each in about or one.features))
    under = ", ".join(f"{word} ({count})" for word, count in one.under.items())
    under = under if material.client is None else ""  # it stands beside the client's risk
    source = one.source_object.name
    kind = one.source_object.kind.value
    named = (
        source if kind in normalized_name(source)[0].split() else f"{kind.capitalize()} {source}"
    )
    share = f"{one.share * 100:.0f}"
    drawn = element(
        "svg",
        element("rect", width="100", height="8", rx="4", class_="track"),
        element("rect", width=share, height="8", rx="4", class_="is"),
        class_="bar",
        viewBox="0 0 100 8",
        aria_hidden="true",
        focusable="false",
    )
    whom = joined(
        reached(material, one.clients, known=not is_open) if one.clients else "no client known",
        joined(element("br"), element("span", f"Under {under}", class_="quiet")) if under else None,
    )
    cells: tuple[Child, ...] = (
        material.tool(one.vendor),
        one.remedy,
        whom,
        joined(f"{share} % ", drawn),
    )
    return element(
        "tr",
        element(
            "th",
            f"{number}. {named[:1].upper()}{named[1:]}",
            element("br"),
            element("span", features, class_="quiet"),
            scope="row",
        ),
        [
            element("td", content, data_label=head)
            for head, content in zip(heads[1:], cells, strict=True)
        ],
        data_f=True,
        data_v=one.vendor,
        data_c=spans(material, one.clients),
        data_p=is_open,
        data_r="fail",
    )
