"""Runs that were told to look at less: nothing of what they left out came, went or was resolved."""

from typing import Any

import pytest
from tests.drift.estate import FEATURE, ONE, TWO, snapshot, switch, told, unread

from aigov_connectors.config import Config
from aigov_connectors.drift import Aspect, Cause, Direction, Move, diff
from aigov_connectors.export.baseline import State, compared
from aigov_connectors.export.model import Run
from aigov_connectors.inventory import ClientEntry, GapReason, Reach, SourceKind, SourceObject
from aigov_connectors.rules import assess, shipped_rules
from aigov_connectors.snapshot import Snapshot
from aigov_connectors.testing import make_deployment, make_feature, make_organization

RULES = tuple(
    one
    for one in shipped_rules()
    if one.id in ("autonomous-containment", "unknown-ai-switch", "unknown-switch-appeared")
)


def _own(number: str):
    """A setting of one client's own."""
    return make_deployment(FEATURE, source=number)


FIRST, SECOND = _own("1"), _own("2")
REACH = {FIRST.key: {"1": 10}, SECOND.key: {"2": 10}}


def _run(*deployments, unknown=("2",), **changes) -> Snapshot:
    made = deployments or (FIRST, SECOND)
    return snapshot(
        *made,
        reach={one.key: REACH[one.key] for one in made},
        unknown_settings=[switch(source=each) for each in unknown],
        rules=RULES,
        **changes,
    )


def _scopes(before, after):
    return [one for one in diff(before, after).changes if one.aspect is Aspect.SCOPE]


def test_what_another_client_has_is_neither_gone_nor_resolved() -> None:
    whole = _run()

    (scope,) = diff(whole, whole.only(["One"])).changes

    assert (scope.aspect, scope.direction) == (Aspect.SCOPE, Direction.UNSEEN)
    assert scope.because == (
        "This run was limited to clients (One): only of them is anything compared, of others"
        " nothing is known now."
    )


def test_what_another_client_has_is_not_new_after_a_limited_run() -> None:
    whole = _run()

    (scope,) = diff(whole.only(["One"]), whole).changes

    assert (scope.move, scope.direction) == (Move.REVEALED, Direction.SEEN)
    assert scope.because.startswith("The run before was limited to clients (One)")


def test_of_the_clients_that_both_hold_everything_is_compared() -> None:
    calm = _run(FIRST.model_copy(update={"enabled": False}), SECOND)

    both = told(calm, _run().only(["One"]))

    assert ("enabled", "rose", "worse", "drift") in both
    assert not told(
        _run(FIRST, SECOND.model_copy(update={"enabled": False})), _run().only(["One"])
    )[1:]


def test_runs_of_different_clients_have_nothing_in_common() -> None:
    whole = _run()

    scopes = diff(whole.only(["One"]), whole.only(["Two"])).changes

    assert {one.aspect for one in scopes} == {Aspect.SCOPE}
    assert [one.direction for one in scopes] == [Direction.UNSEEN, Direction.SEEN]
    states = compared(Run(whole.only(["Two"]), whole.only(["One"])))
    assert {one.state for one in states} == {None}


def test_what_may_reach_anybody_is_nothing_in_common_of_runs_of_different_clients() -> None:
    everywhere = FIRST.model_copy(update={"reach": Reach.UNKNOWN})
    whole = snapshot(everywhere, SECOND, reach=REACH)

    for names in (["One"], ["Two"]):
        others = ["Two"] if names == ["One"] else ["One"]
        changes = diff(whole.only(names), whole.only(others)).changes
        assert {one.aspect for one in changes} == {Aspect.SCOPE}


def test_two_runs_of_the_same_clients_differ_in_no_scope() -> None:
    one = _run().only(["One"])

    assert diff(one, one).changes == ()


