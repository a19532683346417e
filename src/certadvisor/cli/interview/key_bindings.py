"""The keys that every drawn question has: back, more, suspend, and the ways out."""

from __future__ import annotations

from collections.abc import Callable

from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys

from certadvisor.cli.interview.prompts import Chosen, Intent, Reply

Handler = Callable[[KeyPressEvent], None]
UNWANTED = (Keys.ControlR, Keys.ControlS, Keys.ControlX, Keys.Vt100MouseEvent)
"""Search and macros: inside them, Ctrl-C leads back to the question only. Mouse events: a pasted
colour code looks like one, and upsets prompt_toolkit."""


def bind_common(keys: KeyBindings, chosen: Callable[[], Chosen]) -> None:
    """`<` goes back, `?` tells more and keeps what is `chosen` so far, Ctrl-Z suspends."""
    for key in UNWANTED:
        keys.add(key, eager=True)(ignore)
    keys.add("<", eager=True)(go_back)
    keys.add(Keys.ControlZ, eager=True)(lambda event: event.app.suspend_to_background())

    @keys.add("?", eager=True)
    def _(event: KeyPressEvent) -> None:
        event.app.exit(result=Reply(Intent.MORE, chosen()))


def bind_exclusively(keys: KeyBindings, chosen: Callable[[], Chosen]) -> None:
    """Give a menu its keys, and swallow all others: it takes no text, typed or pasted."""
    keys.add(Keys.Any, eager=True)(ignore)
    keys.add(Keys.BracketedPaste, eager=True)(ignore)
    bind_common(keys, chosen)
    keys.add(Keys.Left, eager=True)(go_back)
    keys.add(Keys.SIGINT, eager=True)(_raising(KeyboardInterrupt))
    keys.add(Keys.ControlD, eager=True)(_raising(EOFError))


def go_back(event: KeyPressEvent) -> None:
    """Leave the question for the one before."""
    event.app.exit(result=Reply(Intent.BACK))


def ignore(_: KeyPressEvent) -> None:
    """Swallow a key."""


def _raising(error: type[BaseException]) -> Handler:
    def leave(event: KeyPressEvent) -> None:
        event.app.exit(exception=error)

    return leave
