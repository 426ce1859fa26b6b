"""What one client may see of a run: its own figures whole, nobody else's name, id or number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.client_view.counting import MARK, with_marks
from tests.drift.estate import FEATURE, snapshot
from tests.export.estate import reading

from aigov_connectors import Snapshot
from aigov_connectors.client_view import HIDDEN, ClientView
from aigov_connectors.client_view.narrowing import narrowed
from aigov_connectors.inventory import Client
from aigov_connectors.risk import rate
from aigov_connectors.testing import make_deployment, make_evidence, make_organization


@pytest.fixture(scope="module")
def whole() -> Snapshot:
    """The fictitious MSP as the sandbox's own configuration judges it."""
    read = reading()
    return read.snapshot(read.config)


def client_named(whole: Snapshot, name: str) -> Client:
    return next(one for one in whole.inventory.clients if one.name == name)


@pytest.mark.parametrize("name", ["Lakeside Clinic", "Harborview Dental", "Atelier Beaulieu"])
def test_no_number_that_is_over_others_stays(whole: Snapshot, name: str) -> None:
    client = client_named(whole, name)
    marked = with_marks(whole, client)
    assert f"{MARK}" in marked.to_json()
    view = ClientView.of([marked.inventory], client)
    assert f"{MARK}" not in view.snapshot(marked).to_json()
    assert f"{MARK}" not in view.drift(whole, marked).model_dump_json()


@pytest.mark.parametrize("name", ["Lakeside Clinic", "Harborview Dental"])
def test_what_is_hidden_changes_no_verdict_and_no_risk(whole: Snapshot, name: str) -> None:
    client = client_named(whole, name)
    part, seen = narrowed(whole, client), ClientView.of([whole.inventory], client).snapshot(whole)
    for before, after in (
        (part.assessment.findings, seen.assessment.findings),
        (part.assessment.passes, seen.assessment.passes),
    ):
        assert [(one.identity, one.verdict, one.severity, one.clients) for one in before] == [
            (one.identity, one.verdict, one.severity, one.clients) for one in after
        ]
    (before_rating,) = rate(part.inventory, part.assessment).clients
    (after_rating,) = rate(seen.inventory, seen.assessment).clients
    assert before_rating == after_rating


def test_what_is_about_a_client_alone_is_shown_whole() -> None:
    elm = make_organization("1", "Elm School")
    proof = make_evidence(value="closed after 90 days")
    own = make_deployment(FEATURE, evidence=(proof,), source_name="policy 7 of Elm School")
    run = snapshot(own, organizations=(elm,), reach={own.key: {"1": 3}}, evidence=(proof,))
    (client,) = run.inventory.clients
    seen = ClientView.of([run.inventory], client).snapshot(run)
    assert seen.inventory.deployments == run.inventory.deployments
    assert proof in seen.inventory.evidence
    about = {one.identity: one for one in run.assessment.findings if one.subject.key == own.key}
    assert about
    for one in seen.assessment.findings:
        assert one == about.get(one.identity, one)


def test_an_id_is_hidden_where_it_stands_by_itself() -> None:
    elm, dune = make_organization("1234567", "Elm School"), make_organization("7654321", "Dune")
    run = snapshot(organizations=(elm, dune))
    client = next(one for one in run.inventory.clients if one.name == "Elm School")
    text = ClientView.of([run.inventory], client).text
    assert text("company 7654321, company 1234567") == f"company {HIDDEN}, company 1234567"
    assert text("digest 076543210") == "digest 076543210"


# No letter of what stands in a hidden name's place.
NAMES = st.text("XYZß .-İ&", min_size=1, max_size=12).map(str.strip).filter(bool)


@given(own=NAMES, others=st.lists(NAMES, max_size=4))
def test_whatever_clients_are_called_the_others_are_hidden(own: str, others: list[str]) -> None:
    mine = Client(id="own-1", name=own)
    known = [Client(id=f"other-{at}", name=name) for at, name in enumerate(others)]
    inventory = INVENTORY.model_copy(update={"clients": (mine, *known)})
    text = ClientView.of([inventory], mine).text
    assert text(f"<{own}>") == f"<{own}>"
    for name in others:
        if name.casefold() != own.casefold():
            assert name not in text(f"<{name}>")
    assert text("fully_autonomous, of nobody") == "fully_autonomous, of nobody"


INVENTORY = snapshot().inventory
