"""Users, their classes, and the log of changes."""

from typing import Annotated, Any

from pydantic import AliasPath, BeforeValidator, Field

from aigov_connectors.connectwise.automate.wire.base import AutomateRecord, Leniently, Told, told
from aigov_connectors.connectwise.automate.wire.estate import RefWire
from aigov_connectors.wire import Flag, Identifier, Text, Timestamp

__all__ = ["AuditWire", "UserClassWire", "UserWire"]


def _switches(value: Any) -> dict[str, bool | None]:
    """Keep the switches of an object; None for what stands there and is no switch."""
    found = value if isinstance(value, dict) else {}
    return {str(key): one if isinstance(one, bool) else None for key, one in found.items()}


class UserWire(AutomateRecord):
    """A login of a person or a program: name, kind and classes."""

    id: Identifier = Field(alias="UserId")
    name: Text = None
    is_integrator: Flag = None
    is_locked: Flag = None
    user_classes: Told[tuple[Told[RefWire], ...]] = None

    @property
    def classes(self) -> tuple[str, ...]:
        """Ids of its classes, as far as they are told."""
        found = told(self.user_classes) or ()
        return tuple(one.id for one in found if isinstance(one, RefWire) and one.id)

    @property
    def tells_classes(self) -> bool:
        """Whether it says which classes it has, and all of them."""
        found = told(self.user_classes)
        return found is not None and len(found) == len(self.classes)


class UserClassWire(AutomateRecord):
    """What those of a class may do."""

    id: Identifier = Field(alias="UserClassId")
    name: Text = None
    permissions: Annotated[dict[str, bool | None], BeforeValidator(_switches)] = Field(
        default_factory=dict
    )
    """Right to whether the class has it; None where that is no switch."""


class AuditWire(AutomateRecord):
    """That somebody changed something; what was written about it is not read."""

    id: Identifier
    user_id: Leniently[Identifier] = Field(
        default=None, validation_alias=AliasPath("User", "UserId")
    )
    action: Text = Field(default=None, validation_alias=AliasPath("AuditAction", "Name"))
    date_created: Timestamp = None
