"""Does it serve, is there something to put it on, is it covered already? And what follows."""

from __future__ import annotations

import pytest

from certadvisor import Recommendation
from certadvisor.catalog import types as m
from certadvisor.rules.purpose import PurposeRules, level_in, reaches
from certadvisor.rules.requirements import candidate
from helpers import advised, entry, person, real_catalog

GYM = "--setting gym --cpr yes --budget 1000 "
COLLEGE = "--setting collegiate --cpr yes --budget 1000 "
SCHOOL = "--degree high-school "
SPORT = "--degree bachelor --degree-field exercise-science "


def _first(result: Recommendation) -> str | None:
    return result.first_place.id if result.first_place is not None else None


# --- does it serve? -------------------------------------------------------------------------------

NICHES = {
    "csps": "special-populations",
    "cpss": "sport-science",
    "nasm-cnc": "nutrition",
    "nasm-csnc": "nutrition",
    "nasm-cwc": "wellness",
    "nasm-ces": "corrective",
    "nasm-pbc": "physique",
    "nasm-wls": "weight-loss",
}


@pytest.mark.parametrize(("certification", "focus"), NICHES.items())
def test_a_niche_certification_serves_only_who_asks_for_its_niche(
    certification: str, focus: str
) -> None:
    """However cheap and easy, it is not recommended to anyone who did not ask for that niche."""
    setting = COLLEGE if certification == "cpss" else GYM
    cheap = setting + SPORT + f"--cpt nasm-cpt --price {certification}=0 "
    for other in ("", "--focus strength", "--focus personal-training"):
        one = entry(advised(cheap + other), certification)
        assert not one.purpose.serves.ok
        assert one.group == "not-for-this"
    assert entry(advised(cheap + f"--focus {focus}"), certification).purpose.serves.ok


def test_a_certification_serves_only_where_it_is_at_least_useful() -> None:
    """The setting counts first: what is not useful there does not serve, whatever the focus."""
    result = advised(
        "--setting tactical --cpr yes --budget 1000 --cpt none --focus strength " + SPORT
    )
    assert not entry(result, "nasm-pes").purpose.serves.ok
    assert "marginal" not in entry(result, "nasm-pes").purpose.serves.reason
    assert entry(result, "cscs").purpose.serves.ok


def test_a_focus_must_be_served_as_well_as_the_setting() -> None:
    """With a focus, what fits the setting alone does not serve."""
    without = entry(advised(GYM + SPORT + "--cpt none"), "nasm-cpt")
    with_focus = entry(advised(GYM + SPORT + "--cpt none --focus strength"), "nasm-cpt")
    assert without.purpose.serves.ok
    assert not with_focus.purpose.serves.ok


@pytest.mark.parametrize("setting", ["collegiate", "tactical"])
@pytest.mark.parametrize("focus", ["nutrition", "physique", "weight-loss", "wellness"])
def test_a_focus_that_nothing_serves_there_is_set_aside_and_said_to_be(
    setting: str, focus: str
) -> None:
    """The focus is dropped, the ranking is that without it, and the advice says so."""
    line = f"--setting {setting} --cpr yes --budget 1000 --cpt none " + SPORT
    with_focus, without = advised(line + f"--focus {focus}"), advised(line)
    assert "set aside" in with_focus.advice.text
    assert [a.id for a in with_focus.recommendations] == [a.id for a in without.recommendations]
    assert [a.score for a in with_focus.recommendations] == [
        a.score for a in without.recommendations
    ]


def test_a_focus_served_only_by_what_is_held_is_not_set_aside() -> None:
    """What is held counts as something in the catalog that serves the focus."""
    line = GYM + SPORT + "--cpt nasm-cpt --focus corrective --holds nasm-ces"
    assert "set aside" not in advised(line).advice.text


def test_what_the_employer_accepts_serves_and_nothing_else_does() -> None:
    """The employer's list overrides every level, niches too."""
    result = advised(
        COLLEGE + SPORT + "--cpt nasm-cpt --employer-accepts nasm-wls --employer-accepts tsac-f"
    )
    serving = {a.id for a in result.recommendations if a.purpose.serves.ok}
    assert serving == {"nasm-wls", "tsac-f"}
    assert _first(result) == "tsac-f"


