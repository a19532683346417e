"""Documents as text: one module for each form, and the one list of forms."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from certadvisor.show.document import KEEP, Document
from certadvisor.show.forms.screen import Screen


def render(document: Document, form: str, screen: Screen) -> str:
    """A document as a `table` or `markdown`, as the screen can show it, with a final newline."""
    name = form
    if form == "table":
        name = "plain" if screen.plain else "colour" if screen.colour else "table"
    # A form is loaded when it is asked for: only colour waits for a library.
    drawn: Callable[[Document, Screen], str] = import_module(f"{__name__}.{name}").render
    return drawn(document, screen).replace(KEEP, " ")
