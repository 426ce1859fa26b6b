"""What lets a program write is looked for in all its rights; what was not told proves nothing."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic.alias_generators import to_camel
from tests.connectwise.psa.test_normalize import CATALOGUE, PLACE
from tests.connectwise.psa.test_programs import log, login
from tests.inventory.builders import origin

from aigov_connectors.connectwise.psa.normalize import Roles, deployments_from_api_member
from aigov_connectors.connectwise.psa.wire import ApiMemberWire, RoleWire, SecurityWire
from aigov_connectors.connectwise.psa.wire.programs import API_FLAGS
from aigov_connectors.inventory import Autonomy, CredentialRights, Deployment

WRITES, READS, UNTOLD = (
    CredentialRights.CAN_WRITE,
    CredentialRights.PROVEN_READ_ONLY,
    CredentialRights.CANNOT_TELL,
)
ROLE = 84


def right(function: str = "Service Tickets", **levels: str | None) -> dict[str, Any]:
    """One row of a role that inquires and nothing else, but for `levels`."""
    none = dict.fromkeys(("addLevel", "editLevel", "deleteLevel"), "None")
    return {"id": 1, "moduleFunctionName": function, "inquireLevel": "All", **none, **levels}


TICKETS = right()


def member(
    *rows: dict[str, Any],
    name: str = "zofiqapi",
    is_whole: bool = True,
    role: dict[str, Any] | None = None,
    **more: Any,
) -> list[Deployment]:
    """State a program by what was read of its role."""
    told = {"id": ROLE, "name": "Program", "adminFlag": False} if role is None else role
    roles = Roles()
    roles.settings[ROLE] = ([SecurityWire.model_validate(row) for row in rows], origin())
    if is_whole:
        roles.whole.add(ROLE)
    if told:
        roles.listed[ROLE] = (RoleWire.model_validate(told), origin())
    row = {"id": 310, "identifier": name, "securityRole": {"id": ROLE}, "inactiveFlag": False}
    row |= more
    said = deployments_from_api_member(
        ApiMemberWire.model_validate(row),
        origin=origin(),
        roles=roles,
        catalogue=CATALOGUE,
        place=PLACE,
        log=log(),
    )
    return [one.deployment for one in said]


@pytest.mark.parametrize(
    ("rows", "shown"),
    [
        ([right("Company Maintenance", addLevel="All", editLevel="All"), TICKETS],
         ("Company Maintenance edit", "All")),
        ([right("Contacts", addLevel="My"), TICKETS], ("Contacts add", "My")),
        ([right("Project Tickets", editLevel="All"), TICKETS], ("Project Tickets edit", "All")),
        ([right(deleteLevel="All")], ("Service Tickets delete", "All")),
        ([right("Contacts", editLevel="All"), right(addLevel="All")],
         ("Service Tickets add", "All")),
        ([right("A function of next year", deleteLevel="My"), TICKETS],
         ("A function of next year delete", "My")),
    ],
)  # fmt: skip
def test_any_right_to_add_edit_or_delete_is_a_right_to_write(
    rows: list[dict[str, Any]], shown: tuple[str, str]
) -> None:
    (one,) = member(*rows)
    assert one.rights is WRITES
    assert shown in [(setting.name, setting.value) for setting in one.settings]
    assert one.autonomy is Autonomy.UNKNOWN


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([right(addLevel=None, editLevel=None, deleteLevel=None)], {}),
        ([right(editLevel=None)], {}),
        ([TICKETS, right("Contacts", deleteLevel=None)], {}),
        ([right("Agreements")], {}),
        ([TICKETS], {"is_whole": False}),
        ([TICKETS], {"role": {}}),
        ([TICKETS], {"role": {"id": ROLE, "name": "Program"}}),
        ([TICKETS], {"role": {"id": ROLE, "adminFlag": "perhaps"}}),
    ],
    ids=["no-level", "a-level-null", "a-level-elsewhere-null", "tickets-not-among-them",
         "cut-short", "role-not-listed", "admin-not-sent", "admin-unreadable"],
)  # fmt: skip
def test_what_was_not_told_of_a_role_proves_no_reading_only(
    rows: list[dict[str, Any]], told: dict[str, Any]
) -> None:
    (one,) = member(*rows, **told)
    assert (one.rights, one.autonomy) == (UNTOLD, Autonomy.UNKNOWN)


def test_a_role_whose_every_level_was_told_may_be_proven_to_read_only() -> None:
    (one,) = member(TICKETS, right("Contacts"), name="juntoread")
    assert (one.rights, one.autonomy) == (READS, Autonomy.ADVISORY)


def test_a_program_of_nobody_known_is_told_of_where_it_may_touch_tickets() -> None:
    assert member(right("Contacts", editLevel="All"), TICKETS, name="billing") == []
    assert len(member(right("Project Tickets", editLevel="All"), name="billing")) == 1
    assert len(member(right(deleteLevel="All"), name="billing")) == 1


NOTHING = {to_camel(flag): False for flag in API_FLAGS}


@pytest.mark.parametrize(
    ("flags", "rights"),
    [
        (NOTHING, READS),
        ({**NOTHING, "companyApiFlag": True}, WRITES),
        ({**NOTHING, "systemApiFlag": True}, WRITES),
        ({**NOTHING, "timeEntryApiFlag": True}, WRITES),
        ({**NOTHING, "reportingApiFlag": True}, UNTOLD),
        ({**NOTHING, "companyApiFlag": None}, UNTOLD),
        ({**NOTHING, "serviceTicketApiFlag": "weird"}, UNTOLD),
        ({"serviceTicketApiFlag": False, "canAccessAllApisFlag": False}, UNTOLD),
        ({}, UNTOLD),
    ],
)
def test_an_ai_vendors_login_of_the_old_kind_only_reads_where_every_flag_says_so(
    flags: dict[str, Any], rights: CredentialRights
) -> None:
    (one,) = login(username="rewst", **flags)
    assert one.rights is rights
    assert (one.autonomy is Autonomy.ADVISORY) is (rights is READS)


def test_the_flag_that_decides_is_shown() -> None:
    (one,) = login(username="rewst", **{**NOTHING, "companyApiFlag": True})
    assert ("companyApiFlag", True) in [(shown.name, shown.value) for shown in one.settings]
    (one,) = login(username="rewst", **{**NOTHING, "documentApiFlag": None})
    assert "documentApiFlag" in [shown.name for shown in one.settings]


@pytest.mark.parametrize(
    ("flags", "count"),
    [
        ({"serviceTicketApiFlag": False, "canAccessAllApisFlag": False}, 0),
        ({"serviceTicketApiFlag": False, "canAccessAllApisFlag": False, "companyApiFlag": True}, 0),
        ({"serviceTicketApiFlag": False}, 1),
        ({"serviceTicketApiFlag": "weird", "canAccessAllApisFlag": False}, 1),
    ],
)
def test_any_other_login_says_nothing_only_where_it_surely_touches_no_tickets(
    flags: dict[str, Any], count: int
) -> None:
    said = login(username="billing", **flags)
    assert [one.rights for one in said] == [UNTOLD] * count


COMPANIES = right("Company Maintenance", addLevel="All", editLevel="All")


@pytest.mark.parametrize(
    ("fields", "feature", "shown"),
    [
        ({"securityRole": {"id": ROLE, "name": "zofiQ Sec Role"}}, "zofiq_agents", False),
        ({"emailAddress": "zofiq-svc@msp.example"}, "zofiq_agents", True),
        ({"emailAddress": "cw@getthread.com"}, "third_party_ai", True),
        ({"emailAddress": "someone@zofiq"}, None, False),
        ({"emailAddress": "threadneedle@msp.example"}, None, False),
    ],
)
def test_a_program_is_known_by_its_role_and_its_address_too(
    fields: dict[str, Any], feature: str | None, *, shown: bool
) -> None:
    found = member(COMPANIES, TICKETS, name="apiuser7", **fields)
    assert [one.feature.rpartition(".")[2] for one in found] == ([feature] if feature else [])
    for one in found:
        assert one.rights is WRITES
        # Which product is told, and the address is not.
        told = {setting.name: setting.value for setting in one.settings}
        assert ("emailAddress" in told) is shown
        assert "@" not in str(one.settings)
