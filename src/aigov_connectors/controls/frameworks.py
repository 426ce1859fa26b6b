"""Frameworks as data, and the reference from a finding to a control."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from importlib.resources import files
from os import PathLike
from pathlib import Path
from typing import Any, Self

from pydantic import Field, ValidationError, model_validator

from aigov_connectors.errors import ConfigurationError
from aigov_connectors.inventory import Exact, IsoDate

__all__ = [
    "Control",
    "Framework",
    "FrameworkControl",
    "Relation",
    "controls_by_rule",
    "frameworks_digest",
    "load_framework",
    "shipped_frameworks",
]


class Relation(StrEnum):
    """What a finding is to a control."""

    SUPPORTS = "supports"
    CONTRADICTS = "contradicts"


class Control(Exact):
    """A control of a framework that a rule gives evidence about; never a claim of compliance."""

    framework: str
    identifier: str
    version: str | None = None
    """Of the framework, where its file tells it."""
    relation: Relation | None = None
    """What this finding is to the control; None where it could not be told, or of a rule alone."""


class FrameworkControl(Exact):
    """One control of a framework, in our own words, and the rules that bear on it."""

    identifier: str
    words: str = Field(min_length=1)
    rules: tuple[str, ...] = Field(min_length=1)
    """Ids of rules: a pass supports the control, a fail contradicts it."""


class Framework(Exact):
    """One framework in one version."""

    framework: str
    version: str
    dated: IsoDate | None = None
    """When this version was published, where that was verified."""
    checked: IsoDate
    """When the identifiers were last held against the framework."""
    source: str
    """The title of what it is read in."""
    publisher: str = ""
    address: str = ""
    """Where its publisher tells of it."""
    verified: str = ""
    """How the identifiers were held against the framework, and what was not opened."""
    note: str = ""
    controls: tuple[FrameworkControl, ...] = ()

    @property
    def came_from(self) -> str:
        """Source, version, and how the identifiers were verified, in sentences."""
        by = ", ".join(filter(None, (self.source, self.publisher, self.address)))
        dated = f" of {self.dated}" if self.dated is not None else ""
        how = self.verified or "How its identifiers were verified is not told."
        return f"{by}. Version {self.version}{dated}, checked {self.checked}. {how}"

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        names = [one.identifier for one in self.controls]
        if len(names) != len(set(names)):
            raise ValueError(f"{self.framework}: a control stands twice")
        return self


def load_framework(path: str | PathLike[str]) -> Framework:
    """Read a framework file of one's own; it looks like those in `aigov_connectors/controls`.

    Raises:
        ConfigurationError: it cannot be read, or does not have that shape.
    """
    try:
        return _framework(tomllib.loads(Path(path).read_text(encoding="utf-8")))
    except OSError as error:
        raise ConfigurationError(
            f"the framework file {path} cannot be read: {error.strerror}",
            hint="Name a file that exists.",
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, ValidationError, TypeError) as error:
        raise ConfigurationError(
            f"the framework file {path} does not fit: {type(error).__name__}",
            hint="Compare it with a file of aigov_connectors/controls.",
        ) from None  # a validation error holds the input


@cache
def shipped_frameworks() -> tuple[Framework, ...]:
    """The frameworks that ship, by name."""
    found = [
        _framework(tomllib.loads(file.read_text(encoding="utf-8")))
        for file in files("aigov_connectors.controls").iterdir()
        if file.name.endswith(".toml")
    ]
    return tuple(sorted(found, key=lambda one: one.framework))


def controls_by_rule(frameworks: Iterable[Framework]) -> dict[str, tuple[Control, ...]]:
    """Rule id to the controls that it bears on, in the order of the frameworks."""
    found: dict[str, list[Control]] = {}
    for framework in frameworks:
        for one in framework.controls:
            for rule in one.rules:
                found.setdefault(rule, []).append(
                    Control(
                        framework=framework.framework,
                        identifier=one.identifier,
                        version=framework.version,
                    )
                )
    return {rule: tuple(controls) for rule, controls in found.items()}


def frameworks_digest(frameworks: Iterable[Framework]) -> str:
    """Names a set of frameworks, so that an update of one never reads as drift."""
    text = "\n".join(one.model_dump_json() for one in frameworks)
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def _framework(table: dict[str, Any]) -> Framework:
    controls = tuple(
        FrameworkControl(**{**one, "rules": tuple(one.get("rules", ()))})
        for one in table.get("controls", ())
    )
    return Framework(**{**table, "controls": controls})
