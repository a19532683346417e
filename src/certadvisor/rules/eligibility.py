"""May the candidate sit for it, and if not, what would it take?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from certadvisor.catalog import types as m
from certadvisor.profile.profile import Profile
from certadvisor.rules.dependencies import Dependencies
from certadvisor.rules.requirements import (
    Candidate,
    Truth,
    after,
    candidate,
    gives_of,
    judge_leaf,
    judge_tree,
    leaves,
    leaves_where,
)
from certadvisor.rules.routes import Route, RouteFinder

_ORDER: tuple[m.StatusName, ...] = ("ready", "reachable", "on-track", "long-term", "closed")
_BY_SPAN: dict[str, m.StatusName] = {
    "short": "reachable",
    "under-way": "on-track",
    "long": "long-term",
}


@dataclass(frozen=True, slots=True)
class Pathway:
    """One pathway to the certificate: all its steps, those before the exam, and the status they give.

    `sits_on` is None where a duration on the pathway is not known. `open_points` are the leaves
    that no source settles; `changes` those of a later rule that it would not meet.
    """

    status: m.StatusName
    steps: frozenset[str]
    before_exam: Route
    rules_of: date
    sits_on: date | None
    confirmed: bool
    open_points: tuple[m.Leaf, ...]
    changes: tuple[m.Leaf, ...]

    @property
    def standing(self) -> int:
        """0 for the best status."""
        return _ORDER.index(self.status)


class RouteCache:
    """Pathways already found, kept by just those answers that a certification's rules can read."""

    def __init__(self, catalog: m.Catalog) -> None:
        self.dependencies = Dependencies(catalog)
        self.pathways: dict[tuple[object, ...], tuple[Pathway, ...]] = {}

    def key(
        self, certification_id: str, person: Candidate, on: date, running_weeks: int | None
    ) -> tuple[object, ...]:
        """What the pathways to one certification depend on."""
        read = tuple(
            _hashable(getattr(person, f)) for f in self.dependencies.reads(certification_id)
        )
        return (certification_id, on, running_weeks, *read)


def _hashable(value: object) -> object:
    return tuple(sorted(value.items())) if isinstance(value, dict) else value


