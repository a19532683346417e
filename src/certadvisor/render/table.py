"""The form for people at a terminal: prose, tables, colour; cards where a table has no room."""

from __future__ import annotations

from collections.abc import Sequence
from io import StringIO
from itertools import groupby

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from certadvisor.document import Block, Cell, Column, Document, Grid, Heading, Line, Row, Tone, Verbatim
from certadvisor.render.lines import MARK, MEASURE, NO_MARK, cards, kept, sections, wrapped
from certadvisor.render.screen import Screen

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
GAP = 2
EASY = 12
"""No column of prose gets narrower than this, in characters, unless it holds less."""
LONGEST_LABEL = 12


def render(document: Document, screen: Screen) -> str:
    """The document as text for a terminal."""
    file = StringIO()
    draw(document, console_for(screen, file), screen)
    lines = (line.rstrip() for line in file.getvalue().splitlines())
    return "\n".join(lines).strip("\n") + "\n"


def console_for(screen: Screen, file: StringIO, *, record: bool = False) -> Console:
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
        record=record,
    )


def draw(document: Document, console: Console, screen: Screen) -> None:
    """Put the blocks on a console, top to bottom."""
    for labelled, group in groupby(document.blocks, key=_is_labelled):
        blocks = list(group)
        if labelled:
            _labelled([b for b in blocks if isinstance(b, Line)], console, screen)
        else:
            for block in blocks:
                _block(block, console, screen)


def _is_labelled(block: Block) -> bool:
    return isinstance(block, Line) and bool(block.label)


def _put(console: Console, text: str, tone: Tone = "plain") -> None:
    """One line, as it is."""
    console.print(Text(text, STYLES[tone]), soft_wrap=True)


def _block(block: Block, console: Console, screen: Screen) -> None:
    width = min(screen.width, MEASURE)
    if isinstance(block, Heading):
        for line in ("", *wrapped(screen.say(block.text), width), ""):
            _put(console, line, "strong")
    elif isinstance(block, Line):
        for line in wrapped(screen.say(block.text), width):
            _put(console, line, block.tone)
    elif isinstance(block, Grid):
        _grid(block, console, screen)
    elif isinstance(block, Verbatim):
        for line in ("", *wrapped(screen.say(block.intro), width)):
            _put(console, line, "quiet")
        _put(console, f"  {screen.say(block.text)}")


def _labelled(lines: list[Line], console: Console, screen: Screen) -> None:
    """Neighbouring labelled statements, their texts under each other."""
    labels = [screen.say(line.label) for line in lines]
    beside = max(map(cell_len, labels)) if screen.width >= NARROW else 0
    indent = min(beside, LONGEST_LABEL) + GAP
    for label, line in zip(labels, lines, strict=True):
        lead = label + " " * (indent - cell_len(label)) if beside else f"{label}: "
        body = wrapped(
            kept(lead) + screen.say(line.text), min(screen.width, MEASURE), rest=" " * indent
        )
        for number, text in enumerate(body):
            drawn = Text(text, STYLES[line.tone])
            if number == 0:
                drawn.stylize(STYLES["strong"], 0, len(label))
            console.print(drawn, soft_wrap=True)


# --- tables --------------------------------------------------------------------------------


def _grid(grid: Grid, console: Console, screen: Screen) -> None:
    marks = any(row.marked for row in grid.rows)
    table = _Sheet(grid, screen, marks)
    widths = table.widths() if screen.width >= NARROW else None
    console.print()
    if grid.title:
        for line in wrapped(screen.say(grid.title), screen.width):
            _put(console, line, "strong")
    if widths is None:
        for line, tone in cards(grid, screen):
            _put(console, line, tone)
    else:
        table.draw(widths, console)
    console.print()