def test_a_held_certification_that_the_employer_accepts_is_enough() -> None:
    """Nothing more is needed once the employer is satisfied."""
    line = GYM + SCHOOL + "--cpt nasm-cpt --employer-accepts nasm-cpt"
    result = advised(line)
    assert result.advice.needed is False
    assert _first(result) is None


# --- is there something to put it on? --------------------------------------------------------------

BASES = {
    "an accredited CPT": SCHOOL + "--cpt ace-cpt",
    "an accredited CPT that is not listed": SCHOOL + "--cpt other-ncca",
    "another primary certification": SCHOOL + "--cpt none --holds tsac-f",
    "a degree in exercise science": SPORT + "--cpt none",
    "a licence": "--degree associate --degree-field other --cpt none --licence pta",
    "a dietitian's licence": "--degree bachelor --degree-field other --cpt none --licence rd",
}
NO_BASES = {
    "nothing": SCHOOL + "--cpt none",
    "a CPT that is not accredited": SCHOOL + "--cpt issa-cpt",
    "a CPT of unknown standing": SCHOOL + "--cpt other",
    "a degree in another field": "--degree bachelor --degree-field other --cpt none",
    "an associate degree": "--degree associate --degree-field exercise-science --cpt none",
    "another add-on": SCHOOL + "--cpt none --holds nasm-csnc",
    "a running degree": "--degree senior --degree-field exercise-science --cpt none",
}


@pytest.mark.parametrize("answers", BASES.values(), ids=BASES)
def test_an_addition_has_something_to_be_put_on(answers: str) -> None:
    """By the policy's list, which holds where no source says what the add-on is put on."""
    assert entry(advised(GYM + "--focus weight-loss " + answers), "nasm-wls").purpose.base.ok


@pytest.mark.parametrize("answers", NO_BASES.values(), ids=NO_BASES)
def test_an_addition_with_nothing_to_be_put_on_is_not_recommended(answers: str) -> None:
    """Cheap and open to all, and still pointless: it stands in the group of what has no purpose."""
    result = advised(GYM + "--focus weight-loss --price nasm-wls=0 " + answers)
    one = entry(result, "nasm-wls")
    assert not one.purpose.base.ok
    assert one.group == "not-for-this"
    assert _first(result) != "nasm-wls"


@pytest.mark.parametrize(
    ("answers", "ok"),
    [
        (SCHOOL + "--cpt issa-cpt", True),
        (SCHOOL + "--cpt other", True),
        (SCHOOL + "--cpt none --holds tsac-f", True),
        (SCHOOL + "--cpt none --holds nasm-csnc", True),
        ("--degree bachelor --degree-field other --cpt none", True),
        (SCHOOL + "--cpt none", False),
        (SCHOOL + "--cpt none --holds nasm-cnc", False),
        ("--degree associate --degree-field exercise-science --cpt none", False),
        ("--degree senior --degree-field exercise-science --cpt none", False),
        ("--degree associate --degree-field other --cpt none --licence pta", False),
    ],
)
def test_what_an_additions_own_source_takes_stands_for_the_list(answers: str, ok: bool) -> None:
    """The article, of the PES: a CPT or another fitness certification, the CSNC, or a degree."""
    assert entry(advised(GYM + "--focus strength " + answers), "nasm-pes").purpose.base.ok is ok


@pytest.mark.parametrize(
    ("focus", "certification", "ok"),
    [("wellness", "nasm-cwc", True), ("nutrition", "nasm-cnc", True), ("weight-loss", "nasm-wls", False)],
)  # fmt: skip
def test_a_health_degree_is_a_base_for_wellness_and_nutrition_alone(
    focus: str, certification: str, ok: bool
) -> None:
    """By the policy's second list, which is said to be ours."""
    line = GYM + "--degree master --degree-field health-science --cpt none --licence none "
    result = advised(line + f"--focus {focus}")
    assert entry(result, certification).purpose.base.ok is ok


def test_what_is_open_to_all_needs_no_base() -> None:
    """Its source names people outside the profession."""
    one = entry(advised(GYM + SCHOOL + "--cpt none --focus physique"), "nasm-pbc")
    assert one.purpose.base.ok


