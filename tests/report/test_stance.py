"""How far something goes: one word for each case, and the page's own letters for the words."""

import re
from importlib.resources import files

import pytest

from aigov_connectors import Snapshot, assess
from aigov_connectors.inventory import Autonomy, DecisionKind, GateKind, Reach
from aigov_connectors.report import report_html
from aigov_connectors.report.stance import Stance, stance_of
from aigov_connectors.testing import (
    make_collection,
    make_deployment,
    make_feature,
    make_inventory,
    make_organization,
)

OFF = (DecisionKind.DISABLE_DETECTION,)
EXCLUSIONS = make_feature("exclusions", decisions=OFF)


def exclusions(source: str, **more):
    return make_deployment(
        EXCLUSIONS,
        source=source,
        autonomy=Autonomy.ADVISORY,
        gate=GateKind.NOT_APPLICABLE,
        decisions=OFF,
        **more,
    )


@pytest.mark.parametrize(
    ("enabled", "stance"),
    [(True, Stance.UNWATCHED), (False, Stance.OFF), (None, Stance.UNCLEAR)],
)
def test_what_takes_protection_away_is_not_said_to_inform(enabled, stance) -> None:
    assert stance_of(exclusions("a", enabled=enabled)) is stance


def test_an_exclusion_is_never_green_for_whom_it_reaches_or_may_reach() -> None:
    known, open_ = exclusions("a"), exclusions("b", reach=Reach.UNKNOWN)
    collection = make_collection(
        features=(EXCLUSIONS,),
        organizations=(make_organization("1", "One"), make_organization("2", "Two")),
        deployments=(known, open_),
        reach={known.key: {"1": 3}},
    )
    inventory = make_inventory(collection)
    text = report_html(Snapshot(inventory=inventory, assessment=assess(inventory)))
    cells = dict(re.findall(r'<th scope="row">(One|Two)</th><td class="c-.">(.*?)</td>', text))
    assert cells == {"One": Stance.UNWATCHED.short, "Two": Stance.UNCLEAR.short}
    assert "Does nothing by itself, and switches detection off: 2 settings" in text
    assert "Asks first, or only informs" not in text


def test_script_and_style_know_every_letter_of_the_words() -> None:
    room = files("aigov_connectors.report")
    script, style = ((room / f"report.{end}").read_text("utf-8") for end in ("js", "css"))
    tables = (script.partition(f"const {name} = {{")[2] for name in ("SHORT", "WORD"))
    short, word = (dict(re.findall(r'(\w): "(.*?)"', one.partition("}")[0])) for one in tables)
    assert short == {one.code: one.short for one in Stance}
    assert word == {one.code: one.value for one in list(Stance)[:-2]}
    for one in Stance:
        assert re.search(rf"\.c-{one.code}\b", style)
        assert one in list(Stance)[-2:] or re.search(rf"\.t-{one.value}\b", style)
