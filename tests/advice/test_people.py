"""What people are told, whole: `people.txt` has been read by a person, line by line.

When a fact of the catalog changes, what changes for people stands in the diff of that file:
`make people` writes it anew, to be read again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from textwrap import wrap

import pytest

from certadvisor import Recommendation, recommend
from certadvisor.advice.plan import plan
from certadvisor.advice.results import Assessment, Ownership, Plan, Sureness
from certadvisor.advice.wishes import PlanWish
from certadvisor.profile.command_line import command_line
from helpers import person, real_catalog

CLOSER = 2
FILE = Path(__file__).parents[1] / "people.txt"
CATALOG = real_catalog()
GRADUATE = "--degree bachelor --degree-field exercise-science --cpr yes --cpt none"
SCHOOL = "--degree high-school --cpr yes"
COLLEGE, GYM, FORCE = (f"--setting {s}" for s in ("collegiate", "gym", "tactical"))
TRAINER = f"{GYM} {SCHOOL} --cpt nasm-cpt"

# Who asks, what the plan is for ("" for the goal), and what kind of road.
PEOPLE: list[tuple[str, str, PlanWish]] = [
    (f"{COLLEGE} {GRADUATE} --budget 1000", "", PlanWish()),
    (f"{COLLEGE} {GRADUATE} --budget 400", "cscca-sccc", PlanWish(years=7)),
    (f"{COLLEGE} {GRADUATE} --budget 745.50 --holds nasm-pes --member nsca", "cpss", PlanWish(fastest=True)),
    (
        f"{COLLEGE} --degree senior --degree-field exercise-science --cpr no --cpt none "
        "--budget 1000 --graduates 2027-05",
        "cscca-sccc",
        PlanWish(),
    ),
    (
        f"{COLLEGE} --degree student --degree-field other --cpr unknown --cpt none --budget 300",
        "cscs",
        PlanWish(years=4),
    ),
    (
        f"{COLLEGE} --degree student --degree-field other --cpr yes --cpt none --budget unlimited "
        "--graduates 2031-06 --casce no",
        "",
        PlanWish(by=date(2029, 11, 24)),
    ),
    (f"{COLLEGE} {SCHOOL} --cpt nasm-cpt --budget 700", "", PlanWish(fastest=True)),
    (f"{COLLEGE} {GRADUATE} --budget unlimited --holds cscs --focus sport-science", "", PlanWish()),
    (
        f"{COLLEGE} {GRADUATE} --budget 900 --practice collegiate=640 --years collegiate=12 "
        "--educated elsewhere --weight affordability=9",
        "cscca-sccc",
        PlanWish(within=Decimal(100)),
    ),
    (
        f"{COLLEGE} --degree bachelor --degree-field other --cpr yes --cpt none --budget 500 "
        "--on 2029-06-01",
        "",
        PlanWish(),
    ),
    (
        f"{COLLEGE} --degree bachelor --degree-field unknown --cpr online-only --cpt ace-cpt "
        "--budget 600 --on 2030-02-01 --price ncsf-csc=250",
        "ncsf-csc",
        PlanWish(),
    ),
    (f"{COLLEGE} --degree none --cpr no --cpt none --budget 0 --adult no", "nsca-cpt", PlanWish(fastest=True)),
    (f"{GYM} --degree high-school --cpr no --cpt none --budget 100", "nasm-pes", PlanWish()),
    (f"{GYM} --degree none --cpr no --cpt none --budget 5000 --adult no", "", PlanWish()),
    (
        f"{GYM} --degree high-school --cpr no --cpt nasm-cpt --focus corrective --budget 100",
        "",
        PlanWish(within=Decimal(50)),
    ),
    (f"{TRAINER} --focus strength --budget 1000 --prefer fastest", "nasm-pes", PlanWish(years=3)),
    (f"{TRAINER} --focus nutrition --budget 900 --employer-accepts nasm-cpt", "nasm-cpt", PlanWish()),
    (f"{TRAINER} --holds nasm-pes --holds cscs --focus strength --budget 900", "issa-scc", PlanWish()),
    (
        f"{GYM} --degree bachelor --degree-field health-science --cpr yes --cpt none "
        "--focus special-populations --licence pt --budget 900",
        "csps",
        PlanWish(fastest=True),
    ),
    (f"{FORCE} --degree high-school --cpr no --cpt none --budget 500", "tsac-f", PlanWish()),
    (f"{FORCE} --degree bachelor --degree-field other --cpr yes --cpt ace-cpt --budget 5000 --holds tsac-f", "", PlanWish()),
    (f"{FORCE} {SCHOOL} --cpt none --budget 1000 --focus nutrition", "csps", PlanWish()),
    (f"{GYM} {SCHOOL} --cpt none --focus special-populations --budget unlimited", "csps", PlanWish()),
    (
        f"{COLLEGE} --degree student --degree-field exercise-science --graduates 2030-05 --casce no "
        "--cpr yes --cpt none --budget 1000",
        "cscs",
        PlanWish(),
    ),
    (
        f"{GYM} --degree in-school --graduates 2027-06 --adult 2027-03 --cpr no --cpt none --budget 600",
        "",
        PlanWish(),
    ),
    (f"{GYM} {SCHOOL} --cpt issa-cpt --budget 800", "nsca-cpt", PlanWish()),
    (
        f"{GYM} --degree master --degree-field health-science --cpr yes --cpt none --focus wellness "
        "--budget 1500",
        "",
        PlanWish(),
    ),
    (f"{GYM} {SCHOOL} --cpt none --focus physique --budget 1500", "", PlanWish()),
    (
        f"{COLLEGE} --degree student --degree-field exercise-science --graduates 2029-05 --cpr yes "
        "--cpt none --budget unlimited",
        "",
        PlanWish(),
    ),
    (f"{FORCE} --degree bachelor --degree-field other --cpr yes --cpt none --budget unlimited", "", PlanWish()),
]  # fmt: skip


def told(line: str, target: str, wish: PlanWish, *, surely: bool = True) -> str:
    """What somebody is told, in a form that is quick to read; how sure it is may be left out."""
    profile = person(line)
    result = recommend(profile, CATALOG, years=3, with_sureness=surely)
    road = plan(target or result.advice.goal or "cscs", profile, CATALOG, wish)
    parts = (
        _advice(result),
        map(_row, result.recommendations),
        *map(_closer, result.recommendations[:CLOSER]),
        _sureness(result.sureness),
        _plan(road),
    )
    text = "\n".join(line for part in parts for line in part)
    return f"{command_line(profile)}\n\n{text}\n"


def _advice(result: Recommendation) -> Iterator[str]:
    said = result.advice
    yield from (line for part in said.parts.values() for line in wrap(part, 96))
    yield from (f"? {question}" for question in said.ask)
    now = f"{said.now.kind} {said.now.id}" if said.now else "nothing"
    yield f"now {now}, goal {said.goal}, beyond {said.beyond}, needed {said.needed}"
    yield f"equals {' '.join(said.equals) or '-'}, held {' '.join(result.held) or '-'}"
    if result.sureness is not None:
        yield f"could still matter: {' '.join(result.open_questions) or '-'}"


def _row(one: Assessment) -> str:
    sure = "" if one.confirmed else " ?"
    over = {True: "within", False: "over", None: "?"}[one.affordable]
    cost = f"${one.cost.required_total}{'' if one.cost.complete else '+?'} {over}"
    steps = " ".join(one.route) or "-"
    return (
        f"{one.rank:2} {one.id:16} {one.group:12} {one.status}{sure}, {one.score}, {cost}, {steps}"
    )


def _closer(one: Assessment) -> Iterator[str]:
    points = " ".join(f"{name} {p}" for name, p in one.contributions.items())
    yield f"the {one.name}: {points}, sit {one.earliest_on}, realistic {one.realistic_on}, issued {one.issued_on}"
    study = f"${one.cost.total}{'' if one.cost.study_known else '+?'}"
    year = f"{one.cost.per_year.amount}{'' if one.cost.per_year.complete else '+?'}"
    retake = one.cost.with_one_retake
    yield f"   {study} with study, {retake} with a retake, {year} a year, {_years(one.ownership)}"
    hours = one.effort.hours
    study = f"{hours.low}-{hours.high}" if hours is not None else "?"
    rate, when = one.effort.pass_rate, one.effort.pass_rate_year
    yield f"   {rate} of a hundred pass ({when}), {study} hours, {one.effort.weeks} weeks"
    if one.missing:
        yield f"   missing: {'; '.join(one.missing)}"
    if one.owed:
        yield f"   owed: {'; '.join(f'{o.text} ({o.due}, {o.amount})' for o in one.owed)}"
    yield from (f"   {r}" for r in one.reasons)


def _years(owned: Ownership | None) -> str:
    if owned is None:
        return "-"
    by_year = "/".join(f"{y.amount}{'' if y.complete else '+?'}" for y in owned.years)
    return f"{by_year} = {owned.total}{'' if owned.complete else '+?'} over the years"


def _sureness(sure: Sureness | None) -> Iterator[str]:
    if sure is None:
        return
    share, rival = sure.first_place_share, sure.rival
    none = "no first place" if sure.basis == "none" else "first"
    leads = f"leads in {share.won} of {share.of}" if share else none
    yield f"sure: {leads}, {sure.basis}"
    if rival is not None:
        by = rival.separated_by
        yield f"rival {rival.id} by {by.by} {by.criterion} {by.points}: {by.text}"
    for change in sure.would_change:
        what = f"{change.change.kind} {change.change.key} {change.change.value}"
        mark = "+" if change.gains else "-"
        yield f"{mark} {change.change.text} -> {change.new_first}, {change.cost} ({what})"


def _plan(road: Plan) -> Iterator[str]:
    sure = "" if road.confirmed else " ?"
    yield f"plan {road.target}: {road.state}, {road.status}{sure}. {road.text}"
    if road.state == "open":
        cost = f"${road.required_total}{'' if road.complete else '+?'}"
        weeks = f"{road.weeks}{'' if road.timed else '+?'} weeks"
        proven = "proven" if road.proven_cheapest else "not proven"
        yield f"   {cost}, {weeks}, sit {road.earliest_on}, {proven}, {road.ways_compared} ways"
        yield f"   realistic {road.realistic_on}, not before {road.not_before}, issued {road.issued_on}"
    for study in road.studies:
        yield f"   {study.text}: {study.weeks} weeks, {study.starts_on} to {study.ends_on}, {study.cost}"
    for s in road.steps:
        timed = "" if s.timed else "+?"
        yield (
            f"   {s.number} {s.id}: weeks {s.start_week}-{s.end_week}{timed}, {s.starts_on} to {s.ends_on}, {s.cost}, {s.spent} spent; "
            f"after {' '.join(s.after) or '-'}; opens {', '.join(s.unlocks) or '-'}; {s.due or '-'}"
        )
    yield from (f"   rule: {rule}" for rule in road.rules)
    yield from (f"   by {due.day}: {due.text}" for due in road.deadlines)
    for other in road.may_be_cheaper:
        yield f"   maybe {' '.join(other.steps)}: {other.known} and {', '.join(other.unknown)}"
    if road.ownership is not None:
        yield f"   {_years(road.ownership)}; {road.ownership.education}"


RULE = "\n" + "=" * 96 + "\n\n"
HOW_SURE = re.compile(r"^could still matter: [^\n]*\n|^sure: .*?(?=^plan )", re.M | re.S)
"""What could change the advice takes far longer than all the rest: most of it is for the slow tier."""


@cache
def _read() -> list[str]:
    """What has been read of each."""
    read = FILE.read_text(encoding="utf-8").split(RULE)
    assert len(read) == len(PEOPLE)
    return read


@pytest.mark.parametrize("number", range(len(PEOPLE)))
def test_people_are_told_what_has_been_read(number: int) -> None:
    """The advice, every row and the road, as they stand in the file."""
    rest, parts = HOW_SURE.subn("", _read()[number])
    assert parts == 2
    assert told(*PEOPLE[number], surely=False) == rest


@pytest.mark.parametrize(
    "number",
    [pytest.param(n, marks=() if n % 10 == 0 else pytest.mark.slow) for n in range(len(PEOPLE))],
)
def test_people_are_told_how_sure_it_is(number: int) -> None:
    """With it, all stands in the file as it is told: some of the people here, all in the slow tier."""
    assert told(*PEOPLE[number]) == _read()[number]


if __name__ == "__main__":
    FILE.write_text(RULE.join(told(*one) for one in PEOPLE), encoding="utf-8")
