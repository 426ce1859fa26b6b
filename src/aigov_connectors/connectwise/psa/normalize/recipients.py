"""Whom a mail or a notice goes to: a client, the staff, somebody outside, or nobody knows.

The vendor publishes no list of the kinds of recipients, so that their words decide: those of the
reference, and those of the tenant's own list of recipients.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum

from aigov_connectors.connectwise.psa.wire import RecipientWire, Ref

__all__ = ["Side", "side_of"]


class Side(StrEnum):
    """On which side of the desk a recipient is."""

    CLIENT = "client"
    STAFF = "staff"
    OUTSIDE = "outside"
    """Not of the staff, as the tenant's list tells; whether of a client, it does not."""
    UNKNOWN = "unknown"


_CLIENT_SIDE = frozenset(
    [
        "contact",
        "contacts",
        "customer",
        "customers",
        "company",
        "companies",
        "client",
        "clients",
        "requester",
    ]
)
_STAFF_SIDE = frozenset(
    [
        "member",
        "members",
        "team",
        "teams",
        "resource",
        "resources",
        "owner",
        "technician",
        "technicians",
        "staff",
    ]
)
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")


def side_of(
    who: Ref,
    listed: Mapping[int, RecipientWire],
    *,
    is_named: bool = False,
    has_address: bool = False,
    is_copied: bool = False,
) -> Side:
    """Tell the side of a recipient.

    Args:
        who: the kind of recipient, as an action or a notice refers to it.
        listed: the tenant's list of kinds, by id.
        is_named: whether a member or a team is named beside it.
        has_address: whether somebody typed an address, which may be anybody's.
        is_copied: whether a contact is in copy.
    """
    known = listed.get(who.id) if who is not None and who.id is not None else None
    told = (who.name, who.identifier) if who is not None else ()
    more = (known.name, known.identifier) if known is not None else ()
    names = [name for name in (*told, *more) if name]
    words = [{word.casefold() for word in _WORD.findall(name)} for name in names]
    to_client = any(name & _CLIENT_SIDE for name in words)
    to_staff = any(name & _STAFF_SIDE for name in words)
    if is_copied or (to_client and not to_staff):
        return Side.CLIENT
    if to_client or has_address:
        return Side.UNKNOWN
    if to_staff or (is_named and not names):
        return Side.STAFF
    is_outside = known is not None and known.external_flag is True
    return Side.OUTSIDE if is_outside else Side.UNKNOWN
