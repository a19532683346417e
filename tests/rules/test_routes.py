"""Which sets of steps meet a rule, how long each takes, and what is read to find them."""

from __future__ import annotations

import json
import random
from datetime import date, timedelta
from typing import Any

import pytest

import brute
from certadvisor.catalog import types as m
from certadvisor.catalog.reading import value_of
from certadvisor.errors import DataError
from certadvisor.rules import routes
from certadvisor.rules.dependencies import Dependencies
from certadvisor.rules.eligibility import change_days
from certadvisor.rules.requirements import RuleDays, candidate, leaves
from certadvisor.rules.routes import Route, RouteFinder
from helpers import TODAY, person
from small import (
    CARD,
    MEMBER,
    NO_ONE,
    UNPUBLISHED,
    Json,
    catalog_of,
    every,
    fee,
    held,
    in_weeks,
    leaf,
    one_of,
    step,
    trained,
    trainer,
)


class Map:
    """The roads through a small catalog for one candidate."""

    def __init__(
        self,
        steps: dict[str, Json],
        line: str = NO_ONE,
        *,
        running: int | None = None,
        other: Json | None = None,
    ) -> None:
        self.catalog = catalog_of(steps, other)
        self.reach = Dependencies(self.catalog)
        days = [d for d in change_days(self.catalog) if d > TODAY]
        who = candidate(person(line, self.catalog), self.catalog)
        self.roads = RouteFinder(
            who, self.catalog, self.reach, (TODAY, *days), {"graduation": running}
        )

    def tree(self, rule: Json) -> Any:
        """A rule as the catalog would hold it: its tests are known to the catalog."""
        made = value_of(m.Requirement, rule)
        known = {
            t
            for item in self.catalog.items().values()
            for one in leaves(item.requirements)
            for t in (one.test, *one.disputed)
        }
        asked = {t for one in leaves(made) for t in (one.test, *one.disputed)}
        assert asked <= known, "some item of the catalog must ask for it"
        return made

    def to(
        self, rule: Json, day: date = TODAY, *, before_exam: bool = False
    ) -> list[tuple[str, int]]:
        """The routes to a rule, each as its steps and weeks; "?" marks an unknown length."""
        found = self.roads.to_meet(self.tree(rule), RuleDays.on(day), before_exam=before_exam)
        return [(shown(r), r.weeks) for r in found]


def shown(route: Route) -> str:
    """The names of a route's steps in order."""
    return " ".join(sorted(route.steps)) + ("" if route.timed else " ?")


# --- the routes ------------------------------------------------------------------------------------


def test_the_fewest_steps_come_first_then_the_quickest_then_by_name() -> None:
    """The order is the same whatever the order in the catalog."""
    steps = {
        "d": step(3, held("e")),
        "c": step(1),
        "b": step(9),
        "e": step(0),
        "a": step(1, held("e")),
        "f": step(1),
    }
    steps["ask"] = step(needs=one_of(*(held(i) for i in "bacfd")))
    rule = one_of(*(held(i) for i in "dbcaf"))
    # A step more that saves no time is no way of its own.
    assert Map(steps).to(rule) == [("c", 1), ("f", 1), ("b", 9), ("a e", 1), ("d e", 3)]
    backwards = dict(reversed(steps.items()))
    assert Map(backwards).to(rule) == Map(steps).to(rule)


def test_more_steps_are_kept_where_they_save_time_and_only_then() -> None:
    """A after B takes thirty weeks; with C in the place of B before it, both go side by side."""
    steps = {
        "a": step(10, one_of(held("b"), held("c"))),
        "b": step(20),
        "c": step(1),
        "ask": step(needs=every(held("a"), held("b"))),
    }
    both = every(held("a"), held("b"))
    assert Map(steps).to(both) == [("a b", 30), ("a b c", 20)]
    steps["c"] = step(20)
    assert Map(steps).to(both) == [("a b", 30)]
    assert Map({**steps, "c": step(19)}).to(both) == [("a b", 30), ("a b c", 29)]


def test_the_same_steps_in_another_order_are_one_way_the_quickest() -> None:
    """D waits for B and C; A for either, and sooner for the quicker one."""
    steps = {
        "a": step(10, one_of(held("b"), held("c"))),
        "b": step(5),
        "c": step(1),
        "d": step(0, every(held("b"), held("c"))),
        "ask": step(needs=held("a")),
        "too": step(needs=held("d")),
    }
    assert Map(steps).to(every(held("a"), held("d"))) == [("a b c d", 11)]


