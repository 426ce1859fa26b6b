"""What one tool made and another tool holds the id of leads from the one into the other."""

from __future__ import annotations

from typing import Any

import pytest
from tests.inventory.builders import evidence
from tests.inventory.chaining import TOOLS, alert, chains, client, connection, desk, rule, ways

from aigov_connectors.inventory import (
    Basis,
    Deployment,
    GateKind,
    Link,
    LinkKind,
    Listed,
    ListedObject,
)

UID = "8c1d"


def holds(product: str = "edr", *, place: str | None = f"alert:{UID}", **rest: Any) -> Link:
    """What a rule starts from: a ticket that holds the id of an alert of another product."""
    told: dict[str, Any] = {"gate": GateKind.NONE, "evidence": ("ticket",)}
    return Link(kind=LinkKind.PRODUCT, key=product, place=place, **{**told, **rest})


def made(by: Deployment | None, *, id: str = UID) -> Listed:
    one = ListedObject(id=id, made_by=None if by is None else by.key, evidence=evidence(value=id))
    return Listed(kind="alert", objects=(one,), is_whole=False)


HERE = ("edr", "t")


def test_what_made_it_leads_to_what_holds_its_id() -> None:
    first, alerts = alert(), made(alert())
    (found,) = chains([first, rule(starts=[holds()], connection="psa-1")], listed={HERE: [alerts]})

    assert ways([found]) == {("w", "r")}
    assert (found.basis, found.weakest_gate.kind) == (Basis.OBSERVED, GateKind.NONE)
    assert found.steps[0].link == "made alert 8c1d, whose id psa-1 holds"
    assert found.steps[0].evidence == (alerts.objects[0].evidence.id,)
    assert "ticket" in found.steps[1].evidence


@pytest.mark.parametrize(
    ("first", "start", "alerts"),
    [
        (alert(), holds(place="alert:9"), made(alert())),
        (alert(), holds(place=f"device:{UID}"), made(alert())),
        (alert(), holds("rmm"), made(alert())),
        (alert(), holds(place=None), made(alert())),
        (alert(), holds(evidence=()), made(alert())),
        (alert(), desk(UID), made(alert())),
        (alert(), holds(), made(None)),
        (alert(), holds(), made(alert(), id="9")),
        (alert(enabled=False), holds(), made(alert())),
        (alert(), holds(), made(rule())),
    ],
    ids=[
        "another alert",
        "no alert",
        "another product",
        "names nothing",
        "no evidence",
        "a board of that number",
        "nobody is known to have made it",
        "the list lacks it",
        "what made it is off",
        "made by itself",
    ],
)
def test_an_id_that_only_looks_so_leads_nowhere(
    first: Deployment, start: Link, alerts: Listed
) -> None:
    assert chains([first, rule(starts=[start])], listed={HERE: [alerts]}) == ()


def test_of_two_tenants_that_have_something_of_that_id_neither_is_surely_meant() -> None:
    there = alert(tenant="u")
    both = (*map(connection, TOOLS), connection("edr", tenant="u", name="edr-2"))
    known = client("lakeside")
    found = chains(
        [alert(), there, rule(starts=[holds()])],
        connections=both,
        clients=[known],
        listed={HERE: [made(alert())], ("edr", "u"): [made(there)]},
    )

    assert {one.doubts for one in found} == {
        ("2 tenants of edr have alert 8c1d: which is meant is not told",)
    }
    assert len(found) == 2


def test_what_is_not_sure_of_it_makes_the_chain_inferred() -> None:
    start = holds(basis=Basis.INFERRED, because="the field is read from its name")
    (found,) = chains([alert(), rule(starts=[start])], listed={HERE: [made(alert())]})

    assert (found.basis, found.doubts) == (Basis.INFERRED, ("the field is read from its name",))


def test_clients_must_be_shared_all_the_same() -> None:
    found = chains(
        [alert(), rule(starts=[holds()])],
        reached={"w": ["lakeside"], "r": ["harbor"]},
        listed={HERE: [made(alert())]},
    )

    assert found == ()
