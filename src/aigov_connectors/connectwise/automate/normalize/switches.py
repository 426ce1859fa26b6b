"""Feature flags of the server that may be switches of AI."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from aigov_connectors.connectwise.automate.normalize.places import VENDOR
from aigov_connectors.inventory import (
    Evidence,
    Origin,
    Place,
    SourceKind,
    SourceObject,
    UnknownSetting,
)
from aigov_connectors.redaction import digest

__all__ = ["possible_ai_flags"]

_MAY_BE_AI = re.compile(
    r"(?<![A-Z])A[Ii](?![a-z])|copilot|sidekick|(?<![a-z])llm|(?<![a-z])gpt|generat|predict"
    r"|machine.?learning|assistant|autonom",
)
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,63}")


def possible_ai_flags(
    flags: Mapping[str, Any], *, origin: Origin, place: Place
) -> Iterator[tuple[UnknownSetting, Evidence]]:
    """Name a flag that may be one of AI; what any of them does is not documented."""
    source = SourceObject(kind=SourceKind.SETTING, id="featureFlags", name="feature flags")
    for name, value in sorted(flags.items()):
        said = _MAY_BE_AI.search(name) or _MAY_BE_AI.search(name.casefold())
        if said is None or not _WORD.fullmatch(name):
            continue
        kept = value if isinstance(value, bool) else None
        proof = origin.evidence(object_id=source.id, pointer=f"/{name}", value=kept)
        yield (
            UnknownSetting(
                vendor=VENDOR,
                tenant_id=place.tenant_id,
                source_object=source,
                pointer=f"/{name}",
                type="bool" if isinstance(value, bool) else "object",
                digest=digest({name: kept}),
                value=kept,
                evidence=(proof.id,),
            ),
            proof,
        )
