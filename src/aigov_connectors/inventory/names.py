"""Names of organizations, reduced to what two tools must agree on to mean the same one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import pairwise

__all__ = [
    "EMPTY_WORDS",
    "forms_agree",
    "naming_words",
    "normalized_domain",
    "normalized_name",
    "slug",
    "telling_words",
    "trades_of",
]

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

_MAIL_NAMES = """
    aol fastmail gmail gmx googlemail hotmail icloud live mail msn outlook proton protonmail
    rocketmail tuta tutanota web yahoo yandex ymail zoho zohomail
"""
_MAIL_PROVIDERS = frozenset(_MAIL_NAMES.split())
"""Who gives anybody an address, under the ending of whatever country: `hotmail.co.uk`."""
_OPEN_TO_ALL = """
    126.com 163.com att.net bell.net bellsouth.net bigpond.com bigpond.net.au blueyonder.co.uk
    bluewin.ch btinternet.com btopenworld.com cableone.net centurylink.net charter.net comcast.net
    cox.net earthlink.net eircom.net embarqmail.com free.fr freenet.de frontier.com frontiernet.net
    gmx.net hey.com iinet.net.au inbox.com juno.com laposte.net libero.it mac.com me.com
    mindspring.com naver.com netzero.net ntlworld.com optonline.net optusnet.com.au orange.fr
    pm.me posteo.de proton.me protonmail.com qq.com rediffmail.com roadrunner.com rogers.com rr.com
    sasktel.net sbcglobal.net sfr.fr shaw.ca sky.com suddenlink.net sympatico.ca t-online.de
    talktalk.net telenet.be telus.net tpg.com.au tuta.io verizon.net videotron.ca virginmedia.com
    wanadoo.fr windstream.net xtra.co.nz ziggo.nl

    bit.ly blogspot.com business.site carrd.co facebook.com fb.com fb.me g.page github.io
    godaddysites.com google.com goo.gl instagram.com linkedin.com linktr.ee myshopify.com
    netlify.app nextdoor.com pages.dev squarespace.com tiktok.com twitter.com vercel.app webflow.io
    weebly.com wixsite.com wordpress.com x.com yelp.com youtu.be youtube.com
"""
_FOR_ALL = frozenset(_OPEN_TO_ALL.split())
"""In these, and below them, anybody has an address or a page: they name no organization. A page's
own subdomain does not either: `m.facebook.com`, or that of the agency that made it."""
_SHARED_ABOVE = frozenset({"onmicrosoft.com", "sharepoint.com"})
"""Below these each subdomain is one organization's, which the provider sees to."""
EMPTY_WORDS = frozenset({"and", "at", "by", "de", "der", "for", "in", "la", "of", "the", "und"})
"""Words of names that tell nobody apart."""
_TRADES = """
    academy accountants accounting advisors advisory agency architects associates bank brothers
    builders care center centre chiropractic church city clinic college company construction
    consultants consulting contracting cooperative council county credit dental dentistry design
    development district electric electrical energy engineering enterprises equipment eye family
    farm farms finance financial firm foods foundation freight global group health healthcare
    holding holdings home homes hospital hotel hvac imaging industrial industries institute
    insurance international investment investments it lab laboratories labs law lawyers legal
    logistics management manufacturing marketing medical medicine metal motors national office
    offices orthodontics partner partners pediatrics pharmacy physicians plumbing practice press
    products properties property realty restaurant retail roofing school schools security senior
    service services smile smiles society software solutions sons steel store stores studio supply
    surgery surgical systems tax tech technologies technology therapy town trade trading transport
    trust union university vet veterinary village wealth wellness works
"""
_TRADE_WORDS = frozenset(_TRADES.split())
"""What many an organization does: two that have only such a word in common are two."""
_ALIKE = """
    law lawyers legal
    dental dentistry orthodontics smile smiles
    chiropractic clinic eye health healthcare hospital medical medicine pediatrics physicians
    vet veterinary
    accountants accounting tax
    academy college school schools university
    insurance
    hotel restaurant
    builders construction contracting electric electrical hvac plumbing roofing
    farm farms
"""
_TRADE_OF = {
    word: at for at, line in enumerate(_ALIKE.strip().splitlines()) for word in line.split()
}
"""What tells two organizations of one town, or one family, apart."""
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
    if len(labels) < 2 or not all(labels) or labels[-1].isdigit() or plain in _SHARED_ABOVE:
        return ""
    if not _FOR_ALL.isdisjoint(".".join(labels[at:]) for at in range(len(labels))):
        return ""
    ending = 2 if len(labels[-1]) == 2 and labels[-2] in _REGISTRY_LABELS else 1
    is_registry = len(labels) == ending
    return "" if is_registry or _is_of_a_provider(labels, ending) else plain


def _is_of_a_provider(labels: Sequence[str], ending: int) -> bool:
    """Whether what stands before the ending, of a country or of all, is a mail provider."""
    everywhere = len(labels[-1]) == 2 or labels[-1] in ("com", "net")
    return everywhere and labels[-ending - 1] in _MAIL_PROVIDERS


def telling_words(name: str) -> frozenset[str]:
    """The words of a normalized name that may tell whom it means: no `the`, no mere number."""
    return frozenset(
        word for word in name.split() if word not in EMPTY_WORDS and any(map(str.isalpha, word))
    )


def naming_words(name: str) -> frozenset[str]:
    """The telling words of a normalized name that are no trade: what it alone may be called."""
    return telling_words(name) - _TRADE_WORDS


def trades_of(name: str) -> frozenset[int]:
    """The kinds of trades that a normalized name tells; a group or a service is none."""
    return frozenset(_TRADE_OF[word] for word in telling_words(name) if word in _TRADE_OF)


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
