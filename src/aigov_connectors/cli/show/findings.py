"""Findings in full: why, by what, for whom, what to change, and the evidence line by line."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence

from rich.console import RenderableType
from rich.text import Text

from aigov_connectors.cli.show.gaps import GapGroup
from aigov_connectors.cli.show.grouping import Group
from aigov_connectors.cli.show.layout import heading, indented, labelled, line, stacked
from aigov_connectors.cli.show.phrases import deed_words, severity_counts, source_name, who_words
from aigov_connectors.cli.show.text import counted, listed_names, moment
from aigov_connectors.cli.show.words import (
    REASON_WORDS,
    SEVERITY_STYLE,
    SOURCE_WORDS,
    VERDICT_WORDS,
)
from aigov_connectors.inventory import Client, Evidence, Inventory, Verdict
from aigov_connectors.rules import SubjectKind, Topic

__all__ = ["evidence_words", "findings_view"]

_LABEL_WIDTH = 9
_SOURCES_SHOWN = 8
_CLIENTS_SHOWN = 12
_FEATURES_SHOWN = 8
_SUBJECTS_SHOWN = 6
_REQUESTS_SHOWN = 6
_QUESTIONS_SHOWN = 3

_ACTING = (Topic.ACTING,)
_AROUND = tuple(topic for topic in Topic if topic is not Topic.ACTING)
_SECTIONS = (
    (Verdict.FAIL, _ACTING, VERDICT_WORDS[Verdict.FAIL]),
    (Verdict.FAIL, _AROUND, "Wrong beside that"),
    (Verdict.UNDETERMINED, _ACTING, VERDICT_WORDS[Verdict.UNDETERMINED]),
    (Verdict.UNDETERMINED, _AROUND, "Could not be told beside that"),
    (Verdict.PASS, tuple(Topic), VERDICT_WORDS[Verdict.PASS]),
)
"""What is looked at first stands first."""

Row = tuple[str, str | Text]


def findings_view(
    groups: Sequence[Group],
    gaps: Sequence[GapGroup],
    inventory: Inventory,
    *,
    client: Client | None,
    show_evidence: bool,
    vendor_names: Mapping[str, str],
) -> RenderableType:
    """Every group under the heading of its answer, then what was not read, then the coverage."""
    parts: list[RenderableType] = []
    for verdict, topics, title in _SECTIONS:
        mine = [group for group in groups if group.verdict is verdict and group.topic in topics]
        if not mine:
            continue
        parts += [heading(title, _counts(mine, verdict)), Text()]
        for group in mine:
            parts += [
                _title(group),
                indented(
                    labelled(
                        _rows(group, inventory, vendor_names, show_evidence=show_evidence),
                        width=_LABEL_WIDTH,
                    )
                ),
                Text(),
            ]
    if not groups:
        whom = f" for {client.name}" if client else ""
        parts += [line((f"Nothing matches{whom}, in what was read.", "bold")), Text()]
    if gaps:
        parts += [heading("Not read"), *(indented(_gap(group)) for group in gaps), Text()]
    parts.append(_coverage(inventory, client))
    return stacked(*parts)


def evidence_words(evidence: Sequence[Evidence]) -> str:
    """One request and what it showed: `GET /v2/tasks, object 12, read …: /enabled = true`."""
    fact = evidence[0].fact
    query = "&".join(f"{key}={value}" for key, value in fact.query)
    about = f", object {fact.object_id}" if fact.object_id else ""
    request = f"{fact.method} {fact.path_template}{'?' if query else ''}{query}{about}"
    fields = [
        f"{one.fact.pointer} not sent"
        if one.fact.absent
        else f"{one.fact.pointer} = {json.dumps(one.fact.value, ensure_ascii=False)}"
        for one in evidence
    ]
    return f"{request}, read {moment(evidence[0].read_at)}: {', '.join(fields)}"


def _counts(groups: Sequence[Group], verdict: Verdict) -> str:
    return counted(len(groups), "setting") if verdict is Verdict.PASS else severity_counts(groups)


def _title(group: Group) -> Text:
    waived = "  (waived)" if all(one.is_waived for one in group.findings) else ""
    severity = (group.severity.value, SEVERITY_STYLE[group.severity])
    if group.kind is SubjectKind.FEATURE:
        return line(severity, "  ", (group.title, "bold"), waived)
    who = f"{who_words(group)}: " if group.sources else ""
    return line(severity, "  ", (f"{who}{deed_words(group)}", "bold"), waived)


def _rows(
    group: Group,
    inventory: Inventory,
    vendor_names: Mapping[str, str],
    *,
    show_evidence: bool,
) -> list[Row]:
    first = group.findings[0]
    rows: list[Row] = []
    if group.sources:
        rows.append(("set by", _sources(group, inventory, vendor_names)))
        rows.append(("because", first.because))
    elif group.kind is SubjectKind.FEATURE:
        rows.append(("where", ", ".join(group.connections)))
    if len(group.features) > 1 or group.kind is SubjectKind.FEATURE:
        limit = _FEATURES_SHOWN if group.sources else len(group.features)
        rows.append(("features", listed_names(group.features, limit=limit)))
    if group.sources:
        rows.append(("clients", _clients(group)))
    rows += [("remedy", remedy) for remedy in _remedies(group)]
    rows += [
        ("waived", f"by {one.owner} until {one.until}: {one.reason}")
        for one in {finding.waiver for finding in group.findings if finding.waiver}
    ]
    by = _technique(group) if group.sources else ""
    rows.append(("rule", f"{group.rule} (confidence {first.confidence}{by})"))
    if show_evidence:
        rows += _evidence(group, inventory)
    return rows


def _technique(group: Group) -> str:
    return "; decided by AI" if group.is_ai else "; decided by rules, not by AI"


def _sources(group: Group, inventory: Inventory, vendor_names: Mapping[str, str]) -> str:
    vendors = {
        vendor_names.get(known.vendor, known.vendor)
        for name in group.connections
        if (known := inventory.connection_by_name.get(name))
    }
    where = f"({', '.join(sorted(vendors))}, {', '.join(group.connections)})"
    if len(group.sources) == 1:
        (source,) = group.sources
        name = source_name(source)
        level = "" if source.level in name.casefold().split() else f", at {source.level} level"
        return f"{name}{level} {where}"
    _, nouns = SOURCE_WORDS[group.sources[0].kind]
    names = listed_names([source.name for source in group.sources], limit=_SOURCES_SHOWN)
    return f"{len(group.sources)} {nouns}: {names} {where}"


def _clients(group: Group) -> str:
    if not group.clients:
        return "none" if group.reach_is_known else "the vendor does not show whom it reaches"
    names = [
        client.name
        if client.endpoints is None
        else f"{client.name} ({counted(client.endpoints, 'endpoint')})"
        for client in group.clients
    ]
    words = listed_names(names, limit=_CLIENTS_SHOWN)
    more = "" if group.reach_is_known else "; perhaps more"
    return f"{len(names)}: {words}{more}" if len(names) > 1 else f"{words}{more}"


def _remedies(group: Group) -> Iterable[str]:
    """One remedy, or for features that no API shows the questions to ask."""
    if group.kind is not SubjectKind.FEATURE or group.topic is not Topic.KNOWLEDGE:
        yield from dict.fromkeys(finding.remedy for finding in group.findings[:1])
        return
    for finding in group.findings[:_QUESTIONS_SHOWN]:
        yield f"{finding.subject.name}: {finding.remedy}"
    if len(group.findings) > _QUESTIONS_SHOWN:
        yield "The questions for all of them: aigov-connectors catalogue --open"


def _evidence(group: Group, inventory: Inventory) -> list[Row]:
    known = inventory.evidence_by_id
    ids = dict.fromkeys(one for finding in group.findings for one in finding.evidence)
    found = [known[one] for one in ids if one in known]
    requests: dict[Hashable, list[Evidence]] = defaultdict(list)
    for one in found:
        fact = one.fact
        requests[fact.method, fact.path_template, fact.query, fact.object_id].append(one)
    rows: list[Row] = [
        ("evidence", evidence_words(same)) for same in list(requests.values())[:_REQUESTS_SHOWN]
    ]
    if len(requests) > _REQUESTS_SHOWN:
        rows.append(("", f"and {len(requests) - _REQUESTS_SHOWN} more requests: --json has all"))
    if not found:
        gaps = {gap.id: gap for gap in inventory.gaps}
        named = dict.fromkeys(one for finding in group.findings for one in finding.gaps)
        subjects = [gaps[one].subject for one in named if one in gaps]
        rows.append(("rests on", f"what is missing: {listed_names(subjects, limit=3)}"))
    return rows


def _gap(group: GapGroup) -> RenderableType:
    whom = f" ({listed_names(group.clients, limit=_SUBJECTS_SHOWN)})" if group.clients else ""
    rows: list[Row] = [
        ("what", f"{listed_names(group.subjects, limit=_SUBJECTS_SHOWN)}{whom}"),
        *(("because", detail) for detail in group.details[:1]),
        ("remedy", group.remedy),
    ]
    title = line((REASON_WORDS[group.reason], "yellow"), f"  {group.connection}")
    return stacked(title, indented(labelled(rows, width=_LABEL_WIDTH)))


def _coverage(inventory: Inventory, client: Client | None) -> Text:
    wanted = client.id if client else None
    words = [
        f"{row.connection} {row.resources_read} of {row.resources_total} resources read,"
        f" {row.features_determined} of {row.features_total} features known"
        for row in inventory.coverage
        if row.client == wanted
    ]
    whom = f" for {client.name}" if client else ""
    return line((f"Coverage{whom}: ", "bold"), "; ".join(words) or "nothing was read", ".")
