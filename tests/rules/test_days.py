"""The earliest, the realistic and the issue day, worked out with pencil and a calendar."""

from __future__ import annotations

from datetime import date
from itertools import count, pairwise, permutations
from random import Random
from typing import Any

import pytest

from certadvisor.catalog import types as m
from certadvisor.rules.days import RuleChange, Timetable, days_of, rule_change
from certadvisor.rules.options import OpenOption
from certadvisor.rules.windows import sitting
from helpers import judged, ranked, raw_catalog
from small import CARD, Json, catalog_of, every, fact, fee, held, in_weeks, step

SCIENCE = "--degree-field exercise-science --cpr yes --cpt none"
OTHER = "--degree bachelor --degree-field other --cpr yes --cpt none"
COACH = "--practice collegiate=640 --holds first-aid-course"


def days(line: str, target: str, hours: int | None = None) -> Timetable:
    """The days of a certification for somebody at a college."""
    line = f"--setting collegiate --budget unlimited {line}"
    option = judged(line, target)
    assert isinstance(option, OpenOption)
    return days_of(option, ranked(line), hours)


def changed(line: str, target: str) -> RuleChange | None:
    """The rule that starts before the realistic day."""
    line = f"--setting collegiate --budget unlimited {line}"
    option, found = judged(line, target), ranked(line)
    assert isinstance(option, OpenOption)
    return rule_change(target, option.pathway, days_of(option, found), found.eligibility)


# Who, for what; the earliest, the realistic and the issue day, None where nobody can say.
GOLDEN: dict[str, tuple[str, str, str, str | None, str | None]] = {
    # 150 hours are 25 weeks; May 2027 counts from 1 June, in the week to 7 June.
    "a senior who graduates in May": (
        f"--degree senior {SCIENCE} --graduates 2027-05", "cscs", "2026-11-23", "2027-05-17", "2027-06-07",
    ),
    "a senior who graduates in December": (
        f"--degree senior {SCIENCE} --graduates 2026-12", "cscs", "2026-11-23", "2027-05-17", "2027-05-17",
    ),
    # Another degree of 208 weeks: the one under way is not CASCE-accredited.
    "a student of 2030": (
        f"--degree student {SCIENCE} --graduates 2030-05 --casce no", "cscs",
        "2030-11-18", "2030-11-18", "2030-11-18",
    ),
    "a student of 2030 in an accredited programme": (
        f"--degree student {SCIENCE} --graduates 2030-05 --casce yes", "cscs",
        "2030-06-03", "2030-06-03", "2030-06-03",
    ),
    # 18 on the last day of February 2028, a leap day: 462 days are 66 weeks, to 6 March when begun weeks count.
    "a minor": (
        "--degree high-school --adult 2028-02 --cpr no --cpt none", "nasm-cpt",
        "2028-03-06", "2028-03-06", "2028-03-06",
    ),
    "an SCCC candidate in November": (
        f"--degree bachelor {SCIENCE} {COACH}", "cscca-sccc", "2027-05-31", None, None,
    ),
    "an SCCC candidate in March": (
        f"--degree bachelor {SCIENCE} {COACH} --on 2027-03-10", "cscca-sccc", "2028-05-31", None, None,
    ),
    # 300 hours are 50 weeks: 350 days, 16 fewer than to 1 March 2029.
    "on a leap day": (f"{OTHER} --on 2028-02-29", "cscs", "2028-02-29", "2029-02-13", "2029-02-13"),
    "at the end of 2029": (f"{OTHER} --on 2029-12-30", "cscs", "2029-12-30", "2030-12-15", "2030-12-15"),
}  # fmt: skip


@pytest.mark.parametrize("who", GOLDEN)
def test_days_are_those_of_a_paper_calendar(who: str) -> None:
    """Earliest by the rules, realistic after study, issued once nothing is owed."""
    line, target, *right = GOLDEN[who]
    found = days(line, target)
    told = (found.earliest.day, found.realistic, found.certified)
    assert [None if d is None else d.isoformat() for d in told] == right


