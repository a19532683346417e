"""The plan against an enumeration of all sets of steps, and what it says to people."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import brute
from brute import Cost, beats
from certadvisor import Catalog, Profile
from certadvisor.catalog import validated
from certadvisor.errors import DataError, UsageError
from certadvisor.plan import Wish, plan
from certadvisor.profile import normalised
from certadvisor.results import Plan, PlannedStep
from helpers import TODAY, person, program, raw_catalog, real_catalog
from samples import part, people, small_catalog

WORLD = raw_catalog()
CATALOG = real_catalog()
REAL = part(2000, 60)
"""Profiles tried against every certification of the real catalog."""
SMALL = part(3000, 150)
"""Small catalogs tried, with and without dates."""


# --- what both enumerations ask of a plan --------------------------------------------------------


@dataclass(frozen=True)
class Case:
    """One candidate, one target, one catalog in both forms, and what enumeration found."""

    target: str
    profile: Profile
    world: Any
    catalog: Catalog
    roads: list[frozenset[str]]

    def costs(self) -> dict[frozenset[str], Cost]:
        """What each road costs, with every membership one might join for its prices."""
        found: dict[frozenset[str], Cost] = {}
        for road in self.roads:
            for joined, cost in brute.costs(self.target, road, self.profile, self.world).items():
                steps = self.bought(road | joined)
                if steps not in found or beats(cost, found[steps]):
                    found[steps] = cost
        return found

    def bought(self, steps: Iterable[str]) -> frozenset[str]:
        """Without the target, and what only takes waiting."""
        return frozenset(
            s for s in steps if s != self.target and not brute.is_under_way(s, self.world)
        )

    def planned(self, wish: Wish | None = None) -> Plan:
        """The plan that is tested."""
        return plan(self.target, self.profile, self.catalog, wish)

    def why(self) -> str:
        """What to look at when an assertion fails."""
        return f"{self.target} for {self.profile.model_dump(exclude_defaults=True)}"


def the_cheapest_is_never_beaten(case: Case) -> None:
    """The road is one that was found, at its true cost, and the proof is claimed when it holds."""
    found = case.planned()
    assert (found.state == "open") == bool(case.roads), case.why()
    if found.state != "open":
        return
    costs = case.costs()
    own = costs[case.bought(s.id for s in found.steps)]
    assert (found.required_total, found.complete) == (own[0], not own[1]), case.why()
    better = [s for s, cost in costs.items() if beats(cost, own) and not beats(own, cost)]
    assert not better, case.why()
    proven = all(beats(own, cost) for cost in costs.values())
    assert found.proven_cheapest == proven, case.why()
    assert bool(found.may_be_cheaper) == (not proven), case.why()


def the_steps_can_be_done_as_planned(case: Case) -> None:
    """Each step starts when what it waits for is done, and that is enough; sums add up."""
    for wish in (Wish(), Wish(fastest=True)):
        found = case.planned(wish)
        if found.state != "open":
            continue
        ends = {s.id: s.end_week for s in found.steps}
        spent = Decimal(0)
        for step in found.steps:
            assert all(ends[before] <= step.start_week for before in step.after), case.why()
            if step.id != case.target:
                assert _is_open(step, case), (case.why(), step)
            spent = step.spent if step.cost is None else spent + step.cost
            assert step.spent == spent, case.why()
        assert spent == found.required_total, case.why()
        exam = next(s for s in found.steps if s.id == case.target)
        before = [s.end_week for s in found.steps if s.number < exam.number]
        assert exam.end_week == max(before, default=0) == found.weeks, case.why()
        _sits_when_planned(found, case)


def _is_open(step: PlannedStep, case: Case) -> bool:
    item = brute.item_of(step.id, case.world)
    tree = brute.on_day(item.get("requirements"), brute.day_after(case.profile, step.end_week))
    ready = brute.person_of(case.profile, case.world)
    ready = brute.finished(ready, step.after, case.world)
    return brute.holds(tree, ready, case.world, for_exam=False)


def _sits_when_planned(found: Plan, case: Case) -> None:
    """Walking the steps of a plan ends in its week, where all durations are known."""
    steps = frozenset(s.id for s in found.steps) - {case.target}
    period = brute.period_of(found.weeks, case.profile, case.world)
    walked = brute.walk(case.target, steps, case.profile, case.world, period)
    assert walked.sits is not None, case.why()
    if all(s.weeks is not None for s in found.steps):
        assert walked.sits == found.weeks, case.why()


# --- the real catalog ------------------------------------------------------------------------------


def _real_cases() -> Iterator[Case]:
    """Every target for many profiles; equal questions are enumerated once."""
    known: dict[tuple[object, ...], list[frozenset[str]]] = {}
    for profile in people(REAL, seed=1):
        for target in CATALOG.certifications:
            if target in profile.holds:
                continue
            search = brute.Search(target, profile, WORLD)
            signature = search.signature()
            if signature not in known:
                known[signature] = search.roads()
            yield Case(target, profile, WORLD, CATALOG, known[signature])


def test_no_road_on_the_real_catalog_beats_the_plan() -> None:
    """All subsets of the steps that could turn some leaf of the target, transitively, were tried."""
    tried = 0
    for case in _real_cases():
        the_cheapest_is_never_beaten(case)
        the_steps_can_be_done_as_planned(case)
        tried += 1
    assert tried > REAL * len(CATALOG.certifications) * 0.9


def test_the_plan_compares_all_minimal_roads() -> None:
    """It looked at exactly the sets of steps from which none can be taken away, or is quicker for."""
    for number, case in enumerate(_real_cases()):
        if number % part(1, 4):
            continue
        found = case.planned()
        if found.state == "open":
            costs = case.costs()
            mine = case.bought(s.id for s in found.steps)
            listed = {mine} | {
                case.bought((mine | set(other.steps)) - set(other.without))
                for other in found.may_be_cheaper
            }
            assert listed <= set(costs), case.why()
