"""Which policy is in effect where, for how many endpoints of whom."""

from __future__ import annotations

from typing import Any

import pytest
from tests.sentinelone.console import (
    ABSENT,
    ACCOUNT,
    DEFAULT_SITE,
    ENDED_SITE,
    LIVE_SITE,
    OWN_SITE,
    agent,
    origin,
    policy,
)

from aigov_connectors.inventory import ScopeLevel
from aigov_connectors.sentinelone.normalize import (
    AgentTally,
    EffectivePolicies,
    EffectivePolicy,
    PolicyRead,
    ScopeKey,
    Tenancy,
    tenancy_from_lists,
)
from aigov_connectors.sentinelone.normalize.tenancy import ClientLevel
from aigov_connectors.sentinelone.wire import (
    AccountWire,
    AgentWire,
    GroupWire,
    PolicyWire,
    SiteWire,
)

TENANT = "example.sentinelone.net"
S1, S2 = (ScopeLevel.SITE, "s1"), (ScopeLevel.SITE, "s2")
A1, G3 = (ScopeLevel.ACCOUNT, "a1"), (ScopeLevel.GROUP, "g3")
GROUPS = (
    {"id": "g1", "name": "Default Group", "siteId": "s1", "inherits": True},
    {"id": "g3", "name": "Servers", "siteId": "s1", "inherits": False},
    {"id": "g2", "name": "Default Group", "siteId": "s2", "inherits": True},
)


def tenancy(
    *sites: dict[str, Any],
    accounts: tuple[dict[str, Any], ...] = (ACCOUNT,),
    level: ClientLevel = "site",
    groups_complete: bool = True,
) -> Tenancy:
    return tenancy_from_lists(
        tenant_id=TENANT,
        client_level=level,
        accounts=[AccountWire.model_validate(one) for one in accounts],
        sites=[SiteWire.model_validate(one) for one in sites or (LIVE_SITE, OWN_SITE)],
        groups=[GroupWire.model_validate(one) for one in GROUPS],
        groups_complete=groups_complete,
    )


def reads(**policies: dict[str, Any]) -> dict[ScopeKey, PolicyRead]:
    levels = {"s": ScopeLevel.SITE, "a": ScopeLevel.ACCOUNT, "g": ScopeLevel.GROUP}
    return {
        (levels.get(key[0], ScopeLevel.TENANT), TENANT if key == "tenant" else key): PolicyRead(
            PolicyWire.model_validate(sent), origin()
        )
        for key, sent in policies.items()
    }


def tally(*agents: dict[str, Any]) -> AgentTally:
    made = AgentTally()
    made.add([AgentWire.model_validate(one) for one in agents], origin=origin("/agents"))
    return made


AGENTS = tally(
    agent(1, "s1", "g1"), agent(2, "s1", "g1"), agent(3, "s1", "g3"), agent(4, "s2", "g2")
)
INHERITED = policy(inheritedFrom="account")


def effective(
    policies: dict[ScopeKey, PolicyRead],
    *,
    agents: AgentTally | None = AGENTS,
    where: Tenancy | None = None,
) -> dict[str, EffectivePolicy]:
    found = EffectivePolicies(where or tenancy(), policies, agents).decided()
    return {one.source.id: one for one in found}


def test_a_policy_is_stated_where_it_is_decided() -> None:
    found = effective(reads(s1=INHERITED, s2=INHERITED, a1=policy(), g3=policy()))
    assert {key: one.reach for key, one in found.items()} == {
        "account:a1": {"s1": 2, "s2": 1},
        "group:g3": {"s1": 1},
    }
    assert found["group:g3"].scope.parents == (TENANT, "Example MSP", "Acme Dental")
    assert found["account:a1"].object_id == "a1"


def test_an_account_that_inherits_passes_its_sites_on_to_the_tenant() -> None:
    found = effective(
        reads(s1=INHERITED, s2=policy(inheritedFrom="global"), a1=policy(inheritedFrom="global"))
    )
    assert list(found) == [f"tenant:{TENANT}"]
    assert found[f"tenant:{TENANT}"].object_id == "a1", "the nearest that could be read"
    assert found[f"tenant:{TENANT}"].reach == {"s1": 2, "s2": 1}


def test_sites_that_agree_stand_in_for_an_account_that_may_not_be_read() -> None:
    found = effective(reads(s1={**INHERITED, "iocSupported": False}, s2=INHERITED))
    assert list(found) == ["account:a1"]
    assert found["account:a1"].object_id == "s1"
    assert found["account:a1"].scope.name == "Example MSP"


def test_sites_that_disagree_are_stated_apart() -> None:
    found = effective(reads(s1={**INHERITED, "networkQuarantineOn": True}, s2=INHERITED))
    assert {key: one.reach for key, one in found.items()} == {
        "site:s1": {"s1": 2},
        "site:s2": {"s2": 1},
    }


def test_a_site_whose_policy_was_not_read_is_reached_by_nothing() -> None:
    found = effective(reads(s2=INHERITED, a1=policy()))
    assert {key: one.reach for key, one in found.items()} == {"account:a1": {"s2": 1}}


