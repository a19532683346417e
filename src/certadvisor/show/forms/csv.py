"""The grids alone, as comma-separated values that a spreadsheet opens without running anything."""

from __future__ import annotations

import csv
from io import StringIO

from certadvisor.show.document import Document, Grid, Row
from certadvisor.show.forms.screen import Screen

FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""A spreadsheet takes a cell that starts so for a formula; some take the wide signs too."""


def render(document: Document, screen: Screen) -> str:
    """The grids below each other, an empty line between those of different columns."""
    file = StringIO()
    writer = csv.writer(file, lineterminator="\n")
    header: list[str] = []
    for grid in document.grids():
        names = _names(grid)
        if names != header:
            writer.writerows([[], names] if header else [names])
            header = names
        writer.writerows(_values(row, grid, screen) for row in grid.rows)
    return file.getvalue()


def harmless(text: str) -> str:
    """`text` such that no spreadsheet takes it for a formula."""
    return f"'{text}" if text.lstrip().startswith(FORMULA) else text


def _names(grid: Grid) -> list[str]:
    names = ["title"] if grid.title else []
    names += ["section"] if any(r.section for r in grid.rows) else []
    names += ["marked"] if any(r.marked for r in grid.rows) else []
    return names + [key for c in grid.columns for key in (c.key, c.note_key) if key]


def _values(row: Row, grid: Grid, screen: Screen) -> list[str]:
    values = [grid.title] if grid.title else []
    values += [row.section] if any(r.section for r in grid.rows) else []
    values += ["yes" if row.marked else ""] if any(r.marked for r in grid.rows) else []
    for column, cell in zip(grid.columns, row.cells, strict=True):
        both = f"{cell.text} ({cell.note})" if cell.note else cell.text
        values += [cell.text, cell.note] if column.note_key else [both]
    return [harmless(screen.say(v)) for v in values]