def test_an_unknown_length_counts_as_none_and_is_said() -> None:
    """It makes no route quicker than a known one."""
    steps = {"a": step(None), "b": step(4), "ask": step(needs=one_of(held("a"), held("b")))}
    assert Map(steps).to(one_of(held("a"), held("b"))) == [("a ?", 0), ("b", 4)]
    more = {**steps, "c": step(2, held("a")), "too": step(needs=held("c"))}
    assert Map(more).to(held("c")) == [("a c ?", 2)]


def test_a_certification_may_be_a_step_and_what_cannot_be_had_is_none() -> None:
    """So many weeks as it takes to learn for it."""
    steps = {
        "a": step(1, attainable=False),
        "b": step(1),
        "ask": step(needs=one_of(held("a"), held("b"), held("other"))),
    }
    rule = one_of(held("a"), held("b"), held("other"))
    assert Map(steps).to(rule) == [("b", 1), ("other", 7)]
    assert Map(steps, f"{NO_ONE} --holds a").to(rule) == [("", 0)]


def test_what_is_recommended_or_due_later_takes_no_step() -> None:
    """What is due after the exam takes one as soon as the whole way is looked at."""
    card = {**CARD, "due": "certificate"}
    lesson = step(1, gives={"cpr": "yes"}, formality=True)
    small = Map({"class": lesson, "ask": step(needs=every(CARD, held("class")))})
    assert small.to({**CARD, "need": "recommended"}) == [("", 0)]
    assert small.to(card, before_exam=True) == [("", 0)]
    assert small.to(card) == [("class", 1)]
    assert small.to(every(card, held("class")), before_exam=True) == [("class", 1)]
    assert small.to(CARD, before_exam=True) == [("class", 1)]


def test_what_only_some_sources_ask_for_is_prepared_if_it_is_due_after_the_exam() -> None:
    """Before the exam the milder source may be right, so that nothing need be done first."""
    steps = {"class": step(1, gives={"cpr": "yes"}), "ask": step(needs=CARD)}
    milder = [{"kind": "nothing"}]
    steps["too"] = step(needs={**CARD, "disputed": milder})
    for order in (("exam", "certificate"), ("certificate", "exam")):
        small = Map(steps)
        found = {due: small.to({**CARD, "due": due, "disputed": milder}) for due in order}
        assert found == {"exam": [("", 0)], "certificate": [("class", 1)]}


def test_an_unpublished_rule_asks_for_no_step() -> None:
    """Nobody can say what would meet it; owed after the exam it is the same."""
    steps = {"ask": step(needs=UNPUBLISHED)}
    assert Map(steps).to(UNPUBLISHED) == [("", 0)]
    assert Map(steps).to({**UNPUBLISHED, "due": "certificate"}) == [("", 0)]


def test_what_no_step_meets_has_no_route() -> None:
    """Beside another way it takes nothing from it."""
    steps = {"a": step(1), "ask": step(needs=every(MEMBER, held("a")))}
    assert Map(steps).to(MEMBER) == []
    assert Map(steps).to(every(MEMBER, held("a"))) == []
    assert Map(steps).to(one_of(MEMBER, held("a"))) == [("a", 1)]


# --- circles ---------------------------------------------------------------------------------------

CIRCLE = {
    "a": trainer(1, one_of(trained(), held("x"))),
    "b": trainer(2, one_of(trained(), held("y"))),
    "x": step(4),
    "y": step(8),
    "ask": step(needs=held("a")),
    "too": step(needs=held("b")),
}


def test_steps_that_ask_for_each_other_open_each_other_from_either_side() -> None:
    """One trainer certification wants another or a class; whichever comes first needs its class."""
    small = Map(CIRCLE)
    assert small.to(trained()) == [("a x", 5), ("b y", 10)]
    assert small.to(every(held("a"), held("b"))) == [("a b x", 7), ("a b y", 11)]


def test_what_was_looked_at_before_changes_nothing() -> None:
    """Neither from inside a circle nor from outside."""
    rules = [trained(), held("a"), held("b"), every(held("a"), held("b"))]
    fresh = [Map(CIRCLE).to(rule) for rule in rules]
    for first in rules:
        small = Map(CIRCLE)
        small.to(first)
        for name, ways in (("a", [("x", 4), ("b y", 10)]), ("b", [("y", 8), ("a x", 5)])):
            tree = small.catalog.steps[name].requirements
            assert [
                (shown(r), r.weeks) for r in small.roads.to_meet(tree, RuleDays.on(TODAY))
            ] == ways
        assert [small.to(rule) for rule in rules] == fresh


