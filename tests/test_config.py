"""The configuration file: what it may say, and how wrong ones are reported."""

from datetime import date

import pytest

from aigov_connectors import Config, ConnectionConfig, load_config
from aigov_connectors.errors import ConfigurationError
from aigov_connectors.inventory import Autonomy, DecisionKind
from aigov_connectors.policy import DEFAULT_LINES, Permission

WHOLE = """
[[connections]]
name = "acme-s1"
vendor = "sentinelone"
base_url = "https://acme.sentinelone.net"
lookback_days = 7
network = { proxy = "http://127.0.0.1:3128", read_timeout = 20 }

[[clients]]
name = "Lakeside Clinic"
id = "lakeside"
aliases = { ninjaone = "12", "connectwise.psa" = ["LakesideClinic", "Lakeside"] }
industry = "healthcare"
regulations = ["HIPAA"]

[[clients]]
name = "Northwind"
kind = "own"

[[attestations]]
feature = "ninjaone.ai_app"
enabled = false
by = "head of service"
on = 2026-10-01
until = 2027-10-01

[oversight]
[[oversight.lines]]
name = "isolate alone when sure"
decisions = ["isolate_endpoint"]
when = { dimension = "confidence", operator = "ge", value = "malicious" }
allowed = "alone"

[[waivers]]
rule = "unattended-script"
owner = "head of service"
reason = "pilot"
until = 2026-12-31
"""


def _load(tmp_path, text):
    file = tmp_path / "aigov-connectors.toml"
    file.write_text(text, encoding="utf-8")
    return load_config(file)


def test_every_table_is_read(tmp_path) -> None:
    config = _load(tmp_path, WHOLE)
    (connection,) = config.connections
    assert connection.options == {"lookback_days": 7}
    assert connection.network_options().read_timeout == 20
    clinic, own = config.clients
    assert clinic.aliases == {
        "ninjaone": ("12",),
        "connectwise.psa": ("LakesideClinic", "Lakeside"),
    }
    assert clinic.context.regulations == ("HIPAA",)
    assert own.kind == "own"
    (attestation,) = config.attestations
    assert (attestation.on, attestation.autonomy) == (date(2026, 10, 1), Autonomy.UNKNOWN)
    own_line, *shipped = config.policy.lines
    assert own_line.decisions == (DecisionKind.ISOLATE_ENDPOINT,)
    assert own_line.allowed is Permission.ALONE
    assert tuple(shipped) == DEFAULT_LINES
    assert config.policy.waivers[0].until == date(2026, 12, 31)


def test_the_shipped_lines_can_be_left_out(tmp_path) -> None:
    config = _load(tmp_path, "[oversight]\nextend_default = false\n")
    assert config.policy.lines == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[connections]]\nname='a'\n", "connections[1].vendor"),
        ("[[connections]]\nname='a b'\nvendor='x'\n", "connections[1].name"),
        (
            "[[connections]]\nname='a'\nvendor='x'\n[[connections]]\nname='a'\nvendor='y'\n",
            "'a' stands twice",
        ),
        ("[[clients]]\nname='a'\nsize=3\n", "clients[1]: size"),
        ("[[clients]]\nname='a'\nkind='partner'\n", "kind"),
        ("[[attestations]]\nfeature='f'\nenabled=true\nby='me'\n", "attestations[1]: on"),
        (
            "[[attestations]]\nfeature='f'\nenabled=true\nby='me'\non=2026-01-01\n"
            "autonomy='advisory'\ngate='none'\n",
            "contradicts itself",
        ),
        ("[[oversight.lines]]\nname='l'\nallowed='sometimes'\n", "oversight.lines[1]: allowed"),
        ("[surprise]\nx = 1\n", "surprise"),
        ("this is no toml", "not TOML"),
    ],
)
def test_a_wrong_file_is_reported_with_its_place(tmp_path, text, words) -> None:
    with pytest.raises(ConfigurationError) as caught:
        _load(tmp_path, text)
    assert words in str(caught.value)
    assert caught.value.hint


def test_values_are_not_repeated_in_errors(tmp_path) -> None:
    with pytest.raises(ConfigurationError) as caught:
        _load(
            tmp_path,
            "[[attestations]]\nfeature='f'\nenabled='hunter2-value'\nby='me'\non=2026-01-01\n",
        )
    assert "hunter2-value" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_a_missing_file_says_so(tmp_path) -> None:
    with pytest.raises(ConfigurationError, match="cannot be read"):
        load_config(tmp_path / "none.toml")


def test_a_configuration_in_code_is_the_same() -> None:
    config = Config(connections=(ConnectionConfig(name="a", vendor="ninjaone", region="eu"),))
    assert config.connections[0].region == "eu"


@pytest.mark.parametrize(
    "table",
    [
        "[[attestations]]\nfeature='f'\nenabled=true\nby='me'\non=2026-01-01\nconnection='mian'\n",
        "[[waivers]]\nrule='r'\nowner='me'\nreason='x'\nuntil=2026-01-01\nconnection='mian'\n",
    ],
)
def test_an_attestation_or_waiver_names_a_connection_that_is_there(tmp_path, table) -> None:
    file = tmp_path / "c.toml"
    file.write_text("[[connections]]\nname='main'\nvendor='acme'\n" + table)
    with pytest.raises(ConfigurationError, match="1 names the connection 'mian', which is not"):
        load_config(file)
    file.write_text(file.read_text().replace("mian", "main"))
    load_config(file)


def test_no_dump_of_a_configuration_holds_a_password() -> None:
    config = Config.model_validate(
        {
            "connections": [
                {
                    "name": "one",
                    "vendor": "sentinelone",
                    "network": {"proxy": "http://msp:hunter2@proxy.example:3128"},
                }
            ],
            "store": {"url": "postgresql://msp:hunter2@db.example/runs"},
        }
    )
    shown = (repr(config), str(config.model_dump()), config.model_dump_json())
    assert not [one for one in shown if "hunter2" in one]
    assert config.connections[0].network_options().proxy == "http://msp:hunter2@proxy.example:3128"
    assert config.store is not None
    assert config.store.url.get_secret_value().endswith("@db.example/runs")


def test_a_wrong_key_of_the_network_is_told_as_any_other(tmp_path) -> None:
    with pytest.raises(ConfigurationError, match="nonsense: Extra inputs are not permitted"):
        _load(
            tmp_path,
            "[[connections]]\nname='a'\nvendor='x'\n[connections.network]\nnonsense='hunter2'\n",
        )


def test_the_kinds_of_a_client_are_told(tmp_path) -> None:
    with pytest.raises(ConfigurationError, match="should be 'client', 'own' or 'catch_all'"):
        _load(tmp_path, "[[clients]]\nname='a'\nkind='partner'\n")
