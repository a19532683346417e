"""What is longer than the terminal goes through the person's pager, as with git or man."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import sys

READ_AND_QUIT = "FRX"
"""How less behaves where the person has not said: colours, no wait for what fits, text left behind."""


def page(text: str) -> bool:
    """Show text in the pager; False where there is none, or none is needed."""
    command = _command()
    if not command or not _is_long(text):
        return False
    # Ctrl-C is for the pager to heed. A pager must not inherit that it is ignored.
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        environment = {"LESS": READ_AND_QUIT, **os.environ}
        subprocess.run(command, input=text, env=environment, encoding="utf-8", check=False)
    except OSError:
        return False
    finally:
        signal.signal(signal.SIGINT, before)
    return True


def _command() -> list[str]:
    """The pager as words; empty where nothing is to be paged."""
    if not sys.stdin.isatty() or os.environ.get("TERM") == "dumb":
        return []
    try:
        words = shlex.split(os.environ.get("PAGER", "less"))
    except ValueError:
        return []
    return words if words and shutil.which(words[0]) else []


def _is_long(text: str) -> bool:
    """Whether the text needs more lines than the terminal has, one being left for the prompt."""
    width, height = shutil.get_terminal_size((80, 24))
    lines = (1 + max(len(line) - 1, 0) // max(width, 1) for line in text.splitlines())
    return sum(lines) >= height
