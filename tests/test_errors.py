"""The drawing is the tree, and errors survive travelling."""

from __future__ import annotations

import copy
import pickle
import re
import traceback
from collections.abc import Callable
from datetime import timedelta

import pytest

from aigov_connectors import errors
from aigov_connectors.errors import ConfigurationError, ConnectorError
from aigov_connectors.inventory import GapReason

CLASSES = [
    value
    for value in vars(errors).values()
    if isinstance(value, type) and issubclass(value, ConnectorError)
]


def drawn() -> dict[str, str | None]:
    """Read the drawing: class name to the name of its parent."""
    tree: dict[str, str | None] = {}
    path: list[tuple[int, str]] = []
    for line in (errors.__doc__ or "").splitlines():
        found = re.match(r"^([│├└─ ]*)([A-Z]\w+Error)\b", line)
        if found is None:
            continue
        depth, name = len(found[1]), found[2]
        path = [(before, parent) for before, parent in path if before < depth]
        tree[name] = path[-1][1] if path else None
        path.append((depth, name))
    return tree


def test_the_drawing_is_the_tree() -> None:
    built = {
        one.__name__: None if one is ConnectorError else one.__bases__[0].__name__
        for one in CLASSES
    }
    assert drawn() == built


@pytest.mark.parametrize("kind", CLASSES)
def test_every_error_leaves_a_known_gap(kind: type[ConnectorError]) -> None:
    assert kind.gap_reason in set(GapReason)


def pickled(told: ConnectorError) -> ConnectorError:
    found: ConnectorError = pickle.loads(pickle.dumps(told))  # noqa: S301  our own bytes
    return found


Travel = Callable[[ConnectorError], ConnectorError]


@pytest.mark.parametrize("kind", CLASSES)
@pytest.mark.parametrize("travel", [copy.copy, copy.deepcopy, pickled])
def test_errors_survive_copying_and_pickling(kind: type[ConnectorError], travel: Travel) -> None:
    told = kind(
        "GET /a: 429, too fast",
        vendor="acme",
        hint="Wait.",
        status=429,
        method="GET",
        path_template="/a",
        page=3,
        retry_after=timedelta(seconds=9),
        request_id="r-1",
    )
    found = travel(told)
    assert type(found) is kind
    assert str(found) == found.message == "GET /a: 429, too fast"
    assert vars(found) == vars(told)


def test_an_error_needs_nothing_but_a_message() -> None:
    problem = ConnectorError("no")
    assert problem.vendor is None
    assert problem.page is None


def test_a_traceback_that_nobody_caught_says_what_to_do() -> None:
    with pytest.raises(ConfigurationError) as caught:
        raise ConfigurationError("the base URL is not an https URL", hint="Give https://host.")
    error = caught.value
    shown = "".join(traceback.format_exception(error))
    assert shown.rstrip().endswith("Give https://host.")
    assert pickle.loads(pickle.dumps(error)).__notes__ == error.__notes__  # noqa: S301
