"""One inventory out of the collections of a run, whatever their order."""

from __future__ import annotations

from datetime import date
from itertools import permutations

import pytest
from tests.inventory.builders import (
    NOW,
    attestation,
    built,
    collection,
    decision,
    deployment,
    entry,
    evidence,
    feature,
    gap,
    org,
    reach,
    receipt,
)

from aigov_connectors.inventory import (
    Actor,
    ActorKind,
    Attestation,
    Autonomy,
    Basis,
    Collection,
    DecisionStats,
    GapReason,
    GateKind,
    Inventory,
    Outcome,
    Reach,
    SourceKind,
    SourceObject,
    UnknownSetting,
    Window,
)


def estate() -> list[Collection]:
    """Two tools and three clients, one of them known to both; two credentials of one tenant."""
    kills, asks = deployment("kill"), deployment("isolate", source="2", connection="edr-2")
    script = deployment("script", vendor="rmm", connection="rmm-1")
    return [
        collection(
            organizations=[org("edr", "1", "Lakeside"), org("edr", "2", "Harbor")],
            features=(feature("kill"), feature("isolate")),
            deployments=(kills,),
            reaches=(reach(kills, "1", endpoints=4), reach(kills, "2", endpoints=5)),
            evidence=(evidence(),),
            decisions=(decision("edr.kill", organization="1", count=3),),
            gaps=(gap("groups", organizations=("2",)), gap("threats")),
        ),
        collection(
            "edr-2",
            organizations=[org("edr", "2", "Harbor"), org("edr", "3", "Hill")],
            features=(feature("kill"), feature("isolate")),
            deployments=(deployment("kill", connection="edr-2"), asks),
            reaches=(
                reach(kills, "2", endpoints=5),
                reach(kills, "3", endpoints=6),
                reach(asks, "3", endpoints=6),
            ),
            evidence=(evidence(),),
            decisions=(decision("edr.kill", organization="1", count=3),),
        ),
        collection(
            "rmm-1",
            vendor="rmm",
            organizations=[org("rmm", "9", "Lakeside LLC", endpoints=7), org("rmm", "8", "X LLC")],
            features=(feature("script", vendor="rmm"),),
            deployments=(script,),
            reaches=(reach(script, "9", endpoints=7),),
        ),
        collection(
            "psa-1", vendor="psa", organizations=[org("psa", "1", "X Inc"), org("psa", "2", "Own")]
        ),
    ]


ENTRIES = (entry("Hill Farm", aliases={"edr": "3"}), entry("Gone", aliases={"rmm": "77"}))


def reached(inventory: Inventory, key: str) -> dict[str, int | None]:
    return {row.client: row.endpoints for row in inventory.clients_by_deployment[key]}


def test_the_order_of_the_collections_does_not_matter() -> None:
    first, *others = (
        built(*parts, clients=ENTRIES, attestations=[attestation("edr.kill")])
        for parts in permutations(estate())
    )

    assert all(other == first for other in others)
    assert all(other.to_json() == first.to_json() for other in others)


def test_the_order_within_a_collection_does_not_matter() -> None:
    def turned(part: Collection) -> Collection:
        lists = {
            name: tuple(reversed(getattr(part, name)))
            for name in Collection.model_fields
            if isinstance(getattr(part, name), tuple) and name != "resources"
        }
        return part.model_copy(update=lists)

    parts = estate()
    assert built(*map(turned, parts), clients=ENTRIES) == built(*parts, clients=ENTRIES)


def test_one_deployment_that_two_connections_see_is_kept_once() -> None:
    inventory = built(*estate(), clients=ENTRIES)

    (kills,) = (one for one in inventory.deployments if one.feature == "edr.kill")
    assert kills.connection == "edr-1"
    assert reached(inventory, kills.key) == {"edr/t/1": 4, "edr/t/2": 5, "edr/t/3": 6}
    assert [one.id for one in inventory.evidence] == [evidence().id]


def test_of_two_views_of_a_deployment_the_better_determined_counts() -> None:
    blind = deployment("kill", enabled=None, autonomy=Autonomy.UNKNOWN, gate=GateKind.UNKNOWN)
    seen = deployment("kill", connection="edr-2")
    orgs = [org("edr", "1", "Lakeside")]

    inventory = built(
        collection(organizations=orgs, deployments=(blind,), reaches=(reach(blind, "1"),)),
        collection(
            "edr-2",
            organizations=orgs,
            deployments=(seen,),
            reaches=(reach(seen, "1", endpoints=9),),
        ),
    )

    assert [one.connection for one in inventory.deployments] == ["edr-2"]
    assert reached(inventory, seen.key) == {"edr/t/1": 9}


