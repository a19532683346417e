"""What holding a certification costs over the years, as it is told."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import count, takewhile

from certadvisor.advice.results import Due, Ownership, YearCost
from certadvisor.advice.wording import PAYMENTS
from certadvisor.rules.cost import Pricing, price_for
from certadvisor.rules.renewal import holding_cost, next_common_renewal, years_later
from certadvisor.text import day_words, listed, plural, usd


def ownership(
    certification_id: str,
    required_total: Decimal,
    *,
    complete: bool,
    day: date,
    years: int,
    pricing: Pricing,
) -> Ownership:
    """The costs of the first `years` years from `day`, the day of certification, in USD."""
    found = holding_cost(
        certification_id, required_total, complete=complete, day=day, years=years, pricing=pricing
    )
    costs = [
        YearCost(
            y.year,
            y.amount,
            y.complete,
            tuple(Due(p.day.isoformat(), PAYMENTS[p.code], p.amount) for p in y.payments),
        )
        for y in found.years
    ]
    return Ownership(tuple(costs), found.total, found.complete, found.education)


def renewals(
    certification_id: str, day: date, years: int | None, pricing: Pricing
) -> tuple[Due, ...]:
    """When something held falls due for renewal: the next time, or all within so many years."""
    renewal = pricing.catalog.certifications[certification_id].renewal
    name = pricing.catalog.name_of(certification_id)
    cycle, following = renewal.years.known, next_common_renewal(renewal, day)
    if cycle is None:
        return (Due(day.isoformat(), f"ask when the {name} has to be renewed", None),)
    if following is None:
        every = f"every {plural(cycle, 'year')}"
        text = f"look up until when your {name} is valid: it is renewed {every}"
        return (Due(day.isoformat(), text, None),)
    fee = price_for(
        renewal.fee,
        member=pricing.is_member(pricing.catalog.certifications[certification_id].issuer),
    ).known
    last = years_later(day, years) if years is not None else following
    days = takewhile(
        lambda when: when <= last, (years_later(following, n) for n in count(0, cycle))
    )
    return tuple(Due(when.isoformat(), PAYMENTS["recertification"], fee) for when in days)


def upkeep(certification_id: str, day: date, pricing: Pricing) -> str:
    """What keeping a certification takes, in a sentence; the next date where all renew together."""
    certification = pricing.catalog.certifications[certification_id]
    renewal = certification.renewal
    years, units = renewal.years.known, renewal.units.value
    fee = price_for(renewal.fee, member=pricing.is_member(certification.issuer)).known
    if years is None:
        return "What keeping it takes, and when, is not published."
    takes = ["a fee that is not published"] if fee is None else [usd(fee)] if fee else []
    takes += ["a current CPR/AED card"] if renewal.keep_cpr.known else []
    takes += [units] if units else []
    text = f"Every {plural(years, 'year')} keeping it takes {listed(takes)}"
    following = next_common_renewal(renewal, day)
    return f"{text}; next by {day_words(following)}." if following is not None else f"{text}."
