"""Runs of another minor version of the schema are read as their documents are."""

from __future__ import annotations

import json
from collections.abc import Iterator

from tests.store.runs import estate

from aigov_connectors.inventory import Autonomy
from aigov_connectors.store.chunks import chunked
from aigov_connectors.store.sections import HEADER, assembled, taken_apart

RUN = estate(policies=3, clients=2, days=2)


def _kept(run) -> dict[str, list[bytes]]:
    return {one.name: [chunk.body for chunk in chunked(one.rows)] for one in taken_apart(run)}


def _bodies(kept):
    def bodies(name: str) -> Iterator[bytes]:
        for section in sorted(kept):
            if section == name or (name.endswith("/") and section.startswith(name)):
                yield from kept[section]

    return bodies


def _edited(kept, section, edit):
    rows = [row for chunk in kept[section] for row in json.loads(chunk)]
    return {**kept, section: [json.dumps([edit(row) for row in rows]).encode()]}


def test_a_field_and_a_word_of_a_newer_minor_are_read_as_what_claims_least() -> None:
    kept = _kept(RUN)

    def newer(header):
        header["inventory"]["schema_version"] = header["schema_version"] = "1.99"
        return header

    kept = _edited(kept, HEADER, newer)
    kept = _edited(
        kept,
        "deployments",
        lambda row: {**row, "autonomy": "autonomous_on_sundays", "mood": "sunny"},
    )

    read = assembled(_bodies(kept))

    assert {one.autonomy for one in read.inventory.deployments} == {Autonomy.UNKNOWN}
    assert read.inventory.deployment_clients == RUN.inventory.deployment_clients
    assert read.inventory.evidence == RUN.inventory.evidence
    assert len(read.inventory.decisions) == len(RUN.inventory.decisions)


def test_what_an_older_minor_did_not_say_is_what_the_field_holds_by_default() -> None:
    kept = _kept(RUN)

    def older(header):
        del header["inventory"]["limited_to"]
        del header["assessment"]["compared_with"]
        return header

    assert assembled(_bodies(_edited(kept, HEADER, older))) == RUN
