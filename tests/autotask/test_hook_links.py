"""What starts a hook, and where it sends records to."""

from __future__ import annotations

from typing import Any

import pytest
from tests.inventory.builders import origin

from aigov_connectors import registry
from aigov_connectors.autotask.normalize import deployments_from_webhook
from aigov_connectors.autotask.wire import WebhookWire
from aigov_connectors.inventory import Basis, Deployment, GateKind, LinkKind, Place, Statement

CATALOGUE = registry.catalogue("autotask")
ADDRESS = "https://Console.example/web/hook/secret-word?key=s"


def _hook(entity: str = "TicketWebhooks", **fields: Any) -> Statement:
    sent = {"id": 8, "webhookUrl": ADDRESS, "isActive": True, "isSubscribedToCreateEvents": True}
    (said,) = deployments_from_webhook(
        WebhookWire.model_validate({**sent, **fields}),
        entity=entity,
        fields=None,
        origin=origin(),
        catalogue=CATALOGUE,
        place=Place(connection="acme", tenant_id="123"),
    )
    return said


def _shown(found: Statement, deployment: Deployment) -> dict[str, list[str]]:
    known = {one.id: one.fact.pointer for one in found.evidence}
    links = (*deployment.leads_to, *deployment.starts_from)
    return {link.kind.value: [known[one] for one in link.evidence] for link in links}


def test_a_hook_calls_the_host_of_its_address_and_nobody_is_asked() -> None:
    said = _hook()
    (call,) = said.deployment.leads_to

    assert (call.kind, call.key) == (LinkKind.CALL, "console.example")
    assert (call.request, call.gate) == ("* /web/{}/{}", GateKind.NONE)
    assert _shown(said, said.deployment) == {
        "call": ["/webhookUrl"],
        "desk": ["/isSubscribedToCreateEvents"],
    }
    assert "secret-word" not in repr(said)


def test_a_hook_on_new_tickets_starts_from_every_queue_unless_it_leaves_some_out() -> None:
    (start,) = _hook().deployment.starts_from

    assert (start.kind, start.key) == (LinkKind.DESK, "autotask/123/queue:*")
    assert start.basis is Basis.INFERRED
    assert start.because is not None
    assert start.settled_by is not None


@pytest.mark.parametrize(
    ("entity", "fields"),
    [
        ("TicketWebhooks", {"isSubscribedToCreateEvents": False}),
        ("TicketWebhooks", {"isSubscribedToCreateEvents": None}),
        ("TicketNoteWebhooks", {}),
        ("CompanyWebhooks", {}),
    ],
)
def test_a_hook_on_anything_else_starts_from_no_ticket(entity: str, fields: dict[str, Any]) -> None:
    assert _hook(entity, **fields).deployment.starts_from == ()


@pytest.mark.parametrize("url", [None, "", "https://[broken", "console"])
def test_what_is_no_address_leads_nowhere(url: str | None) -> None:
    assert _hook(webhookUrl=url).deployment.leads_to == ()
