"""The one room of phrases: money, unknown amounts, "over budget", due dates and reasons in words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

from certadvisor.advice.results import YearCost
from certadvisor.catalog import types as m
from certadvisor.catalog.facts import first_day
from certadvisor.rules.cost import Charge, Costs
from certadvisor.rules.effort import Effort
from certadvisor.rules.purpose import PurposeCheck, PurposeRules
from certadvisor.rules.renewal import PaymentCode
from certadvisor.text import day_words, plain, plural, usd


class Unknown(StrEnum):
    """Which value is missing, and how it reads where nothing else is said."""

    NOT_PUBLISHED = "not published"
    NOT_CONFIRMED = "not confirmed"
    NONE_ON_RECORD = "none on record"


class Total(Protocol):
    """What a cost must say of itself to be put into words. USD; not `complete`: at least that."""

    @property
    def required_total(self) -> Decimal:
        """The sum of the known required amounts, in USD."""

    @property
    def complete(self) -> bool:
        """Whether every required amount is known."""

    @property
    def price_known(self) -> bool:
        """Whether some of the certification's own price is known."""


# --- money ---------------------------------------------------------------------------------


def at_least(amount: Decimal, *, complete: bool) -> str:
    """A sum, "at least" where something in it is not known."""
    return usd(amount) if complete else f"at least {usd(amount)}"


def total_words(cost: Total) -> str:
    """The required total as it may be said: "at least" where something in it is not known."""
    if cost.complete and cost.required_total == 0:
        return "free"
    if not cost.price_known and not cost.complete:
        return Unknown.NOT_PUBLISHED
    return at_least(cost.required_total, complete=cost.complete)


def price_phrase(cost: Total) -> str:
    """The required total inside a sentence."""
    unknown = not cost.price_known and not cost.complete
    return f"{'price ' if unknown else ''}{total_words(cost)}"


def over_budget(cost: Total, budget: object) -> str:
    """By how much the required total exceeds a budget in USD; empty where it does not."""
    if not isinstance(budget, Decimal) or cost.required_total <= budget:
        return ""
    over = at_least(cost.required_total - budget, complete=cost.complete)
    return f"{over} over your budget"


def charge_label(charge: Charge, catalog: m.Catalog) -> str:
    """What a line of a bill is for."""
    item = catalog.item(charge.item)
    if charge.number is None:
        study = item.study.label if isinstance(item, m.Certification) else ""
        return f"{item.name}: {'your own price' if charge.kind == 'quote' else study}"
    tier = f", {charge.tier}" if charge.tier is not None else ""
    return f"{item.name}: {item.fees[charge.number].label}{tier}"


def study_words(costs: Costs, budget: object) -> str:
    """The study material beside the required total, and whether a budget in USD covers it."""
    if not costs.study_known:
        return ", study material not priced" if costs.complete else ""
    if costs.total == costs.required_total:
        return ", study material included"
    text = f", or {usd(costs.total)} with study material"
    if isinstance(budget, Decimal) and costs.required_total <= budget < costs.total:
        text += f" ({usd(costs.total - budget)} over your budget)"
    return text


def price_words(price: m.Price, *, free: str = "free", starts_at: bool = False) -> str:
    """One price with what is not sure about it."""
    if price.value is None:
        return Unknown.NOT_CONFIRMED if price.conflicts else Unknown.NOT_PUBLISHED
    if price.value == 0:
        return free
    text = f"{usd(price.low)}–{usd(price.value)[1:]}" if price.low is not None else usd(price.value)
    text = f"from {text}" if starts_at else text
    return text if price.confirmed else f"about {text}, {Unknown.NOT_CONFIRMED}"


def pass_rate_words(effort: Effort) -> str:
    """How many pass, with the year."""
    if effort.pass_rate is None:
        return ""
    year = f" in {effort.year}" if effort.year is not None else ""
    return f"{plain(effort.pass_rate)} % passed{year}"


