"""How a read may end, in the words of `docs/reliability.md`."""

from __future__ import annotations

COMPLETE = "complete"
"""As if nothing had happened."""
TOLD = "complete, told"
"""The same, and a warning of the connection tells of it."""
MOVED = "as it stood"
"""The list itself changed while it was read: each row once, and none that was there throughout
is missing."""
LOUD = "loud"
"""A gap and a receipt that name the read, the page where there is one, and the cause."""
UNSURE = "inconclusive"
"""What came is what this vendor sends for an empty list: a gap says that it proves nothing."""
NONE = "-"
"""No such thing can happen there."""
