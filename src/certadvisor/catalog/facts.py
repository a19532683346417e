"""Facts with their sources, and the values they hold.

Money is in USD, exact to the cent. A `Day` is a `date`; an `AsOf` stays text, since it may name
only a year (2026) or a month (2026-11): it says how precisely something was dated.

A type says what it allows: `reading` reads its values by it, `validation` checks foreign data.
"""

# No `from __future__ import annotations`: `reading` needs the types themselves, and soon.
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Generic, Literal, NamedTuple, TypeVar

from certadvisor.catalog.vocabulary import (
    ID,
    LONGEST_ID,
    MOST_HOURS_A_WEEK,
    MOST_WEIGHT,
    MOST_YEARS_OF_WORK,
    dollars,
)
from certadvisor.values import immutable

ValueT = TypeVar("ValueT")

AS_OF = r"^[12][0-9]{3}(-[0-9]{2}(-[0-9]{2})?)?$"
DAY_OF_YEAR = r"^[0-9]{2}-[0-9]{2}$"
URL = r"^https?://\S+$"


class Limits(NamedTuple):
    """What a text, a number or a table may be: the least and most, in characters or as a number.

    `over`: it is more than that. `kind` is its name in the schema, where it has one of its own.
    """

    least: int | None = None
    most: int | None = None
    over: int | None = None
    pattern: str | None = None
    kind: str | None = None


class ReadBy(NamedTuple):
    """The function that reads a value from JSON, and the types it has there."""

    read: Callable[[Any], Any]
    json_types: tuple[str, ...] = ()


class Checked(NamedTuple):
    """A function that refuses what limits cannot tell."""

    check: Callable[[Any], Any]


class ToldBy(NamedTuple):
    """Which of several types an object is: its "kind" names it, or it has the "key" of its field.

    What has no such key is of the last type.
    """

    what: Literal["kind", "key"]


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


def _day_of_the_year(value: str) -> str:
    # A year without a leap day: the day must be there in every year.
    try:
        date.fromisoformat(f"2001-{value}")
    except ValueError:
        raise ValueError("is not a day of every year such as 05-01") from None
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


Id = Annotated[str, Limits(pattern=ID, most=LONGEST_ID)]
Prose = Annotated[str, Limits(1, 2000)]
Url = Annotated[str, Limits(pattern=URL, most=500)]
AsOf = Annotated[str, Limits(pattern=AS_OF), Checked(_in_calendar)]
Count = Annotated[int, Limits(0, 100_000, kind="Count")]
Weeks = Annotated[int, Limits(0, 1_040, kind="Weeks")]
HoursAWeek = Annotated[int, Limits(1, MOST_HOURS_A_WEEK)]
Years = Annotated[int, Limits(1, MOST_YEARS_OF_WORK, kind="Years")]
Weight = Annotated[int, Limits(0, MOST_WEIGHT, kind="Weight")]
Day = Annotated[date, ReadBy(_day)]
DayOfYear = Annotated[str, Limits(pattern=DAY_OF_YEAR), Checked(_day_of_the_year)]
Money = Annotated[Decimal, ReadBy(dollars, ("number",))]
Percent = Annotated[Decimal, ReadBy(dollars, ("number",)), Limits(most=100, kind="Percent")]
UnitShare = Annotated[Fraction, ReadBy(_share, ("string", "integer"))]


@immutable(kw_only=True)
class Source:
    """Where a value was read, and when. `published` is None for an undated page."""

    title: Prose
    publisher: Prose
    url: Url | None
    official: bool
    published: AsOf | None = None
    read: AsOf

    @classmethod
    def __get_pydantic_core_schema__(cls: Any, _: Any, handler: Any) -> Any:
        """What pydantic knows of it where a result holds one: the same as in a catalog."""
        from certadvisor.catalog.validation import model_of

        return handler.generate_schema(model_of(cls))


@immutable(kw_only=True)
class Conflict:
    """The value that another source gives for the same fact, as it stands in the file; never used."""

    value: Any
    source: Id
    as_of: AsOf | None = None
    note: Prose | None = None


@immutable(kw_only=True)
class Fact(Generic[ValueT]):
    """A value with its source and date, or an unknown with the reason and whom to ask.

    `confirmed` false: the value is shown as not confirmed, and never added up.
    """

    value: ValueT | None = None
    source: Id | None = None
    as_of: AsOf | None = None
    confirmed: bool = True
    reason: Prose | None = None
    ask: Prose | None = None
    note: Prose | None = None
    conflicts: tuple[Conflict, ...] = ()

    @property
    def known(self) -> ValueT | None:
        """The value if it is confirmed, else None."""
        return self.value if self.confirmed else None


@immutable(kw_only=True)
class Price(Fact[Money]):
    """An amount in USD. Where a source gives a range, `value` is its upper end and `low` its lower."""

    low: Money | None = None
