"""What eight people see, whole: `tests/screens/` has been read by a person, as each of them.

When a screen changes, the change stands in the diff of those files: `make screens` writes them anew,
to be read again.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from certadvisor import Recommendation, recommend
from certadvisor.show.forms import render
from certadvisor.show.forms.screen import Screen
from certadvisor.show.pages.recommend import document
from helpers import advised, grids, person, real_catalog

FOLDER = Path(__file__).parents[1] / "screens"
ON = " --on 2026-11-25"
PEOPLE = {
    "a minor": "--setting gym --degree in-school --graduates 2027-06 --adult 2027-03 --cpr yes"
    " --cpt none --budget 1000",
    "a final-year student": "--setting collegiate --degree senior --degree-field exercise-science"
    " --graduates 2027-05 --cpr no --cpt none --budget 600",
    "a firefighter": "--setting tactical --degree associate --degree-field other --cpr yes --cpt none"
    " --budget 800",
    "a trainer without a degree": "--setting gym --degree high-school --cpr yes --cpt nasm-cpt"
    " --focus strength --budget 1000",
    "a physiotherapist from abroad": "--setting gym --degree master --degree-field health-science"
    " --educated elsewhere --licence pt --cpr online-only --cpt none --focus corrective --budget 1500",
    "an adviser": "--setting collegiate --degree bachelor --degree-field exercise-science --cpr yes"
    " --cpt none --budget 450",
    "a manager": "--setting gym --degree high-school --cpr unknown --cpt other --member nsca"
    " --budget 2000 --employer-accepts nsca-cpt --employer-accepts nasm-cpt",
    "someone who does not know": "--setting gym --degree bachelor --degree-field unknown"
    " --cpr unknown --cpt none --budget unlimited",
}
SCREENS = {
    "80": Screen(width=80),
    "120": Screen(width=120),
    "plain": Screen(width=80, plain=True),
}
FILES = [(who, which) for who in PEOPLE for which in SCREENS]


@cache
def answer(who: str) -> Recommendation:
    """The answer for one of the eight."""
    return recommend(person(PEOPLE[who] + ON), real_catalog())


def shown(who: str, screen: Screen) -> str:
    """The answer on a screen."""
    return render(document(answer(who), real_catalog()), "table", screen)


def file(who: str, which: str) -> Path:
    """Where a screen is kept."""
    return FOLDER / f"{who.replace(' ', '-')}.{which}.txt"


def lines_on(text: str, width: int) -> int:
    """How many lines of a terminal a text takes, where long ones go on."""
    return sum(1 + max(len(line) - 1, 0) // width for line in text.splitlines())


@pytest.mark.parametrize(("who", "which"), FILES)
def test_people_see_what_has_been_read(who: str, which: str) -> None:
    """Every screen is as it stands in its file."""
    assert shown(who, SCREENS[which]) == file(who, which).read_text(encoding="utf-8")


def test_no_screen_is_left_of_somebody_else() -> None:
    """The folder holds the screens of these eight and no others."""
    assert {f.name for f in FOLDER.iterdir()} == {file(*one).name for one in FILES}


@pytest.mark.parametrize("who", PEOPLE)
def test_nobody_scrolls(who: str) -> None:
    """At 100 columns the answer takes 40 lines at most, the command to copy as the terminal breaks it."""
    assert lines_on(shown(who, Screen(width=100)), 100) <= 40


@pytest.mark.parametrize("who", PEOPLE)
def test_the_first_fifteen_lines_answer_the_question(who: str) -> None:
    """What to do, why, how hard, where to register, the goal: what the data has is there at 80 columns."""
    result = answer(who)
    first = " ".join(" ".join(shown(who, Screen(width=80)).splitlines()[:15]).split())
    assert [part for part in result.advice.parts.values() if part not in first] == []
    if result.first_place is not None:
        assert "Register" in first


def test_a_rule_that_is_met_either_way_reads_as_met() -> None:
    """A final-year student meets the CSCS rule for students: nothing says that a degree is lacking."""
    text = shown("a final-year student", Screen(width=120))
    assert "✓ final-year student (or bachelor's)" in " ".join(text.split())
    assert "✗" not in text.partition("Worth considering")[2]


def test_a_goal_that_needs_a_base_first_is_worth_considering() -> None:
    """Who needs something to build on sees the goal in the answer and in the table."""
    line = "--setting gym --degree bachelor --degree-field other --cpr yes --cpt none"
    result = advised(f"{line} --focus nutrition --budget unlimited{ON}")
    goal = next(a for a in result.recommendations if a.id == result.advice.goal)
    assert goal is not result.first_place
    page = document(result, real_catalog())
    rows = {row.cells[1].text: row.cells[-1].text for row in grids(page)[0].rows}
    assert "needs a first certification or degree to build on" in rows[goal.name]
    text = render(page, "table", Screen(width=100))
    assert f"{len(result.recommendations) - len(rows)} more do not fit this purpose" in text


def test_the_share_of_the_budget_is_drawn_and_said() -> None:
    """A bar where people look, ASCII where there is nothing else, words where they listen."""
    who = "a firefighter"
    assert "███████████░░░░░░░░░ 54 % of your $800" in shown(who, Screen(width=80))
    assert "###########......... 54 % of your $800" in shown(who, Screen(80, encoding="ascii"))
    heard = shown(who, Screen(width=80, plain=True))
    assert "Budget: 54 % of your $800" in heard
    assert not set("█▒░✓✗→#") & set(heard)


if __name__ == "__main__":
    for one in FILES:
        file(*one).write_text(shown(one[0], SCREENS[one[1]]), encoding="utf-8")
