"""Mailboxes that become tickets, the knowledge base and the portals."""

from aigov_connectors.connectwise.psa.wire.base import Named, Ref
from aigov_connectors.wire import Flag, WireRecord


class EmailConnectorWire(WireRecord):
    """A mailbox that becomes tickets."""

    id: int
    service_board: Ref = None
    default_company: Ref = None
    """Whose a ticket is if its sender is known nowhere."""
    source_override: Ref = None
    priority_override: Ref = None
    type_override: Ref = None
    sub_type_override: Ref = None
    item_override: Ref = None
    status_override: Ref = None
    response_email_for_new: Named = False
    """Whether a new ticket is answered by a mail; never by which."""
    response_email_for_existing: Named = False
    """Whether every further mail of a ticket is answered by one; never by which."""
    never_respond_flag: Flag = None
    no_response_flag: Flag = None


class ParsingRuleWire(WireRecord):
    """Which word in a mail decides what; the word itself is not read."""

    id: int
    service_priority: Ref = None
    service_status: Ref = None
    service_type: Ref = None
    service_sub_type: Ref = None
    service_item: Ref = None
    service_board: Ref = None


class KnowledgeWire(WireRecord):
    """Whether articles of the knowledge base need an approval."""

    require_approval: Flag = None
    default_approver: Ref = None


class PortalServiceWire(WireRecord):
    """What a portal offers for tickets."""

    id: int
    enable_chat_assist_flag: Flag = None
