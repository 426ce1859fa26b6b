"""Runbooks, webhooks, integrations, AI suggestions, virtual agents, chats, mail rules, logs."""

from typing import Any

from aigov_connectors.halopsa.sandbox import planted, planted_ai, planted_work
from aigov_connectors.halopsa.sandbox.planted_ai import PlantedAgent
from aigov_connectors.halopsa.sandbox.planted_changes import COMMITS
from aigov_connectors.halopsa.sandbox.planted_work import PlantedRunbook
from aigov_connectors.sandbox.noise import uuid_text
from aigov_connectors.sandbox.times import DAY, SECOND, iso
from aigov_connectors.sandbox.world import SECRET_MARK, World

Row = dict[str, Any]


def webhooks(_world: World, kind: str) -> list[Row]:
    """Return runbooks (`1`) or outgoing webhooks (`0`) with the columns of the list."""
    if kind == "1":
        return [_runbook(one) for one in planted_work.RUNBOOKS]
    return [
        {
            **_plain(number, name, active=active),
            "type": 0,
            "url": f"{url}?key={SECRET_MARK}",
        }
        for number, name, url, active in planted_work.OUTGOING
    ]


def webhook(_world: World, number: str) -> Row | None:
    """Return one runbook with what starts it and its steps."""
    for one in planted_work.RUNBOOKS:
        if one.id == number:
            return {
                **_runbook(one),
                "events": [],
                "steps": [],
                "integrations": [],
                "standalone_methods": [],
                "input_variables": [],
                "flow_chart_json": "{}",
                **one.sets,
            }
    return None


def _runbook(one: PlantedRunbook) -> Row:
    return {
        **_plain(one.id, one.name, active=one.active),
        "type": 1,
        "url": "",
        "systemuse": one.use,
        "schedule_id": int(str(one.sets.get("schedule_id", 0))),
    }


def _plain(number: str, name: str, *, active: bool) -> Row:
    return {
        "id": number,
        "name": name,
        "active": active,
        "disabled": False,
        "systemuse": "",
        "runbook_start_type": 1,
        "schedule_id": 0,
        "authentication_type": 1,
        "basic_username": "hook",
        "basic_password": SECRET_MARK,
        "last_status": 200,
        "nextcreationdate": "1899-12-30T00:00:00",
        "notify_on_failure": False,
        "infinite_loop_threshold": 0,
        "batch_limit": 0,
        "log_retention_policy_days": 30,
        "note": "",
    }


def webhook_events(world: World, number: str) -> list[Row]:
    """Return the log of a runbook's runs, newest first, bodies and all."""
    runs = next((one.runs for one in planted_work.RUNBOOKS if one.id == number), 0)
    return [
        {
            "id": uuid_text(world.seed, 80, at, sum(map(ord, number))),
            "webhook_id": number,
            "integration_method_id": 0,
            "timestamp": iso(world.end - (at + 1) * DAY, digits=0),
            "status": 1,
            "duration": 0.8,
            "requestbody": f"somebody wrote {SECRET_MARK}",
            "responsestatus": 200,
            "responsebody": f"the model wrote {SECRET_MARK}",
            "automation_id": 900 + at,
            "automation_step": 1,
            "entity_id": 20000 + at,
            "error": at == runs - 1,
        }
        for at in range(runs)
    ]


def custom_integrations(_world: World) -> list[Row]:
    """Return the outgoing integrations with their secrets."""
    return [
        {
            "id": number,
            "guid": None,
            "name": name,
            "module_id": 300 + number,
            "authorizationtype": 2,
            "authorized": True,
            "resourcebaseurl": url,
            "client_id": "app",
            "new_client_secret": SECRET_MARK,
            "new_password": None,
            "methods": [],
        }
        for number, (name, url) in planted_work.INTEGRATIONS.items()
    ]


def custom_buttons(_world: World) -> list[Row]:
    """Return buttons that agents press, and the runbook behind them."""
    return [
        {
            "id": 1,
            "name": "Diagnose",
            "label": "Diagnose",
            "usage": 0,
            "url": "",
            "type": 1,
            "runbook_id": planted_work.DIAGNOSE,
            "runbook_name": "Collect diagnostics",
        },
        {"id": 2, "name": "Docs", "label": "Docs", "usage": 0, "type": 0, "runbook_id": ""},
    ]


