"""Programs of the old kind, administrators' roles, allowed origins, sources, and booked times."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import Any

import pytest
from tests.connectwise.psa.tenant import read, tenant
from tests.connectwise.psa.test_normalize import ACTORS, CATALOGUE, PLACE, SINCE, desk
from tests.inventory.builders import origin

from aigov_connectors.connectwise.psa.normalize import (
    Roles,
    TicketLog,
    TimeLog,
    deployments_from_allowed_origin,
    deployments_from_api_member,
    deployments_from_callback,
    deployments_from_hosted_setup,
    deployments_from_integrator_login,
    deployments_from_source,
)
from aigov_connectors.connectwise.psa.sandbox import directory
from aigov_connectors.connectwise.psa.wire import (
    AllowedOriginWire,
    ApiMemberWire,
    CallbackWire,
    HostedSetupWire,
    IntegratorLoginWire,
    NamedWire,
    RoleWire,
    SecurityWire,
    TicketWire,
    TimeEntryWire,
)
from aigov_connectors.inventory import (
    Autonomy,
    Basis,
    CredentialRights,
    Deployment,
    GateKind,
    HumanVerdict,
    Initiator,
)


def log() -> TicketLog:
    return TicketLog(tenant_id="acme", actors=ACTORS, desk=desk(), since=SINCE)


def login(**row: Any) -> list[Deployment]:
    wire = IntegratorLoginWire.model_validate({"id": 3, "inactiveFlag": False, **row})
    said = deployments_from_integrator_login(
        wire, origin=origin(), catalogue=CATALOGUE, place=PLACE, log=log()
    )
    return [one.deployment for one in said]


@pytest.mark.parametrize(
    ("row", "feature", "rights", "enabled"),
    [
        ({"serviceTicketApiFlag": True}, "api_integrations", CredentialRights.CAN_WRITE, True),
        ({"canAccessAllApisFlag": True}, "api_integrations", CredentialRights.CAN_WRITE, True),
        ({"username": "rewst", "serviceTicketApiFlag": True, "inactiveFlag": True},
         "third_party_ai", CredentialRights.CAN_WRITE, False),
        ({"username": "rewst"}, "third_party_ai", CredentialRights.CANNOT_TELL, True),
    ],
)  # fmt: skip
def test_an_integration_of_the_old_kind_is_a_program_like_any_other(
    row: dict[str, Any], feature: str, rights: CredentialRights, enabled: bool
) -> None:
    (one,) = login(**row)
    assert one.feature == f"connectwise.psa.{feature}"
    assert (one.rights, one.enabled) == (rights, enabled)


def test_an_integration_that_may_not_touch_tickets_says_nothing() -> None:
    flags = {"serviceTicketApiFlag": False, "canAccessAllApisFlag": False}
    assert login(username="billing", **flags) == []


@pytest.mark.parametrize(("is_admin", "count"), [(True, 1), (False, 0), (None, 0)])
def test_an_administrators_role_may_write_whatever_its_settings_say(
    is_admin: bool | None, count: int
) -> None:
    roles = Roles()
    roles.settings[63] = ([], origin())
    roles.listed[63] = (RoleWire.model_validate({"id": 63, "adminFlag": is_admin}), origin())
    member = {"id": 1, "identifier": "sync", "securityRole": {"id": 63, "name": "Admin"}}
    said = list(
        deployments_from_api_member(
            ApiMemberWire.model_validate(member),
            origin=origin(),
            roles=roles,
            catalogue=CATALOGUE,
            place=PLACE,
            log=log(),
        )
    )
    assert len(said) == count
    if said:
        assert said[0].deployment.rights is CredentialRights.CAN_WRITE


def _at_work(**row: Any) -> TicketLog:
    found = log()
    ticket = {"id": 7, "board": {"id": 1}, "company": {"id": 1}, **row}
    found.add(TicketWire.model_validate(ticket), is_client=lambda _: True, origin=origin())
    return found


@pytest.mark.parametrize(
    ("work", "count"),
    [
        ({"_info": {"updatedBy": "Sync"}}, 1),
        ({"_info": {"enteredBy": "sync"}}, 1),
        ({"closedFlag": True, "closedBy": "sync"}, 1),
        ({"_info": {"updatedBy": "mlee"}}, 0),
    ],
)
@pytest.mark.parametrize("has_role", [True, False])
def test_a_program_that_was_seen_at_work_is_told_of_though_its_role_is_not(
    work: dict[str, Any], count: int, has_role: bool
) -> None:
    role = {"securityRole": {"id": 63, "name": "Hidden"}} if has_role else {}
    said = [
        one.deployment
        for one in deployments_from_api_member(
            ApiMemberWire.model_validate({"id": 1, "identifier": "sync", **role}),
            origin=origin(),
            roles=Roles(),
            catalogue=CATALOGUE,
            place=PLACE,
            log=_at_work(**work),
        )
    ]
    assert len(said) == count
    for one in said:
        assert one.feature == "connectwise.psa.api_integrations"
        assert (one.rights, one.basis) == (CredentialRights.CANNOT_TELL, Basis.INFERRED)
        assert one.autonomy is Autonomy.UNKNOWN


def test_what_an_ai_vendors_member_was_seen_to_do_outweighs_a_role_that_only_reads() -> None:
    roles = Roles()
    none = dict.fromkeys(("addLevel", "editLevel", "deleteLevel"), "None")
    right = SecurityWire.model_validate({"id": 1, "moduleFunctionName": "Service Tickets", **none})
    roles.settings[86] = ([right], origin())
    roles.whole.add(86)
    roles.listed[86] = (RoleWire.model_validate({"id": 86, "adminFlag": False}), origin())
    member = {"id": 1, "identifier": "rewst", "securityRole": {"id": 86}}
    for works, expected in (
        (log(), CredentialRights.PROVEN_READ_ONLY),
        (_at_work(_info={"updatedBy": "rewst"}), CredentialRights.CANNOT_TELL),
    ):
        (one,) = deployments_from_api_member(
            ApiMemberWire.model_validate(member),
            origin=origin(),
            roles=roles,
            catalogue=CATALOGUE,
            place=PLACE,
            log=works,
        )
        assert one.deployment.rights is expected


@pytest.mark.parametrize(
    ("url", "speaks"),
    [
        ("https://app.cloudradial.com", True),
        ("app.cloudradial.com", True),
        ("https://intranet.acme.example", False),
        ("", False),
    ],
)
def test_pages_of_an_ai_vendor_may_ask_the_api(url: str, speaks: bool) -> None:
    wire = AllowedOriginWire.model_validate({"id": 1, "origin": url})
    said = deployments_from_allowed_origin(wire, origin=origin(), catalogue=CATALOGUE, place=PLACE)
    assert [one.deployment.autonomy for one in said] == [Autonomy.UNKNOWN] * speaks


@pytest.mark.parametrize(
    "url",
    [
        "https://hooks.neoagent.io/psa",
        "https://api.insightsmsp.com/x",
        "https://neo-agent.example/x",
        "hooks.getthread.com/x",
    ],
)
def test_an_ai_vendors_address_is_known_however_it_is_spelled(url: str) -> None:
    callback = CallbackWire.model_validate(
        {"id": 1, "url": url, "type": "ticket", "inactiveFlag": False}
    )
    (one,) = deployments_from_callback(callback, origin=origin(), catalogue=CATALOGUE, place=PLACE)
    assert one.deployment.feature.endswith("third_party_ai")
    assert one.deployment.autonomy is Autonomy.UNKNOWN
    app = HostedSetupWire.model_validate({"id": 1, "url": url, "disabledFlag": False})
    (one,) = deployments_from_hosted_setup(app, origin=origin(), catalogue=CATALOGUE, place=PLACE)
    assert one.deployment.feature.endswith("third_party_ai")


@pytest.mark.parametrize("url", [None, "", "{{address}}", "https://[broken"])
def test_what_listens_at_an_address_that_cannot_be_read_is_not_known(url: str | None) -> None:
    row = CallbackWire.model_validate({"id": 1, "url": url, "type": "ticket"})
    (one,) = deployments_from_callback(row, origin=origin(), catalogue=CATALOGUE, place=PLACE)
    assert one.deployment.autonomy is Autonomy.UNKNOWN
    assert one.deployment.source_object.name == "callback of ticket to an unreadable address"


def test_an_app_whose_address_cannot_be_read_is_a_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    served = directory.pods

    def strange(world: Any) -> Any:
        return [{**row, "url": "pod", "origin": ""} for row in served(world)]

    monkeypatch.setattr(directory, "pods", strange)
    with tenant() as box:
        inventory = read(box)
    (gap,) = (one for one in inventory.gaps if one.resource == "hosted_setups")
    assert "zofiQ Assistant" in (gap.detail or "")
    assert "Thread Inbox" not in (gap.detail or "")  # it is disabled


def test_an_app_is_known_by_its_origin_where_its_address_tells_nothing() -> None:
    row = {"id": 1, "url": "https://cdn.example/pod", "origin": "https://app.zofiq.ai"}
    (one,) = deployments_from_hosted_setup(
        HostedSetupWire.model_validate(row), origin=origin(), catalogue=CATALOGUE, place=PLACE
    )
    assert one.deployment.feature.endswith("zofiq_assistant")
    assert one.deployment.settings[0].name == "origin host"


def test_a_source_is_in_use_where_tickets_came_from_it() -> None:
    counted = TicketLog(tenant_id="acme", actors=ACTORS, desk=desk(), since=SINCE)
    row = NamedWire.model_validate({"id": 6, "name": "Thread"})

    def said() -> Any:
        (one,) = deployments_from_source(
            row, origin=origin(), catalogue=CATALOGUE, place=PLACE, desk=counted.desk
        )
        return one

    assert (said().deployment.enabled, said().tickets) == (None, {})
    counted.desk.sources[6] = Counter()
    ticket = {"id": 1, "company": {"id": 1}, "source": {"id": 6},
              "_info": {"lastUpdated": "2026-11-10T08:00:00Z"}}  # fmt: skip
    counted.add(TicketWire.model_validate(ticket), is_client={"1"}.__contains__)
    assert (said().deployment.enabled, said().tickets) == (True, {"1": 1})
    assert said().deployment.autonomy is Autonomy.ADVISORY


def times(*statuses: str, by: str = "zofiqapi") -> TimeLog:
    found = TimeLog(tenant_id="acme", actors=ACTORS, since=SINCE)
    for number, status in enumerate(statuses):
        row = {"id": number, "status": status, "enteredBy": by, "company": {"id": 1},
               "_info": {"lastUpdated": "2026-11-10T08:00:00Z"}}  # fmt: skip
        wire = TimeEntryWire.model_validate(row)
        found.add(wire, origin=origin(), is_client={"1"}.__contains__)
    return found


def approval(found: TimeLog) -> list[Deployment]:
    member = ApiMemberWire.model_validate({"id": 310, "identifier": "ZofiqAPI"})
    said = found.deployments(member, entry=CATALOGUE["time_approval"], place=PLACE)
    return [one.deployment for one in said]


@pytest.mark.parametrize(
    ("statuses", "gate"),
    [
        (("PendingApproval",), GateKind.PRE_APPROVAL),
        (("ApprovedByTierTwo", "ApprovedByTierOne"), GateKind.PRE_APPROVAL),
        # That one was approved does not tell that those were that are billed, or still open.
        (("Billed", "ApprovedByTierOne"), GateKind.UNKNOWN),
        (("Open", "Rejected"), GateKind.UNKNOWN),
        (("Rejected",), GateKind.PRE_APPROVAL),
        (("Billed",), GateKind.UNKNOWN),
        (("ReadyToBill", "Open"), GateKind.UNKNOWN),
    ],
)
def test_a_status_tells_whether_people_have_a_say(
    statuses: tuple[str, ...], gate: GateKind
) -> None:
    (one,) = approval(times(*statuses))
    assert one.gate.kind is gate


def test_an_open_entry_and_a_persons_entry_tell_nothing() -> None:
    assert approval(times("Open", "WrittenOff", "Ponder")) == []
    assert approval(times("Billed", by="mlee")) == []
    assert times("Billed", by="mlee").counter.stats(complete=True) == ()


def test_what_programs_booked_is_counted_with_what_people_said() -> None:
    found = times("ApprovedByTierTwo", "RejectBySecondTier", "PendingApproval", "Billed")
    told = {one.human_verdict: one.initiator for one in found.counter.stats(complete=True)}
    assert told == dict.fromkeys(HumanVerdict, Initiator.AI)


def test_what_was_touched_before_the_window_is_not_counted() -> None:
    late = TimeLog(tenant_id="acme", actors=ACTORS, since=datetime(2026, 11, 15, tzinfo=UTC))
    row = {"id": 1, "status": "Billed", "enteredBy": "zofiqapi", "company": {"id": 1},
           "_info": {"lastUpdated": "2026-11-10T08:00:00Z"}}  # fmt: skip
    wire = TimeEntryWire.model_validate(row)
    late.add(wire, origin=origin(), is_client={"1"}.__contains__)
    assert late.counter.stats(complete=True) == ()
