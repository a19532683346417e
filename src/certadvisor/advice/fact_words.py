"""Facts in words: the value, how sure it is, and its source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field, replace
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from certadvisor.advice.wording import Unknown, price_words
from certadvisor.catalog import types as m
from certadvisor.json_text import JsonNumber
from certadvisor.text import dated, day_words, plain, plural, unique, usd
from certadvisor.values import immutable


@immutable()
class Cite:
    """A source, and the date of what was read there (`None`: the page has no date)."""

    source: str
    as_of: str | None


def hours_words(minutes: int) -> str:
    """240 is 4 hours, 90 is 90 minutes, 150 is 2 hours 30 minutes."""
    hours, rest = divmod(minutes, 60)
    if not rest:
        return plural(hours, "hour")
    if hours < 2:
        return plural(minutes, "minute")
    return f"{plural(hours, 'hour')} {plural(rest, 'minute')}"


def value_words(name: str, value: Any) -> str:
    """The value of the field `name`; numbers get the unit that the field's name promises."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float | Decimal):
        return _number_words(name, Decimal(str(value)))
    if isinstance(value, date):
        return day_words(value)
    if isinstance(value, tuple | list):
        parts = [value_words(name, v) for v in value]
        return ("; " if any("," in p for p in parts) else ", ").join(parts)
    return str(value)


def _number_words(name: str, number: Decimal) -> str:
    if name == "minutes" and number == int(number):
        return hours_words(int(number))
    if name in _COUNTED and number == int(number):
        return plural(int(number), _COUNTED[name])
    return f"{plain(number)} %" if name == "pass_rate" else plain(number)


_COUNTED = {"years": "year", "valid_years": "year", "weeks": "week", "questions": "question"}


def fact_words(name: str, fact: m.Fact[Any], *, free: str = "free", starts_at: bool = False) -> str:
    """A fact in words, or which unknown it is."""
    if isinstance(fact, m.Price):
        return price_words(fact, free=free, starts_at=starts_at)
    if fact.value is None:
        return Unknown.NOT_CONFIRMED if fact.conflicts else Unknown.NOT_PUBLISHED
    text = value_words(name, fact.value)
    return text if fact.confirmed else f"{text} ({Unknown.NOT_CONFIRMED})"


def conflict_words(name: str, fact: m.Fact[Any] | None, conflict: m.Conflict) -> str:
    """The value another source gives for the same fact."""
    value = conflict.value
    if isinstance(fact, m.Price) and isinstance(value, int | float | Decimal):
        return usd(Decimal(str(value)))
    return value_words(name, value)


def cite_words(cite: Cite, sources: dict[str, m.Source]) -> str:
    """Who says so, whether officially, and when."""
    if cite.source not in sources:
        return "your own answer"
    source = sources[cite.source]
    standing = "official" if source.official else "third party"
    return f"{source.title}, {source.publisher} ({standing}, {date_words(cite, sources)})"


def date_words(cite: Cite, sources: dict[str, m.Source]) -> str:
    """The date of what was read, or that the page has no date."""
    source = sources[cite.source]
    return dated(cite.as_of or source.published, source.read)


Data = bool | int | Annotated[Decimal, JsonNumber()] | str | tuple[str, ...] | None
"""A value for machines: in minutes, weeks, years, per cent or USD, as its name says; None: not known."""


def data_of(fact: m.Fact[Any]) -> Data:
    """A fact for machines."""
    value = fact.known
    if isinstance(value, date):
        return value.isoformat()
    return tuple(map(str, value)) if isinstance(value, tuple | list) else value


@immutable()
class Value:
    """Something as it reads beside others, with what it rests on.

    `known` false: all of it or part is not published or not confirmed; `ask` says whom to ask,
    `reason` why. `data` is what the words say, for machines.
    """

    text: str
    known: bool
    sources: tuple[Cite, ...] = ()
    reason: str | None = None
    ask: str | None = None
    data: dict[str, Data] = field(default_factory=dict)

    @property
    def unknown(self) -> Unknown | None:
        """Which unknown it is, where it holds no value at all."""
        return self.text if isinstance(self.text, Unknown) else None

    def worded(self, text: str) -> Value:
        """The same value in other words; an unknown stays as it is."""
        return self if self.unknown is not None else replace(self, text=text)


def cites(*read: m.Fact[Any] | m.Leaf | m.Level | m.EmployerRule) -> tuple[Cite, ...]:
    """Where all of these were read, each place once; an unknown was read nowhere."""
    return unique(
        Cite(x.source, x.as_of)
        for x in read
        if x.source is not None and not (isinstance(x, m.Fact) and x.value is None)
    )


def value_of(
    name: str, fact: m.Fact[Any], ask: str, *, free: str = "free", starts_at: bool = False
) -> Value:
    """A fact as a value; `ask` is whom to ask where the fact does not say."""
    known = fact.known is not None
    return Value(
        text=fact_words(name, fact, free=free, starts_at=starts_at),
        known=known,
        sources=cites(fact),
        reason=fact.reason,
        ask=None if known else fact.ask or ask,
        data={name: data_of(fact)},
    )


def together(parts: Sequence[tuple[str, Value]], joint: str = ", ") -> Value:
    """Several values as one; an unknown part is named, and all unknown is said once."""
    first = next((v for _, v in parts if not v.known), Value("", True))
    unknowns = [v.unknown for _, v in parts]
    data = {name: value for _, v in parts for name, value in v.data.items()}
    if all(unknowns):
        doubted = Unknown.NOT_CONFIRMED in unknowns
        text = Unknown.NOT_CONFIRMED if doubted else Unknown.NOT_PUBLISHED
        return replace(first, text=text, data=data)
    words = joint.join(f"{what} {v.text}" if v.unknown else v.text for what, v in parts)
    sources = unique(c for _, v in parts for c in v.sources)
    return Value(words, first.known, sources, first.reason, first.ask, data)
