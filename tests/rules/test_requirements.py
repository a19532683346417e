"""The rules one at a time: each kind of test, tree, sum, order and date at its borders."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from pydantic import TypeAdapter

from certadvisor import Profile
from certadvisor.advice.ownership import ownership, upkeep
from certadvisor.advice.sureness import weightings
from certadvisor.advice.what_if import WhatIf, distance, outcome, possible, unanswered
from certadvisor.catalog import types as m
from certadvisor.profile.profile import contradictions, effective_weights, normalised
from certadvisor.rules.cost import Costs, Pricing, YearlyUpkeep
from certadvisor.rules.dependencies import Dependencies
from certadvisor.rules.eligibility import Eligibility, Pathway, change_days, is_published
from certadvisor.rules.purpose import PurposeCheck, PurposeChecks, PurposeRules, at_least, level_in
from certadvisor.rules.ranking import OpenOption, group_of, rank
from certadvisor.rules.requirements import (
    Candidate,
    Truth,
    after,
    applies,
    candidate,
    gives_of,
    in_force,
    judge,
    judge_leaf,
    judge_tree,
    leaves,
    leaves_where,
)
from certadvisor.rules.routes import Route
from certadvisor.rules.scoring import affordability, affordable, points, score
from helpers import TODAY, person, ranked, real_catalog

CATALOG = real_catalog()
REACH = Dependencies(CATALOG)
TREE: TypeAdapter[Any] = TypeAdapter(m.Requirement)
TEST: TypeAdapter[Any] = TypeAdapter(m.Test)
GYM = "--setting gym --degree high-school --cpr yes --cpt none --budget 1000"
SPORT = "--degree bachelor --degree-field exercise-science "

YES, NO, UNSAID, UNSOURCED = Truth.MET, Truth.UNMET, Truth.UNSAID, Truth.UNSOURCED


def _candidate(line: str) -> Candidate:
    return candidate(person(line), CATALOG)


def _test(kind: str, **values: Any) -> Any:
    return TEST.validate_json(json.dumps({"kind": kind, **values}))


def _tree(value: Any) -> Any:
    return TREE.validate_json(json.dumps(value))


def _leaf(test: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"text": "a rule", "test": test, "source": "article", **more}


def _at_least(level: str, **more: Any) -> dict[str, Any]:
    return {"kind": "degree", "at_least": level, **more}


HAS = {"kind": "nothing"}
LACKS = {"kind": "credential", "ids": ["cscs"]}
OPEN = {"kind": "unpublished"}
UNTOLD = {"kind": "licence", "any_of": ["rd"]}


# --- one condition ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("truth", "met", "who"),
    [(YES, True, None), (NO, False, None), (UNSAID, None, "answer"), (UNSOURCED, None, "rule")],
)
def test_what_is_not_known_says_who_could_tell(
    truth: Truth, met: bool | None, who: str | None
) -> None:
    """The candidate where the answer is missing, a source where the rule is."""
    assert (truth.met, truth.why_unknown) == (met, who)


@pytest.mark.parametrize(
    ("line", "test", "truth"),
    [
        ("", _at_least("bachelor"), UNSAID),
        ("--degree associate", _at_least("bachelor"), NO),
        ("--degree bachelor", _at_least("bachelor"), YES),
        ("--degree master", _at_least("bachelor"), YES),
        ("--degree none", _at_least("high-school"), NO),
        ("--degree student", _at_least("high-school"), YES),
        ("--degree senior", _at_least("associate"), NO),
        ("--degree bachelor", _at_least("bachelor", fields=["other"]), UNSAID),
        ("--degree bachelor --degree-field unknown", _at_least("bachelor", fields=["other"]), UNSAID),
        ("--degree bachelor --degree-field other", _at_least("bachelor", fields=["other"]), YES),
        (SPORT, _at_least("bachelor", fields=["other"]), NO),
        (SPORT, _at_least("bachelor", casce=True), UNSAID),
        (SPORT + "--casce yes", _at_least("bachelor", casce=True), YES),
        (SPORT + "--casce no", _at_least("bachelor", casce=True), NO),
        (SPORT + "--casce no", _at_least("bachelor"), YES),
        (SPORT + "--casce unknown", _at_least("bachelor", casce=True), UNSAID),
        ("", {"kind": "enrolled", "stages": ["senior"]}, UNSAID),
        ("--degree senior", {"kind": "enrolled", "stages": ["senior"]}, YES),
        ("--degree student", {"kind": "enrolled", "stages": ["senior"]}, NO),
        ("--degree bachelor", {"kind": "enrolled", "stages": ["senior"]}, NO),
        ("--degree senior", {"kind": "enrolled", "stages": ["senior"], "casce": True}, UNSAID),
        ("--degree senior --casce yes", {"kind": "enrolled", "stages": ["senior"], "casce": True}, YES),
        ("", {"kind": "adult"}, YES),
        ("--no-adult", {"kind": "adult"}, NO),
        ("", {"kind": "cpr", "online_only": "met"}, UNSAID),
        ("--cpr unknown", {"kind": "cpr", "online_only": "met"}, UNSAID),
        ("--cpr no", {"kind": "cpr", "online_only": "met"}, NO),
        ("--cpr yes", {"kind": "cpr", "online_only": "not-met"}, YES),
        ("--cpr online-only", {"kind": "cpr", "online_only": "met"}, YES),
        ("--cpr online-only", {"kind": "cpr", "online_only": "not-met"}, NO),
        ("--cpr online-only", {"kind": "cpr", "online_only": "unknown"}, UNSOURCED),
        ("", {"kind": "licence", "any_of": ["pt", "rd"]}, UNSAID),
        ("--licence none", {"kind": "licence", "any_of": ["pt", "rd"]}, NO),
        ("--licence atc", {"kind": "licence", "any_of": ["pt", "rd"]}, NO),
        ("--licence rd", {"kind": "licence", "any_of": ["pt", "rd"]}, YES),
        ("", {"kind": "practice", "activity": "collegiate", "hours": 640}, UNSAID),
        ("--practice collegiate=639", {"kind": "practice", "activity": "collegiate", "hours": 640}, NO),
        ("--practice collegiate=640", {"kind": "practice", "activity": "collegiate", "hours": 640}, YES),
        ("--years sport-science=3", {"kind": "years", "activity": "sport-science", "years": 3}, YES),
        ("--years sport-science=2", {"kind": "years", "activity": "sport-science", "years": 3}, NO),
        ("--years collegiate=3", {"kind": "years", "activity": "sport-science", "years": 3}, UNSAID),
        ("", {"kind": "member", "issuer": "nsca"}, NO),
        ("--member nsca", {"kind": "member", "issuer": "nsca"}, YES),
        ("--member cscca", {"kind": "member", "issuer": "nsca"}, NO),
        ("--holds nsca-membership", {"kind": "member", "issuer": "nsca"}, YES),
        ("", {"kind": "educated", "where": "us"}, UNSAID),
        ("--degree bachelor --educated us", {"kind": "educated", "where": "us"}, YES),
        ("--degree bachelor --educated elsewhere", {"kind": "educated", "where": "us"}, NO),
        ("", HAS, YES),
        ("", OPEN, UNSOURCED),
        ("", {"kind": "credential", "ids": ["cscs"]}, NO),
        ("--holds cscs", {"kind": "credential", "ids": ["cscs"]}, YES),
        ("--holds cscs", {"kind": "credential", "ids": ["cpss"]}, NO),
        ("--holds cscs", {"kind": "credential", "ids": ["cpss"], "primary": True}, YES),
        ("--holds nasm-pes", {"kind": "credential", "primary": True}, NO),
        ("--holds ace-cpt", {"kind": "credential", "primary": True}, NO),
        ("", {"kind": "credential", "role": "trainer"}, UNSAID),
        ("", {"kind": "credential", "role": "strength-coach"}, NO),
        ("--cpt none", {"kind": "credential", "role": "trainer"}, NO),
        ("--cpt nasm-cpt", {"kind": "credential", "role": "trainer", "accredited": True}, YES),
        ("--cpt none --holds cscs", {"kind": "credential", "role": "trainer"}, NO),
        ("--cpt other", {"kind": "credential", "role": "trainer"}, YES),
        ("--cpt other", {"kind": "credential", "role": "trainer", "accredited": True}, UNSAID),
        ("--holds issa-scc", {"kind": "credential", "role": "strength-coach", "accredited": True}, UNSOURCED),
        ("--holds ncsf-csc", {"kind": "credential", "role": "strength-coach", "accredited": True}, UNSOURCED),
        ("--holds first-aid-course", {"kind": "credential", "primary": True}, NO),
    ],
)  # fmt: skip
def test_each_kind_of_test_reads_the_answers_as_they_were_given(
    line: str, test: dict[str, Any], truth: Truth
) -> None:
    """Met, not met, or not known for want of an answer or of a source."""
    assert judge(_test(**test), _candidate(line), CATALOG) is truth


@pytest.mark.parametrize(
    ("tests", "truth"),
    [
        ([HAS], YES),
        ([HAS, HAS], YES),
        ([HAS, LACKS], UNSOURCED),
        ([LACKS, HAS], UNSOURCED),
        ([LACKS, LACKS], NO),
        ([LACKS, OPEN], UNSOURCED),
        ([OPEN, UNTOLD], UNSAID),
        ([HAS, UNTOLD], UNSOURCED),
        ([UNTOLD, LACKS], UNSAID),
    ],
)
def test_a_disputed_rule_is_met_only_if_every_version_is(
    tests: list[dict[str, Any]], truth: Truth
) -> None:
    """Met by some only: no source settles it. Met by none: what could be said comes first."""
    leaf = _tree(_leaf(tests[0], disputed=tests[1:]))
    assert judge_leaf(leaf, _candidate(""), CATALOG) is truth


@pytest.mark.parametrize(
    ("tree", "truth", "at_gate"),
    [
        (None, YES, YES),
        ({"all": []}, YES, YES),
        ({"all": [_leaf(HAS), _leaf(LACKS)]}, NO, NO),
        ({"any": [_leaf(LACKS), _leaf(HAS)]}, YES, YES),
        ({"all": [_leaf(HAS), _leaf(OPEN), _leaf(UNTOLD)]}, UNSAID, UNSAID),
        ({"any": [_leaf(LACKS), _leaf(OPEN), _leaf(UNTOLD)]}, UNSOURCED, UNSOURCED),
        (_leaf(LACKS, need="recommended"), YES, YES),
        (_leaf(LACKS, due="certificate"), NO, YES),
        (_leaf(LACKS, due="purchase"), NO, NO),
        ({"all": [_leaf(LACKS, due="certificate"), _leaf(LACKS)]}, NO, NO),
        ({"any": [_leaf(LACKS, due="certificate"), _leaf(LACKS)]}, NO, YES),
    ],
)
def test_a_tree_is_as_true_as_its_branches_and_what_is_due_later_may_wait(
    tree: dict[str, Any] | None, truth: Truth, at_gate: Truth
) -> None:
    """All: the least of them; any: the best; at the door of the exam what is due after it is met."""
    node = None if tree is None else _tree(tree)
    assert judge_tree(node, _candidate(""), CATALOG) is truth
    assert judge_tree(node, _candidate(""), CATALOG, before_exam=True) is at_gate


def _undecided(node: m.Requirement | None, *, before_exam: bool = False) -> list[m.Leaf]:
    def truth(branch: m.Requirement) -> Truth:
        return judge_tree(branch, _candidate(""), CATALOG, before_exam=before_exam)

    return leaves_where(node, truth, Truth.UNSOURCED)


def test_the_points_that_no_source_settles_are_named_and_nothing_else() -> None:
    """Of a tree that hangs on them alone; none where the rest is met or missing anyway."""
    hangs = _tree({"all": [_leaf(HAS), _leaf(OPEN), {"any": [_leaf(OPEN), _leaf(LACKS)]}]})
    assert _undecided(hangs) == [leaves(hangs)[1], leaves(hangs)[2]]
    for settled in ({"any": [_leaf(HAS), _leaf(OPEN)]}, {"all": [_leaf(LACKS), _leaf(OPEN)]}):
        assert _undecided(_tree(settled)) == []
    later = _tree(_leaf(OPEN, due="certificate"))
    assert _undecided(later) == [later]
    assert _undecided(later, before_exam=True) == []
    assert _undecided(None) == []


@pytest.mark.parametrize(
    ("leaf", "known"),
    [
        (_leaf(HAS), True),
        (_leaf(OPEN), False),
        (_leaf(HAS, need="recommended"), False),
        ({"all": [_leaf(OPEN), _leaf(HAS)]}, True),
    ],
)
def test_requirements_are_published_where_one_that_counts_is_known(
    leaf: dict[str, Any], known: bool
) -> None:
    """What is recommended, or that no source states, is no published requirement."""
    assert is_published(_tree(leaf)) is known
    assert is_published(None) is False


# --- rules and days --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("since", "until", "days"),
    [
        (None, None, "yyy"),
        ("2026-11-23", None, "nyy"),
        (None, "2026-11-23", "yyn"),
        ("2026-11-23", "2026-11-23", "nyn"),
    ],
)
def test_a_rule_applies_from_its_first_day_to_its_last(
    since: str | None, until: str | None, days: str
) -> None:
    """Both ends count."""
    leaf = _tree(_leaf(HAS, since=since, until=until))
    found = [applies(leaf, date(2026, 11, d)) for d in (22, 23, 24)]
    assert found == [c == "y" for c in days]
    assert [in_force(leaf, date(2026, 11, d)) is leaf for d in (22, 23, 24)] == found


def test_what_does_not_apply_is_left_out_of_the_tree() -> None:
    """Branches that are empty then go too, an any-of stays one, an untouched tree is the same."""
    old, new = _leaf(LACKS, until="2029-12-31"), _leaf(HAS, since="2030-01-01")
    tree = _tree({"all": [{"any": [old, new, _leaf(OPEN)]}, {"all": [old]}]})
    before, then = in_force(tree, date(2029, 12, 31)), in_force(tree, date(2030, 1, 1))
    assert isinstance(before, m.AllOf)
    assert isinstance(then, m.AllOf)
    assert isinstance(then.all[0], m.AnyOf)
    assert len(before.all) == 2
    assert len(then.all) == 1
    assert [leaf.test.kind for leaf in leaves(then)] == ["nothing", "unpublished"]
    assert [leaf.test.kind for leaf in leaves(before)] == [
        "credential",
        "unpublished",
        "credential",
    ]
    lasting = _tree({"all": [_leaf(HAS), {"any": [_leaf(OPEN)]}]})
    assert in_force(lasting, TODAY) is lasting
    assert in_force(_tree({"any": [new]}), TODAY) is None


def test_rules_change_on_the_first_day_of_one_and_the_day_after_the_last_of_another() -> None:
    """Every such day of the catalog, once and in order."""
    found = change_days(CATALOG)
    days = {leaf.since for i in CATALOG.items().values() for leaf in leaves(i.requirements)}
    ends = {leaf.until for i in CATALOG.items().values() for leaf in leaves(i.requirements)}
    assert found == sorted(
        {d for d in days if d} | {date.fromordinal(d.toordinal() + 1) for d in ends if d}
    )
    assert date(2030, 1, 1) in found


@pytest.mark.parametrize(
    ("on", "graduates", "weeks"),
    [
        ("2026-11-23", "2026-11", 2),
        ("2026-11-24", "2026-11", 1),
        ("2026-11-01", "2026-12", 9),
        ("2026-12-31", "2026-12", 1),
        ("2026-12-01", "2027-01", 9),
    ],
)
def test_a_degree_ends_with_the_month_of_graduation(on: str, graduates: str, weeks: int) -> None:
    """Weeks are counted to the first of the next month and rounded up, over the year's end too."""
    line = f"--degree senior --degree-field other --graduates {graduates} --on {on}"
    assert Eligibility(person(line), CATALOG).weeks_of("finish-degree") == weeks


