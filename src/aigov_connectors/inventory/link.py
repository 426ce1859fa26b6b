"""What leads from one tool into another, as the data shows it; never by names that are alike."""

from pydantic import Field

from aigov_connectors.inventory.base import Exact
from aigov_connectors.inventory.evidence import Evidence
from aigov_connectors.inventory.vocabulary import Basis, DecisionKind, GateKind, LinkKind

__all__ = ["Entrance", "Link", "Listed", "ListedObject"]


class Link(Exact):
    """One end of a link: where a deployment leads to, or what a deployment starts from."""

    kind: LinkKind
    key: str = Field(min_length=1)
    """By kind: `call` the host in lower case; `desk` and `object`
    `<vendor>/<tenant>/<level or kind>:<id>`; `product` the vendor id that a field names."""
    request: str | None = None
    """Of a call: method and path, such as `POST /service/tickets`; None where it is not told."""
    place: str | None = None
    """Of a call: the board, queue or ticket type that it names, such as `board:12`. Of a product:
    what of it is named, such as `script:903`; of what starts from a product, `alert:7`."""
    named: str | None = None
    """Of a product: what the field calls that, in the product's own words."""
    does: DecisionKind | None = None
    """What is done at the other end, where the field itself says so."""
    gate: GateKind = GateKind.UNKNOWN
    """Where a person stands before it is taken."""
    basis: Basis = Basis.OBSERVED
    """`inferred` where it may be taken, and the data does not show that it is."""
    because: str | None = None
    """Why it is inferred, in a few words."""
    settled_by: str | None = None
    """What would show whether it is taken, as an instruction; None where nothing special would."""
    evidence: tuple[str, ...] = ()
    """Ids into `Inventory.evidence`; a link without evidence is none."""


class Entrance(Exact):
    """What a request of somebody else does in a vendor's tool; from its catalogue."""

    request: str
    """Method and the end of the path, `{}` for ids: `POST /service/tickets`."""
    does: DecisionKind
    opens_at: str | None = None
    """`board`, `queue` or `ticket_type`, where it puts a ticket there that rules may start from;
    None where it is an effect of its own."""
    source: str


class ListedObject(Exact):
    """An object of a tool that another tool may name by its id."""

    id: str = Field(min_length=1)
    name: str | None = None
    made_by: str | None = None
    """Key of the deployment that it comes from, such as the rule by which an alert opens a ticket;
    what holds its id in another tool then starts from that deployment."""
    evidence: Evidence
    """Where it stands in the tool's own list; part of an inventory where a chain needs it."""


class Listed(Exact):
    """A tool's own list of what others may name: it tells which of several tools is meant."""

    kind: str = Field(min_length=1)
    """As in `Link.place`: `script`."""
    objects: tuple[ListedObject, ...]
    is_whole: bool
    """Whether what is not in it does not exist there."""
