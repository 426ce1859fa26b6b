"""Which rule gives evidence about which control of which framework: data, one file per framework.

A finding supports a control or contradicts it; it never says that somebody complies.
"""

from aigov_connectors.controls.frameworks import (
    Control,
    Framework,
    FrameworkControl,
    Relation,
    load_framework,
    shipped_frameworks,
)

__all__ = [
    "Control",
    "Framework",
    "FrameworkControl",
    "Relation",
    "load_framework",
    "shipped_frameworks",
]
