"""Where a deployment applies, and what values of picklists are called."""

from __future__ import annotations

from dataclasses import dataclass, field

from aigov_connectors.autotask.wire import FieldsWire
from aigov_connectors.inventory import Organization, Place, Scope, ScopeLevel

__all__ = ["VENDOR", "Picklists", "category_scope", "client_scope", "tenant_scope"]

VENDOR = "autotask"


@dataclass(slots=True)
class Picklists:
    """The labels of fields that hold numbers; they differ per database."""

    _labels: dict[tuple[str, str, str], str] = field(default_factory=dict)
    _known: set[tuple[str, str]] = field(default_factory=set)

    def learn(self, entity: str, told: FieldsWire) -> None:
        """Note the values of an entity's picklists."""
        for column in told.fields:
            name = (column.name or "").casefold()
            for one in column.picklist_values:
                self._known.add((entity, name))
                if one.value is not None and one.label is not None:
                    self._labels[entity, name, one.value] = one.label

    def label(self, entity: str, column: str, value: int | None) -> str | None:
        """What a value is called; None where that was not read."""
        return self._labels.get((entity, column.casefold(), str(value)))

    def labels(self, entity: str, column: str) -> set[str]:
        """What the values of a column are called."""
        at = (entity, column.casefold())
        return {label for (*place, _), label in self._labels.items() if tuple(place) == at}

    def knows(self, entity: str, *columns: str) -> bool:
        """Whether the values of all these columns were read."""
        return all((entity, column.casefold()) in self._known for column in columns)


def tenant_scope(place: Place) -> Scope:
    """The whole database."""
    return Scope(level=ScopeLevel.TENANT, id=place.tenant_id, name=place.connection)


def category_scope(place: Place, category: int, name: str) -> Scope:
    """The tickets of one category."""
    return Scope(
        level=ScopeLevel.TICKET_TYPE,
        id=f"category:{category}",
        name=name,
        parents=(place.tenant_id,),
    )


def client_scope(place: Place, organization: Organization) -> Scope:
    """One client."""
    return Scope(
        level=ScopeLevel.CLIENT,
        id=organization.vendor_id,
        name=organization.name,
        parents=(place.tenant_id,),
    )
