"""The configuration: connections, clients, attestations, oversight policy, waivers.

It holds no secret; secrets are found by connection name (see `aigov_connectors.credentials`).
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable
from os import PathLike
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal, Self, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    InstanceOf,
    SecretStr,
    ValidationError,
    field_validator,
    model_validator,
)

from aigov_connectors import registry
from aigov_connectors._http import KEY_PASSWORD, ClientCertificate, NetworkOptions
from aigov_connectors.errors import ConfigurationError
from aigov_connectors.inventory import (
    Attestation,
    ClientContext,
    ClientEntry,
    Exact,
    check_entries,
)
from aigov_connectors.keeping import is_device_name
from aigov_connectors.misplaced import refuse_secrets
from aigov_connectors.policy import (
    DEFAULT_LINES,
    OversightLine,
    Policy,
    PolicyProblem,
    Waiver,
    policy_problems,
)
from aigov_connectors.trust import check_plugins

__all__ = [
    "Config",
    "ConnectionConfig",
    "NetworkConfig",
    "OversightConfig",
    "StoreConfig",
    "clients_at",
    "load_config",
    "oversight_lines_at",
    "parse_config",
    "waivers_at",
]


_CLIENTS = re.compile(r"\s*\[\[\s*clients\s*\]\]")
_WAIVERS = re.compile(r"\s*\[\[\s*waivers\s*\]\]")
_OVERSIGHT = re.compile(r"\s*\[\[\s*oversight\s*\.\s*lines\s*\]\]")


class _Table(BaseModel):
    """A table of the file: spelled as TOML spells it, and nothing unknown in it."""

    model_config: ClassVar[ConfigDict] = ConfigDict(
        frozen=True, extra="forbid", defer_build=True, hide_input_in_errors=True
    )


class NetworkConfig(_Table):
    """How a connection reaches its vendor; times in seconds."""

    proxy: SecretStr | None = None
    """Proxy URL; it may hold a password, and is shown nowhere."""
    ca_bundle: Path | None = None
    """PEM file of the authorities that are trusted, in the place of all others."""
    trust_store: Literal["certifi", "system"] = "certifi"
    """Whose authorities are trusted: those that come with the library, or the machine's."""
    client_certificate: Path | None = None
    """PEM file that this side shows, for vendors or proxies that ask for one."""
    client_key: Path | None = None
    """Its key, where it is not in the same file."""
    connect_timeout: float = Field(default=10.0, gt=0)
    """How long a connection may take."""
    read_timeout: float = Field(default=60.0, gt=0)
    """Longest silence of the vendor within one answer."""
    total_timeout: float = Field(default=300.0, gt=0)
    """Longest time that one attempt may take."""
    trust_env: bool = True
    """Whether proxy and certificate variables of the environment count."""

    def options(self, key_password: SecretStr | None = None) -> NetworkOptions:
        """The same for the HTTP stack; `key_password` opens an encrypted client key."""
        certificate = None
        if self.client_certificate is not None:
            certificate = ClientCertificate(self.client_certificate, self.client_key, key_password)
        return NetworkOptions(
            proxy=None if self.proxy is None else self.proxy.get_secret_value(),
            ca_bundle=self.ca_bundle,
            trust_store=self.trust_store,
            client_certificate=certificate,
            connect_timeout=self.connect_timeout,
            read_timeout=self.read_timeout,
            total_timeout=self.total_timeout,
            trust_env=self.trust_env,
        )


