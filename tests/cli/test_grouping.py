"""Findings are grouped as a person decides about them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from aigov_connectors.cli.show.gaps import gap_groups
from aigov_connectors.cli.show.grouping import Group, alike_joined, grouped, narrowed_to
from aigov_connectors.cli.show.phrases import deed_words, source_words, who_words
from aigov_connectors.inventory import GapReason, GovernanceQuestion, VendorAnswer, Verdict
from aigov_connectors.rules import SubjectKind, Topic, assess
from aigov_connectors.testing import (
    make_collection,
    make_connection,
    make_feature,
    make_inventory,
    make_organization,
)


@pytest.fixture
def groups(snapshot) -> tuple[Group, ...]:
    return grouped(snapshot.assessment.findings, snapshot.inventory)


def test_the_features_of_one_policy_are_one_group(groups) -> None:
    (lakeside,) = [one for one in groups if "Lakeside" in str(one.sources)]
    assert lakeside.features == ("Behaviour engine", "Static engine")
    assert len(lakeside.findings) == 2
    assert [(row.name, row.endpoints) for row in lakeside.clients] == [("Lakeside Clinic", 12)]
    assert lakeside.endpoints == 12  # not 24: both features watch the same endpoints


def test_the_deed_is_said_without_doer_settings_and_policy(groups) -> None:
    deeds = {deed_words(one) for one in groups if one.sources and one.verdict is Verdict.FAIL}
    assert deeds == {"kills and quarantines files on suspicious verdicts", "runs scripts"}


def test_an_open_question_keeps_its_question(groups) -> None:
    (open_one,) = [one for one in groups if one.sources and one.verdict is Verdict.UNDETERMINED]
    assert deed_words(open_one) == (
        "how far it kills and quarantines files on suspicious verdicts could not be told"
    )
    assert who_words(open_one) == "Fjord Travel"


def test_three_settings_alike_are_joined_and_two_are_not(groups) -> None:
    failing = [one for one in groups if one.rule == "autonomous-containment"]
    same = [one for one in failing if one.verdict is Verdict.FAIL]
    (joined,) = alike_joined(same)
    assert source_words(joined) == "4 site policies"
    assert who_words(joined) == "4 clients"
    assert joined.endpoints == 12 + 30 + 40 + 50
    assert len(joined.findings) == 8
    assert len(alike_joined(same[:2])) == 2


def test_the_own_organization_is_counted_as_what_it_is(groups) -> None:
    failing = [one for one in groups if one.rule == "autonomous-containment"]
    (joined,) = alike_joined([one for one in failing if one.verdict is Verdict.FAIL])
    first, *rest = joined.clients
    mixed = replace(joined, clients=(replace(first, kind="own"), *rest))
    assert who_words(mixed) == "3 clients and the own organization"


def test_a_source_that_has_its_clients_name_is_not_said_twice(groups) -> None:
    (lakeside,) = [one for one in groups if "Lakeside" in str(one.sources)]
    assert source_words(lakeside) == "its site policy"
    (rule,) = [one for one in groups if one.rule == "unattended-script"]
    assert source_words(rule) == "rule Disk full in Servers"


def test_the_gravest_come_first_and_fails_before_doubts(groups) -> None:
    assert [one.verdict for one in groups] == sorted(
        (one.verdict for one in groups), key=[Verdict.FAIL, Verdict.UNDETERMINED].index
    )
    acting = [one for one in groups if one.topic is Topic.ACTING]
    failing = [one.endpoints for one in acting if one.verdict is Verdict.FAIL]
    assert failing == sorted(failing, reverse=True)


def test_no_finding_is_lost_on_the_way(snapshot, groups) -> None:
    for kept in (groups, alike_joined(groups)):
        found = [finding.identity for group in kept for finding in group.findings]
        assert sorted(found) == sorted(one.identity for one in snapshot.assessment.findings)


def test_unshown_features_are_one_group_of_their_connection(groups) -> None:
    (unshown,) = [
        one for one in groups if one.kind is SubjectKind.FEATURE and one.topic is Topic.KNOWLEDGE
    ]
    assert unshown.connections == ("main",)
    assert unshown.features == ("Assistant (drafts)",)


def test_a_client_gets_its_own_answer(snapshot) -> None:
    (client,) = [one for one in snapshot.inventory.clients if one.name == "Lakeside Clinic"]
    mine = narrowed_to(snapshot.assessment.findings, client)
    assert {row.name for one in mine for row in one.clients} == {"Lakeside Clinic"}
    assert "unattended-script" not in {one.rule for one in mine}


def test_gaps_are_gathered_by_reason_and_say_whom_they_concern(snapshot) -> None:
    (refused,) = gap_groups(snapshot.inventory)
    assert refused.reason is GapReason.DENIED
    assert refused.subjects == ("policy of site Harbor Dental",)
    assert refused.clients == ("Harbor Dental",)


def test_a_rule_of_others_keeps_its_sentence(snapshot) -> None:
    finding = snapshot.assessment.failed[0].model_copy(
        update={"because": "Something that no rule of ours would say.", "does": None}
    )
    (group,) = grouped([finding], snapshot.inventory)
    assert group.deeds == ("Something that no rule of ours would say",)


def test_what_a_vendor_leaves_open_concerns_those_whom_its_tool_serves() -> None:
    answers = {
        vendor: VendorAnswer(
            vendor=vendor,
            question=GovernanceQuestion.TRAINING_DATA,
            answer="Nothing found.",
            found=False,
            date=date(2026, 8, 20),
        )
        for vendor in ("acme", "zeta")
    }
    inventory = make_inventory(
        *(
            make_collection(
                connection=make_connection(f"{vendor}-one", vendor=vendor),
                features=(make_feature(vendor=vendor),),
                organizations=(make_organization("1", name, vendor=vendor),),
                vendor_answers=(answers[vendor],),
            )
            for vendor, name in (("acme", "Lakeside"), ("zeta", "Harbor"))
        )
    )
    lakeside = next(one for one in inventory.clients if one.name == "Lakeside")
    told = [one for one in assess(inventory).findings if one.topic is Topic.SUPPLIER]
    mine = narrowed_to(told, lakeside)
    assert len(told) == 2
    assert [one.subject.connection for one in mine] == ["acme-one"]
