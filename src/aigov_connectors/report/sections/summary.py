"""The first page: what this is, five or six figures, and what they mean in words."""

from __future__ import annotations

from collections.abc import Sequence

from aigov_connectors.inventory import Reach, Severity
from aigov_connectors.inventory.counting import clients_in_words
from aigov_connectors.inventory.covered import Covered, added
from aigov_connectors.report.markup import Child, Markup, element, joined
from aigov_connectors.report.material import Material
from aigov_connectors.report.parts import counted, from_to, moment
from aigov_connectors.report.sections.risks import CLEARED
from aigov_connectors.report.stance import ACTS, Stance
from aigov_connectors.risk import RiskLevel
from aigov_connectors.rules import Topic

__all__ = ["summary", "title_of"]

_WORDS = (
    (
        "Acts alone",
        "A feature changes something (stops a file, closes a ticket, runs a script) and no person"
        " has to say yes first.",
    ),
    (
        "AI and fixed rules",
        "What learned from data or writes text is called AI here; what follows rules that a person"
        " wrote is not, and is listed all the same, since it too acts without being asked.",
    ),
    (
        "Policy",
        "The oversight policy says which decisions may be made alone.",
    ),
    (
        "Finding",
        "What one of the rules holds against a setting, a chain or a tool: that it goes further"
        " than the policy allows; or that control over it, an answer of its vendor or knowledge of"
        " it is missing.",
    ),
    (
        "Could not be told",
        "It was looked for and the tool gives no answer, or the credential may not see it. It may"
        " be fine, and it may not.",
    ),
    (
        "Evidence",
        "For each finding: what was asked of the tool, which field, its value, when, and a digest"
        " that changes if one character of the answer does.",
    ),
)


def title_of(material: Material) -> str:
    """The title of the page."""
    base = "What acts on its own"
    return base if material.client is None else f"{base} at {material.client.name}"


def summary(material: Material) -> Markup:
    """The heading, the figures with links to their sections, and the words explained."""
    inventory = material.inventory
    tools = ", ".join(sorted({material.tool(one.vendor) for one in inventory.connections}))
    everyone = clients_in_words(one.kind for one in inventory.clients)
    whom = everyone if material.client is None else material.client.name
    return element(
        "header",
        element("p", "AI and automation in managed services", class_="kicker"),
        element("h1", title_of(material)),
        element(
            "p",
            f"Read on {moment(inventory.finished_at)} from {tools}, for {whom}. Nothing was changed"
            " in any tool.",
            class_="lead",
        ),
        element("ul", _figures(material), class_="figures"),
        element("p", _in_words(material), class_="gist"),
        None
        if material.client is None
        else element(
            "p",
            "Names of other clients are replaced by “[not shown]” wherever they are written as a"
            " tool knows them; what people shortened no program recognizes. Look through the page"
            " before you pass it on.",
            class_="quiet",
        ),
        element(
            "details",
            element("summary", "How to read this"),
            element(
                "dl",
                [joined(element("dt", word), element("dd", text)) for word, text in _WORDS],
            ),
            class_="fold paper",
        ),
        id="summary",
    )


