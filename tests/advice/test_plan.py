"""The plan: its steps, days, prices and words; test_plan_is_cheapest tries every other set of steps."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import brute
from certadvisor.advice.ownership import ownership, upkeep
from certadvisor.advice.plan import goal_of, plan
from certadvisor.advice.results import Plan
from certadvisor.advice.wishes import PlanWish
from certadvisor.catalog.load import validated
from certadvisor.errors import UsageError
from certadvisor.rules.cost import Pricing
from certadvisor.text import usd
from helpers import TODAY, person, program, raw_catalog, real_catalog
from pages import page, table, words
from samples import part, people
from small import (
    CARD,
    NO_ONE,
    UNPUBLISHED,
    Json,
    catalog_of,
    every,
    fact,
    fee,
    held,
    in_weeks,
    keeping,
    one_of,
    serving,
    step,
)

WORLD = raw_catalog()
CATALOG = real_catalog()


# --- what is promised to people ---------------------------------------------------------------------

BACHELOR = "--degree bachelor --degree-field other --cpr yes --cpt none"
ISSA = "--degree high-school --cpr yes --cpt issa-cpt"


def planned(target: str, line: str, **wish: Any) -> Plan:
    """The plan for a line of flags."""
    return plan(target, person(line), CATALOG, PlanWish(**wish))


def test_a_marketing_bachelor_may_sit_before_2030_and_needs_another_degree_after() -> None:
    """The two plans differ by the rule of the day one sits, and each says so."""
    before = planned("cscs", f"{BACHELOR} --on 2029-11-01")
    after = planned("cscs", f"{BACHELOR} --on 2030-02-01")
    assert [s.id for s in before.steps] == ["cscs"]
    assert before.steps[0].due == "by 30 December 2029: then another rule applies"
    assert any("From 1 January 2030" in rule and "CASCE" in rule for rule in before.rules)
    assert [s.id for s in after.steps] == ["bachelor-casce", "cscs"]
    assert after.weeks == 208
    assert after.status == "long-term"
    assert any("from 1 January 2030 counts" in r and "CASCE" in r for r in after.rules)


def test_a_degree_that_ends_in_2030_is_judged_by_the_rules_of_2030() -> None:
    """Who is told now can still choose a programme that counts."""
    line = (
        "--degree student --degree-field exercise-science --cpr yes --cpt none --graduates 2031-05"
    )
    unsaid, casce = planned("cscs", line), planned("cscs", f"{line} --casce yes")
    assert any("from 1 January 2030 counts" in rule and "CASCE" in rule for rule in casce.rules)
    assert "finish-degree" in {s.id for s in casce.steps}
    assert "finish-degree" not in {s.id for s in unsaid.steps if s.number < len(unsaid.steps)}


@pytest.mark.parametrize(
    ("target", "total", "complete"), [("csps", 824, True), ("ncsf-csc", 349, False)]
)
def test_an_issa_trainer_is_told_the_cheapest_accredited_certification(
    target: str, total: int, complete: bool
) -> None:
    """An ISSA-CPT is not NCCA-accredited: the NCSF-CPT is, for $349; what might cost less is named."""
    found = planned(target, ISSA)
    step = next(s for s in found.steps if s.id == "ncsf-cpt")
    assert step.cost == Decimal(349)
    assert CATALOG.credential("ncsf-cpt").ncca.known is True  # type: ignore[union-attr]
    assert CATALOG.credential("issa-cpt").ncca.known is False  # type: ignore[union-attr]
    assert (found.required_total, found.complete) == (Decimal(total), complete)
    assert not found.proven_cheapest
    assert {"ace-cpt", "acsm-cpt"} <= {s for m in found.may_be_cheaper for s in m.steps}
    assert "NCSF-CPT" in program("plan", target, *ISSA.split(), "--on", "2026-11-23").stdout


def test_the_cheapest_is_not_claimed_while_a_membership_has_no_published_fee() -> None:
    """The NSCA's fee is not published: joining might make the CSCS cheaper, and the plan says so."""
    found = planned("cscs", BACHELOR)
    assert found.required_total == Decimal(475)
    assert not found.proven_cheapest
    assert [(m.steps, m.known) for m in found.may_be_cheaper] == [
        (("nsca-membership",), Decimal(340))
    ]
    member = planned("cscs", f"{BACHELOR} --member nsca")
    assert (member.required_total, member.proven_cheapest) == (Decimal(340), True)


