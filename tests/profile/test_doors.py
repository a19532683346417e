"""One meaning in every door: what flags, a file of answers, the interview and the library make of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from certadvisor.cli.interview.flow import Flow, QuestionPart
from certadvisor.cli.interview.prompts import prompt_for
from certadvisor.errors import AnswerError
from certadvisor.profile.parse import profile_from
from certadvisor.profile.profile import BY_NAME
from helpers import TODAY, program, real_catalog

Door = Callable[[str, str, Path], str]
"""What a door says about one answer, by its question's name and its text: empty if it is taken."""


def _by_flag(name: str, text: str, _: Path) -> str:
    return program("list", BY_NAME[name].flag, text).stderr


def _by_file(name: str, text: str, folder: Path) -> str:
    key, sign, value = text.partition("=")
    answer: Any = {key: value} if sign else [text] if BY_NAME[name].form == "many" else text
    file = folder / "me.json"
    file.write_text(json.dumps({name: answer}), encoding="utf-8")
    return program("list", "--profile", str(file)).stderr


def _by_interview(name: str, text: str, _: Path) -> str:
    flow = Flow({}, real_catalog(), TODAY)
    key, sign, value = text.partition("=")
    part = QuestionPart(BY_NAME[name], key) if sign else QuestionPart(BY_NAME[name])
    return prompt_for(part, flow).problem((value if sign else text,)) or ""


def _by_library(name: str, text: str, _: Path) -> str:
    try:
        profile_from({name: (text,)}, real_catalog(), TODAY)
    except AnswerError as error:
        return str(error)
    return ""


DOORS = {"flag": _by_flag, "file": _by_file, "interview": _by_interview, "library": _by_library}
in_every_door = pytest.mark.parametrize("door", DOORS.values(), ids=DOORS)


# --- amounts of money ----------------------------------------------------------------------------


@in_every_door
@pytest.mark.parametrize("name", ["budget", "price"])
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("2.000", "could mean $2 or $2,000. Type 2000 or 2,000."),
        ("1.250", "could mean $1.25 or $1,250. Type 1250 or 1,250."),
        ("$12.500 USD", "could mean $12.5 or $12,500. Type 12500 or 12,500."),
        ("1.200k", "could mean $1,200 or $1,200,000."),
        ("€600", "is not in US dollars"),
        ("600 EUR", "is not in US dollars"),
        ("£600", "is not in US dollars"),
        ("C$600", "is not in US dollars"),
        ("2,50", "is not an amount"),
        ("1,2k", "is not an amount"),
        ("1,200.000", "has more than two decimals"),
        ("0.500", "has more than two decimals"),
    ],
)
def test_an_amount_that_could_mean_another_is_refused(
    name: str, typed: str, said: str, door: Door, tmp_path: Path
) -> None:
    """$2 or $2,000, euros or dollars: nobody is advised on the wrong one."""
    answer = f"cscs={typed}" if name == "price" else typed
    assert said in door(name, answer, tmp_path)


@in_every_door
@pytest.mark.parametrize(
    "typed", ["USD 1200", "1200 usd", "1200$", "US$1,200", "1.2k", "$1.2 K", "1200 dollars"]
)
def test_an_amount_is_read_as_people_write_it(typed: str, door: Door, tmp_path: Path) -> None:
    """With the sign or the word for dollars on either side, and k for a thousand."""
    assert door("budget", typed, tmp_path) == ""
    found = profile_from({"budget": (typed,)}, real_catalog(), TODAY)
    assert found.budget == Decimal(1200)


def test_what_may_be_spent_on_a_road_is_read_like_a_budget() -> None:
    """`plan --within` is an amount, too."""
    done = program("plan", "cscs", "--degree", "none", "--cpr", "no", "--within", "1.000")
    assert done.returncode == 2
    assert "could mean $1 or $1,000. Type 1000 or 1,000." in done.stderr
