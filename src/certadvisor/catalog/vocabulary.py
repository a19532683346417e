"""The words and limits that catalog and profile share. It imports nothing that takes time to load."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, get_args

CompletedDegree = Literal["high-school", "associate", "bachelor", "master", "doctorate"]
DegreeLevel = Literal[
    "none",
    "in-school",
    "high-school",
    "associate",
    "student",
    "senior",
    "bachelor",
    "master",
    "doctorate",
]
DEGREE_LADDER = ("none", *get_args(CompletedDegree))
"""Completed degrees, the lowest first. A student stands on "high-school" until graduation."""
DegreeField = Literal["exercise-science", "health-science", "other"]
Licence = Literal["pt", "pta", "atc", "rd"]
Cpr = Literal["yes", "no", "online-only", "unknown"]
YesNo = Literal["yes", "no", "unknown"]
Educated = Literal["us", "elsewhere"]
Membership = Literal["full", "student"]
Preference = Literal["cheapest", "fastest", "most-recognised"]
CriterionName = Literal["fit", "recognition", "readiness", "affordability"]

ID = r"^[a-z0-9]+(-[a-z0-9]+)*$"
LONGEST_ID = 60
MOST_MONEY = Decimal(10_000_000)
"""The largest amount of money, in USD."""
MOST_HOURS = 100_000
MOST_YEARS_OF_WORK = 80
MOST_WEIGHT = 1_000
MOST_HOURS_A_WEEK = 100


def dollars(value: object) -> Decimal:
    """A number as USD, exact to the cent.

    Raises:
        ValueError: it is not a finite number from 0 to 10,000,000 with at most two decimals.
    """
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise ValueError("is not a number of dollars")
    amount = Decimal(str(value))
    if not amount.is_finite() or not 0 <= amount <= MOST_MONEY:
        raise ValueError(f"is not a number of dollars from 0 to {MOST_MONEY:,}")
    if amount != amount.quantize(Decimal("0.01")):
        raise ValueError("has more than two decimals")
    return amount
