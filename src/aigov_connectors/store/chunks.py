"""Rows as they are kept: in chunks that are named by their content, so that equal ones are one.

A list of rows is cut where the bytes of a row say so, not at every n-th: a row that comes or goes
moves no other cut, and the chunks before and behind it stay the same as in the run before.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from aigov_connectors.errors import StoreDamagedError

__all__ = ["Chunk", "chunked", "digest_of", "unpacked"]

_MASK = 0x3F  # a chunk ends after one row in 64: large enough to compress, small enough to rewrite
_MOST_ROWS = 512  # so that rows that are all alike do not make one chunk of everything
_LEVEL = 6  # of zlib: 9 takes three times as long for a twentieth less

_ROOM = 256 * 1024 * 1024  # bytes; no chunk of ours comes near, and a bomb must not open


@dataclass(frozen=True, slots=True)
class Chunk:
    """A JSON array of some rows, as bytes; `packed` is what is kept."""

    digest: str
    """SHA-256 of the bytes, in hexadecimal."""
    size: int
    """Bytes before packing."""
    body: bytes

    @classmethod
    def of(cls, body: bytes) -> Chunk:
        """Name some bytes."""
        return cls(digest=digest_of(body), size=len(body), body=body)

    @property
    def packed(self) -> bytes:
        """The bytes as they are kept."""
        return zlib.compress(self.body, _LEVEL)


def digest_of(body: bytes) -> str:
    """The name of some bytes."""
    return hashlib.sha256(body).hexdigest()


def chunked(rows: Iterable[bytes]) -> Iterator[Chunk]:
    """Cut encoded rows into chunks, in their order."""
    held: list[bytes] = []
    for row in rows:
        held.append(row)
        if zlib.crc32(row) & _MASK == 0 or len(held) == _MOST_ROWS:
            yield _joined(held)
            held = []
    if held:
        yield _joined(held)


def unpacked(packed: bytes, *, digest: str) -> bytes:
    """The bytes of a chunk.

    Raises:
        StoreDamagedError: they are not what was kept under that name.
    """
    reader = zlib.decompressobj()
    try:
        body = reader.decompress(packed, _ROOM)
    except zlib.error as error:
        raise _damaged(digest) from error
    if reader.unconsumed_tail or not reader.eof or digest_of(body) != digest:
        raise _damaged(digest)
    return body


def _joined(rows: list[bytes]) -> Chunk:
    return Chunk.of(b"[" + b",".join(rows) + b"]")


def _damaged(digest: str) -> StoreDamagedError:
    return StoreDamagedError(
        f"the chunk {digest[:12]} does not hold what was written to it",
        hint="Restore the store from a backup; aigov-connectors store verify names the runs.",
    )
