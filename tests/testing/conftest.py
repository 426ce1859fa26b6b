"""Uses the fixtures as somebody else's tests would, but for where they may be named.

pytest wants `pytest_plugins` in the topmost conftest; importing the fixtures is the same.
"""

from aigov_connectors.testing.pytest_plugin import aigov_config, aigov_sandbox, aigov_secrets

__all__ = ["aigov_config", "aigov_sandbox", "aigov_secrets"]