def _somewhere(seed: int) -> dict[str, Json]:
    """Six steps that ask for each other any way, trainers among them."""
    rnd = random.Random(seed)
    names = [f"s{n}" for n in range(6)]

    def rule(place: int) -> Json:
        kinds = [trained()] + ([held(*rnd.sample(names[:place], 1))] * 3 if place else [])
        some = [rnd.choice(kinds) for _ in range(rnd.randint(1, 3))]
        return rnd.choice([every, one_of])(*some)

    made = {}
    for place, name in enumerate(names):
        needs = rule(place) if rnd.random() < 0.7 else None
        weeks = rnd.choice([0, 1, 2, 3, 5, 8, 13])
        made[name] = (trainer if rnd.random() < 0.5 else step)(weeks, needs)
    asked = {f"ask-{name}": step(needs=held(name), attainable=False) for name in names}
    return {**made, **asked, "ask": step(needs=trained(), attainable=False)}


def _done_after(rule: Any, steps: frozenset[str], world: dict[str, Json]) -> int | None:
    """The week in which a set of steps has met a rule, each done as soon as it may be; or None."""
    done: dict[str, int] = {}

    def met(node: Any) -> int | None:
        if node is None:
            return 0
        if "all" in node or "any" in node:
            weeks = [met(b) for b in node.get("all", node.get("any"))]
            known = [w for w in weeks if w is not None]
            if "all" in node:
                return max(known, default=0) if len(known) == len(weeks) else None
            return min(known, default=None)
        test = node["test"]
        fits = [
            w
            for s, w in done.items()
            if (s in test["ids"] if "ids" in test else "credential" in world[s])
        ]
        return min(fits, default=None)

    for _ in steps:
        for s in steps:
            start = met(world[s].get("requirements"))
            if start is not None:
                end = start + world[s]["weeks"]["value"]
                done[s] = min(end, done.get(s, end))
    return met(rule)


def test_the_routes_are_those_found_by_trying_every_set_of_steps() -> None:
    """Each set with its quickest order; none that adds steps to another one and saves no time."""
    circles = 0
    for seed in range(40):
        world = _somewhere(seed)
        names = [n for n in world if n.startswith("s")]
        small = Map(world)
        for rule in (trained(), every(held("s5"), held("s4")), one_of(held("s3"), held("s4"))):
            weeks = {
                steps: w
                for steps in brute.subsets(names)
                if (w := _done_after(rule, steps, world)) is not None
            }
            best = {
                (" ".join(sorted(steps)), w)
                for steps, w in weeks.items()
                if not any(less < steps and weeks[less] <= w for less in weeks)
            }
            found = small.to(rule)
            assert set(found) == best, (seed, rule)
            assert len(found) == len(best)
        circles += any("role" in json.dumps(s.get("requirements")) and "credential" in s
                       for s in world.values())  # fmt: skip
    assert circles > 20


# --- limits ----------------------------------------------------------------------------------------


def _ladder(rungs: int) -> dict[str, Json]:
    """Each rung is asked for twice by the next one."""
    made = {"r0": step(1)}
    for n in range(1, rungs):
        below = held(f"r{n - 1}")
        made[f"r{n}"] = step(1, every(below, one_of(below, held("other"))))
    return {**made, "ask": step(needs=held(f"r{rungs - 1}"))}


def test_each_rung_of_a_ladder_is_climbed_once() -> None:
    """Two ways to each rung below are 2 to the 40th if each is gone anew."""
    small = Map(_ladder(40))
    assert small.to(held("r39")) == [(" ".join(sorted(f"r{n}" for n in range(40))), 40)]


def test_a_search_ends_at_its_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Six rungs and what else is asked for are looked at in so many routes, and no more."""
    ladder = {**_ladder(6), "q5": step(1, held("q4")), "q4": step(1), "too": step(needs=held("q5"))}
    small = Map(ladder)
    assert small.to(every(held("r5"), held("q5")))
    monkeypatch.setattr(routes, "MOST_COMPARED", 5)
    with pytest.raises(DataError, match="ask for each other in too many ways"):
        Map(ladder).to(held("r5"))


def test_of_more_ways_than_the_limit_those_that_ask_least_are_gone_on_with(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Short steps before long ones, known prices before unknown ones, then the cheapest."""
    monkeypatch.setattr(routes, "MOST_ROUTES", 4)
    monkeypatch.setattr(routes, "KEPT_ROUTES", 2)
    steps = {
        "a": step(1, span="long"),
        "b": step(1, fees=[fee(None)]),
        "c": step(1, fees=[fee("9")]),
        "d": step(1, fees=[fee("7")]),
        "e": step(1, fees=[fee("8")]),
    }
    names = [*steps]
    few, many = held(*names[:4]), held(*names)
    small = Map({**steps, "ask": step(needs=few), "too": step(needs=many)})
    assert len(small.to(few)) == 4
    assert not small.roads.cut
    assert small.to(many) == [("d", 1), ("e", 1)]
    assert small.roads.cut