def test_a_card_is_taken_out_late_enough_to_be_valid_when_it_counts() -> None:
    """A degree takes four years and a card lasts two: the class waits for the end of the degree."""
    found = days("--degree high-school --cpr no --cpt none", "cscs")
    card = found.steps["cpr-aed-class"]
    assert (card.start, card.end) == (date(2030, 11, 11), date(2030, 11, 18))
    assert card.end == found.sitting.day
    soon = days(OTHER.replace("cpr yes", "cpr no"), "cscs")
    assert soon.steps["cpr-aed-class"].start == date(2026, 11, 23)


def test_study_waits_for_its_exam() -> None:
    """Nobody studies in the first year for an exam in the fourth."""
    found = days("--degree high-school --cpr no --cpt none", "cscs")
    assert found.studies["cscs"].end == found.sitting.day
    assert found.studies["cscs"].start == date(2029, 12, 3)


@pytest.mark.parametrize(
    ("on", "hours"), [("2029-06-01", 10), ("2029-09-01", 18), ("2029-12-02", 75), ("2029-12-23", None)]
)  # fmt: skip
def test_a_rule_that_ends_before_the_realistic_day_is_told_with_the_pace_it_takes(
    on: str, hours: int | None
) -> None:
    """The last safe day, and the fewest hours a week; none where no week has so many."""
    found = changed(f"{OTHER} --on {on}", "cscs")
    assert found is not None
    assert (found.last, found.hours_a_week) == (date(2029, 12, 30), hours)
    if hours is not None:
        assert days(f"{OTHER} --on {on}", "cscs", hours).sitting.day <= found.last
        assert days(f"{OTHER} --on {on}", "cscs", hours - 1).sitting.day > found.last
    assert changed(OTHER, "cscs") is None


def test_more_hours_a_week_are_never_later() -> None:
    """One more each time, for everybody of the table."""
    for line, target, *_ in GOLDEN.values():
        found = [days(line, target, hours) for hours in (1, 2, 3, 5, 8, 13, 21, 34)]
        for slower, quicker in pairwise(found):
            assert quicker.sitting.day <= slower.sitting.day
            assert quicker.earliest == slower.earliest


# --- on small catalogs ---------------------------------------------------------------------------

RAW = raw_catalog()["certifications"]["cscs"]
WINDOW: Json = {"first": "05-01", "last": "05-31", "apply_by": "02-15", "source": "article"}


def exam(*windows: Json) -> Any:
    """An exam with such windows."""
    world = catalog_of({}, other={"exam": {**RAW["exam"], "windows": [*windows]}})
    return world.certifications["other"].exam


@pytest.mark.parametrize(
    ("on", "ready", "proved", "day"),
    [
        ("2026-11-23", "2026-11-23", "2026-11-23", "2027-05-31"),
        ("2026-11-23", "2027-05-01", "2027-03-15", "2027-05-31"),
        ("2026-11-23", "2027-05-02", "2027-03-15", "2028-05-31"),
        ("2026-11-23", "2026-11-23", "2027-03-16", "2028-05-31"),
        ("2027-02-15", "2027-02-15", "2027-02-15", "2027-05-31"),
        ("2027-02-16", "2027-02-16", "2027-02-16", "2028-05-31"),
    ],
)
def test_an_exam_is_in_the_first_window_that_everything_is_in_time_for(
    on: str, ready: str, proved: str, day: str
) -> None:
    """Ready as it opens, applied for and proved by the days for that; counted on its last day."""
    given = [date.fromisoformat(text) for text in (on, ready, proved)]
    found = sitting(exam(WINDOW), given[0], given[1], [(given[2], "03-15")])
    assert found.day == date.fromisoformat(day)
    twice = exam(WINDOW, {**WINDOW, "first": "10-01", "last": "10-31", "apply_by": "08-01"})
    assert sitting(twice, given[0], given[1], ()).day <= found.day


def test_a_certification_on_the_way_takes_its_study_first() -> None:
    """Two exams are not studied for at once, and steps run beside."""
    study = {**RAW["study"], "hours": []}
    asks = {"fees": [fee("100")], "study": study, "weeks": fact(9)}
    catalog = catalog_of(
        {"long": step(12)}, every(held("goal"), held("long")), other=asks,
        goal={"study": study, "weeks": fact(7)},
    )  # fmt: skip
    line = "--setting collegiate --degree high-school --cpr yes --cpt none --budget unlimited"
    option, found = judged(line, "other", catalog), ranked(line, catalog)
    assert isinstance(option, OpenOption)
    table = days_of(option, found)
    assert table.sitting.day.isoformat() == in_weeks(16)
    spans = {i: (s.start.isoformat(), s.end.isoformat()) for i, s in table.studies.items()}
    assert spans == {"goal": (in_weeks(0), in_weeks(7)), "other": (in_weeks(7), in_weeks(16))}
    assert table.steps["long"].end.isoformat() == in_weeks(12)