def test_what_only_one_of_two_connections_knows_of_an_organization_is_kept() -> None:
    inventory = built(
        collection(organizations=[org("edr", "1", "A", handles=("a",), endpoints=2)]),
        collection("edr-2", organizations=[org("edr", "1", "A", links=(("psa", "7"),))]),
        collection("psa-1", vendor="psa", organizations=[org("psa", "7", "Z")]),
        clients=[entry("Lakeside", aliases={"edr": "a"})],
    )

    (client,) = inventory.clients
    assert client.endpoints == 2
    assert [(m.vendor, m.match) for m in client.members] == [("edr", "alias"), ("psa", "link")]


def test_sites_of_one_client_are_added_up_with_the_weaker_basis() -> None:
    kills = deployment("kill", reach=Reach.ALL)
    early = Window(start=NOW.replace(day=1), end=NOW.replace(hour=13))
    late = Window(start=NOW.replace(hour=13), end=NOW.replace(hour=14))

    inventory = built(
        collection(
            organizations=[org("edr", "1", "North"), org("edr", "2", "South")],
            deployments=(kills,),
            reaches=(
                reach(kills, "1", endpoints=4, tickets=1, window=early),
                reach(kills, "2", endpoints=5, tickets=None, window=late, basis=Basis.INFERRED),
            ),
        ),
        clients=[entry("Lakeside", aliases={"edr": ("1", "2")})],
    )

    (row,) = inventory.deployment_clients
    assert (row.client, row.reach, row.endpoints) == ("edr/t/1", Reach.ALL, 9)
    assert row.tickets is None
    assert row.basis is Basis.INFERRED
    assert row.window == Window(start=early.start, end=late.end)


def test_the_alias_may_name_a_connection() -> None:
    inventory = built(
        collection(organizations=[org("edr", "1", "A")]),
        collection("edr-2", tenant="u", organizations=[org("edr", "1", "B", tenant="u")]),
        clients=[entry("Lakeside", aliases={"edr-2": "1"})],
    )

    assert [m.tenant_id for m in inventory.client_by_id["edr/u/1"].members] == ["u"]
    assert inventory.gaps == ()


# Decisions ---------------------------------------------------------------------------------


def counts(rows: tuple[DecisionStats, ...]) -> list[tuple[str | None, str, int, bool]]:
    return [(row.client, row.outcome, row.count, row.complete) for row in rows]


def test_decisions_that_two_connections_counted_alike_are_not_added_up() -> None:
    inventory = built(*estate(), clients=ENTRIES)

    assert counts(inventory.decisions) == [("edr/t/1", "succeeded", 3, True)]


def test_decisions_of_one_connection_are_added_up_by_kind() -> None:
    inventory = built(
        collection(
            organizations=[org("edr", "1", "A")],
            decisions=(
                decision("edr.kill", organization="1", count=2),
                decision("edr.kill", organization="1", count=3, complete=False),
                decision("edr.kill", organization="1", outcome=Outcome.FAILED),
                decision("edr.kill", organization="unheard"),
            ),
        ),
        collection("edr-2", decisions=(decision("edr.kill", organization="1", count=4),)),
    )

    assert counts(inventory.decisions) == [
        ("edr/t/1", "failed", 1, True),
        ("edr/t/1", "succeeded", 5, False),
        (None, "succeeded", 1, True),
    ]


# Gaps --------------------------------------------------------------------------------------


def test_gaps_name_the_clients_of_their_organizations() -> None:
    inventory = built(*estate(), clients=ENTRIES)
    by_resource = {one.resource: one for one in inventory.gaps if one.connection == "edr-1"}

    assert by_resource["groups"].clients == ("edr/t/2",)
    assert by_resource["threats"].clients == ()


