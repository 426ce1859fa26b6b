"""From bytes to typed rows: the whole page in one go, and record by record if that fails.

One `TypeAdapter` per row model and envelope reads a page straight from its bytes, which is
several times cheaper than parsing to dictionaries first. Only a page that does not validate
is parsed again, so that one broken record costs one named rejection and not its page.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from operator import attrgetter
from typing import Any, ClassVar, Generic, TypeVar, cast

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, create_model
from pydantic.alias_generators import to_camel
from pydantic_core import from_json, to_json

from aigov_connectors._http.paging import Location
from aigov_connectors.inventory import Rejected

T = TypeVar("T")

ANYWHERE: Location = ("*",)
"""As `rows_at`: the body is the list, or the first list that stands in it, under whatever key."""

_MISSING = object()


class BrokenBodyError(ValueError):
    """The bytes are no JSON: cut off, a web page, or nothing at all."""


class UnexpectedShapeError(ValueError):
    """The bytes are JSON of another shape; `where` is a JSON pointer."""

    def __init__(self, where: str, expected: str) -> None:
        super().__init__(f"{where or '/'}: {expected}")


@dataclass(frozen=True, slots=True)
class Decoded(Generic[T]):
    """A page after decoding."""

    rows: list[T]
    facts: Mapping[str, Any] = field(default_factory=dict)
    rejected: tuple[Rejected, ...] = ()
    raw: Sequence[Any] | None = None
    """The records as parsed, only when some were rejected."""

    @property
    def count(self) -> int:
        """Records in the page, rejected ones included."""
        return len(self.rows) + len(self.rejected)

    def ids(self, name: str) -> list[Any]:
        """Give each record's id, rejected ones included; None where there is none."""
        if self.raw is None:
            return list(map(attrgetter(name), self.rows))
        return [_id_of(record, name) for record in self.raw]


class PageDecoder(Generic[T]):
    """Decodes the pages of one kind of list."""

    def __init__(self, row: type[T], rows_at: Location, facts: Mapping[str, Location]) -> None:
        self._row: TypeAdapter[T] = TypeAdapter(row)
        self._anywhere = rows_at == ANYWHERE
        self._rows_at = rows_at = () if self._anywhere else rows_at
        # A bare array has no envelope in which anything else could stand.
        self._facts = dict(facts) if rows_at else {}
        self._page: TypeAdapter[Any]
        self._get: dict[str, tuple[str, ...]] = {}
        if rows_at:
            tree: dict[str, Any] = {}
            for place in self._facts.values():
                _plant(tree, place, Any)
            _plant(tree, rows_at, list[row])  # type: ignore[valid-type]
            self._page = TypeAdapter(_envelope(tree, rows_at))
        else:
            self._page = TypeAdapter(list[row])  # type: ignore[valid-type]

    def decode(self, content: bytes, *, page: int, id_name: str = "id") -> Decoded[T]:
        """Decode one page.

        Raises:
            BrokenBodyError: the bytes are no JSON.
            UnexpectedShapeError: there is no list where the rows should be.
        """
        try:
            found = self._page.validate_json(content)
        except ValidationError:
            return self._one_by_one(content, page=page, id_name=id_name)
        if not self._rows_at:
            return Decoded(found)
        facts = {name: _pick(found, place) for name, place in self._facts.items()}
        return Decoded(_pick(found, self._rows_at), facts)

    def _one_by_one(self, content: bytes, *, page: int, id_name: str) -> Decoded[T]:
        body = parse(content)
        records = dig(body, self._rows_at)
        if self._anywhere and isinstance(body, dict):
            records = next((one for one in body.values() if isinstance(one, list)), None)
        if not isinstance(records, list):
            raise UnexpectedShapeError(pointer(self._rows_at), "a list was expected")
        facts = {name: dig(body, place, missing=None) for name, place in self._facts.items()}
        rows: list[T] = []
        rejected: list[Rejected] = []
        for number, record in enumerate(records, start=1):
            try:
                # Through JSON again: the same rules as for the page as a whole.
                rows.append(self._row.validate_json(to_json(record)))
            except ValidationError as problem:
                known = _id_of(record, id_name)
                name = None if known is None else str(known)[:64]
                rejected.append(Rejected(f"page {page}, row {number}", name, told(problem)))
        return Decoded(rows, facts, tuple(rejected), records)


