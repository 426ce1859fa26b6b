"""Writes the reference of the configuration from its models and the vendors' own options.

python scripts/configuration_doc.py --write docs/configuration.md
"""

from __future__ import annotations

import argparse
import ast
import inspect
import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from pathlib import Path
from typing import Any, get_args, get_origin

from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from aigov_connectors import registry
from aigov_connectors._http import KEY_PASSWORD
from aigov_connectors.config import (
    Config,
    ConnectionConfig,
    NetworkConfig,
    OversightConfig,
    StoreConfig,
)
from aigov_connectors.connector import ConnectorInfo, ConnectorOptions
from aigov_connectors.inventory import Attestation, ClientContext, ClientEntry
from aigov_connectors.policy import GROUPS, OversightLine, Threshold, Waiver

_BEFORE = """# The configuration

One TOML file: `--config FILE`, else `AIGOV_CONNECTORS_CONFIG`, else `./aigov-connectors.toml`, else
`aigov-connectors.toml` in the user's configuration folder. It holds no secret. A key that is not in
these tables ends the run before the first request. This page is made by
`scripts/configuration_doc.py` from the models that read the file.
"""

_TOP = frozenset(Config.model_fields) - {"plugins"}
"""What has a heading of its own below; a key that stands above every table has not."""

_TABLES: Sequence[tuple[str, str, tuple[type[BaseModel], ...], frozenset[str]]] = (
    ("At the top", "Before the first table.", (Config,), _TOP),
    (
        "`[[connections]]`",
        "One credential to one tenant of one vendor. Beside these keys stand the options of every"
        " vendor and those of its own, below.",
        (ConnectionConfig, ConnectorOptions),
        frozenset({"network"}),
    ),
    (
        "`[connections.network]`",
        "How the connection before it reaches its vendor: stands below its `[[connections]]`. All"
        " times are seconds. Without a word the proxy of `HTTPS_PROXY` and `ALL_PROXY` counts, and"
        " the authorities that `SSL_CERT_FILE` and `SSL_CERT_DIR` name. Behind a proxy that looks"
        f" into TLS, set `ca_bundle` or `trust_store`. An encrypted `client_key` takes the secret"
        f" `{KEY_PASSWORD}` of the connection.",
        (NetworkConfig,),
        frozenset(),
    ),
    (
        "`[[clients]]`",
        "A client across the tools, and what no tool knows of it; see `clients.md`. An alias is"
        ' written as `aliases.ninjaone = "12"`: the id, the exact name or a handle, one or a list.',
        (ClientEntry, ClientContext),
        frozenset({"context"}),
    ),
    (
        "`[[attestations]]`",
        "What no API shows and a person states; `aigov-connectors attest` writes it.",
        (Attestation,),
        frozenset(),
    ),
    ("`[oversight]`", "The oversight policy.", (OversightConfig,), frozenset({"lines"})),
    (
        "`[[oversight.lines]]`",
        "Read from the top; the first that fits a decision counts. `aigov-connectors policy` names"
        " those that never count. Words for several decisions at once: "
        + ", ".join(f"`{one}`" for one in GROUPS)
        + ".",
        (OversightLine,),
        frozenset(),
    ),
    (
        "`when` of an oversight line",
        'A threshold, such as `when = { dimension = "confidence", operator = "ge", value ='
        ' "malicious" }`.',
        (Threshold,),
        frozenset(),
    ),
    ("`[[waivers]]`", "A finding that someone accepts for a time.", (Waiver,), frozenset()),
    ("`[store]`", "Where every run is kept; see `runs.md`.", (StoreConfig,), frozenset()),
)


def page() -> str:
    """The whole page."""
    return _BEFORE + "\n".join((*_tables(), *_vendors())) + "\n"


def _tables() -> Iterator[str]:
    for title, words, models, left_out in _TABLES:
        yield from ("", f"## {title}", "", textwrap.fill(words, 110, break_on_hyphens=False), "")
        yield from _fields(models, left_out)


