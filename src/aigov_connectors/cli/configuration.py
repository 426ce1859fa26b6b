"""Where the command finds its configuration."""

from __future__ import annotations

import os
import sys
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

from aigov_connectors.config import Config, load_config
from aigov_connectors.errors import ConfigurationError

__all__ = [
    "FILE_NAME",
    "VARIABLE",
    "configuration",
    "configuration_file",
    "configuration_if_any",
    "plugins_allowed",
    "user_folder",
]

FILE_NAME = "aigov-connectors.toml"
VARIABLE = "AIGOV_CONNECTORS_CONFIG"

_APP_FOLDER = "aigov-connectors"


def configuration(given: Path | None) -> Config:
    """Load the configuration that the command is to use.

    Raises:
        ConfigurationError: there is none, or it does not fit.
    """
    return load_config(configuration_file(given))


def configuration_if_any(given: Path | None) -> Config | None:
    """Load the configuration where there is one; for commands that need none.

    Raises:
        ConfigurationError: there is one, and it does not fit; or what is named does not exist.
    """
    try:
        file = configuration_file(given)
    except ConfigurationError:
        return None
    return load_config(file)


def plugins_allowed(arguments: Sequence[str]) -> tuple[str, ...] | None:
    """The packages that the configuration of a command line lets in; None where it tells none.

    Asked before any command: also one that needs no configuration must import nothing that it
    forbids. One that cannot be read allows none; whoever needs it will say what is wrong with it.
    """
    named = [
        one.partition("=")[2] if "=" in one else following
        for one, following in zip(arguments, (*arguments[1:], ""), strict=True)
        if one == "--config" or one.startswith("--config=")
    ]
    try:
        file = configuration_file(Path(named[-1]) if named else None)
        told = tomllib.loads(file.read_text(encoding="utf-8")).get("plugins")
    except (ConfigurationError, FileNotFoundError):
        return None
    except (OSError, ValueError):
        return ()
    if told is None:
        return None
    return tuple(one for one in told if isinstance(one, str)) if isinstance(told, list) else ()


def configuration_file(
    given: Path | None,
    *,
    environ: Mapping[str, str] | None = None,
    platform: str = sys.platform,
    here: Path | None = None,
    home: Path | None = None,
) -> Path:
    """The file of `--config`, of the variable, of this folder, or of the user's folder.

    What is named outright is taken even where it does not exist, so that the error names it.

    Raises:
        ConfigurationError: nothing is named, and neither folder holds the file.
    """
    environ = os.environ if environ is None else environ
    if given is not None:
        return given
    if named := environ.get(VARIABLE):
        return Path(named)
    folders = (here or Path(), user_folder(environ=environ, platform=platform, home=home))
    for folder in folders:
        if (folder / FILE_NAME).is_file():
            return folder / FILE_NAME
    raise ConfigurationError(
        f"there is no configuration: looked for --config, {VARIABLE},"
        f" {FILE_NAME} in this folder, and {folders[1] / FILE_NAME}",
        hint="See what it finds first: aigov-connectors demo."
        " What a vendor needs: aigov-connectors vendors.",
    )


def user_folder(
    *, environ: Mapping[str, str], platform: str = sys.platform, home: Path | None = None
) -> Path:
    """The user's own folder for configurations, by the custom of the operating system."""
    base = home or Path.home()
    if platform == "win32":
        return Path(environ.get("APPDATA") or base / "AppData" / "Roaming") / _APP_FOLDER
    if platform == "darwin":
        return base / "Library" / "Application Support" / _APP_FOLDER
    return Path(environ.get("XDG_CONFIG_HOME") or base / ".config") / _APP_FOLDER
