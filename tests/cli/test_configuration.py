"""Where the configuration is looked for, in which order."""

from __future__ import annotations

from pathlib import Path

import pytest

from aigov_connectors.cli.configuration import configuration_file, user_folder
from aigov_connectors.errors import ConfigurationError


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "aigov-connectors.toml"
    file.write_text("")
    return file


def test_the_nearer_place_wins(tmp_path) -> None:
    here, home = tmp_path / "here", tmp_path / "home"
    mine, local = _made(home / ".config" / "aigov-connectors"), _made(here)

    def found(given: Path | None = None, **environ: str) -> Path:
        return configuration_file(given, environ=environ, platform="linux", here=here, home=home)

    assert found(Path("given.toml"), AIGOV_CONNECTORS_CONFIG="named.toml") == Path("given.toml")
    assert found(AIGOV_CONNECTORS_CONFIG="named.toml") == Path("named.toml")
    assert found() == local
    local.unlink()
    assert found() == mine
    mine.unlink()
    with pytest.raises(ConfigurationError, match=str(mine)) as caught:
        found()
    assert "demo" in (caught.value.hint or "")


@pytest.mark.parametrize(
    ("platform", "environ", "folder"),
    [
        ("linux", {}, "home/.config/aigov-connectors"),
        ("linux", {"XDG_CONFIG_HOME": "xdg"}, "xdg/aigov-connectors"),
        ("darwin", {}, "home/Library/Application Support/aigov-connectors"),
        ("win32", {"APPDATA": "roaming"}, "roaming/aigov-connectors"),
        ("win32", {}, "home/AppData/Roaming/aigov-connectors"),
    ],
)
def test_the_users_folder_follows_the_systems_custom(platform, environ, folder) -> None:
    found = user_folder(environ=environ, platform=platform, home=Path("home"))
    assert found == Path(folder)
