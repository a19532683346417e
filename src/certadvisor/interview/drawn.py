"""Questions drawn with questionary: lists to move in, ticks to set, texts to type."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Callable
from typing import Any

import questionary
from prompt_toolkit.application import Application, get_app
from prompt_toolkit.filters import Always, Condition
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.output import Output, create_output
from prompt_toolkit.output.vt100 import Vt100_Output
from prompt_toolkit.shortcuts import print_formatted_text
from prompt_toolkit.styles import Style
from questionary.prompts.common import InquirerControl

from certadvisor.errors import printable
from certadvisor.interview.prompts import Chosen, Prompt, Reply, Wish

STYLE = Style(
    [
        ("qmark", "bold"),
        ("question", "nobold"),
        ("pointer", "bold fg:ansicyan"),
        ("highlighted", "bold fg:ansicyan"),
        ("selected", "noreverse"),
        ("answer", "fg:ansicyan"),
        ("reading", "fg:ansicyan"),
    ]
)
MARGIN = "  "
WIDEST = 100
"""Lines are broken here, in characters, however wide the terminal is."""


class DrawnAsker:
    """Draws on stderr, and leaves one line of each question behind."""

    def __init__(self) -> None:
        self._output = _output()

    def open(self, title: str, line: str) -> None:
        """Begin, with how to answer."""
        self._print([("bold", title)])
        self.say(line)
        self.say("Arrow keys or numbers choose, Enter goes on; ← or < goes back, ? tells more.")
        self.say("")

    def say(self, text: str) -> None:
        """Tell something, above the question."""
        self._print([("", _broken(text, self._columns()))])

    def ask(self, prompt: Prompt) -> Reply:
        """Put one question, and take it off the screen when it is answered or left."""
        application = self._drawn(prompt)
        application.erase_when_done = True
        reply = application.run()
        if isinstance(reply, Reply):
            return reply
        chosen = tuple(reply) if isinstance(reply, list) else (str(reply),)
        return Reply(Wish.ANSWER, tuple(c for c in chosen if c.strip()))

    def noted(self, prompt: Prompt, chosen: Chosen) -> None:
        """Leave the question and its answer on the screen."""
        heading = f"{prompt.number} {printable(prompt.ask)}"
        self._print([("bold", heading), ("", MARGIN), ("class:answer", printable(prompt.shown(chosen)))])

    def _print(self, parts: list[tuple[str, str]]) -> None:
        print_formatted_text(FormattedText(parts), output=self._output, style=STYLE)

    def _columns(self) -> int:
        return min(self._output.get_size().columns, WIDEST)
