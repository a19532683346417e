"""What matters of one certification: the rows of a comparison with itself alone."""

from __future__ import annotations

from datetime import date

from certadvisor.advice.compare_rows import Compared, catalog_rows
from certadvisor.advice.fact_words import Value
from certadvisor.advice.results import CatalogStamp
from certadvisor.catalog import types as m
from certadvisor.values import immutable


@immutable()
class OverviewRow:
    """One thing that matters: `key` as in a comparison."""

    key: str
    label: str
    value: Value


@immutable()
class Overview:
    """One certification under the rules of a day; `sources` are those that its values cite."""

    catalog: CatalogStamp
    id: str
    name: str
    rows: tuple[OverviewRow, ...]
    sources: dict[str, m.Source]


def overview(item: str, catalog: m.Catalog, day: date) -> Overview:
    """What matters of the certification of this id."""
    compared = Compared(item, catalog.certifications[item], catalog, day)
    rows = tuple(OverviewRow(r.key, r.label, r.value(compared)) for r in catalog_rows([compared]))
    cited = {c.source for row in rows for c in row.value.sources}
    return Overview(
        catalog=CatalogStamp(catalog.version, catalog.as_of),
        id=item,
        name=catalog.name_of(item),
        rows=rows,
        sources={s: catalog.sources[s] for s in catalog.sources if s in cited},
    )
