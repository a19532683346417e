"""The interview, at a real terminal: what is asked, how one answers, and how one leaves."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import subprocess
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from certadvisor import recommend, to_json
from certadvisor.advice.what_if import outcome
from certadvisor.cli.interview.flow import MAX_QUESTIONS, Flow
from certadvisor.errors import AnswerError
from certadvisor.profile.parse import profile_from
from certadvisor.profile.profile import normalised
from certadvisor.rules.ranking import rank
from helpers import TODAY, answers_in, program, ranked, real_catalog
from terminals import ALT_ENTER, CTRL_C, CTRL_D, CTRL_Z, DOWN, ENTER, LEFT, SPACE, Terminal

ON = ("--on", TODAY.isoformat())
SETTING, DEGREE, FIELD, CPR, CPT, BUDGET = (
    "Where do you want to work?",
    "Your highest degree",
    "In which field",
    "CPR/AED card",
    "personal-training certification",
    "What can you spend",
)
FLAGS = (
    "--setting collegiate --degree bachelor --degree-field exercise-science --cpr yes --cpt none "
    "--budget 1200"
)


def _answer_the_needed(terminal: Terminal) -> None:
    """Say at the terminal what `FLAGS` says."""
    terminal.answer(SETTING, "1", ENTER)
    terminal.answer(DEGREE, *[DOWN] * 6, ENTER)
    terminal.answer(FIELD, ENTER)
    terminal.answer(CPR, ENTER)
    terminal.answer(CPT, ENTER)
    terminal.answer(BUDGET, "$1,200", ENTER)


def _answer_the_rest(terminal: Terminal, replies: dict[str, tuple[str, ...]]) -> list[str]:
    """Answer what else is asked, by the words in it; Enter alone where there are none."""
    asked: list[str] = []
    while (words := terminal.question(len(asked) + 7)) is not None:
        asked.append(words)
        terminal.press(*next((keys for part, keys in replies.items() if part in words), (ENTER,)))
    return asked


def _written(path: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data


# --- what else could be said, and what a road needs ------------------------------------------------

STUDENT = (
    "--setting collegiate --degree student --degree-field exercise-science --cpr no --cpt other "
    "--focus strength"
)


def _answer_nine(terminal: Terminal) -> None:
    """Say what can be spent, and nothing of what else is asked, until the offer."""
    terminal.answer(BUDGET, "700", ENTER)
    number = 2
    while "now?" not in (terminal.question(number) or "now?"):
        terminal.press(ENTER)
        number += 1
    assert "could change what stands above" in terminal.flat


@pytest.mark.slow
def test_what_was_not_asked_and_could_change_the_result_can_be_answered_then() -> None:
    """The result comes first; the questions left are named, put if wanted, and counted in."""
    with Terminal("recommend", *ON, *STUDENT.split(), "--top", "1", rows=120) as terminal:
        _answer_nine(terminal)
        assert terminal.flat.count("The same answer again") == 1
        assert "- When do you graduate? (rules change on fixed days" in terminal.flat
        number = terminal.asked[0] if terminal.asked is not None else 0
        terminal.press("2", ENTER)
        terminal.wait(lambda: terminal.asked is not None and "now?" not in terminal.asked[1])
        while (words := terminal.question(number)) is not None:
            terminal.press(*(("2027-05", ENTER) if "When do you graduate" in words else (ENTER,)))
            number += 1
        assert terminal.end() == 0
        assert terminal.flat.count("The same answer again") == 2
        assert "--graduates 2027-05" in terminal.flat
        assert "now?" not in terminal.flat.rpartition("The same answer again")[2]


@pytest.mark.slow
@pytest.mark.parametrize("keys", [(ENTER,), (CTRL_C,), (CTRL_D,), (LEFT,)])
def test_the_result_stands_for_whoever_wants_no_more_questions(keys: tuple[str, ...]) -> None:
    """Enter alone, leaving or going back at the offer all end it well: the result is there."""
    with Terminal("recommend", *ON, *STUDENT.split(), "--top", "1", rows=120) as terminal:
        _answer_nine(terminal)
        terminal.press(*keys)
        assert terminal.end() == 0
        assert terminal.flat.count("The same answer again") == 1


@pytest.mark.slow
def test_a_question_mark_at_the_offer_asks_again() -> None:
    """It ends nothing: the offer stands, and can be taken."""
    with Terminal("recommend", *ON, *STUDENT.split(), "--top", "1", rows=120) as terminal:
        _answer_nine(terminal)
        terminal.press("?", "2", ENTER)
        terminal.wait(lambda: terminal.asked is not None and "now?" not in terminal.asked[1])
        terminal.press(CTRL_C)
        assert terminal.end() == 130


def test_a_plan_asks_only_what_its_road_depends_on(tmp_path: Path) -> None:
    """Neither setting nor budget nor focus; and the answers give the plan that flags give."""
    result, asked = tmp_path / "plan.json", list[str]()
    words = ["plan", "csps", *ON, "--format", "json", "--output", str(result)]
    with Terminal(*words) as terminal:
        terminal.answer(DEGREE, "7", ENTER)
        terminal.answer(FIELD, "3", ENTER)
        terminal.answer(CPR, "3", ENTER)
        terminal.answer(CPT, "2", ENTER)
        while (question := terminal.question(len(asked) + 5)) is not None:
            asked.append(question)
            terminal.press(ENTER)
        assert terminal.end() == 0
    flags = "--degree bachelor --degree-field other --cpr no --cpt nsca-cpt"
    told = program("plan", "csps", *ON, *flags.split(), "--format", "json")
    assert result.read_text(encoding="utf-8") == told.stdout
    assert not any(w in q for q in asked for w in (SETTING, BUDGET, "Anything in particular"))
    assert any("special populations" in q for q in asked)


@pytest.mark.slow
def test_leaving_a_plans_questions_gives_the_command_that_goes_on() -> None:
    """The command is the plan's own."""
    with Terminal("plan", "csps", *ON, "--degree", "bachelor") as terminal:
        terminal.answer(FIELD, "3", ENTER)
        terminal.answer(CPR, CTRL_C)
        assert terminal.end() == 130
        assert "certadvisor plan csps --degree bachelor --degree-field other" in terminal.flat


