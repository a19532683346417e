"""Terminals as they are: narrow, dumb, closed, stopped, pasted into and typed at too early.

What is asked, and how one answers, is in `test_interview`.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pyte
import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from certadvisor.catalog.load import validated
from certadvisor.cli.interview.flow import Flow, QuestionPart
from certadvisor.cli.interview.interactive import InteractiveAsker
from certadvisor.cli.interview.plain import PlainAsker
from certadvisor.cli.interview.prompts import Asker, Prompt, prompt_for
from helpers import TODAY, process, program, raw_catalog, real_catalog
from terminals import CTRL_C, CTRL_D, CTRL_Z, DOWN, ENTER, Terminal

ON = ("--on", TODAY.isoformat())
ALL_BUT_BUDGET = ("--setting", "gym", "--degree", "high-school", "--cpr", "yes", "--cpt", "none")
OPTIONAL = ("--holds", "cpss", "--focus", "strength", "--member", "none", "--licence", "none")
ANSWERS = (*ALL_BUT_BUDGET, "--budget", "800", *ON)
PLAIN = "A number from 1 to 3, or the name:"


# --- the ways out of every question ------------------------------------------------------------------

REPLIES = {"degree": "senior", "degree_field": "other", "cpr": "no", "cpt": "none", "budget": "800"}


@cache
def _prompts() -> dict[str, Prompt]:
    """Every question that someone is asked who answers what is needed, as it is put."""
    return dict(_put_in_turn())


def _put_in_turn() -> Iterator[tuple[str, Prompt]]:
    course = Flow({"setting": ("collegiate",)}, real_catalog(), TODAY)
    yield "setting", prompt_for(*_first())
    while (asking := course.next()) is not None:
        yield asking.question.name, prompt_for(asking, course)
        reply = REPLIES.get(asking.question.name)
        course.accept(asking, () if reply is None else (reply,))


def _first() -> tuple[QuestionPart, Flow]:
    course = Flow({}, real_catalog(), TODAY)
    asking = course.next()
    assert asking is not None
    return asking, course


ASKED = (
    "setting", "degree", "degree_field", "cpr", "cpt", "budget", "holds", "focus", "member",
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("key", [CTRL_C, CTRL_D], ids=["Ctrl-C", "Ctrl-D"])
@pytest.mark.parametrize("name", ASKED)
def test_every_drawn_question_can_be_left(name: str, key: str) -> None:
    """Lists, ticks and texts alike: both keys end the interview, whatever was pressed before."""
    ending = KeyboardInterrupt if key == CTRL_C else EOFError
    for before in ("", DOWN, "\x12", "\x18"):
        with create_pipe_input() as keys, create_app_session(input=keys, output=DummyOutput()):
            keys.send_text(before + key)
            with pytest.raises(ending):
                _put(InteractiveAsker(), _prompts()[name])


@pytest.mark.parametrize("ending", [KeyboardInterrupt, EOFError])
@pytest.mark.parametrize("name", ASKED)
def test_every_plain_question_can_be_left(
    name: str, ending: type[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asked in numbers it is the same."""

    def leave() -> str:
        raise ending

    monkeypatch.setattr("builtins.input", leave)
    with pytest.raises(ending):
        _put(PlainAsker(), _prompts()[name])


def _put(asker: Asker, prompt: Prompt) -> None:
    asker.ask(prompt)


def test_all_questions_were_tried() -> None:
    """The needed ones, and at least one each that is chosen, ticked and typed."""
    prompts = _prompts()
    assert {"setting", *REPLIES} < set(prompts) == set(ASKED)
    assert any(p.options and not p.many for p in prompts.values())
    assert any(p.options and p.many for p in prompts.values())
    assert any(not p.options for p in prompts.values())


# --- what is typed and pasted --------------------------------------------------------------------------


@pytest.mark.slow
def test_lines_pasted_into_a_plain_question_answer_it_alone() -> None:
    """The second line of a paste was not meant for a question that nobody has seen yet."""
    with Terminal("recommend", "--plain", *ON) as terminal:
        terminal.wait(PLAIN)
        terminal.press("2\n8\nrm -rf /\n")
        terminal.wait("Noted: military, police, fire.")
        terminal.wait("A number from 1 to 9, or the name:")
        terminal.press(CTRL_C)
        assert terminal.end() == 130
        assert f"certadvisor recommend --setting tactical {' '.join(ON)}" in terminal.flat


@pytest.mark.slow
def test_keys_pressed_before_a_question_is_drawn_do_not_answer_it() -> None:
    """Whoever presses Enter twice has not chosen the first entry of a list that was not there yet."""
    with Terminal("recommend", *ON) as terminal:
        terminal.answer("Where do you want to work?", f"3{ENTER}{ENTER}{ENTER}7{ENTER}")
        terminal.answer("Your highest degree", CTRL_C)
        assert terminal.end() == 130
        assert f"certadvisor recommend --setting gym {' '.join(ON)}" in terminal.flat


