"""Companies, contracts, people, programs, hooks, panels, categories and tags, as full records."""

from typing import Any

from aigov_connectors.autotask.sandbox import planted
from aigov_connectors.autotask.sandbox.shapes import full
from aigov_connectors.sandbox.clients import ClientOrg
from aigov_connectors.sandbox.noise import uuid_text
from aigov_connectors.sandbox.times import DAY, iso
from aigov_connectors.sandbox.world import SECRET_MARK, World

Row = dict[str, Any]


def entities(world: World) -> dict[str, list[Row]]:
    """Return the rows of every entity that does not grow with the tickets."""
    return {
        "Companies": _companies(world),
        "Contracts": _contracts(world),
        "ConfigurationItems": _devices(world),
        "Resources": _resources(world),
        "TicketCategories": _categories(),
        "TicketCategoryFieldDefaults": _defaults(),
        **_tags(world),
        **_hooks(world),
        "IntegrationVendorInsights": [
            _panel(world, "IntegrationVendorInsights", *one) for one in planted.INSIGHTS
        ],
        "IntegrationVendorWidgets": [
            _panel(world, "IntegrationVendorWidgets", *one) for one in planted.WIDGETS
        ],
        **_desk(),
    }


def _companies(world: World) -> list[Row]:
    rows = [
        _company(world, number, name, kind, is_active=active, is_sample=sample)
        for number, name, kind, active, sample in planted.OTHERS
    ]
    for client in world.clients:
        row = _company(world, planted.company_id(client), planted.company_name(client), 1)
        row["marketSegmentID"] = planted.INDUSTRIES.get(client.industry)
        row["webAddress"] = _web(client)
        rows.append(row)
    return rows


def _web(client: ClientOrg) -> str:
    if client.kind == "catch_all":
        return ""
    host = f"www.{planted.domain(client)}"
    return f"https://{host}/home" if client.index % 2 else host


def _company(
    world: World,
    number: int,
    name: str,
    kind: int,
    *,
    is_active: bool = True,
    is_sample: bool = False,
) -> Row:
    at = iso(world.end - 200 * DAY, digits=3)
    return full(
        "Companies",
        id=number,
        companyName=name,
        companyNumber="" if number == 0 else f"N{number}",
        companyType=kind,
        classification=4,
        isActive=is_active,
        isSample=is_sample,
        isClientPortalActive=True,
        isEnabledForComanaged=False,
        isTaskFireActive=False,
        address1="1 Main Street",
        phone="5550100",
        sicCode="",
        taxID="",
        postalCode=12061,
        createDate=at,
        lastActivityDate="",
        lastTrackedModifiedDateTime=at.removesuffix("Z"),
        ownerResourceID=planted.PEOPLE[0][0],
        currencyID=1,
        countryID=237,
        userDefinedFields=[{"name": "Alarm code", "value": SECRET_MARK}],
    )


def _contracts(world: World) -> list[Row]:
    return [
        full(
            "Contracts",
            id=5000 + client.index,
            companyID=planted.company_id(client),
            contractName=f"Managed services {client.code}",
            contractType=7,
            contractPeriodType="m",
            status=0 if client.index % 11 == 10 else 1,
            startDate="2024-01-01T00:00:00",
            endDate="2030-12-31T00:00:00",
            isDefaultContract=True,
            serviceLevelAgreementID=2,
            description=f"door code {SECRET_MARK}",
            userDefinedFields="",
        )
        for client in world.clients
        if client.kind == "client"
    ]


def _devices(world: World) -> list[Row]:
    return [
        full(
            "ConfigurationItems",
            id=300_000 + one.index,
            companyID=planted.company_id(world.clients[one.client]),
            referenceTitle=one.hostname,
            isActive=True,
            productID=12,
            rmmDeviceID=700_000 + one.index,
            rmmDeviceUID=uuid_text(world.seed, 91, one.index),
            installDate="2023-05-01T00:00:00",
            userDefinedFields=[],
        )
        for one in world.endpoints[:60]
    ]


