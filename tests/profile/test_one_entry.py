"""A question is one entry: what is added to the list is seen wherever questions are."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import fields, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal, get_args, get_type_hints

import pytest
import typer
from typer.testing import CliRunner

from certadvisor import Profile, recommend, to_json
from certadvisor.advice.what_if import WhatIf, possible, unanswered
from certadvisor.catalog import types as m
from certadvisor.catalog.reading import kind_of
from certadvisor.cli.interview.flow import Flow, QuestionPart
from certadvisor.cli.interview.prompts import prompt_for
from certadvisor.cli.options import with_flags
from certadvisor.errors import AnswerError
from certadvisor.json_text import schema
from certadvisor.profile.command_line import answers_of
from certadvisor.profile.file import profile_text, read_answers
from certadvisor.profile.missing import missing
from certadvisor.profile.parse import profile_from
from certadvisor.profile.profile import BY_NAME, QUESTIONS
from certadvisor.profile.questions import Answers, Choice, asked, by_name, each_choice
from certadvisor.rules.ranking import rank
from certadvisor.rules.requirements import candidate, judge, leaves
from certadvisor.show.pages.profile import you
from certadvisor.values import immutable
from helpers import TODAY, person, real_catalog

CATALOG = real_catalog()


@immutable(kw_only=True)
class Extended(Profile):
    """The list of questions with one more."""

    shift: Literal["day", "night"] | None = asked(
        form="one",
        ask="When can you work?",
        why="some places open at night",
        help="when you can work",
        more="Think of most weeks.",
        metavar="day|night",
        needed=True,
        options=(
            Choice("day", "by day", ("daytime",), said="working by day"),
            Choice("night", "at night", said="working at night"),
        ),
        open="until-known",
        possible=each_choice,
        read_by=("purpose",),
    )


SHIFT = by_name(Extended)["shift"]


def _extended(text: str) -> Extended:
    profile = profile_from({"shift": (text,)}, CATALOG, TODAY, Extended)
    assert isinstance(profile, Extended)
    return profile


def test_a_new_question_is_a_flag() -> None:
    """With its help and its placeholder; what is typed reaches the command."""
    seen: list[Answers] = []
    app = typer.Typer()

    def command(answers: Any) -> None:
        seen.append(answers)

    app.command()(with_flags(command, tuple(by_name(Extended).values())))
    shown = CliRunner().invoke(app, ["--help"], env={"COLUMNS": "200", "NO_COLOR": "1"}).output
    assert "--shift" in shown
    assert "when you can work" in shown
    assert CliRunner().invoke(app, ["--shift", "night"]).exit_code == 0
    assert seen == [{"shift": ("night",)}]


def test_a_new_question_is_read_like_any_other() -> None:
    """By its value, its label or another name; anything else names the flag and the choices."""
    assert [_extended(t).shift for t in ("night", "At Night", "daytime")] == [
        "night",
        "night",
        "day",
    ]
    with pytest.raises(AnswerError, match=r"--shift .*Choose from day, night"):
        _extended("weekends")
    with pytest.raises(ValueError, match="shift"):
        Extended(on=TODAY, shift="weekends")  # type: ignore[arg-type]


def test_a_new_question_is_prompted_for() -> None:
    """With its text, its reason, its options and what `?` explains."""
    prompt = prompt_for(QuestionPart(SHIFT), Flow({}, CATALOG, TODAY))
    assert (prompt.ask, prompt.more) == ("When can you work?", "Think of most weeks.")
    assert [o.label for o in prompt.options] == ["by day", "at night"]


def test_a_new_question_is_a_key_of_a_profile_file(tmp_path: Any) -> None:
    """It is written, read back, and gives the same flags."""
    profile = _extended("night")
    file = tmp_path / "me.json"
    file.write_text(profile_text(profile), encoding="utf-8")
    assert profile_from(read_answers(file, Extended), CATALOG, TODAY, Extended) == profile
    assert answers_of(profile)["shift"] == ("night",)


def test_a_new_question_stands_in_the_schema() -> None:
    """With its help and its allowed values."""
    found = schema(Extended)["properties"]["shift"]
    assert found["description"] == "when you can work"
    assert {"enum": ["day", "night"]} in found["anyOf"]


def test_a_new_question_is_said_in_the_you_line() -> None:
    """In the words of the option that was chosen; not at all where nothing was."""
    assert you(_extended("night"), CATALOG) == "working at night"
    assert you(Extended(on=TODAY), CATALOG) == ""


def test_a_new_question_is_open_until_it_is_answered() -> None:
    """It is missed, it is among the open questions, and each answer is tried."""
    silent = Extended(on=TODAY)
    assert "shift" in unanswered(silent, CATALOG)
    assert SHIFT in missing(silent, CATALOG)
    assert [*possible("shift", silent, CATALOG)] == [{"shift": "day"}, {"shift": "night"}]
    assert "shift" not in unanswered(_extended("day"), CATALOG)
    assert SHIFT not in missing(_extended("day"), CATALOG)


def test_the_questions_load_without_the_catalog_types() -> None:
    """Help needs the questions alone; what only answers need is not loaded with them."""
    code = (
        "import sys, certadvisor.profile.profile\n"
        "assert not {'pydantic', 'certadvisor.catalog.types'} & sys.modules.keys()"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# --- the entries agree with the rest ---------------------------------------------------------


@pytest.mark.parametrize("name", BY_NAME)
def test_the_options_are_those_of_the_type(name: str) -> None:
    """Fixed answers stand in the type for the type checker, and in the entry with their labels."""
    hint = get_type_hints(Profile)[name]
    question = BY_NAME[name]
    literals = set(_literals(hint))
    fixed = () if callable(question.options) else tuple(c.value for c in question.options)
    allowed = {*fixed, *question.ids, *(c.value for c in question.values)}
    assert literals == (allowed | {"unlimited"} if question.form == "money" else allowed)


def _literals(hint: Any) -> list[str]:
    if isinstance(hint, str):
        return [hint]
    return [text for part in get_args(hint) for text in _literals(part)]


def test_every_field_is_a_question() -> None:
    """Nothing in a profile is there that nobody is asked for."""
    assert [f.name for f in fields(Profile)] == [q.name for q in QUESTIONS]


BARE = Profile(on=TODAY)
ANSWERED = person(
    "--degree senior --degree-field other --cpr no --cpt none --member nsca --licence none "
    "--graduates 2027-05 --casce no --educated us --adult no"
)


@pytest.mark.parametrize("name", [q.name for q in QUESTIONS if q.name != "holds"])
def test_only_the_tests_that_say_so_read_an_answer(name: str) -> None:
    """`read_by` names every kind of requirement test whose outcome an answer can change."""
    tests = {
        test
        for item in CATALOG.items().values()
        for leaf in leaves(item.requirements)
        for test in (leaf.test, *leaf.disputed)
    }
    for before in (BARE, ANSWERED):
        for value in _values(name, before):
            try:
                after = replace(before, **{name: value})
            except ValueError:
                continue
            one, other = candidate(before, CATALOG), candidate(after, CATALOG)
            read = {t.kind for t in tests if judge(t, one, CATALOG) != judge(t, other, CATALOG)}
            assert read <= {*BY_NAME[name].read_by}


def _values(name: str, profile: Profile) -> list[Any]:
    question = BY_NAME[name]
    tried: list[Any] = [c[name] for c in possible(name, profile, CATALOG)]
    if question.form == "one":
        tried += [c.value for c in question.choices(CATALOG)]
    return tried or [
        {"denial": False, "money": Decimal(1), "date": date(2031, 1, 1), "number": 3}.get(
            question.form
        )
    ]


def test_every_kind_of_test_that_asks_something_is_read_by_some_question() -> None:
    """No requirement depends on what nobody is asked for."""
    kinds = {kind_of(test) for test in get_args(get_args(m.Test)[0])}
    read = {reader for q in QUESTIONS for reader in q.read_by}
    assert kinds - read == {"nothing", "unpublished"}


# --- the library's door ----------------------------------------------------------------------

REFUSED: list[tuple[str, Any]] = [
    ("setting", "Gym!"), ("setting", 3), ("setting", "x" * 61), ("degree", "phd"),
    ("degree_field", "law"), ("cpr", True), ("cpt", ""), ("budget", -1), ("budget", "800"),
    ("budget", float("nan")), ("budget", float("inf")), ("budget", Decimal("0.001")),
    ("holds", ["cscs"]), ("holds", "cscs"), ("holds", ("CSCS",)), ("licence", ("md",)),
    ("adult", 1), ("member", {"nsca": "gold"}), ("member", ("nsca",)), ("practice", {"gym": -1}),
    ("practice", {"gym": 1.0}), ("practice", {"gym": True}), ("practice", {"gym": 100_001}),
    ("years", {"gym": 81}), ("years", {"a b": 1}), ("years", None), ("graduates", "2027-13"),
    ("graduates", "May"), ("graduates", "2027-05-01"), ("casce", "maybe"), ("educated", "mars"),
    ("price", {"cscs": -1}), ("price", {"cscs": "1"}), ("employer_accepts", None),
    ("weight", {"luck": 1}), ("weight", {"fit": 1_001}), ("on", "2026-11-23"), ("on", None),
    ("hours_a_week", 0), ("hours_a_week", 101),
    ("hours_a_week", "6"), ("hours_a_week", True), ("on", date(3000, 1, 1)), ("on", datetime(2026, 11, 23)),
]  # fmt: skip


@pytest.mark.parametrize(("name", "value"), REFUSED)
def test_a_value_that_no_flag_could_give_is_refused(name: str, value: Any) -> None:
    """A profile made by hand is as strict as the flags; the error names the field."""
    with pytest.raises(ValueError, match=f"^{name}: "):
        Profile(**{"on": TODAY, name: value})


def test_money_given_as_a_number_is_exact() -> None:
    """An amount may be a whole number or a float; it is kept in cents."""
    profile = Profile(on=TODAY, budget=560.5, price={"cscs": 475})  # type: ignore[arg-type, dict-item]
    assert profile.budget == Decimal("560.50")
    assert profile.price == {"cscs": Decimal(475)}
    assert isinstance(profile.price["cscs"], Decimal)


def test_a_profile_cannot_be_changed() -> None:
    """A copy is made instead, and checked like any other."""
    with pytest.raises(AttributeError):
        BARE.cpr = "yes"  # type: ignore[misc]
    with pytest.raises(ValueError, match="cpr"):
        replace(BARE, cpr="maybe")  # type: ignore[arg-type]


def test_an_extended_profile_is_advised_like_any_other() -> None:
    """The rules read what they know, and the what-ifs try the new answers too."""
    values = {f.name: getattr(ANSWERED, f.name) for f in fields(Profile)}
    profile = Extended(**{**values, "setting": "gym", "shift": "day"})
    plain = Profile(**{**values, "setting": "gym"})
    assert to_json(recommend(profile, CATALOG)) == to_json(recommend(plain, CATALOG))
    silent = replace(profile, shift=None)
    assert WhatIf(rank(silent, CATALOG)).impact("shift") == 0
