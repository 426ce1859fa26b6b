"""The page as a browser shows it: it opens fast, filters, sorts, and its policy is not broken."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.report.browser import Browser

from aigov_connectors import Snapshot
from aigov_connectors.report import report_html

MILLISECONDS = 2000  # for 500 clients, of the page's own work: a busy machine is slow, not wrong

VISIBLE = "document.querySelectorAll('[data-f]:not([hidden])').length"


@pytest.fixture(scope="module")
def file(demo: Snapshot, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("report") / "report.html"
    file.write_text(report_html(demo, previous=demo), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def large_file(large_report: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("report") / "large.html"
    file.write_text(large_report, encoding="utf-8")
    return file


def choose(browser: Browser, key: str, value: str) -> int:
    """Set a filter as a person does; gives how many lines are left."""
    browser.value(
        f"(() => {{ const one = document.getElementById('f-{key}'); one.value = {value!r};"
        " one.dispatchEvent(new Event('input', {bubbles: true})); })()"
    )
    browser.value("new Promise(done => setTimeout(done, 300))")
    return int(browser.value(VISIBLE))


def test_it_opens_without_a_complaint_or_a_request(browser: Browser, file: Path) -> None:
    browser.open(file)
    assert browser.complaints == []
    assert [one for one in browser.requests if one != file.as_uri()] == []


def test_five_hundred_clients_open_in_two_seconds(browser: Browser, large_file: Path) -> None:
    before = browser.worked()
    browser.open(large_file)
    assert browser.worked() - before < MILLISECONDS
    assert browser.value("document.querySelectorAll('#clients tbody tr').length") >= 500
    assert browser.complaints == []


def test_a_large_matrix_is_filled_when_somebody_asks(browser: Browser, large_file: Path) -> None:
    browser.open(large_file)
    rows = "document.querySelectorAll('.matrix tbody tr').length"
    before = browser.value(rows)
    browser.value("document.querySelector('button.more').click()")
    assert browser.value(rows) >= before + 400
    assert browser.value(
        "[...document.querySelectorAll('.matrix tbody th')].every(one => one.textContent)"
    )


def test_filters_narrow_and_clearing_brings_all_back(browser: Browser, file: Path) -> None:
    browser.open(file)
    everything = browser.value(VISIBLE)
    grave = choose(browser, "s", "high")
    both = choose(browser, "v", "sentinelone")
    assert 0 < both < grave < everything
    assert "lines fit the filter" in browser.value(
        "document.getElementById('filter-says').textContent"
    )
    browser.value("document.getElementById('filters').reset()")
    browser.value("new Promise(done => setTimeout(done, 100))")
    assert browser.value(VISIBLE) == everything
    for key, value in (("r", "fail"), ("t", "alone"), ("text", "lakeside"), ("c", "3")):
        browser.value("document.getElementById('filters').reset()")
        assert 0 < choose(browser, key, value) < everything, key


def test_the_filter_on_a_client_leaves_its_row_alone(browser: Browser, file: Path) -> None:
    browser.open(file)
    choose(browser, "c", "3")
    name = browser.value("document.querySelector('#f-c option[value=\"3\"]').textContent")
    shown = browser.value(
        "[...document.querySelectorAll('#clients tbody tr:not([hidden]) th')]"
        ".map(one => one.firstChild.textContent)"
    )
    assert shown == [name]


def test_the_filter_on_a_client_hides_nothing_that_may_reach_it(
    browser: Browser, file: Path
) -> None:
    browser.open(file)
    perhaps = (
        "[...document.querySelectorAll('tr[data-f]:not([hidden])')]"
        ".filter(one => one.textContent.includes('perhaps more')).length"
    )
    everything = browser.value(perhaps)
    assert everything
    choose(browser, "c", "3")
    assert browser.value(perhaps) == everything


def test_a_sorted_column_says_so(browser: Browser, file: Path) -> None:
    browser.open(file)
    browser.value("document.querySelector('#clients thead button').click()")
    names = browser.value(
        "[...document.querySelectorAll('#clients tbody th')].map(one => one.textContent)"
    )
    head = "document.querySelector('#clients thead th').getAttribute('aria-sort')"
    assert browser.value(head) == "descending"
    browser.value("document.querySelector('#clients thead button').click()")
    again = browser.value(
        "[...document.querySelectorAll('#clients tbody th')].map(one => one.textContent)"
    )
    assert browser.value(head) == "ascending"
    assert again == names[::-1]


@pytest.mark.parametrize("width", [390, 820, 1280])
def test_nothing_hangs_over_the_edge(browser: Browser, file: Path, width: int) -> None:
    browser.open(file, width=width)
    assert browser.value("document.documentElement.scrollWidth") <= width


def test_it_prints(browser: Browser, file: Path, tmp_path: Path) -> None:
    browser.open(file)
    browser.printed(tmp_path / "report.pdf")
    assert (tmp_path / "report.pdf").stat().st_size > 50_000


def test_a_chain_is_seen_whole_on_a_phone(browser: Browser, file: Path) -> None:
    browser.open(file, width=390)
    beyond = browser.value(
        "[...document.querySelectorAll('#chains .path .box')].filter("
        "one => one.getBoundingClientRect().right > 390).length"
    )
    drawn = browser.value("document.querySelectorAll('#chains .path .box').length")
    assert drawn > 1
    assert beyond == 0
