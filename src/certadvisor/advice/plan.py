"""The road to a certification: which steps, in which order, at what cost, how long."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from certadvisor.advice.ownership import ownership, renewals, upkeep
from certadvisor.advice.priced_pathways import (
    PlanContext,
    PricedPathway,
    cheapness,
    least_beaten,
    priced_pathways,
    quickness,
)
from certadvisor.advice.recommend import expectations_of
from certadvisor.advice.results import Due, MaybeCheaper, Ownership, Plan, PlanState
from certadvisor.advice.schedule import schedule, studies
from certadvisor.advice.timing import exam_words
from certadvisor.advice.wishes import PlanWish, road_days, wishes_met
from certadvisor.advice.wording import at_least, charge_label, due_words
from certadvisor.catalog import types as m
from certadvisor.catalog.vocabulary import MOST_HOURS_A_WEEK
from certadvisor.errors import UsageError
from certadvisor.profile.profile import Profile, normalised
from certadvisor.rules.cost import Pricing
from certadvisor.rules.days import Timetable, pace, rule_change
from certadvisor.rules.eligibility import Eligibility, Pathway
from certadvisor.rules.ranking import rank
from certadvisor.rules.requirements import RuleDays
from certadvisor.rules.windows import day_in
from certadvisor.text import day_words, iso, listed, plural, unique, usd


def plan(target: str, profile: Profile, catalog: m.Catalog, wish: PlanWish | None = None) -> Plan:
    """The cheapest road from a profile to a certification, or as wished.

    Raises:
        UsageError: a day in the past is asked for.
    """
    wish = wish or PlanWish()
    profile = normalised(profile, catalog)
    if wish.by is not None and wish.by < profile.on:
        raise UsageError(f'--by "{wish.by}" lies before {profile.on}.')
    eligibility = Eligibility(profile, catalog)
    pricing = Pricing(profile, catalog, eligibility.person)
    context = PlanContext(profile, catalog, eligibility, pricing)
    name = catalog.certifications[target].name
    if target in profile.holds:
        keeping = upkeep(target, profile.on, context.pricing)
        text = f"You hold the {name} already. {keeping}"
        dues = renewals(target, profile.on, wish.years, context.pricing)
        return _without_road(target, "held", text, context, dues)
    roads = priced_pathways(target, context)
    if not roads:
        tree = context.eligibility.rules(target, RuleDays.on(profile.on))
        unmet = listed([leaf.text for leaf in context.eligibility.unmet(tree)])
        text = f"No known way leads to the {name}: you need {unmet}."
        return _without_road(target, "closed", text, context)
    fitting = [r for r in roads if _fits(r, wish)]
    if not fitting:
        return _without_road(target, "out-of-reach", _too_much(name, roads, wish), context)
    # What study leaves time for, then what more hours a week would, then what costs least.
    pool = (
        [r for r in fitting if _is_in_time(r, target, wish, context)]
        or [r for r in fitting if _is_in_time(r, target, wish, context, MOST_HOURS_A_WEEK)]
        or [r for r in roads if _is_within(r, wish)]
    )
    chosen = min(pool, key=quickness if wish.fastest else cheapness)
    return _planned(target, chosen, pool, wish, context, of_all=len(pool) == len(roads))


def goal_of(profile: Profile, catalog: m.Catalog) -> str:
    """The certification to aim at in the profile's setting.

    Raises:
        UsageError: nothing in the catalog serves it.
    """
    goal = rank(normalised(profile, catalog), catalog).goal
    if goal is None:
        raise UsageError("nothing in the catalog fits that; name a certification instead.")
    return goal.id


def _is_within(road: PricedPathway, wish: PlanWish) -> bool:
    return wish.within is None or (not road.unknown and road.known <= wish.within)


def _fits(road: PricedPathway, wish: PlanWish) -> bool:
    day = road.pathway.sits_on
    return _is_within(road, wish) and (wish.by is None or (day is not None and day <= wish.by))


def _is_in_time(
    road: PricedPathway,
    target: str,
    wish: PlanWish,
    context: PlanContext,
    hours: int | None = None,
) -> bool:
    if wish.by is None:
        return True
    day = road_days(target, road, context, hours).realistic
    return day is not None and day <= wish.by


def _too_much(name: str, roads: list[PricedPathway], wish: PlanWish) -> str:
    cheapest, quickest = min(roads, key=cheapness), min(roads, key=quickness)
    parts = []
    if wish.within is not None:
        least = at_least(cheapest.known, complete=not cheapest.unknown)
        cost = f"costs {least}" if cheapest.known else "has no known price"
        if cheapest.known > wish.within:
            over = at_least(cheapest.known - wish.within, complete=not cheapest.unknown)
            cost += f", {over} more than {usd(wish.within)}"
        parts.append(f"the cheapest {cost}")
    if wish.by is not None:
        day = quickest.pathway.sits_on
        when = f"ends on {day_words(day)}" if day is not None else "has no known end"
        if day is not None and day > wish.by:
            when += f", {plural((day - wish.by).days, 'day')} after {day_words(wish.by)}"
        parts.append(f"the quickest {when}")
    return f"No known way to the {name} keeps to that: {listed(parts)}."


# --- the chosen road -----------------------------------------------------------------------


def _planned(
    target: str,
    chosen: PricedPathway,
    roads: list[PricedPathway],
    wish: PlanWish,
    context: PlanContext,
    *,
    of_all: bool,
) -> Plan:
    certification, judge = context.catalog.certifications[target], context.eligibility
    way, table = chosen.pathway, road_days(target, chosen, context)
    rules = judge.rules(target, way.rules_of)
    relied_on, owed = judge.leaves_relied_on(rules, way), judge.owed(rules, way)
    ending = _that_end(relied_on)
    wishes = tuple(wishes_met(target, chosen, wish, table, context))
    others = [r for r in roads if r is not chosen]
    unbeaten = [r for r in others if not chosen.beats(r)]
    proven = not unbeaten and not context.eligibility.is_cut
    return Plan(
        target=target,
        name=certification.name,
        state="open",
        status=way.status,
        confirmed=way.confirmed,
        steps=tuple(schedule(target, chosen, context, table, _due(target, ending, owed))),
        required_total=chosen.known,
        complete=not chosen.unknown,
        weeks=way.before_exam.weeks,
        timed=way.before_exam.timed,
        hours_a_week=pace(context.profile, context.catalog),
        earliest_on=iso(way.sits_on),
        realistic_on=iso(table.realistic),
        not_before=iso(table.sitting.day),
        window_opens=iso(table.sitting.opens if table.sitting.opens != table.sitting.day else None),
        issued_on=iso(table.certified),
        studies=studies(target, chosen, table, context),
        wishes=wishes,
        proven_cheapest=proven,
        ways_compared=len({r.steps for r in roads}),
        may_be_cheaper=tuple(_maybe(r, chosen, context) for r in least_beaten(unbeaten)),
        rules=_rules(relied_on, way),
        deadlines=tuple(_deadlines(target, chosen, table, context, ending=ending, owed=owed)),
        ownership=_ownership(target, chosen, table, wish.years, context),
        expectations=expectations_of(
            context.profile.setting, context.eligibility.person, context.catalog
        ),
        text=" ".join(
            [
                _summary(certification.name, chosen, wish, table, proven=proven, of_all=of_all),
                *(w.text for w in wishes),
                *_too_late(target, way, table, context),
            ]
        ),
    )


def _maybe(road: PricedPathway, chosen: PricedPathway, context: PlanContext) -> MaybeCheaper:
    steps = tuple(s for s in context.catalog.items() if s in road.steps - chosen.steps)
    return MaybeCheaper(
        steps=steps,
        known=road.known,
        unknown=tuple(
            sorted(
                {charge_label(c, context.catalog) for c in road.bill.charges if c.amount is None}
            )
        ),
    )


Owing = list[tuple[m.Leaf, str | None]]
"""What is due after the exam, each with the step that meets it."""
Ending = list[tuple[date, m.Leaf]]
"""The rules that a road relies on and that have a last day, the first to end first."""


def _that_end(relied_on: list[m.Leaf]) -> Ending:
    ending = [(leaf.until, leaf) for leaf in relied_on if leaf.until is not None]
    return sorted(ending, key=lambda e: e[0])


def _due(target: str, ending: Ending, owed: Owing) -> dict[str, str]:
    """By when a step must be done: the rule it meets ends, or the time after the exam runs out."""
    found = {step: due_words(leaf) for leaf, step in reversed(owed) if step is not None}
    if ending:
        found[target] = f"by {day_words(ending[0][0])}: then another rule applies"
    return found


def _too_late(
    target: str, pathway: Pathway, table: Timetable, context: PlanContext
) -> Iterator[str]:
    """Which rule ends before the realistic day, the pace that would keep it, and what comes after."""
    change = rule_change(target, pathway, table, context.eligibility)
    if change is None:
        return
    enough = "no pace of study makes it"
    if change.hours_a_week is not None:
        enough = f"that takes {plural(change.hours_a_week, 'hour')} of study a week"
    yield (
        f"You must be certified by {day_words(change.last)}: {enough}. After that day you need "
        f"{change.leaf.text}."
    )


def _rules(relied_on: list[m.Leaf], pathway: Pathway) -> tuple[str, ...]:
    """Which rules of a fixed period count on this road, and which come soon after."""
    said = [
        f"The rule that applies from {day_words(leaf.since)} counts: {leaf.text}."
        for leaf in relied_on
        if leaf.since is not None
    ]
    said += [
        f"From {day_words(leaf.since)} another rule applies: {leaf.text}."
        for leaf in pathway.changes
        if leaf.since is not None
    ]
    return unique(said)


def _deadlines(
    target: str,
    road: PricedPathway,
    table: Timetable,
    context: PlanContext,
    *,
    ending: Ending,
    owed: Owing,
) -> Iterator[Due]:
    """The last day of the rule that counts, to apply, and of what is owed after the exam."""
    last = ending[0][0] if ending else None
    certified = any(leaf.judged == "issue" for _, leaf in ending)
    if last is not None:
        what = "to be certified" if certified else "to sit"
        yield Due(last.isoformat(), f"last day {what} under this rule", None)
    exam, name = table.sitting, context.catalog.name_of
    if exam.apply_by is not None:
        yield Due(exam.apply_by.isoformat(), f"last day to apply for the {name(target)}", None)
    for step, by in context.eligibility.due_by(target, road.pathway.before_exam.steps).items():
        day = day_in(exam.day.year, by)
        yield Due(day.isoformat(), f"last day to prove it: {name(step)}", None)
    for step, day in table.expires.items():
        yield Due(day.isoformat(), f"again by then: {name(step)}", None)
    if not table.timed:
        return
    for leaf, _ in owed:
        if leaf.within_days is not None:
            day = exam.day + timedelta(days=leaf.within_days)
            if certified and last is not None and exam.day <= last:
                # The certificate is there only when this is in.
                day = min(day, last)
            yield Due(day.isoformat(), f"last day for {leaf.text}", None)


def _ownership(
    target: str, road: PricedPathway, table: Timetable, years: int | None, context: PlanContext
) -> Ownership | None:
    if years is None:
        return None
    return ownership(
        target,
        road.known,
        complete=not road.unknown,
        day=table.issued,
        years=years,
        pricing=context.pricing,
    )


def _summary(
    name: str, road: PricedPathway, wish: PlanWish, table: Timetable, *, proven: bool, of_all: bool
) -> str:
    """`of_all`: no road was left out for the sake of what was wished."""
    costs = at_least(road.known, complete=not road.unknown)
    what = "quickest" if wish.fastest else "cheapest"
    if not proven and not wish.fastest:
        what = "cheapest known"
    among = "" if of_all else " of those that keep to your limits"
    return f"The {what} road to the {name}{among} costs {costs}; {exam_words(table)}."


def _without_road(
    target: str,
    state: PlanState,
    text: str,
    context: PlanContext,
    deadlines: tuple[Due, ...] = (),
) -> Plan:
    certification = context.catalog.certifications[target]
    return Plan(
        target=target,
        name=certification.name,
        state=state,
        status=None,
        confirmed=False,
        steps=(),
        required_total=Decimal(0),
        complete=False,
        weeks=0,
        timed=False,
        hours_a_week=pace(context.profile, context.catalog),
        earliest_on=None,
        realistic_on=None,
        not_before=None,
        window_opens=None,
        issued_on=None,
        studies=(),
        wishes=(),
        proven_cheapest=False,
        ways_compared=0,
        may_be_cheaper=(),
        rules=(),
        deadlines=deadlines,
        ownership=None,
        expectations=expectations_of(
            context.profile.setting, context.eligibility.person, context.catalog
        ),
        text=text,
    )
