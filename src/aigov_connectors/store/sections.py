"""A snapshot taken apart into sections of rows, and put together again.

Every list of the inventory and of the assessment is a section, whatever lists there are. What
changes with every run though nothing has changed is kept apart from what stays: when a fact was
seen stands beside the facts, the windows of counts stand in the header, and decisions are kept by
their day. What is left out is what a field holds by default: a field that a later version adds
changes no row.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pydantic import BaseModel, ValidationError

from aigov_connectors.inventory import (
    DecisionStats,
    DeploymentClient,
    Evidence,
    Fact,
    Inventory,
    Window,
)
from aigov_connectors.inventory.decision import decision_order
from aigov_connectors.inventory.rows import Pool, adapter_of, adapter_of_many, lists_of, shared
from aigov_connectors.rules import Assessment
from aigov_connectors.snapshot import Snapshot

__all__ = ["HEADER", "Bodies", "Known", "Section", "assembled", "taken_apart"]

HEADER = "header"
_FACTS, _SIGHTINGS, _TIMES = "facts", "sightings", "times"
_DECISIONS = "decisions/"

_MICROSECOND = timedelta(microseconds=1)
_WINDOW = "window"

Bodies = Callable[[str], Iterator[bytes]]
"""Section name to its chunks in order, each a JSON array; nothing for a section that is absent."""

Known = dict[tuple[Any, bytes], Sequence[Any]]
"""What a chunk holds, by the kind of its rows and the SHA-256 of its bytes."""


@dataclass(frozen=True, slots=True)
class Section:
    """One list of rows, each encoded as JSON."""

    name: str
    rows: Iterable[bytes]


def taken_apart(snapshot: Snapshot) -> Iterator[Section]:
    """Give every section of a snapshot, the header last; rows are encoded as they are asked for."""
    inventory, assessment = snapshot.inventory, snapshot.assessment
    windows: dict[Window, int] = {}
    for prefix, model in (("", inventory), ("assessment/", assessment)):
        for name, kind in lists_of(type(model)).items():
            rows = getattr(model, name)
            if kind is Evidence:
                yield from _evidence(rows, inventory.started_at)
            elif kind is DecisionStats:
                yield from _decisions(rows)
            elif kind is DeploymentClient:
                yield Section(name, _reaches(rows, windows))
            elif rows:
                yield Section(prefix + name, _encoded(kind, rows))
    header = {
        "schema_version": snapshot.schema_version,
        "inventory": _scalars(inventory),
        "assessment": _scalars(assessment),
        "windows": [one.model_dump(mode="json") for one in windows],
    }
    yield Section(HEADER, [json.dumps(header, separators=(",", ":")).encode()])


def assembled(
    bodies: Bodies,
    *,
    without: frozenset[str] = frozenset(),
    known: Known | None = None,
    pool: Pool | None = None,
) -> Snapshot:
    """Put a snapshot together; `without` names lists that are left empty, those of the assessment
    as `assessment/findings`.

    `known` holds chunks that were decoded for another run, and takes those of this one: what two
    runs have in common is then decoded once and held once.

    Raises:
        ValueError: a section does not hold what its name says.
    """
    (header,) = json.loads(b"".join(bodies(HEADER)))
    windows = header["windows"]
    try:
        parts: dict[str, Any] = {}
        for prefix, key, model in (
            ("", "inventory", Inventory),
            ("assessment/", "assessment", Assessment),
        ):
            told = model.model_validate_json(json.dumps(header[key]))
            started = told.started_at if isinstance(told, Inventory) else None
            lists = {
                name: _list(kind, prefix + name, bodies, windows, started, known, pool)
                for name, kind in lists_of(model).items()
                if prefix + name not in without
            }
            parts[key] = told.model_copy(update=lists)
        return Snapshot(schema_version=header["schema_version"], **parts)
    except ValidationError:
        # Perhaps of a newer minor version of the schema, which the reader of documents can read.
        return Snapshot.from_json(json.dumps(_document(header, bodies, without)))


def _list(
    kind: Any,
    name: str,
    bodies: Bodies,
    windows: Sequence[Any],
    started: datetime | None,
    known: Known | None,
    pool: Pool | None,
) -> tuple[Any, ...]:
    if kind is Evidence and started is not None:
        return tuple(_seen(bodies, started, known))
    if kind is DecisionStats:
        rows = _decoded(kind, bodies(_DECISIONS), known)
        return tuple(sorted(rows, key=decision_order))
    chunks = bodies(name)
    if kind is DeploymentClient:
        chunks = (_with_windows(chunk, windows) for chunk in chunks)
    return tuple(shared(_decoded(kind, chunks, known), pool))


# What is kept as it is ---------------------------------------------------------------------


def _scalars(model: BaseModel) -> Any:
    return model.model_dump(mode="json", exclude=set(lists_of(type(model))))


def _encoded(kind: Any, rows: Iterable[Any]) -> Iterator[bytes]:
    adapter = adapter_of(kind)
    return (adapter.dump_json(row, exclude_defaults=True) for row in rows)


def _decoded(kind: Any, chunks: Iterable[bytes], known: Known | None) -> Iterator[Any]:
    adapter = adapter_of_many(kind)
    for chunk in chunks:
        if known is None:
            yield from adapter.validate_json(chunk)
            continue
        name = kind, hashlib.sha256(chunk).digest()
        if name not in known:
            known[name] = adapter.validate_json(chunk)
        yield from known[name]


# Evidence: facts stay, sightings change ----------------------------------------------------


def _evidence(rows: Sequence[Evidence], started: datetime) -> Iterator[Section]:
    """Facts by id; which of them were seen in which payload; and when each payload was read."""
    payloads: dict[tuple[str, datetime], list[str]] = defaultdict(list)
    for one in rows:
        payloads[one.digest, one.read_at].append(one.id)
    # By the facts that were seen, not by the digest: a payload that changes keeps its place.
    seen = sorted((sorted(ids), digest, at) for (digest, at), ids in payloads.items())
    if rows:
        yield Section(_FACTS, _encoded(Fact, (one.fact for one in sorted(rows, key=_id))))
        yield Section(_SIGHTINGS, (_json([digest, ids]) for ids, digest, _ in seen))
        yield Section(_TIMES, (_json((at - started) // _MICROSECOND) for _, _, at in seen))


def _seen(bodies: Bodies, started: datetime, known: Known | None) -> Iterator[Evidence]:
    """Evidence in the order of ids, as an inventory that was built has it."""
    sightings: dict[str, tuple[str, datetime]] = {}
    times = (at for chunk in bodies(_TIMES) for at in json.loads(chunk))
    for chunk in bodies(_SIGHTINGS):
        for (digest, ids), microseconds in zip(json.loads(chunk), times, strict=False):
            told = digest, started + microseconds * _MICROSECOND
            sightings.update(dict.fromkeys(ids, told))
    for fact in _decoded(Fact, bodies(_FACTS), known):
        digest, read_at = sightings[fact.id]
        yield Evidence(fact=fact, digest=digest, read_at=read_at)


def _id(evidence: Evidence) -> str:
    return evidence.id


# Decisions: days that are over stay ---------------------------------------------------------


def _decisions(rows: Iterable[DecisionStats]) -> Iterator[Section]:
    days: dict[str, list[DecisionStats]] = defaultdict(list)
    for row in rows:
        days[row.day.isoformat()].append(row)
    for day in sorted(days):
        yield Section(_DECISIONS + day, _encoded(DecisionStats, days[day]))


# Reach: windows move with every run ---------------------------------------------------------


def _reaches(rows: Iterable[DeploymentClient], windows: dict[Window, int]) -> Iterator[bytes]:
    """The rows with the number of their window in place of it."""
    adapter = adapter_of(DeploymentClient)
    for row in rows:
        if row.window is None:
            yield adapter.dump_json(row, exclude_defaults=True)
            continue
        number = windows.setdefault(row.window, len(windows))
        told = adapter.dump_python(row, mode="json", exclude_defaults=True, exclude={_WINDOW})
        yield _json({**told, _WINDOW: number})


def _with_windows(chunk: bytes, windows: Sequence[Any]) -> bytes:
    if b'"window":' not in chunk:
        return chunk
    return _json([_with_window(row, windows) for row in json.loads(chunk)])


def _with_window(row: dict[str, Any], windows: Sequence[Any]) -> dict[str, Any]:
    return {**row, _WINDOW: windows[row[_WINDOW]]} if _WINDOW in row else row


def _json(value: Any) -> bytes:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()


# Of another minor version -------------------------------------------------------------------


def _document(header: Mapping[str, Any], bodies: Bodies, without: frozenset[str]) -> dict[str, Any]:
    """The snapshot as one document of its own version, for the reader that knows what to do."""
    started = datetime.fromisoformat(header["inventory"]["started_at"])
    parts: dict[str, dict[str, Any]] = {}
    for prefix, key, model in (
        ("", "inventory", Inventory),
        ("assessment/", "assessment", Assessment),
    ):
        parts[key] = dict(header[key])
        for name, kind in lists_of(model).items():
            if name in without:
                continue
            place = _DECISIONS if kind is DecisionStats else prefix + name
            rows = [row for chunk in bodies(place) for row in json.loads(chunk)]
            if kind is DeploymentClient:
                rows = [_with_window(row, header["windows"]) for row in rows]
            parts[key][name] = rows
    parts["inventory"]["evidence"] = list(_raw_evidence(bodies, started))
    return {"schema_version": header["schema_version"], **parts}


def _raw_evidence(bodies: Bodies, started: datetime) -> Iterator[dict[str, Any]]:
    """Evidence with the ids that were written: those of a newer version may rest on more."""
    facts = [fact for chunk in bodies(_FACTS) for fact in json.loads(chunk)]
    times = (at for chunk in bodies(_TIMES) for at in json.loads(chunk))
    seen: dict[str, tuple[str, str]] = {}
    for chunk in bodies(_SIGHTINGS):
        for (digest, ids), microseconds in zip(json.loads(chunk), times, strict=False):
            read_at = (started + microseconds * _MICROSECOND).isoformat()
            seen.update(dict.fromkeys(ids, (digest, read_at)))
    # Both stand in the order of the ids.
    for fact, one in zip(facts, sorted(seen), strict=True):
        digest, read_at = seen[one]
        yield {"id": one, "fact": fact, "digest": digest, "read_at": read_at}
