"""Which sets of steps would meet a tree of requirements, and how long each takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

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
    leaves,
)

YEAR = 52
"""Weeks in which a senior who gives no date is taken to graduate."""

MOST_ROUTES = 300
"""Ways to meet one requirement. Their number can double with each condition; real ones have tens."""

MOST_SEARCHES = 20_000
"""Searches for the ways to one step; the catalog that comes along takes up to 2,400.

Steps that ask for each other are searched again from each side, so their number grows fast.
"""


@dataclass(frozen=True, slots=True)
class Route:
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


class RouteFinder:
    """The routes open to one candidate; each step is judged by the rules of the day it ends.

    `starts` are the first days of the `periods` between rule changes, the first one being today.
    `weeks_to` gives the weeks to graduation and to the 18th birthday, None where not known.
    """

    def __init__(
        self,
        person: Candidate,
        catalog: m.Catalog,
        dependencies: Dependencies,
        starts: tuple[date, ...],
        weeks_to: Mapping[str, int | None],
    ) -> None:
        self._person = person
        self._catalog = catalog
        self._dependencies = dependencies
        self.periods = tuple(zip(starts, (*starts[1:], None), strict=True))
        self._weeks_to = weeks_to
        self._items: dict[str, m.Certification | m.Step] = {
            i: item
            for i, item in catalog.items().items()
            if i not in person.holds and getattr(item, "attainable", True)
        }
        self._once: dict[str, Candidate] = {}
        self._of_step: dict[str, tuple[Route, ...]] = {}
        self._found: dict[tuple[int, bool], tuple[Route, ...]] = {}
        self._closing: dict[tuple[object, ...], tuple[str, ...]] = {}
        self._under_way: set[str] = set()
        self._shut: set[str] = set()
        self._searches = 0

    def to_meet(
        self, node: m.Requirement | None, days: RuleDays, *, before_exam: bool = False
    ) -> tuple[Route, ...]:
        """Every route that meets the rules of these days, but for those that add steps and gain no time.

        Met, or only unsourced. `before_exam`: what may be owed after the exam counts as met.

        Raises:
            DataError: there are too many, or steps wait for each other in too long a row.
        """
        node = None if node is None else self._dependencies.in_force(node, days)
        if node is None:
            return (NOTHING,)
        # A tree that no rule change touches is the same object in every period.
        key = (id(node), before_exam)
        if key not in self._found or self._under_way:
            try:
                found = self._routes(node, before_exam)
            except RecursionError:
                problem = "has too many steps that wait for each other in a row"
                raise DataError("the catalog", [problem]) from None
            if self._under_way:
                return found
            self._found[key] = found
        return self._found[key]

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
        within = [r for r in self._by_step(step) if r.steps - {step} <= steps]
        in_time = [r for r in within if by is None or r.weeks <= by]
        quickest = min(
            in_time or within,
            key=lambda r: (not r.timed, r.weeks, len(r.steps)),
            default=NOTHING,
        )
        return quickest.steps - {step}

    def _routes(self, node: m.Requirement, before_exam: bool) -> tuple[Route, ...]:
        if isinstance(node, m.Leaf):
            return self._routes_of_leaf(node, before_exam)
        if isinstance(node, m.AnyOf):
            routes = [r for branch in branches_of(node) for r in self._routes(branch, before_exam)]
            return _least(self._without_needless_purchases(routes))
        found: tuple[Route, ...] = (NOTHING,)
        for branch in branches_of(node):
            more = self._routes(branch, before_exam)
            found = _least(a.beside(b) for a in found for b in more)
        return found

    def _routes_of_leaf(self, leaf: m.Leaf, before_exam: bool) -> tuple[Route, ...]:
        if leaf.need == "recommended" or self._holds(leaf, self._person):
            return (NOTHING,)
        routes = [route for step in self.steps_meeting(leaf) for route in self._by_step(step)]
        if before_exam and leaf.due == "certificate":
            routes += [r for step in self.steps_meeting(leaf) for r in self._owing(step, leaf)]
        return _least(self._without_needless_purchases(routes))

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
        return [r for r in routes if not any(self._is_earned(step) for step in r.steps)]

    def _ends_within_a_year(self, route: Route) -> bool:
        under_way = all(self._items[s].span == "under-way" for s in route.steps)
        return under_way and route.timed and route.weeks <= self._catalog.policy.wait_weeks

    def _is_earned(self, step: str) -> bool:
        item = self._items[step]
        return isinstance(item, m.Certification) or item.kind in ("credential", "degree")

    def steps_meeting(self, leaf: m.Leaf) -> tuple[str, ...]:
        """The single steps after which the leaf is met, or only unsourced."""
        asked = (leaf.due == "certificate", leaf.test, *leaf.disputed)
        if asked not in self._closing:
            steps_affecting = self._dependencies.steps_affecting(leaf)
            self._closing[asked] = tuple(
                i for i in self._items if i in steps_affecting and self._holds(leaf, self._with(i))
            )
        return self._closing[asked]

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

    def _by_step(self, step: str) -> tuple[Route, ...]:
        """The routes that end with `step`; none while the step is itself being looked for."""
        if step in self._under_way:
            self._shut.add(step)
            return ()
        if step in self._of_step:
            return self._of_step[step]
        self._searches = self._searches + 1 if self._under_way else 1
        if self._searches > MOST_SEARCHES:
            raise DataError("the catalog", ["has steps that ask for each other in too many ways"])
        shut, self._shut = self._shut, set()
        self._under_way.add(step)
        routes = _least(self._ending_with(step))
        self._under_way.discard(step)
        self._shut.discard(step)
        if not self._shut:
            # Where another search under way has shut a way, this is not all there is.
            self._of_step[step] = routes
        self._shut |= shut
        return routes

    def _ending_with(self, step: str) -> Iterator[Route]:
        needed, weeks = self._items[step].requirements, self.weeks_of(step)
        dated = any(leaf.since or leaf.until for leaf in leaves(needed))
        for period in self.periods if dated else self.periods[:1]:
            for before in self.to_meet(needed, RuleDays.on(period[0])):
                route = before.then(step, weeks)
                if not dated or self.ends_in(route, period):
                    yield route


def _least(routes: Iterable[Route]) -> tuple[Route, ...]:
    """Without the routes that only add steps to another one and are no quicker.

    Raises:
        DataError: more are left than can be compared in a reasonable time.
    """
    kept: list[Route] = []
    for route in sorted(set(routes), key=lambda r: (len(r.steps), r.weeks, sorted(r.steps))):
        if not any(k.makes_needless(route) for k in kept):
            kept.append(route)
            if len(kept) > MOST_ROUTES:
                problem = f"has a requirement with more than {MOST_ROUTES} ways to meet it"
                raise DataError("the catalog", [problem])
    return tuple(kept)
