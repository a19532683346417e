"""May I sit for it now, and by which pathway? On the real catalog, and rule by rule on small ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from certadvisor.advice.next_steps import first_step, ordered_steps
from certadvisor.advice.what_if import WhatIf
from certadvisor.catalog import types as m
from certadvisor.errors import DataError
from certadvisor.rules.eligibility import Eligibility, Pathway, RouteCache
from certadvisor.rules.options import OpenOption
from certadvisor.rules.ranking import rank
from certadvisor.rules.requirements import RuleDays
from helpers import (
    TODAY,
    advised,
    assessed,
    entry,
    judged,
    leaves_of,
    pathway_of,
    person,
    ranked,
    real_catalog,
)
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
    trainer,
)

COLLEGE = "--setting collegiate --cpt none --budget 1000 "
GYM = "--setting gym --budget 1000 "
MOVES = "--degree bachelor --degree-field exercise-science "
OTHER = "--degree bachelor --degree-field other "
MASTER = "--degree master --degree-field exercise-science "
SCHOOL = "--degree high-school "
CPR = "--cpr yes "

STATUS = {
    "cscs": [
        ("--degree none", "long-term"),
        ("--degree high-school", "long-term"),
        ("--degree associate --degree-field exercise-science", "long-term"),
        ("--degree student --degree-field other", "on-track"),
        ("--degree senior --degree-field other", "ready"),
        ("--degree bachelor --degree-field other", "ready"),
        ("--degree doctorate --degree-field unknown", "ready"),
        # CPR/AED is owed within a year after the exam: it never keeps one from sitting.
        ("--degree bachelor --degree-field other --cpr no", "ready"),
        ("--degree bachelor --degree-field other --cpr online-only", "ready"),
        ("--degree bachelor --degree-field other --cpr unknown", "ready"),
    ],
    "cpss": [
        (MASTER + CPR + "--practice sport-science=480", "ready"),
        (MASTER + CPR + "--practice sport-science=479", "reachable"),
        (MASTER + CPR, "reachable"),
        # Its CPR/AED card is due with the application, and hands-on.
        (MASTER + "--cpr online-only --practice sport-science=480", "reachable"),
        (MASTER + "--cpr unknown --practice sport-science=480", "reachable"),
        (MASTER + "--cpr no --practice sport-science=480", "reachable"),
        (MOVES + CPR + "--years sport-science=3", "ready"),
        (MOVES + CPR + "--years sport-science=2", "long-term"),
        (OTHER + CPR + "--years sport-science=3", "long-term"),
        (OTHER + CPR + "--years sport-science=3 --holds sport-science-coursework", "ready"),
        ("--degree doctorate --degree-field exercise-science --cpr yes", "ready"),
        ("--degree doctorate --degree-field other --cpr yes", "long-term"),
        ("--degree high-school --cpr yes", "long-term"),
    ],
    "nsca-cpt": [
        (SCHOOL + "--cpr no", "ready"),
        (SCHOOL + CPR, "ready"),
        (SCHOOL + CPR + "--adult no", "on-track"),
        ("--degree none --cpr yes", "long-term"),
        ("--degree student --degree-field unknown --cpr yes", "ready"),
    ],
    "csps": [
        (MOVES + CPR + "--practice special-populations=250", "ready"),
        (MOVES + CPR + "--practice special-populations=249", "reachable"),
        (MOVES + CPR, "reachable"),
        (OTHER + CPR + "--licence rd --practice special-populations=250", "ready"),
        # What makes one eligible is due within a year after the exam; a certification is no
        # formality all the same, so that it is earned before it.
        (SCHOOL + CPR + "--practice special-populations=250", "reachable"),
        (SCHOOL + CPR + "--cpt nsca-cpt --practice special-populations=250", "ready"),
    ],
    "tsac-f": [
        (SCHOOL + CPR, "ready"),
        (SCHOOL + "--cpr no", "ready"),
        (SCHOOL + CPR + "--adult no", "on-track"),
        ("--degree none --cpr yes", "long-term"),
    ],
    "nasm-cpt": [
        (SCHOOL + CPR, "ready"),
        (SCHOOL + "--cpr no", "reachable"),
        (SCHOOL + "--cpr unknown", "reachable"),
        (SCHOOL + "--cpr online-only", "ready"),
        (SCHOOL + CPR + "--adult no", "on-track"),
        ("--degree none --cpr yes", "long-term"),
    ],
    "ncsf-csc": [
        (SCHOOL + "--cpr no --cpt nasm-cpt", "ready"),
        (SCHOOL + "--cpr no --cpt ace-cpt", "ready"),
        (SCHOOL + "--cpr no --cpt other-ncca", "ready"),
        # ISSA's is not accredited: another one is needed first.
        (SCHOOL + "--cpr no --cpt issa-cpt", "reachable"),
        (SCHOOL + "--cpr no --cpt other", "reachable"),
        (SCHOOL + "--cpr no --cpt none", "reachable"),
        ("--degree none --cpr no --cpt nasm-cpt", "long-term"),
        ("--degree associate --degree-field exercise-science --cpr no", "ready"),
        ("--degree associate --degree-field health-science --cpr no", "ready"),
        ("--degree associate --degree-field other --cpr no", "reachable"),
        (MOVES + "--cpr no --adult no", "on-track"),
    ],
    "cscca-sccc": [
        (MOVES + CPR + "--holds first-aid-course --practice collegiate=640", "ready"),
        (MOVES + CPR + "--holds first-aid-course --practice collegiate=639", "long-term"),
        (MOVES + CPR + "--holds first-aid-course", "long-term"),
        (MOVES + CPR + "--holds first-aid-course --years collegiate=12", "ready"),
        (MOVES + CPR + "--holds first-aid-course --years collegiate=11", "reachable"),
        (MOVES + CPR + "--holds first-aid-course --years collegiate=3", "reachable"),
        (MOVES + CPR + "--holds first-aid-course --years collegiate=2", "long-term"),
        (MOVES + "--cpr online-only --practice collegiate=640", "reachable"),
        (MOVES + "--cpr unknown --practice collegiate=640", "reachable"),
        (OTHER + CPR + "--practice collegiate=640", "long-term"),
        (OTHER + CPR + "--practice collegiate=640 --holds sccc-coursework", "reachable"),
        (
            OTHER + CPR + "--practice collegiate=640 --holds sccc-coursework "
            "--holds first-aid-course",
            "ready",
        ),
        # Its degree is due before the exam: a senior is on the way, not ready.
        (
            "--degree senior --degree-field exercise-science --cpr yes --practice collegiate=640",
            "on-track",
        ),
    ],
    # Where no source states an age, it is a question for someone under 18.
    "nasm-pes": [
        ("--degree none --cpr no", "ready"),
        ("--degree none --cpr no --adult no", "on-track"),
    ],
    "nasm-pbc": [
        ("--degree none --cpr no", "ready"),
        ("--degree none --cpr no --adult no", "on-track"),
    ],
    "nasm-ces": [
        (SCHOOL + "--cpr no", "reachable"),
        (SCHOOL + "--cpr no --cpt nasm-cpt", "ready"),
    ],
    "issa-scc": [(SCHOOL + "--cpr no", "ready"), (SCHOOL + "--cpr online-only", "ready")],
    "nasm-cnc": [("--degree none --cpr no", "ready")],
    "nasm-csnc": [("--degree none --cpr no", "ready")],
    "nasm-cwc": [("--degree none --cpr no", "ready")],
    "nasm-wls": [("--degree none --cpr no", "ready")],
}


@pytest.mark.parametrize(
    ("certification", "answers", "status"),
    [(i, answers, status) for i, cases in STATUS.items() for answers, status in cases],
)
def test_each_certification_at_its_borders(certification: str, answers: str, status: str) -> None:
    """The status follows from the rule, and what is not said does not count as met."""
    line = f"--setting gym --budget 1000 {answers}"
    line += "" if "--cpr" in answers else " --cpr yes"
    assert judged(line, certification).status == status


@pytest.mark.parametrize(
    ("certification", "answers", "confirmed"),
    [
        ("nasm-cpt", SCHOOL + "--cpr yes", True),
        # NASM does not say whether it is back to hands-on cards only.
        ("nasm-cpt", SCHOOL + "--cpr online-only", False),
        # Whether the TSAC-F asks for CPR/AED is inferred.
        ("tsac-f", SCHOOL + "--cpr yes", True),
        ("tsac-f", SCHOOL + "--cpr no", False),
        ("nasm-ces", SCHOOL + "--cpr yes --cpt nasm-cpt", True),
        # An accredited trainer certification comes first, and every source takes that.
        ("nasm-ces", SCHOOL + "--cpr yes --cpt none", True),
        ("nasm-ces", MOVES + "--cpr yes --cpt none", False),
        ("ncsf-csc", MOVES + "--cpr yes", False),
        ("nasm-cnc", SCHOOL + "--cpr yes --cpt nasm-cpt", False),
        ("nasm-pes", SCHOOL + "--cpr no", True),
        ("csps", MOVES + "--cpr yes --practice special-populations=250", True),
        # When the hours must be done is not settled.
        ("csps", MOVES + "--cpr yes --practice special-populations=249", False),
        ("cscs", MOVES + "--cpr unknown", True),
    ],
)
def test_a_rule_that_no_source_settles_is_not_confirmed(
    certification: str, answers: str, confirmed: bool
) -> None:
    """A gap in the sources does not lower the status; it is said to be unconfirmed."""
    way = pathway_of(judged(GYM + answers, certification))
    assert way is not None
    assert way.confirmed is confirmed


def test_whom_to_ask_is_named_where_a_rule_is_not_confirmed() -> None:
    """The advice names what to ask the issuer."""
    line = "--setting collegiate --cpt none --budget 1000 --price ncsf-csc=300 --degree associate"
    result = advised(line + " --degree-field exercise-science --cpr yes")
    assert result.first_place is not None
    assert result.first_place.id == "ncsf-csc"
    assert any("NCSF" in question and "CPR" in question for question in result.advice.ask)


def test_requirements_that_nobody_publishes_are_said_to_be_so() -> None:
    """With no known required leaf it reads that the requirements are not published."""
    one = assessed(GYM + SCHOOL + CPR + "--cpt nasm-cpt", "nasm-wls")
    assert one.published is False
    assert any("not published" in reason for reason in one.reasons)
    assert assessed(GYM + SCHOOL + CPR + "--cpt nasm-cpt", "nasm-pes").published is True


# --- the candidate has not said, no source says -------------------------------------------------


@pytest.mark.parametrize(
    ("cpr", "met", "why"),
    [
        ("yes", True, None),
        ("no", False, None),
        ("unknown", None, "answer"),
        ("online-only", None, "rule"),
    ],
)
def test_not_known_says_why(cpr: str, met: bool | None, why: str | None) -> None:
    """Each leaf is met, not met or not known, and whether the candidate or a source could tell."""
    tree = assessed(GYM + SCHOOL + f"--cpr {cpr}", "nasm-cpt").requirements
    leaf = next(x for x in leaves_of(tree) if "CPR" in x.text)
    assert (leaf.met, leaf.why_unknown) == (met, why)
    assert (leaf.step is None) == (met is True)


@pytest.mark.parametrize(
    ("cpr", "met"), [("yes", True), ("no", False), ("online-only", False), ("unknown", None)]
)
def test_an_online_only_card_is_none_where_hands_on_is_asked_for(
    cpr: str, met: bool | None
) -> None:
    """NSCA and CSCCa want hands-on CPR/AED."""
    for certification in ("cscs", "cpss", "cscca-sccc"):
        tree = assessed(COLLEGE + MOVES + f"--cpr {cpr}", certification).requirements
        assert next(x.met for x in leaves_of(tree) if "CPR/AED" in x.text) is met


def test_an_unanswered_field_is_not_a_related_one() -> None:
    """Where the field counts and was not said, the requirement is open: the answer is asked for."""
    line = COLLEGE + "--degree associate --degree-field unknown --cpr yes"
    assert judged(line, "ncsf-csc").status == "reachable"
    assert WhatIf(ranked(line)).impact("degree_field")


def test_adulthood_is_assumed_and_said_to_be() -> None:
    """Whoever says nothing is taken for an adult, and reads that this was assumed."""
    assert any("18" in a for a in advised(GYM + SCHOOL + CPR).profile.assumed)
    assert advised(GYM + SCHOOL + CPR + "--adult no").profile.assumed == ()


def test_a_seventeen_year_old_waits_for_the_birthday_at_no_cost() -> None:
    """Coming of age costs nothing extra, and is the only thing missing."""
    young = assessed(GYM + SCHOOL + CPR + "--adult no", "nsca-cpt")
    assert (young.status, young.route) == ("on-track", ("come-of-age",))
    assert young.cost.required_total == Decimal(435)


def test_what_is_held_is_left_out_of_the_ranking() -> None:
    """Held certifications are input, not advice."""
    result = advised(GYM + SCHOOL + CPR + "--cpt nasm-cpt --holds nasm-pes")
    assert result.held == ("nasm-cpt", "nasm-pes")
    assert not {"nasm-cpt", "nasm-pes"} & {a.id for a in result.recommendations}


def test_cpt_means_the_same_as_holds() -> None:
    """`--cpt X` and `--holds X` are one answer."""
    assert advised(GYM + SCHOOL + CPR + "--cpt nasm-cpt") == advised(
        GYM + SCHOOL + CPR + "--holds nasm-cpt"
    )


# --- routes ---------------------------------------------------------------------------------------


def test_the_cheapest_route_of_the_best_status_is_taken_and_others_are_told() -> None:
    """For the NCSF-CSC without a degree: the cheapest accredited CPT with a known price."""
    one = assessed(COLLEGE + SCHOOL + CPR, "ncsf-csc")
    assert one.route == ("ncsf-cpt",)
    assert one.cost.required_total == Decimal(349)
    assert any(reason.startswith("Another way") for reason in one.reasons)


def test_a_cheaper_quote_changes_the_route() -> None:
    """The candidate's own price for another CPT makes that the way."""
    one = assessed(COLLEGE + SCHOOL + CPR + "--price nasm-cpt=99", "ncsf-csc")
    assert one.route == ("nasm-cpt",)
    assert one.cost.required_total == Decimal(99)


