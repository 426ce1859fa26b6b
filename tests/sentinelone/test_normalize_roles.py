"""What a role grants is proven, or it is not claimed."""

from __future__ import annotations

from typing import Any

import pytest
from tests.sentinelone.console import origin, permission, role

from aigov_connectors.inventory import Basis, CredentialRights
from aigov_connectors.sentinelone.normalize import RoleRead, rights_from_roles
from aigov_connectors.sentinelone.wire import RoleWire

READ_ONLY, CAN_WRITE, CANNOT_TELL = (
    CredentialRights.PROVEN_READ_ONLY,
    CredentialRights.CAN_WRITE,
    CredentialRights.CANNOT_TELL,
)


def rights(*permissions: dict[str, Any]) -> CredentialRights:
    read = RoleRead(RoleWire.model_validate(role(*permissions)["data"]), origin(), "77")
    return rights_from_roles([read]).rights


@pytest.mark.parametrize(
    ("permissions", "expected"),
    [
        ((permission("view"), permission("View")), READ_ONLY),
        ((permission("view"), permission("action", granted=False)), READ_ONLY),
        ((permission("view"), permission("action")), CAN_WRITE),
        ((permission("manage"), permission(None)), CAN_WRITE),
        ((permission("view"), permission(None)), CANNOT_TELL),
        ((permission("view"), permission("action", granted=None)), CANNOT_TELL),
        ((permission("view", granted=False),), CANNOT_TELL),
        ((), CANNOT_TELL),
    ],
)
def test_only_rights_to_view_prove_reading(
    permissions: tuple[dict[str, Any], ...], expected: CredentialRights
) -> None:
    assert rights(*permissions) is expected


def test_the_worst_of_several_roles_counts_and_is_evidence() -> None:
    made = [
        RoleRead(RoleWire.model_validate(role(permission(kind))["data"]), origin(), kind)
        for kind in ("view", "action")
    ]
    found = rights_from_roles(made)
    assert found.rights is CAN_WRITE
    assert "Page: to action" in found.because
    assert [one.fact.object_id for one in found.evidence] == ["action"]


def test_a_proof_says_what_it_rests_on() -> None:
    made = RoleRead(RoleWire.model_validate(role(permission("view"))["data"]), origin(), "77")
    found = rights_from_roles([made])
    assert "the type view" in found.because
    assert found.basis is Basis.INFERRED  # that such a right only shows is concluded from its name


def test_no_role_proves_nothing() -> None:
    assert rights_from_roles([]).rights is CANNOT_TELL


GOOD = {"identifier": "threats", "name": "Threats", "permissions": [permission("view")]}


@pytest.mark.parametrize(
    "pages",
    [
        [{**GOOD, "permissions": [permission("view"), "x"]}],
        [{**GOOD, "permissions": [permission("view"), None]}],
        [GOOD, "a page"],
        [GOOD, {"identifier": "a", "permissions": {"x": 1}}],
        [GOOD, {"identifier": "a"}],
        {"threats": GOOD},
        None,
    ],
)
def test_what_cannot_be_read_of_a_role_proves_nothing(pages: Any) -> None:
    made = RoleWire.model_validate({"id": "77", "pages": pages})
    assert not made.is_whole
    assert rights_from_roles([RoleRead(made, origin(), "77")]).rights is CANNOT_TELL


def test_a_page_without_rights_leaves_nothing_open() -> None:
    made = RoleWire.model_validate({"pages": [GOOD, {"identifier": "a", "permissions": []}]})
    assert made.is_whole
    assert rights_from_roles([RoleRead(made, origin(), "77")]).rights is READ_ONLY


def test_evidence_points_to_where_the_right_stands_among_unreadable_ones() -> None:
    pages = ["x", {**GOOD, "permissions": [None, permission("action")]}]
    made = RoleWire.model_validate({"pages": pages})
    (one,) = rights_from_roles([RoleRead(made, origin(), "77")]).evidence
    assert one.fact.pointer == "/pages/1/permissions/1/type"
