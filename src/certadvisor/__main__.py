"""The program's entry."""

from __future__ import annotations

import atexit
import gc
import sys

from certadvisor.cli.main import install_signal_handlers, run


def main() -> int:
    """Run the program on the words of the command line; its exit code."""
    install_signal_handlers()
    # Little is ever left in cycles; to look for them, now and at the end, takes a tenth of the time.
    gc.disable()
    atexit.register(gc.freeze)
    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