def study_hours_words(effort: Effort) -> str:
    """How long to study; the published weeks where no hours are."""
    if effort.hours is not None:
        low, high = effort.hours
        span = str(high) if low is None else f"{low}–{high}"
        return f"plan {span} hours of study"
    return f"plan {plural(effort.weeks, 'week')} of study" if effort.weeks else ""


PAYMENTS: dict[PaymentCode, str] = {
    "recertification": "recertification",
    "recertification-newcomer": "recertification so soon after the exam: what is due is not confirmed",
    "recertification-fee-unknown": "recertification: the fee is not published",
    "renewal-unpublished": "renewal: whether and when is not published",
    "cpr-card": "CPR/AED card, at the latest",
    "cpr-card-price-unknown": "CPR/AED card: its price is not published",
}


def year_words(year: YearCost) -> str:
    """What is paid for in a year of holding, and when."""
    paid = ["getting it"] if year.year == 1 else []
    for due in year.dues:
        # What is not known says so itself.
        amount = f": {usd(due.amount)}" if due.amount is not None else ""
        paid.append(f"{due.text} ({due.day}){amount}")
    return "; ".join(paid) or "nothing falls due"


A_YEAR = 365
"""Days after which facts must be said to be old, or to be of another time than the day asked for."""


def age_words(as_of: str, on: date) -> str:
    """That the facts are more than a year older or younger than the day; else nothing."""
    read = first_day(as_of)
    if abs((on - read).days) <= A_YEAR:
        return ""
    if read < on:
        return (
            f"The facts are of {day_words(read)}, more than a year before {day_words(on)}: "
            "check prices and rules before you pay."
        )
    return f"The facts are of {day_words(read)}: on {day_words(on)} others may have held."


# --- rules ---------------------------------------------------------------------------------


def due_words(leaf: m.Leaf) -> str:
    """When a requirement is due, in words."""
    if leaf.due == "certificate":
        if leaf.within_days is None:
            return "before the certificate"
        return f"within {plural(leaf.within_days, 'day')} after the exam"
    return "before you register" if leaf.due == "purchase" else "before the exam"


def purpose_reason(check: PurposeCheck, certification: m.Certification, rules: PurposeRules) -> str:
    """Why a certification serves a purpose or not, has a base or not, is covered or not."""
    here = certification.settings.get(rules.setting_id)
    match check.code:
        case "outside-its-niche":
            niche = " or ".join(rules.catalog.focuses[f].phrase for f in certification.niche)
            return f"made for {niche}: a niche you did not ask for"
        case "not-for-setting":
            why = f": {here.rationale}" if here is not None else ""
            return f"not made for {rules.setting.name}{why}"
        case "not-for-focus":
            return f"not made for {rules.catalog.focuses[str(rules.focus)].phrase}"
        case "serves" | "serves-as-base":
            levels = [here, certification.focuses.get(str(rules.focus))]
            said = levels[:1] if check.code == "serves-as-base" else levels
            return ". ".join(level.rationale for level in said if level is not None)
        case "covered":
            cover = check.covered_by
            return f"covered by what you hold: {cover.rationale if cover is not None else ''}"
        case _:
            return _PURPOSE[check.code]


_PURPOSE = {
    "employer-accepts": "your employer accepts it",
    "employer-does-not-list": "your employer does not list it",
    "stands-alone": "it stands on its own",
    "open-to-all": "it is open to everyone: you need nothing to build on",
    "has-base": "you have a credential or degree to build on",
    "lacks-base": "needs a first certification or degree to build on: you do not have one yet",
    "base-unknown": "needs a first certification or degree to build on: whether yours counts is not known",
    "not-covered": "nothing you hold covers it",
}


def whom(ask: str) -> str:
    """Whom to ask, and where: "NCSF (ncsf.org)" from "NCSF, ncsf.org"."""
    name, comma, where = ask.partition(", ")
    return f"{name} ({where})" if comma else name
