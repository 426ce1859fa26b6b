"""Waivers and lines that name what is not there: said, with what is near."""

from __future__ import annotations

import json
from datetime import date

import pytest

from aigov_connectors.policy import (
    KnownNames,
    OversightLine,
    Permission,
    PolicyPart,
    ProblemKind,
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