def test_each_step_of_a_route_is_itself_open_to_the_candidate() -> None:
    """Without a diploma an accredited CPT that asks for one is no short way."""
    one = assessed(COLLEGE + "--degree none --cpr yes", "ncsf-csc")
    assert one.status == "long-term"
    assert "high-school-diploma" in one.route


def test_what_is_owed_after_the_exam_is_listed_with_its_deadline_and_price() -> None:
    """You may sit now; the CPR/AED card is due within a year, and is in the cost."""
    one = assessed(COLLEGE + MOVES + "--cpr no", "cscs")
    assert (one.status, one.route) == ("ready", ())
    assert [(o.due, o.amount) for o in one.owed] == [
        ("within 365 days after the exam", Decimal("85.50"))
    ]
    assert one.cost.required_total == Decimal("560.50")


def test_a_senior_owes_the_degree_which_costs_nothing_extra() -> None:
    """Finishing a running degree costs nothing extra."""
    one = assessed(COLLEGE + "--degree senior --degree-field other --cpr yes", "cscs")
    assert [o.amount for o in one.owed] == [Decimal(0)]
    assert one.cost.required_total == Decimal(475)


# --- the rule that counts is that of the day one would sit -----------------------------------------

LAST = "--on 2029-12-31 "
NEW = "--on 2030-01-01 "


