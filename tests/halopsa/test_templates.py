"""A workflow that a rule gives by a template stands under the approval that the template names."""

from __future__ import annotations

from typing import Any

import pytest
from tests.halopsa.rows import ADVISORY, ASKS, FULL, HOLDS, ORIGIN, RUNS, UNKNOWN, desk, workflow
from tests.halopsa.test_normalize import flow

from aigov_connectors.halopsa.normalize import Desk
from aigov_connectors.halopsa.normalize.rules import templates_giving, templates_named
from aigov_connectors.halopsa.wire import TemplateWire, TicketRuleWire
from aigov_connectors.inventory import Autonomy, Basis, GateKind, Reach

GATED = workflow((1, 2, ASKS), (2, 3, RUNS))


def template(**sent: Any) -> TemplateWire:
    return TemplateWire.model_validate({"id": 2, "workflow_id": 3, "approval_id": 8, **sent})


def given_by(*templates: TemplateWire, types: tuple[dict[str, Any], ...] = ()) -> Desk:
    found = desk(*types)
    rows = {one.id: (one, ORIGIN) for one in templates}
    told = templates_giving(rows, named=tuple(rows))
    assert told is not None
    found.templates_of_rules = told
    return found


@pytest.mark.parametrize(
    ("templates", "types", "autonomy", "gate"),
    [
        ((template(),), (), ADVISORY, GateKind.PRE_APPROVAL),
        (
            (template(),),
            ({"id": 1, "workflow_id": 3, "approval_process_id": 8},),
            ADVISORY,
            GateKind.PRE_APPROVAL,
        ),
        (
            (template(),),
            ({"id": 1, "workflow_id": 3, "approval_process_id": 0},),
            UNKNOWN,
            GateKind.UNKNOWN,
        ),
        ((template(), template(id=4, approval_id=0)), (), UNKNOWN, GateKind.UNKNOWN),
        ((template(approval_id=None),), (), UNKNOWN, GateKind.UNKNOWN),
        ((template(approval_id=9),), (), UNKNOWN, GateKind.UNKNOWN),
        ((template(workflow_id=5),), (), UNKNOWN, GateKind.UNKNOWN),
    ],
    ids=[
        "by the template alone",
        "by a type too, under the same",
        "by a type too, under none",
        "another template asks nobody",
        "the approval is not told",
        "the approval was not read",
        "of another workflow",
    ],
)
def test_it_is_gated_where_all_that_give_it_begin_under_an_approval_that_holds(
    templates: tuple[TemplateWire, ...],
    types: tuple[dict[str, Any], ...],
    autonomy: Autonomy,
    gate: GateKind,
) -> None:
    (found,) = flow(GATED, process=HOLDS, place=given_by(*templates, types=types))

    assert (found.autonomy, found.gate.kind) == (autonomy, gate)
    assert found.basis is Basis.INFERRED
    assert found.reach is Reach.UNKNOWN  # a rule may give it to a ticket of any type


def test_an_approval_of_a_template_that_opens_by_itself_is_none() -> None:
    opens = {**HOLDS, "autoapproveifnoapprovers": True}
    (found,) = flow(GATED, process=opens, place=given_by(template()))

    assert (found.autonomy, found.gate.kind) == (FULL, GateKind.NONE)


def test_no_edge_that_asks_is_no_gate_whatever_the_template_names() -> None:
    (found,) = flow(workflow((1, 2, RUNS)), process=HOLDS, place=given_by(template()))

    assert (found.autonomy, found.gate.kind) == (FULL, GateKind.NONE)


def test_a_rule_that_gives_the_workflow_itself_too_leaves_its_approval_open() -> None:
    place = given_by(template())
    place.workflows_of_rules = frozenset({3})
    (found,) = flow(GATED, process=HOLDS, place=place)

    assert found.gate.kind is GateKind.UNKNOWN


def test_what_shows_the_gate_is_the_template() -> None:
    (found,) = flow(GATED, process=HOLDS, place=given_by(template()))
    told = {(one.name, one.value) for one in found.settings}

    assert {("workflow_id", 3), ("approval_id", 8)} <= told


def test_a_template_that_was_not_read_may_give_any_workflow() -> None:
    assert templates_giving({}, named=(2,)) is None
    assert templates_giving({2: (template(workflow_id=None), ORIGIN)}, named=(2,)) is None
    assert templates_giving({}, named=()) == {}
    assert templates_giving({2: (template(workflow_id=0), ORIGIN)}, named=(2,)) == {}


def test_only_rules_that_may_be_on_put_their_templates_into_tickets() -> None:
    rules = [
        (TicketRuleWire.model_validate({"id": at, "new_template_id": one, "active": on}), ORIGIN)
        for at, (one, on) in enumerate([(2, True), (4, None), (5, False), (0, True), (2, True)])
    ]

    assert templates_named(rules) == (2, 4)
