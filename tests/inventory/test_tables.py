"""An inventory as JSON and as plain rows."""

from __future__ import annotations

from datetime import UTC

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from tests.inventory.builders import (
    attestation,
    built,
    collection,
    deployment,
    evidence,
    feature,
    gap,
    org,
    reach,
)
from tests.inventory.whole import full

from aigov_connectors.inventory import (
    LEGAL_GATES,
    Attestation,
    Connection,
    ConnectionStatus,
    GapReason,
    Inventory,
    Reach,
)


def test_an_inventory_survives_json() -> None:
    inventory = full()

    assert Inventory.from_json(inventory.to_json()) == inventory
    assert Inventory.from_json(inventory.to_json(indent=2).encode()) == inventory


def test_all_rows_of_a_table_have_the_columns_of_the_model() -> None:
    tables = full().tables()

    for name, rows in tables.items():
        assert len({tuple(row) for row in rows}) <= 1, name
        for row in rows:
            for cell in row.values():
                assert cell is None or isinstance(cell, str | int | float | bool)
    first, second = (row for row in tables["deployment_clients"] if row["basis"] == "observed")
    assert first["window_start"] == "2026-11-01T12:00:00Z"
    assert second["window_start"] is None
    assert "window" not in first
    assert tables["deployments"][0]["gate_kind"] is not None
    assert tables["deployments"][0]["scope_parents"] == "[]"
    assert tables["evidence"][0]["fact_path_template"] == "/sites/{site_id}/policy"
    assert tables["features"][0]["override_how"] == "In the console."


def test_the_columns_of_a_table_do_not_depend_on_what_was_found() -> None:
    kills = deployment("kill", reach=Reach.ALL)
    orgs = [org("edr", "1", "Lakeside")]
    bare = built(collection(organizations=orgs, deployments=(kills,), reaches=(reach(kills, "1"),)))

    rows = bare.tables()["deployment_clients"]

    assert list(rows[0]) == list(full().tables()["deployment_clients"][0])
    assert built().tables()["clients"] == []


words = st.text(st.characters(codec="utf-8"), min_size=1, max_size=8)
moments = st.datetimes(timezones=st.just(UTC))
scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | words
)


@st.composite
def inventories(draw: st.DrawFn) -> Inventory:
    pairs = [(autonomy, gate) for autonomy, gates in LEGAL_GATES.items() for gate in sorted(gates)]
    deployments = []
    for number in range(draw(st.integers(0, 3))):
        autonomy, gate = draw(st.sampled_from(pairs))
        deployments.append(
            deployment(
                draw(st.sampled_from(("kill", "ask"))),
                source=f"{number}{draw(words)}",
                autonomy=autonomy,
                gate=gate,
                enabled=draw(st.none() | st.booleans()),
                reach=draw(st.sampled_from(Reach)),
                informs=draw(st.none() | st.booleans()),
            )
        )
    orgs = [
        org("edr", str(number), draw(words), endpoints=draw(st.none() | st.integers(0, 9)))
        for number in range(draw(st.integers(0, 3)))
    ]
    reaches = [
        reach(one, other.vendor_id, endpoints=draw(st.none() | st.integers(0, 9)))
        for one in deployments
        for other in orgs
        if draw(st.booleans())
    ]
    facts = draw(st.lists(st.builds(evidence, value=scalars, read_at=moments), max_size=3))
    gaps = draw(
        st.lists(
            st.builds(
                gap,
                words,
                subject=words,
                reason=st.sampled_from(GapReason),
                detail=st.none() | words,
            ),
            max_size=3,
        )
    )
    return built(
        collection(
            organizations=orgs,
            deployments=tuple(deployments),
            reaches=tuple(reaches),
            evidence=tuple(facts),
            gaps=tuple(gaps),
            features=(feature("kill"), feature("ask")),
        )
    )


@given(inventories())
def test_every_inventory_survives_json_and_makes_tables(inventory: Inventory) -> None:
    assert Inventory.from_json(inventory.to_json()) == inventory
    for rows in inventory.tables().values():
        assert len({tuple(row) for row in rows}) <= 1


def test_a_connection_says_how_it_ended() -> None:
    with pytest.raises(ValidationError):
        Connection.model_validate({"name": "a", "status": ConnectionStatus.FAILED})
    assert Attestation.model_validate_json(
        attestation("edr.kill").model_dump_json()
    ) == attestation("edr.kill")
