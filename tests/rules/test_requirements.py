"""One requirement at a time: each kind of test, tree and date at its borders."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from certadvisor.catalog import types as m
from certadvisor.catalog.reading import value_of
from certadvisor.rules.dependencies import Dependencies
from certadvisor.rules.eligibility import Eligibility, change_days, is_published
from certadvisor.rules.requirements import (
    Candidate,
    RuleDays,
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
from helpers import TODAY, person, real_catalog

CATALOG = real_catalog()
REACH = Dependencies(CATALOG)
GYM = "--setting gym --degree high-school --cpr yes --cpt none --budget 1000"
SPORT = "--degree bachelor --degree-field exercise-science "

YES, NO, UNSAID, UNSOURCED = Truth.MET, Truth.UNMET, Truth.UNSAID, Truth.UNSOURCED


def _candidate(line: str) -> Candidate:
    return candidate(person(line), CATALOG)


def _test(kind: str, **values: Any) -> Any:
    return value_of(m.Test, {"kind": kind, **values})


def _tree(value: Any) -> Any:
    return value_of(m.Requirement, value)


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
        ("--adult no", {"kind": "adult"}, NO),
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
        ("--holds issa-scc", {"kind": "credential", "role": "strength-coach", "accredited": True}, NO),
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
    found = [applies(leaf, RuleDays.on(date(2026, 11, d))) for d in (22, 23, 24)]
    assert found == [c == "y" for c in days]
    assert [in_force(leaf, RuleDays.on(date(2026, 11, d))) is leaf for d in (22, 23, 24)] == found


def test_what_does_not_apply_is_left_out_of_the_tree() -> None:
    """Branches that are empty then go too, an any-of stays one, an untouched tree is the same."""
    old, new = _leaf(LACKS, until="2029-12-31"), _leaf(HAS, since="2030-01-01")
    tree = _tree({"all": [{"any": [old, new, _leaf(OPEN)]}, {"all": [old]}]})
    before, then = (
        in_force(tree, RuleDays.on(day)) for day in (date(2029, 12, 31), date(2030, 1, 1))
    )
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
    assert in_force(lasting, RuleDays.on(TODAY)) is lasting
    assert in_force(_tree({"any": [new]}), RuleDays.on(TODAY)) is None


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
    """Nor made up from anything; but a senior is taken to graduate within a year, 52 weeks."""
    weeks = {
        degree: Eligibility(person(f"--degree {degree}"), CATALOG).weeks_of("finish-degree")
        for degree in ("student", "senior")
    }
    assert weeks == {"student": None, "senior": 52}


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
    minor = _candidate("--adult no")
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
