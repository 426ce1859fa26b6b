"""One setting as it was sent: what it becomes as a label's input, as a setting and as evidence."""

import json
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field, SecretStr

from aigov_connectors.inventory import Origin, Place, SourceKind, SourceObject
from aigov_connectors.normalizing.observed import (
    observed,
    plain,
    said,
    unknown_settings,
    word,
)
from aigov_connectors.wire import Strange, Text, WireSettings

ORIGIN = Origin(
    vendor="patchbot",
    tenant_id="acme",
    method="GET",
    path_template="/rules",
    query=(),
    read_at=datetime(2026, 11, 1, tzinfo=UTC),
    digest="sha256:0",
)
PLACE = Place(connection="acme-patch", tenant_id="acme")
SOURCE = SourceObject(kind=SourceKind.RULE, id="7", name="Nightly")

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


class Team(WireSettings):
    name: Text = None


class Rule(WireSettings):
    run_mode: Text = None
    team: Team | None = None


def test_a_field_goes_by_the_vendors_own_name() -> None:
    setting, seen = observed(
        ORIGIN, Rule.model_validate({"runMode": "auto"}), "run_mode", object_id="7"
    )

    assert (setting.name, setting.value, setting.absent) == ("runMode", "auto", False)
    assert (seen.fact.pointer, seen.fact.value, seen.fact.object_id) == ("/runMode", "auto", "7")


def test_a_key_that_was_not_sent_is_a_fact_and_not_a_null() -> None:
    absent, seen = observed(ORIGIN, Rule.model_validate({}), "run_mode", object_id="7")
    null, seen_null = observed(
        ORIGIN, Rule.model_validate({"runMode": None}), "run_mode", object_id="7"
    )

    assert absent.absent
    assert seen.fact.absent
    assert not null.absent
    assert not seen_null.fact.absent


def test_a_reference_counts_by_its_name() -> None:
    row = Rule.model_validate({"team": {"id": 3, "name": "Night shift"}})

    setting, seen = observed(ORIGIN, row, "team", object_id="7", pointer="/rule")

    assert setting.value == "Night shift"
    assert seen.fact.pointer == "/rule/team/name"


def test_what_is_said_stands_at_its_name_unless_told_where() -> None:
    _, here = said(ORIGIN, "host", "example.test", object_id=None)
    _, there = said(ORIGIN, "host", "example.test", object_id=None, pointer="/url")

    assert (here.fact.pointer, there.fact.pointer) == ("/host", "/url")


@given(VALUES)
def test_any_value_becomes_a_scalar_that_json_can_hold(value: object) -> None:
    json.dumps(plain(value), allow_nan=False)

    assert word(value) is None or not isinstance(value, list | dict)  # type: ignore[arg-type]


def test_an_unknown_switch_is_named_and_a_described_one_is_not() -> None:
    row = Rule.model_validate({"runMode": "auto", "aiTriage": True, "colour": "red"})

    found = unknown_settings(
        ORIGIN, row, object_id="7", place=PLACE, source_object=SOURCE, described={"colour"}
    )

    (switch,) = found.settings
    assert (switch.pointer, switch.type, switch.value) == ("/aiTriage", "bool", True)
    assert switch.evidence == (found.evidence[0].id,)


def test_text_and_what_sounds_secret_are_kept_as_a_digest_alone() -> None:
    row = Rule.model_validate({"note": "call Jane at 5", "apiKey": "abc123"})

    found = unknown_settings(ORIGIN, row, object_id="7", place=PLACE, source_object=SOURCE)

    assert [one.value for one in found.settings] == [None, None]
    shown = repr(found)
    assert "Jane" not in shown
    assert "abc123" not in shown


@given(st.dictionaries(st.text(min_size=1), VALUES, max_size=4))
def test_any_unknown_keys_give_settings_with_evidence(keys: dict[str, object]) -> None:
    row = Rule.model_validate({f"x{key}": value for key, value in keys.items()})

    found = unknown_settings(ORIGIN, row, object_id="7", place=PLACE, source_object=SOURCE)

    proofs = {one.id for one in found.evidence}
    assert all(set(one.evidence) <= proofs for one in found.settings)


class Sets(WireSettings):
    fieldname: Text = None
    api_key: Text = None


class Wide(WireSettings):
    sets: tuple[Sets, ...] = ()
    since: datetime | None = None
    hidden: SecretStr | None = None
    strange: object = None


def test_a_field_of_any_type_is_shown_and_no_secret_in_it() -> None:
    row = Wide.model_construct(
        _fields_set={"sets", "since", "hidden", "strange"},
        sets=(Sets(fieldname="impact", api_key="hunter2"),),
        since=datetime(2026, 11, 1, tzinfo=UTC),
        hidden=SecretStr("hunter2"),
        strange=[object(), "\ud800", float("inf"), {1: b"\xff"}],
    )
    shown = {
        name: observed(ORIGIN, row, name, object_id="7")[0].value for name in Wide.model_fields
    }

    assert "impact" in str(shown["sets"])
    assert str(shown["since"]).startswith("2026-11-01")
    assert "object" in str(shown["strange"])
    assert "hunter2" not in repr(shown)


class Pascal(WireSettings):
    name: Text = Field(default=None, alias="Name")


class Monitor(WireSettings):
    script: Pascal | Strange | None = None


def test_a_reference_stands_at_its_name_as_the_vendor_spells_it() -> None:
    named = Monitor.model_validate({"script": {"Name": "Clean up"}})
    bare = Monitor.model_validate({"script": {"Id": 9}})

    _, seen = observed(ORIGIN, named, "script", object_id="7")
    setting, nameless = observed(ORIGIN, bare, "script", object_id="7")

    assert (seen.fact.pointer, seen.fact.value) == ("/script/Name", "Clean up")
    assert (nameless.fact.pointer, nameless.fact.absent) == ("/script/Name", True)
    assert (setting.value, setting.absent) == (None, False)


def test_what_is_no_reference_where_one_is_described_counts_as_it_was_sent() -> None:
    setting, seen = observed(
        ORIGIN, Monitor.model_validate({"script": Strange([903])}), "script", object_id="7"
    )

    assert (setting.value, seen.fact.value) == ("[903]", "[903]")
    assert (seen.fact.pointer, seen.fact.absent) == ("/script", False)
