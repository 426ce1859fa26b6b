"""A run with nothing in it that is about another client; texts that name one may still be there."""

from __future__ import annotations

from aigov_connectors.inventory import Client, Verdict
from aigov_connectors.inventory.renaming import under_id_of
from aigov_connectors.rules import Assessment, Finding
from aigov_connectors.rules.narrowing import narrowed_to
from aigov_connectors.snapshot import Snapshot

__all__ = ["narrowed"]

_SAYS = {
    Verdict.FAIL: "This fails here.",
    Verdict.UNDETERMINED: "It could not be told whether this fails here.",
    Verdict.PASS: "This passes here.",
}


def narrowed(snapshot: Snapshot, client: Client) -> Snapshot:
    """The part of a run that concerns one client; empty where the run does not know it.

    A run that was limited to others looked for nothing of this one, and stays limited to them.
    """
    inventory = under_id_of(snapshot.inventory, client)
    holds = inventory.limited_to
    scope = holds if holds and client.id not in holds else (client.id,)
    known = [client.id] if client.id in inventory.client_by_id else []
    return Snapshot(
        inventory=inventory.only(known).model_copy(update={"limited_to": scope}),
        assessment=_judged(snapshot.assessment, client),
    )


def _judged(judged: Assessment, client: Client) -> Assessment:
    findings = [
        _own_words(one, whole)
        for whole in (*judged.findings, *judged.passes)
        for one in narrowed_to([whole], client)
    ]
    findings.sort(key=lambda one: -one.severity.rank)
    return judged.model_copy(
        update={
            "findings": tuple(one for one in findings if one.verdict is not Verdict.PASS),
            "passes": tuple(one for one in findings if one.verdict is Verdict.PASS),
        }
    )


def _own_words(finding: Finding, whole: Finding) -> Finding:
    """The sentence of a finding is about the gravest answer, which may be another client's."""
    if finding.verdict is whole.verdict:
        return finding
    return finding.model_copy(
        update={"because": f"{finding.subject.name}: {_SAYS[finding.verdict]}", "does": None}
    )
