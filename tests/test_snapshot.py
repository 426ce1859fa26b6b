"""Snapshots: written whole or not at all, for their owner alone, and read back the same."""

import json
import os
import stat

import jsonschema
import pytest

from aigov_connectors import Snapshot, assess
from aigov_connectors.inventory import Autonomy
from aigov_connectors.snapshot import json_schema
from aigov_connectors.testing import (
    make_collection,
    make_deployment,
    make_inventory,
    make_organization,
    make_part,
)


@pytest.fixture
def snapshot() -> Snapshot:
    inventory = make_inventory(
        make_collection(
            organizations=(make_organization(),),
            deployments=(
                make_deployment(breakdown=(make_part("suspicious", Autonomy.FULLY_AUTONOMOUS),)),
            ),
        )
    )
    return Snapshot(inventory=inventory, assessment=assess(inventory))


def test_what_was_written_is_read_back(snapshot, tmp_path) -> None:
    snapshot.save(tmp_path / "run.json")
    assert Snapshot.load(tmp_path / "run.json") == snapshot


def test_it_fits_the_published_schema(snapshot) -> None:
    jsonschema.Draft202012Validator.check_schema(json_schema())
    jsonschema.validate(json.loads(snapshot.to_json()), json_schema())


@pytest.mark.skipif(os.name != "posix", reason="modes are a POSIX matter")
def test_only_its_owner_can_read_it(snapshot, tmp_path) -> None:
    snapshot.save(tmp_path / "run.json")
    assert stat.S_IMODE((tmp_path / "run.json").stat().st_mode) == 0o600


def test_a_crash_while_writing_leaves_the_old_file(snapshot, tmp_path, monkeypatch) -> None:
    target = tmp_path / "run.json"
    target.write_text("old", encoding="utf-8")

    def fail(descriptor: int) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="disk full"):
        snapshot.save(target)
    assert target.read_text(encoding="utf-8") == "old"
    assert [one.name for one in tmp_path.iterdir()] == ["run.json"]


def test_a_newer_minor_version_is_read_without_what_it_adds(snapshot) -> None:
    document = json.loads(snapshot.to_json())
    document["schema_version"] = "1.99"
    document["novelty"] = {"a": 1}
    document["inventory"]["clients"][0]["mood"] = "good"
    document["inventory"]["deployments"][0]["breakdown"][0]["dimension"] = "weather"
    read = Snapshot.from_json(json.dumps(document))
    assert read.inventory.clients[0].name == snapshot.inventory.clients[0].name
    assert read.inventory.deployments[0].breakdown[0].dimension == "unknown"


def test_a_document_of_this_version_must_fit(snapshot) -> None:
    document = json.loads(snapshot.to_json())
    document["novelty"] = 1
    with pytest.raises(ValueError, match="shape"):
        Snapshot.from_json(json.dumps(document))


@pytest.mark.parametrize("text", ["{}", "[]", "null", '{"schema_version": "2.0"}'])
def test_other_documents_are_refused(text) -> None:
    with pytest.raises(ValueError, match=r"schema_version|document"):
        Snapshot.from_json(text)
