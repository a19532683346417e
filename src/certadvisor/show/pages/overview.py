"""What matters of one certification as a document of one screen or two."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from certadvisor.advice.compare_rows import NO_CHANGE, NOTHING
from certadvisor.advice.fact_words import Value
from certadvisor.advice.overview import Overview, OverviewRow
from certadvisor.advice.wording import Unknown, whom
from certadvisor.catalog.types import Catalog, LevelName
from certadvisor.show.document import Block, Cell, Column, Document, Grid, Heading, Line, Row
from certadvisor.show.pages.citing import NumberedSources, inside, to_ask
from certadvisor.text import listed, unique

SECTIONS = {
    "What it is": ("full_name", "kind", "issuer", "accreditation", "audience"),
    "May I?": ("prerequisites", "prerequisites_owed", "prerequisites_recommended", "rule_changes"),
    "What it costs": ("exam_cost", "study_cost", "total", "retake"),
    "How hard": ("pass_rate", "time", "exam_length", "passing_score", "exam_topics", "delivery"),
    "Keeping it": ("renewal", "renewal_cpr", "upkeep"),
    "Good for": ("qualifies_for", "employers"),
}  # fmt: skip
"""The sections, each with the rows it has."""
LEVELS = "Good for"
COLUMNS = (Column("", "what", heads=True), Column("", "value"))


def document(result: Overview, catalog: Catalog, *, with_sources: bool = False) -> Document:
    """The sections; `with_sources`: what the numbers mean."""
    sources = NumberedSources(result.sources)
    rows = {row.key: row for row in result.rows}
    grid = Grid(
        COLUMNS,
        tuple(
            shown
            for section, keys in SECTIONS.items()
            for shown in _section(section, [rows[k] for k in keys], result, catalog, sources)
        ),
    )
    return Document(
        (
            Heading(f"{result.name} (facts as of {result.catalog.as_of})"),
            grid,
            *_unknown(result),
            *(sources.lines() if with_sources else [_more(result)]),
        )
    )


def _section(
    section: str,
    rows: list[OverviewRow],
    result: Overview,
    catalog: Catalog,
    sources: NumberedSources,
) -> Iterator[Row]:
    """The rows that say something, then what is not published, once."""
    for row in rows:
        if row.value.unknown is None and row.value.text not in (NOTHING, NO_CHANGE):
            yield _row(section, row.label, row.value, sources)
    if section == LEVELS:
        yield from _levels(section, result, catalog, sources)
    for unknown in Unknown:
        labels = [inside(row.label) for row in rows if row.value.unknown is unknown]
        if labels:
            cell = Cell(listed(labels), "unknown")
            yield Row((Cell(unknown.capitalize(), "strong"), cell), section)


def _row(section: str, label: str, value: Value, sources: NumberedSources) -> Row:
    cell = Cell(sources.cited(value.text, value.sources))
    return Row((Cell(label, "strong"), cell), section)


def _levels(
    section: str, result: Overview, catalog: Catalog, sources: NumberedSources
) -> Iterator[Row]:
    """Where it stands how high, best first."""
    names = {
        **{f"settings.{i}": s.name for i, s in catalog.settings.items()},
        **{f"focuses.{i}": f.phrase for i, f in catalog.focuses.items()},
    }
    levels = get_args(LevelName)
    for level in reversed(levels[levels.index(catalog.policy.serves_from) :]):
        reached = [r for r in result.rows if r.key in names and r.value.text == level]
        if reached:
            text = listed([names[r.key] for r in reached])
            cites = unique(c for r in reached for c in r.value.sources)
            yield _row(section, level.capitalize(), Value(text, True, cites), sources)


def _more(result: Overview) -> Line:
    more = f"certadvisor show {result.id}"
    return Line(f"Where from: {more} --sources. Every fact: {more} --all.", tone="quiet")


def _unknown(result: Overview) -> list[Block]:
    """Whom to ask for what is not known."""
    shown = {key for keys in SECTIONS.values() for key in keys}
    asked = to_ask((row.label, row.value) for row in result.rows if row.key in shown)
    return [Line(f"{whom(ask)} about {listed(labels)}.", "Ask") for ask, labels in asked.items()]
