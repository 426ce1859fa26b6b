"""What this vendor is called in configuration, evidence and catalogue."""

__all__ = ["VENDOR"]

VENDOR = "ninjaone"
