"""Which sets of steps would meet a tree of requirements, and how long each takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from heapq import nsmallest
from itertools import chain, groupby
from typing import NamedTuple

from certadvisor.catalog import types as m
from certadvisor.errors import DataError
from certadvisor.rules.dependencies import Dependencies
from certadvisor.rules.requirements import (
    Candidate,
    RuleDays,
    Truth,
    after,
    branches_of,
    gives_of,
    judge,
    judge_leaf,
)

YEAR = 52
"""Weeks in which a senior who gives no date is taken to graduate."""

MOST_ROUTES = 300
"""Ways to meet one requirement that are all compared. Real requirements have tens."""

KEPT_ROUTES = 30
"""Of more ways than that, how many are gone on with: those that ask the least of anybody."""

MOST_AT_ONCE = 5_000
"""Routes compared at once; where there are more, each part is first cut to the easiest."""

MOST_IN_A_ROW = 300
"""Steps that wait for each other in a row; real ones are a handful."""

MOST_COMPARED = 2_000_000
"""Routes looked at for one candidate, so that an endless search ends within seconds."""


class Route(NamedTuple):
    """A set of steps that meets a tree, steps side by side where they can be.

    `weeks` is the longest chain of typical weeks; at least that where `timed` is false. `waits`:
    the exam has to wait for something under way, though that may end after it.
    """

    steps: frozenset[str] = frozenset()
    weeks: int = 0
    timed: bool = True
    waits: bool = False

    def beside(self, other: Route) -> Route:
        """Both routes, at the same time."""
        return Route(
            self.steps | other.steps,
            max(self.weeks, other.weeks),
            self.timed and other.timed,
            self.waits or other.waits,
        )

    def then(self, step: str, weeks: int | None) -> Route:
        """The route, and `step` after it."""
        return Route(
            self.steps | {step},
            self.weeks + (weeks or 0),
            self.timed and weeks is not None,
            self.waits,
        )

    def makes_needless(self, other: Route) -> bool:
        """Whether the other route only adds steps, gains no time and waits for no less."""
        waits_for_more = self.waits and not other.waits
        return self.steps <= other.steps and self.is_no_slower(other) and not waits_for_more

    def is_no_slower(self, other: Route) -> bool:
        """Whether it takes no longer, as far as its length is known."""
        return self.weeks <= other.weeks and (self.timed or not other.timed)


NOTHING = Route()


class Closing(NamedTuple):
    """Whether something need be done about a leaf, and the single steps that would be enough."""

    is_gap: bool
    steps: tuple[str, ...]


class Shared:
    """What is the same for many candidates: how a leaf is closed, and what is left of some routes."""

    def __init__(self) -> None:
        self.closings: dict[tuple[object, ...], Closing] = {}
        self.least: dict[frozenset[Route], tuple[Route, ...]] = {}


class RouteFinder:
    """The routes open to one candidate; each step is judged by the rules of the day it ends.

    `starts` are the first days of the `periods` between rule changes, the first one being today.
    `weeks_to` gives the weeks to graduation and to the 18th birthday, None where not known.
    What is `shared` by candidates is worked out once: what they do not differ in.
    """

    def __init__(
        self,
        person: Candidate,
        catalog: m.Catalog,
        dependencies: Dependencies,
        starts: tuple[date, ...],
        weeks_to: Mapping[str, int | None],
        *,
        shared: Shared | None = None,
    ) -> None:
        self._person = person
        self._catalog = catalog
        self._dependencies = dependencies
        self.periods = tuple(zip(starts, (*starts[1:], None), strict=True))
        self._weeks_to = weeks_to
        self._items: dict[str, m.Certification | m.Step] = {
            i: item
            for i, item in dependencies.items.items()
            if i not in person.holds and getattr(item, "attainable", True)
        }
        self.cut = False
        """Whether some requirement has too many ways, so that not all of them are compared."""
        self._once: dict[str, Candidate] = {}
        self._expenses: dict[frozenset[str], tuple[int, int, Decimal]] = {}
        self._by_step: dict[str, tuple[Route, ...]] = {}
        self._by_shape: dict[tuple[int, bool], tuple[Route, ...]] = {}
        self._own_closings: dict[int, Closing] = {}
        self._shared = shared if shared is not None else Shared()
        self._compared = 0

    def to_meet(
        self, node: m.Requirement | None, days: RuleDays, *, before_exam: bool = False
    ) -> tuple[Route, ...]:
        """Every route that meets the rules of these days, but for those that add steps and gain no time.

        Met, or only unsourced. `before_exam`: what may be owed after the exam counts as met.

        Raises:
            DataError: steps wait for each other in too long a row, or in too many ways.
        """
        node = None if node is None else self._dependencies.in_force(node, days)
        if node is None:
            return (NOTHING,)
        if (self._dependencies.shape(node), before_exam) not in self._by_shape:
            self._explore(self._dependencies.leaves_of(node))
        return self._routes(node, before_exam)

    def end_of(self, route: Route) -> date | None:
        """The earliest day on which a route can be finished, None beyond the calendar."""
        try:
            return self.periods[0][0] + timedelta(weeks=route.weeks)
        except OverflowError:
            return None

    def ends_in(self, route: Route, period: tuple[date, date | None]) -> bool:
        """Whether a route ends in a period, as far as its length is known."""
        end, (first, after_last) = self.end_of(route), period
        return end is not None and first <= end and (after_last is None or end < after_last)

    def weeks_of(self, step: str) -> int | None:
        """Typical weeks a step itself takes, None where not known."""
        item = self._items[step]
        if isinstance(item, m.Step) and item.ends is not None:
            weeks = self._weeks_to.get(item.ends)
            return None if weeks is None else max(0, weeks - item.weeks_before)
        return item.weeks.known

    def needs(self, step: str, steps: frozenset[str], by: int | None = None) -> frozenset[str]:
        """Which of `steps` must come before `step`, by the quickest of its own routes.

        `by`: the weeks in which it is to be done, where its length is known as far as that.
        """
        within = [r for r in self._routes_by(step) if r.steps - {step} <= steps]
        in_time = [r for r in within if by is None or r.weeks <= by]
        quickest = min(
            in_time or within,
            key=lambda r: (not r.timed, r.weeks, len(r.steps)),
            default=NOTHING,
        )
        return quickest.steps - {step}

    def _routes_by(self, step: str) -> tuple[Route, ...]:
        """The routes that end with `step`."""
        self._find([step])
        return self._by_step[step]

    def _explore(self, asked: Iterable[m.Leaf]) -> None:
        """Find the routes by every step that could help to meet what is not yet."""
        self._find([s for leaf in asked if self._is_gap(leaf) for s in self.steps_meeting(leaf)])

    def _is_gap(self, leaf: m.Leaf) -> bool:
        return self.closing(leaf).is_gap

    def _find(self, steps: Iterable[str]) -> None:
        """Find the routes by these steps and by all that they lead back to, round by round.

        In each round the routes by a step are found anew if those by a step that it waits for have
        changed. Steps that ask for each other so come to rest: a route through a step twice only
        adds to one that goes through it once.
        """
        waiting = [s for s in steps if s not in self._by_step]
        new: list[str] = []
        helped: dict[str, list[int]] = {}
        asking: dict[int, list[str]] = {}
        while waiting:
            step = waiting.pop()
            if step in self._by_step:
                continue
            self._by_step[step] = ()
            new.append(step)
            for leaf in filter(self._is_gap, self._dependencies.leaves[step]):
                key = self._dependencies.shape(leaf)
                if key not in asking:
                    for helper in self.steps_meeting(leaf):
                        helped.setdefault(helper, []).append(key)
                        waiting.append(helper)
                asking.setdefault(key, []).append(step)
        dirty = new[::-1]
        while dirty:
            changed = [step for step in dirty if self._has_changed(step)]
            stale = dict.fromkeys(key for step in changed for key in helped.get(step, ()))
            if stale:
                self._by_shape.clear()
            dirty = list(dict.fromkeys(step for key in stale for step in asking[key]))

    def _has_changed(self, step: str) -> bool:
        """Find the routes by a step anew, from those by the steps it waits for."""
        routes = self._least(self._ending_with(step))
        if routes and len(routes[0].steps) > MOST_IN_A_ROW:
            problem = "has too many steps that wait for each other in a row"
            raise DataError("the catalog", [problem])
        changed = routes != self._by_step[step]
        self._by_step[step] = routes
        return changed

    def _ending_with(self, step: str) -> Iterator[Route]:
        needed, weeks = self._items[step].requirements, self.weeks_of(step)
        if needed is None:
            yield NOTHING.then(step, weeks)
            return
        dated = step in self._dependencies.dated
        for period in self.periods if dated else self.periods[:1]:
            rules = self._dependencies.in_force(needed, RuleDays.on(period[0]))
            for before in (NOTHING,) if rules is None else self._routes(rules):
                route = before.then(step, weeks)
                if not dated or self.ends_in(route, period):
                    yield route

    def _routes(self, node: m.Requirement, before_exam: bool = False) -> tuple[Route, ...]:
        """The routes to a tree, found once for all trees that ask for the same."""
        if isinstance(node, m.Leaf):
            return self._routes_of_leaf(node, before_exam)
        key = (self._dependencies.shape(node), before_exam)
        if key not in self._by_shape:
            self._by_shape[key] = self._routes_of_branches(node, before_exam)
        return self._by_shape[key]

    def _routes_of_branches(self, node: m.AllOf | m.AnyOf, before_exam: bool) -> tuple[Route, ...]:
        if isinstance(node, m.AnyOf):
            routes = [r for branch in branches_of(node) for r in self._routes(branch, before_exam)]
            return self._least(self._without_needless_purchases(routes))
        found: tuple[Route, ...] = (NOTHING,)
        for branch in branches_of(node):
            found = self._both(found, self._routes(branch, before_exam))
        return found

    def _both(self, one: tuple[Route, ...], other: tuple[Route, ...]) -> tuple[Route, ...]:
        """The routes to two things at the same time."""
        if other in (one, (NOTHING,)):
            return one
        if one == (NOTHING,):
            return other
        if len(one) * len(other) > MOST_AT_ONCE:
            one, other = self._easiest(one), self._easiest(other)
        return self._least(a.beside(b) for a in one for b in other)

    def _by_any(self, steps: Iterable[str]) -> list[Route]:
        """The routes that end with any of these steps."""
        found = [self._by_step[step] for step in steps]
        if sum(map(len, found)) > MOST_AT_ONCE:
            found = [self._easiest(routes) for routes in found]
        return [route for routes in found for route in routes]

    def _routes_of_leaf(self, leaf: m.Leaf, before_exam: bool) -> tuple[Route, ...]:
        if not self._is_gap(leaf):
            return (NOTHING,)
        may_owe = before_exam and leaf.due == "certificate"
        key = (self._dependencies.shape(leaf), may_owe)
        if key not in self._by_shape:
            steps = self.steps_meeting(leaf)
            routes = self._by_any(steps)
            if may_owe:
                routes += [route for step in steps for route in self._owing(step, leaf)]
            self._by_shape[key] = self._least(self._without_needless_purchases(routes))
        return self._by_shape[key]

    def _owing(self, step: str, leaf: m.Leaf) -> Iterator[Route]:
        """The route to the exam for someone who takes `step` after it, if that may be.

        Only a formality may be owed, or the end of something under way within the days allowed.
        """
        item = self._items[step]
        if isinstance(item, m.Step) and item.formality:
            yield NOTHING
        elif item.span == "under-way":
            weeks, allowed = self.weeks_of(step), leaf.within_days
            if weeks is None:
                yield Route(timed=False, waits=True)
            else:
                wait = 0 if allowed is None else max(0, weeks - allowed // 7)
                yield Route(weeks=wait, waits=wait > 0)

    def _without_needless_purchases(self, routes: list[Route]) -> list[Route]:
        """No certification or degree is bought for what something under way meets within a year."""
        if not any(self._ends_within_a_year(route) for route in routes):
            return routes
        return [r for r in routes if r.steps.isdisjoint(self._dependencies.earned)]

    def _ends_within_a_year(self, route: Route) -> bool:
        soon = route.timed and route.weeks <= self._catalog.policy.wait_weeks
        return soon and route.steps <= self._dependencies.under_way

    def lacking(self, tree: m.Requirement) -> Iterator[object]:
        """What is lacking, for each leaf of a tree and of the steps that lead there, and when steps end.

        Who lacks the same has the same routes.
        """
        seen: set[str] = set()
        waiting = list(self._dependencies.leaves_of(tree))
        while waiting:
            leaf = waiting.pop()
            is_gap, steps = self.closing(leaf)
            yield steps if is_gap else None
            for step in steps if is_gap else ():
                if step not in seen:
                    seen.add(step)
                    waiting += self._dependencies.leaves[step]
                    end = getattr(self._items[step], "ends", None)
                    yield end and self._weeks_to.get(end)

    def steps_meeting(self, leaf: m.Leaf) -> tuple[str, ...]:
        """The single steps after which the leaf is met, or only unsourced."""
        return self.closing(leaf).steps

    def closing(self, leaf: m.Leaf) -> Closing:
        """Whether something need be done about a leaf, and which steps would be enough."""
        asked = self._dependencies.shape(leaf)
        found = self._own_closings.get(asked)
        if found is None:
            reach = self._dependencies.reach_of(leaf)
            key = (asked, *reach.answers(self._person))
            found = self._shared.closings.get(key)
            if found is None:
                found = self._shared.closings[key] = self._closing(leaf, reach.items)
            self._own_closings[asked] = found
        return found

    def _closing(self, leaf: m.Leaf, steps: frozenset[str]) -> Closing:
        return Closing(
            leaf.need != "recommended" and not self._holds(leaf, self._person),
            tuple(i for i in self._items if i in steps and self._holds(leaf, self._with(i))),
        )

    def _with(self, step: str) -> Candidate:
        """The candidate with one step more."""
        if step not in self._once:
            self._once[step] = after(self._person, step, gives_of(self._items[step]))
        return self._once[step]

    def _holds(self, leaf: m.Leaf, person: Candidate) -> bool:
        """Whether nothing need be done about a leaf.

        What is owed after the exam is prepared for even where only some sources ask for it.
        """
        if leaf.due == "certificate":
            return judge(leaf.test, person, self._catalog) >= Truth.UNSOURCED
        return judge_leaf(leaf, person, self._catalog) >= Truth.UNSOURCED

    def _least(self, routes: Iterable[Route]) -> tuple[Route, ...]:
        """Without the routes that only add steps to another one and are no quicker.

        Of more than can be compared in a reasonable time, those that ask the least of anybody.

        Raises:
            DataError: the search does not end.
        """
        different = frozenset(routes)
        self._compared += len(different)
        if self._compared > MOST_COMPARED:
            raise DataError("the catalog", ["has steps that ask for each other in too many ways"])
        if len(different) < 2:
            return tuple(different)
        if len(different) > MOST_ROUTES:
            kept = self._needed_of(different)
            return kept if len(kept) <= MOST_ROUTES else self._easiest(kept)
        if different not in self._shared.least:
            self._shared.least[different] = self._needed_of(different)
        return self._shared.least[different]

    @staticmethod
    def _needed_of(different: frozenset[Route]) -> tuple[Route, ...]:
        kept: list[Route] = []
        # What makes a route needless has only steps of it, and fewer: it is found by its rarest one.
        frequency = Counter(step for route in different for step in route.steps)
        shorter: dict[str, list[Route]] = {}
        for _, alike in groupby(sorted(different, key=_order), lambda r: len(r.steps)):
            fresh: dict[frozenset[str], list[Route]] = {}
            for route in alike:
                rivals = (k for s in ("", *route.steps) for k in shorter.get(s, ()))
                if not any(
                    k.makes_needless(route) for k in chain(fresh.get(route.steps, ()), rivals)
                ):
                    kept.append(route)
                    fresh.setdefault(route.steps, []).append(route)
            for steps, quicker in fresh.items():
                shorter.setdefault(min(steps, key=frequency.__getitem__, default=""), []).extend(
                    quicker
                )
        return tuple(kept)

    def _easiest(self, routes: tuple[Route, ...]) -> tuple[Route, ...]:
        """Of many routes, those that ask the least of anybody: the shortest spans, then list prices."""
        if len(routes) <= KEPT_ROUTES:
            return routes
        self.cut = True
        easiest = nsmallest(KEPT_ROUTES, routes, key=lambda r: (*self._expense(r.steps), _order(r)))
        return tuple(sorted(easiest, key=_order))

    def _expense(self, steps: frozenset[str]) -> tuple[int, int, Decimal]:
        if steps not in self._expenses:
            self._expenses[steps] = self._dependencies.expense(steps)
        return self._expenses[steps]


def _order(route: Route) -> tuple[object, ...]:
    """The fewest steps first, then the quickest, then by name."""
    return (len(route.steps), route.weeks, sorted(route.steps), not route.timed, route.waits)
