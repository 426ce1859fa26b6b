"""Which tickets start workflows and rules: those of a type, and those that tell of an alert.

A ticket type names the workflow that its tickets begin with. A ticket may hold the id of an alert
of NinjaOne; which NinjaOne is not told, and need not be: the id is looked for in its own list.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from aigov_connectors.halopsa.normalize.place import VENDOR
from aigov_connectors.halopsa.wire import (
    CriterionWire,
    TicketDetailWire,
    TicketRuleWire,
    TicketTypeWire,
    WorkflowWire,
    given,
)
from aigov_connectors.inventory import Basis, Evidence, GateKind, Link, LinkKind, Origin, Place
from aigov_connectors.normalizing.observed import observed

__all__ = [
    "TICKET_TYPE",
    "AlertTickets",
    "Started",
    "starts_of_rule",
    "starts_of_workflow",
    "type_in",
]

TICKET_TYPE = "tickettype_id"
"""What a condition on the type of tickets looks at. Source: the names of a ticket's own fields
(verified); that rules use the same (unsure)."""

Started = tuple[tuple[Link, ...], tuple[Evidence, ...]]
"""What something starts from, and what shows it."""

_BY_ALERT = "that the ticket was opened by the alert whose id it holds is read from a field's name"
_BY_TYPE = "how a condition on the type of tickets compares is a number that no document explains"


class AlertTickets:
    """Tickets that were looked at and hold the id of an alert: one of each type is kept."""

    def __init__(self) -> None:
        self._of_type: dict[int, tuple[str, int, tuple[Evidence, ...]]] = {}

    def add(self, row: TicketDetailWire, origin: Origin) -> None:
        """Note a ticket, if it holds the id of an alert; the latest of its type counts.

        Source: HaloPSA API v2, Faults.ninja_alert_id (verified name; what it holds, unsure).
        """
        kind, alert = row.tickettype_id, row.ninja_alert_id
        if kind is None or not alert:
            return
        if kind not in self._of_type or self._of_type[kind][1] < row.id:
            shown = [
                observed(origin, row, name, object_id=str(row.id))[1]
                for name in ("ninja_alert_id", "tickettype_id")
            ]
            self._of_type[kind] = (alert, row.id, tuple(shown))

    def start(self, kind: int) -> Started:
        """What tickets of a type start from; nothing where none was seen to tell of an alert."""
        if kind not in self._of_type:
            return (), ()
        alert, ticket, shown = self._of_type[kind]
        link = Link(
            kind=LinkKind.PRODUCT,
            key="ninjaone",
            place=f"alert:{alert}",
            gate=GateKind.UNKNOWN,
            basis=Basis.INFERRED,
            because=_BY_ALERT,
            settled_by=f"Look in ticket {ticket} which alert opened it, and whether by itself.",
            evidence=tuple(one.id for one in shown),
        )
        return (link,), shown


def starts_of_workflow(
    row: WorkflowWire,
    *,
    types: Mapping[int, tuple[TicketTypeWire, Origin]],
    alerts: AlertTickets,
    place: Place,
) -> Started:
    """The ticket types whose tickets begin with a workflow, and the alerts that opened some.

    Source: HaloPSA API v2, RequestType.workflow_id.
    """
    links: list[Link] = []
    proofs: list[Evidence] = []
    for kind, origin in types.values():
        if not given(row.id) or kind.workflow_id != row.id:
            continue
        _, named = observed(origin, kind, "workflow_id", object_id=str(kind.id))
        links.append(_tickets_of(kind.id, place, (named,)))
        begun, shown = alerts.start(kind.id)
        links += [one.model_copy(update={"evidence": (*one.evidence, named.id)}) for one in begun]
        proofs += [named, *shown]
    return tuple(links), tuple(dict.fromkeys(proofs))


def starts_of_rule(row: TicketRuleWire, *, origin: Origin, place: Place) -> Started:
    """The ticket types that the conditions of a rule name by their number.

    A rule without such a condition names no tickets that another tool could put there.
    """
    links: list[Link] = []
    proofs: list[Evidence] = []
    for at, kind in _types_named(row):
        one = (row.criteria or ())[at]
        shown = [
            observed(origin, one, name, object_id=str(row.id), pointer=f"/criteria/{at}")[1]
            for name in ("fieldname", "value_int")
        ]
        proofs += shown
        doubt = {"basis": Basis.INFERRED, "because": _BY_TYPE}
        links.append(_tickets_of(kind, place, tuple(shown)).model_copy(update=doubt))
    return tuple(links), tuple(proofs)


def _types_named(row: TicketRuleWire) -> Iterator[tuple[int, int]]:
    for at, one in enumerate(row.criteria or ()):
        if (one.fieldname or "").casefold() == TICKET_TYPE and (kind := type_in(one)):
            yield at, kind


def type_in(row: CriterionWire) -> int | None:
    """The ticket type that a condition on the type names; None where it names none."""
    value = row.value_int
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    return value if given(value) else None


def _tickets_of(kind: int, place: Place, shown: tuple[Evidence, ...]) -> Link:
    return Link(
        kind=LinkKind.DESK,
        key=f"{VENDOR}/{place.tenant_id}/ticket_type:{kind}",
        evidence=tuple(one.id for one in shown),
    )
