"""Labelled lines without boxes, columns or colour: for screen readers and dumb terminals."""

from __future__ import annotations

from collections.abc import Iterator

from certadvisor.show.document import Block, Document, Grid, Heading, Line, TimeLine
from certadvisor.show.forms.lines import MEASURE, cards, tidied, told, wrapped
from certadvisor.show.forms.screen import Screen


def render(document: Document, screen: Screen) -> str:
    """The document as lines of text."""
    lines = [line for block in document.blocks for line in _lines(block, screen)]
    return "\n".join(tidied(lines)) + "\n"


def _lines(block: Block, screen: Screen) -> Iterator[str]:
    width = min(screen.width, MEASURE)
    if isinstance(block, Heading):
        yield from ("", *wrapped(screen.say(block.text), width), "")
    elif isinstance(block, Line):
        label = f"{screen.say(block.label)}: " if block.label else ""
        yield from wrapped(label + screen.say(block.text), width, rest="  " if label else "")
    elif isinstance(block, TimeLine):
        yield from (
            part for text in told(block, screen) for part in wrapped(text, width, rest="  ")
        )
        yield ""
    elif isinstance(block, Grid):
        if block.title:
            yield from ("", *wrapped(screen.say(block.title), width))
        yield from (line for line, _ in cards(block, screen))
        yield from ("", *wrapped(screen.say(block.foot), width))
        yield ""
    else:
        if block.intro:
            yield from ("", *wrapped(screen.say(block.intro), width))
        yield f"  {screen.say(block.text)}"