# --- four doors to one result ----------------------------------------------------------------


def _as_a_program(result: Path) -> str:
    """A result whose command does not say that it was started as a module, as at the terminal."""
    return re.sub(r'"python\S* -m certadvisor', '"certadvisor', result.read_text("utf-8"))


def test_interview_flags_profile_file_and_library_give_the_same_bytes(tmp_path: Path) -> None:
    """Whichever door the answers come through, the result is the same to the byte."""
    result, saved = tmp_path / "result.json", tmp_path / "profile.json"
    words = ["recommend", *ON, "--format", "json", "--output", str(result)]
    with Terminal(*words, "--save-profile", str(saved)) as terminal:
        terminal.wait("certadvisor · 16 certifications, facts as of")
        _answer_the_needed(terminal)
        held = {
            "Which of these do you hold": (DOWN, SPACE, ENTER),
            "Anything in particular": ("2", ENTER),
        }
        asked = _answer_the_rest(terminal, held)
        assert terminal.end() == 0
    assert len(asked) <= 3
    flags = f"{FLAGS} --holds cpss --focus strength --member none"
    by_flags = program("recommend", *ON, *flags.split(), "--format", "json")
    by_file = program("recommend", "--profile", str(saved), "--format", "json")
    catalog = real_catalog()
    library = to_json(recommend(profile_from(answers_in(flags), catalog, TODAY), catalog))
    assert _as_a_program(result) == by_flags.stdout == by_file.stdout == library


@pytest.mark.slow
def test_i_do_not_know_is_an_answer(tmp_path: Path) -> None:
    """Where one cannot know, one says so; it stays open and is named in the result."""
    result = tmp_path / "result.json"
    words = ["recommend", *ON, "--format", "json", "--output", str(result)]
    with Terminal(*words, "--setting", "gym", "--budget", "no limit") as terminal:
        terminal.answer(DEGREE, "7", ENTER)
        terminal.answer(FIELD, "4", ENTER)
        terminal.answer(CPR, "4", ENTER)
        terminal.answer(CPT, ENTER)
        number = 5
        while terminal.question(number) is not None:
            terminal.press(ENTER)
            number += 1
        assert terminal.end() == 0
    found = _written(result)
    assert (found["profile"]["degree_field"], found["profile"]["cpr"]) == ("unknown", "unknown")
    assert {"degree_field", "cpr"} <= set(found["open_questions"])


