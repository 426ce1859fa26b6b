"""Both coverage figures, against examples counted by hand.

The tool has three resources and four features, and serves Lakeside and Harbor.
"""

from __future__ import annotations

from typing import Any

from tests.inventory.builders import (
    attestation,
    built,
    collection,
    deployment,
    feature,
    gap,
    org,
    reach,
    receipt,
)

from aigov_connectors.inventory import (
    Attestation,
    Autonomy,
    Collection,
    Deployment,
    GapReason,
    GateKind,
    Inventory,
    Reach,
)

RESOURCES = ("organizations", "policies", "threats")
FEATURES = tuple(feature(name) for name in ("kill", "isolate", "roll_back", "ask"))
ASK, ASK_TWO = (
    gap(
        "feature",
        connection=name,
        subject="ask",
        reason=GapReason.NOT_EXPOSED,
        features=("edr.ask",),
    )
    for name in ("edr-1", "edr-2")
)
LAKESIDE, HARBOR = "edr/t/1", "edr/t/2"


def tool(name: str = "edr-1", **rest: Any) -> Collection:
    return collection(
        name,
        organizations=[org("edr", "1", "Lakeside"), org("edr", "2", "Harbor")],
        resources=RESOURCES,
        features=FEATURES,
        **rest,
    )


def figures(inventory: Inventory, connection: str = "edr-1") -> dict[str | None, tuple[int, int]]:
    """Client (None: all) to resources read out of 3, features determined out of 4."""
    rows = [row for row in inventory.coverage if row.connection == connection]
    assert {(row.resources_total, row.features_total) for row in rows} == {(3, 4)}
    return {row.client: (row.resources_read, row.features_determined) for row in rows}


def everyone(resources: int, features: int) -> dict[str | None, tuple[int, int]]:
    return dict.fromkeys((None, LAKESIDE, HARBOR), (resources, features))


def with_deployments(*deployments: Deployment, organization: str = "1", **rest: Any) -> Collection:
    reaches = tuple(reach(one, organization) for one in deployments)
    return tool(deployments=deployments, reaches=reaches, **rest)


def test_everything_read_in_full_determines_everything() -> None:
    assert figures(built(tool())) == everyone(3, 4)


def test_what_no_api_shows_is_not_determined() -> None:
    assert figures(built(tool(gaps=(ASK,)))) == everyone(3, 3)


def test_a_refused_resource_lowers_both_figures() -> None:
    refused = gap("threats", features=("edr.kill", "edr.isolate"))
    part = tool(gaps=(refused,), receipts=(receipt("organizations"), receipt("policies")))

    assert figures(built(part)) == everyone(2, 2)


def test_a_resource_without_a_receipt_was_not_read() -> None:
    assert figures(built(tool(receipts=(receipt("organizations"),)))) == everyone(1, 4)


def test_a_resource_is_read_only_if_all_its_reads_ended() -> None:
    receipts = (*map(receipt, RESOURCES), receipt("policies", complete=False))

    assert figures(built(tool(receipts=receipts))) == everyone(2, 4)


def test_a_gap_of_one_client_lowers_the_figures_of_that_client_alone() -> None:
    refused = gap("policies", features=("edr.kill",), organizations=("1",))
    receipts = (
        receipt("organizations"),
        receipt("policies", complete=False),
        receipt("threats"),
    )

    assert figures(built(tool(gaps=(refused,), receipts=receipts))) == {
        None: (2, 3),
        LAKESIDE: (2, 3),
        HARBOR: (3, 4),
    }


def test_a_gap_of_one_client_does_not_excuse_one_of_all() -> None:
    gaps = (gap("policies", organizations=("1",)), gap("policies", subject="the rest"))
    receipts = tuple(receipt(name, complete=name != "policies") for name in RESOURCES)

    assert figures(built(tool(gaps=gaps, receipts=receipts)))[HARBOR] == (2, 4)


def test_a_deployment_of_unknown_state_is_not_determined_where_it_reaches() -> None:
    blind = deployment("kill", enabled=None, autonomy=Autonomy.UNKNOWN, gate=GateKind.UNKNOWN)

    assert figures(built(with_deployments(blind))) == {
        None: (3, 3),
        LAKESIDE: (3, 3),
        HARBOR: (3, 4),
    }


def test_a_deployment_of_unknown_state_and_reach_is_determined_for_nobody() -> None:
    blind = deployment("kill", enabled=None, reach=Reach.UNKNOWN)

    assert figures(built(tool(deployments=(blind,)))) == everyone(3, 3)


def test_what_is_off_is_determined_whatever_it_would_do() -> None:
    off = deployment("kill", enabled=False, autonomy=Autonomy.UNKNOWN, gate=GateKind.UNKNOWN)

    assert figures(built(with_deployments(off))) == everyone(3, 4)


def test_a_second_connection_of_the_tenant_shares_the_doubt_about_a_deployment() -> None:
    blind = deployment("kill", enabled=None)

    assert figures(built(with_deployments(blind), tool("edr-2")), "edr-2")[None] == (3, 3)


def attested(*attestations: Attestation) -> dict[str | None, tuple[int, int]]:
    parts = (tool(gaps=(ASK,)), tool("edr-2", gaps=(ASK_TWO,)))
    inventory = built(*parts, attestations=attestations)
    assert figures(inventory, "edr-2") == figures(inventory)
    return figures(inventory)


def test_an_attestation_raises_the_features_of_everyone() -> None:
    assert attested(attestation("edr.ask")) == everyone(3, 4)


def test_an_attestation_for_a_client_raises_those_of_that_client() -> None:
    assert attested(attestation("edr.ask", client="Harbor")) == {
        None: (3, 3),
        LAKESIDE: (3, 3),
        HARBOR: (3, 4),
    }


def test_attestations_for_each_client_raise_no_general_figure() -> None:
    each = [attestation("edr.ask", client=name) for name in ("Harbor", "Lakeside")]

    assert attested(*each) == {None: (3, 3), LAKESIDE: (3, 4), HARBOR: (3, 4)}


def test_an_attestation_that_it_is_off_suffices() -> None:
    off = attestation("edr.ask", enabled=False, autonomy=Autonomy.UNKNOWN, gate=GateKind.UNKNOWN)

    assert attested(off) == everyone(3, 4)


def test_an_attestation_that_leaves_the_autonomy_open_determines_nothing() -> None:
    vague = attestation("edr.ask", autonomy=Autonomy.UNKNOWN, gate=GateKind.UNKNOWN)

    assert attested(vague) == everyone(3, 3)


def test_an_attestation_for_nobody_raises_nothing() -> None:
    assert figures(
        built(tool(gaps=(ASK,)), attestations=[attestation("edr.ask", client="Nobody")])
    ) == everyone(3, 3)