class _Sheet:
    """A grid on its way to the console: its texts measured, then drawn at the widths found."""

    def __init__(self, grid: Grid, screen: Screen, marks: bool) -> None:
        self._grid = grid
        self._screen = screen
        self._marks = marks

    def widths(self) -> tuple[int, ...] | None:
        """A width for each column, in characters; None where the table has no room."""
        columns = range(len(self._grid.columns))
        found = [self._least(n) for n in columns]
        most = [self._most(n) for n in columns]
        room = self._screen.width - sum(found) - GAP * (len(found) - 1)
        if room < 0:
            return None
        while room > 0:
            # One character more for the column that needs most lines.
            neediest = max(columns, key=lambda n: most[n] / found[n])
            if most[neediest] <= found[neediest]:
                break
            found[neediest] += 1
            room -= 1
        return tuple(found)

    def draw(self, widths: tuple[int, ...], console: Console) -> None:
        """The header, and each section under its rule."""
        console.print(self._table(widths, ()))
        whole = sum(widths) + GAP * (len(widths) - 1)
        for title, rows in sections(self._grid):
            for line in self._rule(title, whole):
                _put(console, line, "strong" if title else "quiet")
            console.print(self._table(widths, rows))

    def _rule(self, title: str, width: int) -> list[str]:
        dash = self._screen.say("─")
        if not title:
            return [dash * width]
        lines = wrapped(self._screen.say(title), width - 4, first=f"{dash}{dash} ", rest="   ")
        lines[-1] += " " + dash * (width - cell_len(lines[-1]) - 1)
        return lines

    def _table(self, widths: tuple[int, ...], rows: Sequence[Row]) -> Table:
        """The rows; the header where there are none."""
        table = Table(
            box=None, padding=(0, GAP, 0, 0), pad_edge=False, show_header=not rows, show_edge=False
        )
        for number, (column, width) in enumerate(zip(self._grid.columns, widths, strict=True)):
            table.add_column(
                Text(self._head(number, column), STYLES["strong"]),
                width=width,
                justify="right" if column.right else "left",
                overflow="fold",
            )
        inline = [self._most(n) <= width for n, width in enumerate(widths)]
        for row in rows:
            table.add_row(
                *(self._cell(row, n, w, inline[n]) for n, w in enumerate(widths))
            )
        return table

    def _cell(self, row: Row, number: int, width: int, inline: bool) -> Text:
        cell = row.cells[number]
        text, note = self._texts(row, number)
        drawn = Text("\n".join(wrapped(text, width, rest=self._indent(number))), STYLES[cell.tone])
        if note and inline:
            drawn.append(f" {self._screen.say('·')} {note}", STYLES["quiet"])
        elif note:
            below = wrapped(note, width, first=self._indent(number), rest=self._indent(number))
            drawn.append("\n" + "\n".join(below), STYLES["quiet"])
        return drawn

    def _indent(self, number: int) -> str:
        return NO_MARK if self._marks and number == 0 else ""

    def _head(self, number: int, column: Column) -> str:
        return self._indent(number) + self._screen.say(column.title)

    def _texts(self, row: Row, number: int) -> tuple[str, str]:
        """A cell's text and note as they will be drawn."""
        cell: Cell = row.cells[number]
        text = self._screen.say(cell.text)
        if self._grid.columns[number].whole:
            text = kept(text)
        if self._marks and number == 0:
            text = kept(self._screen.say(MARK if row.marked else NO_MARK)) + text
        return text, self._screen.say(cell.note)

    def _least(self, number: int) -> int:
        """The narrowest this column may get."""
        column = self._grid.columns[number]
        pieces = self._head(number, column).replace(self._indent(number), "", 1).split(" ")
        for row in self._grid.rows:
            for text in self._texts(row, number):
                pieces += text.split(" ")
        longest = max(map(cell_len, pieces)) + len(self._indent(number))
        return max(longest, 0 if column.whole else min(self._most(number), EASY), 1)

    def _most(self, number: int) -> int:
        """The width at which no cell of this column needs a second line."""
        found = [cell_len(self._head(number, self._grid.columns[number]))]
        for row in self._grid.rows:
            text, note = self._texts(row, number)
            found.append(cell_len(text) + (3 + cell_len(note) if note else 0))
        return max(found)
