"""Settings objects that came and hold nothing that is read: answered, and nothing is told."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import BaseModel

from aigov_connectors.collecting import CollectionBuilder
from aigov_connectors.inventory import GapReason

__all__ = ["note_silence"]


def note_silence(
    into: CollectionBuilder,
    resource: str,
    sent: BaseModel,
    *,
    whose: str,
    organizations: Iterable[str] = (),
    features: Iterable[str] | None = None,
) -> None:
    """Note that nothing of an answer is known; all of a resource are one gap.

    Args:
        resource: what was read.
        sent: the answer.
        whose: the object that was asked for, in words.
        organizations: those that it concerns; none named means all.
        features: see `CollectionBuilder.gap`.
    """
    if sent.model_fields_set & type(sent).model_fields.keys():
        return
    into.gap(
        resource,
        f"{resource.replace('_', ' ')} that were answered without any setting",
        GapReason.INCONCLUSIVE,
        detail=f"nothing that is known stands in the {whose}",
        remedy="Look at these settings in the console, and attest what they show; if it shows"
        " them, report that the API does not send them.",
        organizations=organizations,
        features=features,
    )
