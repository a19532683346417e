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
from certadvisor.profile.file import read_answers
from certadvisor.profile.parse import profile_from, read
from certadvisor.profile.profile import BY_NAME, QUESTIONS
from certadvisor.profile.questions import Answers
from helpers import TODAY, person, program, real_catalog

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


# --- lists, none, and what contradicts ---------------------------------------------------------------


@in_every_door
@pytest.mark.parametrize(
    ("name", "typed", "meant"),
    [
        ("holds", "cscs,nasm-pes", ("cscs", "nasm-pes")),
        ("holds", "NASM PES, cscs,", ("cscs", "nasm-pes")),
        ("holds", "none", ()),
        ("employer_accepts", "cscs,tsac-f", ("cscs", "tsac-f")),
        ("employer_accepts", "None", ()),
        ("licence", "pt,rd", ("pt", "rd")),
    ],
)
def test_a_list_may_have_commas_and_none_is_an_answer(
    name: str, typed: str, meant: tuple[str, ...], door: Door, tmp_path: Path
) -> None:
    """`--holds cscs,nasm-pes` is two certifications, and `none` is none."""
    assert door(name, typed, tmp_path) == ""
    assert getattr(profile_from({name: (typed,)}, real_catalog(), TODAY), name) == meant


@pytest.mark.parametrize(
    ("name", "typed", "meant"),
    [
        ("price", "cscs=1,200,nasm-pes=650", {"cscs": Decimal(1200), "nasm-pes": Decimal(650)}),
        ("practice", "collegiate=300,sport-science=20", {"collegiate": 300, "sport-science": 20}),
        ("years", "collegiate=1", {"collegiate": 1}),
        ("member", "nsca,cscca=student", {"cscca": "student", "nsca": "full"}),
        ("weight", "fit=2,recognition=3", {"fit": 2, "recognition": 3}),
    ],
)
def test_pairs_may_have_commas_too(
    name: str, typed: str, meant: dict[str, Any], tmp_path: Path
) -> None:
    """As flags and as text in a file; the comma of 1,200 separates nothing."""
    assert getattr(profile_from({name: (typed,)}, real_catalog(), TODAY), name) == meant
    file = tmp_path / "me.json"
    file.write_text(json.dumps({name: typed}), encoding="utf-8")
    assert getattr(profile_from(read_answers(file), real_catalog(), TODAY), name) == meant


@in_every_door
@pytest.mark.parametrize("name", ["holds", "employer_accepts", "licence"])
def test_none_and_one_is_refused(name: str, door: Door, tmp_path: Path) -> None:
    """Nobody holds none and the CSCS."""
    other = "pt" if name == "licence" else "cscs"
    assert "says none and names one" in door(name, f"none,{other}", tmp_path)


SINGLE = [q.name for q in QUESTIONS if q.form not in ("many", "pairs")]
TWO = {
    "budget": ("900", "$1,000"),
    "graduates": ("2027-05", "2028-05"),
    "hours_a_week": ("6", "12"),
    "adult": ("yes", "no"),
    "on": ("2026-11-23", "2026-11-24"),
}


@pytest.mark.parametrize("name", SINGLE)
def test_an_answer_given_twice_must_be_the_same(name: str) -> None:
    """`--cpr yes --cpr no` is refused; said twice alike, in any spelling, it is one answer."""
    question, catalog = BY_NAME[name], real_catalog()
    one, other = TWO.get(name) or [c.value for c in question.choices(catalog)][:2]
    done = program("list", question.flag, one, question.flag, other)
    assert done.returncode == 2
    assert f'{question.flag} "{other}" contradicts "{one}" given before.' in done.stderr
    assert read(question, (one, f" {one.upper()} "), catalog) == read(question, (one,), catalog)