@pytest.mark.slow
def test_a_pasted_colour_code_and_endless_text_do_no_harm() -> None:
    """Without bracketed paste it comes as keys: a colour code is no mouse, and text has an end."""
    with Terminal("recommend", *ALL_BUT_BUDGET, *ON) as terminal:
        terminal.answer("What can you spend", "\x1b[31m\x1b[<0;1;1M\x07\x00")
        terminal.press("9" * 300)
        terminal.wait(lambda: terminal.text.count("9") >= 99)
        assert terminal.text.count("9") < 150
        terminal.press("\x15", "9")
        terminal.wait("❯ 9 $9")
        assert "Traceback" not in terminal.text
        assert "Press ENTER" not in terminal.text
        terminal.press(CTRL_C)
        assert terminal.end() == 130


@pytest.mark.slow
@pytest.mark.parametrize("words", [(), ("--plain",)], ids=["drawn", "plain"])
def test_a_question_shows_the_names_of_a_catalog_as_text(
    words: tuple[str, ...], tmp_path: Path
) -> None:
    """No escape code, markup or line break of a catalog is carried out on the terminal."""
    data = raw_catalog()
    evil = "\x1b[31mred\x1b]0;title\x07\x9b31m\u202e\n[bold]<b>x</b>[/] "
    for setting in data["settings"].values():
        setting["ask"] = f"{evil}{setting['ask']}"
    validated(data, "my.json")
    file = tmp_path / "my.json"
    file.write_text(json.dumps(data, default=float), encoding="utf-8")
    with Terminal("recommend", *words, "--catalog", str(file)) as terminal:
        terminal.wait(PLAIN if words else "❯")
        shown = terminal.flat
        assert shown.count("[31mred]0;title31m [bold]<b>x</b>[/]") == 3
        assert terminal.screen.title == ""
        terminal.press("2", ENTER)
        terminal.wait("Your highest degree")
        assert _colours(terminal.screen, "[31mred") <= {"default", "cyan"}
        terminal.press(CTRL_C)
        assert terminal.end() == 130


def _colours(screen: pyte.Screen, words: str) -> set[str]:
    """The colours in which the lines with these words are shown."""
    rows = [n for n, line in enumerate(screen.display) if words in line]
    assert rows
    return {screen.buffer[row][column].fg for row in rows for column in range(screen.columns)}


# --- windows ---------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("columns", [20, 300])
def test_the_narrowest_and_the_widest_window_will_do(columns: int) -> None:
    """One can answer to the end, and gets the result with the command for it."""
    given = (*ALL_BUT_BUDGET, *OPTIONAL, "--no-sureness", *ON)
    with Terminal("recommend", *given, columns=columns, rows=60) as terminal:
        terminal.answer("What can you spend", "800", ENTER)
        number = 2
        while terminal.question(number) is not None:
            terminal.press(ENTER)
            number += 1
        assert terminal.end() == 0
        assert "--budget 800" in terminal.flat


@pytest.mark.slow
def test_a_window_of_five_lines_will_do() -> None:
    """The entry one is at stays in sight, however little there is room for."""
    with Terminal("recommend", *ON, columns=20, rows=5) as terminal:
        terminal.wait("❯ 1)")
        terminal.press(DOWN)
        terminal.wait("❯ 2)")
        terminal.resize(80, 24)
        terminal.press(DOWN)
        terminal.wait("❯ 3) a gym, a studio, on my own")
        terminal.press(CTRL_C)
        assert terminal.end() == 130


@pytest.mark.parametrize("columns", ["1", "100000", "x"])
def test_any_columns_will_do(columns: str) -> None:
    """The variable sets the width within reason, and otherwise nothing."""
    done = program("list", env={"COLUMNS": columns})
    assert (done.returncode, done.stderr) == (0, "")
    widest = max(map(len, done.stdout.splitlines()))
    assert widest <= {"1": 20, "100000": 300}.get(columns, 100)


NO_UTF8 = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


@pytest.mark.slow
@pytest.mark.parametrize(
    "env",
    [NO_UTF8, {"TERM": ""}, {"TERM": "unknown"}, {"PYTHONIOENCODING": "latin-1"}],
    ids=["LC_ALL=C", "no TERM", "TERM=unknown", "latin-1"],
)
def test_what_cannot_draw_is_asked_in_lines(env: dict[str, str]) -> None:
    """The program sees for itself that lists would not show, and asks in numbers."""
    with Terminal("recommend", *ON, env=env) as terminal:
        terminal.wait(PLAIN)
        assert "❯" not in terminal.text
        terminal.press("gym\n")
        terminal.wait("Noted: a gym, a studio, on my own.")
        terminal.press(CTRL_D)
        assert terminal.end() == 130


