"""What is not as it was in an earlier run, what got worse first."""

from __future__ import annotations

from collections.abc import Sequence

from aigov_connectors.drift import Aspect, Cause, Change, Direction, Drift
from aigov_connectors.report.markup import Child, Markup, element, joined
from aigov_connectors.report.material import Material
from aigov_connectors.report.parts import (
    counted,
    moment,
    reached,
    section,
    severity_badge,
    spans,
    table,
)
from aigov_connectors.rules.words import change_words

__all__ = ["drift"]

_SHOWN = 400  # rows for each direction; more is for `diff`, which leaves nothing out

_DIRECTIONS = {
    Direction.WORSE: "Worse",
    Direction.UNSEEN: "Less is known than before: no improvement",
    Direction.UNCLEAR: "Different, for better or worse",
    Direction.SEEN: "More is known than before",
    Direction.BETTER: "Better",
}
_CAUSES = {
    Cause.DRIFT: "changed in the tool",
    Cause.VISIBILITY: "the two runs did not see the same",
    Cause.CATALOGUE_UPDATE: "our catalogue reads it in another way now",
    Cause.RULES_UPDATE: "our rules changed",
    Cause.POLICY_UPDATE: "the oversight policy changed",
    Cause.LIBRARY_UPDATE: "another version of this program",
    Cause.CONFIGURATION: "the configuration changed",
    Cause.EXPIRY: "only time has passed",
}
_HEADS = ("What", "Severity", "For whom", "Whose doing")
_RECORDS = 3  # changes of one object that are told; the command diff tells all


def drift(material: Material) -> Markup | None:
    """The changes by direction; None where no earlier run was given."""
    found = material.drift
    if found is None:
        return None
    return section(
        "drift",
        "What changed",
        f"Since the run of {moment(found.before.finished_at)}. What could not be seen any more is"
        " never called gone, and less to see is never called better.",
        [
            element("p", element("strong", one.because))
            for one in found.changes
            if one.aspect is Aspect.SCOPE
        ],
        [_direction(material, found, one) for one in Direction]
        if found.changes
        else element("p", "Nothing that was read is different."),
    )


def _direction(material: Material, found: Drift, direction: Direction) -> Child:
    changes = [
        one
        for one in found.changes
        if one.direction is direction and one.aspect is not Aspect.SCOPE
    ]
    if not changes:
        return None
    rest = len(changes) - _SHOWN
    words = _DIRECTIONS[direction]
    return element(
        "details",
        element(
            "summary",
            element("strong", words),
            element("span", f" {counted(len(changes), 'change')}", class_="quiet"),
        ),
        table(
            f"{words}: {counted(len(changes), 'change')}",
            _HEADS,
            (_change(material, one) for one in changes[:_SHOWN]),
            class_="cards",
        ),
        element("p", f"And {rest:,} more; the command diff lists all.") if rest > 0 else None,
        class_="fold",
        open=direction is Direction.WORSE,
    )


def _change(material: Material, one: Change) -> Markup:
    cells: Sequence[Child] = (
        severity_badge(one.severity),
        reached(material, one.clients) if one.clients else "no client in particular",
        _whose(one),
    )
    vendor = material.inventory.connection_by_name.get(one.subject.connection)
    return element(
        "tr",
        element(
            "th",
            one.because,
            scope="row",
            class_="sentence",
        ),
        [
            element("td", content, data_label=head)
            for head, content in zip(_HEADS[1:], cells, strict=True)
        ],
        data_f=True,
        data_s=one.severity.value,
        data_v=None if vendor is None else vendor.vendor,
        data_c=spans(material, one.clients),
    )


def _whose(one: Change) -> Child:
    """Whose doing it is, and who and when, as far as the tool tells it."""
    told = [change_words(record) for record in one.told]
    several = len({record.source_object for record in one.told}) > 1
    if several:
        told = [
            f"{record.source_object.name}: {words}"
            for record, words in zip(one.told, told, strict=True)
        ]
    more = len(told) - _RECORDS
    told = [*told[:_RECORDS], f"and {more:,} more"] if more > 0 else told
    if not told and one.untold is not None:
        told = [f"by whom is not told: {one.untold}"]
    elif not told and one.on is not None:
        told = [one.on.isoformat()]
    return joined(_CAUSES[one.cause], [element("div", words, class_="quiet") for words in told])
