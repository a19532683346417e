"""The keys that every drawn question has: back, more, suspend, and the ways out."""

from __future__ import annotations

from collections.abc import Callable

from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys

from certadvisor.cli.interview.prompts import Chosen, Reply, Wish

Handler = Callable[[KeyPressEvent], None]
UNWANTED = (Keys.ControlR, Keys.ControlS, Keys.ControlX, Keys.Vt100MouseEvent)
"""Search and macros, out of which Ctrl-C leads no further than the question, and what looks like a
mouse: a pasted colour code does, and upsets prompt_toolkit."""


def bind_wishes(keys: KeyBindings, chosen: Callable[[], Chosen]) -> None:
    """`<` goes back, `?` tells more and keeps what is `chosen` so far, Ctrl-Z suspends."""
    for key in UNWANTED:
        keys.add(key, eager=True)(nothing)
    keys.add("<", eager=True)(go_back)
    keys.add(Keys.ControlZ, eager=True)(_suspend)

    @keys.add("?", eager=True)
    def _(event: KeyPressEvent) -> None:
        event.app.exit(result=Reply(Wish.MORE, chosen()))


def bind_only(keys: KeyBindings, chosen: Callable[[], Chosen]) -> None:
    """Give a list its keys, and swallow all others: a list takes no text and no pasted one."""
    keys.add(Keys.Any, eager=True)(nothing)
    keys.add(Keys.BracketedPaste, eager=True)(nothing)
    bind_wishes(keys, chosen)
    keys.add(Keys.Left, eager=True)(go_back)
    keys.add(Keys.SIGINT, eager=True)(_raising(KeyboardInterrupt))
    keys.add(Keys.ControlD, eager=True)(_raising(EOFError))


def go_back(event: KeyPressEvent) -> None:
    """Leave the question for the one before."""
    event.app.exit(result=Reply(Wish.BACK))


def _suspend(event: KeyPressEvent) -> None:
    event.app.suspend_to_background()


def nothing(_: KeyPressEvent) -> None:
    """Swallow a key."""


def _raising(error: type[BaseException]) -> Handler:
    def leave(event: KeyPressEvent) -> None:
        event.app.exit(exception=error)

    return leave
