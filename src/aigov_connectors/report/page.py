"""The page around the sections: one file, its own style and script, and a policy that holds them.

The policy allows nothing from anywhere: the style and the script of this very page by their
digests, and no request at all.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files

from aigov_connectors.controls import Framework, shipped_frameworks
from aigov_connectors.inventory import Severity, Verdict
from aigov_connectors.report.markup import Child, Markup, element, joined
from aigov_connectors.report.material import Material
from aigov_connectors.report.parts import client_name, counted, moment, section, verdict_words
from aigov_connectors.report.sections.acting import acting
from aigov_connectors.report.sections.chains import chains
from aigov_connectors.report.sections.coverage import coverage
from aigov_connectors.report.sections.drift import drift
from aigov_connectors.report.sections.findings import findings
from aigov_connectors.report.sections.matrix import matrix
from aigov_connectors.report.sections.people import people
from aigov_connectors.report.sections.risks import changes, clients
from aigov_connectors.report.sections.summary import summary, title_of
from aigov_connectors.report.sections.vendors import vendors
from aigov_connectors.report.stance import Stance

__all__ = ["page"]

_LINKS = (
    ("summary", "Summary"),
    ("acting", "What acts alone"),
    ("changes", "What to change"),
    ("clients", "Risk"),
    ("matrix", "Clients and features"),
    ("chains", "Chains"),
    ("findings", "Findings"),
    ("drift", "What changed"),
    ("coverage", "Not seen"),
    ("people", "Statements"),
    ("vendors", "Vendors"),
    ("made", "How it was made"),
)


def page(material: Material) -> str:
    """The whole file."""
    style, script = _asset("report.css"), _asset("report.js")
    policy = "; ".join(
        (
            "default-src 'none'",
            f"style-src '{_digest(style)}'",
            f"script-src '{_digest(script)}'",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=policy),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="referrer", content="no-referrer"),
        element("meta", name="color-scheme", content="light dark"),
        element("title", title_of(material)),
        element("style", Markup(style)),
    )
    body = element(
        "body",
        element("a", "Skip to the report", href="#main", class_="skip"),
        _navigation(material),
        element("main", _main(material), id="main", tabindex="-1"),
        element("footer", element("p", _footer(material))),
        element("script", Markup(script)),
    )
    return f"<!doctype html>\n{element('html', head, body, lang='en')}\n"


def _main(material: Material) -> Child:
    return (
        summary(material),
        _filters(material),
        acting(material),
        changes(material),
        clients(material),
        matrix(material),
        chains(material),
        findings(material),
        drift(material),
        coverage(material),
        people(material),
        vendors(material),
        _made(material),
    )


def _navigation(material: Material) -> Markup:
    links = [
        element("li", element("a", words, href=f"#{key}"))
        for key, words in _LINKS
        if key != "drift" or material.drift is not None
    ]
    return element("nav", element("ul", links), aria_label="Sections")


def _filters(material: Material) -> Markup:
    """The filter, which the script shows: without one it could do nothing."""
    used = {one.vendor for one in material.inventory.connections}
    tools = [(one, material.tool(one)) for one in sorted(used, key=material.tool)]
    named = sorted(material.order, key=lambda one: client_name(material, one).casefold())
    whom = [(f"{material.position[one]}", client_name(material, one)) for one in named]
    fields = (
        _choice("c", "Client", whom) if material.client is None else None,
        _choice("v", "Tool", tools),
        _choice("s", "Severity", [(one.value, one.value) for one in Severity]),
        _choice("t", "How far it goes", [(one.value, one.words) for one in list(Stance)[:-2]]),
        _choice("r", "Answer", [(one.value, verdict_words(one)) for one in Verdict]),
        element(
            "label",
            "Text",
            element("input", type="search", id="f-text", autocomplete="off", spellcheck="false"),
        ),
        element("button", "Clear", type="reset"),
    )
    return element(
        "form",
        fields,
        element("p", id="filter-says", role="status", aria_live="polite"),
        id="filters",
        role="search",
        aria_label="Filter the report",
        hidden=True,
    )


def _choice(key: str, words: str, values: list[tuple[str, str]]) -> Markup:
    options = [element("option", "all", value="")]
    options += [element("option", text, value=value) for value, text in values]
    return element("label", words, element("select", options, id=f"f-{key}"))


def _made(material: Material) -> Markup:
    inventory, judged = material.inventory, material.assessment
    rows: list[tuple[str, Child]] = [
        ("Reading began", moment(inventory.started_at)),
        ("Reading ended", moment(inventory.finished_at)),
        ("Program", f"aigov-connectors {inventory.library_version}"),
        ("Oversight policy", element("code", judged.policy_digest)),
        ("Rules", element("code", judged.rules_digest)),
        *(
            (f"Catalogue of {material.tool(vendor)}", element("code", digest))
            for vendor, digest in sorted(inventory.catalogues.items())
        ),
    ]
    return section(
        "made",
        "How it was made",
        "Every figure comes from what the tools answered to requests that only read. The digests"
        " name exactly what it was judged by, so that the same reading gives the same report.",
        element("dl", [joined(element("dt", one), element("dd", told)) for one, told in rows]),
        _frameworks(material),
    )


def _frameworks(material: Material) -> Markup | None:
    """Where the controls come from that findings refer to, and how their names were verified."""
    judged = material.assessment
    used = {
        (control.framework, control.version)
        for finding in (*judged.findings, *judged.passes)
        for control in finding.controls
    }
    shipped: dict[tuple[str, str | None], Framework] = {
        (one.framework, one.version): one for one in shipped_frameworks()
    }
    rows = [
        joined(
            element("dt", name),
            element(
                "dd",
                f"{one.came_from} {one.note}"
                if (one := shipped.get((name, version)))
                else "Not one of those that come with the program.",
            ),
        )
        for name, version in sorted(used, key=lambda two: (two[0], two[1] or ""))
    ]
    if not rows:
        return None
    return element(
        "details",
        element("summary", f"Where the controls come from: {counted(len(rows), 'framework')}"),
        element("p", "A finding supports or contradicts a control; it never says who complies."),
        element("dl", rows),
        class_="fold",
    )


def _footer(material: Material) -> str:
    whom = (
        "It is about all clients: give a client the form that is made for it."
        if material.client is None
        else f"It is about {material.client.name} alone."
    )
    return f"Made from one reading of {moment(material.inventory.finished_at)}. {whom}"


@cache
def _asset(name: str) -> str:
    return (files(__package__) / name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
