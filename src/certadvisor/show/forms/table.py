"""The form for people at a terminal: prose and tables; cards where a table has no room."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from certadvisor.show.document import Block, Document, Grid, Heading, Line, TimeLine, Tone
from certadvisor.show.forms.layout import GAP, Layout, MeasuredGrid
from certadvisor.show.forms.lines import (
    MEASURE,
    cards,
    columns,
    kept,
    pictured,
    tidied,
    told,
    wrapped,
)
from certadvisor.show.forms.screen import Screen

NARROW = 60
"""Below this width, in characters, rows become cards."""
LONGEST_LABEL = 20

Span = tuple[str, Tone]
Spans = tuple[Span, ...]
"""A line in pieces, each with its tone."""


def render(document: Document, screen: Screen) -> str:
    """The document as text for a terminal, without colour."""
    lines = ("".join(text for text, _ in line) for line in drawn(document, screen))
    return "\n".join(tidied(lines)) + "\n"


def drawn(document: Document, screen: Screen) -> Iterator[Spans]:
    """The lines of a document."""
    for labelled, group in groupby(document.blocks, key=lambda b: bool(getattr(b, "label", ""))):
        blocks = list(group)
        if labelled:
            yield from _labelled([b for b in blocks if isinstance(b, Line)], screen)
        else:
            yield from (line for block in blocks for line in _block(block, screen))


def _toned(lines: Iterable[str], tone: Tone = "plain") -> Iterator[Spans]:
    return (((line, tone),) for line in lines)


EMPTY: Spans = ()

# --- prose ---------------------------------------------------------------------------------


def _block(block: Block, screen: Screen) -> Iterator[Spans]:
    width = min(screen.width, MEASURE)
    if isinstance(block, Heading):
        yield EMPTY
        yield from _toned(wrapped(screen.say(block.text), width), "strong")
    elif isinstance(block, Line):
        text = screen.say(block.text)
        inset = text[: len(text) - len(text.lstrip())] + "  "
        yield from _toned(wrapped(text, width, rest=inset), block.tone)
    elif isinstance(block, TimeLine):
        yield EMPTY
        yield from _toned(_time_line(block, screen, width))
        yield EMPTY
    elif isinstance(block, Grid):
        yield from _grid(block, screen)
    else:
        yield from _toned(wrapped(screen.say(block.intro), width), "quiet")
        yield from _toned([f"  {screen.say(block.text)}"])


def _time_line(line: TimeLine, screen: Screen, width: int) -> list[str]:
    if screen.width >= NARROW:
        return [*pictured(line, screen)]
    return [part for text in told(line, screen) for part in wrapped(text, width, rest="  ")]


def _labelled(lines: Sequence[Line], screen: Screen) -> Iterator[Spans]:
    """Neighbouring labelled statements, their texts under each other where there is room."""
    labels = [screen.say(line.label) for line in lines]
    column = max(map(columns, labels)) + GAP
    beside = screen.width >= NARROW and column <= LONGEST_LABEL + GAP
    last = ""
    yield EMPTY
    for label, line in zip(labels, lines, strict=True):
        shown = "" if beside and label == last else label
        lead = shown + " " * (column - columns(shown)) if beside else f"{label}: "
        inset = " " * column if beside else "  "
        picture = f"{kept(screen.say(line.picture))} " if line.picture and beside else ""
        body = wrapped(
            kept(lead) + picture + screen.say(line.text), min(screen.width, MEASURE), rest=inset
        )
        for number, text in enumerate(body):
            led = len(shown) if number == 0 else 0
            yield (text[:led], "strong"), (text[led:], line.tone)
        last = label
    yield EMPTY


# --- tables --------------------------------------------------------------------------------


def _grid(grid: Grid, screen: Screen) -> Iterator[Spans]:
    yield EMPTY
    legend = f" ({grid.legend})" if grid.legend else ""
    yield from _toned(wrapped(screen.say(grid.title + legend), screen.width), "strong")
    measured = MeasuredGrid(grid, screen)
    layout = measured.layout() if screen.width >= NARROW else None
    if layout is not None:
        yield from _drawn(measured, layout, screen)
    else:
        yield from _toned_lines(cards(grid, screen))
    yield from _toned(wrapped(screen.say(grid.foot), min(screen.width, MEASURE)), "quiet")
    yield EMPTY


def _drawn(measured: MeasuredGrid, layout: Layout, screen: Screen) -> Iterator[Spans]:
    """The header, and each section under its rule."""
    grid = measured.grid
    heads: list[list[Spans]] = [[((measured.heads[n], "strong"),)] for n in layout.widths]
    yield from _side_by_side(heads, layout, grid)
    section = ""
    for number, row in enumerate(grid.rows):
        if row.section != section:
            section = row.section
            rule = _rule(section, layout.width, screen)
            yield from _toned(rule, "strong")
        yield from _toned_lines(measured.over(number, layout))
        cells = [list(_cell(measured, number, n, w)) for n, w in layout.widths.items()]
        yield from _side_by_side(cells, layout, grid)
        yield from _toned_lines(measured.under(number, layout))


def _toned_lines(lines: Iterable[Span]) -> Iterator[Spans]:
    return ((line,) for line in lines)


def _cell(measured: MeasuredGrid, row: int, number: int, width: int) -> Iterator[Spans]:
    """The lines of a cell, its note last."""
    piece = measured.piece(row, number, width)
    tone = measured.grid.rows[row].cells[number].tone
    lines: list[Spans] = [((line, tone),) for line in piece.text]
    notes: list[Spans] = [((line, "quiet"),) for line in piece.note]
    if piece.inline and lines and notes:
        # One line holds both.
        yield (*lines[0], *notes[0])
    else:
        yield from (*lines, *notes)


def _side_by_side(cells: Sequence[Sequence[Spans]], layout: Layout, grid: Grid) -> Iterator[Spans]:
    """The cells of one row, each filled up to the width of its column."""
    for height in range(max(map(len, cells), default=0)):
        line: list[Span] = []
        for cell, (number, width) in zip(cells, layout.widths.items(), strict=True):
            spans = cell[height] if height < len(cell) else EMPTY
            gap = " " * (width - sum(columns(text) for text, _ in spans))
            right = grid.columns[number].right
            line += [(gap, "plain"), *spans] if right else [*spans, (gap, "plain")]
            line.append((" " * GAP, "plain"))
        yield tuple(line)


def _rule(title: str, width: int, screen: Screen) -> list[str]:
    """A rule with the title of a section in it."""
    dash = screen.say("─")
    if not title:
        return [dash * width]
    lines = wrapped(screen.say(title), width - 4, first=f"{dash}{dash} ", rest="   ")
    last = f"{lines[-1]} "
    return [*lines[:-1], last + dash * (width - columns(last))]
