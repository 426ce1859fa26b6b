"""Answers of success that are not what they seem: nothing of them reads as fine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from tests.halopsa.tenant import VENDOR, Change, read, read_altered, tenant

from aigov_connectors.halopsa.api import soft_error, warns
from aigov_connectors.halopsa.normalize import is_monitored
from aigov_connectors.halopsa.wire import ControlWire
from aigov_connectors.inventory import Autonomy, Gap, GapReason, Initiator, Inventory
from aigov_connectors.sandbox import Sandbox


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    with tenant() as running:
        yield running


@pytest.fixture(scope="module")
def whole(box: Sandbox) -> Inventory:
    return read(box)


def at(path: str, change: Any) -> Change:
    """Change the answers of one path; of a list each row."""

    def changed(where: str, told: Any) -> Any:
        if where != path:
            return told
        return change(told)

    return changed


def more(found: Inventory, whole: Inventory) -> list[Gap]:
    known = {(one.resource, one.subject) for one in whole.gaps}
    return [one for one in found.gaps if (one.resource, one.subject) not in known]


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b'{"_warning": "not all"}', True),
        (b'{"tickets": [{"id": 1, "_warning":"x"}]}', True),
        (b'[{"_error": "no access"}]', True),
        (b'{"_warning": "", "_error": " ", "id": 1}', False),
        (b'{"_warning": null}', False),
        (b'{"note": "_warning\\": \\"x"}', False),
        (b'{"id": 1}', False),
    ],
)
def test_a_warning_counts_wherever_it_stands_and_only_where_it_says_something(
    content: bytes, found: bool
) -> None:
    assert warns(content) is found
    assert soft_error(content) is None


@pytest.mark.parametrize(("path", "resource"), [("/control", "control"), ("/tickets", "tickets")])
def test_what_the_vendor_warns_of_is_a_gap(
    box: Sandbox, whole: Inventory, path: str, resource: str
) -> None:
    found = read_altered(box, at(path, lambda told: {**told, "_warning": "Not all was loaded"}))
    (gap,) = more(found, whole)
    assert (gap.resource, gap.reason) == (resource, GapReason.INCONCLUSIVE)
    assert "Not all" not in (gap.detail or "")
    assert gap.features


def modules(enabled: bool | None) -> Change:
    def changed(told: Any) -> Any:
        return [{**row, "enabled": enabled} for row in told]

    return at("/features", changed)


def autonomy_of(found: Inventory) -> Autonomy:
    (one,) = (one for one in found.deployments if one.feature == f"{VENDOR}.ai_connection")
    return one.autonomy


def connection_of(found: Inventory) -> tuple[bool | None, set[str]]:
    (one,) = (one for one in found.deployments if one.feature == f"{VENDOR}.ai_connection")
    return one.enabled, {setting.name for setting in one.settings}


@pytest.mark.parametrize(
    ("state", "enabled", "words"),
    [(False, None, "is switched on, though"), (None, True, "was not told")],
)
def test_a_connection_without_its_module_is_none_that_is_known_to_work(
    box: Sandbox, whole: Inventory, state: bool | None, enabled: bool | None, words: str
) -> None:
    on, shown = connection_of(whole)
    assert on is True
    assert "module AI" in shown

    found = read_altered(box, modules(state))
    assert connection_of(found)[0] is enabled
    assert autonomy_of(found) is autonomy_of(whole) is Autonomy.ADVISORY
    (gap,) = more(found, whole)
    assert words in (gap.detail or "")


@pytest.mark.parametrize(
    ("sent", "monitored"),
    [
        ({"enable_mcp": True, "enable_mcp_logging": False}, False),
        ({"enable_mcp": True}, False),
        ({"enable_mcp": True, "enable_mcp_logging": True}, True),
        ({"enable_mcp": False, "enable_mcp_logging": False}, True),
        ({"redact_audit_log": True}, False),
        ({}, True),
    ],
    ids=repr,
)
def test_a_program_whose_deeds_are_not_logged_is_not_watched(
    sent: dict[str, Any], monitored: bool
) -> None:
    assert is_monitored(ControlWire.model_validate(sent)) is monitored


def test_that_nobody_watches_the_server_for_programs_is_told(whole: Inventory) -> None:
    (gap,) = (one for one in whole.gaps if one.resource == "control")
    assert gap.features == (f"{VENDOR}.mcp_server",)


def test_agents_of_which_it_is_not_told_what_they_are_do_nothing_as_people(
    box: Sandbox, whole: Inventory
) -> None:
    def untold(told: Any) -> Any:
        return [
            {name: value for name, value in row.items() if name != "isapiagent"} for row in told
        ]

    found = read_altered(box, at("/agent", untold))
    (gap,) = more(found, whole)
    assert gap.subject == "who did what in the sampled tickets"
    approved = [one for one in found.decisions if one.feature == f"{VENDOR}.approval_processes"]
    assert {one.initiator for one in approved} == {Initiator.UNKNOWN}
    suggested = {one for one in found.decisions if one.feature == f"{VENDOR}.ai_suggestions"}
    assert suggested


def test_programs_that_may_not_be_seen_are_no_mere_machines(box: Sandbox) -> None:
    found = read_altered(box, at("/application", lambda told: 403))
    assert not [
        one
        for one in found.decisions
        if one.feature in {f"{VENDOR}.api_integrations", f"{VENDOR}.third_party_ai"}
    ]
    (gap,) = (one for one in found.gaps if one.resource == "actions")
    assert {f"{VENDOR}.third_party_ai", f"{VENDOR}.api_integrations"} <= set(gap.features)


def test_of_a_ticket_no_more_is_asked_than_was_selected(box: Sandbox) -> None:
    asked = []

    def note(path: str, told: Any) -> Any:
        asked.append(path)
        return told

    wanted = ["clients", "agents", "applications", "statuses", "tickets", "actions"]
    found = read_altered(box, note, resources=wanted)
    assert "/actions" in asked
    assert not [path for path in asked if path.startswith("/tickets/")]
    assert "/ticketapproval" not in asked
    assert {one.feature for one in found.decisions} >= {f"{VENDOR}.ticket_rules"}


def test_a_call_of_which_no_host_is_told_may_ask_a_model(box: Sandbox, whole: Inventory) -> None:
    def blank(told: Any) -> Any:
        return [{**row, "resourcebaseurl": None} for row in told]

    found = read_altered(box, at("/customintegration", blank))
    (gap,) = more(found, whole)
    assert gap.features == (f"{VENDOR}.ai_runbooks",)
    assert "Nightly sync" in (gap.detail or "")

    refused = read_altered(box, at("/customintegration", lambda told: 403))
    assert [one.reason for one in more(refused, whole)] == [GapReason.DENIED]


def test_a_run_is_a_rules_only_where_surely_no_person_started_it(
    box: Sandbox, whole: Inventory
) -> None:
    def runs(found: Inventory) -> dict[Initiator, int]:
        counts: Counter[Initiator] = Counter()
        for one in found.decisions:
            if one.feature in {f"{VENDOR}.integration_runbooks", f"{VENDOR}.ai_runbooks"}:
                counts[one.initiator] += one.count
        return dict(counts)

    # Agents press a button for one of the runbooks.
    assert runs(whole) == {Initiator.RULE: 10, Initiator.UNKNOWN: 2}
    assert runs(read_altered(box, at("/custombutton", lambda told: 403))) == {Initiator.UNKNOWN: 12}