@pytest.mark.slow
def test_plain_questions_take_the_same_answers(tmp_path: Path) -> None:
    """Without any drawing the same is asked; numbers, names, `?`, `<` and Enter alone all count."""
    result = tmp_path / "result.json"
    words = ["recommend", "--plain", *ON, "--format", "json", "--output", str(result)]
    with Terminal(*words, rows=200) as terminal:
        terminal.wait("A number from 1 to 3, or the name:")
        terminal.press("\n")
        terminal.wait("This one needs an answer")
        terminal.press("7\n")
        terminal.wait('There is no "7" here')
        terminal.press("colege\n")
        terminal.wait("Did you mean collegiate?")
        terminal.press("?\n")
        terminal.wait("Pick the one you aim at first")
        terminal.press("college\n")
        terminal.wait("Noted: a college or professional team. 2. Your highest degree")
        terminal.press("<\n")
        terminal.wait("A number from 1 to 9, or the name: < 1. Where do you want to work?")
        terminal.press("1\n")
        terminal.wait(lambda: terminal.flat.count("2. Your highest degree") == 2)
        terminal.press("bachelor\n")
        terminal.wait("3. In which field")
        terminal.press("1\n")
        terminal.wait("4. A current CPR/AED card")
        terminal.press("1\n")
        terminal.wait("5. A personal-training certification")
        terminal.press("no, none\n")
        terminal.wait("6. What can you spend")
        terminal.press("lots\n")
        terminal.wait('"lots" is not an amount.')
        terminal.wait(lambda: terminal.flat.count("6. What can you spend") == 2)
        terminal.press("1200\n")
        terminal.wait("7. Which of these do you hold")
        terminal.wait("empty: none of these:")
        terminal.press("cpss, TSAC F\n")
        terminal.wait("Noted: CPSS, TSAC-F.")
        for number in (8, 9):
            _wait_for_plain(terminal, number)
            terminal.press("\n")
        assert terminal.end() == 0
    by_flags = program(
        "recommend",
        *ON,
        *FLAGS.split(),
        "--member",
        "none",
        "--holds",
        "cpss",
        "--holds",
        "tsac-f",
        "--format",
        "json",
    )
    assert _as_a_program(result) == by_flags.stdout


def _wait_for_plain(terminal: Terminal, number: int) -> None:
    """Wait until the question of that number is put to its end."""
    whole = re.compile(rf"^{number}\. [A-Z].*:\Z", re.MULTILINE | re.DOTALL)
    terminal.wait(lambda: whole.search(terminal.text))


# --- answering -------------------------------------------------------------------------------


@pytest.mark.slow
def test_one_can_go_back_and_answer_differently() -> None:
    """Left on a list, Left on an empty text and `<` anywhere ask the question before again."""
    with Terminal("recommend", "--setting", "gym", *ON) as terminal:
        terminal.answer(DEGREE, LEFT)
        terminal.wait("This is the first question.")
        terminal.answer(DEGREE, "7", ENTER)
        terminal.answer(FIELD, "<")
        terminal.answer(DEGREE, "")
        assert "❯ 7) bachelor's degree" in terminal.text, "the former answer is offered"
        terminal.press("8", ENTER)
        terminal.answer(FIELD, LEFT)
        terminal.answer(DEGREE, "3", ENTER)
        terminal.answer(CPR, ENTER)
        terminal.answer(CPT, ENTER)
        terminal.answer(BUDGET, LEFT)
        terminal.answer(CPT, ENTER)
        terminal.answer(BUDGET, "12", LEFT, "<")
        terminal.answer(CPT, "3", ENTER)
        terminal.answer(BUDGET, CTRL_C)
        assert terminal.end() == 130
        assert (
            "certadvisor recommend --setting gym --degree high-school --cpr yes --cpt nasm-cpt "
            f"--on {TODAY}" in terminal.flat
        )