def test_a_month_gone_by_leaves_nothing_to_wait_for() -> None:
    """No door lets it in; a library's caller may hand it over all the same."""
    late = replace(person("--degree senior"), graduates="2026-01")
    assert Eligibility(late, CATALOG).weeks_of("finish-degree") == 0


def test_without_a_month_the_end_of_a_degree_is_not_known() -> None:
    """Neither for whoever studies, nor made up from anything."""
    assert Eligibility(person("--degree senior"), CATALOG).weeks_of("finish-degree") is None


# --- a finished step --------------------------------------------------------------------------------


def test_a_finished_step_gives_and_never_takes() -> None:
    """Degrees, hours, cards and memberships are added; what was more stays."""
    had = _candidate("--degree senior --degree-field other --cpr no --practice collegiate=700")
    one = after(had, "cpr-aed-class", gives_of(CATALOG.steps["cpr-aed-class"]))
    assert (one.cpr, one.holds, one.stage) == ("yes", frozenset({"cpr-aed-class"}), "senior")
    two = after(one, "cscca-practicum", gives_of(CATALOG.steps["cscca-practicum"]))
    assert (two.practice, two.cpr) == ({"collegiate": 700}, "yes")
    raised = after(
        _candidate("--practice sport-science=3"), "x", m.Gives(practice={"sport-science": 4})
    )
    assert raised.practice == {"sport-science": 4}
    three = after(two, "finish-degree", gives_of(CATALOG.steps["finish-degree"]))
    assert [d.level for d in three.degrees or ()] == ["high-school", "bachelor"]
    four = after(three, "master-casce", gives_of(CATALOG.steps["master-casce"]))
    last = (four.degrees or ())[-1]
    assert (last.level, last.field, last.casce) == ("master", "exercise-science", "yes")
    assert len(four.degrees or ()) == 3
    assert four.members == frozenset()
    assert after(four, "x", m.Gives(member="nsca")).members == {"nsca"}


