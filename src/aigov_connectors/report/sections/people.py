"""What people state and accept: attestations, and findings that someone accepts for a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from aigov_connectors.inventory import ApprovalGate, Attestation
from aigov_connectors.policy import Waiver
from aigov_connectors.report.markup import Child, Markup, element
from aigov_connectors.report.material import Material
from aigov_connectors.report.parts import section, table
from aigov_connectors.report.stance import gate_words

__all__ = ["people"]

_SAID = ("Feature", "Said", "Who approves", "For whom", "By", "On", "Holds until", "Document")
_ACCEPTED = ("What is accepted", "For whom", "Owner", "Reason", "Until")


def people(material: Material) -> Markup:
    """Statements with who made them and until when; exceptions with owner and reason."""
    attestations = material.inventory.attestations
    waivers = list(dict.fromkeys(_waivers(material)))
    return section(
        "people",
        "Statements and exceptions",
        "What no tool shows, a person can state, by name of a role and for a time. A finding that"
        " someone accepts for a time stays in this report, marked.",
        element("h3", "Statements"),
        table(
            "What people state about features that no tool shows",
            _SAID,
            (_attestation(material, one) for one in attestations),
            class_="cards",
        )
        if attestations
        else element("p", "Nobody stated anything."),
        element("h3", "Exceptions"),
        table(
            "Findings that someone accepts for a time",
            _ACCEPTED,
            (_waiver(material, one) for one in waivers),
            class_="cards",
        )
        if waivers
        else element("p", "No finding is accepted by anyone."),
    )


def _waivers(material: Material) -> Iterator[Waiver]:
    for finding in material.assessment.findings:
        if finding.waiver is not None:
            yield finding.waiver
        for row in finding.clients:
            if row.waiver is not None:
                yield row.waiver


def _attestation(material: Material, one: Attestation) -> Markup:
    feature = material.inventory.feature_by_id.get(one.feature)
    today = material.inventory.finished_at.date()
    until: Child = "no end told" if one.until is None else one.until.isoformat()
    if not one.is_valid_on(today):
        until = element("strong", f"✕ not valid now: {until}")
    whom = "this client" if material.client is not None and one.client else one.client
    cells: Sequence[Child] = (
        f"on, {one.autonomy.value.replace('_', ' ')}" if one.enabled else "off",
        gate_words(ApprovalGate(kind=one.gate)) if one.enabled else "",
        whom or "everyone",
        one.by,
        one.on.isoformat(),
        until,
        one.document or "none",
    )
    return _row(_SAID, one.feature if feature is None else feature.name, cells, vendor=one.feature)


def _waiver(material: Material, one: Waiver) -> Markup:
    whom = "this client" if material.client is not None and one.client else one.client
    cells: Sequence[Child] = (
        whom or "everyone",
        one.owner,
        one.reason,
        one.until.isoformat(),
    )
    about = one.feature or one.connection
    return _row(_ACCEPTED, f"{one.rule}{f' ({about})' if about else ''}", cells, vendor=one.feature)


def _row(heads: Sequence[str], first: str, cells: Sequence[Child], *, vendor: str | None) -> Markup:
    return element(
        "tr",
        element("th", first, scope="row"),
        [
            element("td", content, data_label=head)
            for head, content in zip(heads[1:], cells, strict=True)
        ],
        data_f=True,
        data_v=None if vendor is None else vendor.rpartition(".")[0],
    )
