"""Facts with their sources, and the values they hold.

Money is in USD, exact to the cent. A `Day` is a `date`; an `AsOf` stays text, since it may name
only a year (2026) or a month (2026-11): it says how precisely something was dated.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Generic, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
)
from typing_extensions import TypeAliasType

from certadvisor.catalog.vocabulary import (
    ID,
    LONGEST_ID,
    MOST_WEIGHT,
    MOST_YEARS_OF_WORK,
    dollars,
)

ValueT = TypeVar("ValueT")

AS_OF = r"^[12][0-9]{3}(-[0-9]{2}(-[0-9]{2})?)?$"
URL = r"^https?://\S+$"

Id = Annotated[str, StringConstraints(pattern=ID, max_length=LONGEST_ID)]
Prose = Annotated[str, StringConstraints(min_length=1, max_length=2000)]
Url = Annotated[str, StringConstraints(pattern=URL, max_length=500)]


def _share(value: object) -> Fraction:
    try:
        share = Fraction(value) if isinstance(value, str | int | Fraction) else None
    except (ValueError, ZeroDivisionError):
        share = None
    if share is None or not 0 <= share <= 1:
        raise ValueError('is not a share from 0 to 1, written as a fraction such as "3/4"')
    return share


def _day(value: object) -> object:
    if isinstance(value, str):
        try:
            day = date.fromisoformat(value)
        except ValueError:
            raise ValueError("is not a day such as 2030-01-01") from None
        # Weeks can be counted from any of these days without leaving the calendar.
        if not 1000 <= day.year < 3000:
            raise ValueError("is not a day from the year 1000 to 2999")
        return day
    return value


def first_day(as_of: str) -> date:
    """The earliest day that a year, a month or a day may mean.

    Raises:
        ValueError: the calendar has no such day.
    """
    year, month, day = [*(int(part) for part in as_of.split("-")), 1, 1][:3]
    return date(year, month, day)


def _in_calendar(as_of: str) -> str:
    try:
        first_day(as_of)
    except ValueError:
        raise ValueError("is not in the calendar") from None
    return as_of


def is_later(one: str, other: str) -> bool:
    """Whether a year, month or day is certainly after another; 2026-11 is not after 2026."""
    known = min(len(one), len(other))
    return one[:known] > other[:known]


AsOf = Annotated[str, StringConstraints(pattern=AS_OF), AfterValidator(_in_calendar)]
Count = TypeAliasType("Count", Annotated[int, Field(ge=0, le=100_000)])
Weeks = TypeAliasType("Weeks", Annotated[int, Field(ge=0, le=1_040)])
Years = TypeAliasType("Years", Annotated[int, Field(ge=1, le=MOST_YEARS_OF_WORK)])
Weight = TypeAliasType("Weight", Annotated[int, Field(ge=0, le=MOST_WEIGHT)])
Day = Annotated[date, BeforeValidator(_day)]
Money = Annotated[Decimal, BeforeValidator(dollars), WithJsonSchema({"type": "number"})]
Percent = TypeAliasType("Percent", Annotated[Money, Field(le=100)])
UnitShare = Annotated[
    Fraction, BeforeValidator(_share), WithJsonSchema({"type": ["string", "integer"]})
]


class Strict(BaseModel):
    """The base of the catalog's types: strict, frozen, unknown keys refused."""

    model_config = ConfigDict(
        strict=True, frozen=True, extra="forbid", arbitrary_types_allowed=True
    )


class Source(Strict):
    """Where a value was read, and when. `published` is None for an undated page."""

    title: Prose
    publisher: Prose
    url: Url | None
    official: bool
    published: AsOf | None = None
    read: AsOf

    @field_validator("read")
    @classmethod
    def _is_after_publication(cls, read: str, before: ValidationInfo) -> str:
        published = before.data.get("published")
        if published is not None and is_later(published, read):
            raise ValueError(f"is before it was published, {published}")
        return read


class Conflict(Strict):
    """The value that another source gives for the same fact, as it stands in the file; never used."""

    value: Any
    source: Id
    as_of: AsOf | None = None
    note: Prose | None = None


NEEDED = {
    "source": "is missing: a value needs its source",
    "reason": "is missing: an unknown value needs a reason",
    "ask": "is missing: an unknown value needs someone to ask",
}


class Fact(Strict, Generic[ValueT]):
    """A value with its source and date, or an unknown with the reason and whom to ask.

    `confirmed` false: the value is shown as not confirmed, and never added up.
    """

    value: ValueT | None = None
    source: Id | None = Field(None, validate_default=True)
    as_of: AsOf | None = None
    confirmed: bool = True
    reason: Prose | None = Field(None, validate_default=True)
    ask: Prose | None = Field(None, validate_default=True)
    note: Prose | None = None
    conflicts: tuple[Conflict, ...] = ()

    # Checked key by key, so that a wrong value does not hide a missing source.
    @field_validator("source", "reason", "ask")
    @classmethod
    def _is_sourced_or_unknown(cls, said: str | None, before: ValidationInfo) -> str | None:
        unknown = before.data.get("value", "wrong") is None
        if said is None and unknown is (before.field_name != "source"):
            raise ValueError(NEEDED[str(before.field_name)])
        return said

    @property
    def known(self) -> ValueT | None:
        """The value if it is confirmed, else None."""
        return self.value if self.confirmed else None


class Price(Fact[Money]):
    """An amount in USD. Where a source gives a range, `value` is its upper end and `low` its lower."""

    low: Money | None = None

    @field_validator("low")
    @classmethod
    def _is_the_lower_end(cls, low: Decimal | None, before: ValidationInfo) -> Decimal | None:
        value = before.data.get("value")
        if low is not None and value is not None and low > value:
            raise ValueError(f"is more than the value, {value}")
        return low
