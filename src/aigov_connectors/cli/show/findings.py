"""Findings in full: why, by what, for whom, what to change, and the evidence line by line."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence

from rich.console import RenderableType
from rich.text import Text

from aigov_connectors.cli.show.covered import for_whom, known_words
from aigov_connectors.cli.show.gaps import GapGroup
from aigov_connectors.cli.show.grouping import Group
from aigov_connectors.cli.show.layout import heading, indented, labelled, line, stacked
from aigov_connectors.cli.show.phrases import (
    deed_words,
    severity_counts,
    source_name,
    source_words,
    who_words,
)
from aigov_connectors.cli.show.sections import SECTIONS
from aigov_connectors.cli.show.text import counted, listed_names, moment
from aigov_connectors.cli.show.words import REASON_WORDS, SEVERITY_STYLE, SOURCE_WORDS
from aigov_connectors.inventory import Client, Evidence, Inventory, Verdict
from aigov_connectors.inventory.counting import clients_in_words
from aigov_connectors.inventory.covered import covered
from aigov_connectors.rules import SubjectKind, Topic

__all__ = ["EXPLAINED_BY", "evidence_words", "fields_of", "findings_view"]

_LABEL_WIDTH = 9
_SOURCES_SHOWN = 8
_CLIENTS_SHOWN = 12
_FEATURES_SHOWN = 8
_SUBJECTS_SHOWN = 6
_REQUESTS_SHOWN = 6
_QUESTIONS_SHOWN = 3
_IDS_SHOWN = 4
EXPLAINED_BY = 8
"""Digits of an identity that are shown: enough to tell the findings of a large run apart."""

Row = tuple[str, str | Text]


def findings_view(
    groups: Sequence[Group],
    gaps: Sequence[GapGroup],
    inventory: Inventory,
    *,
    client: Client | None,
    show_evidence: bool,
    vendor_names: Mapping[str, str],
    judged_by: str = "",
    left_out: int = 0,
) -> RenderableType:
    """Every group under the heading of its answer, then what was not read, then the coverage.

    `judged_by` names the policy; `left_out` counts gaps that are not among `gaps`.
    """
    parts: list[RenderableType] = []
    for verdict, topics, title in SECTIONS:
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
    if gaps or left_out:
        parts += [heading("Not read"), *(indented(_gap(group)) for group in gaps)]
        if left_out:
            more = "more" if gaps else "in all"
            parts.append(indented(line(f"{left_out} {more}: without --rule they are listed")))
        parts.append(Text())
    parts.append(_coverage(inventory, client))
    if judged_by:
        parts.append(line(("Judged by: ", "bold"), judged_by))
    return stacked(*parts)


def evidence_words(evidence: Sequence[Evidence]) -> str:
    """One request and what it showed: `GET /v2/tasks, object 12, read …: /enabled = true`."""
    fact = evidence[0].fact
    query = "&".join(f"{key}={value}" for key, value in fact.query)
    about = f", object {fact.object_id}" if fact.object_id else ""
    request = f"{fact.method} {fact.path_template}{'?' if query else ''}{query}{about}"
    return f"{request}, read {moment(evidence[0].read_at)}: {fields_of(evidence)}"


def fields_of(evidence: Sequence[Evidence]) -> str:
    """What a request showed: `/enabled = true, /gate not sent`."""
    return ", ".join(
        f"{one.fact.pointer} not sent"
        if one.fact.absent
        else f"{one.fact.pointer} = {json.dumps(one.fact.value, ensure_ascii=False)}"
        for one in evidence
    )


def _counts(groups: Sequence[Group], verdict: Verdict) -> str:
    return counted(len(groups), "setting") if verdict is Verdict.PASS else severity_counts(groups)


def _title(group: Group) -> Text:
    waived = "  (waived)" if group.is_waived else ""
    mark = (group.severity.value, SEVERITY_STYLE[group.severity])
    if group.verdict is Verdict.PASS:  # a rule's title names the defect, which this has not
        mark = ("ok", "green")
        words = _about(group)
    elif group.kind is SubjectKind.FEATURE:
        words = group.title
    elif not group.sources:
        words = deed_words(group)
    elif group.topic is Topic.CONTROL:  # it is the setting that cannot be undone, not the client
        words = f"{source_words(group)}: {deed_words(group)}"
    else:
        words = f"{who_words(group)}: {deed_words(group)}"
    return line(mark, "  ", (words, "bold"), waived)


def _about(group: Group) -> str:
    """What was judged, without the answer."""
    if group.sources:
        return f"{who_words(group)}: {source_words(group)}"
    names = listed_names(group.features, limit=_FEATURES_SHOWN) if group.features else ""
    return names or group.findings[0].subject.name


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
    elif group.kind is SubjectKind.CHAIN:
        rows.append(("path", first.because))
    else:
        rows.append(("where", ", ".join(group.connections)))
    if _needs_because(group):
        # Of several the first stands for all of them, and must not read as if it were all.
        rows.append(("because" if len(group.sources) <= 1 else "such as", first.because))
    rows += [("because", words) for words in _once_attested(group, inventory)]
    if len(group.features) > 1 or group.kind is SubjectKind.FEATURE:
        limit = _FEATURES_SHOWN if group.sources else len(group.features)
        rows.append(("features", listed_names(group.features, limit=limit)))
    if group.sources or (group.clients and group.kind is not SubjectKind.FEATURE):
        rows.append(("clients", _clients(group, inventory)))
    rows += _remedies(group)
    rows += [
        ("waived", f"by {one.owner} until {one.until}: {one.reason}")
        for one in {finding.waiver for finding in group.findings if finding.waiver}
    ]
    by = _technique(group) if group.sources else ""
    rows.append(("rule", f"{group.rule} (confidence {first.confidence}{by})"))
    rows.append(("explain", line((_to_explain(group), "dim"))))
    if show_evidence:
        rows += _evidence(group, inventory)
    return rows


def _to_explain(group: Group) -> str:
    """What `explain` takes: the beginnings of the findings' identities."""
    ids = [one.identity[:EXPLAINED_BY] for one in group.findings]
    more = f" and {len(ids) - _IDS_SHOWN} more: --json has all" if len(ids) > _IDS_SHOWN else ""
    return f"{', '.join(ids[:_IDS_SHOWN])}{more}"


