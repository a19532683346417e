"""How amounts, durations, dates and lists read. No rule, no screen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from certadvisor import models as m
from certadvisor.results import Cost, YearCost

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August",
          "September", "October", "November", "December")  # fmt: skip


def usd(amount: Decimal) -> str:
    """$475, $85.50, $1,200."""
    cents = amount.quantize(Decimal("0.01"))
    return f"${cents:,.0f}" if cents == cents.to_integral_value() else f"${cents:,.2f}"


def plain(number: Decimal) -> str:
    """A number without an exponent and without zeros at its end."""
    return f"{number.normalize():f}"


def total_words(cost: Cost) -> str:
    """The required total as it may be said: "at least" where something in it is not known."""
    if cost.complete:
        return "free" if cost.required_total == 0 else usd(cost.required_total)
    return f"at least {usd(cost.required_total)}" if cost.required_total else "not published"


def at_least(amount: Decimal, *, complete: bool) -> str:
    """A sum, "at least" where something in it is not known."""
    return usd(amount) if complete else f"at least {usd(amount)}"


def year_words(year: YearCost) -> str:
    """What is paid for in a year of holding, and when."""
    paid = ["getting it"] if year.year == 1 else []
    for due in year.dues:
        # What is not known says so itself.
        amount = f": {usd(due.amount)}" if due.amount is not None else ""
        paid.append(f"{due.text} ({due.day}){amount}")
    return "; ".join(paid) or "nothing falls due"


def price_words(price: m.Price, *, free: str = "free", starts_at: bool = False) -> str:
    """One price with what is not sure about it."""
    if price.value is None:
        return "not confirmed" if price.conflicts else "not published"
    if price.value == 0:
        return free
    text = f"{usd(price.low)}–{usd(price.value)[1:]}" if price.low is not None else usd(price.value)
    text = f"from {text}" if starts_at else text
    return text if price.confirmed else f"about {text}, not confirmed"


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


def sentence(text: str) -> str:
    """With a capital and a full stop."""
    text = text.strip()
    if not text:
        return text
    return text[0].upper() + text[1:] + ("" if text[-1] in ".!?" else ".")


def unique(texts: Iterable[str]) -> tuple[str, ...]:
    """Each text once, in order."""
    return tuple(dict.fromkeys(texts))


def due_words(leaf: m.Leaf) -> str:
    """When a requirement is due, in words."""
    if leaf.due == "certificate":
        if leaf.within_days is None:
            return "before the certificate"
        return f"within {plural(leaf.within_days, 'day')} after the exam"
    return "before you register" if leaf.due == "purchase" else "before the exam"


def whom(ask: str) -> str:
    """Whom to ask, and where: "NCSF (ncsf.org)" from "NCSF, ncsf.org"."""
    name, comma, where = ask.partition(", ")
    return f"{name} ({where})" if comma else name
