"""What may be wished of a plan, whether it keeps to that, and what would."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from certadvisor.advice.priced_pathways import PlanContext, PricedPathway
from certadvisor.advice.results import Wish
from certadvisor.catalog.vocabulary import MOST_HOURS_A_WEEK
from certadvisor.rules.days import Timetable, pace, timetable
from certadvisor.rules.effort import effort_of
from certadvisor.text import day_words, plural, usd


@dataclass(frozen=True, slots=True)
class PlanWish:
    """What kind of road: the quickest instead of the cheapest, within USD, sat for by a day.

    `years`: what holding it costs over so many years is wanted too.
    """

    fastest: bool = False
    within: Decimal | None = None
    by: date | None = None
    years: int | None = None


def road_days(
    target: str, road: PricedPathway, context: PlanContext, hours: int | None = None
) -> Timetable:
    """The days of a road, at the candidate's own pace or at so many hours a week."""
    hours = hours or pace(context.profile, context.catalog)
    return timetable(target, road.pathway, context.eligibility, hours, road.bill.joining)


def wishes_met(
    target: str, road: PricedPathway, wish: PlanWish, table: Timetable, context: PlanContext
) -> Iterator[Wish]:
    """By how much a road keeps to what was wished, or fails to."""
    if wish.within is not None:
        spare = wish.within - road.known
        text = f"It stays within {usd(wish.within)}, with {usd(spare)} to spare."
        yield Wish("within", str(wish.within), True, spare, text)
    if wish.by is not None:
        exam, limit = table.sitting.day, wish.by.isoformat()
        days, day = (wish.by - exam).days, day_words(wish.by)
        if days < 0:
            text = f"It misses {day} by {plural(-days, 'day')}{_what_would(target, road, wish.by, context)}."
            yield Wish("by", limit, False, Decimal(days), text)
        elif table.realistic is None:
            text = (
                f"Whether it keeps to {day} depends on what is not published: "
                f"there are {plural(days, 'day')} for it."
            )
            yield Wish("by", limit, None, None, text)
        else:
            text = f"You make {day} with {plural(days, 'day')} to spare."
            yield Wish("by", limit, True, Decimal(days), text)


def _what_would(target: str, road: PricedPathway, by: date, context: PlanContext) -> str:
    """The fewest hours a week that make a day, if any do."""
    certification = context.catalog.certifications[target]
    if effort_of(certification, context.eligibility.person).hours is None:
        # Published in weeks, and as the most it takes: a quicker pace cannot be worked out.
        return ""
    own = pace(context.profile, context.catalog)
    for hours in range(own + 1, MOST_HOURS_A_WEEK + 1):
        day = road_days(target, road, context, hours).realistic
        if day is not None and day <= by:
            return f": {plural(hours, 'hour')} of study a week instead of {own} would make it"
    return ", and no pace of study makes it"
