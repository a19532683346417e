"""The ways to a certification: by the rules of which day, with which status, and how sure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from certadvisor.advice.next_steps import first_step, ordered_steps
from certadvisor.catalog import types as m
from certadvisor.errors import DataError
from certadvisor.rules.eligibility import Eligibility, Pathway, RouteCache
from certadvisor.rules.ranking import OpenOption, rank
from helpers import TODAY, person
from small import (
    CARD,
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
    ranking_in,
    step,
)

LATER = {"due": "certificate"}


class Asked:
    """A candidate who asks for the ways to `other`, by a rule and some steps."""

    def __init__(self, rule: Json, steps: dict[str, Json], line: str = NO_ONE) -> None:
        self.catalog = catalog_of(steps, rule)
        self.cache = RouteCache(self.catalog)
        self.eligibility = Eligibility(person(line, self.catalog), self.catalog, self.cache)
        self.rule = self.catalog.certifications["other"].requirements

    def pathways(self) -> list[tuple[str, str]]:
        """Every way: all its steps, and those before the exam."""
        return [
            (_names(w.steps), _names(w.before_exam.steps))
            for w in self.eligibility.pathways("other")
        ]

    def best_pathways(self) -> list[tuple[str, str]]:
        """The ways of the best status, each with that status."""
        return [(_names(w.steps), w.status) for w in self.eligibility.best_pathways("other")]

    def only(self) -> Pathway:
        """The one way there is."""
        (way,) = self.eligibility.best_pathways("other")
        return way


def _names(steps: frozenset[str]) -> str:
    return " ".join(sorted(steps))


def _texts(leaves: Any) -> list[str]:
    return [one.text for one in leaves]


# --- the day -----------------------------------------------------------------------------------------

EARLY = held("x", until=in_weeks(20, -1), text="the early rule")
LATE = held("y", since=in_weeks(20), text="the late rule")


def test_whoever_may_sit_today_looks_for_no_later_way() -> None:
    """Whoever may not is told of a way under a later rule too, if it ends under that rule."""
    steps = {"x": step(1), "y": step(30)}
    rule = every(EARLY, LATE)
    assert Asked(rule, steps, f"{NO_ONE} --holds x").pathways() == [("", "")]
    assert Asked(rule, steps).pathways() == [("x", "x"), ("y", "y")]
    assert Asked(rule, {"x": step(1), "y": step(3)}).pathways() == [("x", "x")]
    assert Asked(rule, {"x": step(20), "y": step(20)}).pathways() == [("y", "y")]
    assert Asked(rule, {"x": step(30), "y": step(3)}).pathways() == []


def test_the_days_on_which_rules_change_are_those_to_come() -> None:
    """A rule that came long ago, or today, makes no period of its own."""
    for days, since in ((-30, -30), (0, 0)):
        rule = every(held("x", since=(TODAY + timedelta(days=days)).isoformat()), held("x"))
        way = Asked(rule, {"x": step(40)}).only()
        assert (way.rules_of, way.sits_on) == (TODAY, TODAY + timedelta(weeks=40)), since


def test_without_a_length_there_is_no_day() -> None:
    """Nor is there one where only some of the way has a length."""
    way = Asked(every(held("x"), held("y")), {"x": step(None), "y": step(3)}).only()
    assert (way.sits_on, way.before_exam.weeks) == (None, 3)


# --- before the exam and after ---------------------------------------------------------------------


def test_what_is_due_after_the_exam_is_on_the_way_and_not_before_it() -> None:
    """The way has both."""
    rule = every(held("x"), held("y", **LATER))
    assert Asked(rule, {"x": step(1), "y": step(1)}).pathways() == [("x y", "x")]


def test_what_opens_the_exam_sooner_is_done_besides() -> None:
    """R is needed in the end, and opens the exam as well; G opens it only, and sooner."""
    rule = every(one_of(held("r"), held("g")), held("r", **LATER))
    slow, quick = step(30, span="long"), step(1)
    assert Asked(rule, {"r": slow, "g": quick}).pathways() == [("r", "r"), ("g r", "g")]
    assert Asked(rule, {"r": step(1), "g": step(1)}).pathways() == [("r", "r")]
    assert Asked(rule, {"r": step(1), "g": step(2)}).pathways() == [("r", "r")]


def test_what_opens_the_exam_no_sooner_but_with_a_better_status_is_done_besides() -> None:
    """Waiting for the end of something is a worse status than a short step."""
    rule = every(one_of(held("r"), held("g")), held("r", **LATER))
    waiting = step(1, span="under-way")
    assert Asked(rule, {"r": waiting, "g": step(2)}).pathways() == [("r", "r"), ("g r", "g")]


def test_one_step_of_the_way_that_opens_the_exam_as_soon_is_enough() -> None:
    """R1 opens it late and R2 early: then G, later than R2, is done by nobody."""
    rule = every(
        one_of(held("r1"), held("r2"), held("g")), held("r1", **LATER), held("r2", **LATER)
    )
    steps = {"r1": step(30), "r2": step(1), "g": step(2)}
    assert Asked(rule, steps).pathways() == [("r1 r2", "r2"), ("r1 r2", "r1")]


def test_what_is_a_way_of_its_own_is_not_done_besides_another() -> None:
    """Either opens the exam and is enough in the end."""
    rule = every(one_of(held("r"), held("g")), one_of(held("r", **LATER), held("g", **LATER)))
    steps = {"r": step(30), "g": step(1)}
    assert Asked(rule, steps).pathways() == [("g", "g"), ("r", "r")]


def test_to_wait_for_what_is_under_way_belongs_to_every_way() -> None:
    """The last year of the studies opens the exam; the degree is due later, by whatever road."""
    rule = every(one_of(held("stage"), held("degree")), held("degree", **LATER))
    steps = {"stage": step(9, span="under-way"), "degree": step(5, span="under-way")}
    assert Asked(rule, steps).pathways() == [("degree", "degree"), ("degree stage", "stage")]


# --- the status --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("spans", "status"),
    [
        ("", "ready"),
        ("short", "reachable"),
        ("under-way", "on-track"),
        ("short under-way", "on-track"),
        ("long", "long-term"),
        ("under-way long short", "long-term"),
    ],
)
def test_the_longest_kind_of_step_before_the_exam_is_the_status(spans: str, status: str) -> None:
    """Nothing to do is ready."""
    steps = {f"s{n}": step(1, span=span) for n, span in enumerate(spans.split())}
    asked = Asked(every(*map(held, steps)), steps)
    assert asked.only().status == status
    assert asked.only().standing == ["ready", "reachable", "on-track", "long-term"].index(status)


def test_a_long_step_after_the_exam_is_a_long_way_too() -> None:
    """What is owed must be had in time; a short step then, or the end of studies, is no gap."""
    rule = held("x", **LATER)
    assert Asked(rule, {"x": step(1, span="long")}).best_pathways() == [("x", "long-term")]
    assert Asked(rule, {"x": step(1)}).best_pathways() == [("x", "ready")]
    assert Asked(rule, {"x": step(1, span="under-way")}).best_pathways() == [("x", "ready")]
    either = every(held("s"), one_of(held("x", **LATER), held("z", **LATER)))
    steps = {"s": step(1), "x": step(1, span="long"), "z": step(1)}
    assert Asked(either, steps).best_pathways() == [("s z", "reachable")]


def test_only_the_ways_of_the_best_status_are_compared() -> None:
    """They are kept, to be used for whoever is alike in what the rules read."""
    steps = {"a": step(1), "b": step(2), "c": step(1, span="long"), "d": step(1, span="under-way")}
    asked = Asked(one_of(*map(held, "abcd")), steps)
    assert asked.best_pathways() == [("a", "reachable"), ("b", "reachable")]
    assert len(asked.pathways()) > 2
    (kept,) = asked.cache.pathways.values()
    assert kept is asked.eligibility.best_pathways("other")
    assert Asked(held("x"), {"x": step(1, attainable=False)}).best_pathways() == []


# --- how sure ----------------------------------------------------------------------------------------


def test_a_change_of_the_rules_is_told_for_a_year_after_the_day() -> None:
    """The day itself is judged by the new rule; the policy says for how long a change is near."""
    for days, told in ((1, True), (365, True), (366, False), (-1, False)):
        since = (TODAY + timedelta(weeks=20, days=days)).isoformat()
        rule = every(held("s"), held("x", since=since, text="the change"))
        steps = {"s": step(20), "x": step(50, span="long")}
        asked = Asked(rule, steps)
        assert asked.catalog.policy.warn_days == 365
        ways = asked.eligibility.pathways("other")
        changes = [_texts(w.changes) for w in ways if w.steps == {"s"}]
        assert changes == ([] if days < 0 else [["the change"] if told else []])
        assert all(w.confirmed for w in ways)


def test_without_a_day_every_change_to_come_may_come_first() -> None:
    """So that it is not sure that the way holds."""
    change = held("x", since=in_weeks(900), text="the change")
    steps = {"s": step(None), "x": step(1, attainable=False)}
    way = Asked(every(held("s"), change), steps).only()
    assert (_texts(way.changes), way.confirmed) == (["the change"], False)
    way = Asked(held("s"), steps).only()
    assert (way.changes, way.confirmed) == ((), True)


def test_a_change_is_told_by_the_first_of_its_rules_that_is_not_met() -> None:
    """What is met, or was asked for before, is none; nor is one that leaves another way open."""
    day = in_weeks(10)
    steps = {n: step(60, span="long") for n in "xyz"}
    rule = every(
        held("own", since=day, text="what one has"),
        held("x", since=day, text="the first"),
        held("y", since=day, text="the second"),
    )
    line = f"{NO_ONE} --holds own"
    way = Asked(rule, {**steps, "own": step(1)}, line).only()
    assert _texts(way.changes) == ["the first"]
    open_still = every(one_of(held("own"), held("x", since=day, text="the first")))
    assert Asked(open_still, {**steps, "own": step(1)}, line).only().changes == ()
    unpublished = every(held("own"), {**UNPUBLISHED, "since": day})
    assert Asked(unpublished, {**steps, "own": step(1)}, line).only().changes == ()
    first_open = every(
        held("own"),
        {**UNPUBLISHED, "since": day, "text": "an open one"},
        held("x", since=day, text="the sure one"),
    )
    assert _texts(Asked(first_open, {**steps, "own": step(1)}, line).only().changes) == [
        "the sure one"
    ]
    either = every(held("own"), one_of({**UNPUBLISHED, "since": day}, held("x", since=day)))
    assert Asked(either, {**steps, "own": step(1)}, line).only().changes == ()
    ends = every(
        one_of(held("own", until=in_weeks(10, -1)), held("y", text="what is left")),
        held("x", since=day, text="the new one"),
    )
    assert _texts(Asked(ends, {**steps, "own": step(1)}, line).only().changes) == ["the new one"]


def test_what_no_source_settles_is_an_open_point() -> None:
    """At the exam, at the end of the way, and where it is not settled when a gap is due."""
    steps = {"x": step(1), "class": step(1, gives={"cpr": "yes"})}
    open_rule = {**UNPUBLISHED, "text": "an open rule"}

    def points(rule: Json, line: str = NO_ONE) -> list[str]:
        way = Asked(rule, steps, line).only()
        assert way.confirmed is (not way.open_points)
        return _texts(way.open_points)

    assert points(every(held("x"), open_rule)) == ["an open rule"]
    assert points(every(held("x"), {**open_rule, **LATER})) == ["an open rule"]
    assert points(every(held("x"), {**open_rule, "need": "recommended"})) == []
    assert points(one_of(held("x"), open_rule), f"{NO_ONE} --holds x") == []
    unsettled = {**CARD, **LATER, "due_confirmed": False, "text": "the card"}
    assert points(every(held("x"), unsettled)) == ["the card"]
    assert points(every(held("x"), unsettled), NO_ONE.replace("cpr no", "cpr yes")) == []
    assert points(every(held("x"), {**unsettled, "need": "recommended"})) == []
    assert points(every(held("x"), {**unsettled, "due_confirmed": True})) == []
    milder = {**CARD, "disputed": [{"kind": "nothing"}], "text": "some ask for it"}
    assert points(every(held("x"), milder)) == ["some ask for it"]


def test_a_step_on_the_way_settles_what_was_open_before_it() -> None:
    """Sources differ on the card; whoever takes the class for another rule has it anyway."""
    milder = {**CARD, "disputed": [{"kind": "nothing"}], "text": "some ask for it"}
    steps = {"class": step(1, gives={"cpr": "yes"})}
    assert Asked(every(held("class"), milder), steps).only().open_points == ()
    later = every(held("class", **LATER), milder)
    assert _texts(Asked(later, steps).only().open_points) == ["some ask for it"]


# --- what else the rules tell -----------------------------------------------------------------------


def test_what_is_owed_is_told_with_the_step_that_settles_it() -> None:
    """Unpublished rules cannot be; what no source settles is owed with no step."""
    online = leaf({"kind": "cpr", "online_only": "unknown"}, text="the card", **LATER)
    rule = every(
        held("now", text="before"),
        held("x", "y", text="one of two", **LATER),
        {**UNPUBLISHED, **LATER, "text": "unpublished"},
        online,
        held("own", text="had", **LATER),
    )
    steps = {n: step(1) for n in ("now", "y", "x", "own")}
    asked = Asked(rule, steps, "--degree none --cpr online-only --cpt none --holds own")
    for way, by in zip(asked.eligibility.pathways("other"), ("x", "y"), strict=True):
        owed = [(one.text, s) for one, s in asked.eligibility.owed(asked.rule, way)]
        assert owed == [("one of two", by), ("the card", None)]
    assert _texts(asked.eligibility.unmet(asked.rule)) == ["before", "one of two"]


def test_what_two_steps_of_a_way_settle_is_told_with_the_first() -> None:
    """In the order of the catalog."""
    rule = every(held("x"), held("y"), held("x", "y", text="either", **LATER))
    asked = Asked(rule, {"y": step(1), "x": step(1)})
    (way,) = asked.eligibility.pathways("other")
    assert [(one.text, s) for one, s in asked.eligibility.owed(asked.rule, way)] == [
        ("either", "y")
    ]


def test_a_row_of_steps_without_end_is_refused() -> None:
    """Ninety that wait for each other are found; hundreds are nothing that anybody means."""

    def row(length: int) -> Asked:
        steps = {f"s{n}": step(1040, held(f"s{n - 1}") if n else None) for n in range(length)}
        return Asked(held(f"s{length - 1}"), steps)

    (way,) = row(90).eligibility.pathways("other")
    assert (len(way.steps), way.before_exam.weeks) == (90, 90 * 1040)
    with pytest.raises(DataError, match="wait for each other in a row"):
        row(600).eligibility.pathways("other")


def test_what_is_unmet_leaves_out_what_stands_beside_a_met_branch() -> None:
    """Of rules of which any is enough, none is missing once one is met."""
    steps = {"x": step(1), "y": step(1), "own": step(1)}
    rule = every(
        one_of(held("own", text="own"), held("x", text="x")),
        one_of(held("x", text="x again"), held("y", text="y")),
        {**UNPUBLISHED, "text": "unpublished"},
    )
    asked = Asked(rule, steps, f"{NO_ONE} --holds own")
    assert _texts(asked.eligibility.unmet(asked.rule)) == ["x again", "y"]
    ways = {_names(w.steps): w for w in asked.eligibility.pathways("other")}
    rests = {n: _texts(asked.eligibility.leaves_relied_on(asked.rule, w)) for n, w in ways.items()}
    assert rests == {
        "x": ["own", "x", "x again", "unpublished"],
        "y": ["own", "y", "unpublished"],
    }


def test_the_rules_of_a_day_are_all_of_them_if_none_is_in_force() -> None:
    """A tree that is empty on a day is shown as it will be."""
    steps = {"x": step(1), "y": step(1)}
    late, early = held("x", since=in_weeks(20), text="x"), held("y", text="y")

    def texts(rule: Json, day: date) -> list[str]:
        tree = Asked(rule, steps).eligibility.rules("other", day)
        leaves = [tree] if isinstance(tree, m.Leaf) else getattr(tree, "all", ())
        return _texts(leaves)

    assert texts(every(late, early), TODAY) == ["y"]
    assert texts(every(late, early), TODAY + timedelta(weeks=20)) == ["x", "y"]
    assert texts(late, TODAY) == ["x"]


# --- the order of what is to be done -----------------------------------------------------------------


def _in_order(rule: Json, steps: dict[str, Json]) -> tuple[str | None, str]:
    catalog = catalog_of(steps, rule)
    ranking = ranking_in(catalog, f"{NO_ONE} --budget unlimited")
    judged = ranking.of("other")
    if not isinstance(judged, OpenOption):
        return None, ""
    return first_step(judged, ranking), " ".join(ordered_steps(judged, ranking))


def test_long_steps_lead_and_none_comes_before_what_it_waits_for() -> None:
    """Then what only takes waiting, then the short ones, in the order of the catalog."""
    steps = {
        "t": step(1, held("l")),
        "s": step(1),
        "k": step(30, held("s"), span="long"),
        "u": step(1, span="under-way"),
        "l": step(1, span="long"),
        "z": step(1),
    }
    everything = every(*map(held, "ztskul"))
    assert _in_order(everything, steps) == ("l", "l u t s k z")
    backwards = dict(reversed(steps.items()))
    assert _in_order(everything, backwards) == ("l", "l u z s k t")
    assert _in_order(every(*map(held, "usz")), steps) == ("u", "u s z")
    assert _in_order(every(held("s"), held("u", **LATER)), steps) == ("s", "s")
    assert _in_order(held("u", **LATER), steps) == (None, "")
    assert _in_order(held("u"), {"u": step(1, attainable=False)}) == (None, "")


# --- the cheapest way --------------------------------------------------------------------------------


def _chosen(rule: Json, steps: dict[str, Json]) -> str:
    """The steps of the way that is chosen, whatever the order in which the steps stand."""
    found = set()
    for some in (steps, dict(reversed(steps.items()))):
        catalog = catalog_of(some, rule)
        student = "--degree senior --cpr no --cpt none --licence none"
        ranking = ranking_in(catalog, f"{student} --budget unlimited")
        judged = ranking.of("other")
        assert isinstance(judged, OpenOption)
        assert {_names(p.steps) for p in judged.other_pathways} != {_names(judged.pathway.steps)}
        found.add(_names(judged.pathway.steps))
    (one,) = found
    return one


def _dear(price: str | None, weeks: int | None = 1, **more: Any) -> Json:
    return step(weeks, fees=[fee(price)], **more)


def test_the_cheapest_of_the_best_ways_is_chosen_and_every_tie_has_its_rule() -> None:
    """Known before unknown, the sum, open points, known before unknown time, the time, ids."""
    either = one_of(held("a"), held("b"))
    ends: Json = {"ends": "graduation", "span": "under-way"}
    assert _chosen(either, {"a": _dear(None), "b": _dear("90")}) == "b"
    assert _chosen(either, {"a": _dear("10"), "b": _dear("9")}) == "b"
    assert _chosen(either, {"a": _dear("9"), "b": _dear("9")}) == "a"
    assert _chosen(one_of(held("b"), held("a")), {"b": _dear("9"), "a": _dear("9")}) == "a"
    unsure = one_of(every(held("a"), UNPUBLISHED), held("b"))
    assert _chosen(unsure, {"a": _dear("9", 1), "b": _dear("9", 5)}) == "b"
    assert _chosen(either, {"a": _dear("9", None), "b": _dear("9", 50)}) == "b"
    assert _chosen(either, {"a": _dear("9", 3), "b": _dear("9", 2)}) == "b"
    assert _chosen(either, {
        "a": _dear("9", 99, weeks_before=10, **ends), "b": _dear("9", 99, weeks_before=40, **ends)
    }) == "b"  # fmt: skip
    both = one_of(every(held("a"), held("c")), held("b"))
    assert _chosen(both, {"a": _dear("0"), "b": _dear("0"), "c": _dear("0")}) == "b"


def test_the_exam_that_is_open_longer_before_the_degree_ends_comes_first() -> None:
    """By the step of a way that ends last; what does not end with the degree does not count."""
    pairs = one_of(every(held("a"), held("c")), every(held("b"), held("d")))
    ends: Json = {"ends": "graduation", "span": "under-way", "fees": [fee("1")]}

    def steps(**before: int | None) -> dict[str, Json]:
        return {
            n: step(None, fees=[fee("1")], span="under-way")
            if weeks is None
            else step(9, weeks_before=weeks, **ends)
            for n, weeks in before.items()
        }

    assert _chosen(pairs, steps(a=10, c=None, b=40, d=None)) == "b d"
    assert _chosen(pairs, steps(a=50, c=10, b=20, d=20)) == "b d"
    assert _chosen(pairs, steps(a=None, c=None, b=0, d=0)) == "a c"
    assert _chosen(pairs, steps(a=0, c=0, b=None, d=None)) == "a c"


def test_what_was_found_is_kept_for_whoever_is_alike() -> None:
    """A ranking has a memory of its own, or one that is handed to it."""
    catalog = catalog_of({"x": step(1)}, held("x"))
    who = person(f"{NO_ONE} --setting {next(iter(catalog.settings))} --budget 9", catalog)
    memory = RouteCache(catalog)
    one, two = rank(who, catalog, memory), rank(who, catalog)
    assert one.cache is memory
    assert memory.pathways
    assert two.cache.pathways.keys() == memory.pathways.keys()
    assert one.ranked == two.ranked
    everything = rank(replace(who, holds=("goal", "other")), catalog)
    assert (everything.ranked, everything.first_place) == ((), None)
