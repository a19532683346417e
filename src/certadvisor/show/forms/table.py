"""The form for people at a terminal: prose, tables, colour; cards where a table has no room."""

from __future__ import annotations

from collections.abc import Sequence
from io import StringIO
from itertools import groupby

from rich.console import Console
from rich.table import Table
from rich.text import Text

from certadvisor.show.document import Block, Document, Grid, Heading, Line, Row, Tone
from certadvisor.show.forms.layout import GAP, Layout, MeasuredGrid
from certadvisor.show.forms.lines import MEASURE, cards, kept, sections, tidied, wrapped
from certadvisor.show.forms.screen import Screen

STYLES: dict[Tone, str] = {
    "plain": "",
    "good": "green",
    "bad": "red",
    "unknown": "yellow",
    "quiet": "dim",
    "strong": "bold",
}
NARROW = 60
"""Below this width, in characters, rows become cards."""
LONGEST_LABEL = 20


def render(document: Document, screen: Screen) -> str:
    """The document as text for a terminal."""
    file = StringIO()
    console = _console(screen, file)
    for labelled, group in groupby(document.blocks, key=lambda b: bool(getattr(b, "label", ""))):
        blocks = list(group)
        if labelled:
            _labelled([b for b in blocks if isinstance(b, Line)], console, screen)
        else:
            for block in blocks:
                _block(block, console, screen)
    return tidied(file.getvalue())


def _console(screen: Screen, file: StringIO) -> Console:
    """A console that follows the screen alone, whatever the environment says."""
    return Console(
        file=file,
        width=screen.width,
        height=25,
        force_terminal=screen.colour,
        force_jupyter=False,
        color_system="standard" if screen.colour else None,
        no_color=not screen.colour,
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
    )


def _put(console: Console, lines: Sequence[str], tone: Tone = "plain") -> None:
    """Lines as they are."""
    for line in lines:
        console.print(Text(line, STYLES[tone]), soft_wrap=True)


# --- prose ---------------------------------------------------------------------------------


def _block(block: Block, console: Console, screen: Screen) -> None:
    width = min(screen.width, MEASURE)
    if isinstance(block, Heading):
        _put(console, ["", *wrapped(screen.say(block.text), width)], "strong")
    elif isinstance(block, Line):
        text = screen.say(block.text)
        inset = text[: len(text) - len(text.lstrip())] + "  "
        _put(console, wrapped(text, width, rest=inset), block.tone)
    elif isinstance(block, Grid):
        _grid(block, console, screen)
    else:
        _put(console, ["", *wrapped(screen.say(block.intro), width)], "quiet")
        _put(console, [f"  {screen.say(block.text)}"])


def _labelled(lines: Sequence[Line], console: Console, screen: Screen) -> None:
    """Neighbouring labelled statements, their texts under each other where there is room."""
    labels = [screen.say(line.label) for line in lines]
    column = max(map(len, labels)) + GAP
    beside = screen.width >= NARROW and column <= LONGEST_LABEL + GAP
    last = ""
    console.print()
    for label, line in zip(labels, lines, strict=True):
        shown = "" if beside and label == last else label
        lead = shown.ljust(column) if beside else f"{label}: "
        inset = " " * column if beside else "  "
        body = wrapped(kept(lead) + screen.say(line.text), min(screen.width, MEASURE), rest=inset)
        drawn = Text("\n".join(body), STYLES[line.tone])
        drawn.stylize(STYLES["strong"], 0, len(shown))
        console.print(drawn, soft_wrap=True)
        last = label
    console.print()


# --- tables --------------------------------------------------------------------------------


def _grid(grid: Grid, console: Console, screen: Screen) -> None:
    _put(console, ["", *wrapped(screen.say(grid.title), screen.width)], "strong")
    measured = MeasuredGrid(grid, screen)
    layout = measured.layout() if screen.width >= NARROW else None
    if layout is not None:
        _draw(measured, layout, console, screen)
    else:
        for line, tone in cards(grid, screen):
            _put(console, [line], tone)
    console.print()


def _draw(measured: MeasuredGrid, layout: Layout, console: Console, screen: Screen) -> None:
    """The header, and each section under its rule."""
    header = _columns(measured, layout)
    header.add_row(*(Text(measured.heads[n], STYLES["strong"]) for n in layout.widths))
    console.print(header)
    for title, rows in sections(measured.grid):
        _put(console, _rule(title, layout.width, screen), "strong" if title else "quiet")
        for row in rows:
            table = _columns(measured, layout)
            table.add_row(*(_cell(measured, row, n, w) for n, w in layout.widths.items()))
            console.print(table)
            for line, tone in measured.under(row, layout):
                _put(console, [line], tone)


def _columns(measured: MeasuredGrid, layout: Layout) -> Table:
    """A table of these columns without rows."""
    table = Table(box=None, padding=(0, GAP, 0, 0), pad_edge=False, show_header=False)
    for number, width in layout.widths.items():
        right = measured.grid.columns[number].right
        table.add_column(width=width, justify="right" if right else "left", overflow="fold")
    return table


def _cell(measured: MeasuredGrid, row: Row, number: int, width: int) -> Text:
    piece = measured.piece(row, number, width)
    drawn = Text().append("\n".join(piece.text), STYLES[row.cells[number].tone])
    if piece.note:
        drawn.append("" if piece.inline else "\n").append("\n".join(piece.note), STYLES["quiet"])
    return drawn


def _rule(title: str, width: int, screen: Screen) -> list[str]:
    """A rule with the title of a section in it."""
    dash = screen.say("─")
    if not title:
        return [dash * width]
    lines = wrapped(screen.say(title), width - 4, first=f"{dash}{dash} ", rest="   ")
    return [*lines[:-1], f"{lines[-1]} ".ljust(width, dash)]
