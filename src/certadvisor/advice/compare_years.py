"""What holding certifications costs over the years, side by side."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from certadvisor.advice.fact_words import Value, cited_by
from certadvisor.advice.ownership import ownership
from certadvisor.advice.results import Ownership, YearCost
from certadvisor.advice.wording import at_least, year_words
from certadvisor.catalog import types as m
from certadvisor.profile.profile import Profile
from certadvisor.rules.cost import Pricing
from certadvisor.text import plural

HELD = Value("you hold it", True)
NO_WAY = Value("no known way", True)


def owned_by_anyone(
    chosen: Sequence[str], profile: Profile, catalog: m.Catalog, years: int
) -> dict[str, Ownership]:
    """What each costs over so many years from the day of the profile: its own fees alone."""
    pricing = Pricing(profile, catalog)
    bills = {i: pricing.bill(i, frozenset()) for i in chosen}
    return {
        i: ownership(
            i, bill.total, complete=not bill.unknown, day=profile.on, years=years, pricing=pricing
        )
        for i, bill in bills.items()
    }


def rows(
    chosen: Sequence[str],
    owned: Mapping[str, Ownership],
    held: Collection[str],
    catalog: m.Catalog,
    years: int,
) -> Iterator[tuple[str, str, list[Value]]]:
    """The key, label and values of each year, and of all of them together."""

    def cells(told: Mapping[str, Value]) -> list[Value]:
        return [told.get(i, HELD if i in held else NO_WAY) for i in chosen]

    for year in range(1, years + 1):
        told = {i: _year(found.years[year - 1]) for i, found in owned.items()}
        yield f"years.{year}", f"Year {year}", cells(told)
    label = f"What {plural(years, 'year')} cost{'s' if years == 1 else ''}"
    yield "years.all", label, cells({i: _all(i, found, catalog) for i, found in owned.items()})


def _year(year: YearCost) -> Value:
    costs = year.amount or not year.complete
    amount = f"{at_least(year.amount, complete=year.complete)}: " if costs else ""
    return Value(f"{amount}{year_words(year)}", year.complete)


def _all(certification_id: str, owned: Ownership, catalog: m.Catalog) -> Value:
    certification = catalog.certifications[certification_id]
    renewal = certification.renewal
    fees = [f.standard for f in (*certification.fees, renewal.fee)]
    facts: list[m.Fact[Any]] = [*fees, renewal.years, renewal.keep_cpr, renewal.units]
    cited = tuple(dict.fromkeys(c for f in facts for c in cited_by(f)))
    more = f"; on top: {owned.education}" if owned.education else ""
    return Value(
        f"{at_least(owned.total, complete=owned.complete)}{more}",
        owned.complete,
        cited,
        ask=None if owned.complete else catalog.issuers[certification.issuer].ask,
    )
