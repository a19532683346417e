"""The list of certifications as a document."""

from __future__ import annotations

from certadvisor.advice.listing import ListedCertification, Listing
from certadvisor.advice.wording import Unknown
from certadvisor.catalog.types import Catalog
from certadvisor.show.document import Cell, Column, Document, Grid, Heading, Line, Row, Tone
from certadvisor.text import listed, plural, usd


def document(result: Listing, catalog: Catalog) -> Document:
    """One row for each certification; an empty list says how to widen it."""
    count = len(result.certifications)
    filters = f": {listed(result.filters)}" if result.filters else ""
    head = Heading(
        f"{count} of {plural(result.of, 'certification')}{filters} (facts as of {result.catalog.as_of})"
    )
    if not count:
        return Document(
            (
                head,
                Line("Nothing in the catalog matches all of that."),
                Line("Leave one filter out, or see them all with: certadvisor list"),
            )
        )
    told = any(c.status is not None for c in result.certifications)
    columns = [
        Column("Id", "id", whole=True),
        Column("Name, and who it is for", "name", note_key="audience"),
        Column("Issuer, kind", "issuer", note_key="kind"),
        Column("Price", "price", whole=True, note_key="members_price"),
        *([Column("For you", "status")] if told else []),
    ]
    rows = tuple(_row(c, catalog, told=told) for c in result.certifications)
    return Document(
        (
            head,
            Grid(tuple(columns), rows),
            Line("Every fact with its source and date: certadvisor show ID", tone="quiet"),
            Line("Side by side: certadvisor compare ID ID", tone="quiet"),
        )
    )


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
