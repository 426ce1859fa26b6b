"""Who changed a settings object and when, as far as the tool itself tells."""

from pydantic import Field

from aigov_connectors.inventory.base import Exact, UtcTime
from aigov_connectors.inventory.feature import Actor, SourceObject
from aigov_connectors.inventory.vocabulary import Basis, ChangeKind, ChangeTeller

__all__ = ["ChangeRecord"]


class ChangeRecord(Exact):
    """One change of one object that configures something.

    What was changed in it stands in no record: two runs beside each other tell that, and a record
    tells who may have done it.
    """

    vendor: str
    tenant_id: str
    source_object: SourceObject
    """As deployments and unknown settings name it."""
    at: UtcTime
    by: Actor | None = None
    """An id or a role, never a name; None where it is told when and not by whom."""
    what: ChangeKind = ChangeKind.UNKNOWN
    told_by: ChangeTeller
    basis: Basis = Basis.OBSERVED
    """`inferred` where the meaning of what tells it, or that it is about this object, is not
    documented."""
    evidence: tuple[str, ...] = Field(min_length=1)
    """Ids into `Inventory.evidence`."""

    @property
    def place(self) -> tuple[str, str, str, str]:
        """The object that was changed."""
        source = self.source_object
        return self.vendor, self.tenant_id, source.kind, source.id