def test_a_client_that_is_new_in_a_limited_run_is_new() -> None:
    three = make_organization("3", "Three")
    later = _run(organizations=(ONE, TWO, three)).only(["Three"])

    assert ("client", "appeared", "unclear", "drift") in told(_run(), later)


def test_a_switch_that_was_left_out_has_not_appeared() -> None:
    """As a file of a run for one client, taken as the run before, once made it."""
    earlier = _run(unknown=("1", "2")).only(["One"])
    object_of_two = SourceObject(kind=SourceKind.POLICY, id="2", name="policy 2")
    kept = [one for one in earlier.inventory.unknown_settings if one.source_object == object_of_two]
    assert kept == []

    judged = assess(_run().inventory, rules=RULES, previous=earlier.inventory)

    assert [one.rule for one in judged.findings if one.rule == "unknown-switch-appeared"] == []


def test_a_document_calls_nothing_new_or_absent_that_the_other_run_left_out() -> None:
    whole, part = _run(), _run().only(["One"])

    forth = {one.finding.subject.key: one.state for one in compared(Run(part, whole))}
    back = {one.finding.subject.key: one.state for one in compared(Run(whole, part))}

    assert set(forth.values()) == {State.UNCHANGED}
    assert back[FIRST.key] is State.UNCHANGED
    assert back[SECOND.key] is None


def test_resources_that_were_left_out_are_named_once_and_hide() -> None:
    whole = _run()
    gap = unread(GapReason.INTERRUPTED)
    part = _run(gaps=(gap,), unknown=())
    part = part.model_copy(
        update={
            "inventory": part.inventory.model_copy(
                update={
                    "limited_resources": ("agents",),
                    "deployments": (),
                    "deployment_clients": (),
                }
            ),
            "assessment": part.assessment.model_copy(update={"findings": (), "passes": ()}),
        }
    )

    changes = diff(whole, part).changes

    (scope,) = (one for one in changes if one.aspect is Aspect.SCOPE)
    assert scope.because == (
        "This run was limited to resources (agents): what it left out is not gone."
    )
    assert {one.move for one in changes} <= {Move.HIDDEN, Move.FELL}
    assert {one.direction for one in changes} == {Direction.UNSEEN}
    assert {one.cause for one in changes} == {Cause.CONFIGURATION, Cause.VISIBILITY}
    hidden = next(one for one in changes if one.aspect is Aspect.DEPLOYMENT)
    assert "policies were left out by the selection of that run" in hidden.because
    (back,) = _scopes(part, whole)
    assert back.direction is Direction.SEEN


@pytest.mark.parametrize("names", [("One",), ("Two",), ("One", "Two")])
def test_the_stamps_tell_what_each_run_was_limited_to(names) -> None:
    whole = _run()

    drift = diff(whole, whole.only(names))

    assert drift.before.limited_to == ()
    assert set(drift.after.limited_to) == {
        one.id for one in whole.inventory.clients if one.name in names
    }


def test_a_client_that_only_the_configuration_tells_of_has_left_no_tool_that_was_not_read() -> None:
    attest = make_feature("attested").model_copy(update={"attest": "Ask the vendor."})
    rules = tuple(one for one in shipped_rules() if one.id == "not-exposed-not-attested")
    entries = Config(clients=(ClientEntry(name="One", id="one", aliases={"acme": ("1",)}),))
    gap = unread(GapReason.INTERRUPTED, feature="acme.other")
    not_exposed = unread(GapReason.NOT_EXPOSED, feature=attest.id).model_copy(
        update={"resource": "catalogue", "id": "gap"}
    )
    common: dict[str, Any] = {"features": (attest,), "config": entries, "rules": rules}
    whole = snapshot(**common, gaps=(not_exposed,))
    cut = snapshot(**common, gaps=(not_exposed, gap), organizations=())

    for before, after in ((whole, cut), (cut, whole)):
        changes = diff(before, after).changes
        assert changes
        assert {one.direction for one in changes} <= {Direction.UNSEEN, Direction.SEEN}
