"""How answers are read, whatever door they come through, and what bad ones get."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certadvisor import Profile, load_catalog
from certadvisor.cli.interview.flow import Flow
from certadvisor.cli.interview.prompts import prompt_for
from certadvisor.cli.main import run
from certadvisor.errors import AnswerError, CertadvisorError, DataError
from certadvisor.profile.file import profile_text, read_answers
from certadvisor.profile.missing import Request
from certadvisor.profile.parse import profile_from, read
from certadvisor.profile.profile import (
    BY_NAME,
    QUESTIONS,
    contradictions,
    effective_weights,
    normalised,
)
from helpers import CATALOG_FILE, TODAY, answers_in, person, profiles, program, real_catalog

WHOLE = {
    "--setting": "gym",
    "--degree": "bachelor",
    "--degree-field": "other",
    "--cpr": "yes",
    "--cpt": "none",
    "--budget": "1000",
}


def _line(**changed: str | None) -> list[str]:
    """A whole command line with some answers replaced, or left out where None."""
    answers = {**WHOLE, **{"--" + k.replace("_", "-"): v for k, v in changed.items()}}
    return [word for flag, v in answers.items() if v is not None for word in (flag, v)]


# --- answers that can be used -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1200", "1200"),
        ("$1,200", "1200"),
        ("1,234,567.89", "1234567.89"),
        (" 475.5 ", "475.50"),
        ("$ 800", "800"),
        ("800 USD", "800"),
        ("0", "0"),
        ("0.01", "0.01"),
        (".50", "0.50"),
        ("10000000", "10000000"),
        ("007", "7"),
    ],
)
def test_a_budget_is_read_as_a_person_types_it(typed: str, amount: str) -> None:
    """Dollar signs, thousands and cents."""
    assert read(BY_NAME["budget"], [typed], real_catalog()) == Decimal(amount)


@pytest.mark.parametrize("typed", ["unlimited", "no limit", "No-Limit", "UNLIMITED"])
def test_a_budget_may_have_no_limit(typed: str) -> None:
    """In words, in any case."""
    assert read(BY_NAME["budget"], [typed], real_catalog()) == "unlimited"


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("setting", "GYM", "gym"),
        ("setting", "private practice", "gym"),
        ("setting", "military", "tactical"),
        ("degree", "High School", "high-school"),
        ("degree", "highschool", "high-school"),
        ("degree_field", "Exercise_Science", "exercise-science"),
        ("cpr", "Online Only", "online-only"),
        ("cpt", "ACE", "ace-cpt"),
        ("focus", "Strength", "strength"),
        ("graduates", "2028-05", "2028-05"),
    ],
)
def test_choices_resolve_without_regard_to_case_spaces_and_hyphens(
    name: str, typed: str, value: str
) -> None:
    """One spelling is as good as another."""
    assert read(BY_NAME[name], [typed], real_catalog()) == value


def test_a_membership_is_full_unless_it_says_student() -> None:
    """`--member nsca` and `--member nsca=student`."""
    assert person("--member nsca --member cscca=Student").member == {
        "nsca": "full",
        "cscca": "student",
    }


def test_the_same_answer_twice_is_no_contradiction() -> None:
    """Repeating oneself is allowed."""
    assert person("--cpr yes --cpr yes --holds cscs --holds CSCS").holds == ("cscs",)


@given(profiles())
def test_one_form_for_the_same_answers(profile: Profile) -> None:
    """Putting a profile in order twice changes nothing more."""
    assert normalised(profile, real_catalog()) == profile


# --- answers that contradict each other ----------------------------------------------------------------

CONTRADICTIONS = {
    "no CPT, and one held": "--cpt none --holds nsca-cpt",
    "no CPT, and another body's held": "--cpt none --holds ace-cpt",
    "a field without a degree": "--degree none --degree-field other",
    "a field with a diploma": "--degree high-school --degree-field exercise-science",
    "a CASCE programme without a degree": "--degree none --casce yes",
    "a graduation after the degree": "--degree bachelor --graduates 2028-05",
    "a graduation in the past": "--degree senior --graduates 2026-10",
    "no licence, and one": "--licence none --licence pt",
    "weights of nothing": "--weight fit=0 --weight recognition=0 --weight readiness=0 "
    "--weight affordability=0",
    "two CPR cards": "--cpr yes --cpr no",
    "two settings": "--setting gym --setting tactical",
    "two prices for one": "--price cscs=1 --price cscs=2",
    "two amounts of hours": "--practice collegiate=1 --practice collegiate=2",
}


@pytest.mark.parametrize("line", CONTRADICTIONS.values(), ids=CONTRADICTIONS)
def test_contradictory_answers_are_refused(line: str) -> None:
    """Two answers that cannot both be true are not silently resolved."""
    with pytest.raises(AnswerError):
        person(line)


@pytest.mark.parametrize(
    "line",
    [
        "--cpt none --holds cscs",
        "--cpt none --holds nasm-pes",
        "--degree senior --graduates 2026-11",
        "--degree associate --degree-field unknown",
        "--degree high-school --licence pta",
        "--weight fit=0",
    ],
)
def test_answers_that_only_look_odd_are_taken(line: str) -> None:
    """What may be true is accepted."""
    assert person(line) is not None


# --- what bad input gets, at the program ------------------------------------------------------------------

HUGE = "9" * 400
BAD: dict[str, tuple[list[str], list[str]]] = {
    "a budget in words": (_line(budget="lots"), ["--budget", '"lots"', "--budget 800"]),
    "a budget below nothing": (_line(budget="-5"), ["--budget", '"-5"', "--budget 800"]),
    "a budget that is no number": (_line(budget="NaN"), ["--budget", '"NaN"']),
    "an infinite budget": (_line(budget="inf"), ["--budget", '"inf"', "unlimited"]),
    "an infinite budget, spelled out": (_line(budget="Infinity"), ["--budget", "unlimited"]),
    "a budget of 400 digits": (_line(budget=HUGE), ["--budget", '"9999']),
    "a budget in scientific notation": (_line(budget="1e9"), ["--budget", '"1e9"']),
    "a budget of three decimals": (_line(budget="1.005"), ["--budget", "could mean"]),
    "a budget over the top": (_line(budget="10000000.01"), ["--budget", "10,000,000"]),
    "a budget with a stray comma": (_line(budget="1,20"), ["--budget", '"1,20"']),
    "an empty budget": (_line(budget=""), ["--budget"]),
    "a budget in other digits": (_line(budget="１２００"), ["--budget"]),
    "an unknown setting": (_line(setting="moon"), ["--setting", '"moon"', "collegiate"]),
    "an empty setting": (_line(setting=""), ["--setting", "collegiate"]),
    "an unknown degree": (_line(degree="phd-ish"), ["--degree", '"phd-ish"']),
    "an unknown field": (_line(degree_field="law"), ["--degree-field", '"law"', "other"]),
    "an unknown CPR answer": (_line(cpr="maybe"), ["--cpr", '"maybe"', "online-only"]),
    "an unknown CPT": (_line(cpt="nasm-ctp"), ["--cpt", '"nasm-ctp"', "nasm-cpt"]),
    "an unknown certification": (
        [*_line(), "--holds", "nasm-pse"], ["--holds", '"nasm-pse"', "Did you mean nasm-pes?"],
    ),
    "an unknown focus": ([*_line(), "--focus", "yoga"], ["--focus", '"yoga"', "strength"]),
    "an unknown licence": ([*_line(), "--licence", "md"], ["--licence", '"md"', "atc"]),
    "an unknown issuer": ([*_line(), "--member", "acme"], ["--member", '"acme"', "nsca"]),
    "an unknown membership": (
        [*_line(), "--member", "nsca=gold"], ["--member", '"nsca=gold"', "student"],
    ),
    "hours in words": (
        [*_line(), "--practice", "collegiate=many"], ["--practice", '"many"', "KIND=HOURS"],
    ),
    "hours below nothing": ([*_line(), "--practice", "collegiate=-1"], ["--practice"]),
    "hours out of range": ([*_line(), "--practice", "collegiate=999999"], ["--practice"]),
    "hours of nothing known": ([*_line(), "--practice", "yoga=1"], ["--practice", "collegiate"]),
    "hours without a kind": ([*_line(), "--practice", "640"], ["--practice", "KIND=HOURS"]),
    "years out of range": ([*_line(), "--years", "collegiate=500"], ["--years"]),
    "a month that is none": ([*_line(degree="senior"), "--graduates", "2028-13"], ["--graduates"]),
    "a month in words": ([*_line(degree="senior"), "--graduates", "May"], ["--graduates", "2027-05"]),
    "a CASCE answer that is none": ([*_line(), "--casce", "perhaps"], ["--casce", "unknown"]),
    "a place that is none": ([*_line(), "--educated", "mars"], ["--educated", "elsewhere"]),
    "a price of an unknown id": ([*_line(), "--price", "cscz=1"], ["--price", '"cscz"', "Did you mean"]),
    "a price in words": ([*_line(), "--price", "cscs=cheap"], ["--price", "cheap", "ID=649"]),
    "a price below nothing": ([*_line(), "--price", "cscs=-1"], ["--price", "-1"]),
    "a price without an id": ([*_line(), "--price", "649"], ["--price", "ID=USD"]),
    "an employer's unknown list": (
        [*_line(), "--employer-accepts", "cscz"], ["--employer-accepts", '"cscz"', "Did you mean"],
    ),
    "a weight of an unknown criterion": ([*_line(), "--weight", "luck=1"], ["--weight", "fit"]),
    "a weight in words": ([*_line(), "--weight", "fit=much"], ["--weight", "NAME=N"]),
    "a weight below nothing": ([*_line(), "--weight", "fit=-1"], ["--weight"]),
    "a weight out of range": ([*_line(), "--weight", "fit=999999"], ["--weight"]),
    "a day that is none": ([*_line(), "--on", "2030-02-30"], ["--on", "2026-11-23"]),
    "a day beyond all calendars": ([*_line(), "--on", "9999-12-31"], ["--on", "2026-11-23"]),
    "a graduation beyond all calendars": (
        [*_line(degree="senior"), "--graduates", "9999-12"], ["--graduates", "2027-05"],
    ),
    "a day in words": ([*_line(), "--on", "tomorrow"], ["--on", '"tomorrow"']),
    "an unknown form": ([*_line(), "--format", "xml"], ["--format", '"xml"', "json"]),
    "an unknown flag": ([*_line(), "--colour", "red"], ["--colour"]),
    "a flag without its value": ([*_line(), "--focus"], ["--focus"]),
    "a stray word": ([*_line(), "please"], ["please"]),
    "a top that is no number": ([*_line(), "--top", "few"], ["--top", '"few"']),
    "a top of none": ([*_line(), "--top", "0"], ["--top", '"0"']),
    "a contradiction": (
        [*_line(), "--holds", "nsca-cpt"], ["--cpt", "NSCA-CPT"],
    ),
    "a field with no degree": (_line(degree="none"), ["--degree-field", '"other"', "none"]),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_bad_answer_ends_with_the_flag_the_value_and_what_is_allowed(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit 2, one or two lines on stderr, nothing on stdout, and never a traceback."""
    words, wanted = BAD[name]
    code = run(["recommend", "--format", "json", *words])
    out, err = capsys.readouterr()
    assert (code, out) == (2, "")
    assert err.startswith("certadvisor: ")
    assert err.count("\n") <= 2
    assert len(err) < 600
    for text in wanted:
        assert text in err
    assert "Traceback" not in err


