"""What is planted of changes: who changed which settings, by the audit log and by the objects.

The numbers and templates of these types of activity are invented, as nobody documents them; their
words are those of recorded lines.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from aigov_connectors.sandbox.planted import ExpectedChange
from aigov_connectors.sandbox.world import World
from aigov_connectors.sentinelone.sandbox.names import console_id
from aigov_connectors.sentinelone.sandbox.planted import SITE_NAMES, VENDOR
from aigov_connectors.sentinelone.sandbox.planted_workflows import WORKFLOWS

CHANGED, INHERITANCE, RULE_CHANGED = 6101, 6102, 6103
TYPES: tuple[tuple[int, str, str], ...] = (
    (CHANGED, "Policy Setting Changed", "{{ username }} - the policy setting was changed."),
    (
        INHERITANCE,
        "Policy Inheritance",
        "The management user {{ username }} turned off policy inheritance for {{ scope_name }}.",
    ),
    (
        RULE_CHANGED,
        "Custom Rule Changed",
        "The management user {{ username }} changed the custom rule {{ rule_name }}.",
    ),
)

PERSON, PROGRAM = console_id(6, 3), console_id(7, 2)
"""A technician, and the service user whose token may write."""


@dataclass(frozen=True, slots=True)
class PlantedChange:
    """A line of the log on the policy of a client's site."""

    client: str
    kind: int
    user: str | None
    attribute: str


LINES: tuple[PlantedChange, ...] = (
    PlantedChange("Lakeside Clinic", CHANGED, PERSON, "mitigationModeSuspicious"),
    PlantedChange("Brightwater Credit Union", CHANGED, PROGRAM, "networkQuarantineOn"),
    PlantedChange("Copperline Electric", INHERITANCE, PERSON, "inheritance"),
    # What the console does by itself names nobody.
    PlantedChange("Falconer Precision", CHANGED, None, "autoMitigationAction"),
)
EDITED_WORKFLOW = WORKFLOWS[0].name
"""The workflow of which the console tells who changed it last."""


def lines(world: World) -> Mapping[int, PlantedChange]:
    """Return the numbers of the activities that are changes: late ones that are of no threat."""
    stride = max(2, world.activities // max(world.threats, 1))
    free = (
        number
        for number in range(world.activities - 1, 0, -1)
        if number % stride >= 2 or number // stride >= world.threats
    )
    return MappingProxyType({number: one for one, number in zip(LINES, free, strict=False)})


def moments(world: World) -> Mapping[str, int]:
    """Return when the policy of a client's site was changed, where the log tells."""
    return {one.client: world.activity_at(number) for number, one in lines(world).items()}


def editor(workflow: str) -> Mapping[str, str] | None:
    """Return who changed a workflow last; null for most."""
    if workflow != EDITED_WORKFLOW:
        return None
    return {"id": PERSON, "email": "tech03@northwind.example", "name": "Technician 03"}


def expected(world: World) -> tuple[ExpectedChange, ...]:
    """Return which changes must be told; nothing documents which type of line means what."""
    kinds: Mapping[str | None, Literal["person", "program"] | None] = {
        PERSON: "person",
        PROGRAM: "program",
        None: None,
    }
    logged = tuple(
        ExpectedChange(
            VENDOR,
            f"site policy {SITE_NAMES.get(one.client, one.client)}",
            told_by="log",
            by=one.user,
            kind=kinds[one.user],
            basis="inferred",
        )
        for one in lines(world).values()
    )
    itself = (
        ExpectedChange(
            VENDOR,
            f"site policy {SITE_NAMES['Lakeside Clinic']}",
            told_by="object",
            by=None,
            kind=None,
            basis="observed",
        ),
        ExpectedChange(
            VENDOR, EDITED_WORKFLOW, told_by="object", by=PERSON, kind="person", basis="observed"
        ),
    )
    return (*logged, *itself)