def test_endpoints_of_a_group_that_was_not_listed_are_nobodys() -> None:
    stray = tally(agent(1, "s1", "g1"), agent(2, "s1", "g99"), agent(3, "s1", None))
    resolved = EffectivePolicies(tenancy(), reads(s1=policy(), s2=policy()), stray)
    assert {one.source.id: one.reach for one in resolved.decided()} == {
        "site:s1": {"s1": 1},
        "site:s2": {"s2": 0},
    }
    assert resolved.unplaced() == {"s1": 2}


def test_a_group_that_does_not_tell_is_counted_with_nobody() -> None:
    found = effective(reads(s1=policy(), s2=policy()))
    assert found["site:s1"].reach == {"s1": 2}


def test_a_group_may_inherit_against_what_the_list_says() -> None:
    found = effective(
        reads(s1=INHERITED, s2=INHERITED, a1=policy(), g3=policy(inheritedFrom="site"))
    )
    assert {key: one.reach for key, one in found.items()} == {"account:a1": {"s1": 3, "s2": 1}}


@pytest.mark.parametrize("word", ["partner", "site", ABSENT, 7])
def test_a_policy_that_does_not_tell_its_origin_is_stated_at_its_own_scope(word: Any) -> None:
    resolved = EffectivePolicies(tenancy(OWN_SITE), reads(s2=policy(inheritedFrom=word)), AGENTS)
    assert [one.source.id for one in resolved.decided()] == ["site:s2"]
    assert resolved.unclear == {S2}


def test_endpoints_are_not_guessed() -> None:
    read = reads(s1=policy(), s2=policy())
    assert effective(read, agents=None)["site:s1"].reach == {"s1": None}
    unsure = tenancy(groups_complete=False)
    assert effective(read, where=unsure)["site:s2"].reach == {"s2": None}
    empty = effective(read, agents=AgentTally())["site:s2"].reach
    assert empty == {"s2": 0}, "an organization without endpoints is still reached"


def test_at_account_level_sites_of_one_account_are_one_customer() -> None:
    found = effective(
        reads(s1=INHERITED, s2=INHERITED, a1=policy()), where=tenancy(level="account")
    )
    assert found["account:a1"].reach == {"a1": 3}


def test_customers_are_the_sites_in_use() -> None:
    made = tenancy(LIVE_SITE, OWN_SITE, ENDED_SITE, DEFAULT_SITE)
    found = {one.vendor_id: one for one in made.organizations({"s1": 2})}
    assert set(found) == {"s1", "s2", "s4"}
    assert found["s1"].handles == ("PSA-1017",)
    assert (found["s1"].endpoints, found["s2"].endpoints) == (2, 0)
    assert (found["s4"].kind, found["s2"].kind) == ("catch_all", "client")


def test_a_default_site_with_a_name_of_its_own_is_a_customer() -> None:
    made = tenancy({**LIVE_SITE, "isDefault": True})
    assert [one.kind for one in made.organizations(None)] == ["client"]
    assert [one.endpoints for one in made.organizations(None)] == [None]


def test_accounts_can_be_the_customers() -> None:
    ended = {"id": "a2", "name": "Gone", "state": "expired"}
    below = {**LIVE_SITE, "id": "s9", "accountId": "a2"}
    made = tenancy(LIVE_SITE, OWN_SITE, below, accounts=(ACCOUNT, ended), level="account")
    assert [(one.vendor_id, one.name) for one in made.organizations(None)] == [
        ("a1", "Example MSP")
    ]


def test_accounts_that_were_not_listed_are_taken_from_their_sites() -> None:
    made = tenancy(accounts=())
    assert made.scope(*A1).name == "Example MSP"
    assert made.scope(*S1).parents == (TENANT, "Example MSP")


def test_a_row_with_nothing_but_an_id_is_a_customer_without_a_name() -> None:
    made = tenancy({"id": "1111"})
    assert [one.name for one in made.organizations(None)] == ["1111"]


def test_agents_that_differ_are_counted_by_confidence_and_mode() -> None:
    counted = tally(
        agent(1, "s1", "g1"),
        agent(2, "s1", "g1", mitigationModeSuspicious="protect"),
        agent(3, "s1", "g1", mitigationModeSuspicious="protect", mitigationMode="detect"),
        agent(4, "s1", "g1", mitigationMode=None),
        agent(5, "s2", "g2", mitigationModeSuspicious="protect"),
        agent(6, "s1", "g1", mitigationModeSuspicious="protect", isUninstalled=True),
    )
    wire = PolicyWire.model_validate(policy())
    found = {(one.confidence, one.mode): one for one in counted.apart(wire, [("s1", "g1")])}
    assert {key: one.endpoints for key, one in found.items()} == {
        ("malicious", "detect"): 1,
        ("malicious", None): 1,
        ("suspicious", "protect"): 2,
    }
    assert found["malicious", None].evidence.fact.absent
    evidence = found["suspicious", "protect"].evidence.fact
    assert (evidence.object_id, evidence.pointer) == ("3", "/mitigationModeSuspicious")
    silent = PolicyWire.model_validate(policy(mitigationMode=ABSENT, mitigationModeSuspicious=None))
    assert list(counted.apart(silent, [("s1", "g1")])) == []
