"""What could not be read or determined, and how much could."""

import hashlib
from typing import Self

from pydantic import Field, model_validator

from aigov_connectors.inventory.base import Exact
from aigov_connectors.inventory.vocabulary import GapReason

__all__ = ["Coverage", "Gap"]

_DETAIL_LIMIT = 500  # characters: a few sentences, however many reads failed alike


class Gap(Exact):
    """Something that could not be read or determined: why, and what would help."""

    id: str = ""
    connection: str
    vendor: str
    resource: str
    """The read that failed, such as `policies`; `feature` where no API shows the feature."""
    subject: str
    """What is missing, in words with names."""
    reason: GapReason
    remedy: str
    detail: str | None = None
    """One sentence from the error; never a body, header or key."""
    features: tuple[str, ...] = ()
    """Catalogue ids whose state is in doubt."""
    organizations: tuple[str, ...] = ()
    """Vendor ids of the organizations concerned; empty means the whole connection."""
    clients: tuple[str, ...] = ()
    """The same as client ids, once the inventory is built."""

    @model_validator(mode="after")
    def _name(self) -> Self:
        if not self.id:
            text = "|".join((self.connection, self.resource, self.subject, self.reason))
            object.__setattr__(self, "id", hashlib.sha256(text.encode()).hexdigest()[:16])
        return self

    def joined(self, other: Self) -> Self:
        """This gap and another of the same id as one: nothing that either concerns is lost."""
        return self.model_copy(
            update={
                "detail": _details(self.detail, other.detail),
                "features": tuple(sorted({*self.features, *other.features})),
                "organizations": _concerned(self.organizations, other.organizations),
                "clients": _concerned(self.clients, other.clients),
            }
        )


def _concerned(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    """Both; none named means all of them, and all of them and some are all of them."""
    return tuple(sorted({*one, *other})) if one and other else ()


def _details(one: str | None, other: str | None) -> str | None:
    if one is None or other is None or other in one:
        return one or other
    both = f"{one}; {other}"
    return both if len(both) <= _DETAIL_LIMIT else one


class Coverage(Exact):
    """How much was seen: of one connection, and of one client in it where `client` is given."""

    connection: str
    client: str | None = None
    resources_read: int = Field(ge=0)
    resources_total: int = Field(ge=0)
    features_determined: int = Field(ge=0)
    features_total: int = Field(ge=0)
