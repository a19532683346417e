"""Covering arrays: few rows in which every combination of so many values appears."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations, product

Cell = tuple[int, int]
"""A column and one of its values."""
Clash = Callable[[Cell, Cell], bool]
Row = list[int]
FREE = -1
"""In a row: not settled yet."""


def covering(
    sizes: Sequence[int], strength: int, clash: Clash = lambda _one, _other: False
) -> list[tuple[int, ...]]:
    """Rows over columns of so many values each, in which every `strength` columns show every
    combination of their values that holds no two that clash. The same rows every time.

    In-parameter-order: column by column each row gets the value that covers most of what is
    missing, then rows are added for the rest. A row must always be completable: of every column
    at least one value may clash with nothing.
    """
    order = sorted(range(len(sizes)), key=lambda column: -sizes[column])
    array = _Array(sizes, order[:strength], clash)
    for place in range(strength, len(order)):
        array.extend(order[place], [*combinations(order[:place], strength - 1)])
    array.fill()
    return [tuple(row) for row in array.rows]


class _Array:
    """An array in the making."""

    def __init__(self, sizes: Sequence[int], first: Sequence[int], clash: Clash) -> None:
        self.sizes = sizes
        cells = [(c, v) for c in range(len(sizes)) for v in range(sizes[c])]
        self.clashes = {a: {b for b in cells if a[0] != b[0] and clash(a, b)} for a in cells}
        self.rows: list[Row] = []
        for values in self._together(tuple(first)):
            self.rows.append(self._row(zip(first, values, strict=True)))

    def _row(self, cells: Iterable[Cell]) -> Row:
        row = [FREE] * len(self.sizes)
        for column, value in cells:
            row[column] = value
        return row

    def _together(self, columns: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        """The combinations of values of some columns that may stand together."""
        for values in product(*(range(self.sizes[c]) for c in columns)):
            cells = [*zip(columns, values, strict=True)]
            if not any(b in self.clashes[a] for a, b in combinations(cells, 2)):
                yield values

    def _allowed(self, row: Row, column: int, value: int) -> bool:
        return all(row[c] != v for c, v in self.clashes[column, value])

    def extend(self, column: int, beside: list[tuple[int, ...]]) -> None:
        """Settle a new column, so that all combinations with those before it are there."""
        # For the values of other columns, a bit for each value of this one still missing.
        lacking: dict[tuple[int, ...], dict[tuple[int, ...], int]] = {}
        for columns in beside:
            table = lacking[columns] = {}
            for values in self._together(columns):
                cells = [*zip(columns, values, strict=True)]
                table[values] = sum(
                    1 << v
                    for v in range(self.sizes[column])
                    if not any(cell in self.clashes[column, v] for cell in cells)
                )
        for number, row in enumerate(self.rows):
            self._settle(number, row, column, lacking)
        self._add_the_rest(column, lacking)

    def _settle(
        self,
        number: int,
        row: Row,
        column: int,
        lacking: dict[tuple[int, ...], dict[tuple[int, ...], int]],
    ) -> None:
        """Give one row the value that covers most; on a tie they take turns, row by row."""
        seen = [(table, tuple(row[c] for c in cols)) for cols, table in lacking.items()]
        masks = [table[values] for table, values in seen if FREE not in values]
        size = self.sizes[column]
        turns = [(number + n) % size for n in range(size)]
        allowed = [v for v in turns if self._allowed(row, column, v)]
        chosen = max(allowed, key=lambda v: sum(mask >> v & 1 for mask in masks))
        row[column] = chosen
        for table, values in seen:
            if FREE not in values:
                table[values] &= ~(1 << chosen)

    def _add_the_rest(
        self, column: int, lacking: dict[tuple[int, ...], dict[tuple[int, ...], int]]
    ) -> None:
        """Cover what no row does: in one with room for it, else in a new one."""
        with_room: list[list[Row]] = [[] for _ in range(self.sizes[column])]
        for row in self.rows:
            if FREE in [row[c] for columns in lacking for c in columns]:
                with_room[row[column]].append(row)
        for columns, table in lacking.items():
            for values, mask in table.items():
                for value in range(self.sizes[column]):
                    if mask >> value & 1:
                        cells = [*zip(columns, values, strict=True)]
                        self._place(cells, (column, value), with_room[value])

    def _place(self, cells: list[Cell], new: Cell, with_room: list[Row]) -> None:
        for row in with_room:
            if all(row[c] == v or (row[c] == FREE and self._allowed(row, c, v)) for c, v in cells):
                for c, v in cells:
                    row[c] = v
                return
        row = self._row([*cells, new])
        self.rows.append(row)
        with_room.append(row)

    def fill(self) -> None:
        """Settle what no combination needed: values take turns, as far as they go with the rest."""
        for number, row in enumerate(self.rows):
            for column, size in enumerate(self.sizes):
                if row[column] == FREE:
                    turns = ((number + n) % size for n in range(size))
                    row[column] = next(v for v in turns if self._allowed(row, column, v))
