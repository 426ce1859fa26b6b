"""What a script's own settings say: who may run it, who may change it, what closes its ticket."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from aigov_connectors.connectwise.automate.wire import ScriptDetailsWire, ScriptWire
from aigov_connectors.inventory import Evidence, Listed, ListedObject, Origin, Setting
from aigov_connectors.normalizing.observed import Observed, observed, said
from aigov_connectors.wire import told

__all__ = ["ScriptDetails", "Scripts", "asking", "listed_scripts", "runnable", "settings_of"]

Scripts = Mapping[str, tuple[ScriptWire, Origin]]
"""Script to its row in the server's list, as far as that was read."""
ScriptDetails = Mapping[str, tuple[ScriptDetailsWire, Origin]]
"""Script to its own settings, as far as they were asked for."""
_AT = "/UserClassAccessSettings"


def asking(script: str | None, scripts: Scripts) -> tuple[bool | str, list[Observed]]:
    """Whether a script waits for the user, as the reading tables ask it, with what shows it.

    Less sight must not tell more: of a script that was not read, or does not say, it is not told.
    """
    found = scripts.get(script or "")
    if found is None:
        return "not told", []
    row, origin = found
    if row.is_user_response is False:
        return False, []
    shown = observed(origin, row, "is_user_response", object_id=row.id)
    return told(row.is_user_response) or "not told", [shown]


def settings_of(script: str | None, details: ScriptDetails) -> Iterator[Observed]:
    """How many user classes may run and change a script, and what closes its ticket."""
    found = details.get(script or "")
    if found is None:
        return
    row, origin = found
    if row.tells_access:
        for name, column in (
            ("classes that may run the script", "can_execute"),
            ("classes that may change the script", "can_edit"),
        ):
            count = sum(getattr(one, column) for one in row.access)
            yield Setting(name=name, value=count), _who(row, origin)
    else:
        yield observed(origin, row, "user_class_access_settings", object_id=row.id)
    if row.closes_ticket is not None:
        at = "/TicketEntrySettings/CloseTicketTrigger/Name"
        yield said(origin, "CloseTicketTrigger", row.closes_ticket, object_id=row.id, pointer=at)


def _who(row: ScriptDetailsWire, origin: Origin) -> Evidence:
    """The settings that were counted, as they were sent."""
    sent = [
        one.model_dump(mode="json", by_alias=True, exclude_unset=True)
        for one in row.access
        if one is not None
    ]
    return origin.evidence(object_id=row.id, pointer=_AT, value=sent)


def runnable(classes: Collection[str], details: ScriptDetails, scripts: Scripts) -> Observed | None:
    """How many scripts some user classes may run or change, as far as scripts tell; None for none.

    The list of scripts names classes; the settings of one that was asked for say what each may do.
    """
    listed = [
        (row, origin, f"/{alias}/{position}", one)
        for row, origin in scripts.values()
        for alias, sent in (
            ("Permission", told(row.permission)),
            ("EditPermission", told(row.edit_permission)),
        )
        for position, one in enumerate(sent or ())
        if isinstance(one, int | str) and str(one) in classes
    ]
    able = [
        (row, origin, position)
        for row, origin in details.values()
        for position, one in enumerate(row.access)
        if one is not None and one.can_execute is True and str(one.user_class_id) in classes
    ]
    if not able and not listed:
        return None
    known = {one.id for one, _, _ in able} | {one.id for one, *_ in listed}
    setting = Setting(name="scripts that it may run", value=len(known))
    # One witness, whichever answer came first.
    if able:
        row, origin, position = min(able, key=lambda one: (one[0].id or "", one[2]))
        at = f"{_AT}/{position}/CanExecute"
        return setting, origin.evidence(object_id=row.id, pointer=at, value=True)
    script, where, pointer, sent = min(listed, key=lambda one: (one[0].id, one[2]))
    return setting, where.evidence(object_id=script.id, pointer=pointer, value=sent)


def listed_scripts(scripts: Mapping[str, tuple[ScriptWire, Origin]], *, is_whole: bool) -> Listed:
    """The server's own list, by which a service desk's rule that names a script leads to it.

    An empty list proves nothing: every server has scripts.
    """
    objects = tuple(
        ListedObject(
            id=row.id,
            name=row.name,
            evidence=origin.evidence(object_id=row.id, pointer="/Name", value=row.name),
        )
        for row, origin in (scripts[one] for one in sorted(scripts))
    )
    return Listed(kind="script", objects=objects, is_whole=is_whole and bool(objects))
