"""AI suggestions: do they apply themselves, and what do they run when they are applied?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from aigov_connectors.catalogue import FeatureEntry
from aigov_connectors.halopsa.normalize.parts import Deed, statement
from aigov_connectors.halopsa.normalize.reach import Desk, Reached
from aigov_connectors.halopsa.normalize.rules import Rule, RuleStart, has_ai, rule_starts
from aigov_connectors.halopsa.normalize.switches import NOT_TOLD, switch
from aigov_connectors.halopsa.wire import AISuggestionWire, OutcomeWire, given
from aigov_connectors.inventory import Origin, Place, Reach, SourceKind, SourceObject, Statement
from aigov_connectors.normalizing.observed import Observed, observed, unknown_settings, word

__all__ = [
    "ActionStart",
    "SuggestionStart",
    "action_starts",
    "deployments_from_ai_suggestion",
    "templates_suggested",
]

Suggestion = tuple[AISuggestionWire, Origin]

_DESCRIBED = frozenset(
    [
        "condition_number",
        "outcome_name",
        "template_name",
        "summary",
        "ticket_open_closed",
        "last_x_days",
        "_warning",
    ]
)
"""Keys that the specifications name and nothing reads."""
_SHOWN = (
    "auto_apply",
    "outcome_id",
    "template_id",
    "min_score",
    "min_matches",
    "condition_percentage",
    "type",
    "condition_entities",
)
_APPLIED = {True: "by itself", False: "by an agent", None: "not shown"}
"""Whether a suggestion applies itself, and how it then starts the action that it names."""
_RUNS = {True: "applied", False: "taken by an agent", None: NOT_TOLD}
"""The same, in the words of the reading table."""


@dataclass(frozen=True, slots=True)
class SuggestionStart:
    """A suggestion that runs an action when it is applied, by itself or by an agent.

    Source: HaloPSA API v2, AiSuggestion.outcome_id (verified name); that applying it runs the
    action (by its name, unsure).
    """

    suggestion: AISuggestionWire
    origin: Origin

    @property
    def how(self) -> str:
        """A word of the reading tables' setting `started`."""
        return _APPLIED[switch(self.suggestion.auto_apply)]

    @property
    def named(self) -> str:
        """What it is, in words."""
        return f"the suggestion {_name(self.suggestion)}"

    @property
    def shown(self) -> tuple[Observed, ...]:
        """The action that it names, and whether it applies itself."""
        number = str(self.suggestion.id)
        return tuple(
            observed(self.origin, self.suggestion, one, object_id=number)
            for one in ("outcome_id", "auto_apply")
        )


ActionStart = RuleStart | SuggestionStart
"""Something that is no workflow and runs an action."""


def action_starts(
    rules: Sequence[Rule], suggestions: Sequence[Suggestion]
) -> Mapping[int, tuple[ActionStart, ...]]:
    """Action to the rules and suggestions that run it, and are on, or may be."""
    found: dict[int, tuple[ActionStart, ...]] = dict(rule_starts(rules))
    for row, origin in suggestions:
        if row.outcome_id is not None and given(row.outcome_id):
            start = SuggestionStart(row, origin)
            found[row.outcome_id] = (*found.get(row.outcome_id, ()), start)
    return found


def templates_suggested(suggestions: Sequence[Suggestion]) -> tuple[int, ...]:
    """The templates that suggestions put into a ticket."""
    numbers = (row.template_id for row, _ in suggestions)
    return tuple(dict.fromkeys(one for one in numbers if one is not None and given(one)))


def deployments_from_ai_suggestion(
    row: AISuggestionWire,
    *,
    origin: Origin,
    outcomes: Mapping[int, OutcomeWire],
    entry: FeatureEntry,
    place: Place,
    desk: Desk,
) -> Iterator[Statement]:
    """State a suggestion: does it apply itself, or wait for an agent?

    Args:
        outcomes: actions with their details, as far as they were read.
        entry: the catalogue's `ai_suggestions`.
    """
    number = str(row.id)
    shown = tuple(observed(origin, row, name, object_id=number) for name in _SHOWN)
    source = SourceObject(kind=SourceKind.RULE, id=f"aiSuggestion:{number}", name=_name(row))
    deeds = [Deed("suggestion", entry.label("auto_apply", word(row.auto_apply)), shown)]
    if given(row.outcome_id):
        action = outcomes.get(row.outcome_id or 0)
        does = "AI action" if action is not None and has_ai(action) else "action"
        how = _RUNS[switch(row.auto_apply)]
        deeds.append(Deed(does, entry.label("outcome_id", f"{does}, {how}")))
    types = [one.id for one in row.ticket_types if one.id is not None]
    yield statement(
        entry,
        deeds,
        place=place,
        source=source,
        # That an entity is a client is not documented: which of them is left out is open.
        reached=desk.of_types(types) if row.condition_entities == 0 else Reached(Reach.UNKNOWN),
        enabled=True,  # it exists, and has no switch
        unknown=unknown_settings(
            origin,
            row,
            object_id=number,
            place=place,
            source_object=source,
            described=_DESCRIBED,
        ),
    )


def _name(row: AISuggestionWire) -> str:
    return row.name or f"suggestion {row.id}"
