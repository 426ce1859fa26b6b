"""The company that gets the mail of strangers is no client, also where no configuration says so."""

from __future__ import annotations

from typing import Any

import pytest
from tests.connectwise.psa.tenant import CONNECTION, QUICK, VENDOR, secrets_of, tenant

from aigov_connectors import discover_sync
from aigov_connectors.config import Config
from aigov_connectors.connectwise.psa.sandbox import desk, planted
from aigov_connectors.credentials import MappingSecrets
from aigov_connectors.inventory import GapReason, Inventory
from aigov_connectors.sandbox import Sandbox
from aigov_connectors.sandbox.clients import CATCH_ALL_NAME


def _read_without_clients(box: Sandbox) -> Inventory:
    (connection,) = box.connections
    told = {name: connection[name] for name in ("name", "vendor", "base_url")}
    config = Config.model_validate({"connections": [{**told, "limit_factor": 1e6}]})
    return discover_sync(config, secrets=MappingSecrets({CONNECTION: secrets_of(box)}), retry=QUICK)


def _kinds(inventory: Inventory) -> dict[str, str]:
    return {client.name: client.kind for client in inventory.clients}


def test_the_company_that_every_mailbox_names_is_the_catch_all() -> None:
    with tenant() as box:
        inventory = _read_without_clients(box)
    kinds = _kinds(inventory)
    assert kinds.pop(CATCH_ALL_NAME) == "catch_all"
    assert set(kinds.values()) == {"client"}  # no field names the MSP's own
    assert [one for one in inventory.evidence if one.fact.pointer == "/defaultCompany/id"]


def test_where_mailboxes_name_several_none_is_taken_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    served = desk.email_connectors

    def two(world: Any) -> Any:
        first, second, *_ = served(world)
        return [first, {**second, "defaultCompany": {"id": planted.FIRST_COMPANY + 1}}]

    monkeypatch.setattr(desk, "email_connectors", two)
    with tenant() as box:
        inventory = _read_without_clients(box)
    assert set(_kinds(inventory).values()) == {"client"}
    (gap,) = (one for one in inventory.gaps if "catch-all" in one.subject)
    assert gap.reason is GapReason.INCONCLUSIVE
    assert len(gap.clients) == 2


def test_mailboxes_that_were_not_read_leave_it_a_client() -> None:
    with tenant([f"deny:vendor={VENDOR},path=/system/emailConnectors"]) as box:
        inventory = _read_without_clients(box)
    assert set(_kinds(inventory).values()) == {"client"}
    assert "email_connectors" in {gap.resource for gap in inventory.gaps}
