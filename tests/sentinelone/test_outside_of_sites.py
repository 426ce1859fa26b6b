"""Endpoints and threats of sites that ended, or that no list shows, are told, not dropped."""

from __future__ import annotations

from typing import Any

from tests.sentinelone.console import (
    Console,
    agent,
    collected,
    refusal,
    rows,
    threat,
    whole_console,
)

from aigov_connectors.inventory import Collection, GapReason

NOT_SHOWN = "endpoints or threats of sites that the list does not show"
ENDED = "endpoints of sites that have ended"


def console(**answers: Any) -> Console:
    return Console({**whole_console(), **{f"/{name}": value for name, value in answers.items()}})


def told(found: Collection) -> dict[str, str]:
    return {
        one.subject: one.detail or ""
        for one in found.gaps
        if one.subject in (NOT_SHOWN, ENDED) and one.reason is GapReason.INCONCLUSIVE
    }


async def test_endpoints_of_sites_that_are_not_listed_or_none_are_counted() -> None:
    lost = (
        agent(1, "s9", "g"),
        agent(2, "", None, siteId=None),
        agent(3, "s8", "g", isUninstalled=True),
    )
    found = await collected(console(agents=rows(agent(4, "s1", "g1"), *lost)))
    assert told(found).keys() == {NOT_SHOWN}
    assert told(found)[NOT_SHOWN].startswith("2 endpoints belong")


async def test_threats_of_sites_that_are_not_listed_are_counted() -> None:
    found = await collected(
        console(
            agents=rows(agent(4, "s1", "g1")), threats=rows(threat(site="s9", id="70"), threat())
        )
    )
    assert told(found).keys() == {NOT_SHOWN}
    assert told(found)[NOT_SHOWN].startswith("1 threats belong")


async def test_a_site_that_ended_but_still_has_endpoints_contradicts_itself() -> None:
    found = await collected(
        console(agents=rows(agent(5, "s3", "g9")), threats=rows(threat(site="s3")))
    )
    assert told(found).keys() == {ENDED}
    assert told(found)[ENDED].startswith("1 endpoints and 1 threats belong")


async def test_an_ended_site_without_endpoints_is_no_gap() -> None:
    found = await collected(
        console(agents=rows(agent(4, "s1", "g1")), threats=rows(threat(site="s3")))
    )
    assert told(found) == {}


async def test_what_was_not_read_whole_gives_a_least() -> None:
    found = await collected(console(agents=rows(agent(5, "s3", "g9")), threats=refusal(4030010)))
    assert told(found)[ENDED].startswith("at least 1 endpoints belong")


async def test_without_all_sites_it_is_their_list_that_is_missing() -> None:
    assert told(await collected(console(sites=refusal(4030010)))) == {}
