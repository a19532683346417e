"""No other set of steps is cheaper or quicker than the plan: every set is tried."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest

import brute
from brute import Cost, beats
from certadvisor import Catalog, Profile
from certadvisor.advice.plan import plan
from certadvisor.advice.results import Plan, PlannedStep
from certadvisor.advice.wishes import PlanWish
from certadvisor.catalog.load import validated
from certadvisor.errors import DataError
from certadvisor.profile.command_line import command_line
from certadvisor.profile.profile import normalised
from certadvisor.rules.eligibility import Eligibility
from certadvisor.text import usd
from helpers import TODAY, person, raw_catalog, real_catalog
from pages import page, table, words
from samples import part, people, small_catalog

WORLD = raw_catalog()
CATALOG = real_catalog()
REAL = part(2000, 4)
"""Profiles tried against every certification of the real catalog."""
SMALL = part(3000, 40)
"""Small catalogs tried, with and without dates."""


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

    def planned(self, wish: PlanWish | None = None) -> Plan:
        """The plan that is tested."""
        return plan(self.target, self.profile, self.catalog, wish)

    def why(self) -> str:
        """What to look at when an assertion fails."""
        return f"{self.target} for {command_line(self.profile)}"


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
    for wish in (PlanWish(), PlanWish(fastest=True)):
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


def the_minimal_sets_are_the_same(case: Case) -> None:
    """The roads that are compared hold every set of steps from which none can be taken away."""
    ways = Eligibility(case.profile, case.catalog).pathways(case.target)
    assert _least(case.bought(w.steps) for w in ways) == _least(map(case.bought, case.roads)), (
        case.why()
    )


def _least(sets: Iterable[frozenset[str]]) -> set[frozenset[str]]:
    found = set(sets)
    return {s for s in found if not any(other < s for other in found)}


def test_no_road_on_the_real_catalog_beats_the_plan() -> None:
    """All subsets of the steps that could turn some leaf of the target, transitively, were tried."""
    tried = 0
    for case in _real_cases():
        the_minimal_sets_are_the_same(case)
        the_cheapest_is_never_beaten(case)
        the_steps_can_be_done_as_planned(case)
        tried += 1
    assert tried > REAL * (len(CATALOG.certifications) - 1)


def _small_cases(*, dated: bool) -> Iterator[Case]:
    """Both certifications of small catalogs; a circle of ids must have been refused."""
    refused = 0
    for seed in range(SMALL):
        world = small_catalog(seed, WORLD, dated=dated)
        try:
            catalog = validated(world, "small.json")
        except DataError as error:
            if not all("in a circle" in problem for problem in error.problems):
                raise
            refused += 1
            continue
        profile = _someone(random.Random(seed), catalog)
        for target in catalog.certifications:
            yield Case(target, profile, world, catalog, [])
    assert refused


def _someone(rnd: random.Random, catalog: Catalog) -> Profile:
    holds = tuple(s for s in catalog.steps if rnd.random() < 0.1)
    trained = any(catalog.is_trainer(i) for i in holds)
    profile = Profile(
        on=TODAY,
        setting=next(iter(catalog.settings)),
        degree="none",
        cpr=rnd.choice(["no", "yes", "online-only"]),
        cpt=None if trained else rnd.choice([None, "none"]),
        holds=holds,
        licence=("none",),
    )
    return normalised(profile, catalog)


def _with_all_roads(case: Case) -> tuple[Case, dict[frozenset[str], int]]:
    """The case with each set of steps that leads there and does not only pass the time; its weeks."""
    search = brute.Search(case.target, case.profile, case.world)
    start = brute.person_of(case.profile, case.world)
    doable = [
        i
        for i in case.catalog.items()
        if i not in start.holds
        and i != case.target
        and brute.item_of(i, case.world).get("attainable", True)
    ]
    days = brute.periods(case.profile, case.world)
    roads: dict[frozenset[str], int] = {}
    for day in days[: 1 if search.may_sit_now() else None]:
        sits = {
            steps: weeks
            for steps in brute.subsets(doable)
            if (weeks := brute.walk(case.target, steps, case.profile, case.world, day).sits)
            is not None
        }
        for steps, weeks in sits.items():
            if brute.period_of(weeks, case.profile, case.world) == day and not any(
                less < steps and sits[less] <= weeks for less in sits if len(days) > 1
            ):
                roads[steps] = weeks
    return Case(case.target, case.profile, case.world, case.catalog, list(roads)), roads


@pytest.mark.parametrize("dated", [False, True], ids=["undated", "dated"])
def test_no_set_of_steps_in_a_small_catalog_beats_the_plan(dated: bool) -> None:
    """Shared steps, nested any-of, unknown amounts, memberships and rules with a period."""
    kinds: Counter[str] = Counter()
    for bare in _small_cases(dated=dated):
        if bare.target in bare.profile.holds or len(bare.catalog.items()) > 10:
            continue
        case, weeks = _with_all_roads(bare)
        the_minimal_sets_are_the_same(case)
        the_cheapest_is_never_beaten(case)
        the_steps_can_be_done_as_planned(case)
        _the_quickest_is_never_beaten(case, weeks)
        found = case.planned()
        kinds[found.state] += 1
        kinds["proven" if found.proven_cheapest else "not proven"] += found.state == "open"
    assert min(kinds[k] for k in ("open", "closed", "proven", "not proven")) > 0


def _the_quickest_is_never_beaten(case: Case, weeks: dict[frozenset[str], int]) -> None:
    """No set of steps of known length leads there sooner than the quickest road."""
    known = [
        w
        for steps, w in weeks.items()
        if all(brute.weeks_of(s, case.profile, case.world) is not None for s in steps)
    ]
    found = case.planned(PlanWish(fastest=True))
    if known:
        assert found.timed, case.why()
        assert found.weeks <= min(known), case.why()


def test_the_table_of_all_subsets_finds_what_trying_them_one_by_one_finds() -> None:
    """The enumeration for the real catalog, where subsets are many, is itself checked."""
    tried = 0
    for bare in _small_cases(dated=False):
        if len(bare.catalog.items()) > 8:
            continue
        case, _ = _with_all_roads(bare)
        table = brute.Search(case.target, case.profile, case.world)
        assert set(table.roads()) == _least(case.roads), case.why()
        tried += 1
    assert tried > 50


def test_what_asks_for_each_other_in_a_circle_by_role_is_planned_all_the_same() -> None:
    """Two trainer certifications that each want another trainer first: neither opens the other."""
    world = small_catalog(1, WORLD)
    role = WORLD["policy"]["trainer_role"]
    another = {
        "text": "a trainer",
        "test": {"kind": "credential", "role": role},
        "source": "article",
    }
    fact = {"value": 1, "source": "article"}
    circle = {
        name: {
            "name": name,
            "does": name,
            "kind": "credential",
            "span": "short",
            "weeks": fact,
            "requirements": another,
            "credential": {"role": role, "ncca": {"value": True, "source": "article"}},
        }
        for name in ("one", "two")
    }
    world["steps"] = circle
    world["certifications"]["other"]["requirements"] = another
    world["certifications"]["goal"]["requirements"] = {"all": []}
    catalog = validated(world, "small.json")
    assert plan("other", _someone(random.Random(0), catalog), catalog).state == "closed"
    circle["two"].pop("requirements")
    catalog = validated(world, "small.json")
    found = plan("other", _someone(random.Random(0), catalog), catalog)
    assert [s.id for s in found.steps] == ["two", "other"]


ISSA = "--degree high-school --cpr yes --cpt issa-cpt"


def planned(target: str, line: str, **wish: Any) -> Plan:
    """The plan for a line of flags."""
    return plan(target, person(line), CATALOG, PlanWish(**wish))


def test_the_road_within_the_sum_keeps_what_holds_for_the_cheapest() -> None:
    """A wish for less than the cheapest leaves nothing; for as much leaves the same road."""
    for profile in people(part(100, 4), seed=5):
        for target in CATALOG.certifications:
            cheap = plan(target, profile, CATALOG)
            if cheap.state == "open" and cheap.complete:
                same = plan(target, profile, CATALOG, PlanWish(within=cheap.required_total))
                assert same.steps == cheap.steps
                if cheap.required_total:
                    less = PlanWish(within=cheap.required_total - Decimal("0.01"))
                    assert plan(target, profile, CATALOG, less).state == "out-of-reach"


PAGE = page("plan.md")


def test_the_page_weighs_the_roads_as_the_program_does() -> None:
    """Each road of the example: its known sum, how many prices are not known, whether it is beaten."""
    profile = person(ISSA)
    case = Case("csps", profile, WORLD, CATALOG, brute.Search("csps", profile, WORLD).roads())
    costs = case.costs()
    practice = {"special-populations-250-hours"}
    chosen = costs[frozenset({"ncsf-cpt"} | practice)]
    rows = table(PAGE, "besides the practice")
    for row in rows:
        known, unknown = costs[frozenset(set(row["besides the practice"].split(", ")) | practice)]
        assert (row["known"], int(row["prices not known"])) == (usd(known), len(unknown))
        said = "yes" if beats(chosen, (known, unknown)) else "no"
        assert row["beaten"] == ("chosen" if (known, unknown) == chosen else said)
    assert rows[0]["beaten"] == "chosen"
    trainers = {s for road in case.roads for s in road if brute.is_trainer(s, WORLD)}
    alone = {r["besides the practice"] for r in rows}
    # Those of the trainer certifications that come with no other step.
    assert {t for t in trainers if practice | {t} in case.roads} <= alone
    found = planned("csps", ISSA)
    assert usd(found.required_total) == rows[0]["known"]


def test_the_page_says_how_much_is_tried() -> None:
    """The counts of the full run."""
    asked = sum(c not in p.holds for p in people(2000, seed=1) for c in CATALOG.certifications)
    assert (
        f"for 2,000 candidates and every certification they do not hold, {asked:,} questions"
        in (words(PAGE))
    )
    assert "3,000 small catalogs" in words(PAGE)
