"""The places that need no service: variables, files, what the caller holds, and chains of them."""

from __future__ import annotations

import logging
import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import SecretStr

from aigov_connectors.credentials.look import (
    Look,
    Looking,
    SecretProvider,
    foreign_look,
    look_of,
    variable_name,
)
from aigov_connectors.logs import Log

__all__ = ["ChainedSecrets", "EnvironmentSecrets", "FileSecrets", "MappingSecrets"]

_DIRECTORY_VARIABLE = "CREDENTIALS_DIRECTORY"
_MAX_FILE_BYTES = 64 * 1024  # far above any key; keeps a wrong path from filling the memory

_log = Log("aigov_connectors.credentials")


@dataclass(frozen=True, slots=True)
class EnvironmentSecrets(Looking):
    """Secrets in environment variables."""

    environ: Mapping[str, str] | None = field(default=None, repr=False)
    """None reads the process environment at the time of asking."""

    def looks(self, connection: str, field: str) -> Iterator[Look]:
        """See `Looking.looks`."""
        name = variable_name(connection, field)
        value = (os.environ if self.environ is None else self.environ).get(name)
        yield look_of(f"environment variable {name}", value, otherwise="not set")


@dataclass(frozen=True, slots=True)
class FileSecrets(Looking):
    """Secrets in files: Docker and Kubernetes by `_FILE`, systemd by its credentials folder."""

    environ: Mapping[str, str] | None = field(default=None, repr=False)
    """None reads the process environment at the time of asking."""
    _warned: set[str] = field(default_factory=set, init=False, repr=False, compare=False)

    def looks(self, connection: str, field: str) -> Iterator[Look]:
        """See `Looking.looks`; a file that cannot be read is a state, not an error."""
        environ = os.environ if self.environ is None else self.environ
        variable = variable_name(connection, field) + "_FILE"
        if named := environ.get(variable):
            yield self._read(Path(named), f"file {named} (named by {variable})")
        else:
            yield Look(f"environment variable {variable}", "not set")
        entry = f"{connection}.{field}"
        folder = environ.get(_DIRECTORY_VARIABLE)
        if not folder:
            yield Look(f"file ${_DIRECTORY_VARIABLE}/{entry}", "no such folder is given")
        elif Path(entry).name != entry or "\\" in entry:
            yield Look(f"file ${_DIRECTORY_VARIABLE}/{entry}", "not the name of a file")
        else:
            path = Path(folder) / entry
            yield self._read(path, f"file {path}")

    def _read(self, path: Path, place: str) -> Look:
        try:
            status = path.stat()
            if not stat.S_ISREG(status.st_mode):
                return Look(place, "not a regular file")  # a pipe would wait for its writer
            with path.open("rb") as stream:
                content = stream.read(_MAX_FILE_BYTES + 1)
        except FileNotFoundError:
            return Look(place, "no such file")
        except (OSError, ValueError) as error:  # ValueError: a null character in the name
            return Look(place, f"cannot be read: {getattr(error, 'strerror', None) or 'bad name'}")
        if len(content) > _MAX_FILE_BYTES:
            return Look(place, f"more than {_MAX_FILE_BYTES} bytes: not a secret")
        try:
            text = content.decode("utf-8-sig")  # Windows editors like to begin with a mark
        except UnicodeDecodeError:
            return Look(place, "not UTF-8 text")
        found = look_of(place, text.rstrip("\r\n"), otherwise="empty")
        if found.secret is not None:
            self._warn_if_open(path, status.st_mode)
        return found

    def _warn_if_open(self, path: Path, mode: int) -> None:
        # On Windows the mode says nothing about who may read.
        if os.name == "posix" and mode & stat.S_IROTH and str(path) not in self._warned:
            self._warned.add(str(path))
            _log.write(
                logging.WARNING,
                "secret.file_readable_by_others",
                path=str(path),
                mode=oct(stat.S_IMODE(mode)),
                remedy="chmod o-r",
            )


@dataclass(frozen=True, slots=True)
class MappingSecrets(Looking):
    """Secrets that the caller already holds: `{"acme-s1": {"api_token": "…"}}`."""

    secrets: Mapping[str, Mapping[str, SecretStr | str]] = field(repr=False)

    def __repr__(self) -> str:
        names = [
            f"{connection}.{name}"
            for connection in self.secrets
            for name in self.secrets[connection]
        ]
        return f"{type(self).__name__}({', '.join(sorted(names))})"

    def looks(self, connection: str, field: str) -> Iterator[Look]:
        """See `Looking.looks`."""
        value = self.secrets.get(connection, {}).get(field)
        text = value.get_secret_value() if isinstance(value, SecretStr) else value
        yield look_of(f"mapping entry {connection} / {field}", text, otherwise="no such entry")


@dataclass(frozen=True, slots=True)
class ChainedSecrets(Looking):
    """Several providers, asked in order until one answers."""

    providers: Sequence[SecretProvider] = field(repr=False)

    def __repr__(self) -> str:
        # By type: how the provider of somebody else shows itself is not ours to trust.
        return f"{type(self).__name__}({', '.join(type(one).__name__ for one in self.providers)})"

    def looks(self, connection: str, field: str) -> Iterator[Look]:
        """See `Looking.looks`; a provider that is not ours is one place, named by its type."""
        for provider in self.providers:
            if isinstance(provider, Looking):
                yield from provider.looks(connection, field)
            else:
                yield foreign_look(provider, provider.get(connection, field))
