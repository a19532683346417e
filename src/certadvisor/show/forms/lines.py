"""Text in lines: wrapping, labelled statements, and a grid's rows as cards."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from itertools import groupby

from certadvisor.show.document import KEEP, Cell, Column, Grid, Row, Tone
from certadvisor.show.forms.screen import Screen

MEASURE = 100
"""The longest line of prose, in characters, that reads well."""
MARK, NO_MARK = "● ", "  "

Toned = tuple[str, Tone]


def wrapped(text: str, width: int, *, first: str = "", rest: str = "") -> list[str]:
    """`text` in lines of at most `width`, broken at spaces only; `first` and `rest` lead them."""
    return textwrap.wrap(
        text,
        max(width, 1),
        initial_indent=first,
        subsequent_indent=rest,
        break_on_hyphens=False,
        break_long_words=False,
    )


def tidied(text: str) -> str:
    """Lines without spaces at their ends, never two empty ones together, one newline at the end."""
    lines = (line.rstrip() for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n") + "\n"


def kept(text: str) -> str:
    """`text` as one piece that is never broken across lines."""
    return text.replace(" ", KEEP)


def cell_text(cell: Cell, column: Column, screen: Screen) -> str:
    """A cell with its note on one line."""
    text = screen.say(cell.text)
    note = f" {screen.say('·')} {screen.say(cell.note)}" if cell.note else ""
    return (kept(text) if column.whole else text) + note


def sections(grid: Grid) -> Iterator[tuple[str, list[Row]]]:
    """The rows of a grid by section, in order."""
    for title, rows in groupby(grid.rows, key=lambda r: r.section):
        yield title, list(rows)


def cards(grid: Grid, screen: Screen) -> Iterator[Toned]:
    """Each row as a title and a labelled line for every other cell."""
    width = min(screen.width, MEASURE)
    for section, rows in sections(grid):
        if section:
            yield "", "plain"
            yield from _toned(wrapped(screen.say(section), width), "strong")
        for row in rows:
            yield "", "plain"
            yield from _card(row, grid, screen, width)


def _card(row: Row, grid: Grid, screen: Screen, width: int) -> Iterator[Toned]:
    heads = [c.heads for c in grid.columns]
    if not any(heads):
        heads[0] = True
    pairs = list(zip(grid.columns, row.cells, heads, strict=True))
    title = " ".join(cell_text(cell, column, screen) for column, cell, leads in pairs if leads)
    mark = screen.say(MARK) if row.marked else ""
    yield from _toned(wrapped(mark + title, width), "strong")
    for column, cell, leads in pairs:
        if not leads and (cell.text or cell.note):
            label = screen.say(column.title)
            text = cell_text(cell, column, screen)
            yield from _toned(wrapped(f"{label}: {text}", width, first="  ", rest="   "), cell.tone)


def _toned(lines: list[str], tone: Tone) -> Iterator[Toned]:
    return ((line, tone) for line in lines)