@pytest.mark.parametrize("casce", ["", "--casce yes", "--casce no", "--casce unknown"])
def test_until_the_end_of_2029_any_bachelors_degree_opens_the_cscs(casce: str) -> None:
    """The day before the rule changes the old one holds, and the change is warned of."""
    one = assessed(COLLEGE + OTHER + CPR + LAST + casce, "cscs")
    assert (one.status, one.earliest_on) == ("ready", "2029-12-31")
    assert any("1 January 2030" in reason for reason in one.reasons)


@pytest.mark.parametrize(
    ("answers", "status", "confirmed"),
    [
        (MOVES + "--casce yes", "ready", True),
        ("--degree bachelor --degree-field health-science --casce yes", "ready", True),
        (OTHER + "--casce yes", "long-term", True),
        (OTHER + "--casce no", "long-term", True),
        (OTHER + "--casce unknown", "long-term", True),
        (MOVES + "--casce no", "long-term", True),
        (MOVES + "--casce unknown", "long-term", True),
        (MOVES, "long-term", True),
        # Whether seniors may still sit is not published: not confirmed, and not refused.
        ("--degree senior --degree-field exercise-science --casce yes", "ready", False),
        ("--degree senior --degree-field exercise-science --casce no", "long-term", True),
        (OTHER + "--educated elsewhere", "ready", True),
        (OTHER + "--educated us", "long-term", True),
        (OTHER, "long-term", True),
    ],
)
def test_from_2030_the_cscs_asks_for_a_casce_programme(
    answers: str, status: str, confirmed: bool
) -> None:
    """From the first day of 2030 US candidates need a related degree of a CASCE programme."""
    way = pathway_of(judged(COLLEGE + CPR + NEW + answers, "cscs"))
    assert way is not None
    assert way.status == status
    assert way.confirmed is confirmed


