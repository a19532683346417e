"""A plan as a document: numbered steps, what they cost, how long they take, what they open."""

from __future__ import annotations

from certadvisor.advice.results import MaybeCheaper, Plan, PlannedStep
from certadvisor.advice.wording import Unknown
from certadvisor.catalog.types import Catalog
from certadvisor.show.document import Block, Cell, Column, Document, Grid, Heading, Line, Row
from certadvisor.show.pages.explanation import years_grid
from certadvisor.text import listed, plural, span_words, usd

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
    return Row(
        (
            Cell(str(step.number)),
            Cell(step.text[0].upper() + step.text[1:], "strong"),
            Cell(cost, "unknown" if step.cost is None else "plain"),
            Cell(usd(step.spent)),
            Cell(_takes(step)),
            Cell(f"after: {after}" if after else _when(step)),
            Cell(listed(step.unlocks)),
            Cell(step.due or "", "strong"),
        )
    )


def _takes(step: PlannedStep) -> str:
    if step.weeks is None:
        return "not known"
    return span_words(step.weeks) if step.weeks else "a day"


def _when(step: PlannedStep) -> str:
    if step.start_week:
        return f"{span_words(step.start_week, timed=step.timed)} from now"
    return "now" if step.timed or step.kind == "step" else "after the steps before it"


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
