"""Who is a client, who acted, what a program may do; an unknown word is never a guess."""

from __future__ import annotations

from typing import Any

import pytest
from tests.autotask.rows import (
    CATALOGUE,
    OTHER,
    PERSON,
    PLACE,
    SYNC,
    SYSTEM,
    THREAD,
    actors,
    desk,
    log_of,
    only,
    picklists,
    ticket,
)
from tests.inventory.builders import origin

from aigov_connectors.autotask.normalize import (
    Actors,
    Picklists,
    access_of,
    deployments_from_panel,
    deployments_from_program,
    deployments_from_webhook,
    entity_key,
    is_client,
    organization_from,
    product_of,
    rights_from,
    with_agreements,
)
from aigov_connectors.autotask.sandbox.metadata import singular
from aigov_connectors.autotask.sandbox.shapes import COLUMNS
from aigov_connectors.autotask.wire import (
    CompanyWire,
    EntityInfoWire,
    PanelWire,
    ResourceWire,
    WebhookWire,
)
from aigov_connectors.inventory import (
    Autonomy,
    CredentialRights,
    Initiator,
)


@pytest.mark.parametrize(
    ("fields", "served"),
    [
        ({"companyType": 1, "isActive": True}, True),
        ({"companyType": 3, "isActive": True}, False),
        ({"companyType": 1, "isActive": False}, False),
        ({"companyType": 1, "isActive": True, "isSample": True}, False),
        ({"companyType": 99, "isActive": True}, True),  # nobody knows what it is
        ({"id": 0, "companyType": 3, "isActive": False}, True),  # the MSP itself
    ],
)
def test_a_client_is_active_and_of_a_type_that_counts(fields: dict[str, Any], served: bool) -> None:
    row = CompanyWire.model_validate({"id": 5, **fields})
    assert is_client(row, picklists(), ("customer",)) is served


def test_a_company_tells_its_domain_and_hints_and_no_more() -> None:
    row = CompanyWire.model_validate(
        {
            "id": 5,
            "companyName": "Acme",
            "companyNumber": "N5",
            "companyType": 1,
            "marketSegmentID": 9,
            "classification": 4,
            "webAddress": "https://www.Acme.example:8443/home?x=1",
        }
    )
    found, evidence = organization_from(row, origin=origin(), place=PLACE, picklists=picklists())
    assert (found.name, found.handles, found.domains, found.kind) == (
        "Acme",
        ("N5",),
        ("acme.example",),
        "client",
    )
    assert [(one.source, one.value) for one in found.hints] == [
        ("type", "Customer"),
        ("market", "Healthcare"),
    ]
    assert [one.fact.value for one in evidence] == ["1 (Customer)", "9 (Healthcare)"]
    more = with_agreements(found, ["Recurring Service", "Recurring Service"])
    assert more.hints[-1].value == "Recurring Service"
    assert len(more.hints) == 3


@pytest.mark.parametrize("address", ["", None, "not a host", "mailto:x", "http://"])
def test_what_is_no_address_gives_no_domain(address: str | None) -> None:
    row = CompanyWire.model_validate({"id": 0, "companyName": "Us", "webAddress": address})
    found, _ = organization_from(row, origin=origin(), place=PLACE, picklists=picklists())
    assert found.domains == ()
    assert found.kind == "own"


def test_programs_are_told_by_a_label_and_people_by_any_other() -> None:
    found = actors()
    assert found.people == {OTHER, PERSON}
    assert {one: found.programs[one].feature for one in found.programs} == {
        SYNC: "api_integrations",
        THREAD: "third_party_ai",
    }
    assert [found.initiator(one) for one in (PERSON, SYNC, THREAD, SYSTEM, None)] == [
        Initiator.PERSON,
        Initiator.MACHINE,
        Initiator.AI,
        Initiator.RULE,
        Initiator.UNKNOWN,
    ]


def test_without_the_whole_list_nobody_is_called_a_rule() -> None:
    found = actors(is_whole=False)
    assert found.initiator(SYSTEM) is Initiator.UNKNOWN


def test_without_labels_nobody_is_called_a_person_or_a_program() -> None:
    found = Actors(is_whole=True)
    row = ResourceWire.model_validate({"id": 9, "userName": "api", "licenseType": 7})
    found.learn(row, origin=origin(), picklists=Picklists(), catalogue=CATALOGUE)
    assert found.unclear == {9}
    assert found.initiator(9) is Initiator.UNKNOWN


@pytest.mark.parametrize(
    ("text", "product"),
    [
        ("thread", "thread"),
        ("threadbot", "thread"),
        ("threadneedle", None),
        ("hooks.getthread", "getthread"),
        ("svc-ai-dispatch", None),
        ("svc-rewst", "rewst"),
        ("", None),
    ],
)
def test_a_product_is_known_by_a_word_that_stands_alone(text: str, product: str | None) -> None:
    assert product_of(CATALOGUE, None, text) == product


