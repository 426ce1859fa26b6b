"""Whether somebody is told before a rule closes a ticket, and has time to stop it.

A rule that closes what has been at a status for some time closes nobody unawares where the
configuration shows that somebody is told at that status before: by a notice or a mail of the
status itself, or by another active rule that mails whoever is there for a shorter time. A mere
delay is no warning. What a mail says is not read, so that this is concluded and never observed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from aigov_connectors.connectwise.psa.normalize.conditions import Waiting, waiting
from aigov_connectors.connectwise.psa.normalize.deeds import mail_of
from aigov_connectors.connectwise.psa.normalize.recipients import Side, side_of
from aigov_connectors.connectwise.psa.normalize.rule_book import RuleEvent, Rules
from aigov_connectors.connectwise.psa.normalize.rule_tables import watches_tickets
from aigov_connectors.inventory import Actor, ActorKind
from aigov_connectors.normalizing.observed import Observed, observed, said

__all__ = ["Warned", "may_be_warned", "warned_before"]

_WHO = {
    Side.CLIENT: Actor(kind=ActorKind.END_USER, role="contact of the ticket"),
    Side.STAFF: Actor(kind=ActorKind.TECHNICIAN),
}


@dataclass(frozen=True, slots=True)
class Warned:
    """Somebody is told, and so long before."""

    seconds: int
    side: Side
    shown: tuple[Observed, ...]

    @property
    def who(self) -> Actor:
        """Who is told."""
        return _WHO[self.side]


def warned_before(one: RuleEvent, rules: Rules) -> Warned | None:
    """Tell whether somebody is told before an event acts; None where nothing shows it.

    Of several the earliest counts, and of those at once that to the client.
    """
    waits = waiting(one.condition)
    if waits is None or not waits.seconds or not watches_tickets(one.workflow):
        return None
    found = [*_by_status(one, waits, rules), *_by_rules(one, waits, rules)]
    return max(found, key=lambda warned: (warned.seconds, warned.side is Side.CLIENT), default=None)


def may_be_warned(one: RuleEvent, rules: Rules) -> bool:
    """Whether somebody may be told at the status, as who is told there was not read."""
    waits = waiting(one.condition)
    if waits is None or not waits.seconds or not watches_tickets(one.workflow):
        return False
    status = rules.status_named(one.board, waits.status)
    return status is not None and status not in rules.notices


def _by_status(one: RuleEvent, waits: Waiting, rules: Rules) -> Iterator[Warned]:
    """Whoever comes to a status is there before any time in it, or since a change, is over."""
    status = rules.status_named(one.board, waits.status)
    if status is None:
        return
    for notice, origin in rules.notices.get(status, ()):
        side = side_of(
            notice.notify_who,
            rules.recipients,
            is_named=notice.member is not None,
            has_address=notice.email,
        )
        if side in _WHO:
            shown = observed(origin, notice, "notify_who", object_id=str(notice.id))
            yield Warned(waits.seconds, side, (shown,))
    for mail, origin in rules.mails.get(status, ()):
        field = "external_contact_notifications"
        shown = observed(origin, mail, field, object_id=str(mail.id))
        yield Warned(waits.seconds, Side.CLIENT, (shown,))


def _by_rules(one: RuleEvent, waits: Waiting, rules: Rules) -> Iterator[Warned]:
    for other, actions in rules.with_actions():
        earlier = waiting(other.condition)
        if earlier is None or not _warns_of(other, earlier, one, waits):
            continue
        for action, origin in actions:
            side = mail_of(action, rules)
            if side in _WHO:
                yield Warned(
                    waits.seconds - earlier.seconds,
                    side,
                    (
                        observed(origin, action, "notify_who", object_id=str(action.id)),
                        observed(
                            other.origin,
                            other.workflow,
                            "activate_flag",
                            object_id=str(other.workflow.id),
                        ),
                        said(
                            other.event_origin,
                            "told after",
                            earlier.seconds,
                            object_id=str(other.event.id),
                            pointer="/eventCondition",
                        ),
                    ),
                )


def _warns_of(other: RuleEvent, earlier: Waiting, one: RuleEvent, waits: Waiting) -> bool:
    """Whether all whom one event closes are told by the other before, as far as is known."""
    workflow = other.workflow
    return (
        workflow.activate_flag is True
        and watches_tickets(workflow)
        and other.board in (None, one.board)
        and workflow.location is None
        and workflow.department is None
        and earlier.is_all
        and earlier.status.casefold() == waits.status.casefold()
        and earlier.seconds < waits.seconds
        and earlier.since in (None, waits.since)
    )
