"""Whom a group reaches: told only where the lists of computers and groups are all there is."""

from __future__ import annotations

import pytest
from tests.connectwise.automate.tenant import read, tenant

from aigov_connectors.connectwise.automate.normalize import named_rights
from aigov_connectors.connectwise.automate.normalize.estate import Estate
from aigov_connectors.connectwise.automate.sandbox import planted_policies
from aigov_connectors.connectwise.automate.wire import GroupWire
from aigov_connectors.inventory import GapReason, Inventory, Reach

WHOLE = {"computers", "group_computers", "groups"}


def estate(*whole: str) -> Estate:
    found = Estate()
    found.groups = {
        "1": GroupWire.model_validate({"Id": "1", "ParentId": "0"}),
        "2": GroupWire.model_validate({"Id": "2", "ParentId": "1"}),
    }
    for computer, client in (("11", "a"), ("12", "a"), ("13", "b")):
        found.stand(computer, client)
    found.join("1", "11")
    found.join("2", "13")
    found.whole = set(whole)
    return found


def test_a_group_reaches_those_whose_computers_are_in_it() -> None:
    found = estate(*WHOLE).of_groups(["1"])
    assert (found.reach, found.organizations) == (Reach.LISTED, {"a": 1})


@pytest.mark.parametrize("short", ["computers", "group_computers"])
def test_who_else_is_in_a_group_is_open_where_a_list_is_short(short: str) -> None:
    found = estate(*WHOLE - {short}).of_groups(["1"])
    assert (found.reach, found.organizations) == (Reach.UNKNOWN, {"a": None})


def test_what_is_below_a_group_is_open_where_the_groups_are_short() -> None:
    whole, short = estate(*WHOLE), estate(*WHOLE - {"groups"})
    assert whole.of_tree("1").organizations == {"a": 1, "b": 1}
    assert short.of_tree("1").reach is Reach.UNKNOWN


def test_rights_are_compared_by_their_letters_and_none_named_is_not_told() -> None:
    assert named_rights(["Clients Show-All"]) == frozenset({"clientsshowall"})
    assert named_rights([]) is None
    assert named_rights(None) is None


def without(monkeypatch: pytest.MonkeyPatch, *missing: str) -> Inventory:
    name, granted = planted_policies.CLASSES[planted_policies.OWN_CLASS]
    left = (name, tuple(one for one in granted if one not in missing))
    classes = {**planted_policies.CLASSES, planted_policies.OWN_CLASS: left}
    monkeypatch.setattr(planted_policies, "CLASSES", classes)
    with tenant(activities=50) as box:
        return read(box)


@pytest.mark.parametrize("missing", ["ComputersShowAll", "ClientsShowAll", "GroupsShowAll"])
def test_without_a_right_to_see_all_no_group_is_known_to_reach_only_whom_it_shows(
    monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    found = without(monkeypatch, missing)

    assert [
        gap.resource
        for gap in found.gaps
        if gap.reason is GapReason.DENIED and "may not see" in gap.subject
    ] == [{"ComputersShowAll": "computers", "ClientsShowAll": "clients"}.get(missing, "groups")]
    by_groups = [
        one
        for one in found.deployments
        if one.feature.endswith((".group_auto_join", ".automatic_reboot", ".patch_approval"))
    ]
    assert by_groups
    assert {one.reach for one in by_groups} == {Reach.UNKNOWN}
    counted = [one for one in found.clients if one.endpoints is not None]
    assert bool(counted) is (missing == "GroupsShowAll")
