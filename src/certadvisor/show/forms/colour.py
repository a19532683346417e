"""The table form in the colours of a terminal: the one form that needs rich."""

from __future__ import annotations

from io import StringIO

from rich.console import Console
from rich.text import Text

from certadvisor.show.document import Document, Tone
from certadvisor.show.forms.lines import tidied
from certadvisor.show.forms.screen import Screen
from certadvisor.show.forms.table import drawn

STYLES: dict[Tone, str] = {
    "plain": "",
    "good": "green",
    "bad": "red",
    "unknown": "magenta",
    "quiet": "",
    "strong": "bold",
}
"""Colours that can be read on a light and on a dark background: neither yellow nor dim."""
SIGNS = {"✓(?=\xa0)": "green", "✗(?=\xa0)": "red", r"[→?](?=\xa0)": "magenta"}
"""A sign has a colour of its own, so that one open point does not colour what stands beside it."""


def render(document: Document, screen: Screen) -> str:
    """The document as text for a terminal, in colour whatever the environment says."""
    text = Text()
    for line in drawn(document, screen):
        for piece, tone in line:
            text.append(piece, STYLES[tone] or None)
        text.append("\n")
    for sign, style in SIGNS.items():
        text.highlight_regex(sign, style)
    file = StringIO()
    console = Console(
        file=file,
        width=screen.width,
        height=25,
        force_terminal=True,
        force_jupyter=False,
        color_system="standard",
        no_color=False,
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
    )
    console.print(text, soft_wrap=True)
    return "\n".join(tidied(file.getvalue().split("\n"))) + "\n"
