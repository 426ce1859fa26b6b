"""What stands where a flag is described is neither true nor false, and is told once."""

from __future__ import annotations

import asyncio

import pytest
from pydantic import AliasPath, Field
from tests.collecting.run import FakeRead, Run

from aigov_connectors.collecting.strange import strange_fields
from aigov_connectors.inventory import GapReason
from aigov_connectors.wire import Flag, Text, WireRecord


class Step(WireRecord):
    is_start: Flag = None
    after: tuple[Step, ...] = ()


class Policy(WireRecord):
    id: int
    name: Text = None
    active_flag: Flag = None
    is_default: Flag = Field(default=None, validation_alias=AliasPath("scope", "default"))
    steps: tuple[Step, ...] = ()


def row(**sent: object) -> Policy:
    return Policy.model_validate({"id": 1, **sent})


@pytest.mark.parametrize("flag", [True, False, None])
def test_a_flag_as_it_is_described_is_nothing_strange(flag: bool | None) -> None:
    assert not list(strange_fields([row(activeFlag=flag), row()]))


@pytest.mark.parametrize("sent", [1, 0, "true", "yes", "", [], {}])
def test_anything_else_is_named_as_the_vendor_names_it(sent: object) -> None:
    assert list(strange_fields(row(activeFlag=sent))) == ["activeFlag"]
    assert list(strange_fields(row(scope={"default": sent}))) == ["scope.default"]
    deep = row(steps=[{"after": [{"isStart": sent}]}])
    assert list(strange_fields([deep])) == ["steps.after.isStart"]


def test_one_field_is_one_gap_however_many_rows_have_it() -> None:
    run = Run()
    pages = [row(activeFlag=1), row(activeFlag="yes")], [row(activeFlag="true"), row()]
    asyncio.run(run.read("policies", FakeRead(*pages)))
    (gap,) = (one for one in run.gaps if one.resource == "policies")
    assert (gap.subject, gap.reason) == ("activeFlag of policies", GapReason.INCONCLUSIVE)
    assert gap.features == ("edr.isolate", "edr.kill")
    assert "yes" not in str(gap)


def test_a_list_with_such_a_row_proves_nothing_by_what_is_not_in_it() -> None:
    run = Run()
    asyncio.run(run.read("policies", FakeRead([row(activeFlag=True)])))
    assert run.into.is_whole("policies")
    asyncio.run(run.read("threats", FakeRead([row(activeFlag=1)])))
    assert not run.into.is_whole("threats")


def test_settings_that_come_one_by_one_are_looked_at_too() -> None:
    run = Run()
    asyncio.run(run.document("policies", "a policy", row(activeFlag="on")))
    run.into.documents_read("policies")
    assert [one.subject for one in run.gaps] == ["activeFlag of policies"]
