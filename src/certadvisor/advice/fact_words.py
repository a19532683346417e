"""How a fact reads, whatever it is about: its value in words, what is not sure about it, its source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from certadvisor.advice.wording import price_words
from certadvisor.catalog import types as m
from certadvisor.text import dated, day_words, plain, plural, usd

NOT_PUBLISHED = "not published"
NOT_CONFIRMED = "not confirmed"
NONE = "none on record"


@dataclass(frozen=True, slots=True)
class Cite:
    """A source, and the date of what was read there (`None`: the page has none)."""

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
    """A fact in words; an unknown says that it is one."""
    if isinstance(fact, m.Price):
        return price_words(fact, free=free, starts_at=starts_at)
    if fact.value is None:
        return NOT_CONFIRMED if fact.conflicts else NOT_PUBLISHED
    text = value_words(name, fact.value)
    return text if fact.confirmed else f"{text} ({NOT_CONFIRMED})"


def conflict_words(name: str, fact: m.Fact[Any] | None, conflict: m.Conflict) -> str:
    """The value another source gives for the same fact."""
    value = conflict.value
    if isinstance(fact, m.Price) and isinstance(value, int | float | Decimal):
        return usd(Decimal(str(value)))
    return value_words(name, value)


def cite_words(cite: Cite, sources: dict[str, m.Source]) -> str:
    """Who says so, whether it is the issuer or the like, and when."""
    if cite.source not in sources:
        return "your own answer"
    source = sources[cite.source]
    standing = "official" if source.official else "third party"
    return f"{source.title}, {source.publisher} ({standing}, {date_words(cite, sources)})"


def date_words(cite: Cite, sources: dict[str, m.Source]) -> str:
    """The date of what was read, or that its page has none."""
    source = sources[cite.source]
    return dated(cite.as_of or source.published, source.read)


@dataclass(frozen=True, slots=True)
class Value:
    """Something as it reads beside others, with what it rests on.

    `known` false: it is not published or not confirmed; `ask` says whom to ask, `reason` why.
    """

    text: str
    known: bool
    sources: tuple[Cite, ...] = ()
    reason: str | None = None
    ask: str | None = None


def cited_by(fact: m.Fact[Any]) -> tuple[Cite, ...]:
    """The source of a fact's value; none where it has no value."""
    if fact.value is None or fact.source is None:
        return ()
    return (Cite(fact.source, fact.as_of),)


def value_of(
    name: str, fact: m.Fact[Any], ask: str, *, free: str = "free", starts_at: bool = False
) -> Value:
    """A fact as a value; `ask` is whom to ask where the fact does not say."""
    known = fact.known is not None
    return Value(
        text=fact_words(name, fact, free=free, starts_at=starts_at),
        known=known,
        sources=cited_by(fact),
        reason=fact.reason,
        ask=None if known else fact.ask or ask,
    )


def together(parts: Sequence[tuple[str, Value]], joint: str = ", ") -> Value:
    """Several values as one; an unknown part is named, and all unknown is said once."""
    sources = tuple(dict.fromkeys(c for _, v in parts for c in v.sources))
    unknown = [v for _, v in parts if not v.known]
    if len(unknown) == len(parts) and not sources:
        text = NOT_CONFIRMED if any(v.text == NOT_CONFIRMED for v in unknown) else NOT_PUBLISHED
        return Value(text, False, (), unknown[0].reason, unknown[0].ask)
    bare = (NOT_PUBLISHED, NOT_CONFIRMED)
    text = joint.join(f"{what} {v.text}" if v.text in bare else v.text for what, v in parts)
    first = unknown[0] if unknown else Value("", True)
    return Value(text, not unknown, sources, first.reason, first.ask)
