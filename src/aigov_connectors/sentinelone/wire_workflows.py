"""What Hyperautomation sends, reduced to its structure while it is read.

A definition holds what people typed into requests: headers, bodies, prompts, addresses with keys.
None of it gets past this module. Of a request there remain the method, the host, and the path with
every word that is not one of the vendor's own API replaced by `{}`. Keys come as `export_id` and as
`exportId`, ids as text and as numbers, and nobody documents how `connected_to` is nested: any of it
is read (field names reported, not verified).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import AliasChoices, AliasPath, Field, model_validator
from pydantic.alias_generators import to_camel

from aigov_connectors.calling import path_template, place_in
from aigov_connectors.wire import Identifier, LenientBool, Text, Timestamp, WireRecord

# Lists --------------------------------------------------------------------------------------------


def _inside(name: str) -> Any:
    """A field of the object `workflow` in a row, in either spelling; or of the row itself."""
    places = AliasChoices(
        AliasPath("workflow", to_camel(name)), AliasPath("workflow", name), to_camel(name), name
    )
    return Field(default=None, validation_alias=places)


def _either(name: str) -> Any:
    return Field(default=None, validation_alias=AliasChoices(to_camel(name), name))


class WorkflowRowWire(WireRecord):
    """A workflow in the list, without its author's name and address."""

    id: Identifier
    workflow_id: Text = _inside("id")
    version_id: Text = _inside("version_id")
    name: Text = _inside("name")
    state: Text = _inside("state")
    """`active`, `inactive`, `deactivated` or `draft`."""
    lifecycle_state: Text = _inside("lifecycle_state")
    """`active`, `archived` or `deleted`."""
    scope_level: Text = _inside("scope_level")
    """`tenant`, `account` or `site`."""
    scope_id: Text = _inside("scope_id")
    site_name: Text = _inside("site_name")
    is_snippet: LenientBool = _inside("is_snippet")
    updated_at: Timestamp = _inside("updated_at")
    updated_by: Text = Field(
        default=None,
        validation_alias=AliasChoices(
            AliasPath("workflow", "updatedByUser", "id"),
            AliasPath("workflow", "updated_by_user", "id"),
        ),
    )
    """The id of who changed it last; neither name nor address."""

    @property
    def key(self) -> str:
        """The id of the workflow, wherever it stood."""
        return self.workflow_id or self.id


class ExecutionWire(WireRecord):
    """One run of a workflow."""

    id: Identifier
    workflow_id: Text = _either("workflow_id")
    trigger: Text = None
    state: Text = None
    """`Running`, `Pending`, `Stuck`, `Completed`, `Error`, `Waiting`, `Aborted` or
    `CompletedWithErrors`."""
    created_at: Timestamp = _either("created_at")


# Definitions --------------------------------------------------------------------------------------


class EdgeWire(WireRecord):
    """The way from one step to the next."""

    target: str
    handle: str | None = None
    """Which way out of the step it is, such as `true`, where that is told."""
    is_named: bool = True
    """Whether it stands where only an id can stand; else it may be a word of the edge."""


class TriggerGroupWire(WireRecord):
    """One condition under which a trigger on alerts fires."""

    event: str | None = None
    is_disabled: bool | None = None
    run_automatically: bool | None = None
    """False: an analyst starts it from the alert."""


class StepWire(WireRecord):
    """One step of a workflow."""

    position: int
    """Where it stands in the definition, from 0."""
    id: str
    type: str
    """Empty where none was told."""
    name: str
    to: tuple[EdgeWire, ...] = ()
    parent: str | None = None
    """The loop (or another step) that holds it."""
    groups: tuple[TriggerGroupWire, ...] = ()
    method: str | None = None
    """Of a request, in capitals; None where it is an expression or not told."""
    host: str | None = None
    """Of a request; None where it is an expression or the console itself."""
    path: str | None = None
    """Of a request, such as `agents/actions/disconnect` (below the console's API) or
    `/api/{}/{}` (elsewhere)."""
    operation: str | None = None
    """`query` or `mutation`, of a GraphQL request; None where its body does not tell."""
    place: str | None = None
    """Where the body of a request puts a ticket, such as `board:12`; nothing else of it is kept."""


