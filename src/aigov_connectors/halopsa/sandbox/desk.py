"""Ticket types, statuses, rules, workflows, approvals and actions, as full records."""

from typing import Any

from aigov_connectors.halopsa.sandbox import planted, planted_work
from aigov_connectors.halopsa.sandbox.planted_work import (
    Fields,
    PlantedApproval,
    PlantedEdge,
    PlantedRule,
    PlantedWorkflow,
)
from aigov_connectors.sandbox.noise import uuid_text
from aigov_connectors.sandbox.world import World

Row = dict[str, Any]


def ticket_types(world: World) -> list[Row]:
    """Return the ticket types with the columns of the list."""
    keys = ("id", "guid", "name", "use", "sequence", "itilrequesttype", "workflow_name", "visible")
    return [{key: row[key] for key in keys} for row in _types(world)]


def ticket_type(world: World, number: int) -> Row | None:
    """Return one ticket type with everything that it sets."""
    return next((row for row in _types(world) if row["id"] == number), None)


def _types(world: World) -> list[Row]:
    by_name = {client.name: planted.client_id(client) for client in world.clients}
    names = {one.id: one.name for one in planted_work.WORKFLOWS}
    processes = {one.id: one.name for one in planted_work.APPROVALS}
    return [
        {
            "id": one.id,
            "guid": uuid_text(world.seed, 70, one.id),
            "name": one.name,
            "use": "ticket",
            "sequence": one.id,
            "visible": True,
            "itilrequesttype": 1,
            "workflow_id": one.workflow,
            "workflow_name": names.get(one.workflow, ""),
            "approval_process_id": one.approval,
            "approval_process_name": processes.get(one.approval, ""),
            "default_agent": planted.UNASSIGNED,
            "default_team": "Service Desk" if one.presets else "",
            "default_priority": 3 if one.presets else 0,
            "default_sla": 1 if one.presets else 0,
            "generate_ai_embeddings": one.embeds,
            "do_ai_survey": one.surveys,
            "showsuggestionstab": True,
            "autoCloseHours": one.auto_close_hours,
            "auto_delete_data": one.deletes,
            "auto_delete_days": 365 if one.deletes else 0,
            "auto_contributor": False,
            "auto_respond_logged_manually": 0,
            "auto_forward_email_updates": 0,
            "continue_autorelease": False,
            "load_balance_interval": 15 if one.balances else 0,
            "load_balance_max_tickets": 0,
            "load_balance_on_schedule": one.balances,
            "load_balance_schedule_frequency": 0,
            "default_sendack": int(one.presets),
            "default_sendemail": 0,
            "colour": "",
            "allowed_clients": [
                {"client_id": by_name[name], "client_name": name, "request_type": one.id}
                for name in one.clients
            ],
        }
        for one in planted.TICKET_TYPES
    ]


def statuses(_world: World, *, without_closed: bool) -> list[Row]:
    """Return the statuses, or those that leave a ticket open."""
    names = {one.id: one.name for one in planted.STATUSES}
    return [
        {
            "id": one.id,
            "name": one.name,
            "shortname": one.name[:10],
            "type": 0,
            "sequence": one.id,
            "slaaction": "N",
            "colour": "#ffffff",
            "timeuntilloffhold": one.off_hold_hours,
            "statuschangeto": one.changes_to,
            "statuschangetoname": names.get(one.changes_to, ""),
            "statuschangetofreq": one.after_hours,
            "statusnochangehours": 0.0,
            "nochangetemplate": 0,
            "includeinloadbalance": True,
        }
        for one in planted.STATUSES
        if not (without_closed and one.id in (planted.CLOSED, planted.CANCELLED))
    ]


def priorities(world: World) -> list[Row]:
    """Return the priorities of the service level."""
    return [
        {
            "id": uuid_text(world.seed, 71, number),
            "slaid": 1,
            "priorityid": number,
            "name": name,
            "fixtime": 8.0 * number,
            "fixunits": "H",
            "responsetime": 1.0 * number,
            "responseunits": "H",
            "ishidden": False,
        }
        for number, name in enumerate(("Critical", "High", "Medium", "Low"), start=1)
    ]


