"""Users, their classes, and the log of changes."""

from typing import Annotated, Any

from pydantic import AliasPath, BeforeValidator, Field

from aigov_connectors.connectwise.automate.wire.base import AutomateRecord, Leniently, Many
from aigov_connectors.connectwise.automate.wire.estate import RefWire
from aigov_connectors.wire import Identifier, LenientBool, Text, Timestamp

__all__ = ["AuditWire", "UserClassWire", "UserWire"]


def _switches(value: Any) -> dict[str, bool]:
    """Keep the switches of an object; whatever else stands there says nothing of a right."""
    found = value if isinstance(value, dict) else {}
    return {str(key): one for key, one in found.items() if isinstance(one, bool)}


class UserWire(AutomateRecord):
    """A login of a person or a program: name, kind and classes."""

    id: Identifier = Field(alias="UserId")
    name: Text = None
    is_integrator: LenientBool = None
    is_locked: LenientBool = None
    user_classes: Many[RefWire] = ()


class UserClassWire(AutomateRecord):
    """What those of a class may do."""

    id: Identifier = Field(alias="UserClassId")
    name: Text = None
    permissions: Annotated[dict[str, bool], BeforeValidator(_switches)] = Field(
        default_factory=dict
    )


class AuditWire(AutomateRecord):
    """That somebody changed something; what was written about it is not read."""

    id: Identifier
    user_id: Leniently[Identifier] = Field(
        default=None, validation_alias=AliasPath("User", "UserId")
    )
    action: Text = Field(default=None, validation_alias=AliasPath("AuditAction", "Name"))
    date_created: Timestamp = None