def test_what_a_program_does_by_itself_stays_unknown() -> None:
    log, where, known = log_of(), desk(), actors()
    log.add(ticket(1, creatorResourceID=THREAD), origin=origin())
    for number, feature in ((SYNC, "api_integrations"), (THREAD, "third_party_ai")):
        found = only(
            deployments_from_program(
                known.programs[number], catalogue=CATALOGUE, place=PLACE, log=log, desk=where
            )
        )
        one = found.deployment
        assert one.feature == f"autotask.{feature}"
        assert one.autonomy is Autonomy.UNKNOWN
        assert one.enabled is True
        assert one.rights is CredentialRights.CANNOT_TELL
        assert set(found.reach) == ({"1"} if number == THREAD else set())


@pytest.mark.parametrize(
    ("url", "feature", "autonomy"),
    [
        ("https://hooks.getthread.com/x?key=secret", "third_party_ai", Autonomy.UNKNOWN),
        ("hooks.getthread.com/x?key=secret", "third_party_ai", Autonomy.UNKNOWN),
        ("https://crm.acme.example/in", "webhooks", Autonomy.ADVISORY),
        ("https://[broken", "webhooks", Autonomy.UNKNOWN),  # it may be anybody's
        ("not an address", "webhooks", Autonomy.UNKNOWN),
        (None, "webhooks", Autonomy.UNKNOWN),
    ],
)
def test_a_hook_tells_where_records_go_by_host_alone(
    url: str | None, feature: str, autonomy: Autonomy
) -> None:
    row = WebhookWire.model_validate(
        {"id": 2, "name": "AI dispatcher", "webhookUrl": url, "isActive": True}
    )
    found = only(
        deployments_from_webhook(
            row,
            entity="TicketWebhooks",
            fields=2,
            origin=origin(),
            catalogue=CATALOGUE,
            place=PLACE,
        )
    )
    assert found.deployment.feature == f"autotask.{feature}"
    assert found.deployment.autonomy is autonomy
    assert "secret" not in repr(found)
    assert "AI dispatcher" not in found.deployment.source_object.name


def test_a_panel_is_known_by_its_host_and_not_by_its_title() -> None:
    for url, feature in (
        ("https://intranet.acme.example/copilot", "integration_panels"),
        ("https://inbox.getthread.com/p", "third_party_ai"),
    ):
        row = PanelWire.model_validate({"id": 1, "title": "AI Copilot", "referenceUrl": url})
        found = only(
            deployments_from_panel(
                row,
                entity="IntegrationVendorInsights",
                origin=origin(),
                catalogue=CATALOGUE,
                place=PLACE,
            )
        )
        assert found.deployment.feature == f"autotask.{feature}"
        assert found.deployment.enabled is None


def info(name: str = "Ticket", **levels: Any) -> EntityInfoWire:
    told = {f"userAccessFor{deed}": 0 for deed in ("Create", "Update", "Delete")}
    told |= {"userAccessForQuery": 1}
    can = {f"can{deed}": True for deed in ("Create", "Update", "Delete")}
    return EntityInfoWire.model_validate({"name": name, **can, **told, **levels})


@pytest.mark.parametrize(
    ("entities", "rights"),
    [
        ([info()], CredentialRights.PROVEN_READ_ONLY),
        ([info(), info("Company", userAccessForUpdate=1)], CredentialRights.CAN_WRITE),
        ([info(userAccessForUpdate="Restricted")], CredentialRights.CAN_WRITE),
        ([info(userAccessForUpdate="None")], CredentialRights.PROVEN_READ_ONLY),
        ([info(userAccessForDelete=1, canDelete=False)], CredentialRights.PROVEN_READ_ONLY),
        ([info(userAccessForUpdate=None)], CredentialRights.CANNOT_TELL),
        ([info(userAccessForUpdate={})], CredentialRights.CANNOT_TELL),
        ([info(userAccessForUpdate=True)], CredentialRights.CANNOT_TELL),
        ([info(userAccessForUpdate=9)], CredentialRights.CANNOT_TELL),
        ([], CredentialRights.CANNOT_TELL),
    ],
)
def test_rights_are_proven_entity_by_entity(
    entities: list[EntityInfoWire], rights: CredentialRights
) -> None:
    # Only a list that holds what every database has is a whole one.
    others = ("Company", "Contract", "Resource", "TicketCategory", "TicketNote")
    assert rights_from([*entities, *map(info, others)] if entities else [])[0] is rights


def test_what_may_be_seen_is_known_by_level_and_word() -> None:
    told = access_of(
        [
            info("Ticket", userAccessForQuery=2),
            info("Company", userAccessForQuery="All"),
            info("Tag", userAccessForQuery={}),
        ]
    )
    assert told == {"ticket": "restricted", "company": "all", "tag": None}


def test_an_entity_has_one_name_in_path_and_description() -> None:
    for entity in COLUMNS:
        assert entity_key(entity) == entity_key(singular(entity))
    assert len({entity_key(one) for one in COLUMNS}) == len(COLUMNS)
