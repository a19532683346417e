"""The list of certifications as a document."""

from __future__ import annotations

from certadvisor.advice.listing import ListedCertification, ListedStep, Listing
from certadvisor.advice.wording import Unknown
from certadvisor.catalog.types import Catalog
from certadvisor.show.document import Cell, Column, Document, Grid, Heading, Line, Row, Tone
from certadvisor.text import listed, plural, span_words, usd


def document(result: Listing, catalog: Catalog) -> Document:
    """One row for each certification or step; an empty list says how to widen it."""
    what = result.lists.removesuffix("s")
    count = len(result.certifications or result.steps)
    filters = f": {listed(result.filters)}" if result.filters else ""
    head = Heading(
        f"{count} of {plural(result.of, what)}{filters} (facts as of {result.catalog.as_of})"
    )
    if not count:
        return Document(
            (
                head,
                Line("Nothing in the catalog matches all of that."),
                Line("Leave one filter out, or see them all with: certadvisor list"),
                Line("Classes, degrees and other steps: certadvisor list --steps"),
            )
        )
    if result.steps:
        return Document((head, _step_grid(result.steps), *NEXT))
    told = any(c.status is not None for c in result.certifications)
    columns = [
        Column("Id", "id", whole=True),
        Column("Name, and who it is for", "name"),
        Column("Issuer, kind", "issuer"),
        Column("Price", "price", whole=True),
        *([Column("For you", "status")] if told else []),
    ]
    rows = tuple(_row(c, catalog, told=told) for c in result.certifications)
    return Document(
        (
            head,
            Grid(tuple(columns), rows),
            *NEXT,
            Line("Side by side: certadvisor compare ID ID", tone="quiet"),
        )
    )


NEXT = (Line("Every fact with its source and date: certadvisor show ID", tone="quiet"),)


def _step_grid(steps: tuple[ListedStep, ...]) -> Grid:
    columns = (
        Column("Id", "id", whole=True),
        Column("Step, and what you do", "name"),
        Column("Kind", "kind"),
        Column("Price", "price", whole=True),
        Column("Takes", "weeks"),
    )
    rows = (
        Row(
            (
                Cell(step.id, "strong"),
                Cell(step.name, note=step.does),
                Cell(step.kind),
                Cell(step.price_text, "plain" if step.price is not None else "unknown"),
                Cell("not known" if step.weeks is None else span_words(step.weeks)),
            )
        )
        for step in steps
    )
    return Grid(columns, tuple(rows))


def _row(entry: ListedCertification, catalog: Catalog, *, told: bool) -> Row:
    members = "" if entry.members_price is None else f"members {usd(entry.members_price)}"
    status = [Cell(entry.status or "", "good" if entry.status == "ready" else "unknown")]
    price: Tone = "plain" if entry.price is not None else "unknown"
    return Row(
        (
            Cell(entry.id, "strong"),
            Cell(entry.full_name or entry.name, note=entry.audience or Unknown.NOT_PUBLISHED),
            Cell(catalog.issuers[entry.issuer].name, note=entry.kind or Unknown.NOT_PUBLISHED),
            Cell(entry.price_text, price, members),
            *(status if told else []),
        )
    )
