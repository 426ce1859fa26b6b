"""A run as a tree of chunks: root, sections, rows; writing it, reading it, following it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from aigov_connectors.errors import StoreDamagedError
from aigov_connectors.store.chunks import Chunk, chunked, unpacked
from aigov_connectors.store.database import Session, number, text
from aigov_connectors.store.sections import Section

__all__ = ["TreeWriter", "bodies_of", "broken_chunks", "reachable", "sections_of", "sizes"]

_AT_ONCE = 50  # chunks per query: few round trips, and little memory


class TreeWriter:
    """Writes the chunks of a run that are not there yet, and counts them."""

    def __init__(self, session: Session, *, known: set[str]) -> None:
        self._session = session
        self._known = known
        self.chunks: int = 0
        self.new_chunks: int = 0
        self.new_bytes: int = 0

    def section(self, section: Section) -> str:
        """Write a section and give its name: the digest of the list of its chunks."""
        return self.list_of([self._write(chunk) for chunk in chunked(section.rows)])

    def root(self, sections: dict[str, str]) -> str:
        """Write which sections there are, and give the digest that names the whole run."""
        return self._write(_json(sections))

    def list_of(self, digests: Sequence[str]) -> str:
        """Write a list of chunks."""
        return self._write(_json(list(digests)))

    def _write(self, chunk: Chunk) -> str:
        self.chunks += 1
        if chunk.digest not in self._known:
            packed = chunk.packed
            written = self._session.execute(
                "INSERT INTO aigov_chunks (digest, size, body) VALUES (?, ?, ?)"
                " ON CONFLICT (digest) DO NOTHING",
                (chunk.digest, chunk.size, packed),
            )
            self._known.add(chunk.digest)
            self.new_chunks += written
            self.new_bytes += written * len(packed)
        return chunk.digest


def _json(value: object) -> Chunk:
    return Chunk.of(json.dumps(value, sort_keys=True, separators=(",", ":")).encode())


def sections_of(session: Session, root: str) -> dict[str, list[str]]:
    """The sections of a run with the digests of their chunks.

    Raises:
        StoreDamagedError: the tree is not whole.
    """
    names: dict[str, str] = json.loads(next(bodies_of(session, [root])))
    lists = bodies_of(session, list(names.values()))
    return {name: json.loads(each) for name, each in zip(names, lists, strict=True)}


def reachable(session: Session, root: str) -> set[str]:
    """The digests of everything that the run of a root consists of.

    Raises:
        StoreDamagedError: the tree is not whole.
    """
    names: dict[str, str] = json.loads(next(bodies_of(session, [root])))
    found = {root, *names.values()}
    for each in bodies_of(session, list(names.values())):
        found.update(json.loads(each))
    return found


def bodies_of(session: Session, digests: Sequence[str]) -> Iterator[bytes]:
    """The chunks of these names, in their order, each checked against its name.

    Raises:
        StoreDamagedError: one is missing, or does not hold what was written.
    """
    for start in range(0, len(digests), _AT_ONCE):
        some = digests[start : start + _AT_ONCE]
        places = ", ".join("?" * len(some))
        packed = {
            text(digest): body
            for digest, body in session.rows(
                f"SELECT digest, body FROM aigov_chunks WHERE digest IN ({places})",  # noqa: S608
                some,
            )
        }
        for digest in some:
            body = packed.get(digest)
            if not isinstance(body, bytes):
                raise StoreDamagedError(
                    f"the chunk {digest[:12]} is missing", hint="Restore the store from a backup."
                )
            yield unpacked(body, digest=digest)


def sizes(session: Session) -> list[tuple[str, int]]:
    """Every chunk with its bytes as they are kept."""
    rows = session.rows("SELECT digest, LENGTH(body) FROM aigov_chunks ORDER BY digest")
    return [(text(digest), number(size)) for digest, size in rows]


def broken_chunks(session: Session) -> tuple[set[str], set[str]]:
    """The names of all chunks, and of those that do not hold what was written."""
    names = [name for name, _ in sizes(session)]
    broken: set[str] = set()
    for name in names:
        try:
            next(bodies_of(session, [name]))
        except StoreDamagedError:
            broken.add(name)
    return set(names), broken
