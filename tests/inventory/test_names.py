"""Which names are one, which are merely alike, and which are doubted."""

from __future__ import annotations

import pytest
from tests.inventory.builders import org
from tests.inventory.merging import merged, shape, subjects


def test_an_equal_name_in_two_tools_is_one_client() -> None:
    who = merged(org("rmm", "12", "Lakeside  CLINIC, Inc."), org("edr", "7", "lakeside clinic inc"))

    assert shape(who) == {"edr/t/7": {"edr 7": "own_record", "rmm 12": "exact_name"}}
    assert who.clients[0].name == "lakeside clinic inc"
    assert who.doubts == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Lakeside Clinic LLC", "Lakeside Clinic"),
        ("Lakeside Clinic L.L.C.", "Lakeside Clinic, LLC"),
        ("Smith Incorporated", "Smith Inc."),
        ("Smith Co., LLC", "Smith LLC"),
        ("Müller GmbH", "MULLER, GmbH"),
        ("Café Zoë", "CAFE ZOE"),
        ("Smith & Sons", "Smith and Sons"),
        ("O'Brien", "O\u2019Brien"),
        ("℡ Services", "TEL Services"),
    ],
)
def test_spellings_of_one_name_are_one_client(one: str, other: str) -> None:
    assert len(merged(org("rmm", "1", one), org("edr", "2", other)).clients) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Lakeside Clinic", "Lakeside Dental"),
        ("Lakeside", "Lakeside Clinic"),
        ("Lakeside Clinic", "Lakeside Clinics"),
        ("LLC", "Inc"),
        ("---", "***"),
        ("", " "),
    ],
)
def test_names_that_are_merely_alike_are_two_clients_without_a_doubt(one: str, other: str) -> None:
    who = merged(org("rmm", "1", one), org("edr", "2", other))

    assert len(who.clients) == 2
    assert who.doubts == ()


def test_two_legal_forms_stay_apart_and_are_doubted() -> None:
    who = merged(org("rmm", "1", "Smith LLC"), org("edr", "2", "Smith Inc"))

    assert len(who.clients) == 2
    (doubt,) = who.doubts
    assert doubt.subject == (
        "whether these are one client, as their names say: Smith Inc (edr 2), Smith LLC (rmm 1)"
    )
    assert "alias" in doubt.remedy


def test_a_name_without_a_form_is_not_given_to_one_of_two_forms() -> None:
    who = merged(
        org("rmm", "1", "Smith LLC"), org("edr", "2", "Smith Inc"), org("psa", "3", "Smith")
    )

    assert len(who.clients) == 3
    assert len(who.doubts) == 1


def test_whole_names_are_matched_before_forms_are_taken_off() -> None:
    who = merged(
        org("rmm", "1", "Smith LLC"),
        org("rmm", "2", "Smith Inc"),
        org("edr", "3", "Smith L.L.C."),
        org("edr", "4", "Smith, Incorporated"),
    )

    assert shape(who) == {
        "edr/t/3": {"edr 3": "own_record", "rmm 1": "exact_name"},
        "edr/t/4": {"edr 4": "own_record", "rmm 2": "exact_name"},
    }
    assert len(who.doubts) == 1


def test_one_name_twice_in_a_tenant_stays_apart_and_is_doubted() -> None:
    who = merged(org("rmm", "1", "Smith"), org("rmm", "2", "Smith"), org("edr", "3", "Smith"))

    assert set(shape(who)) == {"rmm/t/1", "rmm/t/2", "edr/t/3"}
    assert subjects(who) == [
        "whether these are one client, as their names say: "
        "Smith (edr 3), Smith (rmm 1), Smith (rmm 2)"
    ]


def test_two_tenants_of_one_vendor_may_serve_one_client() -> None:
    who = merged(org("rmm", "1", "Smith"), org("rmm", "1", "Smith", tenant="u"))

    assert len(who.clients) == 1
