"""What changed, in the report: whose doing, who and when, and how the two runs differ in scope."""

from __future__ import annotations

import re

from tests.drift.estate import snapshot
from tests.drift.test_authors import MODES, PROOF, record

from aigov_connectors.inventory import Autonomy
from aigov_connectors.report import report_html
from aigov_connectors.snapshot import Snapshot
from aigov_connectors.testing import make_deployment


def _run(mode: str, *records, days: int = 0) -> Snapshot:
    autonomy = Autonomy.ADVISORY if mode == "detect" else Autonomy.FULLY_AUTONOMOUS
    made = make_deployment(autonomy=autonomy, evidence=(MODES[mode],))
    proofs = (*MODES.values(), PROOF)
    return snapshot(made, evidence=proofs, change_records=records, days=days)


def _section(after: Snapshot, before: Snapshot, **asked) -> str:
    page = report_html(after, previous=before, **asked)
    found = re.search(r'<section id="drift".*?</section>', page, re.DOTALL)
    assert found is not None
    return re.sub(r"<[^>]+>", " ", found[0])


def test_who_changed_it_and_when_stand_beside_the_change() -> None:
    words = _section(_run("protect", record(), days=1), _run("detect"))

    assert "changed in the tool" in words
    assert "changed 1 Nov 2026 08:00 UTC by user 4711 (person), as its log says" in words


def test_where_nothing_tells_it_is_said() -> None:
    words = _section(_run("protect", days=1), _run("detect"))

    assert "by whom is not told: nothing that is read of acme tells who changes it" in words


def test_a_run_of_some_clients_is_compared_for_them_and_says_so() -> None:
    whole = _run("protect")

    words = _section(whole.only(["One"]), whole)

    assert words.count("This run was limited to clients (One)") == 1
    assert "no longer visible" not in words
    assert "Nothing that was read is different" not in words


def test_nothing_of_a_client_is_new_where_the_run_before_left_it_out() -> None:
    whole = _run("protect")

    words = _section(whole, whole.only(["One"]), client="Two")

    assert "is new" not in words
    assert "The run before was limited to clients (others)" in words
    assert "One" not in words
