"""Text in lines: wrapping, labelled statements, and a grid's rows as cards."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby

from certadvisor.show.document import KEEP, Cell, Column, Grid, Row, TimeLine, Tone
from certadvisor.show.forms.screen import Screen

MEASURE = 100
"""The longest line of prose, in characters, that reads well."""
MARK, NO_MARK = "● ", "  "
FIRST_COMBINING = "\u0300"
"""Every sign before this one is one column wide."""
HYPHEN = re.compile(r"(?<=[a-zA-Z][-/])(?=[a-zA-Z])")

Toned = tuple[str, Tone]


def columns(text: str) -> int:
    """How many columns of a terminal a text takes."""
    if text.isascii() or max(text) < FIRST_COMBINING:
        return len(text)
    return sum(map(_columns, text))


@cache
def _columns(sign: str) -> int:
    if unicodedata.combining(sign):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def wrapped(text: str, width: int, *, first: str = "", rest: str = "") -> list[str]:
    """`text` in lines of at most `width`, broken at spaces only; `first` and `rest` lead them."""
    words = [word for word in text.split(" ") if word]
    if not words:
        return []
    inset = text[: len(text) - len(text.lstrip(" "))]
    lines, line = [], [first + inset + words[0]]
    used = columns(line[0])
    for word in words[1:]:
        used += 1 + columns(word)
        if used <= width:
            line.append(word)
        else:
            lines.append(" ".join(line))
            line, used = [rest + word], columns(rest) + columns(word)
    return [*lines, " ".join(line)]


def shortened(text: str, width: int) -> str:
    """`text` such that words wider than `width` break at their hyphens and kept spaces."""
    return " ".join(
        word if columns(word) <= width else " ".join(_cut(word, width)) for word in text.split(" ")
    )


def _cut(word: str, width: int) -> Iterator[str]:
    """The pieces of a word, each as long as fits."""
    for kept_word in word.split(KEEP):
        piece = ""
        for part in HYPHEN.split(kept_word):
            if piece and columns(piece + part) > width:
                yield piece
                piece = ""
            piece += part
        yield piece


def tidied(lines: Iterable[str]) -> list[str]:
    """Lines without spaces at their ends, never two empty ones together, none at either end."""
    found: list[str] = []
    for line in (line.rstrip(" ") for line in lines):
        if line or (found and found[-1]):
            found.append(line)
    return found[:-1] if found and not found[-1] else found


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
    grid, width = grid.in_words(), min(screen.width, MEASURE)
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


BAR = 20
"""The longest bar of a time line, in characters."""
LONG = 28
"""From so many days on, a stretch has a bar."""


def told(line: TimeLine, screen: Screen) -> Iterator[str]:
    """A time line in words, one sentence for each stretch."""
    for stretch in line.stretches:
        yield screen.say(f"{stretch.day}: {', '.join([stretch.text, *stretch.details])}")


def pictured(line: TimeLine, screen: Screen) -> Iterator[str]:
    """A time line as a picture: the days on the left, bars as long as what takes weeks."""
    column = max(len(stretch.day) for stretch in line.stretches)
    days = [(stretch.end - stretch.start).days for stretch in line.stretches]
    for number, stretch in enumerate(line.stretches):
        last = number == len(line.stretches) - 1
        bar = "█" * round(BAR * days[number] / max(*days, 1)) if days[number] >= LONG else ""
        text = " · ".join([f"{stretch.text} {bar}".strip(), *stretch.details])
        lead = f"{stretch.day.rjust(column)}  {'└' if last else '├'}─ "
        inset = f"{' ' * column}  {' ' if last else '│'}  "
        spoken = (screen.say(t).replace(" ", KEEP) for t in (lead, inset))
        yield from wrapped(
            screen.say(text), min(screen.width, MEASURE), first=next(spoken), rest=next(spoken)
        )