def test_a_primary_certification_needs_no_base() -> None:
    """A primary certification that serves is never demoted for want of a base."""
    result = advised(GYM + SCHOOL + "--cpt none")
    for certification in ("nsca-cpt", "nasm-cpt", "cscs"):
        assert entry(result, certification).purpose.base.ok


@pytest.mark.parametrize(
    "focus", ["strength", "nutrition", "corrective", "physique", "weight-loss", "wellness"]
)
def test_base_first(focus: str) -> None:
    """In a gym, with no base and nothing primary open, a CPT comes first and the focus is the goal."""
    result = advised(GYM + SCHOOL + f"--cpt none --focus {focus}")
    assert _first(result) in ("nsca-cpt", "nasm-cpt")
    assert "comes first" in result.advice.text or "start with" in result.advice.text
    assert result.advice.goal is not None
    goal = entry(result, result.advice.goal)
    assert goal.id not in ("nsca-cpt", "nasm-cpt")
    assert goal.purpose.serves.ok


def test_a_base_first_certification_is_judged_by_the_setting_alone() -> None:
    """Its score with the focus is its score without."""
    with_focus = advised(GYM + SCHOOL + "--cpt none --focus corrective")
    without = advised(GYM + SCHOOL + "--cpt none")
    for certification in ("nsca-cpt", "nasm-cpt"):
        assert entry(with_focus, certification).score == entry(without, certification).score


def test_base_first_does_not_stand_in_the_way_of_a_primary_certification_that_serves() -> None:
    """With a degree in another field the CSCS is open and serves strength: no detour by a CPT."""
    line = GYM + "--degree bachelor --degree-field other --cpt none --focus strength"
    result = advised(line)
    assert _first(result) == "cscs"
    assert not entry(result, "nasm-cpt").purpose.serves.ok


def test_only_a_setting_with_a_base_role_puts_the_base_first() -> None:
    """At a college nobody is sent to a CPT first."""
    result = advised(COLLEGE + SCHOOL + "--cpt none --focus strength")
    assert not entry(result, "nasm-cpt").purpose.serves.ok
    assert _first(result) is None


# --- is it covered already? -------------------------------------------------------------------------


def _covered(result: Recommendation) -> set[str]:
    return {a.id for a in result.recommendations if not a.purpose.covered.ok}


@pytest.mark.parametrize("cpt", ["nasm-cpt", "nsca-cpt", "ace-cpt", "other-ncca"])
def test_a_second_cpt_is_covered_by_the_first(cpt: str) -> None:
    """Whoever holds an accredited CPT needs no second one."""
    result = advised(GYM + SCHOOL + f"--cpt {cpt}")
    assert _covered(result) == {"nasm-cpt", "nsca-cpt"} - {cpt}
    assert _first(result) not in ("nasm-cpt", "nsca-cpt")


@pytest.mark.parametrize("cpt", ["issa-cpt", "other", "none"])
def test_a_cpt_that_may_not_count_covers_nothing(cpt: str) -> None:
    """An unaccredited one does not cover an accredited one; nor does one of unknown standing."""
    assert not _covered(advised(GYM + SCHOOL + f"--cpt {cpt}"))


def test_the_cscs_covers_the_lesser_strength_certificates_and_the_cpts() -> None:
    """PES, ISSA-SCC and NCSF-CSC; in a gym, where a source says so, the CPTs; never the SCCC."""
    lesser = {"nasm-pes", "issa-scc", "ncsf-csc"}
    for setting, covered in ((GYM, lesser | {"nasm-cpt", "nsca-cpt"}), (COLLEGE, lesser)):
        assert _covered(advised(setting + SPORT + "--cpt none --holds cscs")) == covered


