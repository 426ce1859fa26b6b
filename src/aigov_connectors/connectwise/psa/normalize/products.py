"""Whose product a program is, by the words of its name or of its host."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from aigov_connectors.catalogue import FeatureEntry, Label, VendorCatalogue

__all__ = ["host_of", "label_of_program", "product_at", "product_of"]

_BY_PRODUCT = ("zofiq_agents", "third_party_ai")
"""Features whose readings name products."""
_WORDS = "integration word"


def product_of(catalogue: VendorCatalogue, *texts: str | None) -> tuple[str, str] | None:
    """The feature and the word by which a program's product is known; None for no AI product.

    A word counts where it stands alone, or where an identifier begins with it and goes on with
    what programs are called by: `zofiqapi`, but not `threadneedle` for `thread`.
    """
    for text in texts:
        folded = (text or "").casefold()
        for feature in _BY_PRODUCT:
            for reading in catalogue[feature].readings:
                name = str(reading.value)
                pattern = (
                    rf"(?<![a-z]){re.escape(name)}(?:api|bot|sync|read|prod|user|svc)?(?![a-z])"
                )
                if reading.setting == _WORDS and re.search(pattern, folded):
                    return feature, name
    return None


def product_at(catalogue: VendorCatalogue, *hosts: str | None) -> tuple[str, str] | None:
    """The same by host names: neither by their endings nor by `www`."""
    labels = (one for host in hosts for one in (host or "").split(".")[:-1])
    return product_of(catalogue, *labels)


def host_of(url: str | None) -> str | None:
    """The host of an address; None where it is none."""
    try:
        return urlsplit(url or "").hostname
    except ValueError:
        return None


def label_of_program(entry: FeatureEntry, named: str, *, reads_only: bool) -> Label:
    """What is known of a program by its product (empty for none) and its rights."""
    if not named:
        return entry.label("ticket rights", "write")
    if reads_only:
        found = entry.label("ticket rights", "read")
        if found.enabled is not None:
            return found
    return entry.label(_WORDS, named)
