"""Walk every described operation of a running sandbox, without our own clients.

What to walk is data (`crawls/<vendor>.toml`); how the vendors page is here, read from their
documentation a second time and on purpose not shared with the library.
"""

from __future__ import annotations

import base64
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx

Json = dict[str, Any]
Query = dict[str, str]

FOLDER = Path(__file__).parent / "crawls"

MOST_PAGES = 2_000
"""A list that does not end is a failure, not a hang."""

_PARENTS = {"path", "query"}
"""What in a plan takes an id from another operation's rows."""

MOST_PARENTS = 60
"""So many objects of a kind are asked for their details; the rest are like them."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One request of the crawl and its answer."""

    operation: str
    path: str
    query: tuple[tuple[str, str], ...]
    form: tuple[tuple[str, str], ...]
    status: int
    body: Any
    to_be_refused: bool = False

    @property
    def method(self) -> str:
        return self.operation.split()[0]

    def __str__(self) -> str:
        return f"{self.method} {self.path} {dict(self.query)}"


def rows_of(body: Any, pointer: str) -> list[Any]:
    """Return the rows at a JSON pointer; an empty list where the body has none."""
    for step in filter(None, pointer.split("/")):
        body = body.get(step) if isinstance(body, dict) else None
    return body if isinstance(body, list) else []


def _at(row: Any, place: str) -> Any:
    for step in place.split("/"):
        row = row[step]
    return row


def _by_cursor(query: Query, body: Any, rows: list[Any]) -> Query | None:
    cursor = (body.get("pagination") or {}).get("nextCursor")
    return {**query, "cursor": cursor} if cursor else None


def _after_id(query: Query, body: Any, rows: list[Any]) -> Query | None:
    if len(rows) < int(query["pageSize"]):
        return None
    return {**query, "after": str(rows[-1]["id"])}


def _by_named_cursor(query: Query, body: Any, rows: list[Any]) -> Query | None:
    # The name may stay the same from page to page: only an empty page or no cursor is an end.
    cursor = body.get("cursor")
    return {**query, "cursor": cursor["name"]} if cursor and rows else None


def _older_than(query: Query, body: Any, rows: list[Any]) -> Query | None:
    return {**query, "olderThan": str(min(row["id"] for row in rows))} if rows else None


def _one_page(query: Query, body: Any, rows: list[Any]) -> Query | None:
    return None


def _by_number(query: Query, body: Any, rows: list[Any]) -> Query | None:
    if len(rows) < int(query["pageSize"]):
        return None
    return {**query, "page": str(int(query.get("page", "1")) + 1)}


def _by_page_no(query: Query, body: Any, rows: list[Any]) -> Query | None:
    # The size of a page is the server's own affair: an empty page is the end.
    return {**query, "page_no": str(int(query["page_no"]) + 1)} if rows else None


def _by_skip(query: Query, body: Any, rows: list[Any]) -> Query | None:
    skip = int(query.get("skip", "0")) + len(rows)
    return {**query, "skip": str(skip)} if rows else None


NextPage = Callable[[Query, Any, list[Any]], Query | None]

PAGING: Mapping[str | None, NextPage] = {
    None: _one_page,
    "cursor": _by_cursor,
    "after-id": _after_id,
    "named-cursor": _by_named_cursor,
    "older-than": _older_than,
    "numbered": _by_number,
    "page-no": _by_page_no,
    "skip": _by_skip,
}


