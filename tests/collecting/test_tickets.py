"""How many tickets a setting reaches: counted per organization, within a window."""

from __future__ import annotations

from datetime import timedelta

from tests.collecting.run import Run
from tests.inventory.builders import deployment, evidence, org

from aigov_connectors.inventory import Reach, Statement, Window


def test_tickets_are_counted_for_everybody_that_is_reached() -> None:
    run = Run()
    for number in ("1", "2", "3"):
        run.into.organization(org("edr", number, f"Client {number}"))
    window = Window(start=run.into.now - timedelta(days=30), end=run.into.now)
    run.into.say(
        [
            Statement(
                deployment("kill", reach=Reach.ALL),
                (evidence(),),
                exceptions=frozenset({"3"}),
                tickets={"1": 12, "9": 4},
                window=window,
            ),
            Statement(deployment("isolate"), (evidence(),), reach={"2": None}),
        ]
    )
    rows = {
        (one.deployment.split("/")[0], one.organization): (one.tickets, one.window)
        for one in run.built().reaches
    }
    assert rows == {
        ("edr.kill", "1"): (12, window),
        ("edr.kill", "2"): (0, window),
        ("edr.isolate", "2"): (None, None),
    }
