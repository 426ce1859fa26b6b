"""Where secrets come from: variables, files, the keyring, or the vault of whoever embeds us.

A secret is looked for under the name of its connection and the vendor's own word for it, in this
order; the first place that holds something wins:

1. the environment variable `AIGOV_CONNECTORS_<CONNECTION>_<FIELD>` (upper case; every other
   character becomes `_`),
2. the file that the same variable with `_FILE` names,
3. the file `$CREDENTIALS_DIRECTORY/<connection>.<field>`,
4. the keyring: service `aigov-connectors`, user `<connection>.<field>`.

A secret that the vendor replaces (a refresh token) is written back to the keyring if it came from
there, or through the `store` of a provider that has one; any other place is the owner's to write.

Nothing here prompts, and nothing but a `SecretStr` ever holds a value: texts, reprs and errors say
where was looked and what was found there, never what it is.
"""

from aigov_connectors.credentials.keyring_store import (
    KEYRING_SERVICE,
    KeyringSecrets,
    delete,
    require_keyring,
    store,
)
from aigov_connectors.credentials.look import (
    AsyncSecretProvider,
    Look,
    SecretProvider,
    variable_name,
)
from aigov_connectors.credentials.places import (
    ChainedSecrets,
    EnvironmentSecrets,
    FileSecrets,
    MappingSecrets,
)
from aigov_connectors.credentials.resolving import (
    check_distinct,
    default_secrets,
    keep,
    resolve,
)

__all__ = [
    "KEYRING_SERVICE",
    "AsyncSecretProvider",
    "ChainedSecrets",
    "EnvironmentSecrets",
    "FileSecrets",
    "KeyringSecrets",
    "Look",
    "MappingSecrets",
    "SecretProvider",
    "check_distinct",
    "default_secrets",
    "delete",
    "keep",
    "require_keyring",
    "resolve",
    "store",
    "variable_name",
]