@pytest.mark.slow
def test_a_question_mark_tells_more() -> None:
    """`?` explains a question, on a list and in a text, and loses nothing chosen so far."""
    with Terminal("recommend", "--setting", "gym", "--degree", "high-school", *ON) as terminal:
        terminal.answer(CPR, "3", "?")
        terminal.wait("AED the defibrillator")
        assert "❯ 3) no" in terminal.text
        terminal.press(ENTER)
        terminal.answer(CPT, ENTER)
        terminal.answer(BUDGET, "80", "?")
        terminal.wait("no limit shows every price")
        terminal.press("0", ENTER)
        terminal.wait("What can you spend in all, in dollars? $800")
        terminal.answer("Which of these do you hold", SPACE, "?")
        terminal.wait("Count only what is current.")
        assert "❯ ● CSCS" in terminal.text
        terminal.press(CTRL_C)
        assert terminal.end() == 130


@pytest.mark.slow
def test_an_amount_is_read_as_it_is_typed() -> None:
    """A budget is shown as understood while it is typed, and what is none is not taken."""
    with Terminal("recommend", *FLAGS.split()[:-2], *ON) as terminal:
        terminal.answer(BUDGET, "lots")
        terminal.wait("❯ lots not an answer yet")
        terminal.press(ENTER)
        terminal.wait('"lots" is not an amount.')
        terminal.press(*["\x7f"] * 4, ENTER)
        terminal.wait("This one needs an answer, such as 1200, $1,200 or no limit.")
        terminal.press("1,200.50")
        terminal.wait("❯ 1,200.50 $1,200.50")
        terminal.press(CTRL_C)
        assert terminal.end() == 130


@pytest.mark.slow
def test_a_contradiction_is_explained_and_asked_again() -> None:
    """An answer that does not go with another one is no traceback: one hears why, and may choose again."""
    given = ["--setting", "gym", "--graduates", "2027-05"]
    with Terminal("recommend", *given, *ON) as terminal:
        terminal.answer(DEGREE, "7", ENTER)
        terminal.wait('"2027-05" does not go with a degree of bachelor.')
        terminal.answer(DEGREE, "6", ENTER)
        terminal.answer(FIELD, CTRL_C)
        assert terminal.end() == 130
        assert "--setting gym --degree senior --graduates 2027-05" in terminal.flat


@pytest.mark.slow
def test_alt_enter_ctrl_z_pasted_lines_and_a_new_size_do_no_harm() -> None:
    """What upsets terminals: Alt-Enter on a list, Ctrl-Z, a paste of several lines, a resized window."""
    with Terminal("recommend", *ON) as terminal:
        terminal.answer(SETTING, "3", ALT_ENTER)
        terminal.answer(DEGREE, "\x1b[200~3\r\n4\r\n\x1b[201~", DOWN)
        terminal.wait("❯ 2) none yet: I am in high school")
        terminal.resize(46, 20)
        terminal.press(DOWN)
        terminal.wait("❯ 3) high-school diploma")
        terminal.press(CTRL_Z)
        terminal.resize(120, 40)
        terminal.press("3", ENTER)
        terminal.answer(CPR, ENTER)
        terminal.answer(CPT, ENTER)
        terminal.answer(BUDGET, "\x1b[200~1200\r\nrm -rf\r\n\x1b[201~")
        terminal.wait("❯ 1200 $1,200")
        terminal.press(ALT_ENTER)
        terminal.answer("Which of these do you hold", CTRL_C)
        assert terminal.end() == 130
        assert "rm -rf" not in terminal.text
        assert (
            "--setting gym --degree high-school --cpr yes --cpt none --budget 1200" in terminal.flat
        )


# --- leaving ---------------------------------------------------------------------------------


def test_ctrl_c_half_way_prints_the_command_that_goes_on() -> None:
    """Ctrl-C ends with 130, and the printed command asks only what was not answered yet."""
    with Terminal("recommend", *ON, columns=120) as terminal:
        terminal.answer(SETTING, "2", ENTER)
        terminal.answer(DEGREE, "9", ENTER)
        terminal.answer(FIELD, CTRL_C)
        assert terminal.end() == 130
        line = next(n for n in terminal.text.splitlines() if n.startswith("  python"))
    words = line.split()
    assert words[1:] == [
        *["-m", "certadvisor"],
        *["recommend", "--setting", "tactical", "--degree", "doctorate"],
        *ON,
    ]
    with Terminal(*words[3:]) as terminal:
        terminal.answer(FIELD, CTRL_C)
        assert terminal.asked is not None
        assert terminal.asked[0] == 1
        assert terminal.end() == 130