class Eligibility:
    """The pathways to every certification for one profile; what they share is worked out once."""

    def __init__(
        self, profile: Profile, catalog: m.Catalog, cache: RouteCache | None = None
    ) -> None:
        self.catalog = catalog
        self._cache = cache if cache is not None else RouteCache(catalog)
        self.person = candidate(profile, catalog)
        self._on = profile.on
        self._running_weeks = _weeks_until(profile.graduates, profile.on)
        self._starts = (profile.on, *(d for d in change_days(catalog) if d > profile.on))
        self._finder = RouteFinder(
            self.person, catalog, self._cache.dependencies, self._starts, self._running_weeks
        )

    def pathways(self, certification_id: str) -> list[Pathway]:
        """Every pathway that holds under the rules of the day of the exam; empty: closed."""
        tree = self.catalog.certifications[certification_id].requirements
        return [self._pathway(tree, *found) for found in self._found(tree)]

    def best_pathways(self, certification_id: str) -> tuple[Pathway, ...]:
        """The pathways of the best status; empty: closed."""
        key = self._cache.key(certification_id, self.person, self._on, self._running_weeks)
        if key not in self._cache.pathways:
            tree = self.catalog.certifications[certification_id].requirements
            found = self._found(tree)
            top = min((self._standing(before, route) for route, before, _ in found), default=None)
            self._cache.pathways[key] = tuple(
                self._pathway(tree, *f) for f in found if self._standing(f[1], f[0]) == top
            )
        return self._cache.pathways[key]

    def _found(self, tree: m.Requirement) -> list[tuple[Route, Route, date]]:
        """Whole routes with their part before the exam, and the first day of their period."""
        found: list[tuple[Route, Route, date]] = []
        for period in zip(self._starts, (*self._starts[1:], None), strict=True):
            to_exam = [
                before
                for before in self._finder.to_meet(tree, period[0], before_exam=True)
                if self._finder.ends_in(before, period)
            ]
            routes = self._finder.to_meet(tree, period[0]) if to_exam else ()
            enough = {route.steps for route in routes}
            for route in routes:
                own = [before for before in to_exam if self._belongs(before, route)]
                besides = [
                    before
                    for before in to_exam
                    if before.steps not in enough
                    and not any(self._is_no_worse(o, before, route) for o in own)
                ]
                found += [(route, before, period[0]) for before in (*own, *besides)]
            if any(self._standing(before, route) == 0 for route, before, _ in found):
                # Nobody who may sit today has a better pathway under a later rule.
                break
        return found

    def _belongs(self, before: Route, route: Route) -> bool:
        """Whether a route to the exam is part of a whole route, but for what only takes waiting."""
        return all(
            s in route.steps or self.catalog.item(s).span == "under-way" for s in before.steps
        )

    def _is_no_worse(self, before: Route, other: Route, route: Route) -> bool:
        """Whether one route to the exam is no later, and of no worse a status, than another one."""
        return before.is_no_slower(other) and (
            self._standing(before, route) <= self._standing(other, route)
        )

    def steps_for(self, leaf: m.Leaf) -> tuple[str, ...]:
        """The single steps that would meet a leaf."""
        return self._finder.steps_meeting(leaf)

    def weeks_of(self, step: str) -> int | None:
        """Typical weeks a step itself takes, None where not known."""
        return self._finder.weeks_of(step)

    def needs(self, step: str, steps: frozenset[str], by: int | None = None) -> frozenset[str]:
        """Which of `steps` must come before `step`, to be done by so many weeks from now."""
        return self._finder.needs(step, steps, by)

    def rules(self, certification_id: str, day: date) -> m.Requirement:
        """The requirements of a certification in force on a day."""
        tree = self.catalog.certifications[certification_id].requirements
        return self._cache.dependencies.in_force(tree, day) or tree

    def leaves_relied_on(self, tree: m.Requirement, pathway: Pathway) -> list[m.Leaf]:
        """The leaves that carry the result at the end of a pathway: those of branches that hold."""
        person = self._at_end_of(pathway.steps)
        return leaves_where(tree, self._truth_for(person), Truth.UNSOURCED, Truth.MET)

    def _truth_for(
        self, person: Candidate, *, before_exam: bool = False
    ) -> Callable[[m.Requirement], Truth]:
        return lambda node: judge_tree(node, person, self.catalog, before_exam=before_exam)

    def _at_end_of(self, steps: frozenset[str]) -> Candidate:
        person = self.person
        for step in steps:
            person = after(person, step, gives_of(self.catalog.item(step)))
        return person

    def owed(self, tree: m.Requirement, pathway: Pathway) -> list[tuple[m.Leaf, str | None]]:
        """What is due after the exam and not yet met, with the step of the pathway that meets it."""
        found = []
        for leaf in self._decisive(tree):
            if leaf.due == "certificate" and not isinstance(leaf.test, m.UnpublishedTest):
                steps = [s for s in self.steps_for(leaf) if s in pathway.steps]
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

    def _standing(self, before: Route, route: Route) -> int:
        spans: set[m.Span] = {self.catalog.item(s).span for s in before.steps}
        # What is owed after the exam must be had in time: a long step there counts as one before it.
        if any(self.catalog.item(s).span == "long" for s in route.steps):
            spans.add("long")
        return max((_ORDER.index(_BY_SPAN[s]) for s in spans), default=0)

    def _pathway(self, tree: m.Requirement, route: Route, before: Route, start: date) -> Pathway:
        day = self._finder.end_of(before) or date.max
        steps = route.steps | before.steps
        then = self._at_end_of(steps)
        horizon = _days_later(day, self.catalog.policy.warn_days) if before.timed else date.max
        changes = tuple(
            leaf
            for later in self._starts
            if day < later <= horizon
            for leaf in self._unmet(tree, later, then)
        )
        open_points = self._open_points(tree, start, before, then)
        return Pathway(
            status=_ORDER[self._standing(before, route)],
            steps=steps,
            before_exam=before,
            rules_of=start,
            sits_on=day if before.timed else None,
            confirmed=not open_points and (before.timed or not changes),
            open_points=open_points,
            changes=changes,
        )

    def _open_points(
        self, tree: m.Requirement, start: date, before: Route, then: Candidate
    ) -> tuple[m.Leaf, ...]:
        """What no source settles on a pathway: at the exam, at its end, and when a gap is due."""
        rules = self._cache.dependencies.in_force(tree, start)
        at_exam = self._at_end_of(before.steps)
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
        gap = leaf.need == "required" and judge_leaf(leaf, self.person, self.catalog) < Truth.MET
        return gap and not leaf.due_confirmed

    def _unmet(self, tree: m.Requirement, day: date, then: Candidate) -> list[m.Leaf]:
        rules = self._cache.dependencies.in_force(tree, day)
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


def _weeks_until(graduates: str | None, on: date) -> int | None:
    """Whole weeks from a day to the end of a month such as 2027-05, rounded up."""
    if graduates is None:
        return None
    year, month = map(int, graduates.split("-"))
    last = date(year + month // 12, month % 12 + 1, 1)
    return -(-(last - on).days // 7)


def _days_later(day: date, days: int) -> date:
    return date.fromordinal(min(day.toordinal() + days, date.max.toordinal()))
