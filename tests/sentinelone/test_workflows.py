"""What a workflow does with nobody in between, whatever its steps are called."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sentinelone.workflow_bodies import (
    CATALOGUE,
    DISCONNECT,
    PLACE,
    alert,
    deployment,
    places,
    read,
    request,
    statement,
    step,
    told,
)

from aigov_connectors.inventory import (
    LEGAL_GATES,
    ActorKind,
    Autonomy,
    Basis,
    DecisionKind,
    Deployment,
    GateKind,
    Reach,
    Technique,
)
from aigov_connectors.redaction import redacted
from aigov_connectors.sentinelone.normalize.workflows import deployment_from_workflow
from aigov_connectors.sentinelone.wire_workflows import WorkflowRowWire, WorkflowWire

ALONE = (Autonomy.FULLY_AUTONOMOUS, GateKind.NONE)
ASKED = (Autonomy.ADVISORY, GateKind.PRE_APPROVAL)
TELLS = (Autonomy.ADVISORY, GateKind.NOT_APPLICABLE)
OPEN = (Autonomy.UNKNOWN, GateKind.UNKNOWN)
SLACK = "wait_for_slack"


def label(found: Deployment) -> tuple[Autonomy, GateKind]:
    return found.autonomy, found.gate.kind


CASES: dict[str, tuple[list[Any], tuple[Autonomy, GateKind]]] = {
    "nobody in between": ([alert("2"), step("2", "condition", "3"), request("3")], ALONE),
    "asked on the only way": ([alert("2"), step("2", SLACK, "3"), request("3")], ASKED),
    "asked on one way of two": (
        [alert("2"), step("2", "condition", "3", "4"), step("3", SLACK, "4"), request("4")],
        ALONE,
    ),
    "asked on both ways": (
        [
            alert("2"),
            step("2", "condition", "3", "4"),
            step("3", SLACK, "5"),
            step("4", SLACK, "5"),
            request("5"),
        ],
        ASKED,
    ),
    "a question beside the way": ([alert("2", "3"), step("2", SLACK), request("3")], ALONE),
    "asked after the deed": ([alert("2"), request("2", "3"), step("3", SLACK)], ALONE),
    "a page that is waited for": (
        [
            alert("2"),
            step("2", "create_interaction", "3"),
            step("3", "wait_for_interaction", "4"),
            request("4"),
        ],
        ASKED,
    ),
    "a page that nobody waits for": (
        [alert("2"), step("2", "create_interaction", "3"), request("3")],
        ALONE,
    ),
    "a page that is made where nothing leads": (
        [
            alert("2"),
            step("2", "wait_for_interaction", "3"),
            request("3"),
            step("4", "create_interaction"),
        ],
        OPEN,
    ),
    "a page that is made on one way of two": (
        [
            alert("2"),
            step("2", "condition", "3", "4"),
            step("3", "create_interaction", "4"),
            step("4", "wait_for_interaction", "5"),
            request("5"),
        ],
        OPEN,
    ),
    "leads to a step that is gone, beside one that is there": (
        [alert("2"), step("2", "condition", "3", "9"), step("3", "send_email")],
        OPEN,
    ),
    "waiting for a page that nobody made": (
        [alert("2"), step("2", "wait_for_interaction", "3"), request("3")],
        OPEN,
    ),
    "a delay": ([alert("2"), step("2", "delay", "3", seconds=600), request("3")], ALONE),
    "an analyst starts it": ([alert("2", alone=False), request("2")], ASKED),
    "a person starts it": ([step("1", "manual_trigger", "2"), request("2")], ASKED),
    "a person starts what cannot be read": (
        [step("1", "manual_trigger", "2"), step("2", "snippet")],
        ASKED,
    ),
    "a person starts a notice": (
        [step("1", "manual_trigger", "2"), step("2", "send_email")],
        TELLS,
    ),
    "how it starts is not told": ([alert("2", alone=None), request("2")], OPEN),
    "how it starts is not told, and somebody is asked": (
        [alert("2", alone=None), step("2", SLACK, "3"), request("3")],
        ASKED,
    ),
    "an unknown trigger": ([step("1", "moon_trigger", "2"), request("2")], OPEN),
    "a schedule": ([step("1", "scheduled_trigger", "2"), request("2")], ALONE),
    "a web call": ([step("1", "http_trigger", "2"), request("2")], ALONE),
    "only told": ([alert("2"), step("2", "send_email")], TELLS),
    "only looked up": (
        [alert("2"), request("2", "3", method="GET", url="https://x.example/a"), step("3", "loop")],
        TELLS,
    ),
    "told on a channel": (
        [alert("2"), request("2", url="https://hooks.slack.com/services/x/y")],
        TELLS,
    ),
    "told on a channel of Discord": (
        [alert("2"), request("2", url="https://discord.com/api/v10/webhooks/1/x")],
        TELLS,
    ),
    "told on a channel of Teams": (
        [alert("2"), request("2", url="https://acme.webhook.office.com/webhookb2/x/y")],
        TELLS,
    ),
    "something else at a chat host": (
        [alert("2"), request("2", url="https://discord.com/api/v10/guilds/1/bulk-ban")],
        OPEN,
    ),
    "a workflow at a chat host": (
        [alert("2"), request("2", url="https://hooks.slack.com/triggers/x")],
        OPEN,
    ),
    "an answer to a mail": (
        [alert("2"), request("2", url="https://outlook.office.com/api/v2.0/me/messages/x/reply")],
        OPEN,
    ),
    "a chat host and no told method": (
        [alert("2"), request("2", method="{{m}}", url="https://hooks.slack.com/services/x")],
        OPEN,
    ),
    "a model's host and no told method": (
        [alert("2"), request("2", method=None, url="https://api.openai.com/v1/chat/completions")],
        OPEN,
    ),
    "a model only answers": ([alert("2"), step("2", "llm")], TELLS),
    "an outside model only answers": (
        [alert("2"), request("2", url="https://eu.api.openai.com/v1/chat/completions")],
        TELLS,
    ),
    "a snippet": ([alert("2"), step("2", "snippet")], OPEN),
    "a snippet before the deed": ([alert("2"), step("2", "snippet_20", "3"), request("3")], OPEN),
    "a snippet after the question": (
        [alert("2"), step("2", SLACK, "3"), step("3", "snippet", "4"), request("4")],
        ASKED,
    ),
    "an unknown type": ([alert("2"), step("2", "teleport")], OPEN),
    "a post to somebody unknown": ([alert("2"), request("2", url="https://x.example/a")], OPEN),
    "a post whose address is an expression": ([alert("2"), request("2", url="{{x}}")], OPEN),
    "a request of no told method": ([alert("2"), request("2", method=None)], OPEN),
    "a deletion somewhere": (
        [alert("2"), request("2", method="delete", url="https://x.example/a")],
        ALONE,
    ),
    "a deletion at a chat host": (
        [alert("2"), request("2", method="DELETE", url="https://hooks.slack.com/a")],
        ALONE,
    ),
    "leads to a step that is gone": ([alert("9")], OPEN),
    "a deed that nothing leads to": ([alert("2"), step("2", "variable"), request("3")], OPEN),
    "a notice that nothing leads to": (
        [alert("2"), step("2", "variable"), step("3", "send_email")],
        TELLS,
    ),
    "an island that runs in a circle": ([alert(), request("2", "3"), step("3", "loop", "2")], OPEN),
    "nothing starts it": ([request("2")], OPEN),
    "no steps at all": ([], OPEN),
    "in a loop, by its parent": (
        [alert("2"), step("2", "loop"), request("3", parent="2")],
        ALONE,
    ),
    "in a loop, asked inside": (
        [
            alert("2"),
            step("2", "loop"),
            step("3", SLACK, "4", parent="2"),
            request("4", parent="2"),
        ],
        ASKED,
    ),
    "a loop that leads back": (
        [alert("2"), step("2", "condition", "3"), step("3", "delay", "2", "4"), request("4")],
        ALONE,
    ),
    "two steps of one id": ([alert("2"), step("2", "variable"), request("2")], OPEN),
    "a query to the alerts": (
        [
            alert("2"),
            request("2", url="/web/api/v2.1/unifiedalerts/graphql", body="query A{alerts{id}}"),
        ],
        TELLS,
    ),
    "what is sent to the alerts was not shown": (
        [alert("2"), request("2", url="/web/api/v2.1/unifiedalerts/graphql")],
        OPEN,
    ),
    "what is sent to the alerts is filled in later": (
        [
            alert("2"),
            request(
                "2",
                url="/web/api/v2.1/unifiedalerts/graphql",
                body='{"query": "{{local_var.body}}", "variables": {"a": {}}}',
            ),
        ],
        OPEN,
    ),
    "a query with a value that is filled in": (
        [
            alert("2"),
            request(
                "2",
                url="/web/api/v2.1/unifiedalerts/graphql",
                body='{"query": "query A($i: ID){alert(id:$i){id}}", "variables": {"i": "{{a}}"}}',
            ),
        ],
        TELLS,
    ),
    "a mutation of the alerts": (
        [
            alert("2"),
            request(
                "2", url="/web/api/v2.1/unifiedalerts/graphql", body={"query": "mutation M{x}"}
            ),
        ],
        ALONE,
    ),
    "another address that ends alike": (
        [alert("2"), request("2", url="https://x.example/web/api/v2.1/agents/actions/disconnect")],
        OPEN,
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_the_weakest_way_decides(case: str) -> None:
    steps, expected = CASES[case]
    found = deployment(*steps)
    assert label(found) == expected
    assert found.enabled is True
    assert found.basis is not Basis.OBSERVED, "what a definition means is reported, not verified"


def test_the_way_on_which_nobody_is_asked_is_named_step_by_step() -> None:
    found = statement(
        read(
            alert("2", name="Alert created"),
            step("2", "condition", "3", "4", name="Is it a server"),
            step("3", SLACK, "4", name="Ask"),
            request("4", name="Cut it off"),
        )
    )
    assert told(found.deployment)["way without approval"] == (
        "singularity_response_trigger > Is it a server (condition)"
        " > Cut it off (POST agents/actions/disconnect)"
    )
    shown = {one.fact.pointer: one.fact.value for one in found.evidence}
    assert shown["/actions/1/action/type"] == "condition"
    assert shown["/actions/3/action/data/url"] == "POST agents/actions/disconnect"
    assert shown["/actions/0/action/data/filter_groups/0/run_automatically"] is True
    assert shown["/workflow/state"] == "active"
    assert set(found.deployment.evidence) == {one.id for one in found.evidence}


def test_what_it_decides_is_what_it_does_with_nobody_asked() -> None:
    quarantine = "/web/api/v2.1/threats/mitigate/network-quarantine"
    found = deployment(
        alert("2", "3"),
        step("2", SLACK, "4"),
        request("4"),
        request("3", url="https://x.example/tickets/1", method="PATCH"),
    )
    assert found.decisions == (DecisionKind.UNKNOWN,)
    assert deployment(alert("2"), request("2", url=quarantine)).decisions == (
        DecisionKind.ISOLATE_ENDPOINT,
    )


def test_a_model_whose_answer_decides_is_named() -> None:
    found = deployment(
        alert("2"),
        step("2", "llm", "3", name="Judge"),
        step("3", "condition", "4", name="Bad?"),
        request("4", name="Cut off"),
    )
    named = told(found)["language model before a decision"]
    assert named == "Judge (llm) > Bad? (condition) > Cut off (POST agents/actions/disconnect)"
    outside = deployment(
        alert("2"),
        request("2", "3", url="https://api.openai.com/v1/chat/completions", name="Ask outside"),
        step("3", "condition", "4"),
        request("4"),
    )
    assert told(outside)["language model"] == "api.openai.com"
    assert "language model before a decision" in told(outside)


@pytest.mark.parametrize(
    ("more", "techniques"),
    [
        ([request("2")], {Technique.RULE_BASED}),
        ([step("2", "llm")], {Technique.RULE_BASED, Technique.GENERATIVE}),
        ([step("2", "snippet")], set()),
        ([request("2", url="https://x.example/answers")], set()),
        ([step("2", "variable"), request("3")], set()),
    ],
)
def test_only_a_model_makes_a_workflow_ai(more: list[Any], techniques: set[Technique]) -> None:
    assert set(deployment(alert("2"), *more).techniques) == techniques


@pytest.mark.parametrize(
    "steps",
    [
        [alert("2", "3"), step("2", "llm"), step("3", "condition", "4"), request("4")],
        [alert("2"), step("2", "condition", "3"), step("3", "llm", "4"), request("4")],
        [alert("2"), step("2", "llm", "3"), step("3", "condition", "4"), step("4", "send_email")],
    ],
)
def test_a_model_on_which_no_deed_depends_decides_nothing(steps: list[Any]) -> None:
    assert "language model before a decision" not in told(deployment(*steps))


def test_who_approves_is_said_as_far_as_it_is_known() -> None:
    started = deployment(alert("2", alone=False), request("2"))
    asked = deployment(alert("2"), step("2", SLACK, "3"), request("3"))
    assert [one.kind for one in started.gate.approvers] == [ActorKind.ANALYST]
    assert [one.kind for one in asked.gate.approvers] == [ActorKind.UNKNOWN]


@pytest.mark.parametrize(
    ("changes", "enabled"),
    [
        ({"state": "inactive"}, False),
        ({"state": "deactivated"}, False),
        ({"state": "draft"}, False),
        ({"lifecycleState": "archived"}, False),
        ({"lifecycleState": "deleted", "state": None}, False),
        ({"lifecycleState": None}, True),
        ({"state": "sleeping"}, None),
        ({"state": None}, None),
        ({"lifecycleState": "frozen"}, None),
    ],
)
def test_what_is_not_in_use_is_labelled_as_if_it_were(
    changes: dict[str, Any], enabled: bool | None
) -> None:
    found = deployment(alert("2"), request("2"), **changes)
    assert found.enabled is enabled
    assert label(found) == ALONE


def test_a_trigger_that_is_switched_off_starts_nothing() -> None:
    off = deployment(alert("2", is_disabled=True), request("2"))
    assert (off.enabled, label(off)) == (False, ALONE)
    groups = [
        {"event_type": "alert", "is_disabled": True, "run_automatically": True},
        {"event_type": "incident", "is_disabled": False, "run_automatically": False},
    ]
    one_on = deployment(
        step("1", "singularity_response_trigger", "2", filter_groups=groups), request("2")
    )
    assert (one_on.enabled, label(one_on)) == (True, ASKED)


@pytest.mark.parametrize("sent", [{}, {"is_disabled": None}, {"is_disabled": "no"}])
def test_a_trigger_that_does_not_tell_whether_it_is_on_leaves_it_open(sent: dict[str, Any]) -> None:
    silent = {"event_type": "alert", "run_automatically": True, **sent}
    by_hand = {"event_type": "incident", "is_disabled": False, "run_automatically": False}
    off = {"event_type": "incident", "is_disabled": True, "run_automatically": True}

    def found(*groups: dict[str, Any]) -> Deployment:
        trigger = step("1", "singularity_response_trigger", "2", filter_groups=list(groups))
        return deployment(trigger, request("2"))

    assert (found(silent).enabled, label(found(silent))) == (None, ALONE)
    # Another way that is on does not tell that this one is.
    assert (found(silent, by_hand).enabled, label(found(silent, by_hand))) == (None, ALONE)
    assert found(silent, off).enabled is None
    alone = {**silent, "is_disabled": False, "event_type": "alert"}
    assert found(silent, alone).enabled is True


def test_ways_of_starting_that_differ_are_told_apart() -> None:
    groups = [
        {"event_type": "alert", "is_disabled": False, "run_automatically": True},
        {"event_type": "incident", "is_disabled": False, "run_automatically": False},
    ]
    found = deployment(
        step("1", "singularity_response_trigger", "2", filter_groups=groups), request("2")
    )
    assert label(found) == ALONE
    assert [(one.value, one.autonomy) for one in found.breakdown] == [
        ("alert, runs automatically", Autonomy.FULLY_AUTONOMOUS),
        ("incident, an analyst starts it", Autonomy.ADVISORY),
    ]


def test_a_gate_that_opens_when_time_runs_out_is_no_proof() -> None:
    way_out = [{"target": "3", "custom_handle": "timeout"}, {"target": "4", "handle": "approved"}]
    ask = {**step("2", SLACK), "connected_to": way_out}
    assert label(deployment(alert("2"), ask, request("3"), request("4"))) == OPEN
    assert label(deployment(alert("2"), ask, step("3", "send_email"), request("4"))) == ASKED


@pytest.mark.parametrize(
    "way",
    ["timedOut", "error", "else", "default", "failure", "no answer", "skipped", "false", "no",
     "declined", "not approved", "true", "success", "Approver is away"],
)  # fmt: skip
def test_only_a_way_out_that_says_yes_is_behind_the_gate(way: str) -> None:
    ask = {**step("2", SLACK), "connected_to": [{"target": "3", "custom_handle": way}]}
    assert label(deployment(alert("2"), ask, request("3"))) == OPEN


@pytest.mark.parametrize("way", [None, "approved", "Approve", "YES", "accepted"])
def test_what_follows_an_approval_is_behind_the_gate(way: str | None) -> None:
    ask = {**step("2", SLACK), "connected_to": [{"target": "3", "custom_handle": way}]}
    assert label(deployment(alert("2"), ask, request("3"))) == ASKED


@pytest.mark.parametrize(
    "told",
    [{"port": "rejected"}, {"type": "timeout"}, {"name": "timeout"}, {"handle": False},
     {"handle": 0}, {"port": {"name": "rejected"}}, {"label": "approved", "outcome": "timeout"},
     {"meta": {"port": {"way": "rejected"}}}, {"when": ["rejected"]},
     {"handle": "approved", "port": "Timed-out"}],
)  # fmt: skip
def test_a_word_under_any_name_may_say_that_nobody_approved(told: dict[str, Any]) -> None:
    ask = {**step("2", SLACK), "connected_to": [{"target": "3", **told}]}
    assert label(deployment(alert("2"), ask, request("3"))) == OPEN


def test_a_word_under_a_strange_name_is_taken_where_it_says_yes() -> None:
    at = {"meta": {"x": 1, "y": 2.5}}
    for way in ({"port": "approved"}, {"port": None, "name": ""}, at, {"handle": "yes", "z": "e1"}):
        ask = {**step("2", SLACK), "connected_to": [{"target": "3", **way}]}
        assert label(deployment(alert("2"), ask, request("3"))) == ASKED


def test_a_way_out_without_a_word_beside_one_with_a_word_is_no_approval() -> None:
    out = [{"target": "3"}, {"target": "4", "custom_handle": "approved"}]
    ask = {**step("2", SLACK), "connected_to": out}
    assert label(deployment(alert("2"), ask, request("3"), step("4", "send_email"))) == OPEN


# Where it applies ---------------------------------------------------------------------------------


def test_it_reaches_whom_its_scope_holds() -> None:
    one = statement(read(alert("2"), request("2")))
    assert (one.deployment.reach, dict(one.reach)) == (Reach.LISTED, {"s1": 3})
    account = statement(read(alert("2"), request("2"), scopeLevel="account", scopeId="a1"))
    assert dict(account.reach) == {"s1": 3, "s2": 4}
    tenant = statement(read(alert("2"), request("2"), scopeLevel="tenant", scopeId=None))
    assert dict(tenant.reach) == {"s1": 3, "s2": 4}


@pytest.mark.parametrize(
    "changes", [{"scopeId": "s7"}, {"scopeLevel": "planet"}, {"scopeLevel": None, "scopeId": None}]
)
def test_a_scope_that_was_not_listed_reaches_nobody_knows_whom(changes: dict[str, Any]) -> None:
    found = statement(read(alert("2"), request("2"), **changes))
    assert (found.deployment.reach, dict(found.reach)) == (Reach.UNKNOWN, {})


@pytest.mark.parametrize("changes", [{"scopeId": "s9"}, {"isSnippet": True}])
def test_what_ended_or_runs_inside_others_is_not_stated(changes: dict[str, Any]) -> None:
    found = read(alert("2"), request("2"), **changes)
    made = deployment_from_workflow(found, place=PLACE, places=places(), catalogue=CATALOGUE)
    assert made is None


# What the console sends ---------------------------------------------------------------------------


def camel(value: Any) -> Any:
    if isinstance(value, dict):
        named = {"".join(p.title() if n else p for n, p in enumerate(k.split("_"))): v
                 for k, v in value.items()}  # fmt: skip
        return {key: camel(inner) for key, inner in named.items()}
    return [camel(one) for one in value] if isinstance(value, list) else value


GATED = {"name": "x", "actions": [alert("2"), step("2", SLACK, "3"), request("3", parent=None)]}
OTHER_SHAPES = [
    camel(GATED),
    {"data": GATED},
    {"data": {"workflow": GATED}},
    [GATED],
    {"actions": [{**one, "export_id": int(one["export_id"])} for one in GATED["actions"]]},
    {"actions": [{**one, "id": one["export_id"], "export_id": None} for one in GATED["actions"]]},
    {"actions": [{**one, "export_id": float(one["export_id"])} for one in GATED["actions"]]},
]


@pytest.mark.parametrize("whole", OTHER_SHAPES)
def test_every_spelling_and_wrapping_reads_alike(whole: Any) -> None:
    assert label(statement(read(whole=whole)).deployment) == ASKED


@pytest.mark.parametrize(
    "to",
    ["3", 3, ["3"], [3], [["3"]], {"target": "3"}, {"targetId": 3}, [{"export_id": "3"}],
     [{"action": None, "id": 3}], {"yes": "3", "no": None}, {"approved": [{"target": "3"}]},
     {"accept": {"to": {"id": "3"}}}],
)  # fmt: skip
def test_every_nesting_of_what_follows_reads_alike(to: Any) -> None:
    ask = {**step("2", SLACK), "connected_to": to}
    assert label(deployment(alert("2"), ask, request("3"))) == ASKED


@pytest.mark.parametrize(
    "sent",
    [
        {"id": 7, "workflow": {"id": 7, "version_id": 3, "scope_level": "site", "scope_id": 12}},
        {"id": "7", "versionId": "3", "scopeLevel": "site", "scopeId": "12"},
        {"id": 7, "workflow": None, "version_id": 3, "scope_level": "site", "scope_id": 12},
    ],
)
def test_rows_are_read_in_either_spelling_with_ids_as_text_or_numbers(sent: Any) -> None:
    found = WorkflowRowWire.model_validate_json(json.dumps(sent))
    assert (found.key, found.version_id, found.scope_level, found.scope_id) == (
        "7",
        "3",
        "site",
        "12",
    )


def test_a_definition_that_was_not_read_leaves_everything_open() -> None:
    found = read(alert("2"), request("2"))
    unread = type(found)(found.row, found.listed)
    made = statement(unread).deployment
    assert (label(made), made.enabled) == (OPEN, True)
    assert made.evidence


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner),
    max_leaves=6,
)
KEYS = [
    "export_id",
    "connectedTo",
    "parent_action",
    "action",
    "data",
    "type",
    "url",
    "filter_groups",
]
STEPS = st.lists(st.dictionaries(st.sampled_from(KEYS), JSON, max_size=4) | JSON, max_size=4)


@settings(max_examples=80, deadline=None)
@given(STEPS, JSON)
def test_any_json_gives_a_legal_statement(steps: Any, whole: Any) -> None:
    for sent in ({"actions": steps}, whole):
        found = deployment_from_workflow(
            read(whole=sent), place=PLACE, places=places(), catalogue=CATALOGUE
        )
        assert found is not None
        assert found.deployment.gate.kind in LEGAL_GATES[found.deployment.autonomy]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["a", "b", "2", "3"]), max_size=4), st.sampled_from(["5", 5, None]))
def test_taking_steps_away_never_makes_it_harmless(to: list[str], more: Any) -> None:
    """A graph that does not fit together is in doubt, or worse; it is never called fine."""
    found = deployment(alert(*to), request("2", more), step("3", "condition", "2"))
    assert label(found) in (ALONE, OPEN)


# Secrets ------------------------------------------------------------------------------------------

MARK = "s3cr3t"


def test_nothing_that_people_typed_into_requests_is_kept() -> None:
    url = f"https://{MARK}:{MARK}@{MARK}-x9f8e7d6c5b4a3.example.com:99/{MARK}/api/{MARK}?k={MARK}#{MARK}"
    sent = {
        "name": MARK,
        "secret": MARK,
        "actions": [
            alert("2", condition={"conditions": [{"compared_value": MARK}]}),
            request(
                "2",
                "3",
                url=url,
                name="Call",
                headers={"Authorization": MARK, "X": MARK},
                body={"a": [MARK]},
                public_action_id=MARK,
                connection={"password": MARK},
            ),
            step("3", "llm", "4", name="Ask", prompt=MARK, model=MARK),
            step("4", SLACK, "5", name="Wait", channel=MARK, message=MARK),
            request("5", url=f"https://hooks.slack.com/services/{MARK}/B/{MARK}", name="Tell"),
            request("6", url=f"{MARK}.example.com/x", method=MARK, name="Odd"),
            request("7", url=f"/web/api/v2.1/{MARK}/actions?token={MARK}", name="Own"),
        ],
    }
    found = read(whole=sent)
    made = statement(found)
    kept = (
        repr(found.definition),
        found.definition.model_dump_json() if found.definition else "",
        made.deployment.model_dump_json(),
        repr(made),
    )
    assert not [text for text in kept if MARK in text]
    assert isinstance(found.definition, WorkflowWire)
    assert [one.path for one in found.definition.steps if one.path] == [
        "/{}/api/{}",
        "/services/{}/{}/{}",
        "{}/actions",
    ]
    assert found.definition.steps[1].host == "{}.example.com"
    assert MARK in json.dumps(redacted(sent)), "the mark is no secret-like key's alone"


def test_an_address_is_read_without_what_stands_around_its_path() -> None:
    hosts = [
        (DISCONNECT, None, "agents/actions/disconnect"),
        ("/web/api/v2.1/agents/actions/disconnect?x=1", None, "agents/actions/disconnect"),
        ("https://a.sentinelone.net/web/api/v2.1/rules", None, "rules"),
        ("https://{{x}}/web/api/v2.1/rules/", None, "rules"),
        ("https://a.example/web/api/v2.1/rules", "a.example", "/web/api/{}/rules"),
        ("{{a}}{{b}}/v1/{{c}}", None, "/v1/{}"),
        ("plain words", None, None),
        ("", None, None),
        (7, None, None),
    ]
    for url, host, path in hosts:
        definition = read(request("2", url=url)).definition
        assert definition is not None
        assert (definition.steps[0].host, definition.steps[0].path) == (host, path), url
