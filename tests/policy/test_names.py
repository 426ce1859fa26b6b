"""Waivers and lines that name what is not there: said, with what is near."""

from __future__ import annotations

import dataclasses
import json
from datetime import date

import pytest
from pydantic import ValidationError

from aigov_connectors.inventory import DecisionKind, Dimension, Operator
from aigov_connectors.policy import (
    KnownNames,
    OversightLine,
    Permission,
    PolicyPart,
    ProblemKind,
    Threshold,
    Waiver,
    name_problems,
)

TODAY = date(2026, 11, 23)
KNOWN = KnownNames(
    rules=frozenset({"unattended-script", "no-rollback"}),
    features=frozenset({"ninjaone.condition_script", "connectwise.psa.workflow_rules"}),
    clients=frozenset({"Lakeside Clinic", "lakeside-clinic"}),
)


def waiver(**told: object) -> Waiver:
    given = {"rule": "no-rollback", "owner": "lead", "reason": "known", "until": "2026-12-31"}
    return Waiver.model_validate_json(json.dumps(given | told))


def line(**told: tuple[str, ...]) -> OversightLine:
    return OversightLine(name="mine", allowed=Permission.ALONE, **told)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("told", "kind", "hint"),
    [
        ({"rule": "unattended-scripts"}, ProblemKind.UNKNOWN_RULE, "unattended-script"),
        (
            {"feature": "ninjaone.condition_scripts"},
            ProblemKind.UNKNOWN_FEATURE,
            "ninjaone.condition_script",
        ),
        ({"client": "Lakeside Clinc"}, ProblemKind.UNKNOWN_CLIENT, "Lakeside Clinic"),
        ({"until": "2026-11-22"}, ProblemKind.ENDED, "2026-11-22"),
    ],
)
def test_a_waiver_that_covers_nothing_is_told(
    told: dict[str, object], kind: ProblemKind, hint: str
) -> None:
    (found,) = name_problems((), (waiver(), waiver(**told)), known=KNOWN, today=TODAY)

    assert (found.kind, found.part, found.line) == (kind, PolicyPart.WAIVER, 2)
    assert hint in found.words
    assert "covers nothing" in found.words


def test_a_waiver_that_names_what_is_there_needs_no_word() -> None:
    whole = waiver(feature="ninjaone.condition_script", client="lakeside-clinic")
    last_day = waiver(until="2026-11-23")
    assert not name_problems((), (whole, last_day), known=KNOWN, today=TODAY)


def test_clients_that_nobody_knows_whole_are_not_held_against_it() -> None:
    known = KnownNames(rules=KNOWN.rules, features=KNOWN.features)
    assert not name_problems((), (waiver(client="Anybody"),), known=known, today=TODAY)


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        ({"features": ("ninjaone.nothing",)}, ProblemKind.UNKNOWN_FEATURE),
        ({"vendors": ("ninja",)}, ProblemKind.UNKNOWN_VENDOR),
        ({"clients": ("Nobody",)}, ProblemKind.UNKNOWN_CLIENT),
    ],
)
def test_a_line_that_names_nothing_is_told(
    told: dict[str, tuple[str, ...]], kind: ProblemKind
) -> None:
    (found,) = name_problems((line(**told),), (), known=KNOWN, today=TODAY)
    assert (found.kind, found.part, found.name) == (kind, PolicyPart.LINE, "mine")


@pytest.mark.parametrize("vendor", ["ninjaone", "connectwise", "connectwise.psa"])
def test_a_vendor_may_be_named_in_part(vendor: str) -> None:
    assert not name_problems((line(vendors=(vendor,)),), (), known=KNOWN, today=TODAY)


def test_a_waiver_that_covers_no_finding_of_the_run_is_told() -> None:
    unused = waiver(deployment="ninjaone/eu/x/policy:1/organization:2")
    known = dataclasses.replace(KNOWN, covering=frozenset({waiver()}))

    (found,) = name_problems((), (waiver(), unused), known=known, today=TODAY)

    assert (found.kind, found.line) == (ProblemKind.UNUSED, 2)


def test_a_waiver_of_a_connection_and_a_feature_of_another_vendor_is_told() -> None:
    known = dataclasses.replace(KNOWN, connections={"acme-s1": "sentinelone"})
    strange = waiver(connection="acme-s1", feature="ninjaone.condition_script")

    (found,) = name_problems((), (strange,), known=known, today=TODAY)

    assert found.kind is ProblemKind.EMPTY
    assert "which is sentinelone" in found.words


@pytest.mark.parametrize("told", [{"owner": " "}, {"reason": "\t"}])
def test_nobody_waives_for_no_reason(told: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        waiver(**told)


def test_a_line_about_decisions_that_its_features_never_make_is_told() -> None:
    makes = {"ninjaone.condition_script": frozenset({DecisionKind.RUN_SCRIPT})}
    known = dataclasses.replace(KNOWN, decisions=makes)
    about = line(features=("ninjaone.condition_script",))
    runs = about.model_copy(update={"decisions": (DecisionKind.RUN_SCRIPT,)})
    routes = about.model_copy(update={"decisions": (DecisionKind.ROUTE_TICKET,)})

    (found,) = name_problems((about, runs, routes), (), known=known, today=TODAY)

    assert (found.kind, found.line) == (ProblemKind.EMPTY, 3)


def test_a_word_by_which_a_run_tells_nothing_is_told_with_those_that_it_has() -> None:
    known = dataclasses.replace(
        KNOWN, words={Dimension.CATEGORY: frozenset({"mail to the client", "phone"})}
    )
    fits, misses = (
        line().model_copy(
            update={
                "when": Threshold(dimension=Dimension.CATEGORY, operator=Operator.EQ, value=value)
            }
        )
        for value in ("Mail to the client", "mail to client")
    )

    (found,) = name_problems((fits, misses), (), known=known, today=TODAY)

    assert (found.kind, found.line) == (ProblemKind.UNKNOWN_WORD, 2)
    assert "perhaps “mail to the client”" in found.words
    assert "“phone”" in found.words