def test_whoever_does_not_study_can_finish_no_degree_and_reach_no_stage() -> None:
    """These steps speak of a degree under way."""
    one = _candidate(SPORT)
    for step in ("finish-degree", "become-senior"):
        then = after(one, step, gives_of(CATALOG.steps[step]))
        assert (then.degrees, then.stage, then.running) == (one.degrees, None, None)
    student = _candidate("--degree student")
    assert after(student, "x", gives_of(CATALOG.steps["become-senior"])).stage == "senior"
    minor = _candidate("--no-adult")
    assert after(minor, "x", gives_of(CATALOG.steps["come-of-age"])).adult
    assert not after(minor, "x", m.Gives()).adult
    assert after(_candidate(""), "x", gives_of(CATALOG.steps["bachelor"])).degrees is not None
    assert gives_of(CATALOG.certifications["cscs"]) == m.Gives()


@pytest.mark.parametrize(
    ("test", "some", "never"),
    [
        (_at_least("bachelor"), {"bachelor", "finish-degree"}, {"cpr-aed-class", "become-senior"}),
        ({"kind": "enrolled", "stages": ["senior"]}, {"become-senior"}, {"finish-degree"}),
        ({"kind": "adult"}, {"come-of-age"}, {"bachelor"}),
        ({"kind": "practice", "activity": "collegiate", "hours": 640}, {"cscca-practicum"}, {"bachelor"}),
        ({"kind": "credential", "role": "trainer", "accredited": True}, {"ace-cpt", "nasm-cpt"}, {"cscs"}),
    ],
)  # fmt: skip
def test_only_what_bears_on_a_rule_is_tried_to_meet_it(
    test: dict[str, Any], some: set[str], never: set[str]
) -> None:
    """What could make a difference is among it, what has nothing to do with it is not."""
    known = {t for i in CATALOG.items().values() for f in leaves(i.requirements)
             for t in (f.test, *f.disputed)}  # fmt: skip
    asked = _test(**test)
    alike = next((t for t in sorted(known, key=str) if t == asked), None) or next(
        t for t in sorted(known, key=str) if t.kind == asked.kind and getattr(t, "role", 0) == getattr(asked, "role", 0)
    )  # fmt: skip
    leaf = m.Leaf(text="a rule", test=alike, source="article")
    steps_affecting = REACH.steps_affecting(leaf)
    assert some <= steps_affecting
    assert not never & steps_affecting


