"""Makes `python -m aigov_connectors` the same as the command `aigov-connectors`."""

import sys

from aigov_connectors.cli import main

if __name__ == "__main__":
    sys.exit(main())