class Crawl:
    """The walk through one vendor's sandbox."""

    def __init__(self, plan: Json, http: httpx.Client, secrets: Mapping[str, str]) -> None:
        self._http = http
        self._secrets = secrets
        self._auth: Json = plan.pop("auth")
        self._own = self._person = ""
        self.plan: dict[str, Json] = plan
        self.rows: dict[str, list[Any]] = {}
        """Every row that a list gave, by operation."""

    @classmethod
    def of(cls, vendor: str, http: httpx.Client, secrets: Mapping[str, str]) -> Crawl:
        """Return the crawl of a vendor id, from its file."""
        plan = tomllib.loads((FOLDER / f"{vendor}.toml").read_text("utf-8"))
        return cls(plan, http, secrets)

    def visits(self) -> Iterator[Visit]:
        """Sign in, then walk every planned operation; parents before their details."""
        yield from self._sign_in()
        for operation, step in sorted(
            self.plan.items(), key=lambda entry: bool(_PARENTS & set(entry[1]))
        ):
            if step.get("as_person"):
                self._http.headers["Authorization"] = self._person
            for path in self._paths(operation, step):
                yield from self._walk(operation, path, step)
            self._http.headers["Authorization"] = self._own

    def _sign_in(self) -> Iterator[Visit]:
        known = dict(self._secrets)
        if "operation" in self._auth:
            kind = "json" if "json" in self._auth else "form"
            sent = {name: text.format(**known) for name, text in self._auth[kind].items()}
            operation: str = self._auth["operation"]
            for name, text in self._auth.get("headers", {}).items():
                self._http.headers[name] = text.format(**known)
            is_form = kind == "form"
            granted = self._visit(
                operation,
                operation.split()[1],
                dict(self._auth.get("query", {})),
                form=sent if is_form else None,
                json=None if is_form else sent,
            )
            yield granted
            known |= {name: str(value) for name, value in granted.body.items()}
        value = self._auth["value"].format(**known)
        if self._auth.get("basic"):
            value = f"Basic {base64.b64encode(value.encode()).decode()}"
        self._http.headers["Authorization"] = self._own = value
        if "person" in self._auth:
            form = {name: text.format(**known) for name, text in self._auth["person"].items()}
            operation = self._auth["operation"]
            granted = self._visit(operation, operation.split()[1], {}, form=form)
            yield granted
            self._person = self._auth["value"].format(**granted.body)
        for name, text in self._auth.get("headers", {}).items():
            self._http.headers[name] = text.format(**known)

    def _paths(self, operation: str, step: Json) -> Iterator[str]:
        template = operation.split()[1]
        choices = [
            [(name, str(value)) for value in self._values(parent)]
            for name, parent in step.get("path", {}).items()
        ]
        together = zip(*choices, strict=True) if step.get("of_one_row") else product(*choices)
        for chosen in together:
            path = template
            for name, value in chosen:
                path = path.replace(f"{{{name}}}", quote(value, safe=""))
            yield path

    def _values(self, parent: Json) -> list[Any]:
        """What a placeholder stands for: one value, or an id of each row of another list."""
        if "value" in parent:
            return [str(parent["value"]).format(**self._secrets)]
        return [_at(row, parent["at"]) for row in self.rows[parent["of"]][:MOST_PARENTS]]

    def _walk(self, operation: str, path: str, step: Json) -> Iterator[Visit]:
        pointer = step.get("rows", "")
        if "json" in step:
            for sent in step["json"]:
                visit = self._visit(operation, path, {}, json=sent)
                self.rows.setdefault(operation, []).extend(rows_of(visit.body, pointer))
                yield visit
            return
        next_page = PAGING[step.get("paging")]
        rows = self.rows.setdefault(operation, [])
        query: Query | None = {
            **step.get("first", {}),
            **{
                name: str(self.rows[parent["of"]][0][parent["at"]])
                for name, parent in step.get("query", {}).items()
            },
        }
        for _ in range(MOST_PAGES):
            if query is None:
                break
            visit = self._visit(operation, path, query)
            yield visit
            page = rows_of(visit.body, pointer)
            rows.extend(page)
            query = next_page(query, visit.body, page) if visit.status == 200 else None
        else:
            raise AssertionError(f"{operation}: no end after {MOST_PAGES} pages")
        first_id = str(rows[0].get("id")) if rows and isinstance(rows[0], dict) else ""
        for refused in (False, True):
            for extra in step.get("refused" if refused else "tries", []):
                asked = {name: text.format(id=first_id) for name, text in extra.items()}
                yield self._visit(operation, path, asked, to_be_refused=refused)

    def _visit(
        self,
        operation: str,
        path: str,
        query: Query,
        *,
        form: Query | None = None,
        json: Json | None = None,
        to_be_refused: bool = False,
    ) -> Visit:
        method = operation.split()[0]
        answer = self._http.request(method, path, params=query, data=form, json=json)
        return Visit(
            operation,
            path,
            tuple(query.items()),
            tuple((form or {}).items()),
            answer.status_code,
            answer.json(),
            to_be_refused,
        )
