"""What a connection to each vendor needs, so that its credential can do no more than read."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType

from rich.console import RenderableType
from rich.text import Text

from aigov_connectors.cli.show.layout import heading, indented, labelled, line, stacked
from aigov_connectors.connector import ConnectorInfo, ConnectorOptions
from aigov_connectors.credentials import variable_name
from aigov_connectors.inventory.documented import field_texts

__all__ = ["vendors_view"]

_LABEL_WIDTH = 11

Row = tuple[str, str | Text]


def vendors_view(
    infos: Sequence[ConnectorInfo], *, origins: Mapping[str, str] = MappingProxyType({})
) -> RenderableType:
    """Each vendor with a connection table to copy and the variables of its secrets.

    `origins` is the package of each connector that is none of ours.
    """
    parts: list[RenderableType] = []
    for info in infos:
        rows = indented(labelled(list(_rows(info)), width=_LABEL_WIDTH))
        of = f", a plug-in of {origins[info.vendor]}" if info.vendor in origins else ""
        parts += [heading(info.name, f"{info.vendor}{of}"), rows, Text()]
    shared = labelled(list(_options(ConnectorOptions, without=())), width=_LABEL_WIDTH)
    parts += [heading("Every connection"), indented(shared), Text()]
    parts.append(
        line(
            ("Secrets ", "bold"),
            "are also found in the file that the same variable with _FILE names, in",
            " $CREDENTIALS_DIRECTORY/<connection>.<field>, and in the keyring under",
            " aigov-connectors / <connection>.<field>.",
        )
    )
    return stacked(*parts)


def _rows(info: ConnectorInfo) -> Iterable[Row]:
    name = f"acme-{info.vendor.replace('.', '-')}"
    if info.least_privilege:
        yield "credential", info.least_privilege
    yield "connection", line(("[[connections]]", "cyan"))
    where = (
        f'region = "{next(iter(info.regions))}"' if info.regions else f'base_url = "{_host(info)}"'
    )
    for words in (f'name = "{name}"', f'vendor = "{info.vendor}"', where):
        yield "", line((words, "cyan"))
    for secret in info.secrets:
        optional = "" if secret.required else " (optional)"
        yield "secret", line((variable_name(name, secret.name), "cyan"), optional)
        yield "", secret.description
    if info.regions:
        yield "regions", ", ".join(f"{key} ({url})" for key, url in info.regions.items())
    else:
        yield "hosts", ", ".join(f"*{one}" if one.startswith(".") else one for one in info.hosts)
    yield from _options(info.options, without=_shared(info.options))
    yield "reads", ", ".join(info.resources).replace("_", " ")


def _shared(options: type[ConnectorOptions]) -> frozenset[str]:
    """Options that every vendor has, with the value that all of them begin with."""
    return frozenset(
        name
        for name, field in ConnectorOptions.model_fields.items()
        if options.model_fields[name].default == field.default
    )


def _options(options: type[ConnectorOptions], *, without: Collection[str]) -> Iterable[Row]:
    texts = field_texts(options)
    label = "options"
    for key, field in options.model_fields.items():
        if key in without:
            continue
        about = (field.description or texts.get(key, "")).partition("\n\n")[0]
        yield label, line((f"{key} = {_default(field.default)}", "cyan"), f"  {about}".rstrip())
        label = ""


def _host(info: ConnectorInfo) -> str:
    host = info.hosts[0] if info.hosts else "console.example.com"
    return f"https://acme{host}" if host.startswith(".") else f"https://{host}"


def _default(value: object) -> str:
    match value:
        case None:
            return "unset"
        case tuple() | list() | frozenset():
            return f"[{', '.join(map(_default, value))}]"
        case bool():
            return "true" if value else "false"
        case str():
            return json.dumps(value, ensure_ascii=False)
        case _:
            return f"{value}"
