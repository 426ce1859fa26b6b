"""Who changed what of the configuration, where HaloPSA keeps a log of it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from aigov_connectors.halopsa.normalize import Tracked, changes_from_commits
from aigov_connectors.halopsa.normalize.deeds import Actors
from aigov_connectors.halopsa.wire import CommitWire, TicketRuleWire, WebhookWire, WorkflowWire
from aigov_connectors.inventory import ActorKind, ChangeKind, ChangeTeller, Origin, Place
from aigov_connectors.normalizing.changed import ToldChange

AT = datetime(2026, 11, 22, 8, 19, tzinfo=UTC)
GUID = "3F2504E0-4F89-11D3-9A0C-0305E82C3301"
ACTORS = Actors(people={9}, programs={31})
ORIGIN = Origin(
    vendor="halopsa",
    tenant_id="acme",
    method="GET",
    path_template="/api/ConfigCommit",
    query=(),
    read_at=AT,
    digest="sha256:00",
)


def told(*, guid: str = GUID.lower(), **sent: object) -> list[ToldChange]:
    tracked = Tracked()
    tracked.add_rules(
        [TicketRuleWire.model_validate({"id": 14.0, "name": "Network alerts", "guid": GUID})]
    )
    tracked.add_workflows([WorkflowWire.model_validate({"id": 1, "guid": None})])
    tracked.add_runbooks([WebhookWire.model_validate({"id": "run-1", "name": "Triage"})])
    row = CommitWire.model_validate(
        {
            "id": 88,
            "timestamp": "2026-11-22T08:19:00",
            "agent_id": 9,
            "operation": "UPDATE",
            "object_guid": guid,
            "payload": '{"api_key": "secret"}',
            **sent,
        }
    )
    place = Place(connection="acme", tenant_id="acme")
    return list(changes_from_commits([(row, ORIGIN)], tracked, actors=ACTORS, place=place))


@pytest.mark.parametrize(
    ("agent", "kind"),
    [(9, ActorKind.PERSON), (31, ActorKind.PROGRAM), (77, ActorKind.UNKNOWN), (0, None)],
)
def test_a_line_names_the_object_and_the_agent(agent: int, kind: ActorKind | None) -> None:
    (one,) = told(agent_id=agent)
    record = one.record
    assert record.source_object.id == "ticketRule:14"
    assert (record.by and record.by.kind) == kind
    assert (record.at, record.told_by, record.what) == (AT, ChangeTeller.LOG, ChangeKind.CHANGED)
    assert "secret" not in f"{one}"


def test_a_runbook_is_named_by_its_own_id() -> None:
    (one,) = told(guid="RUN-1")
    assert one.record.source_object.id == "runbook:run-1"


@pytest.mark.parametrize(
    ("word", "what"),
    [("INSERT", "created"), ("delete", "deleted"), ("MERGE", "unknown"), (None, "unknown")],
)
def test_what_was_done_is_read_from_a_known_word_alone(word: str | None, what: str) -> None:
    (one,) = told(operation=word)
    assert one.record.what == what


def test_what_was_rolled_back_was_changed_once_more() -> None:
    found = told(
        rolled_back=True, rolled_back_timestamp="2026-11-23T08:00:00", rolled_back_agent_id=31
    )
    assert [one.record.by and one.record.by.id for one in found] == ["9", "31"]
    assert found[1].evidence[0].fact.pointer == "/rolled_back_timestamp"


@pytest.mark.parametrize("sent", [{"guid": "another"}, {"guid": ""}, {"timestamp": None}])
def test_a_line_without_object_or_time_tells_nothing(sent: dict[str, str]) -> None:
    assert not told(**sent)