def slas(world: World) -> list[Row]:
    """Return the service levels with their priorities."""
    return [
        {
            "id": number,
            "name": name,
            "workday_id": 1,
            "autoreleaseoption": releases,
            "autoreleaselimit": 5 if releases else 0,
            "statusafterautorelease": 2 if releases else 0,
            "slstatusafterfirstwarning": 0,
            "slstatusaftersecondwarning": 0,
            "responsereset": False,
            "response_reset_approval": False,
            "priorities": priorities(world),
        }
        for number, name, releases in planted.SLAS
    ]


def rules(world: World) -> list[Row]:
    """Return the ticket rules as the list has them: what they look for and set is left out."""
    return [{**one, "criteria": None, "outcomes": None} for one in _rules(world)]


def rule(world: World, number: int) -> Row | None:
    """Return one ticket rule with what it looks for and sets."""
    return next((one for one in _rules(world) if one["id"] == number), None)


def _rules(world: World) -> list[Row]:
    """Every rule; those of workflows' steps are in the list too, and name their step."""
    of_steps = [
        {
            **_rule(world, PlantedRule(0, "", 50, (("summary", "warranty"),), sets)),
            "flowdetail_id": _step_id(flow, number),
        }
        for flow in planted_work.WORKFLOWS
        for number, sets in flow.rules.items()
    ]
    return [*(_rule(world, one) for one in planted_work.RULES), *of_steps]


def _step_id(flow: PlantedWorkflow, number: int) -> int:
    return flow.id * 100 + number


def _rule(world: World, one: PlantedRule) -> Row:
    return {
        "id": one.id,
        "guid": uuid_text(world.seed, 72, one.id),
        "name": one.name,
        "precedence": one.precedence,
        "use": 1,
        "stopmatching": one.stops,
        "active": one.active,
        "dontshownotification": False,
        "new_agent_id": 0,
        "new_agent_name": "",
        "new_team": "",
        "new_priority_id": 0,
        "new_status_id": 0,
        "new_sla_id": 0,
        "new_category_1_id": 0,
        "new_category_2_id": 0,
        "new_category_3_id": 0,
        "new_category_4_id": 0,
        "new_workflow_id": 0,
        "new_template_id": 0,
        "outcome_id": 0,
        "outcome_name": "",
        "script_id": 0,
        "script_name": "",
        "popupmsg": "",
        "criteria": [
            {
                "id": one.id * 10 + at,
                "fieldname": name,
                "value_type": "string" if isinstance(value, str) else "int",
                "type": 2,
                "value_string": value if isinstance(value, str) else "",
                "value_int": value if isinstance(value, int) else 0,
                "value_display": str(value),
                "tablename": "faults",
                "partialmatch": False,
                "matchseparatedvalues": False,
            }
            for at, (name, value) in enumerate(one.looks_for)
        ],
        "outcomes": [],
        "access_control": [],
        "database_lookups": [],
        **one.sets,
    }


def workflows(world: World) -> list[Row]:
    """Return the workflows with the columns of the list."""
    return [_workflow(world, one, whole=False) for one in planted_work.WORKFLOWS]


def workflow(world: World, number: int) -> Row | None:
    """Return one workflow with its steps and edges."""
    found = next((one for one in planted_work.WORKFLOWS if one.id == number), None)
    return None if found is None else _workflow(world, found, whole=True)


