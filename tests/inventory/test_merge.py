"""Which organizations are one client: links, what a client is, and what always holds."""

from __future__ import annotations

import random
from collections import Counter
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.inventory.builders import entry, org
from tests.inventory.merging import merged, shape, subjects

from aigov_connectors.inventory import ClientEntry, MatchKind, Organization


def test_a_stored_link_makes_one_client() -> None:
    who = merged(org("edr", "1", "Site A", links=(("psa", "7"),)), org("psa", "7", "Acme"))

    assert shape(who) == {"edr/t/1": {"edr 1": "own_record", "psa 7": "link"}}


def test_links_lead_on() -> None:
    who = merged(
        org("edr", "1", "A", links=(("psa", "7"),)),
        org("psa", "7", "B", links=(("rmm", "9"),)),
        org("rmm", "9", "C"),
        org("doc", "3", "C"),
    )

    assert list(shape(who).values()) == [
        {"doc 3": "own_record", "edr 1": "link", "psa 7": "link", "rmm 9": "link"}
    ]


def test_two_organizations_of_a_tenant_that_link_to_one_stay_apart_and_are_doubted() -> None:
    who = merged(
        org("edr", "1", "North", links=(("psa", "7"),)),
        org("edr", "2", "South", links=(("psa", "7"),)),
        org("psa", "7", "Acme"),
    )

    assert len(who.clients) == 3
    assert subjects(who) == [
        "whether these are one client, as their links say: "
        "North (edr 1), South (edr 2), Acme (psa 7)"
    ]


def test_a_link_does_not_bring_a_second_organization_of_a_tenant_to_an_alias() -> None:
    who = merged(
        org("edr", "1", "North"),
        org("edr", "2", "South", links=(("psa", "7"),)),
        org("psa", "7", "Acme"),
        entries=[entry("Acme Group", aliases={"edr": "1", "psa": "7"})],
    )

    assert shape(who)["acme-group"] == {"edr 1": "alias", "psa 7": "alias"}
    assert "as their links say" in subjects(who)[0]


def test_a_link_follows_an_alias() -> None:
    who = merged(
        org("edr", "1", "North", links=(("psa", "7"),)),
        org("psa", "7", "Acme"),
        entries=[entry("Lakeside", aliases={"edr": "1"})],
    )

    assert shape(who) == {"lakeside": {"edr 1": "alias", "psa 7": "link"}}


def test_an_alias_overrules_a_link() -> None:
    who = merged(
        org("edr", "1", "North", links=(("psa", "7"),)),
        org("psa", "7", "Acme", links=(("rmm", "3"),)),
        org("rmm", "3", "Acme RMM"),
        entries=[entry("A", aliases={"edr": "1"}), entry("B", aliases={"psa": "7"})],
    )

    assert shape(who) == {"a": {"edr 1": "alias"}, "b": {"psa 7": "alias", "rmm 3": "link"}}
    assert who.doubts == ()


def test_an_organization_that_links_to_two_entries_goes_to_neither() -> None:
    who = merged(
        org("edr", "1", "North", links=(("psa", "7"), ("rmm", "3"))),
        org("psa", "7", "P"),
        org("rmm", "3", "R"),
        entries=[entry("A", aliases={"psa": "7"}), entry("B", aliases={"rmm": "3"})],
    )

    assert shape(who)["edr/t/1"] == {"edr 1": "own_record"}
    assert len(who.doubts) == 1


def test_a_link_into_two_tenants_is_doubted() -> None:
    who = merged(
        org("edr", "1", "North", links=(("psa", "7"),)),
        org("psa", "7", "Acme"),
        org("psa", "7", "Zenith", tenant="u"),
    )

    assert len(who.clients) == 3
    assert "as a link into two tenants may say" in subjects(who)[0]


@pytest.mark.parametrize("kind", ["links", "likely_links"])
def test_a_link_into_two_tenants_is_settled_by_a_name(kind: str) -> None:
    told: dict[str, Any] = {kind: (("psa", "7"),)}
    who = merged(
        org("rmm", "1", "Acme", **told),
        org("rmm", "2", "Zenith", **told),
        org("rmm", "3", "Somebody Else", **told),
        org("psa", "7", "Acme"),
        org("psa", "7", "Zenith", tenant="u"),
    )

    assert len(who.clients) == 3
    (doubt,) = subjects(who)  # of whom nothing else tells
    assert "Somebody Else (rmm 3)" in doubt


