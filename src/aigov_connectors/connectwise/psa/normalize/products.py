"""Whose product a program is, by the words of its name or of its host."""

from __future__ import annotations

from aigov_connectors.catalogue import FeatureEntry, Label, VendorCatalogue
from aigov_connectors.connectwise.psa.wire import ApiMemberWire
from aigov_connectors.normalizing.products import PRODUCT_WORD, host_words, named_product

__all__ = ["label_of_program", "product_at", "product_of", "product_of_member"]

_BY_PRODUCT = ("zofiq_agents", "third_party_ai")
"""Features whose readings name products."""


def product_of(catalogue: VendorCatalogue, *texts: str | None) -> tuple[str, str] | None:
    """The feature and the word by which a program's product is known; None for no AI product."""
    return named_product(catalogue, _BY_PRODUCT, *texts)


def product_of_member(catalogue: VendorCatalogue, row: ApiMemberWire) -> tuple[str, str] | None:
    """The same of an API member: by its names, the name of its role, or its address.

    Vendors name all of them in their set-up pages; an identifier is the MSP's to choose.
    """
    role = row.security_role.name if row.security_role else None
    named = product_of(catalogue, row.identifier, row.name, role)
    if named is not None or row.email_address is None:
        return named
    local, _, domain = row.email_address.rpartition("@")
    return product_of(catalogue, local, *host_words(domain))


def product_at(catalogue: VendorCatalogue, *hosts: str | None) -> tuple[str, str] | None:
    """The same by host names: neither by their endings nor by `www`."""
    return product_of(catalogue, *(one for host in hosts for one in host_words(host)))


def label_of_program(entry: FeatureEntry, named: str, *, reads_only: bool) -> Label:
    """What is known of a program by its product (empty for none) and its rights."""
    if not named:
        return entry.label("ticket rights", "write")
    if reads_only:
        found = entry.label("ticket rights", "read")
        if found.enabled is not None:
            return found
    return entry.label(PRODUCT_WORD, named)