@pytest.mark.parametrize(
    ("licence", "focus", "covered"),
    [
        ("rd", "nutrition", {"nasm-cnc", "nasm-csnc"}),
        ("pt", "corrective", {"nasm-ces"}),
        ("atc", "corrective", {"nasm-ces"}),
        ("pta", "corrective", set()),
        ("pt", "nutrition", set()),
        ("rd", "corrective", set()),
    ],
)
def test_a_licence_covers_what_its_holder_is_trained_for(
    licence: str, focus: str, covered: set[str]
) -> None:
    """Nutrition for a dietitian, corrective exercise for a physiotherapist or athletic trainer."""
    result = advised(
        GYM + f"--degree master --degree-field health-science --cpt none --focus {focus} "
        f"--licence {licence}"
    )
    assert covered <= _covered(result)
    asked = {i for i, niche in NICHES.items() if niche == focus}
    assert _covered(result) & asked == covered


# --- is it needed at all? ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "needed"),
    [
        (COLLEGE + SPORT + "--cpt none --holds cscs", False),
        (COLLEGE + SPORT + "--cpt none --holds cscs --focus strength", False),
        (COLLEGE + SPORT + "--cpt none --holds cscca-sccc", False),
        # Enough in the setting, not in the focus: something is still missing.
        (COLLEGE + SPORT + "--cpt none --holds cscs --focus sport-science", True),
        (GYM + SPORT + "--cpt none --holds cscs", False),
        ("--setting tactical --cpr yes --budget 1000 --cpt none --holds tsac-f " + SCHOOL, False),
        # Whether the school takes it is not published.
        (COLLEGE + SPORT + "--cpt none --holds ncsf-csc", None),
        (GYM + SCHOOL + "--cpt nasm-cpt", False),
        (GYM + SCHOOL + "--cpt nasm-cpt --focus personal-training", False),
        (GYM + SCHOOL + "--cpt nasm-cpt --focus strength", True),
        (GYM + SCHOOL + "--cpt issa-cpt", None),
        # Strong in the focus, but whether the gym takes the CPT is not published.
        (GYM + SCHOOL + "--cpt issa-cpt --focus strength --holds nasm-pes", None),
        (GYM + SCHOOL + "--cpt nasm-cpt --focus strength --holds nasm-pes", False),
        (GYM + SCHOOL + "--cpt none", True),
    ],
)
def test_no_further_certificate_is_needed_once_a_sufficient_set_is_held(
    answers: str, needed: bool | None
) -> None:
    """True, false, or null where it hangs on what nobody publishes; the text opens with a false."""
    result = advised(answers)
    assert result.advice.needed is needed
    opening = result.advice.text.split(".")[0]
    assert opening.startswith("You need no further certificate") is (needed is False)


def test_nothing_is_a_goal_or_to_be_taken_where_nothing_is_needed() -> None:
    """The ranking stays; first place, goal and what to do now are null."""
    result = advised(GYM + SCHOOL + "--cpt nasm-cpt")
    advice = result.advice
    assert (advice.now, advice.goal, advice.beyond, advice.equals) == (None, None, None, ())
    assert result.first_place is None
    assert any(a.group == "do-now" for a in result.recommendations)
    assert "take" not in advice.text.lower()


def test_the_reason_is_named_where_something_has_no_purpose() -> None:
    """Whatever stands in that group says why."""
    for a in advised(COLLEGE + SCHOOL + "--cpt nasm-cpt --holds nasm-ces").recommendations:
        if a.group != "not-for-this":
            continue
        failed = [x for x in (a.purpose.serves, a.purpose.base, a.purpose.covered) if not x.ok]
        assert failed
        assert all(
            any(x.reason.lower().rstrip(".") in r.lower() for r in a.reasons) and x.reason
            for x in failed
        )


# --- levels ---------------------------------------------------------------------------------------


CATALOG = real_catalog()


@pytest.mark.parametrize(
    ("level", "floor", "expected"),
    [("useful", "useful", True), ("marginal", "useful", False), ("standard", "none", True)],
)
def test_a_level_reaches_itself_and_what_is_below(
    level: m.LevelName, floor: m.LevelName, expected: bool
) -> None:
    """None, marginal, useful, strong, standard."""
    assert reaches(level, floor) is expected
    assert level_in({}, "gym") == level_in({}, None) == "none"


def test_without_a_setting_nothing_is_recommended() -> None:
    """A recommendation needs to know where one wants to work."""
    profile = person(SPORT)
    with pytest.raises(ValueError, match="needs a setting"):
        PurposeRules(profile, candidate(profile, CATALOG), CATALOG)
