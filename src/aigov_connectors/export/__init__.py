"""A kept run in the formats that other programs read: tables, lines, and three standards.

    from aigov_connectors.export import ExportFormat, Run, export

    for part in export(ExportFormat.SARIF, Run(snapshot)):
        (folder / part.name).write_text("".join(part.pieces), encoding="utf-8")

Pure: a snapshot in, text out, piece by piece. The same run gives the same text.
"""

from aigov_connectors.export.exporting import export
from aigov_connectors.export.limiting import for_client
from aigov_connectors.export.model import ExportFormat, Part, Run
from aigov_connectors.export.tables import table_names

__all__ = ["ExportFormat", "Part", "Run", "export", "for_client", "table_names"]