# --- routes -----------------------------------------------------------------------------------------


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


# --- the score, the budget and the groups -----------------------------------------------------------


def _cost(total: str, *, complete: bool = True) -> Costs:
    amount = Decimal(total)
    return Costs(amount, amount, complete, True, (), None, YearlyUpkeep(Decimal(0), True))


@pytest.mark.parametrize(
    ("total", "complete", "budget", "left", "within"),
    [
        ("475", True, "950", Fraction(1, 2), True),
        ("475", True, "475", Fraction(0), True),
        ("475", True, "474.99", Fraction(0), False),
        ("475", True, "unlimited", Fraction(1), True),
        ("475", False, "unlimited", Fraction(1), True),
        ("475", False, "950", Fraction(0), None),
        ("475", False, "475", Fraction(0), None),
        ("475", False, "400", Fraction(0), False),
        ("0", True, "0", Fraction(0), True),
        ("0", False, "0", Fraction(0), False),
        ("0", True, "100", Fraction(1), True),
    ],
)
def test_what_is_left_and_whether_it_is_within_the_budget(
    total: str, complete: bool, budget: str, left: Fraction, within: bool | None
) -> None:
    """Left is a share of the budget; where a part is not known, nothing counts as left."""
    profile = person(f"--budget {budget}")
    cost = _cost(total, complete=complete)
    assert affordability(cost, profile) == left
    assert affordable(cost, profile) is within