@pytest.mark.parametrize(
    ("day", "confirmed"), [("2030-01-01", True), ("2035-12-31", True), ("2036-01-01", False)]
)
def test_foreign_degrees_are_exempt_until_2036(day: str, confirmed: bool) -> None:
    """What holds for them from 2036 no source says: not confirmed, and whom to ask is named."""
    one = assessed(COLLEGE + OTHER + CPR + f"--on {day} --educated elsewhere", "cscs")
    assert (one.status, one.confirmed) == ("ready", confirmed)
    assert any("Ask NSCA" in reason for reason in one.reasons) is not confirmed


@pytest.mark.parametrize(
    ("day", "warned"), [("2028-12-31", False), ("2029-01-01", True), ("2029-12-31", True)]
)
def test_a_rule_change_within_a_year_is_warned_of(day: str, warned: bool) -> None:
    """Whoever would no longer qualify a year later hears of it; a day earlier it is too far off."""
    reasons = assessed(COLLEGE + OTHER + CPR + f"--on {day}", "cscs").reasons
    assert any("1 January 2030" in reason for reason in reasons) is warned


def test_whoever_meets_the_new_rule_too_is_not_warned() -> None:
    """A change that changes nothing for the candidate is no news."""
    reasons = assessed(COLLEGE + MOVES + CPR + LAST + "--casce yes", "cscs").reasons
    assert not any("2030" in reason for reason in reasons)


