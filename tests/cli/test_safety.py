"""Files are never left half-written, and the program does nothing but what it is asked to.

CERTADVISOR_FUZZ=N makes the random parts N times as long.
"""

from __future__ import annotations

import json
import os
import random
import re
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from certadvisor.cli.app import command_line
from certadvisor.cli.options import FORMS
from helpers import HERE, TODAY, raw_catalog
from terminals import ENTER, Terminal
from watched import MISDEEDS, NEW, OLD

FUZZ = int(os.environ.get("CERTADVISOR_FUZZ", "1"))
ENDINGS = [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP]
GENTLE = [signal.SIGTERM, signal.SIGHUP]
WATCHED = [sys.executable, str(HERE / "watched.py")]
ANSWERS = shlex.split("--setting gym --degree high-school --cpr yes --cpt none --budget 1000")
ON = ["--on", TODAY.isoformat()]


def _name(number: signal.Signals) -> str:
    return number.name


def _environment() -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("CERTADVISOR_")}
    return {**kept, "PYTHONDONTWRITEBYTECODE": "1"}


def _told(*words: str) -> Any:
    """What a function of `watched` tells, run in a process of its own."""
    done = subprocess.run(
        [*WATCHED, *words],
        capture_output=True,
        encoding="utf-8",
        env=_environment(),
        stdin=subprocess.DEVNULL,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@contextmanager
def _started(*words: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process that is about to be killed."""
    with subprocess.Popen(
        words,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=_environment(),
    ) as child:
        try:
            yield child
        finally:
            child.kill()


def _ended_by(code: int, number: signal.Signals) -> bool:
    """Whether a process ended by a signal: by itself when it came, or by the system."""
    return code in (-number, 128 + number)


def _clear_away(file: Path, number: signal.Signals) -> int:
    """Take away what is left beside a file: a temporary one at most, and only after SIGKILL."""
    left = [other for other in file.parent.iterdir() if other != file]
    assert len(left) <= (1 if number == signal.SIGKILL else 0)
    for other in left:
        assert other.name.startswith(f".{file.name}.")
        other.unlink()
    return len(left)


# --- files are the old ones or the new ones -------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("number", ENDINGS, ids=_name)
def test_a_signal_at_any_line_of_the_writer_leaves_the_old_file_or_the_new(
    number: signal.Signals, tmp_path: Path
) -> None:
    """Never anything between; and only what cannot be caught leaves a temporary file behind."""
    told = _told("kill_at_every_line", str(tmp_path / "file.txt"), str(int(number)))
    *killed, last = told
    assert last == [0, "new", 0]
    assert len(killed) > 15
    assert all(_ended_by(code, number) for code, *_ in killed)
    assert {holds for _, holds, _ in killed} == {"old", "new"}
    assert max(left for *_, left in killed) == (1 if number == signal.SIGKILL else 0)


@pytest.mark.slow
@pytest.mark.parametrize("number", ENDINGS, ids=_name)
def test_a_signal_at_a_random_moment_leaves_the_old_file_or_the_new(
    number: signal.Signals, tmp_path: Path
) -> None:
    """Also in the midst of writing; what ends gently clears its temporary file away."""
    rnd, file = random.Random(number), tmp_path / "file.txt"
    file.write_text(OLD, encoding="utf-8")
    for _ in range(5 * FUZZ):
        with _started(*WATCHED, "write_for_ever", str(file)) as child:
            assert child.stdout is not None
            assert child.stdout.readline() == b"ready\n"
            time.sleep(rnd.uniform(0.0, 0.05))
            child.send_signal(number)
            assert _ended_by(child.wait(timeout=30), number)
        assert file.read_text(encoding="utf-8") in (OLD, NEW)
        _clear_away(file, number)


WRITING = {
    "recommend --output": ["recommend", *ANSWERS, "--no-sureness", "--output"],
    "recommend --save-profile": ["recommend", *ANSWERS, "--no-sureness", "--save-profile"],
    "plan --ics": ["plan", "cscs", *ANSWERS[2:], "--ics"],
    "catalog schema --output": ["catalog", "schema", "--output"],
}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("command", "number"),
    [
        ("recommend --output", signal.SIGTERM),
        ("recommend --save-profile", signal.SIGHUP),
        ("plan --ics", signal.SIGTERM),
        *(("catalog schema --output", number) for number in ENDINGS),
    ],
)
def test_a_command_killed_while_it_writes_leaves_the_old_file(
    command: str, number: signal.Signals, tmp_path: Path
) -> None:
    """The file is what it was, the program ends by the signal, and says nothing of it."""
    file = tmp_path / "file.txt"
    file.write_text(OLD, encoding="utf-8")
    with _started(*WATCHED, "write_slowly", *WRITING[command], str(file)) as child:
        assert child.stderr is not None
        assert child.stderr.readline() == b"written\n"
        child.send_signal(number)
        assert child.stderr.read() == b""
        assert _ended_by(child.wait(timeout=30), number)
    assert file.read_text(encoding="utf-8") == OLD
    assert _clear_away(file, number) == (1 if number == signal.SIGKILL else 0)


@pytest.mark.slow
@pytest.mark.parametrize("number", ENDINGS, ids=_name)
@pytest.mark.parametrize("command", WRITING)
def test_a_command_killed_at_a_random_moment_leaves_a_whole_file(
    command: str, number: signal.Signals, tmp_path: Path
) -> None:
    """Whenever the signal comes, from the first import to the last line."""
    rnd, file = random.Random(command), tmp_path / "file.txt"
    words = [sys.executable, "-m", "certadvisor", *WRITING[command], str(file)]
    subprocess.run(words, capture_output=True, check=True, env=_environment())
    new = file.read_text(encoding="utf-8")
    for _ in range(FUZZ):
        file.write_text(OLD, encoding="utf-8")
        with _started(*words) as child:
            time.sleep(rnd.uniform(0.0, 1.2))
            child.send_signal(number)
            child.communicate(timeout=60)
            assert child.returncode == 0 or _ended_by(child.returncode, number)
        assert file.read_text(encoding="utf-8") in (OLD, new)
        _clear_away(file, number)


@pytest.mark.slow
@pytest.mark.parametrize("number", GENTLE, ids=_name)
def test_a_question_that_is_ended_by_a_signal_leaves_the_terminal_as_it_was(
    number: signal.Signals,
) -> None:
    """The exit code tells the signal; echo and line editing are back."""
    with Terminal("recommend", *ANSWERS[2:]) as terminal:
        terminal.question(1)
        if terminal.program is None:
            pytest.skip("the system does not tell which process runs under the shell")
        os.kill(terminal.program, number)
        assert terminal.end() == 128 + number
        assert "Traceback" not in terminal.text


def test_a_signal_that_is_ignored_stays_ignored() -> None:
    """Under nohup the program goes on when its terminal is closed."""
    code = (
        "import os, signal; from certadvisor.cli.main import install_signal_handlers; "
        "signal.signal(signal.SIGHUP, signal.SIG_IGN); install_signal_handlers(); "
        "os.kill(os.getpid(), signal.SIGHUP); print('still here')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "still here\n"


# --- no connection, no process, no code of data ---------------------------------------------------


def _all_commands(folder: Path) -> dict[str, list[list[str]]]:
    """Every command by its name, in all its forms, and writing whatever it can write."""
    catalog, other, overlay, profile, out, saved = (
        str(folder / name)
        for name in ("c.json", "other.json", "overlay.json", "me.json", "out.txt", "saved.json")
    )
    formed = {
        "recommend": ["recommend", *ANSWERS, *ON, "--no-sureness"],
        "compare": ["compare", "cscs", "nasm-pes"],
        "list": ["list", "strength"],
        "show": ["show", "cscs"],
        "plan": ["plan", "cscs", *ANSWERS, *ON],
        "catalog sources": ["catalog", "sources"],
        "catalog stale": ["catalog", "stale", "--older-than", "1"],
        "catalog diff": ["catalog", "diff", catalog, other],
    }
    made = {
        name: [*([*words, "--format", form] for form in FORMS), [*words, "--output", out]]
        for name, words in formed.items()
    }
    made["recommend"] += [
        ["recommend", "--profile", profile, "--save-profile", saved, "--plain", "--no-sureness"],
        ["recommend", *ANSWERS, *ON, "--catalog", catalog, "--overlay", overlay],
        [*formed["recommend"], "--explain", "--save-situation", saved],
        ["recommend", "--no-input"],
    ]
    made["compare"] += [["compare", "cscs", "nasm-pes", *ANSWERS, *ON]]
    made["list"] += [["list", "--steps"], ["list", "--ready", *ANSWERS, *ON]]
    made["plan"] += [[*formed["plan"], "--ics", out, "--format", "mermaid"]]
    made["catalog validate"] = [
        ["catalog", "validate"],
        ["catalog", "validate", catalog, "--overlay", overlay],
        ["catalog", "validate", profile],
    ]
    made["catalog schema"] = [["catalog", "schema"], ["catalog", "schema", "--output", out]]
    made["completion"] = [["completion", shell] for shell in ("bash", "zsh", "fish", "powershell")]
    made["catalog path"] = [["catalog", "path"]]
    made[""] = [["--version"], ["--help"], ["catalog", "--help"], ["recommend", "--help"], ["moon"]]
    return made


def _materials(folder: Path) -> None:
    """The files that those commands read."""
    raw = raw_catalog()
    contents: dict[str, Any] = {
        "c.json": raw,
        "other.json": {
            **raw,
            "version": "another",
            "policy": {**raw["policy"], "focus_share": "1/2"},
        },
        "overlay.json": {"settings": {"gym": {"name": "our own gym"}}},
        "me.json": {"setting": "gym", "degree": "none", "cpr": "yes", "cpt": "none", "budget": 900},
    }
    for name, content in contents.items():
        (folder / name).write_text(json.dumps(content, default=float), encoding="utf-8")


def _commands_there_are() -> set[str]:
    """The names of all commands, as the command line itself has them."""
    commands = command_line().commands
    of_catalogs = commands.pop("catalog").commands
    return {*commands, *(f"catalog {name}" for name in of_catalogs)}


FAILING = [["recommend", "--no-input"], ["moon"]]
WRITING_FLAGS = ("--output", "--ics", "--save-profile", "--save-situation")


@pytest.mark.slow
def test_no_command_opens_a_connection_runs_a_program_or_makes_code_of_data(tmp_path: Path) -> None:
    """Every command in every form, watched: no socket, no process, no eval, no pickle; and only the
    files that the flags name are written, with a temporary one beside each."""
    commands = _all_commands(tmp_path)
    assert set(commands) - {""} == _commands_there_are()
    _materials(tmp_path)
    asked = [words for group in commands.values() for words in group]
    told = _told("watch_commands", json.dumps(asked))
    assert [words for words, *_ in told] == asked
    for words, code, refused, touched in told:
        assert refused == [], words
        named = {after for flag, after in pairwise(words) if flag in WRITING_FLAGS}
        beside = tuple(f"{Path(name).parent / f'.{Path(name).name}.'}" for name in named)
        assert named <= set(touched), words
        assert [t for t in touched if t not in named and not t.startswith(beside)] == [], words
        profile_as_catalog = words[:2] == ["catalog", "validate"] and words[-1].endswith("me.json")
        wanted = 2 if words in FAILING else 1 if profile_as_catalog else 0
        assert code == wanted, words


@pytest.mark.slow
def test_the_watch_sees_what_it_is_to_see(tmp_path: Path) -> None:
    """Each forbidden thing is refused under the watch, and each changed file is noted."""
    told, touched = _told("watch_misdeeds", str(tmp_path / "file"))
    assert told == {name: event for name, (_, event) in MISDEEDS.items()}
    assert touched == [str(tmp_path / "file"), str(tmp_path / "file.moved")]


@pytest.mark.slow
@pytest.mark.parametrize("manner", [(), ("--plain",)], ids=["drawn", "plain"])
def test_the_interview_reaches_no_further_than_its_terminal(
    manner: tuple[str, ...], tmp_path: Path
) -> None:
    """Questions and answers too: no connection, no process, no file but the one that is asked for."""
    told, saved = tmp_path / "told.json", tmp_path / "saved.json"
    words = ["recommend", *ANSWERS[2:], *ON, *manner, "--save-profile", str(saved)]
    words += ["--focus", "strength", "--licence", "none", "--adult", "yes", "--no-sureness"]
    program = [*WATCHED, "watch_interview", json.dumps(words), str(told)]
    with Terminal(program=program, env={"PYTHONDONTWRITEBYTECODE": "1"}) as terminal:
        for number in range(1, 20):
            asked = re.compile(
                rf"^{number}\. " if manner else rf"^{number} .*\n(.*\n)*.*❯", re.MULTILINE
            )
            terminal.wait(lambda: terminal.is_over or asked.search(terminal.text))  # noqa: B023
            if terminal.is_over:
                break
            terminal.press("1", ENTER)
        assert terminal.end() == 0
    refused, touched = json.loads(told.read_text(encoding="utf-8"))
    assert refused == []
    assert str(saved) in touched
    allowed = (str(saved), f"{tmp_path / '.saved.json.'}", "/dev/tty", "/dev/pts/", "/dev/null")
    assert [t for t in touched if not t.startswith(allowed)] == []
