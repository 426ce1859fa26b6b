"""The report: one HTML file over a run, for an owner, a security lead and a client's auditor.

    from aigov_connectors.report import report_html

    text = report_html(snapshot)                                  # over all clients
    text = report_html(snapshot, client="Lakeside Clinic")        # names no other client

Pure: a snapshot in, a page out. The page asks for nothing from anywhere, and every text of a
vendor in it is escaped; see `aigov_connectors.report.markup` and `aigov_connectors.report.page`.
"""

from __future__ import annotations

from collections.abc import Mapping

from aigov_connectors.report.material import gathered
from aigov_connectors.report.page import page
from aigov_connectors.snapshot import Snapshot

__all__ = ["report_html"]


def report_html(
    snapshot: Snapshot,
    *,
    client: str | None = None,
    previous: Snapshot | None = None,
    vendor_names: Mapping[str, str] | None = None,
) -> str:
    """Make the report of one run as one HTML file.

    Args:
        snapshot: the run.
        client: name or id of the one client that it is for; it then holds no other client's name
            or id, and no number that counts others.
        previous: an earlier run, to tell what changed since.
        vendor_names: vendor id to the name that people use; an id stands for itself.

    Raises:
        ValueError: no client has this name or id.
        TypeError: what is given is no snapshot, such as its inventory alone.
    """
    if not isinstance(snapshot, Snapshot):
        raise TypeError(
            f"report_html takes a Snapshot and not {type(snapshot).__name__}:"
            " Snapshot(inventory=inventory, assessment=assess(inventory, policy))"
        )
    return page(gathered(snapshot, client=client, previous=previous, vendor_names=vendor_names))