def test_points_are_shared_by_largest_remainder_and_ties_go_in_order() -> None:
    """Three thirds of a score of 33.3 make 33.3, and the first gets the tenth that is over."""
    names: tuple[m.CriterionName, ...] = ("fit", "recognition", "readiness", "affordability")
    values = dict(zip(names, [Fraction(1), Fraction(1), Fraction(1), Fraction(0)], strict=True))
    even = dict.fromkeys(names[:3], 1)
    assert score(values, even) == 1
    assert list(points(values, even).values()) == [
        Decimal("33.4"),
        Decimal("33.3"),
        Decimal("33.3"),
    ]
    half = dict(zip(names, [Fraction(1, 16), Fraction(0), Fraction(0), Fraction(0)], strict=True))
    # 1/16 of four equal weights is 1.5625 points: 1.6.
    assert sum(points(half, dict.fromkeys(names, 1)).values()) == Decimal("1.6")
    # Exactly half a tenth is rounded up: 1/2000 of a hundred points is 0.05.
    least = {**half, "fit": Fraction(1, 2000)}
    assert points(least, {"fit": 1, "recognition": 0}) == {"fit": Decimal("0.1"), "recognition": 0}
    weights: dict[m.CriterionName, int] = {"fit": 3, "recognition": 1}
    assert score({**values, "recognition": Fraction(0)}, weights) == Fraction(3, 4)


