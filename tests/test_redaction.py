"""Secrets are known by name, whatever the spelling; harmless names stay readable."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aigov_connectors.redaction import REDACTED, canonical_json, digest, is_secret_like, redacted

SECRET_NAMES = """
token accessToken access_token ACCESS_TOKEN accesstoken apiToken registrationToken
refreshToken refresh_tokens secret clientSecret client_secret ClientSecret clientsecret
password Password userPassword uninstallPassword passwd passphrase passphrases apiKey
api_key APIKey apikey x-api-key X-API-Key Authorization authorization credential
credentials awsCredentials privateKey private_key privatekey cookie Set-Cookie session
sessionKey sessionId session_id licenseKey licenseKeys bearer jwt otp auth recoveryKey
connectionString encryption_key password2 OAuthToken syslogToken tokens webhookSecret
accessKey secretAccessKey
"""
HARMLESS_NAMES = """
tokenize tokenizer tokenization secretary passwordless keyboard key keys monkey id name
mode sessions-count passwordMinLength password_min_length tokenExpiresAt
apiTokenExpiration sessionTimeout passwordPolicy tokenType maxTokens max_tokens
promptTokens totalTokens authorizationMode credentialType enabled mitigationMode
autoMitigate engines description keyName passage compass obsession cookiesEnabled
passwordRequired tokenUrl author authorId
"""


@pytest.mark.parametrize("name", SECRET_NAMES.split())
def test_secrets_are_known_by_name(name: str) -> None:
    assert is_secret_like(name)


def test_a_name_of_two_words_is_read_as_one() -> None:
    assert is_secret_like("license key")


@pytest.mark.parametrize("name", HARMLESS_NAMES.split())
def test_harmless_names_are_not_taken_for_secrets(name: str) -> None:
    assert not is_secret_like(name)


words = st.sampled_from(["vendor", "agent", "old", "my", "group", "new"])
cores = st.sampled_from(["token", "secret", "password", "passphrase", "credential", "cookie"])


def spellings(parts: list[str]) -> list[str]:
    return [
        "_".join(parts),
        "-".join(parts),
        " ".join(parts),
        ".".join(parts),
        "_".join(parts).upper(),
        "".join(part.capitalize() for part in parts),
        parts[0] + "".join(part.capitalize() for part in parts[1:]),
    ]


@given(before=st.lists(words, max_size=3), core=cores, plural=st.booleans())
def test_no_spelling_hides_a_secret(before: list[str], core: str, plural: bool) -> None:
    for name in spellings([*before, core + ("s" if plural else "")]):
        assert is_secret_like(name), name


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text() | cores | words, inner, max_size=4)
    ),
    max_leaves=20,
)


@given(json_values, st.text(min_size=12, alphabet="abcdefgh"))
def test_a_secret_is_gone_at_any_depth(value: object, secret: str) -> None:
    hidden = {"a": [{"b": value, "clientSecret": secret, "tokens": [{"x": secret}]}]}
    told = canonical_json(redacted(hidden)).decode()
    assert secret not in told or secret in canonical_json(redacted(value)).decode()


@given(json_values)
def test_redacting_twice_changes_nothing(value: object) -> None:
    assert redacted(redacted(value)) == redacted(value)


@given(json_values)
def test_canonical_json_is_json_in_ascii_and_says_the_same(value: object) -> None:
    written = canonical_json(value)
    assert json.loads(written.decode("ascii")) == value


@given(st.dictionaries(st.text(), st.integers()))
def test_the_order_of_keys_does_not_matter(value: dict[str, int]) -> None:
    backwards = dict(reversed(value.items()))
    assert canonical_json(value) == canonical_json(backwards)
    assert digest(value) == digest(backwards)


def test_a_digest_does_not_depend_on_secrets() -> None:
    assert digest({"a": 1, "apiKey": "x"}) == digest({"apiKey": "y", "a": 1})
    assert digest({"a": 1}) != digest({"a": 2})
    assert digest(None).startswith("sha256:")
    assert len(digest(None)) == len("sha256:") + 64


def test_that_there_is_a_secret_is_no_secret() -> None:
    value = {"password": None, "hasPassword": True, "token": True, "pin": 1234}
    expected = {"password": None, "hasPassword": True, "token": True, "pin": REDACTED}
    assert redacted(value) == expected


def test_a_lone_surrogate_can_be_digested() -> None:
    assert digest({"name": "\ud800"}).startswith("sha256:")
