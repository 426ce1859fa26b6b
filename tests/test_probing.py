"""Asking for the least: what a refusal becomes, and what ends the asking."""

import pytest

from aigov_connectors.connector import Probe
from aigov_connectors.errors import (
    FATAL_ERRORS,
    AuthenticationError,
    NotFoundError,
    PermissionDeniedError,
)
from aigov_connectors.probing import NotAsked, probed, problem_of


async def fine() -> object:
    return object()


def failing(error: Exception):
    async def ask() -> object:
        raise error

    return ask


async def test_a_refusal_is_told_with_its_remedy_and_the_asking_goes_on() -> None:
    refused = PermissionDeniedError("GET /rules: 403", vendor="acme", hint="Grant the right.")

    probes = await probed({"rules": failing(refused), "sites": fine})

    assert probes == (Probe("rules", str(refused), "Grant the right."), Probe("sites", None))


@pytest.mark.parametrize("kind", FATAL_ERRORS)
async def test_what_no_later_question_can_mend_ends_it(kind) -> None:
    asked: list[str] = []

    async def later() -> None:
        asked.append("later")

    with pytest.raises(kind):
        await probed({"rules": failing(kind("no", vendor="acme")), "sites": later})

    assert asked == []


async def test_a_problem_is_given_and_no_problem_is_none() -> None:
    lost = NotFoundError("GET /x: 404", vendor="acme")

    assert await problem_of(failing(lost)()) is lost
    assert await problem_of(fine()) is None
    with pytest.raises(ValueError, match="ours"):  # a fault of ours is no answer of a vendor
        await problem_of(failing(ValueError("ours"))())
    assert issubclass(AuthenticationError, FATAL_ERRORS)


async def test_what_had_nothing_to_be_asked_of_is_neither_yes_nor_no() -> None:
    async def nothing() -> NotAsked:
        return NotAsked("no site could be listed")

    (probe,) = await probed({"policies": nothing})

    assert probe == Probe("policies", None, not_asked="no site could be listed")
