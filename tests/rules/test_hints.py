"""What a tool hints at is shown to people, and judges nobody."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from aigov_connectors.inventory import ContextHint, DecisionKind
from aigov_connectors.policy import OversightLine, Permission, Policy
from aigov_connectors.rules import assess
from aigov_connectors.testing import (
    make_collection,
    make_deployment,
    make_feature,
    make_inventory,
    make_organization,
)

STRICT = Policy(
    lines=(
        OversightLine(
            name="health needs a person",
            allowed=Permission.AFTER_APPROVAL,
            industries=("healthcare",),
        ),
        OversightLine(
            name="who is regulated needs a person",
            allowed=Permission.AFTER_APPROVAL,
            regulations=("HIPAA", "GDPR"),
        ),
        OversightLine(name="others may act alone", allowed=Permission.ALONE),
    )
)
HINTS = st.lists(
    st.builds(
        ContextHint,
        source=st.sampled_from(("market", "type", "country", "agreement", "industry")),
        value=st.sampled_from(("Healthcare", "healthcare", "HIPAA bundle", "Germany", "Bank")),
    ),
    max_size=4,
).map(tuple)


def _findings(first: tuple[ContextHint, ...], second: tuple[ContextHint, ...]):
    feature = make_feature(decisions=(DecisionKind.CLOSE_TICKET, DecisionKind.CONTAIN_FILE))
    organizations = [
        make_organization(number, name).model_copy(update={"hints": hints})
        for number, name, hints in (("1", "One", first), ("2", "Two", second))
    ]
    inventory = make_inventory(
        make_collection(
            features=(feature,),
            organizations=organizations,
            deployments=(make_deployment(feature),),
        )
    )
    kept = {member.hints for client in inventory.clients for member in client.members}
    assert kept == {first, second}
    return assess(inventory, STRICT)


@given(HINTS, HINTS)
def test_hints_change_no_answer(first, second) -> None:
    assert _findings(first, second) == _findings((), ())