def test_a_road_within_a_sum_is_found_or_said_not_to_exist() -> None:
    """With the least sum in the text; an unknown price keeps to no sum."""
    assert planned("cscs", BACHELOR, within=Decimal(475)).state == "open"
    short = planned("cscs", BACHELOR, within=Decimal("474.99"))
    assert (short.state, short.steps) == ("out-of-reach", ())
    assert "$475" in short.text
    trainer = f"{BACHELOR.replace('--cpt none', '--cpt ace-cpt')} --cpr yes"
    unknown = planned("nasm-ces", trainer, within=Decimal(5000))
    assert unknown.text.endswith("the cheapest has no known price.")


def test_a_road_by_a_day_is_found_or_said_not_to_exist() -> None:
    """Practice of seven weeks comes before the CSPS exam, and so does a certification (DESIGN 1)."""
    day = TODAY.replace(year=2027, month=1, day=11)
    trainer = BACHELOR.replace("--cpt none", "--cpt ace-cpt")
    assert planned("csps", f"{trainer} --cpr yes", by=day).earliest_on == "2027-01-11"
    assert planned("csps", f"{BACHELOR} --cpr yes", by=day).state == "out-of-reach"
    late = planned("csps", trainer, by=day.replace(day=10))
    assert (late.state, "11 January 2027" in late.text) == ("out-of-reach", True)
    with pytest.raises(UsageError, match="lies before"):
        planned("csps", BACHELOR, by=TODAY.replace(year=2020))


def test_the_quickest_road_is_no_longer_than_the_cheapest_and_costs_no_less() -> None:
    """For everyone and every target where both are known."""
    for profile in people(part(200, 3), seed=3):
        for target in CATALOG.certifications:
            cheap, quick = (
                plan(target, profile, CATALOG),
                plan(target, profile, CATALOG, PlanWish(True)),
            )
            assert cheap.state == quick.state
            if cheap.timed and quick.timed:
                assert quick.weeks <= cheap.weeks
            if cheap.complete and quick.complete:
                assert cheap.required_total <= quick.required_total


@pytest.mark.slow
def test_the_same_question_gives_the_same_plan() -> None:
    """Repeatable to the last word."""
    for profile in people(10, seed=4):
        for target in CATALOG.certifications:
            assert plan(target, profile, CATALOG) == plan(target, profile, CATALOG)


# --- the program -------------------------------------------------------------------------------------

GIVEN = [*BACHELOR.split(), "--on", "2026-11-23"]


def test_a_target_held_already_is_said_to_be_and_its_renewal_is_shown() -> None:
    """Nothing is planned, and that is no error."""
    done = program("plan", "cscs", *GIVEN, "--holds", "cscs")
    said = " ".join(done.stdout.split())
    assert done.returncode == 0
    assert "You hold the CSCS already." in said
    assert "Every 3 years keeping it takes $90" in said
    assert "31 December 2026" in said


