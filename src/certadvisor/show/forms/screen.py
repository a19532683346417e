"""What the screen or file that is written to can show: its width, colour and characters."""

from __future__ import annotations

import os
import shutil
import sys
import unicodedata
from pathlib import Path

from certadvisor.show.document import KEEP
from certadvisor.text import printable
from certadvisor.values import immutable

NARROWEST, WIDEST = 20, 300
UNKNOWN_WIDTH = 100
"""The width, in characters, where output does not go to a terminal."""

SPELT = {
    "✓": "yes", "✗": "no", "●": "*", "─": "-", "·": "/", "…": "...", "–": "-", "—": "-",
    "‘": "'", "’": "'", "“": '"', "”": '"', "¹": "(1)", "²": "(2)", "≥": ">=", "≤": "<=",
    "→": "->", "├": "|", "│": "|", "└": "`", "█": "#", "▒": "=", "░": ".",
}  # fmt: skip
"""What is written for a sign that cannot be shown."""
SAID = {f"✓{KEEP}": "yes: ", f"✗{KEEP}": "no: ", f"→{KEEP}": "to do: ", f"?{KEEP}": "not known: "}
"""What a sign before a word reads as where signs are read aloud."""


@immutable()
class Screen:
    """Where output goes. `width` in characters; `plain`: labelled lines instead of tables."""

    width: int = UNKNOWN_WIDTH
    colour: bool = False
    encoding: str = "utf-8"
    plain: bool = False

    def say(self, text: str) -> str:
        """`text` on one line, without control characters, in signs that can be shown here."""
        clean = printable(text)
        if self.plain:
            for sign, word in SAID.items():
                clean = clean.replace(sign, word.replace(" ", KEEP))
        return clean if self._shows(clean) else "".join(map(self._spelt, clean))

    def _shows(self, text: str) -> bool:
        try:
            text.encode(self.encoding)
        except UnicodeEncodeError:
            return False
        return True

    def _spelt(self, sign: str) -> str:
        if sign == KEEP or self._shows(sign):
            return sign
        near = SPELT.get(sign) or unicodedata.normalize("NFKD", sign)
        return near.encode("ascii", "ignore").decode() or "?"


def screen_for(output: Path | None, *, plain: bool) -> Screen:
    """The screen behind standard output, or that of a file, which is read anywhere later."""
    if output is not None:
        return Screen(plain=plain)
    terminal = sys.stdout.isatty()
    # `COLUMNS`, where it is set, wins over the terminal.
    width = shutil.get_terminal_size((80 if terminal else UNKNOWN_WIDTH, 24)).columns
    return Screen(
        width=min(max(width, NARROWEST), WIDEST),
        colour=terminal
        and not plain
        and not os.environ.get("NO_COLOR")
        and os.environ.get("TERM", "dumb") != "dumb",
        encoding=_encoding(),
        plain=plain,
    )


def _encoding() -> str:
    name = getattr(sys.stdout, "encoding", None) or "ascii"
    try:
        "".encode(name)
    except LookupError:
        return "ascii"
    return name
