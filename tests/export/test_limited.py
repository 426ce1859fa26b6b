"""What is handed to one client holds no other: no name, no id, no domain, in no format."""

from __future__ import annotations

import pytest
from tests.client_view.counting import MARK, with_marks
from tests.drift.estate import FEATURE, snapshot
from tests.faults.test_secrets import leaks

from aigov_connectors.client_view import HIDDEN
from aigov_connectors.export import ExportFormat, Run, export, for_client
from aigov_connectors.inventory import Client, Reach, Verdict
from aigov_connectors.testing import make_deployment, make_evidence, make_organization


def everything(run: Run) -> dict[str, str]:
    return {
        part.name: "".join(part.pieces) for wanted in ExportFormat for part in export(wanted, run)
    }


def names_of(client: Client) -> set[str]:
    said = {client.name, client.id}
    for member in client.members:
        said |= {member.name, *member.domains}
    return said


def foreign_names(
    documents: dict[str, str], client: Client, every: tuple[Client, ...]
) -> list[str]:
    """Names of others in a text, where the client's own names are taken out of it."""
    own = sorted((one.casefold() for one in names_of(client)), key=len, reverse=True)
    found = []
    for document, content in documents.items():
        rest = content.casefold()
        for name in own:
            rest = rest.replace(name, "\0")
        for other in every:
            if other.kind == "client" and other.id != client.id:
                found += [
                    f"{document}: {name}"
                    for name in names_of(other)
                    if name.casefold() not in own and name.casefold() in rest
                ]
    return found


# Two whose names are the same with a word more, one with rules named after it, one of the EU.
@pytest.mark.parametrize(
    "name",
    ["Lakeside Clinic", "Harborview Dental", "Harborview Dental Lab", "Atelier Beaulieu"],
)
def test_no_export_for_a_client_names_another(whole, name) -> None:
    clients = whole.inventory.clients
    client = next(one for one in clients if one.name == name)
    documents = everything(for_client(Run(whole, whole), client))
    assert all(name in documents[one] for one in ("aigov-export.ndjson", "aigov-export.sarif"))
    assert foreign_names(documents, client, clients) == []


def test_the_test_would_notice(whole) -> None:
    clients = whole.inventory.clients
    client = next(one for one in clients if one.name == "Lakeside Clinic")
    assert foreign_names(everything(Run(whole)), client, clients)


def test_no_number_counts_others(whole) -> None:
    client = next(one for one in whole.inventory.clients if one.name == "Lakeside Clinic")
    marked = with_marks(whole, client)
    assert f"{MARK}" in everything(Run(marked))["aigov-export.ndjson"]
    documents = everything(for_client(Run(marked, whole), client))
    assert [name for name, content in documents.items() if f"{MARK}" in content] == []


def test_no_export_holds_a_secret(whole) -> None:
    documents = everything(Run(whole))
    assert [leak for one in documents.values() for leak in leaks(one)] == []


def test_a_client_gets_the_answer_that_holds_for_it(whole) -> None:
    """Where all whom it reaches are known: else what fails may reach the client as well."""
    judged = whole.assessment
    open_ended = {
        (one.connection, one.feature)
        for one in whole.inventory.deployments
        if one.reach is Reach.UNKNOWN
    }
    mixed = next(
        (finding, row)
        for finding in judged.findings
        for row in finding.clients
        if row.verdict is not finding.verdict
        and finding.subject.feature is not None
        and (finding.subject.connection, finding.subject.feature) not in open_ended
    )
    finding, row = mixed
    limited = for_client(Run(whole), whole.inventory.client_by_id[row.id]).snapshot.assessment
    (told,) = [
        one for one in (*limited.findings, *limited.passes) if one.identity == finding.identity
    ]
    assert told.verdict is row.verdict
    assert told.because != finding.because
    assert all(one.verdict is Verdict.PASS for one in limited.passes)


def test_a_client_that_has_gone_is_told_what_was_said_of_it() -> None:
    one, two = make_organization("1", "Elm School"), make_organization("2", "Dune Hotel")
    proof = make_evidence(value="protect")
    made = make_deployment(FEATURE, evidence=(proof,), source_name="policy of Dune Hotel")
    before = snapshot(
        made, organizations=(one, two), reach={made.key: {"1": 3, "2": 4}}, evidence=(proof,)
    )
    after = snapshot(organizations=(two,), days=1)
    gone = next(client for client in before.inventory.clients if client.name == "Elm School")
    documents = everything(for_client(Run(after, before), gone))
    assert '"baselineState": "absent"' in documents["aigov-export.sarif"]
    assert f"policy of {HIDDEN}" in documents["aigov-export.sarif"]
    assert "Dune Hotel" not in "".join(documents.values())
