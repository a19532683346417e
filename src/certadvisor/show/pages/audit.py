"""The sources, old values and changes of a catalog as documents."""

from __future__ import annotations

from collections.abc import Sequence

from certadvisor.catalog.audit import Cited, Dated, Difference
from certadvisor.show.document import Cell, Column, Document, Grid, Heading, Line, Row
from certadvisor.text import plural


def sources_document(found: Sequence[Cited]) -> Document:
    """The table of sources."""
    columns = (
        Column("Source", "id", heads=True),
        Column("Title", "title"),
        Column("Publisher", "publisher"),
        Column("Kind", "official"),
        Column("Dated", "published"),
        Column("Values", "values", whole=True, right=True),
        Column("Address", "url"),
    )
    rows = tuple(
        Row(
            (
                Cell(s.id, "strong"),
                Cell(s.title),
                Cell(s.publisher),
                Cell("official" if s.official else "third party"),
                Cell(s.published or f"undated, read {s.read}"),
                Cell(str(s.values)),
                Cell(s.url or "", "quiet"),
            )
        )
        for s in found
    )
    return Document((Heading(f"{plural(len(found), 'source')}"), Grid(columns, rows)))


def stale_document(found: Sequence[Dated], older_than: int) -> Document:
    """The old values, those to re-check first at the top."""
    head = Heading(f"{plural(len(found), 'value')} older than {plural(older_than, 'day')}")
    if not found:
        return Document((head, Line("No value is older than that.")))
    columns = (
        Column("Place", "place", heads=True),
        Column("Value", "value"),
        Column("As of", "as_of", whole=True),
        Column("Days", "age_days", whole=True, right=True),
        Column("Source", "source"),
    )
    titles = {2: "prices and rules", 1: "the rest"}
    rows = tuple(
        Row(
            (
                Cell(d.place),
                Cell(d.value),
                Cell(d.as_of or "undated"),
                Cell(str(d.age_days)),
                Cell(d.source),
            ),
            section=titles[d.weight],
        )
        for d in found
    )
    return Document((head, Grid(columns, rows)))


def differences_document(found: Sequence[Difference]) -> Document:
    """What changed, a line each."""
    head = Heading(f"{plural(len(found), 'difference')}")
    return Document((head, *(Line(d.text) for d in found)))
