"""How amounts, durations, dates and lists read. No rule, no screen."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from certadvisor.catalog import types as m
from certadvisor.rules.outcomes import Cost, YearCost
from certadvisor.text import plural, usd


class Unknown(StrEnum):
    """Which value is missing, and how it reads where nothing else is said."""

    NOT_PUBLISHED = "not published"
    NOT_CONFIRMED = "not confirmed"
    NONE_ON_RECORD = "none on record"


def total_words(cost: Cost) -> str:
    """The required total as it may be said: "at least" where something in it is not known."""
    if cost.complete:
        return "free" if cost.required_total == 0 else usd(cost.required_total)
    return f"at least {usd(cost.required_total)}" if cost.required_total else Unknown.NOT_PUBLISHED


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
        return Unknown.NOT_CONFIRMED if price.conflicts else Unknown.NOT_PUBLISHED
    if price.value == 0:
        return free
    text = f"{usd(price.low)}–{usd(price.value)[1:]}" if price.low is not None else usd(price.value)
    text = f"from {text}" if starts_at else text
    return text if price.confirmed else f"about {text}, {Unknown.NOT_CONFIRMED}"


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
