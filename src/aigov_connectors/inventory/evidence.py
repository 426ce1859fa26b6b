"""What a statement rests on: which call, which field, which value, when.

`Origin` is made by the HTTP stack for every payload and travels with it; a normalizer asks it for
`Evidence` about one field. The fact (what was asked and found) is apart from the observation (when,
and the digest of what was seen), so that the same fact read twice has the same id.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from pydantic import Field, ValidationInfo, model_validator

from aigov_connectors.inventory.base import Exact, Json, JsonScalar, UtcTime

__all__ = ["VALUE_LIMIT", "Evidence", "Fact", "Origin", "ReadReceipt", "Rejected"]

NEWER = "newer"
"""Validation context of a document of a newer minor: its ids may rest on fields unknown here."""

VALUE_LIMIT = 256  # characters of a value that are kept: enough to recognize, too few to leak


class Fact(Exact):
    """One field of one answer."""

    vendor: str
    tenant_id: str
    method: str
    path_template: str
    """The path with placeholders, such as `/web/api/v2.1/sites/{site_id}/policy`."""
    query: tuple[tuple[str, str], ...] = ()
    """Redacted and sorted; cursors are left out."""
    object_id: str | None = None
    """The vendor's id of the record or settings object."""
    pointer: str
    """JSON pointer (RFC 6901) inside the answer; for a list, inside the record."""
    value: JsonScalar = None
    """At most 256 characters; None is the JSON null, unless `absent`."""
    absent: bool = False
    """The field was not in the answer: that is the fact."""

    @property
    def id(self) -> str:
        """A stable id of 16 hexadecimal digits."""
        # Without defaults, so that a field that a later version adds changes no id.
        told = self.model_dump(mode="json", exclude_defaults=True)
        text = json.dumps(told, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()[:16]


class Evidence(Exact):
    """A fact and its observation."""

    id: str = ""
    fact: Fact
    read_at: UtcTime
    digest: str
    """`sha256:…` of the redacted canonical JSON (settings) or of the page (bulk records)."""

    @model_validator(mode="after")
    def _name_by_fact(self, info: ValidationInfo) -> Self:
        if not self.id:
            object.__setattr__(self, "id", self.fact.id)
        elif self.id != self.fact.id and info.context != NEWER:
            raise ValueError("the id of evidence is the id of its fact")
        return self


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a payload came from; `read_at` is aware UTC."""

    vendor: str
    tenant_id: str
    method: str
    path_template: str
    query: tuple[tuple[str, str], ...]
    read_at: datetime
    digest: str

    def evidence(
        self, *, object_id: str | None, pointer: str, value: Json = None, absent: bool = False
    ) -> Evidence:
        """Make evidence of one field of this payload.

        A list or an object is kept as canonical JSON text; text is cut to 256 characters.
        The caller passes no secret and no name of a person, host or path.
        """
        return Evidence(
            fact=Fact(
                vendor=self.vendor,
                tenant_id=self.tenant_id,
                method=self.method,
                path_template=self.path_template,
                query=self.query,
                object_id=object_id,
                pointer=pointer,
                value=None if absent else _kept(value),
                absent=absent,
            ),
            read_at=self.read_at,
            digest=self.digest,
        )


@dataclass(frozen=True, slots=True)
class Rejected:
    """A record that did not have the expected shape; never its content."""

    position: str
    """Where it stood: `page 3, row 17`."""
    record_id: str | None
    problem: str
    """Which field was wrong and how, without its value."""


class ReadReceipt(Exact):
    """How a list read ended: what was asked for, what came, and whether it was all."""

    resource: str
    rows: int = Field(ge=0)
    """Records handed over."""
    total: int | None = None
    """The vendor's own count, where it told one."""
    pages: int = Field(default=0, ge=0)
    requests: int = Field(default=0, ge=0)
    """Every attempt, retries included."""
    duplicates_dropped: int = Field(default=0, ge=0)
    rejected: int = Field(default=0, ge=0)
    complete: bool
    why: str | None = None
    """Why the read is not complete; None when it is."""

    @property
    def is_whole(self) -> bool:
        """Whether it came to the end and every record could be read: what is counted is all."""
        return self.complete and not self.rejected


def _kept(value: Json) -> JsonScalar:
    if value is None or isinstance(value, bool | int | float):
        return value
    text = value if isinstance(value, str) else json.dumps(value, sort_keys=True, default=str)
    return text if len(text) <= VALUE_LIMIT else text[: VALUE_LIMIT - 1] + "…"
