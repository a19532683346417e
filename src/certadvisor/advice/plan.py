"""The road to a certification: which steps, in which order, at what cost, how long."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from certadvisor.advice.next_steps import advise
from certadvisor.advice.recommend import expectations_of
from certadvisor.advice.results import MaybeCheaper, Plan, PlannedStep, PlanState
from certadvisor.advice.wording import due_words
from certadvisor.catalog import types as m
from certadvisor.errors import UsageError
from certadvisor.profile.profile import Profile, normalised
from certadvisor.rules.cost import Bill, Pricing
from certadvisor.rules.eligibility import Eligibility, Way
from certadvisor.rules.outcomes import Due, Ownership
from certadvisor.rules.ranking import rank
from certadvisor.rules.renewal import ownership, upkeep
from certadvisor.text import day_words, listed, span_words, unique, usd


@dataclass(frozen=True, slots=True)
class Wish:
    """What kind of road: the quickest instead of the cheapest, within USD, sat for by a day.

    `years`: what holding it costs over so many years is wanted too.
    """

    fastest: bool = False
    within: Decimal | None = None
    by: date | None = None
    years: int | None = None


@dataclass(frozen=True, slots=True)
class PlanContext:
    """The candidate on the road: who judges the rules, and who takes the money."""

    profile: Profile
    catalog: m.Catalog
    judge: Eligibility
    till: Pricing


@dataclass(frozen=True, slots=True)
class Road:
    """One way with its bill. Its cost is a known sum and a set of unknown items."""

    way: Way
    bill: Bill

    @property
    def steps(self) -> frozenset[str]:
        """All that is done or bought on it."""
        return self.way.steps | self.bill.joining

    @property
    def known(self) -> Decimal:
        """The sum of the known amounts, in USD."""
        return self.bill.total

    @property
    def unknown(self) -> frozenset[str]:
        """The items whose amount is not known."""
        return frozenset(i.label for i in self.bill.items if i.amount is None)

    def beats(self, other: Road) -> bool:
        """Not dearer, whatever the unknown items turn out to cost."""
        return self.known <= other.known and self.unknown <= other.unknown


def plan(target: str, profile: Profile, catalog: m.Catalog, wish: Wish | None = None) -> Plan:
    """The cheapest road from a profile to a certification, or as wished.

    Raises:
        UsageError: a day in the past is asked for.
    """
    wish = wish or Wish()
    profile = normalised(profile, catalog)
    if wish.by is not None and wish.by < profile.on:
        raise UsageError(f'--by "{wish.by}" lies before {profile.on}.')
    walker = PlanContext(profile, catalog, Eligibility(profile, catalog), Pricing(profile, catalog))
    name = catalog.certifications[target].name
    if target in profile.holds:
        keeping = upkeep(target, profile.on, walker.till)
        return _without_road(target, "held", f"You hold the {name} already. {keeping}", walker)
    roads = priced_pathways(target, walker)
    if not roads:
        tree = walker.judge.rules(target, profile.on)
        unmet = listed([leaf.text for leaf in walker.judge.unmet(tree)])
        text = f"No known way leads to the {name}: you need {unmet}."
        return _without_road(target, "closed", text, walker)
    fitting = [r for r in roads if _fits(r, wish)]
    if not fitting:
        return _without_road(target, "out-of-reach", _too_much(name, roads, wish), walker)
    chosen = min(fitting, key=_quickness if wish.fastest else _cheapness)
    return _planned(target, chosen, roads, wish, walker)


def goal_of(profile: Profile, catalog: m.Catalog) -> str:
    """The certification to aim at in the profile's setting.

    Raises:
        UsageError: nothing in the catalog serves it.
    """
    goal = advise(rank(normalised(profile, catalog), catalog)).goal
    if goal is None:
        raise UsageError("nothing in the catalog serves that; name a certification instead.")
    return goal


def priced_pathways(target: str, walker: PlanContext) -> list[Road]:
    """Every way to a certification, with every bill that no other one for the same way beats."""
    return [
        road
        for way in walker.judge.ways(target)
        for road in _least_beaten([Road(way, b) for b in walker.till.bills(target, way.steps)])
    ]


def _cheapness(road: Road) -> tuple[object, ...]:
    return (len(road.unknown), road.known, *_time(road), *_purchases(road))


def _quickness(road: Road) -> tuple[object, ...]:
    return (*_time(road), len(road.unknown), road.known, *_purchases(road))


def _time(road: Road) -> tuple[bool, int]:
    return (not road.way.before_exam.timed, road.way.before_exam.weeks)


def _purchases(road: Road) -> tuple[int, list[str]]:
    return (len(road.bill.items), sorted(road.way.steps))


def _fits(road: Road, wish: Wish) -> bool:
    if wish.within is not None and (road.unknown or road.known > wish.within):
        return False
    return wish.by is None or (road.way.sits_on is not None and road.way.sits_on <= wish.by)


def _too_much(name: str, roads: list[Road], wish: Wish) -> str:
    cheapest, quickest = min(roads, key=_cheapness), min(roads, key=_quickness)
    parts = []
    if wish.within is not None:
        least = "at least " if cheapest.unknown else ""
        cost = f"costs {least}{usd(cheapest.known)}" if cheapest.known else "has no known price"
        parts.append(f"the cheapest {cost}")
    if wish.by is not None:
        day = quickest.way.sits_on
        when = f"ends on {day_words(day)}" if day is not None else "has no known end"
        parts.append(f"the quickest {when}")
    return f"No known way to the {name} keeps to that: {listed(parts)}."


# --- the chosen road -----------------------------------------------------------------------


def _planned(target: str, chosen: Road, roads: list[Road], wish: Wish, walker: PlanContext) -> Plan:
    certification = walker.catalog.certifications[target]
    others = [r for r in roads if r is not chosen]
    unbeaten = [r for r in others if not chosen.beats(r)]
    return Plan(
        target=target,
        name=certification.name,
        state="open",
        status=chosen.way.status,
        confirmed=chosen.way.confirmed,
        steps=tuple(_schedule(target, chosen, walker)),
        required_total=chosen.known,
        complete=not chosen.unknown,
        weeks=chosen.way.before_exam.weeks,
        timed=chosen.way.before_exam.timed,
        sits_on=chosen.way.sits_on.isoformat() if chosen.way.sits_on is not None else None,
        proven_cheapest=not unbeaten,
        ways_compared=len({r.steps for r in roads}),
        may_be_cheaper=tuple(_maybe(r, chosen, walker) for r in _least_beaten(unbeaten)),
        rules=_rules(target, chosen.way, walker),
        deadlines=tuple(_deadlines(target, chosen.way, walker)),
        ownership=_ownership(target, chosen, wish.years, walker),
        expectations=expectations_of(walker.profile.setting, walker.judge.person, walker.catalog),
        text=_summary(certification.name, chosen, wish, unbeaten),
    )


def _least_beaten(roads: list[Road]) -> list[Road]:
    """Of these, the roads that no other of them beats, the cheapest first."""
    kept: list[Road] = []
    for road in sorted(roads, key=_cheapness):
        if not any(k.beats(road) for k in kept):
            kept.append(road)
    return kept


def _maybe(road: Road, chosen: Road, walker: PlanContext) -> MaybeCheaper:
    steps = tuple(s for s in walker.catalog.items() if s in road.steps - chosen.steps)
    return MaybeCheaper(steps=steps, known=road.known, unknown=tuple(sorted(road.unknown)))


def _schedule(target: str, road: Road, walker: PlanContext) -> list[PlannedStep]:
    """The steps in the order of their ends; what can run side by side starts together."""
    judge, till, catalog = walker.judge, walker.till, walker.catalog
    order = list(catalog.items())
    before = road.bill.joining | road.way.before_exam.steps
    exam = road.way.before_exam.weeks
    ends: dict[str, int] = {}
    timed: dict[str, bool] = {}
    waits: dict[str, frozenset[str]] = {}
    place: dict[str, tuple[int, int, int]] = {}

    def finish(step: str) -> int:
        if step not in ends:
            waits[step] = judge.needs(step, road.way.steps, exam if step in before else None)
            start = max((finish(s) for s in waits[step]), default=0)
            weeks = judge.weeks_of(step)
            ends[step] = start + (weeks or 0)
            timed[step] = weeks is not None and all(timed[s] for s in waits[step])
            # A step of no known length ends with what it waits for, and comes after it.
            after = max((place[s][1] + 1 for s in waits[step]), default=0)
            place[step] = (ends[step], after, order.index(step))
        return ends[step]

    later = [s for s in road.way.steps if s not in road.way.before_exam.steps]
    for step in order:
        if step in before or step in later:
            finish(step)
    first, owed = sorted(before, key=place.__getitem__), sorted(later, key=place.__getitem__)
    planned: list[PlannedStep] = []
    spent = Decimal(0)
    for step in (*first, target, *owed):
        items = till.items_of(step, road.bill.joined)
        known = sum((i.amount for i in items if i.amount is not None), Decimal(0))
        spent += known
        is_target = step == target
        item = catalog.item(step)
        weeks = 0 if is_target else judge.weeks_of(step)
        end = exam if is_target else ends[step]
        planned.append(
            PlannedStep(
                number=len(planned) + 1,
                id=step,
                kind="certification" if step in catalog.certifications else "step",
                text=f"register for the {item.name} and sit for it"
                if is_target
                else catalog.doing(step),
                cost=known if all(i.amount is not None for i in items) else None,
                weeks=weeks,
                start_week=end - (weeks or 0),
                end_week=end,
                timed=road.way.before_exam.timed if is_target else timed[step],
                after=tuple(s for s in order if s in waits.get(step, ())),
                unlocks=() if is_target else _unlocks(step, target, road, waits, walker),
                due=_due(step, target, road, walker),
                spent=spent,
            )
        )
    return planned


def _unlocks(
    step: str,
    target: str,
    road: Road,
    waits: dict[str, frozenset[str]],
    walker: PlanContext,
) -> tuple[str, ...]:
    """What a step opens: the steps that wait for it, else the exam or the certificate."""
    waiting = [walker.catalog.name_of(s) for s, needed in waits.items() if step in needed]
    if waiting:
        return unique(waiting)
    name = walker.catalog.name_of(target)
    opens = "exam" if step in road.way.before_exam.steps else "certificate"
    return (f"the {name} {opens}",)


def _due(step: str, target: str, road: Road, walker: PlanContext) -> str | None:
    """When a step must be done by: the rule it meets ends, or the time after the exam runs out."""
    tree = walker.judge.rules(target, road.way.rules_of)
    if step == target:
        ends = [leaf.until for leaf in walker.judge.resting_on(tree, road.way) if leaf.until]
        return f"by {day_words(min(ends))}: then another rule applies" if ends else None
    if step in road.way.before_exam.steps:
        return None
    owed = [leaf for leaf, by in walker.judge.owed(tree, road.way) if by == step]
    return due_words(owed[0]) if owed else None


def _rules(target: str, way: Way, walker: PlanContext) -> tuple[str, ...]:
    """Which rules of a fixed period count on this road, and which come soon after."""
    tree = walker.judge.rules(target, way.rules_of)
    said = [
        f"The rule that applies from {day_words(leaf.since)} counts: {leaf.text}."
        for leaf in walker.judge.resting_on(tree, way)
        if leaf.since is not None
    ]
    said += [
        f"From {day_words(leaf.since)} another rule applies: {leaf.text}."
        for leaf in way.changes
        if leaf.since is not None
    ]
    return unique(said)


def _deadlines(target: str, way: Way, walker: PlanContext) -> Iterator[Due]:
    """The last day of the rule that counts, and of what is owed after the exam."""
    tree = walker.judge.rules(target, way.rules_of)
    ends = [leaf.until for leaf in walker.judge.resting_on(tree, way) if leaf.until]
    if ends:
        yield Due(min(ends).isoformat(), "last day to sit under this rule", None)
    if way.sits_on is None:
        return
    for leaf, _ in walker.judge.owed(tree, way):
        if leaf.within_days is not None:
            day = way.sits_on + timedelta(days=leaf.within_days)
            yield Due(day.isoformat(), f"last day for {leaf.text}", None)


def _ownership(target: str, road: Road, years: int | None, walker: PlanContext) -> Ownership | None:
    if years is None:
        return None
    return ownership(
        target,
        road.known,
        complete=not road.unknown,
        day=road.way.sits_on or walker.profile.on,
        years=years,
        till=walker.till,
    )


def _summary(name: str, road: Road, wish: Wish, unbeaten: list[Road]) -> str:
    least = "at least " if road.unknown else ""
    way = road.way.before_exam
    what = "quickest" if wish.fastest else "cheapest"
    if not way.steps:
        when = "you may sit for it now"
    elif way.weeks:
        when = f"{span_words(way.weeks, timed=way.timed)} to the exam"
    else:
        when = (
            "no time need pass before the exam" if way.timed else "how long it takes is not known"
        )
    if unbeaten and not wish.fastest:
        what = "cheapest known"
    return f"The {what} road to the {name} costs {least}{usd(road.known)}; {when}."


def _without_road(target: str, state: PlanState, text: str, walker: PlanContext) -> Plan:
    certification = walker.catalog.certifications[target]
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
        expectations=expectations_of(walker.profile.setting, walker.judge.person, walker.catalog),
        text=text,
    )
