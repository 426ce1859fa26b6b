"""What one client may see of a run: its own figures whole, nobody else's name, id or number."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.client_view.counting import MARK, with_marks
from tests.drift.estate import FEATURE, snapshot
from tests.export.estate import reading

from aigov_connectors import Snapshot
from aigov_connectors.client_view import HIDDEN, ClientView
from aigov_connectors.client_view.folding import folded
from aigov_connectors.client_view.narrowing import narrowed
from aigov_connectors.inventory import Basis, Client
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
def test_of_a_run_that_was_limited_before_no_number_over_others_stays(
    whole: Snapshot, name: str
) -> None:
    client = client_named(whole, name)
    limited = with_marks(whole, client).only([client.id])
    assert f"{MARK}" in limited.to_json()
    view = ClientView.of([limited.inventory], client)
    assert f"{MARK}" not in view.snapshot(limited).to_json()


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
NAMES = (
    st.text("XYZß .-İ&", min_size=1, max_size=12)
    .map(str.strip)
    .filter(
        lambda name: name.strip(" .-&")  # signs that only join words name nobody
    )
)


@given(own=NAMES, others=st.lists(NAMES, max_size=4))
def test_whatever_clients_are_called_the_others_are_hidden(own: str, others: list[str]) -> None:
    text = _text_for(own, others)
    assert text(f"<{own}>") == f"<{own}>"
    for name in others:
        if _plain(name) != _plain(own):
            assert name not in text(f"<{name}>")
    assert text("fully_autonomous, of nobody") == "fully_autonomous, of nobody"


WORDS = st.lists(
    st.sampled_from(["Nord", "Müller", "O\u2019Brien", "Weißensee", "Logistik", "ACME", "Zürich"]),
    min_size=2,
    max_size=4,
    unique=True,
)
SPELLINGS = st.sampled_from([str, str.lower, str.upper, str.casefold, str.title])
JOINTS = st.sampled_from([" ", "", "-", "_", "\u00a0", "  ", ".", "\u2011"])
FORMS = st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"])
AROUND = st.sampled_from(["{}", "backup-{}", "{}_servers", "policy of {}: all", "{}backup nightly"])


@given(words=WORDS, spelt=SPELLINGS, joint=JOINTS, form=FORMS, around=AROUND)
def test_however_another_client_is_spelt_it_is_hidden(
    words: list[str],
    spelt: Callable[[str], str],
    joint: str,
    form: Literal["NFC", "NFD", "NFKC", "NFKD"],
    around: str,
) -> None:
    text = _text_for("Harborview Dental", [" ".join(words)])
    written = around.format(unicodedata.normalize(form, spelt(joint.join(words))))
    assert text(written) == around.format(HIDDEN)
    assert (
        text("Harborview-Dental of HARBORVIEW DENTAL") == "Harborview-Dental of HARBORVIEW DENTAL"
    )


@pytest.mark.parametrize(
    "text", ["bolt", "bolt-backup", "bolt_servers", "BOLT", "for bolt.", "\uff42\uff4f\uff4c\uff54"]
)
def test_a_short_name_is_hidden_where_it_stands_by_itself(text: str) -> None:
    shown = _text_for("Harborview Dental", ["BOLT"])
    assert "bolt" not in folded(shown(text))
    assert shown("bolts") == "bolts"


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("NORTH-EAST DENTAL, LLC", "North East Dental"),
        ("North-East Dental LLC", "north-east dental, llc"),
        ("Kepler, Noll & Roth", "Kepler Noll & Roth"),
        ("Kepler, Noll & Roth", "kepler noll and roth"),
        ("Smith & Sons Law", "smith-sons-law"),
        ("Smith and Sons Law", "Smith & Sons Law"),
        ('Joe "Best" Foods', "joe best foods"),
        ("Contoso, LLC", "Contoso"),
        ("Contoso GmbH", "contoso"),
        ("Contoso AG & Co. KGaA", "Contoso"),
        ("Globex Oy", "Globex"),
        ("Initech d.o.o.", "Initech"),
        ("Vandelay S.A.S.", "Vandelay"),
        ("Żółć Sp. z o.o.", "żółć"),
        ("3M Company", "3M Company"),
        ("Müller & Söhne", "Mueller und Soehne"),
        ("Bäckerei Huber", "BAECKEREI HUBER"),
        ("St. Mary's Hospital", "Saint Mary's Hospital"),
        ("The Corner Bakery", "corner-bakery"),
        ("Foo/Bar Medical", "Foo|Bar Medical"),
        ("Big Data!", "Big Data"),
    ],
)
def test_signs_between_words_and_legal_forms_hide_nobody_less(name: str, written: str) -> None:
    assert _text_for("Harborview Dental", [name])(f"policy of {written}") == f"policy of {HIDDEN}"


def test_a_name_is_hidden_before_a_number_and_not_within_a_word() -> None:
    shown = _text_for("Harborview Dental", ["Zorn Corp"])
    assert shown("ZORN01-backup") == f"{HIDDEN}01-backup"
    assert shown("zornig") == "zornig"


@pytest.mark.parametrize("name", ["Services LLC", "Dental, Inc.", "Scripts GmbH"])
def test_a_word_of_our_sentences_or_of_a_trade_is_no_name_by_itself(name: str) -> None:
    shown = _text_for("Harborview Dental", [name])
    word = name.split()[0].strip(",").lower()
    assert word in shown(f"runs {word} for a client")
    assert shown(f"policy of {name}").startswith(f"policy of {HIDDEN}")


def test_the_other_ids_of_a_client_are_its_names_too() -> None:
    known = Client(id="northern-freight", name="Northern Freight", also_known_as=("old-frachtgut",))
    inventory = INVENTORY.model_copy(update={"clients": (MINE, known)})
    assert ClientView.of([inventory], MINE).text("tag old-frachtgut") == f"tag {HIDDEN}"


def test_words_that_the_format_looks_up_stay_whatever_clients_are_called() -> None:
    shown = _text_for("Harborview Dental", ["Unattended", "Script", "Own", "Acme"])
    for word in ("unattended-script", "own", "acme", "run_script"):
        assert shown(word) == word
    assert shown("the script of acme runs") == f"the {HIDDEN} of {HIDDEN} runs"


def test_what_is_only_guessed_to_be_no_client_is_hidden_like_one() -> None:
    guessed = Client(id="1", name="Cedar Dental", kind="catch_all", kind_basis=Basis.INFERRED)
    known = Client(id="2", name="Dispatch Box", kind="catch_all")
    inventory = INVENTORY.model_copy(update={"clients": (MINE, guessed, known)})
    text = ClientView.of([inventory], MINE).text
    assert text("Cedar Dental, Dispatch Box") == f"{HIDDEN}, Dispatch Box"


def _text_for(own: str, others: list[str]) -> Callable[[str], str]:
    mine = Client(id="own-1", name=own)
    known = [Client(id=f"other-{at}", name=name) for at, name in enumerate(others)]
    inventory = INVENTORY.model_copy(update={"clients": (mine, *known)})
    return ClientView.of([inventory], mine).text


def _plain(name: str) -> str:
    return "".join(folded(name).split())


INVENTORY = snapshot().inventory
MINE = Client(id="mine", name="Harborview Dental")
