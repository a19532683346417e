"""How a grid fits a width: which columns stand side by side, and how wide each one is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from certadvisor.show.document import Grid, Row
from certadvisor.show.forms.lines import MARK, NO_MARK, Toned, kept, wrapped
from certadvisor.show.forms.screen import Screen

GAP = 2
"""Spaces between columns."""
EASY = 13
"""No column of prose gets narrower than this, in characters, unless it holds less."""
BELOW = " " * 4
ENOUGH = (0, 1.0)
"""The need of a column whose cells take one line each."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A cell laid out: the lines of its text, and of its note, which may go on the same line."""

    text: tuple[str, ...]
    note: tuple[str, ...]
    inline: bool

    @property
    def height(self) -> int:
        """How many lines it takes."""
        return len(self.text) + (0 if self.inline else len(self.note))


@dataclass(frozen=True, slots=True)
class Layout:
    """The width, in characters, of each column by its number; and the columns that go below."""

    widths: dict[int, int]
    below: tuple[int, ...] = ()

    @property
    def width(self) -> int:
        """The width of the whole."""
        return sum(self.widths.values()) + GAP * (len(self.widths) - 1)


class MeasuredGrid:
    """A grid with its texts as they will be shown, measured."""

    def __init__(self, grid: Grid, screen: Screen) -> None:
        self.grid = grid
        self._screen = screen
        self._marks = any(row.marked for row in grid.rows)
        self.heads = [
            self._inset(n) + kept(screen.say(c.title)) for n, c in enumerate(grid.columns)
        ]
        columns = range(len(grid.columns))
        self._texts = {row: [self._said(row, n) for n in columns] for row in grid.rows}
        self._most = [self._widest(n) for n in columns]

    def layout(self) -> Layout | None:
        """The layout that takes fewest lines; None where a table has no room."""
        columns = range(len(self.grid.columns))
        below = tuple(n for n in columns if self.grid.columns[n].below)
        beside = [n for n in columns if n not in below]
        tries = [self._fitted(columns), self._fitted(beside, below) if below else None]
        return min((t for t in tries if t is not None), key=self._height, default=None)

    def piece(self, row: Row, number: int, width: int) -> Piece:
        """A cell at that width."""
        text, note = self._texts[row][number]
        inset = self._inset(number)
        inline = self._most[number] <= width
        dot = f" {self._screen.say('·')} "
        return Piece(
            tuple(wrapped(text, width, rest=inset)),
            tuple(wrapped(note, width, first=dot if inline else inset, rest=inset)),
            inline,
        )

    def under(self, row: Row, layout: Layout) -> list[Toned]:
        """The lines below a row."""
        found: list[Toned] = []
        for number in layout.below:
            text, note = self._texts[row][number]
            said = f"{self.heads[number]}: {text} {note}"
            lines = wrapped(said, layout.width, first=BELOW, rest=BELOW + "  ")
            found += [(line, row.cells[number].tone) for line in lines]
        return found

    def _height(self, layout: Layout) -> int:
        return sum(
            max(self.piece(row, n, w).height for n, w in layout.widths.items())
            + len(self.under(row, layout))
            for row in self.grid.rows
        )

    def _fitted(self, columns: Sequence[int], below: tuple[int, ...] = ()) -> Layout | None:
        """These columns at the width of the screen, those with most to say the widest."""
        widths = {n: self._least(n) for n in columns}
        room = self._screen.width - Layout(widths).width
        if room < 0:
            return None
        needs = {n: self._need(n, w) for n, w in widths.items()}
        for _ in range(room):
            # One character more for the column that needs most lines.
            neediest = max(columns, key=needs.__getitem__)
            if needs[neediest] <= ENOUGH:
                break
            widths[neediest] += 1
            needs[neediest] = self._need(neediest, widths[neediest])
        return Layout(widths, below)

    def _need(self, number: int, width: int) -> tuple[int, float]:
        """How many lines a column takes beyond one a row, and how far it is from taking none."""
        beyond = sum(self.piece(row, number, width).height - 1 for row in self.grid.rows)
        return beyond, self._most[number] / width

    def _least(self, number: int) -> int:
        """The narrowest a column may get: no word and no price is cut."""
        pieces = [self.heads[number]]
        for row in self.grid.rows:
            pieces += " ".join(self._texts[row][number]).split(" ")
        longest = max(map(len, pieces)) + len(self._inset(number))
        easy = 0 if self.grid.columns[number].whole else min(self._most[number], EASY)
        return max(longest, easy, 1)

    def _widest(self, number: int) -> int:
        """The width at which no cell of a column needs a second line."""
        texts = [self._texts[row][number] for row in self.grid.rows]
        found = [len(text) + (3 + len(note) if note else 0) for text, note in texts]
        return max(len(self.heads[number]), *found) if found else len(self.heads[number])

    def _said(self, row: Row, number: int) -> tuple[str, str]:
        cell = row.cells[number]
        text = self._screen.say(cell.text)
        if self.grid.columns[number].whole:
            text = kept(text)
        if self._inset(number):
            text = kept(self._screen.say(MARK if row.marked else NO_MARK)) + text
        return text, self._screen.say(cell.note)

    def _inset(self, number: int) -> str:
        return NO_MARK if self._marks and number == 0 else ""