@pytest.mark.parametrize(
    ("graduates", "casce", "status", "sits"),
    [
        # The final year starts a year before graduation.
        ("2028-05", "no", "on-track", "2027"),
        ("2029-11", "no", "on-track", "2028"),
        # The certificate would be issued under the rules of 2030.
        ("2029-12", "no", "long-term", None),
        ("2030-05", "no", "long-term", None),
        ("2031-05", "no", "long-term", None),
        # From 2030 it is not published whether a senior may sit: graduation settles it.
        ("2031-05", "yes", "on-track", "2031"),
    ],
)
def test_the_rule_of_a_student_is_that_of_the_year_of_graduation(
    graduates: str, casce: str, status: str, sits: str | None
) -> None:
    """A student sits as a senior, under the rule of the day on which the certificate is issued."""
    line = COLLEGE + CPR + "--degree student --degree-field exercise-science "
    one = assessed(line + f"--graduates {graduates} --casce {casce}", "cscs")
    assert one.status == status
    if sits is not None:
        assert one.earliest_on is not None
        assert one.earliest_on.startswith(sits)


def test_without_a_graduation_date_nothing_is_confirmed() -> None:
    """Where the date is not known, old and new rule both apply, and that is said."""
    one = assessed(
        COLLEGE + CPR + "--degree student --degree-field exercise-science --casce no", "cscs"
    )
    assert (one.status, one.confirmed, one.earliest_on) == ("on-track", False, None)


def test_study_adds_no_weeks() -> None:
    """The day one would sit is today where nothing is missing."""
    assert assessed(COLLEGE + MOVES + CPR, "cscs").earliest_on == "2026-11-23"


def test_a_short_class_moves_the_day_by_its_own_weeks() -> None:
    """A one-week class before the exam puts it off by a week."""
    assert assessed(GYM + SCHOOL + "--cpr no", "nasm-cpt").earliest_on == "2026-11-30"