@pytest.mark.parametrize(
    ("status", "serves", "within", "group"),
    [
        ("closed", True, True, "closed"),
        ("closed", False, None, "closed"),
        ("ready", False, True, "not-for-this"),
        ("long-term", False, True, "not-for-this"),
        ("long-term", True, False, "later"),
        ("on-track", True, True, "not-yet"),
        ("reachable", True, None, "not-yet"),
        ("ready", True, False, "not-yet"),
        ("reachable", True, True, "do-now"),
        ("ready", True, True, "do-now"),
    ],
)
def test_the_first_reason_from_the_far_end_names_the_group(
    status: m.StatusName, serves: bool, within: bool | None, group: str
) -> None:
    """Closed, not for this, later, not yet, do now."""
    purpose = PurposeChecks(
        PurposeCheck(serves, "serves"),
        PurposeCheck(True, "has-base"),
        PurposeCheck(True, "not-covered"),
    )
    assert group_of(status, purpose, within) == group


@pytest.mark.parametrize(
    ("level", "floor", "reaches"),
    [("useful", "useful", True), ("marginal", "useful", False), ("standard", "none", True)],
)
def test_a_level_reaches_itself_and_what_is_below(
    level: m.LevelName, floor: m.LevelName, reaches: bool
) -> None:
    """None, marginal, useful, strong, standard."""
    assert at_least(level, floor) is reaches
    assert level_in({}, "gym") == level_in({}, None) == "none"


def test_without_a_setting_nothing_is_recommended() -> None:
    """A recommendation needs to know where one wants to work."""
    profile = person(SPORT)
    with pytest.raises(ValueError, match="needs a setting"):
        PurposeRules(profile, candidate(profile, CATALOG), CATALOG)


# --- what a change would do -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "names"),
    [
        (
            "--degree senior",
            "degree_field cpr member licence practice years graduates casce educated",
        ),
        ("--degree high-school --cpr yes --licence none", "member practice years"),
        (
            "--degree none --holds bachelor-exercise-science --cpr yes --licence none",
            "member practice years educated",
        ),
        (
            "--degree senior --degree-field other --cpr no --member none --licence none "
            "--graduates 2027-05 --casce no --educated us",
            "practice years",
        ),
        (
            SPORT + "--cpr unknown --casce unknown",
            "cpr member licence practice years casce educated",
        ),
    ],
)
def test_open_questions_are_those_not_answered_or_answered_with_do_not_know(
    line: str, names: str
) -> None:
    """Where one has no degree nothing is asked about it; who does not study does not graduate."""
    profile = person(line.replace("--member none", ""))
    if "--member none" in line:
        profile = replace(profile, member={})
    assert unanswered(profile, CATALOG) == names.split()


def test_possible_answers_stand_on_either_side_of_each_threshold() -> None:
    """Nought, and each number of hours that some rule asks for; what was said stays."""
    profile = person("--practice collegiate=10")
    found = list(possible("practice", profile, CATALOG))
    assert {"practice": {"collegiate": 10, "sport-science": 480}} in found
    assert {"practice": {"collegiate": 10, "special-populations": 0}} in found
    assert all(dict(c)["practice"]["collegiate"] == 10 for c in found)
    years = list(possible("years", profile, CATALOG))
    assert {"years": {"sport-science": 3}} in years
    assert {"years": {"collegiate": 12}} in years
    members = list(possible("member", profile, CATALOG))
    assert members == [{"member": {"nsca": "full"}}, {"member": {"cscca": "full"}}]
    months = [str(c["graduates"]) for c in possible("graduates", profile, CATALOG)]
    assert months == sorted(set(months))
    assert months[0] == "2026-12"
    assert {"2029-12", "2030-02"} <= set(months)
    assert [c["focus"] for c in possible("focus", profile, CATALOG)] == list(CATALOG.focuses)


def test_distance_counts_who_moves_changes_group_or_changes_price() -> None:
    """Nought where nothing does; who leaves the list counts as well."""
    one = outcome(ranked(GYM))
    assert distance(one, one) == 0
    assert distance(one, one[:-1]) == distance(one[:-1], one) == 1
    first = one[0]
    assert distance(((first[0], first[1], Decimal(-1), first[3]), *one[1:]), one) == 1


