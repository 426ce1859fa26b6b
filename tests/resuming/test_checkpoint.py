"""The file of a checkpoint: locked, for its owner alone, set aside when damaged, gone when done."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from pydantic import SecretStr

from aigov_connectors.errors import StoreDamagedError, StoreError
from aigov_connectors.inventory import Collection, Gap, GapReason, ReadReceipt
from aigov_connectors.resuming import (
    Binding,
    credential_mark,
    is_worth_keeping,
    settings_mark,
)
from aigov_connectors.store import open_checkpoint, open_store
from aigov_connectors.testing import (
    make_collection,
    make_connection,
    make_deployment,
    make_evidence,
    make_feature,
    make_organization,
)

BINDING = Binding(
    library="1", catalogue="sha256:0", settings="sha256:1", credential="00", resources=("a",)
)

KILLED_READER = """
import os, signal, sys
from tests.resuming.test_checkpoint import BINDING, collection
from aigov_connectors.store import open_checkpoint, unfinished

checkpoint = open_checkpoint(sys.argv[1])
checkpoint.keep(collection("first"), BINDING)
parts = 0

def killed(rows):
    global parts
    parts += 1
    if parts > 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return dump(rows)

from aigov_connectors.store import checkpoint as module
dump = module.Chunk.of
module.Chunk.of = killed
checkpoint.keep(collection("second"), BINDING)
"""


def collection(name: str, *, policies: int = 1200) -> Collection:
    """What one connection yields: lists of more than one part each."""
    feature = make_feature()
    proofs = [make_evidence(f"/data/{number}", "protect") for number in range(policies)]
    deployments = [
        make_deployment(feature, source=f"{number}", evidence=(proof,), connection=name)
        for number, proof in enumerate(proofs)
    ]
    return make_collection(
        deployments=deployments,
        connection=make_connection(name=name),
        features=(feature,),
        organizations=[make_organization(f"{one}", f"Client {one}") for one in range(30)],
        reach={deployments[0].key: {"1": 10}},
        evidence=proofs,
    )


def _leave(place: Path, whole: Collection) -> None:
    """What a run leaves behind that had read one connection."""
    checkpoint = open_checkpoint(place)
    checkpoint.keep(whole, BINDING)
    checkpoint.close()


def test_what_is_kept_is_what_comes_back(place: Path) -> None:
    whole = collection("first")
    _leave(place, whole)

    with open_checkpoint(place) as again:
        (kept,) = again.kept().values()
        assert kept is not None
        assert (kept.connection, kept.binding) == ("first", BINDING)
        assert kept.started_at == whole.connection.started_at
        assert again.load("first") == whole


@pytest.mark.skipif(os.name != "posix", reason="modes say nothing elsewhere")
def test_it_is_for_its_owner_alone(place: Path) -> None:
    before = os.umask(0)
    try:
        with open_checkpoint(place) as checkpoint:
            checkpoint.keep(collection("first"), BINDING)
            modes = {stat.S_IMODE(one.stat().st_mode) for one in place.parent.iterdir()}
    finally:
        os.umask(before)
    assert modes == {0o600}


@pytest.mark.skipif(os.name != "posix", reason="modes say nothing elsewhere")
def test_a_file_that_others_might_read_is_taken_for_its_owner_alone(place: Path) -> None:
    place.touch()
    place.chmod(0o666)
    with open_checkpoint(place) as checkpoint:
        assert checkpoint.problem is None
        assert stat.S_IMODE(place.stat().st_mode) == 0o600


@pytest.mark.skipif(os.name != "posix", reason="links need rights elsewhere")
def test_a_link_is_not_followed(place: Path) -> None:
    elsewhere = place.with_name("elsewhere")
    elsewhere.touch()
    place.symlink_to(elsewhere)
    with open_checkpoint(place) as checkpoint:
        assert checkpoint.problem is not None
        checkpoint.keep(collection("first"), BINDING)
    assert elsewhere.stat().st_size == 0


def test_a_list_that_broke_off_is_read_again_and_one_that_we_cut_short_is_not() -> None:
    whole = collection("first", policies=1)

    def truncated(resource: str, why: str) -> Gap:
        return Gap(
            connection="first",
            vendor="acme",
            resource=resource,
            subject=resource,
            reason=GapReason.TRUNCATED,
            remedy="none",
            detail=why,
        )

    own = truncated("tickets", "the newest 10")
    cut = truncated("devices", "the list ended early")
    receipts = (
        ReadReceipt(resource="tickets", rows=10, complete=True),
        ReadReceipt(resource="devices", rows=3, complete=False, why="the list ended early"),
    )
    assert is_worth_keeping(whole.model_copy(update={"gaps": (own,), "receipts": receipts[:1]}))
    assert not is_worth_keeping(whole.model_copy(update={"gaps": (own, cut), "receipts": receipts}))


def test_it_is_removed_only_when_the_run_has_ended_and_nothing_went_wrong_after(
    place: Path,
) -> None:
    checkpoint = open_checkpoint(place)
    checkpoint.keep(collection("first"), BINDING)
    checkpoint.ended(["first"])
    checkpoint.__exit__(OSError, OSError("the snapshot was not kept"), None)
    assert place.exists()

    with open_checkpoint(place) as checkpoint:
        checkpoint.ended(["first"])
    assert list(place.parent.iterdir()) == []


def test_who_comes_second_is_told_and_touches_nothing(place: Path) -> None:
    with open_checkpoint(place) as first:
        first.keep(collection("first"), BINDING)
        with open_checkpoint(place) as second:
            assert second.problem == f"another run is using {place}"
            assert second.kept() == {}
            second.keep(collection("second"), BINDING)
            second.forget(["first"])
            second.ended(["first"])
            with pytest.raises(StoreDamagedError):
                second.load("first")
        assert list(first.kept()) == ["first"]


@pytest.mark.skipif(os.name != "posix", reason="needs a signal that cannot be caught")
def test_a_run_that_is_killed_in_the_middle_of_keeping_leaves_what_was_whole(place: Path) -> None:
    done = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", KILLED_READER, f"{place}"],
        cwd=Path(__file__).parents[2],
        check=False,
        capture_output=True,
        timeout=120,
    )

    assert done.returncode == -9, done.stderr.decode()
    with open_checkpoint(place) as again:
        assert again.problem is None
        assert list(again.kept()) == ["first"]
        assert again.load("first") == collection("first")


def _junk(place: Path) -> None:
    place.write_bytes(b"not a database, and not a short one either" * 100)


def _cut(place: Path) -> None:
    _leave(place, collection("first"))
    place.write_bytes(place.read_bytes()[:5000])


def _store(place: Path) -> None:
    open_store(f"{place}")


def _without_a_table(place: Path) -> None:
    _leave(place, collection("first"))
    with closing(sqlite3.connect(place)) as database:
        database.execute("DROP TABLE parts")


@pytest.mark.parametrize("spoil", [_junk, _cut, _store, _without_a_table])
def test_a_file_that_is_damaged_is_set_aside_and_another_begun(place: Path, spoil) -> None:
    spoil(place)

    with open_checkpoint(place) as checkpoint:
        assert checkpoint.problem == f"{place} is damaged; it was set aside as {place.name}.damaged"
        assert checkpoint.kept() == {}
        checkpoint.keep(collection("first"), BINDING)
        assert list(checkpoint.kept()) == ["first"]

    assert place.with_name(f"{place.name}.damaged").exists()


@pytest.mark.parametrize("spoil", [_junk, _store])
def test_a_file_of_another_name_is_left_alone(tmp_path: Path, spoil) -> None:
    other = tmp_path / "aigov-runs.db"
    spoil(other)
    before = other.read_bytes()

    with open_checkpoint(other) as checkpoint:
        assert checkpoint.problem == f"{other} is not a checkpoint, and is left as it is"
        checkpoint.keep(collection("first"), BINDING)

    assert other.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["aigov-runs.db"]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with open_checkpoint(tmp_path / "nowhere" / "x.unfinished") as checkpoint:
        assert (checkpoint.problem or "").endswith("cannot be used: No such file or directory")


def test_a_full_disk_leaves_what_was_kept_and_is_an_error_that_says_so(place: Path) -> None:
    with open_checkpoint(place) as checkpoint:
        checkpoint.keep(collection("first", policies=10), BINDING)
        assert checkpoint._database is not None
        checkpoint._database.execute("PRAGMA max_page_count = 1")
        with pytest.raises(StoreError, match="SQLITE_FULL"):
            checkpoint.keep(collection("second"), BINDING)
        assert list(checkpoint.kept()) == ["first"]


def test_a_mark_tells_secrets_apart_and_says_little() -> None:
    marks = [
        credential_mark({name: SecretStr(secret)}, salt=salt)
        for name, secret, salt in (
            ("token", "one", b"salt"),
            ("token", "two", b"salt"),
            ("key", "one", b"salt"),
            ("token", "one", b"another"),
        )
    ]
    assert len(set(marks)) == 4
    assert {len(one) for one in marks} == {8}
    assert marks[0] == credential_mark({"token": SecretStr("one")}, salt=b"salt")


def test_settings_are_told_apart_whatever_their_order() -> None:
    one = settings_mark("acme", "https://a.example", {"a": 1, "b": 2})
    assert one == settings_mark("acme", "https://a.example", {"b": 2, "a": 1})
    assert one != settings_mark("acme", "https://b.example", {"a": 1, "b": 2})
    assert one != settings_mark("acme", "https://a.example", {"a": 1, "b": 3})
