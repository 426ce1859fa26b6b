"""Control references: data that names rules that exist, and that claims little."""

import re
import tomllib
from pathlib import Path

import pytest

from aigov_connectors.controls import Control, Relation, load_framework, shipped_frameworks
from aigov_connectors.errors import ConfigurationError
from aigov_connectors.inventory import Autonomy, DecisionKind, Inventory, Verdict
from aigov_connectors.rules import assess, shipped_rules
from aigov_connectors.testing import (
    make_collection,
    make_deployment,
    make_evidence,
    make_feature,
    make_inventory,
    make_organization,
)

OWN = """
framework = "House rules"
version = "3"
checked = 2026-11-01
source = "our wiki"

[[controls]]
identifier = "H-1"
words = "Somebody looks before it acts."
rules = ["autonomous-containment"]
"""


def acting(autonomy: Autonomy = Autonomy.FULLY_AUTONOMOUS) -> Inventory:
    feature = make_feature(decisions=(DecisionKind.ISOLATE_ENDPOINT,))
    deployment = make_deployment(feature, autonomy=autonomy)
    return make_inventory(
        make_collection(
            features=(feature,),
            organizations=(make_organization(),),
            deployments=(deployment,),
            reach={deployment.key: {"1": 1}},
            evidence=(make_evidence(),),
        )
    )


def test_every_reference_names_a_rule_that_exists() -> None:
    known = {rule.id for rule in shipped_rules()}
    for framework in shipped_frameworks():
        for control in framework.controls:
            assert set(control.rules) <= known, (framework.framework, control.identifier)


def test_every_rule_of_ours_bears_on_some_control() -> None:
    named = {
        rule
        for framework in shipped_frameworks()
        for one in framework.controls
        for rule in one.rules
    }
    assert {rule.id for rule in shipped_rules()} - named == set()


def test_every_file_says_where_it_comes_from_and_how_its_identifiers_were_verified() -> None:
    for one in shipped_frameworks():
        assert all((one.source, one.publisher, one.version, one.checked)), one.framework
        assert re.fullmatch(r"https://[\w./-]+", one.address), one.framework
        assert re.search(r"found", one.verified), one.framework
        assert re.search(r"2026-\d\d-\d\d", one.verified), one.framework
        assert one.address in one.came_from
        assert one.verified in one.came_from


def test_every_identifier_stands_in_what_was_seen_of_its_framework() -> None:
    text = (Path(__file__).parent / "identifiers.toml").read_text(encoding="utf-8")
    lists = {
        name: set(" ".join(told.split()).split("; ")) for name, told in tomllib.loads(text).items()
    }
    assert set(lists) == {one.framework for one in shipped_frameworks()}
    for one in shipped_frameworks():
        assert {each.identifier for each in one.controls} - lists[one.framework] == set()


def test_no_file_says_that_anybody_complies() -> None:
    for framework in shipped_frameworks():
        told = framework.note + " ".join(one.words for one in framework.controls)
        assert re.search(r"complian|complies|certified|conform", told, re.IGNORECASE) is None


def test_a_fail_contradicts_a_pass_supports_and_a_doubt_is_neither() -> None:
    relations = {}
    for autonomy in (Autonomy.FULLY_AUTONOMOUS, Autonomy.ADVISORY, Autonomy.UNKNOWN):
        assessment = assess(acting(autonomy))
        for finding in (*assessment.findings, *assessment.passes):
            if finding.rule == "autonomous-containment":
                relations[finding.verdict] = {one.relation for one in finding.controls}

    assert relations == {
        Verdict.FAIL: {Relation.CONTRADICTS},
        Verdict.PASS: {Relation.SUPPORTS},
        Verdict.UNDETERMINED: {None},
    }


def test_a_framework_of_ones_own_takes_the_place_of_those_that_ship(tmp_path) -> None:
    file = tmp_path / "house.toml"
    file.write_text(OWN)

    assessment = assess(acting(), frameworks=(load_framework(file),))

    found = {control for one in assessment.findings for control in one.controls}
    assert found == {
        Control(
            framework="House rules",
            identifier="H-1",
            version="3",
            relation=Relation.CONTRADICTS,
        )
    }
    assert assessment.frameworks_digest != assess(acting()).frameworks_digest


@pytest.mark.parametrize("text", ["framework = 3", "not toml at all [", OWN.replace("H-1", "")])
def test_a_file_that_does_not_fit_is_refused_without_its_content(tmp_path, text) -> None:
    file = tmp_path / "house.toml"
    file.write_text(text.replace('identifier = ""\n', ""))

    with pytest.raises(ConfigurationError) as caught:
        load_framework(file)

    assert "House" not in str(caught.value)
    with pytest.raises(ConfigurationError):
        load_framework(tmp_path / "missing.toml")
