"""`risk`: who carries the most, and what to change first."""

from __future__ import annotations

import json


def test_clients_come_gravest_first_and_changes_by_what_they_clear(estate, command) -> None:
    assert command("discover", "--quiet").code == 0

    done = command("risk")
    document = json.loads(command("risk", "--json").out)

    assert done.code == 0
    assert "Risk by client" in done.out
    assert "Change first" in done.out
    scores = [one["highest"]["least"] for one in document["clients"]]
    assert scores == sorted(scores, reverse=True)
    assert [one["weight"] for one in document["changes"]] == sorted(
        (one["weight"] for one in document["changes"]), reverse=True
    )
    assert document["changes"][-1]["share"] == 1.0


def test_one_client_is_shown_without_any_other(estate, command) -> None:
    command("discover", "--quiet")

    out = command("risk", "--client", "Lakeside Clinic").out
    text = command("risk", "--client", "Lakeside Clinic", "--json").out
    document = json.loads(text)

    assert "Risk at Lakeside Clinic" in out
    assert len(document["clients"]) == 1
    others = [name for name in ("Harbor Dental", "Cedar Farm") if name in out + text]
    assert others == []


def test_a_client_that_is_not_there_ends_with_a_hint(estate, command) -> None:
    command("discover", "--quiet")

    done = command("risk", "--client", "Lakeside Clinik")

    assert done.code == 2
    assert "Lakeside Clinic" in done.err


def test_a_smaller_share_shows_fewer_changes(estate, command) -> None:
    command("discover", "--quiet")

    assert "1 change of" in command("risk", "--share", "1").out