def test_expectations_of_the_setting_are_judged_beside_the_certificate() -> None:
    """A certificate is never presented as a job: what posts ask for is judged as well."""
    result = advised(COLLEGE + SCHOOL + CPR)
    assert [e.met for e in result.expectations] == [False, False, True]
    assert entry(result, "cscs").status == "long-term"


# --- the day of the exam --------------------------------------------------------------------------


CATALOG = real_catalog()


def _way(line: str, certification: str) -> Pathway:
    found = rank(person(line), CATALOG).of(certification)
    assert isinstance(found, OpenOption)
    return found.pathway


def test_whoever_may_sit_today_sits_today_and_whoever_needs_a_step_after_it() -> None:
    """The day is the day asked plus the weeks of the longest chain."""
    ready = _way(
        "--setting gym --degree high-school --cpr yes --cpt none --budget 1000", "nasm-cpt"
    )
    assert (ready.status, ready.steps, ready.sits_on, ready.standing) == (
        "ready",
        frozenset(),
        TODAY,
        0,
    )
    degree = _way("--setting collegiate --degree senior --degree-field exercise-science --cpr yes "
                  "--cpt none --budget 1000 --graduates 2027-05", "cscca-sccc")  # fmt: skip
    # The degree comes too late for the transcript of May 2027.
    assert degree.sits_on == date(2028, 5, 31)
    assert degree.standing > 0


# --- pathways, on small catalogs ------------------------------------------------------------------


LATER = {"due": "certificate"}
FORMALITY = step(1, formality=True)


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
        return [(_names(w.steps), w.status) for w in self.best()]

    def only(self) -> Pathway:
        """The one way there is."""
        (way,) = self.best()
        return way

    def best(self) -> list[Pathway]:
        """The ways of the best status."""
        ways = self.eligibility.best_ways("other")
        return [self.eligibility.pathway("other", way) for way in ways]


def _names(steps: frozenset[str]) -> str:
    return " ".join(sorted(steps))


def _texts(leaves: Any) -> list[str]:
    return [one.text for one in leaves]


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
        assert (way.rules_of.sitting, way.sits_on) == (TODAY, TODAY + timedelta(weeks=40)), since


def test_without_a_length_there_is_no_day() -> None:
    """Nor is there one where only some of the way has a length."""
    way = Asked(every(held("x"), held("y")), {"x": step(None), "y": step(3)}).only()
    assert (way.sits_on, way.before_exam.weeks) == (None, 3)


def test_what_is_due_after_the_exam_is_on_the_way_and_not_before_it() -> None:
    """The way has both; only a formality may be left for later."""
    rule = every(held("x"), held("y", **LATER))
    assert Asked(rule, {"x": step(1), "y": FORMALITY}).pathways() == [("x y", "x")]
    assert Asked(rule, {"x": step(1), "y": step(1)}).pathways() == [("x y", "x y")]


def test_what_opens_the_exam_sooner_is_done_besides() -> None:
    """R is needed in the end, and opens the exam as well; G opens it only, and sooner."""
    rule = every(one_of(held("r"), held("g")), held("r", **LATER))
    slow, quick = step(30, formality=True), step(1)
    assert Asked(rule, {"r": slow, "g": quick}).pathways() == [("r", "r"), ("g r", "g")]
    assert Asked(rule, {"r": FORMALITY, "g": step(1)}).pathways() == [("r", "r")]
    assert Asked(rule, {"r": FORMALITY, "g": step(2)}).pathways() == [("r", "r")]
    # What is no formality cannot be had after the exam, however much sooner that is open.
    assert Asked(rule, {"r": step(30), "g": quick}).pathways() == [("r", "r")]


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
    steps = {"r1": step(30, formality=True), "r2": FORMALITY, "g": step(2)}
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
    """What may not be owed stands before the exam; a formality, or the end of studies, is no gap."""
    rule = held("x", **LATER)
    assert Asked(rule, {"x": step(1, span="long")}).best_pathways() == [("x", "long-term")]
    assert Asked(rule, {"x": step(1)}).best_pathways() == [("x", "reachable")]
    assert Asked(rule, {"x": FORMALITY}).best_pathways() == [("x", "ready")]
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
    (kept,) = asked.cache.ways.values()
    assert len(kept) == len(asked.pathways())
    assert Asked(held("x"), {"x": step(1, attainable=False)}).best_pathways() == []


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
    steps = {"class": step(1, gives={"cpr": "yes"}, formality=True)}
    later = every(held("class", **LATER), milder)
    assert _texts(Asked(later, steps).only().open_points) == ["some ask for it"]


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
    steps = {"now": step(1), "y": FORMALITY, "x": FORMALITY, "own": step(1)}
    asked = Asked(rule, steps, "--degree none --cpr online-only --cpt none --holds own")
    for way, by in zip(asked.eligibility.pathways("other"), ("x", "y"), strict=True):
        owed = [(one.text, s) for one, s in asked.eligibility.owed(asked.rule, way)]
        assert owed == [("one of two", by), ("the card", None)]
    assert _texts(asked.eligibility.unmet(asked.rule)) == ["before", "one of two"]


