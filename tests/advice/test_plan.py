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
from certadvisor.advice.plan import PlanWish, plan
from certadvisor.advice.results import Plan, PlannedStep
from certadvisor.catalog.load import validated
from certadvisor.errors import DataError, UsageError
from certadvisor.profile.file import given_in
from certadvisor.profile.profile import normalised
from certadvisor.rules.eligibility import Eligibility
from certadvisor.text import usd
from helpers import TODAY, person, program, raw_catalog, real_catalog
from pages import page, table, words
from samples import part, people, small_catalog

WORLD = raw_catalog()
CATALOG = real_catalog()
REAL = part(2000, 4)
"""Profiles tried against every certification of the real catalog."""
SMALL = part(3000, 40)
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

    def planned(self, wish: PlanWish | None = None) -> Plan:
        """The plan that is tested."""
        return plan(self.target, self.profile, self.catalog, wish)

    def why(self) -> str:
        """What to look at when an assertion fails."""
        return f"{self.target} for {given_in(self.profile)}"


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


# --- small catalogs, every subset of everything ----------------------------------------------------


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
    assert before.steps[0].due == "by 31 December 2029: then another rule applies"
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
    unknown = planned("nasm-ces", BACHELOR, within=Decimal(5000))
    assert unknown.text.endswith("the cheapest has no known price.")


def test_a_road_by_a_day_is_found_or_said_not_to_exist() -> None:
    """Seven weeks of practice come before the CSPS exam."""
    day = TODAY.replace(year=2027, month=1, day=11)
    assert planned("csps", f"{BACHELOR} --cpr yes", by=day).sits_on == "2027-01-11"
    late = planned("csps", BACHELOR, by=day.replace(day=10))
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
    """On the small catalog of a circle there is no road; on the real one an age rule stays."""
    world = raw_catalog()
    for step in world["steps"].values():
        step["attainable"] = False
    found = plan("nsca-cpt", person("--degree none --cpr yes --no-adult"), validated(world, "x"))
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


def test_the_diagram_draws_every_step_and_every_wait() -> None:
    """A node for each step and the certificate, an arrow for each wait; labels cannot break out."""
    words = ["cscs", *STUDENT.split(), "--on", "2026-11-23"]
    drawn = program("plan", *words, "--format", "mermaid").stdout.splitlines()
    steps = json.loads(program("plan", *words, "--format", "json").stdout)["steps"]
    assert drawn[0] == "flowchart LR"
    assert sum(line.strip().startswith(f"s{n}[") for n in range(99) for line in drawn) == len(steps)
    arrows = {tuple(line.split(" --> ")) for line in map(str.strip, drawn) if "-->" in line}
    ids = {s["id"]: f"s{s['number']}" for s in steps}
    assert {(ids[b], ids[s["id"]]) for s in steps for b in s["after"]} <= arrows
    goes_on = {start for start, _ in arrows}
    assert set(ids.values()) <= goes_on
    assert all(line.count('"') in (0, 2) for line in drawn)


@pytest.mark.parametrize("form", ["table", "markdown", "csv", "json", "mermaid"])
@pytest.mark.parametrize("target", ["csps", "cscca-sccc", "nasm-ces"])
def test_every_form_says_the_whole_plan(form: str, target: str) -> None:
    """All steps are in it, and no template is left half filled."""
    words = ["plan", target, *STUDENT.split(), "--on", "2026-11-23", "--over", "3"]
    text = program(*words, "--format", form).stdout
    for gap in ("None", "{", "Decimal", "  ,", ": ;", "..") if form != "json" else ("Decimal",):
        assert gap not in text
    assert (json.loads(text)["name"] if form == "json" else CATALOG.name_of(target)) in text


def test_without_a_target_the_plan_is_for_the_goal_of_the_setting() -> None:
    """With what employers there usually expect besides."""
    words = ["plan", "--setting", "collegiate", *GIVEN, "--format", "json"]
    found = json.loads(program(*words).stdout)
    assert found["target"] == "cscs"
    assert [e["text"] for e in found["expectations"]] == [
        e.text for e in CATALOG.settings["collegiate"].expectations
    ]


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


# --- docs/plan.md ----------------------------------------------------------------------------------------

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


def test_the_page_tells_the_two_days_apart_as_the_program_does() -> None:
    """Steps, weeks and sum on either side of the change."""
    for row in table(PAGE, "on"):
        found = planned("cscs", f"{BACHELOR} --on {row['on']}")
        before = [s.id for s in found.steps if s.id != "cscs"]
        assert row["steps before the exam"] == (", ".join(before) or "none")
        assert (int(row["weeks"]), row["known"]) == (found.weeks, usd(found.required_total))


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


def test_the_page_says_how_much_is_tried() -> None:
    """The counts of the full run."""
    asked = sum(c not in p.holds for p in people(2000, seed=1) for c in CATALOG.certifications)
    assert (
        f"for 2,000 candidates and every certification they do not hold, {asked:,} questions"
        in (words(PAGE))
    )
    assert "3,000 small catalogs" in words(PAGE)
