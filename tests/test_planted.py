"""The whole main job against the answer sheet: every planted problem is found, and nothing else.

The sheet was written by hand from the vendors' documented meanings (see
`aigov_connectors.sandbox.planted`); it names objects as the vendor does.
"""

from collections import Counter
from collections.abc import Iterator

import pytest

from aigov_connectors import Snapshot, assess, discover_sync
from aigov_connectors.cli.demo import demo_config, demo_secrets
from aigov_connectors.inventory import ClientEntry, Inventory, Verdict
from aigov_connectors.rules import Finding
from aigov_connectors.sandbox import Sandbox, sandbox
from aigov_connectors.sandbox.planted import ALL_OF_CONNECTION, ExpectedFinding
from aigov_connectors.suggesting.matching import suggest_clients


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    with sandbox(devices=600, activities=1500, threats=120, limit_factor=1e4) as running:
        yield running


@pytest.fixture(scope="module")
def snapshot(box: Sandbox) -> Snapshot:
    config = demo_config(box)
    inventory = discover_sync(config, secrets=demo_secrets(box.secrets))
    return Snapshot(inventory=inventory, assessment=assess(inventory, config.policy))


def test_every_planted_problem_is_found_and_nothing_else(box: Sandbox, snapshot: Snapshot) -> None:
    found = list(snapshot.assessment.findings)
    missing = []
    for expected in box.planted.findings:
        matching = [one for one in found if _fits(expected, one, snapshot.inventory)]
        if len(matching) == 1:
            found.remove(matching[0])
        else:
            missing.append((expected, len(matching)))
    assert not missing
    assert not [(one.rule, one.verdict, one.subject.name, one.because) for one in found]


def test_the_part_that_goes_too_far_is_named(box: Sandbox, snapshot: Snapshot) -> None:
    checked = 0
    for expected in box.planted.findings:
        (finding,) = (
            one for one in snapshot.assessment.findings if _fits(expected, one, snapshot.inventory)
        )
        for part in expected.parts:
            if part.dimension == "confidence":
                assert f"on {part.value} verdicts" in finding.because
                checked += 1
    assert checked


def test_what_only_looks_like_a_problem_is_not_found(box: Sandbox, snapshot: Snapshot) -> None:
    for look_alike in box.planted.look_alikes:
        for finding in snapshot.assessment.findings:
            about = finding.subject.feature in look_alike.features or not look_alike.features
            named = _source(finding, snapshot.inventory)
            assert not (about and named in look_alike.names), look_alike.what


def test_every_planted_gap_is_told(box: Sandbox, snapshot: Snapshot) -> None:
    inventory = snapshot.inventory
    for expected in box.planted.gaps:
        if not expected.required:
            continue
        names = {
            inventory.client_by_id[client].name
            for gap in inventory.gaps
            if gap.connection == expected.connection and gap.reason == expected.reason
            for client in gap.clients
        }
        assert set(expected.clients) <= names, expected.about


def test_every_unknown_switch_is_kept(box: Sandbox, snapshot: Snapshot) -> None:
    kept = {
        (one.vendor, one.pointer.rpartition("/")[2], one.value)
        for one in snapshot.inventory.unknown_settings
    }
    for switch in box.planted.unknown_switches:
        assert (switch.vendor, switch.key, switch.value) in kept


def test_who_changed_what_is_told_where_the_tool_tells(box: Sandbox, snapshot: Snapshot) -> None:
    told = Counter(
        (
            one.vendor,
            one.source_object.name,
            one.told_by.value,
            one.by and one.by.id,
            one.by and one.by.kind.value,
            one.basis.value,
        )
        for one in snapshot.inventory.change_records
    )
    for one in box.planted.changes:
        place = (one.vendor, one.object_name, one.told_by, one.by, one.kind, one.basis)
        assert told[place] == 1, place


def test_reach_is_counted_by_effective_policy(box: Sandbox, snapshot: Snapshot) -> None:
    inventory = snapshot.inventory
    for expected in box.planted.reached:
        counts = {
            row.endpoints
            for deployment in inventory.deployments
            if deployment.feature == expected.feature
            and expected.object_name in deployment.source_object.name
            for row in inventory.clients_by_deployment.get(deployment.key, ())
            if inventory.client_by_id[row.client].name == expected.client
        }
        assert expected.endpoints in counts


def test_the_clients_of_both_tools_are_merged_and_look_alikes_are_not(
    box: Sandbox, snapshot: Snapshot
) -> None:
    clients = {client.name: client for client in snapshot.inventory.clients}
    for name, vendor, vendor_id in box.planted.aliases:
        members = {(one.vendor, one.vendor_id) for one in clients[name].members}
        assert (vendor, vendor_id) in members
    declared = {ClientEntry.model_validate(one).name for one in _names(box)}
    assert declared <= set(clients)


def test_nothing_was_ever_written(box: Sandbox, snapshot: Snapshot) -> None:
    assert not box.requests.refused_writes


def test_the_snapshot_is_read_back_as_it_was(snapshot: Snapshot) -> None:
    assert Snapshot.from_json(snapshot.to_json()) == snapshot


def _fits(expected: ExpectedFinding, finding: Finding, inventory: Inventory) -> bool:
    subject = finding.subject
    if (expected.rule, expected.verdict, expected.severity, expected.connection) != (
        finding.rule,
        finding.verdict,
        finding.severity,
        subject.connection,
    ):
        return False
    if expected.feature != subject.feature:
        return False
    if expected.source_object is not None:
        name = _source(finding, inventory)
        holder = expected.holder.name if expected.holder else ""
        if not _says(name, expected.source_object.name) or not _says(name, holder):
            return False
    named = {row.name for row in finding.clients if row.verdict is not Verdict.PASS}
    if expected.clients == ALL_OF_CONNECTION:
        return named == _all_of(expected.connection, inventory)
    return named == set(expected.clients)


def _says(name: str, word: str) -> bool:
    return name == word or name.endswith(f" {word}") or name.startswith(f"{word} ") or not word


def _source(finding: Finding, inventory: Inventory) -> str:
    for deployment in inventory.deployments:
        if deployment.key == finding.subject.key:
            return deployment.source_object.name
    return finding.subject.name


def _all_of(connection: str, inventory: Inventory) -> set[str]:
    one = inventory.connection_by_name[connection]
    return {
        client.name
        for client in inventory.clients
        if any((m.vendor, m.tenant_id) == (one.vendor, one.tenant_id) for m in client.members)
    }


def _names(box: Sandbox) -> list[dict[str, str]]:
    return [{"name": one["name"]} for one in box.clients]


def test_names_that_are_alike_are_apart_and_what_is_declared_is_not_doubted(
    snapshot: Snapshot,
) -> None:
    pytest.importorskip("rapidfuzz")
    inventory = snapshot.inventory
    names = {client.name for client in inventory.clients}
    assert {"Harborview Dental", "Harborview Dental Lab"} <= names
    assert suggest_clients(inventory) == ()
    assert not [gap for gap in inventory.gaps if gap.resource == "clients"]