def test_what_two_steps_of_a_way_settle_is_told_with_the_first() -> None:
    """In the order of the catalog; what a step before the exam settles is not owed."""
    either = held("x", "y", text="either", **LATER)

    def owed(rule: Json, steps: dict[str, Json]) -> list[tuple[str, str | None]]:
        asked = Asked(rule, steps)
        (way,) = asked.eligibility.pathways("other")
        return [(one.text, s) for one, s in asked.eligibility.owed(asked.rule, way)]

    after_it = every(held("x", text="x", **LATER), held("y", text="y", **LATER), either)
    found = owed(after_it, {"y": FORMALITY, "x": FORMALITY})
    assert found == [("x", "x"), ("y", "y"), ("either", "y")]
    assert owed(every(held("x"), held("y"), either), {"y": step(1), "x": step(1)}) == []


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
        tree = Asked(rule, steps).eligibility.rules("other", RuleDays.on(day))
        leaves = [tree] if isinstance(tree, m.Leaf) else getattr(tree, "all", ())
        return _texts(leaves)

    assert texts(every(late, early), TODAY) == ["y"]
    assert texts(every(late, early), TODAY + timedelta(weeks=20)) == ["x", "y"]
    assert texts(late, TODAY) == ["x"]


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


def _chosen(rule: Json, steps: dict[str, Json]) -> str:
    """The steps of the way that is chosen, whatever the order in which the steps stand."""
    found = set()
    for some in (steps, dict(reversed(steps.items()))):
        catalog = catalog_of(some, rule)
        student = "--degree student --cpr no --cpt none --licence none"
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
    assert memory.offers
    assert two.cache.offers.keys() == memory.offers.keys()
    assert one.ranked == two.ranked
    everything = rank(replace(who, holds=("goal", "other")), catalog)
    assert (everything.ranked, everything.first_place) == ((), None)


# --- what may be owed, on small catalogs ----------------------------------------------------------


UNDER_WAY: Json = {"span": "under-way"}


def _taken(rule: Json, steps: dict[str, Json], line: str = NO_ONE) -> Pathway:
    """The way that the ranking takes: of two at one price the quicker one."""
    found = ranking_in(catalog_of(steps, rule), f"{line} --budget unlimited").of("other")
    assert isinstance(found, OpenOption)
    return found.pathway


@pytest.mark.parametrize(
    ("owed", "within", "status", "weeks"),
    [
        # A formality, however long it takes.
        (step(30, formality=True), 365, "ready", 0),
        # The end of something under way, if it comes in the days allowed: 52 weeks are 364 days.
        (step(52, **UNDER_WAY), 365, "ready", 0),
        (step(53, **UNDER_WAY), 365, "on-track", 1),
        (step(104, **UNDER_WAY), 365, "on-track", 52),
        (step(3, **UNDER_WAY), 20, "on-track", 1),
        (step(3, **UNDER_WAY), 21, "ready", 0),
        (step(300, **UNDER_WAY), None, "ready", 0),
        # Nothing else: class, membership, certification, degree, practice.
        (step(1), 365, "reachable", 1),
        (step(1, kind="membership"), 365, "reachable", 1),
        (trainer(1), 365, "reachable", 1),
        (step(1, kind="degree", span="long"), 365, "long-term", 1),
        (step(1, kind="practice", span="long"), 365, "long-term", 1),
    ],
)
def test_one_may_sit_owing_only_what_can_be_had_in_time(
    owed: Json, within: int | None, status: str, weeks: int
) -> None:
    """Anything else that is due later stands before the exam; the status is that of the road."""
    rule = held("x", **LATER, **({} if within is None else {"within_days": within}))
    way = _taken(rule, {"x": owed})
    assert (way.status, way.sits_on) == (status, TODAY + timedelta(weeks=weeks))
    assert way.steps == {"x"}


