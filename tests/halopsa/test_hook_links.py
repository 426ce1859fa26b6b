"""Where a hook sends records to: the host of its address, of which no more is read."""

from __future__ import annotations

from tests.inventory.builders import origin

from aigov_connectors import registry
from aigov_connectors.halopsa.normalize import deployments_from_webhook
from aigov_connectors.halopsa.wire import WebhookWire
from aigov_connectors.inventory import GateKind, LinkKind, Place


def test_a_hook_calls_the_host_of_its_address_and_what_it_calls_there_is_not_told() -> None:
    row = WebhookWire.model_validate(
        {"id": "w-1", "url": "https://hooks.getthread.com/halo/secret-word", "active": True}
    )
    (said,) = deployments_from_webhook(
        row,
        origin=origin(),
        catalogue=registry.catalogue("halopsa"),
        place=Place(connection="acme", tenant_id="acme"),
    )
    (call,) = said.deployment.leads_to
    known = {one.id: one.fact.pointer for one in said.evidence}

    assert (call.kind, call.key, call.request) == (LinkKind.CALL, "hooks.getthread.com", None)
    assert call.gate is GateKind.NONE
    assert [known[one] for one in call.evidence] == ["/url"]
    assert said.deployment.starts_from == ()  # what its events mean is in no document
    assert "secret-word" not in repr(said)