def _workflow(world: World, one: PlantedWorkflow, *, whole: bool) -> Row:
    row: Row = {
        "id": one.id,
        "guid": uuid_text(world.seed, 73, one.id),
        "name": one.name,
        "note": "",
        "notinuse": not one.active,
        "active": one.active,
        "in_use": one.active,
        "access_control_level": 0,
    }
    if whole:
        row["flow_chart_json"] = "{}"
        row["stages"] = []
        row["targets"] = []
        row["steps"] = [
            {
                "fdid": _step_id(one, number),
                "step_id": number,
                "flow_id": one.id,
                "name": name,
                "isstart": number == 1,
                "isend": number == len(one.steps),
                "steptype": 0,
                "auto_action": 0,
                "auto_action_type": 0,
                "ai_model": "",
                "virtual_agent_id": one.agent if number == 1 and one.agent else None,
                "step_conditions": [],
                "rules": [one.rules[number]] if number in one.rules else [],
                "actions": [
                    _edge(one, edge, at)
                    for at, edge in enumerate(one.edges)
                    if edge.start == number
                ],
            }
            for number, name in enumerate(one.steps, start=1)
        ]
    return row


def _edge(flow: PlantedWorkflow, edge: PlantedEdge, at: int) -> Row:
    return {
        "id": flow.id * 1000 + at,
        "flow_id": flow.id,
        "start_step": edge.start,
        "end_step": edge.end,
        "action_type": 0,
        "action_id": 0,
        "action_name": "",
        "time_limit_mins": 0.0,
        "time_limit_action_id": 0,
        "time_limit_action_name": "",
        "automation_type": 0,
        "automation_action_id": 0,
        "automation_action_name": "",
        "automation_runbook_id": "",
        "automation_runbook_name": "",
        "automation_execution_type": 0,
        "approval_result": 0,
        "seq": at,
        "conditions": [],
        **edge.sets,
    }


def approval_processes(world: World) -> list[Row]:
    """Return the approval processes by name."""
    return [
        {"id": one.id, "guid": uuid_text(world.seed, 74, one.id), "name": one.name, "type": 0}
        for one in planted_work.APPROVALS
    ]


def approval_process(world: World, number: int) -> Row | None:
    """Return one approval process with its steps."""
    for one in planted_work.APPROVALS:
        if one.id == number:
            steps = [one.sets] if one.then is None else [one.sets, one.then]
            return {
                "id": one.id,
                "guid": uuid_text(world.seed, 74, one.id),
                "name": one.name,
                "type": 0,
                "no_status_change": False,
                "steps": [_approval_step(one, at, sets) for at, sets in enumerate(steps)],
            }
    return None


def _approval_step(one: PlantedApproval, at: int, sets: Fields) -> Row:
    return {
        "id": one.id * 10 + at,
        "processid": one.id,
        "sequence": at + 1,
        "name": "First",
        "type": 0,
        "agent_name": "",
        "cab_name": "",
        "user_name": "",
        "role_id": 0,
        "role_name": "",
        "emailaddress": "",
        "minapprovers": 1,
        "is_mandatory": True,
        "autoapproveforagentlogging": False,
        "autoapproveforapprovalrequestor": False,
        "autoapproveifnoapprovers": False,
        "autoapproveifalreadyapp": False,
        "auto_approval_to_manager": False,
        "notify_on_auto_approve_type": 0,
        "statusifnoapproval": 0,
        "statusafterstartdatepassed": 0,
        "allowadhocapprovers": False,
        "automation_runbookid": None,
        "rules": [],
        **sets,
    }


def outcomes(_world: World) -> list[Row]:
    """Return the actions with the columns of the list."""
    return [
        {"id": one.id, "outcome": one.name, "buttonname": one.name, "hidden": False}
        for one in planted_work.OUTCOMES
    ]


def outcome(_world: World, number: int) -> Row | None:
    """Return one action with everything that it does."""
    for one in planted_work.OUTCOMES:
        if one.id == number:
            return {
                "id": one.id,
                "outcome": one.name,
                "buttonname": one.name,
                "hidden": False,
                "ai_operation": 0,
                "ai_model": "",
                "ai_prompt": "Draft a polite answer",
                "ai_preview": False,
                "ai_improve_agent_note_default_on": False,
                "run_ai_insights": False,
                "automation_runbookid": None,
                "automation_runbookname": "",
                "script_id": 0,
                "script_name": "",
                "sendemail": 0,
                **one.sets,
            }
    return None
