"""Findings by rule: what fails, what could not be told, what passes; each by what it is about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from aigov_connectors.inventory import Verdict
from aigov_connectors.report.markup import Child, Markup, element, joined
from aigov_connectors.report.material import Material
from aigov_connectors.report.parts import (
    counted,
    evidence_list,
    reached,
    section,
    several,
    severity_badge,
    spans,
    table,
    verdict_badge,
    verdict_words,
)
from aigov_connectors.rules import Finding, SubjectKind, Topic

__all__ = ["findings"]

_HEADS = ("What", "Tool", "Severity", "For whom", "What it rests on")
_LABELS = {
    Verdict.FAIL: ("What fails", "No rule fails on what was read."),
    Verdict.UNDETERMINED: ("Could not be told", "No rule was left without an answer."),
    Verdict.PASS: ("What passes", "No rule passes on what was read."),
}
_ABOUT = {
    Topic.ACTING: "What acts, held against the oversight policy",
    Topic.CONTROL: "Control over it: who may stop, undo, approve and follow it",
    Topic.KNOWLEDGE: "What is known of it",
    Topic.CREDENTIAL: "The credential that reads",
    Topic.SUPPLIER: "Vendors, and programs of others",
    Topic.DRIFT: "What is not as it was in the run before",
}

_BEFORE = {Verdict.FAIL: "", Verdict.UNDETERMINED: "Perhaps: ", Verdict.PASS: "Not so: "}
"""A title names the defect; this says whether it is there."""


def findings(material: Material) -> Markup:
    """Three lists, gravest first; each rule opens to its findings."""
    judged = material.assessment
    open_gaps = len(material.inventory.gaps)
    unread = element(
        "p",
        element("strong", f"Not a complete picture: {counted(open_gaps, 'thing')}"),
        " could not be read or determined. ",
        element("a", "See what was not read", href="#coverage"),
        ".",
        class_="notice",
    )
    return section(
        "findings",
        "Findings",
        "Each rule asks one question of each setting, and has three answers: it fails, it passes,"
        " or it could not be told, which never counts as fine. Every setting counts here; the"
        " summary that the command prints counts settings that do the same once.",
        unread if open_gaps else None,
        [
            _list(material, verdict, (*judged.findings, *judged.passes))
            for verdict in (Verdict.FAIL, Verdict.UNDETERMINED, Verdict.PASS)
        ],
    )


def _list(material: Material, verdict: Verdict, every: Iterable[Finding]) -> Markup:
    found = [one for one in every if one.verdict is verdict]
    piles: dict[str, list[Finding]] = defaultdict(list)
    for one in found:
        piles[one.rule].append(one)
    title, none = _LABELS[verdict]
    order = sorted(piles.values(), key=_gravest_first)
    content: Child = [
        joined(
            element("h4", f"{words}: {counted(sum(map(len, about)), 'finding')}"),
            [_rule(material, pile) for pile in about],
        )
        for topic, words in _ABOUT.items()
        if (about := [pile for pile in order if pile[0].topic is topic])
    ]
    return joined(
        element("h3", f"{title}: {counted(len(found), 'finding')}"),
        content if found else element("p", none),
    )


def _gravest_first(pile: Sequence[Finding]) -> tuple[int, int, str]:
    return (-max(one.severity.rank for one in pile), -len(pile), pile[0].rule)


def _rule(material: Material, pile: Sequence[Finding]) -> Markup:
    first = max(pile, key=lambda one: one.severity.rank)
    clients = {row.id for one in pile for row in one.clients if row.verdict is one.verdict}
    waived = sum(one.is_waived for one in pile)
    summary = element(
        "summary",
        severity_badge(first.severity) if first.verdict is not Verdict.PASS else None,
        " ",
        element("strong", f"{_BEFORE[first.verdict]}{first.title}"),
        element(
            "span",
            f" {counted(len(pile), 'finding')}"
            + (f", {several(material, clients)}" if clients and not material.client else "")
            + (f", {waived} accepted for a time" if waived else ""),
            class_="quiet",
        ),
    )
    remedies = dict.fromkeys(one.remedy for one in pile)
    shared = next(iter(remedies)) if len(remedies) == 1 else None
    return element(
        "details",
        summary,
        element("p", element("strong", "What helps: "), shared)
        if shared and first.verdict is not Verdict.PASS
        else None,
        _controls(first),
        table(
            f"{first.title}: {verdict_words(first.verdict)}",
            _HEADS,
            (_row(material, one, with_remedy=shared is None) for one in pile),
            class_="cards",
        ),
        class_="fold rule paper" if first.verdict is Verdict.FAIL else "fold rule",
        id=f"rule-{first.verdict.value}-{first.rule}",
    )


def _controls(finding: Finding) -> Child:
    if not finding.controls or finding.verdict is Verdict.UNDETERMINED:
        return None
    word = "contradicts" if finding.verdict is Verdict.FAIL else "supports"
    told = ", ".join(dict.fromkeys(f"{one.framework} {one.identifier}" for one in finding.controls))
    return element("p", f"It {word}: {told}. That is no statement on compliance.", class_="quiet")


def _row(material: Material, one: Finding, *, with_remedy: bool) -> Markup:
    vendor = material.vendor_of(one)
    concerned = [row.id for row in one.clients if row.verdict is one.verdict]
    about = one.subject.kind is SubjectKind.DEPLOYMENT
    is_open = one.subject.key in material.open_ended
    rests = joined(
        f"{one.confidence.value} confidence",
        _gaps(material, one),
        evidence_list(material, one.evidence)
        if one.verdict is not Verdict.PASS or material.client is not None
        else None,
    )
    whom: Child = "the connection as a whole"
    if concerned:
        whom = reached(material, concerned, known=not is_open)
    elif about:
        whom = reached(material, (), known=False)
    remedied = with_remedy and one.verdict is not Verdict.PASS
    what = joined(
        element("p", one.because),
        element("p", element("strong", "What helps: "), one.remedy) if remedied else None,
        element("p", "Accepted for a time: see ", element("a", "exceptions", href="#people"), ".")
        if one.is_waived
        else None,
    )
    cells: tuple[Child, ...] = (
        "all" if vendor is None else material.tool(vendor),
        joined(severity_badge(one.severity), " ", verdict_badge(one.verdict)),
        whom,
        rests,
    )
    return element(
        "tr",
        element("th", what, scope="row", class_="sentence"),
        [
            element("td", content, data_label=head)
            for head, content in zip(_HEADS[1:], cells, strict=True)
        ],
        data_f=True,
        data_v=vendor,
        data_s=one.severity.value,
        data_r=one.verdict.value,
        data_t=material.stances[one.subject.key].value
        if one.subject.key in material.stances
        else None,
        data_c=spans(material, concerned),
        data_p=is_open,
    )


def _gaps(material: Material, one: Finding) -> Child:
    known = {gap.id for gap in material.inventory.gaps}
    links = [
        element("a", f"gap {number}", href=f"#gap-{gap}")
        for number, gap in enumerate((gap for gap in one.gaps if gap in known), start=1)
    ]
    if not links:
        return None
    return joined(element("br"), "Not read: ", [joined(link, " ") for link in links[:6]])