class ConnectionConfig(_Table):
    """One credential to one vendor tenant.

    Keys beyond these are the vendor's own options, such as `lookback_days` or `tenant`; they are
    checked when the connection is opened.
    """

    model_config: ClassVar[ConfigDict] = ConfigDict(extra="allow")

    name: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$")
    """Unique; names the secrets."""
    vendor: str
    """Id of the product, such as `ninjaone` or `connectwise.psa`."""
    base_url: str | None = None
    """Address at which people log in; the host alone, without a path of the web console."""
    region: str | None = None
    """Instead of `base_url`, where the vendor has regions."""
    on_premise: bool = False
    """Sends the credential to a host that is not one of the vendor's own."""
    # An instance only: of a table, pydantic would fill the options with keys that they lack.
    network: NetworkConfig | InstanceOf[NetworkOptions] = NetworkConfig()

    @model_validator(mode="before")
    @classmethod
    def _holds_no_secret(cls, table: Any) -> Any:
        """Before any check that could repeat it, and by an error that does not hold its input."""
        if isinstance(table, dict):
            refuse_secrets(table, (KEY_PASSWORD, *registry.secret_names(str(table.get("vendor")))))
        return table

    @field_validator("name")
    @classmethod
    def _can_be_a_file(cls, name: str) -> str:
        if is_device_name(name):
            raise ValueError("is a device of Windows, and secrets are kept in files of that name")
        return name

    @property
    def options(self) -> dict[str, Any]:
        """The vendor's own options, unchecked."""
        return dict(self.model_extra or {})

    @property
    def shows_certificate(self) -> bool:
        """Whether the file names a client certificate, whose key may take a password."""
        return isinstance(self.network, NetworkConfig) and bool(self.network.client_certificate)

    def network_options(self, key_password: SecretStr | None = None) -> NetworkOptions:
        """The network options for the HTTP stack; `key_password` is that of the client key."""
        told = self.network
        return told.options(key_password) if isinstance(told, NetworkConfig) else told


Exactly = TypeVar("Exactly", bound=Exact)


