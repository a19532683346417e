"""Questions asked with questionary: menus to move in, boxes to tick, texts to type."""

from __future__ import annotations

import contextlib
import signal
import sys
import textwrap
from collections.abc import Iterator
from typing import Any

import questionary
from prompt_toolkit.application import Application, get_app
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.input.typeahead import clear_typeahead
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout.processors import AfterInput
from prompt_toolkit.output import create_output
from prompt_toolkit.output.vt100 import Vt100_Output
from prompt_toolkit.shortcuts import print_formatted_text
from prompt_toolkit.styles import Style

from certadvisor.cli.interview.key_bindings import bind_common, go_back, ignore
from certadvisor.cli.interview.menus import POINTER, select_many, select_one
from certadvisor.cli.interview.plain import discard_typeahead
from certadvisor.cli.interview.prompts import Chosen, Intent, Prompt, Reply
from certadvisor.text import printable

STYLE = Style(
    [
        ("qmark", "bold fg:default"),
        ("question", "nobold"),
        ("pointer", "bold fg:ansicyan"),
        ("highlighted", "bold fg:ansicyan"),
        ("selected", "noreverse"),
        ("answer", "fg:ansicyan"),
        ("reading", "fg:ansicyan"),
    ]
)
TICKING = "Space ticks an entry, Enter goes on; a letter jumps to the next such name."
MARGIN = "  "
WIDEST = 100
"""Lines are no longer than this, in characters, however wide the terminal is."""
MAX_TYPED = 100
"""No answer needs this many characters."""


class InteractiveAsker:
    """Draws on stderr, and leaves one line of each question behind."""

    def __init__(self) -> None:
        self._output = create_output(stdout=sys.stderr)
        if isinstance(self._output, Vt100_Output):
            # Never ask the terminal where its cursor is: the reply could come too late.
            self._output.enable_cpr = False

    def start(self, title: str, line: str) -> None:
        """Begin, with how to answer."""
        self._print([("bold", title)])
        self.say(line)
        self.say("Arrow keys or numbers choose, Enter goes on; ← or < goes back, ? tells more.")
        self.say("")

    def say(self, text: str) -> None:
        """Write text above the question."""
        self._print([("", _wrapped(text, self._columns()))])

    def ask(self, prompt: Prompt) -> Reply:
        """Ask one question, and take it off the screen when it is answered or left."""
        question = self._question(prompt)
        question.application.erase_when_done = True
        discard_typeahead()
        clear_typeahead(question.application.input)
        try:
            with _redrawing_on_resume(question.application):
                reply = question.unsafe_ask()
        finally:
            # Lists hide the cursor, and not every prompt_toolkit shows it again after erasing.
            self._output.show_cursor()
            self._output.flush()
        if isinstance(reply, Reply):
            return reply
        chosen = reply if isinstance(reply, list) else [reply.strip()]
        return Reply(Intent.ANSWER, tuple(c for c in chosen if c))

    def show_answer(self, prompt: Prompt, chosen: Chosen) -> None:
        """Leave the question and its answer on the screen."""
        heading = f"{prompt.number} {printable(prompt.ask)}"
        answer = printable(prompt.answer_text(chosen))
        fits = len(f"{heading}{MARGIN}{answer}") < self._columns()
        if not fits:
            heading = _wrapped(heading, self._columns())
            answer = textwrap.indent(_wrapped(answer, self._columns() - len(MARGIN)), MARGIN)
        between = MARGIN if fits else "\n"
        self._print([("bold", heading), ("", between), ("class:answer", answer)])

    def _print(self, parts: list[tuple[str, str]]) -> None:
        print_formatted_text(FormattedText(parts), output=self._output, style=STYLE)

    def _columns(self) -> int:
        return min(self._output.get_size().columns, WIDEST)

    def _question(self, prompt: Prompt) -> questionary.Question:
        """The question with its reason and, where it is not obvious, how to answer below it."""
        if not prompt.options:
            empty = f"; Enter alone: {prompt.nothing}" if prompt.nothing else ""
            kind, hint = _text_question, f"For example {prompt.example}{empty}."
        elif prompt.many:
            kind, hint = select_many, TICKING
        else:
            kind, hint = select_one, ""
        width = self._columns() - len(MARGIN)
        below = "\n".join(_wrapped(line, width) for line in (prompt.why, hint) if line)
        settings = {
            "qmark": _wrapped(f"{prompt.number} {prompt.ask}", self._columns()),
            "message": "\n" + textwrap.indent(below, MARGIN),
            "style": STYLE,
            "output": self._output,
        }
        return kind(prompt, settings)


def _wrapped(text: str, columns: int) -> str:
    """Text on lines that fit this many columns, without control characters."""
    return textwrap.fill(printable(text), max(columns - 1, 10))


@contextlib.contextmanager
def _redrawing_on_resume(application: Application[Any]) -> Iterator[None]:
    """Take the terminal again after the program was stopped and continued from outside."""

    def again() -> None:
        application.input.raw_mode().__enter__()
        application.renderer.reset()
        application.invalidate()

    def soon(*_: object) -> None:
        # Not at once: the signal may come in the middle of drawing.
        if application.loop is not None and application.is_running:
            application.loop.call_soon_threadsafe(again)

    former = signal.signal(signal.SIGCONT, soon)
    try:
        yield
    finally:
        signal.signal(signal.SIGCONT, former)


def _text_question(prompt: Prompt, settings: dict[str, Any]) -> questionary.Question:
    """A text to type, with what it is understood as beside it; checked when Enter is pressed."""
    keys = KeyBindings()
    is_empty = Condition(lambda: not _typed())
    is_full = Condition(lambda: len(_typed()) >= MAX_TYPED)
    keys.add(Keys.Left, eager=True, filter=is_empty)(go_back)
    keys.add(Keys.Any, filter=is_full)(ignore)
    bind_common(keys, lambda: (_typed(),))

    @keys.add(Keys.BracketedPaste, eager=True)
    def _(event: KeyPressEvent) -> None:
        # Only the first line that was pasted can be meant as the answer.
        lines = event.data.splitlines() or [""]
        event.current_buffer.insert_text(printable(lines[0], MAX_TYPED))

    def validate(text: str) -> bool | str:
        return prompt.problem((text.strip(),) if text.strip() else ()) or True

    return questionary.text(
        default="".join(prompt.preselected),
        validate=validate,
        validate_while_typing=False,
        instruction=f"\n{MARGIN}{POINTER}",
        key_bindings=keys,
        input_processors=[AfterInput(lambda: _interpretation(prompt), style="class:reading")],
        **settings,
    )


def _typed() -> str:
    return get_app().current_buffer.text


def _interpretation(prompt: Prompt) -> str:
    """What the text typed so far is understood as, shown while typing."""
    text = _typed().strip()
    if not text:
        return ""
    return f"  {'not an answer yet' if prompt.problem((text,)) else prompt.reading(text)}"
