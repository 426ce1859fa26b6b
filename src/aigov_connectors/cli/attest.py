"""`attest`: what no API shows, connection by connection, and the answers as TOML."""

from __future__ import annotations

import difflib
import json
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from pydantic import ValidationError

from aigov_connectors import registry
from aigov_connectors.catalogue import FeatureEntry
from aigov_connectors.cli.configuration import configuration
from aigov_connectors.cli.exits import ExitCode
from aigov_connectors.cli.show.attest import OpenQuestions, attest_view, form, written
from aigov_connectors.cli.show.layout import line
from aigov_connectors.cli.terminal import Terminal, show
from aigov_connectors.config import Config, parse_config
from aigov_connectors.errors import ConfigurationError
from aigov_connectors.inventory import Attestation
from aigov_connectors.keeping import write_whole

__all__ = ["Answered", "AttestRequest", "attest"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """The answer to one question, as it stands on the command line."""

    feature: str
    enabled: bool
    by: str
    autonomy: str | None = None
    gate: str | None = None
    approver: str | None = None
    client: str | None = None
    on: date | None = None
    """None is today."""
    until: date | None = None
    document: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AttestRequest:
    """What was asked for on the command line."""

    config: Path | None = None
    connections: Sequence[str] = ()
    answer: Answered | None = None
    append: Path | None = None
    as_json: bool = False


def attest(request: AttestRequest, terminal: Terminal) -> ExitCode:
    """Do it; see the command's help.

    Raises:
        ConfigurationError: no usable configuration, an unknown feature or connection, an answer
            that contradicts itself, or a file that would not fit any more.
    """
    config = configuration(request.config)
    questions = _open(config, request.connections, today=datetime.now(UTC).date())
    if request.answer is not None:
        snippet = written(_attestation(request.answer, config, request.connections))
    else:
        snippet = form(questions)
    if request.as_json:
        terminal.write_document(json.dumps(_document(questions), indent=2))
    elif request.answer is None:
        show(terminal.out, attest_view(questions))
    if request.append is not None:
        _append(request.append, snippet)
        terminal.err.print(line(f"Written to the end of {request.append}."), soft_wrap=True)
    elif request.answer is not None:
        terminal.write_document(snippet.rstrip("\n"))
    return ExitCode.DONE


def _open(config: Config, wanted: Sequence[str], *, today: date) -> tuple[OpenQuestions, ...]:
    known = {one.name: one for one in config.connections}
    if strange := [name for name in wanted if name not in known]:
        raise ConfigurationError(
            f"the configuration has no connection {strange[0]!r}",
            hint=f"It has: {', '.join(known) or 'none'}.",
        )
    if not known:
        raise ConfigurationError(
            "the configuration has no connection",
            hint="Add a [[connections]] table; aigov-connectors vendors shows what each needs.",
        )
    return tuple(
        OpenQuestions(
            connection=one.name,
            expired=_expired(one.name, config, today),
            vendor=registry.load(one.vendor).name,
            features=tuple(
                entry
                for entry in registry.catalogue(one.vendor).features
                if not entry.read and not _is_answered(entry, one.name, config, today)
            ),
        )
        for one in known.values()
        if not wanted or one.name in wanted
    )


def _is_answered(entry: FeatureEntry, connection: str, config: Config, today: date) -> bool:
    """For everyone: an answer for one client leaves the question open for the others."""
    return any(
        one.feature == entry.id
        and one.client is None
        and one.connection in (None, connection)
        and one.is_valid_on(today)
        for one in config.attestations
    )


def _expired(connection: str, config: Config, today: date) -> dict[str, Attestation]:
    """The latest answer of each feature that does not count any more, or not yet."""
    dated = sorted(config.attestations, key=lambda one: one.on)
    return {
        one.feature: one
        for one in dated
        if one.client is None
        and one.connection in (None, connection)
        and not one.is_valid_on(today)
    }


def _attestation(answer: Answered, config: Config, connections: Sequence[str]) -> Attestation:
    vendors = sorted({one.vendor for one in config.connections})
    features = [entry.id for name in vendors for entry in registry.catalogue(name).features]
    if answer.feature not in features:
        near = difflib.get_close_matches(answer.feature, features, n=3, cutoff=0.4)
        raise ConfigurationError(
            f"no catalogue of these connections has the feature {answer.feature!r}",
            hint=f"Did you mean: {', '.join(near)}?" if near else "See aigov-connectors attest.",
        )
    if len(connections) > 1:
        raise ConfigurationError("an answer is about one connection, or about all of them")
    table = {
        "feature": answer.feature,
        "connection": connections[0] if connections else None,
        "client": answer.client,
        "enabled": answer.enabled,
        "autonomy": answer.autonomy,
        "gate": answer.gate,
        "approver": answer.approver,
        "by": answer.by,
        "on": (answer.on or datetime.now(UTC).date()).isoformat(),
        "until": None if answer.until is None else answer.until.isoformat(),
        "document": answer.document,
    }
    told = {name: value for name, value in table.items() if value is not None}
    try:
        return Attestation.model_validate_json(json.dumps(told))
    except ValidationError as error:
        problem = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(str(step) for step in problem["loc"])
        words = problem["msg"].removeprefix("Value error, ")
        raise ConfigurationError(
            f"the attestation does not fit: {f'{place}: ' if place else ''}{words}",
            hint="aigov-connectors attest --help lists the words.",
        ) from None


def _append(file: Path, snippet: str) -> None:
    """Add to a configuration, whole or not at all; what would not fit is not written.

    Raises:
        ConfigurationError: the file cannot be read or written, or would not fit with it.
    """
    target = file.resolve()  # a link stays a link
    try:
        before = target.read_bytes().decode("utf-8") if target.exists() else ""
        newline = "\r\n" if "\r\n" in before else "\n"
        gap = "" if not before else newline if before.endswith("\n") else newline * 2
        after = before + gap + snippet.replace("\n", newline)
        parse_config(tomllib.loads(after), file)
        mode = target.stat().st_mode & 0o7777 if target.exists() else None
        write_whole(target, after.encode("utf-8"), mode=mode)
    except (tomllib.TOMLDecodeError, UnicodeError) as error:
        raise ConfigurationError(
            f"{file} is not TOML: {error}", hint="Mend it first; nothing was written."
        ) from error
    except OSError as error:
        raise ConfigurationError(
            f"{file} cannot be written: {error.strerror}", hint="Nothing was written."
        ) from error


def _document(questions: Sequence[OpenQuestions]) -> list[dict[str, object]]:
    return [
        {
            "connection": one.connection,
            "features": [
                {"id": entry.id, "name": entry.name, "ask": entry.attest} for entry in one.features
            ],
        }
        for one in questions
    ]
