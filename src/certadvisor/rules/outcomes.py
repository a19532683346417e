"""What the rules decide, beside the status: purpose, cost, and what holding costs over the years."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import WithJsonSchema

Usd = Annotated[Decimal, WithJsonSchema({"type": "number"})]
"""Money or points: a JSON number with at most two decimals."""


@dataclass(frozen=True, slots=True)
class Answered:
    """One of the three plain questions of purpose, with its reason."""

    ok: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Purpose:
    """Does it serve, is there a base, is it not covered already?"""

    serves: Answered
    base: Answered
    covered: Answered

    @property
    def ok(self) -> bool:
        """Whether all three speak for it."""
        return self.serves.ok and self.base.ok and self.covered.ok


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the bill. `amount` None: not published or not confirmed; it then has no source."""

    label: str
    need: Literal["required", "study"]
    amount: Usd | None
    source: str | None


@dataclass(frozen=True, slots=True)
class PerYear:
    """What staying certified costs a year, on average."""

    amount: Usd
    complete: bool


@dataclass(frozen=True, slots=True)
class Cost:
    """What it costs this candidate. Not `complete`: the totals are "at least"."""

    required_total: Usd
    total: Usd
    complete: bool
    study_known: bool
    currency: Literal["USD"]
    items: tuple[Item, ...]
    with_one_retake: Usd | None
    per_year: PerYear


@dataclass(frozen=True, slots=True)
class Due:
    """Something to pay on a day (ISO), in USD; None where the amount is not known."""

    day: str
    text: str
    amount: Usd | None


@dataclass(frozen=True, slots=True)
class YearCost:
    """The costs of one year of holding; at least that where not `complete`."""

    year: int
    amount: Usd
    complete: bool
    dues: tuple[Due, ...]


@dataclass(frozen=True, slots=True)
class Ownership:
    """What it costs over the years. `education`: units to earn, whose price is not in the sum."""

    years: tuple[YearCost, ...]
    total: Usd
    complete: bool
    education: str | None
