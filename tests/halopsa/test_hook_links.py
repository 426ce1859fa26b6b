"""Where a hook sends records to: host and path of its address, without what may be a secret."""

from __future__ import annotations

from tests.inventory.builders import origin

from aigov_connectors import registry
from aigov_connectors.halopsa.normalize import deployments_from_webhook
from aigov_connectors.halopsa.wire import WebhookWire
from aigov_connectors.inventory import Autonomy, DecisionKind, GateKind, LinkKind, Place


def test_a_hook_calls_the_host_and_path_of_its_address_and_tells_no_secret() -> None:
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

    assert (call.kind, call.key, call.request) == (
        LinkKind.CALL,
        "hooks.getthread.com",
        "* /{}/{}",
    )
    assert call.gate is GateKind.NONE
    assert [known[one] for one in call.evidence] == ["/url"]
    assert said.deployment.starts_from == ()  # what its events mean is in no document
    assert "secret-word" not in repr(said)


def test_a_hook_to_any_address_is_stated_informs_and_may_lead_into_another_tool() -> None:
    row = WebhookWire.model_validate(
        {
            "id": "w-2",
            "name": "RMM",
            "url": "https://rmm.one.example/api/v1/tickets",
            "active": True,
        }
    )
    (said,) = deployments_from_webhook(
        row,
        origin=origin(),
        catalogue=registry.catalogue("halopsa"),
        place=Place(connection="acme", tenant_id="acme"),
    )
    found = said.deployment
    (call,) = found.leads_to

    assert found.feature == "halopsa.webhooks"
    assert (found.autonomy, found.gate.kind) == (Autonomy.ADVISORY, GateKind.NOT_APPLICABLE)
    assert found.decisions == (DecisionKind.INFORM,)
    assert (found.enabled, call.key) == (True, "rmm.one.example")
    assert call.request == "* /api/v1/tickets"


def test_a_hook_whose_address_cannot_be_read_is_stated_all_the_same() -> None:
    (said,) = deployments_from_webhook(
        WebhookWire.model_validate({"id": "w-3", "url": None, "active": True}),
        origin=origin(),
        catalogue=registry.catalogue("halopsa"),
        place=Place(connection="acme", tenant_id="acme"),
    )
    assert said.deployment.leads_to == ()
    assert said.deployment.feature == "halopsa.webhooks"
    # Who listens there is not known: an AI vendor's product, or anybody.
    assert said.deployment.autonomy is Autonomy.UNKNOWN
    assert said.deployment.gate.kind is GateKind.UNKNOWN
