"""Feature flags of the server that may be switches of AI."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aigov_connectors.connectwise.automate.wire import AutomateSettings
from aigov_connectors.inventory import Origin, Place, SourceKind, SourceObject
from aigov_connectors.normalizing.observed import Unknowns, unknown_settings
from aigov_connectors.normalizing.sounding import sounds_like_ai

__all__ = ["possible_ai_flags"]


def possible_ai_flags(flags: Mapping[str, Any], *, origin: Origin, place: Place) -> Unknowns:
    """Name the flags that may be some of AI; what any of them does is not documented."""
    source = SourceObject(kind=SourceKind.SETTING, id="featureFlags", name="feature flags")
    found = {name: value for name, value in sorted(flags.items()) if sounds_like_ai(name)}
    return unknown_settings(
        origin,
        AutomateSettings.model_validate(found),
        object_id=source.id,
        place=place,
        source_object=source,
    )
