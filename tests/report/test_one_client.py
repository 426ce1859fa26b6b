"""The form for one client: nobody else's name, id or number, over the whole fictitious MSP."""

from __future__ import annotations

import re
from html import unescape

import pytest
from tests.client_view.counting import MARK, with_marks

from aigov_connectors import Snapshot
from aigov_connectors.inventory import Client, Inventory, ScopeLevel, Setting
from aigov_connectors.report import report_html
from aigov_connectors.report.material import gathered

_TELLING = 5


def words_of(client: Client) -> set[str]:
    """Everything by which the tools know a client, but for ids that are mere small numbers."""
    found = {client.name, client.id}
    for member in client.members:
        found |= {member.name, *member.domains}
        found |= {one for one in (*member.handles, member.vendor_id) if len(one) >= _TELLING}
    return {one.casefold() for one in found if len(one) > 1}


def foreign_words(text: str, inventory: Inventory, client: Client) -> list[str]:
    """Words of other clients in a text, apart from what the client's own words contain."""
    once = dict.fromkeys(re.split(r"[<>]", text))  # a page says most things many times
    seen = unescape("\n".join(once)).casefold()
    own = words_of(client)
    for word in sorted(own, key=len, reverse=True):
        seen = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", " ", seen)
    others = {
        word
        for one in inventory.clients
        if one.id != client.id and one.kind == "client"
        for word in words_of(one) - own
    }
    return sorted(
        word
        for word in others
        if word in seen and re.search(rf"(?<!\w){re.escape(word)}(?!\w)", seen)
    )


def test_no_report_for_a_client_names_another(demo: Snapshot) -> None:
    inventory = demo.inventory
    for number, client in enumerate(inventory.clients):
        text = report_html(demo, client=client.id, previous=None if number % 8 else demo)
        assert foreign_words(text, inventory, client) == [], client.name
        assert f"at {client.name}" in unescape(text)


def test_the_whole_report_names_them_so_that_the_test_above_can_fail(demo: Snapshot) -> None:
    client = demo.inventory.clients[0]
    assert len(foreign_words(report_html(demo), demo.inventory, client)) > 30


def test_a_name_in_a_setting_a_scope_or_evidence_of_all_is_not_shown(demo: Snapshot) -> None:
    inventory = demo.inventory
    client = next(one for one in inventory.clients if one.kind == "client")
    other = next(one for one in inventory.clients if one.kind == "client" and one is not client)
    planted = f"only for {other.name} and {other.members[0].name}"
    deployments = tuple(
        one.model_copy(
            update={
                "source_object": one.source_object.model_copy(update={"name": planted}),
                "scope": one.scope.model_copy(update={"name": planted, "parents": (planted,)}),
                "settings": (*one.settings, Setting(name=planted, value=planted)),
            }
        )
        for one in inventory.deployments
        if one.scope.level is ScopeLevel.TENANT
    )
    evidence = tuple(
        one.model_copy(update={"fact": one.fact.model_copy(update={"value": planted})})
        for one in inventory.evidence
    )
    findings = tuple(
        one.model_copy(
            update={
                "because": planted,
                "does": planted,
                "subject": one.subject.model_copy(update={"name": planted}),
            }
        )
        for one in demo.assessment.findings
    )
    gaps = tuple(
        one.model_copy(update={"subject": planted, "detail": planted, "remedy": planted})
        for one in inventory.gaps
    )
    changed = Snapshot(
        inventory=inventory.model_copy(
            update={
                "deployments": tuple(
                    {
                        **{d.key: d for d in inventory.deployments},
                        **{d.key: d for d in deployments},
                    }[d.key]
                    for d in inventory.deployments
                ),
                "evidence": evidence,
                "gaps": gaps,
            }
        ),
        assessment=demo.assessment.model_copy(update={"findings": findings}),
    )
    text = report_html(changed, client=client.name, previous=demo)
    assert foreign_words(text, inventory, client) == []
    assert "[not shown]" in text


def test_no_number_counts_others(demo: Snapshot) -> None:
    """Counts are of the client's own rows; a number of a shared setting is left out."""
    client = next(one for one in demo.inventory.clients if one.name == "Lakeside Clinic")
    marked = with_marks(demo, client)
    assert f"{MARK}" in report_html(marked)
    assert f"{MARK}" not in report_html(marked, client=client.id, previous=demo)


def test_its_own_figures_are_those_of_the_client(demo: Snapshot) -> None:
    client = next(one for one in demo.inventory.clients if one.name == "Lakeside Clinic")
    material = gathered(demo, client=client.id)
    assert material.order == (client.id,)
    assert {row.id for one in material.assessment.findings for row in one.clients} <= {client.id}
    for change in material.rating.changes:
        assert set(change.clients) <= {client.id}


def test_a_client_that_is_not_there_is_refused(demo: Snapshot) -> None:
    with pytest.raises(ValueError, match="Nobody"):
        report_html(demo, client="Nobody")
