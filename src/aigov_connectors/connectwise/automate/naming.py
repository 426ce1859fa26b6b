"""What this vendor is called in configuration, evidence and catalogue, and where it is."""

__all__ = ["HOSTED", "VENDOR"]

VENDOR = "connectwise.automate"

HOSTED = ".hostedrmm.com"