def test_only_questions_that_could_change_something_are_open() -> None:
    """What changes most comes first; what changes nothing is not among them."""
    explorer = WhatIf(ranked(GYM))
    found = explorer.open_questions()
    effects = [explorer.impact(name) for name in found]
    assert effects == sorted(effects, reverse=True)
    assert all(effects)
    left_out = [n for n in unanswered(explorer.now.profile, CATALOG) if n not in found]
    assert [explorer.impact(n) for n in left_out] == [0] * len(left_out)
    assert explorer.impact("setting") == 0


@pytest.mark.parametrize(
    ("count", "total", "found"),
    [
        (1, 3, [(3,)]),
        (2, 4, [(4, 0), (3, 1), (2, 2)]),
        (3, 3, [(3, 0, 0), (2, 1, 0), (1, 1, 1)]),
        (2, 0, [(0, 0)]),
    ],
)
def test_weightings_are_all_that_keep_the_order(
    count: int, total: int, found: list[tuple[int, ...]]
) -> None:
    """None is heavier than the one before it, and each adds up."""
    assert list(weightings(count, total)) == found


# --- the profile ------------------------------------------------------------------------------------

BARE = Profile(on=TODAY)


@pytest.mark.parametrize(
    ("answers", "name", "words"),
    [
        ({"cpt": "none", "holds": ("ace-cpt",)}, "cpt", "ACE"),
        ({"degree": "none", "degree_field": "other"}, "degree_field", "none"),
        ({"degree": "high-school", "casce": "yes"}, "casce", "high-school"),
        ({"degree": "bachelor", "graduates": "2027-05"}, "graduates", "bachelor"),
        ({"degree": "senior", "graduates": "2026-10"}, "graduates", "2026-11-23"),
        ({"licence": ("none", "pt")}, "licence", "none"),
        ({"weight": dict.fromkeys(CATALOG.policy.criteria, 0)}, "weight", "0"),
    ],
)
def test_answers_that_contradict_each_other_are_named(
    answers: dict[str, Any], name: str, words: str
) -> None:
    """One contradiction, at the answer to change, with what it contradicts."""
    ((where, what),) = contradictions(replace(BARE, **answers), CATALOG)
    assert where == name
    assert words in what


@pytest.mark.parametrize(
    "answers",
    [
        {"cpt": "ace-cpt", "holds": ("ace-cpt",)},
        {"cpt": "none", "holds": ("cscs",)},
        {"degree": "none", "casce": "no"},
        {"degree": "associate", "degree_field": "other", "casce": "yes"},
        {"degree": "senior", "graduates": "2026-11"},
        {"graduates": "2027-05"},
        {"licence": ("none",)},
        {"licence": ("pt", "rd")},
        {"licence": ()},
        {"weight": {"fit": 0}},
    ],
)
def test_answers_that_go_together_are_not_refused(answers: dict[str, Any]) -> None:
    """Graduating this month is not in the past; one weight may be nothing."""
    assert contradictions(replace(BARE, **answers), CATALOG) == []


def test_a_profile_has_one_form() -> None:
    """The certification one named is held, lists are in order, what was not said stays unsaid."""
    given = replace(
        BARE,
        cpt="ace-cpt",
        holds=("nasm-pes", "cscs"),
        licence=("rd", "pt", "rd"),
        weight={"affordability": 1, "fit": 2},
        employer_accepts=("nsca-cpt", "cscs"),
    )
    one = normalised(given, CATALOG)
    assert one.holds == ("cscs", "nasm-pes", "ace-cpt")
    assert (one.cpt, one.licence, one.member) == ("ace-cpt", ("pt", "rd"), None)
    assert list(one.weight) == ["fit", "affordability"]
    assert one.employer_accepts == ("cscs", "nsca-cpt")
    assert normalised(one, CATALOG) == one
    held = normalised(replace(BARE, holds=("nasm-cpt",)), CATALOG)
    assert held.cpt == "nasm-cpt"
    two = normalised(replace(BARE, holds=("ace-cpt", "nsca-cpt")), CATALOG)
    assert two.cpt == two.holds[0]
    assert normalised(replace(BARE, cpt="none"), CATALOG).holds == ()
    assert normalised(replace(BARE, member={}), CATALOG).member == {}


def test_ones_own_weight_comes_before_the_preset_and_that_before_the_policy() -> None:
    """Each where it says something."""
    plain = effective_weights(BARE, CATALOG)
    preset = replace(BARE, preset="cheapest", weight={"fit": 9})
    assert list(plain.values()) == [4, 3, 2, 1]
    assert effective_weights(preset, CATALOG) == {
        "fit": 9, "recognition": 2, "readiness": 1, "affordability": 4,
    }  # fmt: skip