def test_what_expires_before_it_counts_however_late_is_told() -> None:
    """A card that one step needs long before the exam has to be had again."""
    card = {**step(1), "gives": {"cpr": "yes"}, "valid_years": fact(1)}
    catalog = catalog_of(
        {"card": card, "long": step(104, CARD, span="long")}, every(held("long"), CARD)
    )
    line = "--setting collegiate --degree high-school --cpr no --cpt none --budget unlimited"
    option, found = judged(line, "other", catalog), ranked(line, catalog)
    assert isinstance(option, OpenOption)
    assert days_of(option, found).expires == {"card": date(2027, 11, 30)}


def _world(seed: int) -> tuple[m.Catalog, dict[str, tuple[int, list[str], bool]], list[str]]:
    """A small catalog made at random: the weeks of each step, what it waits for, whether it is an exam."""
    chance = Random(seed)
    plan: dict[str, tuple[int, list[str], bool]] = {}
    for number in range(chance.randint(1, 5)):
        needs = [name for name in plan if chance.random() < 0.4]
        plan[f"s{number}"] = chance.randint(1, 9), needs, chance.random() < 0.5
    asked = [name for name in plan if chance.random() < 0.6] or ["s0"]
    steps = {
        name: step(
            weeks,
            every(*map(held, needs)) if needs else None,
            kind="credential" if is_exam else "class",
        )
        for name, (weeks, needs, is_exam) in plan.items()
    }
    own = chance.randint(1, 12)
    target = {"study": {**RAW["study"], "hours": []}, "weeks": fact(own)}
    plan["other"] = own, asked, True
    return catalog_of(steps, every(*map(held, asked)), other=target), plan, asked


def _taken(plan: dict[str, tuple[int, list[str], bool]]) -> set[str]:
    """The steps that the target waits for, directly or not."""
    found, waiting = set[str](), ["other"]
    while waiting:
        step_ = waiting.pop()
        found.add(step_)
        waiting += plan[step_][1]
    return found


def _week_by_week(plan: dict[str, tuple[int, list[str], bool]], order: tuple[str, ...]) -> int:
    """The week of the last exam, lived through: a week of study and of every open step at a time."""
    taken = _taken(plan)
    studied = dict.fromkeys(order, 0)
    begun: dict[str, int] = {}
    done: dict[str, int] = {}
    for week in count():
        grows = True
        while grows:
            size = len(done)
            for name in taken - set(done):
                weeks, needs, is_exam = plan[name]
                if not all(n in done for n in needs):
                    continue
                begun.setdefault(name, week)
                over = studied[name] >= weeks if is_exam else week - begun[name] >= weeks
                if over:
                    done[name] = week
            grows = len(done) > size
        if "other" in done:
            return done["other"]
        book = next((name for name in order if studied[name] < plan[name][0]), None)
        if book is not None:
            studied[book] += 1
    raise AssertionError


@pytest.mark.parametrize("seed", range(150))
def test_no_order_of_steps_and_study_is_sooner(seed: int) -> None:
    """Every order of studying is lived through, week by week; the soonest is the one planned."""
    catalog, plan, _ = _world(seed)
    line = "--setting collegiate --degree high-school --cpr yes --cpt none --budget unlimited"
    option, found = judged(line, "other", catalog), ranked(line, catalog)
    assert isinstance(option, OpenOption)
    books = [name for name in _taken(plan) if plan[name][2]]
    soonest = min(
        _week_by_week(plan, order) for order in permutations(books) if order[-1] == "other"
    )
    exam = days_of(option, found).sitting.day
    # Where a step with an exam is open only after another, its own weeks are counted from there.
    assert exam == max(option.pathway.sitting.day, date.fromisoformat(in_weeks(soonest)))
