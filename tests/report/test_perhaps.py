"""What only may reach a client is told on its page as that: never as a fact, never left out."""

from __future__ import annotations

import re
from html import unescape

import pytest

from aigov_connectors import Snapshot, assess
from aigov_connectors.inventory import Autonomy, DecisionKind, Reach, Technique
from aigov_connectors.report import report_html
from aigov_connectors.testing import (
    make_collection,
    make_deployment,
    make_feature,
    make_inventory,
    make_organization,
)

FEATURE = make_feature("scripts", decisions=(DecisionKind.RUN_SCRIPT,))
MILD = make_feature("asking", decisions=(DecisionKind.RUN_SCRIPT,))


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    own, elsewhere, nowhere, asks = (
        make_deployment(FEATURE, source="own", source_name="Own policy"),
        make_deployment(FEATURE, source="b", source_name="Seen next door", reach=Reach.UNKNOWN),
        make_deployment(FEATURE, source="c", source_name="Seen at nobody", reach=Reach.UNKNOWN),
        make_deployment(MILD, source="d", source_name="Asks", autonomy=Autonomy.ADVISORY),
    )
    loose = make_deployment(MILD, source="e", source_name="Loose", reach=Reach.UNKNOWN)
    collection = make_collection(
        features=(FEATURE, MILD),
        organizations=(make_organization("1", "One"), make_organization("2", "Two")),
        deployments=(own, elsewhere, nowhere, asks, loose),
        reach={own.key: {"1": 3}, elsewhere.key: {"2": 3}, asks.key: {"1": 3}},
    )
    inventory = make_inventory(collection)
    return Snapshot(inventory=inventory, assessment=assess(inventory))


def rows_of(page: str) -> list[str]:
    """The table rows of a page as text."""
    rows = re.findall(r"<tr.*?</tr>", page, re.DOTALL)
    return [re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", one))).strip() for one in rows]


def test_settings_that_do_the_same_are_parted_by_whether_they_surely_reach_it(snapshot) -> None:
    acting = [one for one in rows_of(report_html(snapshot, client="One")) if "Runs scripts" in one]
    (own,) = [one for one in acting if "Own policy" in one]
    assert "this client" in own
    assert "perhaps" not in own
    assert "Seen" not in own
    (perhaps,) = [one for one in acting if "Seen next door" in one]
    assert "Seen at nobody" in perhaps
    assert "perhaps this client: whom it reaches is not shown" in perhaps


def test_its_figures_are_spans_where_it_is_not_shown_whom_settings_reach(snapshot) -> None:
    page = report_html(snapshot, client="One")
    assert re.search(r"1 to 4</span> <span class=.what.>of up to 5 settings", page)
    assert "of 3 it is not shown whether they reach this client" in page
    assert "Acts without asking, what can do most first: 1 to 4 settings" in page
    assert "to 4" not in report_html(snapshot)


def test_its_findings_hold_what_fails_elsewhere_as_what_could_not_be_told(snapshot) -> None:
    page = report_html(snapshot, client="One")
    against, _, rest = page.partition("<h3>Could not be told")
    for name in ("Seen next door", "Seen at nobody"):
        told = [one for one in rows_of(rest) if one.startswith("Scripts, ") and name in one]
        assert told
        assert all("perhaps this client" in one for one in told), told
        assert not [one for one in rows_of(against) if one.startswith("Scripts, ") and name in one]


def test_what_surely_asks_does_not_hide_what_perhaps_acts(snapshot) -> None:
    page = report_html(snapshot, client="One")
    _, _, matrix = page.partition('id="matrix"')
    (asking,) = re.findall(r"<li>(?:(?!</li>).)*Asking(?:(?!</li>).)*</li>", matrix, re.DOTALL)
    assert "could not be told" in asking


def test_the_filter_keeps_what_may_reach_a_client_that_no_row_names(snapshot) -> None:
    page = report_html(snapshot)
    lines = re.findall(r"<tr[^>]*data-f.*?</tr>", page, re.DOTALL)
    perhaps = [one for one in lines if "perhaps more" in one or "is not shown" in one]
    assert any("Seen next door" in one and "perhaps more" in one for one in perhaps)
    assert len({one for one in perhaps if "Loose" in one or "Seen" in one}) >= 3  # and findings
    assert all(re.match(r"<tr[^>]* data-p[ >]", one) for one in perhaps)
    surely = [one for one in lines if one not in perhaps]
    assert surely
    assert not any(re.match(r"<tr[^>]* data-p[ >]", one) for one in surely)


def test_settings_that_work_otherwise_are_no_one_line() -> None:
    kinds = {
        "Rules": (Technique.RULE_BASED,),
        "Model": (Technique.RULE_BASED, Technique.GENERATIVE),
    }
    deployments = [
        make_deployment(FEATURE, source=name, source_name=name).model_copy(
            update={"techniques": techniques}
        )
        for name, techniques in kinds.items()
    ]
    inventory = make_inventory(
        make_collection(
            features=(FEATURE,),
            organizations=(make_organization("1", "One"),),
            deployments=tuple(deployments),
            reach={one.key: {"1": 1} for one in deployments},
        )
    )
    page = report_html(Snapshot(inventory=inventory, assessment=assess(inventory)))
    acting = [one for one in rows_of(page) if "Runs scripts" in one]
    assert [("Model" in one, "Rules" in one) for one in acting if "generative AI" in one] == [
        (True, False)
    ]
    assert [("Model" in one, "Rules" in one) for one in acting if "fixed rules" in one] == [
        (False, True)
    ]