def _resources(world: World) -> list[Row]:
    def one(number: int, user: str, first: str, last: str, **more: object) -> Row:
        return full(
            "Resources",
            id=number,
            userName=user,
            firstName=first,
            lastName=last,
            email="",
            resourceType="Employee",
            hireDate="",
            internalCost=1.0,
            homePhone="5550199",
            **more,
        )

    people = [
        one(*person, isActive=True, licenseType=planted.PERSON_LICENSE, userType=10)
        for person in planted.PEOPLE
    ]
    programs = [
        one(
            program.id,
            program.user_name,
            program.first,
            program.last,
            isActive=program.active,
            licenseType=planted.API_LICENSE,
            userType=17,
        )
        for program in planted.PROGRAMS
    ]
    return people + programs


def _categories() -> list[Row]:
    return [
        full(
            "TicketCategories",
            id=one.id,
            name=one.name,
            nickname="",
            isActive=one.active,
            isGlobalDefault=one.is_default,
            isApiOnly=False,
            displayColorRGB=19,
        )
        for one in planted.CATEGORIES
    ]


def _defaults() -> list[Row]:
    return [
        full(
            "TicketCategoryFieldDefaults",
            id=one.id + 10,
            ticketCategoryID=one.id,
            title="",
            **one.presets,
        )
        for one in planted.CATEGORIES
    ]


def _tags(world: World) -> dict[str, list[Row]]:
    at = iso(world.end - 90 * DAY, digits=0)
    return {
        "Tags": [
            full(
                "Tags",
                id=number,
                label=label,
                isActive=active,
                isSystem=True,
                isExcludedFromAutomaticTagging=excluded,
                tagGroupID=4,
                lastModifiedDateTime=at,
            )
            for number, label, active, excluded in planted.TAGS
        ],
        "TagAliases": [full("TagAliases", id=1, tagID=77, alias="O365")],
        "TicketTagAssociations": [
            full("TicketTagAssociations", id=one, tagID=77, ticketID=90_000 + one)
            for one in range(1, 9)
        ],
    }


def _hooks(world: World) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {
        entity: [
            full(
                entity,
                id=number,
                name=name,
                webhookUrl=url,
                isActive=active,
                isReady=True,
                isSubscribedToCreateEvents=True,
                isSubscribedToUpdateEvents=True,
                isSubscribedToDeleteEvents=False,
                ownerResourceID=owner,
                secretKey=f"hook-{SECRET_MARK}",
                webhookGUID=uuid_text(world.seed, 92, number),
                notificationEmailAddress="ops@northwindridge.example",
                deactivationUrl=f"{url}/off",
                sendThresholdExceededNotification=True,
            )
            for number, name, url, active, owner in hooks
        ]
        for entity, hooks in planted.WEBHOOKS.items()
    }
    found["TicketWebhookFields"] = [
        full(
            "TicketWebhookFields",
            id=number,
            webhookID=2,
            fieldID=field,
            isSubscribedField=True,
            isDisplayAlwaysField=False,
        )
        for number, field in ((1, 5), (2, 9))
    ]
    return found


def _panel(world: World, entity: str, number: int, title: str, url: str) -> Row:
    at = iso(world.end - 40 * DAY, digits=3)
    return full(
        entity,
        id=number,
        title=title,
        description="Shown beside a ticket",
        referenceUrl=url,
        isActive=True,
        secret=f"panel-{SECRET_MARK}",
        vendorSuppliedID=uuid_text(world.seed, 93, number),
        createDateTime=at,
        lastModifiedDateTime=at,
    )


def _desk() -> dict[str, list[Row]]:
    people = [person[0] for person in planted.PEOPLE]
    return {
        "Departments": [full("Departments", id=1, name="Service", number="10", description="")],
        "Roles": [
            full("Roles", id=8, name="Technician", isActive=True, isSystemRole=False, roleType=0)
        ],
        "ResourceRoleQueues": [
            full("ResourceRoleQueues", id=900 + place, resourceID=person, queueID=planted.LEVEL_ONE)
            for place, person in enumerate(people)
        ],
    }
