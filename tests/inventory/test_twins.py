"""Two connections to one tenant whose API names none are told, and nothing else is."""

from __future__ import annotations

import pytest
from tests.inventory.builders import built, collection, org

from aigov_connectors.inventory import Collection, GapReason, Organization

ORGS = (("1", "Globex"), ("2", "Initech"))


def part(
    name: str,
    *,
    orgs: tuple[tuple[str, str], ...] = ORGS,
    tenant: str | None = None,
    vendor: str = "rmm",
    host: str = "eu.rmm.example",
) -> Collection:
    known: list[Organization] = [
        org(vendor, vendor_id, called, tenant=tenant or name) for vendor_id, called in orgs
    ]
    one = collection(name, vendor=vendor, tenant=tenant or name, organizations=known)
    return one.model_copy(update={"connection": one.connection.model_copy(update={"host": host})})


def test_two_connections_that_show_the_same_organizations_are_told_with_the_option() -> None:
    first, second = part("main"), part("copy", orgs=tuple(reversed(ORGS)))
    (gap,) = built(first, second).gaps
    assert (gap.connection, gap.resource, gap.reason) == ("copy", "clients", GapReason.INCONCLUSIVE)
    assert "copy and main" in gap.subject
    assert "tenant" in gap.remedy
    text = gap.model_dump_json()
    assert not any(name in text for _, name in ORGS)
    assert built(second, first).gaps == (gap,)


@pytest.mark.parametrize(
    "other",
    [
        part("copy", tenant="main"),
        part("copy", host="us.rmm.example"),
        part("copy", vendor="psa"),
        part("copy", orgs=(("1", "Globex"), ("2", "Umbrella"))),
        part("copy", orgs=ORGS[:1]),
        part("copy", orgs=()),
    ],
    ids=["one tenant", "another host", "another tool", "other names", "fewer", "none"],
)
def test_what_differs_or_is_known_to_be_one_is_not_told(other: Collection) -> None:
    said = [gap for gap in built(part("main"), other).gaps if "connections to" in gap.subject]
    assert said == []


def test_connections_that_show_nothing_are_not_alike() -> None:
    assert built(part("main", orgs=()), part("copy", orgs=())).gaps == ()
