"""The store of runs: append-only, each thing once, in a file or in a PostgreSQL database.

    from aigov_connectors.store import open_store

    store = open_store("aigov-runs.db")
    run = store.add(snapshot)
    earlier = store.load(store.find("previous"))

A file needs nothing but Python; PostgreSQL needs the extra `store`.
"""

from aigov_connectors.store.history import Counted, History
from aigov_connectors.store.model import (
    Added,
    HistoryRead,
    Pruned,
    Retention,
    RunId,
    RunRow,
    Verification,
)
from aigov_connectors.store.opening import open_store
from aigov_connectors.store.store import Store

__all__ = [
    "Added",
    "Counted",
    "History",
    "HistoryRead",
    "Pruned",
    "Retention",
    "RunId",
    "RunRow",
    "Store",
    "Verification",
    "open_store",
]
