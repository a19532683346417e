"""The road to a certification: which steps, in which order, at what cost, how long."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from certadvisor.advice.ownership import ownership, upkeep
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
from certadvisor.advice.schedule import schedule
from certadvisor.advice.wording import at_least, charge_label, due_words
from certadvisor.catalog import types as m
from certadvisor.errors import UsageError
from certadvisor.profile.profile import Profile, normalised
from certadvisor.rules.cost import Pricing
from certadvisor.rules.eligibility import Eligibility, Pathway
from certadvisor.rules.ranking import rank
from certadvisor.rules.requirements import RuleDays
from certadvisor.text import day_words, listed, span_words, unique
from certadvisor.values import immutable


@immutable()
class PlanWish:
    """What kind of road: the quickest instead of the cheapest, within USD, sat for by a day.

    `years`: what holding it costs over so many years is wanted too.
    """

    fastest: bool = False
    within: Decimal | None = None
    by: date | None = None
    years: int | None = None


def plan(target: str, profile: Profile, catalog: m.Catalog, wish: PlanWish | None = None) -> Plan:
    """The cheapest road from a profile to a certification, or as wished.

    Raises:
        UsageError: a day in the past is asked for.
    """
    wish = wish or PlanWish()
    profile = normalised(profile, catalog)
    if wish.by is not None and wish.by < profile.on:
        raise UsageError(f'--by "{wish.by}" lies before {profile.on}.')
    context = PlanContext(
        profile, catalog, Eligibility(profile, catalog), Pricing(profile, catalog)
    )
    name = catalog.certifications[target].name
    if target in profile.holds:
        keeping = upkeep(target, profile.on, context.pricing)
        return _without_road(target, "held", f"You hold the {name} already. {keeping}", context)
    roads = priced_pathways(target, context)
    if not roads:
        tree = context.eligibility.rules(target, RuleDays.on(profile.on))
        unmet = listed([leaf.text for leaf in context.eligibility.unmet(tree)])
        text = f"No known way leads to the {name}: you need {unmet}."
        return _without_road(target, "closed", text, context)
    fitting = [r for r in roads if _fits(r, wish)]
    if not fitting:
        return _without_road(target, "out-of-reach", _too_much(name, roads, wish), context)
    chosen = min(fitting, key=quickness if wish.fastest else cheapness)
    return _planned(target, chosen, roads, wish, context)


def goal_of(profile: Profile, catalog: m.Catalog) -> str:
    """The certification to aim at in the profile's setting.

    Raises:
        UsageError: nothing in the catalog serves it.
    """
    goal = rank(normalised(profile, catalog), catalog).goal
    if goal is None:
        raise UsageError("nothing in the catalog fits that; name a certification instead.")
    return goal.id


def _fits(road: PricedPathway, wish: PlanWish) -> bool:
    if wish.within is not None and (road.unknown or road.known > wish.within):
        return False
    return wish.by is None or (road.pathway.sits_on is not None and road.pathway.sits_on <= wish.by)


def _too_much(name: str, roads: list[PricedPathway], wish: PlanWish) -> str:
    cheapest, quickest = min(roads, key=cheapness), min(roads, key=quickness)
    parts = []
    if wish.within is not None:
        least = at_least(cheapest.known, complete=not cheapest.unknown)
        cost = f"costs {least}" if cheapest.known else "has no known price"
        parts.append(f"the cheapest {cost}")
    if wish.by is not None:
        day = quickest.pathway.sits_on
        when = f"ends on {day_words(day)}" if day is not None else "has no known end"
        parts.append(f"the quickest {when}")
    return f"No known way to the {name} keeps to that: {listed(parts)}."


# --- the chosen road -----------------------------------------------------------------------


def _planned(
    target: str,
    chosen: PricedPathway,
    roads: list[PricedPathway],
    wish: PlanWish,
    context: PlanContext,
) -> Plan:
    certification = context.catalog.certifications[target]
    others = [r for r in roads if r is not chosen]
    unbeaten = [r for r in others if not chosen.beats(r)]
    proven = not unbeaten and not context.eligibility.is_cut
    return Plan(
        target=target,
        name=certification.name,
        state="open",
        status=chosen.pathway.status,
        confirmed=chosen.pathway.confirmed,
        steps=tuple(
            schedule(target, chosen, context, lambda step: _due(step, target, chosen, context))
        ),
        required_total=chosen.known,
        complete=not chosen.unknown,
        weeks=chosen.pathway.before_exam.weeks,
        timed=chosen.pathway.before_exam.timed,
        sits_on=chosen.pathway.sits_on.isoformat() if chosen.pathway.sits_on is not None else None,
        proven_cheapest=proven,
        ways_compared=len({r.steps for r in roads}),
        may_be_cheaper=tuple(_maybe(r, chosen, context) for r in least_beaten(unbeaten)),
        rules=_rules(target, chosen.pathway, context),
        deadlines=tuple(_deadlines(target, chosen.pathway, context)),
        ownership=_ownership(target, chosen, wish.years, context),
        expectations=expectations_of(
            context.profile.setting, context.eligibility.person, context.catalog
        ),
        text=_summary(certification.name, chosen, wish, proven=proven),
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


def _due(step: str, target: str, road: PricedPathway, context: PlanContext) -> str | None:
    """When a step must be done by: the rule it meets ends, or the time after the exam runs out."""
    if step == target:
        last = _last_day(target, road.pathway, context)
        return f"by {day_words(last)}: then another rule applies" if last is not None else None
    if step in road.pathway.before_exam.steps:
        return None
    tree = context.eligibility.rules(target, road.pathway.rules_of)
    owed = [leaf for leaf, by in context.eligibility.owed(tree, road.pathway) if by == step]
    return due_words(owed[0]) if owed else None


def _last_day(target: str, pathway: Pathway, context: PlanContext) -> date | None:
    """The last day of the rules that this road relies on; None where they have no end."""
    tree = context.eligibility.rules(target, pathway.rules_of)
    relied_on = context.eligibility.leaves_relied_on(tree, pathway)
    return min((leaf.until for leaf in relied_on if leaf.until), default=None)


def _rules(target: str, pathway: Pathway, context: PlanContext) -> tuple[str, ...]:
    """Which rules of a fixed period count on this road, and which come soon after."""
    tree = context.eligibility.rules(target, pathway.rules_of)
    said = [
        f"The rule that applies from {day_words(leaf.since)} counts: {leaf.text}."
        for leaf in context.eligibility.leaves_relied_on(tree, pathway)
        if leaf.since is not None
    ]
    said += [
        f"From {day_words(leaf.since)} another rule applies: {leaf.text}."
        for leaf in pathway.changes
        if leaf.since is not None
    ]
    return unique(said)


def _deadlines(target: str, pathway: Pathway, context: PlanContext) -> Iterator[Due]:
    """The last day of the rule that counts, and of what is owed after the exam."""
    last = _last_day(target, pathway, context)
    if last is not None:
        yield Due(last.isoformat(), "last day to sit under this rule", None)
    if pathway.sits_on is None:
        return
    tree = context.eligibility.rules(target, pathway.rules_of)
    for leaf, _ in context.eligibility.owed(tree, pathway):
        if leaf.within_days is not None:
            day = pathway.sits_on + timedelta(days=leaf.within_days)
            yield Due(day.isoformat(), f"last day for {leaf.text}", None)


def _ownership(
    target: str, road: PricedPathway, years: int | None, context: PlanContext
) -> Ownership | None:
    if years is None:
        return None
    return ownership(
        target,
        road.known,
        complete=not road.unknown,
        day=road.pathway.sits_on or context.profile.on,
        years=years,
        pricing=context.pricing,
    )


def _summary(name: str, road: PricedPathway, wish: PlanWish, *, proven: bool) -> str:
    costs = at_least(road.known, complete=not road.unknown)
    route = road.pathway.before_exam
    what = "quickest" if wish.fastest else "cheapest"
    if not route.steps and not route.waits:
        when = "you may sit for it now"
    elif route.weeks:
        when = f"{span_words(route.weeks, timed=route.timed)} to the exam"
    else:
        when = "you can take the exam now" if route.timed else "how long it takes is not known"
    if not proven and not wish.fastest:
        what = "cheapest known"
    return f"The {what} road to the {name} costs {costs}; {when}."


def _without_road(target: str, state: PlanState, text: str, context: PlanContext) -> Plan:
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
        sits_on=None,
        proven_cheapest=False,
        ways_compared=0,
        may_be_cheaper=(),
        rules=(),
        deadlines=(),
        ownership=None,
        expectations=expectations_of(
            context.profile.setting, context.eligibility.person, context.catalog
        ),
        text=text,
    )
