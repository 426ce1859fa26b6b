"""Clients that an alias joins, and clients that get another id: nothing is gone, nothing is new."""

from __future__ import annotations

from datetime import date

from tests.drift.estate import ONE, TWO, snapshot

from aigov_connectors.client_view.narrowing import narrowed
from aigov_connectors.config import Config
from aigov_connectors.drift import Aspect, Move, diff
from aigov_connectors.inventory import (
    Attestation,
    Client,
    ClientEntry,
    DecisionKind,
    Reach,
    Verdict,
)
from aigov_connectors.inventory.renaming import ids_between, under_ids
from aigov_connectors.policy import Policy, Waiver
from aigov_connectors.rules import Topic, shipped_rules
from aigov_connectors.testing import make_deployment, make_feature, make_organization

FEATURE = make_feature(decisions=(DecisionKind.ISOLATE_ENDPOINT,))
ISOLATES = make_deployment(FEATURE, reach=Reach.LISTED)
SEEN = {ISOLATES.key: {"1": 4, "2": 5}}
RULES = tuple(one for one in shipped_rules() if one.id == "autonomous-containment")
JOINED = Config(clients=(ClientEntry(name="One", aliases={"acme": ("1", "2")}),))
RENAMED = Config(clients=(ClientEntry(name="Two", id="c-2"),))


def _run(config: Config | None = None, **changes):
    return snapshot(ISOLATES, reach=SEEN, rules=RULES, config=config, **changes)


def _changes(before, after):
    return [
        (one.aspect, one.move, one.because)
        for one in diff(before, after).changes
        if one.aspect in (Aspect.CLIENT, Aspect.REACH, Aspect.FINDING, Aspect.DEPLOYMENT)
    ]


def test_joined_clients_are_neither_gone_nor_new_and_their_endpoints_are_added_up() -> None:
    words = "Two and One were two clients and are one: One."
    assert _changes(_run(), _run(JOINED)) == [(Aspect.CLIENT, Move.CHANGED, words)]

    words = "Two and One are two clients; they were one: One."
    assert _changes(_run(JOINED), _run()) == [(Aspect.CLIENT, Move.CHANGED, words)]


def test_another_id_is_no_change() -> None:
    assert _changes(_run(), _run(RENAMED)) == []
    assert _changes(_run(RENAMED), _run()) == []


def test_a_finding_keeps_its_identity_and_its_rows_meet() -> None:
    before, after = _run().assessment.findings, _run(JOINED).assessment.findings
    assert [one.identity for one in before] == [one.identity for one in after]
    assert [[row.id for row in one.clients] for one in after] == [["acme/tenant/1"]]


def test_what_names_a_client_by_an_id_that_it_had_still_means_it() -> None:
    waiver = Waiver(
        rule="autonomous-containment",
        client="acme/tenant/2",
        owner="lead",
        reason="agreed",
        until=date(2027, 1, 1),
    )
    policy = Policy(waivers=(waiver,))
    for config in (None, RENAMED, JOINED):
        (finding,) = _run(config, policy=policy).assessment.findings
        waived = {row.name for row in finding.clients if row.waiver is not None}
        assert waived == ({"One"} if config is JOINED else {"Two"})
    inventory = _run(RENAMED).inventory
    assert [one.name for one in inventory.only(["acme/tenant/2"]).clients] == ["Two"]


def test_an_attestation_about_a_client_is_one_deployment_whatever_id_the_client_has() -> None:
    attested = make_feature("asked", attest="Ask.")
    said = Attestation(
        feature=attested.id,
        client="Two",
        enabled=True,
        by="dana",
        on=date(2026, 10, 1),
        until=date(2027, 10, 1),
    )
    keys = set()
    for entries in ((), RENAMED.clients, (ClientEntry(name="Two", aliases={"acme": ("1", "2")}),)):
        run = snapshot(
            features=(FEATURE, attested), config=Config(clients=entries, attestations=(said,))
        )
        keys |= {one.key for one in run.inventory.deployments}
    assert keys == {"acme.asked/tenant/attestation:dana/client:2"}


def test_a_run_of_before_ids_were_kept_meets_by_its_members() -> None:
    old, new = _run().inventory, _run(RENAMED).inventory
    plain = tuple(one.model_copy(update={"also_known_as": ()}) for one in old.clients)

    assert ids_between(plain, new.clients) == {"acme/tenant/2": "c-2"}
    assert ids_between(new.clients, plain) == {"c-2": "acme/tenant/2"}


def test_what_is_told_under_other_ids_says_nothing_else() -> None:
    before = _run().inventory
    assert under_ids(before, {}) is before
    told = under_ids(before, {"acme/tenant/2": "acme/tenant/1"})

    (one,) = told.clients
    assert (one.id, one.name, len(one.members)) == ("acme/tenant/1", "One", 2)
    assert [(row.client, row.endpoints) for row in told.deployment_clients] == [
        ("acme/tenant/1", 9)
    ]
    assert all(isinstance(each, Client) for each in told.clients)


def test_a_stranger_is_still_a_new_client() -> None:
    three = make_organization("3", "Three")
    after = _run(organizations=(ONE, TWO, three))
    assert [(move, words) for _, move, words in _changes(_run(), after)] == [
        (Move.APPEARED, "Three is a new client (acme).")
    ]
    assert {one.verdict for one in after.assessment.findings if one.topic is Topic.ACTING} == {
        Verdict.FAIL
    }


def test_a_client_sees_of_the_run_before_what_was_all_of_it_and_nothing_of_a_whole_it_left() -> (
    None
):
    apart, joined = _run(), _run(JOINED)
    (one,) = joined.inventory.clients
    shown = narrowed(apart, one)
    assert [each.id for each in shown.inventory.clients] == [one.id]
    assert [(row.client, row.endpoints) for row in shown.inventory.deployment_clients] == [
        (one.id, 9)
    ]
    assert [row.id for each in shown.assessment.findings for row in each.clients] == [one.id]

    two = apart.inventory.client_by_id["acme/tenant/2"]
    assert narrowed(joined, two).inventory.clients == ()
