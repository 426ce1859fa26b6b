"""One run as kept: the inventory and its assessment in one JSON file."""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from typing import Any, Self

from aigov_connectors.inventory import SCHEMA_VERSION, Exact, Inventory
from aigov_connectors.inventory.versions import read_document
from aigov_connectors.keeping import write_whole
from aigov_connectors.rules import Assessment

__all__ = ["Snapshot", "json_schema"]


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

    @classmethod
    def load(cls, path: str | PathLike[str]) -> Self:
        """Read a snapshot file.

        Raises:
            OSError: the file cannot be read.
            ValueError: it is not a snapshot.
        """
        return cls.from_json(Path(path).read_bytes())

    def save(self, path: str | PathLike[str]) -> None:
        """Write the snapshot for its owner alone; a crash leaves the old file or the new one.

        Raises:
            OSError: the folder cannot be written.
        """
        write_whole(Path(path), self.to_json().encode("utf-8"))


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a snapshot, as published."""
    schema = Snapshot.model_json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
