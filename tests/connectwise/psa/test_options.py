"""Older servers, names of statuses and types, and keys that are a person's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from tests.connectwise.psa.tenant import CONNECTION, QUICK, VENDOR, read, secrets_of, tenant

from aigov_connectors.cli.demo import demo_config
from aigov_connectors.connectwise.psa.sandbox import directory
from aigov_connectors.credentials import MappingSecrets
from aigov_connectors.inventory import ConnectionStatus, GapReason, Inventory
from aigov_connectors.running.checking import check
from aigov_connectors.sandbox import Sandbox

OLD = {f"{VENDOR}.old": True}


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    with tenant() as running:
        yield running


@pytest.fixture(scope="module")
def whole(box: Sandbox) -> Inventory:
    return read(box)


def rules_of(inventory: Inventory) -> dict[str, tuple[Any, ...]]:
    return {
        one.key: (one.autonomy, one.gate, one.decisions, one.enabled, one.reach)
        for one in inventory.deployments
        if one.source_object.id.startswith("workflow:")
    }


def test_a_server_without_the_flat_lists_is_read_rule_by_rule(whole: Inventory) -> None:
    with tenant(options=OLD) as box:
        inventory = read(box)
    assert rules_of(inventory) == rules_of(whole)
    assert [gap.subject for gap in inventory.gaps] == [gap.subject for gap in whole.gaps]
    paths = {one.fact.path_template for one in inventory.evidence}
    assert "/system/workflows/{rule_id}/events/{event_id}/actions" in paths


def test_a_rule_whose_events_are_refused_is_named_and_the_others_are_read(
    whole: Inventory,
) -> None:
    fault = f"deny:vendor={VENDOR},path=/system/workflows/31/events"
    with tenant([fault], options=OLD) as box:
        inventory = read(box)
    found, expected = rules_of(inventory), rules_of(whole)
    missing = {key for key in expected if "workflow:31/" in key}
    assert missing
    assert found == {key: said for key, said in expected.items() if key not in missing}
    gaps = {(gap.subject, gap.reason) for gap in inventory.gaps}
    assert ("events of rule 31", GapReason.DENIED) in gaps


async def test_a_check_of_an_older_server_asks_below_a_rule() -> None:
    with tenant(options=OLD) as box:
        secrets = MappingSecrets({CONNECTION: secrets_of(box)})
        (one,) = await check(demo_config(box), secrets=secrets, retry=QUICK)
    assert [probe.resource for probe in one.resources if probe.problem] == []


@pytest.mark.parametrize(
    ("options", "strange"),
    [
        ({"client_statuses": ("Active", "Aktiv")}, "the tenant knows no Aktiv"),
        ({"client_types": ("Managed",)}, "the tenant knows no Managed"),
        ({"client_types": ("client",)}, None),
    ],
)
def test_a_name_that_the_tenant_does_not_know_leaves_clients_out(
    box: Sandbox, options: dict[str, Any], strange: str | None
) -> None:
    gaps = [gap for gap in read(box, **options).gaps if gap.resource == "companies"]
    told = [gap.detail for gap in gaps if gap.detail and "knows no" in gap.detail]
    assert told == ([strange] if strange else [])
    if strange:
        assert "Name in the option" in (gaps[0].remedy or "")


def _keys_of(monkeypatch: pytest.MonkeyPatch, member: int) -> None:
    told = directory.own_rights

    def of_somebody(*args: Any, **more: Any) -> Any:
        return [{**row, "member": {"id": member}} for row in told(*args, **more)]

    monkeypatch.setattr(directory, "own_rights", of_somebody)


def test_what_a_persons_keys_are_kept_from_is_not_told(
    box: Sandbox, whole: Inventory, monkeypatch: pytest.MonkeyPatch
) -> None:
    subject = "records that the member behind the keys is kept from"
    assert subject not in {gap.subject for gap in whole.gaps}
    _keys_of(monkeypatch, 141)
    (gap,) = (gap for gap in read(box).gaps if gap.subject == subject)
    assert (gap.resource, gap.reason) == ("tickets", GapReason.INCONCLUSIVE)


@pytest.mark.parametrize(("member", "refused"), [(141, True), (317, False)])
def test_a_persons_keys_can_be_refused(
    box: Sandbox, monkeypatch: pytest.MonkeyPatch, member: int, refused: bool
) -> None:
    _keys_of(monkeypatch, member)
    inventory = read(box, keys_of_people="refuse")
    (connection,) = inventory.connections
    assert (connection.status is ConnectionStatus.FAILED) is refused
    assert bool(inventory.deployments) is not refused
    told = " ".join(gap.detail or "" for gap in inventory.gaps)
    assert ("its option keys_of_people" in told) is refused


def test_what_programs_booked_is_asked_for_and_nothing_else(box: Sandbox, whole: Inventory) -> None:
    (found,) = (one for one in whole.deployments if one.feature.endswith("time_approval"))
    assert found.source_object.name == "times booked by zofiqapi"
    receipts = {one.receipt.resource: one.receipt for one in whole.receipts}
    assert 0 < receipts["time_entries"].rows < 20  # of 40


@pytest.mark.parametrize(
    ("path", "resource", "asked"),
    [
        ("/company/companies/2", "sites", 30),
        ("/service/boards/1/statuses/", "status_notifications", 24),
    ],
)
def test_a_refusal_below_every_client_is_not_told_for_each(
    path: str, resource: str, asked: int
) -> None:
    with tenant([f"deny:vendor={VENDOR},path={path}"]) as box:
        inventory = read(box)
    gaps = [gap for gap in inventory.gaps if gap.resource == resource]
    refused = [gap for gap in gaps if gap.reason is GapReason.DENIED]
    receipt = next(one.receipt for one in inventory.receipts if one.receipt.resource == resource)
    if resource == "sites":
        some = len(refused)
        assert 4 <= some < 8  # those that were under way
        (rest,) = (gap for gap in gaps if gap.reason is GapReason.INTERRUPTED)
        told = f"{asked - some} were not asked for, as the first {some} were not read"
        assert rest.detail == told
        assert receipt.requests == some
    else:
        assert receipt.requests == asked  # other boards answer
    assert not receipt.complete
