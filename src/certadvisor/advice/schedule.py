"""The steps of a plan in order: what can run side by side starts together."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from certadvisor.advice.priced_pathways import PlanContext, PricedPathway
from certadvisor.advice.results import HoursRange, PlannedStep, PlannedStudy
from certadvisor.rules.cost import total
from certadvisor.rules.days import Span, Timetable, pace, study_weeks
from certadvisor.rules.effort import effort_of
from certadvisor.text import unique


def schedule(
    target: str,
    road: PricedPathway,
    context: PlanContext,
    table: Timetable,
    due: Mapping[str, str],
) -> list[PlannedStep]:
    """The steps in the order of their ends, on the days of a timetable; `due` says by when some must be done."""
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
        exam_day = table.sitting.day
        days = Span(exam_day, exam_day) if is_target else table.steps[step]
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
                starts_on=days.start.isoformat(),
                ends_on=days.end.isoformat(),
                timed=road.pathway.before_exam.timed if is_target else timed[step],
                after=tuple(s for s in order if s in waits.get(step, ())),
                unlocks=() if is_target else _unlocks(step, target, road, waits, context),
                due=due.get(step),
                spent=spent,
            )
        )
    return planned


def studies(
    target: str, road: PricedPathway, table: Timetable, context: PlanContext
) -> tuple[PlannedStudy, ...]:
    """The study for each certification on the road, the target's last."""
    catalog, person = context.catalog, context.eligibility.person
    hours = pace(context.profile, catalog)
    found = []
    for item in [*(i for i in catalog.certifications if i in road.pathway.steps), target]:
        certification, span = catalog.certifications[item], table.studies.get(item)
        weeks = study_weeks(certification, person, hours)
        if weeks == 0:
            continue
        told = effort_of(certification, person).hours
        found.append(
            PlannedStudy(
                id=item,
                text=f"study for the {certification.name}",
                hours=HoursRange(*told) if told is not None else None,
                weeks=weeks,
                starts_on=span.start.isoformat() if span is not None else None,
                ends_on=span.end.isoformat() if span is not None else None,
                cost=certification.study.price.known,
            )
        )
    return tuple(found)


def _unlocks(
    step: str,
    target: str,
    road: PricedPathway,
    waits: dict[str, frozenset[str]],
    context: PlanContext,
) -> tuple[str, ...]:
    """What a step opens: the steps that wait for it, else the exam or the certificate."""
    items = context.catalog.items()
    waiting = [item.name for s, item in items.items() if step in waits.get(s, ())]
    if waiting:
        return unique(waiting)
    name = context.catalog.name_of(target)
    opens = "exam" if step in road.pathway.before_exam.steps else "certificate"
    return (f"the {name} {opens}",)
