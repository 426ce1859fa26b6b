"""What the configuration says of who is who: entries and their aliases."""

from __future__ import annotations

import pytest
from tests.inventory.builders import entry, org
from tests.inventory.merging import ids, merged, shape, subjects

from aigov_connectors.inventory import check_entries


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
    assert ids(who)["Lakeside"] == "rmm/u/12"


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
