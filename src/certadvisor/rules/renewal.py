"""What a certification costs over the years: getting it, renewals on their dates, CPR cards."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Literal

from certadvisor.catalog import types as m
from certadvisor.rules.cost import Pricing, known_sum, price_for
from certadvisor.values import immutable

MOST_YEARS = 50

PaymentCode = Literal[
    "recertification", "recertification-newcomer", "recertification-fee-unknown",
    "renewal-unpublished", "cpr-card", "cpr-card-price-unknown",
]  # fmt: skip


@immutable()
class Payment:
    """Something to pay on a day, in USD; None where the amount is not known."""

    day: date
    code: PaymentCode
    amount: Decimal | None


@immutable()
class HoldingYear:
    """The costs of one year of holding, in USD; at least that where not `complete`."""

    year: int
    amount: Decimal
    complete: bool
    payments: tuple[Payment, ...]


@immutable()
class HoldingCost:
    """What it costs over the years, in USD. `education`: units to earn, not in the sum."""

    years: tuple[HoldingYear, ...]
    total: Decimal
    complete: bool
    education: str | None


def holding_cost(
    certification_id: str,
    required_total: Decimal,
    *,
    complete: bool,
    day: date,
    years: int,
    pricing: Pricing,
) -> HoldingCost:
    """The costs of the first `years` years, counted from `day`, the day of certification.

    `required_total` in USD is what getting it costs; not `complete`: at least that. A sum is
    "at least" where a fee or continuing education has no known price.
    """
    payments = sorted(_payments(certification_id, day, years, pricing), key=lambda p: p.day)
    costs = []
    for year in range(1, years + 1):
        first, last = years_later(day, year - 1), years_later(day, year)
        mine = tuple(p for p in payments if first <= p.day < last)
        known, whole = known_sum(p.amount for p in mine)
        if year == 1:
            known, whole = known + required_total, whole and complete
        costs.append(HoldingYear(year, known, whole, mine))
    units = pricing.catalog.certifications[certification_id].renewal.units
    needs_education = units.value is None or bool(units.value)
    return HoldingCost(
        years=tuple(costs),
        total=sum((c.amount for c in costs), Decimal(0)),
        complete=all(c.complete for c in costs) and not needs_education,
        education=units.value,
    )


def next_common_renewal(renewal: m.Renewal, day: date) -> date | None:
    """The next day after `day` on which everyone renews; None where there is no such day."""
    if renewal.common_date is None or renewal.common_date.known is None:
        return None
    return next(_renewals(renewal, day, date.max), None)


def _payments(certification_id: str, day: date, years: int, pricing: Pricing) -> Iterator[Payment]:
    certification = pricing.catalog.certifications[certification_id]
    renewal, end = certification.renewal, years_later(day, years)
    fee = price_for(renewal.fee, member=pricing.is_member(certification.issuer)).known
    newcomer_days = renewal.newcomer_days.value if renewal.newcomer_days is not None else None
    if renewal.years.known is None:
        yield Payment(day, "renewal-unpublished", None)
    for when in _renewals(renewal, day, end):
        if newcomer_days is not None and (when - day).days <= newcomer_days:
            yield Payment(when, "recertification-newcomer", None)
        elif fee is None:
            yield Payment(when, "recertification-fee-unknown", None)
        else:
            yield Payment(when, "recertification", fee)
    if renewal.keep_cpr.known:
        yield from _cards(day, end, pricing)


def _renewals(renewal: m.Renewal, day: date, end: date) -> Iterator[date]:
    """The days on which renewal falls due, after the day of certification and before `end`."""
    cycle = renewal.years.known
    if not cycle:
        return
    common = renewal.common_date.known if renewal.common_date is not None else None
    when = common if common is not None else years_later(day, cycle)
    while when < end:
        if when > day:
            yield when
        when = years_later(when, cycle)


def _cards(day: date, end: date, pricing: Pricing) -> Iterator[Payment]:
    """The days by which a CPR/AED card has to be renewed at the latest."""
    found = pricing.cpr_card
    if found is None:
        yield Payment(day, "cpr-card-price-unknown", None)
        return
    amount, valid = found
    when = years_later(day, valid)
    while when < end:
        yield Payment(when, "cpr-card", amount)
        when = years_later(when, valid)


def years_later(day: date, years: int) -> date:
    """The same day some years later; 29 February becomes 28 February."""
    year = min(day.year + years, date.max.year)
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)
