"""Which organizations are one client: aliases, links, names, and what stays apart."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.inventory.builders import entry, org

from aigov_connectors.inventory import ClientEntry, MatchKind, Organization, check_entries
from aigov_connectors.inventory.merge import ClientMap, merge_clients


def merged(
    *organizations: Organization,
    entries: Sequence[ClientEntry] = (),
    connections: Mapping[tuple[str, str], tuple[str, ...]] | None = None,
) -> ClientMap:
    return merge_clients(organizations, entries, connection_names=connections or {})


def shape(who: ClientMap) -> dict[str, dict[str, str]]:
    """Client id to the short references of its members and how they were matched."""
    return {
        client.id: {f"{m.vendor} {m.vendor_id}": m.match.value for m in client.members}
        for client in who.clients
    }


def subjects(who: ClientMap) -> list[str]:
    return [doubt.subject for doubt in who.doubts]


# Names -------------------------------------------------------------------------------------


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


# Entries and aliases -----------------------------------------------------------------------


def test_an_alias_is_an_id_a_name_or_a_handle() -> None:
    lakeside = entry(
        "Lakeside Clinic",
        aliases={"rmm": "12", "edr": "Main Site", "psa": "LakesideClinic"},
        id="lakeside",
    )

    who = merged(
        org("rmm", "12", "LSC"),
        org("edr", "7", "Main Site"),
        org("psa", "3", "Clinic by the Lake", handles=("LakesideClinic",)),
        entries=[lakeside],
    )

    assert shape(who) == {"lakeside": {"edr 7": "alias", "psa 3": "alias", "rmm 12": "alias"}}
    assert who.doubts == ()


def test_an_alias_may_name_the_connection() -> None:
    who = merged(
        org("rmm", "12", "LSC"),
        org("rmm", "12", "Other", tenant="u"),
        entries=[entry("Lakeside", aliases={"rmm-two": "12"})],
        connections={("rmm", "t"): ("rmm-one",), ("rmm", "u"): ("rmm-two",)},
    )

    assert shape(who) == {"lakeside": {"rmm 12": "alias"}, "rmm/t/12": {"rmm 12": "own_record"}}
    assert who.clients[0].members[0].tenant_id == "u"


def test_an_alias_by_id_that_two_tenants_answer_to_is_doubted() -> None:
    who = merged(
        org("rmm", "12", "LSC"),
        org("rmm", "12", "Other", tenant="u"),
        entries=[entry("Lakeside", aliases={"rmm": "12"})],
    )

    assert shape(who)["lakeside"] == {}
    assert subjects(who) == [
        "which organization '12' is that the configuration names for Lakeside: "
        "LSC (rmm 12) of t, Other (rmm 12) of u"
    ]


def test_an_alias_by_name_may_be_answered_by_each_tenant() -> None:
    who = merged(
        org("rmm", "1", "LSC"),
        org("rmm", "2", "LSC", tenant="u"),
        entries=[entry("Lakeside", aliases={"rmm": "LSC"})],
    )

    assert shape(who) == {"lakeside": {"rmm 1": "alias", "rmm 2": "alias"}}


def test_an_alias_by_name_that_one_tenant_answers_twice_is_doubted() -> None:
    who = merged(
        org("rmm", "1", "LSC"),
        org("rmm", "2", "LSC"),
        entries=[entry("Lakeside", aliases={"rmm": "LSC"})],
    )

    assert shape(who)["lakeside"] == {}
    assert "which organization 'LSC' is" in subjects(who)[0]


def test_an_id_comes_before_a_name() -> None:
    who = merged(
        org("rmm", "12", "Twelve"),
        org("rmm", "13", "12"),
        entries=[entry("Lakeside", aliases={"rmm": "12"})],
    )

    assert shape(who)["lakeside"] == {"rmm 12": "alias"}


def test_aliases_may_make_two_organizations_of_a_tenant_one_client() -> None:
    who = merged(
        org("rmm", "1", "North"),
        org("rmm", "2", "South"),
        entries=[entry("Lakeside", aliases={"rmm": ("1", "2")})],
    )

    assert shape(who) == {"lakeside": {"rmm 1": "alias", "rmm 2": "alias"}}


def test_an_alias_that_nobody_answers_to_is_doubted() -> None:
    who = merged(org("rmm", "1", "North"), entries=[entry("Lakeside", aliases={"rmm": "9"})])

    (doubt,) = who.doubts
    assert doubt.subject == "the organization '9' that the configuration names for Lakeside"
    assert doubt.place == "rmm"


def test_aliases_at_a_tool_that_was_not_read_are_one_doubt() -> None:
    entries = [entry(name, aliases={"psa": name}) for name in ("A", "B", "C")]

    who = merged(org("rmm", "1", "North"), entries=entries)

    (doubt,) = who.doubts
    assert doubt.subject == (
        "the organizations at psa, which the configuration names for A, B, C: "
        "none of that tool was read"
    )


def test_an_organization_that_two_entries_claim_counts_for_the_first_and_is_doubted() -> None:
    entries = [entry("B", aliases={"rmm": "1"}), entry("A", aliases={"rmm": "North"})]

    who = merged(org("rmm", "1", "North"), entries=entries)

    assert shape(who) == {"a": {}, "b": {"rmm 1": "alias"}}
    (doubt,) = who.doubts
    assert "the configuration names it for B and A; it counts for the first" in doubt.subject


def test_two_aliases_of_one_entry_for_one_organization_are_no_doubt() -> None:
    who = merged(org("rmm", "1", "North"), entries=[entry("A", aliases={"rmm": ("1", "North")})])

    assert who.doubts == ()


def test_an_entry_is_matched_by_its_own_name() -> None:
    who = merged(
        org("rmm", "1", "Lakeside Clinic"),
        org("edr", "2", "Lakeside Clinic LLC"),
        entries=[entry("Lakeside Clinic")],
    )

    assert shape(who) == {"lakeside-clinic": {"edr 2": "exact_name", "rmm 1": "exact_name"}}


def test_an_entry_is_matched_by_the_name_of_what_its_alias_found() -> None:
    who = merged(
        org("rmm", "1", "LSC"),
        org("edr", "2", "LSC"),
        entries=[entry("Lakeside", aliases={"rmm": "1"})],
    )

    assert shape(who) == {"lakeside": {"edr 2": "exact_name", "rmm 1": "alias"}}


def test_an_entry_is_matched_by_name_when_all_its_namesakes_are_linked() -> None:
    who = merged(
        org("edr", "1", "Lakeside", links=(("psa", "2"),)),
        org("psa", "2", "Lakeside"),
        entries=[entry("Lakeside", id="x")],
    )

    assert shape(who) == {"x": {"edr 1": "link", "psa 2": "link"}}


def test_entries_with_whole_names_take_their_own() -> None:
    who = merged(
        org("rmm", "1", "Smith LLC"),
        org("rmm", "2", "Smith Inc"),
        entries=[entry("Smith LLC"), entry("Smith Inc")],
    )

    assert shape(who) == {
        "smith-inc": {"rmm 2": "exact_name"},
        "smith-llc": {"rmm 1": "exact_name"},
    }
    assert who.doubts == ()


def test_an_entry_that_could_be_either_of_two_takes_neither() -> None:
    who = merged(
        org("rmm", "1", "Smith LLC"), org("edr", "2", "Smith Inc"), entries=[entry("Smith")]
    )

    assert shape(who)["smith"] == {}
    assert subjects(who) == [
        "whether these are one client, as their names say: "
        "Smith Inc (edr 2), Smith LLC (rmm 1), Smith (configuration)"
    ]


def test_the_doubt_ends_when_the_configuration_speaks_for_each() -> None:
    who = merged(
        org("rmm", "1", "Smith LLC"),
        org("edr", "2", "Smith Inc"),
        entries=[entry("One", aliases={"rmm": "1"}), entry("Two", aliases={"edr": "2"})],
    )

    assert who.doubts == ()


def test_a_namesake_in_the_tenant_of_an_alias_stays_apart() -> None:
    who = merged(
        org("rmm", "1", "Smith"),
        org("rmm", "2", "Smith"),
        org("edr", "3", "Smith"),
        entries=[entry("Smith", aliases={"rmm": "1"})],
    )

    assert shape(who)["smith"] == {"rmm 1": "alias"}
    assert len(who.clients) == 3
    assert len(who.doubts) == 1


def test_entries_of_one_id_are_refused() -> None:
    for pair in (
        [entry("Smith & Co"), entry("Smith and Co")],
        [entry("A", id="x"), entry("B", id="x")],
        [entry("***"), entry("---")],
    ):
        with pytest.raises(ValueError, match="have one id"):
            check_entries(pair)
        with pytest.raises(ValueError, match="have one id"):
            merged(entries=pair)
    check_entries([entry("***", id="stars"), entry("---")])


# Links -------------------------------------------------------------------------------------


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


# What a client is --------------------------------------------------------------------------


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


# Whatever comes ----------------------------------------------------------------------------

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
        assert len(founders) == ("/" in client.id)  # ids of entries have none here

    # Neither the order of the organizations nor that of the places counts.
    shuffled = list(orgs)
    random.Random(seed).shuffle(shuffled)  # noqa: S311 - a test, not a secret
    again = merged(*shuffled, entries=entries, connections=connections)
    assert again == who
