"""What the API user may do, entity by entity, as the API tells it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from pydantic import JsonValue

from aigov_connectors.autotask.wire import EntityInfoWire
from aigov_connectors.inventory import CredentialRights

__all__ = ["Access", "access_of", "entity_key", "may_write", "rights_from"]

Access = Mapping[str, str | None]
"""Entity (as `entity_key` names it) to `none`, `all`, `restricted`; None where it is not told."""

_LEVELS: Mapping[str, str] = {
    "0": "none",
    "1": "all",
    "2": "restricted",
    "none": "none",
    "all": "all",
    "restricted": "restricted",
}
_ALWAYS = ("Companies", "Contracts", "Resources", "TicketCategories", "TicketNotes", "Tickets")
"""Entities that every database has: a list without one of them is no whole list."""
_WRITES = ("create", "update", "delete")
_MOST_NAMED = 3


def level(value: JsonValue) -> str | None:
    """Read a level of access; None for what is none of the three.

    Source: Autotask help, 0 = None, 1 = All, 2 = Restricted (verified); words (unsure).
    """
    if isinstance(value, bool | float | list | dict) or value is None:
        return None
    return _LEVELS.get(str(value).strip().casefold())


def entity_key(name: str) -> str:
    """Name an entity the same in the singular of its description and the plural of its path."""
    folded = re.sub(r"[^a-z]", "", name.casefold())
    for plural, single in (("ies", "y"), ("aliases", "alia"), ("s", "")):
        if folded.endswith(plural):
            return folded.removesuffix(plural) + single
    return folded


def access_of(entities: Iterable[EntityInfoWire]) -> dict[str, str | None]:
    """Tell what the API user may see of each entity."""
    return {
        entity_key(one.name): level(one.user_access_for_query)
        for one in entities
        if one.name is not None
    }


def may_write(one: EntityInfoWire) -> bool | None:
    """Whether the API user may create, change or delete such records; None where not all is told.

    What the entity itself does not allow to anybody is no right.
    """
    found: set[bool | None] = set()
    for deed in _WRITES:
        if getattr(one, f"can_{deed}") is False:
            continue
        told = level(getattr(one, f"user_access_for_{deed}"))
        found.add(None if told is None else told != "none")
    if True in found:
        return True
    return None if None in found else False


def rights_from(entities: Iterable[EntityInfoWire]) -> tuple[CredentialRights, str]:
    """Say what the API user may do, and why that is known."""
    told = [(one.name or "an entity", may_write(one)) for one in entities]
    if not told:
        return CredentialRights.CANNOT_TELL, "the list of entities is empty"
    able = sorted(name for name, writes in told if writes)
    if able:
        named = ", ".join(able[:_MOST_NAMED])
        more = f" and {len(able) - _MOST_NAMED} more" if len(able) > _MOST_NAMED else ""
        because = f"its security level may create, change or delete: {named}{more}"
        return CredentialRights.CAN_WRITE, because
    if any(writes is None for _, writes in told):
        return CredentialRights.CANNOT_TELL, "its rights on some entities are not told"
    listed = {entity_key(name) for name, _ in told}
    if missing := [one for one in _ALWAYS if entity_key(one) not in listed]:
        named = ", ".join(missing[:_MOST_NAMED])
        return CredentialRights.CANNOT_TELL, f"the list of entities is not whole: no {named}"
    because = f"its security level may create, change and delete nothing, in {len(told)} entities"
    return CredentialRights.PROVEN_READ_ONLY, because
