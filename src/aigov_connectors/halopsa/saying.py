"""What one reading says: everything that was read, once the tickets' counts are known."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from aigov_connectors.halopsa.lists import ACTION_STARTERS, STARTERS, Seen
from aigov_connectors.halopsa.normalize import (
    Automation,
    History,
    Starters,
    TicketLog,
    Tracked,
    action_starts,
    automations_of,
    calls_unknown_host,
    changes_from_commits,
    deployments_from_ai_suggestion,
    deployments_from_application,
    deployments_from_approval_process,
    deployments_from_control,
    deployments_from_email_rule,
    deployments_from_event_rule,
    deployments_from_outcome,
    deployments_from_runbook,
    deployments_from_sla,
    deployments_from_status,
    deployments_from_ticket_rules,
    deployments_from_ticket_type,
    deployments_from_virtual_agent,
    deployments_from_webhook,
    deployments_from_workflow,
    feature_of_runbook,
    is_active,
    is_monitored,
    is_on,
    module_of_ai,
    unknown_of_control,
)
from aigov_connectors.halopsa.normalize.rules import (
    templates_giving,
    templates_named,
    workflows_given,
)
from aigov_connectors.halopsa.normalize.starting import AlertTickets, starts_of_workflow
from aigov_connectors.halopsa.normalize.step_rules import is_told_by_workflow, rules_of_steps
from aigov_connectors.halopsa.normalize.suggestions import templates_suggested
from aigov_connectors.halopsa.telling import Telling
from aigov_connectors.halopsa.wire import TicketRuleWire
from aigov_connectors.inventory import GapReason, Origin
from aigov_connectors.wire import told

__all__ = ["Saying"]


class Saying(Telling):
    """What was read, said in the common model."""

    _log: TicketLog | None = None
    _history: History | None = None

    @cached_property
    def _alerts(self) -> AlertTickets:
        """Of the tickets that were looked at, those that tell of an alert of another tool."""
        return AlertTickets()

    @cached_property
    def _own_rules(self) -> list[Seen[TicketRuleWire]]:
        """The ticket rules that are tried on their own; those of steps are told by workflows."""
        of_steps = rules_of_steps(row for row, _ in self._workflows.values())
        return [one for one in self._rules if not is_told_by_workflow(one[0], of_steps)]

    def _say(self) -> None:
        """Say what was read, be it all or only some."""
        self._say_untold()
        self._say_unlisted()
        if set(ACTION_STARTERS) <= self._knows_starts:
            named = (*templates_named(self._rules), *templates_suggested(self._suggestions))
            by_templates = templates_giving(self._templates, named=tuple(dict.fromkeys(named)))
            if by_templates is not None:
                self._desk.workflows_of_rules = workflows_given(self._rules)
                self._desk.templates_of_rules = by_templates
        flows = {
            number: automations_of(row, origin) for number, (row, origin) in self._workflows.items()
        }
        self._say_settings()
        self._say_desk()
        self._say_rules_and_workflows(flows)
        self._say_ai(flows)
        self._say_programs()
        self._say_changes()
        if self._history is not None:
            # Of tickets a sample, of runs the latest.
            self._into.decisions(self._history.counter.stats(complete=False))

    def _say_changes(self) -> None:
        tracked = Tracked()
        tracked.add_rules(row for row, _ in self._rules)
        tracked.add_workflows(row for row, _ in self._workflows.values())
        tracked.add_processes(row for row, _ in self._processes.values())
        tracked.add_runbooks(row for row, _ in self._runbooks.values())
        place = self._into.place
        self._into.changed(
            changes_from_commits(self._commits, tracked, actors=self._actors, place=place)
        )

    def _say_settings(self) -> None:
        into, place = self._into, self._into.place
        if self._control is None:
            return
        row, origin = self._control
        into.say(
            deployments_from_control(
                row,
                origin=origin,
                catalogue=self._catalogue,
                place=place,
                desk=self._desk,
                modules=self._modules,
            )
        )
        if not is_monitored(row):
            into.gap(
                "control",
                "what programs with access do",
                GapReason.INCONCLUSIVE,
                detail="the MCP server is on and its log is not told to be, or the audit log is"
                " redacted",
                remedy="Switch on the log of the MCP server (enable_mcp_logging) and redact no"
                " audit log (redact_audit_log), if programs are to be held to what they did.",
                features=(self._catalogue["mcp_server"].id,),
            )
        unknown = unknown_of_control(row, origin=origin, place=place)
        into.keep(unknown.evidence)
        for one in unknown.settings:
            into.unknown_setting(one)

    def _say_desk(self) -> None:
        into, place, catalogue, desk = self._into, self._into.place, self._catalogue, self._desk
        for status, origin in self._status_rows:
            into.say(
                deployments_from_status(
                    status,
                    origin=origin,
                    statuses=self._statuses,
                    entry=catalogue["status_timers"],
                    place=place,
                    desk=desk,
                )
            )
        for level, origin in self._slas:
            into.say(
                deployments_from_sla(
                    level,
                    origin=origin,
                    statuses=self._statuses,
                    entry=catalogue["status_timers"],
                    place=place,
                )
            )
        for kind, origin in self._types.values():
            into.say(
                deployments_from_ticket_type(
                    kind,
                    origin=origin,
                    closing=catalogue["auto_close"],
                    balancing=catalogue["load_balancing"],
                    others=catalogue["ticket_type_automations"],
                    presets=catalogue["ticket_type_presets"],
                    place=place,
                    desk=desk,
                )
            )
        mail, events = catalogue["email_rules"], catalogue["event_rules"]
        for rule, origin in self._email_rules:
            into.say(
                deployments_from_email_rule(rule, origin=origin, entry=mail, place=place, desk=desk)
            )
        for event, origin in self._event_rules:
            into.say(deployments_from_event_rule(event, origin=origin, entry=events, place=place))

    def _say_rules_and_workflows(self, flows: dict[int, tuple[Automation, ...]]) -> None:
        into, place, catalogue, desk = self._into, self._into.place, self._catalogue, self._desk
        into.say(
            deployments_from_ticket_rules(
                self._own_rules,
                statuses=self._statuses,
                outcomes={number: row for number, (row, _) in self._outcomes.items()},
                entry=catalogue["ticket_rules"],
                place=place,
                desk=desk,
                summaries=self._rule_summaries,
            )
        )
        processes = {number: row for number, (row, _) in self._processes.items()}
        for number, (flow, origin) in self._workflows.items():
            into.say(
                deployments_from_workflow(
                    flow,
                    flows[number],
                    origin=origin,
                    processes=processes,
                    entry=catalogue["workflow_automations"],
                    place=place,
                    desk=desk,
                    starts=starts_of_workflow(
                        flow, types=self._types, alerts=self._alerts, place=place
                    ),
                )
            )
        sampled = "approvals" in self._complete
        for process, origin in self._processes.values():
            seen = self._history if sampled else None
            into.say(
                deployments_from_approval_process(
                    process,
                    origin=origin,
                    entry=catalogue["approval_processes"],
                    place=place,
                    desk=desk,
                    overridden=seen.overridden[process.id] if seen else None,
                    unanswered=seen.unanswered[process.id] if seen else None,
                )
            )

    def _say_ai(self, flows: dict[int, tuple[Automation, ...]]) -> None:
        into, place, catalogue, desk = self._into, self._into.place, self._catalogue, self._desk
        for suggestion, origin in self._suggestions:
            into.say(
                deployments_from_ai_suggestion(
                    suggestion,
                    origin=origin,
                    outcomes={number: row for number, (row, _) in self._outcomes.items()},
                    entry=catalogue["ai_suggestions"],
                    place=place,
                    desk=desk,
                )
            )
        starts = action_starts(self._own_rules, self._suggestions)
        every = [one for automations in flows.values() for one in automations]
        for number, (outcome, origin) in self._outcomes.items():
            into.say(
                deployments_from_outcome(
                    outcome,
                    origin=origin,
                    writing=catalogue["ai_actions"],
                    insights=catalogue["ai_insights"],
                    starts=starts.get(number, ()),
                    automations=[one for one in every if one.action == number],
                    processes={key: row for key, (row, _) in self._processes.items()},
                    unread=self._unread({**ACTION_STARTERS, "workflows": "workflows"}),
                    place=place,
                    desk=desk,
                )
            )
        used, perhaps = self._agents_named(True), self._agents_named(None)
        for agent, origin in self._agents.values():
            into.say(
                deployments_from_virtual_agent(
                    agent,
                    origin=origin,
                    used=used,
                    knows_use=self._knows_use() and agent.id not in perhaps,
                    entry=catalogue["virtual_agents"],
                    place=place,
                    desk=desk,
                )
            )
        self._say_runbooks(flows)

    def _say_runbooks(self, flows: dict[int, tuple[Automation, ...]]) -> None:
        automations: list[tuple[Automation, Origin]] = [
            (one, self._workflows[number][1]) for number, found in flows.items() for one in found
        ]
        starters = Starters(
            automations=automations,
            processes={number: row for number, (row, _) in self._processes.items()},
            buttons=self._buttons,
            agents=list(self._agents.values()),
            outcomes=list(self._outcomes.values()),
            actions=action_starts(self._own_rules, self._suggestions),
            unread_of_actions=self._unread(ACTION_STARTERS),
            approvals=list(self._processes.values()),
            unread=self._unread(STARTERS),
        )
        for runbook, origin in self._runbooks.values():
            feature = feature_of_runbook(runbook, self._integrations, origin)
            self._into.say(
                deployments_from_runbook(
                    runbook,
                    origin=origin,
                    starters=starters,
                    integrations=self._integrations,
                    entry=self._catalogue[feature],
                    place=self._into.place,
                    desk=self._desk,
                )
            )

        dark = [
            row.name or row.id
            for row, _ in self._runbooks.values()
            if calls_unknown_host(row, self._integrations)
        ]
        # A list of integrations that was not read has its own gap.
        if dark and "custom_integrations" in self._complete:
            self._into.gap(
                "custom_integrations",
                "whether a runbook asks a model",
                GapReason.INCONCLUSIVE,
                detail="no host is told of what these call: " + ", ".join(sorted(dark)),
                remedy="Look up the integration in Configuration > Integrations.",
                features=(self._catalogue["ai_runbooks"].id,),
            )

    def _say_programs(self) -> None:
        into, place, catalogue = self._into, self._into.place, self._catalogue
        log = self._log or TicketLog(desk=self._desk, since=self._since)
        for program, origin in self._applications:
            if program.client_id == self._own_application:
                continue
            into.say(
                deployments_from_application(
                    program, origin=origin, catalogue=catalogue, place=place, log=log
                )
            )
        for hook, origin in self._webhooks:
            into.say(
                deployments_from_webhook(hook, origin=origin, catalogue=catalogue, place=place)
            )
        self._say_module()

    def _say_module(self) -> None:
        module, shown = module_of_ai(self._modules)
        if not self._modules or module:
            return
        detail = "no module has AI in its name, though settings may tell of it"
        if module is False:
            detail = "no module with AI in its name is switched on, though settings may tell of AI"
        elif shown:
            detail = "whether a module with AI in its name is switched on was not told"
        self._into.gap(
            "features",
            "the module of AI",
            GapReason.INCONCLUSIVE,
            detail=detail,
            remedy="Look in Configuration > Integrations whether the module of AI was added.",
            features=(self._catalogue["ai_connection"].id,),
        )

    def _unread(self, starters: Mapping[str, str]) -> list[str]:
        """Of these resources those that were not read whole, in words."""
        return [words for name, words in starters.items() if name not in self._knows_starts]

    def _agents_named(self, on: bool | None) -> frozenset[str]:
        """Ids of the virtual agents that a chat, workflow or runbook names which is on, or off.

        None asks for those of which it is not told whether they are on.
        """
        chats = [(told(row.in_use), row.steps) for row, _ in self._chats.values()]
        flows = [(is_on(row), row.steps) for row, _ in self._workflows.values()]
        books = [(is_active(row), row.steps) for row, _ in self._runbooks.values()]
        return frozenset(
            step.virtual_agent_id
            for state, steps in (*chats, *flows, *books)
            if state is on
            for step in steps or ()
            if step.virtual_agent_id
        )

    def _knows_use(self) -> bool:
        """Whether every place was read from which a virtual agent can be named."""
        return {"chat_profiles", "workflows", "runbooks"} <= self._complete
