"""Answers that contradict each other, are refused or not sent: unknown and told, never fine."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.autotask.database import VENDOR, database, raw, read
from tests.autotask.odd import none, odd

from aigov_connectors.inventory import (
    ConnectionStatus,
    CredentialRights,
    Gap,
    GapReason,
    Initiator,
    Inventory,
)
from aigov_connectors.sandbox import Sandbox


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    with database() as running:
        yield running


@pytest.fixture(scope="module")
def whole(box: Sandbox) -> Inventory:
    return read(box)


def new_gaps(found: Inventory, whole: Inventory) -> list[Gap]:
    known = {(gap.resource, gap.subject) for gap in whole.gaps}
    return [gap for gap in found.gaps if (gap.resource, gap.subject) not in known]


def features(*names: str) -> set[str]:
    return {f"{VENDOR}.{name}" for name in names}


def test_a_list_of_people_without_its_reader_calls_nobody_a_rule(
    box: Sandbox, whole: Inventory
) -> None:
    found = odd(box, {"Resources": none})
    (gap,) = new_gaps(found, whole)
    assert gap.reason is GapReason.INCONCLUSIVE
    assert "not in it" in (gap.detail or "")
    assert "completions" in (gap.detail or "")  # whose, is not told any more
    assert features("rule_effects", "third_party_ai", "api_integrations") <= set(gap.features)
    by_rules = {one.source_object.id for one in found.deployments if "workflowRules" in one.key}
    assert by_rules == {"workflowRules:mail"}  # which nobody started, whoever is listed
    assert not [
        one
        for one in found.decisions
        if one.initiator is Initiator.RULE and one.action != "reply_to_person"
    ]


def test_records_that_name_tickets_show_that_an_empty_list_is_not_all(
    box: Sandbox, whole: Inventory
) -> None:
    found = odd(box, {"Tickets": none}, told={"Tickets/query/count": {"queryCount": 0}})
    (gap,) = (one for one in new_gaps(found, whole) if one.resource == "tickets")
    assert gap.reason is GapReason.INCONCLUSIVE
    assert all(f" {kind}" in (gap.detail or "") for kind in ("mails", "notes", "votes"))
    assert features("third_party_ai", "alert_closing", "change_approval") <= set(gap.features)
    rows = [row for each in found.clients_by_deployment.values() for row in each]
    assert all(row.tickets is None for row in rows)  # which is not none


def test_votes_on_tickets_that_are_not_handed_over_are_told(box: Sandbox, whole: Inventory) -> None:
    # Those are asked for by their ids, with few columns.
    found = odd(box, {"Tickets": lambda rows: [row for row in rows if "createDate" in row]})
    (gap,) = new_gaps(found, whole)
    assert gap.resource == "tickets"
    assert "votes" in (gap.detail or "")
    assert features("change_approval") <= set(gap.features)


@pytest.mark.parametrize(
    ("count", "reason", "words"),
    [
        # A total that tells of rows which are missing is the one cause, and the one gap.
        (None, GapReason.TRUNCATED, "vendor told"),
        (1, GapReason.INCONCLUSIVE, " notes"),
    ],
)
def test_notes_on_tickets_that_are_not_handed_over_are_told(
    box: Sandbox, whole: Inventory, count: int | None, reason: GapReason, words: str
) -> None:
    found = odd(
        box,
        {"Tickets": lambda rows: [one for one in rows if "createDate" not in one or one["id"] % 7]},
        told={} if count is None else {"Tickets/query/count": {"queryCount": count}},
    )
    (gap,) = new_gaps(found, whole)
    assert (gap.resource, gap.reason) == ("tickets", reason)
    assert words in (gap.detail or "")


def test_what_tickets_and_hooks_name_is_missed_where_it_is_not_listed(
    box: Sandbox, whole: Inventory
) -> None:
    found = odd(
        box,
        {
            "TicketCategories": lambda rows: [row for row in rows if row["id"] != 7],
            "TicketCategoryFieldDefaults": lambda rows: rows[:1],
            "Tags": none,
            "TicketWebhooks": lambda rows: [row for row in rows if row["id"] != 2],
        },
    )
    told = {gap.resource: gap for gap in new_gaps(found, whole)}
    assert set(told) == {"categories", "category_defaults", "tags", "webhooks"}
    assert {gap.reason for gap in told.values()} == {GapReason.INCONCLUSIVE}
    assert "(7)" in (told["categories"].detail or "")
    assert "(8)" in (told["category_defaults"].detail or "")


def test_without_the_list_of_rights_the_rest_is_read_and_nothing_empty_proves_anything(
    box: Sandbox, whole: Inventory
) -> None:
    found = odd(box, {"IntegrationVendorInsights": none}, refused=("EntityInformation",))
    (connection,) = found.connections
    assert connection.status is ConnectionStatus.COMPLETED
    assert connection.rights is CredentialRights.CANNOT_TELL
    assert "EntityInformation" in (connection.rights_because or "")
    kinds = {one.feature for one in whole.deployments} - {one.feature for one in found.deployments}
    assert not kinds
    told = {gap.resource: gap.reason for gap in new_gaps(found, whole)}
    assert told == dict.fromkeys(("rights", "resources", "panels"), GapReason.INCONCLUSIVE)


def test_histories_that_are_refused_are_one_gap(box: Sandbox, whole: Inventory) -> None:
    found = odd(box, refused=("TicketHistory/query",))
    (gap,) = new_gaps(found, whole)
    assert (gap.resource, gap.reason) == ("ticket_history", GapReason.DENIED)


def test_a_name_of_changes_that_is_not_known_is_told(box: Sandbox, whole: Inventory) -> None:
    found = odd(box, {"TicketHistory": lambda rows: [{**row, "action": None} for row in rows]})
    (gap,) = new_gaps(found, whole)
    assert gap.resource == "ticket_history"
    assert "(no name)" in (gap.detail or "")
    assert features("rule_effects") <= set(gap.features)


def test_a_label_that_was_not_read_puts_in_doubt_what_it_shows(
    box: Sandbox, whole: Inventory
) -> None:
    found = odd(box, refused=("TicketNotes/entityInformation/fields",))
    (gap,) = new_gaps(found, whole)
    assert (gap.resource, gap.reason) == ("picklists", GapReason.DENIED)
    assert set(gap.features) == features("rule_effects")


@pytest.mark.parametrize("modules", [None, [], [{"key": None, "value": True}]])
def test_an_answer_without_modules_tells_of_none(
    box: Sandbox, whole: Inventory, modules: object
) -> None:
    found = odd(box, told={"Modules": {"modules": modules}})
    (gap,) = new_gaps(found, whole)
    assert (gap.resource, gap.reason) == ("modules", GapReason.INCONCLUSIVE)


def relabelled(box: Sandbox, entity: str, column: str, labels: dict[str, str]) -> dict[str, object]:
    """The columns of an entity, some values of one called otherwise."""
    with raw(box) as client:
        told = client.get(f"/{entity}/entityInformation/fields").json()
    for one in next(one for one in told["fields"] if one["name"] == column)["picklistValues"]:
        one["label"] = labels.get(one["label"], one["label"])
    return {f"{entity}/entityInformation/fields": told}


def test_notes_by_nobody_of_types_that_tell_no_rule_are_told(
    box: Sandbox, whole: Inventory
) -> None:
    labels = {"Workflow Rule Note - Task": "Regelnotiz"}
    found = odd(box, told=relabelled(box, "TicketNotes", "noteType", labels))
    (gap,) = new_gaps(found, whole)
    assert gap.resource == "ticket_notes"
    assert "Regelnotiz (" in (gap.detail or "")
    assert features("rule_effects") <= set(gap.features)


def test_where_no_type_of_companies_is_called_as_clients_are_the_types_are_named(
    box: Sandbox, whole: Inventory
) -> None:
    labels = {"Customer": "Kunde"}
    found = odd(box, told=relabelled(box, "Companies", "companyType", labels))
    told = {gap.subject: gap for gap in new_gaps(found, whole) if gap.resource == "companies"}
    gap = told["which companies are customers"]
    assert "called Customer" in (gap.detail or "")
    assert "Kunde" in (gap.remedy or "")
    assert features("change_approval", "rule_effects") <= set(gap.features)
    assert "tickets of companies that are no clients here" not in {
        one.subject for one in found.gaps
    }


def test_a_part_of_the_entities_proves_no_rights(box: Sandbox) -> None:
    with raw(box) as client:
        told = client.get("/EntityInformation").json()
    told["entityDescriptions"] = told["entityDescriptions"][:1]
    (connection,) = odd(box, told={"EntityInformation": told}).connections
    assert connection.rights is CredentialRights.CANNOT_TELL


def test_without_companies_their_tickets_are_not_called_others(
    box: Sandbox, whole: Inventory
) -> None:
    found = odd(box, refused=("Companies/query",))
    told = {gap.resource for gap in new_gaps(found, whole)}
    assert told == {"clients", "companies", "ticket_history"}