@pytest.mark.slow
@pytest.mark.parametrize("plain", [False, True])
def test_the_end_of_the_input_is_the_end(plain: bool) -> None:
    """Ctrl-D leaves a list, a text and a plain question like Ctrl-C does."""
    flags = FLAGS.split()[:-2]
    with Terminal("recommend", *flags, *(["--plain"] if plain else [])) as terminal:
        terminal.wait("What can you spend")
        terminal.wait("no limit:" if plain else "❯")
        terminal.press(CTRL_D)
        assert terminal.end() == 130
        assert f"certadvisor recommend {' '.join(flags)}" in terminal.flat


@pytest.mark.slow
def test_ctrl_d_leaves_a_list() -> None:
    """questionary would ignore it there."""
    with Terminal("recommend") as terminal:
        terminal.answer(SETTING, CTRL_D)
        assert terminal.end() == 130
        assert "-m certadvisor recommend" in terminal.flat


@pytest.mark.slow
@pytest.mark.parametrize("words", [(), ("--plain",)])
def test_an_interrupt_from_outside_is_like_ctrl_c(words: tuple[str, ...]) -> None:
    """`kill -INT` ends a waiting question with 130 too, drawn or plain."""
    with Terminal("recommend", *words) as terminal:
        terminal.wait("A number from 1 to 3" if words else "❯")
        terminal.interrupt()
        assert terminal.end() == 130


# --- where it is asked -----------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize(
    "env", [{"ACCESSIBLE": "1"}, {"TERM": "dumb"}, {"PYTHONIOENCODING": "ascii"}]
)
def test_what_cannot_be_drawn_on_is_asked_in_numbers(env: dict[str, str]) -> None:
    """A wish for accessibility, a dumb terminal or one without the signs gets plain questions."""
    with Terminal("recommend", env=env) as terminal:
        terminal.wait("A number from 1 to 3, or the name:")
        assert "❯" not in terminal.text
        terminal.press(CTRL_C)
        assert terminal.end() == 130


@pytest.mark.slow
def test_nothing_is_asked_where_nothing_needed_is_missing(tmp_path: Path) -> None:
    """With the needed answers as flags there is no prompt, on a terminal too."""
    result = tmp_path / "result.json"
    with Terminal(
        "recommend", *FLAGS.split(), "--format", "json", "--output", str(result)
    ) as terminal:
        assert terminal.end() == 0
        assert terminal.text.startswith("ended with 0")
    assert _written(result)["profile"]["budget"] == 1200


@pytest.mark.slow
def test_nobody_is_asked_who_could_not_see_it() -> None:
    """With stderr sent elsewhere the questions would be unseen: the missing flags are named there."""
    with Terminal("recommend", redirect="2>/dev/null") as terminal:
        assert terminal.end() == 2


@pytest.mark.slow
def test_questions_go_to_stderr_and_the_result_to_stdout() -> None:
    """Whoever reads stdout gets the result and nothing else."""
    (asking, theirs), (reading, out) = pty.openpty(), pty.openpty()
    words = ["recommend", "--plain", *ON, *FLAGS.split()[:-2], "--format", "json"]
    command = [sys.executable, "-m", "certadvisor", *words]
    with subprocess.Popen(command, stdin=theirs, stdout=out, stderr=theirs) as child:
        os.close(theirs)
        os.close(out)
        read = _spoken_with(asking, reading, [b"800\n"])
        assert child.wait(timeout=30) == 0
    assert b"What can you spend" in read[asking]
    assert json.loads(read[reading])["profile"]["budget"] == 800


def _spoken_with(asking: int, reading: int, replies: list[bytes]) -> dict[int, bytes]:
    """What came from two terminals, after replying to each question on one of them."""
    read, replied_at = {asking: b"", reading: b""}, -1
    still_open = [asking, reading]
    while still_open:
        for fd in select.select(still_open, [], [], 30)[0]:
            try:
                chunk = os.read(fd, 65536)
            except OSError:
                chunk = b""
            read[fd] += chunk
            if not chunk:
                still_open.remove(fd)
                os.close(fd)
        if read[asking].endswith(b": ") and replied_at != len(read[asking]):
            replied_at = len(read[asking])
            os.write(asking, replies.pop(0) if replies else b"\n")
    return read


# --- what is asked ---------------------------------------------------------------------------