def test_links_to_nobody_and_to_oneself_mean_nothing() -> None:
    who = merged(org("edr", "1", "North", links=(("psa", "7"), ("edr", "1"))))

    assert len(who.clients) == 1
    assert who.doubts == ()


def test_a_name_still_joins_what_a_doubtful_link_did_not() -> None:
    who = merged(
        org("edr", "1", "Acme", links=(("psa", "7"),)),
        org("edr", "2", "South", links=(("psa", "7"),)),
        org("psa", "7", "Acme"),
    )

    assert shape(who)["edr/t/1"] == {"edr 1": "own_record", "psa 7": "exact_name"}
    assert len(who.doubts) == 1


def test_an_id_of_a_client_is_that_of_the_entry_whatever_joins_it() -> None:
    lakeside = entry("Lakeside Clinic", aliases={"rmm": "1"})
    few = merged(org("rmm", "1", "LSC"), entries=[lakeside])
    more = merged(org("rmm", "1", "LSC"), org("edr", "2", "LSC"), entries=[lakeside])

    assert set(shape(few)) == set(shape(more)) == {"lakeside-clinic"}


def test_a_derived_id_survives_a_new_name_and_can_be_kept_in_the_configuration() -> None:
    assert set(shape(merged(org("rmm", "1", "Old")))) == {"rmm/t/1"}
    assert set(shape(merged(org("rmm", "1", "New")))) == {"rmm/t/1"}

    pinned = merged(
        org("rmm", "1", "New"), org("edr", "5", "New"), entries=[entry("Kept", id="rmm/t/1")]
    )
    assert shape(pinned) == {"rmm/t/1": {"edr 5": "exact_name", "rmm 1": "alias"}}


def test_derived_ids_are_distinct_whatever_the_ids_hold() -> None:
    who = merged(org("rmm", "b/c", "One", tenant="a"), org("rmm", "c", "Two", tenant="a/b"))

    assert set(shape(who)) == {"rmm/a/b%2Fc", "rmm/a%2Fb/c"}


@pytest.mark.parametrize(
    ("kinds", "declared", "kind"),
    [
        (("client", "client"), {}, "client"),
        (("client", "own"), {}, "own"),
        (("own", "client"), {}, "own"),
        (("client", "catch_all"), {}, "catch_all"),
        (("client", "own"), {"kind": "client"}, "client"),
        (("client", "client"), {"kind": "own"}, "own"),
    ],
)
def test_the_kind_is_what_the_configuration_says_or_any_tool_knows(
    kinds: tuple[str, str], declared: dict[str, Any], kind: str
) -> None:
    orgs = [org(v, "1", "Ridge", kind=k) for v, k in zip(("edr", "rmm"), kinds, strict=True)]

    assert merged(*orgs, entries=[entry("Ridge", **declared)]).clients[0].kind == kind
    if not declared:
        assert merged(*orgs).clients[0].kind == kind


def test_endpoints_add_up_within_a_tool_and_overlap_between_tools() -> None:
    lakeside = entry("Lakeside", aliases={"edr": ("1", "2"), "rmm": "3", "psa": "4"})

    who = merged(
        org("edr", "1", "North", endpoints=10),
        org("edr", "2", "South", endpoints=15),
        org("rmm", "3", "Lake", endpoints=20),
        org("psa", "4", "Lake"),
        entries=[lakeside],
    )

    assert who.clients[0].endpoints == 25
    assert merged(org("psa", "4", "Lake")).clients[0].endpoints is None


def test_an_entry_that_nobody_matches_is_a_client_without_members() -> None:
    who = merged(entries=[entry("Lakeside", kind="client")])

    assert shape(who) == {"lakeside": {}}


VENDORS = ("edr", "rmm", "psa")
NAMES = ("Smith", "Smith LLC", "Smith Inc", "smith", "Acme", "Acme & Co", "---", "Élan")