@pytest.mark.slow
def test_a_result_is_readable_in_ascii() -> None:
    """A terminal without UTF-8 gets the same result, its signs spelt."""
    with Terminal("recommend", *ANSWERS, env=NO_UTF8, columns=100, rows=80) as terminal:
        assert terminal.end() == 0
        assert terminal.text.isascii()
        assert "NASM-CPT" in terminal.text


@pytest.mark.slow
def test_no_colour_is_no_colour() -> None:
    """NO_COLOR holds for the questions as it does for the result."""
    with Terminal("recommend", *ON, env={"NO_COLOR": "1"}) as terminal:
        terminal.wait("❯")
        assert _colours(terminal.screen, "❯") == {"default"}
        terminal.press("3", ENTER)
        terminal.answer("Your highest degree", CTRL_C)
        assert _colours(terminal.screen, "a gym") == {"default"}
        assert terminal.end() == 130


LOUD = {"FORCE_COLOR": "1", "CLICOLOR_FORCE": "1", "CI": "1", "GITHUB_ACTIONS": "true",
        "TERMINAL_WIDTH": "7", "PY_COLORS": "1", "TTY_COMPATIBLE": "1"}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("words", ["recommend --help", "list"])
def test_variables_of_other_programs_change_nothing(words: str) -> None:
    """FORCE_COLOR, TERMINAL_WIDTH and what a CI server sets put no escape code into a pipe."""
    quiet, loud = process(*words.split()), process(*words.split(), env=LOUD)
    assert (loud.returncode, loud.stdout, loud.stderr) == (
        quiet.returncode, quiet.stdout, quiet.stderr,
    )  # fmt: skip
    assert "\x1b" not in loud.stdout + loud.stderr


@pytest.mark.slow
def test_a_ci_server_with_a_terminal_is_still_a_terminal() -> None:
    """The same variables take no question away from somebody who sits there."""
    with Terminal("recommend", *ON, env=LOUD) as terminal:
        terminal.answer("Where do you want to work?", CTRL_C)
        assert terminal.end() == 130


# --- stopped and going on --------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("stopping", ["Ctrl-Z", "SIGSTOP", "SIGTSTP"])
def test_a_question_goes_on_where_it_was_stopped(stopping: str) -> None:
    """After `fg` the question is drawn again, takes keys, and leaves the terminal as it was.

    Stopped from outside, the program cannot give the terminal back: the shell makes it usable.
    """
    words = f"{sys.executable} -m certadvisor recommend {' '.join(ON)}"
    script = f"set -m; {words}; echo was stopped; stty sane; fg > /dev/null"
    with Terminal(program=("/bin/sh", "-c", script)) as terminal:
        terminal.answer("Where do you want to work?", DOWN)
        terminal.wait("❯ 2) military, police, fire")
        if stopping == "Ctrl-Z":
            terminal.press(CTRL_Z)
        else:
            os.kill(_job(terminal), signal.Signals[stopping])
        terminal.wait("was stopped")
        terminal.wait(lambda: "❯ 2)" in terminal.text.partition("was stopped")[2])
        terminal.press(DOWN)
        terminal.wait(lambda: "❯ 3)" in terminal.text.partition("was stopped")[2])
        assert "^[[B" not in terminal.text
        terminal.press(CTRL_C)
        assert terminal.end() == 130


def _job(terminal: Terminal) -> int:
    """The program under the shell that the terminal runs."""
    shell = terminal.program
    if shell is None:
        pytest.skip("the system does not tell which processes there are")
    found = Path(f"/proc/{shell}/task/{shell}/children").read_text(encoding="utf-8").split()
    return int(found[-1])


# --- streams that are no terminal --------------------------------------------------------------------------

REDIRECTED = {
    "stdin closed": "<&-",
    "stdin empty": "</dev/null",
    "stdin a file": "<{file}",
    "stdout a file": ">{file}.out",
    "stdout closed": ">&-",
    "all but stdin closed": ">&- 2>&-",
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", REDIRECTED)
def test_nothing_is_asked_where_not_all_is_a_terminal(kind: str, tmp_path: Path) -> None:
    """A file is not taken for answers, and nobody waits: exit 2, and what is missing is named."""
    file = tmp_path / "answers"
    file.write_text("3\n6\n1\n", encoding="utf-8")
    redirect = REDIRECTED[kind].format(file=file)
    with Terminal("recommend", *ON, columns=120, redirect=redirect) as terminal:
        assert terminal.end() == 2
        assert "❯" not in terminal.text
        assert ("answers are missing" in terminal.flat) == ("2>&-" not in redirect)


@pytest.mark.slow
def test_a_pipe_gets_the_result_while_the_terminal_stays_clean() -> None:
    """With all answers given, a terminal in front and a pipe behind are no matter."""
    redirect = "| { cat > /dev/null; cat > /dev/null; }"
    with Terminal("recommend", *ANSWERS, redirect=redirect) as terminal:
        assert terminal.end() == 0
        assert terminal.text.startswith("ended with 0")
