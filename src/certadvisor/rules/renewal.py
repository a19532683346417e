"""What a certification costs over the years: getting it, renewals on their dates, CPR, education."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from certadvisor.catalog import types as m
from certadvisor.rules.cost import Pricing, price_for
from certadvisor.rules.outcomes import Due, Ownership, YearCost
from certadvisor.text import day_words, listed, plural, usd

MOST_YEARS = 50


def ownership(
    certification_id: str,
    required_total: Decimal,
    *,
    complete: bool,
    day: date,
    years: int,
    till: Pricing,
) -> Ownership:
    """The costs of the first `years` years, counted from `day`, the day of certification.

    `required_total` in USD is what getting it costs; not `complete`: at least that. A sum is
    "at least" where a fee or continuing education has no known price.
    """
    dues = sorted(_dues(certification_id, day, years, till), key=lambda d: d.day)
    costs = []
    for year in range(1, years + 1):
        last = _years_on(day, year)
        mine = tuple(
            d for d in dues if _years_on(day, year - 1) <= date.fromisoformat(d.day) < last
        )
        first = required_total if year == 1 else Decimal(0)
        known = first + sum((d.amount for d in mine if d.amount is not None), Decimal(0))
        whole = all(d.amount is not None for d in mine) and (complete or year > 1)
        costs.append(YearCost(year, known, whole, mine))
    units = till.catalog.certifications[certification_id].renewal.units
    education = units.value is None or bool(units.value)
    return Ownership(
        years=tuple(costs),
        total=sum((c.amount for c in costs), Decimal(0)),
        complete=all(c.complete for c in costs) and not education,
        education=units.value,
    )


def upkeep(certification_id: str, day: date, till: Pricing) -> str:
    """What keeping a certification takes, in a sentence; the next date where all renew together."""
    certification = till.catalog.certifications[certification_id]
    renewal = certification.renewal
    years, units = renewal.years.known, renewal.units.value
    fee = price_for(renewal.fee, member=till.is_member(certification.issuer)).known
    if years is None:
        return "What keeping it takes, and when, is not published."
    takes = ["a fee that is not published"] if fee is None else [usd(fee)] if fee else []
    takes += ["a current CPR/AED card"] if renewal.keep_cpr.known else []
    takes += [units] if units else []
    text = f"Every {plural(years, 'year')} keeping it takes {listed(takes)}"
    common = renewal.common_date is not None and renewal.common_date.known is not None
    following = next(_renewals(renewal, day, date.max), None) if common else None
    return f"{text}; next by {day_words(following)}." if following is not None else f"{text}."


def _dues(certification_id: str, day: date, years: int, till: Pricing) -> Iterator[Due]:
    renewal = till.catalog.certifications[certification_id].renewal
    member = till.is_member(till.catalog.certifications[certification_id].issuer)
    end = _years_on(day, years)
    price = price_for(renewal.fee, member=member)
    if renewal.years.known is None:
        yield Due(day.isoformat(), "renewal: whether and when is not published", None)
    for when in _renewals(renewal, day, end):
        spared = renewal.newcomer_days.value if renewal.newcomer_days is not None else None
        new = spared is not None and (when - day).days <= spared
        text = "recertification"
        if new:
            text += " so soon after the exam: what is due is not confirmed"
        elif price.known is None:
            text += ": the fee is not published"
        yield Due(when.isoformat(), text, None if new else price.known)
    if renewal.keep_cpr.known:
        yield from _cards(day, end, till)


def _renewals(renewal: m.Renewal, day: date, end: date) -> Iterator[date]:
    """The days on which renewal falls due, after the day of certification and before `end`."""
    cycle = renewal.years.known
    if not cycle:
        return
    common = renewal.common_date.known if renewal.common_date is not None else None
    when = common if common is not None else _years_on(day, cycle)
    while when < end:
        if when > day:
            yield when
        when = _years_on(when, cycle)


def _cards(day: date, end: date, till: Pricing) -> Iterator[Due]:
    """The days by which a CPR/AED card has to be renewed at the latest."""
    found = till.cpr_card()
    if found is None:
        yield Due(day.isoformat(), "CPR/AED card: its price is not published", None)
        return
    amount, valid = found
    when = _years_on(day, valid)
    while when < end:
        yield Due(when.isoformat(), "CPR/AED card, at the latest", amount)
        when = _years_on(when, valid)


def _years_on(day: date, years: int) -> date:
    """The same day some years later; 29 February becomes 28 February."""
    year = min(day.year + years, date.max.year)
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)