class WorkflowWire(WireRecord):
    """The definition of a workflow, without anything that people typed but names of steps."""

    steps: tuple[StepWire, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _reduce(cls, sent: Any) -> dict[str, Any]:
        # What is no object is a step all the same: one of which nothing is known.
        return {"steps": [_step(at, _object(one)) for at, one in enumerate(_actions(sent))]}


_NAME_LENGTH = 60
_WRAPPERS = ("data", "workflow", "definition")
_TARGETS = ("target", "target_id", "export_id", "action_id", "id", "to")
_HANDLES = ("custom_handle", "handle", "source_handle", "condition", "label", "outcome")
_AGAINST = re.compile(
    r"reject|declin|den(?:y|ied)|refus|cancel|timed?.?out|expire|fail|error|\bno\b", re.IGNORECASE
)
_EXPRESSION = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_GAP = "\0"  # stands for an expression
_METHOD = re.compile(r"[A-Z]{3,7}")
_API = re.compile(r"/web/api/v\d+(?:\.\d+)?/")
_LABEL = re.compile(r"[a-z](?:[a-z-]{0,30}[a-z])?|[a-z0-9-]{1,12}")
_WRITES = re.compile(r"\bmutation\b|TriggerActions")
_READ = r"(?:\s|\\n)*(?:query\b[^{\"'\0]*)?\{(?:\s|\\n)*\w"
_READS = re.compile(rf"^{_READ}|[\"']query[\"']\s*:\s*[\"']{_READ}")


def _actions(sent: Any) -> list[Any]:
    """Find the list of steps, however it is wrapped; empty where there is none."""
    for _ in range(4):
        if isinstance(sent, list) and len(sent) == 1:
            sent = sent[0]
        if not isinstance(sent, dict):
            return []
        found = sent.get("actions")
        if isinstance(found, list):
            return found
        sent = next((sent[name] for name in _WRAPPERS if name in sent), None)
    return []


def _step(position: int, sent: Mapping[str, Any]) -> dict[str, Any]:
    action = _object(_get(sent, "action"))
    data = _object(_get(action, "data") or _get(sent, "data"))
    kind = _get(action, "type") or _get(sent, "type") or _get(data, "action_type")
    given = _get(data, "name") or _get(action, "name") or _get(sent, "name")
    own = _identity(_get(sent, "export_id"))
    known = own if own is not None else _identity(_get(sent, "id"))
    name = given.strip()[:_NAME_LENGTH] if isinstance(given, str) and given.strip() else None
    word = kind.strip().casefold()[:40] if isinstance(kind, str) else ""
    reduced: dict[str, Any] = {
        "position": position,
        "id": f"step {position}" if known is None else known,
        "type": word,
        "name": name or word or f"step {position + 1}",
        "to": list(_edges(_get(sent, "connected_to"), None, is_named=True)),
        "parent": _identity(_get(sent, "parent_action")),
        "groups": _groups(_get(data, "filter_groups")),
    }
    if any(key in data for key in ("url", "method")):
        reduced |= _request(data)
    return reduced


def _get(sent: Mapping[str, Any], name: str) -> Any:
    value = sent.get(name)
    return sent.get(to_camel(name)) if value is None else value


def _object(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _identity(value: Any) -> str | None:
    """An id from text, a whole number, or an object that holds one."""
    if isinstance(value, dict):
        return next(filter(None, (_identity(_get(value, one)) for one in _TARGETS)), None)
    if isinstance(value, bool):
        return None
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, int):
        return str(value)
    return value.strip() or None if isinstance(value, str) else None


def _edges(sent: Any, handle: str | None, *, is_named: bool) -> Iterator[dict[str, Any]]:
    """Every step that follows, from ids, lists, objects with an id, or objects by way out."""
    if isinstance(sent, list):
        for one in sent:
            yield from _edges(one, handle, is_named=is_named)
        return
    if isinstance(sent, dict):
        target = next((name for name in _TARGETS if _get(sent, name) is not None), None)
        if target is not None:
            way = _way_out(sent, {target, to_camel(target)}, handle)
            yield from _edges(_get(sent, target), way, is_named=True)
            return
        for key, inner in sent.items():
            yield from _edges(inner, str(key)[:32], is_named=False)
        return
    target = _identity(sent)
    if target is not None:
        yield {"target": target, "handle": handle, "is_named": is_named}


def _way_out(sent: Mapping[str, Any], targets: set[str], handle: str | None) -> str | None:
    """The word of one way out: under a known name, else whatever else is told of it.

    Nobody documents the names, so a word under a strange one may be the one that says "rejected":
    beside a known name it is told if it speaks against it. Several words are told together: only
    a single one can say yes.
    """
    named = [_said(_get(sent, name)) for name in _HANDLES]
    words = list(dict.fromkeys(filter(None, named)))
    others = (
        _said(one) for key, value in sent.items() if key not in targets for one in _words_of(value)
    )
    if words:
        words += [one for one in dict.fromkeys(filter(None, others)) if _AGAINST.search(one)]
    else:
        words = list(dict.fromkeys(filter(None, (handle, *others))))
    return " / ".join(dict.fromkeys(words))[:32] or None


def _words_of(value: Any, *, depth: int = 3) -> Iterator[Any]:
    """What a value under a strange name may say; of what it holds, only text (no coordinates)."""
    if isinstance(value, dict | list):
        inner = value.values() if isinstance(value, dict) else value
        for one in inner if depth else ():
            if isinstance(one, str | dict | list):
                yield from _words_of(one, depth=depth - 1)
    else:
        yield value


def _said(value: Any) -> str | None:
    """What a value says, be it False or 0; None where it says nothing."""
    if value is None or value in ("", [], {}):
        return None
    return str(value)[:32] if isinstance(value, str | bool | int | float) else "something"


def _groups(sent: Any) -> list[dict[str, Any]]:
    found: Iterable[Any] = sent if isinstance(sent, list) else ()
    return [
        {  # one that cannot be read may fire by itself
            "event": _word(_get(one, "event_type")),
            "is_disabled": _flag(_get(one, "is_disabled")),
            "run_automatically": _flag(_get(one, "run_automatically")),
        }
        for one in map(_object, found)
    ]


def _word(value: Any) -> str | None:
    short = isinstance(value, str) and re.fullmatch(r"[A-Za-z_]{1,32}", value)
    return value if short else None


def _flag(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


# Requests -----------------------------------------------------------------------------------------


def _request(data: Mapping[str, Any]) -> dict[str, Any]:
    method = data.get("method")
    told = method.strip().upper() if isinstance(method, str) else ""
    host, path = _address(data.get("url"))
    found = {"method": told if _METHOD.fullmatch(told) else None, "host": host, "path": path}
    if host is not None:
        found["place"] = place_in(data.get("body") or data.get("payload"))
    if path is not None and path.rpartition("/")[2] == "graphql":
        body = data.get("body") or data.get("payload")
        found["operation"] = _operation(body if isinstance(body, str) else str(body or ""))
    return found


def _operation(text: str) -> str | None:
    """What a GraphQL body does; None where it was not sent, or is filled in when it runs."""
    if _WRITES.search(text):
        return "mutation"
    return "query" if _READS.search(_EXPRESSION.sub(_GAP, text)) else None


def _address(url: Any) -> tuple[str | None, str | None]:
    """Give host and path of an address without user, port, query, fragment and strange words."""
    if not isinstance(url, str) or not url.strip():
        return None, None
    plain = re.split(r"[?#]", _EXPRESSION.sub(_GAP, url.strip()).replace("\\", "/"), maxsplit=1)[0]
    _, mark, rest = plain.partition("://")
    host: str | None = None
    if mark:
        authority, slash, path = rest.partition("/")
        host = _host(authority)
        path = slash + path
    elif plain.startswith((_GAP, "/")):
        path = plain.lstrip(_GAP)
    else:
        return None, None
    api = _API.match(path)
    if api is not None and (host is None or host.endswith(".sentinelone.net")):
        return None, path_template(path[api.end() :].strip("/"))
    return host, path_template(path)


def _host(authority: str) -> str | None:
    name = authority.rpartition("@")[2].partition(":")[0].casefold().rstrip(".")
    if not name or _GAP in name:
        return None
    return ".".join(label if _LABEL.fullmatch(label) else "{}" for label in name.split("."))