@pytest.mark.parametrize(
    "words",
    [
        ["list", "--format", "csv", "--format", "json"],
        ["list", "--issuer", "nsca", "--issuer", "nasm"],
        ["show", "cscs", "--catalog", "a.json", "--catalog", "b.json"],
        ["plan", "cscs", "--within", "1", "--within", "2"],
        ["catalog", "stale", "--older-than", "1d", "--older-than", "2d"],
        ["recommend", "--top", "1", "--top", "2"],
    ],
)
def test_a_flag_given_twice_must_be_the_same(words: list[str]) -> None:
    """The flags that are no answers follow the same rule."""
    done = program(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert f'{words[-2]} "{words[-1]}" contradicts "{words[-3]}" given before.' in done.stderr
    again = [*words[:-1], words[-3]]
    assert "contradicts" not in program(*again).stderr


AGAINST = {
    "a degree above the one named": ({"degree": "high-school"}, "bachelor"),
    "a degree above a finished one": ({"degree": "associate"}, "master-exercise-science"),
    "a diploma of someone at school": ({"degree": "in-school"}, "high-school-diploma"),
    "a class and no card": ({"cpr": "no"}, "cpr-aed-class"),
    "a class in person and an online card": ({"cpr": "online-only"}, "cpr-aed-class"),
    "a programme that is not accredited": (
        {"degree": "bachelor", "degree_field": "exercise-science", "casce": "no"},
        "bachelor-casce",
    ),
    "a membership of nobody's": ({"member": "none"}, "nsca-membership"),
    "a birthday to come": ({"adult": "no"}, "come-of-age"),
    "a birthday next year": ({"adult": "2027-03"}, "come-of-age"),
}


@pytest.mark.parametrize("kind", AGAINST)
def test_what_is_held_may_not_deny_another_answer(kind: str, tmp_path: Path) -> None:
    """Advice on answers that cannot both be true would be advice for nobody."""
    said, held = AGAINST[kind]
    answers: Answers = {name: (text,) for name, text in said.items()}
    answers["holds"] = (held,)
    with pytest.raises(AnswerError, match="does not go with what you hold") as caught:
        profile_from(answers, real_catalog(), TODAY)
    assert caught.value.name == [*said][-1]
    file = tmp_path / "me.json"
    file.write_text(json.dumps({**said, "holds": [held]}), encoding="utf-8")
    told = program("list", "--profile", str(file))
    assert (told.returncode, "does not go with what you hold" in told.stderr) == (1, True)


@pytest.mark.parametrize(
    "line",
    [
        "--degree student --degree-field other --holds bachelor",
        "--degree master --degree-field other --holds bachelor",
        "--cpr yes --holds cpr-aed-class",
        "--cpr unknown --holds cpr-aed-class",
        "--member nsca --holds cscca-membership",
        "--adult 2025-01 --holds come-of-age",
    ],
)
def test_what_may_both_be_true_is_taken(line: str) -> None:
    """A second degree is no contradiction, and what one step gives may be said besides."""
    assert person(line).holds


@in_every_door
@pytest.mark.parametrize("month", ["1900-01", "1945-12", "2046-01", "2999-12"])
def test_nobody_turned_18_in_another_age(month: str, door: Door, tmp_path: Path) -> None:
    """A month more than 80 years back, or before which one is not even born, is a slip."""
    assert "lies more than" in door("adult", month, tmp_path)


# --- all faults at once ----------------------------------------------------------------------------


def test_all_faults_of_a_command_line_are_told_at_once() -> None:
    """A line for each, whatever the flag: who mends one does not meet the next."""
    line = (
        "recommend --format tabel --top 0 --over x --explain cscz --why-not pess --degree phd2"
        " --cpr maybe --budget 2.000 --adult 1800-01 --price a=1 --save-profile me.toml"
    )
    done = program(*line.split())
    assert (done.returncode, done.stdout) == (2, "")
    lines = done.stderr.splitlines()
    named = ["--format", "--top", "--over", "cscz", "pess", "--degree", "--cpr", "--budget"]
    for name in [*named, "--adult", "--price", "--save-profile"]:
        assert sum(name in line for line in lines) == 1, name
    assert len(lines) == 11


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("plan cscz --format x --within 1.000 --by soon --over 0 --cpr maybe", 6),
        ("compare cscz nasm-pse --format x --over 0 --cpr maybe", 5),
        ("list --issuer nascar --kind x --format y --cpr maybe", 4),
    ],
)
def test_the_other_commands_tell_all_faults_too(line: str, count: int) -> None:
    """Names, forms, numbers and answers alike."""
    done = program(*line.split())
    assert (done.returncode, len(done.stderr.splitlines())) == (2, count), done.stderr


def test_all_faults_of_a_file_of_answers_are_told_at_once(tmp_path: Path) -> None:
    """Unknown keys, wrong forms and wrong values, a line each, each with the file's name."""
    file = tmp_path / "me.json"
    bad = {"degre": "none", "cpr": True, "holds": {"a": 1}, "budget": "2.000", "cpt": "nobody"}
    file.write_text(json.dumps({"$schema": "any", **bad}), encoding="utf-8")
    done = program("recommend", "--profile", str(file))
    assert done.returncode == 1
    lines = done.stderr.removeprefix("certadvisor:").splitlines()
    assert len(lines) == 5
    assert all(line.strip().startswith(f"{file}: ") for line in lines)
    assert 'did you mean "degree"?' in lines[0]
    for name in ("True", "{'a'"):
        assert name not in done.stderr