def test_doubts_about_clients_are_gaps_that_name_them() -> None:
    gaps = [one for one in built(*estate(), clients=ENTRIES).gaps if one.resource == "clients"]

    assert [(one.connection, one.vendor, one.clients, one.reason) for one in gaps] == [
        ("psa-1", "psa", ("psa/t/1", "rmm/t/8"), GapReason.INCONCLUSIVE),
        ("rmm-1", "rmm", ("gone",), GapReason.INCONCLUSIVE),
    ]
    assert "X Inc (psa 1), X LLC (rmm 8)" in gaps[0].subject
    assert "'77'" in gaps[1].subject


def test_gaps_of_one_id_become_one_that_concerns_both() -> None:
    one = gap("policies", organizations=("1",), features=("edr.kill",), detail="403")
    other = gap("policies", organizations=("2",), features=("edr.isolate",), detail="404")
    orgs = [org("edr", "1", "A"), org("edr", "2", "B")]

    (joined,) = built(collection(organizations=orgs, gaps=(one, other))).gaps

    assert joined.id == one.id == other.id
    assert joined.organizations == ("1", "2")
    assert joined.clients == ("edr/t/1", "edr/t/2")
    assert joined.features == ("edr.isolate", "edr.kill")
    assert joined.detail == "403; 404"
    assert one.joined(gap("policies")).organizations == ()


def test_the_detail_of_joined_gaps_has_an_end() -> None:
    joined = gap("policies", detail="no")
    for number in range(1000):
        joined = joined.joined(gap("policies", detail=f"GET /policies: refused {number}"))

    assert joined.detail is not None
    assert 400 < len(joined.detail) <= 500


# Attestations ------------------------------------------------------------------------------


def attested(*attestations: Attestation, tenants: tuple[str, str] = ("t", "t")) -> Inventory:
    """Two connections to one vendor, one client each; and another tool."""
    return built(
        *(
            collection(
                f"edr-{number}",
                tenant=tenant,
                organizations=[org("edr", str(number), f"Client {number}", tenant=tenant)],
                features=(feature("ask", attest="Is it on?"),),
            )
            for number, tenant in enumerate(tenants, 1)
        ),
        collection("rmm-1", vendor="rmm", features=(feature("ai", vendor="rmm"),)),
        attestations=attestations,
    )


def test_an_attestation_becomes_a_deployment_that_reaches_everyone() -> None:
    inventory = attested(attestation("edr.ask", document="minutes"))

    (one,) = inventory.deployments
    assert one.basis is Basis.ATTESTED
    assert one.reach is Reach.ALL
    assert one.source_object == SourceObject(
        kind=SourceKind.ATTESTATION, id="minutes", name="the attestation of ciso of 2026-10-01"
    )
    assert (one.autonomy, one.gate.kind) == (Autonomy.FULLY_AUTONOMOUS, GateKind.NONE)
    assert [(r.client, r.basis) for r in inventory.deployment_clients] == [
        ("edr/t/1", Basis.ATTESTED),
        ("edr/t/2", Basis.ATTESTED),
    ]


def test_an_attestation_for_a_connection_covers_its_tenant() -> None:
    inventory = attested(attestation("edr.ask", connection="edr-2"), tenants=("t", "u"))

    assert [row.client for row in inventory.deployment_clients] == ["edr/u/2"]
    assert [one.tenant_id for one in inventory.deployments] == ["u"]


@pytest.mark.parametrize("client", ["Client 2", "edr/t/2"])
def test_an_attestation_for_a_client_reaches_that_client(client: str) -> None:
    inventory = attested(attestation("edr.ask", client=client))

    (one,) = inventory.deployments
    assert one.reach is Reach.LISTED
    assert (one.scope.level, one.scope.id, one.scope.name) == ("client", "2", "Client 2")
    assert [row.client for row in inventory.deployment_clients] == ["edr/t/2"]


@pytest.mark.parametrize(
    "void",
    [
        {"until": date(2026, 10, 31)},
        {"on": date(2026, 11, 2)},
        {"feature": "edr.unheard"},
        {"feature": "rmm.ai", "connection": "edr-1"},
        {"connection": "unheard"},
    ],
)
def test_an_attestation_that_does_not_hold_makes_nothing(void: dict[str, object]) -> None:
    inventory = attested(attestation(str(void.pop("feature", "edr.ask")), **void))

    assert inventory.deployments == ()
    assert len(inventory.attestations) == 1


def test_an_attestation_holds_until_its_last_day() -> None:
    assert attested(attestation("edr.ask", until=date(2026, 11, 1))).deployments


