"""Read-only discovery of AI and unattended automation in the tools of an MSP."""
