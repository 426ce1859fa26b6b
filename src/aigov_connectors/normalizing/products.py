"""Whether a program or a host is called like a product: for all vendors the same way.

A name proves nothing but whose product it may be.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from aigov_connectors.catalogue import VendorCatalogue

__all__ = ["PRODUCT_WORD", "host_words", "is_called", "named_product"]

PRODUCT_WORD = "integration word"
"""The setting whose readings, in a catalogue, are the words of products."""

_ENDINGS = ("api", "bot", "sync", "read", "prod", "user", "svc")
"""What programs are called by, behind the name of their product."""


def is_called(product: str, text: str | None) -> bool:
    """Whether a text names a product: as words of their own, or as the head of an identifier.

    `zofiqapi` is one of `zofiq`, and `threadneedle` none of `thread`. The words of a product stand
    together, or have blanks, dashes, dots or underscores between them: `neoagent`, `Neo-Agent`.
    """
    return _pattern(product).search((text or "").casefold()) is not None


def named_product(
    catalogue: VendorCatalogue, features: Iterable[str], *texts: str | None
) -> tuple[str, str] | None:
    """The feature and the word by which the first text that names an AI product does so.

    Args:
        catalogue: whose readings of `PRODUCT_WORD` are the words.
        features: short names of the features that have such readings, in order.
        texts: names, and parts of hosts; None names nothing.
    """
    told = tuple(features)
    for text in texts:
        for feature in told:
            for reading in catalogue[feature].readings:
                if reading.setting == PRODUCT_WORD and is_called(str(reading.value), text):
                    return feature, str(reading.value)
    return None


def host_words(host: str | None) -> tuple[str, ...]:
    """The parts of a host name by which a product can be known: all but its ending."""
    return tuple((host or "").split(".")[:-1])


@lru_cache(maxsize=256)
def _pattern(product: str) -> re.Pattern[str]:
    words = r"[\s._-]*".join(map(re.escape, product.casefold().split()))
    return re.compile(rf"(?<![a-z]){words}(?:{'|'.join(_ENDINGS)})?(?![a-z])")
