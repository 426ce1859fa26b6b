"""A run limited to one client, so that its export can be handed to that client.

What concerns others is left out, and where a text that stays names another (a policy that two
clients share, a rule called after one of them) that name is hidden.
"""

from __future__ import annotations

from dataclasses import replace

from aigov_connectors.export.hiding import hiding
from aigov_connectors.export.model import Run
from aigov_connectors.inventory import Client, Verdict
from aigov_connectors.rules import Assessment, Finding
from aigov_connectors.rules.narrowing import narrowed_to
from aigov_connectors.snapshot import Snapshot

__all__ = ["for_client"]

_SAYS = {
    Verdict.FAIL: "This goes against the policy for this client.",
    Verdict.UNDETERMINED: "It could not be told whether this goes against the policy here.",
    Verdict.PASS: "This is within the policy for this client.",
}


def for_client(run: Run, client: Client) -> Run:
    """The run with nothing in it that names another client.

    Args:
        run: what all clients are in.
        client: one of the run, or of the run before.
    """
    runs = [run.snapshot] if run.previous is None else [run.snapshot, run.previous]
    return replace(
        run,
        snapshot=_limited(run.snapshot, client),
        previous=None if run.previous is None else _limited(run.previous, client),
        client=client,
        shown=hiding((one.inventory for one in runs), client),
    )


def _limited(snapshot: Snapshot, client: Client) -> Snapshot:
    inventory = snapshot.inventory
    known = client.id in inventory.client_by_id
    return Snapshot(
        inventory=inventory.only([client.id] if known else []).model_copy(
            update={"limited_to": (client.id,)}
        ),
        assessment=_judged(snapshot.assessment, client),
    )


def _judged(judged: Assessment, client: Client) -> Assessment:
    findings = [
        _own_words(one, whole)
        for whole in (*judged.findings, *judged.passes)
        for one in narrowed_to([whole], client)
    ]
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