def test_an_attestation_for_a_client_whom_the_tool_does_not_serve_is_a_gap() -> None:
    inventory = attested(attestation("edr.ask", client="Nobody"))

    assert inventory.deployments == ()
    (one,) = inventory.gaps
    assert (one.connection, one.features) == ("edr-1", ("edr.ask",))
    assert one.subject == "ask as attested for Nobody"


def test_an_attestation_does_not_replace_what_was_read() -> None:
    kills = deployment("kill")
    inventory = built(
        collection(features=(feature("kill"),), deployments=(kills,)),
        attestations=[attestation("edr.kill", enabled=False)],
    )

    assert {one.basis for one in inventory.deployments} == {Basis.OBSERVED, Basis.ATTESTED}


LATER = date(2026, 10, 20)


def states(inventory: Inventory) -> dict[str, bool | None]:
    known = {one.key: one.enabled for one in inventory.deployments}
    return {row.client: known[row.deployment] for row in inventory.deployment_clients}


def test_a_later_attestation_for_all_replaces_an_earlier_one_for_a_client() -> None:
    inventory = attested(
        attestation("edr.ask", client="Client 1", enabled=True),
        attestation("edr.ask", enabled=False, on=LATER),
    )
    assert states(inventory) == {"edr/t/1": False, "edr/t/2": False}
    assert len(inventory.deployments) == 1


@pytest.mark.parametrize("client", ["Client 2", "edr/t/2"])
def test_a_later_attestation_for_a_client_counts_for_that_client(client: str) -> None:
    inventory = attested(
        attestation("edr.ask", enabled=False),
        attestation("edr.ask", client=client, enabled=True, on=LATER),
    )
    assert states(inventory) == {"edr/t/1": False, "edr/t/2": True}
    assert not inventory.gaps


def test_two_attestations_of_one_day_that_contradict_each_other_count_for_nothing() -> None:
    inventory = attested(
        attestation("edr.ask", enabled=False, by="role:a"),
        attestation("edr.ask", enabled=True, by="role:b"),
    )
    assert not inventory.deployments
    gap = next(one for one in inventory.gaps if one.connection == "edr-1")
    assert (gap.reason, gap.features) == (GapReason.INCONCLUSIVE, ("edr.ask",))
    assert "role:a and role:b attested different things" in gap.subject


def test_the_same_said_twice_is_no_contradiction() -> None:
    inventory = attested(attestation("edr.ask", by="role:a"), attestation("edr.ask", by="role:b"))
    assert inventory.deployments
    assert not inventory.gaps


@pytest.mark.parametrize(
    ("approver", "actor"),
    [
        ("role:service desk lead", Actor(kind=ActorKind.ROLE, role="service desk lead")),
        ("u-17", Actor(kind=ActorKind.PERSON, id="u-17")),
    ],
)
def test_an_attested_approver_stands_at_the_gate(approver: str, actor: Actor) -> None:
    (one,) = attested(
        attestation(
            "edr.ask", autonomy=Autonomy.ADVISORY, gate=GateKind.PRE_APPROVAL, approver=approver
        )
    ).deployments
    assert one.gate.approvers == (actor,)


def test_nobody_approves_where_there_is_no_gate() -> None:
    with pytest.raises(ValueError, match="approver"):
        attestation("edr.ask", gate=GateKind.NONE, approver="role:lead")


@pytest.mark.parametrize("enabled", [True, False, None])
@pytest.mark.parametrize("said", [True, False])
def test_what_is_attested_off_and_seen_on_is_told(said: bool, enabled: bool | None) -> None:
    kills = deployment("kill", enabled=enabled)
    inventory = built(
        collection(
            features=(feature("kill"),),
            organizations=[org("edr", "1", "Client 1"), org("edr", "2", "Client 2")],
            deployments=(kills,),
            reaches=(reach(kills, "1"),),
        ),
        attestations=[attestation("edr.kill", enabled=said)],
    )
    disputes = [one for one in inventory.gaps if "off by" in one.subject]
    assert bool(disputes) is (enabled is True and not said)
    for dispute in disputes:
        assert dispute.reason is GapReason.INCONCLUSIVE
        assert dispute.clients == ("edr/t/1",)
        assert kills.source_object.name in dispute.subject
        assert "the attestation of ciso" in dispute.subject


