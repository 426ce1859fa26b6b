"""The commands as typer sees them: options in, requests out; one file per part of the work."""
