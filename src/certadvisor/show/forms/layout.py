"""How a grid fits a width: which columns stand side by side, and how wide each one is."""

from __future__ import annotations

from collections.abc import Sequence

from certadvisor.show.document import Grid
from certadvisor.show.forms.lines import (
    MARK,
    MEASURE,
    NO_MARK,
    Toned,
    columns,
    kept,
    shortened,
    wrapped,
)
from certadvisor.show.forms.screen import Screen
from certadvisor.values import immutable

GAP = 2
"""Spaces between columns."""
EASY = 13
"""No column of prose gets narrower than this, in characters, unless it holds less."""
BELOW = " " * 4
ENOUGH = (0, 1.0)
"""The need of a column whose cells take one line each."""


@immutable()
class Piece:
    """A cell laid out: the lines of its text, and of its note, which may go on the same line."""

    text: tuple[str, ...]
    note: tuple[str, ...]
    inline: bool


@immutable()
class Layout:
    """The width, in characters, of each column by its number; and the columns that go elsewhere.

    The `below` ones stand under their rows; the `above` one is a line over its row.
    """

    widths: dict[int, int]
    below: tuple[int, ...] = ()
    above: int | None = None

    @property
    def width(self) -> int:
        """The width of the whole."""
        return sum(self.widths.values()) + GAP * (len(self.widths) - 1)


class MeasuredText:
    """A text of a cell with the lengths of its words."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words = [columns(word) for word in text.split(" ") if word]
        self.whole = sum(self.words) + max(len(self.words) - 1, 0)

    def lines(self, width: int, inset: int = 0) -> int:
        """How many lines it takes at a width, those after the first inset."""
        if self.whole <= width:
            return 1 if self.words else 0
        count, used = 1, -1
        for word in self.words:
            used += 1 + word
            if used > width and used > word:
                count, used = count + 1, inset + word
        return count


class MeasuredGrid:
    """A grid with its texts as they will be shown, measured; rows by their numbers."""

    def __init__(self, grid: Grid, screen: Screen) -> None:
        self.grid = grid
        self._screen = screen
        self._marks = any(row.marked for row in grid.rows)
        numbers = range(len(grid.columns))
        self.heads = [self._inset(n) + kept(screen.say(grid.columns[n].title)) for n in numbers]
        # By column, then by row.
        self._cells = [[self._said(row, n) for row in range(len(grid.rows))] for n in numbers]
        self._most = [self._widest(n) for n in numbers]

    def layout(self) -> Layout | None:
        """The layout that takes fewest lines; None where a table has no room."""
        numbers = range(len(self.grid.columns))
        below = tuple(n for n in numbers if self.grid.columns[n].below)
        beside = [n for n in numbers if n not in below]
        tries = [self._fitted(numbers), self._fitted(beside, below) if below else None]
        above = next((n for n in numbers if self.grid.columns[n].above), None)
        if above is not None and not any(tries):
            tries.append(self._even([n for n in numbers if n != above], above))
        return min((t for t in tries if t is not None), key=self._height, default=None)

    def piece(self, row: int, number: int, width: int) -> Piece:
        """A cell at that width."""
        text, note = (shortened(part.text, width) for part in self._cells[number][row])
        inset = self._inset(number)
        inline = self._most[number] <= width
        dot = f" {self._screen.say('·')} "
        return Piece(
            tuple(wrapped(text, width, rest=inset)),
            tuple(wrapped(note, width, first=dot if inline else inset, rest=inset)),
            inline,
        )

    def under(self, row: int, layout: Layout) -> list[Toned]:
        """The lines below a row."""
        found: list[Toned] = []
        for number in layout.below:
            text, note = (part.text for part in self._cells[number][row])
            said = f"{self.heads[number]}: {text} {note}"
            width = max(layout.width, min(self._screen.width, MEASURE))
            lines = wrapped(said, width, first=BELOW, rest=BELOW + "  ")
            found += [(line, self.grid.rows[row].cells[number].tone) for line in lines]
        return found

    def over(self, row: int, layout: Layout) -> list[Toned]:
        """The lines above a row."""
        if layout.above is None:
            return []
        text, note = (part.text for part in self._cells[layout.above][row])
        tone = self.grid.rows[row].cells[layout.above].tone
        return [(line, tone) for line in wrapped(f"{text} {note}", layout.width)]

    def _height(self, layout: Layout) -> int:
        return sum(
            max(self._lines(row, n, w) for n, w in layout.widths.items())
            + len(self.under(row, layout))
            for row in range(len(self.grid.rows))
        )

    def _lines(self, row: int, number: int, width: int) -> int:
        """How many lines a cell takes."""
        text, note = self._cells[number][row]
        inset = len(self._inset(number))
        if self._most[number] <= width:
            return 1
        return text.lines(width, inset) + note.lines(width, inset)

    def _fitted(self, numbers: Sequence[int], below: tuple[int, ...] = ()) -> Layout | None:
        """These columns at the width of the screen, those with most to say the widest."""
        widths = {n: self._least(n) for n in numbers}
        room = self._screen.width - Layout(widths).width
        if room < 0:
            return None
        needs = {n: self._need(n, w) for n, w in widths.items()}
        for _ in range(room):
            # One character more for the column that needs most lines.
            neediest = max(numbers, key=needs.__getitem__)
            if needs[neediest] <= ENOUGH:
                break
            widths[neediest] += 1
            needs[neediest] = self._need(neediest, widths[neediest])
        return Layout(widths, below)

    def _even(self, numbers: Sequence[int], above: int) -> Layout | None:
        """These columns, all of one width, words broken at hyphens if they must be."""
        width = (self._screen.width + GAP) // len(numbers) - GAP
        heads = [self.heads[n] for n in numbers]
        texts = [part.text for n in numbers for cell in self._cells[n] for part in cell]
        words = [w for text in texts for w in shortened(text, width).split(" ")]
        fits = all(columns(piece) <= width for piece in (*heads, *words))
        return Layout(dict.fromkeys(numbers, width), above=above) if fits else None

    def _need(self, number: int, width: int) -> tuple[int, float]:
        """How many lines a column takes beyond one a row, and how far it is from taking none."""
        most = self._most[number]
        if most <= width:
            return 0, most / width
        lines = (self._lines(row, number, width) for row in range(len(self.grid.rows)))
        beyond = sum(max(count - 1, 0) for count in lines)
        return beyond, most / width

    def _least(self, number: int) -> int:
        """The narrowest a column may get: no word and no price is cut."""
        inset = len(self._inset(number))
        words = [n for cell in self._cells[number] for part in cell for n in part.words]
        longest = max([columns(self.heads[number]), *(inset + n for n in words)])
        easy = 0 if self.grid.columns[number].whole else min(self._most[number], EASY)
        return max(longest, easy, 1)

    def _widest(self, number: int) -> int:
        """The width at which no cell of a column needs a second line."""
        found = [
            text.whole + (3 + note.whole if note.words else 0) for text, note in self._cells[number]
        ]
        return max([columns(self.heads[number]), *found])

    def _said(self, row: int, number: int) -> tuple[MeasuredText, MeasuredText]:
        cell = self.grid.rows[row].cells[number]
        text = self._screen.say(cell.text)
        if self.grid.columns[number].whole:
            text = kept(text)
        if self._inset(number):
            text = kept(self._screen.say(MARK if self.grid.rows[row].marked else NO_MARK)) + text
        return MeasuredText(text), MeasuredText(self._screen.say(cell.note))

    def _inset(self, number: int) -> str:
        return NO_MARK if self._marks and number == 0 else ""