# What cannot be ----------------------------------------------------------------------------


def test_two_collections_of_one_connection_are_refused() -> None:
    with pytest.raises(ValueError, match="two collections"):
        built(collection(), collection())


def test_a_collection_reaches_only_what_it_holds() -> None:
    kills = deployment("kill")
    with pytest.raises(ValueError, match="deployment that is not here"):
        collection(reaches=(reach(kills, "1"),))
    with pytest.raises(ValueError, match="organization that is not here"):
        collection(deployments=(kills,), reaches=(reach(kills, "1"),))


def test_unknown_settings_of_two_kinds_of_source_are_both_kept() -> None:
    def unknown(kind: SourceKind) -> UnknownSetting:
        return UnknownSetting(
            vendor="edr",
            tenant_id="t",
            source_object=SourceObject(kind=kind, id="1", name="one"),
            pointer="/ai",
            type="bool",
            digest="sha256:0",
        )

    settings = (unknown(SourceKind.POLICY), unknown(SourceKind.RULE))

    assert built(collection(unknown_settings=settings)).unknown_settings == settings


def test_a_copy_carries_nothing_derived_from_the_old_values() -> None:
    inventory = built(*estate(), clients=ENTRIES)
    assert inventory.clients_by_deployment
    assert inventory.client_by_id

    emptied = inventory.model_copy(update={"deployment_clients": (), "clients": ()})

    assert emptied.clients_by_deployment == {}
    assert emptied.client_by_id == {}


def test_limited_to_one_client_nothing_of_another_stays() -> None:
    inventory = built(*estate(), clients=ENTRIES)
    assert inventory.clients_by_deployment

    only = inventory.only(["Lakeside"])

    rows = [row for rows in only.clients_by_deployment.values() for row in rows]
    assert {row.client for row in rows} == {"edr/t/1"}
    assert set(only.client_by_id) == {"edr/t/1"}


def test_a_doubt_about_two_clients_does_not_name_one_to_the_other() -> None:
    only = built(*estate(), clients=ENTRIES).only(["X LLC"])

    (doubt,) = (one for one in only.gaps if one.resource == "clients")
    assert doubt.clients == ("rmm/t/8",)
    assert "X Inc" not in only.to_json()


def test_receipts_keep_their_connection() -> None:
    inventory = built(
        collection(receipts=(receipt("policies"), receipt("organizations", complete=False)))
    )

    assert [(one.connection, one.receipt.resource) for one in inventory.receipts] == [
        ("edr-1", "organizations"),
        ("edr-1", "policies"),
    ]


def test_an_attestation_is_evidence_of_who_says_so_and_when() -> None:
    inventory = attested(attestation("edr.ask", document="minutes"))

    (one,) = inventory.deployments
    (proof,) = (inventory.evidence_by_id[known] for known in one.evidence)
    assert (proof.fact.method, proof.fact.object_id) == ("ATTESTED", "minutes")
    assert proof.read_at.date() == date(2026, 10, 1)
    assert inventory.only(["Client 1"]).evidence_by_id[proof.id] == proof


def test_an_attestation_that_expired_stays_evidence_of_what_was_once_said() -> None:
    inventory = attested(attestation("edr.ask", until=date(2026, 10, 2)))

    assert not inventory.deployments
    assert [one.fact.method for one in inventory.evidence if one.fact.method == "ATTESTED"]


def test_an_attestation_of_an_unheard_of_feature_is_said_aloud() -> None:
    inventory = attested(attestation("edr.aks", connection="edr-1"))

    assert [(one.connection, one.features) for one in inventory.gaps if "edr.aks" in one.subject]
    assert not [one for one in attested(attestation("soar.ai")).gaps if "soar.ai" in one.subject]


def test_what_may_reach_a_client_stays_in_view_of_it_though_it_was_seen_elsewhere() -> None:
    from aigov_connectors.testing import (
        make_collection,
        make_deployment,
        make_inventory,
        make_organization,
    )

    seen = make_deployment(reach=Reach.UNKNOWN)
    inventory = make_inventory(
        make_collection(
            organizations=(make_organization("1", "One"), make_organization("2", "Two")),
            deployments=(seen,),
            reach={seen.key: {"1": 3}},
        )
    )
    assert inventory.only(["Two"]).deployments == (seen,)
    assert inventory.only(["Two"]).deployment_clients == ()
