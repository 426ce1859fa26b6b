"""Who changed policies, rules and workflows, as the console tells it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from aigov_connectors.inventory import (
    ActorKind,
    Basis,
    ChangeKind,
    ChangeTeller,
    Origin,
    Place,
    SourceKind,
)
from aigov_connectors.sentinelone.normalize.changes import (
    Accounts,
    ChangeLine,
    ChangeType,
    change_types,
    changes_from_activities,
    changes_from_rules,
    changes_from_workflows,
)
from aigov_connectors.sentinelone.normalize.places import Places
from aigov_connectors.sentinelone.normalize.rules import RuleRead
from aigov_connectors.sentinelone.normalize.tenancy import Tenancy, tenancy_from_lists
from aigov_connectors.sentinelone.normalize.workflows import WorkflowRead
from aigov_connectors.sentinelone.wire import SiteWire
from aigov_connectors.sentinelone.wire_automation import (
    ActivityTypeWire,
    ActivityWire,
    CustomRuleWire,
)
from aigov_connectors.sentinelone.wire_workflows import WorkflowRowWire

AT = datetime(2026, 11, 22, 8, 19, tzinfo=UTC)
PLACE = Place(connection="acme-s1", tenant_id="acme.sentinelone.net")
ORIGIN = Origin(
    vendor="sentinelone",
    tenant_id=PLACE.tenant_id,
    method="GET",
    path_template="/web/api/v2.1/activities",
    query=(),
    read_at=AT,
    digest="sha256:00",
)
ACCOUNTS = Accounts(frozenset({"900"}))


def tenancy() -> Tenancy:
    site = SiteWire.model_validate(
        {"id": "s1", "name": "Lakeside", "accountId": "a1", "state": "active"}
    )
    return tenancy_from_lists(
        tenant_id=PLACE.tenant_id,
        client_level="site",
        accounts=[],
        sites=[site],
        groups=[],
        groups_complete=True,
        sites_complete=True,
    )


def line(**sent: object) -> ChangeLine:
    row = ActivityWire.model_validate(
        {
            "id": "77",
            "activityType": 6101,
            "createdAt": "2026-11-22T08:19:00Z",
            "userId": "4711",
            "siteId": "s1",
            "accountId": "a1",
            "data": {"scopeLevel": "Site", "username": "Dana Ortiz"},
            **sent,
        }
    )
    return ChangeLine(row, ChangeKind.CHANGED, of_rule="rule" in str(sent), origin=ORIGIN)


@pytest.mark.parametrize(
    ("template", "told"),
    [
        ("{{ username }} - the policy setting was changed.", ChangeType(ChangeKind.CHANGED, False)),
        ("{{ username }} turned off policy inheritance", ChangeType(ChangeKind.CHANGED, False)),
        ("{{ username }} turned on the policy of the site", ChangeType(ChangeKind.CHANGED, False)),
        ("{{ username }} deleted the custom rule {{ r }}", ChangeType(ChangeKind.DELETED, True)),
        ("{{ username }} created a STAR rule", ChangeType(ChangeKind.CREATED, True)),
        ("{{ file }} was quarantined by policy.", None),
        ("Alert created from the custom rule {{ r }}", None),
        ("{{ username }} changed the Firewall policy", None),
        ("{{ username }} logged in", None),
    ],
)
def test_a_type_is_known_by_the_words_of_its_template(
    template: str, told: ChangeType | None
) -> None:
    sent = {"id": 1, "action": "", "descriptionTemplate": template}
    assert change_types([ActivityTypeWire.model_validate(sent)]).get("1") == told


def test_a_line_names_the_policy_of_its_scope_and_who_it_was() -> None:
    (told,) = changes_from_activities(
        [line()], places=Places(tenancy(), None), place=PLACE, accounts=ACCOUNTS
    )
    record = told.record
    assert (record.source_object.kind, record.source_object.id) == (SourceKind.POLICY, "site:s1")
    assert record.by is not None
    assert (record.by.kind, record.by.id) == (ActorKind.PERSON, "4711")
    assert (record.at, record.told_by, record.basis) == (AT, ChangeTeller.LOG, Basis.INFERRED)
    assert "Dana" not in f"{told}"


@pytest.mark.parametrize(
    ("accounts", "user", "kind"),
    [
        (ACCOUNTS, "900", ActorKind.PROGRAM),
        (ACCOUNTS, "4711", ActorKind.PERSON),
        (Accounts(None), "4711", ActorKind.UNKNOWN),
        (ACCOUNTS, None, None),
    ],
)
def test_a_person_is_who_is_known_to_be_no_service_user(
    accounts: Accounts, user: str | None, kind: ActorKind | None
) -> None:
    actor = accounts.actor(user)
    assert (actor and actor.kind) == kind


@pytest.mark.parametrize(
    "sent",
    [
        {"data": {}},
        {"data": {"scopeLevel": "Site"}, "siteId": "gone"},
        {"createdAt": None},
        {"data": {"scopeLevel": "Galaxy"}},
    ],
    ids=["no scope", "a scope that was not listed", "no time", "an unheard-of scope"],
)
def test_a_line_without_object_or_time_tells_nothing(sent: dict[str, object]) -> None:
    found = changes_from_activities(
        [line(**sent)], places=Places(tenancy(), None), place=PLACE, accounts=ACCOUNTS
    )
    assert not list(found)


@pytest.mark.parametrize("key", ["ruleId", "rule_id", "ruleid"])
def test_a_line_on_a_rule_names_it_in_any_spelling(key: str) -> None:
    (told,) = changes_from_activities(
        [line(data={key: "5", "ruleName": "Encoded PowerShell"})],
        places=Places(tenancy(), None),
        place=PLACE,
        accounts=ACCOUNTS,
    )
    source = told.record.source_object
    assert (source.kind, source.id) == (SourceKind.RULE, "5")


def test_a_rule_tells_who_changed_it_last() -> None:
    rule = CustomRuleWire.model_validate(
        {"id": "5", "name": "R", "updatedAt": "2026-11-22T08:19:00Z", "updaterId": "900"}
    )
    (told,) = changes_from_rules([RuleRead(rule, ORIGIN)], PLACE, ACCOUNTS)
    assert told.record.by is not None
    assert told.record.by.kind is ActorKind.PROGRAM
    assert told.record.basis is Basis.OBSERVED
    assert [one.fact.pointer for one in told.evidence] == ["/updatedAt", "/updaterId"]


def test_a_workflow_tells_who_by_id_alone() -> None:
    row = WorkflowRowWire.model_validate(
        {
            "id": "w",
            "workflow": {
                "id": "w",
                "name": "Contain",
                "updatedAt": "2026-11-22T08:19:00Z",
                "updatedByUser": {"id": "4711", "email": "dana@msp.example", "name": "Dana"},
            },
        }
    )
    (told,) = changes_from_workflows([WorkflowRead(row, ORIGIN)], PLACE, ACCOUNTS)
    assert told.record.by is not None
    assert told.record.by.id == "4711"
    assert "ana" not in f"{told}".replace("sentinelone", "")
