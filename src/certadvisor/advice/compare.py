"""Two to five certifications side by side, the most decisive rows first, differences marked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from certadvisor.advice.compare_for_you import owned_by_anyone, rows_for_you, rows_over_years
from certadvisor.advice.compare_rows import Compared, RowDefinition, catalog_rows
from certadvisor.advice.fact_words import Value
from certadvisor.advice.pick import verdict, verdict_words
from certadvisor.advice.recommend import recommend
from certadvisor.advice.results import CatalogStamp, Ownership
from certadvisor.catalog import types as m
from certadvisor.catalog.facts import first_day
from certadvisor.catalog.names import certification_names
from certadvisor.errors import UsageError
from certadvisor.profile.profile import Profile
from certadvisor.text import unique
from certadvisor.values import immutable

FEWEST, MOST = 2, 5


@immutable()
class ComparedRow:
    """One row: a value for each certification, in their order, and whether they read differently."""

    key: str
    section: str
    label: str
    cells: tuple[Value, ...]
    differs: bool


@immutable()
class Comparison:
    """Certifications side by side.

    `on` is the day whose rules are shown; `sources` are those that the cells cite; `verdict` says
    when each is the better pick. `ownership` is what each costs over the years asked for.
    """

    schema_version: Literal[1]
    catalog: CatalogStamp
    on: str
    ids: tuple[str, ...]
    names: tuple[str, ...]
    rows: tuple[ComparedRow, ...]
    verdict: str
    sources: dict[str, m.Source]
    ownership: dict[str, Ownership]


def compare(
    ids: Sequence[str],
    catalog: m.Catalog,
    profile: Profile | None = None,
    *,
    years: int | None = None,
) -> Comparison:
    """The certifications meant by `ids`, side by side.

    With a profile that has a setting, rows for that candidate come first. Without a profile, the
    rules are those of the catalog's date. `years` adds what holding each costs over so
    many years, from 1 to 50; without a setting, only its own fees, as if every requirement were met.

    Raises:
        UsageError: fewer than two, more than five, or one of them twice.
        UnknownNameError: there is no such certification.

    """
    chosen = _chosen(ids, catalog)
    profile = profile if profile is not None else Profile(on=first_day(catalog.as_of))
    owned: dict[str, Ownership] = {}
    compared = [Compared(i, catalog.certifications[i], catalog, profile.on) for i in chosen]
    definitions = [*catalog_rows(compared)]
    if profile.setting is not None:
        ranked = recommend(profile, catalog, with_sureness=False, years=years).recommendations
        definitions = [*rows_for_you(ranked), *definitions]
        owned = {a.id: a.ownership for a in ranked if a.ownership is not None}
    elif years is not None:
        owned = owned_by_anyone(chosen, profile, catalog, years)
    if years is not None:
        definitions += rows_over_years(owned, profile, years)
    rows = tuple(_row(definition, compared) for definition in definitions)
    cited = unique(c.source for row in rows for v in row.cells for c in v.sources)
    return Comparison(
        schema_version=1,
        catalog=CatalogStamp(catalog.version, catalog.as_of),
        on=profile.on.isoformat(),
        ids=chosen,
        names=tuple(catalog.name_of(i) for i in chosen),
        rows=rows,
        verdict=verdict_words(verdict(chosen, catalog, profile.on), catalog),
        sources={s: catalog.sources[s] for s in cited if s in catalog.sources},
        ownership={i: owned[i] for i in chosen if i in owned},
    )


def _chosen(ids: Sequence[str], catalog: m.Catalog) -> tuple[str, ...]:
    names = certification_names(catalog)
    found = [names.resolve(i) for i in ids[: MOST + 1]]
    double = next((i for n, i in enumerate(found) if i in found[:n]), None)
    if double is None and FEWEST <= len(ids) <= MOST:
        return tuple(found)
    kept = list(dict.fromkeys(found))[:MOST]
    kept += [i for i in catalog.certifications if i not in kept][: max(0, FEWEST - len(kept))]
    wrong = (
        f"{double} is named twice"
        if double is not None
        else f"compare takes {FEWEST} to {MOST} certifications, not {len(ids)}"
    )
    raise UsageError(f"{wrong}. Try: certadvisor compare {' '.join(kept)}")


def _row(definition: RowDefinition, compared: Sequence[Compared]) -> ComparedRow:
    cells = tuple(definition.value(c) for c in compared)
    differs = len({c.text for c in cells}) > 1
    return ComparedRow(definition.key, definition.section, definition.label, cells, differs)
