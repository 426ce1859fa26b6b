"""One vendor in a script: which SentinelOne agents run in detect mode, without the library's model.

    AIGOV_CONNECTORS_S1_API_TOKEN=… python examples/one_vendor.py https://acme.sentinelone.net

The client is usable alone: it pages, retries, keeps to the console's limits and can only read.
"""

import asyncio
import os
import sys
from collections import Counter

from pydantic import SecretStr

from aigov_connectors.sentinelone import SentinelOneClient


async def main(base_url: str, api_token: SecretStr) -> Counter[str]:
    """Count agents by site whose own mode is `detect`."""
    detecting: Counter[str] = Counter()
    async with SentinelOneClient(base_url, api_token) as s1:
        agents = s1.agents()
        async for agent in agents:
            if agent.mitigation_mode == "detect":
                detecting[agent.site_id or "?"] += 1
        receipt = agents.receipt
    for site, count in detecting.most_common(10):
        print(f"{count:5} agents only detect in site {site}")
    if receipt is not None:
        state = "complete" if receipt.complete else f"NOT complete: {receipt.why}"
        print(f"{receipt.rows} agents read in {receipt.requests} requests, {state}")
    return detecting


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], SecretStr(os.environ["AIGOV_CONNECTORS_S1_API_TOKEN"])))
