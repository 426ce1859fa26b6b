"""A domain makes one client of two organizations only where it is theirs alone."""

from __future__ import annotations

import pytest
from tests.inventory.builders import entry, org
from tests.inventory.merging import merged, shape, subjects

from aigov_connectors.inventory.names import normalized_domain


def test_a_domain_of_one_organization_in_each_tenant_makes_one_client() -> None:
    who = merged(
        org("psa", "7", "Lakeside Family Clinic", domains=("Lakeside.Example",)),
        org("rmm", "3", "Lakeside", domains=("www.lakeside.example", "lsc.example")),
    )

    assert shape(who) == {"psa/t/7": {"psa 7": "own_record", "rmm 3": "domain"}}
    assert who.doubts == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Harbor Dental", "Cedar Law"),
        ("The House of Ink", "Bakers of the Pier"),
        ("Studio 54", "54"),
        ("Lakeside Family Clinic", "LSC"),
    ],
)
def test_names_without_a_word_in_common_are_not_one_by_a_domain(one: str, other: str) -> None:
    who = merged(
        org("psa", "7", one, domains=("provider.example",)),
        org("rmm", "3", other, domains=("provider.example",)),
    )

    assert len(who.clients) == 2
    assert who.doubts == ()


def test_of_three_with_one_domain_those_are_one_whose_names_hang_together() -> None:
    who = merged(
        org("edr", "1", "Lakeside", domains=("lakeside.example",)),
        org("psa", "7", "Cedar Law", domains=("lakeside.example",)),
        org("rmm", "3", "Meadow Clinic", domains=("lakeside.example",)),
        org("desk", "5", "Lakeside Meadow Practice", domains=("lakeside.example",)),
    )

    assert shape(who) == {
        "desk/t/5": {"desk 5": "own_record", "edr 1": "domain", "rmm 3": "domain"},
        "psa/t/7": {"psa 7": "own_record"},
    }


def test_a_name_comes_before_a_domain() -> None:
    who = merged(
        org("psa", "7", "Lakeside", domains=("lakeside.example",)),
        org("rmm", "3", "Lakeside", domains=("lakeside.example",)),
    )

    assert shape(who) == {"psa/t/7": {"psa 7": "own_record", "rmm 3": "exact_name"}}


def test_a_domain_that_two_of_a_tenant_share_tells_nothing() -> None:
    who = merged(
        org("psa", "7", "Harbor Dental", domains=("harbor.example",)),
        org("psa", "8", "Harbor Lab", domains=("harbor.example",)),
        org("rmm", "3", "Harbor", domains=("harbor.example",)),
    )

    assert len(who.clients) == 3
    assert who.doubts == ()


def test_the_domain_of_the_msp_itself_makes_nobody_the_msp() -> None:
    who = merged(
        org("psa", "1", "Northwind", domains=("northwind.example",), kind="own"),
        org("rmm", "3", "Acme", domains=("northwind.example",)),
    )

    assert len(who.clients) == 2


def test_domains_that_contradict_names_are_doubted() -> None:
    who = merged(
        org("psa", "7", "Acme", domains=("acme.example",)),
        org("rmm", "3", "Acme"),
        org("rmm", "4", "Zenith", domains=("acme.example",)),
    )

    assert len(who.clients) == 2
    assert "as their domains say" in subjects(who)[0]


def test_an_entry_takes_in_whom_a_domain_names() -> None:
    who = merged(
        org("psa", "7", "LFC", domains=("lakeside.example",)),
        org("rmm", "3", "Family doctors of Lakeside", domains=("lakeside.example",)),
        entries=[entry("Lakeside Clinic", aliases={"psa": "7"})],
    )

    assert shape(who) == {"lakeside-clinic": {"psa 7": "alias", "rmm 3": "domain"}}


@pytest.mark.parametrize(
    ("told", "normal"),
    [
        ("Lakeside.EXAMPLE.", "lakeside.example"),
        ("https://www.lakeside.example:443/contact?x=1", "lakeside.example"),
        ("front.desk@lakeside.example", "lakeside.example"),
        (" mail.lakeside.example ", "mail.lakeside.example"),
        ("gmail.com", ""),
        ("hotmail.co.uk", ""),
        ("yahoo.com.br", ""),
        ("live.ca", ""),
        ("gmx.at", ""),
        ("zoho.com", ""),
        ("bigpond.com", ""),
        ("shaw.ca", ""),
        ("https://m.facebook.com/lakeside", ""),
        ("agency.wixsite.com", ""),
        ("neo.rr.com", ""),
        ("outlook.example", "outlook.example"),
        ("livelake.co.uk", "livelake.co.uk"),
        ("live.lakeside.co.uk", "live.lakeside.co.uk"),
        ("onmicrosoft.com", ""),
        ("https://www.facebook.com/lakeside", ""),
        ("co.uk", ""),
        ("lakeside.co.uk", "lakeside.co.uk"),
        ("lakeside.onmicrosoft.com", "lakeside.onmicrosoft.com"),
        ("lakeside", ""),
        ("10.0.0.1", ""),
        ("a..b", ""),
        ("", ""),
    ],
)
def test_a_domain_is_as_its_owner_says_it(told: str, normal: str) -> None:
    assert normalized_domain(told) == normal
