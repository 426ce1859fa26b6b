"""`explain` of a chain: how each step is stopped and undone, and the risk at each client."""

import pytest
from rich.console import Console
from tests.risk.test_chain_risk import ALERT, RUNS, chain
from tests.risk.test_rating import estate

from aigov_connectors import Inventory, assess
from aigov_connectors.cli.show.explain import Explained, explained, finding_explained
from aigov_connectors.inventory import Availability, Provision
from aigov_connectors.risk import rate

STOP = Provision(state=Availability.AVAILABLE, how="System > Workflow Rules > clear Activate.")
BACK = Provision(state=Availability.NOT_AVAILABLE, how="Nothing takes a script back.")
FIRST = ALERT.model_copy(update={"override": STOP})
LAST = RUNS.model_copy(update={"rollback": BACK})


def told(*, doubt: str | None = None, into: str | None = None) -> tuple[Explained, Inventory]:
    plain = estate(FIRST, LAST)
    (client,) = [one.id for one in plain.clients if one.kind == "client"][:1]
    path = chain(FIRST, LAST, doubt=doubt, into=into)
    inventory = plain.model_copy(
        update={"chains": (path.model_copy(update={"clients": (client,)}),)}
    )
    judged = assess(inventory)
    (finding,) = [one for one in judged.findings if one.rule == "ungated-chain"]
    return explained(finding, inventory, rate(inventory, judged)), inventory


def shown(one: Explained, inventory: Inventory) -> str:
    console = Console(width=200)
    with console.capture() as found:
        console.print(finding_explained(one, inventory, vendor_names={}))
    return " ".join(found.get().split())


def test_every_step_is_told_with_how_to_stop_it_and_how_to_undo_it() -> None:
    out = shown(*told())
    stop, _, undo = out[out.index("What to do") : out.index("For whom")].partition("undo it")
    for where, how in (("step 1, ", STOP.how), ("step 2, ", "")):
        assert where in stop
        assert where in undo
        assert (how or "") in stop
    assert ALERT.source_object.name in stop
    assert BACK.how
    assert BACK.how in undo


def test_a_step_for_which_no_setting_stands_is_told_as_that() -> None:
    out = shown(*told(into="northwind-automate"))
    assert "step 3, in northwind-automate: no setting read there does this; stop another" in out
    assert "step 3, in northwind-automate: not known" in out


@pytest.mark.parametrize("doubt", [None, "whom it reaches is not known"])
def test_the_risk_of_the_chain_stands_beside_its_clients(doubt) -> None:
    one, inventory = told(doubt=doubt)
    (risk,) = one.chain_risks
    out = shown(one, inventory)
    least, most = f"{risk.score.least:.0f}", f"{risk.score.most:.0f}"
    assert (
        f", fail, high, risk {least} to {most} ({risk.level} to {risk.level_at_most})" in out
        or (doubt is not None and f"risk 0 to {most} (low to {risk.level_at_most})" in out)
    )
    assert one.as_json()["chain_risks"][0]["chain"] == one.finding.subject.key
    assert [each["key"] for each in one.as_json()["steps"]] == [FIRST.key, LAST.key]
