"""Questions drawn with questionary: lists to move in, ticks to set, texts to type."""

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
from prompt_toolkit.output import Output, create_output
from prompt_toolkit.output.vt100 import Vt100_Output
from prompt_toolkit.shortcuts import print_formatted_text
from prompt_toolkit.styles import Style

from certadvisor.cli.interview.keys import bind_wishes, go_back, nothing
from certadvisor.cli.interview.lists import POINTER, choosing, ticking
from certadvisor.cli.interview.plain import drop_typed
from certadvisor.cli.interview.prompts import Chosen, Prompt, Reply, Wish
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
MARGIN = "  "
WIDEST = 100
"""Lines are broken here, in characters, however wide the terminal is."""
MOST_TYPED = 100
"""No answer needs as many characters."""


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
        question = self._question(prompt)
        question.application.erase_when_done = True
        drop_typed()
        clear_typeahead(question.application.input)
        try:
            with _redrawn_when_continued(question.application):
                reply = question.unsafe_ask()
        finally:
            # Lists hide the cursor, and not every prompt_toolkit shows it again after erasing.
            self._output.show_cursor()
            self._output.flush()
        if isinstance(reply, Reply):
            return reply
        chosen = reply if isinstance(reply, list) else [reply.strip()]
        return Reply(Wish.ANSWER, tuple(c for c in chosen if c))

    def noted(self, prompt: Prompt, chosen: Chosen) -> None:
        """Leave the question and its answer on the screen."""
        heading = f"{prompt.number} {printable(prompt.ask)}"
        answer = printable(prompt.shown(chosen))
        fits = len(f"{heading}{MARGIN}{answer}") < self._columns()
        if not fits:
            heading = _broken(heading, self._columns())
            answer = textwrap.indent(_broken(answer, self._columns() - len(MARGIN)), MARGIN)
        between = MARGIN if fits else "\n"
        self._print([("bold", heading), ("", between), ("class:answer", answer)])

    def _print(self, parts: list[tuple[str, str]]) -> None:
        print_formatted_text(FormattedText(parts), output=self._output, style=STYLE)

    def _columns(self) -> int:
        return min(self._output.get_size().columns, WIDEST)

    def _question(self, prompt: Prompt) -> questionary.Question:
        look: dict[str, Any] = {
            "qmark": _broken(f"{prompt.number} {prompt.ask}", self._columns()),
            "style": STYLE,
            "output": self._output,
        }
        if not prompt.options:
            return _text(prompt, look | {"message": self._below(prompt, _typing(prompt))})
        if prompt.many:
            return ticking(prompt, look | {"message": self._below(prompt, TICKING)})
        return choosing(prompt, look | {"message": self._below(prompt)})

    def _below(self, prompt: Prompt, *hints: str) -> str:
        """What stands under the question: its reason, and how to answer where that is not plain."""
        lines = [_broken(line, self._columns() - len(MARGIN)) for line in (prompt.why, *hints)]
        return "\n" + textwrap.indent("\n".join(lines), MARGIN)


TICKING = "Space ticks an entry, Enter goes on; a letter jumps to the next such name."


def _typing(prompt: Prompt) -> str:
    empty = f"; Enter alone: {prompt.nothing}" if prompt.nothing else ""
    return f"For example {prompt.example}{empty}."


def _broken(text: str, columns: int) -> str:
    """Text on lines of at most so many columns, without control characters."""
    return textwrap.fill(printable(text), max(columns - 1, 10))


@contextlib.contextmanager
def _redrawn_when_continued(application: Application[Any]) -> Iterator[None]:
    """Whoever stopped the program from outside left the terminal to the shell: take it again."""

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


def _output() -> Output:
    """The terminal behind stderr, never asked where its cursor is: an answer could come too late."""
    output = create_output(stdout=sys.stderr)
    if isinstance(output, Vt100_Output):
        output.enable_cpr = False
    return output


def _text(prompt: Prompt, look: dict[str, Any]) -> questionary.Question:
    """A text to type, with how it is understood beside it; checked when Enter is pressed."""
    keys = KeyBindings()
    is_empty = Condition(lambda: not _typed())
    is_full = Condition(lambda: len(_typed()) >= MOST_TYPED)
    keys.add(Keys.Left, eager=True, filter=is_empty)(go_back)
    keys.add(Keys.Any, filter=is_full)(nothing)
    bind_wishes(keys, lambda: (_typed(),))

    @keys.add(Keys.BracketedPaste, eager=True)
    def _(event: KeyPressEvent) -> None:
        # Only the first line that was pasted can be meant as the answer.
        lines = event.data.splitlines() or [""]
        event.current_buffer.insert_text(printable(lines[0], MOST_TYPED))

    def verdict(text: str) -> bool | str:
        return prompt.problem((text.strip(),) if text.strip() else ()) or True

    return questionary.text(
        default="".join(prompt.held),
        validate=verdict,
        validate_while_typing=False,
        instruction=f"\n{MARGIN}{POINTER}",
        key_bindings=keys,
        input_processors=[AfterInput(lambda: _as_read(prompt), style="class:reading")],
        **look,
    )


def _typed() -> str:
    return get_app().current_buffer.text


def _as_read(prompt: Prompt) -> str:
    """How what is typed so far is understood, shown while typing."""
    text = _typed().strip()
    if not text:
        return ""
    return f"  {'not an answer yet' if prompt.problem((text,)) else prompt.reading(text)}"
