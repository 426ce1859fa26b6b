"""The store of runs: append-only, each thing once, in a file or in a PostgreSQL database.

    from aigov_connectors.store import open_store

    store = open_store("aigov-runs.db")
    run = store.add(snapshot)
    earlier = store.load(store.find("previous"))

A file needs nothing but Python; PostgreSQL needs the extra `store`.
"""

from aigov_connectors.resuming import RESUME_WITHIN
from aigov_connectors.store.checkpoint import SUFFIX, CheckpointFile, open_checkpoint
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
from aigov_connectors.store.opening import file_of, open_store
from aigov_connectors.store.store import Store

__all__ = [
    "RESUME_WITHIN",
    "SUFFIX",
    "Added",
    "CheckpointFile",
    "Counted",
    "History",
    "HistoryRead",
    "Pruned",
    "Retention",
    "RunId",
    "RunRow",
    "Store",
    "Verification",
    "file_of",
    "open_checkpoint",
    "open_store",
]
