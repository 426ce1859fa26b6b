"""An export is made piece by piece: what it needs beside the run does not grow with its length."""

from __future__ import annotations

import tracemalloc
from itertools import islice

import pytest

from aigov_connectors.export import ExportFormat, Run, export

PIECES = 2000  # enough to see whether it grows
ROOM = 8_000_000
"""Bytes beside the run: the indexes over it, and one piece."""


@pytest.mark.parametrize("wanted", ExportFormat)
def test_no_document_is_held_whole(whole, wanted) -> None:
    run = Run(whole)
    longest = 0
    tracemalloc.start()
    try:
        for part in export(wanted, run):
            for piece in islice(part.pieces, PIECES):
                longest = max(longest, len(piece))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < ROOM
    assert longest < 1_000_000
