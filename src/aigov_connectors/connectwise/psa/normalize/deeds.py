"""What the actions of a rule do, one by one: by their fields, and by their kind where none tells.

The rule engine has no approval step, so whatever changes something acts by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from aigov_connectors.catalogue import FeatureEntry, Label
from aigov_connectors.connectwise.psa.normalize.recipients import Side, side_of
from aigov_connectors.connectwise.psa.normalize.rule_book import Rules
from aigov_connectors.connectwise.psa.wire import (
    ActionWire,
    NotifyTypeWire,
    OverwrittenFieldWire,
)
from aigov_connectors.inventory import Origin
from aigov_connectors.normalizing.observed import Observed, observed
from aigov_connectors.wire import Strange, told

__all__ = ["CLOSING", "MAIL_TO_STAFF", "Deed", "deeds_of", "kind_of", "mail_of"]

CLOSING = "closing status"
CLOSING_LATER = "closing status after the script"
MAIL_TO_STAFF = "mail to the staff"
_UNKNOWN = "unknown"
_BY_THE_RMM = frozenset({"script", CLOSING_LATER})
"""What no kind of action does without an integration that is set up."""
_MAILED: Mapping[Side, str] = {
    Side.CLIENT: "mail to the client",
    Side.STAFF: MAIL_TO_STAFF,
    Side.OUTSIDE: "mail to the outside",
    Side.UNKNOWN: _UNKNOWN,
}

_BY_FIELD: tuple[tuple[str, str], ...] = (
    ("automate_script", "script"),
    ("board", "board"),
    ("service_priority", "priority"),
    ("service_type", "type"),
    ("service_sub_type", "type"),
    ("service_item", "type"),
    ("service_survey", "survey"),
    ("company_status", "other record"),
    ("project_status", "other record"),
    ("sales_order_status", "other record"),
    ("group", "other record"),
    ("attached_track", "track"),
)
"""Field of an action, and what it does when the field is set."""
_BY_KIND: Mapping[str, str] = {
    "create activity": "activity",
    "assign resource": "assignment",
    "attach configuration": "configuration",
}
"""Kinds of action by name, where no field tells more (field notes)."""
_OPENING = frozenset(
    {"create service ticket", "createserviceticket", "create ticket", "createticket"}
)
"""Kinds that open a ticket; their other fields say what it is like, and change no ticket."""
_EXPLAINED = frozenset(
    [
        *("add", "assign", "attach", "change", "close", "create", "execute", "mail", "notify"),
        *("open", "run", "send", "set", "update"),
        *("activity", "automate", "board", "company", "configuration", "custom", "e", "email"),
        *("field", "group", "item", "member", "note", "notes", "order", "owner", "priority"),
        *("project", "record", "resource", "resources", "sales", "script", "service", "severity"),
        *("status", "sub", "subtype", "survey", "team", "ticket", "track", "type"),
        *("a", "from", "new", "the", "to"),
    ]
)
"""Words of kinds that do no more than their fields say; the vendor publishes no list of kinds."""
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_MAIL = frozenset({"send email", "sendemail", "email"})


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that one action does."""

    what: str
    """A value of the reading tables' setting `action`."""
    label: Label
    shown: Observed
    can: Observed | None
    """Whether the RMM that it needs is set up, where the tenant's list of kinds tells."""


def deeds_of(
    actions: Iterable[tuple[ActionWire, Origin]],
    rules: Rules,
    entry: FeatureEntry,
    *,
    closes: bool,
) -> Iterator[Deed]:
    """Give what actions do, each with the field that shows it.

    Args:
        entry: the feature whose reading table has the setting `action`.
        closes: True for what closes tickets, False for all else.
    """
    for action, origin in actions:
        for what, shown in _done(action, origin, rules):
            if (what in (CLOSING, CLOSING_LATER)) is closes:
                can = _set_up(action, rules) if what in _BY_THE_RMM else None
                yield Deed(what, entry.label("action", what), shown, can)


def _is_explained(action: ActionWire, rules: Rules) -> bool:
    """Whether the fields of an action tell all that it does: its kind is known, or not named."""
    names = _names_of(action, rules)
    return not names or any(
        all(word.casefold() in _EXPLAINED for word in _WORD.findall(name)) for name in names
    )


def kind_of(action: ActionWire, rules: Rules) -> set[str]:
    """The names of the action's kind, as the action and the list of kinds tell them."""
    return {name.casefold() for name in _names_of(action, rules)}


def _names_of(action: ActionWire, rules: Rules) -> list[str]:
    told, listed = action.notify_type, _listed(action, rules)
    if told is None:
        return []
    names = (told.name, told.identifier, listed.name if listed else None)
    return [name for name in names if name]


