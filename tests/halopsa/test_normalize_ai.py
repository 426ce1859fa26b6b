"""What AI does where it is set up: settings, suggestions, actions, agents, runbooks."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.halopsa.rows import (
    ADVISORY,
    ASKS,
    BOOK,
    CATALOGUE,
    FULL,
    HOLDS,
    ORIGIN,
    PLACE,
    RUNS,
    UNKNOWN,
    desk,
    only,
    workflow,
)
from tests.inventory.builders import origin
from tests.ninjaone.json_values import JSON_VALUES

from aigov_connectors.halopsa.normalize import (
    Starters,
    automations_of,
    deployments_from_ai_suggestion,
    deployments_from_control,
    deployments_from_outcome,
    deployments_from_runbook,
    deployments_from_virtual_agent,
    feature_of_runbook,
    missing_switches,
    rule_starts,
    unknown_of_control,
)
from aigov_connectors.halopsa.normalize.place import may_be_ai
from aigov_connectors.halopsa.wire import (
    AISuggestionWire,
    ApprovalProcessWire,
    ControlWire,
    IntegrationWire,
    OutcomeWire,
    TicketRuleWire,
    VirtualAgentWire,
    WebhookWire,
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
    Statement,
)


@given(st.dictionaries(st.sampled_from(
    ["openai_enabled", "enable_mcp", "ai_thankyou_detection", "enable_ai_generated_category",
     "ticket_hover_summary", "default_forethought_widget", "azure_ai_search_url",
     "use_openai_surveys", "ai_survey_sample_rate"]), JSON_VALUES))  # fmt: skip
@settings(max_examples=60, deadline=None)
def test_any_settings_give_statements_with_legal_pairs(sent: dict[str, Any]) -> None:
    row = ControlWire.model_validate(sent)
    found = list(
        deployments_from_control(row, origin=ORIGIN, catalogue=CATALOGUE, place=PLACE, desk=desk())
    )
    for one in found:
        deployment = one.deployment
        assert deployment.gate.kind in LEGAL_GATES[deployment.autonomy]
        assert one.evidence
        assert deployment.enabled in (True, False, None)
    told = {one.deployment.feature for one in found}
    missing = {f"halopsa.{name}" for name in missing_switches(row)}
    assert not told & missing


def control(**sent: Any) -> dict[str, Deployment]:
    row = ControlWire.model_validate(sent)
    found = deployments_from_control(
        row, origin=ORIGIN, catalogue=CATALOGUE, place=PLACE, desk=desk()
    )
    return {one.deployment.feature.rpartition(".")[2]: one.deployment for one in found}


def test_one_switch_turns_a_feature_on_and_all_turn_it_off() -> None:
    on = control(enable_openai_insights=False, enable_azureopenai_insights=True)
    off = control(enable_openai_insights=False, enable_azureopenai_insights=False)
    strange = control(enable_openai_insights=False, enable_azureopenai_insights="later")
    assert [one["ai_insights"].enabled for one in (on, off, strange)] == [True, False, None]
    assert on["ai_insights"].settings[0].name == "enable_azureopenai_insights"


def test_a_setting_that_was_not_sent_is_no_setting_that_is_off() -> None:
    assert "mcp_server" not in control(openai_enabled=True)
    assert "mcp_server" in missing_switches(ControlWire.model_validate({"openai_enabled": True}))


def test_a_number_or_an_address_that_is_null_is_none_that_is_off() -> None:
    told = {"enable_ai_conversation_summary": False, "ticket_hover_summary": 0}
    assert control(**told)["conversation_summary"].enabled is False
    null = control(**{**told, "ticket_hover_summary": None})
    assert null["conversation_summary"].enabled is None


@pytest.mark.parametrize(
    ("value", "is_stated"),
    [(3, True), ("3", True), ("x", True), (0, False), ("0", False), (None, False)],
)
def test_a_widget_that_was_not_told_is_missing(value: object, is_stated: bool) -> None:
    sent = {"default_forethought_widget": value}
    assert ("third_party_ai" in control(**sent)) is is_stated
    missing = missing_switches(ControlWire.model_validate(sent))
    assert ("third_party_ai" in missing) is (value is None)
    assert "third_party_ai" in missing_switches(ControlWire.model_validate({}))


def test_an_address_is_no_evidence_but_that_there_is_one() -> None:
    found = control(azure_ai_search_url="https://client-tenant.search.example")["knowledge_search"]
    assert found.enabled is True
    assert "client-tenant" not in repr(found)


def test_a_switch_that_nobody_described_is_told_if_it_sounds_like_ai() -> None:
    row = ControlWire.model_validate(
        {"enable_ai_dispatch": True, "show_photo": True, "ai_secret_key": "k", "openai_enabled": 1}
    )
    found = unknown_of_control(row, origin=ORIGIN, place=PLACE)
    assert {one.pointer: one.value for one in found.settings} == {
        "/enable_ai_dispatch": True,
        "/ai_secret_key": None,
    }


@pytest.mark.parametrize(
    ("key", "sounds"),
    [("enable_ai_x", True), ("aidispatch_on", True), ("use_gpt", True), ("mcp_tools", True),
     ("email_from", False), ("maintain", False), ("vector_db", True)],
)  # fmt: skip
def test_which_names_sound_like_ai(key: str, sounds: bool) -> None:
    assert may_be_ai(key) is sounds


@given(JSON_VALUES)
@settings(max_examples=60, deadline=None)
def test_only_a_bool_says_whether_a_suggestion_applies_itself(value: Any) -> None:
    row = AISuggestionWire.model_validate(
        {"id": 1, "auto_apply": value, "ticket_types": [{"id": 1}], "novel_switch": True}
    )
    found = only(
        deployments_from_ai_suggestion(
            row,
            origin=ORIGIN,
            outcomes={},
            entry=CATALOGUE["ai_suggestions"],
            place=PLACE,
            desk=desk({"id": 1}),
        )
    )
    wanted = (
        {True: FULL, False: ADVISORY}.get(value, UNKNOWN) if isinstance(value, bool) else UNKNOWN
    )
    assert found.deployment.autonomy is wanted
    assert found.deployment.basis is (
        Basis.INFERRED if wanted is not UNKNOWN else found.deployment.basis
    )
    assert [one.pointer for one in found.unknown_settings] == ["/novel_switch"]


@pytest.mark.parametrize(
    ("entities", "reach"),
    [([], Reach.ALL), ([{"id": 7, "name": "Lakeside"}], Reach.UNKNOWN), (None, Reach.UNKNOWN)],
)
def test_a_suggestion_limited_to_entities_reaches_nobody_knows_whom(
    entities: object, reach: Reach
) -> None:
    sent = {"id": 1, "auto_apply": True, "ticket_types": [{"id": 1}]}
    row = AISuggestionWire.model_validate({**sent, "condition_entities": entities})
    found = only(
        deployments_from_ai_suggestion(
            row,
            origin=ORIGIN,
            outcomes={},
            entry=CATALOGUE["ai_suggestions"],
            place=PLACE,
            desk=desk({"id": 1, "allowed_clients": []}),
        )
    )
    assert found.deployment.reach is reach
    assert "Lakeside" not in repr(found)


@pytest.mark.parametrize(
    ("sent", "active", "autonomy", "decisions"),
    [
        ({"ai_operation": 2, "ai_preview": True}, False, ADVISORY, {DecisionKind.DRAFT_CONTENT}),
        ({"ai_operation": 2, "ai_preview": False}, False, ADVISORY,
         {DecisionKind.REPLY_TO_PERSON}),
        ({"ai_operation": 2, "ai_preview": None}, False, ADVISORY,
         {DecisionKind.REPLY_TO_PERSON}),
        ({"ai_operation": 2, "ai_preview": True}, True, FULL,
         {DecisionKind.DRAFT_CONTENT, DecisionKind.REPLY_TO_PERSON}),
        ({"ai_operation": 2, "ai_preview": True}, None, UNKNOWN,
         {DecisionKind.DRAFT_CONTENT, DecisionKind.REPLY_TO_PERSON}),
        ({"ai_operation": 2, "ai_preview": True}, 1, UNKNOWN,
         {DecisionKind.DRAFT_CONTENT, DecisionKind.REPLY_TO_PERSON}),
    ],
)  # fmt: skip
def test_an_action_with_ai_is_the_agents_until_a_rule_runs_it(
    sent: dict[str, Any], active: object, autonomy: Autonomy, decisions: set[DecisionKind]
) -> None:
    row = OutcomeWire.model_validate({"id": 5, "outcome": "AI reply", **sent})
    rule = TicketRuleWire.model_validate({"id": 1, "name": "R", "active": active, "outcome_id": 5})
    starts = rule_starts([(rule, ORIGIN)]).get(5, ())
    found = only(
        deployments_from_outcome(
            row,
            origin=ORIGIN,
            writing=CATALOGUE["ai_actions"],
            insights=CATALOGUE["ai_insights"],
            starts=starts,
            automations=(),
            processes={},
            unread=(),
            place=PLACE,
            desk=desk(),
        )
    ).deployment
    assert (found.autonomy, set(found.decisions)) == (autonomy, decisions)
    if active is not False:
        assert {part.value: part.autonomy for part in found.breakdown} == {
            "an agent": ADVISORY,
            "the rule R": autonomy,
        }


def action(
    *edges: tuple[int, int, dict[str, Any]],
    step: dict[str, Any] | None = None,
    knows: bool = True,
    active: bool | None = True,
) -> Deployment:
    row = OutcomeWire.model_validate({"id": 5, "outcome": "AI reply", "ai_operation": 2})
    process = ApprovalProcessWire.model_validate({"id": 8, "name": "P", "steps": [step or {}]})
    automations = automations_of(workflow(*edges, active=active), ORIGIN) if edges else ()
    return only(
        deployments_from_outcome(
            row,
            origin=ORIGIN,
            writing=CATALOGUE["ai_actions"],
            insights=CATALOGUE["ai_insights"],
            starts=(),
            automations=automations,
            processes={8: process},
            unread=() if knows else ("rules",),
            place=PLACE,
            desk=desk({"id": 1, "workflow_id": 3, "approval_process_id": 8}),
        )
    ).deployment


_REPLIES = {"automation_action_id": 5, "automation_action_name": "AI reply"}


@pytest.mark.parametrize(
    ("step", "autonomy", "gates"),
    [
        (HOLDS, ADVISORY, {GateKind.PRE_APPROVAL}),
        ({"autoapproveifnoapprovers": False}, UNKNOWN,
         {GateKind.PRE_APPROVAL, GateKind.UNKNOWN}),
        ({"autoapproveifnoapprovers": True}, FULL, {GateKind.PRE_APPROVAL, GateKind.NONE}),
        ({}, UNKNOWN, {GateKind.PRE_APPROVAL, GateKind.UNKNOWN}),
    ],
)  # fmt: skip
def test_an_ai_action_behind_an_approval_is_as_guarded_as_the_approval_is(
    step: dict[str, Any], autonomy: Autonomy, gates: set[GateKind]
) -> None:
    found = action((1, 2, ASKS), (2, 3, _REPLIES), step=step)
    assert found.autonomy is autonomy
    assert {found.gate.kind, *(part.gate.kind for part in found.breakdown)} == gates


def test_an_ai_action_of_a_workflow_that_may_be_off_is_unknown() -> None:
    found = action((1, 2, _REPLIES), active=None)
    assert (found.autonomy, found.basis) == (UNKNOWN, Basis.INFERRED)
    assert action((1, 2, _REPLIES), active=True).autonomy is FULL


def test_an_ai_action_in_a_step_that_no_way_leads_to_is_unknown() -> None:
    assert action((1, 2, {}), (3, 3, _REPLIES)).autonomy is UNKNOWN


def test_who_starts_an_ai_action_is_unknown_where_rules_or_workflows_were_not_read() -> None:
    assert action().autonomy is ADVISORY
    found = action(knows=False)
    assert (found.autonomy, found.basis) == (UNKNOWN, Basis.INFERRED)


def test_an_action_without_ai_says_nothing() -> None:
    row = OutcomeWire.model_validate({"id": 5, "outcome": "AI reply", "ai_operation": 0})
    assert not list(
        deployments_from_outcome(
            row,
            origin=ORIGIN,
            writing=CATALOGUE["ai_actions"],
            insights=CATALOGUE["ai_insights"],
            starts=(),
            automations=(),
            processes={},
            unread=(),
            place=PLACE,
            desk=desk(),
        )
    )


@pytest.mark.parametrize(
    ("used", "knows", "enabled"), [({"v"}, True, True), (set(), True, False), (set(), False, None)]
)
def test_a_virtual_agent_is_on_where_a_chat_names_it(
    used: set[str], knows: bool, enabled: bool | None
) -> None:
    nobody = {"allow_user": False, "allow_agent": False}
    row = VirtualAgentWire.model_validate(
        {
            "id": "v",
            "name": "Guide",
            "functions": [
                {"id": 1, "name": "unlock", "runbook_id": "b", **nobody, "allow_anon": True},
                {"id": 2, "name": "log", "runbook_id": "", "newticket_type": 1},
            ],
        }
    )
    agent, function = deployments_from_virtual_agent(
        row,
        origin=ORIGIN,
        used=used,
        knows_use=knows,
        entry=CATALOGUE["virtual_agents"],
        place=PLACE,
        desk=desk(),
    )
    assert (agent.deployment.autonomy, agent.deployment.enabled) == (FULL, enabled)
    assert agent.deployment.decisions == (DecisionKind.REPLY_TO_PERSON,)
    assert function.deployment.autonomy is UNKNOWN
    assert function.deployment.decisions == (DecisionKind.RUN_SCRIPT,)
    assert [one.kind for one in function.deployment.started_by] == [ActorKind.ANONYMOUS]


@pytest.mark.parametrize(
    ("sent", "kinds"),
    [
        ({"allow_anon": False, "allow_user": True, "allow_agent": False}, {ActorKind.END_USER}),
        ({"allow_anon": None, "allow_user": False, "allow_agent": True},
         {ActorKind.TECHNICIAN, ActorKind.UNKNOWN}),
        ({"allow_anon": 1, "allow_user": False, "allow_agent": True},
         {ActorKind.TECHNICIAN, ActorKind.UNKNOWN}),
        ({"allow_anon": True, "allow_user": False}, {ActorKind.ANONYMOUS, ActorKind.UNKNOWN}),
        ({}, {ActorKind.UNKNOWN}),
        ({"allow_anon": False, "allow_user": False, "allow_agent": False}, set()),
    ],
)  # fmt: skip
def test_who_may_start_a_function_is_unknown_where_a_switch_was_not_told(
    sent: dict[str, Any], kinds: set[ActorKind]
) -> None:
    function = {"id": 1, "name": "unlock", "runbook_id": "b", **sent}
    _, found = deployments_from_virtual_agent(
        VirtualAgentWire.model_validate({"id": "v", "functions": [function]}),
        origin=ORIGIN,
        used={"v"},
        knows_use=True,
        entry=CATALOGUE["virtual_agents"],
        place=PLACE,
        desk=desk(),
    )
    assert {one.kind for one in found.deployment.started_by} == kinds


@pytest.mark.parametrize(
    ("sent", "autonomy"),
    [
        ({"newticket_type": 1}, None),
        ({"report_id": 4}, None),
        ({"use_semantic_search": True}, None),
        ({"runbook_id": None, "newticket_type": 0}, UNKNOWN),
        ({}, UNKNOWN),
    ],
    ids=repr,
)
def test_a_function_that_did_not_tell_what_it_does_is_unknown(
    sent: dict[str, Any], autonomy: Autonomy | None
) -> None:
    _, *found = deployments_from_virtual_agent(
        VirtualAgentWire.model_validate({"id": "v", "functions": [{"id": 1, **sent}]}),
        origin=ORIGIN,
        used={"v"},
        knows_use=True,
        entry=CATALOGUE["virtual_agents"],
        place=PLACE,
        desk=desk(),
    )
    assert [one.deployment.autonomy for one in found] == ([] if autonomy is None else [autonomy])


def runbook(starters: Starters | None = None, **sent: Any) -> Deployment:
    told = {"id": "b1", "name": "Book", "active": True, **BOOK, **sent}
    row = WebhookWire.model_validate(told)
    return runbook_said(row, starters).deployment


def runbook_said(row: WebhookWire, starters: Starters | None = None) -> Statement:
    integrations = [
        IntegrationWire.model_validate({"id": number, "resourcebaseurl": address})
        for number, address in enumerate(
            ("https://a.openai.azure.com/openai", "https://notopenai.com/"), 1
        )
    ]
    listed = origin(path_template="/api/CustomIntegration")
    hosts = {one.id: (one, listed) for one in integrations}
    feature = feature_of_runbook(row, hosts, ORIGIN)
    return only(
        deployments_from_runbook(
            row,
            origin=ORIGIN,
            starters=starters or Starters((), {}, (), ()),
            integrations=hosts,
            entry=CATALOGUE[feature],
            place=PLACE,
            desk=desk({"id": 1, "workflow_id": 3, "approval_process_id": 8}),
        )
    )


@pytest.mark.parametrize(
    ("sent", "feature"),
    [
        ({"steps": [{"ai_model": "gpt"}]}, "ai_runbooks"),
        ({"steps": [{"virtual_agent_id": "v"}]}, "ai_runbooks"),
        ({"integrations": [{"id": 1}]}, "ai_runbooks"),
        ({"integrations": [{"id": 2}]}, "integration_runbooks"),
        ({"standalone_methods": [{"integration_baseurl": "https://api.anthropic.com/v1"}]},
         "ai_runbooks"),
        ({"name": "AI triage", "steps": [{"ai_model": " "}]}, "integration_runbooks"),
    ],
)  # fmt: skip
def test_a_runbook_is_one_with_ai_by_what_it_calls_not_by_its_name(
    sent: dict[str, Any], feature: str
) -> None:
    assert runbook(**sent).feature == f"halopsa.{feature}"


@pytest.mark.parametrize(
    ("sent", "autonomy"),
    [({"events": [{"id": 1}]}, FULL), ({"schedule_id": 3}, FULL), ({}, UNKNOWN)],
)
def test_what_starts_a_runbook_decides(sent: dict[str, Any], autonomy: Autonomy) -> None:
    assert runbook(**sent).autonomy is autonomy


def test_the_least_guarded_way_to_a_runbook_counts() -> None:
    gated = workflow((1, 2, ASKS), (2, 3, RUNS))
    flows = [(one, ORIGIN) for one in automations_of(gated, ORIGIN)]
    process = ApprovalProcessWire.model_validate({"id": 8, "steps": [HOLDS]})
    behind = Starters(flows, {8: process}, (), ())
    assert runbook(behind).autonomy is ADVISORY
    both = runbook(behind, schedule_id=1)
    assert both.autonomy is FULL
    assert {part.value for part in both.breakdown} == {"the workflow Flow", "a schedule"}
    assert (runbook(behind).reach, both.reach) == (Reach.ALL, Reach.UNKNOWN)
