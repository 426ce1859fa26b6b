"""The whole estate: read everything that a configuration names, and print what matters.

    python examples/whole_estate.py aigov-connectors.toml

Secrets are found in the environment, in files or in the keyring; see the README.
"""

import asyncio
import sys

from aigov_connectors import Assessment, Config, assess, discover, load_config


async def main(config: Config) -> Assessment:
    """Discover, assess, print."""
    inventory = await discover(config)  # reads the vendors; never writes
    assessment = assess(inventory, config.policy)  # pure: no network, no disk
    for finding in assessment.findings:
        clients = [client.name for client in finding.clients]
        print(finding.verdict, finding.severity, finding.because, clients)
    for gap in inventory.gaps:
        print("not read:", gap.subject, gap.reason, gap.remedy)
    return assessment


if __name__ == "__main__":
    asyncio.run(main(load_config(sys.argv[1])))