PEOPLE = [
    "",
    "--setting gym --degree high-school --cpr yes --cpt none --budget 1000",
    "--setting collegiate --degree bachelor --degree-field exercise-science --cpr no --cpt none",
    "--setting tactical --degree senior --degree-field other --cpr unknown --cpt nasm-cpt",
    "--setting gym --degree master --degree-field unknown --licence none --focus nutrition",
    "--degree none --budget 0 --member nsca --practice special-populations=10",
]
REPLIES = {
    "setting": "gym", "degree": "bachelor", "degree_field": "other", "cpr": "no", "cpt": "none",
    "budget": "800",
}  # fmt: skip


@cache
def _walked(line: str) -> tuple[Flow, list[str]]:
    """The course of someone who answers what is needed, and nothing else; what was asked."""
    course, asked = Flow(answers_in(line), real_catalog(), TODAY), []
    while (asking := course.next()) is not None:
        asked.append(asking.question.name)
        needed = asking.question.needed
        course.accept(asking, (REPLIES[asking.question.name],) if needed else ())
    return course, asked


@pytest.mark.parametrize(
    "line", [*PEOPLE[:3], *(pytest.param(line, marks=pytest.mark.slow) for line in PEOPLE[3:])]
)
def test_at_most_nine_questions_and_none_that_is_answered(line: str) -> None:
    """Whatever is given beforehand: nine questions in all, none twice, none that was given."""
    course, asked = _walked(line)
    given = answers_in(line)
    assert len(asked) + sum(name in given for name in REPLIES) <= MAX_QUESTIONS == 9
    assert not set(asked) & set(given)
    assert set(REPLIES) <= set(asked) | set(given) | {"degree_field"}
    assert course.is_complete


def test_needed_questions_come_first() -> None:
    """What every answer rests on is asked before what may change it."""
    _, asked = _walked("")
    assert asked[:6] == ["setting", "degree", "degree_field", "cpr", "cpt", "budget"]
    assert asked[6:], "something more could change the result"


def test_what_could_change_nothing_is_not_asked() -> None:
    """A licence changes nothing for this candidate: that is not asked, although there is room."""
    line = f"{FLAGS} --holds cpss --focus strength --member nsca --practice collegiate=0"
    catalog, now = real_catalog(), ranked(line)
    for licence in ("none", "pt", "pta", "atc", "rd"):
        other = normalised(replace(now.profile, licence=(licence,)), catalog)
        assert outcome(rank(other, catalog)) == outcome(now)
    assert "licence" not in _walked(line)[1]


@pytest.mark.parametrize(
    ("degree", "asked"), [("in-school", True), ("high-school", True), ("student", True), ("senior", False), ("master", False)]
)  # fmt: skip
def test_only_who_may_be_under_18_is_asked_for_an_age(degree: str, asked: bool) -> None:
    """Pupils and students may be minors; of all others 18 is assumed, and said to be."""
    course, names = _walked(f"--setting gym --cpr yes --cpt none --budget 1000 --degree {degree}")
    assert ("adult" in names) == asked
    assert course.profile.adult is None, "no answer leaves the assumption"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("key", "kept"), [("1", "--degree student"), ("2", "--degree senior")]
)  # fmt: skip
def test_a_final_year_that_ends_much_later_is_questioned(key: str, kept: str) -> None:
    """Either the month is right and it is no final year yet, or the month is asked again."""
    words = (
        "--setting collegiate --degree senior --degree-field other --cpr yes --cpt none --member none "
        "--holds cscca-sccc --focus strength --practice special-populations=0 "
        "--practice sport-science=0 --practice collegiate=0 --years sport-science=0"
    )
    with Terminal("recommend", *ON, *words.split(), rows=120) as terminal:
        terminal.answer(BUDGET, "700", ENTER)
        terminal.answer("When do you graduate", "2029-05", ENTER)
        terminal.answer("you said final year", key, ENTER)
        terminal.wait(lambda: terminal.asked is not None and "final year" not in terminal.asked[1])
        terminal.press(CTRL_C)
        assert terminal.end() == 130
        assert kept in terminal.flat.rpartition("certadvisor recommend")[2]


def test_bad_flags_are_refused_before_anything_is_asked() -> None:
    """What was given is checked first, as without a terminal."""
    with pytest.raises(AnswerError, match="--budget"):
        Flow({"budget": ("lots",)}, real_catalog(), TODAY)
