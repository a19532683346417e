"""A plan as a document: numbered steps, what they cost, how long they take, what they open."""

from __future__ import annotations

from datetime import date

from certadvisor.advice.results import MaybeCheaper, Plan, PlannedStep, PlannedStudy
from certadvisor.advice.wording import Unknown
from certadvisor.catalog.types import Catalog
from certadvisor.show.document import (
    Block,
    Cell,
    Column,
    Document,
    Grid,
    Heading,
    Line,
    Row,
    Stretch,
    TimeLine,
)
from certadvisor.show.pages.explanation import years_grid
from certadvisor.text import day_words, listed, month_words, plural, span_words, usd

COLUMNS = (
    Column("#", "number", whole=True, right=True, heads=True),
    Column("Step", "step", heads=True),
    Column("Costs", "cost", whole=True, right=True),
    Column("So far", "spent", whole=True, right=True),
    Column("Takes", "takes"),
    Column("When", "when"),
    Column("Opens", "opens"),
    Column("Due", "due"),
)
MOST_NAMED = 3
HAS = {True: "you have it", False: "you do not have it yet", None: "not known"}


def document(plan: Plan, catalog: Catalog) -> Document:
    """The route, step by step, and which others may be cheaper."""
    blocks: list[Block] = [Heading(f"Your route to the {plan.name}"), Line(plan.text)]
    if plan.steps or plan.deadlines:
        blocks.append(TimeLine(tuple(_stretches(plan))))
    if plan.steps:
        blocks.append(Grid(COLUMNS, tuple(_row(step, catalog) for step in plan.steps)))
        blocks.append(_proof(plan))
        blocks += [_maybe(m, catalog) for m in plan.may_be_cheaper[:MOST_NAMED]]
        more = len(plan.may_be_cheaper) - MOST_NAMED
        if more > 0:
            told = f"and {plural(more, 'other route')} (see --format json)"
            blocks.append(Line(told, "Maybe", "quiet"))
        if not plan.confirmed:
            show = f"Not every rule on this route is confirmed: certadvisor show {plan.target}"
            blocks.append(Line(show, "Note", "unknown"))
    blocks += [Line(rule, "Rules") for rule in plan.rules]
    blocks += [Line(f"{e.text}: {HAS[e.met]}", "Usually asked for") for e in plan.expectations]
    if plan.ownership is not None:
        blocks.append(years_grid(plan.name, plan.ownership))
    if plan.state == "held":
        blocks.append(Line(f"What keeps it valid: certadvisor show {plan.target}", "Renewal"))
    return Document(tuple(blocks))


def _row(step: PlannedStep, catalog: Catalog) -> Row:
    cost = (
        Unknown.NOT_PUBLISHED if step.cost is None else usd(step.cost) if step.cost else "nothing"
    )
    after = listed([catalog.name_of(s) for s in step.after])
    days = step.starts_on, step.ends_on
    when = days[0] if days[0] == days[1] else f"{days[0]} to {days[1]}"
    if not step.timed:
        when = f"not before {days[1]}"
    return Row(
        (
            Cell(str(step.number)),
            Cell(step.text[0].upper() + step.text[1:], "strong"),
            Cell(cost, "unknown" if step.cost is None else "plain"),
            Cell(usd(step.spent)),
            Cell(_takes(step)),
            Cell(when, note=f"after {after}" if after else ""),
            Cell(listed(step.unlocks)),
            Cell(step.due or "", "strong"),
        )
    )


def _takes(step: PlannedStep) -> str:
    if step.weeks is None:
        return "not known"
    return span_words(step.weeks) if step.weeks else "a day"


def _stretches(plan: Plan) -> list[Stretch]:
    """Steps, study and the exam in the order of their days."""
    found = [_study(study, plan) for study in plan.studies]
    for step in plan.steps:
        start, end = date.fromisoformat(step.starts_on), date.fromisoformat(step.ends_on)
        details = [_cost(step), *([span_words(step.weeks)] if step.weeks else [])]
        day = day_words(start)
        if step.weeks is None:
            details.append("how long is not known")
        elif not step.timed:
            day = f"not before {day}"
        if step.id == plan.target:
            details, day = [_cost(step)], _exam_day(plan, end)
        found.append(Stretch(start, end, day, step.text, tuple(d for d in details if d)))
    for due in plan.deadlines:
        last = date.fromisoformat(due.day)
        amount = (usd(due.amount),) if due.amount is not None else ()
        found.append(Stretch(last, last, day_words(last), due.text, amount))
    return sorted(found, key=lambda s: (s.start, s.end))


def _exam_day(plan: Plan, day: date) -> str:
    said = month_words(day) if plan.window_opens is not None else day_words(day)
    return said if plan.realistic_on is not None else f"not before {said}"


def _cost(step: PlannedStep) -> str:
    return (
        f"price {Unknown.NOT_PUBLISHED}"
        if step.cost is None
        else usd(step.cost)
        if step.cost
        else ""
    )


def _study(study: PlannedStudy, plan: Plan) -> Stretch:
    parts = []
    if study.hours is not None:
        parts.append(f"{study.hours.high} hours")
    if study.weeks is not None:
        pace = f" at {plural(plan.hours_a_week, 'hour')} a week" if study.hours is not None else ""
        parts.append(f"{plural(study.weeks, 'week')}{pace}")
    if study.cost:
        parts.append(f"material {usd(study.cost)}")
    if study.starts_on is None or study.ends_on is None:
        parts = ["how long is not published", *parts]
        start = end = date.fromisoformat(str(plan.not_before))
        day = "before the exam"
    else:
        start, end = date.fromisoformat(study.starts_on), date.fromisoformat(study.ends_on)
        day = day_words(start)
    return Stretch(start, end, day, study.text, tuple(parts))


def _proof(plan: Plan) -> Line:
    if plan.ways_compared == 1:
        return Line("This is the only route.", "Proof")
    if plan.proven_cheapest:
        return Line(f"This is the cheapest of all {plan.ways_compared} routes.", "Proof")
    if not plan.may_be_cheaper:
        text = f"This is the cheapest of the {plan.ways_compared} easiest routes; there are more."
        return Line(text, "Proof")
    return Line(
        f"This is the cheapest of {plan.ways_compared} routes at published prices. A price that is "
        "not published could make another one cheaper:",
        "Proof",
    )


def _maybe(other: MaybeCheaper, catalog: Catalog) -> Line:
    steps = listed([catalog.name_of(s) for s in other.steps]) or "the same steps"
    prices = "a price that is" if len(other.unknown) == 1 else "prices that are"
    plus = f", and {prices} not published" if other.unknown else ""
    return Line(f"with {steps}: {usd(other.known)}{plus}", "Maybe", "unknown")