@pytest.mark.parametrize("name", ["a budget of 400 digits", "an unknown CPT", "a stray word"])
def test_the_program_itself_ends_the_same_way(name: str) -> None:
    """What holds for the function holds for the program."""
    words, wanted = BAD[name]
    done = program("recommend", "--format", "json", *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert all(text in done.stderr for text in wanted)
    assert "Traceback" not in done.stderr


def test_what_a_stranger_typed_is_printed_safely(capsys: pytest.CaptureFixture[str]) -> None:
    """Escape sequences and direction marks of a bad value never reach the terminal."""
    assert run(["recommend", *_line(setting="\x1b[31m\x07moon\u202e\u200b\r\nx")]) == 2
    err = capsys.readouterr().err
    assert "moon" in err
    assert not set("\x1b\x07\u202e\u200b\r") & set(err)


def test_missing_answers_are_all_named_at_once_with_an_example() -> None:
    """Without a terminal nothing is asked: exit 2, the missing flags, and a line to copy."""
    done = program("recommend", "--degree", "bachelor")
    assert (done.returncode, done.stdout) == (2, "")
    for flag in ("--degree-field", "--cpr", "--cpt", "--budget", "--setting"):
        assert flag in done.stderr
    first, example = done.stderr.rstrip("\n").split("\n")
    assert "5 answers are missing" in first
    assert "certadvisor recommend" in example


def test_the_example_for_missing_answers_works() -> None:
    """Whoever copies the example gets an answer."""
    example = program("recommend").stderr.split("certadvisor recommend ")[-1].split()
    done = program("recommend", *example, "--format", "json", "--no-sureness")
    assert done.returncode == 0
    assert json.loads(done.stdout)["recommendations"]


@pytest.mark.parametrize(
    "given",
    ["--setting tactical", "--degree high-school --budget 300", "--cpr unknown --cpt issa-cpt"],
)
def test_the_example_for_missing_answers_keeps_those_given(
    given: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever copies it gets advice for themselves, not for somebody with another degree."""
    assert run(["recommend", "--no-input", *given.split()]) == 2
    example = shlex.split(capsys.readouterr().err.split("e.g. certadvisor ")[-1])
    assert run([*example, "--format", "json", "--no-sureness"]) == 0
    profile = json.loads(capsys.readouterr().out)["profile"]
    words = given.split()
    for flag, value in zip(words[::2], words[1::2], strict=True):
        assert str(profile[flag.removeprefix("--")]) == value


@pytest.mark.parametrize("flag", WHOLE)
def test_each_needed_answer_is_asked_for(flag: str, capsys: pytest.CaptureFixture[str]) -> None:
    """One missing answer is named, alone."""
    words = _line(**{flag.removeprefix("--").replace("-", "_"): None})
    if flag == "--degree":
        words = [w for w in words if w not in ("--degree-field", "other")]
    assert run(["recommend", "--no-input", *words]) == 2
    err = capsys.readouterr().err
    assert flag in err.split("\n")[0]
    assert "--setting" in err.split("e.g.")[1]


def test_a_field_is_not_missed_where_there_is_no_degree() -> None:
    """What an earlier answer settles is not asked for."""
    words = _line(degree="high-school", degree_field=None)
    done = program("recommend", *words, "--format", "json", "--no-sureness")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("on", "graduates"),
    [("1000-01-01", "1000-01"), ("2999-12-31", "2999-12"), ("2026-11-23", "2999-12")],
)
def test_any_day_that_is_taken_gets_an_answer(
    on: str, graduates: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """However far off, counting weeks and years on from there runs out of no calendar."""
    words = _line(degree="student", setting="collegiate")
    for command in ("recommend", "plan cscs"):
        more = ["--on", on, "--graduates", graduates, "--format", "json"]
        assert run([*command.split(), *words, *more]) == 0
        assert json.loads(capsys.readouterr().out)


# --- answers in a file ----------------------------------------------------------------------------------

TOML = """
setting = "gym"
degree = "bachelor"
degree-field = "other"
cpr = "yes"
cpt = "none"
budget = 560.50
holds = ["cscs"]
on = 2026-11-23
adult = true

[practice]
collegiate = 640

[member]
nsca = "student"

[price]
nasm-ces = 649.99
"""


def _write(folder: Path, content: object, name: str = "me.json") -> Path:
    file = folder / name
    if isinstance(content, bytes):
        file.write_bytes(content)
    else:
        text = content if isinstance(content, str) else json.dumps(content)
        file.write_text(text, encoding="utf-8")
    return file


def test_toml_and_json_and_flags_give_the_same_profile(tmp_path: Path) -> None:
    """Three doors to one profile."""
    line = (
        "--setting gym --degree bachelor --degree-field other --cpr yes --cpt none "
        "--budget 560.50 --holds cscs --on 2026-11-23 --practice collegiate=640 "
        "--member nsca=student --price nasm-ces=649.99 --adult yes"
    )
    data = {
        "setting": "gym", "degree": "bachelor", "degree_field": "other", "cpr": "yes",
        "cpt": "none", "budget": 560.5, "holds": ["cscs"], "on": "2026-11-23", "adult": "yes",
        "practice": {"collegiate": 640}, "member": {"nsca": "student"},
        "price": {"nasm-ces": 649.99},
    }  # fmt: skip
    catalog = real_catalog()
    files = [_write(tmp_path, TOML, "me.toml"), _write(tmp_path, data)]
    for file in files:
        assert profile_from(read_answers(file), catalog, TODAY) == person(line)


@given(profile=profiles())
def test_a_saved_profile_reads_back_the_same(
    profile: Profile, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Writing the answers to a file and reading them gives the same answers."""
    file = tmp_path_factory.getbasetemp() / "saved.json"
    file.write_text(profile_text(profile), encoding="utf-8")
    again = profile_from(read_answers(file), real_catalog(), TODAY)
    assert again == profile


def test_a_flag_wins_over_what_the_file_says_beside_it(tmp_path: Path) -> None:
    """Whoever has no degree after all has no field of it either; two flags still contradict."""
    file = tmp_path / "me.json"
    answers = {"setting": "gym", "degree": "bachelor", "degree_field": "other", "casce": "yes"}
    more = {"cpr": "yes", "cpt": "nasm-cpt", "budget": 900, "on": "2026-11-23"}
    file.write_text(json.dumps(answers | more), encoding="utf-8")
    words = ["recommend", "--profile", str(file), "--format", "json", "--no-sureness"]
    done = program(*words, "--degree", "high-school")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)["profile"]
    assert (told["degree"], told["degree_field"], told["casce"]) == ("high-school", None, None)
    wrong = program(*words, "--degree", "high-school", "--degree-field", "other")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "does not go with a degree of high-school" in wrong.stderr


def test_flags_win_over_the_file(tmp_path: Path) -> None:
    """The answer on the line replaces that in the file; the others stay."""
    file = _write(tmp_path, {"setting": "gym", "degree": "high-school", "cpr": "no", "cpt": "none"})
    more = ["--cpr", "yes", "--budget", "900", "--format", "json", "--no-sureness"]
    done = program("recommend", "--profile", str(file), *more)
    profile = json.loads(done.stdout)["profile"]
    assert (profile["cpr"], profile["setting"], profile["budget"]) == ("yes", "gym", 900)


def test_the_program_saves_a_profile_that_gives_the_same_result(tmp_path: Path) -> None:
    """Flags, then the saved file: the same JSON, byte for byte."""
    file = tmp_path / "saved.json"
    words = [*_line(), "--focus", "strength", "--on", "2026-11-23", "--format", "json"]
    first = program("recommend", *words, "--save-profile", str(file))
    second = program("recommend", "--profile", str(file), "--format", "json")
    assert first.returncode == second.returncode == 0
    assert first.stdout == second.stdout


def test_answers_are_not_saved_under_a_name_that_could_not_be_read_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is written is JSON: a TOML file of answers stays as it is."""
    mine = tmp_path / "me.toml"
    mine.write_text('setting = "gym"\n', encoding="utf-8")
    for file in (mine, tmp_path / "new.TOML"):
        words = [*_line(), "--profile", str(mine), "--save-profile", str(file)]
        assert run(["recommend", *words]) == 2
        assert f"--save-profile {file.with_suffix('.json')}" in capsys.readouterr().err
    assert [*tmp_path.iterdir()] == [mine]
    assert mine.read_text(encoding="utf-8") == 'setting = "gym"\n'


BAD_FILES: dict[str, tuple[str, object, str]] = {
    "empty": ("me.json", b"", "is empty"),
    "truncated": ("me.json", b'{"setting": "gym"', "is not JSON"),
    "not UTF-8": ("me.json", b'{"setting": "gym\xff"}', "not UTF-8"),
    "a list": ("me.json", [1], "object of answers"),
    "a word": ("me.json", '"gym"', "object of answers"),
    "an answer nobody asked for": ("me.json", {"colour": "red"}, '"colour" is not an answer'),
    "a key twice": ("me.json", b'{"cpr": "yes", "cpr": "no"}', "twice"),
    "a list for a word": ("me.json", {"cpr": ["yes"]}, "cpr"),
    "an object for a word": ("me.json", {"setting": {"x": 1}}, 'setting: "{…}" must be'),
    "yes or no for a word": ("me.json", {"cpr": True}, 'cpr: "true" must be text'),
    "a number for a list": ("me.json", {"holds": 7}, '"7" must be a list'),
    "a misspelt answer": ("me.json", {"degre": "none"}, 'did you mean "degree"?'),
    "a list for an object": ("me.json", {"practice": [640]}, "must be an object"),
    "a list for yes, no or a month": ("me.json", {"adult": ["no"]}, "must be text or a number"),
    "a list in a list": ("me.json", {"holds": [["cscs"]]}, "holds"),
    "an unknown in a list": ("me.json", {"holds": [None]}, "holds"),
    "not a number": ("me.json", b'{"budget": NaN}', "NaN"),
    "TOML that is none": ("me.toml", "setting = ", "is not TOML"),
    "TOML twice": ("me.toml", 'cpr = "yes"\ncpr = "no"', "is not TOML"),
    "TOML not UTF-8": ("me.toml", b'setting = "\xff"', "not UTF-8"),
    "empty TOML": ("me.toml", b"", "is empty"),
    "too deep": ("me.json", b'{"cpr": ' + b"[" * 10_000 + b"]" * 10_000 + b"}", "deep"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_profile_file_is_refused_by_name(name: str, tmp_path: Path) -> None:
    """The file, what is wrong and where, on one line."""
    file_name, content, words = BAD_FILES[name]
    file = _write(tmp_path, content, file_name)
    with pytest.raises(DataError) as caught:
        read_answers(file)
    assert str(caught.value).startswith(f"{file}: ")
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "content"),
    [("none.json", None), ("me.json", b""), ("me.json", [1]), ("me.toml", "cpr = ")],
)
def test_the_program_ends_with_code_1_for_a_bad_profile_file(
    name: str, content: object, tmp_path: Path
) -> None:
    """A bad file is the file's fault: exit 1, its name, no traceback."""
    file = tmp_path / name if content is None else _write(tmp_path, content, name)
    done = program("recommend", "--profile", str(file), "--format", "json")
    assert (done.returncode, done.stdout) == (1, "")
    assert name in done.stderr
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "answers",
    [{"cpr": "maybe"}, {"budget": -5}, {"holds": ["cscz"]}, {"cpt": "none", "holds": ["nsca-cpt"]}],
)
def test_a_bad_answer_in_a_file_names_the_file(answers: dict[str, Any], tmp_path: Path) -> None:
    """Whoever reads it must know where to look: in the file, not on the line."""
    file = _write(tmp_path, answers)
    done = program("recommend", "--profile", str(file), "--format", "json")
    assert done.returncode == 1
    assert "me.json: " in done.stderr
    assert "Traceback" not in done.stderr


