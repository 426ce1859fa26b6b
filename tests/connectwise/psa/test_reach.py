"""Whom a name in a condition means, where several may have it."""

from __future__ import annotations

import pytest

from aigov_connectors.connectwise.psa.normalize import Desk
from aigov_connectors.inventory import Organization, Reach


def _desk() -> Desk:
    found = Desk()
    for number, name, handle in (
        ("1", "Acme", "AcmeNorth"),
        ("2", "ACME", "AcmeSouth"),
        ("3", "Harborview Dental", "Lakeside"),
        ("4", "Lakeside", "LakesideClinic"),
        ("5", "Redfern", "redfern"),
    ):
        found.serve(
            Organization(
                vendor="connectwise.psa",
                tenant_id="acme",
                vendor_id=number,
                name=name,
                handles=(handle,),
            )
        )
    return found


@pytest.mark.parametrize(
    ("name", "reached"),
    [
        ("Acme", None),  # two companies
        ("AcmeSouth", "2"),
        ("Lakeside", None),  # one company's name, another's identifier
        ("Redfern", "5"),  # its own identifier is its name
    ],
)
def test_a_name_that_several_companies_have_means_none_of_them(
    name: str, reached: str | None
) -> None:
    found = _desk().of_board(None, condition=f'Company = "{name}"')
    expected = (Reach.UNKNOWN, []) if reached is None else (Reach.LISTED, [reached])
    assert (found.reach, list(found.organizations)) == expected
    assert not found.is_certain