# --- days ------------------------------------------------------------------------------------------

IN_20_WEEKS = TODAY + timedelta(weeks=20)


def test_a_step_is_judged_by_the_rules_of_the_day_on_which_it_ends() -> None:
    """A rule that begins in twenty weeks binds what ends on that day, not the day before."""
    late = held("x", since=in_weeks(20))
    for weeks, found in ((19, "a"), (20, "a x"), (21, "a x")):
        steps = {"a": step(weeks, every(late, held("y"))), "x": step(0), "y": step(0)}
        steps["ask"] = step(needs=held("a"))
        expected = [*found.split(), "y"]
        assert Map(steps).to(held("a")) == [(" ".join(expected), weeks)]


def test_a_rule_that_ends_binds_until_its_last_day() -> None:
    """What ends a day later is free of it."""
    for days, names in ((0, "a x y"), (-1, "a y")):
        early = held("x", until=in_weeks(20, days))
        steps = {"a": step(20, every(early, held("y"))), "x": step(0), "y": step(0)}
        steps["ask"] = step(needs=held("a"))
        assert Map(steps).to(held("a")) == [(names, 20)]


def test_a_rule_without_days_is_asked_for_once_however_often_others_change() -> None:
    """The step itself has no dated rule: today's are all there are."""
    steps = {
        "a": step(3, held("x")),
        "x": step(1),
        "b": step(1, held("x", since=in_weeks(2))),
        "ask": step(needs=every(held("a"), held("b"))),
    }
    small = Map(steps)
    assert small.to(held("a")) == [("a x", 4)]
    assert small.to(held("b")) == [("b", 1)]
    assert small.to(every(held("a"), held("b")), IN_20_WEEKS) == [("a b x", 4)]


def test_the_rules_of_a_day_are_those_in_force() -> None:
    """Before a rule begins nothing is asked."""
    steps = {"x": step(1), "ask": step(needs=held("x", since=in_weeks(2)))}
    rule = held("x", since=in_weeks(2))
    small = Map(steps)
    node = small.tree(rule)
    ways = {
        days: [
            shown(r) for r in small.roads.to_meet(node, RuleDays.on(TODAY + timedelta(days=days)))
        ]
        for days in (0, 13, 14, 15)
    }
    assert ways == {0: [""], 13: [""], 14: ["x"], 15: ["x"]}
    assert small.roads.to_meet(None, RuleDays.on(TODAY)) == (Route(),)


def test_a_route_ends_in_the_period_that_holds_its_last_day() -> None:
    """The first day belongs to a period, the first day of the next one does not."""
    roads = Map({"a": step(1)}).roads
    first, next_one = TODAY + timedelta(weeks=2), TODAY + timedelta(weeks=4)
    ends = [roads.ends_in(Route(weeks=n), (first, next_one)) for n in (1, 2, 3, 4, 5)]
    assert ends == [False, True, True, False, False]
    assert roads.ends_in(Route(weeks=500), (first, None))
    assert roads.end_of(Route(weeks=2)) == first
    beyond = Route(weeks=10**7)
    assert roads.end_of(beyond) is None
    assert not roads.ends_in(beyond, (TODAY, None))


# --- weeks and order -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("running", "weeks"), [(None, None), (30, 26), (5, 1), (4, 0), (3, 0), (0, 0)]
)
def test_what_ends_with_the_studies_takes_what_is_left_of_them(
    running: int | None, weeks: int | None
) -> None:
    """Less the weeks by which it comes before the end; never less than none."""
    ending = step(50, ends="graduation", weeks_before=4)
    roads = Map({"last": ending, "other-step": step(50)}, running=running).roads
    assert roads.weeks_of("last") == weeks
    assert roads.weeks_of("other-step") == 50
    assert roads.weeks_of("goal") == 7


def test_the_steps_before_a_step_are_those_of_its_quickest_way_among_the_given() -> None:
    """An unknown length is the last choice, then the shortest, then the fewest."""
    steps = {
        "a": step(1, one_of(held("b"), held("c"), every(held("d"), held("e")), held("f"))),
        "b": step(9),
        "c": step(None),
        "d": step(4),
        "e": step(4),
        "f": step(5),
    }
    roads = Map(steps).roads

    def before(*given: str, by: int | None = None) -> str:
        return " ".join(sorted(roads.needs("a", frozenset(given), by)))

    assert before("b", "c", "d", "e", "f") == "d e"
    assert before("b", "c", "d", "f", "a") == "f"
    assert before("b", "c") == "b"
    assert before("b") == "b"
    assert before("c", "d") == "c"
    assert before("d") == ""
    # By the tenth week it can be done after B; before that only if C is quick enough.
    assert before("b", "c", by=10) == "b"
    assert before("b", "c", by=9) == "c"
    assert before("b", by=9) == "b"
    steps["f"] = step(4)
    roads = Map(steps).roads
    assert before("d", "e", "f") == "f"