# --- output ------------------------------------------------------------------------------------------


def test_an_output_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    """A bad answer leaves what was there; a good one replaces it."""
    file = tmp_path / "out.json"
    file.write_text("before", encoding="utf-8")
    more = ["--format", "json", "--no-sureness", "--output", str(file)]
    bad = program("recommend", *_line(budget="lots"), *more)
    assert (bad.returncode, file.read_text(encoding="utf-8")) == (2, "before")
    good = program("recommend", *_line(), *more)
    assert (good.returncode, good.stdout) == (0, "")
    assert json.loads(file.read_text(encoding="utf-8"))["recommendations"]
    assert [f.name for f in tmp_path.iterdir()] == ["out.json"]


def test_an_output_that_cannot_be_written_ends_with_code_1(tmp_path: Path) -> None:
    """A folder that does not exist, or a folder itself."""
    for target in (tmp_path / "none" / "out.txt", tmp_path):
        done = program("recommend", *_line(), "--no-sureness", "--output", str(target))
        assert done.returncode == 1
        assert str(target) in done.stderr
        assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


# --- whatever is typed ------------------------------------------------------------------------------

ANY_TEXT = st.one_of(
    st.text(max_size=30),
    st.sampled_from(["", "=", "nsca=", "=1", "cscs=", "cscs=1=2", "1e400", "0x10", "٣", "½"]),
)


