"""Names of organizations, reduced to what two tools must agree on to mean the same one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from itertools import pairwise

__all__ = ["forms_agree", "normalized_domain", "normalized_name", "slug"]

# Legal forms that one tool writes and another leaves out, each with its short spelling.
_LEGAL_FORMS = {
    "ag": "ag",
    "bv": "bv",
    "co": "co",
    "company": "co",
    "corp": "corp",
    "corporation": "corp",
    "gmbh": "gmbh",
    "inc": "inc",
    "incorporated": "inc",
    "limited": "ltd",
    "llc": "llc",
    "llp": "llp",
    "lp": "lp",
    "ltd": "ltd",
    "nv": "nv",
    "pc": "pc",
    "plc": "plc",
    "pllc": "pllc",
    "pty": "pty",
    "sa": "sa",
    "sarl": "sarl",
}

_OPEN_TO_ALL = """
    aol.com gmail.com gmx.de gmx.net googlemail.com hotmail.com icloud.com live.com mac.com me.com
    msn.com onmicrosoft.com outlook.com proton.me protonmail.com t-online.de web.de yahoo.com
    ymail.com att.net bellsouth.net comcast.net cox.net sbcglobal.net verizon.net btinternet.com

    blogspot.com business.site facebook.com github.io godaddysites.com google.com instagram.com
    linkedin.com linktr.ee sharepoint.com sites.google.com squarespace.com twitter.com webflow.io
    weebly.com wixsite.com wordpress.com x.com yelp.com youtube.com
"""
_FOR_ALL = frozenset(_OPEN_TO_ALL.split())
"""Domains in which anybody has an address, or a page: they name no organization."""
_REGISTRY_LABELS = frozenset({"ac", "co", "com", "edu", "gov", "net", "or", "org"})
"""Before a country these are no organization's own: `co.uk`."""


def slug(name: str) -> str:
    """A readable id: lower case, digits and hyphens."""
    return "-".join(_words(name)) or "client"


def normalized_name(name: str) -> tuple[str, str]:
    """The name without case, accents, punctuation and legal form, and the legal form apart.

    The first is empty where the name has neither letters nor digits: it then means nobody.
    """
    words = _words(name)
    forms: list[str] = []
    while len(words) > 1 and words[-1] in _LEGAL_FORMS:
        forms.insert(0, _LEGAL_FORMS[words.pop()])
    return " ".join(words), " ".join(forms)


def normalized_domain(domain: str) -> str:
    """A domain as its owner would say it: lower case, without address, `www` and a last dot.

    Empty where it is no domain of an organization: a word, a number, where anybody has an address.
    """
    plain = domain.strip().casefold()
    plain = plain.partition("://")[2] or plain
    plain = re.split(r"[/?#]", plain, maxsplit=1)[0].rpartition("@")[2].partition(":")[0]
    plain = plain.removeprefix("www.").rstrip(".")
    labels = plain.split(".")
    if len(labels) < 2 or not all(labels) or labels[-1].isdigit() or plain in _FOR_ALL:
        return ""
    is_registry = len(labels) == 2 and len(labels[1]) == 2 and labels[0] in _REGISTRY_LABELS
    return "" if is_registry else plain


def forms_agree(forms: Iterable[str]) -> bool:
    """Whether legal forms can be those of one organization: one may say less than another."""
    by_length = sorted({frozenset(form.split()) for form in forms}, key=len)
    return all(less <= more for less, more in pairwise(by_length))


def _words(name: str) -> list[str]:
    # Twice, because folding case can compose and decomposing can bring capitals back.
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    plain = plain.replace("&", " and ")
    plain = plain.replace("'", "").replace("’", "")  # noqa: RUF001 - the typographic apostrophe
    plain = re.sub(r"(?<=\b\w)\.(?=\w\b)", "", plain)  # L.L.C. is llc
    return re.findall(r"[^\W_]+", plain)
