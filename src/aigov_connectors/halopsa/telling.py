"""What one reading was not told, said once for each resource, and what then is not whole."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel

from aigov_connectors.halopsa.lists import Lists
from aigov_connectors.halopsa.unlisted import Records, names_of, unlisted
from aigov_connectors.halopsa.untold import untold_of
from aigov_connectors.inventory import GapReason

__all__ = ["Telling"]

_STARTING = frozenset(
    ["steps", "steps.actions", "functions", "outcome_id", "new_workflow_id", "template_id"]
)
"""Fields by which something starts something else: untold, that resource may start anything."""


class Telling(Lists):
    """What is missing of what was read."""

    def _say_untold(self) -> None:
        """Tell, once for each resource, what its rows did not tell; they are then not whole."""
        read: dict[str, Sequence[BaseModel]] = {
            "ticket_rules": [row for row, _ in self._rules if row.active is not False],
            "ticket_types": [row for row, _ in self._types.values()],
            "statuses": [row for row, _ in self._status_rows],
            "slas": [row for row, _ in self._slas],
            "workflows": [row for row, _ in self._workflows.values()],
            "approval_processes": [row for row, _ in self._processes.values()],
            "outcomes": [row for row, _ in self._outcomes.values()],
            "virtual_agents": [row for row, _ in self._agents.values()],
            "chat_profiles": [row for row, _ in self._chats.values()],
            "runbooks": [row for row, _ in self._runbooks.values()],
            "custom_buttons": [row for row, _ in self._buttons],
            "ai_suggestions": [row for row, _ in self._suggestions],
            "email_rules": [row for row, _ in self._email_rules],
        }
        for resource, rows in read.items():
            found = untold_of(resource, rows)
            if not found:
                continue
            features = {self._catalogue[name].id for one in found for name in one.features}
            self._into.gap(
                resource,
                f"what was not told of {resource.replace('_', ' ')}",
                GapReason.INCONCLUSIVE,
                detail="not sent, or not as documented: "
                + ", ".join(f"{one.path} ({one.rows} of {len(rows)})" for one in found),
                features=features,
            )
            paths = {one.path for one in found}
            if paths & {
                "steps",
                "steps.actions",
                "functions",
                "outcome_id",
                "new_workflow_id",
                "template_id",
            }:
                self._knows_starts.discard(resource)
            if paths & {"steps", "steps.virtual_agent_id"}:
                self._complete.discard(resource)

    def _say_unlisted(self) -> None:
        """Tell, once for each resource, what others name and its list lacks: it is then not whole.

        Where a list failed, or came empty, that is told already.
        """
        listed = {name: self._listed[name] for name in self._complete & set(self._listed)}
        if "runbooks" in listed:
            # Which webhooks are runbooks is told by a number of the request alone.
            listed["runbooks"] = listed["runbooks"] | self._listed.get("webhooks", set())
        records = Records(
            rules=[row for row, _ in self._rules],
            types=[row for row, _ in self._types.values()],
            workflows=[row for row, _ in self._workflows.values()],
            processes=[row for row, _ in self._processes.values()],
            outcomes=[row for row, _ in self._outcomes.values()],
            suggestions=[row for row, _ in self._suggestions],
            templates=[row for row, _ in self._templates.values()],
            agents=[row for row, _ in self._agents.values()],
            chats=[row for row, _ in self._chats.values()],
            runbooks=[row for row, _ in self._runbooks.values()],
            buttons=[row for row, _ in self._buttons],
            types_of_tickets=sorted({kind or 0 for kind, _ in self._desk.tickets}),
        )
        for one in unlisted(names_of(records), listed):
            what = one.resource.replace("_", " ")
            if listed[one.resource]:
                self._into.gap(
                    one.resource,
                    f"{what} that the agent of the connection was not shown",
                    GapReason.INCONCLUSIVE,
                    detail=one.detail,
                    remedy="Configuration > Teams & Agents > the role of the API agent: let it see"
                    " all of them. Take out what names one that was deleted.",
                )
            self._complete.discard(one.resource)
            self._knows_starts.discard(one.resource)
            if one.resource == "ticket_types":
                self._desk.types_are_whole = False