@pytest.mark.parametrize("name", [q.name for q in QUESTIONS])
@given(texts=st.lists(ANY_TEXT, min_size=1, max_size=3))
def test_whatever_is_typed_is_read_or_refused(name: str, texts: list[str]) -> None:
    """No text whatever ends in anything but an answer or a plain error."""
    with suppress(AnswerError):
        profile_from({name: tuple(texts)}, real_catalog(), TODAY)


@pytest.mark.parametrize("texts", [("\x1b[2J\n",), ("a\nb", "c\x07d"), ("x" * 500,)])
@pytest.mark.parametrize("name", [q.name for q in QUESTIONS if q.form != "age"])
def test_a_refusal_is_one_short_safe_line(name: str, texts: tuple[str, ...]) -> None:
    """Whatever was typed, the error is a line that a terminal and a reader can bear."""
    with pytest.raises(AnswerError) as caught:
        profile_from({name: texts}, real_catalog(), TODAY)
    assert not set("\n\x1b\x07") & set(str(caught.value))
    assert len(str(caught.value)) < 400


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=4,
)


@given(answers=st.dictionaries(st.sampled_from(sorted(BY_NAME)), JSON_VALUES, max_size=3))
def test_whatever_stands_in_a_file_is_read_or_refused(
    answers: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """No JSON whatever ends in anything but a profile or a plain error."""
    file = tmp_path_factory.getbasetemp() / "any.json"
    file.write_text(json.dumps(answers), encoding="utf-8")
    with suppress(CertadvisorError):
        profile_from(read_answers(file), real_catalog(), TODAY)


# --- the library's public face -------------------------------------------------------------------------


def test_the_public_names_stay_what_they_are() -> None:
    """`from certadvisor import recommend` is the function, however often and after whatever else."""
    code = (
        "from certadvisor import recommend, load_catalog, Profile\n"
        "import certadvisor.cli.app\n"
        "from certadvisor import recommend as again\n"
        "assert callable(recommend) and again is recommend\n"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_library_takes_plain_values() -> None:
    """A profile can be made by hand, and is as strict as the flags."""
    catalog = load_catalog(CATALOG_FILE)
    profile = Profile(setting="gym", degree="high-school", cpr="yes", budget=475, on=TODAY)  # type: ignore[arg-type]
    assert profile.budget == Decimal(475)
    with pytest.raises(ValueError, match="budget"):
        Profile(budget=-1, on=TODAY)  # type: ignore[arg-type]
    assert catalog.certifications
    assert answers_in("--adult no") == {"adult": ("no",)}


# --- the library's profiles -----------------------------------------------------------------------


CATALOG = real_catalog()
BARE = Profile(on=TODAY)


@pytest.mark.parametrize(
    ("answers", "name", "words"),
    [
        ({"cpt": "none", "holds": ("ace-cpt",)}, "cpt", "ACE"),
        ({"degree": "none", "degree_field": "other"}, "degree_field", "none"),
        ({"degree": "high-school", "casce": "yes"}, "casce", "high-school"),
        ({"degree": "bachelor", "graduates": "2027-05"}, "graduates", "bachelor"),
        ({"degree": "senior", "graduates": "2026-10"}, "graduates", "2026-11-23"),
        ({"licence": ("none", "pt")}, "licence", "none"),
        ({"weight": dict.fromkeys(CATALOG.policy.criteria, 0)}, "weight", "0"),
    ],
)
def test_answers_that_contradict_each_other_are_named(
    answers: dict[str, Any], name: str, words: str
) -> None:
    """One contradiction, at the answer to change, with what it contradicts."""
    ((where, what),) = contradictions(replace(BARE, **answers), CATALOG)
    assert where == name
    assert words in what


@pytest.mark.parametrize(
    "answers",
    [
        {"cpt": "ace-cpt", "holds": ("ace-cpt",)},
        {"cpt": "none", "holds": ("cscs",)},
        {"degree": "none", "casce": "no"},
        {"degree": "associate", "degree_field": "other", "casce": "yes"},
        {"degree": "senior", "graduates": "2026-11"},
        {"graduates": "2027-05"},
        {"licence": ("none",)},
        {"licence": ("pt", "rd")},
        {"licence": ()},
        {"weight": {"fit": 0}},
    ],
)
def test_answers_that_go_together_are_not_refused(answers: dict[str, Any]) -> None:
    """Graduating this month is not in the past; one weight may be nothing."""
    assert contradictions(replace(BARE, **answers), CATALOG) == []


def test_a_profile_has_one_form() -> None:
    """The certification one named is held, lists are in order, what was not said stays unsaid."""
    given = replace(
        BARE,
        cpt="ace-cpt",
        holds=("nasm-pes", "cscs"),
        licence=("rd", "pt", "rd"),
        weight={"affordability": 1, "fit": 2},
        employer_accepts=("nsca-cpt", "cscs"),
    )
    one = normalised(given, CATALOG)
    assert one.holds == ("cscs", "nasm-pes", "ace-cpt")
    assert (one.cpt, one.licence, one.member) == ("ace-cpt", ("pt", "rd"), None)
    assert list(one.weight) == ["fit", "affordability"]
    assert one.employer_accepts == ("cscs", "nsca-cpt")
    assert normalised(one, CATALOG) == one
    held = normalised(replace(BARE, holds=("nasm-cpt",)), CATALOG)
    assert held.cpt == "nasm-cpt"
    two = normalised(replace(BARE, holds=("ace-cpt", "nsca-cpt")), CATALOG)
    assert two.cpt == two.holds[0]
    assert normalised(replace(BARE, cpt="none"), CATALOG).holds == ()
    assert normalised(replace(BARE, member={}), CATALOG).member == {}


def test_ones_own_weight_comes_before_the_policys() -> None:
    """And a preference changes none: it only orders what stands in one group."""
    own = replace(BARE, prefer="cheapest", weight={"fit": 9})
    assert list(effective_weights(BARE, CATALOG).values()) == [4, 3, 2, 1]
    assert effective_weights(own, CATALOG) == {
        "fit": 9, "recognition": 3, "readiness": 2, "affordability": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("given", "budget"),
    [
        (None, None),
        ("unlimited", "unlimited"),
        (Decimal("12.50"), Decimal("12.5")),
        (7, Decimal(7)),
    ],
)
def test_a_budget_is_dollars_no_limit_or_not_said(given: object, budget: object) -> None:
    """Cents are exact."""
    assert Profile(on=TODAY, budget=given).budget == budget  # type: ignore[arg-type]


@pytest.mark.parametrize("given", [-1, Decimal("1.005"), "12.50", 10_000_001, True])
def test_what_is_no_sum_is_refused(given: object) -> None:
    """Less than nothing, parts of a cent, more than anybody means."""
    with pytest.raises(ValueError, match="budget"):
        Profile(on=TODAY, budget=given)  # type: ignore[arg-type]


def test_of_several_trainer_certifications_the_first_contradicts_having_none() -> None:
    """In the order of the catalog."""
    both = replace(person("--holds nasm-cpt --holds ace-cpt"), cpt="none")
    first = next(i for i in both.holds if CATALOG.is_trainer(i))
    assert contradictions(both, CATALOG) == [
        ("cpt", f"says none, but you hold {CATALOG.name_of(first)}")
    ]


@pytest.mark.parametrize("text", ["0", "101", "six", "1.5", "-3", ""])
def test_hours_a_week_are_a_whole_number_that_a_week_has_room_for(text: str) -> None:
    """From 1 to 100; anything else names the flag."""
    with pytest.raises(AnswerError, match="--hours-a-week"):
        profile_from({"hours_a_week": (text,)}, real_catalog(), TODAY)


def test_hours_a_week_are_asked_only_for_a_plan() -> None:
    """`recommend` does not ask; `plan` does, and says what is taken where nothing is answered."""
    answers = answers_in("--degree bachelor --degree-field other --cpr yes --cpt none --budget 900")
    whole = {**answers, "setting": ("gym",), "holds": ("cpr-aed-class",)}
    for command, asked in (("recommend", False), ("plan cscs", True)):
        also = ("hours_a_week",) if asked else ()
        flow = Flow(
            whole, real_catalog(), TODAY, Request(tuple(command.split()), "cscs", also=also)
        )
        part = flow.next()
        assert (part is not None and part.question.name == "hours_a_week") is asked
        if part is not None and asked:
            assert prompt_for(part, flow).nothing.startswith("6, about an hour on most days")
