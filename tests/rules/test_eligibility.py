"""May I sit for it now? Every certification at the borders of its rules."""

from __future__ import annotations

from decimal import Decimal

import pytest

from certadvisor import recommend
from helpers import advised, assessed, entry, judged, leaves_of, pathway_of, person, real_catalog

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
        (SCHOOL + CPR + "--no-adult", "on-track"),
        ("--degree none --cpr yes", "long-term"),
        ("--degree student --degree-field unknown --cpr yes", "ready"),
    ],
    "csps": [
        (MOVES + CPR + "--practice special-populations=250", "ready"),
        (MOVES + CPR + "--practice special-populations=249", "reachable"),
        (MOVES + CPR, "reachable"),
        (OTHER + CPR + "--licence rd --practice special-populations=250", "ready"),
        # What makes one eligible is due within a year after the exam: a short step will do.
        (SCHOOL + CPR + "--practice special-populations=250", "ready"),
    ],
    "tsac-f": [
        (SCHOOL + CPR, "ready"),
        (SCHOOL + "--cpr no", "ready"),
        (SCHOOL + CPR + "--no-adult", "on-track"),
        ("--degree none --cpr yes", "long-term"),
    ],
    "nasm-cpt": [
        (SCHOOL + CPR, "ready"),
        (SCHOOL + "--cpr no", "reachable"),
        (SCHOOL + "--cpr unknown", "reachable"),
        (SCHOOL + "--cpr online-only", "ready"),
        (SCHOOL + CPR + "--no-adult", "on-track"),
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
        (MOVES + "--cpr no --no-adult", "on-track"),
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
        (OTHER + CPR + "--practice collegiate=640 --holds sccc-coursework", "ready"),
        # Its degree is due before the exam: a senior is on the way, not ready.
        (
            "--degree senior --degree-field exercise-science --cpr yes --practice collegiate=640",
            "on-track",
        ),
    ],
    "nasm-pes": [("--degree none --cpr no --no-adult", "ready")],
    "nasm-pbc": [("--degree none --cpr no --no-adult", "ready")],
    "nasm-ces": [
        (SCHOOL + "--cpr no", "ready"),
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
        ("nasm-ces", SCHOOL + "--cpr yes --cpt none", False),
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
    assert "degree_field" in recommend(person(line), real_catalog()).open_questions


def test_adulthood_is_assumed_and_said_to_be() -> None:
    """Whoever says nothing is taken for an adult, and reads that this was assumed."""
    assert any("18" in a for a in advised(GYM + SCHOOL + CPR).profile.assumed)
    assert advised(GYM + SCHOOL + CPR + "--no-adult").profile.assumed == ()


def test_a_seventeen_year_old_waits_for_the_birthday_at_no_cost() -> None:
    """Coming of age costs nothing extra, and is the only thing missing."""
    young = assessed(GYM + SCHOOL + CPR + "--no-adult", "nsca-cpt")
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
    assert (one.status, one.sit_on) == ("ready", "2029-12-31")
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
    if status == "ready":
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
        ("2030-05", "no", "on-track", "2029"),
        ("2031-05", "no", "long-term", None),
        # From 2030 it is not published whether a senior may sit: graduation settles it.
        ("2031-05", "yes", "on-track", "2031"),
    ],
)
def test_the_rule_of_a_student_is_that_of_the_year_of_graduation(
    graduates: str, casce: str, status: str, sits: str | None
) -> None:
    """A student sits as a senior, under the rule of that day."""
    line = COLLEGE + CPR + "--degree student --degree-field exercise-science "
    one = assessed(line + f"--graduates {graduates} --casce {casce}", "cscs")
    assert one.status == status
    if sits is not None:
        assert one.sit_on is not None
        assert one.sit_on.startswith(sits)


def test_without_a_graduation_date_nothing_is_confirmed() -> None:
    """Where the date is not known, old and new rule both apply, and that is said."""
    one = assessed(
        COLLEGE + CPR + "--degree student --degree-field exercise-science --casce no", "cscs"
    )
    assert (one.status, one.confirmed, one.sit_on) == ("on-track", False, None)


def test_study_adds_no_weeks() -> None:
    """The day one would sit is today where nothing is missing."""
    assert assessed(COLLEGE + MOVES + CPR, "cscs").sit_on == "2026-11-23"


def test_a_short_class_moves_the_day_by_its_own_weeks() -> None:
    """A one-week class before the exam puts it off by a week."""
    assert assessed(GYM + SCHOOL + "--cpr no", "nasm-cpt").sit_on == "2026-11-30"


def test_expectations_of_the_setting_are_judged_beside_the_certificate() -> None:
    """A certificate is never presented as a job: what posts ask for is judged as well."""
    result = advised(COLLEGE + SCHOOL + CPR)
    assert [e.met for e in result.expectations] == [False, False, True]
    assert entry(result, "cscs").status == "long-term"