def _vendors() -> Iterator[str]:
    yield from ("", "## Options and secrets of each vendor", "")
    yield "Options stand in `[[connections]]`; secrets never: `connect` keeps them in the keyring."
    for vendor in registry.vendors():
        info = registry.load(vendor)
        if not info.package.startswith("aigov_connectors."):
            continue  # of another package that happens to be installed
        yield from ("", f"### {info.name} (`{vendor}`)", "")
        yield from _facts(info)
        own = frozenset(ConnectorOptions.model_fields)
        if set(info.options.model_fields) - own:
            yield ""
            yield from _fields((info.options,), own)


def _facts(info: ConnectorInfo) -> Iterator[str]:
    secrets = ", ".join(
        f"`{one.name}`{'' if one.required else ' (optional)'}" for one in info.secrets
    )
    yield f"- secrets: {secrets}"
    yield f"- hosts: {', '.join(f'`{host}`' for host in info.hosts)}"
    if info.regions:
        yield f"- regions: {', '.join(f'`{name}`' for name in info.regions)}"


def _fields(models: Iterable[type[BaseModel]], left_out: frozenset[str]) -> Iterator[str]:
    yield "| key | value | says |"
    yield "| --- | --- | --- |"
    for model in models:
        says = _says(model)
        for name, field in model.model_fields.items():
            if name not in left_out:
                words = says.get(name, "").replace("|", "\\|")
                yield f"| `{name}` | {_value(field)} | {words} |"


def _value(field: FieldInfo) -> str:
    kind = _kind(field.annotation)
    if field.is_required():
        return f"{kind}; required"
    default = field.get_default(call_default_factory=True)
    if default in (None, (), {}, PydanticUndefined):
        return kind
    shown = default.value if isinstance(default, Enum) else default
    return f"{kind}; `{str(shown).lower() if isinstance(shown, bool) else shown}`"


def _kind(annotation: Any) -> str:
    inner = [one for one in get_args(annotation) if one not in (type(None), ...)]
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        words = [str(one.value) for one in annotation]
        return "one of " + ", ".join(f"`{one}`" for one in words)
    if isinstance(annotation, type) and not inner:
        known: dict[type, str] = {
            str: "text",
            SecretStr: "text",
            int: "number",
            float: "number",
            bool: "true or false",
            Path: "path",
        }
        return known.get(annotation, {"date": "date"}.get(annotation.__name__, "table"))
    name = str(annotation)
    if name.startswith("typing.Literal"):
        return "one of " + ", ".join(f"`{one}`" for one in inner)
    if get_origin(annotation) is tuple:
        return f"list of {_kind(inner[0])}"
    if name.startswith("dict"):
        return "table"
    kinds = dict.fromkeys(_kind(one) for one in inner if not isinstance(one, str | int | float))
    return " or ".join(one for one in kinds if one != "table") or "table"


def _says(model: type[BaseModel]) -> dict[str, str]:
    """What stands below each field in the source of a model and of those that it is made of."""
    found: dict[str, str] = {}
    for one in reversed(model.__mro__):
        if not one.__module__.startswith("aigov_connectors"):
            continue
        (body,) = ast.parse(textwrap.dedent(inspect.getsource(one))).body
        assert isinstance(body, ast.ClassDef)  # noqa: S101
        for field, below in zip(body.body, body.body[1:], strict=False):
            if (
                isinstance(field, ast.AnnAssign)
                and isinstance(field.target, ast.Name)
                and isinstance(below, ast.Expr)
                and isinstance(below.value, ast.Constant)
            ):
                found[field.target.id] = re.sub(r"\s+", " ", str(below.value.value)).strip()
    return found


def main() -> None:
    """Write the page, or print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", type=Path)
    chosen = parser.parse_args()
    if chosen.write is None:
        print(page(), end="")
    else:
        chosen.write.write_text(page(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
