"""What the tests of meaning share: a place, a moment, two clients with their computers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from aigov_connectors.connectwise.automate.normalize import (
    Estate,
)
from aigov_connectors.connectwise.automate.wire import (
    GroupWire,
)
from aigov_connectors.inventory import (
    Autonomy,
    Origin,
    Place,
)

NOW = datetime(2026, 11, 20, tzinfo=UTC)
PLACE = Place(connection="acme", tenant_id="acme.hostedrmm.com")
ORIGIN = Origin("connectwise.automate", PLACE.tenant_id, "GET", "/v1/X", (), NOW, "sha256:0")
FULL, SEMI, ADVISORY, UNKNOWN = (
    Autonomy.FULLY_AUTONOMOUS,
    Autonomy.SEMI_AUTONOMOUS,
    Autonomy.ADVISORY,
    Autonomy.UNKNOWN,
)
SINCE = NOW - timedelta(days=30)
JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2)
    ),
    max_leaves=4,
)


def estate() -> Estate:
    """Two clients with two computers each; group 8 holds one of each, 9 is below 8."""
    found = Estate()
    found.whole = {"computers", "group_computers", "groups"}
    for client in ("1", "2"):
        found.serve(client, f"Client {client}")
        found.locate(f"3{client}", client)
        for one in (f"{client}01", f"{client}02"):
            found.stand(one, client)
        found.join("8", f"{client}01")
    found.join("9", "202")
    found.groups = {
        "8": GroupWire(id="8", name="Servers"),
        "9": GroupWire(id="9", name="Inner", parent_id="8"),
    }
    return found
