"""What resembles a planted problem in this tool and must not be found, and what no API shows."""

from typing import Literal

from aigov_connectors.connectwise.psa.sandbox.planted import VENDOR
from aigov_connectors.sandbox.planted import LookAlike

NOT_SHOWN: tuple[tuple[str, Literal["high", "medium", "low"]], ...] = (
    ("ticket_summarization", "medium"),
    ("suggested_reply", "medium"),
    ("sidekick", "medium"),
    ("rpa", "low"),
)

LOOK_ALIKES = (
    LookAlike(VENDOR, "a rule that only tells the staff", ("Response is late in Tell the team",)),
    LookAlike(VENDOR, "a rule that is switched off", ("Waiting for a day in Old auto-close",)),
    LookAlike(VENDOR, "a rule that only opens an activity", ("Agreement ends soon in Renewals",)),
    LookAlike(
        VENDOR,
        "a status that is called closed and is none",
        ("No reply for a week in Quiet tickets",),
        features=(f"{VENDOR}.auto_close",),
    ),
    LookAlike(VENDOR, "an inactive board that would assign tickets", ("Old Desk",)),
    LookAlike(VENDOR, "an e-mail connector that only opens tickets", ("e-mail connector 2",)),
    LookAlike(VENDOR, "an AI vendor's member that may only read", ("juntoread",)),
    LookAlike(VENDOR, "an AI vendor's member that is inactive", ("rewstprod",)),
    LookAlike(
        VENDOR,
        "an integration whose name begins like that of an AI vendor",
        ("threadneedle",),
        features=(f"{VENDOR}.third_party_ai",),
    ),
    LookAlike(VENDOR, "notices that only the staff get", ("notifications of Alerts",)),
    LookAlike(VENDOR, "a mail template of invoices", ("mail template 3",)),
    LookAlike(VENDOR, "a mail template that no contact gets", ("mail template 2",)),
    LookAlike(VENDOR, "a track that nothing attaches but a person", ("Leaving client",)),
    LookAlike(VENDOR, "a track that is inactive", ("Old mailing",)),
    LookAlike(VENDOR, "a source of tickets that an AI vendor's product opens", ("source Thread",)),
    LookAlike(
        VENDOR, "an origin of the MSP's own pages", ("pages of intranet.northwindridge.example",)
    ),
    LookAlike(
        VENDOR,
        "a callback that tells the MSP's own RMM, and no AI vendor",
        ("callback of ticket to rmm.northwindridge.example",),
    ),
    LookAlike(VENDOR, "a pod whose description tells of AI and proves nothing", ("AI Copilot",)),
)
