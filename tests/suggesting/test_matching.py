"""Who may be one client is suggested, with its reason, and nothing is merged by it."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.inventory.builders import built, collection, entry, org

import aigov_connectors
from aigov_connectors.errors import ConfigurationError
from aigov_connectors.inventory import ClientEntry, Inventory, Organization
from aigov_connectors.suggesting.matching import LEAST_SCORE, ClientSuggestion, suggest_clients

pytest.importorskip("rapidfuzz")


def _inventory(*organizations: Organization, entries: tuple[ClientEntry, ...] = ()) -> Inventory:
    tools: dict[tuple[str, str], list[Organization]] = {}
    for one in organizations:
        tools.setdefault((one.vendor, one.tenant_id), []).append(one)
    return built(
        *(
            collection(f"{vendor}-{tenant}", vendor=vendor, tenant=tenant, organizations=those)
            for (vendor, tenant), those in tools.items()
        ),
        clients=entries,
    )


def _pairs(inventory: Inventory) -> dict[frozenset[str], ClientSuggestion]:
    known = inventory.client_by_id
    return {
        frozenset((known[one.client].name, known[one.other].name)): one
        for one in suggest_clients(inventory)
    }


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("Lakeside Clinic", "Lakeside Clinc", "alike"),
        ("Lakeside Clinic", "Clinic, Lakeside", "alike"),
        ("Blue Peak Aerostructures", "Bluepeak Aerostructures", "alike"),
        ("Brightwater CU", "Brightwater Credit Union", "short for"),
        ("Quillfeather & Stone CPAs", "Quillfeather Stone Accountants", "quillfeather"),
        ("Lakeside Clinic", "Lakeside Family Clinic", "“clinic” and “lakeside”"),
        ("Acme Inc", "Acme LLC", "both are"),
        ("Wren & Partners Law", "Wren Partners Solicitors", "“partners” and “wren”"),
        ("TWP Advisors", "Tamarack Wealth Partners", "initials of"),
        ("TWP", "TWP Advisors", "“twp”"),
    ],
)
def test_names_that_are_alike_are_suggested_with_the_reason(one, other, why) -> None:
    inventory = _inventory(org("psa", "7", one), org("rmm", "3", other), org("edr", "1", "Zenith"))

    (pair,) = _pairs(inventory).items()
    assert pair[0] == {one, other}
    assert why in pair[1].why
    assert LEAST_SCORE <= pair[1].score < 1
    assert len(inventory.clients) == 3  # suggested, and not merged


def test_a_handle_that_people_type_is_a_name_too() -> None:
    inventory = _inventory(
        org("psa", "7", "LFC of Ohio", handles=("LakesideClinic",)),
        org("rmm", "3", "Lakeside Clinic"),
    )
    assert len(_pairs(inventory)) == 1


def test_a_domain_that_others_share_is_still_a_reason_to_look() -> None:
    inventory = _inventory(
        org("psa", "7", "Harbor Dental", domains=("harbor.example",)),
        org("psa", "8", "Bay Lab", domains=("harbor.example",)),
        org("rmm", "3", "HD", domains=("harbor.example",)),
    )
    assert {one.why for one in suggest_clients(inventory)} == {
        "both have the domain harbor.example"
    }
    assert len(suggest_clients(inventory)) == 2


def test_names_with_nothing_in_common_and_one_domain_are_suggested() -> None:
    inventory = _inventory(
        org("psa", "7", "Harbor Dental", domains=("harbor.example",)),
        org("rmm", "3", "Cedar Law", domains=("harbor.example",)),
    )
    (pair,) = suggest_clients(inventory)
    assert pair.why == "both have the domain harbor.example"


@pytest.mark.parametrize(
    ("organizations", "entries"),
    [
        ((org("psa", "1", "Harbor Dental"), org("psa", "2", "Harbor Dental Lab")), ()),
        ((org("psa", "1", "Harbor Dental"), org("rmm", "2", "Zenith Textiles")), ()),
        ((org("psa", "1", "Northwind IT", kind="own"), org("rmm", "2", "Northwind ITs")), ()),
        (
            (org("psa", "1", "Lakeside"), org("rmm", "2", "Lakesyde")),
            (
                entry("Lakeside A", aliases={"psa": "1"}),
                entry("Lakeside B", aliases={"rmm": "2"}),
            ),
        ),
        ((org("psa", "1", "12345"), org("rmm", "2", "12346")), ()),
        ((org("psa", "1", "Gullwing Auto Group"), org("rmm", "2", "Harbor Auto Sales")), ()),
    ],
    ids=["one tenant", "nothing alike", "the msp itself", "named apart", "numbers", "short word"],
)
def test_what_cannot_be_or_says_nothing_is_not_suggested(organizations, entries) -> None:
    assert suggest_clients(_inventory(*organizations, entries=entries)) == ()


def test_whom_the_configuration_names_would_stay() -> None:
    inventory = _inventory(
        org("psa", "7", "Lakeside Clinc"),
        org("rmm", "3", "LSC"),
        entries=(entry("Lakeside Clinic", aliases={"rmm": "3"}),),
    )
    (pair,) = suggest_clients(inventory)
    assert (pair.client, pair.other) == ("rmm/t/3", "psa/t/7")


def test_no_client_gets_more_than_three_suggestions() -> None:
    inventory = _inventory(
        org("psa", "1", "Lakeside Clinic"),
        *(org(f"rmm{n}", "1", f"Lakeside Clinic {n}") for n in range(6)),
    )
    told = [id_ for one in suggest_clients(inventory) for id_ in (one.client, one.other)]
    assert max(told.count(one) for one in told) == 3


names = st.text(alphabet="abcLAK &.é-1", max_size=12)


@given(
    st.lists(st.tuples(st.sampled_from(("psa", "rmm", "edr")), names, st.booleans()), max_size=8)
)
def test_any_names_give_pairs_that_may_be_one_and_the_same_pairs_again(told) -> None:
    inventory = _inventory(
        *(
            org(vendor, str(at), name, domains=("a.example",) if shares else ())
            for at, (vendor, name, shares) in enumerate(told)
        )
    )
    pairs = suggest_clients(inventory)
    known = inventory.client_by_id
    assert pairs == suggest_clients(inventory)
    assert [one.score for one in pairs] == sorted((one.score for one in pairs), reverse=True)
    for one in pairs:
        tenants = [
            {(m.vendor, m.tenant_id) for m in known[each].members}
            for each in (one.client, one.other)
        ]
        assert tenants[0].isdisjoint(tenants[1])
        assert LEAST_SCORE <= one.score < 1


def test_a_thousand_clients_in_six_tools_take_no_coffee() -> None:
    words = ("Harbor", "Cedar", "Granite", "Willow", "Summit", "Prairie", "Copper", "Falcon")
    inventory = _inventory(
        *(
            org(f"tool{tool}", str(n), f"{words[n % 8]} {words[n // 8 % 8]} {n * 7919 % 997}")
            for tool in range(3)
            for n in range(tool * 300, tool * 300 + 400)
        )
    )
    began = time.perf_counter()
    suggest_clients(inventory)
    assert time.perf_counter() - began < 20


def test_without_the_extra_it_says_what_to_install(monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "rapidfuzz.process", None)
    with pytest.raises(ConfigurationError, match="not installed") as caught:
        suggest_clients(_inventory(org("psa", "1", "A")))
    assert "aigov-connectors[match]" in (caught.value.hint or "")


def test_nobody_else_needs_the_extra() -> None:
    package = Path(aigov_connectors.__file__).parent
    users = [
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if "rapidfuzz" in path.read_text(encoding="utf-8")
    ]
    assert users == ["suggesting/matching.py"]
