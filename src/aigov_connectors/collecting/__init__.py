"""Collecting what one connection yields: reads in, statements in, one `Collection` out."""

from aigov_connectors.collecting.builder import CollectionBuilder
from aigov_connectors.collecting.reads import BY_SILENCE, GuardedReads, Instead, Refusal
from aigov_connectors.collecting.side_by_side import side_by_side

__all__ = ["BY_SILENCE", "CollectionBuilder", "GuardedReads", "Instead", "Refusal", "side_by_side"]