# --- over the years ---------------------------------------------------------------------------------


def _years(certification: str, years: int, day: date, line: str = "") -> list[tuple[str, ...]]:
    till = Pricing(person("--cpr yes " + line), CATALOG)
    found = ownership(
        certification, Decimal(100), complete=True, day=day, years=years, pricing=till
    )
    assert found.total == sum((y.amount for y in found.years), Decimal(0))
    assert [y.year for y in found.years] == list(range(1, years + 1))
    return [tuple(f"{d.day} {d.amount}" for d in y.dues) for y in found.years]


def test_renewals_fall_in_the_year_in_which_they_are_due() -> None:
    """From the day of certification to the day before its anniversary is one year."""
    found = _years("ncsf-csc", 5, date(2027, 3, 1))
    assert found == [
        (),
        (),
        ("2029-03-01 85", "2029-03-01 85.5"),
        (),
        ("2031-03-01 85", "2031-03-01 85.5"),
    ]


def test_a_leap_day_is_followed_by_the_last_of_february() -> None:
    """Nobody's renewal falls out of the calendar."""
    found = _years("ncsf-csc", 3, date(2028, 2, 29))
    assert [d.split()[0] for year in found for d in year] == ["2030-02-28", "2030-02-28"]


def test_getting_it_is_paid_in_the_first_year_only() -> None:
    """And where that sum is not complete, neither is the first year."""
    till = Pricing(person("--cpr yes"), CATALOG)
    for complete in (True, False):
        found = ownership(
            "ncsf-csc", Decimal("399.50"), complete=complete, day=TODAY, years=2, pricing=till
        )
        assert [y.amount for y in found.years] == [Decimal("399.50"), Decimal(0)]
        assert [y.complete for y in found.years] == [complete, True]


def test_what_keeping_it_takes_is_said_in_a_sentence() -> None:
    """With the next common date where there is one."""
    till = Pricing(person("--cpr yes"), CATALOG)
    text = upkeep("cscs", TODAY, till)
    assert text.startswith("Every 3 years keeping it takes $90")
    assert text.endswith("; next by 31 December 2026.")
    assert "next by" not in upkeep("ncsf-csc", TODAY, till)


# --- the ways ---------------------------------------------------------------------------------------


def _way(line: str, certification: str) -> Pathway:
    found = rank(person(line), CATALOG).of(certification)
    assert isinstance(found, OpenOption)
    return found.pathway


def test_whoever_may_sit_today_sits_today_and_whoever_needs_a_step_after_it() -> None:
    """The day is the day asked plus the weeks of the longest chain."""
    ready = _way(GYM, "nasm-cpt")
    assert (ready.status, ready.steps, ready.sits_on, ready.standing) == (
        "ready",
        frozenset(),
        TODAY,
        0,
    )
    degree = _way("--setting collegiate --degree senior --degree-field exercise-science --cpr yes "
                  "--cpt none --budget 1000 --graduates 2027-05", "cscca-sccc")  # fmt: skip
    assert degree.sits_on is None or degree.sits_on > TODAY
    assert degree.standing > 0


# --- the profile -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "budget"),
    [
        (None, None),
        ("unlimited", "unlimited"),
        (Decimal("12.50"), Decimal("12.5")),
        (7, Decimal(7)),
    ],
)
def test_a_budget_is_dollars_no_limit_or_not_said(given: object, budget: object) -> None:
    """Cents are exact."""
    assert Profile(on=TODAY, budget=given).budget == budget  # type: ignore[arg-type]


@pytest.mark.parametrize("given", [-1, Decimal("1.005"), "12.50", 10_000_001, True])
def test_what_is_no_sum_is_refused(given: object) -> None:
    """Less than nothing, parts of a cent, more than anybody means."""
    with pytest.raises(ValueError, match="budget"):
        Profile(on=TODAY, budget=given)  # type: ignore[arg-type]


def test_without_a_budget_nothing_is_left_of_it() -> None:
    """Nobody has said what may be spent."""
    nobody = person("")
    assert affordability(_cost("10"), nobody) == 0
    assert affordable(_cost("10"), nobody) is False
    assert affordable(_cost("0"), nobody) is True


def test_of_several_trainer_certifications_the_first_contradicts_having_none() -> None:
    """In the order of the catalog."""
    both = replace(person("--holds nasm-cpt --holds ace-cpt"), cpt="none")
    first = next(i for i in both.holds if CATALOG.is_trainer(i))
    assert contradictions(both, CATALOG) == [
        ("cpt", f"says none, but you hold {CATALOG.name_of(first)}")
    ]
