"""What this vendor is called in configuration, evidence and catalogue, and where it is."""

__all__ = ["HOSTED", "SCOPES", "VENDOR"]

VENDOR = "halopsa"

HOSTED = (".halopsa.com", ".haloitsm.com", ".haloservicedesk.com")
"""Suffixes of the vendor's own hosts; others are the MSP's, on premise or under its own name."""

SCOPES = ("read:tickets", "read:customers", "read:assets", "read:kb", "admin")
"""What is asked for: reading, and the configuration, which no narrower scope is known to show.

Source: homotechsual/HaloAPI, Classes/HaloAuth.psm1 (verified); which scope the configuration needs
is not documented (unsure).
"""
