"""The program's entry."""

from __future__ import annotations

import sys

from certadvisor.shell import heed_signals, run


def main() -> int:
    """Run the program on the words of the command line; its exit code."""
    heed_signals()
    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
