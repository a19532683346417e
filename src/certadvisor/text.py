"""Amounts, durations, dates and lists as words, and text made safe to show. No rule, no screen."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import TypeVar

T = TypeVar("T")

SHOWN = 60
_UNSAFE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def printable(text: object, most: int | None = None) -> str:
    """`text` on one line, without control, format and bidirectional characters, cut to `most`."""
    raw = str(text) if most is None else str(text)[: most + 1]
    clean = raw if raw.isprintable() else "".join(_cleaned(c) for c in raw)
    return clean if most is None or len(clean) <= most else clean[: most - 1] + "…"


def shown(value: object, most: int = 40) -> str:
    """A value of a file in short, spelt as in the file, for a message."""
    if isinstance(value, dict):
        return "{…}"
    if isinstance(value, list | tuple):
        return "[…]"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return printable(value, most)


def _cleaned(char: str) -> str:
    if char in "\n\r\t":
        return " "
    return "" if unicodedata.category(char) in _UNSAFE else char


MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August",
          "September", "October", "November", "December")  # fmt: skip


def usd(amount: Decimal) -> str:
    """$475, $85.50, $1,200."""
    cents = amount.quantize(Decimal("0.01"))
    return f"${cents:,.0f}" if cents == cents.to_integral_value() else f"${cents:,.2f}"


def plain(number: Decimal) -> str:
    """A number without an exponent and without zeros at its end."""
    return f"{number.normalize():f}"


def dated(as_of: str | None, read: str) -> str:
    """A fact's date, or that its page has none."""
    return f"as of {as_of}" if as_of else f"undated, read {read}"


def listed(parts: Sequence[str], joint: str = "and") -> str:
    """a; a and b; a, b and c."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {joint} {parts[-1]}"


def plural(count: int, one: str) -> str:
    """1 week, 2 weeks."""
    return f"{count} {one}" if count == 1 else f"{count} {one}s"


def span_words(weeks: int, *, timed: bool = True) -> str:
    """Weeks as a person would say them."""
    if not timed:
        least = span_words(weeks).removeprefix("about ")
        return f"at least {least}" if weeks else "how long is not known"
    if weeks >= 104:
        halves = round(weeks / 26)
        years = f"{halves // 2}{'½' if halves % 2 else ''}"
        return f"about {years} years"
    return "at once" if weeks == 0 else f"about {plural(weeks, 'week')}"


def day_words(day: date) -> str:
    """1 January 2030."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def flag_of(name: str) -> str:
    """The flag of an option or answer by its name: --why-not."""
    return "--" + name.replace("_", "-")


def iso(day: date | None) -> str | None:
    """2030-01-01, as JSON has it; None where there is no day."""
    return None if day is None else day.isoformat()


def month_words(day: date) -> str:
    """January 2030."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def sentence(text: str) -> str:
    """With a capital and a full stop."""
    text = text.strip()
    if not text:
        return text
    return text[0].upper() + text[1:] + ("" if text[-1] in ".!?" else ".")


def unique(things: Iterable[T]) -> tuple[T, ...]:
    """Each thing once, in order."""
    return tuple(dict.fromkeys(things))
