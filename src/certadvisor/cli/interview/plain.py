"""Questions as numbered lines: for screen readers and terminals that cannot draw."""

from __future__ import annotations

import contextlib
import importlib
import importlib.util
import sys
from typing import Any

from certadvisor.catalog.names import Names, folded
from certadvisor.cli.interview.prompts import Chosen, Intent, Prompt, Reply
from certadvisor.errors import UnknownNameError
from certadvisor.text import SHOWN, printable, sentence

termios: Any = importlib.import_module("termios") if importlib.util.find_spec("termios") else None
"""Windows has none."""
UNREADABLE = "\N{REPLACEMENT CHARACTER}"


class PlainAsker:
    """Writes to stderr, reads lines from stdin, and never moves the cursor."""

    def start(self, title: str, line: str) -> None:
        """Begin, with how to answer."""
        self.say(title)
        self.say(line)
        self.say("Type an answer and press Enter. Type ? to hear more, < to go back.")

    def say(self, text: str) -> None:
        """Write text on a line of its own."""
        sys.stderr.write(f"{printable(text)}\n")
        sys.stderr.flush()

    def ask(self, prompt: Prompt) -> Reply:
        """Ask one question until the line typed can be understood."""
        self.say("")
        self.say(f"{prompt.number}. {prompt.ask}")
        self.say(prompt.why)
        for number, option in enumerate(prompt.options, 1):
            self.say(f"  {number}. {option.label}")
        while True:
            line = self._read_line(f"{_invitation(prompt)}: ")
            if line in ("<", "?"):
                return Reply(Intent.BACK if line == "<" else Intent.MORE)
            try:
                return Reply(Intent.ANSWER, _chosen(line, prompt))
            except UnknownNameError as error:
                self.say(sentence(str(error)))

    def show_answer(self, prompt: Prompt, chosen: Chosen) -> None:
        """Say how an answer was understood."""
        self.say(f"Noted: {prompt.answer_text(chosen)}.")

    def _read_line(self, invitation: str) -> str:
        discard_typeahead()
        sys.stderr.write(invitation)
        sys.stderr.flush()
        try:
            return input().strip()
        except UnicodeDecodeError:
            return UNREADABLE
        except (KeyboardInterrupt, EOFError):
            self.say("")
            raise


def discard_typeahead() -> None:
    """Forget what was typed or pasted before a question was asked: it cannot answer it."""
    if termios is not None:
        with contextlib.suppress(termios.error, ValueError):
            termios.tcflush(sys.stdin, termios.TCIFLUSH)


def _invitation(prompt: Prompt) -> str:
    if not prompt.options:
        what = f"For example {prompt.example}"
    elif prompt.many:
        what = "Numbers or names, separated by commas"
    else:
        what = f"A number from 1 to {len(prompt.options)}, or the name"
    return f"{what}; empty: {prompt.nothing}" if prompt.nothing else what


def _chosen(line: str, prompt: Prompt) -> Chosen:
    """The values that a line names by number or name, or the text itself.

    Raises:
        UnknownNameError: it names no option.
    """
    if not line:
        return ()
    if not prompt.options:
        return (line,)
    found = [_option_named(part, prompt) for part in (line.split(",") if prompt.many else [line])]
    return tuple(dict.fromkeys(value for value in found if value))


def _option_named(text: str, prompt: Prompt) -> str:
    text, count = text.strip(), len(prompt.options)
    if text.isascii() and text.isdigit() and 1 <= int(text[:6]) <= count:
        return prompt.options[int(text[:6]) - 1].value
    if text.isdigit() or not folded(text):
        raise UnknownNameError(f'there is no "{printable(text, SHOWN)}" here')
    return Names("such answer", {o.value: (o.label, *o.aliases) for o in prompt.options}).resolve(
        text
    )