# --- what bears on what ----------------------------------------------------------------------------

GIVES: dict[str, Json] = {
    "degree": {"degree": "bachelor"},
    "end": {"finishes": True},
    "stage": {"stage": "senior"},
    "age": {"adult": True},
    "card": {"cpr": "yes"},
    "hours": {"practice": {"collegiate": 10}},
    "work": {"years": {"collegiate": 1}},
    "joined": {"member": "nsca"},
    "nought": {},
}
ASKS: list[tuple[Json, str]] = [
    (leaf({"kind": "degree", "at_least": "bachelor"}), "degree end"),
    (leaf({"kind": "enrolled", "stages": ["senior"]}), "stage"),
    (leaf({"kind": "adult"}), "age"),
    (CARD, "card"),
    (leaf({"kind": "practice", "activity": "collegiate", "hours": 5}), "hours"),
    (leaf({"kind": "years", "activity": "collegiate", "years": 1}), "work"),
    (MEMBER, "joined"),
    (leaf({"kind": "licence", "any_of": ["pt"]}), ""),
    (leaf({"kind": "educated", "where": "us"}), ""),
    (UNPUBLISHED, ""),
    (held("nought"), "nought"),
    (held("goal", "nought"), "goal nought"),
    (trained(), "trained"),
    (leaf({"kind": "credential", "primary": True}), "goal other trained"),
    (held("card", disputed=[MEMBER["test"]]), "card joined"),
]


def _giving(needs: Json | None = None) -> dict[str, Json]:
    made = {name: step(gives=gives) for name, gives in GIVES.items()}
    return {**made, "trained": trainer(), "ask": step(needs=needs)}


@pytest.mark.parametrize(("rule", "names"), ASKS, ids=[names or "none" for _, names in ASKS])
def test_only_what_could_meet_a_rule_is_tried(rule: Json, names: str) -> None:
    """A step bears on a rule by what it gives, a credential by its id, role or rank."""
    small = Map(_giving(rule))
    assert small.reach.steps_affecting(small.tree(rule)) == {*names.split()}


def test_what_a_certification_reads_is_what_its_rules_and_its_steps_rules_read() -> None:
    """As far as one step leads to another; in a fixed order, so that it can be compared."""
    steps = _giving()
    steps["nought"] = step(needs=one_of(held("joined"), CARD))
    steps["joined"] = step(gives=GIVES["joined"], needs=leaf({"kind": "adult"}))
    small = Map(steps, other=held("nought"))
    assert small.reach.reads("other") == ("adult", "cpr", "cpt_said", "holds")
    # Where no source states an age, it is asked all the same.
    assert small.reach.reads("goal") == ("adult",)
    small = Map(_giving(), other=leaf({"kind": "degree", "at_least": "bachelor"}))
    assert small.reach.reads("other") == ("adult", "degrees", "running", "stage")


# --- lengths --------------------------------------------------------------------------------------


def test_steps_side_by_side_take_the_longest_and_one_after_another_the_sum() -> None:
    """A length that is not known anywhere makes the whole one at least."""
    a, b = Route(frozenset("a"), 3, True), Route(frozenset("b"), 5, False)
    assert a.beside(b) == b.beside(a) == Route(frozenset("ab"), 5, False)
    assert a.beside(a) == a
    assert a.then("c", 2) == Route(frozenset("ac"), 5, True)
    assert a.then("c", None) == Route(frozenset("ac"), 3, False)
    assert b.then("c", 1) == Route(frozenset("bc"), 6, False)


@pytest.mark.parametrize(
    ("one", "other", "no_slower"),
    [
        ((3, True), (3, True), True),
        ((3, True), (2, True), False),
        ((3, False), (3, True), False),
        ((3, True), (3, False), True),
        ((3, False), (3, False), True),
        ((4, True), (3, False), False),
    ],
)
def test_a_route_of_unknown_length_is_never_called_quicker_than_a_known_one(
    one: tuple[int, bool], other: tuple[int, bool], no_slower: bool
) -> None:
    """At least three weeks may be more than three."""
    assert Route(frozenset(), *one).is_no_slower(Route(frozenset(), *other)) is no_slower
