"""What is planted of changes: a policy whose own time is that of one line of the log."""

from aigov_connectors.ninjaone.sandbox.activities import kind_of, moment_of, user_of
from aigov_connectors.ninjaone.sandbox.planted import HOTEL, VENDOR
from aigov_connectors.sandbox.planted import ExpectedChange
from aigov_connectors.sandbox.world import World

CHANGED_POLICY = HOTEL
"""The policy that was changed last, by a user whom the log names."""


def changed_at(world: World) -> int | None:
    """Return when that policy was changed; None where the log tells of no changed policy."""
    number = _line(world)
    return None if number is None else moment_of(world, number)


def expected(world: World) -> tuple[ExpectedChange, ...]:
    """Return which changes must be told: no line names its policy, so only the time tells."""
    number = _line(world)
    policy, condition = (
        "Workstations - front office",
        "Disk nearly full in Workstations - front office",
    )
    itself = ExpectedChange(VENDOR, policy, "object", by=None, kind=None, basis="observed")
    held = ExpectedChange(VENDOR, condition, "object", by=None, kind=None, basis="inferred")
    if number is None:
        return itself, held
    user = str(user_of(world, number))
    return (
        itself,
        held,
        *(
            ExpectedChange(VENDOR, name, "log", by=user, kind="unknown", basis="inferred")
            for name in (policy, condition)
        ),
    )


def _line(world: World) -> int | None:
    numbers = range(world.activities - 1, -1, -1)
    return next((n for n in numbers if kind_of(world, n)[1] == "POLICY_UPDATED"), None)