def test_what_ends_on_an_unknown_day_may_not_be_owed() -> None:
    """Nobody can say that it comes in time: on track, without a day."""
    way = _taken(held("x", **LATER, within_days=365), {"x": step(None, **UNDER_WAY)})
    assert (way.status, way.sits_on) == ("on-track", None)


# --- the day of the exam and the day of issue -----------------------------------------------------


@pytest.mark.parametrize(
    ("judged", "days", "asked"),
    [
        ("sitting", 0, False),
        ("sitting", 70, False),
        ("issue", 70, True),
        ("issue", 71, False),
    ],
)
def test_a_rule_is_looked_up_on_the_day_on_which_it_is_judged(
    judged: str, days: int, asked: bool
) -> None:
    """One sits today and holds the certificate in ten weeks, which is when the rule begins."""
    since = (TODAY + timedelta(days=days)).isoformat() if days else in_weeks(1)
    begins = held("late", since=since, judged=judged)
    rule = every(begins, held("end", **LATER, within_days=365))
    steps = {"end": step(10, **UNDER_WAY), "late": step(1)}
    way = _taken(rule, steps)
    assert way.status == ("reachable" if asked else "ready")
    assert ("late" in way.steps) is asked


@pytest.mark.parametrize(("days", "ready"), [(69, False), (70, True)])
def test_a_rule_holds_on_its_last_day(days: int, ready: bool) -> None:
    """What is issued a day later falls under the next one."""
    until = TODAY + timedelta(days=days)
    old = held("own", until=until.isoformat(), judged="issue")
    new = held("more", since=(until + timedelta(days=1)).isoformat(), judged="issue")
    rule = every(one_of(old, new), held("end", **LATER, within_days=365))
    steps = {"end": step(10, **UNDER_WAY), "own": step(1), "more": step(1)}
    way = _taken(rule, steps, f"{NO_ONE} --holds own")
    assert (way.status == "ready", "more" in way.steps) == (ready, not ready)


@pytest.mark.parametrize(
    ("graduates", "status"), [("2027-10", "ready"), ("2027-11", "on-track"), (None, "ready")]
)
def test_a_senior_without_a_date_graduates_within_a_year(
    graduates: str | None, status: str
) -> None:
    """In 52 weeks; a date decides where there is one, counted from the first of the next month."""
    rule = leaf({"kind": "degree", "at_least": "bachelor"}, **LATER, within_days=365)
    end: Json = {"ends": "graduation", "gives": {"finishes": True}, **UNDER_WAY}
    line = NO_ONE.replace("--degree none", "--degree senior")
    line += "" if graduates is None else f" --graduates {graduates}"
    assert _taken(rule, {"end": step(None, **end)}, line).status == status


# --- the purchase that is not made ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("weeks", "other", "chosen"),
    [
        (52, trainer(1), ["end"]),
        (53, trainer(1), ["bought"]),
        (None, trainer(1), ["bought"]),
        (52, step(1, kind="degree"), ["end"]),
        # A class, a membership, practice: no certification and no degree.
        (52, step(1), ["bought"]),
    ],
)
def test_nothing_is_bought_for_what_something_under_way_meets_within_a_year(
    weeks: int | None, other: Json, chosen: list[str]
) -> None:
    """On track stands, though the purchase would be quicker."""
    asked = Asked(held("end", "bought"), {"end": step(weeks, **UNDER_WAY), "bought": other})
    assert [sorted(w.steps) for w in asked.best()] == [chosen]
    either = one_of(held("end"), held("bought"))
    asked = Asked(either, {"end": step(weeks, **UNDER_WAY), "bought": other})
    assert [sorted(w.steps) for w in asked.best()] == [chosen]