def _figures(material: Material) -> list[Markup]:
    inventory = material.inventory
    on = [key for key, stance in material.stances.items() if stance is not Stance.OFF]
    acting = [key for key in on if material.stances[key] in ACTS]
    judged = material.assessment
    further = [one for one in judged.failed if one.topic is Topic.ACTING]
    grave = sum(one.severity.rank >= Severity.HIGH.rank for one in further)
    beside = len(judged.failed) - len(further)
    known = inventory.client_by_id
    counts = [one.counts for one in material.rating.clients if known[one.client].may_be_served]
    high = sum(bool(one[RiskLevel.HIGH] or one[RiskLevel.CRITICAL]) for one in counts)
    seen = added(material.covered.values())
    first = len(material.rating.fewest_changes(CLEARED))
    share = round(material.rating.changes[first - 1].share * 100) if first else 0
    ungated = sum(one.passes_nobody for one in inventory.chains)
    doubtful = len(inventory.chains) - ungated - sum(one.asks_somebody for one in inventory.chains)
    risky: tuple[str, str, str]
    aside = _not_rated(material)
    if material.client is None:
        words = f"of {len(counts):,} clients have a high or critical risk{aside}"
        risky = (f"{high:,}", words, "clients")
    else:
        found = sum(one[RiskLevel.HIGH] + one[RiskLevel.CRITICAL] for one in counts)
        settings = "setting has" if found == 1 else "settings have"
        risky = (f"{found:,}", f"{settings} a high or critical risk{aside}", "clients")
    figures = [
        _acting(material, acting, on),
        risky,
        (
            f"{len(further):,}",
            f"{'finding goes' if len(further) == 1 else 'findings go'} further than the policy"
            f" allows, {grave:,} of them high or critical;"
            f" beside them {beside:,} on control, vendors and what is known",
            "findings",
        ),
        (
            f"{first:,}",
            f"{'change clears' if first == 1 else 'changes clear'} {share} % of the risk of"
            " settings and chains that fail, where it is known for whom",
            "changes",
        ),
        (
            f"{seen.features - seen.known:,}",
            f"of {seen.features:,} features could not be determined{_for_whom(material, seen)}",
            "coverage",
        ),
        (
            f"{len(material.inventory.chains):,}",
            f"chains across tools were seen; {ungated:,} surely pass no person, of {doubtful:,} it"
            " could not be told",
            "chains",
        ),
    ]
    return [
        element(
            "li",
            element(
                "a",
                element("span", number, class_="number"),
                " ",
                element("span", words, class_="what"),
                href=f"#{key}",
            ),
        )
        for number, words, key in figures
    ]


def _for_whom(material: Material, seen: Covered) -> str:
    """Whom the figure is counted for, where it is not the same for all of them."""
    if len(material.covered_clients) > 1:
        return ", at most, for each client"
    if material.covered_clients or seen.known == seen.known_of_all:
        return ""
    return f" for the median client, {seen.features - seen.known_of_all:,} not for every client"


def _not_rated(material: Material) -> str:
    """What is rated only where it was seen, if anywhere: whom it reaches is not shown."""
    doubtful = sum(
        one.reach is Reach.UNKNOWN and material.stances[key] is not Stance.OFF
        for key, one in material.deployments.items()
    )
    if not doubtful:
        return ""
    return (
        f"; not shown is whom {counted(doubtful, 'setting')} may reach beyond those where"
        " they were seen"
    )


def _acting(material: Material, acting: Sequence[str], on: Sequence[str]) -> tuple[str, str, str]:
    """How many act: from those that reach whom the page is for, to those that may."""
    surely = sum(not material.is_perhaps(key) for key in acting)
    words = f"of {len(on):,} settings that are on, or may be, act without asking"
    if perhaps := sum(map(material.is_perhaps, on)):
        whether = f"of {perhaps:,} it is not shown whether they reach this client"
        words = (
            f"of up to {len(on):,} settings that are on, or may be, act without asking: {whether}"
        )
    return from_to(surely, len(acting)), words, "acting"


def _in_words(material: Material) -> Child:
    seen = added(material.covered.values())
    share, of_all = (
        round(100 * part / seen.features) if seen.features else 0
        for part in (seen.known, seen.known_of_all)
    )
    whose = ""
    if not material.covered_clients and share != of_all:
        whose = f" for the median client, and on {of_all} % for every client"
    undetermined = len(material.assessment.undetermined)
    return joined(
        f"These figures rest on {share} % of the features that these tools are known to have"
        f"{whose}; {counted(undetermined, 'question')} could not be answered. Each feature that"
        " a setting turns on is counted here; the command's screen shows alike ones as one line. ",
        element("a", "What was not seen", href="#coverage"),
        " says which, and what would help.",
        _moved(material),
    )


def _moved(material: Material) -> Child:
    if material.drift is None:
        return None
    worse, unseen = len(material.drift.worse), len(material.drift.unseen)
    words = f"{counted(worse, 'change')} for the worse"
    if unseen:
        words = f"{words}, and {counted(unseen, 'thing')} less known"
    return joined(" Since the earlier run: ", element("a", words, href="#drift"), ".")
