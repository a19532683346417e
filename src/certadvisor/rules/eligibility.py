"""May the candidate sit for it, and if not, what would it take?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from certadvisor.catalog import types as m
from certadvisor.profile.profile import Profile
from certadvisor.rules.cost import Bill, Costs
from certadvisor.rules.dependencies import Dependencies
from certadvisor.rules.purpose import PurposeChecks, Served
from certadvisor.rules.requirements import (
    Candidate,
    RuleDays,
    Truth,
    after,
    candidate,
    first_day_after,
    gives_of,
    judge_leaf,
    judge_tree,
    leaves,
    leaves_where,
)
from certadvisor.rules.routes import YEAR, Route, RouteFinder, Shared
from certadvisor.rules.windows import Sitting, sitting
from certadvisor.values import immutable

if TYPE_CHECKING:
    from certadvisor.rules.options import Option

_ORDER: tuple[m.StatusName, ...] = ("ready", "reachable", "on-track", "long-term", "closed")
_BY_SPAN: dict[str, m.StatusName] = {
    "short": "reachable",
    "under-way": "on-track",
    "long": "long-term",
}


@immutable()
class Pathway:
    """One pathway to the certificate: all its steps, those before the exam, and the status they give.

    `sitting` is the first exam that it leads to, if what is not known of its length takes no time;
    `sits_on` is None where a duration on the pathway is not known. `open_points` are the leaves
    that no source settles; `changes` those of a later rule that it would not meet.
    """

    status: m.StatusName
    steps: frozenset[str]
    before_exam: Route
    rules_of: RuleDays
    sitting: Sitting
    confirmed: bool
    open_points: tuple[m.Leaf, ...]
    changes: tuple[m.Leaf, ...]

    @property
    def sits_on(self) -> date | None:
        """The earliest day of the exam, as far as it is known."""
        return self.sitting.day if self.before_exam.timed else None

    @property
    def standing(self) -> int:
        """0 for the best status."""
        return _ORDER.index(self.status)


@immutable(eq=False)
class Judgement:
    """What a certification is worth to the candidate, whatever it takes to get it.

    Worked out once for all who are judged alike, and so equal only to itself.
    """

    purpose: PurposeChecks
    fit: Fraction
    recognition: Fraction
    completes: bool
    strong: bool


@immutable(eq=False)
class Offer:
    """A certification at its price: the pathways of the best status, the cheapest few of them.

    `bill` and `costs` are those of the cheapest one; without any, those of the certification alone.
    Worked out once for all to whom it is open alike, and so equal only to itself.
    """

    bill: Bill
    costs: Costs
    pathways: tuple[Pathway, ...]


Way = tuple[Route, Route, RuleDays]
"""A whole route, its part before the exam, and the days whose rules it stands under."""

Bills = dict[frozenset[str], tuple[int, Decimal, Bill]]
"""The bill for each set of steps, after its count of unknown amounts and its total in USD."""


class RouteCache:
    """What was already worked out, kept by just those answers that it can depend on."""

    def __init__(self, catalog: m.Catalog) -> None:
        self.dependencies = Dependencies(catalog)
        self.change_days = change_days(catalog)
        self.offers: dict[tuple[object, ...], Offer] = {}
        self.shared = Shared()
        self.ways: dict[tuple[object, ...], list[Way]] = {}
        self.served: dict[tuple[object, ...], Served] = {}
        self.judgements: dict[tuple[object, ...], Judgement] = {}
        self.bills: dict[tuple[object, ...], Bills] = {}
        self.open_points: dict[tuple[object, ...], tuple[m.Leaf, ...]] = {}
        self._options: dict[tuple[object, ...], Option] = {}
        self._options_for: tuple[object, ...] = ()

    def options_for(self, *asked: object) -> dict[tuple[object, ...], Option]:
        """The options of whoever has this day, budget and weights, kept until others are asked for.

        There are as many budgets as one likes.
        """
        if self._options_for != asked:
            self._options_for, self._options = asked, {}
        return self._options


class Eligibility:
    """The pathways to every certification for one profile; what they share is worked out once."""

    def __init__(
        self, profile: Profile, catalog: m.Catalog, cache: RouteCache | None = None
    ) -> None:
        self.catalog = catalog
        self._cache = cache if cache is not None else RouteCache(catalog)
        self.person = candidate(profile, catalog)
        self.on = profile.on
        self._weeks_to = weeks_to(profile)
        self._later: dict[frozenset[str], Candidate] = {}
        self._standings: dict[Route, int] = {}
        self._sittings: dict[tuple[str, Route], Sitting] = {}
        self._lacks: dict[str, tuple[object, ...]] = {}
        self._said: dict[str, tuple[object, ...]] = {}
        self._by_rules: dict[int | None, list[tuple[Route, Route]]] = {}
        self._starts = (profile.on, *(d for d in self._cache.change_days if d > profile.on))

    @cached_property
    def _finder(self) -> RouteFinder:
        return RouteFinder(
            self.person,
            self.catalog,
            self._cache.dependencies,
            self._starts,
            self._weeks_to,
            shared=self._cache.shared,
        )

    @property
    def is_cut(self) -> bool:
        """Whether there were too many ways to compare them all."""
        return self._finder.cut

    def key(self, certification_id: str) -> tuple[object, ...]:
        """What the pathways to a certification depend on: who has the same key has the same ones."""
        reach = self._cache.dependencies.reach(certification_id)
        weeks = tuple(self._weeks_to[end] for end in reach.ends)
        return (certification_id, self.on, weeks, *reach.answers(self.person))

    def pathways(self, certification_id: str) -> list[Pathway]:
        """Every pathway that holds under the rules of the day of the exam; empty: closed."""
        return [self.pathway(certification_id, way) for way in self._ways(certification_id)]

    def best_ways(self, certification_id: str) -> list[Way]:
        """The ways of the best status; empty: closed."""
        found = self._ways(certification_id)
        standings = [self._standing(before) for _, before, _ in found]
        top = min(standings, default=None)
        return [way for way, standing in zip(found, standings, strict=True) if standing == top]

    def situation(self, certification_id: str) -> tuple[object, ...]:
        """What is lacking for a certification, what would help, and how the candidate is judged.

        Who is in the same situation has the same pathways, though they may have said other things.
        """
        return (*self._own_answers(certification_id), *self._lacking(certification_id))

    def _own_answers(self, certification_id: str) -> tuple[object, ...]:
        """What the candidate says about the requirements themselves, however they could be met."""
        if certification_id not in self._said:
            own = self._cache.dependencies.own_reach(self._tree(certification_id))
            self._said[certification_id] = (certification_id, *own.answers(self.person))
        return self._said[certification_id]

    def _lacking(self, certification_id: str) -> tuple[object, ...]:
        if certification_id not in self._lacks:
            tree = self._tree(certification_id)
            shape = self._cache.dependencies.shape(tree)
            dated = certification_id if self._exam(certification_id).windows else None
            self._lacks[certification_id] = (shape, dated, self.on, *self._finder.lacking(tree))
        return self._lacks[certification_id]

    def _exam(self, certification_id: str) -> m.Exam:
        return self.catalog.certifications[certification_id].exam

    def _ways(self, certification_id: str) -> list[Way]:
        """Every way to a certification, found once for all who lack the same and can do the same."""
        key = self._lacking(certification_id)
        if key not in self._cache.ways:
            self._cache.ways[key] = self._found(certification_id)
        return self._cache.ways[key]

    def _found(self, certification_id: str) -> list[Way]:
        """Whole routes with their part before the exam, and the days whose rules they stand under."""
        tree = self._tree(certification_id)
        found: list[Way] = []
        periods = self._finder.periods
        on_issue = any(leaf.judged == "issue" for leaf in self._cache.dependencies.leaves_of(tree))
        for exam in periods:
            for issue in [p for p in periods if p[0] >= exam[0]] if on_issue else [exam]:
                days = RuleDays(exam[0], issue[0])
                found += [
                    (route, before, days)
                    for route, before in self._under(tree, days)
                    if self._sits_in(certification_id, before, exam)
                    and (not on_issue or self._finder.ends_in(route.beside(before), issue))
                ]
            if any(self._standing(before) == 0 for _, before, _ in found):
                # Nobody who may sit today has a better pathway under a later rule.
                break
        return found

    def _sits_in(
        self, certification_id: str, before: Route, period: tuple[date, date | None]
    ) -> bool:
        """Whether the first exam that a route leads to is in a period."""
        if not self._exam(certification_id).windows:
            return self._finder.ends_in(before, period)
        first, after_last = period
        day = self._sitting(certification_id, before).day
        return first <= day and (after_last is None or day < after_last)

    def _sitting(self, certification_id: str, before: Route) -> Sitting:
        """The first exam after a route."""
        key = (certification_id, before)
        if key not in self._sittings:
            exam, ready = self._exam(certification_id), self._finder.end_of(before) or date.max
            due = self.due_by(certification_id, before.steps) if exam.windows else {}
            proofs = [(self._end_of(step, before), by) for step, by in due.items()]
            self._sittings[key] = sitting(exam, self.on, ready, proofs)
        return self._sittings[key]

    def due_by(self, certification_id: str, steps: frozenset[str]) -> dict[str, str]:
        """Which of these steps must be proved by a day of the exam's year, and by which."""
        due: dict[str, str] = {}
        for leaf in leaves(self._tree(certification_id)):
            if leaf.by is not None:
                for step in (s for s in self.steps_for(leaf) if s in steps):
                    due[step] = min(leaf.by, due.get(step, leaf.by))
        return due

    def _end_of(self, step: str, before: Route) -> date:
        """The day on which a step of a route can be finished."""
        first = [self._end_of(s, before) for s in self.needs(step, before.steps, before.weeks)]
        return weeks_later(max(first, default=self.on), self.weeks_of(step) or 0)

    def _under(self, tree: m.Requirement, days: RuleDays) -> list[tuple[Route, Route]]:
        """Whole routes under the rules of these days, each with its part before the exam."""
        rules = self._cache.dependencies.in_force(tree, days)
        shape = None if rules is None else self._cache.dependencies.shape(rules)
        if shape not in self._by_rules:
            self._by_rules[shape] = list(self._with_part_before_exam(tree, days))
        return self._by_rules[shape]

    def _with_part_before_exam(
        self, tree: m.Requirement, days: RuleDays
    ) -> Iterator[tuple[Route, Route]]:
        to_exam = self._finder.to_meet(tree, days, before_exam=True)
        routes = self._finder.to_meet(tree, days)
        enough = {route.steps for route in routes}
        with_step: dict[str, list[Route]] = {}
        for before in to_exam:
            for step in before.steps:
                with_step.setdefault(step, []).append(before)
        for route in routes:
            due = [s for s in route.steps if not self._may_be_owed(s)]
            rest = min((with_step.get(s, []) for s in due), key=len, default=to_exam)
            fitting = [before for before in rest if before.steps.issuperset(due)]
            own = [before for before in fitting if self._belongs(before, route)]
            yield from ((route, before) for before in own)
            yield from (
                (route, before)
                for before in fitting
                if before not in own
                and before.steps not in enough
                and not any(self._is_no_worse(o, before) for o in own)
            )

    def _may_be_owed(self, step: str) -> bool:
        """Whether a step may be left for after the exam."""
        item = self.catalog.item(step)
        return item.span == "under-way" or (isinstance(item, m.Step) and item.formality)

    def _belongs(self, before: Route, route: Route) -> bool:
        """Whether a route to the exam is part of a whole route, but for what only takes waiting."""
        return before.steps - route.steps <= self._cache.dependencies.under_way

    def _is_no_worse(self, before: Route, other: Route) -> bool:
        """Whether one route to the exam is no later, and of no worse a status, than another one."""
        return before.is_no_slower(other) and (self._standing(before) <= self._standing(other))

    def steps_for(self, leaf: m.Leaf) -> tuple[str, ...]:
        """The single steps that would meet a leaf."""
        return self._finder.steps_meeting(leaf)

    def weeks_of(self, step: str) -> int | None:
        """Typical weeks a step itself takes, None where not known."""
        return self._finder.weeks_of(step)

    def needs(self, step: str, steps: frozenset[str], by: int | None = None) -> frozenset[str]:
        """Which of `steps` must come before `step`, to be done by so many weeks from now."""
        return self._finder.needs(step, steps, by)

    def rules(self, certification_id: str, days: RuleDays) -> m.Requirement:
        """The requirements of a certification under the rules of these days."""
        tree = self._tree(certification_id)
        return self._cache.dependencies.in_force(tree, days) or tree

    def _tree(self, certification_id: str) -> m.Requirement:
        """The requirements; for someone under 18 an age that no source states is one of them."""
        if self.person.adult:
            return self.catalog.certifications[certification_id].requirements
        return self._cache.dependencies.for_minors(certification_id)

    def leaves_relied_on(self, tree: m.Requirement, pathway: Pathway) -> list[m.Leaf]:
        """The leaves that carry the result at the end of a pathway: those of branches that hold."""
        person = self.at_end_of(pathway.steps)
        return leaves_where(tree, self._truth_for(person), Truth.UNSOURCED, Truth.MET)

    def _truth_for(
        self, person: Candidate, *, before_exam: bool = False
    ) -> Callable[[m.Requirement], Truth]:
        return lambda node: judge_tree(node, person, self.catalog, before_exam=before_exam)

    def at_end_of(self, steps: frozenset[str]) -> Candidate:
        """The candidate once these steps are finished."""
        if steps not in self._later:
            person = self.person
            for step in steps:
                person = after(person, step, gives_of(self.catalog.item(step)))
            self._later[steps] = person
        return self._later[steps]

    def owed(self, tree: m.Requirement, pathway: Pathway) -> list[tuple[m.Leaf, str | None]]:
        """What is due after the exam and not yet met, with the step of the pathway that meets it."""
        found = []
        for leaf in self._decisive(tree):
            if leaf.due == "certificate" and not isinstance(leaf.test, m.UnpublishedTest):
                steps = [s for s in self.steps_for(leaf) if s in pathway.steps]
                if any(s in pathway.before_exam.steps for s in steps):
                    continue
                if steps or judge_leaf(leaf, self.person, self.catalog) is Truth.UNSOURCED:
                    found.append((leaf, steps[0] if steps else None))
        return found

    def unmet(self, tree: m.Requirement) -> list[m.Leaf]:
        """The required leaves that are not met and not merely unsourced."""
        return [
            leaf
            for leaf in self._decisive(tree)
            if judge_leaf(leaf, self.person, self.catalog) < Truth.UNSOURCED
        ]

    def _decisive(self, node: m.Requirement) -> list[m.Leaf]:
        """The required leaves not met, leaving out those beside a branch that is."""
        not_met = (Truth.UNMET, Truth.UNSAID, Truth.UNSOURCED)
        return leaves_where(node, self._truth_for(self.person), *not_met)

    def _standing(self, before: Route) -> int:
        if before not in self._standings:
            self._standings[before] = self._found_standing(before)
        return self._standings[before]

    def _found_standing(self, before: Route) -> int:
        spans: set[m.Span] = {self.catalog.item(s).span for s in before.steps}
        if before.waits:
            spans.add("under-way")
        return max((_ORDER.index(_BY_SPAN[s]) for s in spans), default=0)

    def pathway(self, certification_id: str, way: Way) -> Pathway:
        """A way with what is known of it."""
        route, before, days = way
        tree, first = self._tree(certification_id), self._sitting(certification_id, before)
        day = first.day
        steps = route.steps | before.steps
        horizon = _days_later(day, self.catalog.policy.warn_days) if before.timed else date.max
        changes = self._changes(tree, day, horizon, steps)
        asked = (*self._own_answers(certification_id), days, before.steps, steps)
        if asked not in self._cache.open_points:
            self._cache.open_points[asked] = self._open_points(tree, days, before.steps, steps)
        open_points = self._cache.open_points[asked]
        return Pathway(
            status=_ORDER[self._standing(before)],
            steps=steps,
            before_exam=before,
            rules_of=days,
            sitting=first,
            confirmed=not open_points and (before.timed or not changes),
            open_points=open_points,
            changes=changes,
        )

    def changes(self, certification_id: str, pathway: Pathway, until: date) -> tuple[m.Leaf, ...]:
        """What rules that start after the first exam ask for and a pathway does not give, in order."""
        tree = self._tree(certification_id)
        return self._changes(tree, pathway.sitting.day, until, pathway.steps)

    def _changes(
        self, tree: m.Requirement, day: date, until: date, steps: frozenset[str]
    ) -> tuple[m.Leaf, ...]:
        return tuple(
            leaf
            for later in self._starts
            if day < later <= until
            for leaf in self._unmet(tree, later, self.at_end_of(steps))
        )

    def _open_points(
        self, tree: m.Requirement, days: RuleDays, before: frozenset[str], steps: frozenset[str]
    ) -> tuple[m.Leaf, ...]:
        """What no source settles on a pathway: at the exam, at its end, and when a gap is due."""
        rules = self._cache.dependencies.in_force(tree, days)
        at_exam, then = self.at_end_of(before), self.at_end_of(steps)
        found = [
            *leaves_where(rules, self._truth_for(at_exam, before_exam=True), Truth.UNSOURCED),
            *leaves_where(rules, self._truth_for(then), Truth.UNSOURCED),
        ]
        return tuple(
            leaf
            for leaf in leaves(rules)
            if any(leaf is one for one in found) or self._is_due_unsettled(leaf)
        )

    def _is_due_unsettled(self, leaf: m.Leaf) -> bool:
        """Whether a gap is there and no source settles when it must be closed."""
        if leaf.due_confirmed or leaf.need != "required":
            return False
        return judge_leaf(leaf, self.person, self.catalog) < Truth.MET

    def _unmet(self, tree: m.Requirement, day: date, then: Candidate) -> list[m.Leaf]:
        rules = self._cache.dependencies.in_force(tree, RuleDays.on(day))
        if judge_tree(rules, then, self.catalog) >= Truth.UNSOURCED:
            return []
        new = (
            leaf
            for leaf in leaves(rules)
            if leaf.since == day and judge_leaf(leaf, then, self.catalog) < Truth.UNSOURCED
        )
        # The first one stands for the change: the others are its alternatives.
        return list(islice(new, 1))