def _spelled(model: type[Exactly], shape: Callable[[dict[str, Any]], Any] = dict) -> Any:
    """Let an exact model be written as TOML writes it: words for enums, lists for tuples."""

    def read(value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        try:
            return model.model_validate_json(json.dumps(shape(value), default=str))
        except ValidationError as error:
            raise ValueError(_places(error)) from None  # the validation error holds the input

    return BeforeValidator(read)


def _client_shape(table: dict[str, Any]) -> dict[str, Any]:
    """Aliases may be one word or several; what no tool knows stands beside the name."""
    entry = dict(table)
    context = {key: entry.pop(key) for key in ClientContext.model_fields if key in entry}
    aliases = entry.get("aliases")
    if isinstance(aliases, dict):
        entry["aliases"] = {
            place: [one] if isinstance(one, str) else one for place, one in aliases.items()
        }
    return {**entry, "context": context} if context else entry


class OversightConfig(_Table):
    """The oversight policy; its lines are read before those that ship."""

    lines: tuple[Annotated[OversightLine, _spelled(OversightLine)], ...] = ()
    extend_default: bool = True
    """False leaves out the lines that ship: what no line speaks of then needs approval."""


class StoreConfig(_Table):
    """Where runs are kept."""

    url: SecretStr = Field(min_length=1)
    """A file, or `postgresql://user@host/database`; a password belongs into `PGPASSWORD` or
    `~/.pgpass`."""


class Config(_Table):
    """Everything that a run needs besides the secrets."""

    connections: tuple[ConnectionConfig, ...] = ()
    clients: tuple[Annotated[ClientEntry, _spelled(ClientEntry, _client_shape)], ...] = ()
    attestations: tuple[Annotated[Attestation, _spelled(Attestation)], ...] = ()
    oversight: OversightConfig = OversightConfig()
    waivers: tuple[Annotated[Waiver, _spelled(Waiver)], ...] = ()
    store: StoreConfig | None = None
    plugins: tuple[str, ...] | None = None
    """Installed packages whose connectors and rules may be used, by the names they are installed
    by; empty allows none but those that ship, absent allows all."""

    @model_validator(mode="after")
    def _names_are_unique(self) -> Self:
        _unique("connection", [one.name for one in self.connections])
        _unique("client", [one.name for one in self.clients])
        _unique("client id", [one.id for one in self.clients if one.id is not None])
        check_entries(self.clients)
        return self

    @model_validator(mode="after")
    def _connections_exist(self) -> Self:
        """A name that is misspelled would speak of nothing, and nobody would notice."""
        known = {one.name for one in self.connections}
        if not known:  # written in code, for collections that were read elsewhere
            return self
        named = {
            **{f"attestation {n}": one.connection for n, one in enumerate(self.attestations, 1)},
            **{f"waiver {n}": one.connection for n, one in enumerate(self.waivers, 1)},
        }
        for what, name in named.items():
            if name is not None and name not in known:
                raise ValueError(
                    f"{what} names the connection {name!r}, which is not there;"
                    f" there are: {', '.join(sorted(known))}"
                )
        return self

    @property
    def policy(self) -> Policy:
        """The oversight policy and the waivers, as `assess` takes them."""
        shipped = DEFAULT_LINES if self.oversight.extend_default else ()
        return Policy(lines=(*self.oversight.lines, *shipped), waivers=self.waivers)

    @property
    def policy_problems(self) -> tuple[PolicyProblem, ...]:
        """Own oversight lines that never count, disagree or speak of nobody; odd regulations."""
        return policy_problems(self.oversight.lines, self.clients)


def load_config(path: str | PathLike[str]) -> Config:
    """Read a configuration file.

    Raises:
        ConfigurationError: it cannot be read, is no TOML, or does not have the shape of a
            configuration; a connection holds a secret; or `plugins` names a package that is not
            installed. The message names each place and never a value.
    """
    file = Path(path)
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigurationError(
            f"the configuration {file} cannot be read: {error.strerror}",
            hint="Give its path with --config, or write one: the README shows how.",
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(
            f"the configuration {file} is not TOML: {error}", hint="Mend the named line."
        ) from error
    return parse_config(table, file)


def parse_config(table: dict[str, Any], file: str | PathLike[str]) -> Config:
    """Check the tables of a configuration; `file` is what errors call it.

    Raises:
        ConfigurationError: they do not have the shape of a configuration, hold a secret, or let in
            a package that is not installed.
    """
    try:
        config = Config.model_validate(table)
        check_plugins(config.plugins)
    except ConfigurationError as error:
        raise ConfigurationError(f"the configuration {file}: {error}", hint=error.hint) from None
    except ValidationError as error:
        raise ConfigurationError(
            f"the configuration {file} does not fit: {_places(error)}",
            hint="Mend the named places; docs/configuration.md lists every table and key.",
        ) from None  # the validation error holds the input
    return config


def oversight_lines_at(file: str | PathLike[str]) -> tuple[int, ...]:
    """In which line of a file each `[[oversight.lines]]` begins, counted from 1.

    Empty where the lines are written otherwise, such as in one inline array.

    Raises:
        OSError: the file cannot be read.
    """
    return _lines_at(file, _OVERSIGHT)


def waivers_at(file: str | PathLike[str]) -> tuple[int, ...]:
    """In which line of a file each `[[waivers]]` begins; see `oversight_lines_at`.

    Raises:
        OSError: the file cannot be read.
    """
    return _lines_at(file, _WAIVERS)


def clients_at(file: str | PathLike[str]) -> tuple[int, ...]:
    """In which line of a file each `[[clients]]` begins; see `oversight_lines_at`.

    Raises:
        OSError: the file cannot be read.
    """
    return _lines_at(file, _CLIENTS)


def _lines_at(file: str | PathLike[str], head: re.Pattern[str]) -> tuple[int, ...]:
    rows = Path(file).read_text(encoding="utf-8").splitlines()
    return tuple(number for number, row in enumerate(rows, start=1) if head.match(row))


def _places(error: ValidationError) -> str:
    """What is wrong where, without the values."""
    return "; ".join(
        f"{_place(problem['loc'])}: {problem['msg'].removeprefix('Value error, ')}"
        for problem in error.errors(include_input=False, include_url=False)
    )


def _place(location: tuple[int | str, ...]) -> str:
    """`connections[2].name`, counted from 1 as a person counts."""
    words = ""
    for step in location:
        words += f"[{step + 1}]" if isinstance(step, int) else f".{step}"
    return words.lstrip(".") or "the file"


def _unique(what: str, names: list[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise ValueError(f"the {what} {name!r} stands twice")
        seen.add(name)
