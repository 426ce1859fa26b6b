"""Who a number in a record stands for: a person, a program, or nobody who is listed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from aigov_connectors.autotask.normalize.places import VENDOR, Picklists
from aigov_connectors.autotask.wire import ResourceWire
from aigov_connectors.catalogue import VendorCatalogue
from aigov_connectors.inventory import Initiator, Origin
from aigov_connectors.normalizing.products import named_product

__all__ = ["Actors", "Program", "product_of"]

_API = re.compile(r"\bapi\b", re.IGNORECASE)
_COLUMNS = ("licenseType", "userType")


@dataclass(frozen=True, slots=True)
class Program:
    """An API user."""

    row: ResourceWire
    origin: Origin
    column: str
    """Licence or level: whichever has the label by which it is known for one."""
    label: str
    product: str | None
    """The word by which its product is known; None for no AI product."""

    @property
    def feature(self) -> str:
        """The short name of the feature that it counts for."""
        return "api_integrations" if self.product is None else "third_party_ai"


@dataclass(slots=True)
class Actors:
    """Everybody who is listed."""

    own: str = ""
    """The key of the API user that reads: a program that must be in a whole list."""
    programs: dict[int, Program] = field(default_factory=dict)
    people: set[int] = field(default_factory=set)
    unclear: set[int] = field(default_factory=set)
    """Listed, but by no label that tells a person from a program."""
    lists_own: bool = False
    """Whether the API user that reads was in the list, and so programs are listed at all."""
    is_whole: bool = False
    """Whether the whole list was read and may be seen, so that who is not in it is nobody."""

    def learn(
        self, row: ResourceWire, *, origin: Origin, picklists: Picklists, catalogue: VendorCatalogue
    ) -> None:
        """Note one resource; what its licence and level are called tells what it is."""
        self.lists_own = self.lists_own or self.is_own(row)
        values = ((_COLUMNS[0], row.license_type), (_COLUMNS[1], row.user_type))
        labels = {
            column: label
            for column, value in values
            if (label := picklists.label("Resources", column, value)) is not None
        }
        api = next((column for column, label in labels.items() if _API.search(label)), None)
        if api is not None:
            product = product_of(catalogue, (row.user_name or "").partition("@")[0])
            self.programs[row.id] = Program(row, origin, api, labels[api], product)
        elif labels:
            self.people.add(row.id)
        else:
            self.unclear.add(row.id)

    def is_own(self, row: ResourceWire) -> bool:
        """Whether it is the API user that reads; a list may leave out the domain of its key."""
        name, own = (row.user_name or "").casefold(), self.own.casefold()
        return bool(name) and name in (own, own.partition("@")[0])

    def initiator(self, resource: int | None) -> Initiator:
        """Say what kind of actor it is.

        Who is not listed is no person: rules act under the name of the system (unsure: some
        programs might not be listed either).
        """
        if resource is None or resource in self.unclear:
            return Initiator.UNKNOWN
        if resource in self.programs:
            product = self.programs[resource].product
            return Initiator.MACHINE if product is None else Initiator.AI
        if resource in self.people:
            return Initiator.PERSON
        return Initiator.RULE if self.is_whole else Initiator.UNKNOWN

    def feature(self, resource: int | None) -> str | None:
        """The feature that a decision of this actor counts for.

        None for a person's, and where it is not told whose it is: then it is not a rule's either.
        """
        program = self.programs.get(resource) if resource is not None else None
        if program is not None:
            return f"{VENDOR}.{program.feature}"
        is_rule = self.initiator(resource) is Initiator.RULE
        return f"{VENDOR}.rule_effects" if is_rule else None


def product_of(catalogue: VendorCatalogue, *texts: str | None) -> str | None:
    """The word by which a text names an AI product; None where it names none."""
    found = named_product(catalogue, ["third_party_ai"], *texts)
    return None if found is None else found[1]
