"""Going on from a run that did not get to its end.

What is kept of such a run are connections that were read to their end, each whole: inside a
connection the meaning of one list depends on others, and only raw answers of the vendor, which
never reach a disk, could be taken up in the middle. A connection that was kept is taken over where
it was read with the same things as it would be read now (`Binding`) and is young enough.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from typing import Protocol

from pydantic import SecretStr

from aigov_connectors.inventory import Collection, ConnectionStatus, GapReason

__all__ = [
    "RESUME_WITHIN",
    "Binding",
    "Checkpoint",
    "KeptConnection",
    "credential_mark",
    "is_worth_keeping",
    "settings_mark",
    "why_not",
]

RESUME_WITHIN = timedelta(hours=6)
"""How old the beginning of a reading may be that is taken over: a night, and no two."""

# As slow as n = 2**14 with p = 1, in 2 MiB where that takes 16. Each connection has its mark, and
# 16 MiB in the middle of a run are not given back to the system: what was made meanwhile lies
# behind them. A guess is held off by how little of the digest is kept.
_SCRYPT = {"n": 2**11, "r": 8, "p": 8}
_MARK_BYTES = 4  # tells one credential from the next; too little to find one by


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """What a connection was read with: where any of it differs, it is read again."""

    library: str
    catalogue: str
    """Digest of the vendor's catalogue."""
    settings: str
    """Digest of vendor, address and options; see `settings_mark`."""
    credential: str
    """Tells whether the secrets are the same; see `credential_mark`."""
    resources: tuple[str, ...]
    """Those that were wanted, in order."""
    counted_since: Mapping[str, datetime] = field(default_factory=dict)
    """From when on its history was counted; what came before is in an earlier run."""


_CHANGED = {
    "library": "another version of the library has read it",
    "catalogue": "its catalogue has changed since",
    "settings": "its configuration has changed since",
    "credential": "its credential has changed since",
    "resources": "other resources of it are chosen now",
    "counted_since": "the run that counted its earlier days is not the one to go on from now",
}
"""Field of a binding, to why a reading with another is not taken over; in the order of telling."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptConnection:
    """A finished connection as a checkpoint tells of it."""

    connection: str
    started_at: datetime
    finished_at: datetime
    binding: Binding


class Checkpoint(Protocol):
    """Where finished connections are kept until their run has ended well.

    `aigov_connectors.store.open_checkpoint` keeps them in a file. One run uses it at a time.
    """

    @property
    def problem(self) -> str | None:
        """What is wrong with it, or was, in words: nothing could be taken over, or nothing is
        kept. None where all is well.
        """

    @property
    def salt(self) -> bytes:
        """Bytes of this checkpoint alone, from which the marks of credentials are made."""

    def kept(self) -> Mapping[str, KeptConnection | None]:
        """What is kept, by connection; None where what is kept of it cannot be read.

        Raises:
            StoreError: nothing can be read.
        """

    def load(self, connection: str) -> Collection:
        """What was read of a connection.

        Raises:
            StoreDamagedError: it is not what was kept.
            StoreError: it cannot be read.
        """

    def keep(self, collection: Collection, binding: Binding) -> None:
        """Keep a finished connection; it has reached the disk when this returns.

        Raises:
            StoreError: it was not kept; what was kept before stays.
        """

    def forget(self, connections: Iterable[str]) -> None:
        """Take out connections; those that are not kept are passed over.

        Raises:
            StoreError: they are still there.
        """

    def ended(self, connections: Iterable[str]) -> None:
        """Say that the run read all of these to their end: they are forgotten once whoever uses
        the checkpoint closes it without an error, after the result was kept.
        """


def why_not(
    kept: KeptConnection, now: Binding, *, moment: datetime, within: timedelta
) -> str | None:
    """Why a kept connection is read again; None where it is taken over."""
    age = moment - kept.started_at
    if age > within:
        return f"it was read {_spoken(age)} ago, and the limit is {_spoken(within)}"
    if age < timedelta(0):
        return "by the clock it was read in the future"
    for one in fields(Binding):
        if getattr(kept.binding, one.name) != getattr(now, one.name):
            return _CHANGED[one.name]
    return None


def is_worth_keeping(collection: Collection) -> bool:
    """Whether reading it again would yield the same: it was read to its end, and no read failed.

    A list that broke off, or of which the vendor has more than it sent, is read again; one that our
    own settings cut short is not.
    """
    broken = {receipt.why for receipt in collection.receipts if not receipt.complete}
    return collection.connection.status is ConnectionStatus.COMPLETED and not any(
        gap.reason is GapReason.FAILED
        or (gap.reason is GapReason.TRUNCATED and gap.detail in broken)
        for gap in collection.gaps
    )


def settings_mark(vendor: str, base_url: str, options: Mapping[str, object]) -> str:
    """A digest of what is read where; how the vendor is reached (proxy, timeouts) is no part."""
    told = json.dumps([vendor, base_url, options], sort_keys=True, default=str)
    return f"sha256:{hashlib.sha256(told.encode()).hexdigest()}"


def credential_mark(secrets: Mapping[str, SecretStr], *, salt: bytes) -> str:
    """Eight digits that another credential does not have, but for one in four thousand millions.

    They are salted, slow to compute, and a small part of the digest: whoever reads them can
    neither compute the secrets nor be sure of a guess.
    """
    told = json.dumps(
        {name: one.get_secret_value() for name, one in secrets.items()}, sort_keys=True
    )
    return hashlib.scrypt(told.encode(), salt=salt, dklen=_MARK_BYTES, **_SCRYPT).hex()


def _spoken(span: timedelta) -> str:
    minutes = round(span.total_seconds() / 60)
    return f"{minutes} min" if minutes < 120 else f"{minutes / 60:.3g} h"
