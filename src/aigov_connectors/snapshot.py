"""One run as kept: the inventory and its assessment in one JSON file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from os import PathLike
from pathlib import Path
from typing import Any, BinaryIO, Self

from aigov_connectors.inventory import SCHEMA_VERSION, Client, Exact, Inventory
from aigov_connectors.inventory.renaming import under_id_of
from aigov_connectors.inventory.rows import Pool, written
from aigov_connectors.inventory.versions import read_document
from aigov_connectors.inventory.walking import Pieces
from aigov_connectors.keeping import write_whole
from aigov_connectors.rules import Assessment
from aigov_connectors.rules.narrowing import narrowed_to, proven_within

__all__ = ["Pool", "Snapshot", "json_schema"]

_PIECE = 1 << 20  # bytes of a file that are read at a time


class Snapshot(Exact):
    """What `discover` keeps and the other commands read."""

    schema_version: str = SCHEMA_VERSION
    inventory: Inventory
    assessment: Assessment

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        """Read what `to_json` wrote, also of a newer minor version of the schema.

        Raises:
            ValueError: the text is not a snapshot, or of another major version.
        """
        return read_document(cls, text)

    def to_json(self, *, indent: int | None = None) -> str:
        """The snapshot as JSON, by the published schema."""
        return self.model_dump_json(indent=indent)

    def pieces(self) -> Iterator[bytes]:
        """The same JSON as bytes, some rows at a time: a large snapshot is never held twice."""
        return written(self)

    @classmethod
    def load(
        cls,
        path: str | PathLike[str],
        *,
        without: Iterable[str] = (),
        pool: Pool | None = None,
    ) -> Self:
        """Read a snapshot file, some rows at a time.

        `without` names lists of the inventory that are not needed, such as `decisions`; runs that
        are loaded with one `Pool` hold once what they have in common.

        Raises:
            OSError: the file cannot be read.
            ValueError: it is not a snapshot.
        """
        with open(path, "rb") as stream:
            return read_document(cls, _pieces_of(stream), without=frozenset(without), pool=pool)

    def only(self, clients: Iterable[str]) -> Self:
        """The run limited to some clients, by name or id: nothing of another's own stays.

        What concerns them has the answer of the whole run. What only may reach them, or is set for
        everyone, stays too, and what goes against the policy there could not be told of them.

        Raises:
            ValueError: a client is not in the inventory.
        """
        part = self.inventory.only(clients)
        judged = self._judged(part.clients, part)
        return self.model_copy(update={"inventory": part, "assessment": judged})

    def judged_for(self, client: Client) -> Self:
        """The run with the whole inventory, and of its judgement what it says of one client.

        The client may be that of another run, and be known here by another id or not at all.
        """
        whole = under_id_of(self.inventory, client)
        part = whole.only([client.id] if client.id in whole.client_by_id else [])
        return self.model_copy(update={"assessment": self._judged((client,), part)})

    def _judged(self, clients: Sequence[Client], part: Inventory) -> Assessment:
        judged = self.assessment
        found = narrowed_to((*judged.findings, *judged.passes), clients, self.inventory)
        return judged.with_findings(proven_within(found, part, self.inventory))

    def save(self, path: str | PathLike[str]) -> None:
        """Write the snapshot for its owner alone; a crash leaves the old file or the new one.

        Raises:
            OSError: the folder cannot be written.
        """
        write_whole(Path(path), self.pieces())


def _pieces_of(stream: BinaryIO) -> Pieces:
    """A file from its beginning, as often as it is asked for; a pipe is held, as it comes once."""
    if not stream.seekable():
        whole = stream.read()
        return lambda: [whole]

    def pieces() -> Iterator[bytes]:
        stream.seek(0)
        while piece := stream.read(_PIECE):
            yield piece

    return pieces


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a snapshot, as published."""
    schema = Snapshot.model_json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