def _needs_because(group: Group) -> bool:
    """Not where the title is that sentence, nor where one title says it of many features."""
    if group.kind is SubjectKind.CHAIN:
        return False  # the path is that sentence
    if group.sources or group.verdict is Verdict.PASS:
        return True
    return group.kind is SubjectKind.FEATURE and len(group.findings) == 1


def _once_attested(group: Group, inventory: Inventory) -> Iterable[str]:
    """What is open because an answer expired, or covers some clients only: no "nobody" there."""
    if group.kind is not SubjectKind.FEATURE or group.topic is not Topic.KNOWLEDGE:
        return
    if group.verdict is Verdict.UNDETERMINED and len(group.findings) > 1:
        attested = {one.feature for one in inventory.attestations}
        yield from (one.because for one in group.findings if one.subject.feature in attested)


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
    kinds = {source.kind for source in group.sources}
    nouns = SOURCE_WORDS[kinds.pop()][1] if len(kinds) == 1 else "settings"
    names = listed_names([source.name for source in group.sources], limit=_SOURCES_SHOWN)
    return f"{len(group.sources)} {nouns}: {names} {where}"


def _clients(group: Group, inventory: Inventory) -> str:
    if not group.clients:
        return "none" if group.reach_is_known else "the vendor does not show whom it reaches"
    several = clients_in_words(client.kind for client in group.clients)
    if len(group.clients) > _CLIENTS_SHOWN and _is_everyone(group, inventory):
        return f"all that {', '.join(group.connections)} serves: {several}"
    names = [
        client.name
        if client.endpoints is None
        else f"{client.name} ({counted(client.endpoints, 'device')})"
        for client in group.clients
    ]
    words = listed_names(names, limit=_CLIENTS_SHOWN)
    more = "" if group.reach_is_known else "; perhaps more"
    return f"{several}: {words}{more}" if len(names) > 1 else f"{words}{more}"


def _is_everyone(group: Group, inventory: Inventory) -> bool:
    """Whether all are reached whom its connections serve: then their names tell nothing."""
    known = inventory.connection_by_name
    tenants = {
        (one.vendor, one.tenant_id) for name in group.connections if (one := known.get(name))
    }
    served = {
        client.id
        for client in inventory.clients
        if any((member.vendor, member.tenant_id) in tenants for member in client.members)
    }
    return group.reach_is_known and served == {client.id for client in group.clients}


def _remedies(group: Group) -> Iterable[Row]:
    """One remedy, or for features that no API shows the questions to ask; none for what is well."""
    if group.verdict is Verdict.PASS:
        return
    if group.kind is not SubjectKind.FEATURE or group.topic is not Topic.KNOWLEDGE:
        yield "remedy", group.findings[0].remedy
        return
    for finding in group.findings[:_QUESTIONS_SHOWN]:
        yield "ask", f"{finding.subject.name}: {finding.remedy}"
    if len(group.findings) > _QUESTIONS_SHOWN:
        yield "", "The questions for all of them: aigov-connectors catalogue --open"


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
        f"{name} {known_words(one, inventory, wanted)}"
        for name, one in covered(inventory, wanted).items()
    ]
    whom = for_whom(inventory, wanted)
    return line((f"Coverage{whom}: ", "bold"), "; ".join(words) or "nothing was read", ".")
