"""What starts a workflow rule, and which other product its actions call."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from aigov_connectors.connectwise.psa.normalize.deeds import Deed
from aigov_connectors.connectwise.psa.normalize.places import VENDOR
from aigov_connectors.connectwise.psa.normalize.rule_book import RuleEvent
from aigov_connectors.connectwise.psa.normalize.rule_tables import watches_tickets
from aigov_connectors.connectwise.psa.wire import ActionWire
from aigov_connectors.inventory import (
    Basis,
    DecisionKind,
    Evidence,
    GateKind,
    Link,
    LinkKind,
    Place,
)
from aigov_connectors.normalizing.observed import said

__all__ = ["leads_to", "starts_from"]


def starts_from(
    one: RuleEvent, condition: Evidence, place: Place
) -> tuple[tuple[Link, ...], tuple[Evidence, ...]]:
    """The board whose tickets start the event; surely only where it has no condition.

    The grammar of conditions is not documented: whether a ticket fulfils one is not shown.
    """
    if not watches_tickets(one.workflow):
        return (), ()
    home, seen = said(
        one.origin,
        "board",
        one.board,
        object_id=str(one.workflow.id),
        pointer="/board/id",
        absent=one.board is None,
    )
    is_sure = not one.condition.strip()
    link = Link(
        kind=LinkKind.DESK,
        key=f"{VENDOR}/{place.tenant_id}/board:{'*' if home.absent else one.board}",
        basis=Basis.OBSERVED if is_sure else Basis.INFERRED,
        because=None if is_sure else "whether the ticket fulfils the rule's condition is not shown",
        evidence=(seen.id, condition.id),
    )
    return (link,), (seen, condition)


def leads_to(deeds: Iterable[Deed], actions: Iterable[ActionWire]) -> Iterator[Link]:
    """What actions call in other products.

    The field of an action that holds a script is named after the product that runs it; on which
    server, the script's number tells where one has it.
    """
    scripts = {str(one.id): one.automate_script for one in actions}
    for deed in deeds:
        if deed.what == "script":
            script = scripts.get(deed.shown[1].fact.object_id or "")
            yield Link(
                kind=LinkKind.PRODUCT,
                key="connectwise.automate",
                place=None if script is None or script.id is None else f"script:{script.id}",
                named=None if script is None else script.name,
                does=DecisionKind.RUN_SCRIPT,
                gate=GateKind.NONE,
                evidence=(deed.shown[1].id,),
            )