def mail_of(action: ActionWire, rules: Rules) -> Side | None:
    """Whom a mail goes to; None for an action that sends none."""
    if not kind_of(action, rules) & _MAIL:
        return None
    return side_of(
        action.notify_who,
        rules.recipients,
        is_named=action.specific_member_to is not None or action.specific_team_to is not None,
        has_address=action.email_recipient,
        is_copied=action.cc_contact or action.bcc_contact,
    )


def _listed(action: ActionWire, rules: Rules) -> NotifyTypeWire | None:
    told = action.notify_type
    return rules.kinds.get(told.id) if told is not None and told.id is not None else None


def _set_up(action: ActionWire, rules: Rules) -> Observed | None:
    """The flag of the action's kind; of a kind without an integration it tells nothing.

    Source: ConnectWise PSA API 2025.1, WorkflowNotifyType.isSetupFlag (verified): "Pertains to
    integrations such as Automate".
    """
    listed = _listed(action, rules)
    origin = rules.kinds_from.get(listed.id) if listed is not None else None
    if listed is None or origin is None:
        return None
    return observed(origin, listed, "is_setup_flag", object_id=str(listed.id))


def _done(action: ActionWire, origin: Origin, rules: Rules) -> Iterator[tuple[str, Observed]]:
    for what, name in _what(action, rules):
        yield what, observed(origin, action, name, object_id=str(action.id))
    for row, where in rules.fields.get(action.id, ()):
        sets = _sets(row)
        if sets is not False:
            shown = observed(where, row, "overwrite_flag", object_id=str(row.id))
            yield "custom field" if sets else _UNKNOWN, shown


def _what(action: ActionWire, rules: Rules) -> Iterator[tuple[str, str]]:
    """Name what an action does, each with the field that shows it."""
    kind = kind_of(action, rules)
    if kind & _OPENING:
        yield from _opened(action, rules)
        return
    found = False
    for name, what in _BY_FIELD:
        if getattr(action, name) is not None:
            found = True
            yield what, name
    if action.service_template is not None:
        found = True
        # Whether it opens a ticket or changes this one, only the name of the kind tells.
        yield _UNKNOWN, "service_template"
    if action.board_status is not None:
        found = True
        yield _status(action.board_status.id, rules, CLOSING, "status"), "board_status"
    for later in ("script_success_status", "script_fail_status"):
        status = getattr(action, later)
        then = "" if status is None else _status(status.id, rules, CLOSING_LATER, "")
        if then:
            yield then, later
    if action.update_owner_flag not in (None, False):
        found = True
        yield "assignment" if action.update_owner_flag is True else _UNKNOWN, "update_owner_flag"
    side = mail_of(action, rules)
    if not _is_explained(action, rules):
        yield _UNKNOWN, "notify_type"
    elif side is not None:
        yield _MAILED[side], "notify_who"
    elif not found and not _sets_a_field(action, rules):
        known = next((_BY_KIND[name] for name in sorted(kind) if name in _BY_KIND), None)
        if known is None and True in (action.detail_notes_flag, action.internal_notes_flag):
            known = "note"
        yield known or _UNKNOWN, "notify_type"


def _sets_a_field(action: ActionWire, rules: Rules) -> bool:
    rows = rules.fields.get(action.id, ())
    return any(_sets(row) is not False for row, _ in rows)


def _sets(row: OverwrittenFieldWire) -> bool | None:
    """Whether an action sets a custom field; None where a flag is something else than one."""
    if row.overwrite_flag in (None, False) or row.inactive_flag is True:
        return False
    return None if Strange in map(type, (row.overwrite_flag, row.inactive_flag)) else True


def _opened(action: ActionWire, rules: Rules) -> Iterator[tuple[str, str]]:
    if action.service_template is not None:
        yield _from_template(action, rules), "service_template"
    else:
        yield "new ticket by name", "notify_type"
    if action.automate_script is not None:
        yield "script", "automate_script"


def _from_template(action: ActionWire, rules: Rules) -> str:
    """What it is to open a ticket from a template; whether one that was not read mails is open."""
    named = action.service_template.id if action.service_template else None
    found = rules.service_templates.get(named) if named is not None else None
    mails = None if found is None else told(found[0].email_contact_flag)
    if mails is None:
        return "new ticket that may mail the client"
    return "new ticket that mails the client" if mails else "new ticket"


def _status(status: int | None, rules: Rules, closing: str, other: str) -> str:
    if status in rules.closing:
        return closing
    return other if status in rules.open else _UNKNOWN
