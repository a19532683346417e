"""The laws of a plan: it leads there, one step after the other, at the sum of its steps."""

from __future__ import annotations

from decimal import Decimal

import brute
from certadvisor.advice.results import Plan
from certadvisor.rules.ranking import Ranking
from laws import Breaches
from laws.second import Circumstances


def leads_to_its_target(found: Plan, ranking: Ranking, candidate: Circumstances) -> Breaches:
    """It is open where a way is; whoever has done all its steps has all that is asked for."""
    row = ranking.of(found.target)
    state = "held" if row is None else "closed" if row.status == "closed" else "open"
    if found.state != state:
        yield f"the plan to {found.target} is {found.state}, not {state}"
    if found.state != "open":
        if found.steps:
            yield f"the plan to {found.target} is {found.state} and has steps"
        return
    if [s.number for s in found.steps] != [*range(1, len(found.steps) + 1)]:
        yield f"the steps to {found.target} are not numbered from 1"
    if len({s.id for s in found.steps}) != len(found.steps):
        yield f"a step to {found.target} is planned twice"
    exam = next((s for s in found.steps if s.id == found.target), None)
    if exam is None:
        yield f"the plan to {found.target} does not reach it"
        return
    profile, world = candidate.profile, candidate.world
    tree = brute.on_day(
        brute.requirements_of(found.target, candidate.person, world),
        brute.day_after(profile, exam.end_week),
    )
    everything = [s.id for s in found.steps if s.id != found.target]
    then = brute.finished(candidate.person, everything, world)
    if not brute.holds(tree, then, world, for_exam=False):
        yield f"all steps to {found.target} done, and something is still missing"


def each_step_can_be_done_in_its_turn(found: Plan, candidate: Circumstances) -> Breaches:
    """What a step asks for is had before it starts, by the rules of the day it ends."""
    profile, world = candidate.profile, candidate.world
    for step in found.steps:
        before = [
            s.id
            for s in found.steps
            if s.number < step.number and s.end_week <= step.start_week and s.id != found.target
        ]
        have = brute.finished(candidate.person, before, world)
        tree = brute.on_day(
            brute.item_of(step.id, world).get("requirements"),
            brute.day_after(profile, step.end_week),
        )
        if not brute.holds(tree, have, world, for_exam=step.id == found.target):
            yield f"{step.id} on the way to {found.target} is not open yet after {before}"
        if step.start_week < 0 or step.end_week - step.start_week != (step.weeks or 0):
            yield f"{step.id} runs from week {step.start_week} to {step.end_week}"


def costs_the_sum_of_its_steps(found: Plan, candidate: Circumstances) -> Breaches:
    """Every step costs what it costs a member of what is joined; together that is the total."""
    spent, unknown = Decimal(0), False
    for step, (missing, known) in zip(found.steps, _amounts(found, candidate), strict=True):
        if step.cost != (None if missing else known):
            yield f"{step.id} on the way to {found.target} costs {step.cost}, not {known}"
        spent, unknown = spent + known, unknown or bool(missing)
        if step.spent != spent:
            yield f"{step.spent} is spent with {step.id}, not {spent}"
    if found.state == "open" and (found.required_total, found.complete) != (spent, not unknown):
        yield f"the plan to {found.target} costs {found.required_total}, its steps {spent}"


def no_dearer_than_the_row(found: Plan, ranking: Ranking, candidate: Circumstances) -> Breaches:
    """The ranking counts the cheapest way of the best status; the plan is the cheapest of all."""
    row = ranking.of(found.target)
    if row is None or found.state != "open":
        return
    planned, counted = _sum(found, candidate), (row.bill.unknown, row.bill.total)
    if planned > counted:
        yield f"the plan to {found.target} costs {planned}, its row {counted}"


Planned = tuple[Plan, Circumstances]


def no_dearer_plan(before: Planned, after: Planned) -> Breaches:
    """Whoever has done one thing more has no dearer road: no more unknown amounts, or no more."""
    target = before[0].target
    if before[0].state != "open" or after[0].state == "held":
        return
    if after[0].state != "open":
        yield f"{target}: the plan was open and is {after[0].state}"
    sums = [_sum(*planned) for planned in (before, after)]
    if sums[1] > sums[0]:
        yield f"{target}: the plan cost {sums[0]}, and now costs {sums[1]}"


def _sum(found: Plan, candidate: Circumstances) -> tuple[int, Decimal]:
    """How many amounts of a plan are not known, and the sum of the others in USD."""
    amounts = _amounts(found, candidate)
    return sum(n for n, _ in amounts), sum((known for _, known in amounts), Decimal(0))


def _amounts(found: Plan, candidate: Circumstances) -> list[tuple[int, Decimal]]:
    """For each step how many of its amounts are not known, and the sum of the others."""
    world = candidate.world
    given = [(brute.item_of(s.id, world).get("gives") or {}).get("member") for s in found.steps]
    members = frozenset(i for i in given if i) | candidate.person.members
    fees = [brute.fees_of(s.id, candidate.profile, world, members) for s in found.steps]
    return [(len(missing), known) for known, missing in fees]