def test_a_closed_target_names_what_stands_in_the_way() -> None:
    """Where no step can be set out for, somebody under 18 is told of the age rule."""
    world = raw_catalog()
    for entry in world["steps"].values():
        entry["attainable"] = False
    found = plan("nsca-cpt", person("--degree none --cpr yes --adult no"), validated(world, "x"))
    assert found.state == "closed"
    leaf = next(
        leaf["text"]
        for leaf in brute.leaves(world["certifications"]["nsca-cpt"]["requirements"])
        if leaf["test"]["kind"] == "adult"
    )
    assert leaf in found.text


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("cscx",), 2, "Did you mean"),
        (("cscs", "--by", "2020-01-01"), 2, "lies before"),
        (("cscs", "--by", "soon"), 2, "--by"),
        (("cscs", "--over", "0"), 2, "whole number from 1 to 50"),
        (("cscs", "--over", "-1"), 2, "whole number from 1 to 50"),
        (("cscs", "--over", "1e9"), 2, "whole number from 1 to 50"),
        (("cscs", "--within", "nan"), 2, "--within"),
        (("cscs", "--format", "pdf"), 2, "mermaid"),
        (("cscs", "--ics", "no-such-folder/plan.ics"), 1, "cannot be written"),
        (("cscs", "--weight", "fit=-1"), 2, "--weight"),
        (("cscs", "--weight", "fit=NaN"), 2, "--weight"),
    ],
)
def test_bad_input_gets_one_clear_line(words: tuple[str, ...], code: int, said: str) -> None:
    """On stderr, with the right exit code, and nothing on stdout."""
    done = program("plan", *words, *GIVEN)
    assert (done.returncode, done.stdout) == (code, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_all_weights_at_nought_are_refused() -> None:
    """A score out of nothing is none."""
    zero = [f"--weight={n}=0" for n in CATALOG.policy.criteria]
    done = program("plan", "cscs", *GIVEN, *zero)
    assert (done.returncode, done.stdout) == (2, "")
    assert "every weight at 0" in done.stderr


def test_a_calendar_that_cannot_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    """Whole or not at all; a folder of that name is not overwritten."""
    folder = tmp_path / "plan.ics"
    folder.mkdir()
    done = program("plan", "cscs", *GIVEN, "--ics", str(folder))
    assert done.returncode == 1
    assert folder.is_dir()
    assert "is a folder" in done.stderr


STUDENT = "--degree senior --degree-field exercise-science --cpr no --cpt none --graduates 2027-05"


def test_the_calendar_holds_the_deadlines_of_the_plan(tmp_path: Path) -> None:
    """The last day of the rule, what is owed a year after the exam, cards and renewals."""
    from icalendar import Calendar

    file = tmp_path / "plan.ics"
    words = ["plan", "cscs", *STUDENT.split(), "--on", "2026-11-23", "--over", "4"]
    done = program(*words, "--ics", str(file), "--format", "json")
    found = json.loads(done.stdout)
    entries = [
        (str(e.decoded("dtstart")), str(e["summary"]))
        for e in Calendar.from_ical(file.read_text(encoding="utf-8")).walk("VEVENT")
    ]
    days = {day for day, _ in entries}
    assert {d["day"] for d in found["deadlines"]} <= days
    dues = [due for year in found["ownership"]["years"] for due in year["dues"]]
    assert {due["day"] for due in dues} <= days
    assert "2029-12-31" in days
    assert len(entries) == len(set(entries))
    again = tmp_path / "again.ics"
    program(*words, "--ics", str(again))
    assert again.read_bytes() == file.read_bytes()


def test_the_diagram_draws_every_step_study_and_deadline_on_its_days() -> None:
    """A task for each, in the grammar of a gantt chart: no text of the catalog can end its line."""
    words = ["cscs", *STUDENT.split(), "--on", "2026-11-23"]
    drawn = program("plan", *words, "--format", "mermaid").stdout.splitlines()
    found = json.loads(program("plan", *words, "--format", "json").stdout)
    assert drawn[:3] == ["gantt", "  title CSCS", "  dateFormat YYYY-MM-DD"]
    form = r"  [^:;#]+ :(milestone, )?(\w+), (\d{4}-\d\d-\d\d), (\d{4}-\d\d-\d\d|0d)"
    tasks = [re.fullmatch(form, line) for line in drawn[3:]]
    assert all(tasks)
    days = {t[2]: (t[3], t[4]) for t in tasks if t is not None}
    assert len(days) == len(tasks) == sum(len(found[k]) for k in ("steps", "studies", "deadlines"))
    for step_ in found["steps"]:
        start, end = step_["starts_on"], step_["ends_on"]
        assert days[f"step{step_['number']}"] == (start, end if end != start else "0d")
    (study,) = found["studies"]
    assert days["study1"] == (study["starts_on"], study["ends_on"])


@pytest.mark.parametrize("form", ["table", "markdown", "csv", "json", "mermaid"])
@pytest.mark.parametrize("target", ["csps", "cscca-sccc", "nasm-ces"])
def test_every_form_says_the_whole_plan(form: str, target: str) -> None:
    """All steps are in it, and no template is left half filled."""
    words = ["plan", target, *STUDENT.split(), "--on", "2026-11-23"]
    words += [] if form == "csv" else ["--over", "3"]
    text = program(*words, "--format", form).stdout
    for gap in ("None", "{", "Decimal", "  ,", ": ;", "..") if form != "json" else ("Decimal",):
        assert gap not in text
    name = target if form == "csv" else CATALOG.name_of(target)
    assert (json.loads(text)["name"] if form == "json" else name) in text


def test_without_a_target_the_plan_is_for_the_goal_of_the_setting() -> None:
    """With what employers there usually expect besides."""
    words = ["plan", "--setting", "collegiate", *GIVEN, "--format", "json"]
    found = json.loads(program(*words).stdout)
    assert found["target"] == "cscs"
    assert [e["text"] for e in found["expectations"]] == [
        e.text for e in CATALOG.settings["collegiate"].expectations
    ]


# --- docs/plan.md ----------------------------------------------------------------------------------------

PAGE = page("plan.md")


def test_the_page_tells_the_two_days_apart_as_the_program_does() -> None:
    """Steps, weeks and sum on either side of the change."""
    for row in table(PAGE, "on"):
        found = planned("cscs", f"{BACHELOR} --on {row['on']}")
        before = [s.id for s in found.steps if s.id != "cscs"]
        assert row["steps before the exam"] == (", ".join(before) or "none")
        assert (int(row["weeks"]), row["known"]) == (found.weeks, usd(found.required_total))


def test_the_page_tells_the_realistic_days_as_the_program_does() -> None:
    """Weeks of study, the day, and by how many days another one is made or missed."""
    rows = table(PAGE, "hours a week")
    for row in rows:
        line = f"{BACHELOR} --hours-a-week {row['hours a week']}"
        found = planned("cscs", line, by=date(2027, 6, 1))
        ((study,), (wish,)) = found.studies, found.wishes
        told = (str(study.weeks), found.realistic_on, str(wish.spare))
        assert told == (row["weeks"], row["realistic"], row["against 2027-06-01"])
        assert wish.met is (str(found.realistic_on) <= "2027-06-01")
    assert len(rows) == 4


def test_the_page_tells_the_days_of_an_exam_once_a_year_as_the_program_does() -> None:
    """On either side of each of its deadlines."""
    rows = table(PAGE, "asked on")
    for row in rows:
        done = "--practice collegiate=640" if row["practicum done"] == "yes" else ""
        line = f"--degree bachelor --degree-field exercise-science --cpr no --cpt none {done}"
        found = planned("cscca-sccc", f"{line} --on {row['asked on']}")
        assert found.not_before == row["exam"]
    assert len(rows) == 6


def test_the_page_itemises_the_years_as_the_program_does() -> None:
    """Year by year, and in all."""
    rows = table(PAGE, "year")
    field = BACHELOR.replace("other", "exercise-science")
    owned = planned("cscs", field, years=len(rows)).ownership
    assert owned is not None
    assert [tuple(r.values()) for r in rows] == [
        (str(y.year), usd(y.amount), ", ".join(d.day for d in y.dues)) for y in owned.years
    ]
    assert f"In all at least {usd(owned.total)}." in words(PAGE)
    assert not owned.complete


# --- on small catalogs ----------------------------------------------------------------------------


LATER = {"due": "certificate"}
NO_STUDY = {
    "study": {**WORLD["certifications"]["cscs"]["study"], "hours": []},
    "weeks": fact(0),
}


def road(
    steps: dict[str, Json], rule: Json, wish: PlanWish | None = None, line: str = NO_ONE
) -> Plan:
    """The road to `other`, which has a rule, costs $100 and takes no study."""
    catalog = catalog_of(steps, rule, other={"fees": [fee("100")], **NO_STUDY})
    return plan("other", person(line, catalog), catalog, wish)


def shown(found: Plan) -> list[tuple[Any, ...]]:
    """The steps with their weeks, costs and what they wait for."""
    return [
        (s.id, s.start_week, s.end_week, s.timed, s.cost, s.spent, s.after) for s in found.steps
    ]


def test_a_schedule_goes_by_the_ends_of_the_steps() -> None:
    """What is owed after the exam follows it: only a formality may (DESIGN 1)."""
    steps = {
        "late": step(9, fees=[fee("7")], formality=True),
        "b": step(4, held("a"), fees=[fee("20")]),
        "a": step(2, fees=[fee("10")]),
        "c": step(5, fees=[fee("30")]),
        "last": step(1, held("late"), formality=True),
    }
    rule = every(held("b"), held("c"), held("last", **LATER))
    found = road(steps, rule)
    assert shown(found) == [
        ("a", 0, 2, True, 10, 10, ()),
        ("c", 0, 5, True, 30, 40, ()),
        ("b", 2, 6, True, 20, 60, ("a",)),
        ("other", 6, 6, True, 100, 160, ()),
        ("late", 0, 9, True, 7, 167, ()),
        ("last", 9, 10, True, 0, 167, ("late",)),
    ]
    assert [s.number for s in found.steps] == [1, 2, 3, 4, 5, 6]
    assert [s.unlocks for s in found.steps] == [
        ("b",),
        ("the other exam",),
        ("the other exam",),
        (),
        ("last",),
        ("the other certificate",),
    ]
    assert [s.kind for s in found.steps] == ["step"] * 3 + ["certification"] + ["step"] * 2
    assert found.steps[3].text == "register for the other and sit for it"
    assert found.steps[0].text == "do it"
    assert (found.weeks, found.earliest_on, found.required_total, found.complete) == (
        6,
        (TODAY + timedelta(weeks=6)).isoformat(),
        Decimal(167),
        True,
    )
    day = (TODAY + timedelta(weeks=6)).isoformat()
    assert (found.earliest_on, found.realistic_on, found.issued_on) == (day, day, in_weeks(10))
    assert found.text == (
        "The cheapest road to the other costs $167; the exam is realistic on 4 January 2027."
    )
    assert found.proven_cheapest
    assert found.ways_compared == 1


def test_a_certification_on_the_road_is_learnt_and_sat_for() -> None:
    """It is a certification among the steps."""
    found = road({}, held("goal"))
    assert [(s.id, s.kind, s.text) for s in found.steps] == [
        ("goal", "certification", "earn the goal"),
        ("other", "certification", "register for the other and sit for it"),
    ]


def test_a_step_of_unknown_length_comes_after_what_it_waits_for() -> None:
    """What waits for it has no sure week either; what does not, has."""
    steps = {
        "d": step(3, held("c")),
        "c": step(None, held("a")),
        "a": step(2, fees=[fee(None)]),
        "e": step(2),
    }
    found = road(steps, every(held("d"), held("e")))
    assert [(s.id, s.start_week, s.end_week, s.timed, s.weeks) for s in found.steps] == [
        ("a", 0, 2, True, 2),
        ("e", 0, 2, True, 2),
        ("c", 2, 2, False, None),
        ("d", 2, 5, False, 3),
        ("other", 5, 5, False, 0),
    ]
    assert (found.steps[0].cost, found.steps[-1].spent, found.complete) == (
        None,
        Decimal(100),
        False,
    )
    assert (found.earliest_on, found.weeks, found.timed) == (None, 5, False)
    assert (found.realistic_on, found.not_before) == (None, in_weeks(5))
    assert found.text == (
        "The cheapest road to the other costs at least $100; the exam is not before "
        "28 December 2026: how long it takes is not known."
    )


def test_steps_of_unknown_length_stand_in_the_order_in_which_they_wait() -> None:
    """All of them end with the first, whatever their order in the catalog."""
    steps = {
        "d": step(None, every(held("c"), held("a"))),
        "c": step(None, held("a")),
        "b": step(2),
        "a": step(2),
    }
    found = road(steps, every(held("d"), held("b")))
    assert [(s.id, s.end_week, s.after) for s in found.steps] == [
        ("b", 2, ()),
        ("a", 2, ()),
        ("c", 2, ("a",)),
        ("d", 2, ("c", "a")),
        ("other", 2, ()),
    ]


def test_what_comes_before_the_exam_is_done_in_the_time_until_it() -> None:
    """A is opened by B in nine weeks, or by C, of unknown length; after the exam there is time."""
    steps = {"a": step(1, one_of(held("b"), held("c"))), "b": step(9), "c": step(None)}
    found = road(steps, every(*map(held, "abc")))
    assert (found.weeks, found.timed) == (9, False)
    assert [(s.id, s.end_week, s.after) for s in found.steps if s.id == "a"] == [("a", 1, ("c",))]
    steps["e"] = step(5)
    papers = {**{i: {**steps[i], "formality": True} for i in "abc"}, "e": steps["e"]}
    later = road(papers, every(held("e"), *(held(i, **LATER) for i in "abc")))
    assert [(s.id, s.end_week, s.after) for s in later.steps] == [
        ("e", 5, ()),
        ("other", 5, ()),
        ("c", 0, ()),
        ("b", 9, ()),
        ("a", 10, ("b",)),
    ]
    assert [s.timed for s in later.steps] == [True, True, False, True, True]


def test_what_waits_only_for_time_is_placed_by_the_quickest_of_its_ways() -> None:
    """A is opened by B at once or by C late; both are on the road for other reasons."""
    steps = {"a": step(1, one_of(held("b"), held("c"))), "b": step(2), "c": step(9)}
    found = road(steps, every(held("a"), held("b"), held("c")))
    assert [(s.id, s.start_week, s.after) for s in found.steps] == [
        ("b", 0, ()),
        ("a", 2, ("b",)),
        ("c", 0, ()),
        ("other", 9, ()),
    ]


def test_a_rule_that_ends_and_one_that_begins_are_told_with_their_days() -> None:
    """The one that counts by its last day; what is owed by the days given for it."""
    ends = held("x", until=in_weeks(30), text="the early rule")
    begins = held("y", since=in_weeks(30, 1), text="the late rule")
    owed = held("z", text="the paper", within_days=100, **LATER)
    steps = {"x": step(1), "y": step(40, span="long"), "z": step(1, formality=True)}
    found = road(steps, every(ends, begins, owed))
    day = date.fromisoformat(in_weeks(30))
    words = f"{day.day} {day:%B %Y}"
    assert [(s.id, s.due) for s in found.steps] == [
        ("x", None),
        ("other", f"by {words}: then another rule applies"),
        ("z", "within 100 days after the exam"),
    ]
    assert [(d.day, d.text) for d in found.deadlines] == [
        (in_weeks(30), "last day to sit under this rule"),
        (in_weeks(1, 100), "last day for the paper"),
    ]
    after = date.fromisoformat(in_weeks(30, 1))
    assert found.rules == (f"From {after.day} {after:%B %Y} another rule applies: the late rule.",)
    late = road({**steps, "x": step(40)}, every(ends, begins, owed))
    assert late.rules == (
        f"The rule that applies from {after.day} {after:%B %Y} counts: the late rule.",
    )
    assert [d.text for d in late.deadlines] == ["last day for the paper"]
    unknown = road({**steps, "x": step(None)}, every(ends, owed))
    assert [d.text for d in unknown.deadlines] == ["last day to sit under this rule"]


def test_of_two_rules_that_end_the_sooner_counts() -> None:
    """Each of them must hold on the day."""
    one, two = held("x", until=in_weeks(50)), held("y", until=in_weeks(20))
    found = road({"x": step(1), "y": step(1)}, every(one, two))
    assert found.deadlines[0].day == in_weeks(20)
    day = date.fromisoformat(in_weeks(20))
    assert found.steps[-1].due == f"by {day.day} {day:%B %Y}: then another rule applies"


def test_what_meets_two_rules_after_the_exam_is_due_by_the_first() -> None:
    """And a step that meets none of them has no day."""
    first = held("z", text="one", within_days=30, **LATER)
    second = held("z", text="two", within_days=90, **LATER)
    other = held("w", text="three", **LATER)
    papers = {i: step(1, formality=True) for i in "zw"}
    found = road(papers, every(first, second, other))
    assert [(s.id, s.due) for s in found.steps] == [
        ("other", None),
        ("z", "within 30 days after the exam"),
        ("w", "before the certificate"),
    ]
    assert [d.text for d in found.deadlines] == ["last day for one", "last day for two"]


TWO = {
    "a": step(9, fees=[fee("10")]),
    "b": step(2, fees=[fee("50")]),
    "c": step(1, fees=[fee(None)]),
}


def test_the_cheapest_the_quickest_and_what_is_wished_for() -> None:
    """A sum or a day that nothing keeps to is answered with the nearest there is."""
    rule = one_of(held("a"), held("b"))

    def chosen(**wish: Any) -> tuple[str, str]:
        found = road({k: TWO[k] for k in "ab"}, rule, PlanWish(**wish))
        return " ".join(s.id for s in found.steps), found.text

    assert chosen()[0] == "a other"
    assert chosen(fastest=True)[0] == "b other"
    assert chosen(fastest=True)[1].startswith("The quickest road to the other costs $150;")
    assert chosen(by=TODAY + timedelta(weeks=9))[0] == "a other"
    assert chosen(by=TODAY + timedelta(weeks=9, days=-1))[0] == "b other"
    assert chosen(fastest=True, within=Decimal(149))[0] == "a other"
    assert chosen(within=Decimal(110))[0] == "a other"
    no_way = "No known way to the other keeps to that:"
    over = "the cheapest costs $110, $1 more than $109"
    assert chosen(within=Decimal(109)) == ("", f"{no_way} {over}.")
    soon = TODAY + timedelta(days=3)
    day = TODAY + timedelta(weeks=2)
    ends = f"the quickest ends on {day.day} {day:%B %Y}, 11 days after 26 November 2026"
    assert chosen(by=soon) == ("", f"{no_way} {ends}.")
    assert chosen(by=soon, within=Decimal(1)) == (
        "",
        f"{no_way} the cheapest costs $110, $109 more than $1 and {ends}.",
    )
    with pytest.raises(UsageError, match="lies before"):
        chosen(by=TODAY - timedelta(days=1))


def test_an_unknown_price_is_no_cheapest_and_fits_no_sum() -> None:
    """It may turn out cheaper, and is said to."""
    found = road(TWO, one_of(held("a"), held("c")))
    assert [s.id for s in found.steps] == ["a", "other"]
    assert (found.proven_cheapest, found.ways_compared) == (False, 2)
    assert [(o.steps, o.known, o.unknown) for o in found.may_be_cheaper] == [
        (("c",), Decimal(100), ("c: fee",))
    ]
    assert found.text.startswith("The cheapest known road")
    only = road(TWO, held("c"), PlanWish(within=Decimal(500)))
    assert only.text == "No known way to the other keeps to that: the cheapest costs at least $100."
    catalog = catalog_of(TWO, held("c"), other={"fees": [fee(None)]})
    unknown = plan("other", person(NO_ONE, catalog), catalog, PlanWish(within=Decimal(9)))
    assert unknown.text.endswith("the cheapest has no known price.")
    untimed = road({"a": step(None)}, held("a"), PlanWish(by=TODAY))
    assert untimed.text.endswith("the quickest has no known end.")


def test_a_road_that_never_costs_more_needs_no_mention() -> None:
    """What is dearer whatever its unknown price is, is beaten; so are others of those that may be."""
    steps = {
        "a": step(1, fees=[fee("10")]),
        "b": step(1, fees=[fee("20"), fee(None)]),
        "c": step(1, fees=[fee("5"), fee(None)]),
        "d": step(1, fees=[fee("3"), fee(None)]),
        "e": step(1, held("d"), fees=[fee("1")]),
    }
    found = road(steps, one_of(*map(held, "abce")))
    assert [o.steps for o in found.may_be_cheaper] == [("d", "e"), ("c",)]
    assert not found.proven_cheapest


def test_what_is_held_or_shut_has_no_road() -> None:
    """It says what keeping it takes, or what stands in the way."""
    shut = road({"x": step(1, attainable=False)}, every(held("x", text="a key"), CARD))
    assert (shut.state, shut.steps, shut.required_total, shut.weeks, shut.ways_compared) == (
        "closed",
        (),
        Decimal(0),
        0,
        0,
    )
    assert shut.text == "No known way leads to the other: you need a key and a rule."
    mine = road({}, every(), line=f"{NO_ONE} --holds other")
    assert mine.state == "held"
    assert mine.text.startswith("You hold the other already.")
    assert (mine.ways_compared, mine.complete, mine.timed, mine.proven_cheapest) == (
        0,
        False,
        False,
        False,
    )


def test_the_goal_of_a_setting_is_what_serves_best_there() -> None:
    """Where nothing does, one is asked to name a certification."""
    catalog = catalog_of({}, goal=serving("useful"), other=serving("strong"))
    who = person(f"{NO_ONE} --budget 5 --setting {next(iter(catalog.settings))}", catalog)
    assert goal_of(who, catalog) == "other"
    nothing = catalog_of({})
    with pytest.raises(UsageError, match="nothing in the catalog fits that"):
        goal_of(who, nothing)


def test_a_road_says_when_the_exam_is() -> None:
    """On a day; where a length is not known, no sooner than that day."""
    said = [
        (None, "the exam is realistic on 23 November 2026"),
        (step(10), "the exam is realistic on 1 February 2027"),
        (step(0), "the exam is realistic on 23 November 2026"),
        (step(None), "the exam is not before 23 November 2026: how long it takes is not known"),
    ]
    for made, time in said:
        steps, rule = ({}, every()) if made is None else ({"a": made}, held("a"))
        assert road(steps, rule).text.startswith(
            f"The cheapest road to the other costs $100; {time}."
        )


def test_the_years_are_counted_from_the_day_one_sits() -> None:
    """What getting it costs falls in the first."""
    found = road({"a": step(10, fees=[fee("7")])}, held("a"), PlanWish(years=2))
    assert found.ownership is not None
    assert found.ownership.years[0].amount == 107
    assert [due.day for due in found.ownership.years[0].dues] == [in_weeks(10)]
    assert road({}, every()).ownership is None
    assert road({}, UNPUBLISHED).confirmed is False


def till_of(steps: dict[str, Json] | None = None, line: str = NO_ONE, /, **renewal: Any) -> Pricing:
    """The till for somebody who asks what keeping `goal` takes."""
    catalog = catalog_of(steps or {}, goal=keeping(**renewal))
    return Pricing(person(line, catalog), catalog)


def years_of(till: Pricing, years: int, *, complete: bool = True) -> list[tuple[Any, ...]]:
    """Each year's sum, whether it is whole, and what falls due on which day."""
    found = ownership(
        "goal", Decimal(100), complete=complete, day=date(2026, 6, 15), years=years, pricing=till
    )
    assert found.total == sum(y.amount for y in found.years)
    return [
        (y.amount, y.complete, [(d.day, d.text, d.amount) for d in y.dues]) for y in found.years
    ]


UNITS = fact("20 hours")


def test_a_renewal_falls_due_when_its_cycle_is_over() -> None:
    """On the day in the year, with its fee; the end of the last year is not in it."""
    renewal = "recertification"
    assert years_of(till_of(units=UNITS), 5) == [
        (100, True, []),
        (0, True, []),
        (30, True, [("2028-06-15", renewal, 30)]),
        (0, True, []),
        (30, True, [("2030-06-15", renewal, 30)]),
    ]
    assert years_of(till_of(units=UNITS), 2) == [(100, True, []), (0, True, [])]
    assert years_of(till_of(units=UNITS), 1, complete=False) == [(100, False, [])]
    unknown = years_of(till_of(units=UNITS, fee={**fee(None), "label": "renewal"}), 3)
    assert unknown[2] == (0, False, [("2028-06-15", f"{renewal}: the fee is not published", None)])
    never = years_of(till_of(units=UNITS, years=fact(None)), 2)
    asked = "renewal: whether and when is not published"
    assert never == [(100, False, [("2026-06-15", asked, None)]), (0, True, [])]


def test_a_common_day_of_renewal_comes_whenever_one_was_certified() -> None:
    """So soon after the exam that it may not be due, it is not confirmed."""
    common = {"common_date": fact("2026-12-31"), "years": fact(3), "units": UNITS}
    found = years_of(till_of(**common), 5)
    assert found[0] == (130, True, [("2026-12-31", "recertification", 30)])
    assert found[3] == (30, True, [("2029-12-31", "recertification", 30)])
    soon = "recertification so soon after the exam: what is due is not confirmed"
    for days, text, amount in ((199, soon, None), (198, "recertification", 30)):
        (due,) = years_of(till_of(**common, newcomer_days=fact(days)), 1)[0][2]
        assert due == ("2026-12-31", text, amount)
    past = years_of(till_of(**{**common, "common_date": fact("2026-06-15")}), 4)
    assert [len(y[2]) for y in past] == [0, 0, 0, 1]


JOIN = {
    i: step(0, gives={"member": i}, kind="membership", issuer=i, fees=[fee("9")])
    for i in ("nsca", "nasm")
}
CARDS = {
    "class": step(1, gives={"cpr": "yes"}, fees=[fee("80")], valid_years=fact(2)),
    "dear": step(1, gives={"cpr": "yes"}, fees=[fee("70")], valid_years=fact(1)),
    "online": step(1, gives={"cpr": "online-only"}, fees=[fee("1")], valid_years=fact(9)),
}


def test_a_card_is_renewed_at_the_latest_when_it_runs_out() -> None:
    """The one that is cheapest by the year, as long as its price is known."""
    card = "CPR/AED card, at the latest"
    found = years_of(till_of(CARDS, years=fact(9), units=UNITS, keep_cpr=fact(True)), 5)
    assert [y[0] for y in found] == [100, 0, 80, 0, 80]
    assert found[2][2] == [("2028-06-15", card, 80)]
    none = years_of(till_of(years=fact(9), units=UNITS, keep_cpr=fact(True)), 2)
    assert none[0][2] == [("2026-06-15", "CPR/AED card: its price is not published", None)]


def test_education_is_told_and_leaves_the_sum_open() -> None:
    """Units that are not known may have to be earned as well."""

    def of(units: Json) -> tuple[Any, ...]:
        till = till_of(units=units)
        found = ownership("goal", Decimal(1), complete=True, day=TODAY, years=1, pricing=till)
        return found.education, found.complete

    assert of(UNITS) == ("20 hours", False)
    assert of(fact(None)) == (None, False)


def test_what_keeping_takes_is_one_sentence() -> None:
    """Fee, card and units; the next common day; or that nobody publishes it."""

    def said(line: str = NO_ONE, /, **renewal: Any) -> str:
        return upkeep("goal", date(2026, 6, 15), till_of(JOIN, line, **{"units": UNITS, **renewal}))

    assert said() == "Every 2 years keeping it takes $30 and 20 hours."
    assert said(keep_cpr=fact(True)) == (
        "Every 2 years keeping it takes $30, a current CPR/AED card and 20 hours."
    )
    assert said(fee={**fee(None), "label": "renewal"}) == (
        "Every 2 years keeping it takes a fee that is not published and 20 hours."
    )
    assert said(fee={**fee("0"), "label": "renewal"}) == "Every 2 years keeping it takes 20 hours."
    assert said(years=fact(None)) == "What keeping it takes, and when, is not published."
    assert said(years=fact(1)) == "Every 1 year keeping it takes $30 and 20 hours."
    assert said(common_date=fact("2026-12-31")) == (
        "Every 2 years keeping it takes $30 and 20 hours; next by 31 December 2026."
    )
    assert said(common_date=fact(None)) == said()
    assert said(units=fact(None)) == "Every 2 years keeping it takes $30."
    own = till_of().catalog.certifications["goal"].issuer
    members = {**fee("30"), "label": "renewal", "member": {"value": 5, "source": "article"}}
    assert (
        said(f"{NO_ONE} --member {own}", fee=members)
        == "Every 2 years keeping it takes $5 and 20 hours."
    )


# --- wishes and ends of rules ------------------------------------------------------------------------


def test_a_day_that_no_road_keeps_makes_none_dearer() -> None:
    """Where nothing is done by then, the cheapest road is told, by how much it misses, and no more."""
    line = "--degree bachelor --degree-field other --cpr no --cpt none --on 2029-12-20"
    free, hurried = planned("csps", line), planned("csps", line, by=date(2030, 6, 1))
    assert hurried.required_total == free.required_total
    assert "misses 1 June 2030" in hurried.text


def test_what_is_owed_is_due_before_the_rule_ends() -> None:
    """The certificate counts on the day of issue, so 365 days after the exam may be too long."""
    line = "--degree bachelor --degree-field exercise-science --cpr no --cpt none --on 2029-06-20"
    due = {d.text: d.day for d in planned("cscs", line).deadlines}
    assert due["last day to be certified under this rule"] == "2029-12-30"
    assert due["last day for a current hands-on CPR/AED card"] == "2029-12-30"