def page_decoder(
    row: type[T], rows_at: Location, facts: tuple[tuple[str, Location], ...]
) -> PageDecoder[T]:
    """Give the decoder of a kind of list, built once."""
    found: PageDecoder[T] = _page_decoder(cast(Any, row), rows_at, facts)
    return found


def document_adapter(model: type[T]) -> TypeAdapter[T]:
    """Give the adapter of a settings model, built once."""
    found: TypeAdapter[T] = _document_adapter(cast(Any, model))
    return found


@lru_cache(maxsize=256)
def _page_decoder(
    row: Any, rows_at: Location, facts: tuple[tuple[str, Location], ...]
) -> PageDecoder[Any]:
    return PageDecoder(row, rows_at, dict(facts))


@lru_cache(maxsize=256)
def _document_adapter(model: Any) -> TypeAdapter[Any]:
    return TypeAdapter(model)


def parse(content: bytes) -> Any:
    """Parse JSON.

    Raises:
        BrokenBodyError: it is none.
    """
    try:
        return from_json(content)
    except ValueError:
        # Without the cause: its text quotes the bytes.
        raise BrokenBodyError("the body is not JSON") from None


def dig(body: Any, place: Location, *, missing: Any = _MISSING) -> Any:
    """Give what stands at `place`.

    Args:
        missing: given for a key that is not there; without it that is an error.

    Raises:
        UnexpectedShapeError: there is no object on the way, or no such key.
    """
    for depth, key in enumerate(place):
        if isinstance(body, dict) and key in body:
            body = body[key]
        elif missing is not _MISSING and (body is None or isinstance(body, dict)):
            return missing
        else:
            raise UnexpectedShapeError(pointer(place[: depth + 1]), "nothing is there")
    return body


def pointer(place: Location) -> str:
    """Write a place as JSON pointer."""
    return "".join(f"/{part}" for part in place)


def told(problem: ValidationError) -> str:
    """Say which field is wrong and how, without any value."""
    first = problem.errors(include_url=False, include_context=False, include_input=False)[0]
    # A name that no model would have is the vendor's text, not a field's name.
    parts = [str(part) for part in first["loc"] if isinstance(part, int) or part.isidentifier()]
    more = "" if problem.error_count() == 1 else f" and {problem.error_count() - 1} more"
    return f"{'.'.join(parts)[:80] or 'record'}: {first['type']}{more}"


def _id_of(record: Any, name: str) -> str | int | None:
    if not isinstance(record, dict):
        return None
    found = record.get(name, record.get(to_camel(name)))
    return found if isinstance(found, str | int) and not isinstance(found, bool) else None


def _plant(tree: dict[str, Any], place: Location, leaf: Any) -> None:
    *branches, last = place
    for branch in branches:
        tree = tree.setdefault(branch, {})
    tree[last] = leaf


class _Envelope(BaseModel):
    model_config: ClassVar[ConfigDict] = ConfigDict(
        extra="ignore", hide_input_in_errors=True, defer_build=True
    )


def _envelope(tree: Mapping[str, Any], rows_at: Location) -> type[BaseModel]:
    """Build the model of an envelope; only the way to the rows is required."""
    fields: dict[str, Any] = {}
    for number, (key, inside) in enumerate(tree.items()):
        on_the_way = bool(rows_at) and key == rows_at[0]
        kind = inside
        if isinstance(inside, dict):
            kind = _envelope(inside, rows_at[1:] if on_the_way else ())
        if on_the_way:
            fields[f"field_{number}"] = (kind, Field(alias=key))
        else:
            fields[f"field_{number}"] = (kind | None, Field(default=None, alias=key))
    model: type[BaseModel] = create_model("Envelope", __base__=_Envelope, **fields)
    return model


def _pick(envelope: Any, place: Location) -> Any:
    for key in place:
        if envelope is None:
            return None
        envelope = next(
            getattr(envelope, name)
            for name, info in type(envelope).model_fields.items()
            if info.alias == key
        )
    return envelope