refs = st.tuples(st.sampled_from(VENDORS), st.sampled_from(("t", "u")), st.sampled_from("123"))
organizations = st.dictionaries(
    refs,
    st.tuples(
        st.sampled_from(NAMES),
        st.lists(st.tuples(st.sampled_from(VENDORS), st.sampled_from("1234")), max_size=2),
    ),
    max_size=9,
).map(
    lambda told: [
        org(vendor, number, name, tenant=tenant, links=tuple(links))
        for (vendor, tenant, number), (name, links) in told.items()
    ]
)
declared = st.lists(
    st.tuples(
        st.sampled_from(("Smith", "Smith LLC", "Acme", "Zenith")),
        st.dictionaries(
            st.sampled_from((*VENDORS, "rmm-u", "nowhere")),
            st.lists(st.sampled_from(("1", "2", "Smith", "Acme", "Élan")), max_size=2).map(tuple),
            max_size=2,
        ),
    ),
    max_size=3,
    unique_by=lambda pair: pair[0],
).map(lambda told: [entry(name, aliases=aliases) for name, aliases in told])


@given(orgs=organizations, entries=declared, seed=st.integers(0, 1000))
@example(
    orgs=[org("edr", "1", "A", links=(("psa", "1"),)), org("edr", "2", "A"), org("psa", "1", "A")],
    entries=[],
    seed=0,
)
def test_merging_keeps_its_promises(
    orgs: list[Organization], entries: list[ClientEntry], seed: int
) -> None:
    connections = {("rmm", "u"): ("rmm-u",)}
    who = merged(*orgs, entries=entries, connections=connections)

    # Every organization is in exactly one client, and the map says which.
    members = Counter(
        (m.vendor, m.tenant_id, m.vendor_id) for client in who.clients for m in client.members
    )
    assert members == Counter(one.ref for one in orgs)
    assert set(who.client_of) == set(members)
    assert len({client.id for client in who.clients}) == len(who.clients)
    assert {entry.name for entry in entries} <= {client.name for client in who.clients}

    # Two organizations of one tenant are one client only where aliases say so of both.
    for client in who.clients:
        by_tenant: dict[tuple[str, str], list[MatchKind]] = {}
        for member in client.members:
            by_tenant.setdefault((member.vendor, member.tenant_id), []).append(member.match)
        for matches in by_tenant.values():
            assert len(matches) == 1 or set(matches) == {MatchKind.ALIAS}
        founders = [m for m in client.members if m.match is MatchKind.OWN_RECORD]
        assert len(founders) == (not client.is_declared)  # entries name themselves

    # Neither the order of the organizations nor that of the places counts.
    shuffled = list(orgs)
    random.Random(seed).shuffle(shuffled)  # noqa: S311 - a test, not a secret
    again = merged(*shuffled, entries=entries, connections=connections)
    assert again == who


def test_a_number_of_which_nobody_says_whose_it_is_joins_only_who_is_named_alike() -> None:
    likely: dict[str, Any] = {"likely_links": (("psa", "250"),)}
    who = merged(
        org("rmm", "9", "Lakeside Clinic", **likely),
        org("psa", "250", "Harbor Dental"),
        org("psa", "251", "Somebody Else"),
    )
    assert len(who.clients) == 3
    assert subjects(who) == [
        "whether these are one client, as a number may say that one of them has: "
        "Harbor Dental (psa 250), Lakeside Clinic (rmm 9)"
    ]

    # Whoever shares no more than the town.
    who = merged(org("rmm", "9", "Portland Law", **likely), org("psa", "250", "Portland Dental"))
    assert len(who.clients) == 2
    assert len(subjects(who)) == 1

    who = merged(org("rmm", "9", "Harbor Dental Care", **likely), org("psa", "250", "Harbor Group"))
    assert list(shape(who).values()) == [{"psa 250": "own_record", "rmm 9": "link"}]


@pytest.mark.parametrize(
    ("one", "other", "clients"),
    [
        ("Harbor Dental", "Cedar Dental", 2),
        ("Harbor Law Group", "Cedar Group", 2),
        ("Harbor Dental", "Harbor Smiles", 1),
        ("Dental Group", "Dental Partners", 2),
        ("Portland Dental", "Portland Law", 2),
        ("Portland Dental Group", "Portland Smiles", 1),
    ],
)
def test_a_trade_in_common_makes_no_client_of_two(one: str, other: str, clients: int) -> None:
    shared: dict[str, Any] = {"domains": ("smilegroup.example",)}
    who = merged(org("psa", "1", one, **shared), org("desk", "2", other, **shared))
    assert len(who.clients) == clients