def suggestions(_world: World) -> list[Row]:
    """Return the rules that make suggestions of matched tickets."""
    from_type = {one.id: one.name for one in planted.TICKET_TYPES}
    actions = {one.id: one.name for one in planted_work.OUTCOMES}
    return [
        {
            "id": number,
            "name": name,
            "precedence": number,
            "type": 2,
            "ticket_types": [{"id": one, "name": from_type[one]} for one in types],
            "auto_apply": applies,
            "min_score": 0.82,
            "min_matches": 3,
            "condition_number": 2,
            "condition_percentage": 60.0,
            "outcome_id": planted_ai.RUN_BY_SUGGESTIONS.get(number, 0),
            "outcome_name": actions.get(planted_ai.RUN_BY_SUGGESTIONS.get(number, 0), ""),
            "template_id": 0,
            "template_name": "",
            "summary": "Category 1",
            "ticket_open_closed": 2,
            "last_x_days": 180,
            "condition_entities": [
                {"id": one, "name": f"Entity {one}"} for one in planted_ai.LIMITED.get(number, ())
            ],
        }
        for number, name, applies, types in planted_ai.SUGGESTIONS
    ]


def virtual_agents(_world: World) -> list[Row]:
    """Return the virtual agents with the columns of the list."""
    return [_agent(one) for one in planted_ai.VIRTUAL_AGENTS]


def virtual_agent(_world: World, number: str) -> Row | None:
    """Return one virtual agent with its functions and what it is told to be."""
    for one in planted_ai.VIRTUAL_AGENTS:
        if one.id == number:
            return {
                **_agent(one),
                "_instructions": f"You help end users {SECRET_MARK}",
                "_model": "gpt-4o",
                "_connection_enabled": True,
                "functions": [
                    {
                        "id": each.id,
                        "virtualagent_id": one.id,
                        "name": each.name,
                        "use": "",
                        "description": f"Does {each.name}",
                        "runbook_id": each.runbook,
                        "newticket_type": 0 if each.runbook else 1,
                        "allow_anon": each.anonymous,
                        "allow_user": each.user,
                        "allow_agent": each.agent,
                        "use_semantic_search": False,
                        "execution_type": 1,
                        "parameters": [],
                        "function_access_conditions": [],
                    }
                    for each in one.functions
                ],
            }
    return None


def _agent(one: PlantedAgent) -> Row:
    return {
        "id": one.id,
        "name": one.name,
        "connection_type": 1,
        "api_type": 1,
        "use": 0,
        "third_party_id": "asst_x1",
        "enable_all_system_functions": False,
        "dont_add_tools": False,
        "access_control": [],
        "access_control_level": 0,
    }


def chat_profiles(_world: World) -> list[Row]:
    """Return the chats with the columns of the list."""
    return [_chat(number, name, in_use) for number, name, in_use, _ in planted_ai.CHATS]


def chat_profile(_world: World, number: str) -> Row | None:
    """Return one chat with its flow."""
    for id_, name, in_use, agent in planted_ai.CHATS:
        if id_ == number:
            step = {"step_id": 1, "name": "Answer", "isstart": True, "virtual_agent_id": agent}
            return {**_chat(id_, name, in_use), "steps": [step], "new_hmac_secret": SECRET_MARK}
    return None


def _chat(number: str, name: str, in_use: bool) -> Row:
    return {
        "id": number,
        "name": name,
        "key": f"key-{SECRET_MARK}",
        "bot_name": "Helper",
        "access_type": 0,
        "logticket": 1,
        "enable_feedback": True,
        "in_use": in_use,
    }


def email_rules(_world: World) -> list[Row]:
    """Return the rules on incoming mail."""
    return [
        {
            "id": number,
            "name": name,
            "type": 0,
            "seq": number,
            "enabled": enabled,
            "mailbox_name": "support",
            "subject": "",
            "fromaddr": "alerts@monitoring.example",
            "closestring": "",
            "always_close_alerts": False,
            "dontsendacknowledgement": False,
            "response_template_id": 0,
            "response_template_name": "",
            **sets,
        }
        for number, name, enabled, sets in planted_ai.EMAIL_RULES
    ]


def event_rules(_world: World) -> list[Row]:
    """Return the rules on events that come in."""
    return [
        {
            "id": number,
            "name": name,
            "precedence": number,
            "active": active,
            "create_type": 0,
            "tickettype_id": 3,
            "tickettype_name": "Alert",
            "template_id": 0,
            "criteria": [],
            "mappings": [],
        }
        for number, name, active in planted_ai.EVENT_RULES
    ]


def config_commits(world: World) -> list[Row]:
    """Return changes of the configuration, newest first."""
    return [
        {
            "id": 88 - at,
            "timestamp": iso(world.end - at * 9 * DAY - 3600 * SECOND, digits=0),
            "agent_id": one.agent,
            "summary": one.summary,
            "operation": "UPDATE",
            "object_guid": one.guid(world.seed),
            "payload": f'{{"api_key": "{SECRET_MARK}"}}',
            "rollback_payload": "{}",
            "rolled_back": False,
        }
        for at, one in enumerate(COMMITS)
    ]