def is_published(node: m.Requirement | None) -> bool:
    """Whether any required leaf is known at all."""
    return any(
        leaf.need == "required" and not isinstance(leaf.test, m.UnpublishedTest)
        for leaf in leaves(node)
    )


def change_days(catalog: m.Catalog) -> list[date]:
    """The days on which some requirement starts, or is no longer in force, in order."""
    days: set[date] = set()
    for item in catalog.items().values():
        for leaf in leaves(item.requirements):
            if leaf.since is not None:
                days.add(leaf.since)
            if leaf.until is not None:
                days.add(leaf.until + timedelta(days=1))
    return sorted(days)


def weeks_to(profile: Profile) -> dict[str, int | None]:
    """Whole weeks, rounded up, to graduation and to the 18th birthday; None where not known.

    The month of graduation counts from the first day of the next one, that of the birthday from
    its last day. A senior who gives no date is taken to graduate within a year.
    """
    graduation = YEAR if profile.degree == "senior" and profile.graduates is None else None
    if profile.graduates is not None:
        graduation = _weeks(first_day_after(profile.graduates) - profile.on)
    birthday = None
    if profile.adult not in (None, "yes", "no"):
        birthday = _weeks(first_day_after(str(profile.adult)) - timedelta(days=1) - profile.on)
    return {"graduation": graduation, "birthday": birthday}


def weeks_later(day: date, weeks: int) -> date:
    """The day so many weeks later, or the last one of the calendar."""
    return _days_later(day, 7 * weeks)


def _weeks(span: timedelta) -> int:
    return max(0, -(-span.days // 7))


def _days_later(day: date, days: int) -> date:
    return date.fromordinal(min(day.toordinal() + days, date.max.toordinal()))
