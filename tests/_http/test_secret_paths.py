"""No vendor's client asks a path that is known to give out secrets, however it is spelled."""

from __future__ import annotations

import pytest

from aigov_connectors._http import ReadDeclaration
from aigov_connectors._http.paths import covers
from aigov_connectors.connectwise.automate.api import DECLARATION as AUTOMATE
from aigov_connectors.connectwise.psa.api import DECLARATION as PSA
from aigov_connectors.halopsa.api import DECLARATION as HALO
from aigov_connectors.ninjaone.api import DECLARATION as NINJA
from aigov_connectors.sentinelone.client import READS

_S1 = "/web/api/v2.1"


@pytest.mark.parametrize(
    ("declaration", "path"),
    [
        (READS, f"{_S1}/agents/passphrases"),
        (READS, f"{_S1}/agents/123/passphrases"),
        (READS, f"{_S1}/Agents/123/Passphrases"),
        (READS, f"{_S1}/users/api-token-details"),
        (READS, f"{_S1}/users/7/api-token-details"),
        (READS, f"{_S1}/users/generate-api-token"),
        (READS, f"{_S1}/agent-artifacts/token"),
        (READS, f"{_S1}/accounts/1/uninstall-password/view"),
        (HALO, "/passwordfield/5"),
        (HALO, "/LicenseInfo/password"),
        (HALO, "/Certificate"),
        (PSA, "/company/managedDevicesIntegrations/4/logins/2"),
        (PSA, "/system/managementNetworkSecurities/2/testCredentials"),
        (AUTOMATE, "/v1/ExternalSystemCredentials/Clients/4"),
        (AUTOMATE, "/v1/clients/4/productkeys"),
        (NINJA, "/v2/software-license/8"),
    ],
)
def test_a_path_that_gives_out_secrets_is_refused(declaration: ReadDeclaration, path: str) -> None:
    assert any(covers(one.casefold()).match(path.casefold()) for one in declaration.forbidden)


@pytest.mark.parametrize(
    "path", ["/agents", "/users", "/users/7", "/agents/123", "/sites/1/policy"]
)
def test_what_is_read_stays_readable(path: str) -> None:
    asked = f"{_S1}{path}"
    assert not any(covers(one.casefold()).match(asked) for one in READS.forbidden)
