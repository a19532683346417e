"""A comparison as a document."""

from __future__ import annotations

from typing import get_args

from certadvisor.advice.compare import Comparison
from certadvisor.advice.compare_for_you import FOR_YOU
from certadvisor.advice.fact_words import Cite, Value, cite_words
from certadvisor.advice.wording import Unknown
from certadvisor.catalog.types import LevelName
from certadvisor.show.document import KEEP, Cell, Column, Document, Grid, Heading, Line, Row, Tone
from certadvisor.text import listed, unique


def document(result: Comparison, *, numbered: bool = True) -> Document:
    """The rows, where they were read, whom to ask for what is unknown, and the verdict.

    `numbered`: values carry the numbers of their sources; else each source is a note.
    """
    cited = unique(c for r in result.rows for v in r.cells for c in v.sources)
    numbers = {c: n for n, c in enumerate(cited, 1)}
    key = "_sources" if not numbered else ""
    columns = (
        Column("What", "what", heads=True),
        *(
            Column(name, item, note_key=f"{item}{key}" if key else "")
            for item, name in zip(result.ids, result.names, strict=True)
        ),
    )
    rows = []
    for row in result.rows:
        cells = [_cell(value, numbers if numbered else None) for value in row.cells]
        rows.append(Row((Cell(row.label, "strong"), *cells), row.section, row.differs))
    return Document(
        (
            Heading(
                f"{listed(result.names)}, side by side "
                f"(facts as of {result.catalog.as_of}, rules of {result.on})"
            ),
            Grid(columns, tuple(rows)),
            Line("● marks rows that differ. Every fact in full: certadvisor show ID", tone="quiet"),
            Line(f"Levels, highest first: {listed(get_args(LevelName)[::-1])}.", tone="quiet"),
            *(
                Line(f"[{n}] {cite_words(c, result.sources)}", tone="quiet")
                for c, n in numbers.items()
            ),
            *_over_the_years(result),
            *_asks(result),
            Line(result.verdict, "Verdict", "strong"),
        )
    )


def _over_the_years(result: Comparison) -> list[Line]:
    """What the costs over the years assume if the candidate gave no answers."""
    if not result.ownership or any(r.section == FOR_YOU for r in result.rows):
        return []
    text = (
        "The costs over the years assume that you already meet every requirement. Give your answers "
        "as flags (see certadvisor compare --help) to count what you still need."
    )
    return [Line(text, tone="quiet")]


def _cell(value: Value, numbers: dict[Cite, int] | None) -> Cell:
    tone: Tone = "plain" if value.known else "unknown"
    if numbers is None:
        cited = [f"{c.source} {c.as_of or ''}".strip() for c in value.sources]
        return Cell(value.text, tone, "; ".join(cited))
    marks = ",".join(str(numbers[c]) for c in value.sources)
    return Cell(f"{value.text}{KEEP}[{marks}]" if marks else value.text, tone)


def _asks(result: Comparison) -> list[Line]:
    """Whom to ask, for each certification, and what."""
    lines = []
    for column, name in enumerate(result.names):
        asked: dict[str, list[str]] = {}
        for row in result.rows:
            value = row.cells[column]
            if value.ask is not None and value.unknown is not Unknown.NONE_ON_RECORD:
                asked.setdefault(value.ask, []).append(_inside(row.label))
        lines += [
            Line(f"{whom} about the {name}: {listed(what)}.", "Ask") for whom, what in asked.items()
        ]
    return lines


def _inside(label: str) -> str:
    """A label inside a sentence: without its capital, unless it starts with an abbreviation."""
    return label if label[:2].isupper() else label[0].lower() + label[1:]
