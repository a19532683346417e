"""The steps of a plan in order: what can run side by side starts together."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from certadvisor.advice.priced_pathways import PlanContext, PricedPathway
from certadvisor.advice.results import PlannedStep
from certadvisor.rules.cost import total
from certadvisor.text import unique


def schedule(
    target: str,
    road: PricedPathway,
    context: PlanContext,
    due: Callable[[str], str | None],
) -> list[PlannedStep]:
    """The steps in the order of their ends; `due` says by when a step must be done, if it must."""
    eligibility, pricing, catalog = context.eligibility, context.pricing, context.catalog
    order = list(catalog.items())
    before = road.bill.joining | road.pathway.before_exam.steps
    exam = road.pathway.before_exam.weeks
    ends: dict[str, int] = {}
    timed: dict[str, bool] = {}
    waits: dict[str, frozenset[str]] = {}
    place: dict[str, tuple[int, int, int]] = {}

    def finish(step: str) -> int:
        if step not in ends:
            waits[step] = eligibility.needs(
                step, road.pathway.steps, exam if step in before else None
            )
            start = max((finish(s) for s in waits[step]), default=0)
            weeks = eligibility.weeks_of(step)
            ends[step] = start + (weeks or 0)
            timed[step] = weeks is not None and all(timed[s] for s in waits[step])
            # A step of no known length ends with what it waits for, and comes after it.
            after = max((place[s][1] + 1 for s in waits[step]), default=0)
            place[step] = (ends[step], after, order.index(step))
        return ends[step]

    later = [s for s in road.pathway.steps if s not in road.pathway.before_exam.steps]
    for step in order:
        if step in before or step in later:
            finish(step)
    first, owed = sorted(before, key=place.__getitem__), sorted(later, key=place.__getitem__)
    planned: list[PlannedStep] = []
    spent = Decimal(0)
    for step in (*first, target, *owed):
        charges = pricing.charges_for(step, road.bill.joined)
        known = total(charges)
        spent += known
        is_target = step == target
        item = catalog.item(step)
        weeks = 0 if is_target else eligibility.weeks_of(step)
        end = exam if is_target else ends[step]
        planned.append(
            PlannedStep(
                number=len(planned) + 1,
                id=step,
                kind="certification" if step in catalog.certifications else "step",
                text=f"register for the {item.name} and sit for it"
                if is_target
                else catalog.doing(step),
                cost=known if all(c.amount is not None for c in charges) else None,
                weeks=weeks,
                start_week=end - (weeks or 0),
                end_week=end,
                timed=road.pathway.before_exam.timed if is_target else timed[step],
                after=tuple(s for s in order if s in waits.get(step, ())),
                unlocks=() if is_target else _unlocks(step, target, road, waits, context),
                due=due(step),
                spent=spent,
            )
        )
    return planned


def _unlocks(
    step: str,
    target: str,
    road: PricedPathway,
    waits: dict[str, frozenset[str]],
    context: PlanContext,
) -> tuple[str, ...]:
    """What a step opens: the steps that wait for it, else the exam or the certificate."""
    waiting = [context.catalog.name_of(s) for s, needed in waits.items() if step in needed]
    if waiting:
        return unique(waiting)
    name = context.catalog.name_of(target)
    opens = "exam" if step in road.pathway.before_exam.steps else "certificate"
    return (f"the {name} {opens}",)
