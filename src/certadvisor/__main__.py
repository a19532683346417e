"""The program's entry: the version at once, everything else through the command line."""

from __future__ import annotations

import sys

from certadvisor import __version__


def main() -> None:
    """Run the program on the words of the command line."""
    if sys.argv[1:] == ["--version"]:
        print(f"certadvisor {__version__}")  # noqa: T201
        return
    from certadvisor.shell import run  # noqa: PLC0415

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
