"""The clients of the fictitious MSP: who they are, in which trade, under which regulations.

All names are invented. The order matters: the first `PLANTED_CLIENTS` carry planted problems and
are always there; clients past the table are generated.
"""

from dataclasses import dataclass
from typing import Literal

MSP_NAME = "Northwind Ridge IT"
CATCH_ALL_NAME = "Unassigned"
PLANTED_CLIENTS = 28

ClientKind = Literal["client", "own", "catch_all"]


@dataclass(frozen=True, slots=True)
class ClientOrg:
    """One customer organization of the fictitious MSP, the MSP's own, or the catch-all."""

    index: int
    name: str
    """The name that the MSP's configuration uses."""
    industry: str
    regulations: tuple[str, ...] = ()
    kind: ClientKind = "client"
    country: str = "US"

    @property
    def code(self) -> str:
        """Return the short upper-case code that host names begin with; unique among the clients."""
        letters = "".join(word[0] for word in self.name.replace("&", " ").split())
        return f"{letters.upper()[:3]}{self.index:02d}"


_TABLE: tuple[tuple[str, str, str, str], ...] = (
    ("Lakeside Clinic", "healthcare", "HIPAA", "US"),
    ("Harborview Dental", "healthcare", "HIPAA", "US"),
    ("Harborview Dental Lab", "healthcare", "HIPAA", "US"),
    ("Juniper Valley Hospice", "healthcare", "HIPAA", "US"),
    ("Redfern Pediatrics", "healthcare", "HIPAA", "US"),
    ("Maplecrest Physical Therapy", "healthcare", "HIPAA", "US"),
    ("Cobalt Ridge Imaging", "healthcare", "HIPAA", "US"),
    ("Brightwater Credit Union", "finance", "GLBA", "US"),
    ("Quillfeather & Stone CPAs", "finance", "GLBA", "US"),
    ("Tamarack Wealth Partners", "finance", "GLBA", "US"),
    ("Ironbell Insurance", "finance", "GLBA", "US"),
    ("Saltmarsh Holdings", "finance", "SOX", "US"),
    ("Verdant Grocers", "retail", "SOX", "US"),
    ("Falconer Precision", "manufacturing", "CMMC", "US"),
    ("Bluepeak Aerostructures", "manufacturing", "CMMC", "US"),
    ("Granite Hollow Machining", "manufacturing", "CMMC", "US"),
    ("Nordlicht Logistik", "logistics", "GDPR", "DE"),
    ("Atelier Beaulieu", "design", "GDPR", "FR"),
    ("Tulipan Foods", "food", "GDPR", "NL"),
    ("Wren & Partners Law", "legal", "", "US"),
    ("Oakhaven School District", "education", "", "US"),
    ("Silver Birch Realty", "real estate", "", "US"),
    ("Copperline Electric", "trades", "", "US"),
    ("Driftwood Hotels", "hospitality", "", "US"),
    ("Foxglove Veterinary", "veterinary", "", "US"),
    ("Gullwing Auto Group", "automotive", "GLBA", "US"),
    ("Hearthstone Senior Living", "healthcare", "HIPAA", "US"),
    ("Inkwell Publishing", "media", "", "US"),
    ("Jasper Mountain Outfitters", "retail", "", "US"),
    ("Kestrel Environmental", "engineering", "", "US"),
    ("Longmeadow Farms Co-op", "agriculture", "", "US"),
    ("Marlowe Architects", "design", "", "US"),
    ("Nightjar Media", "media", "GDPR", "IE"),
    ("Opal Bay Charter", "transport", "", "US"),
    ("Pelican Point Marina", "leisure", "", "US"),
    ("Quarry Road Construction", "construction", "CMMC", "US"),
    ("Riverbend Township", "public sector", "", "US"),
    ("Summit Trail Foundation", "nonprofit", "", "US"),
    ("Thistledown Textiles", "manufacturing", "SOX", "US"),
    ("Umberfield Winery", "food", "", "US"),
)
_FIRST = ("Amber", "Birch", "Cinder", "Dover", "Elm", "Flint", "Garnet", "Hazel", "Iris", "Jade")
_SECOND = ("Brook", "Canyon", "Dale", "Forge", "Glen", "Harbor", "Isle", "Junction", "Mill", "Peak")
_TRADES = ("Advisory", "Builders", "Catering", "Freight", "Optics", "Studios", "Supply", "Works")


def client_orgs(count: int) -> tuple[ClientOrg, ...]:
    """Return `count` clients, then the MSP's own organization and the catch-all.

    Raises:
        ValueError: fewer clients than carry planted problems.
    """
    if count < PLANTED_CLIENTS:
        raise ValueError(f"the sandbox needs at least {PLANTED_CLIENTS} clients, not {count}")
    clients = [_client(index) for index in range(count)]
    clients.append(ClientOrg(index=count, name=MSP_NAME, industry="managed services", kind="own"))
    clients.append(
        ClientOrg(index=count + 1, name=CATCH_ALL_NAME, industry="none", kind="catch_all")
    )
    return tuple(clients)


def _client(index: int) -> ClientOrg:
    if index < len(_TABLE):
        name, industry, regulation, country = _TABLE[index]
        regulations = (regulation,) if regulation else ()
        return ClientOrg(index, name, industry, regulations, country=country)
    number = index - len(_TABLE)
    trade, rest = _TRADES[number % 8], number // 8
    name = f"{_FIRST[rest % 10]} {_SECOND[rest // 10 % 10]} {trade}"
    if rest >= 100:
        name = f"{name} {rest // 100 + 1}"
    return ClientOrg(index, name, trade.lower())
