"""A comparison as a document."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import get_args

from certadvisor.advice.compare import ComparedRow, Comparison
from certadvisor.advice.compare_for_you import FOR_YOU
from certadvisor.advice.compare_rows import Compared, prerequisites_in_short
from certadvisor.advice.fact_words import Value
from certadvisor.advice.wording import whom
from certadvisor.catalog.types import Catalog, LevelName
from certadvisor.show.document import Cell, Column, Document, Grid, Heading, Line, Row, Tone
from certadvisor.show.pages.citing import NumberedSources, to_ask
from certadvisor.text import listed

DECIDING = (
    "you.status", "you.missing", "you.cost", "you.total", "you.serves", "prerequisites", "total", "time",
    "pass_rate", "accreditation", "employers", "upkeep", "qualifies_for",
)  # fmt: skip
"""The rows that decide first."""


def document(
    result: Comparison,
    catalog: Catalog,
    *,
    everything: bool = False,
    with_sources: bool = False,
) -> Document:
    """The verdict, the rows that decide, and whom to ask for what is unknown in them.

    `everything`: all rows. `with_sources`: what the numbers of the sources mean.
    """
    sources = NumberedSources(result.sources)
    shown = list(result.rows) if everything else _deciding(result)
    columns = (
        Column("What", "what", heads=True, above=True),
        *(Column(name, item) for item, name in zip(result.ids, result.names, strict=True)),
    )
    rows = []
    for row in shown:
        values = row.cells if everything else _in_short(row, result, catalog)
        cells = [_cell(value, sources) for value in values]
        section = row.section if everything or row.section == FOR_YOU else ""
        rows.append(Row((Cell(row.label, "strong"), *cells), section, row.differs))
    left = len(result.rows) - len(shown)
    more = f" {left} more rows: --all." if left else ""
    return Document(
        (
            Heading(
                f"{listed(result.names)}, side by side "
                f"(facts as of {result.catalog.as_of}, rules of {result.on})"
            ),
            Line(result.verdict, tone="strong"),
            Grid(columns, tuple(rows)),
            *_asks(result, shown),
            Line(
                f"● marks rows that differ.{more}{'' if with_sources else ' Sources: --sources.'} "
                "Every fact in full: certadvisor show ID --all",
                tone="quiet",
            ),
            *_levels(everything),
            *_over_the_years(result),
            *(sources.lines() if with_sources else ()),
        )
    )


def _deciding(result: Comparison) -> list[ComparedRow]:
    """The rows that decide, in that order, and what was asked for over the years."""
    rows = {row.key: row for row in result.rows}
    years = [row for row in result.rows if row.key.startswith("years.")]
    return [*(rows[key] for key in DECIDING if key in rows), *years]


def _in_short(row: ComparedRow, result: Comparison, catalog: Catalog) -> Sequence[Value]:
    """The values of a row, prerequisites in two or three words each."""
    if row.key != "prerequisites":
        return row.cells
    day = date.fromisoformat(result.on)
    compared = [Compared(i, catalog.certifications[i], catalog, day) for i in result.ids]
    short = [prerequisites_in_short(one) for one in compared]
    return [v.worded(s) if s else v for v, s in zip(row.cells, short, strict=True)]


def _levels(everything: bool) -> list[Line]:
    said = f"Levels, highest first: {listed(get_args(LevelName)[::-1])}."
    return [Line(said, tone="quiet")] if everything else []


def _over_the_years(result: Comparison) -> list[Line]:
    """What the costs over the years assume if the candidate gave no answers."""
    if not result.ownership or any(r.section == FOR_YOU for r in result.rows):
        return []
    text = (
        "The costs over the years assume that you already meet every requirement. Give your answers "
        "as flags (see certadvisor compare --help) to count what you still need."
    )
    return [Line(text, tone="quiet")]


def _cell(value: Value, sources: NumberedSources) -> Cell:
    # What is known in part keeps its colour: one open point does not colour a whole cell.
    tone: Tone = "plain" if value.unknown is None else "unknown"
    return Cell(sources.cited(value.text, value.sources), tone)


def _asks(result: Comparison, rows: Sequence[ComparedRow]) -> list[Line]:
    """Whom to ask, for each certification, and what."""
    lines = []
    for column, name in enumerate(result.names):
        asked = to_ask((row.label, row.cells[column]) for row in rows)
        lines += [
            Line(f"{whom(ask)} about the {name}: {listed(what)}.", "Ask")
            for ask, what in asked.items()
        ]
    return lines
