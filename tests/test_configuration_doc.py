"""The reference of the configuration is made of the models that read it, and leaves out no key."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

from pydantic import BaseModel

from aigov_connectors.config import Config, ConnectionConfig, NetworkConfig
from aigov_connectors.registry import load, vendors

ROOT = Path(__file__).parents[1]


def _made() -> ModuleType:
    spec = importlib.util.spec_from_file_location("made", ROOT / "scripts" / "configuration_doc.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_is_made_of_the_models() -> None:
    kept = (ROOT / "docs" / "configuration.md").read_text("utf-8")
    assert kept == _made().page(), (
        "python scripts/configuration_doc.py --write docs/configuration.md"
    )


def test_every_key_that_is_read_stands_on_the_page() -> None:
    page = (ROOT / "docs" / "configuration.md").read_text("utf-8")
    own = [load(vendor).options for vendor in vendors() if load(vendor).package.startswith("aigov")]
    models: list[type[BaseModel]] = [ConnectionConfig, NetworkConfig, *own]
    for model in models:
        for name in set(model.model_fields) - {"network"}:
            assert f"| `{name}` |" in page, name
    for name in set(Config.model_fields) - {"connections", "plugins"}:
        assert f"[{name}]" in page, name
    for vendor in vendors():
        for secret in load(vendor).secrets:
            assert f"`{secret.name}`" in page or not load(vendor).package.startswith("aigov")
